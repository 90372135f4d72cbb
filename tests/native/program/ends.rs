//! The end of `kosut` and of its children, when one of them is ended from outside: nothing is left.

use libc::{SIGINT, SIGKILL, SIGTERM};

use crate::support::{command, proc::Process, program::Program, signals::send, wait::until};

/// Clock ticks on a core after which a process is at work, and not at its start.
const WORKING_TICKS: u64 = 5;

/// Starts a run of minutes with four children: one of `1x1`, one of `1x2`, two of `2x1`. The first one is at work.
fn long_run() -> (Program, Vec<Process>) {
    let run = ["speedup", "--kernel", "primes", "--size", "400000000", "--samples", "99", "--topologies", "1x2,2x1"];
    let program = Program::start(&mut command::kosut(&run));
    let children =
        until("four children", || Some(Process::children_of(program.id())).filter(|children| children.len() == 4));
    let begun = children[0].cpu_ticks();
    until("a child at work", || (children[0].cpu_ticks() >= begun + WORKING_TICKS).then_some(()));
    (program, children)
}

#[test]
fn a_killed_child_ends_the_run_with_its_number_and_signal_and_leaves_nothing() {
    let (program, children) = long_run();
    send(SIGKILL, children[3].pid);
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
