//! How many bytes a first visit takes, and the first use of a lab.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::browser::Side;

/// Bytes over the wire, compressed as the server sends them, with headers.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Visit {
    /// Until the article can be read.
    pub first_visit_bytes: u64,
    /// The plain wasm build, with which a lab begins.
    pub plain_wasm_bytes: u64,
    /// The threads build, loaded by the first topology with several threads.
    pub threads_wasm_bytes: u64,
}

/// Loads the English article in a browser that has not been there.
///
/// # Errors
/// Returns an error when it cannot be loaded.
pub async fn measure(side: &Side) -> Result<Visit> {
    // Another server is another origin, whose pages the browser has not kept.
    let site = kosut_browser_tests::site::Site::isolated(&kosut_browser_tests::session::dist()?)?;
    // What comes by way of a service worker has no size; it sends nothing less over the network.
    side.browser.devtools("Network.enable", json!({})).await?;
    side.browser.devtools("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
    side.browser.open(&site.url("en/")).await?;
    let wasm = wasm_folder()?;
    let body = "const entries = () => performance.getEntriesByType('resource');
        const page = performance.getEntriesByType('navigation')[0].transferSize
            + entries().reduce((sum, { transferSize }) => sum + transferSize, 0);
        const bytes = async (build) => {
            const url = new URL(`../wasm/${arguments[0]}/${build}/kosut_bg.wasm`, location.href).href;
            await (await fetch(url, { cache: 'no-store' })).arrayBuffer();
            return entries().findLast(({ name }) => name === url).transferSize;
        };
        return { first_visit_bytes: page, plain_wasm_bytes: await bytes('plain'),
                 threads_wasm_bytes: await bytes('threads') };";
    let visit: Visit = side.browser.script(body, &[wasm.into()]).await?;
    ensure!(visit.plain_wasm_bytes > 0 && visit.threads_wasm_bytes > 0, "no sizes are told: {visit:?}");
    Ok(visit)
}

/// The folder of the wasm builds below `wasm/`, named by their content.
fn wasm_folder() -> Result<String> {
    let folder = kosut_browser_tests::session::dist()?.join("wasm");
    let entry =
        std::fs::read_dir(&folder)?.next().ok_or_else(|| anyhow::anyhow!("{} is empty", folder.display()))??;
    Ok(entry.file_name().to_string_lossy().into_owned())
}
