//! The lab `choose`: it recommends a topology for the reader's job and gives reasons, does the job on every topology, and
//! gives new advice when the description changes, without a run.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::{browser::Browser, engine::Engine, lab::Lab, session::Session, site::Site, wait::until};
use serde::Deserialize;

use crate::{
    Suite,
    embed::{first_report, rows},
    labs::Visit,
};

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "choose::only_survivors_are_recommended", only_survivors_are_recommended);
    suite.add(&[Engine::Chromium], "choose::advice_follows_the_description", advice_follows_the_description);
}

/// The lab's view at one moment.
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

/// The checks of a run.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        session.check("the advice is proved", advice_is_proved(visit)).await;
    }
    .boxed_local()
}

async fn advice_is_proved(visit: &Visit<'_>) -> Result<()> {
    let shown = shown(visit.browser).await?;
    ensure!(shown.candidates == visit.seen.rows.len() && shown.chosen == 1, "{shown:#?}\n{:#?}", visit.seen.rows);
    ensure!(shown.measured == shown.candidates && !shown.can_prove, "not everything was measured: {shown:#?}");
    ensure!(!shown.reasons.is_empty(), "there are no reasons: {shown:#?}");
    Ok(())
}

/// A job that has to survive the end of a process is recommended several processes.
async fn only_survivors_are_recommended(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let embed = "embed/?lab=choose&lang=en&autorun=1&preset=crawler&items=8&wait=5&lanes=4&survive=yes";
    browser.open(&site.course(&site.url(embed))).await?;
    browser.enter_frame().await?;
    Lab(&browser).until_finished().await?;
    let reasons = shown(&browser).await?.reasons;
    ensure!(reasons.first().is_some_and(|code| code == "survive"), "{reasons:?}");
    let report = first_report(&browser).await?;
    for row in rows(&report)? {
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

async fn advice_follows_the_description(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let embed = site.url("embed/?lab=choose&lang=en&items=8&cpu=500");
    session.check("no advice before the machine is known", gives_no_advice_yet(&browser, &embed)).await;
    browser.open(&site.url("robots.txt")).await?;
    session.check("Run before the fields are there", runs_before_the_fields_are_there(&browser, &embed)).await;
    session.check("another preset", another_preset_is_advised_and_proved(&browser)).await;
    Ok(())
}

async fn gives_no_advice_yet(browser: &Browser, embed: &str) -> Result<()> {
    browser.open(embed).await?;
    Lab(browser).until_idle().await?;
    let shown = shown(browser).await?;
    ensure!(shown.candidates == 0 && shown.reasons.is_empty(), "{shown:#?}");
    Ok(())
}

/// Leaves the lab's frame as the current one.
async fn runs_before_the_fields_are_there(browser: &Browser, embed: &str) -> Result<()> {
    let fields: usize = browser.script(RUN_AT_ONCE, &[embed.into()]).await?;
    ensure!(fields == 0, "it was pressed too late, there were {fields} fields");
    browser.enter_frame().await?;
    let lab = Lab(browser);
    lab.until("the fields are there during the run", |seen| seen.fields > 0 && seen.can_stop).await?;
    lab.until_finished().await?;
    let shown = shown(browser).await?;
    ensure!(shown.measured == shown.candidates && !shown.can_prove, "what was measured is not shown: {shown:#?}");
    Ok(())
}

async fn another_preset_is_advised_and_proved(browser: &Browser) -> Result<()> {
    let (lab, first) = (Lab(browser), shown(browser).await?);
    ensure!(first.reasons.iter().all(|code| code != "io-bound"), "{first:#?}");
    let choose = "const preset = document.querySelector('#choose-preset');
        preset.value = 'crawler';
        preset.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script::<()>(choose, &[]).await?;
    let advised = |shown: &Shown| shown.items == "16" && shown.candidates > first.candidates && shown.can_prove;
    let advised = until("the crawler is advised", async || shown(browser).await, advised).await?;
    ensure!(advised.measured == 0 && advised.reasons.contains(&"io-bound".to_string()), "{advised:#?}");
    browser.click("kosut-choose [data-action=prove]").await?;
    let seen = lab.until_finished().await?;
    let proved = until("all is measured", async || shown(browser).await, |shown| shown.measured > 0).await?;
    ensure!(proved.measured == proved.candidates && seen.rows.len() == proved.candidates, "{proved:#?}");
    Ok(())
}
