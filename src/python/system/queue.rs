//! Queues between processes, and who waits for what.

use std::collections::VecDeque;

use super::{refused, unknown};
use crate::{
    exception::Kind,
    outside::{Answer, CallId, Pickle, ProcessId},
};

/// The most queues of a program; no program needs so many, and one that makes them in a loop shall not fill the memory.
const QUEUES_MAX: usize = 1000;

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// An item of this queue.
    Item(u32),
    /// The end of this process.
    End(ProcessId),
}

/// A call that waits.
#[derive(Debug)]
struct Waiter {
    process: ProcessId,
    call: CallId,
    what: For,
    until_ms: Option<f64>,
}

/// All queues of a program, and all calls that wait, the longest first.
#[derive(Debug)]
pub struct Queues {
    queues: Vec<VecDeque<Pickle>>,
    waiters: VecDeque<Waiter>,
    /// Bytes of all items.
    held_bytes: u64,
    held_bytes_max: u64,
}

impl Queues {
    /// None yet; their items may have so many bytes together.
    pub fn new(held_bytes_max: u64) -> Self {
        Queues { queues: Vec::new(), waiters: VecDeque::new(), held_bytes: 0, held_bytes_max }
    }

    /// A new queue.
    pub fn add(&mut self) -> Answer {
        if self.queues.len() == QUEUES_MAX {
            return refused(Kind::OSError, format!("a program may have at most {QUEUES_MAX} queues: use one again"));
        }
        self.queues.push(VecDeque::new());
        Answer::Queue { queue: self.queues.len() as u32 - 1 }
    }

    /// Puts an item in; or gives it back with the call that has waited for it longest.
    ///
    /// # Errors
    /// The answer when it can't be put in.
    pub fn put(&mut self, queue: u32, item: Pickle) -> Result<Option<(ProcessId, CallId, Pickle)>, Answer> {
        let known = self.queues.get_mut(queue as usize).ok_or_else(|| unknown("queue", queue))?;
        if let Some(first) = self.waiters.iter().position(|waiter| waiter.what == For::Item(queue))
            && let Some(Waiter { process, call, .. }) = self.waiters.remove(first)
        {
            return Ok(Some((process, call, item)));
        }
        let held_bytes = self.held_bytes + item.len() as u64;
        if held_bytes > self.held_bytes_max {
            let most = self.held_bytes_max;
            return Err(refused(Kind::MemoryError, format!("queues hold at most {most} bytes: take items out first")));
        }
        self.held_bytes = held_bytes;
        known.push_back(item);
        Ok(None)
    }

    /// Takes the first item out, if there is one.
    ///
    /// # Errors
    /// The answer when there is no such queue.
    pub fn get(&mut self, queue: u32) -> Result<Option<Pickle>, Answer> {
        let known = self.queues.get_mut(queue as usize).ok_or_else(|| unknown("queue", queue))?;
        let item = known.pop_front();
        self.held_bytes -= item.as_ref().map_or(0, |item| item.len() as u64);
        Ok(item)
    }

    /// How many items it holds.
    pub fn length(&self, queue: u32) -> Answer {
        match self.queues.get(queue as usize) {
            Some(known) => Answer::Length { items: known.len() as u32 },
            None => unknown("queue", queue),
        }
    }

    /// A call waits, until then at most.
    pub fn wait(&mut self, process: ProcessId, call: CallId, what: For, until_ms: Option<f64>) {
        self.waiters.push_back(Waiter { process, call, what, until_ms });
    }

    /// A process has ended: whose calls waited for that. They wait no longer.
    pub fn ended(&mut self, process: ProcessId) -> Vec<(ProcessId, CallId)> {
        self.release(|waiter| waiter.what == For::End(process))
    }

    /// A process waits for nothing any more.
    pub fn forget(&mut self, process: ProcessId) {
        self.waiters.retain(|waiter| waiter.process != process);
    }

    /// Whose time is over. They wait no longer.
    pub fn expired(&mut self, now_ms: f64) -> Vec<(ProcessId, CallId)> {
        self.release(|waiter| waiter.until_ms.is_some_and(|until_ms| until_ms <= now_ms))
    }

    /// When the first call's time is over.
    pub fn next_ms(&self) -> Option<f64> {
        self.waiters.iter().filter_map(|waiter| waiter.until_ms).reduce(f64::min)
    }

    fn release(&mut self, is_over: impl Fn(&Waiter) -> bool) -> Vec<(ProcessId, CallId)> {
        let over = self.waiters.iter().filter(|waiter| is_over(waiter)).map(|waiter| (waiter.process, waiter.call));
        let over = over.collect();
        self.waiters.retain(|waiter| !is_over(waiter));
        over
    }
}
