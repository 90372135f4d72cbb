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

use crate::Suite;

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
