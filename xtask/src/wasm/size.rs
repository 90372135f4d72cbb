//! How large a module is: as a file, and as it travels.

use std::{
    fmt, fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, ensure};

/// A module's size, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    bytes: u64,
    gzip_bytes: u64,
    brotli_bytes: u64,
}

/// Compresses its input by both, as well as they can, and writes both lengths. Node.js is there anyway, for the page.
const COMPRESS: &str = "
    const zlib = require('node:zlib');
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
    const bytes = require('node:fs').readFileSync(0);
    const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
    console.log(zlib.gzipSync(bytes, { level: 9 }).length, zlib.brotliCompressSync(bytes, { params }).length);";

/// The size of a module.
///
/// # Errors
/// Returns an error when it can't be read, or Node.js fails.
pub fn of(module: &Path) -> Result<Size> {
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let mut node = Command::new("node").args(["-e", COMPRESS]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = node.stdin.take().context("Node.js takes no input")?;
    let (length, writer) = (bytes.len() as u64, thread::spawn(move || input.write_all(&bytes)));
    let output = node.wait_with_output()?;
    ensure!(output.status.success() && writer.join().is_ok_and(|written| written.is_ok()), "Node.js has failed");
    let output = String::from_utf8(output.stdout)?;
    let mut numbers = output.split_whitespace().map(str::parse);
    let mut number = || numbers.next().with_context(|| format!("Node.js wrote {output:?}"))?.context("no number");
    Ok(Size { bytes: length, gzip_bytes: number()?, brotli_bytes: number()? })
}

impl Size {
    /// Returns whether it is small enough.
    ///
    /// # Errors
    /// Returns an error when it takes more than this, compressed by gzip.
    pub fn check(self, limit_kib: u64) -> Result<()> {
        ensure!(
            self.gzip_bytes <= limit_kib << 10,
            "the module takes {self}, and its limit is {limit_kib} KiB by gzip: look what made it grow (wasm-opt -g keeps \
             the functions' names), or raise the limit in xtask/src/wasm.rs"
        );
        Ok(())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kib = |bytes: u64| bytes.div_ceil(1 << 10);
        let (bytes, gzip, brotli) = (kib(self.bytes), kib(self.gzip_bytes), kib(self.brotli_bytes));
        write!(f, "{bytes} KiB ({gzip} by gzip, {brotli} by brotli)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_past_its_limit_is_refused_and_told() {
        let size = Size { bytes: 5000, gzip_bytes: 2049, brotli_bytes: 1025 };
        assert_eq!(size.to_string(), "5 KiB (3 by gzip, 2 by brotli)");
        assert!(size.check(3).is_ok());
        let error = size.check(2).expect_err("too large").to_string();
        assert!(error.contains("limit is 2 KiB"), "{error}");
    }
}
