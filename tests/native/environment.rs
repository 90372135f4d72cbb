//! Programs that tests start find the same environment, whatever the tests themselves were started from.

use crate::support::{
    command::{KEPT, SET, command},
    program::run,
};

#[test]
#[cfg(unix)]
fn a_program_sees_the_variables_that_are_set_and_no_others() {
    let printed = run(&mut command("env")).succeeded();
    for (name, value) in SET {
        assert!(printed.lines().any(|line| line == format!("{name}={value}")), "{name} in\n{printed}");
    }
    let others = |line: &&str| {
        let name = line.split('=').next().unwrap_or_default();
        !KEPT.contains(&name) && SET.iter().all(|(set, _)| *set != name)
    };
    assert_eq!(printed.lines().find(others), None);
}

#[test]
fn a_program_finds_nothing_on_standard_input() {
    let Some(python) = crate::support::python::Interpreter::for_twins() else { return };
    let source = crate::support::scratch::ScratchFile::with("input.py", "import sys\nprint(repr(sys.stdin.read()))\n");
    assert_eq!(python.run(source.path(), &[]).succeeded(), "''\n");
}

#[cfg(target_os = "linux")]
mod signals {
    use std::{env, fs};

    use kosut::cluster::Host;

    use super::*;
    use crate::support::{lab, proc::ignored_signals, signals::ENDING};

    /// A shell that ignores the signals of [`ENDING`] and becomes the program in its arguments, which inherits that.
    const IGNORING: [&str; 3] = ["-c", r#"trap "" INT QUIT TERM HUP PIPE; exec "$@""#, "sh"];

    /// The test that is run again where signals are ignored.
    const AGAIN: &str = "environment::signals::a_program_ignores_no_signal";

    fn mask(signals: &[i32]) -> u64 {
        signals.iter().map(|signal| 1_u64 << (signal - 1)).sum()
    }

    #[test]
    fn a_program_ignores_no_signal() {
        let status = run(command("cat").arg("/proc/self/status")).succeeded();
        assert_eq!(ignored_signals(&status) & mask(&ENDING), 0, "{status}");
        // A cluster's children are not started by the tests, which end them with TERM all the same.
        let cluster = lab::now(lab::host().spawn("1x1".parse().expect("a topology"))).expect("spawns");
        let status = fs::read_to_string(format!("/proc/{}/status", cluster.pids()[0])).expect("a child");
        assert_eq!(ignored_signals(&status) & mask(&[libc::SIGTERM]), 0, "{status}");
    }

    #[test]
    fn a_program_ignores_no_signal_where_the_tests_ignore_all() {
        let ignoring = || {
            let mut shell = command("sh");
            shell.args(IGNORING);
            shell
        };
        let status = run(ignoring().args(["cat", "/proc/self/status"])).succeeded();
        assert_eq!(ignored_signals(&status) & mask(&ENDING), mask(&ENDING), "the shell hands it on: {status}");

        let tests = env::current_exe().expect("the tests are a program");
        let said = run(ignoring().arg(tests).args(["--exact", AGAIN])).succeeded();
        assert!(said.contains("1 passed"), "{said}");
    }
}
