//! Through a ring: a queue of bytes in shared memory that one lane writes and one lane reads, without a lock. Both copy;
//! so neither ever touches what the other one has, as with messages, yet no message is sent.
//!
//! L. Lamport, *Specifying concurrent program modules*, ACM TOPLAS 5(2), 1983, has the proof of a queue with one writer
//! and one reader. Two counters only ever grow (modulo 2ⁿ): bytes written, bytes read. Each has one lane that stores it.
//! Whoever has looked in vain for long sleeps, and is woken by the next store of the counter that it waits for.

use std::{
    cell::UnsafeCell,
    hint::spin_loop,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering, fence},
    },
};

use super::{Outcome, Trips, answer, fresh, make, sum};
use crate::lanes::Lanes;

/// Bytes in a ring: half of them fit a first-level cache, and writer and reader can work on a half each.
pub const RING_BYTES: usize = 1 << 16;

/// Looks at the other side's counter before a lane sleeps: some 50 µs, in which a running partner has moved a whole ring.
const LOOKS: u32 = 10_000;

// way ring: begin
/// A counter with a cache line of its own, so that storing one does not slow down whoever loads the other.
#[derive(Default)]
#[repr(align(64))]
struct Counter {
    value: AtomicUsize,
    /// Whether the other side sleeps until the value changes.
    awaited: AtomicBool,
    gate: Mutex<()>,
    changed: Condvar,
}

impl Counter {
    /// The value, for the one lane that stores it.
    fn own(&self) -> usize {
        // Relaxed: nobody else stores it.
        self.value.load(Ordering::Relaxed)
    }

    /// Gives to the other side what was touched before, and wakes it if it sleeps.
    fn store(&self, value: usize) {
        self.value.store(value, Ordering::Release);
        // Here the value is stored before the flag is loaded, there the flag before the value. With a fence in between on
        // both sides, one of the two sees what the other one stored, so nobody falls asleep for good.
        fence(Ordering::SeqCst);
        if self.awaited.load(Ordering::Relaxed) {
            // With the gate in hand, the sleeper either sleeps already or looks once more.
            drop(self.gate.lock().unwrap_or_else(PoisonError::into_inner));
            self.changed.notify_one();
        }
    }

    /// Waits until there is something, of which `count` tells how much from the counter's value.
    fn wait_for(&self, count: impl Fn(usize) -> usize) -> usize {
        let look = || count(self.value.load(Ordering::Acquire));
        for _ in 0..LOOKS {
            match look() {
                0 => spin_loop(),
                count => return count,
            }
        }
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        self.awaited.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let count = loop {
            match look() {
                0 => gate = self.changed.wait(gate).unwrap_or_else(PoisonError::into_inner),
                count => break count,
            }
        };
        self.awaited.store(false, Ordering::Relaxed);
        count
    }
}

struct Ring {
    bytes: Box<[UnsafeCell<u8>]>,
    written: Counter,
    read: Counter,
}

// SAFETY: The bytes from `read` to `written` belong to the reader, all others to the writer, and there is one of each:
// `Writer` and `Reader` can't be cloned and take `&mut self`. A counter is stored (Release) only after the bytes that it
// gives to the other side were touched for the last time, and loaded (Acquire) before the other side touches them.
unsafe impl Sync for Ring {}

/// The end that is written to.
pub struct Writer(Arc<Ring>);

/// The end that is read from.
pub struct Reader(Arc<Ring>);

/// An empty ring's two ends.
pub fn ring() -> (Writer, Reader) {
    let bytes = (0..RING_BYTES).map(|_| UnsafeCell::new(0)).collect();
    let ring = Arc::new(Ring { bytes, written: Counter::default(), read: Counter::default() });
    (Writer(Arc::clone(&ring)), Reader(ring))
}

impl Ring {
    /// How many bytes lie behind each other at the place of this counter, of so many that are wanted.
    fn stretch(at: usize, wanted: usize) -> usize {
        wanted.min(RING_BYTES - at % RING_BYTES)
    }

