//! Visits in WebKitGTK, whose driver does not enter frames in a shadow root: there, the element makes the lab run by itself,
//! and what is looked at is what the page around it hears.

use anyhow::Result;
use kosut_browser_tests::{browser::Browser, platform::Way};

use crate::{Outcome, completes, courses::Course, is_kept, received, what_ran};

/// Makes the element's lab run as soon as it is loaded, and keeps its report.
const RUN: &str = "
    window.heard = [];
    addEventListener('kosut-report', ({ detail }) => heard.push({ name: 'kosut.report', data: detail }));
    const element = document.querySelector('kosut-lab');
    element.scrollIntoView({ behavior: 'instant' });
    element.setAttribute('autorun', '');";

/// Runs the lab of a course page, and visits the page again.
///
/// # Errors
/// Returns an error when the page does not get what the lab reports.
pub async fn visit(browser: &Browser, course: &Course, address: &str) -> Result<Outcome> {
    if course.way == Way::Package {
        browser.enter_frame().await?;
    }
    browser.script::<()>(RUN, &[]).await?;
    let report = received(browser).await?;
    let topology = |row: &serde_json::Value| row["topology"].as_str().unwrap_or_default().to_string();
    let threads = report["rows"].as_array().into_iter().flatten().any(|row| topology(row).starts_with("1x2"));
    let state = match course.way {
        Way::Package => {
            browser.leave_frame().await?;
            completes(browser).await?;
            "kept by the platform"
        }
        _ if course.keeps => {
            is_kept(browser).await?;
            browser.open(address).await?;
            let kept = "return document.querySelector('kosut-lab').state?.completed === true;";
            anyhow::ensure!(browser.script::<bool>(kept, &[]).await?, "the element has no state on the next visit");
            "kept by the element"
        }
        _ => "not kept",
    };
    let sentence = "not looked at".into();
    Ok(Outcome { ran: what_ran(threads), sentence, report: "received", state, problem: None })
}
