//! The browsers.

use std::{fmt, path::PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use xtask::{browsers::chromium_capabilities, project::which};

/// A browser, as it is set up for the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox, extended support release.
    Firefox,
    /// WebKitGTK with shared memory.
    WebKit,
    /// WebKitGTK without shared memory, as its packages come: a real browser for the degraded mode.
    WebKitPrivate,
}

/// What a session should be like besides the engine's own settings.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The reader's languages, the most liked first, as in `Accept-Language`. Only Chromium and Firefox take them.
    pub languages: Option<&'static str>,
    /// Whether scripts are switched off. Only in Firefox; Chromium does it on a page.
    pub without_scripts: bool,
    /// Whether scripts stay as they are, and no faster versions are made of what runs often: those take memory, and
    /// are still made after dozens of runs. Only in Chromium; wasm is compiled all the same.
    pub unoptimised: bool,
}

impl Engine {
    /// All engines, in the order in which they run.
    pub const ALL: [Engine; 4] = [Engine::Chromium, Engine::Firefox, Engine::WebKit, Engine::WebKitPrivate];

    /// Those that are browsers of their own, not one of them set up differently.
    pub const DIFFERENT: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

    /// Whether a page of its own can share memory between threads, when its host sends the headers.
    pub fn shares_memory(self) -> bool {
        self != Engine::WebKitPrivate
    }

    /// Whether a frame of a page without headers can be isolated by itself (Document-Isolation-Policy).
    pub fn isolates_frames(self) -> bool {
        self == Engine::Chromium
    }

    /// The program that drives it.
    ///
    /// # Errors
    /// When it is not there; `cargo xtask test` installs it.
    pub fn driver(self) -> Result<PathBuf> {
        let program = match self {
            Engine::Chromium => "chromedriver",
            Engine::Firefox => {
                return std::env::var_os("KOSUT_GECKODRIVER")
                    .map(PathBuf::from)
                    .context("KOSUT_GECKODRIVER is not set");
            }
            Engine::WebKit | Engine::WebKitPrivate => "WebKitWebDriver",
        };
        which(program).with_context(|| format!("{program} is not on the path"))
    }

    /// What is set in the environment of its driver, and through it of the browser.
    pub fn environment(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Engine::Chromium | Engine::Firefox => &[],
            Engine::WebKit => &[
                ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
                ("JSC_useSharedArrayBuffer", "1"),
                // The reader's language comes from here.
                ("LC_ALL", "en_US.UTF-8"),
            ],
            Engine::WebKitPrivate => &[
                ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
                ("JSC_useSharedArrayBuffer", "0"),
                ("LC_ALL", "en_US.UTF-8"),
            ],
        }
    }

    /// Whether each case gets a driver of its own. WebKitWebDriver has one browser at a time, and was seen to wait for ever
    /// for the next one when the last had not quite ended.
    pub fn needs_fresh_driver(self) -> bool {
        self.needs_display()
    }

    /// Whether a session has to show some other page first. A page that is isolated gets a process of its own; as the first
    /// page of a session, under load, WebKitGTK 2.50.6 loses about one in a hundred on the way there: it says that the page
    /// is open, asks the server for nothing that belongs to it, and waits for it for ever. As the second page, none of 649 was.
    pub fn needs_first_page(self) -> bool {
        matches!(self, Engine::WebKit | Engine::WebKitPrivate)
    }

    /// Whether it needs a display, if only one in memory.
    pub fn needs_display(self) -> bool {
        matches!(self, Engine::WebKit | Engine::WebKitPrivate)
    }

    /// What a session is asked for.
    ///
    /// # Errors
    /// When the browser is not there.
    pub fn capabilities(self, wishes: &Wishes) -> Result<Map<String, Value>> {
        let mut capabilities = match self {
            Engine::Chromium => chromium(wishes)?,
            Engine::Firefox => firefox(wishes)?,
            Engine::WebKit | Engine::WebKitPrivate => json!({ "browserName": "MiniBrowser" }),
        };
        capabilities["pageLoadStrategy"] = "normal".into();
        match capabilities {
            Value::Object(map) => Ok(map),
            other => anyhow::bail!("{other} is no object"),
        }
    }
}

fn chromium(wishes: &Wishes) -> Result<Value> {
    let mut capabilities: Value = serde_json::from_str(&chromium_capabilities())?;
    let switches = &mut capabilities["goog:chromeOptions"]["args"];
    if let Some(switches) = switches.as_array_mut() {
        switches.extend(wishes.languages.map(|languages| format!("--accept-lang={languages}").into()));
        if wishes.unoptimised {
            switches.push("--js-flags=--no-opt --no-sparkplug --no-maglev".into());
            // Memory is told at once, and not with the next collection that comes by itself.
            switches.push("--enable-blink-features=ForceEagerMeasureMemory".into());
        }
    }
    // All that the console says can be asked for; but not where memory is compared, which keeping it takes.
    if !wishes.unoptimised {
        capabilities["goog:loggingPrefs"] = json!({ "browser": "ALL" });
    }
    Ok(capabilities)
}

fn firefox(wishes: &Wishes) -> Result<Value> {
    let program = which("firefox-esr").or_else(|| which("firefox")).context("firefox-esr is not on the path")?;
    let mut preferences = Map::new();
    if let Some(languages) = wishes.languages {
        preferences.insert("intl.accept_languages".into(), languages.into());
    }
    if wishes.without_scripts {
        preferences.insert("javascript.enabled".into(), false.into());
    }
    Ok(json!({ "moz:firefoxOptions": { "binary": program, "args": ["-headless"], "prefs": preferences } }))
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkitgtk",
            Engine::WebKitPrivate => "webkitgtk_without_shared_memory",
        })
    }
}
