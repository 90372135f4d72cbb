//! *Run everything*: the article's closing tables are filled by real runs, which can be cancelled and gone on with.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use jsonschema::validator_for;
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::{Engine, Wishes},
    faults::Fault::Missing,
    lab::Lab,
    site::Site,
    wait::until,
};
use serde::Deserialize;
use serde_json::Value;

use crate::{Suite, accessibility::has_no_violation, width::nothing_is_wider};

/// Two claims whose labs are soon done.
const TWO: &str = "lab=everything&only=threads.race,processes.memory#everything";

/// Their ids, in the order of the tables.
const IDS: [&str; 2] = ["threads.race", "processes.memory"];

/// What can be seen of the tables and what stands above them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    /// Whether the page shows its tables with a button that can be pressed.
    can_run: bool,
    can_resume: bool,
    can_stop: bool,
    /// The progress bar, when there is one.
    share: Option<f64>,
    phase: String,
    errors: Vec<String>,
    /// Claims that have a verdict, with it, their words, and where their links lead.
    verdicts: Vec<(String, String, String, String)>,
    /// Cells of claims.
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

/// Instead of to the reader's disk, files go to the test.
const KEEP: &str = "
    window.saved = [];
    HTMLAnchorElement.prototype.click = function () {
        const { download, href } = this;
        void fetch(href).then((file) => file.text()).then((text) => saved.push([download, text]));
    };";

impl Seen {
    fn measured(&self) -> Vec<&str> {
        self.verdicts.iter().filter(|(_, verdict, ..)| verdict != "unavailable").map(|(id, ..)| id.as_str()).collect()
    }

    /// Whether a run is over in which these claims got their verdicts.
    fn is_over(&self, ids: &[&str]) -> bool {
        self.can_run && ids.iter().all(|id| self.of(id).is_ok())
    }

    fn of(&self, id: &str) -> Result<&(String, String, String, String)> {
        self.verdicts.iter().find(|(other, ..)| other == id).with_context(|| format!("{id} has no verdict: {self:#?}"))
    }
}

pub fn add(suite: &mut Suite) {
    for (engines, language) in [(&[Engine::Chromium, Engine::WebKitPrivate][..], "en"), (&[Engine::Firefox], "tr")] {
        suite.add(engines, &format!("everything::{language}::fills_the_tables"), async move |bench: Bench| {
            fills_the_tables(&bench, language).await
        });
    }
    let both = [Engine::Chromium, Engine::Firefox];
    suite.add(&both, "everything::is_cancelled_and_resumed", is_cancelled_and_resumed);
    suite.add(&both, "everything::a_lab_that_fails_costs_its_own_claims", a_lab_that_fails_costs_its_own_claims);
    suite.add(&both, "everything::labs_are_busy_meanwhile", labs_are_busy_meanwhile);
    suite.add(&both, "everything::wrong_claims_are_refused", wrong_claims_are_refused);
    for language in ["en", "tr"] {
        let name = format!("everything::{language}::stands_without_scripts");
        suite.add(&[Engine::Firefox], &name, async move |bench: Bench| stands_without_scripts(&bench, language).await);
    }
    suite.add(&[Engine::Chromium], "everything::fits_a_phone_and_has_no_violation", fits_and_has_no_violation);
}

async fn seen(browser: &Browser, what: &str, ready: impl FnMut(&Seen) -> bool) -> Result<Seen> {
    until(what, async || browser.script::<Seen>(LOOK, &[]).await, ready).await
}

/// Opens an article at its tables and waits until they can be filled.
async fn open(bench: &Bench, site: &Site, page: &str) -> Result<Browser> {
    let browser = bench.browser().await?;
    browser.open(&site.url(page)).await?;
    let near = "document.querySelector('kosut-everything').scrollIntoView({ behavior: 'instant' });";
    browser.script::<()>(near, &[]).await?;
    Ok(browser)
}

async fn press(browser: &Browser, action: &str) -> Result<()> {
    browser.click(&format!("kosut-everything [data-action={action}]")).await
}

async fn fills_the_tables(bench: &Bench, language: &str) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = open(bench, &site, &format!("{language}/?{TWO}")).await?;
    seen(&browser, "it can be run", |seen| seen.can_run).await?;
    press(&browser, "run").await?;
    let end = seen(&browser, "both labs have run", |seen| seen.is_over(&IDS)).await?;
    let shares = bench.engine.shares_memory();
    ensure!(end.errors.is_empty() && end.cells == 17, "{end:#?}");
    let expected = if shares { &IDS[..] } else { &IDS[1..] };
    ensure!(end.measured() == expected, "not {expected:?}: {end:#?}");
    let (_, _, words, link) = end.of("processes.memory")?;
    ensure!(words.contains('×') && words.contains("95"), "no number with its interval: {words}");
    ensure!(link.contains("workers=3") && link.contains("samples=7") && link.ends_with("#memory"), "{link}");
    ensure!(shares || end.of("threads.race")?.2.split(' ').count() > 8, "it does not say why: {end:#?}");

    browser.script::<()>(KEEP, &[]).await?;
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

    // The link reproduces the lab's parameters.
    browser.open(link).await?;
    Lab(&browser).until_idle().await?;
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

