//! Every kernel of the registry gives the same answer whichever thread computes a unit, in any order, and in any memory.
//!
//! Published values and the edges of an algorithm are tested beside the code of each kernel.

use kosut::{
    error::Error,
    kernels::{self, Answer, AnyKernel, AnyPart, Next, PREVIEW_BYTES_MAX, Picture, REGISTRY, Role, Spec},
};
use proptest::prelude::*;
use rayon::prelude::*;

use crate::support::cases::{self, assert_pinned, case};

const LANES: [u32; 4] = [1, 2, 4, 7];
const HELPERS: [usize; 3] = [1, 2, 7];

fn sizes(kernel: &str) -> [u32; 4] {
    case(kernel).sizes
}

fn spec(kernel: &str, size: u32, lanes: u32) -> Spec {
    cases::spec(kernel, size, 11, lanes)
}

fn build(spec: &Spec, role: Role) -> Box<dyn AnyKernel> {
    kernels::build(spec, role).expect("the size is in range")
}

/// Returns the reference: the answer of one thread that computes one unit after the other.
fn expected(kernel: &str, size: u32) -> Answer {
    kernels::run_serially(build(&spec(kernel, size, 1), Role::Owner).as_mut())
}

/// Computes as threads do: any of them takes any unit of the one kernel that all see.
fn on_threads(spec: &Spec) -> Answer {
    let mut kernel = build(spec, Role::Owner);
    loop {
        let parts = (0..kernel.units()).into_par_iter().map(|unit| kernel.run(unit)).collect();
        if kernel.advance(parts) == Next::Done {
            return kernel.answer();
        }
    }
}

/// Computes on one thread, with the units in an order that the seed decides.
fn shuffled(spec: &Spec, seed: u64) -> Answer {
    let mut kernel = build(spec, Role::Owner);
    loop {
        let mut order: Vec<usize> = (0..kernel.units()).collect();
        order.sort_by_key(|&unit| (unit as u64 + 1).wrapping_mul(seed | 1).rotate_left(29).wrapping_mul(seed | 1));
        let mut parts: Vec<Option<AnyPart>> = order.iter().map(|_| None).collect();
        for unit in order {
            parts[unit] = Some(kernel.run(unit));
        }
        if kernel.advance(parts.into_iter().map(|part| part.expect("every unit ran")).collect()) == Next::Done {
            return kernel.answer();
        }
    }
}

/// Computes as processes do: an owner and helpers exchange bytes and share nothing else. The helpers take turns.
fn on_processes(spec: &Spec, helpers: usize) -> Answer {
    let mut owner = build(spec, Role::Owner);
    let mut helpers: Vec<_> = (0..helpers).map(|_| build(spec, Role::Helper)).collect();
    loop {
        let units = 0..owner.units();
        let parts = if owner.stays_with_owner() {
            units.map(|unit| owner.run(unit)).collect()
        } else {
            let broadcast = owner.broadcast();
            helpers.iter_mut().for_each(|helper| helper.receive(&broadcast).expect("its own owner's bytes"));
            let mut parts = Vec::new();
            for unit in units {
                let turn = unit % helpers.len();
                let helper = &mut helpers[turn];
                helper.accept(unit, &owner.input(unit)).expect("its own owner's bytes");
                let bytes = helper.encode(&helper.run(unit));
                parts.push(owner.decode(unit, &bytes).expect("its own helper's bytes"));
            }
            parts
        };
        if owner.advance(parts) == Next::Done {
            return owner.answer();
        }
    }
}

#[test]
fn threads_agree_with_serial_execution() {
    for entry in REGISTRY {
        for size in sizes(entry.id) {
            let expected = expected(entry.id, size);
            for lanes in LANES {
                assert_eq!(on_threads(&spec(entry.id, size, lanes)), expected, "{} of {size}, {lanes} lanes", entry.id);
            }
        }
    }
}

