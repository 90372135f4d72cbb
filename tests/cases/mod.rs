//! Sizes and known answers of each kernel of the registry: one line each, in the registry's order.

use kosut::kernels::{Answer, Data, REGISTRY, Source, Spec};

/// A kernel's line.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// [`kosut::kernels::Entry::id`].
    pub kernel: &'static str,
    /// Nothing, one, an odd number, and large enough for many units.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "in wasm only the pinned answers are compared"))]
    pub sizes: [u32; 4],
    /// The answer for a size with seed 1: size, value, digest. It is the same in every build: natively, in wasm, and in
    /// the Python twin, which gets this very size.
    pub pinned: (u32, u64, u64),
}

/// The lines of all kernels.
#[rustfmt::skip]
const CASES: [Case; 10] = [
    Case { kernel: "mandelbrot", sizes: [0, 1, 97, 200], pinned: (65, 2_417_381, 0xb7d4_da7e_e390_ce56) },
    Case { kernel: "primes", sizes: [0, 1, 4_097, 300_000], pinned: (123_457, 11_602, 0xb1e0_731c_c1f0_0a17) },
    Case { kernel: "pi", sizes: [0, 1, 241, 5_000], pinned: (301, 236_533, 0xe386_008a_efd6_a75a) },
    Case { kernel: "matmul", sizes: [0, 1, 101, 260], pinned: (61, 512_534, 0x030f_6a20_d0d3_c989) },
    Case { kernel: "nbody", sizes: [0, 1, 41, 130], pinned: (33, 17_915, 0x3c6b_3453_781b_b3f0) },
    Case { kernel: "sort", sizes: [0, 1, 4_097, 300_000], pinned: (10_001, 10_001, 0x6575_a340_5f26_53a3) },
    Case { kernel: "wordcount", sizes: [0, 1, 4_097, 500_000], pinned: (100_003, 14_720, 0x319b_e720_be81_4587) },
    Case { kernel: "kmeans", sizes: [0, 1, 67, 150], pinned: (33, 470_702, 0x4c80_0a22_8eaa_bf33) },
    Case { kernel: "train", sizes: [0, 1, 3, 6], pinned: (2, 265, 0x7af8_0f9b_4182_4352) },
    Case { kernel: "proof", sizes: [0, 1, 7, 9], pinned: (9, 49, 0x83de_21a5_4da8_3f54) },
];

/// Returns the line of a kernel.
pub fn case(kernel: &str) -> Case {
    assert!(CASES.iter().map(|case| case.kernel).eq(REGISTRY.iter().map(|entry| entry.id)), "a line for every kernel");
    *CASES.iter().find(|case| case.kernel == kernel).expect("a line for every kernel")
}

/// Returns the specification of a run, with the data set if the kernel needs one.
pub fn spec(kernel: &str, size: u32, seed: u32, lanes: u32) -> Spec {
    let source = kosut::kernels::find(kernel).expect("registered").source;
    let data = match source {
        Source::Dataset(name) => Some(dataset(name)),
        _ => None,
    };
    Spec { data, ..Spec::new(kernel, size, seed, lanes) }
}

#[cfg(not(target_arch = "wasm32"))]
fn dataset(name: &str) -> Data {
    Data::from_file(&kosut_datasets::file(name).expect("a data set")).expect("a file of a data set")
}

/// In wasm there are no files: the data set is part of the tests.
#[cfg(target_arch = "wasm32")]
fn dataset(name: &str) -> Data {
    assert_eq!(name, "digits");
    Data::from_file(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/www/pkg/data/digits.bin")))
        .expect("a file of a data set")
}

/// Compares an answer's number and digest.
#[track_caller]
pub fn assert_pinned(kernel: &str, answer: &Answer) {
    let (size, value, digest) = case(kernel).pinned;
    let found = (answer.value, format!("{:016x}", answer.digest));
    assert_eq!(found, (value, format!("{digest:016x}")), "{kernel} of {size}");
}
