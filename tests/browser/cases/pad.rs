//! A digit drawn by keyboard is read by the network that the last run has trained.

use anyhow::{Result, ensure};
use kosut::kernels::{self, Source};
use kosut_browser_tests::{browser::Browser, engine::Engine, lab::Lab, session::Session, site::Site, wait::until};
use thirtyfour::Key;

use crate::Suite;

const SHEET: &str = "kosut-pad canvas";

pub fn add(suite: &mut Suite) {
    for entry in kernels::REGISTRY.iter().filter(|entry| matches!(entry.source, Source::Dataset(_))) {
        let id = entry.id;
        let size = crate::embed::size(entry);
        suite.add(&[Engine::Chromium], &format!("pad::{id}::reads_what_keys_draw"), async move |session: Session| {
            reads_what_keys_draw(&session, id, size).await
        });
    }
}

/// How many scores are shown.
async fn scores(browser: &Browser) -> Result<usize> {
    browser.script("return document.querySelectorAll('kosut-pad li').length;", &[]).await
}

async fn reads_what_keys_draw(session: &Session, kernel: &str, size: u32) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let query = format!("embed/?lab=speedup&lang=en&kernel={kernel}&size={size}&topologies=2x1");
    browser.open(&site.url(&query)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run_to_end().await?;
    let on = format!("return document.querySelector('{SHEET}').ariaDisabled === 'false';");
    until("the sheet can be drawn on", async || browser.script::<bool>(&on, &[]).await, |on| *on).await?;
    let focus = format!("document.querySelector('{SHEET}').focus();");
    browser.script::<()>(&focus, &[]).await?;
    browser.press(Key::Space).await?;
    for _ in 0..16 {
        browser.press(Key::Down).await?;
    }
    ensure!(scores(&browser).await? == 0, "the network was asked before the pen was lifted");
    browser.press(Key::Space).await?;
    until("the network has answered", async || scores(&browser).await, |scores| *scores == 10).await?;
    let answer: String =
        browser.script("return document.querySelector('.pad-answer [role=status]').innerText;", &[]).await?;
    ensure!(answer.contains("takes this for a"), "{answer}");
    browser.click("[data-action=clear-pad]").await?;
    until("the sheet is empty", async || scores(&browser).await, |scores| *scores == 0).await.map(drop)
}
