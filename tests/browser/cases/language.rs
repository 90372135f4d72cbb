//! The first page: the reader's language, and what remains without JavaScript.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::{Engine, Wishes},
    site::Site,
    wait::until,
};
use serde_json::json;

use crate::Suite;

const SPEAKERS: [(&str, &str, &str); 4] = [
    ("turkish", "tr-TR,tr,en", "/tr/"),
    ("english", "en-GB,en", "/en/"),
    ("german_then_turkish", "de-DE,de,tr", "/tr/"),
    ("german", "de-DE,de", "/en/"),
];

pub fn add(suite: &mut Suite) {
    for (name, languages, path) in SPEAKERS {
        let engines = [Engine::Chromium, Engine::Firefox];
        suite.add(&engines, &format!("language::{name}"), async move |bench: Bench| {
            let wishes = Wishes { languages: Some(languages), ..Wishes::default() };
            let browser = bench.browser_with(&wishes).await?;
            let site = Site::isolated(&bench.dist)?;
            browser.open(&site.url("?lab=speedup&kernel=primes#speedup")).await?;
            let address = async || Ok(browser.driver.current_url().await?.to_string());
            let url = until("the page has chosen", address, |url| url.contains(path)).await?;
            ensure!(url.ends_with(&format!("{path}?lab=speedup&kernel=primes#speedup")), "the rest is lost: {url}");
            Ok(())
        });
    }
    let engines = [Engine::Chromium, Engine::Firefox];
    suite.add(&engines, "language::article_reads_without_scripts", article_reads_without_scripts);
}

/// What a reader sees is asked of the driver, since no script of ours runs either.
async fn article_reads_without_scripts(bench: Bench) -> Result<()> {
    let wishes = Wishes { without_scripts: true, ..Wishes::default() };
    let browser = bench.browser_with(&wishes).await?;
    if bench.engine == Engine::Chromium {
        browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    }
    let site = Site::isolated(&bench.dist)?;
    for (language, link) in [("tr", "a[href='tr/']"), ("en", "a[href='en/']")] {
        browser.open(&site.root).await?;
        ensure!(browser.find(link).await?.is_displayed().await?, "there is no link {link}");
        browser.find(link).await?.click().await?;
        let there = async || Ok(browser.driver.current_url().await?.path().to_string());
        until("the link was followed", there, |path| *path == format!("/{language}/")).await?;
        reads(&browser).await?;
    }
    Ok(())
}

async fn reads(browser: &Browser) -> Result<()> {
    let text = browser.find("main").await?.text().await?;
    ensure!(text.split_whitespace().count() > 500, "the article has little text: {text}");
    let fallback = browser.find("kosut-lab .lab-fallback").await?;
    ensure!(fallback.is_displayed().await? && !fallback.text().await?.is_empty(), "nothing stands for the lab");
    Ok(())
}