    fn place(&self, at: usize) -> *mut u8 {
        self.bytes[at % RING_BYTES].get()
    }
}

impl Writer {
    /// Copies all of it into the ring; waits while that is full.
    pub fn write(&mut self, mut bytes: &[u8]) {
        let Writer(ring) = self;
        let mut at = ring.written.own();
        while !bytes.is_empty() {
            let free = ring.read.wait_for(|read| RING_BYTES - at.wrapping_sub(read));
            let count = Ring::stretch(at, free.min(bytes.len()));
            // SAFETY: `count` free bytes are the writer's, lie inside of the ring, and nobody else's slice is in there.
            unsafe { ring.place(at).copy_from_nonoverlapping(bytes.as_ptr(), count) };
            at = at.wrapping_add(count);
            ring.written.store(at);
            bytes = &bytes[count..];
        }
    }
}

impl Reader {
    /// Copies as many bytes as fit out of the ring; waits while it is empty.
    pub fn read(&mut self, mut bytes: &mut [u8]) {
        let Reader(ring) = self;
        let mut at = ring.read.own();
        while !bytes.is_empty() {
            let there = ring.written.wait_for(|written| written.wrapping_sub(at));
            let count = Ring::stretch(at, there.min(bytes.len()));
            // SAFETY: `count` bytes that were written are the reader's, and lie inside of the ring.
            unsafe { ring.place(at).copy_to_nonoverlapping(bytes.as_mut_ptr(), count) };
            at = at.wrapping_add(count);
            ring.read.store(at);
            bytes = &mut bytes[count..];
        }
    }
}

// way ring: end

/// The two rings between the first lane and a worker, seen from one of them.
struct Ends {
    to: Writer,
    from: Reader,
}

/// Trips between the first lane and all others.
pub(super) fn trips(lanes: &Lanes, task: &Trips) -> Outcome {
    let first = fresh(task.payload_bytes);
    let (askers, workers): (Vec<Ends>, Vec<_>) = (1..lanes.count())
        .map(|_| {
            let ((to_worker, from_asker), (to_asker, from_worker)) = (ring(), ring());
            (Ends { to: to_worker, from: from_worker }, Mutex::new(Some(Ends { to: to_asker, from: from_asker })))
        })
        .unzip();
    let asker = Mutex::new(Some(askers));
    let outcomes = lanes.each(|lane| match lane.checked_sub(1) {
        Some(worker) => {
            work(taken(&workers[worker as usize])?, task.payload_bytes);
            None
        }
        None => Some(ask(taken(&asker)?, &first, task.resolution_ms)),
    });
    outcomes.into_iter().flatten().next().unwrap_or_else(super::nothing_made)
}

fn taken<T>(place: &Mutex<Option<T>>) -> Option<T> {
    place.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// What is written before a payload, and when no more will come.
const COMES: u8 = 1;
const OVER: u8 = 0;

fn ask(mut workers: Vec<Ends>, first: &[u8], resolution_ms: f64) -> Outcome {
    let mut payloads: Vec<Vec<u8>> = workers.iter().map(|_| first.to_vec()).collect();
    let outcome = make(first, resolution_ms, || {
        for (worker, payload) in workers.iter_mut().zip(&payloads) {
            worker.to.write(&[COMES]);
            worker.to.write(payload);
        }
        let answers = workers.iter_mut().zip(&mut payloads);
        answers
            .map(|(worker, payload)| {
                worker.from.read(payload);
                sum(payload)
            })
            .collect()
    });
    workers.iter_mut().for_each(|worker| worker.to.write(&[OVER]));
    outcome
}

fn work(mut ends: Ends, payload_bytes: u32) {
    let (mut word, mut payload) = ([OVER], vec![0; payload_bytes as usize]);
    loop {
        ends.from.read(&mut word);
        if word == [OVER] {
            return;
        }
        ends.from.read(&mut payload);
        answer(&mut payload);
        ends.to.write(&payload);
    }
}
