//! The article in both languages, and the same lab alone in both languages.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot, look_at},
    report,
    session::Session,
    site::Site,
    wait::until,
};
use thirtyfour::Key;

use crate::{Suite, accessibility, width};

/// A short run on all kinds of topologies.
const RUN: &str = "lab=speedup&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1,2x2";

/// More presses of Tab than there are places for the focus.
const TABS_MAX: usize = 200;

/// Differences up to this come from rounding, in CSS pixels.
const ROUNDING_PX: i32 = 2;

/// Hands downloads to the test instead of the reader's disk.
pub const KEEP_DOWNLOADS: &str = "
    window.saved = [];
    const files = new Map();
    const { createObjectURL } = URL;
    URL.createObjectURL = (file) => {
        const url = createObjectURL.call(URL, file);
        files.set(url, file);
        return url;
    };
    HTMLAnchorElement.prototype.click = function () {
        const { download, href } = this;
        void files.get(href).text().then((text) => saved.push([download, text]));
    };";

pub fn add(suite: &mut Suite) {
    for language in ["en", "tr"] {
        suite.add(&[Engine::Chromium], &format!("article::{language}"), async move |session: Session| {
            article(&session, language).await
        });
    }
    suite.add(&[Engine::Chromium], "article::tr::lab_alone", lab_alone);
    for (engine, language) in [(Engine::Firefox, "tr"), (Engine::WebKit, "en")] {
        suite.add(&[engine], &format!("article::{language}"), async move |session: Session| {
            let site = Site::isolated(&session.dist)?;
            let browser = open(&session, &site, language).await?;
            session.check("runs by keyboard", runs_by_keyboard(&session, &browser)).await;
            session.check("runs by click", runs_by_click(&session, &browser)).await;
            Ok(())
        });
    }
    suite.add(&Engine::DIFFERENT, "article::text_keeps_its_place", text_keeps_its_place);
}

async fn open(session: &Session, site: &Site, language: &str) -> Result<Browser> {
    let browser = session.browser().await?;
    browser.open(&site.url(&format!("{language}/?{RUN}#speedup"))).await?;
    Lab(&browser).until_idle().await?;
    Ok(browser)
}

async fn article(session: &Session, language: &str) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = open(session, &site, language).await?;
    // The log still has what other pages of this browser have caused.
    browser.driver.browser_log().await?;
    session.check("fits phones before the run", width::fits_phones(&browser)).await;
    session.check("accessible before the run", accessibility::is_accessible(&browser)).await;
    session.check("runs by keyboard", runs_by_keyboard(session, &browser)).await;
    session.check("fits phones after the run", width::fits_phones(&browser)).await;
    session.check("accessible after the run", is_accessible_unfolded(&browser)).await;
    session.check("results can be downloaded", results_can_be_downloaded(&browser)).await;
    session.check("runs by click", runs_by_click(session, &browser)).await;
    session.check("a link reproduces what was set", link_reproduces(&browser, &site)).await;
    session.check("no error in the console", console_has_no_error(&browser)).await;
    Ok(())
}

/// In Turkish, whose words are longer.
async fn lab_alone(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url(&format!("embed/?lang=tr&{RUN}"))).await?;
    Lab(&browser).until_idle().await?;
    session.check("fits phones before the run", width::fits_phones(&browser)).await;
    session.check("accessible before the run", accessibility::is_accessible(&browser)).await;
    session.check("runs by click", runs_by_click(&session, &browser)).await;
    session.check("fits phones after the run", width::fits_phones(&browser)).await;
    session.check("accessible after the run", is_accessible_unfolded(&browser)).await;
    Ok(())
}

async fn is_accessible_unfolded(browser: &Browser) -> Result<()> {
    // Folded parts belong to the page, too.
    browser.script::<()>("document.querySelectorAll('details').forEach((part) => { part.open = true; });", &[]).await?;
    accessibility::is_accessible(browser).await
}

async fn runs_by_click(session: &Session, browser: &Browser) -> Result<()> {
    shows_a_result(session.engine, &Lab(browser).run_to_end().await?)
}

async fn runs_by_keyboard(session: &Session, browser: &Browser) -> Result<()> {
    tab_to(browser, "kosut-lab[lab=speedup] [data-action=run]").await?;
    browser.press(Key::Enter).await?;
    shows_a_result(session.engine, &Lab(browser).until_finished().await?)
}

