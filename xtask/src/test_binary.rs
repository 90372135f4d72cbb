//! Compiled test binaries, as cargo's messages name them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The test binary that drives browsers, which the browser part runs.
pub const BROWSERS: &str = "browsers";

/// The test binary whose tests exist on wasm only.
const WASM: &str = "wasm";

/// A compiled test binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestBinary {
    /// Its package.
    pub package: String,
    /// Its target, such as `native`.
    pub target: String,
    /// The target's kind: `lib`, `bin` or `test`.
    pub kind: String,
    /// The program.
    pub executable: PathBuf,
    /// The package's folder, in which cargo would run it.
    pub folder: PathBuf,
}

impl TestBinary {
    /// Reads one of cargo's messages. Returns `None` when it is not about a test binary.
    pub fn from_message(line: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(line).ok()?;
        if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
            return None;
        }
        let target = &message["target"];
        let manifest = Path::new(message["manifest_path"].as_str()?);
        Some(TestBinary {
            package: package_name(message["package_id"].as_str()?)?,
            target: target["name"].as_str()?.to_string(),
            kind: kind(target["kind"][0].as_str()?),
            executable: message["executable"].as_str()?.into(),
            folder: manifest.parent()?.to_path_buf(),
        })
    }

    /// Its name in headings and tables.
    pub fn name(&self) -> String {
        match self.kind.as_str() {
            "lib" => format!("{}, unit tests", self.package),
            "bin" => format!("{}, unit tests of the program", self.package),
            _ => format!("{}, {}", self.package, self.target),
        }
    }

    /// Returns whether it drives browsers.
    pub fn drives_browsers(&self) -> bool {
        self.kind == "test" && self.target == BROWSERS
    }

    /// Returns whether the native part runs it.
    pub fn is_native(&self) -> bool {
        self.kind != "test" || (self.target != BROWSERS && self.target != WASM)
    }
}

/// Returns the name in a package id such as `path+file:///home/x/kosut/src/kernels#kosut-kernels@0.1.0`. Cargo leaves
/// the name out when the folder has it: `path+file:///home/x/kosut/xtask#0.1.0`.
fn package_name(id: &str) -> Option<String> {
    let (path, fragment) = id.rsplit_once('#')?;
    let name = fragment.split_once('@').map(|(name, _)| name).or_else(|| path.rsplit('/').next())?;
    Some(name.to_string())
}

/// Returns the kind of a target. A library has one of several kinds, such as `cdylib`.
fn kind(text: &str) -> String {
    let known = ["bin", "test", "bench", "example"];
    if known.contains(&text) { text.into() } else { "lib".into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A message as cargo writes it, without the fields that are not read.
    fn message(package: &str, target: &str, kind: &str, test: bool, executable: Option<&str>) -> String {
        let message = json!({
            "reason": "compiler-artifact",
            "package_id": format!("path+file:///p/{package}"),
            "manifest_path": "/p/x/Cargo.toml",
            "target": { "kind": [kind], "name": target },
            "profile": { "opt_level": "2", "test": test },
            "executable": executable,
        });
        message.to_string()
    }

    #[test]
    fn test_binaries_are_read_from_messages() {
        let line =
            message("src/kernels#kosut-kernels@0.1.0", "native", "test", true, Some("/p/target/debug/deps/native-1"));
        let binary = TestBinary::from_message(&line).expect("a test binary");
        assert_eq!(binary.name(), "kosut-kernels, native");
        assert_eq!(binary.executable, Path::new("/p/target/debug/deps/native-1"));
        assert_eq!(binary.folder, Path::new("/p/x"));
        assert!(binary.is_native() && !binary.drives_browsers());
    }

    #[test]
    fn unit_tests_are_named_after_their_package() {
        let library = TestBinary::from_message(&message("xtask#0.1.0", "xtask", "lib", true, Some("/p/t")));
        assert_eq!(library.expect("a test binary").name(), "xtask, unit tests");
        let library = TestBinary::from_message(&message("p#kosut@0.1.0", "kosut", "cdylib", true, Some("/p/t")));
        assert_eq!(library.expect("a test binary").name(), "kosut, unit tests");
        let program = TestBinary::from_message(&message("p#kosut@0.1.0", "kosut", "bin", true, Some("/p/t")));
        assert_eq!(program.expect("a test binary").name(), "kosut, unit tests of the program");
    }

    #[test]
    fn other_messages_are_skipped() {
        let program = message("p#kosut@0.1.0", "kosut", "bin", false, Some("/p/target/debug/kosut"));
        let library = message("p#kosut@0.1.0", "kosut", "lib", true, None);
        for line in ["", "warning: x", r#"{"reason":"build-finished","success":true}"#, &program, &library] {
            assert_eq!(TestBinary::from_message(line), None, "{line}");
        }
    }

    #[test]
    fn browser_and_wasm_tests_are_no_native_ones() {
        for (target, drives_browsers) in [(BROWSERS, true), (WASM, false)] {
            let line = message("p#kosut@0.1.0", target, "test", true, Some("/p/t"));
            let binary = TestBinary::from_message(&line).expect("a test binary");
            assert!(!binary.is_native(), "{target}");
            assert_eq!(binary.drives_browsers(), drives_browsers, "{target}");
        }
    }
}
