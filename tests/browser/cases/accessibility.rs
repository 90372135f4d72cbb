//! axe-core finds no violation: on the first page, and wherever other cases ask it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{browser::Browser, engine::Engine, lab::Lab, session::Session, site::Site};
use serde_json::json;

use crate::Suite;

const AXE: &str = "../../www/node_modules/axe-core/axe.min.js";

/// The themes of the page.
pub const THEMES: [&str; 2] = ["light", "dark"];

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "accessibility::first_page_and_errors", first_page_and_errors);
}

async fn first_page_and_errors(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    for theme in THEMES {
        set_theme(&browser, theme).await?;
        let first_page = async {
            // The first page leads to another one, which it cannot do without scripts.
            let without = |off: bool| browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": off }));
            without(true).await?;
            browser.open(&site.root).await?;
            without(false).await?;
            has_no_violation(&browser).await
        };
        session.check(format!("{theme}: the first page"), first_page).await;
        for page in ["embed/?lab=nonsense&lang=en", "embed/?lab=speedup&lang=en&size=0"] {
            let error = async {
                browser.open(&site.url(page)).await?;
                Lab(&browser).until("an error is shown", |seen| !seen.errors.is_empty()).await?;
                has_no_violation(&browser).await
            };
            session.check(format!("{theme}: {page}"), error).await;
        }
    }
    Ok(())
}

/// Makes the system's theme `light` or `dark`, for the page that is current. Chromium only.
///
/// # Errors
/// Returns an error when the driver refuses.
pub async fn set_theme(browser: &Browser, theme: &str) -> Result<()> {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
    browser.devtools("Emulation.setEmulatedMedia", features).await.map(drop)
}

/// Checks the page with axe-core, in both themes. Only colours depend on the theme.
///
/// # Errors
/// The violations, each with its theme and its place.
pub async fn is_accessible(browser: &Browser) -> Result<()> {
    for (theme, options) in THEMES.into_iter().zip(["{}", "{ runOnly: ['color-contrast'] }"]) {
        // The reader's own choice of a theme, which goes before the system's.
        browser.script::<()>("document.documentElement.dataset.theme = arguments[0];", &[theme.into()]).await?;
        run_axe(browser, options).await.with_context(|| format!("in the {theme} theme"))?;
    }
    browser.script("delete document.documentElement.dataset.theme;", &[]).await
}

/// Checks the page as it is now with axe-core.
///
/// # Errors
/// The violations, each with its place.
pub async fn has_no_violation(browser: &Browser) -> Result<()> {
    run_axe(browser, "{}").await
}

/// Runs axe-core with options, written in JavaScript.
async fn run_axe(browser: &Browser, options: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let axe = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let check = format!(
        "{axe};
         // Colours that are still changing are not what a reader sees.
         await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
         const {{ violations }} = await window.axe.run(document, {options});
         return violations.flatMap(({{ id, nodes }}) => nodes.map((node) =>
             `${{id}}: ${{node.target.join(' ')}}: ${{node.failureSummary}}`));"
    );
    let violations: Vec<String> = browser.script(&check, &[]).await?;
    ensure!(violations.is_empty(), "axe-core finds:\n{}", violations.join("\n"));
    Ok(())
}
