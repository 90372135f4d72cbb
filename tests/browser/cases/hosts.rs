//! Hosts and course pages that allow little: what can run runs, and the page names what is missing.

use std::time::Duration;

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    lab::Lab,
    session::Session,
    site::{ForeignCourse, Site},
    wait::until,
};

use crate::{
    Suite, accessibility,
    embed::{KernelRun, posts_its_report},
    width,
};

/// Returns `true` if the browser refuses storage to the frame: reading it throws.
const STORAGE_IS_DENIED: &str = "try { void localStorage.length; return false; } catch { return true; }";

/// The width of a narrow phone, in CSS pixels.
const PHONE_WIDTH: u32 = 360;

/// Longer than any watchdog of a page.
const SUSPENSION: Duration = Duration::from_secs(45);

/// A host's policy that allows Workers from addresses only, and no scripts in pages.
const NO_BLOBS: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

/// The capabilities that the page for hosts says do not work.
const MISSING: &str = "
    return [...document.querySelectorAll('[data-capability]')]
        .filter((row) => row.querySelector('[data-works=false]') !== null)
        .map((row) => row.dataset.capability);";

/// Counts the capabilities and the headers that it shows.
const FOUND: &str = "
    return ['[data-capability]', '[data-check=headers] tbody tr']
        .map((selector) => document.querySelectorAll(selector).length);";

/// The notices of a page, with the addresses that they link to.
const NOTICES: &str = "
    return [...document.querySelectorAll('.notice')].map((notice) =>
        [notice.innerText, ...[...notice.querySelectorAll('a')].map(({ href }) => href)].join(' '));";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Firefox], "hosts::third_party_storage_is_denied", storage_is_denied);
    suite.add(&Engine::ALL, "hosts::what_works_here", what_works_here);
    suite.add(&[Engine::Chromium], "hosts::a_suspended_machine", suspended_machine);
    suite.add(&Engine::DIFFERENT, "hosts::blob_workers_are_forbidden", blob_workers_are_forbidden);
    suite.add(&Engine::DIFFERENT, "hosts::a_sandbox_without_an_origin", sandbox_without_origin);
}

/// As in a private window, or where third-party cookies are blocked.
async fn storage_is_denied(session: Session) -> Result<()> {
    let options = BrowserOptions { denies_third_party_storage: true, ..BrowserOptions::default() };
    let browser = session.own_browser(&options).await?;
    let isolates = session.engine.isolates_frames();
    let site = Site::isolated(&session.dist)?;
    session.check("a host with headers", runs_without_storage(&browser, &site, isolates)).await;
    // The service worker would bring the headers, but it is refused, too.
    let site = Site::without_headers(&session.dist)?;
    session.check("a plain host", runs_without_storage(&browser, &site, false)).await;
    Ok(())
}

async fn runs_without_storage(browser: &Browser, site: &Site, shares: bool) -> Result<()> {
    let course = ForeignCourse::start()?;
    posts_its_report(browser, &course.course(&site.url(&KernelRun::PRIMES.page())), KernelRun::PRIMES, shares).await?;
    browser.enter_frame().await?;
    let denied: bool = browser.script(STORAGE_IS_DENIED, &[]).await?;
    browser.leave_frame().await?;
    ensure!(denied, "the browser allows the frame its storage, so nothing was shown");
    Ok(())
}

/// The pool's threads start from a blob where that is allowed, else from a file of the site.
async fn blob_workers_are_forbidden(session: Session) -> Result<()> {
    let browser = session.browser().await?;
    let site = Site::with_header(&session.dist, "content-security-policy", NO_BLOBS)?;
    let course = site.course(&site.url(&KernelRun::PRIMES.page()));
    posts_its_report(&browser, &course, KernelRun::PRIMES, session.engine.shares_memory()).await
}

/// Such a frame may start no Worker. Whether it gets the site's scripts depends on the host.
async fn sandbox_without_origin(session: Session) -> Result<()> {
    let browser = session.browser().await?;
    let hosts = [
        ("a usual host", Site::isolated(&session.dist)?),
        ("a host for all origins", Site::with_header(&session.dist, "access-control-allow-origin", "*")?),
    ];
    for (name, site) in &hosts {
        session.check(*name, names_the_sandbox(&browser, site)).await;
    }
    Ok(())
}

async fn names_the_sandbox(browser: &Browser, site: &Site) -> Result<()> {
    browser.leave_frame().await?;
    let (course, embedded) = (ForeignCourse::start()?, site.url("embed/?lab=race&lang=en"));
    browser.open(&course.sandboxed(&embedded)).await?;
    browser.enter_frame().await?;
    let notices = async || browser.script::<Vec<String>>(NOTICES, &[]).await;
    let seen = until("the page says something", notices, |seen| !seen.is_empty()).await?;
    browser.leave_frame().await?;
    ensure!(seen.len() == 1 && seen[0].contains("allow-same-origin"), "it is not the sandbox: {seen:?}");
    ensure!(seen[0].contains(&embedded), "there is no way out: {seen:?}");
    Ok(())
}

/// As when a laptop is closed during a run. The watchdogs are shorter than the pause.
async fn suspended_machine(session: Session) -> Result<()> {
    let browser = session.own_browser(&BrowserOptions::default()).await?;
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.url(&KernelRun::PRIMES.page())).await?;
    let lab = Lab(&browser);
    lab.until("the run is under way", |seen| seen.can_stop && seen.boxes > 0).await?;
    session.suspend_pages(SUSPENSION).await?;
    let seen = lab.until_finished().await?;
    ensure!(seen.rows.len() == 4, "not all rows: {seen:#?}");
    Ok(())
}

/// Checks that the host's Content-Security-Policy forbade nothing since this was last asked. Chromium only.
pub async fn policy_is_kept(browser: &Browser) -> Result<()> {
    let log = browser.driver.browser_log().await?;
    let forbidden: Vec<_> =
        log.iter().map(|entry| &entry.message).filter(|said| said.contains("Content Security Policy")).collect();
    ensure!(forbidden.is_empty(), "{forbidden:#?}");
    Ok(())
}

/// The page for people who host: everything works on a good host, and what a bad one forbids is named.
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
    ensure!(found == [13, 11], "not all is shown: {found:?}");
    let missing: Vec<String> = browser.script(MISSING, &[]).await?;
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    let mut missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    missing.sort_unstable();
    ensure!(missing == expected, "these are missing: {missing:?}");
    Ok(())
}
