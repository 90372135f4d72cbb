//! `kosut` and its children, when one of them is ended from outside: nothing is left. When all are suspended, nothing ends.

use std::{thread, time::Duration};

use libc::{SIGCONT, SIGINT, SIGKILL, SIGSTOP, SIGTERM};
use serde_json::Value;

use crate::support::{command, proc::Process, program::Program, signals::send, wait::until};

/// Clock ticks on a core after which a process is at work, and not at its start.
const WORKING_TICKS: u64 = 5;

/// Children that are the control's: the first ones.
const CONTROLS: usize = 2;

/// Starts a run of minutes whose children, behind those of the control, are one of `1x1`, one of `1x2` and two of `2x1`. The
/// first one is at work.
fn long_run() -> (Program, Vec<Process>) {
    let run = ["speedup", "--kernel", "primes", "--size", "400000000", "--samples", "99", "--topologies", "1x2,2x1"];
    let program = Program::start(&mut command::kosut(&run));
    let children = until("all children", || {
        Some(Process::children_of(program.id())).filter(|children| children.len() == CONTROLS + 4)
    });
    let first = &children[CONTROLS];
    let begun = first.cpu_ticks();
    until("a child at work", || (first.cpu_ticks() >= begun + WORKING_TICKS).then_some(()));
    (program, children)
}

#[test]
fn a_killed_child_ends_the_run_with_its_number_and_signal_and_leaves_nothing() {
    let (program, children) = long_run();
    send(SIGKILL, children[CONTROLS + 3].pid);
    let run = program.wait();
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("error: process 1 died: it was ended by signal 9 (SIGKILL)"), "{}", run.stderr);
    assert!(run.stderr.contains("Run it again"), "{}", run.stderr);
    assert!(!children.iter().any(|child| child.is_running()), "a child is left");
}

#[test]
fn the_end_of_the_program_ends_its_children_in_the_middle_of_their_work() {
    for signal in [SIGINT, SIGTERM, SIGKILL] {
        let (program, children) = long_run();
        send(signal, program.id());
        assert_eq!(program.wait().code, None, "signal {signal} ends it");
        until("the end of the children", || (!children.iter().any(|child| child.is_running())).then_some(()));
    }
}

/// Longer than a wait may come too late.
const SUSPENSION: Duration = Duration::from_secs(4);

#[test]
fn a_suspended_run_goes_on_and_measures_again_what_was_suspended() {
    let run =
        ["speedup", "--kernel", "primes", "--size", "2000000000", "--samples", "7", "--topologies", "2x1", "--json"];
    let program = Program::start(&mut command::kosut(&run));
    let children = until("all children", || {
        Some(Process::children_of(program.id())).filter(|children| children.len() == CONTROLS + 3)
    });
    // After the rehearsals, the first sample is that of the first child: then the program waits for it.
    let works = |child: usize| {
        let begun = children[child].cpu_ticks();
        until("a child at work", || (children[child].cpu_ticks() >= begun + WORKING_TICKS).then_some(()));
    };
    works(CONTROLS + 2);
    works(CONTROLS);
    let all = || children.iter().map(|child| child.pid).chain([program.id()]);
    // As a terminal does at Ctrl-Z and after `fg`, but that SIGTSTP can be handled.
    all().for_each(|pid| send(SIGSTOP, pid));
    thread::sleep(SUSPENSION);
    all().for_each(|pid| send(SIGCONT, pid));

    let run = program.wait();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("a report");
    let log: Vec<&str> = report["log"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(log.iter().any(|line| line.ends_with("suspended: 1 measurement was made again")), "{log:?}");
    let rows = report["rows"].as_array().into_iter().flatten();
    let samples_ms: Vec<f64> =
        rows.flat_map(|row| row["samples_ms"].as_array()).flatten().filter_map(Value::as_f64).collect();
    assert_eq!(samples_ms.len(), 14);
    assert!(samples_ms.iter().all(|&ms| ms < SUSPENSION.as_millis() as f64), "{samples_ms:?}");
}
