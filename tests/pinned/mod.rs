//! Answers that must be the same in every build: natively from portable code, in wasm from vector code.

/// Kernel, size, digest of the answer; seed 1.
pub const PINNED: [(&str, u32, u64); 3] = [
    ("mandelbrot", 200, 0x216b_4ff7_e828_64c3),
    ("primes", 100_000, 0x5b80_d9d0_e188_1107),
    ("sort", 10_000, 0x8c00_2b34_3f4f_b257),
];
