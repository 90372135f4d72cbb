//! The script of wasm-bindgen-rayon that starts pool Workers, as the package of the `threads` build has it.
//!
//! It hands module and memory to the glue in a way that wasm-bindgen has given up: each pool Worker writes a warning, and
//! a page keeps what its Workers write to the console, a thousand lines of it. A lab starts hundreds of Workers. So the
//! call is written as the glue wants it.
//!
//! And a pool Worker never comes back from Rust: what it needs a promise for, it has to do before. So the script calls the
//! crate's own `lane_start` first.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// Where the script lies in its folder, whose name ends with a hash.
const SCRIPT: &str = "src/workerHelpers.no-bundler.js";
/// The call as wasm-bindgen-rayon 1.3.0 has it.
const GIVEN_UP: &str = "pkg.default(data.module, data.memory)";
/// The call as wasm-bindgen wants it.
pub const MENDED: &str = "pkg.default({ module_or_path: data.module, memory: data.memory });\n  await pkg.lane_start()";

/// Mends the script in a package of wasm-pack.
///
/// # Errors
/// When the script or the call is not there: another version of wasm-bindgen-rayon may need no mending.
pub fn mend(package: &Path) -> Result<()> {
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
    fs::write(&scripts[0], mended(&text)?)?;
    Ok(())
}

fn mended(script: &str) -> Result<String> {
    ensure!(script.matches(GIVEN_UP).count() == 1, "the call {GIVEN_UP} is not where wasm-bindgen-rayon 1.3.0 has it");
    Ok(script.replace(GIVEN_UP, MENDED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_mended_and_a_script_without_it_is_refused() {
        let script = format!("  await {GIVEN_UP};\n  postMessage(1);\n");
        assert_eq!(mended(&script).expect("mended"), format!("  await {MENDED};\n  postMessage(1);\n"));
        assert!(mended("await pkg.default(data);").is_err());
    }
}
