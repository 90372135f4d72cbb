//! A process that is killed in the middle of a run: the error names it, and Run works again. The button ends the Worker
//! from outside without telling anybody; drivers have no means to end one, as they do not see Workers of Workers.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
};

use crate::{
    Suite,
    stop::{LONG, make_short},
};

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "kill::by_the_reader", by_the_reader);
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
