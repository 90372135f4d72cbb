//! Child processes beyond computing: they are started, talked to, killed and stopped, and end with their cluster.

use std::time::Duration;

use kosut::{
    cluster::{
        Cluster, Host, Incoming,
        native::{NativeCluster, NativeHost},
        probe::{self, Constant},
        protocol::{Reply, Request},
    },
    error::{Error, Result},
    workloads::{Task, dispatch},
};
use serde_bytes::ByteBuf;

use crate::support::lab::{host, now};

fn spawn(host: &NativeHost, topology: &str) -> Result<NativeCluster> {
    now(host.spawn(topology.parse().expect(topology)))
}

fn echo(bytes: usize, of: u8) -> Request {
    Request::Echo { payload: ByteBuf::from(vec![of; bytes]) }
}

/// Work of some minutes, which a test interrupts.
const LONG_WORK: Request = Request::Perform {
    task: Task::Dispatch(dispatch::Task { units: dispatch::UNITS_MAX, rounds: u32::MAX }),
    epoch_ms: 0.0,
};

#[test]
fn an_echo_brings_back_what_was_sent() {
    let mut cluster = spawn(&host(), "2x1").expect("spawns");
    for (process, size) in [(0, 0), (1, 1), (0, 1 << 20), (1, 5)] {
        cluster.send(process, echo(size, 7)).expect("sends");
        let Ok(Incoming::Reply(from, Reply::Echoed { payload })) = now(cluster.receive(None)) else {
            panic!("no echo of {size} bytes");
        };
        assert_eq!((from, payload.into_vec()), (process, vec![7; size]));
    }
    let traffic = cluster.bytes();
    assert_eq!(traffic.sent_bytes, traffic.received_bytes);
}

#[test]
fn pipes_that_are_full_in_both_directions_block_neither_side() {
    let mut cluster = spawn(&host(), "2x1").expect("spawns");
    for of in 0..8 {
        cluster.send(u32::from(of % 2), echo(4 << 20, of)).expect("sends");
    }
    let mut heard: Vec<u8> = (0..8)
        .map(|_| match now(cluster.receive(None)) {
            Ok(Incoming::Reply(_, Reply::Echoed { payload })) if payload.len() == 4 << 20 => payload[0],
            other => panic!("{other:?}"),
        })
        .collect();
    heard.sort_unstable();
    assert_eq!(heard, (0..8).collect::<Vec<u8>>());
}

#[test]
fn constants_are_finite_and_positive() {
    let constants = now(probe::run(&host(), 1e-6)).expect("probes");
    let threads =
        [constants.spawn_threads_ms, constants.threads_us, constants.dispatch_thread_us, constants.round_threads_us];
    let mut all =
        vec![constants.spawn_process_ms, constants.process_us, constants.process_mib_us, constants.dispatch_process_us];
    all.extend(threads.map(|constant| constant.expect("threads share a memory here")));
    for Constant { median, ci95: [low, high] } in all {
        assert!(0.0 < low && low <= median && median <= high && high.is_finite(), "{low} {median} {high}");
    }
}

#[test]
fn a_program_that_does_not_exist_is_an_error_with_its_process() {
    let error = spawn(&NativeHost::new("there/is/no/such/program"), "2x1").expect_err("there is none");
    assert!(matches!(error, Error::Spawn { process: 0, .. }), "{error}");
}

#[cfg(unix)]
mod unix {
    use libc::{SIGKILL, SIGSTOP, SIGTERM};

    use super::*;
    use crate::support::signals::send;

    #[test]
    fn a_program_that_ends_at_once_is_an_error_with_its_exit_code() {
        let error = spawn(&NativeHost::new("false"), "1x1").expect_err("it has ended");
        assert_eq!(error.to_string(), "process 0 could not be started: it exited with code 1");
    }

    #[test]
    fn a_killed_process_is_an_error_with_its_signal_while_the_other_one_works() {
        for topology in ["2x1", "2x2"] {
            let mut cluster = spawn(&host(), topology).expect("spawns");
            for process in 0..2 {
                cluster.send(process, LONG_WORK).expect("sends");
            }
            send(SIGKILL, cluster.pids()[1]);
            let error = now(cluster.receive(None)).expect_err("one is dead");
            assert_eq!(error, Error::Died { process: 1, reason: "it was ended by signal 9 (SIGKILL)".into() });
        }
    }

    #[test]
    fn a_process_that_died_takes_no_more_requests() {
        let mut cluster = spawn(&host(), "1x1").expect("spawns");
        send(SIGTERM, cluster.pids()[0]);
        let error = loop {
            // The pipe may take some requests before it is known to be closed.
            if let Err(error) = cluster.send(0, echo(1 << 16, 0)) {
                break error;
            }
        };
        assert_eq!(error, Error::Died { process: 0, reason: "it was ended by signal 15 (SIGTERM)".into() });
    }

