//! The places where processes of a program work: each is a process of the cluster, taken for one of them and left with it.

use kosut_python::outside::{Message, ProcessId};

use super::Office;
use crate::{Cluster, Host, protocol::Request};
use kosut_core::{
    error::{Error, Result},
    topology::MAX_LANES,
};
use kosut_workloads::Task;

/// A process of the cluster, as a place where a process of a program works.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Desk {
    /// It is there and has nothing to do.
    Free,
    /// A process of the program works there. Since when it owes a reply, in milliseconds.
    Taken(ProcessId, Option<f64>),
    /// It was ended.
    Left,
}

impl<H: Host> Office<'_, H> {
    /// Ends what an earlier run left behind that came to no end.
    pub(super) async fn clear(&mut self) -> Result<()> {
        for desk in 1..self.desks.len() {
            if self.desks[desk] != Desk::Left {
                self.leave(desk);
            }
        }
        if self.desks[0] != Desk::Free {
            self.cluster.restart(0).await?;
            self.desks[0] = Desk::Free;
        }
        Ok(())
    }

    /// Starts processes of the cluster for these of the program; those that are missing together. What went wrong, if
    /// something did.
    pub(super) async fn staff(&mut self, starting: Vec<ProcessId>) -> Option<Error> {
        // As long as there are not too many, each process of a program has the place of its number, so that whoever looks
        // knows it by that. The places of those that have ended are taken again later.
        let places: Vec<usize> = starting.iter().map(|&process| self.place(process)).collect();
        let missing = places.iter().filter(|&&place| place >= self.desks.len()).count();
        let mut failed = None;
        if missing > 0 {
            let grown = self.cluster.grow(missing as u32).await;
            self.desks.extend(std::iter::repeat_n(if grown.is_ok() { Desk::Free } else { Desk::Left }, missing));
            failed = grown.err();
        }
        for process in starting {
            let place = self.place(process);
            if self.desks.get(place) == Some(&Desk::Left) && failed.is_none() {
                match self.cluster.restart(place as u32).await {
                    Ok(()) => self.desks[place] = Desk::Free,
                    Err(error) => failed = Some(error),
                }
            }
            if self.desks.get(place) == Some(&Desk::Free) {
                self.desks[place] = Desk::Taken(process, None);
            }
        }
        failed
    }

    /// Where a new process of the program works.
    fn place(&self, process: ProcessId) -> usize {
        let own = process as usize;
        if own < MAX_LANES as usize {
            return own;
        }
        // There is one, because a program has fewer processes at a time than there are places.
        (1..self.desks.len()).find(|&desk| !matches!(self.desks[desk], Desk::Taken(..))).unwrap_or(self.desks.len())
    }

    pub(super) fn send(&mut self, desk: usize, process: ProcessId, message: Message, epoch_ms: f64) -> Result<()> {
        self.desks[desk] = Desk::Taken(process, Some(self.awake.now_ms()));
        self.cluster.send(desk as u32, Request::Perform { task: Task::from(message), epoch_ms })
    }

    pub(super) fn leave(&mut self, desk: usize) {
        self.cluster.kill(desk as u32);
        self.desks[desk] = Desk::Left;
    }

    /// Where a process of the program works.
    pub(super) fn desk(&self, process: ProcessId) -> Option<usize> {
        self.desks.iter().position(|desk| matches!(desk, Desk::Taken(other, _) if *other == process))
    }

    /// Which process of the program works there.
    pub(super) fn process(&self, desk: u32) -> Option<ProcessId> {
        match self.desks.get(desk as usize) {
            Some(Desk::Taken(process, _)) => Some(*process),
            _ => None,
        }
    }
}
