//! The lab `choose`: a described job is recommended a topology with reasons, done on every one, and advised anew when it is
//! described otherwise, without a run.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{bench::Bench, browser::Browser, engine::Engine, lab::Lab, site::Site, wait::until};
use serde::Deserialize;

use crate::{Suite, embed::heard};

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "choose::advice_and_proof", advice_and_proof);
    suite.add(&[Engine::Chromium], "choose::run_at_once", run_at_once);
    suite.add(&[Engine::Chromium], "choose::another_preset_is_advised_without_a_run", another_preset);
}

/// What the lab's view shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    candidates: usize,
    chosen: usize,
    measured: usize,
    reasons: Vec<String>,
    can_prove: bool,
    items: String,
}

/// A measured bar is one that has a width.
const SHOWN: &str = "
    const all = (selector) => [...document.querySelectorAll(`kosut-choose ${selector}`)];
    return {
        candidates: all('.choose-candidates > li').length,
        chosen: all('.choose-candidates > [data-chosen]').length,
        measured: all('[data-what=measured] .choose-track > span').filter((bar) => bar.clientWidth > 0).length,
        reasons: all('[data-reason]').map((reason) => reason.dataset.reason),
        canProve: all('[data-action=prove]').length > 0,
        items: document.querySelector('#choose-items')?.value ?? '',
    };";

/// Opens a lab in a frame and presses *Run* as soon as there is such a button. Returns how many fields there were.
const RUN_AT_ONCE: &str = "
    const frame = document.createElement('iframe');
    frame.src = arguments[0];
    document.body.append(frame);
    return await new Promise((resolve) => {
        const look = () => {
            const page = frame.contentDocument;
            const button = page.querySelector('[data-action=run]:not(:disabled)');
            if (button === null) {
                setTimeout(look, 0);
            } else {
                resolve(page.querySelectorAll('.lab-controls .field').length);
                button.click();
            }
        };
        look();
    });";

async fn shown(browser: &Browser) -> Result<Shown> {
    browser.script(SHOWN, &[]).await
}

async fn advice_and_proof(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let embed = "embed/?lab=choose&lang=en&autorun=1&preset=crawler&items=8&wait=5&lanes=4&survive=yes";
    browser.open(&site.course(&site.url(embed))).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    let shown = shown(&browser).await?;
    ensure!(shown.candidates == seen.rows.len() && shown.chosen == 1, "{shown:#?}\n{:#?}", seen.rows);
    ensure!(shown.measured == shown.candidates && !shown.can_prove, "not everything was measured: {shown:#?}");
    ensure!(shown.reasons.first().is_some_and(|code| code == "survive"), "{shown:#?}");
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(&browser).await, |heard| !heard.is_empty()).await?;
    let report = &messages[0]["data"]["data"];
    let rows = report["rows"].as_array().context("no rows")?;
    for row in rows {
        let topology = row["topology"].as_str().unwrap_or_default();
        let alone = topology.starts_with("1x");
        ensure!(row["suits"] == !alone, "a single process does not survive: {row:#}");
        ensure!(!alone || row["recommended"] == false, "{row:#}");
        // 8 items of 32 KiB come back from processes.
        let received = row["received_bytes"].as_u64().context("bytes")?;
        ensure!((received > (8 << 15)) != alone, "{row:#}");
    }
    let waits = report["log"].as_array().into_iter().flatten().filter_map(|line| line.as_str());
    ensure!(waits.filter(|line| line.starts_with("a wait is")).count() == 1, "the log does not say how it waits");
    Ok(())
}

async fn run_at_once(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url("robots.txt")).await?;
    let embed = site.url("embed/?lab=choose&lang=en&items=8&cpu=500");
    let fields: usize = browser.script(RUN_AT_ONCE, &[embed.into()]).await?;
    ensure!(fields == 0, "it was pressed too late, there were {fields} fields");
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    lab.until("the fields are there during the run", |seen| seen.fields > 0 && seen.can_stop).await?;
    lab.until_finished().await?;
    let shown = shown(&browser).await?;
    ensure!(shown.measured == shown.candidates && !shown.can_prove, "what was measured is not shown: {shown:#?}");
    Ok(())
}

async fn another_preset(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url("embed/?lab=choose&lang=en&items=8&cpu=500")).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    ensure!(shown(&browser).await?.candidates == 0, "nothing can be said before the machine is known");
    lab.run_to_end().await?;
    let first = shown(&browser).await?;
    ensure!(first.reasons.iter().all(|code| code != "io-bound"), "{first:#?}");
    let choose = "const preset = document.querySelector('#choose-preset');
        preset.value = 'crawler';
        preset.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script::<()>(choose, &[]).await?;
    let advised = |shown: &Shown| shown.items == "16" && shown.candidates > first.candidates && shown.can_prove;
    let advised = until("the crawler is advised", async || shown(&browser).await, advised).await?;
    ensure!(advised.measured == 0 && advised.reasons.contains(&"io-bound".to_string()), "{advised:#?}");
    browser.click("kosut-choose [data-action=prove]").await?;
    let seen = lab.until_finished().await?;
    let proved = until("all is measured", async || shown(&browser).await, |shown| shown.measured > 0).await?;
    ensure!(proved.measured == proved.candidates && seen.rows.len() == proved.candidates, "{proved:#?}");
    Ok(())
}
