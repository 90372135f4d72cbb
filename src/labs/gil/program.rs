//! The reader's program, once, as it goes.

use kosut_python::{fault::SyntaxFault, outside};
use serde_json::{Map, json};

use super::{PROGRAM_FILE, Params, PythonLive, PythonState, judge, params::Looks, play};
use crate::{
    Event, Finished, Observer, Phase, Told,
    report::{self, Machine, Report, Row},
};
use kosut_cluster::{
    Host,
    office::{self, Office, Ran},
};
use kosut_core::{clock, error::Result, topology::Topology, trace::TracedRun, verdict::Claim};

/// Turns of loops and calls that a program may make in each process: a minute or so. For one that never ends there is Stop.
const STEPS_MAX: u64 = 2_000_000_000;

/// Bytes of values that a program may have in each process; a process with threads can have 256 MiB in all.
const BYTES_MAX: u64 = 64 << 20;

/// Runs the program. That it fails is not the lab's failure.
///
/// # Errors
/// Those of [`Office::open`] and [`Office::run`].
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    told.total = 3;
    let lanes = if machine.isolated { params.lanes } else { 1 };
    if !machine.isolated {
        told.log("for want of cross-origin isolation, all threads take turns in one lane, under the lock".into());
    }
    let compiled = host.compile(PROGRAM_FILE, &params.source).await?;
    // One without threads needs one lane.
    let lanes = compiled.as_ref().map_or(1, |program| office::lanes(program, lanes));
    let topology = Topology::new(1, lanes)?.to_string();

    told.step(Phase::Spawn, &topology);
    let (ran, exception) = match compiled {
        Err(fault) => refused(&fault, told.observer),
        Ok(program) => {
            let mut office = Office::open(host, lanes).await?;
            told.step(Phase::Measure, &topology);
            told.observer.event(play::machine((1, lanes), true));
            let options = options(params, machine);
            let mut watch = play::Watcher::new(told.observer, (1, lanes), options.gil, true);
            let ran = office.run(&program, options, &mut watch).await?;
            watch.finish(&ran);
            let exception = play::exception(&ran);
            (ran, exception)
        }
    };
    told.step(Phase::Judge, &topology);
    let report = Report {
        kosut: report::VERSION,
        lab: "gil".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: vec![row(&ran, exception, topology.clone())],
        claims: judge::CLAIMS.map(|id| Claim::unavailable(id, "own-program")).into(),
        answers_agree: true,
        log: told.log,
    };
    let runs = vec![TracedRun { name: "program".into(), started_ms: ran.started_ms, spans: ran.spans() }];
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

fn options(params: &Params, machine: &Machine) -> outside::Options {
    outside::Options {
        // Where all threads take turns, somebody has to have the turn.
        gil: params.gil || !machine.isolated,
        switch_interval_ms: f64::from(params.interval_us) / 1e3,
        checks: match params.checks {
            Looks::LoopsAndCalls => outside::Checks::LoopsAndCalls,
            Looks::Instructions => outside::Checks::Instructions,
        },
        steps_max: STEPS_MAX,
        bytes_max: BYTES_MAX,
    }
}

/// What a text leaves that is no program: as CPython does, it writes what is wrong to its error output.
fn refused(fault: &SyntaxFault, observer: &mut impl Observer) -> (Ran, Option<String>) {
    let (line, column) = (fault.position.line, fault.position.column);
    let caret = " ".repeat(column.saturating_sub(1) as usize);
    let errors =
        format!("  File \"{PROGRAM_FILE}\", line {line}\n    {}\n    {caret}^\n{fault}\n", fault.line.trim_end());
    let (state, output) = (PythonState::Failed, String::new());
    let live = PythonLive { output, errors: errors.clone(), holder: None, switches: 0, state, now_ms: 0.0 };
    observer.event(Event::Python { live });
    let ran = Ran { errors, code: 1, started_ms: clock::now_ms(), processes: 1, ..Ran::default() };
    (ran, Some(fault.to_string()))
}

fn row(ran: &Ran, exception: Option<String>, topology: String) -> Row {
    let mut fields = Map::new();
    fields.insert("switches".into(), json!(ran.switches));
    fields.insert("exit".into(), json!(ran.code));
    fields.extend(exception.map(|exception| ("exception".into(), json!(exception))));
    fields.insert("processes".into(), json!(ran.processes));
    fields.insert("printed_bytes".into(), json!(ran.output.len()));
    let elapsed_ms = ran.elapsed_ms;
    Row {
        label: "program".into(),
        topology,
        samples_ms: vec![elapsed_ms],
        median_ms: elapsed_ms,
        ci95_ms: [elapsed_ms; 2],
        fields,
    }
}
