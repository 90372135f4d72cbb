use super::*;

fn kernel(zero_bits: u32, seed: u32) -> Proof {
    Proof::new(&Spec::new(ENTRY.id, zero_bits, seed, 1))
}

fn found(shown: Option<Shown>) -> (u64, String, u64, u32) {
    match shown {
        Some(Shown::Search { trials, best, nonce, zero_bits }) => (trials, best, nonce, zero_bits),
        other => panic!("{other:?}"),
    }
}

/// Runs all rounds.
fn finished(zero_bits: u32, seed: u32) -> Proof {
    let mut kernel = kernel(zero_bits, seed);
    loop {
        let parts = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
        if Kernel::advance(&mut kernel, parts) == Next::Done {
            return kernel;
        }
    }
}

/// The hash by another program.
fn sha2(seed: u32, nonce: u64) -> Vec<u8> {
    use sha2::{Digest, Sha256};

    let message = format!("Kosut proof of work. Seed {seed:010}, nonce:");
    Sha256::new().chain_update(message).chain_update(nonce.to_be_bytes()).finalize().to_vec()
}

fn zero_bits(hash: &[u8]) -> u32 {
    u128::from_be_bytes(hash[..16].try_into().expect("16 bytes")).leading_zeros()
}

#[test]
fn the_smallest_nonce_that_succeeds_wins() {
    for size in [0, 1, 2, 7, 8, 12, 15] {
        for seed in [0, 1, u32::MAX] {
            let expected = (0..).find(|&nonce| zero_bits(&sha2(seed, nonce)) >= size).expect("some nonce succeeds");
            assert_eq!(Kernel::answer(&finished(size, seed)).value, expected, "{size} zero bits, seed {seed}");
        }
    }
}

/// The number was found by Python's `hashlib`.
#[test]
fn a_search_goes_on_for_more_than_one_round() {
    let kernel = finished(18, 1);
    assert_eq!((Kernel::answer(&kernel).value, kernel.round), (427_649, 2));
}

#[test]
fn the_hash_that_is_shown_is_that_of_the_nonce() {
    let kernel = finished(16, 5);
    let (trials, best, nonce, zeros) = found(Kernel::answer(&kernel).shown);
    let hash = sha2(5, nonce);
    assert_eq!(best, hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    assert_eq!(zeros, zero_bits(&hash));
    assert!(zeros >= 16 && best.starts_with("0000"));
    assert!(trials > nonce && trials <= u64::from(kernel.round) * u64::from(UNITS * NONCES));
}

#[test]
fn later_rounds_go_on_where_the_last_one_ended() {
    let mut kernel = kernel(ENTRY.size_max, 1);
    let mut next = 0;
    for round in 0..3 {
        for unit in 0..UNITS {
            assert_eq!(first_nonce(round, unit), next);
            next += u64::from(NONCES);
        }
    }
    kernel.round = 1 << 20;
    let first = first_nonce(kernel.round, 3);
    assert!(first > u64::from(u32::MAX), "the upper half of the nonce is hashed too");
    let Trials { count, best, word } = Kernel::run(&kernel, 3);
    assert_eq!((count, first % 4), (NONCES, 0));
    assert_eq!(sha2(1, first + u64::from(best))[..4], word.to_be_bytes());
}

#[test]
fn the_tally_ends_with_what_the_answer_shows() {
    let spec = Spec::new(ENTRY.id, 17, 3, 1);
    let mut kernel = Proof::new(&spec);
    let mut tally = Log::new(&spec);
    assert_eq!(tally.shown(), None);
    loop {
        let parts: Vec<_> = (0..UNITS as usize).map(|unit| Kernel::run(&kernel, unit)).collect();
        for (unit, part) in parts.iter().enumerate().rev() {
            tally.add(kernel.round, unit as u32, &Kernel::preview(&kernel, unit, part)[1..]);
        }
        if Kernel::advance(&mut kernel, parts) == Next::Done {
            break;
        }
    }
    assert_eq!(tally.shown(), Kernel::answer(&kernel).shown);
}

#[test]
fn trials_that_no_unit_can_have_made_are_refused() {
    let kernel = kernel(10, 1);
    let good = Kernel::run(&kernel, 0);
    assert_eq!(Kernel::decode(&kernel, 0, &Kernel::encode(&kernel, &good)), Ok(good));
    let unsuccessful = |best: &u32| sha2(1, u64::from(*best))[0] != 0;
    let best = (0..).find(unsuccessful).expect("most are");
    for (count, best) in [(0, 0), (NONCES + 1, 0), (3, 3), (best + 1, best), (u32::MAX, u32::MAX)] {
        let bytes = Kernel::encode(&kernel, &Trials { count, best, word: 0 });
        assert!(Kernel::decode(&kernel, 0, &bytes).is_err(), "{count} trials, best {best}");
        let mut log = Log::new(&Spec::new(ENTRY.id, 10, 1, 1));
        log.add(0, 0, &bytes);
        assert_eq!(log.shown(), None);
    }
}

#[test]
fn a_round_is_told_in_four_bytes() {
    let mut owner = kernel(20, 1);
    owner.round = 77;
    let mut helper = kernel(20, 1);
    assert_eq!(Kernel::receive(&mut helper, &Kernel::broadcast(&owner)), Ok(()));
    assert_eq!(Kernel::run(&helper, 5), Kernel::run(&owner, 5));
    assert!(Kernel::receive(&mut helper, &[0; 3]).is_err());
}
