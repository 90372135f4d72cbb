//! What each kernel shows: nothing is wider than a phone, and axe-core finds no violation.

use anyhow::Result;
use kosut::kernels;
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, site::Site};

use crate::{Suite, accessibility, width};

/// A narrow phone.
const WIDTH: u32 = 360;

pub fn add(suite: &mut Suite) {
    // Each kernel in one language and one theme; both of both are looked at.
    let looks = [("tr", "light"), ("en", "dark"), ("tr", "dark"), ("en", "light")];
    for (entry, (language, theme)) in kernels::REGISTRY.iter().zip(looks.into_iter().cycle()) {
        let (id, size) = (entry.id, crate::embed::size(entry));
        let name = format!("kernels_seen::{id}::{language}::{theme}");
        suite.add(&[Engine::Chromium], &name, async move |bench: Bench| {
            let query = format!("embed/?lab=speedup&lang={language}&kernel={id}&size={size}&topologies=2x1");
            shows(&bench, theme, &query).await
        });
    }
}

async fn shows(bench: &Bench, theme: &str, query: &str) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = accessibility::themed(bench, theme).await?;
    browser.set_width(WIDTH).await?;
    browser.open(&site.url(query)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run_to_end().await?;
    width::nothing_is_wider(&browser, WIDTH, "after the run").await?;
    accessibility::has_no_violation(&browser, "after the run").await
}
