//! Nobody has to read the console: a run leaves no error in it.

use anyhow::ensure;
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, site::Site};

use crate::Suite;

pub fn add(suite: &mut Suite) {
    for language in ["en", "tr"] {
        suite.add(&[Engine::Chromium], &format!("console::{language}::no_errors"), async move |bench: Bench| {
            let site = Site::isolated(&bench.dist)?;
            let browser = bench.browser().await?;
            let page = "?lab=speedup&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1,2x2#speedup";
            browser.open(&site.url(&format!("{language}/{page}"))).await?;
            let lab = Lab(&browser);
            lab.until_idle().await?;
            lab.run_to_end().await?;
            let log = browser.driver.browser_log().await?;
            // Warnings are not all ours: wasm-bindgen-rayon calls its glue in a way that the glue calls deprecated.
            let errors = log.iter().filter(|entry| entry.level == "SEVERE");
            let told: Vec<_> = errors.map(|entry| &entry.message).collect();
            ensure!(told.is_empty(), "the console says {told:#?}");
            Ok(())
        });
    }
}
