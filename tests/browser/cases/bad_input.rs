//! Addresses that are wrong: a sentence that names field, value and range; no run; defaults that work.

use anyhow::{Result, ensure};
use kosut::{kernels, labs};
use kosut_browser_tests::{
    bench::Bench,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
};

use crate::Suite;

pub fn add(suite: &mut Suite) {
    for language in ["en", "tr"] {
        suite.add(&Engine::DIFFERENT, &format!("bad_input::{language}::is_named"), async move |bench: Bench| {
            is_named(&bench, language).await
        });
        suite.add(&Engine::DIFFERENT, &format!("bad_input::{language}::unknown_lab"), async move |bench: Bench| {
            unknown_lab(&bench, language).await
        });
    }
    suite.add(&Engine::DIFFERENT, "bad_input::defaults_run", defaults_run);
    suite.add(&Engine::DIFFERENT, "bad_input::what_is_typed_is_checked", what_is_typed_is_checked);
}

async fn is_named(bench: &Bench, language: &str) -> Result<()> {
    let kernel_ids: Vec<&str> = kernels::REGISTRY.iter().map(|kernel| kernel.id).collect();
    let first = kernels::REGISTRY[0];
    let cases = [
        ("size=0", vec!["size".to_string(), "0".into(), format!("{}–{}", first.size_min, first.size_max)]),
        ("size=1e3", vec!["size".into(), "1e3".into(), format!("{}–{}", first.size_min, first.size_max)]),
        ("kernel=chess", vec!["kernel".into(), "chess".into(), kernel_ids.join(", ")]),
        ("colour=red", vec!["colour".into(), "schedule".into()]),
        ("workers=65", vec!["workers".into(), "65".into(), "1–64".into()]),
        ("topologies=9x9", vec!["topologies".into(), "9x9".into(), "64".into()]),
        ("autorun=yes", vec!["autorun".into(), "yes".into(), "0, 1".into()]),
    ];
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = Lab(&browser);
    for (query, words) in cases {
        let autorun = if query.contains("autorun") { "" } else { "&autorun=1" };
        browser.open(&site.url(&format!("embed/?lab=speedup&lang={language}&{query}{autorun}"))).await?;
        let told = |seen: &Seen| seen.has_failed() && seen.offers_defaults && seen.fields > 0;
        let seen = lab.until("the lab says what is wrong", told).await?;
        let sentence = seen.errors.join(" ");
        for word in words {
            ensure!(sentence.contains(&word), "{query}: the sentence does not name {word}: {sentence}");
        }
        ensure!(!seen.can_run && !seen.can_stop && seen.boxes == 0, "{query} runs all the same: {seen:#?}");
        ensure!(lab.processes().await? == 0, "{query}: processes were started");
        browser.click("[data-action=defaults]").await?;
        let seen = lab.until("the defaults are taken", Seen::is_idle).await?;
        ensure!(seen.errors.is_empty(), "{query}: the defaults are wrong too: {seen:#?}");
    }
    Ok(())
}

async fn unknown_lab(bench: &Bench, language: &str) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(&format!("embed/?lab=nonsense&lang={language}&autorun=1"))).await?;
    let seen = Lab(&browser).until("the page says what is wrong", |seen| !seen.errors.is_empty()).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains("nonsense"), "the sentence does not name what was asked for: {sentence}");
    for lab in labs::REGISTRY {
        ensure!(sentence.contains(lab), "the sentence does not name {lab}: {sentence}");
    }
    Ok(())
}

async fn defaults_run(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = Lab(&browser);
    browser.open(&site.url("embed/?lab=speedup&lang=en&size=0")).await?;
    lab.until("the lab offers defaults", |seen| seen.offers_defaults && seen.fields > 0).await?;
    browser.click("[data-action=defaults]").await?;
    lab.until_idle().await?;
    // The default size on as many workers as the browser admits to would take a while here.
    browser.replace_text("#speedup-size", "128").await?;
    lab.until_idle().await?;
    lab.run_to_end().await.map(drop)
}

async fn what_is_typed_is_checked(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = Lab(&browser);
    browser.open(&site.url("embed/?lab=speedup&lang=en&kernel=primes&size=1000000")).await?;
    lab.until_idle().await?;
    browser.replace_text("#speedup-workers", "65").await?;
    let seen = lab.until("the field says what is wrong", Seen::has_failed).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains("65") && sentence.contains("1–64"), "{sentence}");
    ensure!(!seen.can_run, "it could be run all the same");
    browser.click("#speedup-workers-error button").await?;
    let seen = lab.until("the last valid value is back", Seen::is_idle).await?;
    ensure!(seen.errors.is_empty(), "{seen:#?}");
    Ok(())
}
