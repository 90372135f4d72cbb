//! What is frozen for real: the page stays awake beside it and names the circle; a button ends the process; *Stop* ends
//! everything, as often as one likes.
//!
//! How often is 3 times here. `KOSUT_CYCLES=100` makes it more.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
    wait::until,
};

use crate::Suite;

/// Freezes within some meals, and stays so for longer than any test waits for it.
const TABLE: &str =
    "embed/?lab=deadlock&lang=en&philosophers=4&meals=300&work=2000&pause=200&strategy=ordered&patience=60000";

/// The same without shared memory.
const LETTERS: &str = "embed/?lab=deadlock&lang=en&scene=messages&patience=60000";

/// The button that is there while something is frozen.
const END: &str = "[data-action=end-process]";

/// Runs of [`stops_again_and_again`] when nobody says how many.
const CYCLES: u32 = 3;

/// Bytes of the page and its Workers, where the browser tells them to a page that is isolated.
const MEMORY: &str = "
    if (performance.measureUserAgentSpecificMemory === undefined) return null;
    return (await performance.measureUserAgentSpecificMemory()).bytes;";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "deadlock::is_named_and_ended_by_the_reader", is_named_and_ended_by_the_reader);
    suite.add(&Engine::ALL, "deadlock::stops_again_and_again", stops_again_and_again);
}

async fn open(bench: &Bench) -> Result<Browser> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(if bench.engine.shares_memory() { TABLE } else { LETTERS })).await?;
    Lab(&browser).until_idle().await?;
    Ok(browser)
}

async fn until_frozen(browser: &Browser) -> Result<()> {
    let there = format!("return document.querySelector('{END}') !== null;");
    until("the button that ends the process is there", async || browser.script(&there, &[]).await, |there| *there)
        .await
        .map(drop)
}

async fn is_named_and_ended_by_the_reader(bench: Bench) -> Result<()> {
    let browser = open(&bench).await?;
    let lab = Lab(&browser);
    lab.run().await?;
    until_frozen(&browser).await?;
    // The shortest circle has two members, and letters have no more.
    let circle: String = browser.script("return document.querySelector('.dinner-circle').innerText;", &[]).await?;
    let members = circle.split(", ").count();
    let expected = if bench.engine.shares_memory() { 4 } else { 2 };
    ensure!(members == expected && circle.contains("1 waits for 2"), "it is named as {circle:?}");
    // The page draws on while the process stands still.
    let draws = "
        for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame);
        return document.querySelector('.dinner').dataset.stage;";
    let stage: String = browser.script(draws, &[]).await?;
    ensure!(stage == "frozen", "it stands still, but the page says {stage}");
    browser.click(END).await?;
    let seen = lab.until_finished().await?;
    let ways = if bench.engine.shares_memory() { 4 } else { 2 };
    ensure!(seen.rows.len() == ways, "not all ways were run: {:?}", seen.rows);
    lab.until_no_process().await
}

async fn stops_again_and_again(bench: Bench) -> Result<()> {
    let cycles = match std::env::var("KOSUT_CYCLES") {
        Ok(text) => text.parse().context("KOSUT_CYCLES is no number")?,
        Err(_) => CYCLES,
    };
    let browser = open(&bench).await?;
    let lab = Lab(&browser);
    let mut after_first = None;
    for cycle in 0..cycles {
        lab.run().await?;
        until_frozen(&browser).await?;
        lab.stop().await?;
        let seen = lab.until("the lab is idle again", Seen::is_idle).await?;
        ensure!(seen.errors.is_empty(), "not as after Stop, in cycle {cycle}: {seen:#?}");
        lab.until_no_process().await?;
        if cycle == 0 {
            // What the first run loads stays: it is no growth.
            after_first = browser.script::<Option<f64>>(MEMORY, &[]).await?;
        }
    }
    if let (Some(first), Some(last)) = (after_first, browser.script::<Option<f64>>(MEMORY, &[]).await?) {
        let mib = |bytes: f64| bytes / f64::from(1 << 20);
        println!("{}: {:.2} MiB after one cycle, {:.2} after {cycles}", bench.engine, mib(first), mib(last));
        ensure!(last <= first * 1.05, "memory grew from {first} to {last} bytes in {cycles} cycles");
    }
    Ok(())
}
