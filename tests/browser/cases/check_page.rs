//! `embed/check.html`, the page for people who host: it says what works in this browser on this host.

use anyhow::{Result, ensure};
use kosut_browser_tests::{browser::Browser, engine::Engine, session::Session, site::Site, wait::until};

use crate::{Suite, accessibility, hosts::NO_BLOBS, width};

/// The width of a narrow phone, in CSS pixels.
const PHONE_WIDTH: u32 = 360;

/// The capabilities that the page for hosts says do not work.
const MISSING: &str = "
    return [...document.querySelectorAll('[data-capability]')]
        .filter((row) => row.querySelector('[data-works=false]') !== null)
        .map((row) => row.dataset.capability);";

/// Counts the capabilities and the headers that it shows.
const FOUND: &str = "
    return ['[data-capability]', '[data-check=headers] tbody tr']
        .map((selector) => document.querySelectorAll(selector).length);";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "check_page::what_works_here", what_works_here);
}

/// Everything works on a good host, and what a bad one forbids is named.
async fn what_works_here(session: Session) -> Result<()> {
    let (good, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let strict = Site::with_header(&session.dist, "content-security-policy", NO_BLOBS)?;
    // WebKitGTK has no files of a site's own.
    let always: &[&str] = match session.engine {
        Engine::Chromium | Engine::Firefox => &[],
        Engine::WebKit => &["files"],
        Engine::WebKitPrivate => &["files", "shared-memory"],
    };
    session.check("a host with headers", misses(&browser, &good, always)).await;
    let no_blobs: Vec<&str> = [&["blob-workers"], always].concat();
    session.check("a policy without blobs", misses(&browser, &strict, &no_blobs)).await;
    if session.engine == Engine::Chromium {
        browser.set_width(PHONE_WIDTH).await?;
        for language in ["tr", "en"] {
            let fits = async {
                misses_in(&browser, &good, language, &[]).await?;
                width::nothing_overflows(&browser).await?;
                accessibility::is_accessible(&browser).await
            };
            session.check(format!("accessible on a phone, {language}"), fits).await;
        }
    }
    Ok(())
}

async fn misses(browser: &Browser, site: &Site, expected: &[&str]) -> Result<()> {
    misses_in(browser, site, "en", expected).await
}

async fn misses_in(browser: &Browser, site: &Site, language: &str, expected: &[&str]) -> Result<()> {
    browser.open(&site.url(&format!("embed/check.html?lang={language}"))).await?;
    let found = async || browser.script::<[usize; 2]>(FOUND, &[]).await;
    let found = until("the findings are there", found, |[capabilities, _]| *capabilities > 0).await?;
    ensure!(found == [12, 11], "not all is shown: {found:?}");
    let missing: Vec<String> = browser.script(MISSING, &[]).await?;
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    let mut missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    missing.sort_unstable();
    ensure!(missing == expected, "these are missing: {missing:?}");
    Ok(())
}
