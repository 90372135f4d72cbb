//! What is measured, and how often.

use kosut::kernels::REGISTRY;

/// Topologies of every side.
pub const TOPOLOGIES: [&str; 3] = ["1x1", "1x2", "2x1"];

/// A plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `true` if it is the short one.
    pub is_quick: bool,
    /// Turns of all sides.
    pub rounds: usize,
    /// Samples of each topology in a turn.
    pub samples: u32,
    /// Samples of each way in Python.
    pub python_samples: u32,
    /// Kernels with their sizes.
    pub kernels: Vec<(&'static str, u32)>,
}

impl Plan {
    /// The sizes that the page offers first, in three turns.
    pub fn full() -> Self {
        let kernels = REGISTRY.iter().map(|entry| (entry.id, entry.size_default)).collect();
        Plan { is_quick: false, rounds: 3, samples: 7, python_samples: 3, kernels }
    }

    /// Smaller sizes, in one turn: under three minutes.
    pub fn quick() -> Self {
        let kernels = REGISTRY.iter().map(|entry| (entry.id, smaller(entry.id, entry.size_default))).collect();
        Plan { is_quick: true, rounds: 1, samples: 7, python_samples: 1, kernels }
    }
}

/// A size that takes about a quarter of the time.
fn smaller(kernel: &str, size: u32) -> u32 {
    match kernel {
        // The work grows with the square of the size, with its cube, and with its power of two.
        "mandelbrot" | "nbody" => size / 2,
        "kmeans" => size / 3,
        "matmul" => size * 5 / 8,
        "proof" => size - 2,
        _ => size / 4,
    }
}
