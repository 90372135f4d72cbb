//! axe-core finds no violation: on every page, in both languages and both themes, before and after a run.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{bench::Bench, browser::Browser, engine::Engine, lab::Lab, site::Site};
use serde_json::json;

use crate::Suite;

const AXE: &str = "../../www/node_modules/axe-core/axe.min.js";
const LAB: &str = "lab=speedup&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1,2x2";

pub fn add(suite: &mut Suite) {
    for theme in ["light", "dark"] {
        suite.add(&[Engine::Chromium], &format!("accessibility::{theme}::first_page"), async move |bench: Bench| {
            let (site, browser) = (Site::isolated(&bench.dist)?, themed(&bench, theme).await?);
            // The first page goes on to another one, which it cannot without scripts.
            let without = |off: bool| browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": off }));
            without(true).await?;
            browser.open(&site.root).await?;
            without(false).await?;
            has_no_violation(&browser, "the first page").await
        });
        for (language, page) in [
            ("en", format!("en/?{LAB}#speedup")),
            ("tr", format!("tr/?{LAB}#speedup")),
            ("en", format!("embed/?lang=en&{LAB}")),
            ("tr", format!("embed/?lang=tr&{LAB}")),
        ] {
            let kind = if page.starts_with("embed") { "embed" } else { "article" };
            let name = format!("accessibility::{theme}::{language}::{kind}");
            suite.add(&[Engine::Chromium], &name, async move |bench: Bench| lab_page(&bench, theme, &page).await);
        }
        suite.add(&[Engine::Chromium], &format!("accessibility::{theme}::errors"), async move |bench: Bench| {
            let (site, browser) = (Site::isolated(&bench.dist)?, themed(&bench, theme).await?);
            for page in ["embed/?lab=nonsense&lang=en", "embed/?lab=speedup&lang=en&size=0"] {
                browser.open(&site.url(page)).await?;
                Lab(&browser).until("an error is told", |seen| !seen.errors.is_empty()).await?;
                has_no_violation(&browser, page).await?;
            }
            Ok(())
        });
    }
}

pub async fn themed(bench: &Bench, theme: &str) -> Result<Browser> {
    let browser = bench.browser().await?;
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
    browser.devtools("Emulation.setEmulatedMedia", features).await?;
    Ok(browser)
}

async fn lab_page(bench: &Bench, theme: &str, page: &str) -> Result<()> {
    let (site, browser) = (Site::isolated(&bench.dist)?, themed(bench, theme).await?);
    browser.open(&site.url(page)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    has_no_violation(&browser, "before the run").await?;
    lab.run_to_end().await?;
    // Whatever is folded belongs to the page too.
    browser.script::<()>("document.querySelectorAll('details').forEach((part) => { part.open = true; });", &[]).await?;
    has_no_violation(&browser, "after the run").await?;
    // The reader's own choice of a theme, against the system's.
    let other = if theme == "light" { "dark" } else { "light" };
    browser.script::<()>("document.documentElement.dataset.theme = arguments[0];", &[other.into()]).await?;
    has_no_violation(&browser, "with the other theme chosen").await
}

pub async fn has_no_violation(browser: &Browser, when: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let axe = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let check = format!(
        "{axe};
         // Colours that are still changing are not what a reader sees.
         await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
         const {{ violations }} = await window.axe.run();
         return violations.flatMap(({{ id, nodes }}) => nodes.map((node) =>
             `${{id}}: ${{node.target.join(' ')}}: ${{node.failureSummary}}`));"
    );
    let violations: Vec<String> = browser.script(&check, &[]).await?;
    ensure!(violations.is_empty(), "axe-core finds, {when}:\n{}", violations.join("\n"));
    Ok(())
}