async fn is_cancelled_and_resumed(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = open(&bench, &site, &format!("en/?{TWO}")).await?;
    seen(&browser, "it can be run", |seen| seen.can_run).await?;
    press(&browser, "run").await?;
    // The first lab has ended, the second is under way.
    let under_way = |seen: &Seen| seen.verdicts.iter().any(|(id, ..)| id == "processes.memory") && seen.share.is_some();
    seen(&browser, "one claim is measured", under_way).await?;
    press(&browser, "stop").await?;
    let stopped = seen(&browser, "it has stopped", |seen| seen.can_resume && !seen.can_stop).await?;
    ensure!(stopped.measured() == ["processes.memory"] && stopped.errors.is_empty(), "{stopped:#?}");
    Lab(&browser).until_no_process().await?;
    let before = stopped.of("processes.memory")?.2.clone();
    press(&browser, "resume").await?;
    let end = seen(&browser, "the rest is measured", |seen| seen.can_run && seen.measured().len() == 2).await?;
    ensure!(end.of("processes.memory")?.2 == before, "what was measured was measured again: {end:#?}");
    ensure!(!end.can_resume, "nothing is missing, but it can be resumed: {end:#?}");
    // From here, everything begins anew.
    press(&browser, "run").await?;
    seen(&browser, "it runs again", |seen| seen.can_stop).await?;
    press(&browser, "stop").await?;
    seen(&browser, "it has stopped again", |seen| seen.can_run && !seen.can_stop).await.map(drop)
}

async fn a_lab_that_fails_costs_its_own_claims(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    site.faults.set("/threads/kosut_bg.wasm", Missing);
    // The lab `race` needs threads; that of `processes.parallel` has processes only.
    let page = "en/?lab=everything&only=threads.race,processes.parallel&autorun=1#everything";
    let browser = open(&bench, &site, page).await?;
    let both = ["threads.race", "processes.parallel"];
    let end = seen(&browser, "both labs have ended", |seen| seen.is_over(&both)).await?;
    ensure!(end.measured() == ["processes.parallel"], "{end:#?}");
    ensure!(end.of("threads.race")?.2.contains("could not be started"), "it does not say why: {end:#?}");
    Ok(())
}

async fn labs_are_busy_meanwhile(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = open(&bench, &site, &format!("en/?{TWO}")).await?;
    seen(&browser, "it can be run", |seen| seen.can_run).await?;
    press(&browser, "run").await?;
    let running = seen(&browser, "it runs", |seen| seen.share.is_some() && seen.phase.contains("claim")).await?;
    ensure!(running.phase.contains("1 of 2") && running.phase.contains("estimate"), "{running:#?}");
    // The lab above has been drawn by now, or soon is.
    let press_run = "const button = document.querySelector('kosut-lab[lab=crash] [data-action=run]');
        button?.click();
        return button !== null && !button.disabled;";
    let pressed = async || browser.script::<bool>(press_run, &[]).await;
    until("the lab's button is pressed", pressed, |pressed| *pressed).await?;
    let told = "return document.querySelector('kosut-lab[lab=crash] [role=alert]')?.innerText ?? '';";
    let told = async || browser.script::<String>(told, &[]).await;
    until("the lab says that it cannot run", told, |told| told.contains("under way")).await?;
    press(&browser, "stop").await?;
    seen(&browser, "it has stopped", |seen| seen.can_run && !seen.can_stop).await.map(drop)
}

async fn wrong_claims_are_refused(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = open(&bench, &site, "en/?lab=everything&only=threads.speed#everything").await?;
    let refused = seen(&browser, "it says what is wrong", |seen| !seen.errors.is_empty()).await?;
    ensure!(!refused.can_run && refused.errors[0].contains("threads.speed"), "{refused:#?}");
    press(&browser, "defaults").await?;
    seen(&browser, "it can be run", |seen| seen.can_run && seen.errors.is_empty()).await.map(drop)
}

async fn stands_without_scripts(bench: &Bench, language: &str) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let wishes = Wishes { without_scripts: true, ..Wishes::default() };
    let browser = bench.browser_with(&wishes).await?;
    browser.open(&site.url(&format!("{language}/#everything"))).await?;
    for (row, count) in [("tr[data-claim]", 17), ("table", 3), (".lab-fallback", 1)] {
        let found = browser.driver.find_all(thirtyfour::By::Css(format!("kosut-everything {row}"))).await?;
        ensure!(found.len() == count, "{} of {row} in {language}", found.len());
        for element in found {
            ensure!(!element.text().await?.trim().is_empty(), "{row} is empty in {language}");
        }
    }
    Ok(())
}

async fn fits_and_has_no_violation(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    for language in ["en", "tr"] {
        let browser = bench.browser().await?;
        browser.set_width(360).await?;
        browser.open(&site.url(&format!("{language}/?{TWO}"))).await?;
        let near = "document.querySelector('kosut-everything').scrollIntoView({ behavior: 'instant' });";
        browser.script::<()>(near, &[]).await?;
        seen(&browser, "it can be run", |seen| seen.can_run).await?;
        nothing_is_wider(&browser, 360, "before the run").await?;
        press(&browser, "run").await?;
        seen(&browser, "both labs have run", |seen| seen.is_over(&IDS)).await?;
        nothing_is_wider(&browser, 360, "after the run").await?;
        has_no_violation(&browser, "after the run").await?;
    }
    Ok(())
}
