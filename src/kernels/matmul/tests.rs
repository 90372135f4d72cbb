use proptest::prelude::*;

use super::*;

/// The product of two given factors, row-major.
fn product(n: usize, left: &[f32], right: &[f32]) -> Vec<f32> {
    let mut kernel = Matmul::of(n, left.to_vec(), right.to_vec());
    let parts = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
    assert_eq!(Kernel::advance(&mut kernel, parts), Next::Done);
    kernel.product().collect()
}

/// The product as it is defined.
fn reference(n: usize, left: &[f32], right: &[f32]) -> Vec<f32> {
    let number = |row: usize, column: usize| (0..n).map(|k| left[row * n + k] * right[k * n + column]).sum();
    (0..n * n).map(|at| number(at / n, at % n)).collect()
}

fn kernel(n: u32, seed: u32, role: Role) -> Matmul {
    Matmul::new(&Spec::new(ENTRY.id, n, seed, 1), role)
}

fn identity(n: usize) -> Vec<f32> {
    (0..n * n).map(|at| if at / n == at % n { 1.0 } else { 0.0 }).collect()
}

#[test]
fn small_products_are_those_of_paper() {
    assert_eq!(product(1, &[-8.0], &[7.0]), [-56.0]);
    assert_eq!(product(2, &[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, -8.0]), [19.0, -10.0, 43.0, -14.0]);
    assert!(product(0, &[], &[]).is_empty());
}

/// The powers of this matrix hold the Fibonacci numbers (OEIS A000045).
#[test]
fn powers_of_a_matrix_hold_the_fibonacci_numbers() {
    let step = [1.0, 1.0, 1.0, 0.0];
    let mut power = identity(2);
    for fibonacci in [1.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 89.0, 144.0] {
        power = product(2, &power, &step);
        assert_eq!(power[1], fibonacci);
    }
}

#[test]
fn the_identity_changes_nothing() {
    for n in [1, 3, 8, 97, 130] {
        let Matmul { left, .. } = kernel(n, 4, Role::Owner);
        let n = n as usize;
        assert_eq!(product(n, &left, &identity(n)), left);
        assert_eq!(product(n, &identity(n), &left), left);
    }
}

#[test]
fn every_small_size_is_multiplied() {
    for n in 0..70 {
        let Matmul { left, right, .. } = kernel(n, n, Role::Owner);
        let n = n as usize;
        assert_eq!(product(n, &left, &right), reference(n, &left, &right), "{n} rows");
    }
}

/// `A · (B · x) = C · x` for whole `x` from −8 to 7; a wrong `C` passes for at most one in 16 of them. Source:
/// R. Freivalds, *Probabilistic machines can use less running time*, IFIP Congress, 1977.
#[test]
fn products_of_odd_sizes_pass_the_check_of_freivalds() {
    let times = |n: usize, matrix: &[f32], x: &[i64]| -> Vec<i64> {
        let row = |row: &[f32]| row.iter().zip(x).map(|(&number, &x)| number as i64 * x).sum();
        matrix.chunks(n).map(row).collect()
    };
    for n in [101, 255, 257, 391] {
        let Matmul { left, right, .. } = kernel(n, 2, Role::Owner);
        let n = n as usize;
        let c = product(n, &left, &right);
        for trial in 0..8 {
            let mut sequence = SplitMix64::new(trial);
            let x: Vec<i64> = (0..n).map(|_| (sequence.next() >> 60) as i64 - 8).collect();
            assert_eq!(times(n, &left, &times(n, &right, &x)), times(n, &c, &x), "{n} rows, trial {trial}");
        }
    }
}

#[test]
fn factors_are_whole_and_of_all_allowed_values() {
    let Matmul { left, right, .. } = kernel(64, 1, Role::Owner);
    let mut numbers: Vec<i64> = left.iter().chain(&right).map(|&number| number as i64).collect();
    assert!(left.iter().zip(&right).any(|(left, right)| left != right), "the factors differ");
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, (-8..8).collect::<Vec<_>>());
}

#[test]
fn the_largest_sums_are_exact() {
    assert!(f64::from(TERM_MAX) * f64::from(ENTRY.size_max) < f64::from(1 << f32::MANTISSA_DIGITS));
    let n = ENTRY.size_max as usize;
    let extreme = vec![SMALLEST as f32; n * n];
    let kernel = Matmul::of(n, extreme.clone(), extreme);
    let last = Kernel::units(&kernel) - 1;
    assert!(Kernel::run(&kernel, last).iter().all(|&number| number == TERM_MAX * n as f32));
}

#[test]
fn tiles_cover_the_product_once() {
    for n in [0, 1, 8, 9, 96, 97, 1440, ENTRY.size_max] {
        let kernel = kernel(n, 1, Role::Helper);
        let tiles = (0..Kernel::units(&kernel)).map(|unit| kernel.tile(unit));
        let numbers: usize = tiles.map(|Tile { height, width, .. }| height * width).sum();
        assert_eq!(numbers, (n * n) as usize);
        assert!(kernel.columns() <= TILES_MAX, "{n} rows");
    }
}

#[test]
fn a_helper_gets_the_factors_and_nothing_that_is_shorter_or_longer() {
    let owner = kernel(20, 3, Role::Owner);
    let mut helper = kernel(20, 3, Role::Helper);
    let mut bytes = Kernel::broadcast(&owner);
    assert_eq!(bytes.len(), 2 * 4 * 20 * 20);
    assert_eq!(Kernel::receive(&mut helper, &bytes), Ok(()));
    assert_eq!(Kernel::run(&helper, 0), Kernel::run(&owner, 0));
    bytes.push(0);
    assert!(Kernel::receive(&mut helper, &bytes).is_err() && Kernel::receive(&mut helper, &bytes[..4]).is_err());
}

#[test]
fn numbers_that_no_product_has_are_refused() {
    let kernel = kernel(2, 1, Role::Owner);
    for (number, accepted) in
        [(0.0, true), (-128.0, true), (129.0, false), (0.5, false), (f32::NAN, false), (f32::NEG_INFINITY, false)]
    {
        let bytes = Kernel::encode(&kernel, &vec![0.0, number, 0.0, 0.0]);
        assert_eq!(Kernel::decode(&kernel, 0, &bytes).is_ok(), accepted, "{number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_size_and_seed_is_multiplied(n in 0u32..150, seed in any::<u32>()) {
        let Matmul { left, right, .. } = kernel(n, seed, Role::Owner);
        let n = n as usize;
        prop_assert_eq!(product(n, &left, &right), reference(n, &left, &right));
    }
}
