//! What a server computes for a request: how many primes there are among some odd numbers, by trial division.
//!
//! Any work that is computing only would do. This one has an answer that anybody can check, takes as long as one likes,
//! and is the same in Python. Requests ask for one of a few blocks of numbers, as clients ask for the same few pages; a
//! server that kept the answers would be faster, and this one keeps none.

use std::hint::black_box;

use crate::clock;

/// Where the first block begins: so far out that a prime takes some hundred divisions.
const FIRST: u32 = 1_000_001;

/// Blocks that are asked for.
pub const BLOCKS: u32 = 8;

/// Blocks do not overlap as long as they have no more numbers than this.
pub const NUMBERS_MAX: u32 = 10_000_000;

/// Numbers of the first trial of [`numbers_for`].
const TRIAL_NUMBERS: u32 = 500;

/// Trials; the quickest counts, as it was disturbed least.
const TRIALS: u32 = 5;

/// How many primes there are among the first `numbers` odd numbers of the block that a request asks for.
pub fn answer(request: u32, numbers: u32) -> u32 {
    let first = FIRST + 2 * NUMBERS_MAX * (request % BLOCKS);
    (0..numbers).filter(|step| is_prime(first + 2 * step)).count() as u32
}

fn is_prime(odd: u32) -> bool {
    (3..).step_by(2).take_while(|divisor| divisor * divisor <= odd).all(|divisor| !odd.is_multiple_of(divisor))
}

/// How many numbers take this long here, on a lane that nothing disturbs.
pub fn numbers_for(compute_ms: f64) -> u32 {
    if compute_ms <= 0.0 {
        return 0;
    }
    // In the middle of the blocks: numbers further out take longer.
    let trial_ms = |numbers: u32| {
        let began_ms = clock::now_ms();
        black_box(answer(black_box(BLOCKS / 2), numbers));
        clock::now_ms() - began_ms
    };
    let mut numbers = TRIAL_NUMBERS;
    while trial_ms(numbers) < compute_ms.min(1.0) && numbers < NUMBERS_MAX {
        numbers *= 2;
    }
    let quickest_ms = (0..TRIALS).map(|_| trial_ms(numbers)).fold(f64::INFINITY, f64::min);
    (compute_ms / quickest_ms.max(1e-3) * f64::from(numbers)).round().clamp(1.0, f64::from(NUMBERS_MAX)) as u32
}

#[cfg(test)]
mod tests {
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
        assert_eq!(numbers_for(0.0), 0);
        assert!(numbers_for(0.01) >= 1);
        assert!(numbers_for(20.0) > numbers_for(0.5));
    }
}
