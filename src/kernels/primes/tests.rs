use proptest::prelude::*;

use super::*;

/// The sieve of Eratosthenes as it is taught.
fn reference(limit: u32) -> Vec<bool> {
    let mut prime = vec![true; limit as usize + 1];
    prime.iter_mut().take(2).for_each(|number| *number = false);
    for number in 2..=limit.isqrt() as usize {
        if prime[number] {
            (number * number..prime.len()).step_by(number).for_each(|multiple| prime[multiple] = false);
        }
    }
    prime
}

fn answer(limit: u32) -> Answer {
    let mut kernel = Primes::new(limit);
    let parts = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
    assert_eq!(Kernel::advance(&mut kernel, parts), Next::Done);
    Kernel::answer(&kernel)
}

/// OEIS A006880: the number of primes below 10ⁿ.
#[test]
fn powers_of_ten_have_the_published_numbers_of_primes() {
    let published =
        [0, 4, 25, 168, 1_229, 9_592, 78_498, 664_579, 5_761_455, 50_847_534].into_iter().zip(0..).collect::<Vec<_>>();
    for (count, exponent) in published {
        assert_eq!(answer(10u32.pow(exponent)).value, count, "10^{exponent}");
    }
}

/// OEIS A007053: the number of primes up to 2ⁿ.
#[test]
fn powers_of_two_have_the_published_numbers_of_primes() {
    for (exponent, count) in [(0, 0), (1, 1), (2, 2), (3, 4), (10, 172), (16, 6_542), (20, 82_025), (30, 54_400_028)] {
        assert_eq!(answer(1 << exponent).value, count, "2^{exponent}");
    }
}

/// The number of primes by another algorithm that has no sieve: for all `v = ⌊limit/i⌋`, the numbers from 2 to `v` that
/// no prime up to `p` strikes out, for one `p` after the other. Source: Legendre's formula in the form of Project
/// Euler's Lucy_Hedgehog, problem 10.
fn counted_without_a_sieve(limit: u64) -> u64 {
    let root = limit.isqrt();
    let mut values: Vec<u64> = (1..=root).map(|i| limit / i).collect();
    values.extend((1..values[values.len() - 1]).rev());
    let at = |value: u64| (if value > root { limit / value - 1 } else { values.len() as u64 - value }) as usize;
    let mut left: Vec<u64> = values.iter().map(|value| value - 1).collect();
    for p in 2..=root {
        let smaller = left[at(p - 1)];
        if left[at(p)] == smaller {
            continue;
        }
        for (index, &value) in values.iter().enumerate().take_while(|(_, value)| **value >= p * p) {
            left[index] -= left[at(value / p)] - smaller;
        }
    }
    left[0]
}

#[test]
fn the_largest_size_is_counted_without_overflow() {
    for limit in [1_000, 1_000_000, ENTRY.size_max] {
        assert_eq!(answer(limit).value, counted_without_a_sieve(u64::from(limit)), "up to {limit}");
    }
}

#[test]
fn every_small_limit_is_counted() {
    let mut count = 0;
    for (limit, prime) in (0..).zip(reference(3_000)) {
        count += u64::from(prime);
        assert_eq!(answer(limit).value, count, "up to {limit}");
    }
}

#[test]
fn every_unit_counts_its_own_range() {
    for limit in [1_000_003, 30 * 240 * 64 - 1, 30 * 240 * 64, 3_000_000] {
        let kernel = Primes::new(limit);
        let prime = reference(limit);
        for unit in 0..Kernel::units(&kernel) {
            let (first, end) = kernel.range(unit);
            let numbers = (30 * first as usize)..(30 * end as usize).min(prime.len());
            let expected = prime[numbers].iter().filter(|&&prime| prime).count() as u64;
            assert_eq!(Kernel::run(&kernel, unit), expected, "unit {unit} up to {limit}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_limit_is_counted(limit in 0u32..2_000_000) {
        let expected = reference(limit).iter().filter(|&&prime| prime).count() as u64;
        prop_assert_eq!(answer(limit).value, expected);
    }

    #[test]
    fn no_bytes_make_decoding_panic(unit in 0usize..300, bytes in prop::collection::vec(any::<u8>(), 0..16)) {
        if let Err(error) = Kernel::decode(&Primes::new(1_000_000), unit, &bytes) {
            prop_assert_eq!(error.code(), "protocol");
        }
    }
}

#[test]
fn there_are_few_units_for_little_and_never_too_many() {
    for (limit, units) in [(0, 1), (1_000, 1), (10_000, 6), (1_000_000_000, 240), (ENTRY.size_max, 240)] {
        assert_eq!(Kernel::units(&Primes::new(limit)), units, "up to {limit}");
    }
}

#[test]
fn malformed_counts_are_refused() {
    let kernel = Primes::new(1_000);
    assert_eq!(Kernel::decode(&kernel, 0, &Kernel::encode(&kernel, &168)), Ok(168));
    for (unit, bytes) in [(1, &[0; 8][..]), (0, &[0; 7]), (0, &[0; 9]), (0, &[]), (0, &[0xff; 8])] {
        assert!(matches!(Kernel::decode(&kernel, unit, bytes), Err(Error::Protocol { .. })));
    }
}

#[test]
fn the_strip_is_brighter_where_primes_are_denser() {
    let kernel = Primes::new(10_000_000);
    let shade = |unit| Kernel::preview(&kernel, unit, &Kernel::run(&kernel, unit))[0];
    assert!(shade(0) > shade(239) && shade(239) > 64);
}
