//! Starts the Python twins.

use std::process::{Command, Output};

use serde_json::Value;

/// Runs a twin; says so and gives `None` when there is no `python3`: the project itself does not need it.
pub fn twin(lab: &str, arguments: &[&str]) -> Option<Output> {
    let path = format!("{}/www/python/{lab}.py", env!("CARGO_MANIFEST_DIR"));
    match Command::new("python3").arg(path).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("note: the Python twins are not tested, since python3 cannot be run: {error}");
            None
        }
    }
}

/// What a twin printed as JSON when it ended well.
#[track_caller]
pub fn report(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
