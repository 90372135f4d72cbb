//! The article in both languages: its lab runs by mouse and by keyboard.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen, look_at},
    site::Site,
    wait::until,
};
use thirtyfour::Key;

use crate::Suite;

/// More presses of Tab than there are places for the focus.
const TABS_MAX: usize = 200;

/// Differences up to this are those of rounding, in CSS pixels.
const ROUNDING_PX: i32 = 2;

pub fn add(suite: &mut Suite) {
    for language in ["en", "tr"] {
        suite.add(&Engine::ALL, &format!("article::{language}::runs_by_click"), async move |bench: Bench| {
            let browser = open(&bench, &Site::isolated(&bench.dist)?, language).await?;
            shows_a_result(bench.engine, &Lab(&browser).run_to_end().await?)
        });
        suite.add(&Engine::ALL, &format!("article::{language}::runs_by_keyboard"), async move |bench: Bench| {
            let browser = open(&bench, &Site::isolated(&bench.dist)?, language).await?;
            tab_to(&browser, "kosut-lab[lab=speedup] [data-action=run]").await?;
            browser.press(Key::Enter).await?;
            shows_a_result(bench.engine, &Lab(&browser).until_finished().await?)
        });
    }
    suite.add(&Engine::ALL, "article::result_can_be_taken_away", result_can_be_taken_away);
    suite.add(&Engine::ALL, "article::what_is_read_stays_in_its_place", what_is_read_stays_in_its_place);
    suite.add(&Engine::DIFFERENT, "article::a_link_reproduces_what_was_set", a_link_reproduces_what_was_set);
}

async fn open(bench: &Bench, site: &Site, language: &str) -> Result<Browser> {
    let browser = bench.browser().await?;
    browser.open(&site.url(&format!("{language}/?lab=speedup&kernel=primes&size=1000000&workers=2#speedup"))).await?;
    Lab(&browser).until_idle().await?;
    Ok(browser)
}

fn shows_a_result(engine: Engine, seen: &Seen) -> Result<()> {
    let rows = if engine.shares_memory() { 3 } else { 2 };
    ensure!(seen.rows.len() == rows, "the table has not {rows} rows: {:?}", seen.rows);
    ensure!(!seen.verdicts.is_empty(), "there is no verdict");
    for (verdict, text) in &seen.verdicts {
        let known = ["holds", "fails", "unclear", "unavailable"].contains(&verdict.as_str());
        ensure!(known && text.split(' ').count() > 3, "a verdict without words: {verdict}: {text}");
    }
    Ok(())
}

/// Presses Tab from the beginning of the page until the focus is there.
async fn tab_to(browser: &Browser, selector: &str) -> Result<()> {
    browser.script::<()>("scrollTo(0, 0); document.activeElement?.blur();", &[]).await?;
    for _ in 0..TABS_MAX {
        browser.press(Key::Tab).await?;
        let is_there = "return document.activeElement?.matches(arguments[0]) ?? false;";
        if browser.script(is_there, &[selector.into()]).await? {
            return Ok(());
        }
    }
    anyhow::bail!("{TABS_MAX} presses of Tab do not lead to {selector}")
}

async fn result_can_be_taken_away(bench: Bench) -> Result<()> {
    let browser = open(&bench, &Site::isolated(&bench.dist)?, "en").await?;
    Lab(&browser).run_to_end().await?;
    // Instead of to the reader's disk, files go to the test.
    let keep = "
        window.saved = [];
        HTMLAnchorElement.prototype.click = function () {
            const { download, href } = this;
            void fetch(href).then((file) => file.text()).then((text) => saved.push([download, text]));
        };";
    browser.script::<()>(keep, &[]).await?;
    for form in ["json", "csv", "trace", "picture"] {
        browser.click(&format!("kosut-lab[lab=speedup] [data-download={form}]")).await?;
    }
    let saved = async || browser.script::<Vec<(String, String)>>("return window.saved;", &[]).await;
    let saved = until("four files are saved", saved, |saved| saved.len() == 4).await?;
    let text = |name: &str| saved.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text.as_str());
    kosut_browser_tests::report::check(&serde_json::from_str(text("kosut-speedup.json"))?)?;
    ensure!(text("kosut-speedup.csv").starts_with("lab,label,topology,sample,elapsed_ms\r\n"), "{saved:?}");
    let trace: serde_json::Value = serde_json::from_str(text("kosut-speedup-trace.json"))?;
    ensure!(trace["traceEvents"].as_array().is_some_and(|events| !events.is_empty()), "the trace is empty");
    ensure!(text("kosut-speedup.png").contains("PNG"), "the picture is none");
    Ok(())
}

async fn a_link_reproduces_what_was_set(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = open(&bench, &site, "en").await?;
    browser.replace_text("#speedup-size", "2000000").await?;
    let address = async || browser.script::<String>("return location.href;", &[]).await;
    let link = until("the address names the new size", address, |link| link.contains("size=2000000")).await?;
    // Another page in between, so that nothing is left of this one.
    browser.open(&site.root).await?;
    browser.open(&link).await?;
    Lab(&browser).until_idle().await?;
    let value: String = browser.script("return document.querySelector('#speedup-size').value;", &[]).await?;
    ensure!(value == "2000000", "the link opens with size {value}");
    Ok(())
}

/// Where a lab ends in the window, and its height, in CSS pixels.
const EXTENT: &str = "
    const { bottom, height } = document.querySelector(arguments[0]).getBoundingClientRect();
    return [bottom, height].map(Math.round);";

/// Brings what follows a lab to the window's top, as for a reader who comes from below and has not met the lab yet. In one
/// script with what looks: between two, the lab may have grown.
const COME_BELOW: &str = "
    const { bottom: below } = document.querySelector(arguments[0]).getBoundingClientRect();
    scrollBy({ top: Math.ceil(below), behavior: 'instant' });";

async fn what_is_read_stays_in_its_place(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url("en/")).await?;
    let look =
        async |first: &str, lab: &str| browser.script::<(i32, i32)>(&format!("{first}{EXTENT}"), &[lab.into()]).await;
    let until_idle =
        async |lab: &str| until("it can be run", async || look_at(&browser, lab).await, Seen::is_idle).await;
    // The first lab that a reader comes near brings the code of all.
    let (first, lab) = ("kosut-lab[lab=crash]", "kosut-lab[lab=gil]");
    look(COME_BELOW, first).await?;
    until_idle(first).await?;
    let (bottom, height) = look(COME_BELOW, lab).await?;
    until_idle(lab).await?;
    let stays = |&(now, grown): &(i32, i32)| grown > height && (now - bottom).abs() <= ROUNDING_PX;
    until("the lab has grown above what is read", async || look("", lab).await, stays).await?;
    Ok(())
}
