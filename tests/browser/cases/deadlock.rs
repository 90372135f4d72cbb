//! What is frozen for real: the page stays awake beside it and names the circle; a button ends the process; *Stop* ends
//! everything, as often as one likes.
//!
//! How often is 3 times here. `KOSUT_CYCLES=100` makes it more, and then memory is compared too, which a browser takes its
//! time to tell. The browser is one that makes no faster versions of scripts then. Otherwise they would be all that grows,
//! by some hundred kilobytes in fifty runs, and would hide what the page itself had forgotten to let go.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::{Engine, Wishes},
    lab::{Lab, PROCESSES},
    site::Site,
    wait::until,
};
use serde_json::json;

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

/// Memory is told after the first run, after each of so many, and after the last.
const TOLD_EVERY: u32 = 20;

/// Runs that the page does without being looked at; a script in it may take half a minute.
const AT_ONCE: u32 = 4;

/// How often memory is asked for each time.
const MEASUREMENTS: u32 = 3;

/// Bytes of the page and its Workers, where the browser tells them to a page that is isolated; 0 elsewhere. A browser that
/// has asked a Worker which is just being ended waits for its answer for ever: then there is none, and it is asked again.
const MEMORY: &str = "
    if (performance.measureUserAgentSpecificMemory === undefined) return 0;
    const told = performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes);
    return await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 5000, null))]);";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "deadlock::is_named_and_ended_by_the_reader", is_named_and_ended_by_the_reader);
    suite.add(&Engine::ALL, "deadlock::stops_again_and_again", stops_again_and_again);
}

async fn open(bench: &Bench, wishes: &Wishes) -> Result<Browser> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser_with(wishes).await?;
    browser.open(&site.url(if bench.engine.shares_memory() { TABLE } else { LETTERS })).await?;
    Lab(&browser).until_idle().await?;
    Ok(browser)
}

/// Runs that freeze and are stopped, by the page itself: a driver leaves some of each look at the page behind, 2 KB for a
/// run, which would be compared with the page's own. 4 or 2 are in the circle; what went wrong is told.
const CYCLES_OF_PAGE: &str = "
    const [members, cycles] = arguments;
    const find = (selector) => document.querySelector(selector);
    const until = async (ready) => {
        while (!await ready()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const circle = () => find('.dinner-circle')?.innerText.split(', ').length ?? 0;
    for (let cycle = 0; cycle < cycles; cycle += 1) {
        find('[data-action=run]').click();
        await until(() => find('[data-action=end-process]') !== null && circle() === members);
        find('[data-action=stop]').click();
        await until(() => !find('[data-action=run]').disabled);
        await until(() => find('[data-action=stop]').disabled && find('[data-action=end-process]') === null);
        const wrong = find('[role=alert]');
        if (wrong !== null) return wrong.innerText;
        await until(async () => await processes() === 0);
    }
    return '';";

/// How many wait for each other in what was opened.
fn members(bench: &Bench) -> usize {
    if bench.engine.shares_memory() { 4 } else { 2 }
}

/// Waits until what was opened is frozen, and gives the circle in words. Two letters that wait for each other are shown
/// before the table, and do not count there: the circle at the table has four members.
async fn until_frozen(bench: &Bench, browser: &Browser) -> Result<String> {
    let members = members(bench);
    let circle = format!(
        "if (document.querySelector('{END}') === null) return '';
         return document.querySelector('.dinner-circle')?.innerText ?? '';"
    );
    until(
        "the circle is named, with a button that ends the process",
        async || browser.script::<String>(&circle, &[]).await,
        |circle| circle.split(", ").count() == members,
    )
    .await
}

async fn is_named_and_ended_by_the_reader(bench: Bench) -> Result<()> {
    let browser = open(&bench, &Wishes::default()).await?;
    let lab = Lab(&browser);
    lab.run().await?;
    let circle = until_frozen(&bench, &browser).await?;
    ensure!(circle.contains("1 waits for 2"), "it is named as {circle:?}");
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
    let long = cycles > CYCLES;
    let browser = open(&bench, &Wishes { unoptimised: long, ..Wishes::default() }).await?;
    let run = format!("const processes = async () => {{ {PROCESSES} }}; {CYCLES_OF_PAGE}");
    let mut first = None;
    let mut done = 0;
    while done < cycles {
        // What the first run loads stays: it is no growth.
        let next = if done == 0 { 1 } else { AT_ONCE.min(cycles - done) };
        let wrong: String = browser.script(&run, &[members(&bench).into(), next.into()]).await?;
        done += next;
        ensure!(wrong.is_empty(), "not as after Stop, in one of {done} cycles: {wrong}");
        if long && (done == 1 || (done - 1) % TOLD_EVERY == 0 || done == cycles) {
            let now = memory_bytes(&browser).await? / f64::from(1 << 20);
            let before = *first.get_or_insert(now);
            println!("{}: {now:.2} MiB after {done} cycles", bench.engine);
            ensure!(now <= before * 1.05, "memory grew from {before:.2} MiB to {now:.2} in {done} cycles");
        }
    }
    Lab(&browser).until_no_process().await
}

/// The least of some measurements: what isolates share is told with 120 KB more or less, and both come again and again.
async fn memory_bytes(browser: &Browser) -> Result<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..MEASUREMENTS {
        // What is dead is collected first, twice: what the first collection lets go of may have kept more alive. Other
        // browsers have no such command, and tell nothing.
        for _ in 0..2 {
            let _ = browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
        }
        let ask = async || browser.script::<Option<f64>>(MEMORY, &[]).await;
        let told = until("the browser tells how much memory the page takes", ask, Option::is_some).await?;
        least = least.min(told.unwrap_or_default());
    }
    Ok(least)
}
