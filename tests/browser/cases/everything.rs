//! *Run everything*: real runs fill the article's closing tables, and can be cancelled and resumed.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use jsonschema::validator_for;
use kosut_browser_tests::{
    browser::Browser, engine::Engine, faults::Fault::Missing, lab::Lab, session::Session, site::Site, wait::until,
};
use serde::Deserialize;
use serde_json::Value;

use crate::{Suite, accessibility, article::KEEP_DOWNLOADS, width};

/// Two claims whose labs take little time.
const TWO: &str = "lab=everything&only=threads.race,processes.memory#everything";

/// Their ids, in the order of the tables.
const IDS: [&str; 2] = ["threads.race", "processes.memory"];

/// The tables and the controls above them at one moment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tables {
    /// `true` if *Run everything* can be pressed.
    can_run: bool,
    can_resume: bool,
    can_stop: bool,
    /// The share that the progress bar shows, while there is one.
    share: Option<f64>,
    phase: String,
    errors: Vec<String>,
    /// Claims that have a verdict: id, verdict, sentence, and the address of the link.
    verdicts: Vec<(String, String, String, String)>,
    /// Number of cells for claims.
    cells: usize,
}

const LOOK: &str = "
    const root = document.querySelector('kosut-everything');
    const words = (element) => (element?.innerText ?? '').replace(/\\s+/g, ' ').trim();
    const pressable = (name) => [...root.querySelectorAll(`[data-action=${name}]`)].some((button) => !button.disabled);
    return {
        canRun: pressable('run'),
        canResume: pressable('resume'),
        canStop: pressable('stop'),
        share: root.querySelector('progress')?.value ?? null,
        phase: words(root.querySelector('.lab-progress')),
        errors: [...root.querySelectorAll('[role=alert]')].map(words),
        verdicts: [...root.querySelectorAll('.every-verdict')].map((cell) => [
            cell.dataset.of, cell.dataset.verdict, words(cell),
            cell.closest('tr').querySelector('a')?.href ?? '',
        ]),
        cells: root.querySelectorAll('tr[data-claim] td').length,
    };";

impl Tables {
    fn measured(&self) -> Vec<&str> {
        self.verdicts.iter().filter(|(_, verdict, ..)| verdict != "unavailable").map(|(id, ..)| id.as_str()).collect()
    }

    /// Returns whether a run is over in which these claims got their verdicts.
    fn is_over(&self, ids: &[&str]) -> bool {
        self.can_run && ids.iter().all(|id| self.of(id).is_ok())
    }

    fn of(&self, id: &str) -> Result<&(String, String, String, String)> {
        self.verdicts.iter().find(|(other, ..)| other == id).with_context(|| format!("{id} has no verdict: {self:#?}"))
    }
}

pub fn add(suite: &mut Suite) {
    for (engine, language) in [(Engine::Chromium, "tr"), (Engine::Firefox, "en"), (Engine::WebKitPrivate, "en")] {
        suite.add(&[engine], &format!("everything::{language}::fills_the_tables"), async move |session: Session| {
            fills_the_tables(&session, language).await
        });
    }
    suite.add(&[Engine::Chromium, Engine::Firefox], "everything::is_cancelled_and_resumed", is_cancelled_and_resumed);
    suite.add(&[Engine::Chromium], "everything::what_goes_wrong_is_named", what_goes_wrong_is_named);
}

async fn seen(browser: &Browser, what: &str, ready: impl FnMut(&Tables) -> bool) -> Result<Tables> {
    until(what, async || browser.script::<Tables>(LOOK, &[]).await, ready).await
}

/// Opens an article at its tables and waits until they can be filled.
async fn open(session: &Session, site: &Site, page: &str) -> Result<Browser> {
    let browser = session.browser().await?;
    browser.open(&site.url(page)).await?;
    let near = "document.querySelector('kosut-everything').scrollIntoView({ behavior: 'instant' });";
    browser.script::<()>(near, &[]).await?;
    Ok(browser)
}

async fn press(browser: &Browser, action: &str) -> Result<()> {
    browser.click(&format!("kosut-everything [data-action={action}]")).await
}

