//! Each kernel on one lane, from prepared data to the last round; the native side of the comparison with wasm.
//!
//! `cargo bench --bench kernels`

use divan::{Bencher, black_box};
use kosut::kernels::{self, AnyKernel, Next, REGISTRY, Role, Spec};

fn main() {
    divan::main();
}

/// The kernel with its data, which is not part of the work.
fn prepared(kernel: &str, size: u32, lanes: u32) -> Box<dyn AnyKernel> {
    let spec = Spec::new(kernel, size, 1, lanes);
    kernels::build(&spec, Role::Owner).expect("the size is in range")
}

/// All rounds, one unit after the other. The answer is left out, as it is when a lab takes a sample.
fn compute(mut kernel: Box<dyn AnyKernel>) -> Box<dyn AnyKernel> {
    loop {
        let parts = (0..kernel.units()).map(|unit| kernel.run(black_box(unit))).collect();
        if kernel.advance(parts) == Next::Done {
            return kernel;
        }
    }
}

/// Every kernel of the registry at the size that the page offers first.
#[divan::bench(args = REGISTRY.iter().map(|entry| entry.id), sample_size = 1, sample_count = 11)]
fn default_size(bencher: Bencher, kernel: &str) {
    let size = kernels::find(kernel).expect("registered").size_default;
    bencher.with_inputs(|| prepared(kernel, size, 1)).bench_values(compute);
}

/// What cutting the sort into runs and merging them costs, when there is only one lane to do it.
#[divan::bench(args = [1, 2, 4, 8, 64], sample_size = 1, sample_count = 11)]
fn sort_in_runs(bencher: Bencher, runs: u32) {
    bencher.with_inputs(|| prepared("sort", 4_000_000, runs)).bench_values(compute);
}

/// Making a kernel: its data, or the sieving primes and patterns that all units share.
#[divan::bench(args = REGISTRY.iter().map(|entry| entry.id), sample_size = 1, sample_count = 11)]
fn preparation(bencher: Bencher, kernel: &str) {
    let size = kernels::find(kernel).expect("registered").size_default;
    bencher.bench(|| prepared(kernel, size, 1));
}
