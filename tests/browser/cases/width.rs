//! On a phone nothing is wider than the page.

use anyhow::{Result, ensure};
use kosut_browser_tests::browser::Browser;

/// Widths of phones, in CSS pixels.
pub const PHONES: [u32; 2] = [360, 390];

/// Names the elements that reach beyond the right edge of a page that scrolls sideways.
const OVERFLOWING: &str = "
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5)
        .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);";

/// Checks that the page as it is now does not scroll sideways.
///
/// # Errors
/// The elements that are too wide.
pub async fn nothing_overflows(browser: &Browser) -> Result<()> {
    let wider: Vec<String> = browser.script(OVERFLOWING, &[]).await?;
    ensure!(wider.is_empty(), "wider than the page: {}", wider.join(", "));
    Ok(())
}

/// Checks that nothing is wider than a phone, for each of [`PHONES`]. Chromium only.
///
/// # Errors
/// The width, and the elements that are too wide.
pub async fn fits_phones(browser: &Browser) -> Result<()> {
    for width in PHONES {
        browser.set_width(width).await?;
        let page: u32 = browser.script("return document.documentElement.clientWidth;", &[]).await?;
        ensure!(page == width, "the page is {page} px wide, not {width}");
        nothing_overflows(browser).await?;
    }
    browser.reset_width().await
}
