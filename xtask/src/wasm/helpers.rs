//! Patches the script of wasm-bindgen-rayon that starts pool Workers, in the packages with threads.
//!
//! The script hands module and memory to the glue by a call that wasm-bindgen has deprecated. Each pool Worker then
//! writes a warning, and a page keeps a thousand lines that its Workers write to the console. A lab starts hundreds of
//! Workers. So the call gets the form that wasm-bindgen wants.
//!
//! A pool Worker never returns from Rust, so it has to do before that whatever needs a promise. So the script calls the
//! crate's own `lane_start` first.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// The script's path in its folder, whose name ends with a hash.
const SCRIPT: &str = "src/workerHelpers.no-bundler.js";
/// The call as wasm-bindgen-rayon 1.3.0 has it.
const DEPRECATED: &str = "pkg.default(data.module, data.memory)";
/// The call in the form that wasm-bindgen wants.
pub const PATCHED: &str =
    "pkg.default({ module_or_path: data.module, memory: data.memory });\n  await pkg.lane_start()";

/// Patches the script in a package of wasm-pack.
///
/// # Errors
/// Returns an error when the script or the call is not there: another version of wasm-bindgen-rayon may need no patch.
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
    ensure!(
        script.matches(DEPRECATED).count() == 1,
        "the call {DEPRECATED} is not where wasm-bindgen-rayon 1.3.0 has it"
    );
    Ok(script.replace(DEPRECATED, PATCHED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_patched_and_a_script_without_it_is_refused() {
        let script = format!("  await {DEPRECATED};\n  postMessage(1);\n");
        assert_eq!(patched(&script).expect("patched"), format!("  await {PATCHED};\n  postMessage(1);\n"));
        assert!(patched("await pkg.default(data);").is_err());
    }
}
