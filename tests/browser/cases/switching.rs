//! The lab `switching`: every kind of hand-off that an engine has is measured, and its distribution is drawn.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::{browser::Browser, session::Session, wait::until};
use serde_json::Value;

use crate::{embed::rows, labs::Visit};

/// Charts of the lab.
const CHARTS: u32 = 4;

/// Chooses a chart by its number.
const CHOOSE: &str = "document.querySelectorAll('.lab-chart .lab-actions button')[arguments[0]].click();";

/// `true` if the chart of this number is chosen and drawn, after every element has taken over what was chosen.
const IS_DRAWN: &str = "
    const buttons = [...document.querySelectorAll('.lab-chart .lab-actions button')];
    const chosen = buttons.findIndex((button) => button.getAttribute('aria-pressed') === 'true');
    for (const element of document.querySelectorAll('kosut-chart, kosut-chart kosut-lines-chart')) {
        await element.updateComplete;
    }
    return chosen === arguments[0] && document.querySelector('kosut-chart :is(canvas, .bar)') !== null;";

/// The checks of a run with four threads.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        session.check("every chart is drawn", every_chart_is_drawn(visit.browser)).await;
        session.check("every hand-off is measured", async { every_way_is_measured(session, visit) }).await;
        if session.engine.shares_memory() {
            session.check("starts are measured", async { starts_are_measured(session, visit) }).await;
        }
    }
    .boxed_local()
}

async fn every_chart_is_drawn(browser: &Browser) -> Result<()> {
    for chart in 0..CHARTS {
        browser.script::<()>(CHOOSE, &[chart.into()]).await?;
        let drawn = async || browser.script::<bool>(IS_DRAWN, &[chart.into()]).await;
        until(&format!("chart {chart} is drawn"), drawn, |drawn| *drawn).await?;
    }
    Ok(())
}

/// Notes how long a process with two threads takes to start beside two processes: an engine starts a Worker for each.
fn starts_are_measured(session: &Session, visit: &Visit<'_>) -> Result<()> {
    let rows = rows(&visit.report)?;
    let start_ms = |label: &str| {
        let row = rows.iter().find(|row| row["label"] == label);
        row.and_then(|row| row["median_ms"].as_f64()).with_context(|| format!("{label}: {rows:#?}"))
    };
    let (threads, processes) = (start_ms("1x2 start")?, start_ms("2x1 start")?);
    let found = format!("{threads:.1} and {processes:.1} ms");
    session.found("start of a process with two threads, and of two processes", found);
    ensure!(threads > 0.0 && processes > 0.0, "a start takes no time: {threads} ms, {processes} ms");
    Ok(())
}

fn every_way_is_measured(session: &Session, visit: &Visit<'_>) -> Result<()> {
    let rows = rows(&visit.report)?;
    ensure!(rows.len() == visit.seen.rows.len(), "the table has other rows: {:?}", visit.seen.rows);
    let labels: Vec<&str> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
    let expected: &[&str] = if session.engine.shares_memory() {
        &["call", "atomics", "condvar", "post", "direct", "conductor", "1x4 busy", "4x1 busy", "1x4 start"]
    } else {
        &["call", "post", "direct", "conductor", "4x1 busy", "2x1 start"]
    };
    ensure!(expected.iter().all(|label| labels.contains(label)), "not {expected:?}: {labels:?}");
    for row in rows.iter().filter(|row| row["kind"] == "way") {
        let counted: u64 = row["counts"].as_array().into_iter().flatten().filter_map(Value::as_u64).sum();
        ensure!(Some(counted) == row["times"].as_u64(), "a time is not in the histogram: {row:#}");
    }
    Ok(())
}
