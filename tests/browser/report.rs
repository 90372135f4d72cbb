//! What every report must satisfy, whatever was measured.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use jsonschema::validator_for;
use kosut::kernels::{Answer, Data, Role, Source, Spec, build, find, run_serially};
use serde_json::Value;

/// The topologies of a report's rows, in order.
pub fn topologies(report: &Value) -> Vec<&str> {
    let rows = report["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| row["topology"].as_str()).collect()
}

/// Checks a report against its schema, and against itself.
///
/// # Errors
/// What is wrong with it.
pub fn check(report: &Value) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report.schema.json");
    let schema = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let validator = validator_for(&serde_json::from_str(&schema)?)?;
    let errors: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
    ensure!(errors.is_empty(), "the report does not satisfy its schema: {errors:#?}\n{report:#}");
    ensure!(report["answers_agree"] == true, "the answers do not agree: {report:#}");
    ensure!(report["claims"].as_array().is_some_and(|claims| !claims.is_empty()), "no claim was judged: {report:#}");
    Ok(())
}

/// Checks the answer of every row against the one that the same kernel gives on this operating system.
///
/// # Errors
/// The row that deviates.
pub fn check_answers(report: &Value, expected: &Answer) -> Result<()> {
    for row in report["rows"].as_array().context("there are no rows")? {
        let digest = format!("{:016x}", expected.digest);
        ensure!(
            row["answer"] == expected.value && row["answer_digest"] == digest.as_str(),
            "{} answered {} ({}), where {} ({digest}) is right",
            row["topology"],
            row["answer"],
            row["answer_digest"],
            expected.value,
        );
    }
    Ok(())
}

/// What a kernel answers on this operating system, one unit after another, on its data set if it needs one.
///
/// # Errors
/// Returns an error when there is no such kernel, or it does not go so far.
pub fn native_answer(kernel: &str, size: u32) -> Result<Answer> {
    let data = match find(kernel)?.source {
        Source::Dataset(name) => {
            let file = kosut_datasets::file(name).with_context(|| format!("there is no data set {name}"))?;
            Some(Data::from_file(&file)?)
        }
        _ => None,
    };
    answer_of(&Spec { data, ..Spec::new(kernel, size, 1, 1) })
}

/// What a kernel answers on this operating system for a file of the reader's.
///
/// # Errors
/// Returns an error when there is no such kernel, or it does not take such a file.
pub fn native_answer_on(kernel: &str, file: Data) -> Result<Answer> {
    let size = find(kernel)?.source.size_of(&file).with_context(|| format!("{kernel} takes no file"))?;
    answer_of(&Spec { data: Some(file), ..Spec::new(kernel, size, 1, 1) })
}

fn answer_of(spec: &Spec) -> Result<Answer> {
    Ok(run_serially(build(spec, Role::Owner)?.as_mut()))
}
