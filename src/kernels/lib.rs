//! CPU-bound work, pure: no browser, no clock, no threads of its own.
//!
//! A [`Kernel`] is work cut into *units* that do not depend on each other. Whoever runs it (one lane, many lanes of one
//! memory, many memories) calls [`Kernel::run`] once per unit, in any order and on any lane, and hands all results, the
//! *parts*, to [`Kernel::advance`] in the order of the units. So the same code answers under every topology, and the
//! answers agree bit for bit.
//!
//! Most kernels need one round of units. A kernel with several rounds (merge after sort, steps of a simulation) says
//! [`Next::Round`] from `advance` and has new units then.
//!
//! What crosses the border between two memories does so as bytes, and only through five methods of the trait
//! ([`Kernel::input`], [`Kernel::accept`], [`Kernel::encode`], [`Kernel::decode`], and for state that everyone needs
//! [`Kernel::broadcast`] with [`Kernel::receive`]); lanes of one memory never call them. That is the whole difference
//! between threads and processes as far as a kernel is concerned.
//!
//! Data is made from a seed, or comes with the specification: the reader's own text or picture, a data set ([`Source`]).
//!
//! A new kernel is one file here and one line in [`REGISTRY`].
//!
//! It is a crate of its own, because everything else may be optimised for size in a page, and this may not.

#![deny(missing_docs)]

use serde::{Deserialize, Serialize};

use kosut_core::error::{Error, Result};

mod any;
mod data;
mod digest;
mod picture;
mod splitmix;

mod kmeans;
mod mandelbrot;
mod matmul;
mod nbody;
mod pi;
mod primes;
mod proof;
mod sort;
mod train;
mod wordcount;

pub use any::{AnyKernel, AnyPart};
pub use data::{Data, Source};
pub use digest::Digest;
pub use picture::{PREVIEW_BYTES_MAX, Picture, Shown, Tally};
pub use train::{DRAWING_EDGE, recognise};

/// Every kernel, in the order in which the page offers them.
pub const REGISTRY: &[Entry] = &[
    mandelbrot::ENTRY,
    primes::ENTRY,
    pi::ENTRY,
    matmul::ENTRY,
    nbody::ENTRY,
    sort::ENTRY,
    wordcount::ENTRY,
    kmeans::ENTRY,
    train::ENTRY,
    proof::ENTRY,
];

/// One line of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The kernel's name in URLs, on the command line and in reports.
    pub id: &'static str,
    /// What [`Spec::size`] counts, as a message key of the page: `pixels`, `limit`, `elements`.
    pub size_unit: &'static str,
    /// Where its data comes from.
    pub source: Source,
    /// Smallest size that a lab accepts.
    pub size_min: u32,
    /// Largest size that a lab accepts; bounds the memory that a run can take.
    pub size_max: u32,
    /// Size that takes about 300 ms on one lane of an ordinary machine.
    pub size_default: u32,
    /// Makes the kernel for a specification; see [`Kernel`].
    build: fn(&Spec, Role) -> Box<dyn AnyKernel>,
    /// Adds up what the previews of a run tell besides shades, for kernels that show more than a picture.
    tally: Option<MakeTally>,
}

/// Makes what adds up the previews of a run of a specification.
type MakeTally = fn(&Spec) -> Box<dyn Tally>;

/// What to compute. The same specification gives the same work on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// An [`Entry::id`].
    pub kernel: String,
    /// How much work, in the kernel's own measure ([`Entry::size_unit`]).
    pub size: u32,
    /// Seed of the data, for kernels that work on data.
    pub seed: u32,
    /// How many lanes will share the work. A kernel may cut its units by it, but the answer does not depend on it.
    pub lanes: u32,
    /// The data, where it is not made from the seed: the reader's own, or a data set. See [`Source`].
    pub data: Option<Data>,
}

impl Spec {
    /// Work on data that is made from the seed.
    pub fn new(kernel: &str, size: u32, seed: u32, lanes: u32) -> Self {
        Spec { kernel: kernel.into(), size, seed, lanes, data: None }
    }

    /// The same work as a helper gets to know it: what data there is, but not the data.
    pub fn without_data(&self) -> Self {
        let data = self.data.as_ref().map(|data| Data { bytes: Vec::new(), ..*data });
        Spec { kernel: self.kernel.clone(), data, ..*self }
    }
}

/// Which part a memory plays in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Holds the data, advances the rounds and has the answer in the end.
    Owner,
    /// Runs units that an owner in another memory sends; starts without data.
    Helper,
}

/// What follows a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another round of units: [`Kernel::units`] tells how many.
    Round,
    /// The answer is there.
    Done,
}

/// The result of a run, small enough to compare and to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The number that the reader sees: primes counted, iterations done, elements in order.
    pub value: u64,
    /// Hash of the whole result ([`Digest`]): two topologies agree when value and digest are equal.
    pub digest: u64,
    /// What there is to see of the answer besides its number.
    pub shown: Option<Shown>,
}

