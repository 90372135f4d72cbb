//! The lab `crash`: every fault is survived, in any lane and at any moment, and no process loses another's work.
//!
//! A usual test run injects a few faults. `KOSUT_CRASHES=200` asks for as many in each topology.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::{browser::Browser, engine::Engine, lab::Lab, session::Session, site::Site};
use serde_json::Value;

use crate::{
    Suite,
    embed::{first_report, rows},
    labs::Visit,
};

/// Faults of the run that tries each kind once.
const KINDS: u64 = 7;
/// Faults that are injected into each topology at random moments, unless [`CRASHES`] says otherwise.
const USUALLY: u32 = 7;
/// The variable that asks for more.
const CRASHES: &str = "KOSUT_CRASHES";
/// Tiles of the picture.
const TILES: u64 = 64;
/// Deadline for one fault in both topologies. Only a failure meets it.
const FAULT_S: u64 = 10;

/// Tiles that the picture shows as done.
const DONE: &str =
    "return document.querySelectorAll('.crash-tiles [data-mark=done], .crash-tiles [data-mark=again]').length;";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "crash::random_faults", random_faults);
}

/// The checks of a run that tries each kind of fault once.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        session.check("every tile is shown", every_tile_is_shown(session, visit.browser)).await;
        let survived = async { all_is_survived(session, &visit.report, KINDS) };
        session.check("every fault is survived", survived).await;
        let wild = async { wild_writes_stay_inside(session, &visit.report) };
        session.check("a wild write stays inside its memory", wild).await;
    }
    .boxed_local()
}

fn topologies(session: &Session) -> u64 {
    if session.engine.shares_memory() { 2 } else { 1 }
}

async fn every_tile_is_shown(session: &Session, browser: &Browser) -> Result<()> {
    let tiles: u64 = browser.script(DONE, &[]).await?;
    ensure!(tiles == TILES * topologies(session), "{tiles} tiles are shown as done");
    Ok(())
}

/// Checks what must hold of every row, whatever was injected.
fn all_is_survived(session: &Session, report: &Value, faults: u64) -> Result<()> {
    let rows = rows(report)?;
    for row in rows {
        let runs = row["runs"].as_u64().context("a row without runs")?;
        ensure!(row["tiles_done"] == TILES * runs, "tiles are missing: {row:#}");
        let is_faulty = row["fault"] != "none";
        let restarts = row["restarts"].as_u64().context("a row without restarts")?;
        // A healthy process that got no core for too long may be taken for silent, which costs a restart.
        let suspected = restarts.checked_sub(if is_faulty { runs } else { 0 });
        let suspected = suspected.with_context(|| format!("a fault ended nothing: {row:#}"))?;
        let has_cost = row["tiles_redone"] != 0;
        ensure!(has_cost || !is_faulty, "a fault costs something: {row:#}");
        ensure!(!has_cost || is_faulty || suspected > 0, "nothing else costs anything: {row:#}");
        if row["topology"].as_str().is_some_and(|topology| topology.ends_with("x1")) {
            let others = row["tiles_of_others"].as_u64();
            ensure!(others.is_some_and(|others| others <= suspected), "a process lost another's work: {row:#}");
        }
    }
    let injected: u64 = rows.iter().filter(|row| row["fault"] != "none").filter_map(|row| row["runs"].as_u64()).sum();
    let wanted = faults * topologies(session);
    ensure!(injected == wanted, "{injected} faults were injected, not {wanted}");
    Ok(())
}

fn wild_writes_stay_inside(session: &Session, report: &Value) -> Result<()> {
    let rows = rows(report)?;
    let wrong = |topology: &str| {
        let mut wild = rows.iter().filter(|row| row["fault"] == "wild-write" && row["topology"] == topology);
        wild.next().and_then(|row| row["tiles_wrong"].as_u64())
    };
    ensure!(wrong("2x1") == Some(1), "a process can spoil its own tile only: {:?}", wrong("2x1"));
    if session.engine.shares_memory() {
        ensure!(wrong("1x2") > Some(1), "a thread spoils what others have finished: {:?}", wrong("1x2"));
    }
    Ok(())
}

async fn random_faults(session: Session) -> Result<()> {
    let faults = std::env::var(CRASHES).ok().and_then(|text| text.parse().ok()).unwrap_or(USUALLY);
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let query = format!("size=512&workers=2&fault=random&rounds={faults}&seed=7");
    browser.open(&site.course(&site.url(&format!("embed/?lab=crash&lang=en&autorun=1&{query}")))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    let mut seen = lab.look().await?;
    let began = std::time::Instant::now();
    while !seen.is_finished() {
        ensure!(!seen.has_failed(), "the run has failed: {:?}", seen.errors);
        ensure!(began.elapsed().as_secs() < 60 + FAULT_S * u64::from(faults), "it hangs: {seen:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        seen = lab.look().await?;
    }
    every_tile_is_shown(&session, &browser).await?;
    let report = first_report(&browser).await?;
    // Figures, for a reader who asked for many.
    if std::env::var_os(CRASHES).is_some() {
        rows(&report)?.iter().for_each(|row| println!("{}: {row}", session.engine));
    }
    all_is_survived(&session, &report, u64::from(faults))
}
