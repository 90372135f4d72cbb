//! A job as its owner would describe it: so many items, each of which takes in bytes, waits, computes and gives bytes out.
//! Nothing of it is feigned: every byte is read and written, a wait is one for something outside, and steps are computed.
//!
//! Where there is one process, it holds the data and its lanes work in place. Where there are several, whoever asks holds
//! the data, and input and output travel with the request and its answer.
//!
//! Items may work on a shared state too. Lanes of one memory take a lock for it; for processes it lies with the owner, who
//! sends it along and adds what comes back. Adding is the only thing that is done to it, so the order does not matter, and
//! all topologies must come to the same state.

use std::{
    hint::black_box,
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicU32, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{Place, residence};
use kosut_core::{clock, error::{Error, Result}, trace::{Activity, LaneMark}};
use crate::lanes::blocking::{Offers, Wait};

mod item;
mod state;

pub use item::{Load, input};
use item::{Made, compute};
pub use state::{STATE_BYTES, State};

/// The most bytes of input or of output that all items have together: a process with threads may have 256 MiB.
pub const DATA_BYTES_MAX: u32 = 48 << 20;

/// What a process holds of a job.
static HELD: RwLock<Held> = RwLock::new(Held { items: 0, input: Vec::new(), output: Vec::new(), state: State::EMPTY });

struct Held {
    items: u32,
    input: Vec<u8>,
    output: Vec<u8>,
    state: State,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Make the input of so many items here, and room for their output; what was held before is forgotten.
    Hold {
        /// How many.
        items: u32,
        /// What each is like.
        load: Load,
    },
    /// Do items.
    Work(Work),
    /// Tell what the last [`Task::Work`] on data that is held here has left.
    Check,
    /// Let lanes compute so many steps, all at the same time.
    Compute {
        /// How many.
        steps: u32,
        /// The first so many lanes; the others have nothing to do.
        lanes: u32,
    },
    /// Let each lane take the lock of a state and add to it, so many times.
    Lock {
        /// How many.
        times: u32,
    },
    /// Tell what all lanes can wait for.
    Offers,
    /// Let each lane wait so many times.
    Pause {
        /// How many.
        times: u32,
        /// How long each time, in milliseconds.
        wait_ms: f64,
        /// For what.
        wait: Wait,
    },
}

/// Items to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Number of the first item.
    pub first: u32,
    /// How many.
    pub items: u32,
    /// What each is like.
    pub load: Load,
    /// Their input, one after the other; `None` where the process holds all of it.
    pub input: Option<ByteBuf>,
    /// The shared state as the owner has it, if there is one and it does not lie here.
    pub state: ByteBuf,
    /// Whether each item is noted in the diaries.
    pub noted: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The data is there.
    Held,
    /// The items are done.
    Worked {
        /// Sum of the items' numbers, in which their order does not count.
        sum: u64,
        /// Their output, if they came with their input.
        output: ByteBuf,
        /// What is to be added to the shared state: where and what.
        added: Vec<(u16, u64)>,
    },
    /// What the held data looks like.
    Checked {
        /// See [`output_sum`].
        output: u64,
        /// The shared state's digest.
        state: u64,
        /// Bytes of memory that the process takes; 0 where nobody tells.
        memory_bytes: u64,
    },
    /// Each lane can wait for this.
    Offered(Offers),
    /// It took so long, by the process's own clock, in milliseconds.
    Took {
        /// From the first lane's beginning to the last one's end.
        elapsed_ms: f64,
    },
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for more data than [`DATA_BYTES_MAX`] and for input that does not belong to the items; those of a
/// wait.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let none = Vec::new();
    Ok(match task {
        Task::Hold { items, load } => (hold(*items, load)?, none),
        Task::Work(work) => self::work(work, place)?,
        Task::Check => {
            let held = HELD.read().unwrap_or_else(PoisonError::into_inner);
            let output = output_sum(0, held.items, &held.output);
            let memory_bytes = residence::memory_bytes().unwrap_or(0);
            (Outcome::Checked { output, state: held.state.digest(), memory_bytes }, none)
        }
        Task::Compute { steps, lanes } => {
            let compute = |lane| {
                if lane < *lanes {
                    black_box(compute(u64::from(lane), *steps));
                }
                Ok(())
            };
            (took(place, compute)?, none)
        }
        Task::Lock { times } => {
            let state = Mutex::new(State::default());
            let take = |lane: u32| {
                (0..*times).for_each(|time| add(&state, u64::from(time ^ lane)));
                Ok(())
            };
            (took(place, take)?, none)
        }
        Task::Offers => {
            let offers = place.lanes.each(|_| place.outside.offers()).into_iter().reduce(Offers::both);
            (Outcome::Offered(offers.unwrap_or_default()), none)
        }
        Task::Pause { times, wait_ms, wait } => {
            (took(place, |_| (0..*times).try_for_each(|_| wait.wait(place.outside, *wait_ms)))?, none)
        }
    })
}

