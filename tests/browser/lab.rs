//! A lab on a page, as a reader sees it.

use anyhow::Result;
use serde::Deserialize;

use crate::{browser::Browser, wait::until};

/// A lab on a page at one moment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabSnapshot {
    /// How many controls there are. They appear once Rust has described the fields.
    pub fields: usize,
    /// `true` if *Run* can be pressed.
    pub can_run: bool,
    /// `true` if *Stop* can be pressed: a run is under way.
    pub can_stop: bool,
    /// `true` if a button offers the defaults instead of wrong parameters.
    pub offers_defaults: bool,
    /// Errors: those at a field, and those that are notices.
    pub errors: Vec<String>,
    /// The other notices: warnings and information.
    pub notices: Vec<String>,
    /// The current step of a run, if there is one.
    pub phase: String,
    /// The boxes in the picture of the machine.
    pub boxes: usize,
    /// The result's table: the head of each row.
    pub rows: Vec<String>,
    /// The verdict and the whole text of each claim.
    pub verdicts: Vec<(String, String)>,
    /// `true` if the page can share memory.
    pub isolated: bool,
}

impl LabSnapshot {
    /// Nothing runs, and a run can be started.
    pub fn is_idle(&self) -> bool {
        self.can_run && !self.can_stop && self.fields > 0
    }

    /// A run has ended well and its result is there.
    pub fn is_finished(&self) -> bool {
        self.is_idle() && !self.rows.is_empty() && self.errors.is_empty()
    }

    /// A run has ended badly, or nothing could run.
    pub fn has_failed(&self) -> bool {
        !self.can_stop && !self.errors.is_empty()
    }
}

/// The lab that the page's address names, as a selector; the page's only lab where it names none.
const LAB: &str = "
    const named = new URLSearchParams(location.search).get('lab');
    const selector = `kosut-lab[lab=\"${CSS.escape(named ?? '')}\"]`;
    return document.querySelector(selector) === null ? 'kosut-lab' : selector;";

/// Makes a [`LabSnapshot`]. Elements that are not displayed do not count.
const LOOK: &str = "
    const [lab] = arguments;
    const shown = (element) => element.getClientRects().length > 0;
    const all = (selector) => [...document.querySelectorAll(`${lab} ${selector}, #embed > ${selector}`)].filter(shown);
    const words = (element) => element.innerText.replace(/\\s+/g, ' ').trim();
    const pressable = (name) => all(`[data-action=${name}]`).some((button) => !button.disabled);
    return {
        fields: all('.lab-controls .field').length,
        canRun: pressable('run'),
        canStop: pressable('stop'),
        offersDefaults: pressable('defaults'),
        errors: all('[role=alert]').map(words),
        notices: all('.notice:not([role=alert])').map(words),
        phase: all('.lab-progress p').map(words).join(' '),
        boxes: all('.machine-box').length,
        rows: all('.lab-table tbody th').map(words),
        verdicts: all('.lab-verdict').map((claim) => [claim.dataset.verdict, words(claim)]),
        isolated: window.crossOriginIsolated,
    };";

/// Counts the processes, in a page. Each holds a lock of its own as long as it lives.
pub const PROCESSES: &str = "
    const { held } = await navigator.locks.query();
    return held.filter(({ name }) => name.startsWith('kosut-process-')).length;";

/// Returns what the page shows now of the lab that a selector finds.
///
/// # Errors
/// While the page is being loaded.
pub async fn look_at(browser: &Browser, lab: &str) -> Result<LabSnapshot> {
    browser.script(LOOK, &[lab.into()]).await
}

/// The lab that the address of a session's page or frame names: in an article there are several.
#[derive(Debug, Clone, Copy)]
pub struct Lab<'a>(pub &'a Browser);

impl Lab<'_> {
    /// Returns what the page shows now.
    ///
    /// # Errors
    /// While the page is being loaded.
    pub async fn look(&self) -> Result<LabSnapshot> {
        look_at(self.0, &self.selector().await?).await
    }

    /// Returns a selector of the lab's element.
    ///
    /// # Errors
    /// While the page is being loaded.
    pub async fn selector(&self) -> Result<String> {
        self.0.script(LAB, &[]).await
    }

    /// Waits until a snapshot satisfies `ready`, and returns it.
    ///
    /// # Errors
    /// Returns an error when none does in time.
    pub async fn until(&self, what: &str, ready: impl FnMut(&LabSnapshot) -> bool) -> Result<LabSnapshot> {
        until(what, async || self.look().await, ready).await
    }

    /// Waits until the lab can be run. In an article, a lab loads when the reader comes near it.
    ///
    /// # Errors
    /// Returns an error when it does not get there.
    pub async fn until_idle(&self) -> Result<LabSnapshot> {
        let look = async || {
            let near = "document.querySelector(arguments[0])?.scrollIntoView({ behavior: 'instant' });";
            self.0.script::<()>(near, &[self.selector().await?.into()]).await?;
            self.look().await
        };
        until("the lab can be run", look, LabSnapshot::is_idle).await
    }

    /// Waits for the result of a run. A failure ends the wait at once.
    ///
    /// # Errors
    /// Returns an error when the run fails.
    pub async fn until_finished(&self) -> Result<LabSnapshot> {
        let seen = self.until("the run has ended", |seen| seen.is_finished() || seen.has_failed()).await?;
        anyhow::ensure!(seen.is_finished(), "the run failed: {:#?}", seen.errors);
        Ok(seen)
    }

    /// Presses *Run*.
    ///
    /// # Errors
    /// Returns an error when it cannot be pressed.
    pub async fn run(&self) -> Result<()> {
        self.0.click(&format!("{} [data-action=run]", self.selector().await?)).await
    }

    /// Runs and waits for the result.
    ///
    /// # Errors
    /// Returns an error when the run fails.
    pub async fn run_to_end(&self) -> Result<LabSnapshot> {
        self.run().await?;
        self.until_finished().await
    }

    /// Presses *Stop*.
    ///
    /// # Errors
    /// Returns an error when it cannot be pressed.
    pub async fn stop(&self) -> Result<()> {
        self.0.click(&format!("{} [data-action=stop]", self.selector().await?)).await
    }

    /// Returns how many processes are alive.
    ///
    /// # Errors
    /// Returns an error in a browser without Web Locks.
    pub async fn processes(&self) -> Result<usize> {
        self.0.script(PROCESSES, &[]).await
    }

    /// Waits until no process lives.
    ///
    /// # Errors
    /// Returns an error when some stay alive.
    pub async fn until_no_process(&self) -> Result<()> {
        until("no process is left", async || self.processes().await, |left| *left == 0).await.map(drop)
    }
}
