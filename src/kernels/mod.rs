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
//! A new kernel is one file here and one line in [`REGISTRY`].

use std::any::Any;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

mod mandelbrot;
mod primes;
mod sort;

/// Every kernel, in the order in which the page offers them.
pub const REGISTRY: &[Entry] = &[mandelbrot::ENTRY, primes::ENTRY, sort::ENTRY];

/// One line of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The kernel's name in URLs, on the command line and in reports.
    pub id: &'static str,
    /// What [`Spec::size`] counts, as a message key of the page: `pixels`, `limit`, `elements`.
    pub size_unit: &'static str,
    /// Smallest size that a lab accepts.
    pub size_min: u32,
    /// Largest size that a lab accepts; bounds the memory that a run can take.
    pub size_max: u32,
    /// Size that takes about 300 ms on one lane of an ordinary machine.
    pub size_default: u32,
    /// Makes the kernel for a specification; see [`Kernel`].
    build: fn(&Spec, Role) -> Box<dyn AnyKernel>,
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The number that the reader sees: primes counted, iterations done, elements in order.
    pub value: u64,
    /// Hash of the whole result ([`Digest`]): two topologies agree when value and digest are equal.
    pub digest: u64,
}

/// How the page paints units as they finish. All previews of a kernel together take at most [`PREVIEW_BYTES_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Picture {
    /// A picture of `columns` × `rows` square tiles, unit = row · columns + column. A preview is `edge` × `edge` shades,
    /// row-major, 0 (dark) to 255 (light).
    Tiles {
        /// Tiles side by side.
        columns: u32,
        /// Tiles one above the other.
        rows: u32,
        /// Edge of one tile's preview, in pixels.
        edge: u32,
    },
    /// A strip of `units` segments in order. A preview is one shade.
    Strip {
        /// Number of segments.
        units: u32,
    },
    /// Bars, `per_unit` of them for every unit, heights 0 to 255. A later round paints over an earlier one.
    Bars {
        /// Units of the first round.
        units: u32,
        /// Bars of one unit.
        per_unit: u32,
    },
}

impl Picture {
    /// Bytes of one unit's preview.
    pub fn preview_bytes(&self) -> usize {
        match *self {
            Picture::Tiles { edge, .. } => (edge * edge) as usize,
            Picture::Strip { .. } => 1,
            Picture::Bars { per_unit, .. } => per_unit as usize,
        }
    }
}

/// The most bytes that the previews of one round may take together.
pub const PREVIEW_BYTES_MAX: usize = 1 << 20;

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

/// A part of a kernel whose type is not known here.
pub type AnyPart = Box<dyn Any + Send>;

/// A [`Kernel`] behind a pointer, so that clusters need not know which one they run. Its methods are those of
/// [`Kernel`]; its parts may be given back only to the kernel, or a kernel of the same specification, that made them.
pub trait AnyKernel: Send + Sync {
    /// See [`Kernel::units`].
    fn units(&self) -> usize;
    /// See [`Kernel::run`].
    fn run(&self, unit: usize) -> AnyPart;
    /// See [`Kernel::advance`].
    fn advance(&mut self, parts: Vec<AnyPart>) -> Next;
    /// See [`Kernel::answer`].
    fn answer(&self) -> Answer;
    /// See [`Kernel::picture`].
    fn picture(&self) -> Picture;
    /// See [`Kernel::preview`].
    fn preview(&self, unit: usize, part: &AnyPart) -> Vec<u8>;
    /// See [`Kernel::stays_with_owner`].
    fn stays_with_owner(&self) -> bool;
    /// See [`Kernel::broadcast`].
    fn broadcast(&self) -> Vec<u8>;
    /// See [`Kernel::receive`].
    ///
    /// # Errors
    /// As [`Kernel::receive`].
    fn receive(&mut self, bytes: &[u8]) -> Result<()>;
    /// See [`Kernel::input`].
    fn input(&self, unit: usize) -> Vec<u8>;
    /// See [`Kernel::accept`].
    ///
    /// # Errors
    /// As [`Kernel::accept`].
    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()>;
    /// See [`Kernel::encode`].
    fn encode(&self, part: &AnyPart) -> Vec<u8>;
    /// See [`Kernel::decode`].
    ///
    /// # Errors
    /// As [`Kernel::decode`].
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<AnyPart>;
}

/// What `downcast` may rely on: parts come back only to the kernel that made them.
const FOREIGN_PART: &str = "a part of another kernel";

impl<K: Kernel> AnyKernel for K {
    fn units(&self) -> usize {
        Kernel::units(self)
    }
    fn run(&self, unit: usize) -> AnyPart {
        Box::new(Kernel::run(self, unit))
    }
    fn advance(&mut self, parts: Vec<AnyPart>) -> Next {
        let own = parts.into_iter().map(|part| *part.downcast::<K::Part>().expect(FOREIGN_PART)).collect();
        Kernel::advance(self, own)
    }
    fn answer(&self) -> Answer {
        Kernel::answer(self)
    }
    fn picture(&self) -> Picture {
        Kernel::picture(self)
    }
    fn preview(&self, unit: usize, part: &AnyPart) -> Vec<u8> {
        Kernel::preview(self, unit, part.downcast_ref().expect(FOREIGN_PART))
    }
    fn stays_with_owner(&self) -> bool {
        Kernel::stays_with_owner(self)
    }
    fn broadcast(&self) -> Vec<u8> {
        Kernel::broadcast(self)
    }
    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        Kernel::receive(self, bytes)
    }
    fn input(&self, unit: usize) -> Vec<u8> {
        Kernel::input(self, unit)
    }
    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        Kernel::accept(self, unit, bytes)
    }
    fn encode(&self, part: &AnyPart) -> Vec<u8> {
        Kernel::encode(self, part.downcast_ref().expect(FOREIGN_PART))
    }
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<AnyPart> {
        Ok(Box::new(Kernel::decode(self, unit, bytes)?))
    }
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

/// The kernel that a specification names, with its data made when `role` is [`Role::Owner`].
///
/// # Errors
/// [`Error::Parameter`] when there is no such kernel or its size is above [`Entry::size_max`]. Sizes below
/// [`Entry::size_min`], down to 0, are computed: they are only too short to be worth measuring.
pub fn build(spec: &Spec, role: Role) -> Result<Box<dyn AnyKernel>> {
    let entry = find(&spec.kernel)?;
    if spec.size > entry.size_max {
        return Err(Error::Parameter {
            field: "size".into(),
            value: spec.size.to_string(),
            allowed: format!("{}–{}", entry.size_min, entry.size_max),
        });
    }
    Ok((entry.build)(spec, role))
}

/// A running hash of a result: FNV-1a over 64-bit words.
///
/// Source: Fowler, Noll, Vo, draft-eastlake-fnv, with words in place of bytes for speed. It tells results apart that
/// differ by accident; it is no protection against intent.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Digest {
    /// The empty hash.
    pub fn new() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one word.
    pub fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// The hash of all words so far.
    pub fn finish(self) -> u64 {
        self.0
    }
}

impl Default for Digest {
    fn default() -> Self {
        Digest::new()
    }
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
