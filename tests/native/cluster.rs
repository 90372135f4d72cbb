//! Every kernel gives the same answer on every topology, over real processes that own their memory and are reached by
//! pipes only.

use kosut::{
    cluster::{
        self, Cluster, Host, Incoming, Job, Watch,
        native::NativeCluster,
        protocol::{Reply, Request},
        run::Told,
    },
    error::Error,
    kernels::{self, Answer, Picture, REGISTRY, Role, Spec},
    lanes::Schedule,
    topology::Topology,
};

use crate::support::{
    cases,
    lab::{host, now},
};

const TOPOLOGIES: [&str; 6] = ["1x1", "1x2", "2x1", "2x2", "1x7", "7x1"];

/// Counts the units of a run and the previews that it reports.
#[derive(Default)]
struct Noted {
    units: u32,
    previews: u32,
}

impl Watch for Noted {
    fn prepared(&mut self, _: &Picture, units: u32) {
        self.units = units;
    }

    fn told(&mut self, told: Vec<Told>, _: f64) {
        self.previews += told.iter().filter(|told| matches!(told, Told::Preview { round: 0, .. })).count() as u32;
    }
}

fn spawn(topology: Topology) -> NativeCluster {
    now(host().spawn(topology)).expect("spawns")
}

fn run_on(cluster: &mut NativeCluster, spec: &Spec, schedule: Schedule, live: bool) -> (Answer, Noted) {
    let mut noted = Noted::default();
    let spec = Spec { lanes: cluster.topology().lanes(), ..spec.clone() };
    let outcome = now(cluster::execute(cluster, &Job { spec, schedule, live }, &mut noted)).expect("runs");
    (outcome.answer, noted)
}

#[test]
fn all_topologies_agree_for_every_kernel_size_and_schedule() {
    let works: Vec<(Spec, Answer)> = REGISTRY
        .iter()
        .flat_map(|entry| cases::case(entry.id).sizes.map(|size| cases::spec(entry.id, size, 3, 1)))
        .map(|spec| {
            let mut kernel = kernels::build(&spec, Role::Owner).expect("builds");
            let expected = kernels::run_serially(&mut *kernel);
            (spec, expected)
        })
        .collect();
    for topology in TOPOLOGIES {
        let mut cluster = spawn(topology.parse().expect(topology));
        for (spec, expected) in &works {
            for schedule in [Schedule::Static, Schedule::Dynamic] {
                let (answer, _) = run_on(&mut cluster, spec, schedule, false);
                assert_eq!(answer, *expected, "{} of {} on {topology}, {schedule:?}", spec.kernel, spec.size);
            }
        }
    }
}

#[test]
fn a_live_run_of_single_threads_reports_a_preview_for_every_unit() {
    for topology in ["1x1", "3x1"] {
        let mut cluster = spawn(topology.parse().expect(topology));
        for entry in REGISTRY {
            let spec = cases::spec(entry.id, cases::case(entry.id).sizes[2], 1, 1);
            let (_, noted) = run_on(&mut cluster, &spec, Schedule::Dynamic, true);
            assert_eq!(noted.previews, noted.units, "{} on {topology}", entry.id);
        }
    }
}

#[test]
fn every_unit_is_marked_once_with_its_beginning_and_its_end() {
    for topology in TOPOLOGIES {
        let topology: Topology = topology.parse().expect(topology);
        let spec = Spec::new("primes", 50_000, 1, topology.lanes());
        let job = Job { spec, schedule: Schedule::Dynamic, live: false };
        let mut cluster = spawn(topology);
        let mut noted = Noted::default();
        let outcome = now(cluster::execute(&mut cluster, &job, &mut noted)).expect("runs");
        let marks = outcome.told.iter().filter(|told| matches!(told, Told::Mark { .. })).count() as u32;
        assert_eq!(marks, 2 * noted.units, "{topology}");
    }
}

#[test]
fn a_cluster_is_used_again_for_another_kernel() {
    let mut cluster = spawn("2x2".parse().expect("2x2"));
    for (kernel, size) in [("primes", 1000), ("sort", 1000), ("primes", 1000)] {
        let spec = Spec::new(kernel, size, 1, 4);
        let job = Job { spec, schedule: Schedule::Dynamic, live: false };
        let answer = now(cluster::execute(&mut cluster, &job, &mut Noted::default())).expect("runs").answer;
        assert_eq!(answer.value, if kernel == "primes" { 168 } else { 1000 });
    }
}

#[test]
fn shipping_data_costs_bytes_and_computing_from_parameters_costs_few() {
    let traffic = |kernel: &str, topology: &str| {
        let topology: Topology = topology.parse().expect(topology);
        let spec = Spec::new(kernel, 40_000, 1, topology.lanes());
        let job = Job { spec, schedule: Schedule::Dynamic, live: false };
        let mut cluster = spawn(topology);
        now(cluster::execute(&mut cluster, &job, &mut Noted::default())).expect("runs").traffic
    };
    let sorted = traffic("sort", "2x1");
    assert!(sorted.sent_bytes >= 160_000 && sorted.received_bytes >= 160_000, "{sorted:?}");
    let in_place = traffic("sort", "1x2");
    assert!(in_place.sent_bytes < 100 && in_place.received_bytes < 1_000, "{in_place:?}");
    assert!(traffic("primes", "2x1").sent_bytes < 10_000);
}

#[test]
fn a_request_out_of_turn_is_an_error_and_not_a_panic() {
    let mut cluster = spawn(Topology::SERIAL);
    let whole = Request::Whole { schedule: Schedule::Static, epoch_ms: 0.0, live: false };
    for request in [Request::Answer, whole, Request::Units { units: vec![], schedule: Schedule::Static, live: false }] {
        cluster.send(0, request).expect("sends");
        let arrived = now(cluster.receive(None));
        assert!(
            matches!(&arrived, Ok(Incoming::Reply(0, Reply::Failed { error: Error::Protocol { .. } }))),
            "{arrived:?}"
        );
    }
}

#[test]
fn an_unknown_kernel_and_too_large_a_size_are_refused() {
    let mut cluster = spawn(Topology::SERIAL);
    for (kernel, size) in [("chess", 1), ("sort", u32::MAX)] {
        let spec = Spec::new(kernel, size, 1, 1);
        let job = Job { spec, schedule: Schedule::Dynamic, live: false };
        let error = now(cluster::execute(&mut cluster, &job, &mut Noted::default())).expect_err(kernel);
        assert_eq!(error.code(), "parameter");
    }
}

#[test]
fn a_run_finds_no_messages_of_the_run_before_it() {
    // The units take long enough for a process to flush in the middle of a request, which it closes with an empty reply.
    let mut cluster = spawn("2x1".parse().expect("2x1"));
    for _ in 0..3 {
        let spec = Spec::new("sort", 1_000_000, 1, 2);
        let job = Job { spec, schedule: Schedule::Dynamic, live: false };
        now(cluster::execute(&mut cluster, &job, &mut Noted::default())).expect("runs");
    }
}
