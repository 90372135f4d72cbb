//! The budget of bytes and of work of a process: charged before memory is taken, and freed when it is given back.
//!
//! Each lane keeps a balance of its own and settles it with the machine's meter when it has grown, so that lanes don't
//! write the same counter for each small text. What is large asks first ([`reserve`]).

use std::{
    cell::{Cell, RefCell},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use crate::exception::{Kind, Raise, Result};

/// At which balance a lane settles with its meter, in bytes.
const SETTLE_BYTES: i64 = 64 * 1024;

/// The budget where no meter was entered, in bytes: of a lone test, say.
const DEFAULT_BYTES_MAX: u64 = 1 << 30;

/// What the values of one machine may take, and how much work its builtins may do.
///
/// All counters are relaxed: they guard nothing but themselves, and a budget may be passed by a lane's balance.
#[derive(Debug)]
pub struct Meter {
    bytes: AtomicI64,
    bytes_max: u64,
    steps: AtomicU64,
    steps_max: u64,
}

impl Meter {
    /// A meter for so many bytes at a time, and so many steps in all.
    pub fn new(bytes_max: u64, steps_max: u64) -> Arc<Self> {
        Arc::new(Meter { bytes: AtomicI64::new(0), bytes_max, steps: AtomicU64::new(0), steps_max })
    }

    /// Bytes that are taken now, as far as lanes have settled.
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.bytes.load(Ordering::Relaxed)).unwrap_or(0)
    }

    /// Steps that were done so far.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Counts steps; whether there are some left.
    pub fn step(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps) <= self.steps_max
    }

    /// Whether the steps are used up. An operation that stopped for that raises RuntimeError; who runs it looks here, and
    /// ends the program before any `except` gets to see it.
    pub fn is_spent(&self) -> bool {
        self.steps() > self.steps_max
    }

    fn allows(&self, bytes: i64) -> bool {
        self.bytes.load(Ordering::Relaxed).saturating_add(bytes) <= i64::try_from(self.bytes_max).unwrap_or(i64::MAX)
    }
}

thread_local! {
    static BALANCE: Cell<i64> = const { Cell::new(0) };
    /// Whether the meter was over its budget when the lane last settled.
    static OVER: Cell<bool> = const { Cell::new(false) };
    static METER: RefCell<Option<Arc<Meter>>> = const { RefCell::new(None) };
}

/// Until it is dropped, what this thread does with values counts on a meter.
#[derive(Debug)]
pub struct Entered {
    before: Option<Arc<Meter>>,
}

/// Lets a meter count what this thread does with values. The one that counted before counts again afterwards.
pub fn enter(meter: &Arc<Meter>) -> Entered {
    settle();
    let before = METER.with(|current| current.replace(Some(meter.clone())));
    settle();
    Entered { before }
}

impl Drop for Entered {
    fn drop(&mut self) {
        settle();
        METER.with(|current| *current.borrow_mut() = self.before.take());
        settle();
    }
}

/// Charges bytes for something small, without asking; [`check`] says later whether it was too much.
#[inline]
pub fn charge(bytes: usize) {
    add(bytes as i64);
}

/// Gives bytes back.
#[inline]
pub fn free(bytes: usize) {
    add(-(bytes as i64));
}

#[inline]
fn add(bytes: i64) {
    // A value may be dropped when the thread's own storage is gone already; then nobody counts any more.
    let _ = BALANCE.try_with(|balance| {
        let sum = balance.get() + bytes;
        balance.set(sum);
        if sum.abs() >= SETTLE_BYTES {
            settle();
        }
    });
}

#[cold]
fn settle() {
    let _ = METER.try_with(|current| {
        let Ok(current) = current.try_borrow() else { return };
        let balance = BALANCE.with(Cell::take);
        let over = match current.as_ref() {
            Some(meter) => {
                meter.bytes.fetch_add(balance, Ordering::Relaxed);
                !meter.allows(0)
            }
            None => false,
        };
        OVER.with(|flag| flag.set(over));
    });
}

/// Whether what was charged is still within the budget.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn check() -> Result<()> {
    if OVER.with(Cell::get) { over() } else { Ok(()) }
}

#[cold]
fn over() -> Result<()> {
    // It may have become less since.
    settle();
    if OVER.with(Cell::get) { Err(Raise::with(Kind::MemoryError, Vec::new())) } else { Ok(()) }
}

/// Asks whether so many bytes could be charged; without charging them.
///
/// # Errors
/// MemoryError.
pub fn reserve(bytes: usize) -> Result<()> {
    let wanted = i64::try_from(bytes).unwrap_or(i64::MAX);
    if wanted < SETTLE_BYTES {
        return check();
    }
    let allowed = METER.with(|current| match current.borrow().as_ref() {
        Some(meter) => meter.allows(wanted.saturating_add(BALANCE.with(Cell::get))),
        None => bytes as u64 <= DEFAULT_BYTES_MAX,
    });
    if allowed { Ok(()) } else { Err(Raise::with(Kind::MemoryError, Vec::new())) }
}

/// Asks for the memory of so many things of one size; the product may be larger than any number.
///
/// # Errors
/// MemoryError.
pub fn reserve_items(items: usize, bytes_each: usize) -> Result<()> {
    reserve(items.saturating_mul(bytes_each))
}

/// Counts work that an operation does by itself: a turn of a loop over items, say.
///
/// # Errors
/// RuntimeError when the steps are used up, see [`Meter::is_spent`].
pub fn work(steps: u64) -> Result<()> {
    let allowed = METER.with(|current| current.borrow().as_ref().is_none_or(|meter| meter.step(steps)));
    if allowed { Ok(()) } else { Err(Raise::new(Kind::RuntimeError, "the program used up its steps")) }
}

/// Counts the turns of a loop, and tells the meter now and then.
#[derive(Debug, Default)]
pub struct Turns(u32);

impl Turns {
    /// How many turns are told at a time.
    const BATCH: u32 = 1024;

    /// One more turn.
    ///
    /// # Errors
    /// As [`work`] and [`check`].
    #[inline]
    pub fn turn(&mut self) -> Result<()> {
        self.0 += 1;
        if self.0 < Self::BATCH {
            return Ok(());
        }
        self.0 = 0;
        check()?;
        work(u64::from(Self::BATCH))
    }
}
