//! Files that are missing or corrupt: each ends in a sentence, and when the fault is lifted, Run works without loading
//! the page again.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    engine::Engine,
    faults::Fault::{self, Corrupt, Missing, Stalled},
    lab::{Lab, Seen},
    site::Site,
    wait::until,
};

use crate::Suite;

/// A page, and how many rows a whole result of it has.
const SPEEDUP: (&str, usize) =
    ("embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1", 3);
const GIL: (&str, usize) = ("embed/?lab=gil&lang=en&size=20&wait=10&workers=2", 8);

/// Name, part of the file's path, what is wrong with it, and whether the page needs it before the first run.
const FAULTS: [(&str, &str, Fault, bool); 9] = [
    ("conductor_script_missing", "/assets/conductor-", Missing, true),
    ("plain_glue_missing", "/plain/kosut.js", Missing, true),
    ("plain_wasm_missing", "/plain/kosut_bg.wasm", Missing, true),
    ("plain_wasm_corrupt", "/plain/kosut_bg.wasm", Corrupt, true),
    ("process_script_missing", "/assets/process-", Missing, false),
    ("process_script_corrupt", "/assets/process-", Corrupt, false),
    ("threads_glue_missing", "/threads/kosut.js", Missing, false),
    ("threads_wasm_missing", "/threads/kosut_bg.wasm", Missing, false),
    ("threads_wasm_corrupt", "/threads/kosut_bg.wasm", Corrupt, false),
];

/// The same of the small Python's files, none of which a page needs before somebody asks for a program.
const FAULTS_OF_PYTHON: [(&str, &str, Fault); 3] = [
    ("compiler_wasm_missing", "/compiler/kosut_bg.wasm", Missing),
    ("python_threads_glue_missing", "/python-threads/kosut.js", Missing),
    ("python_threads_wasm_corrupt", "/python-threads/kosut_bg.wasm", Corrupt),
];

pub fn add(suite: &mut Suite) {
    for (name, part, fault, at_once) in FAULTS {
        suite.add(&Engine::DIFFERENT, &format!("faults::{name}"), async move |bench: Bench| {
            is_told_and_survived(&bench, SPEEDUP, part, fault, at_once).await
        });
    }
    for (name, part, fault) in FAULTS_OF_PYTHON {
        suite.add(&Engine::DIFFERENT, &format!("faults::{name}"), async move |bench: Bench| {
            is_told_and_survived(&bench, GIL, part, fault, false).await
        });
    }
    let name = "faults::leaving_while_wasm_loads_harms_nothing";
    suite.add(&Engine::DIFFERENT, name, leaving_while_wasm_loads_harms_nothing);
}

/// Whoever leaves a page while its wasm is on the way finds the next page as good as new.
async fn leaving_while_wasm_loads_harms_nothing(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    site.faults.set("/plain/kosut_bg.wasm", Stalled);
    let page = site.url(SPEEDUP.0);
    browser.open(&page).await?;
    let stalled = async || Ok(site.faults.times_stalled());
    until("the wasm is on its way", stalled, |times| *times > 0).await?;
    site.faults.lift();
    browser.open(&page).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run_to_end().await?;
    Ok(())
}

async fn is_told_and_survived(
    bench: &Bench,
    (page, rows): (&str, usize),
    part: &str,
    fault: Fault,
    at_once: bool,
) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = Lab(&browser);
    site.faults.set(part, fault);
    browser.open(&site.url(page)).await?;
    if !at_once {
        lab.until_idle().await?;
        lab.run().await?;
    }
    let seen = lab.until("the lab says what is wrong", Seen::has_failed).await?;
    ensure!(seen.errors.iter().all(|sentence| sentence.split(' ').count() > 3), "no sentence: {:?}", seen.errors);
    ensure!(seen.can_run, "Run cannot be pressed again: {seen:#?}");
    lab.until_no_process().await?;

    // As long as the fault lasts, trying again ends in a sentence again.
    lab.run().await?;
    lab.until("the lab says it again", Seen::has_failed).await?;

    site.faults.lift();
    // The page looks by itself whether the fault is gone; then the controls appear and push the button down, under any
    // pointer that is on its way.
    browser.script::<()>("document.querySelector('[data-action=run]').click();", &[]).await?;
    let seen = lab.until_finished().await?;
    ensure!(seen.rows.len() == rows && seen.fields > 0, "not a whole result: {seen:#?}");
    Ok(())
}
