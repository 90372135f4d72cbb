//! Hosts and course pages that allow little: what can run runs, and the page names what is missing.

use std::time::Duration;

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    faults::Fault,
    lab::{Lab, LabSnapshot},
    report,
    session::Session,
    site::{ForeignCourse, Site},
    wait::until,
};
use serde_json::Value;

use crate::{
    Suite,
    embed::{KernelRun, first_report, posts_its_report, rows},
    labs,
};

/// Returns `true` if the browser refuses storage to the frame: reading it throws.
const STORAGE_IS_DENIED: &str = "try { void localStorage.length; return false; } catch { return true; }";

/// Longer than any watchdog of a page.
const SUSPENSION: Duration = Duration::from_secs(45);

/// A host's policy that allows Workers from addresses only, and no scripts in pages.
pub const NO_BLOBS: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

/// A host's policy that does not allow wasm.
const NO_WASM: &str = "default-src 'self'; worker-src 'self' blob:";

/// The notices of a page, with the addresses that they link to.
const NOTICES: &str = "
    return [...document.querySelectorAll('.notice')].map((notice) =>
        [notice.innerText, ...[...notice.querySelectorAll('a')].map(({ href }) => href)].join(' '));";

/// The run that is tried everywhere.
const RUN: KernelRun<'static> = KernelRun::PRIMES;

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium, Engine::Firefox], "hosts::third_party_storage_is_denied", storage_is_denied);
    suite.add(&[Engine::Chromium, Engine::Firefox], "hosts::every_lab_without_storage", every_lab_without_storage);
    suite.add(&[Engine::Chromium], "hosts::a_suspended_machine", suspended_machine);
    suite.add(&Engine::DIFFERENT, "hosts::what_a_host_forbids", what_a_host_forbids);
    suite.add(&Engine::DIFFERENT, "hosts::a_page_without_an_origin", page_without_origin);
}

/// Opens a course page with the run, and notes what ran there: threads and processes, or processes only.
async fn runs(session: &Session, browser: &Browser, place: &str, course: &str, shares: bool) -> Result<()> {
    posts_its_report(browser, course, RUN, shares).await?;
    session.found(place, if shares { "threads and processes" } else { "processes" });
    Ok(())
}

/// As in a private window, or where third-party cookies are blocked.
async fn storage_is_denied(session: Session) -> Result<()> {
    let options = BrowserOptions { denies_third_party_storage: true, ..BrowserOptions::default() };
    let browser = session.own_browser(&options).await?;
    let (site, plain) = (Site::isolated(&session.dist)?, Site::without_headers(&session.dist)?);
    let foreign = ForeignCourse::start()?;
    let course = foreign.course(&site.url(&RUN.page()));
    let isolates = session.engine.isolates_frames();
    let with_headers = async {
        runs(&session, &browser, "a frame of another site, storage denied", &course, isolates).await?;
        is_denied_storage(&browser).await
    };
    session.check("a host with headers", with_headers).await;
    // The service worker would bring the headers, but it is refused, too.
    let course = foreign.course(&plain.url(&RUN.page()));
    let without = async {
        runs(&session, &browser, "a frame of another site, storage denied, plain host", &course, false).await?;
        is_denied_storage(&browser).await
    };
    session.check("a plain host", without).await;
    if session.engine == Engine::Chromium {
        // Only Chromium has such frames.
        let course = foreign.credentialless(&plain.url(&RUN.page()));
        let place = "a frame without credentials in an isolated page of another site, plain host";
        session.check("without credentials", runs(&session, &browser, place, &course, true)).await;
    }
    Ok(())
}

/// Checks that the browser denies the frame its storage.
async fn is_denied_storage(browser: &Browser) -> Result<()> {
    browser.enter_frame().await?;
    let denied: bool = browser.script(STORAGE_IS_DENIED, &[]).await?;
    browser.leave_frame().await?;
    ensure!(denied, "the browser allows the frame its storage, so nothing was shown");
    Ok(())
}

async fn every_lab_without_storage(session: Session) -> Result<()> {
    let options = BrowserOptions { denies_third_party_storage: true, ..BrowserOptions::default() };
    let browser = session.own_browser(&options).await?;
    let (site, foreign) = (Site::isolated(&session.dist)?, ForeignCourse::start()?);
    for (lab, query) in labs::short_queries() {
        let runs = async {
            browser.leave_frame().await?;
            browser.open(&foreign.course(&site.url(&format!("embed/?lab={lab}&lang=en&autorun=1&{query}")))).await?;
            browser.enter_frame().await?;
            Lab(&browser).until_finished().await?;
            report::check(&first_report(&browser).await?)?;
            is_denied_storage(&browser).await
        };
        session.check(lab, runs).await;
    }
    Ok(())
}

