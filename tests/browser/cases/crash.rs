//! The lab `crash`: every fault is survived, in any lane and at any moment, and no process loses another's work.
//!
//! A usual test run injects a few faults. `KOSUT_CRASHES=200` asks for as many in each topology.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, site::Site, wait::until};
use serde_json::Value;

use crate::{Suite, embed::heard};

/// Faults that are injected into each topology unless somebody asks for more.
const USUALLY: u32 = 14;
/// The variable that asks for more.
const CRASHES: &str = "KOSUT_CRASHES";
/// Longest time for one fault in both topologies, on a machine with other things to do.
const FAULT_S: u64 = 10;

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "crash::every_fault", every_fault);
    suite.add(&Engine::DIFFERENT, "crash::random_faults", random_faults);
}

/// The rows of a run, each checked for what must hold of all.
async fn rows(bench: &Bench, query: &str, faults: u64) -> Result<Vec<Value>> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let embed = format!("embed/?lab=crash&lang=en&autorun=1&{query}");
    browser.open(&site.course(&site.url(&embed))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    let mut seen = lab.look().await?;
    let began = std::time::Instant::now();
    while !seen.is_finished() {
        ensure!(!seen.has_failed(), "the run has failed: {:?}", seen.errors);
        ensure!(began.elapsed().as_secs() < 60 + FAULT_S * faults, "it hangs: {seen:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        seen = lab.look().await?;
    }
    let tiles: u32 = browser
        .script(
            "return document.querySelectorAll('.crash-tiles [data-mark=done], .crash-tiles [data-mark=again]').length;",
            &[],
        )
        .await?;
    let ways = if bench.engine.shares_memory() { 2 } else { 1 };
    ensure!(tiles == 64 * ways, "{tiles} tiles are shown as done");
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(&browser).await, |heard| !heard.is_empty()).await?;
    let report = &messages[0]["data"]["data"];
    let rows = report["rows"].as_array().context("no rows")?.clone();
    for row in &rows {
        // Figures for who asked for many.
        if std::env::var_os(CRASHES).is_some() {
            println!("{}: {row}", bench.engine);
        }
        ensure!(row["tiles_done"].as_u64() == row["runs"].as_u64().map(|runs| 64 * runs), "tiles are missing: {row:#}");
        let is_struck = row["fault"] != "none";
        // Each fault ends its process. Beyond that, one that got no core for too long may have been taken for silent, which
        // costs the tile that it was at, if any.
        let faults = if is_struck { row["runs"].as_u64() } else { Some(0) };
        let suspected =
            row["restarts"].as_u64().zip(faults).and_then(|(restarts, faults)| restarts.checked_sub(faults));
        let suspected = suspected.with_context(|| format!("a fault ended nothing: {row:#}"))?;
        let has_cost = row["tiles_redone"] != 0;
        ensure!(has_cost || !is_struck, "a fault costs something: {row:#}");
        ensure!(!has_cost || is_struck || suspected > 0, "nothing else costs anything: {row:#}");
        if row["topology"].as_str().is_some_and(|topology| topology.ends_with("x1")) {
            let others = row["tiles_of_others"].as_u64();
            ensure!(others.is_some_and(|others| others <= suspected), "a process lost another's work: {row:#}");
        }
    }
    let struck: u64 = rows.iter().filter(|row| row["fault"] != "none").filter_map(|row| row["runs"].as_u64()).sum();
    ensure!(struck == faults * u64::from(ways), "{struck} faults, where {faults} were wanted on {ways} topologies");
    Ok(rows)
}

async fn every_fault(bench: Bench) -> Result<()> {
    let rows = rows(&bench, "size=512&workers=2", 7).await?;
    let wrong = |topology: &str| {
        let mut wild = rows.iter().filter(|row| row["fault"] == "wild-write" && row["topology"] == topology);
        wild.next().and_then(|row| row["tiles_wrong"].as_u64())
    };
    ensure!(wrong("2x1") == Some(1), "a process can spoil its own tile only: {:?}", wrong("2x1"));
    if bench.engine.shares_memory() {
        ensure!(wrong("1x2") > Some(1), "a lane spoils what others have finished: {:?}", wrong("1x2"));
    }
    Ok(())
}

async fn random_faults(bench: Bench) -> Result<()> {
    let faults = std::env::var(CRASHES).ok().and_then(|text| text.parse().ok()).unwrap_or(USUALLY);
    let query = format!("size=512&workers=2&fault=random&rounds={faults}&seed=7");
    rows(&bench, &query, u64::from(faults)).await.map(drop)
}
