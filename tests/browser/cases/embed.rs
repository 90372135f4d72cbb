//! The lab `speedup` with every kernel, embedded in a page of a course: of the same origin, and of a host that knows nothing of
//! isolation. What counts is the report that the course page hears.

use anyhow::{Result, ensure};
use kosut::kernels;
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::Lab,
    report,
    site::{ForeignCourse, Site},
    wait::until,
};
use serde_json::Value;

use crate::Suite;

/// A size of primes whose answer is published.
const PRIMES_SIZE: u32 = 1_000_000;

/// Primes up to a million. Source: OEIS A006880.
const PRIMES_TO_A_MILLION: u64 = 78_498;

pub fn add(suite: &mut Suite) {
    let lab = "speedup";
    for kernel in kernels::REGISTRY {
        let size = size(kernel);
        let id = kernel.id;
        // What a kernel answers in a process with one lane does not depend on whether memory could be shared.
        let engines = if id == "primes" { &Engine::ALL[..] } else { &Engine::DIFFERENT[..] };
        suite.add(engines, &format!("embed::{lab}::{id}::same_origin"), async move |bench: Bench| {
            let site = Site::isolated(&bench.dist)?;
            let course = site.course(&site.url(&query(id, size)));
            let shares = bench.engine.shares_memory();
            posts_its_report(&bench, &course, (id, size), shares).await
        });
    }
    // Whether a frame is isolated does not depend on what is computed in it.
    suite.add(&Engine::ALL, &format!("embed::{lab}::foreign_origin"), async |bench: Bench| {
        let site = Site::isolated(&bench.dist)?;
        let course = ForeignCourse::start()?.course(&site.url(&query("primes", PRIMES_SIZE)));
        let shares = bench.engine.isolates_frames();
        posts_its_report(&bench, &course, ("primes", PRIMES_SIZE), shares).await
    });
    suite.add(&Engine::ALL, "embed::run_pressed_twice_is_one_run", run_pressed_twice_is_one_run);
    suite.add(&[Engine::Chromium], "embed::bad_messages_of_the_course_are_answered", bad_messages_are_answered);
}

/// A size that is done soon, but not sooner than a coarse clock can see. A quarter of the usual one is, unless the work
/// grows otherwise than its size.
pub fn size(kernel: &kernels::Entry) -> u32 {
    match kernel.id {
        "primes" => PRIMES_SIZE,
        "nbody" => 256,
        "proof" => 14,
        "train" => 4,
        "wordcount" => 2 << 20,
        _ => (kernel.size_default / 4).max(kernel.size_min),
    }
}

fn query(kernel: &str, size: u32) -> String {
    format!("embed/?lab=speedup&kernel={kernel}&size={size}&topologies=1x2,2x1,2x2&workers=2&autorun=1&lang=en")
}

/// The reports that the course page has heard, with where they came from.
pub async fn heard(browser: &Browser) -> Result<Vec<Value>> {
    let reports = "return window.heard.filter(({ data }) => data.subject === 'SPLICE.sendEvent' \
                   && data.name === 'kosut.report');";
    browser.script(reports, &[]).await
}

async fn posts_its_report(bench: &Bench, course: &str, (kernel, size): (&str, u32), shares: bool) -> Result<()> {
    let browser = bench.browser().await?;
    browser.open(course).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(&browser).await, |heard| !heard.is_empty()).await?;

    let message = &messages[0]["data"];
    for id in ["message_id", "activity_id", "content_id"] {
        ensure!(message[id].is_string(), "the message has no {id}: {message:#}");
    }
    let told: Vec<f64> = browser
        .script("return window.heard.filter(({ data }) => data.subject === 'lti.frameResize').map(({ data }) => data.height);", &[])
        .await?;
    ensure!(told.iter().any(|height| *height > 100.0), "the course page is not told the height: {told:?}");

    let told = &message["data"];
    report::check(told)?;
    let expected: &[&str] = if shares { &["1x1", "1x2", "2x1", "2x2"] } else { &["1x1", "2x1"] };
    ensure!(report::topologies(told) == expected, "not the rows {expected:?}: {told:#}");
    ensure!(seen.rows.len() == expected.len(), "the table has other rows than the report: {:?}", seen.rows);
    ensure!(told["machine"]["isolated"] == shares, "isolated is {}", told["machine"]["isolated"]);
    if !shares {
        ensure!(!seen.notices.is_empty(), "the page does not say what is missing: {seen:#?}");
        let log = told["log"].to_string();
        ensure!(log.contains("1x2, 2x2"), "the log does not say what was left out: {log}");
    }
    report::check_answers(told, &report::native_answer(kernel, size)?)?;
    if kernel == "primes" {
        ensure!(told["rows"][0]["answer"] == PRIMES_TO_A_MILLION, "{told:#}");
    }
    Ok(())
}

async fn run_pressed_twice_is_one_run(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let query = "embed/?lab=speedup&lang=en&kernel=primes&size=1000000&topologies=2x1";
    browser.open(&site.course(&site.url(query))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    // Both before the page has had a chance to draw itself anew.
    let twice = "const run = document.querySelector('[data-action=run]'); run.click(); run.click();";
    browser.script::<()>(twice, &[]).await?;
    lab.until_finished().await?;
    // A second run that was queued would end before this one, and be heard.
    lab.run_to_end().await?;
    browser.leave_frame().await?;
    let reports = until("both reports are heard", async || heard(&browser).await, |heard| heard.len() >= 2).await?;
    ensure!(reports.len() == 2, "{} runs came of three presses, of which two were one", reports.len());
    Ok(())
}

async fn bad_messages_are_answered(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.course(&site.url("embed/?lab=speedup&lang=en&kernel=primes"))).await?;
    browser.enter_frame().await?;
    Lab(&browser).until_idle().await?;
    browser.leave_frame().await?;
    let post = "frames[0].postMessage({ subject: 'SPLICE.nonsense', message_id: 'a-course-1' }, '*');";
    browser.script::<()>(post, &[]).await?;
    let answers = "return window.heard.filter(({ data }) => data.message_id === 'a-course-1').map(({ data }) => data);";
    let answers = until(
        "the message is answered",
        async || browser.script::<Vec<Value>>(answers, &[]).await,
        |answers| !answers.is_empty(),
    )
    .await?;
    ensure!(answers[0]["error"]["message"].is_string(), "the answer tells no error: {:#}", answers[0]);
    Ok(())
}