async fn fills_the_tables(session: &Session, language: &str) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = open(session, &site, &format!("{language}/?{TWO}")).await?;
    seen(&browser, "it can be run", |seen| seen.can_run).await?;
    let looks = session.engine == Engine::Chromium;
    if looks {
        session.check("fits phones before the run", width::fits_phones(&browser)).await;
    }
    press(&browser, "run").await?;
    let end = seen(&browser, "both labs have run", |seen| seen.is_over(&IDS)).await?;
    let shares = session.engine.shares_memory();
    session.check("each claim has its verdict", async { each_claim_has_its_verdict(&end, shares) }).await;
    if looks {
        session.check("fits phones after the run", width::fits_phones(&browser)).await;
        session.check("accessible after the run", accessibility::is_accessible(&browser)).await;
    }
    session.check("the results can be downloaded", results_can_be_downloaded(&browser)).await;
    let link = end.of("processes.memory")?.3.clone();
    session.check("the link reproduces the parameters", link_reproduces_the_parameters(&browser, &link)).await;
    Ok(())
}

fn each_claim_has_its_verdict(end: &Tables, shares: bool) -> Result<()> {
    ensure!(end.errors.is_empty() && end.cells == 17, "{end:#?}");
    let expected = if shares { &IDS[..] } else { &IDS[1..] };
    ensure!(end.measured() == expected, "not {expected:?}: {end:#?}");
    let (_, _, words, link) = end.of("processes.memory")?;
    // The memory of processes is the same each time, so there is no interval.
    let no_spread = ["no visible spread", "görünür saçılım yok"].iter().any(|none| words.contains(none));
    ensure!(words.contains('×') && no_spread, "no number with its spread: {words}");
    ensure!(link.contains("workers=3") && link.contains("samples=7") && link.ends_with("#memory"), "{link}");
    ensure!(shares || end.of("threads.race")?.2.split(' ').count() > 8, "it does not say why: {end:#?}");
    Ok(())
}

async fn results_can_be_downloaded(browser: &Browser) -> Result<()> {
    browser.script::<()>(KEEP_DOWNLOADS, &[]).await?;
    for form in ["json", "csv", "picture"] {
        browser.click(&format!("kosut-everything [data-download={form}]")).await?;
    }
    let saved = async || browser.script::<Vec<(String, String)>>("return window.saved;", &[]).await;
    let saved = until("three files are saved", saved, |saved| saved.len() == 3).await?;
    let text = |name: &str| saved.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text.as_str());
    check(&serde_json::from_str(text("kosut-everything.json"))?)?;
    ensure!(text("kosut-everything.csv").lines().count() == 18, "{saved:#?}");
    let picture = text("kosut-everything.svg");
    ensure!(picture.starts_with("<svg ") && picture.contains("✓"), "{picture}");
    let drawn = "const drawing = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
        return drawing.querySelector('parsererror')?.textContent ?? '';";
    let wrong: String = browser.script(drawn, &[picture.into()]).await?;
    ensure!(wrong.is_empty(), "the picture is no SVG: {wrong}");
    Ok(())
}

async fn link_reproduces_the_parameters(browser: &Browser, link: &str) -> Result<()> {
    browser.open(link).await?;
    Lab(browser).until_idle().await?;
    let workers: String = browser.script("return document.querySelector('#memory-workers').value;", &[]).await?;
    ensure!(workers == "3", "the link opens with {workers} workers");
    Ok(())
}

fn check(report: &Value) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../everything.schema.json");
    let schema = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let validator = validator_for(&serde_json::from_str(&schema)?)?;
    let errors: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
    ensure!(errors.is_empty(), "the report does not satisfy its schema: {errors:#?}\n{report:#}");
    ensure!(report["complete"] == true && report["labs"].as_array().is_some_and(|labs| labs.len() == 2), "{report:#}");
    Ok(())
}

