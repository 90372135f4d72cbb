//! The lab `race`: the scheduler's game works everywhere, and real lanes lose what the page says.

use anyhow::{Result, ensure};
use kosut_browser_tests::{bench::Bench, browser::Browser, engine::Engine, lab::Lab, site::Site, wait::until};

use crate::Suite;

const EMBED: &str = "embed/?lab=race&lang=en&rounds=100000";

/// What the game says of the state that was reached.
const VERDICT: &str = "return document.querySelector('.race-verdict')?.innerText ?? '';";

/// What is said of each way: its place in the list, and the words.
const WAYS: &str = "return [...document.querySelectorAll('.race-way .race-said')].map((said) => said.innerText);";

/// Chooses the option of a list with the keyboard's event.
const CHOOSE: &str = "
    const [choice, value] = arguments;
    const select = document.querySelector(`[data-choice=${choice}]`);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "race::the_reader_breaks_what_must_hold", the_reader_breaks_what_must_hold);
    suite.add(&Engine::ALL, "race::only_without_care_is_anything_lost", only_without_care_is_anything_lost);
}

async fn says(browser: &Browser, words: &str) -> Result<()> {
    let what = format!("the game says “{words}”");
    until(&what, async || browser.script::<String>(VERDICT, &[]).await, |said| said.contains(words)).await?;
    Ok(())
}

async fn step(browser: &Browser, threads: &[u32]) -> Result<()> {
    for thread in threads {
        browser.click(&format!("[data-thread=\"{thread}\"]")).await?;
    }
    Ok(())
}

async fn the_reader_breaks_what_must_hold(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(EMBED)).await?;
    Lab(&browser).until_idle().await?;
    says(&browser, "Nobody has taken a step yet").await?;
    // Both read 0, both write 1.
    step(&browser, &[0, 1, 0, 0, 1, 1]).await?;
    says(&browser, "Broken: the number is 1, and should be 2").await?;
    browser.click("[data-scheduler=undo]").await?;
    says(&browser, "5 steps taken").await?;
    browser.click("[data-scheduler=restart]").await?;
    step(&browser, &[0, 0, 0, 1, 1, 1]).await?;
    says(&browser, "the number is 2").await?;

    // The example that is offered leads where it says, step by step.
    browser.click("[data-play=\"1\"]").await?;
    let left = "const button = document.querySelector('[data-scheduler=forward]');
        if (!button.disabled) button.click();
        return button.disabled;";
    until("the order is played", async || browser.script::<bool>(left, &[]).await, |over| *over).await?;
    says(&browser, "Broken: the number is 1").await?;

    browser.script::<()>(CHOOSE, &["fix".into(), "lock".into()]).await?;
    says(&browser, "Nobody has taken a step yet").await?;
    until(
        "the lock is there",
        async || {
            browser
                .script::<bool>(
                    "return document.querySelector('.race-memory')?.innerText.includes('lock') ?? false;",
                    &[],
                )
                .await
        },
        |there| *there,
    )
    .await?;
    step(&browser, &[0]).await?;
    let blocked: bool = browser.script("return document.querySelector('[data-thread=\"1\"]').disabled;", &[]).await?;
    ensure!(blocked, "a thread goes on although the other holds the lock");
    Ok(())
}

async fn only_without_care_is_anything_lost(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(&format!("{EMBED}&autorun=1"))).await?;
    let seen = Lab(&browser).until_finished().await?;
    let ways: Vec<String> = browser.script(WAYS, &[]).await?;
    let expected = if bench.engine.shares_memory() { 5 } else { 1 };
    ensure!(ways.len() == expected && seen.rows.len() == expected, "not {expected} ways: {ways:?}, {:?}", seen.rows);
    let careful = if expected == 5 { &ways[1..] } else { &ways[..] };
    ensure!(
        careful.iter().all(|said| said.contains("nothing lost")),
        "somebody who takes care lost something: {ways:?}"
    );
    Ok(())
}