#[test]
fn processes_agree_with_serial_execution() {
    for entry in REGISTRY {
        for size in sizes(entry.id) {
            let expected = expected(entry.id, size);
            for helpers in HELPERS {
                let lanes = helpers as u32;
                let answer = on_processes(&spec(entry.id, size, lanes), helpers);
                assert_eq!(answer, expected, "{} of {size}, {helpers} helpers", entry.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_units_does_not_matter(size in any::<u32>(), lanes in 1u32..9, order in any::<u64>()) {
        for entry in REGISTRY {
            let size = size % (sizes(entry.id)[3] + 1);
            prop_assert_eq!(shuffled(&spec(entry.id, size, lanes), order), expected(entry.id, size), "{}", entry.id);
        }
    }

    #[test]
    fn threads_and_helpers_of_any_number_agree(size in any::<u32>(), lanes in 1u32..=64, helpers in 1usize..5) {
        for entry in REGISTRY {
            let kernel = entry.id;
            let size = size % (sizes(kernel)[2] + 1);
            let spec = spec(kernel, size, lanes);
            let expected = expected(kernel, size);
            prop_assert_eq!(on_threads(&spec), expected.clone(), "{} on threads", kernel);
            prop_assert_eq!(on_processes(&spec, helpers), expected, "{} on processes", kernel);
        }
    }

    #[test]
    fn malformed_bytes_are_an_error_and_never_a_panic(
        unit in 0usize..300, bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        for entry in REGISTRY {
            for role in [Role::Owner, Role::Helper] {
                let mut kernel = build(&spec(entry.id, entry.size_min, 3), role);
                let answers = [
                    kernel.decode(unit, &bytes).map(drop),
                    kernel.accept(unit, &bytes),
                    kernel.receive(&bytes),
                ];
                for error in answers.into_iter().filter_map(Result::err) {
                    prop_assert_eq!(error.code(), "protocol", "{}: {}", entry.id, error);
                }
            }
        }
    }
}

#[test]
fn truncated_parts_are_refused() {
    for entry in REGISTRY {
        let kernel = build(&spec(entry.id, entry.size_min, 2), Role::Owner);
        let bytes = kernel.encode(&kernel.run(0));
        for length in [0, 1, bytes.len() - 1] {
            let refused = kernel.decode(0, &bytes[..length]).err();
            assert!(matches!(refused, Some(Error::Protocol { .. })), "{}: {length} bytes", entry.id);
        }
        assert!(kernel.decode(kernel.units(), &bytes).is_err(), "{}: a unit too many", entry.id);
    }
}

#[test]
fn answers_are_the_same_on_every_machine() {
    for entry in REGISTRY {
        let (size, ..) = case(entry.id).pinned;
        let spec = cases::spec(entry.id, size, 1, 1);
        assert_pinned(entry.id, &kernels::run_serially(build(&spec, Role::Owner).as_mut()));
    }
}

#[test]
fn previews_are_as_long_as_the_picture_says_and_within_the_bound() {
    for entry in REGISTRY {
        for size in [entry.size_min, sizes(entry.id)[3]] {
            for lanes in LANES {
                let kernel = build(&spec(entry.id, size, lanes), Role::Owner);
                let units = kernel.units();
                let picture = kernel.picture();
                let shown = match picture {
                    Picture::Tiles { columns, rows, .. } => columns * rows,
                    Picture::Strip { units, .. } | Picture::Points { units, .. } | Picture::Bars { units, .. } => units,
                };
                assert_eq!(shown as usize, units, "{}", entry.id);
                let bytes = picture.preview_bytes();
                assert!(bytes * units <= PREVIEW_BYTES_MAX, "{} of {size}", entry.id);
                assert_eq!(kernel.preview(0, &kernel.run(0)).len(), bytes, "{} of {size}", entry.id);
            }
        }
    }
}

#[test]
fn sizes_above_the_largest_are_refused_before_anything_is_allocated() {
    for entry in REGISTRY {
        for size in [entry.size_max + 1, u32::MAX] {
            let refused = kernels::build(&spec(entry.id, size, 1), Role::Owner).err();
            assert!(matches!(refused, Some(Error::Parameter { .. })), "{} of {size}", entry.id);
        }
        assert!((entry.size_min..=entry.size_max).contains(&entry.size_default), "{}", entry.id);
    }
}
