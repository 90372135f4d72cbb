use super::{
    super::{costs::tests::known, job::Preset},
    *,
};
use proptest::prelude::*;

fn advice(job: &Job, cores: u32, isolated: bool) -> ChooseAdvice {
    advise(job, &known(cores, isolated), &job.candidates(cores, 16, isolated)).expect("a recommendation")
}

fn chosen(job: &Job, cores: u32) -> String {
    advice(job, cores, true).choice().topology.to_string()
}

fn codes(advice: &ChooseAdvice) -> Vec<ChooseReasonCode> {
    advice.reasons.iter().map(|reason| reason.code).collect()
}

const COMPUTES: Job =
    Job { items: 100, cpu_us: 5_000, wait_ms: 0, in_kib: 0, out_kib: 0, shared: false, survive: false, start: false };

#[test]
fn what_the_article_recommends_comes_out() {
    // Computing with little to send: both are as quick, and threads take less memory.
    assert_eq!(chosen(&COMPUTES, 4), "1x4");
    // What waits is given to more lanes than there are cores, and threads are the cheapest lanes.
    let waits = Job { wait_ms: 50, cpu_us: 100, ..COMPUTES };
    assert_eq!(chosen(&waits, 2), "1x16");
    assert_eq!(codes(&advice(&waits, 2, true))[0], ChooseReasonCode::IoBound);
    // A crash must not take all: processes.
    let survive = Job { survive: true, ..COMPUTES };
    assert!(advice(&survive, 4, true).choice().topology.processes() > 1);
    assert_eq!(codes(&advice(&survive, 4, true))[0], ChooseReasonCode::Survive);
    // Much data and little arithmetic: not processes.
    let data = Job { cpu_us: 100, in_kib: 1_024, out_kib: 1_024, ..COMPUTES };
    assert_eq!(advice(&data, 4, true).choice().topology.processes(), 1);
    assert!(codes(&advice(&data, 4, true)).contains(&ChooseReasonCode::MessagesDear));
    // Starting for a moment's work: one lane.
    let small = Job { items: 4, cpu_us: 1_000, start: true, ..COMPUTES };
    assert_eq!(chosen(&small, 4), "1x1");
    assert_eq!(codes(&advice(&small, 4, true))[0], ChooseReasonCode::TooSmall);
    // A state that all change: a lock, not messages.
    let shared = Job { shared: true, cpu_us: 300, ..COMPUTES };
    assert!(codes(&advice(&shared, 4, true)).contains(&ChooseReasonCode::SharedLock));
}

#[test]
fn where_threads_or_a_second_process_are_missing_it_is_said() {
    let advice_of = |job: &Job, cores| advice(job, cores, false);
    let plain = advice_of(&COMPUTES, 4);
    assert_eq!(plain.choice().topology.to_string(), "4x1");
    assert_eq!(codes(&plain)[0], ChooseReasonCode::NotIsolated);
    let one = advice_of(&Job { survive: true, ..COMPUTES }, 1);
    assert!(codes(&one).contains(&ChooseReasonCode::SurviveNot), "{one:?}");
    assert!(codes(&advice(&COMPUTES, 1, true)).is_empty(), "there is nothing to choose from");
}

#[test]
fn a_prediction_counts_every_byte_once() {
    let data = Job { items: 10, in_kib: 1_024, ..COMPUTES };
    let costs = known(2, true);
    let at = |job: &Job, name: &str| predict(job, &costs, name.parse().expect("a topology"));
    let mib = |name: &str| (at(&data, name).memory_bytes - at(&COMPUTES, name).memory_bytes) / MIB;
    assert!((mib("1x1") - 10.0).abs() < 1e-9 && (mib("1x2") - 10.0).abs() < 1e-9);
    // Two processes with an item at work and one ahead.
    assert!((mib("2x1") - 4.0).abs() < 1e-9);
    let shipping_ms = at(&data, "2x1").run_ms - at(&Job { items: 10, ..COMPUTES }, "2x1").run_ms;
    assert!(shipping_ms > 0.0, "{shipping_ms}");
}

fn jobs() -> impl Strategy<Value = Job> {
    (0_u32..1_000, 0_u32..200).prop_map(|(seed, number)| Job::random(seed, number))
}

proptest! {
    #[test]
    fn every_job_gets_advice_that_is_among_the_best(job in jobs(), cores in 1_u32..9, isolated: bool) {
        let advice = advice(&job, cores, isolated);
        let suits = advice.candidates.iter().any(|candidate| candidate.suits);
        let least = advice.candidates.iter().filter(|one| one.suits || !suits).map(|one| one.time_ms);
        let least_ms = least.fold(f64::INFINITY, f64::min);
        prop_assert!(advice.choice().time_ms <= least_ms * (1.0 + ALIKE));
        prop_assert_eq!(advice.choice().suits, suits);
        for one in &advice.candidates {
            let [low, high] = one.interval_ms;
            prop_assert!(0.0 < low && low <= one.time_ms && one.time_ms <= high && high.is_finite(), "{one:?}");
            prop_assert!(one.memory_bytes > 0.0);
        }
        prop_assert!(advice.reasons.iter().all(|reason| reason.value.is_finite()));
    }

    #[test]
    fn no_prediction_is_below_what_the_cores_can_do(job in jobs(), cores in 1_u32..9) {
        let costs = known(cores, true);
        for topology in job.candidates(cores, 16, true) {
            let found = predict(&job, &costs, topology).run_ms;
            let most = f64::from(topology.lanes().min(cores));
            let work = f64::from(job.items) * f64::from(job.cpu_us) / 1e3 / most;
            let rounds = f64::from(job.items.div_ceil(topology.lanes()));
            let chain = rounds * f64::from(job.wait_ms);
            prop_assert!(found >= work.max(chain) * (1.0 - 1e-9), "{topology}: {found} < {work}, {chain}");
        }
    }

    #[test]
    fn on_one_lane_more_work_takes_longer(job in jobs(), more in 1_u32..1_000) {
        let costs = known(2, true);
        let at = |job: &Job| predict(job, &costs, Topology::SERIAL).time_ms;
        let longer = Job { cpu_us: job.cpu_us + more, ..job };
        prop_assert!(at(&longer) > at(&job));
        let started = Job { start: true, ..job };
        prop_assert!(at(&started) > at(&job));
    }

    #[test]
    fn the_presets_are_advised_on_any_machine(which in 0_usize..5, cores in 1_u32..33, isolated: bool) {
        let preset = [Preset::Thumbnails, Preset::Crawler, Preset::Logs, Preset::Training, Preset::Chat][which];
        prop_assert!(!advice(&preset.job(), cores.min(16), isolated).candidates.is_empty());
    }
}
