//! The first page: the reader's language, and what remains of the site without JavaScript.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::json;
use thirtyfour::By;

use crate::Suite;

/// A reader's languages, and the page that suits them.
const READERS: [(&str, &str); 4] =
    [("tr-TR,tr,en", "/tr/"), ("en-GB,en", "/en/"), ("de-DE,de,tr", "/tr/"), ("de-DE,de", "/en/")];

/// Claims in the closing tables.
const CLAIMS: usize = 17;

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "language::first_page_suits_the_reader", first_page_suits_the_reader);
    // The language is a setting of Firefox: one reader is enough to see that it is asked in the same way.
    suite.add(&[Engine::Firefox], "language::first_page_suits_the_reader", async |session: Session| {
        let options = BrowserOptions { languages: Some(READERS[2].0), ..BrowserOptions::default() };
        let browser = session.own_browser(&options).await?;
        leads_to(&session, &browser, READERS[2].1).await
    });
    let engines = [Engine::Chromium, Engine::Firefox];
    suite.add(&engines, "language::site_reads_without_scripts", site_reads_without_scripts);
}

async fn first_page_suits_the_reader(session: Session) -> Result<()> {
    let browser = session.browser().await?;
    let agent: String = browser.script("return navigator.userAgent;", &[]).await?;
    for (languages, path) in READERS {
        let reader = json!({ "userAgent": agent, "acceptLanguage": languages });
        browser.devtools("Emulation.setUserAgentOverride", reader).await?;
        session.check(languages, leads_to(&session, &browser, path)).await;
    }
    Ok(())
}

async fn leads_to(session: &Session, browser: &Browser, path: &str) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.url("?lab=speedup&kernel=primes#speedup")).await?;
    let address = async || Ok(browser.driver.current_url().await?.to_string());
    let url = until("the page has chosen", address, |url| url.contains(path)).await?;
    ensure!(url.ends_with(&format!("{path}?lab=speedup&kernel=primes#speedup")), "the rest is lost: {url}");
    Ok(())
}

/// The driver answers, since no script of ours runs either.
async fn site_reads_without_scripts(session: Session) -> Result<()> {
    let browser = if session.engine == Engine::Firefox {
        session.own_browser(&BrowserOptions { without_scripts: true, ..BrowserOptions::default() }).await?
    } else {
        let browser = session.browser().await?;
        browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
        browser
    };
    let site = Site::isolated(&session.dist)?;
    for language in ["tr", "en"] {
        session.check(format!("{language}: the first page leads there"), follows(&browser, &site, language)).await;
        session.check(format!("{language}: the article"), article_reads(&browser)).await;
        session.check(format!("{language}: the closing tables"), tables_read(&browser)).await;
    }
    Ok(())
}

async fn follows(browser: &Browser, site: &Site, language: &str) -> Result<()> {
    browser.open(&site.root).await?;
    let link = browser.find(&format!("a[href='{language}/']")).await?;
    ensure!(link.is_displayed().await?, "there is no link to {language}/");
    link.click().await?;
    let address = async || Ok(browser.driver.current_url().await?.path().to_string());
    until("the link was followed", address, |path| *path == format!("/{language}/")).await.map(drop)
}

async fn article_reads(browser: &Browser) -> Result<()> {
    let text = browser.find("main").await?.text().await?;
    ensure!(text.split_whitespace().count() > 500, "the article has little text: {text}");
    let fallback = browser.find("kosut-lab .lab-fallback").await?;
    ensure!(fallback.is_displayed().await? && !fallback.text().await?.is_empty(), "nothing stands for the lab");
    Ok(())
}

async fn tables_read(browser: &Browser) -> Result<()> {
    for (part, count) in [("tr[data-claim]", CLAIMS), ("table", 3), (".lab-fallback", 1)] {
        let found = browser.driver.find_all(By::Css(format!("kosut-everything {part}"))).await?;
        ensure!(found.len() == count, "{} of {part}, not {count}", found.len());
        for element in found {
            ensure!(!element.text().await?.trim().is_empty(), "{part} is empty");
        }
    }
    Ok(())
}
