//! Processes of a cluster that are started: with it, later, or in the place of one that ended.

use std::ops::Range;

use super::{
    NativeCluster,
    child::{Arrival, BoxProcess, Post},
    outside::Server,
    spawn_error,
};
use crate::protocol::{self, Reply};
use kosut_core::error::{Error, Result};

impl NativeCluster {
    /// How many lanes a process has: those that came later have one.
    pub(super) fn threads(&self, process: u32) -> u32 {
        if process < self.topology.processes() { self.topology.threads() } else { 1 }
    }

    /// Starts a process; it is not ready yet.
    pub(super) fn child(&self, process: u32, generation: u32) -> Result<BoxProcess> {
        let post = Post { process, generation, deliveries: self.deliveries.clone() };
        let child = BoxProcess::start(
            &self.host.program,
            self.threads(process),
            self.host.outside().map(Server::address),
            post,
        );
        child.map_err(|error| spawn_error(process, &error))
    }

    /// Waits until all processes are ready but those whose end was told. What else arrives is put back.
    pub(super) fn wait_until_ready(&mut self) -> Result<()> {
        let deadline_ms = self.deadline_ms();
        while let Some(waiting) = self.processes.iter().position(|process| !process.ready && !process.dead) {
            let Some((index, arrival)) = self.arrival(deadline_ms) else {
                let reason = format!("it was not ready after {} s", self.host.watchdog.as_secs_f64());
                return Err(Error::Spawn { process: waiting as u32, reason });
            };
            let process = &mut self.processes[index as usize];
            if process.ready {
                self.put_back.push_back((index, arrival));
                continue;
            }
            match arrival {
                Arrival::Message(bytes) => match protocol::decode(&bytes)? {
                    Reply::Ready { .. } => process.ready = true,
                    Reply::Failed { error } => {
                        return Err(Error::Spawn { process: index, reason: error.to_string() });
                    }
                    other => return Err(Error::Protocol { reason: format!("{other:?} where Ready was expected") }),
                },
                Arrival::Ended(fault) => {
                    return Err(Error::Spawn { process: index, reason: process.reason_of_death(fault) });
                }
            }
        }
        Ok(())
    }

    /// See [`crate::Cluster::restart`].
    pub(super) fn replace(&mut self, process: u32) -> Result<()> {
        let index = process as usize;
        self.put_back.retain(|(other, _)| *other != process);
        self.processes[index].kill();
        self.processes[index].reap();
        self.processes[index] = self.child(process, self.processes[index].generation + 1)?;
        self.wait_until_ready()
    }

    /// See [`crate::Cluster::grow`].
    pub(super) fn add(&mut self, count: u32) -> Result<Range<u32>> {
        let first = self.processes.len() as u32;
        let new = first..first + count;
        let started = new.clone().try_for_each(|index| {
            let process = self.child(index, 0)?;
            self.processes.push(process);
            Ok(())
        });
        let ready = started.and_then(|()| self.wait_until_ready());
        if ready.is_err() {
            for process in &mut self.processes[first as usize..] {
                process.kill();
                process.reap();
                process.dead = true;
            }
        }
        ready.map(|()| new)
    }
}
