use super::*;
use proptest::prelude::*;

fn samples() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.001f64..1e5, 1..20)
}

fn scaled(samples: &[f64], factor: f64) -> Vec<f64> {
    samples.iter().map(|sample| sample * factor).collect()
}

#[track_caller]
fn is_about(measured: f64, expected: f64) {
    assert!((measured - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{measured} is not about {expected}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_interval_contains_the_median_and_lies_within_the_samples(samples in samples()) {
        let (median, [low, high]) = (median(&samples), median_interval(&samples));
        prop_assert!(low <= median && median <= high);
        prop_assert!(samples.iter().any(|&sample| sample <= low));
        prop_assert!(samples.iter().any(|&sample| sample >= high));
    }

    #[test]
    fn half_of_the_samples_lie_on_either_side_of_the_median(samples in samples()) {
        let median = median(&samples);
        prop_assert!(2 * samples.iter().filter(|&&sample| sample <= median).count() >= samples.len());
        prop_assert!(2 * samples.iter().filter(|&&sample| sample >= median).count() >= samples.len());
    }

    #[test]
    fn the_order_of_samples_does_not_change_the_median(samples in samples()) {
        let reversed: Vec<f64> = samples.iter().rev().copied().collect();
        prop_assert_eq!(median(&samples), median(&reversed));
    }

    #[test]
    fn times_in_another_unit_give_the_same_interval_in_that_unit(samples in samples()) {
        // A power of two, so that scaling does not round.
        let other_unit = scaled(&samples, 8.0);
        prop_assert_eq!(median(&other_unit), 8.0 * median(&samples));
        prop_assert_eq!(median_interval(&other_unit), median_interval(&samples).map(|bound| 8.0 * bound));
    }

    #[test]
    fn the_interval_of_a_ratio_contains_it_and_ignores_a_common_factor(a in samples(), b in samples()) {
        let Ratio { value, interval } = ratio(&a, &b);
        prop_assert_eq!(value, median(&a) / median(&b));
        prop_assert!(interval[0] <= value && value <= interval[1]);
        prop_assert_eq!(ratio(&scaled(&a, 4.0), &scaled(&b, 4.0)).interval, interval);
        prop_assert_eq!(ratio(&scaled(&a, 4.0), &b).interval, interval.map(|bound| 4.0 * bound));
        let [low, high] = ratios(&[(&a, &b)], Confidence::Interim).interval;
        prop_assert!(low <= interval[0] && interval[1] <= high);
    }

    #[test]
    fn amdahl_recovers_the_serial_fraction_of_made_up_speedups(serial_fraction in 0.0f64..=1.0, most in 2u32..40) {
        let law = Amdahl { serial_fraction };
        let fitted = fit_amdahl(&measured(most, |workers| law.speedup(workers))).expect("enough points");
        prop_assert!((fitted.serial_fraction - serial_fraction).abs() < 1e-6, "{}", fitted.serial_fraction);
    }

    #[test]
    fn usl_recovers_the_coefficients_of_made_up_speedups(
        contention in 0.0f64..1.0, coherency in 0.0f64..0.2, most in 3u32..40,
    ) {
        let law = Usl { contention, coherency };
        let fitted = fit_usl(&measured(most, |workers| law.speedup(workers))).expect("enough points");
        prop_assert!((fitted.contention - contention).abs() < 1e-6, "{fitted:?}");
        prop_assert!((fitted.coherency - coherency).abs() < 1e-6, "{fitted:?}");
    }

    #[test]
    fn fits_stay_within_their_ranges_whatever_was_measured(speedups in prop::collection::vec(0.01f64..100.0, 3..12)) {
        let points: Vec<_> = (1..).map(f64::from).zip(speedups).collect();
        let amdahl = fit_amdahl(&points).expect("enough points");
        prop_assert!((0.0..=1.0).contains(&amdahl.serial_fraction));
        let usl = fit_usl(&points).expect("enough points");
        prop_assert!((0.0..=1.0).contains(&usl.contention) && usl.coherency >= 0.0 && usl.coherency.is_finite());
    }
}

fn measured(most_workers: u32, law: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    (1..=most_workers).map(f64::from).map(|workers| (workers, law(workers))).collect()
}

#[test]
fn medians_of_few_samples() {
    assert_eq!(median(&[3.0]), 3.0);
    assert_eq!(median(&[3.0, 1.0]), 2.0);
    assert_eq!(median(&[9.0, 1.0, 2.0]), 2.0);
    assert_eq!(median(&[9.0, 1.0, 2.0, 4.0]), 3.0);
}

#[test]
fn equal_samples_leave_no_doubt() {
    assert_eq!(median_interval(&[5.0; 7]), [5.0, 5.0]);
    assert_eq!(ratio(&[5.0; 7], &[2.5; 7]), Ratio { value: 2.0, interval: [2.0, 2.0] });
}

#[test]
fn a_phase_that_slows_both_sides_down_does_not_widen_the_interval_of_their_ratio() {
    let slow_phase = [10.0, 10.0, 10.0, 10.0, 30.0, 30.0, 30.0];
    let twice = slow_phase.map(|sample| 2.0 * sample);
    assert_eq!(ratio(&twice, &slow_phase).interval, [2.0, 2.0]);
    // One that slows only one side down does.
    let [low, high] = ratio(&slow_phase, &[10.0; 7]).interval;
    assert_eq!([low, high], [1.0, 3.0]);
}

#[test]
fn several_ratios_are_combined_by_their_geometric_mean() {
    let [one, four, eight] = [[1.0; 7], [4.0; 7], [8.0; 7]];
    let Ratio { value, interval: [low, high] } =
        ratios(&[(&four, &one), (&eight, &one), (&one, &one)], Confidence::Final);
    is_about(value, 32.0_f64.cbrt());
    is_about(low, value);
    is_about(high, value);
}

/// The median of seven draws is at most the k-th of seven samples with the probability that four or more of them are:
/// binomial, 0.010 for k = 1 and 0.098 for k = 2. So the 2.5th percentile is the second, and the 97.5th the sixth.
#[test]
fn the_interval_of_seven_samples_is_that_of_the_binomial_distribution() {
    assert_eq!(median_interval(&[3.0, 1.0, 7.0, 5.0, 2.0, 6.0, 4.0]), [2.0, 6.0]);
}

#[test]
fn perfect_and_absent_scaling_are_the_ends_of_amdahls_range() {
    is_about(fit_amdahl(&measured(8, |workers| workers)).expect("points").serial_fraction, 0.0);
    is_about(fit_amdahl(&measured(8, |workers| 2.0 * workers)).expect("points").serial_fraction, 0.0);
    is_about(fit_amdahl(&measured(8, |_| 1.0)).expect("points").serial_fraction, 1.0);
    is_about(fit_amdahl(&measured(8, |workers| 1.0 / workers)).expect("points").serial_fraction, 1.0);
}

#[test]
fn too_few_points_fit_no_law() {
    assert_eq!(fit_amdahl(&[]), None);
    assert_eq!(fit_amdahl(&measured(1, |_| 1.0)), None);
    assert_eq!(fit_usl(&measured(2, |workers| workers)), None);
    assert_eq!(fit_usl(&[(2.0, 1.9); 3]), None);
    assert_eq!(fit_usl(&[(1.0, 1.0), (2.0, 0.0), (3.0, 2.5)]), None);
}

#[test]
fn usl_without_coherency_is_amdahls_law() {
    let (usl, amdahl) = (Usl { contention: 0.1, coherency: 0.0 }, Amdahl { serial_fraction: 0.1 });
    (1..64).map(f64::from).for_each(|workers| is_about(usl.speedup(workers), amdahl.speedup(workers)));
}

#[test]
fn the_resolution_is_the_smallest_step_of_the_clock() {
    // A clock that moves every third reading, by 0.3 ms and now and then by 0.1 ms, and has been running for a day.
    let mut readings = 0u32;
    let clock = || {
        readings += 1;
        let steps = f64::from(readings / 3);
        86_400_000.0 + 0.3 * steps - if readings / 3 % 5 == 4 { 0.2 } else { 0.0 }
    };
    is_about(clock_resolution_ms(clock), 0.1);
}

#[test]
fn a_clock_that_stands_still_has_no_resolution() {
    assert_eq!(clock_resolution_ms(|| 1.0), f64::INFINITY);
}

#[test]
fn a_sample_lasts_a_hundred_resolutions_or_a_thousand_runs() {
    assert!(is_sample(2.0, 1, 0.005));
    assert!(!is_sample(1.99, 1, 0.005));
    assert!(is_sample(5.0, 1, 0.05));
    assert!(!is_sample(4.9, 1, 0.05));
    assert!(!is_sample(0.0, 999, 0.1));
    assert!(is_sample(0.0, 1_000, 0.1));
    assert!(is_sample(1e9, 1, 0.1));
    assert!(is_sample(2_000.0, 1, 100.0));
    assert!(!is_sample(1_900.0, 1, 100.0));
}

#[test]
fn a_slope_is_found_where_there_is_one() {
    assert_eq!(slope(&[(1.0, 5.0), (2.0, 8.0), (3.0, 11.0)]), Some(3.0));
    assert_eq!(slope(&[(1.0, 0.0), (2.0, 2.0), (3.0, 1.0)]), Some(0.5));
    assert_eq!([slope(&[]), slope(&[(1.0, 1.0)]), slope(&[(2.0, 1.0), (2.0, 3.0)])], [None; 3]);
}
