//! Many times at a glance: how often each was seen, in bins that are equally wide on a logarithmic axis, as times of
//! microseconds and of milliseconds stand side by side; and percentiles.

/// Bins of a decade: each is 1.26 times as long as the one before, finer than what differs between two runs.
const BINS_PER_DECADE: i32 = 10;

/// How often values were seen, in bins of a logarithmic axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Edges of the bins: one more than there are bins, or none.
    pub edges: Vec<f64>,
    /// How many values lie from each edge to below the next.
    pub counts: Vec<u32>,
}

impl Histogram {
    /// The histogram of these values, from the bin of the smallest to that of the largest. What is not above 0, which is
    /// how a clock that stood still shows, has no place on the axis and is counted in the first bin.
    pub fn of(values: &[f64]) -> Self {
        let bin = |value: f64| (value.log10() * f64::from(BINS_PER_DECADE)).floor() as i32;
        let placed = || values.iter().filter(|value| **value > 0.0 && value.is_finite()).map(|&value| bin(value));
        let (Some(first), Some(last)) = (placed().min(), placed().max()) else {
            return Histogram { edges: Vec::new(), counts: Vec::new() };
        };
        let mut counts = vec![0; (last - first + 1) as usize];
        for &value in values.iter().filter(|value| value.is_finite()) {
            let index = if value > 0.0 { bin(value) - first } else { 0 };
            counts[index as usize] += 1;
        }
        let edge = |index: i32| 10f64.powf(f64::from(index) / f64::from(BINS_PER_DECADE));
        Histogram { edges: (first..=last + 1).map(edge).collect(), counts }
    }
}

/// The value that this share of all values does not exceed, 0 to 1, by the nearest rank: always one of the values.
///
/// # Panics
/// When there is no value.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    let rank = ((share * sorted.len() as f64).ceil() as usize).clamp(1, sorted.len());
    let (_, &mut value, _) = sorted.select_nth_unstable_by(rank - 1, f64::total_cmp);
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bins_are_equally_wide_on_a_logarithmic_axis() {
        let histogram = Histogram::of(&[1.0, 1.1, 0.0, 2.6, 9.0]);
        assert_eq!(histogram.counts, [3, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        assert!((histogram.edges[0] - 1.0).abs() < 1e-12 && (histogram.edges[10] - 10.0).abs() < 1e-9);
        assert_eq!(Histogram::of(&[0.0, 0.0]), Histogram { edges: Vec::new(), counts: Vec::new() });
    }

    #[test]
    fn percentiles_are_values_of_the_sample() {
        let values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| percentile(&values, share)), [1.0, 100.0, 198.0, 200.0]);
        assert_eq!(percentile(&[7.0], 0.99), 7.0);
    }

    proptest! {
        #[test]
        fn every_value_is_counted_once_in_its_bin(values in proptest::collection::vec(1e-4f64..1e6, 1..200)) {
            let Histogram { edges, counts } = Histogram::of(&values);
            prop_assert_eq!(edges.len(), counts.len() + 1);
            prop_assert_eq!(counts.iter().sum::<u32>() as usize, values.len());
            for (bin, &count) in counts.iter().enumerate() {
                // A value on an edge may fall to either side by rounding.
                let (low, high) = (edges[bin] * (1.0 + 1e-9), edges[bin + 1] * (1.0 - 1e-9));
                let inside = values.iter().filter(|value| (low..high).contains(value)).count();
                prop_assert!(inside as u32 <= count);
            }
        }
    }
}