/// What hosts forbid or get wrong: the page does without it, or names it.
async fn what_a_host_forbids(session: Session) -> Result<()> {
    let (dist, shares) = (&session.dist, session.engine.shares_memory());
    let browser = session.browser().await?;

    // Threads start from a blob where that is allowed, else from a file of the site.
    let site = Site::with_header(dist, "content-security-policy", NO_BLOBS)?;
    let course = site.course(&site.url(&RUN.page()));
    session.check("blobs", runs(&session, &browser, "a policy without blob:", &course, shares)).await;

    let (site, foreign) = (Site::with_header(dist, "document-isolation-policy", "none")?, ForeignCourse::start()?);
    let course = foreign.course(&site.url(&RUN.page()));
    let place = "a frame of another site, a host without Document-Isolation-Policy";
    // The service worker adds it, where the browser knows it.
    let isolates = session.engine.isolates_frames();
    session.check("isolation in frames", runs(&session, &browser, place, &course, isolates)).await;

    let site = Site::isolated(dist)?;
    site.faults.set(".wasm", Fault::WrongType);
    let course = site.course(&site.url(&RUN.page()));
    session.check("the type of wasm", runs(&session, &browser, "wasm sent as text", &course, shares)).await;

    let site = Site::below_an_encoded_path(dist)?;
    let path = async {
        browser.leave_frame().await?;
        browser.open(&site.url(&RUN.page())).await?;
        let seen = Lab(&browser).until_finished().await?;
        ensure!(seen.rows.len() == if shares { 4 } else { 2 }, "not all rows: {seen:#?}");
        session.found("a plain host, below /ders notları/koşut/", "threads and processes");
        Ok(())
    };
    session.check("a path with a space and Turkish letters", path).await;

    let site = Site::with_header(dist, "content-security-policy", NO_WASM)?;
    let wasm = async {
        browser.open(&site.url(&RUN.page())).await?;
        let seen = Lab(&browser).until("the lab says what is wrong", LabSnapshot::has_failed).await?;
        ensure!(seen.errors.len() == 1 && seen.errors[0].contains("wasm-unsafe-eval"), "{:?}", seen.errors);
        session.found("a policy without 'wasm-unsafe-eval'", &seen.errors[0]);
        Ok(())
    };
    session.check("wasm", wasm).await;
    Ok(())
}

/// Such a frame may start no Worker. Whether it gets the site's scripts depends on the host.
async fn page_without_origin(session: Session) -> Result<()> {
    let browser = session.browser().await?;
    let foreign = ForeignCourse::start()?;
    let usual = Site::isolated(&session.dist)?;
    let for_all = Site::with_header(&session.dist, "access-control-allow-origin", "*")?;
    let sandboxed = Site::with_header(&session.dist, "content-security-policy", "sandbox allow-scripts")?;
    let embedded = |site: &Site| site.url("embed/?lab=race&lang=en");
    let places = [
        ("sandbox=allow-scripts", &usual, foreign.sandboxed(&embedded(&usual))),
        ("sandbox=allow-scripts, a host for all origins", &for_all, foreign.sandboxed(&embedded(&for_all))),
        ("a host with the policy sandbox", &sandboxed, foreign.course(&embedded(&sandboxed))),
    ];
    for (place, site, course) in &places {
        session.check(*place, names_the_sandbox(&session, &browser, place, (course, &embedded(site)))).await;
    }
    Ok(())
}

async fn names_the_sandbox(
    session: &Session,
    browser: &Browser,
    place: &str,
    (course, embedded): (&str, &str),
) -> Result<()> {
    browser.leave_frame().await?;
    browser.open(course).await?;
    browser.enter_frame().await?;
    let notices = async || browser.script::<Vec<String>>(NOTICES, &[]).await;
    let seen = until("the page says something", notices, |seen| !seen.is_empty()).await?;
    browser.leave_frame().await?;
    ensure!(seen.len() == 1 && seen[0].contains("allow-same-origin"), "it is not the sandbox: {seen:?}");
    ensure!(seen[0].contains(embedded), "there is no way out: {seen:?}");
    session.found(place, seen[0].replace('\n', " "));
    Ok(())
}

/// As when a laptop is closed during a run. The watchdogs are shorter than the pause.
async fn suspended_machine(session: Session) -> Result<()> {
    let browser = session.own_browser(&BrowserOptions::default()).await?;
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.course(&site.url(&RUN.page()))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    lab.until("the run is under way", |seen| seen.can_stop && seen.boxes > 0).await?;
    session.suspend_pages(SUSPENSION).await?;
    lab.until_finished().await?;
    let report = first_report(&browser).await?;
    report::check(&report)?;
    ensure!(report::topologies(&report) == ["1x1", "1x2", "2x1", "2x2"], "not all rows: {report:#}");
    let samples = rows(&report)?.iter().filter_map(|row| row["samples_ms"].as_array()).flatten();
    let longest_ms = samples.filter_map(Value::as_f64).fold(0.0, f64::max);
    ensure!(longest_ms < SUSPENSION.as_millis() as f64, "a sample holds the suspension: {report:#}");
    session.found("45 s of suspension", format!("the run goes on; its log: {}", report["log"]));
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
