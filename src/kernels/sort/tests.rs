use proptest::prelude::*;

use super::*;

fn spec(size: u32, lanes: u32) -> Spec {
    Spec::new(ENTRY.id, size, 5, lanes)
}

/// Runs a round and hands its parts over.
fn round(kernel: &mut Sort) -> Next {
    let parts = (0..Kernel::units(kernel)).map(|unit| Kernel::run(kernel, unit)).collect();
    Kernel::advance(kernel, parts)
}

fn few_values() -> impl Strategy<Value = Vec<Vec<u32>>> {
    // Few different values, so that runs share many of them, and the ends of the range.
    let value = prop_oneof![0u32..8, Just(u32::MAX), any::<u32>()];
    let run = prop::collection::vec(value, 0..40).prop_map(|run| sorted(&run));
    prop::collection::vec(run, 1..9)
}

proptest! {
    #[test]
    fn a_split_takes_the_smallest_elements(runs in few_values(), share in 0.0f64..=1.0) {
        let size: usize = runs.iter().map(Vec::len).sum();
        let rank = (size as f64 * share) as usize;
        let splits = split(&runs, rank);
        prop_assert_eq!(splits.iter().sum::<usize>(), rank);
        let largest_below = runs.iter().zip(&splits).filter_map(|(run, &at)| run[..at].last()).max();
        let smallest_above = runs.iter().zip(&splits).filter_map(|(run, &at)| run[at..].first()).min();
        if let (Some(below), Some(above)) = (largest_below, smallest_above) {
            prop_assert!(below <= above);
        }
    }

    #[test]
    fn merging_equals_sorting(runs in few_values()) {
        let merged = merge(runs.iter().map(Vec::as_slice).collect());
        prop_assert_eq!(merged, sorted(&runs.concat()));
    }

    #[test]
    fn any_number_of_lanes_sorts_like_the_standard_library(size in 0u32..3_000, lanes in 1u32..9) {
        let mut kernel = Sort::new(&spec(size, lanes), Role::Owner);
        if round(&mut kernel) == Next::Round {
            prop_assert!(lanes > 1 && Kernel::stays_with_owner(&kernel));
            prop_assert_eq!(round(&mut kernel), Next::Done);
        }
        let Stage::Sorted(pieces) = &kernel.stage else { panic!("it said that it is done") };
        let mut expected = elements(size, 5);
        expected.sort();
        prop_assert_eq!(pieces.concat(), expected);
    }

    #[test]
    fn no_bytes_make_a_helper_or_an_owner_panic(
        unit in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let mut helper = Sort::new(&spec(40, 4), Role::Helper);
        let accepted = Kernel::accept(&mut helper, unit, &bytes);
        prop_assert_eq!(accepted.is_ok(), unit < 4 && bytes.len() == 40);
        if let Err(error) = Kernel::decode(&helper, unit, &bytes) {
            prop_assert_eq!(error.code(), "protocol");
        }
    }
}

/// The first outputs of SplitMix64 for the seed 0, as its author's program prints them
/// (<https://prng.di.unimi.it/splitmix64.c>): e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f.
#[test]
fn the_data_come_from_the_published_generator() {
    assert_eq!(elements(3, 0), [0xe220_a839, 0x6e78_9e6a, 0x06c4_5d18]);
    assert_ne!(elements(3, 1), elements(3, 0));
}

#[test]
fn one_lane_merges_nothing() {
    let mut kernel = Sort::new(&spec(1_000, 1), Role::Owner);
    assert_eq!(round(&mut kernel), Next::Done);
}

#[test]
fn malformed_runs_are_refused() {
    let owner = Sort::new(&spec(8, 2), Role::Owner);
    let run = Kernel::run(&owner, 1);
    let bytes = Kernel::encode(&owner, &run);
    assert_eq!(Kernel::decode(&owner, 1, &bytes), Ok(run.clone()));

    let reversed: Vec<u32> = run.iter().rev().copied().collect();
    let unsorted = Kernel::encode(&owner, &reversed);
    for (unit, bytes) in [(2, &bytes[..]), (1, &bytes[1..]), (1, &bytes[4..]), (1, &[]), (1, &unsorted)] {
        assert!(matches!(Kernel::decode(&owner, unit, bytes), Err(Error::Protocol { .. })));
    }
}

#[test]
fn an_owner_accepts_no_elements() {
    let mut owner = Sort::new(&spec(8, 2), Role::Owner);
    let bytes = Kernel::input(&owner, 0);
    assert!(matches!(Kernel::accept(&mut owner, 0, &bytes), Err(Error::Protocol { .. })));
}

#[test]
fn a_helper_without_its_elements_gives_a_run_that_the_owner_refuses() {
    let helper = Sort::new(&spec(8, 2), Role::Helper);
    let owner = Sort::new(&spec(8, 2), Role::Owner);
    let bytes = Kernel::encode(&helper, &Kernel::run(&helper, 0));
    assert!(matches!(Kernel::decode(&owner, 0, &bytes), Err(Error::Protocol { .. })));
}

#[test]
fn bars_rise_when_the_sequence_is_sorted() {
    for lanes in [1, 2, 7, 64] {
        let mut kernel = Sort::new(&spec(10_000, lanes), Role::Owner);
        let Picture::Bars { units, per_unit } = Kernel::picture(&kernel) else { panic!("bars") };
        assert_eq!((units, per_unit), (lanes, 256 / lanes));
        if lanes > 1 {
            round(&mut kernel);
        }
        let preview = |unit| Kernel::preview(&kernel, unit, &Kernel::run(&kernel, unit));
        let bars: Vec<u8> = (0..lanes as usize).flat_map(preview).collect();
        assert!(bars.is_sorted() && bars.len() == (lanes * per_unit) as usize);
    }
}
