use std::f64::consts::PI;

use super::*;

fn kernel(size: u32, seed: u32) -> Pi {
    Pi::new(&Spec::new(ENTRY.id, size, seed, 1))
}

fn answer(size: u32, seed: u32) -> Answer {
    let mut kernel = kernel(size, seed);
    let parts = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
    assert_eq!(Kernel::advance(&mut kernel, parts), Next::Done);
    Kernel::answer(&kernel)
}

/// π with the half-width of its interval and the samples.
fn shown(shown: Option<Shown>) -> (f64, f64, u64) {
    match shown {
        Some(Shown::Estimate { value, error, samples }) => (value, error, samples),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_estimate_lies_within_four_standard_errors_of_pi() {
    for size in [1, 10, 100, 1_000, 20_000] {
        for seed in [0, 1, 2, 3, u32::MAX] {
            let (value, error, samples) = shown(answer(size, seed).shown);
            assert_eq!(samples, 1_000 * u64::from(size));
            assert!((value - PI).abs() < 4.0 * error / NORMAL_95, "{value} ± {error} for {size}, seed {seed}");
            let expected = 4.0 * NORMAL_95 * (PI / 4.0 * (1.0 - PI / 4.0) / samples as f64).sqrt();
            assert!((error / expected - 1.0).abs() < 0.1, "{error} for {expected}");
        }
    }
}

/// The intervals of many seeds hold π about as often as they say: 95 of 100, with a standard deviation of 2.2.
#[test]
fn the_interval_is_as_wide_as_it_says() {
    let holds = |&seed: &u32| {
        let (value, error, _) = shown(answer(50, seed).shown);
        (value - PI).abs() < error
    };
    let held = (0..100).filter(holds).count();
    assert!((88..=100).contains(&held), "{held} of 100");
}

#[test]
fn the_lattice_has_a_pi_that_is_close_enough() {
    // For each odd x, the odd y with y² < 2³⁰ − x².
    let inside: u64 = (1..1u64 << 15).step_by(2).map(|x| ((1u64 << 30) - x * x - 1).isqrt().div_ceil(2)).sum();
    let bias = 4.0 * inside as f64 / f64::from(1 << 28) - PI;
    assert!(bias.abs() < 1.1e-6, "{bias:e}");
}

#[test]
fn points_are_neither_lost_nor_added_when_they_are_cut_into_units() {
    for size in [0, 1, 2, 239, 240, 241, 12_345, ENTRY.size_max] {
        let kernel = kernel(size, 1);
        let points: Vec<u64> = (0..Kernel::units(&kernel)).map(|unit| kernel.points(unit).into()).collect();
        assert_eq!(points.iter().sum::<u64>(), 1_000 * u64::from(size));
        let (least, most) = (points.iter().min(), points.iter().max());
        assert!(
            most.zip(least).is_none_or(|(most, least)| most - least <= LANES as u64),
            "{size}: {least:?}, {most:?}"
        );
    }
}

#[test]
fn a_larger_size_draws_more_points_of_the_same_streams() {
    let fewer = Streams::new(7, 3).inside(1_000);
    let more = Streams::new(7, 3).inside(2_000);
    assert!(more > fewer && more <= fewer + 4_000);
}

#[test]
fn no_points_give_no_estimate() {
    let answer = answer(0, 1);
    assert_eq!((answer.value, answer.shown), (0, None));
}

#[test]
fn the_tally_ends_with_the_estimate_of_the_answer() {
    let spec = Spec::new(ENTRY.id, 1_000, 9, 1);
    let kernel = Pi::new(&spec);
    let mut tally = Count::new(&spec);
    assert_eq!(tally.shown(), None);
    let mut errors = Vec::new();
    for unit in (0..Kernel::units(&kernel)).rev() {
        let preview = Kernel::preview(&kernel, unit, &Kernel::run(&kernel, unit));
        tally.add(0, unit as u32, &preview[1..]);
        errors.push(shown(tally.shown()).1);
    }
    assert!(errors[239] < errors[59] / 1.9, "four times the points halve the error");
    assert_eq!(tally.shown(), answer(1_000, 9).shown);
}

#[test]
fn a_tally_ignores_notes_that_no_unit_can_have() {
    let mut tally = Count::new(&Spec::new(ENTRY.id, 1, 1, 1));
    for (unit, note) in [(0, &[][..]), (0, &[0; 3]), (0, &[0xff; 4]), (1, &[0; 4]), (u32::MAX, &[0; 4])] {
        tally.add(0, unit, note);
    }
    assert_eq!(tally.shown(), None);
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let kernel = kernel(1, 1);
    for (inside, accepted) in [(0, true), (1_000, true), (1_001, false), (u32::MAX, false)] {
        assert_eq!(Kernel::decode(&kernel, 0, &Kernel::encode(&kernel, &inside)).is_ok(), accepted, "{inside}");
    }
}
