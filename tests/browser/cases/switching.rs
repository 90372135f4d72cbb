//! The lab `switching`: every way of handing on that an engine has is measured, and its distribution is drawn.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, site::Site, wait::until};
use serde_json::Value;

use crate::{Suite, embed::heard};

const SHORT: &str = "embed/?lab=switching&lang=en&autorun=1&count=20&samples=7&lanes=4&size=1000000";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "switching::every_way_is_measured", every_way_is_measured);
}

async fn every_way_is_measured(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.course(&site.url(SHORT))).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    // One after another each chart is chosen, and something is drawn.
    let drawn: Vec<bool> = browser
        .script(
            "const drawn = [];
            for (const button of document.querySelectorAll('.lab-chart .lab-actions button')) {
                button.click();
                await new Promise((done) => setTimeout(done, 1500));
                drawn.push(document.querySelector('kosut-chart :is(canvas, .bar)') !== null);
            }
            return drawn;",
            &[],
        )
        .await?;
    ensure!(drawn == [true; 4], "not every chart was drawn: {drawn:?}");
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(&browser).await, |heard| !heard.is_empty()).await?;
    let rows = messages[0]["data"]["data"]["rows"].as_array().context("no rows")?.clone();
    ensure!(rows.len() == seen.rows.len(), "the table has other rows: {:?}", seen.rows);
    let labels: Vec<&str> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
    let expected: &[&str] = if bench.engine.shares_memory() {
        &["call", "atomics", "condvar", "post", "direct", "conductor", "1x4 busy", "4x1 busy", "1x4 start"]
    } else {
        &["call", "post", "direct", "conductor", "4x1 busy", "2x1 start"]
    };
    ensure!(expected.iter().all(|label| labels.contains(label)), "not {expected:?}: {labels:?}");
    for row in rows.iter().filter(|row| row["kind"] == "way") {
        let counted: u64 = row["counts"].as_array().into_iter().flatten().filter_map(Value::as_u64).sum();
        ensure!(Some(counted) == row["times"].as_u64(), "a time is not in the histogram: {row:#}");
    }
    Ok(())
}
