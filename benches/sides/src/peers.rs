//! Strong peers: what the usual native library for a kernel's work takes, beside the kernel itself on one lane.
//!
//! They may use all that this processor has (AVX2, SHA instructions), which neither wasm nor a program for every
//! processor of the kind has: so they tell how far the common 128 bits carry.

use std::{hint::black_box, time::Instant};

use anyhow::{Result, ensure};
use kosut::{
    kernels::{self, AnyKernel, Next, Role, Spec},
    measure::median,
};
use rayon::slice::ParallelSliceMut;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::plan::Plan;

/// Samples of each; they take turns with the kernel.
const SAMPLES: usize = 5;

/// A peer and the kernel that does the same.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The kernel.
    pub kernel: &'static str,
    /// The peer.
    pub name: &'static str,
    /// What both did.
    pub work: String,
    /// Median time of the kernel on one lane, natively, in milliseconds.
    pub kernel_ms: f64,
    /// Median time of the peer, in milliseconds.
    pub peer_ms: f64,
}

impl Peer {
    /// As JSON.
    pub fn json(&self) -> Value {
        let Peer { kernel, name, work, kernel_ms, peer_ms } = self;
        json!({ "kernel": kernel, "peer": name, "work": work, "kernel_ms": kernel_ms, "peer_ms": peer_ms })
    }
}

/// Measures all peers.
///
/// # Errors
/// When a peer and its kernel disagree.
pub fn measure(plan: &Plan) -> Result<Vec<Peer>> {
    let size = |kernel: &str| plan.kernels.iter().find(|(id, _)| *id == kernel).map_or(0, |(_, size)| *size);
    let (limit, elements, edge) = (size("primes"), size("sort"), size("matmul"));

    let mut primes = 0;
    let count = take_turns("primes", "primal", format!("primes up to {limit}"), limit, || {
        let began = Instant::now();
        primes = primal::Sieve::new(limit as usize).prime_pi(limit as usize) as u64;
        began
    })?;
    ensure!(count.1 == primes, "primes: {} here, {primes} by primal", count.1);

    let numbers: Vec<u32> = numbers(elements);
    let sorted = |sort: fn(&mut [u32])| {
        let numbers = &numbers;
        move || {
            let mut copy = numbers.clone();
            let began = Instant::now();
            sort(&mut copy);
            black_box(&copy);
            began
        }
    };
    let std = take_turns(
        "sort",
        "std sort_unstable",
        format!("{elements} numbers"),
        elements,
        sorted(<[u32]>::sort_unstable),
    )?;
    let rayon = take_turns(
        "sort",
        "rayon par_sort_unstable, all cores",
        format!("{elements} numbers"),
        elements,
        sorted(ParallelSliceMut::par_sort_unstable),
    )?;

    let n = edge as usize;
    let (a, b, mut c) = (vec![1.5f32; n * n], vec![0.5f32; n * n], vec![0f32; n * n]);
    let product = take_turns("matmul", "matrixmultiply", format!("{n} × {n}"), edge, || {
        let began = Instant::now();
        sgemm(n, &a, &b, &mut c);
        black_box(&c);
        began
    })?;

    let hashes = 1 << 20;
    let bits = size("proof");
    let search = take_turns("proof", "sha2, as many hashes", format!("{bits} zero bits"), bits, || {
        let began = Instant::now();
        for nonce in 0..hashes as u64 {
            black_box(Sha256::digest(nonce.to_le_bytes()));
        }
        began
    })?;
    let mut search = search.0;
    // The search ends when it ends: the peer's time is scaled to as many hashes.
    let trials = trials(bits)?;
    search.peer_ms *= trials as f64 / f64::from(hashes);
    search.work = format!("{trials} hashes");
    Ok(vec![count.0, std.0, rayon.0, product.0, search])
}

/// Lets a peer, which says when it began, and a kernel take turns. Gives back the kernel's answer too.
fn take_turns(
    kernel: &'static str,
    name: &'static str,
    work: String,
    size: u32,
    mut peer: impl FnMut() -> Instant,
) -> Result<(Peer, u64)> {
    let (mut kernel_ms, mut peer_ms, mut value) = (Vec::new(), Vec::new(), 0);
    for _ in 0..SAMPLES {
        let mut own = kernels::build(&Spec::new(kernel, size, 1, 1), Role::Owner)?;
        let began = Instant::now();
        compute(own.as_mut());
        kernel_ms.push(began.elapsed().as_secs_f64() * 1e3);
        value = own.answer().value;
        let began = peer();
        peer_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok((Peer { kernel, name, work, kernel_ms: median(&kernel_ms), peer_ms: median(&peer_ms) }, value))
}

/// All rounds on this lane.
fn compute(kernel: &mut dyn AnyKernel) {
    loop {
        let parts = (0..kernel.units()).map(|unit| kernel.run(unit)).collect();
        if kernel.advance(parts) == Next::Done {
            return;
        }
    }
}

/// How many hashes the search of the kernel takes.
fn trials(bits: u32) -> Result<u64> {
    let mut kernel = kernels::build(&Spec::new("proof", bits, 1, 1), Role::Owner)?;
    let shown = kernels::run_serially(kernel.as_mut()).shown;
    Ok(shown.and_then(|shown| shown.trials()).unwrap_or_default())
}

/// Numbers without order: a multiplicative sequence.
fn numbers(count: u32) -> Vec<u32> {
    (0..count).map(|index| index.wrapping_mul(0x9e37_79b9).rotate_left(13).wrapping_mul(0x85eb_ca6b)).collect()
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
