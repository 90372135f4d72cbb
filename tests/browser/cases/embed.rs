//! The lab `speedup` with every kernel, embedded in a page of a course. What counts is the report that the course page
//! receives.

use anyhow::{Context, Result, ensure};
use kosut::kernels::{self, Entry};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    report,
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::Value;

use crate::{Suite, accessibility, width};

/// A size of primes whose answer is published.
pub const PRIMES_SIZE: u32 = 1_000_000;

/// Primes up to a million. Source: OEIS A006880.
const PRIMES_TO_A_MILLION: u64 = 78_498;

/// Languages and themes in which the kernels are shown, in turns.
const APPEARANCES: [(&str, &str); 4] = [("tr", "light"), ("en", "dark"), ("tr", "dark"), ("en", "light")];

/// The width of a narrow phone, in CSS pixels.
const PHONE_WIDTH: u32 = 360;

/// Reports that the course page has received, with their origins.
const REPORTS: &str = "
    return window.heard.filter(({ data }) => data.subject === 'SPLICE.sendEvent' && data.name === 'kosut.report');";

/// Heights that the course page was asked for.
const HEIGHTS: &str = "
    return window.heard.filter(({ data }) => data.subject === 'lti.frameResize').map(({ data }) => data.height);";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "embed::every_kernel", every_kernel);
    suite.add(&[Engine::WebKitPrivate], "embed::without_shared_memory", without_shared_memory);
    suite.add(&[Engine::Chromium], "embed::messages_both_ways", messages_both_ways);
}

/// A size that takes little time, but more than the step of a coarse clock: a quarter of the usual size, except where the
/// work does not grow in proportion to the size.
pub fn size(kernel: &Entry) -> u32 {
    match kernel.id {
        "primes" => PRIMES_SIZE,
        "nbody" => 256,
        "proof" => 14,
        "train" => 4,
        "wordcount" => 2 << 20,
        _ => (kernel.size_default / 4).max(kernel.size_min),
    }
}

/// The embedded lab `speedup` with a kernel, which runs at once.
#[derive(Debug, Clone, Copy)]
pub struct KernelRun<'a> {
    pub kernel: &'a str,
    pub size: u32,
    /// Topologies besides `1x1`.
    pub topologies: &'a [&'a str],
    pub language: &'a str,
}

impl KernelRun<'_> {
    /// Primes on threads, processes and both.
    pub const PRIMES: KernelRun<'static> =
        KernelRun { kernel: "primes", size: PRIMES_SIZE, topologies: &["1x2", "2x1", "2x2"], language: "en" };

    /// The address below the site's root.
    pub fn page(&self) -> String {
        let KernelRun { kernel, size, topologies, language } = self;
        let topologies = topologies.join(",");
        format!(
            "embed/?lab=speedup&kernel={kernel}&size={size}&topologies={topologies}&workers=2&autorun=1&lang={language}"
        )
    }

    /// The topologies of the report's rows, with shared memory or without.
    fn rows(&self, shares: bool) -> Vec<&str> {
        let possible = |topology: &&str| shares || topology.ends_with("x1");
        std::iter::once("1x1").chain(self.topologies.iter().copied().filter(possible)).collect()
    }
}

/// The reports that the course page has received.
pub async fn reports(browser: &Browser) -> Result<Vec<Value>> {
    browser.script(REPORTS, &[]).await
}

/// Leaves the frame of an embedded lab, and returns the first report that the course page receives.
pub async fn first_report(browser: &Browser) -> Result<Value> {
    browser.leave_frame().await?;
    let received = until("the report arrives", async || reports(browser).await, |reports| !reports.is_empty()).await?;
    let message = &received[0]["data"];
    for id in ["message_id", "activity_id", "content_id"] {
        ensure!(message[id].is_string(), "the message has no {id}: {message:#}");
    }
    Ok(message["data"].clone())
}

async fn every_kernel(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let looks = session.engine == Engine::Chromium;
    if looks {
        browser.set_width(PHONE_WIDTH).await?;
    }
    for (entry, (language, theme)) in kernels::REGISTRY.iter().zip(APPEARANCES.into_iter().cycle()) {
        // Both at once are one more question of the engine, but not of the kernel.
        let topologies = if looks { KernelRun::PRIMES.topologies } else { &["1x2", "2x1"] };
        let run = KernelRun { kernel: entry.id, size: size(entry), topologies, language };
        let report = async {
            if looks {
                accessibility::set_theme(&browser, theme).await?;
            }
            let course = site.course(&site.url(&run.page()));
            posts_its_report(&browser, &course, run, session.engine.shares_memory()).await
        };
        let has_run = session.check(format!("{}: the report", entry.id), report).await;
        if looks && has_run {
            let fits = async {
                browser.enter_frame().await?;
                width::nothing_overflows(&browser).await
            };
            session.check(format!("{}: fits a phone, {language}", entry.id), fits).await;
            let axe = accessibility::has_no_violation(&browser);
            session.check(format!("{}: accessible, {language}, {theme}", entry.id), axe).await;
        }
    }
    Ok(())
}

