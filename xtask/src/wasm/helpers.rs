//! Patches the script of wasm-bindgen-rayon that starts pool Workers, in the packages with threads.
//!
//! - The script hands module and memory to the glue by a call that wasm-bindgen has deprecated. Each pool Worker then
//!   writes a warning, and a page keeps a thousand lines that its Workers write to the console. A lab starts hundreds of
//!   Workers. So the call gets the form that wasm-bindgen wants.
//! - A pool Worker never returns from Rust, so everything that needs a promise has to happen before that. So the script
//!   calls the crate's own `lane_start` first.
//! - The script starts Workers from a blob and waits for them without an end. A host's Content-Security-Policy can forbid
//!   such Workers; then they are started from the script's own address, and if that fails, too, the pool's promise is
//!   rejected. The blob comes first because WebKitGTK does not let the service worker answer all Workers that are started
//!   from one address at the same time.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// The script's path in its folder, whose name ends with a hash.
const SCRIPT: &str = "src/workerHelpers.no-bundler.js";

/// Parts of the script as wasm-bindgen-rayon 1.3.0 has them, each with what takes its place.
pub const PATCHES: [(&str, &str); 3] = [
    (
        "pkg.default(data.module, data.memory)",
        "pkg.default({ module_or_path: data.module, memory: data.memory });\n  await pkg.lane_start()",
    ),
    ("Array.from({ length: builder.numThreads() }, async () => {", START_AND_MAP),
    (
        "const worker = new Worker(url, {
        type: 'module'
      });
      worker.postMessage(workerInit);
      await waitForMsgType(worker, 'wasm_bindgen_worker_ready');",
        "const worker = await start(url).catch(() => start(`${import.meta.url}?${index}`));",
    ),
];

/// The beginning of the loop over the threads, behind a function that starts one.
const START_AND_MAP: &str = "Array.from({ length: builder.numThreads() }, async (_, index) => {
      const start = url => new Promise((resolve, reject) => {
        const worker = new Worker(url, { type: 'module' });
        worker.addEventListener('error', reject, { once: true });
        waitForMsgType(worker, 'wasm_bindgen_worker_ready').then(() => resolve(worker));
        worker.postMessage(workerInit);
      });";

/// Patches the script in a package of wasm-pack.
///
/// # Errors
/// Returns an error when the script or a part of it is not there: another version of wasm-bindgen-rayon may need other
/// patches.
pub fn patch(package: &Path) -> Result<()> {
    let snippets = fs::read_dir(package.join("snippets")).context("the package has no snippets")?;
    let mut scripts = Vec::new();
    for folder in snippets {
        let script = folder?.path().join(SCRIPT);
        if script.exists() {
            scripts.push(script);
        }
    }
    ensure!(scripts.len() == 1, "the package has {} scripts named {SCRIPT}, not one", scripts.len());
    let text = fs::read_to_string(&scripts[0])?;
    fs::write(&scripts[0], patched(&text)?)?;
    Ok(())
}

fn patched(script: &str) -> Result<String> {
    // The script has the line ends of another system.
    PATCHES.iter().try_fold(script.replace("\r\n", "\n"), |script, (part, replacement)| {
        ensure!(script.matches(part).count() == 1, "this is not where wasm-bindgen-rayon 1.3.0 has it: {part}");
        Ok(script.replace(part, replacement))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_replaced_and_a_script_without_it_is_refused() {
        let script = PATCHES.map(|(part, _)| part).join("\n");
        assert_eq!(patched(&script).expect("patched"), PATCHES.map(|(_, replacement)| replacement).join("\n"));
        for (part, _) in PATCHES {
            assert!(patched(&script.replace(part, "")).is_err(), "{part}");
        }
    }
}