fn shows_a_result(engine: Engine, seen: &LabSnapshot) -> Result<()> {
    let rows = if engine.shares_memory() { 4 } else { 2 };
    ensure!(seen.rows.len() == rows, "the table has not {rows} rows: {:?}", seen.rows);
    ensure!(!seen.verdicts.is_empty(), "there is no verdict");
    for (verdict, text) in &seen.verdicts {
        let known = ["holds", "fails", "unclear", "unavailable"].contains(&verdict.as_str());
        ensure!(known && text.split(' ').count() > 3, "a verdict without words: {verdict}: {text}");
    }
    Ok(())
}

/// Presses Tab from the beginning of the page until the focus is on an element.
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

async fn results_can_be_downloaded(browser: &Browser) -> Result<()> {
    browser.script::<()>(KEEP_DOWNLOADS, &[]).await?;
    for form in ["json", "csv", "trace", "picture"] {
        browser.click(&format!("kosut-lab[lab=speedup] [data-download={form}]")).await?;
    }
    let saved = async || browser.script::<Vec<(String, String)>>("return window.saved;", &[]).await;
    let saved = until("four files are saved", saved, |saved| saved.len() == 4).await?;
    let text = |name: &str| saved.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text.as_str());
    report::check(&serde_json::from_str(text("kosut-speedup.json"))?)?;
    ensure!(text("kosut-speedup.csv").starts_with("lab,label,topology,sample,elapsed_ms\r\n"), "{saved:?}");
    let trace: serde_json::Value = serde_json::from_str(text("kosut-speedup-trace.json"))?;
    ensure!(trace["traceEvents"].as_array().is_some_and(|events| !events.is_empty()), "the trace is empty");
    ensure!(text("kosut-speedup.png").contains("PNG"), "the picture is not a PNG file");
    Ok(())
}

async fn link_reproduces(browser: &Browser, site: &Site) -> Result<()> {
    browser.replace_text("#speedup-size", "2000000").await?;
    let address = async || browser.script::<String>("return location.href;", &[]).await;
    let link = until("the address names the new size", address, |link| link.contains("size=2000000")).await?;
    // Another page in between, so that nothing is left of this one.
    browser.open(&site.root).await?;
    browser.open(&link).await?;
    Lab(browser).until_idle().await?;
    let value: String = browser.script("return document.querySelector('#speedup-size').value;", &[]).await?;
    ensure!(value == "2000000", "the link opens with size {value}");
    Ok(())
}

async fn console_has_no_error(browser: &Browser) -> Result<()> {
    // Warnings are not all ours: wasm-bindgen-rayon calls its glue in a way that the glue calls deprecated.
    let log = browser.driver.browser_log().await?;
    let errors: Vec<_> = log.iter().filter(|entry| entry.level == "SEVERE").map(|entry| &entry.message).collect();
    ensure!(errors.is_empty(), "the console has {errors:#?}");
    Ok(())
}

/// Where a lab ends in the window, and its height, in CSS pixels.
const EXTENT: &str = "
    const { bottom, height } = document.querySelector(arguments[0]).getBoundingClientRect();
    return [bottom, height].map(Math.round);";

/// Brings the text below a lab to the window's top, as for a reader who comes from below and has not met the lab yet. In
/// one script with the measurement: between two, the lab may have grown.
const COME_BELOW: &str = "
    const { bottom: below } = document.querySelector(arguments[0]).getBoundingClientRect();
    scrollBy({ top: Math.ceil(below), behavior: 'instant' });";

async fn text_keeps_its_place(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url("en/")).await?;
    let look =
        async |first: &str, lab: &str| browser.script::<(i32, i32)>(&format!("{first}{EXTENT}"), &[lab.into()]).await;
    let until_idle =
        async |lab: &str| until("it can be run", async || look_at(&browser, lab).await, LabSnapshot::is_idle).await;
    // The first lab that a reader comes near brings the code of all.
    let (first, lab) = ("kosut-lab[lab=crash]", "kosut-lab[lab=gil]");
    look(COME_BELOW, first).await?;
    until_idle(first).await?;
    let (bottom, height) = look(COME_BELOW, lab).await?;
    until_idle(lab).await?;
    let stays = |&(now, grown): &(i32, i32)| grown > height && (now - bottom).abs() <= ROUNDING_PX;
    until("the lab has grown above the text", async || look("", lab).await, stays).await?;
    Ok(())
}
