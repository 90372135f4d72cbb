//! Strong peers: what the usual native library takes for the work of a kernel.
//!
//! They may use all that this processor has (AVX2, SHA instructions), which neither wasm nor a program for every
//! processor of the kind has: so they tell how far the common 128 bits carry.

use std::{hint::black_box, time::Instant};

use kosut::measure::median;
use rayon::slice::ParallelSliceMut;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{outcome::KernelOutcome, plan::Plan};

/// Samples in a turn.
const SAMPLES: usize = 5;

/// Hashes that are timed.
const HASHES: u64 = 1 << 20;

/// A peer that takes its turns.
pub struct Peer {
    kernel: &'static str,
    name: &'static str,
    /// Does the work and tells how long it took, in milliseconds.
    work: Box<dyn FnMut() -> f64>,
    samples_ms: Vec<f64>,
}

/// A peer beside the kernel that does the same.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The kernel.
    pub kernel: &'static str,
    /// The peer.
    pub name: &'static str,
    /// Median time of the native kernel on one lane, in milliseconds.
    pub kernel_ms: f64,
    /// Median time of the peer, in milliseconds.
    pub peer_ms: f64,
}

impl Comparison {
    /// As JSON.
    pub fn json(&self) -> Value {
        let Comparison { kernel, name, kernel_ms, peer_ms } = self;
        json!({ "kernel": kernel, "peer": name, "kernel_ms": kernel_ms, "peer_ms": peer_ms })
    }
}

impl Peer {
    fn new(kernel: &'static str, name: &'static str, work: impl FnMut() -> f64 + 'static) -> Self {
        Peer { kernel, name, work: Box::new(work), samples_ms: Vec::new() }
    }

    /// Takes its turn.
    pub fn sample(&mut self) {
        for _ in 0..SAMPLES {
            self.samples_ms.push((self.work)());
        }
    }

    /// What was measured, beside the native kernel; `None` when that was not.
    pub fn beside(self, kernels: &[KernelOutcome]) -> Option<Comparison> {
        let own = kernels.iter().find(|kernel| kernel.id == self.kernel)?;
        let mut peer_ms = median(&self.samples_ms);
        if self.kernel == "proof" {
            // The search ends with the first nonce that serves: the peer is charged for as many hashes.
            peer_ms *= (own.native.value()? + 1) as f64 / HASHES as f64;
        }
        Some(Comparison { kernel: self.kernel, name: self.name, kernel_ms: own.native.median_ms("1x1"), peer_ms })
    }
}

/// All peers, at the kernels' sizes.
pub fn all(plan: &Plan) -> Vec<Peer> {
    let size = |kernel: &str| plan.kernels.iter().find(|(id, _)| *id == kernel).map_or(0, |(_, size)| *size as usize);
    let (limit, elements, edge) = (size("primes"), size("sort"), size("matmul"));
    vec![
        Peer::new("primes", "primal", move || elapsed_ms(|| primal::Sieve::new(limit).prime_pi(limit))),
        // With a closure of its own: the plain function would be taken from a library that is not optimised here.
        Peer::new(
            "sort",
            "std, sort_unstable",
            sorting(elements, |numbers| numbers.sort_unstable_by_key(|&number| number)),
        ),
        Peer::new(
            "sort",
            "rayon, par_sort_unstable on all cores",
            sorting(elements, ParallelSliceMut::par_sort_unstable),
        ),
        Peer::new("matmul", "matrixmultiply", multiplying(edge)),
        Peer::new("proof", "sha2, as many hashes", || {
            elapsed_ms(|| (0..HASHES).fold(0, |sum, nonce| sum ^ Sha256::digest(nonce.to_le_bytes())[0]))
        }),
    ]
}

fn elapsed_ms<T>(work: impl FnOnce() -> T) -> f64 {
    let began = Instant::now();
    black_box(work());
    began.elapsed().as_secs_f64() * 1e3
}

fn sorting(count: usize, sort: fn(&mut [u32])) -> impl FnMut() -> f64 {
    // Numbers without order: a multiplicative sequence.
    let number = |index: u32| index.wrapping_mul(0x9e37_79b9).rotate_left(13).wrapping_mul(0x85eb_ca6b);
    let numbers: Vec<u32> = (0..count as u32).map(number).collect();
    move || {
        let mut copy = numbers.clone();
        elapsed_ms(|| {
            sort(&mut copy);
            black_box(&copy).len()
        })
    }
}

fn multiplying(n: usize) -> impl FnMut() -> f64 {
    let (a, b, mut c) = (vec![1.5f32; n * n], vec![0.5f32; n * n], vec![0f32; n * n]);
    move || elapsed_ms(|| sgemm(n, &a, &b, &mut c))
}

fn sgemm(n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    assert!([a.len(), b.len(), c.len()] == [n * n; 3], "square matrices");
    let stride = n as isize;
    // SAFETY: the pointers are to n × n numbers each, as the strides say and the assertion has checked; c is borrowed
    // exclusively.
    unsafe {
        matrixmultiply::sgemm(
            n,
            n,
            n,
            1.0,
            a.as_ptr(),
            stride,
            1,
            b.as_ptr(),
            stride,
            1,
            0.0,
            c.as_mut_ptr(),
            stride,
            1,
        );
    }
}
