//! The Python side: the twin of the lab, at the size that it offers first, which Python does in a second or a few.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use kosut::kernels::{self, Source};
use serde::Deserialize;

use crate::{native, outcome::KernelOutcome, plan::Plan};

/// What the twin prints.
#[derive(Debug, Clone, Deserialize)]
pub struct Twin {
    /// The size that was computed.
    pub size: u32,
    /// Median times of the three ways, in milliseconds.
    pub median_ms: Ways,
}

/// One number for each way.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Ways {
    /// One after another.
    pub serial: f64,
    /// In threads, which share one interpreter lock.
    pub threading: f64,
    /// In processes.
    pub multiprocessing: f64,
}

/// Runs the twin.
///
/// # Errors
/// Returns an error when it fails: what it said. It fails when its own ways disagree.
pub fn run(kernel: &KernelOutcome, plan: &Plan) -> Result<Twin> {
    let root = PathBuf::from(std::env::var_os("KOSUT_ROOT").context("KOSUT_ROOT is not set")?);
    let twin = root.join("www/python/speedup.py").to_string_lossy().into_owned();
    let samples = plan.python_samples.to_string();
    let mut arguments = vec![&twin, "--kernel", kernel.id, "--samples", &samples, "--workers", "2", "--json"];
    let file;
    if let Source::Dataset(name) = kernels::find(kernel.id)?.source {
        file = root.join(format!("www/pkg/data/{name}.bin")).to_string_lossy().into_owned();
        fs::metadata(&file).with_context(|| format!("{file} is not there"))?;
        arguments.extend(["--data", &file]);
    }
    native::json("python3".into(), &arguments)
}
