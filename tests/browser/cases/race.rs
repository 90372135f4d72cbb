//! The lab `race`: the scheduler's game works, and careful threads lose nothing.

use anyhow::{Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::{browser::Browser, engine::Engine, lab::Lab, session::Session, site::Site, wait::until};

use crate::{Suite, labs::Visit};

const EMBED: &str = "embed/?lab=race&lang=en&rounds=100000";

/// The game's sentence about the state that was reached.
const VERDICT: &str = "return document.querySelector('.race-verdict')?.innerText ?? '';";

/// The sentence about each way, in the order of the list.
const WAYS: &str = "return [...document.querySelectorAll('.race-way .race-said')].map((said) => said.innerText);";

/// Chooses the option of a list with the keyboard's event.
const CHOOSE: &str = "
    const [choice, value] = arguments;
    const select = document.querySelector(`[data-choice=${choice}]`);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "race::the_reader_is_the_scheduler", the_reader_is_the_scheduler);
}

/// The check of a run.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        session.check("with care nothing is lost", with_care_nothing_is_lost(session, visit)).await;
    }
    .boxed_local()
}

async fn with_care_nothing_is_lost(session: &Session, visit: &Visit<'_>) -> Result<()> {
    let ways: Vec<String> = visit.browser.script(WAYS, &[]).await?;
    let (expected, rows) = (if session.engine.shares_memory() { 5 } else { 1 }, &visit.seen.rows);
    ensure!(ways.len() == expected && rows.len() == expected, "not {expected} ways: {ways:?}, {rows:?}");
    // The first of five takes no care.
    let careful = if expected == 5 { &ways[1..] } else { &ways[..] };
    ensure!(careful.iter().all(|said| said.contains("nothing lost")), "a careful way lost something: {ways:?}");
    Ok(())
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

async fn the_reader_is_the_scheduler(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
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
