//! `cargo xtask`: the project's commands.

use std::process::ExitCode;

use anyhow::Result;
use xtask::{
    bench,
    cli::{self, Command},
    hosts,
    progress::Progress,
    project::Project,
    serve::{self, Headers},
    site, test, tidy, verdicts,
};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match cli::parse(arguments).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let project = Project::find()?;
    match command {
        Command::Help(text) => println!("{text}"),
        Command::Start { port } => start(&project, port)?,
        Command::Test(options) => test::run(&project, &options)?,
        Command::Bench(options) => bench::run(&project, &options)?,
        Command::Verdicts(options) => verdicts::run(&project, &options)?,
        Command::Hosts { stores } => hosts::run(&project, stores)?,
        Command::Dist => {
            site::make(&project, &Progress::new(&project)?)?;
            println!("The site is in {}", project.dist().display());
        }
        Command::Tidy => {
            let remedy = "correct the places named";
            Progress::new(&project)?.step("tidy", remedy, |step| tidy::check(&project, step))?;
        }
    }
    Ok(())
}

fn start(project: &Project, port: u16) -> Result<()> {
    // The port comes first, so that a taken one is reported at once and not after minutes of building.
    let listener = serve::bind(port)?;
    let address = listener.local_addr()?;
    site::make(project, &Progress::new(project)?)?;
    println!("Koşut is served on http://localhost:{} (end with Ctrl-C)", address.port());
    serve::run(serve::router(&project.dist(), Headers::Shipped)?, listener)
}