async fn without_shared_memory(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let processes = async {
        let course = site.course(&site.url(&KernelRun::PRIMES.page()));
        posts_its_report(&browser, &course, KernelRun::PRIMES, false).await
    };
    session.check("processes run", processes).await;
    let threads = async {
        browser.open(&site.url("embed/?lab=speedup&lang=en&kernel=primes&size=1000000&topologies=1x2")).await?;
        let lab = Lab(&browser);
        lab.until_idle().await?;
        lab.run().await?;
        let seen = lab.until("the lab names what is missing", LabSnapshot::has_failed).await?;
        ensure!(seen.can_run && seen.rows.is_empty(), "{seen:#?}");
        Ok(())
    };
    session.check("threads are not replaced by something else", threads).await;
    Ok(())
}

/// Opens a course page with a lab that runs at once, and checks the report that arrives there.
pub async fn posts_its_report(browser: &Browser, course: &str, run: KernelRun<'_>, shares: bool) -> Result<()> {
    browser.leave_frame().await?;
    browser.open(course).await?;
    browser.enter_frame().await?;
    let seen = Lab(browser).until_finished().await?;
    let report = first_report(browser).await?;
    let heights: Vec<f64> = browser.script(HEIGHTS, &[]).await?;
    ensure!(heights.iter().any(|height| *height > 100.0), "the frame asks for no height: {heights:?}");

    report::check(&report)?;
    let expected = run.rows(shares);
    ensure!(report::topologies(&report) == expected, "not the rows {expected:?}: {report:#}");
    ensure!(seen.rows.len() == expected.len(), "the table has other rows than the report: {:?}", seen.rows);
    ensure!(report["machine"]["isolated"] == shares, "isolated is {}", report["machine"]["isolated"]);
    if !shares {
        ensure!(!seen.notices.is_empty(), "the page does not name what is missing: {seen:#?}");
        let log = report["log"].to_string();
        ensure!(log.contains("1x2, 2x2"), "the log does not name what was left out: {log}");
    }
    report::check_answers(&report, &report::native_answer(run.kernel, run.size)?)?;
    if run.kernel == "primes" {
        ensure!(report["rows"][0]["answer"] == PRIMES_TO_A_MILLION, "{report:#}");
    }
    Ok(())
}

async fn messages_both_ways(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let query = "embed/?lab=speedup&lang=en&kernel=primes&size=1000000&topologies=2x1";
    browser.open(&site.course(&site.url(query))).await?;
    browser.enter_frame().await?;
    Lab(&browser).until_idle().await?;
    session.check("a message that the lab does not know is answered", unknown_message(&browser)).await;
    session.check("Run pressed twice is one run", run_pressed_twice(&browser)).await;
    Ok(())
}

async fn unknown_message(browser: &Browser) -> Result<()> {
    browser.leave_frame().await?;
    let post = "frames[0].postMessage({ subject: 'SPLICE.nonsense', message_id: 'a-course-1' }, '*');";
    browser.script::<()>(post, &[]).await?;
    let answers = "return window.heard.filter(({ data }) => data.message_id === 'a-course-1').map(({ data }) => data);";
    let answers = async || browser.script::<Vec<Value>>(answers, &[]).await;
    let answers = until("the message is answered", answers, |answers| !answers.is_empty()).await?;
    ensure!(answers[0]["error"]["message"].is_string(), "the answer has no error: {:#}", answers[0]);
    Ok(())
}

async fn run_pressed_twice(browser: &Browser) -> Result<()> {
    browser.enter_frame().await?;
    let lab = Lab(browser);
    // Both before the page can draw itself anew.
    let twice = "const run = document.querySelector('[data-action=run]'); run.click(); run.click();";
    browser.script::<()>(twice, &[]).await?;
    lab.until_finished().await?;
    // A second run that was queued would end before this one, and post its report.
    lab.run_to_end().await?;
    browser.leave_frame().await?;
    let received = until("both reports arrive", async || reports(browser).await, |all| all.len() >= 2).await?;
    ensure!(received.len() == 2, "{} runs came of three presses, of which two were one", received.len());
    Ok(())
}

/// The rows of a report.
///
/// # Errors
/// Returns an error when it has none.
pub fn rows(report: &Value) -> Result<&[Value]> {
    report["rows"].as_array().map(Vec::as_slice).context("the report has no rows")
}