    #[test]
    fn a_stopped_process_is_stuck_even_when_its_pipe_is_full() {
        let mut cluster = spawn(&host(), "2x1").expect("spawns");
        // After the start, which takes longer on a busy machine.
        cluster.set_watchdog(Duration::from_millis(300));
        send(SIGSTOP, cluster.pids()[1]);
        cluster.send(1, echo(4 << 20, 0)).expect("sends");
        let error = now(cluster.receive(None)).expect_err("it is stopped");
        assert!(matches!(error, Error::Stuck { process: 1, waited_ms: 300.. }), "{error}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_dropped_cluster_leaves_no_process() {
        use crate::support::proc::Process;

        let mut cluster = spawn(&host(), "3x2").expect("spawns");
        for process in 0..3 {
            cluster.send(process, LONG_WORK).expect("sends");
        }
        let processes: Vec<Process> = cluster.pids().into_iter().map(Process::of).collect::<Option<_>>().expect("all");
        drop(cluster);
        assert!(!processes.iter().any(|process| process.exists()), "{processes:?}");
    }
}

#[test]
fn a_killed_process_is_reported_once_and_restarts_beside_the_others() {
    let mut cluster = spawn(&host(), "2x1").expect("spawns");
    cluster.send(0, LONG_WORK).expect("sends");
    let pids = cluster.pids();
    cluster.kill(0);
    let died = now(cluster.receive(None)).expect_err("process 0 was killed");
    assert!(matches!(died, Error::Died { process: 0, .. }), "{died}");
    assert_eq!(now(cluster.receive_within(0.0, None)), Ok(None), "it is reported once");

    cluster.send(1, echo(3, 1)).expect("the other one goes on");
    now(cluster.restart(0)).expect("restarts");
    assert_ne!(cluster.pids()[0], pids[0]);
    assert_eq!(cluster.pids()[1], pids[1]);
    cluster.send(0, echo(5, 2)).expect("the new one takes requests");
    let mut heard: Vec<(u32, usize)> = (0..2)
        .map(|_| match now(cluster.receive(None)) {
            Ok(Incoming::Reply(from, Reply::Echoed { payload })) => (from, payload.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    heard.sort_unstable();
    assert_eq!(heard, [(0, 5), (1, 3)]);
}

#[test]
fn a_restart_ends_a_process_at_work_and_drops_its_messages() {
    let mut cluster = spawn(&host(), "1x2").expect("spawns");
    cluster.send(0, echo(9, 1)).expect("sends");
    cluster.send(0, LONG_WORK).expect("sends");
    now(cluster.restart(0)).expect("restarts");
    assert_eq!(now(cluster.receive_within(0.0, None)), Ok(None));
    assert_eq!(now(cluster.cells(0, 0..3)), Ok(vec![0; 3]), "the board is read while no request is pending");
}

#[test]
fn a_board_is_read_while_the_threads_are_at_work() {
    let mut cluster = spawn(&host(), "1x2").expect("spawns");
    cluster.send(0, LONG_WORK).expect("sends");
    assert_eq!(now(cluster.cells(0, 0..2)), Ok(vec![0; 2]));
    assert_eq!(now(cluster.receive_within(0.0, None)), Ok(None), "the board's answer is no reply to the request");
}

#[test]
fn a_cluster_grows_by_single_threaded_processes_that_work_die_and_are_replaced_like_the_others() {
    let mut cluster = spawn(&host(), "1x2").expect("spawns");
    cluster.send(0, LONG_WORK).expect("sends");
    assert_eq!(now(cluster.grow(2)), Ok(1..3));
    assert_eq!(now(cluster.grow(1)), Ok(3..4));
    assert_eq!((cluster.pids().len(), cluster.topology().to_string()), (4, "1x2".into()));
    for process in [3, 1, 2] {
        cluster.send(process, echo(9, process as u8)).expect("sends");
        let Ok(Incoming::Reply(from, Reply::Echoed { payload })) = now(cluster.receive(None)) else {
            panic!("no echo of process {process}");
        };
        assert_eq!((from, payload.into_vec()), (process, vec![process as u8; 9]));
        assert_eq!(now(cluster.cells(process, 0..1)), Ok(Vec::new()), "a process with one thread has no board");
    }
    assert_eq!(now(cluster.cells(0, 0..1)).map(|cells| cells.len()), Ok(1));

    cluster.kill(2);
    let died = now(cluster.receive(None)).expect_err("it was killed");
    assert!(matches!(died, Error::Died { process: 2, .. }), "{died}");
    now(cluster.restart(2)).expect("restarts");
    cluster.send(2, echo(1, 5)).expect("sends");
    assert!(matches!(now(cluster.receive(None)), Ok(Incoming::Reply(2, Reply::Echoed { .. }))));
}
