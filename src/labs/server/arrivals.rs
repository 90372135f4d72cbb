//! When requests come, and what a server without any costs of its own would make of them.

use std::collections::VecDeque;

use kosut_workloads::{serve::Arrival, tiles::Scatter};

/// Steps of a millisecond in which a request comes or does not. A Poisson process is what remains when steps become
/// infinitely short; at the highest rate, this one differs from it in that two requests never come within 10 µs.
const STEPS_PER_MS: u32 = 100;

/// Steps of a second.
const STEPS_PER_S: u64 = 1000 * STEPS_PER_MS as u64;

/// Requests at random moments, `rate_per_s` a second on average, for this long: in each step with the same probability and
/// independently of all others. Whole numbers only, so the same seed gives the same requests everywhere.
pub fn poisson(seed: u32, rate_per_s: f64, window_ms: u32) -> Vec<Arrival> {
    let mut scatter = Scatter(u64::from(seed));
    let below = (rate_per_s.max(0.0) * (1u64 << 32) as f64 / STEPS_PER_S as f64) as u64;
    let steps = 0..window_ms * STEPS_PER_MS;
    let comes = steps.filter(|_| u64::from(scatter.below(u32::MAX)) < below);
    (0..).zip(comes).map(|(id, step)| Arrival { id, at_us: step * (1000 / STEPS_PER_MS) }).collect()
}

/// So many requests, all at the start.
pub fn burst(count: u32) -> Vec<Arrival> {
    (0..count).map(|id| Arrival { id, at_us: 0 }).collect()
}

/// What a server would do whose every request takes exactly as long as it should, and which hands on without any loss of
/// time: the answered ones' times in the server, in microseconds, in the order of their answers.
pub fn ideal(arrivals: &[Arrival], lanes: u32, queue: u32, service_us: u32) -> Vec<u32> {
    let mut free_us = vec![0u32; lanes.max(1) as usize];
    let (mut waiting, mut times_us) = (VecDeque::new(), Vec::new());
    let mut serve = |arrived_us: u32, free_us: &mut Vec<u32>| {
        // The lane that is free first.
        if let Some(free) = free_us.iter_mut().min() {
            *free = arrived_us.max(*free) + service_us;
            times_us.push(*free - arrived_us);
        }
    };
    for arrival in arrivals {
        let is_free = |free_us: &[u32]| free_us.iter().any(|free| *free <= arrival.at_us);
        while let (true, Some(first)) = (is_free(&free_us), waiting.front().copied()) {
            waiting.pop_front();
            serve(first, &mut free_us);
        }
        if is_free(&free_us) {
            serve(arrival.at_us, &mut free_us);
        } else if waiting.len() < queue as usize {
            waiting.push_back(arrival.at_us);
        }
    }
    waiting.into_iter().for_each(|arrived_us| serve(arrived_us, &mut free_us));
    times_us
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_seed_gives_the_same_requests() {
        let arrivals = poisson(1, 100.0, 1000);
        assert_eq!(arrivals, poisson(1, 100.0, 1000));
        assert_ne!(arrivals, poisson(2, 100.0, 1000));
        assert!((arrivals.len() as f64 - 100.0).abs() < 40.0, "{}", arrivals.len());
        assert!(poisson(1, 0.0, 1000).is_empty());
    }

    #[test]
    fn gaps_are_spread_as_those_of_a_poisson_process() {
        let arrivals = poisson(3, 500.0, 10_000);
        let gaps: Vec<f64> = arrivals.windows(2).map(|two| f64::from(two[1].at_us - two[0].at_us)).collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
        // Exponentially distributed: as wide as long.
        assert!((mean / 2000.0 - 1.0).abs() < 0.1 && (variance.sqrt() / mean - 1.0).abs() < 0.1, "{mean} {variance}");
    }

    #[test]
    fn an_ideal_server_of_one_lane_serves_one_after_another() {
        assert_eq!(ideal(&burst(4), 1, 2, 10), [10, 20, 30], "one is turned away");
        assert_eq!(ideal(&burst(4), 2, 2, 10), [10, 10, 20, 20]);
        let late = [Arrival { id: 0, at_us: 0 }, Arrival { id: 1, at_us: 25 }];
        assert_eq!(ideal(&late, 1, 1, 10), [10, 10]);
    }

    proptest! {
        #[test]
        fn more_lanes_never_turn_away_more(seed: u32, rate in 1.0f64..2000.0, lanes in 1u32..8, queue in 1u32..20) {
            let arrivals = poisson(seed, rate, 300);
            let few = ideal(&arrivals, lanes, queue, 10_000);
            let more = ideal(&arrivals, lanes + 1, queue, 10_000);
            prop_assert!(few.len() <= more.len() && more.len() <= arrivals.len());
            prop_assert!(few.iter().all(|time_us| *time_us >= 10_000));
        }
    }
}
