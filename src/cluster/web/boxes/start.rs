//! Workers of a cluster that are started: with it, later, or in the place of one that ended.

use std::ops::Range;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::{
    super::worker::{Arrival, BoardView, ProcessWorker, spawn_error},
    QUIET_POLL_MS, WebCluster,
};
use crate::protocol::{self, Reply};
use kosut_core::error::{Error, Result};
use kosut_workloads::lanes::board::BoardReader;

/// How long a process may take to start, pool and all. Slow phones take about 2 s for a large pool.
const SPAWN_WATCHDOG_MS: f64 = 20_000.0;

impl WebCluster {
    /// Starts a process; it is not ready yet.
    pub(super) fn worker(&self, index: u32, generation: u32) -> Result<ProcessWorker> {
        let start = if index < self.topology.processes() { &self.start } else { &self.start_of_one };
        let init = Object::new();
        for (name, value) in &start.fields {
            Reflect::set(&init, &(*name).into(), value).map_err(|error| spawn_error(index, &error))?;
        }
        ProcessWorker::start(&start.script_url, index, generation, &init, &self.deliveries)
    }

    /// Waits until all processes are ready but those whose end was told. What else arrives is put back.
    pub(super) async fn wait_until_ready(&mut self) -> Result<()> {
        let started_ms = self.awake.now_ms();
        while let Some(waiting) = self.processes.iter().position(|process| !process.ready && !process.dead) {
            let Some((index, arrival)) = self.arrival(QUIET_POLL_MS).await else {
                if self.awake.now_ms() - started_ms < SPAWN_WATCHDOG_MS {
                    continue;
                }
                let reason = format!("it was not ready after {} s", SPAWN_WATCHDOG_MS / 1e3);
                return Err(Error::Spawn { process: waiting as u32, reason });
            };
            if self.processes[index as usize].ready {
                self.put_back.push_back((index, arrival));
                continue;
            }
            match arrival {
                Arrival::Bytes { reply, memory, locked } => self.make_ready(index, &reply, &memory, locked)?,
                Arrival::Parcel(_) => {
                    return Err(Error::Protocol { reason: "a parcel where Ready was expected".into() });
                }
                Arrival::Failed(reason) => return Err(Error::Spawn { process: index, reason }),
                Arrival::Ended => return Err(Error::Spawn { process: index, reason: "it ended at once".into() }),
            }
        }
        Ok(())
    }

    fn make_ready(&mut self, index: u32, reply: &[u8], memory: &JsValue, locked: bool) -> Result<()> {
        let board_address = match protocol::decode(reply)? {
            Reply::Ready { board_address } => board_address,
            Reply::Failed { error } => return Err(Error::Spawn { process: index, reason: error.to_string() }),
            other => return Err(Error::Protocol { reason: format!("{other:?} where Ready was expected") }),
        };
        let threads = self.topology.threads();
        let process = &mut self.processes[index as usize];
        if let Some(address) = board_address {
            let buffer = Reflect::get(memory, &"buffer".into()).map_err(|error| spawn_error(index, &error))?;
            let view = BoardView::new(&buffer, address);
            let reader = BoardReader::from_now(&view, threads);
            process.board = Some((view, reader));
        }
        if locked {
            process.watch_lock();
        }
        process.ready = true;
        Ok(())
    }

    /// See [`crate::Cluster::grow`].
    pub(super) async fn add(&mut self, count: u32) -> Result<Range<u32>> {
        let first = self.processes.len() as u32;
        let new = first..first + count;
        let started = new.clone().try_for_each(|index| {
            let process = self.worker(index, 0)?;
            self.processes.push(process);
            Ok(())
        });
        let ready = match started {
            Ok(()) => self.wait_until_ready().await,
            Err(error) => Err(error),
        };
        if ready.is_err() {
            for process in &mut self.processes[first as usize..] {
                process.kill();
                process.dead = true;
            }
        }
        ready.map(|()| new)
    }
}
