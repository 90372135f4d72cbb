//! Wrong addresses and wrong values: a sentence names the field, the value and the range; nothing runs; the defaults work.

use anyhow::{Result, ensure};
use kosut::{kernels, labs};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
};

use crate::Suite;

pub fn add(suite: &mut Suite) {
    for language in ["en", "tr"] {
        suite.add(&[Engine::Chromium], &format!("bad_input::{language}"), async move |session: Session| {
            wrong_input_is_named(&session, language).await
        });
    }
}

/// Parameters of an address, and the words that the sentence about them must have.
fn wrong_parameters() -> Vec<(&'static str, Vec<String>)> {
    let kernel_ids: Vec<&str> = kernels::REGISTRY.iter().map(|kernel| kernel.id).collect();
    let first = kernels::REGISTRY[0];
    vec![
        ("size=0", vec!["size".into(), "0".into(), format!("{}–{}", first.size_min, first.size_max)]),
        ("size=1e3", vec!["size".into(), "1e3".into(), format!("{}–{}", first.size_min, first.size_max)]),
        ("kernel=chess", vec!["kernel".into(), "chess".into(), kernel_ids.join(", ")]),
        ("colour=red", vec!["colour".into(), "schedule".into()]),
        ("workers=65", vec!["workers".into(), "65".into(), "1–64".into()]),
        ("topologies=9x9", vec!["topologies".into(), "9x9".into(), "64".into()]),
        ("autorun=yes", vec!["autorun".into(), "yes".into(), "0, 1".into()]),
    ]
}

async fn wrong_input_is_named(session: &Session, language: &str) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    for (query, words) in wrong_parameters() {
        let autorun = if query.contains("autorun") { "" } else { "&autorun=1" };
        let page = site.url(&format!("embed/?lab=speedup&lang={language}&{query}{autorun}"));
        session.check(query, is_named(&browser, &page, &words)).await;
    }
    let page = site.url(&format!("embed/?lab=nonsense&lang={language}&autorun=1"));
    session.check("an unknown lab", unknown_lab(&browser, &page)).await;
    let page = site.url(&format!("embed/?lab=speedup&lang={language}&size=0"));
    session.check("the defaults run", defaults_run(&browser, &page)).await;
    let page = site.url(&format!("embed/?lab=speedup&lang={language}&kernel=primes&size=1000000"));
    session.check("a typed value", typed_value_is_checked(&browser, &page)).await;
    Ok(())
}

async fn is_named(browser: &Browser, page: &str, words: &[String]) -> Result<()> {
    let lab = Lab(browser);
    browser.open(page).await?;
    let refused = |seen: &LabSnapshot| seen.has_failed() && seen.offers_defaults && seen.fields > 0;
    let seen = lab.until("the lab says what is wrong", refused).await?;
    let sentence = seen.errors.join(" ");
    for word in words {
        ensure!(sentence.contains(word), "the sentence does not name {word}: {sentence}");
    }
    ensure!(!seen.can_run && !seen.can_stop && seen.boxes == 0, "it runs all the same: {seen:#?}");
    ensure!(lab.processes().await? == 0, "processes were started");
    browser.click("[data-action=defaults]").await?;
    let seen = lab.until("the defaults are taken", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty(), "the defaults are wrong, too: {seen:#?}");
    Ok(())
}

async fn unknown_lab(browser: &Browser, page: &str) -> Result<()> {
    browser.open(page).await?;
    let seen = Lab(browser).until("the page says what is wrong", |seen| !seen.errors.is_empty()).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains("nonsense"), "the sentence does not name the lab: {sentence}");
    for lab in labs::REGISTRY {
        ensure!(sentence.contains(lab), "the sentence does not offer {lab}: {sentence}");
    }
    Ok(())
}

async fn defaults_run(browser: &Browser, page: &str) -> Result<()> {
    let lab = Lab(browser);
    browser.open(page).await?;
    lab.until("the lab offers defaults", |seen| seen.offers_defaults && seen.fields > 0).await?;
    browser.click("[data-action=defaults]").await?;
    lab.until_idle().await?;
    // The default size would take a while here.
    browser.replace_text("#speedup-size", "128").await?;
    lab.until_idle().await?;
    lab.run_to_end().await.map(drop)
}

async fn typed_value_is_checked(browser: &Browser, page: &str) -> Result<()> {
    let lab = Lab(browser);
    browser.open(page).await?;
    lab.until_idle().await?;
    browser.replace_text("#speedup-workers", "65").await?;
    let seen = lab.until("the field says what is wrong", LabSnapshot::has_failed).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains("65") && sentence.contains("1–64"), "{sentence}");
    ensure!(!seen.can_run, "it could be run all the same");
    browser.click("#speedup-workers-error button").await?;
    let seen = lab.until("the last valid value is back", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty(), "{seen:#?}");
    Ok(())
}
