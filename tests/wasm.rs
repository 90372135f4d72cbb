//! The wasm builds inside a real browser: the same answers as natively. Pools of threads and processes are tested on the
//! finished site, in `tests/browser`.
//!
//! `cargo xtask test` runs this file once for each build; on other targets it is empty.
#![cfg(target_arch = "wasm32")]

use kosut::{
    clock,
    cluster::{
        process::Process,
        protocol::{Reply, Request},
    },
    kernels::{self, REGISTRY, Role, Spec},
    lanes::{Lanes, Schedule, blocking::Nothing},
    measure,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod cases;

// A Worker, as everywhere in the product: the main thread of a page may not block.
wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn spec(kernel: &str, size: u32, lanes: u32) -> Spec {
    cases::spec(kernel, size, 1, lanes)
}

#[wasm_bindgen_test]
fn primes_are_counted_as_published() {
    // OEIS A006880: the number of primes below 10^n.
    for (size, count) in [(10, 4), (1_000, 168), (1_000_000, 78_498)] {
        let mut kernel = kernels::build(&spec("primes", size, 1), Role::Owner).expect("builds");
        assert_eq!(kernels::run_serially(&mut *kernel).value, count);
    }
}

#[wasm_bindgen_test]
fn vector_and_scalar_code_agree() {
    for entry in REGISTRY {
        let (size, ..) = cases::case(entry.id).pinned;
        let mut kernel = kernels::build(&spec(entry.id, size, 1), Role::Owner).expect(entry.id);
        cases::assert_pinned(entry.id, &kernels::run_serially(&mut *kernel));
    }
}

#[wasm_bindgen_test]
fn the_clock_ticks_and_its_step_is_found() {
    let step_ms = measure::clock_resolution_ms(clock::now_ms);
    assert!(step_ms > 0.0 && step_ms < 20.0, "{step_ms} ms");
    assert!(clock::rfc3339(clock::now_ms()).ends_with('Z'));
}

#[wasm_bindgen_test]
fn a_process_of_one_lane_answers_requests() {
    assert_eq!(answer_of(&mut Process::new(Lanes::One, None, &Nothing), 1), 168);
}

/// What a process that owns the data answers for the primes below 1,000.
fn answer_of(process: &mut Process, lanes: u32) -> u64 {
    let mut replies = Vec::new();
    let whole = Request::Whole { schedule: Schedule::Dynamic, epoch_ms: clock::now_ms(), live: false };
    for request in [Request::Prepare { spec: spec("primes", 1000, lanes), role: Role::Owner }, whole, Request::Answer] {
        process.handle(request, &mut |reply| replies.push(reply));
    }
    match replies.pop() {
        Some(Reply::Answered { answer }) => answer.value,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
fn every_kernel_of_the_registry_builds_at_its_smallest_size() {
    for entry in REGISTRY {
        let mut kernel = kernels::build(&spec(entry.id, entry.size_min, 2), Role::Owner).expect(entry.id);
        assert!(kernels::run_serially(&mut *kernel).value > 0, "{}", entry.id);
    }
}
