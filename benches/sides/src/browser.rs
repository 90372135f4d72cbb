//! A browser's side: the finished site in a real browser, with the report that the page itself makes.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    driver::Driver,
    engine::{BrowserOptions, Engine},
    lab::Lab,
    session::dist,
    site::Site,
};
use serde_json::Value;
use thirtyfour::{Capabilities, WebDriver};

use crate::{
    outcome::KernelOutcome,
    plan::{Plan, TOPOLOGIES},
};

/// The longest that a script may wait for a run to end. Only a failure meets it.
const PATIENCE: Duration = Duration::from_secs(300);

/// A browser that stays open while the others have their turns: idle, it takes no time from them.
pub struct Side {
    /// Name and version.
    pub version: String,
    /// The site, which sends the isolation headers.
    pub site: Site,
    /// The session.
    pub browser: Browser,
    _driver: Driver,
}

impl Side {
    /// Starts a browser and a server of the site.
    ///
    /// # Errors
    /// Returns an error when one of them does not start.
    pub async fn open(engine: Engine) -> Result<Self> {
        let driver = Driver::start(engine)?;
        let capabilities = Capabilities::from(engine.capabilities(&BrowserOptions::default())?);
        let browser = Browser { driver: WebDriver::new(driver.url.as_str(), capabilities).await? };
        browser.driver.set_script_timeout(PATIENCE).await?;
        Ok(Side { version: browser.version(), site: Site::isolated(&dist()?)?, browser, _driver: driver })
    }

    /// Runs a kernel on all topologies: the report.
    ///
    /// # Errors
    /// Returns an error when the run fails: what the page says.
    pub async fn run(&mut self, kernel: &KernelOutcome, plan: &Plan) -> Result<Value> {
        let (id, size, samples) = (kernel.id, kernel.size, plan.samples);
        let topologies = TOPOLOGIES[1..].join(",");
        let query = format!("lab=speedup&lang=en&kernel={id}&size={size}&samples={samples}&topologies={topologies}");
        self.report(&query).await.with_context(|| format!("{id} in {}", self.version))
    }

    /// Runs a lab: the report.
    ///
    /// # Errors
    /// Returns an error when the run fails: what the page says.
    pub async fn report(&mut self, query: &str) -> Result<Value> {
        self.browser.open(&self.site.url(&format!("embed/?{query}"))).await?;
        Lab(&self.browser).until_idle().await?;
        // One script waits for the end: looking again and again would take time from what is measured.
        let run = "return new Promise((resolve, reject) => {
                const lab = document.querySelector('kosut-lab');
                lab.addEventListener('kosut-report', ({ detail }) => resolve(JSON.stringify(detail.report)));
                const failed = new MutationObserver(() => {
                    const alert = lab.querySelector('[role=alert]');
                    if (alert) reject(new Error(alert.innerText));
                });
                failed.observe(lab, { childList: true, subtree: true });
                lab.querySelector('[data-action=run]').click();
            });";
        let report: String = self.browser.script(run, &[]).await.context("the lab has not run")?;
        Ok(serde_json::from_str(&report)?)
    }

    /// Runs a program in the lab `gil`: what it printed.
    ///
    /// # Errors
    /// Returns an error when the run or the program fails.
    pub async fn printed(&mut self, query: &str) -> Result<String> {
        let report = self.report(query).await?;
        ensure!(report["rows"][0]["exit"] == 0, "in {}: {}", self.version, report["rows"][0]);
        // What it printed last is drawn with the next frame.
        let said = "const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
            await drawn();
            await drawn();
            return document.querySelector('.python-console .python-output')?.innerText ?? '';";
        self.browser.script(said, &[]).await
    }

    /// Ends the session.
    pub async fn close(self) {
        // The driver, which is dropped next, ends what does not end by itself.
        let _ = self.browser.driver.quit().await;
    }
}
