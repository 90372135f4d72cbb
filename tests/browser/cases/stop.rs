//! *Stop*, at any moment, and a process that ends in the middle of a run: afterwards the lab is idle, no process is left, and
//! *Run* works.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
    wait::until,
};

use crate::{Suite, labs};

/// A run that does not end before it is stopped.
const LONG: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=2000000000&samples=99&workers=2";

/// The name of a moment, and how a snapshot shows it.
type Moment = (&'static str, fn(&LabSnapshot) -> bool);

/// The moments of a run on `1x1` and `2x1`. The picture alone would not tell them: that of the last run stays until the next
/// topology begins.
const MOMENTS: [Moment; 3] = [
    ("the run has begun", |seen| seen.can_stop),
    ("one process computes", |seen| seen.phase.contains("1×1") && seen.boxes == 1),
    ("two processes compute", |seen| seen.phase.contains("2×1") && seen.boxes == 2),
];

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "stop::at_any_moment", at_any_moment);
    suite.add(&[Engine::Chromium], "stop::every_lab", every_lab);
}

/// Every lab is stopped in its first steps, which start and warm up the control among other things, and twice each time. That
/// *Run* works after *Stop* shows each next time.
async fn every_lab(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    for (lab, query) in labs::short_queries() {
        let stops = async {
            browser.open(&site.url(&format!("embed/?lab={lab}&lang=en&{query}"))).await?;
            Lab(&browser).until_idle().await?;
            for steps in 0..STEPS {
                stops_after(&browser, steps).await?;
            }
            Ok(())
        };
        session.check(lab, stops).await;
    }
    Ok(())
}

/// How many steps of a run each lab is stopped after, at most.
const STEPS: u32 = 3;

/// Runs, waits until the page has shown some steps, and stops twice. The page itself waits: a driver would look too late.
const STOP_AFTER: &str = "
    const [steps] = arguments;
    const button = (name) => document.querySelector(`[data-action=${name}]`);
    const step = () => document.querySelector('.lab-progress p')?.textContent ?? '';
    button('run').click();
    while (button('stop').disabled) await new Promise(requestAnimationFrame);
    let [shown, seen] = [step(), 0];
    while (seen < steps && !button('stop').disabled) {
        await new Promise(requestAnimationFrame);
        if (step() !== shown) {
            shown = step();
            seen += 1;
        }
    }
    button('stop').click();
    button('stop').click();";

async fn stops_after(browser: &Browser, steps: u32) -> Result<()> {
    browser.script::<()>(STOP_AFTER, &[steps.into()]).await?;
    let lab = Lab(browser);
    let seen = lab.until("the lab is idle again", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty(), "stopped after {steps} steps: {seen:#?}");
    lab.until_no_process().await
}

async fn at_any_moment(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let lab = Lab(&browser);
    browser.open(&site.url(&format!("{LONG}&topologies=2x1"))).await?;
    lab.until_idle().await?;
    for moment in MOMENTS {
        session.check(format!("Stop when {}", moment.0), stops_at(&browser, moment)).await;
    }
    session.check("a process that is killed is named", killed_process_is_named(&browser)).await;
    session.check("a short run works afterwards", a_short_run_works(&browser)).await;
    browser.open(&site.url(&format!("{LONG}&topologies=1x2"))).await?;
    lab.until_idle().await?;
    session.check("Stop when two threads compute", stops_threads(&browser)).await;
    session.check("a short run on threads works afterwards", a_short_run_works(&browser)).await;
    Ok(())
}

async fn stops_at(browser: &Browser, (what, is_now): Moment) -> Result<()> {
    let lab = Lab(browser);
    lab.run().await?;
    lab.until(what, is_now).await?;
    stops(browser).await
}

async fn stops(browser: &Browser) -> Result<()> {
    let lab = Lab(browser);
    lab.stop().await?;
    let seen = lab.until("the lab is idle again", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty() && seen.rows.is_empty(), "not as after Stop: {seen:#?}");
    lab.until_no_process().await
}

async fn stops_threads(browser: &Browser) -> Result<()> {
    Lab(browser).run().await?;
    let two_lanes = "return document.querySelectorAll('.machine-lane').length === 2;";
    let lanes = async || browser.script::<bool>(two_lanes, &[]).await;
    until("two threads compute", lanes, |two| *two).await?;
    stops(browser).await
}

/// Ends the second of two processes as soon as its button can be pressed. The page itself waits and clicks: the button works
/// during the warm-up only, which may be over when a driver has looked and clicks.
const KILL: &str = "
    const buttons = () => document.querySelectorAll('.machine-kill:not(:disabled)');
    while (buttons().length !== 2) await new Promise(requestAnimationFrame);
    buttons()[1].click();";

/// The button ends the Worker from outside and informs nothing else. Drivers have no means to end one: they do not see the
/// Workers of Workers.
async fn killed_process_is_named(browser: &Browser) -> Result<()> {
    let lab = Lab(browser);
    lab.run().await?;
    browser.script::<()>(KILL, &[]).await?;
    let seen = lab.until("the lab says that a process has ended", LabSnapshot::has_failed).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains('2'), "the sentence does not name process 2: {sentence}");
    lab.until_no_process().await
}

async fn a_short_run_works(browser: &Browser) -> Result<()> {
    browser.replace_text("#speedup-size", "1000000").await?;
    browser.replace_text("#speedup-samples", "7").await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    lab.run_to_end().await.map(drop)
}