impl Answer {
    /// An answer that is a number and nothing else to see.
    pub fn number(value: u64, digest: Digest) -> Self {
        Answer { value, digest: digest.finish(), shown: None }
    }
}

/// Work cut into units that do not depend on each other.
///
/// The memory that owns the data builds it with [`Role::Owner`] and drives the rounds:
///
/// ```text
/// loop {
///     parts = (0..kernel.units()).map(|unit| kernel.run(unit))   // on any lanes, in any memories
///     if kernel.advance(parts) == Next::Done { break kernel.answer() }
/// }
/// ```
///
/// Another memory that helps builds it with [`Role::Helper`], calls `receive` with the owner's `broadcast` at the start
/// of a round, `accept` with the `input` of each of its units, `run`, and sends back `encode` of each part, which the
/// owner turns into a part again by `decode`.
pub trait Kernel: Send + Sync + 'static {
    /// The result of one unit, as it stays in the memory that made it.
    type Part: Send + 'static;

    /// Number of units in this round; may be 0.
    fn units(&self) -> usize;

    /// Computes one unit, on the lane that calls. Other lanes run other units at the same time.
    ///
    /// # Panics
    /// When `unit` is not below [`Kernel::units`].
    fn run(&self, unit: usize) -> Self::Part;

    /// Takes in the parts of all units of this round, in order, and prepares the next round or the answer.
    fn advance(&mut self, parts: Vec<Self::Part>) -> Next;

    /// The answer, once [`Next::Done`] was said.
    fn answer(&self) -> Answer;

    /// How the page shows the units.
    fn picture(&self) -> Picture;

    /// What the page paints for a finished unit, see [`Picture`].
    fn preview(&self, unit: usize, part: &Self::Part) -> Vec<u8>;

    /// Whether this round runs in the owner's memory only, because sending its inputs would cost more than it saves.
    fn stays_with_owner(&self) -> bool {
        false
    }

    /// What every helper must know at the start of this round; empty when the specification says it all.
    fn broadcast(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Takes in the owner's [`Kernel::broadcast`].
    ///
    /// # Errors
    /// [`Error::Protocol`] when the bytes are malformed.
    fn receive(&mut self, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }

    /// The data that a helper needs for this unit; empty for work that is computed from the specification alone.
    fn input(&self, _unit: usize) -> Vec<u8> {
        Vec::new()
    }

    /// Takes in the owner's [`Kernel::input`] of this unit.
    ///
    /// # Errors
    /// [`Error::Protocol`] when the bytes are malformed.
    fn accept(&mut self, _unit: usize, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }

    /// A part as bytes, to cross to another memory.
    fn encode(&self, part: &Self::Part) -> Vec<u8>;

    /// The part of `unit` from its bytes.
    ///
    /// # Errors
    /// [`Error::Protocol`] when the bytes are malformed.
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Self::Part>;
}

/// The registry's entry of this name.
///
/// # Errors
/// [`Error::Parameter`] naming all kernels when there is none.
pub fn find(id: &str) -> Result<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.id == id).ok_or_else(|| Error::Parameter {
        field: "kernel".into(),
        value: id.into(),
        allowed: REGISTRY.iter().map(|entry| entry.id).collect::<Vec<_>>().join(", "),
    })
}

/// The kernel that a specification names, with its data in place when `role` is [`Role::Owner`].
///
/// # Errors
/// [`Error::Parameter`] when there is no such kernel, its size is above [`Entry::size_max`], or the data is not what it
/// works on ([`Source::check`]). Sizes below [`Entry::size_min`], down to 0, are computed: they are only too short to be
/// worth measuring.
pub fn build(spec: &Spec, role: Role) -> Result<Box<dyn AnyKernel>> {
    let entry = find(&spec.kernel)?;
    if spec.size > entry.size_max {
        return Err(Error::Parameter {
            field: "size".into(),
            value: spec.size.to_string(),
            allowed: format!("{}–{}", entry.size_min, entry.size_max),
        });
    }
    entry.source.check(spec.data.as_ref(), entry, role)?;
    Ok((entry.build)(spec, role))
}

/// What adds up the previews of a run of this specification, if its kernel shows more than a picture.
///
/// # Errors
/// [`Error::Parameter`] when there is no such kernel.
pub fn tally(spec: &Spec) -> Result<Option<Box<dyn Tally>>> {
    Ok(find(&spec.kernel)?.tally.map(|make| make(spec)))
}

/// Runs a kernel from beginning to end on the lane that calls: the reference that every topology must agree with.
pub fn run_serially(kernel: &mut dyn AnyKernel) -> Answer {
    loop {
        let parts = (0..kernel.units()).map(|unit| kernel.run(unit)).collect();
        if kernel.advance(parts) == Next::Done {
            return kernel.answer();
        }
    }
}
