//! On a phone nothing is wider than the page.

use anyhow::{Result, ensure};
use kosut_browser_tests::{bench::Bench, browser::Browser, engine::Engine, lab::Lab, site::Site};

use crate::Suite;

const LAB: &str = "lab=speedup&kernel=mandelbrot&size=256&workers=2&topologies=1x2,2x1,2x2";

pub fn add(suite: &mut Suite) {
    for width in [360, 390] {
        for language in ["en", "tr"] {
            for page in [format!("{language}/?{LAB}#speedup"), format!("embed/?lang={language}&{LAB}")] {
                let kind = if page.starts_with("embed") { "embed" } else { "article" };
                let name = format!("width::{width}::{language}::{kind}");
                suite.add(&[Engine::Chromium], &name, async move |bench: Bench| fits(&bench, width, &page).await);
            }
        }
    }
}

async fn fits(bench: &Bench, width: u32, page: &str) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.set_width(width).await?;
    browser.open(&site.url(page)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    nothing_is_wider(&browser, width, "before the run").await?;
    lab.run_to_end().await?;
    nothing_is_wider(&browser, width, "after the run").await
}

pub async fn nothing_is_wider(browser: &Browser, width: u32, when: &str) -> Result<()> {
    let wider = "
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return [root.clientWidth, []];
        const wider = [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5)
            .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
        return [root.clientWidth, wider];";
    let (page, wider): (u32, Vec<String>) = browser.script(wider, &[]).await?;
    ensure!(page == width, "the page is {page} px wide, not {width}");
    ensure!(wider.is_empty(), "wider than {width} px {when}: {}", wider.join(", "));
    Ok(())
}
