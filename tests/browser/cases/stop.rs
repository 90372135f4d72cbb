//! Stop, at any moment: the lab is idle again, no process is left, and Run works.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
};

use crate::Suite;

/// A run that is not over before it is stopped.
pub const LONG: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=2000000000&samples=99&workers=2&topologies=2x1";

/// What a moment is called, and how it is seen that it is there.
type Moment = (&'static str, fn(&Seen) -> bool);

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "stop::works_at_any_moment", works_at_any_moment);
    suite.add(&Engine::ALL, "stop::ends_threads_too", ends_threads_too);
}

/// Makes the run that is set up a short one, by typing.
pub async fn make_short(browser: &Browser) -> Result<()> {
    browser.replace_text("#speedup-size", "1000000").await?;
    browser.replace_text("#speedup-samples", "7").await?;
    Lab(browser).until_idle().await.map(drop)
}

async fn works_at_any_moment(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(LONG)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    let moments: [Moment; 3] = [
        ("the run has begun", |seen| seen.can_stop),
        ("one process computes", |seen| seen.boxes == 1),
        ("two processes compute", |seen| seen.boxes == 2),
    ];
    for (what, is_now) in moments {
        lab.run().await?;
        lab.until(what, is_now).await?;
        lab.stop().await?;
        let seen = lab.until("the lab is idle again", Seen::is_idle).await?;
        ensure!(seen.errors.is_empty() && seen.rows.is_empty(), "not as after Stop, when {what}: {seen:#?}");
        lab.until_no_process().await?;
    }
    make_short(&browser).await?;
    lab.run_to_end().await.map(drop)
}

async fn ends_threads_too(bench: Bench) -> Result<()> {
    if !bench.engine.shares_memory() {
        return without_threads_nothing_is_left_out(bench).await;
    }
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(&LONG.replace("topologies=2x1", "topologies=1x2"))).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run().await?;
    let two_lanes = "return document.querySelectorAll('.machine-lane').length === 2;";
    let lanes = async || browser.script::<bool>(two_lanes, &[]).await;
    kosut_browser_tests::wait::until("two lanes compute", lanes, |two| *two).await?;
    lab.stop().await?;
    lab.until("the lab is idle again", Seen::is_idle).await?;
    lab.until_no_process().await?;
    make_short(&browser).await?;
    lab.run_to_end().await.map(drop)
}

/// Where threads are all that was asked for and there are none, the lab says so instead of running something else.
async fn without_threads_nothing_is_left_out(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url("embed/?lab=speedup&lang=en&kernel=primes&size=1000000&topologies=1x2")).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run().await?;
    let seen = lab.until("the lab says what is missing", Seen::has_failed).await?;
    ensure!(seen.can_run && seen.rows.is_empty(), "{seen:#?}");
    Ok(())
}
