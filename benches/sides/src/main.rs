//! # Every side in one run
//!
//! `cargo xtask bench` builds everything, then starts this program. It measures each kernel natively, in Chromium, in
//! Firefox and in Python; the small Python beside CPython; what a message, a hand-off and a start cost; and how many bytes a first visit takes. The sides
//! take turns, so that a machine that slows down slows all of them down. It prints one table and writes it to
//! `docs/BENCHMARKS.md`.
//!
//! Read the modules in this order:
//!
//! 1. [`plan`]: what is measured, how often
//! 2. [`outcome`]: what is known in the end, and the ratios that follow
//! 3. [`native`], [`python`], [`browser`]: the sides
//! 4. [`interpreter`], [`messages`], [`visit`], [`peers`]: what is measured besides kernels
//! 5. [`machine`], [`table`]: naming the machine, writing it all down
//!
//! `cargo xtask verdicts` starts it with the argument `verdicts`: see [`verdicts`].

use std::{env, fs, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

mod browser;
mod interpreter;
mod machine;
mod messages;
mod native;
mod outcome;
mod peers;
mod plan;
mod python;
mod table;
mod verdicts;
mod visit;

use outcome::{KernelOutcome, Outcome};
use plan::Plan;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<()> {
    let mut parser = lexopt::Parser::from_env();
    let (mut plan, mut json) = (Plan::full(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) if word == "verdicts" => return verdicts::main(&mut parser),
            Long("quick") => plan = Plan::quick(),
            Long("json") => json = Some(PathBuf::from(parser.value()?)),
            _ => return Err(argument.unexpected().into()),
        }
    }
    run(&plan, json)
}

fn run(plan: &Plan, json: Option<PathBuf>) -> Result<()> {
    let root =
        PathBuf::from(env::var_os("KOSUT_ROOT").context("run `cargo xtask bench`, which builds what is measured")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let outcome = runtime.block_on(measure(plan))?;
    let notes = fs::read_to_string(root.join("docs/benchmarks-notes.md")).unwrap_or_default();
    let text = table::markdown(&outcome, &notes);
    println!("{text}");
    if let Some(path) = json {
        fs::write(&path, serde_json::to_string_pretty(&outcome.to_json())?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if plan.is_quick {
        println!("(a quick run: docs/BENCHMARKS.md is left as it is)");
    } else {
        fs::write(root.join("docs/BENCHMARKS.md"), text).context("docs/BENCHMARKS.md cannot be written")?;
    }
    match outcome.kernels.iter().find(|kernel| !kernel.answers_agree) {
        Some(kernel) => bail!("{}: the sides gave different answers", kernel.id),
        None => Ok(()),
    }
}

async fn measure(plan: &Plan) -> Result<Outcome> {
    let mut chromium = browser::Side::open(kosut_browser_tests::engine::Engine::Chromium).await?;
    let mut firefox = browser::Side::open(kosut_browser_tests::engine::Engine::Firefox).await?;
    let machine = machine::describe(&[&chromium.version, &firefox.version]);
    eprintln!("▸ {}", machine.join("\n▸ "));

    let mut peers = peers::all(plan);
    let mut kernels: Vec<KernelOutcome> = plan.kernels.iter().map(KernelOutcome::new).collect();
    for round in 0..plan.rounds {
        for peer in &mut peers {
            peer.sample();
        }
        for kernel in &mut kernels {
            eprintln!("▸ {} … round {} of {}", kernel.id, round + 1, plan.rounds);
            // Each round begins with another side.
            for turn in 0..3 {
                match (round + turn) % 3 {
                    0 => kernel.native.add(&native::run(kernel, plan)?)?,
                    1 => kernel.chromium.add(&chromium.run(kernel, plan).await?)?,
                    _ => kernel.firefox.add(&firefox.run(kernel, plan).await?)?,
                }
            }
            if round == 0 {
                kernel.python = Some(python::run(kernel, plan)?);
            }
        }
    }
    for kernel in &mut kernels {
        kernel.conclude();
    }
    let interpreter = interpreter::measure(&mut chromium, &mut firefox, plan).await?;
    eprintln!("▸ messages, hand-offs, starts");
    let costs = messages::measure(&mut chromium, plan).await?;
    let peers = peers.into_iter().filter_map(|peer| peer.beside(&kernels)).collect();
    eprintln!("▸ first visit");
    let visit = visit::measure(&chromium).await?;
    chromium.close().await;
    firefox.close().await;
    Ok(Outcome { machine, quick: plan.is_quick, kernels, interpreter, costs, peers, visit })
}
