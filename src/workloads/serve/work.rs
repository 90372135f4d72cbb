//! What a server computes for a request: how many primes there are among some odd numbers, by trial division.
//!
//! Any work that is computing only would do. This one has an answer that anybody can check, takes as long as one likes,
//! and is the same in Python. Requests ask for one of a few blocks of numbers, as clients ask for the same few pages; a
//! server that kept the answers would be faster, and this one keeps none.

use std::{hint::black_box, ops::Range};

use kosut_core::clock::{self, next_change};

/// Where the first block begins: so far out that a prime takes some hundred divisions.
const FIRST: u32 = 1_000_001;

/// Blocks that are asked for.
pub const BLOCKS: u32 = 8;

/// Blocks do not overlap as long as they have no more numbers than this.
pub const NUMBERS_MAX: u32 = 10_000_000;

/// Trials of [`numbers_for`]; the quickest counts, as it was disturbed least.
const TRIALS: u32 = 5;

/// Steps of the clock that a trial lasts at least.
const TRIAL_RESOLUTIONS: f64 = 6.0;

/// Numbers between two looks at the clock: less than a tenth of a millisecond.
const NUMBERS_PER_LOOK: u32 = 50;

/// How many primes there are among the first `numbers` odd numbers of the block that a request asks for.
pub fn answer(request: u32, numbers: u32) -> u32 {
    count(request, 0..numbers)
}

/// Counts the primes among some of the odd numbers of a block.
fn count(request: u32, numbers: Range<u32>) -> u32 {
    let first = FIRST + 2 * NUMBERS_MAX * (request % BLOCKS);
    numbers.filter(|step| is_prime(first + 2 * step)).count() as u32
}

fn is_prime(odd: u32) -> bool {
    (3..).step_by(2).take_while(|divisor| divisor * divisor <= odd).all(|divisor| !odd.is_multiple_of(divisor))
}

/// Returns the count of numbers that a lane looks through in `compute_ms` milliseconds when nothing disturbs it, 1 to
/// [`NUMBERS_MAX`], or 0 for no time. `resolution_ms` is the step of the clock, in milliseconds.
pub fn numbers_for(compute_ms: f64, resolution_ms: f64) -> u32 {
    if compute_ms <= 0.0 {
        return 0;
    }
    let least_ms = compute_ms.min(1.0).max(TRIAL_RESOLUTIONS * resolution_ms);
    let per_ms = (0..TRIALS).map(|_| numbers_per_ms(least_ms, clock::now_ms)).fold(0.0, f64::max);
    (compute_ms * per_ms).round().clamp(1.0, f64::from(NUMBERS_MAX)) as u32
}

/// Measures the numbers per millisecond by a trial of at least `least_ms` milliseconds. The trial lasts from one change of the
/// clock to another, so that a coarse clock gives an exact time.
fn numbers_per_ms(least_ms: f64, now_ms: impl Fn() -> f64) -> f64 {
    let began_ms = next_change(&now_ms);
    let (mut numbers, mut last_ms) = (0, began_ms);
    while numbers < NUMBERS_MAX {
        // In the middle of the blocks: numbers further out take longer.
        black_box(count(black_box(BLOCKS / 2), numbers..numbers + NUMBERS_PER_LOOK));
        numbers += NUMBERS_PER_LOOK;
        let now_ms = now_ms();
        let changed = now_ms > last_ms;
        last_ms = now_ms;
        if changed && now_ms - began_ms >= least_ms {
            break;
        }
    }
    f64::from(numbers) / (last_ms - began_ms).max(least_ms)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn primes_are_counted() {
        // 1,000,003 is the smallest prime above a million, and 1,000,033 the next one: OEIS A003617, A124078.
        assert_eq!(answer(0, 1), 0);
        assert_eq!(answer(0, 2), 1);
        assert_eq!(answer(0, 16), 1);
        assert_eq!(answer(0, 17), 2);
        // The primes below 2,000,000 are 70,435 more than those below 1,000,000: OEIS A006880, π(2·10⁶) = 148,933.
        assert_eq!(answer(BLOCKS, 500_000), 70_435);
    }

    #[test]
    fn more_time_is_more_numbers() {
        let resolution_ms = 1e-3;
        assert_eq!(numbers_for(0.0, resolution_ms), 0);
        assert!(numbers_for(0.01, resolution_ms) >= 1);
        assert!(numbers_for(20.0, resolution_ms) > numbers_for(0.5, resolution_ms));
    }

    /// A clock with steps of 1 ms that is read ten times a millisecond.
    #[test]
    fn a_coarse_clock_gives_the_exact_rate() {
        let readings = Cell::new(3);
        let now_ms = || {
            readings.set(readings.get() + 1);
            f64::from(readings.get() / 10)
        };
        assert_eq!(numbers_per_ms(6.0, now_ms), f64::from(10 * NUMBERS_PER_LOOK));
    }
}
