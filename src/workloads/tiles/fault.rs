//! Seven ways in which a lane can go wrong, committed for real.

use std::{
    alloc::{Layout, handle_alloc_error},
    hint::black_box,
    sync::atomic::{AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize};

use kosut_core::clock;

/// Memory after which [`Fault::OutOfMemory`] has had enough: what a process with several threads may have in a browser.
/// Where a memory has no bound so low, this is the limit, as an operating system sets one with `ulimit`.
const MEMORY_BYTES: usize = 256 << 20;

/// Bytes of one allocation of [`Fault::OutOfMemory`].
const CHUNK_BYTES: usize = 16 << 20;

/// Words of each frame of [`Fault::StackOverflow`]. Browsers bound the number of calls too; with 1 KiB in each, the stack
/// in memory is used up first or soon after.
const FRAME_WORDS: usize = 128;

/// Turns of [`Fault::EndlessLoop`] between two looks at the clock: so many that looking takes no time beside them.
const LOOK_TURNS: u32 = 1_000_000;

/// How many words [`Fault::WildWrite`] writes: so many that no tile in a memory of [`super::TILES`] of them is missed.
const WILD_WORDS: u32 = 4096;

/// Something that goes wrong in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A check in the program fails: `panic!`.
    Panic,
    /// The machine refuses an instruction.
    Trap,
    /// A function calls itself without end.
    StackOverflow,
    /// Memory is asked for until there is none.
    OutOfMemory,
    /// A loop does not end.
    EndlessLoop,
    /// The lane writes over results that are not its own.
    WildWrite,
    /// The process is ended from outside: the lane does nothing wrong, it is at work until then.
    Kill,
}

impl Fault {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Fault; 7] = [
        Fault::Panic,
        Fault::Trap,
        Fault::StackOverflow,
        Fault::OutOfMemory,
        Fault::EndlessLoop,
        Fault::WildWrite,
        Fault::Kill,
    ];

    /// The word for it in addresses and reports.
    pub fn word(self) -> &'static str {
        match self {
            Fault::Panic => "panic",
            Fault::Trap => "trap",
            Fault::StackOverflow => "stack-overflow",
            Fault::OutOfMemory => "out-of-memory",
            Fault::EndlessLoop => "endless-loop",
            Fault::WildWrite => "wild-write",
            Fault::Kill => "kill",
        }
    }

    /// Commits it on the lane that calls, which does not come back; of [`Fault::Kill`] it keeps the lane at work until it
    /// comes. Of [`Fault::WildWrite`], which comes later and elsewhere ([`scribble`]), it does nothing.
    pub fn commit(self) {
        match self {
            Fault::Panic => panic!("a fault on purpose"),
            Fault::Trap => trap(),
            Fault::StackOverflow => {
                black_box(descend(0));
            }
            Fault::OutOfMemory => devour(),
            Fault::EndlessLoop | Fault::Kill => loop {
                for turn in 0..LOOK_TURNS {
                    black_box(turn);
                }
                // In WebKitGTK, lanes in a loop that never leaves wasm were seen to go on after their Worker had been
                // terminated, which keeps cores from those that come after. Reading the clock calls JavaScript.
                black_box(clock::now_ms());
            },
            Fault::WildWrite => {}
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn trap() {
    core::arch::wasm32::unreachable()
}

#[cfg(not(target_arch = "wasm32"))]
fn trap() {
    std::process::abort()
}

/// Calls itself for ever. What each call keeps must be there when the next one is back, so no optimiser makes a loop of it.
#[expect(unconditional_recursion, reason = "this is the fault")]
#[inline(never)]
fn descend(depth: u64) -> u64 {
    let frame = black_box([depth; FRAME_WORDS]);
    descend(depth + 1) + frame[depth as usize % FRAME_WORDS]
}

/// Allocates until the allocator refuses or the limit is reached, and then does what every failed allocation does.
fn devour() {
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    while chunks.len() * CHUNK_BYTES < MEMORY_BYTES {
        // It is not written to: the memory is taken, but the machine is spared.
        chunks.push(black_box(Vec::with_capacity(CHUNK_BYTES)));
    }
    handle_alloc_error(Layout::new::<[u8; CHUNK_BYTES]>());
}

/// Writes to places in `memory` that have nothing to do with what the lane should write. What it writes looks like two
/// counts of escape time, so the form of the results stays right and only their content is wrong.
pub fn scribble(memory: &[AtomicU32], seed: u32) {
    let mut scatter = Scatter(u64::from(seed));
    for _ in 0..WILD_WORDS {
        let word = memory.get(scatter.below(memory.len() as u32) as usize);
        let count = scatter.below(1000);
        if let Some(word) = word {
            // Relaxed, as all accesses to results: who reads them has waited for all lanes before.
            word.store(count << 16 | (999 - count), Ordering::Relaxed);
        }
    }
}

/// Numbers that look random, from a seed.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
#[derive(Debug, Clone)]
pub struct Scatter(pub u64);

impl Scatter {
    /// A number below `bound`, which is at least 1.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = (mixed ^ (mixed >> 31)) >> 32;
        ((high * u64::from(bound)) >> 32) as u32
    }
}