fn hold(items: u32, load: &Load) -> Result<Outcome> {
    let (in_bytes, out_bytes) = (bytes_of(items, load.in_bytes)?, bytes_of(items, load.out_bytes)?);
    let mut held = HELD.write().unwrap_or_else(PoisonError::into_inner);
    // First the old data goes, then the new comes: both would not fit.
    *held = Held { items, input: Vec::new(), output: Vec::new(), state: State::default() };
    held.input = input(0, in_bytes, load.in_bytes);
    held.output = vec![0; out_bytes];
    Ok(Outcome::Held)
}

/// Bytes of so many items.
fn bytes_of(items: u32, each: u32) -> Result<usize> {
    match items.checked_mul(each) {
        Some(bytes @ 0..=DATA_BYTES_MAX) => Ok(bytes as usize),
        _ => Err(Error::Protocol { reason: format!("{items} × {each} bytes, where {DATA_BYTES_MAX} are the most") }),
    }
}

fn work(work: &Work, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let Work { items, load, .. } = work;
    let (in_bytes, out_bytes) = (bytes_of(*items, load.in_bytes)?, bytes_of(*items, load.out_bytes)?);
    let mut held;
    let (mut own_output, mut own_state) = (Vec::new(), State::EMPTY);
    let (input, output, state) = match &work.input {
        Some(input) => {
            own_output.resize(out_bytes, 0);
            if load.shared {
                own_state = State::from_bytes(&work.state)?;
            }
            (input.as_slice(), &mut own_output, &mut own_state)
        }
        None => {
            held = HELD.write().unwrap_or_else(PoisonError::into_inner);
            let Held { input, output, state, .. } = &mut *held;
            *state = State::default();
            (input.as_slice(), output, state)
        }
    };
    if input.len() != in_bytes || output.len() != out_bytes {
        let (found, expected) = (input.len(), in_bytes);
        return Err(Error::Protocol { reason: format!("{found} bytes of input where {expected} belong to the items") });
    }
    let shared = Mutex::new(std::mem::replace(state, State::EMPTY));
    let next = AtomicU32::new(0);
    let done = {
        let outputs: Vec<Mutex<&mut [u8]>> =
            output.chunks_mut(load.out_bytes.max(1) as usize).map(Mutex::new).collect();
        place.lanes.each(|lane| {
            let (mut diary, mut sum, mut added) = (place.diary(lane), 0_u64, Vec::new());
            loop {
                // Relaxed: the counter only hands out numbers.
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= *items {
                    return Ok((sum, added, diary.into_marks()));
                }
                let from = index as usize * load.in_bytes as usize;
                let own = &input[from..from + load.in_bytes as usize];
                let mut output = outputs.get(index as usize).map(|output| output.lock());
                let output: &mut [u8] = match &mut output {
                    Some(Ok(output)) => &mut output[..],
                    // Each lane locks other outputs, so none is poisoned while there is somebody to see it.
                    _ => &mut [],
                };
                let number = work.first + index;
                let noted = if work.noted { Some(&mut diary) } else { None };
                let Made { value } = load.make(number, own, output, place, noted)?;
                sum = sum.wrapping_add(item::mixed(number, value));
                if load.shared {
                    add(&shared, value);
                    if work.input.is_some() {
                        added.push((State::slot(value), value));
                    }
                }
            }
        })
    };
    *state = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (mut sum, mut added, mut marks) = (0_u64, Vec::new(), Vec::new());
    for lane in done {
        let (own_sum, own_added, own_marks) = lane?;
        sum = sum.wrapping_add(own_sum);
        added.extend(own_added);
        marks.extend(own_marks);
    }
    Ok((Outcome::Worked { sum, output: ByteBuf::from(own_output), added }, marks))
}

fn add(state: &Mutex<State>, value: u64) {
    // A poisoned lock means that another lane panicked, which ends the process anyway.
    state.lock().unwrap_or_else(PoisonError::into_inner).add(State::slot(value), value);
}

/// Lets each lane do this and takes the time.
fn took(place: &Place<'_>, each: impl Fn(u32) -> Result<()> + Sync) -> Result<Outcome> {
    // Lanes that sleep are woken before the clock starts: what starting takes is another constant.
    place.lanes.each(|_| ());
    let began_ms = clock::now_ms();
    let done: Result<Vec<()>> = place.lanes.each(each).into_iter().collect();
    done.map(|_| Outcome::Took { elapsed_ms: clock::now_ms() - began_ms })
}

/// What the output of items must sum up to, however they were dealt: `output` is that of `items` from `first` on.
pub fn output_sum(first: u32, items: u32, output: &[u8]) -> u64 {
    let each = output.len() / items.max(1) as usize;
    if each == 0 {
        return 0;
    }
    let sums = output.chunks(each).zip(first..).map(|(own, number)| item::mixed(number, residence::Digest::of(own).0));
    sums.fold(0, u64::wrapping_add)
}

/// What an item's spans are noted as.
const COMPUTES: Activity = Activity::Run;
const WAITS: Activity = Activity::Io;

#[cfg(test)]
mod tests;
