//! Patches the script of wasm-bindgen-rayon that starts a pool's Workers, in the packages with threads.
//!
//! As it is, it starts them from a blob of itself when the process's memory is there, with stacks of 2 MiB, and waits for them
//! without an end. The page starts them itself, while the process loads, and has another way where a host's
//! Content-Security-Policy forbids blobs (`www/src/runtime/workers/threads.ts`). So the script asks the page for each thread,
//! and says how large its stack is: at 2 MiB a thread takes more memory than a process of its own.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// The script's path in its folder, whose name ends with a hash.
const SCRIPT: &str = "src/workerHelpers.no-bundler.js";

/// The beginning and the end of the part that starts the Workers, as wasm-bindgen-rayon 1.3.0 has it.
const BEGIN: &str = "async () => {\n      // Self-spawn into a new Worker.";
const END: &str = "      return worker;\n    }";

/// The replacement of that part.
pub const REPLACEMENT: &str = "(_, index) => globalThis.kosutStartThread(index, {
      module, memory, receiver: workerInit.receiver, stackBytes: STACK_BYTES
    })";

/// The place of the stack's size in the replacement.
const STACK_BYTES: &str = "STACK_BYTES";

/// Patches the script in a package of wasm-pack, whose threads get stacks of `stack_bytes`, a multiple of 64 KiB.
///
/// # Errors
/// Returns an error when the script or a part of it is not there: another version of wasm-bindgen-rayon may need other
/// patches.
pub fn patch(package: &Path, stack_bytes: u32) -> Result<()> {
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
    fs::write(&scripts[0], patched(&text, stack_bytes)?)?;
    Ok(())
}

fn patched(script: &str, stack_bytes: u32) -> Result<String> {
    // The script has the line ends of another system.
    let script = script.replace("\r\n", "\n");
    let parts = || {
        let (before, rest) = script.split_once(BEGIN)?;
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    };
    let (before, after) =
        parts().context("the script starts Workers in another way than that of wasm-bindgen-rayon 1.3.0")?;
    Ok([before, &REPLACEMENT.replace(STACK_BYTES, &stack_bytes.to_string()), after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_starts_workers_is_replaced_and_a_script_without_it_is_refused() {
        let script = format!("Array.from(builder, {BEGIN}\n      const worker = 0;\n{END})\r\nbuilder.build();");
        let patched_script = patched(&script, 1 << 18).expect("patched");
        assert!(patched_script.starts_with("Array.from(builder, (_, index) => globalThis.kosutStartThread(index, {"));
        assert!(patched_script.ends_with("stackBytes: 262144\n    }))\nbuilder.build();"), "{patched_script}");
        for part in [BEGIN, END] {
            assert!(patched(&script.replace(part, ""), 1 << 18).is_err(), "{part}");
        }
    }
}
