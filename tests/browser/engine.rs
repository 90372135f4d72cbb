//! The browsers.

use std::{fmt, path::PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use xtask::{browsers::chromium_capabilities, project::which};

/// The reader's language, as WebKitGTK reads it from the environment.
const WEBKIT_LANGUAGE: (&str, &str) = ("LC_ALL", "en_US.UTF-8");

/// Lets WebKitGTK run as root.
const WEBKIT_WITHOUT_SANDBOX: (&str, &str) = ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");

/// Without a graphics processor, OpenGL in software took half of the processor time of the cases in WebKitGTK.
const WEBKIT_WITHOUT_COMPOSITING: (&str, &str) = ("WEBKIT_DISABLE_COMPOSITING_MODE", "1");

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

/// Settings of a browser that a case starts for itself, because they cannot be changed while a browser runs.
#[derive(Debug, Clone, Default)]
pub struct BrowserOptions {
    /// The reader's languages, in order of preference, as in `Accept-Language`. Firefox only.
    pub languages: Option<&'static str>,
    /// `true` if frames of other sites are denied storage, as in private windows. Not WebKitGTK.
    pub denies_third_party_storage: bool,
    /// `true` if the browser protects its reader from being recognised: canvases cannot be read, and clocks are coarse.
    /// Firefox only.
    pub resists_fingerprinting: bool,
    /// `true` if a request always waits for its entry in the cache, while another one writes it. Otherwise some ask the network
    /// at the same time, which hides that they would wait. Firefox only.
    pub waits_for_cache: bool,
    /// `true` if scripts are switched off. Firefox only; Chromium can do it for a page.
    pub without_scripts: bool,
    /// `true` if V8 interprets JavaScript without optimising it. Optimised code takes memory and still appears after dozens
    /// of runs, which would hide a leak of the page. Wasm is compiled all the same. Chromium only.
    pub unoptimised: bool,
}

impl Engine {
    /// All engines, in the order in which they run.
    pub const ALL: [Engine; 4] = [Engine::Chromium, Engine::Firefox, Engine::WebKit, Engine::WebKitPrivate];

    /// Those that are browsers of their own, not one of them set up differently.
    pub const DIFFERENT: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

    /// Returns whether a page of its own can share memory between threads, when its host sends the headers.
    pub fn shares_memory(self) -> bool {
        self != Engine::WebKitPrivate
    }

    /// Returns whether a frame of a page without headers can be isolated by itself (Document-Isolation-Policy).
    pub fn isolates_frames(self) -> bool {
        self == Engine::Chromium
    }

    /// The program that drives it.
    ///
    /// # Errors
    /// Returns an error when it is not there; `cargo xtask test` installs it.
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
                ("JSC_useSharedArrayBuffer", "1"),
                WEBKIT_LANGUAGE,
                WEBKIT_WITHOUT_SANDBOX,
                WEBKIT_WITHOUT_COMPOSITING,
            ],
            Engine::WebKitPrivate => &[
                ("JSC_useSharedArrayBuffer", "0"),
                WEBKIT_LANGUAGE,
                WEBKIT_WITHOUT_SANDBOX,
                WEBKIT_WITHOUT_COMPOSITING,
            ],
        }
    }

    /// Whether one browser serves many cases, each in a user context of its own (WebDriver BiDi). WebKitGTK has none:
    /// there, each case gets a driver and a browser of its own, because WebKitWebDriver has one browser at a time and was
    /// seen to wait for ever for the next one while the last one was still ending.
    pub fn has_user_contexts(self) -> bool {
        matches!(self, Engine::Chromium | Engine::Firefox)
    }

    /// Whether a session has to show some other page first. An isolated page gets a process of its own; when it is the first
    /// page of a session, under load, WebKitGTK 2.50.6 loses about one in a hundred on the way there: it reports that the
    /// page is open, requests nothing that belongs to it, and never finishes. As the second page, none of 649 was lost.
    pub fn needs_first_page(self) -> bool {
        matches!(self, Engine::WebKit | Engine::WebKitPrivate)
    }

    /// Returns whether it needs a display, if only one in memory.
    pub fn needs_display(self) -> bool {
        matches!(self, Engine::WebKit | Engine::WebKitPrivate)
    }

    /// What a session is asked for.
    ///
    /// # Errors
    /// Returns an error when the browser is not there.
    pub fn capabilities(self, options: &BrowserOptions) -> Result<Map<String, Value>> {
        let mut capabilities = match self {
            Engine::Chromium => chromium(options)?,
            Engine::Firefox => firefox(options)?,
            Engine::WebKit | Engine::WebKitPrivate => json!({ "browserName": "MiniBrowser" }),
        };
        capabilities["pageLoadStrategy"] = "normal".into();
        if self.has_user_contexts() {
            capabilities["webSocketUrl"] = true.into();
        }
        match capabilities {
            Value::Object(map) => Ok(map),
            other => anyhow::bail!("{other} is no object"),
        }
    }
}

fn chromium(options: &BrowserOptions) -> Result<Value> {
    let mut capabilities: Value = serde_json::from_str(&chromium_capabilities())?;
    if options.denies_third_party_storage {
        let options = &mut capabilities["goog:chromeOptions"];
        // 1: cookies of other sites are blocked, and with them storage, unless each site has one of its own in each page.
        options["prefs"] = json!({ "profile.cookie_controls_mode": 1 });
        options["args"]
            .as_array_mut()
            .context("no switches")?
            .push("--disable-features=ThirdPartyStoragePartitioning".into());
    }
    if !options.unoptimised {
        // The console's messages can be read, except where memory is compared, because keeping them takes some.
        capabilities["goog:loggingPrefs"] = json!({ "browser": "ALL" });
    } else if let Some(switches) = capabilities["goog:chromeOptions"]["args"].as_array_mut() {
        switches.push("--js-flags=--no-opt --no-sparkplug --no-maglev".into());
    }
    Ok(capabilities)
}

fn firefox(options: &BrowserOptions) -> Result<Value> {
    let program = which("firefox-esr").or_else(|| which("firefox")).context("firefox-esr is not on the path")?;
    let mut preferences = Map::new();
    // With AVX, Firefox mixes both encodings of vector instructions. On some processors (Intel, family 6, model 207) each
    // change from one to the other takes 100 ns once the upper half of a register is in use, and kernels with vectors
    // run 100 to 400 times as long. Without AVX they give the same answers in the usual time.
    preferences.insert("javascript.options.wasm_simd_avx".into(), false.into());
    if let Some(languages) = options.languages {
        preferences.insert("intl.accept_languages".into(), languages.into());
    }
    if options.denies_third_party_storage {
        // 1: sites in frames of other sites store nothing.
        preferences.insert("network.cookie.cookieBehavior".into(), 1.into());
    }
    if options.resists_fingerprinting {
        preferences.insert("privacy.resistFingerprinting".into(), true.into());
    }
    if options.waits_for_cache {
        preferences.insert("network.http.rcwn.enabled".into(), false.into());
    }
    if options.without_scripts {
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
