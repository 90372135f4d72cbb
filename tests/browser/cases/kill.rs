//! A process that is killed in the middle of a run: the error names it, and Run works again.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
    wait::until,
};
use serde_json::{Value, json};

use crate::{
    Suite,
    stop::{LONG, make_short},
};

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "kill::by_the_reader", by_the_reader);
    suite.add(&[Engine::Chromium], "kill::by_the_browser", by_the_browser);
}

async fn two_processes_compute(bench: &Bench) -> Result<Browser> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(LONG)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run().await?;
    lab.until("two processes compute", |seen| seen.boxes == 2 || seen.has_failed()).await?;
    Ok(browser)
}

async fn is_told_and_survived(browser: &Browser, process: &str) -> Result<()> {
    let lab = Lab(browser);
    let seen = lab.until("the lab says that a process has ended", Seen::has_failed).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains(process), "the sentence does not name process {process}: {sentence}");
    lab.until_no_process().await?;
    make_short(browser).await?;
    lab.run_to_end().await.map(drop)
}

async fn by_the_reader(bench: Bench) -> Result<()> {
    let browser = two_processes_compute(&bench).await?;
    // At once, before the machine shows another topology.
    let kill = "document.querySelectorAll('.machine-kill')[1].click();";
    browser.script::<()>(kill, &[]).await?;
    is_told_and_survived(&browser, "2").await
}

/// Chromium ends a Worker that is asked to close by its developer tools, without telling the page.
async fn by_the_browser(bench: Bench) -> Result<()> {
    let browser = two_processes_compute(&bench).await?;
    let workers = async || {
        let targets = browser.devtools("Target.getTargets", json!({ "filter": [{}] })).await?;
        let targets = targets["targetInfos"].as_array().cloned().unwrap_or_default();
        let is_process = |target: &&Value| target["url"].as_str().is_some_and(|url| url.contains("/assets/process-"));
        let ids = targets.iter().filter(is_process).map(|target| target["targetId"].clone());
        Ok(ids.collect::<Vec<Value>>())
    };
    let ids = until("the processes are seen", workers, |ids| !ids.is_empty()).await?;
    let last = ids.last().context("no process")?;
    browser.devtools("Target.closeTarget", json!({ "targetId": last })).await?;
    is_told_and_survived(&browser, "").await
}
