//! A real deadlock: the page stays responsive and names the circle; a button ends the frozen process; *Stop* ends everything,
//! as often as the reader likes.
//!
//! The usual run stops three times. `KOSUT_CYCLES=100` asks for more, and then memory is compared, too, which takes a browser
//! a while to report. That browser does not optimise scripts: optimised code grows by some hundred kilobytes in fifty
//! runs, which would hide a leak of the page.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    lab::{Lab, PROCESSES},
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::json;

use crate::Suite;

/// The button that exists while something is frozen.
const END: &str = "[data-action=end-process]";

/// Runs that are stopped, unless `KOSUT_CYCLES` says how many.
const CYCLES: u32 = 3;

/// Memory is measured after the first run, after each of so many, and after the last.
const MEASURE_EVERY: u32 = 20;

/// Runs in one script of the page, which may take half a minute.
const AT_ONCE: u32 = 4;

/// Measurements of memory each time.
const MEASUREMENTS: u32 = 3;

/// Bytes of the page and its Workers, where the browser reports them to an isolated page; 0 elsewhere. A browser that has
/// asked a Worker which is just ending waits for its answer for ever: then there is no result, and the test asks again.
const MEMORY: &str = "
    if (performance.measureUserAgentSpecificMemory === undefined) return 0;
    const told = performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes);
    return await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 5000, null))]);";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "deadlock::threads_freeze_and_are_ended", async |session: Session| {
        freezes_and_is_ended(&session, &TABLE).await
    });
    suite.add(
        &[Engine::Chromium, Engine::WebKitPrivate],
        "deadlock::processes_freeze_and_are_ended",
        async |session: Session| freezes_and_is_ended(&session, &MESSAGES).await,
    );
}

/// A scene that freezes, for longer than any test waits.
struct Scene {
    page: &'static str,
    /// Number of members of the circle.
    members: usize,
    /// Rows of the result.
    rows: usize,
}

const TABLE: Scene = Scene {
    page: "embed/?lab=deadlock&lang=en&philosophers=4&meals=300&work=2000&pause=200&strategy=ordered&patience=60000",
    members: 4,
    rows: 4,
};

/// Two processes that wait for each other's message; needs no shared memory.
const MESSAGES: Scene =
    Scene { page: "embed/?lab=deadlock&lang=en&scene=messages&patience=60000", members: 2, rows: 2 };

async fn freezes_and_is_ended(session: &Session, scene: &Scene) -> Result<()> {
    let cycles = match std::env::var("KOSUT_CYCLES") {
        Ok(text) => text.parse().context("KOSUT_CYCLES is no number")?,
        Err(_) => CYCLES,
    };
    let site = Site::isolated(&session.dist)?;
    let browser = if cycles > CYCLES {
        session.own_browser(&BrowserOptions { unoptimised: true, ..BrowserOptions::default() }).await?
    } else {
        session.browser().await?
    };
    browser.open(&site.url(scene.page)).await?;
    Lab(&browser).until_idle().await?;
    session.check("Stop works again and again", stops_again_and_again(session, &browser, scene, cycles)).await;
    session.check("the circle is named and ended", is_named_and_ended(&browser, scene)).await;
    Ok(())
}

/// Lets the page itself run, freeze and stop: a driver leaves 2 KB behind each time that it inspects the page, which would
/// count as the page's own memory. Returns the first error, if any.
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

/// Waits until the scene is frozen, and returns the circle in words. Two messages that wait for each other are shown before
/// the philosophers, and do not count there: the circle at the table has four members.
async fn until_frozen(browser: &Browser, scene: &Scene) -> Result<String> {
    let circle = format!(
        "if (document.querySelector('{END}') === null) return '';
         return document.querySelector('.dinner-circle')?.innerText ?? '';"
    );
    until(
        "the circle is named, with a button that ends the process",
        async || browser.script::<String>(&circle, &[]).await,
        |circle| circle.split(", ").count() == scene.members,
    )
    .await
}

async fn is_named_and_ended(browser: &Browser, scene: &Scene) -> Result<()> {
    let lab = Lab(browser);
    lab.run().await?;
    let circle = until_frozen(browser, scene).await?;
    ensure!(circle.contains("1 waits for 2"), "it is named as {circle:?}");
    // The page draws on while the process stands still.
    let draws = "
        for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame);
        return document.querySelector('.dinner').dataset.stage;";
    let stage: String = browser.script(draws, &[]).await?;
    ensure!(stage == "frozen", "it stands still, but the page says {stage}");
    browser.click(END).await?;
    let seen = lab.until_finished().await?;
    ensure!(seen.rows.len() == scene.rows, "not {} ways were run: {:?}", scene.rows, seen.rows);
    lab.until_no_process().await
}

async fn stops_again_and_again(session: &Session, browser: &Browser, scene: &Scene, cycles: u32) -> Result<()> {
    let run = format!("const processes = async () => {{ {PROCESSES} }}; {CYCLES_OF_PAGE}");
    let mut first = None;
    let mut done = 0;
    while done < cycles {
        // What the first run loads stays: that is no growth.
        let next = if done == 0 { 1 } else { AT_ONCE.min(cycles - done) };
        let wrong: String = browser.script(&run, &[scene.members.into(), next.into()]).await?;
        done += next;
        ensure!(wrong.is_empty(), "not as after Stop, in one of {done} cycles: {wrong}");
        if cycles > CYCLES && (done == 1 || (done - 1) % MEASURE_EVERY == 0 || done == cycles) {
            let now = memory_bytes(browser).await? / f64::from(1 << 20);
            let before = *first.get_or_insert(now);
            println!("{}: {now:.2} MiB after {done} cycles", session.engine);
            ensure!(now <= before * 1.05, "memory grew from {before:.2} MiB to {now:.2} in {done} cycles");
        }
    }
    Lab(browser).until_no_process().await
}

/// Returns the least of some measurements: what isolates share is reported with or without 120 KB, at random.
async fn memory_bytes(browser: &Browser) -> Result<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..MEASUREMENTS {
        // Garbage is collected first, twice: what the first collection frees may have kept more alive. Other browsers have
        // no such command, and report nothing.
        for _ in 0..2 {
            let _ = browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
        }
        let ask = async || browser.script::<Option<f64>>(MEMORY, &[]).await;
        let bytes = until("the browser reports the memory of the page", ask, Option::is_some).await?;
        least = least.min(bytes.unwrap_or_default());
    }
    Ok(least)
}