async fn is_cancelled_and_resumed(session: Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = open(&session, &site, &format!("en/?{TWO}")).await?;
    seen(&browser, "it can be run", |seen| seen.can_run).await?;
    press(&browser, "run").await?;
    session.check("labs are busy meanwhile", labs_are_busy_meanwhile(&browser)).await;
    session.check("Stop keeps what was measured", stop_keeps_what_was_measured(&browser)).await;
    session.check("it begins anew", begins_anew(&browser)).await;
    Ok(())
}

async fn labs_are_busy_meanwhile(browser: &Browser) -> Result<()> {
    let running = seen(browser, "it runs", |seen| seen.share.is_some() && seen.phase.contains("claim")).await?;
    ensure!(running.phase.contains("1 of 2") && running.phase.contains("estimate"), "{running:#?}");
    // The lab above has been drawn by now, or soon is.
    let press_run = "const button = document.querySelector('kosut-lab[lab=crash] [data-action=run]');
        button?.click();
        return button !== null && !button.disabled;";
    let pressed = async || browser.script::<bool>(press_run, &[]).await;
    until("the lab's button is pressed", pressed, |pressed| *pressed).await?;
    let alert = "return document.querySelector('kosut-lab[lab=crash] [role=alert]')?.innerText ?? '';";
    let alert = async || browser.script::<String>(alert, &[]).await;
    until("the lab says that it cannot run", alert, |alert| alert.contains("under way")).await.map(drop)
}

async fn stop_keeps_what_was_measured(browser: &Browser) -> Result<()> {
    // The first lab has ended, the second is under way.
    let under_way =
        |seen: &Tables| seen.verdicts.iter().any(|(id, ..)| id == "processes.memory") && seen.share.is_some();
    seen(browser, "one claim is measured", under_way).await?;
    press(browser, "stop").await?;
    let stopped = seen(browser, "it has stopped", |seen| seen.can_resume && !seen.can_stop).await?;
    ensure!(stopped.measured() == ["processes.memory"] && stopped.errors.is_empty(), "{stopped:#?}");
    Lab(browser).until_no_process().await?;
    let before = stopped.of("processes.memory")?.2.clone();
    press(browser, "resume").await?;
    let end = seen(browser, "the rest is measured", |seen| seen.can_run && seen.measured().len() == 2).await?;
    ensure!(end.of("processes.memory")?.2 == before, "what was measured was measured again: {end:#?}");
    ensure!(!end.can_resume, "nothing is missing, but it can be resumed: {end:#?}");
    Ok(())
}

async fn begins_anew(browser: &Browser) -> Result<()> {
    press(browser, "run").await?;
    seen(browser, "it runs again", |seen| seen.can_stop).await?;
    press(browser, "stop").await?;
    seen(browser, "it has stopped again", |seen| seen.can_run && !seen.can_stop).await.map(drop)
}

async fn what_goes_wrong_is_named(session: Session) -> Result<()> {
    session.check("a lab that fails costs its own claims", a_failure_costs_its_own_claims(&session)).await;
    session.check("unknown claims are refused", unknown_claims_are_refused(&session)).await;
    Ok(())
}

async fn a_failure_costs_its_own_claims(session: &Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    site.faults.set("/threads/kosut_bg.wasm", Missing);
    // The lab `race` needs threads; that of `processes.parallel` has processes only.
    let page = "en/?lab=everything&only=threads.race,processes.parallel&autorun=1#everything";
    let browser = open(session, &site, page).await?;
    let both = ["threads.race", "processes.parallel"];
    let end = seen(&browser, "both labs have ended", |seen| seen.is_over(&both)).await?;
    ensure!(end.measured() == ["processes.parallel"], "{end:#?}");
    ensure!(end.of("threads.race")?.2.contains("could not be started"), "it does not say why: {end:#?}");
    Ok(())
}

async fn unknown_claims_are_refused(session: &Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = open(session, &site, "en/?lab=everything&only=threads.speed#everything").await?;
    let refused = seen(&browser, "it says what is wrong", |seen| !seen.errors.is_empty()).await?;
    ensure!(!refused.can_run && refused.errors[0].contains("threads.speed"), "{refused:#?}");
    press(&browser, "defaults").await?;
    seen(&browser, "it can be run", |seen| seen.can_run && seen.errors.is_empty()).await.map(drop)
}
