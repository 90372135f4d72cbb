//! One page of a browser.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::wait::until;

/// Scrolls an element to the middle of the window, as a reader's wheel does, until it stays there: the page stops holding
/// the place that its address names, and labs above have stopped growing. While an element moves, the driver scrolls by
/// itself, as smoothly as the page asks for, and clicks before it has arrived.
const BRING_TO_REST: &str = "
    const [element] = arguments;
    element.dispatchEvent(new WheelEvent('wheel', { bubbles: true }));
    const frame = () => new Promise(requestAnimationFrame);
    const top = () => Math.round(element.getBoundingClientRect().top);
    for (let before = NaN; before !== top();) {
        element.scrollIntoView({ behavior: 'instant', block: 'center' });
        before = top();
        await frame();
        await frame();
    }";

/// `true` if the current page is loaded and is not the empty one of a new tab. Drivers do not wait for the end of a new
/// tab's own first navigation, and were seen to take that end for the end of the next navigation.
const IS_LOADED: &str = "return location.href !== 'about:blank' && document.readyState === 'complete';";

/// A page in a profile of its own. The [`crate::session`] closes it.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The classic WebDriver session. Its current window is the page that was opened last.
    pub driver: WebDriver,
}

impl Browser {
    /// Name and version of the browser.
    pub fn version(&self) -> String {
        let capabilities = self.driver.handle().capabilities();
        let text = |name: &str| capabilities.get(name).and_then(Value::as_str).unwrap_or("?").to_string();
        format!("{} {}", text("browserName"), text("browserVersion"))
    }

    /// Opens a page, and returns when it is loaded.
    ///
    /// # Errors
    /// Returns an error when it cannot be loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("{url} cannot be opened"))?;
        let loaded = async || Ok(self.driver.execute(IS_LOADED, Vec::new()).await?.convert::<bool>()?);
        until(&format!("{url} is loaded"), loaded, |loaded| *loaded).await.map(drop)
    }

    /// Runs the body of an async function in the page, and returns its result.
    ///
    /// # Errors
    /// Returns an error when it throws or returns something else.
    pub async fn script<T: DeserializeOwned>(&self, body: &str, arguments: &[Value]) -> Result<T> {
        let code = format!(
            "const done = arguments[arguments.length - 1];
             const run = async function () {{ {body} }};
             run.apply(null, Array.from(arguments).slice(0, -1))
                 .then((value) => done({{ value: value ?? null }}), (thrown) => done({{ thrown: String(thrown) }}));"
        );
        let outcome: Value = self.driver.execute_async(code, arguments.to_vec()).await?.convert()?;
        if let Some(thrown) = outcome.get("thrown") {
            anyhow::bail!("a script in the page threw {thrown}");
        }
        Ok(serde_json::from_value(outcome["value"].clone())?)
    }

    /// Returns the first element that a CSS selector finds.
    ///
    /// # Errors
    /// Returns an error when there is none.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        self.driver.find(By::Css(selector)).await.with_context(|| format!("there is no {selector} on the page"))
    }

    /// Clicks the first element that a CSS selector finds, as a reader does.
    ///
    /// # Errors
    /// Returns an error when it is not there or cannot be clicked.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self.find(selector).await?;
        self.script::<()>(BRING_TO_REST, &[element.to_json()?]).await?;
        element.click().await.with_context(|| format!("{selector} cannot be clicked"))
    }

    /// Replaces the text of a field, as a reader does.
    ///
    /// # Errors
    /// Returns an error when the field is not there or cannot be typed into.
    pub async fn replace_text(&self, selector: &str, text: &str) -> Result<()> {
        self.click(selector).await?;
        // Selected from within the page: which keys select everything differs from system to system.
        self.script::<()>("document.activeElement.select();", &[]).await?;
        Ok(self.find(selector).await?.send_keys(text).await?)
    }

    /// Presses a key. It goes to the element that has the focus.
    ///
    /// # Errors
    /// Returns an error when the driver refuses.
    pub async fn press(&self, key: Key) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(key).perform().await?)
    }

    /// Makes the first frame of the page the current one.
    ///
    /// # Errors
    /// Returns an error when there is none.
    pub async fn enter_frame(&self) -> Result<()> {
        self.leave_frame().await?;
        self.driver.enter_frame(0).await.context("the frame cannot be entered")
    }

    /// Makes the page itself the current one again.
    ///
    /// # Errors
    /// Returns an error when the driver refuses.
    pub async fn leave_frame(&self) -> Result<()> {
        self.driver.enter_default_frame().await.context("the frame cannot be left")
    }

    /// Sends a command of Chromium's own protocol.
    ///
    /// # Errors
    /// Returns an error when the command fails; in other browsers always.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        self.driver.cdp().send_raw(command, parameters).await.with_context(|| format!("{command} failed"))
    }

    /// Makes the page as wide as a phone. Chromium only.
    ///
    /// # Errors
    /// As [`Browser::devtools`].
    pub async fn set_width(&self, width: u32) -> Result<()> {
        let metrics = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// Makes the page as wide as the window again. Chromium only.
    ///
    /// # Errors
    /// As [`Browser::devtools`].
    pub async fn reset_width(&self) -> Result<()> {
        self.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await.map(drop)
    }
}
