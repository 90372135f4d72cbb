//! The Workers of one topology.

use std::{cell::RefCell, rc::Rc};

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::{
    StreamExt,
    future::{Either, select},
};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Worker;

use super::{
    describe,
    host::sleep,
    worker::{Arrival, BoardView, ProcessWorker, spawn_error},
};
use crate::{
    clock,
    cluster::{
        Cluster, Incoming, Traffic,
        board::BoardReader,
        protocol::{self, LaneMark, Reply, Request},
    },
    error::{Error, Result},
    kernels::Picture,
    topology::Topology,
    trace::{Activity, Mark, Phase},
};

/// How long a process may take to start, pool and all. Slow phones take about 2 s for a large pool.
const SPAWN_WATCHDOG_MS: f64 = 20_000.0;
/// How long a process that has work may give no sign of life. No unit of a kernel takes a tenth of it anywhere.
const WORK_WATCHDOG_MS: f64 = 30_000.0;
/// How often boards are read while the page shows them: as often as it draws.
const LIVE_POLL_MS: i32 = 16;
/// How often boards are read otherwise, for panics and signs of life only.
const QUIET_POLL_MS: i32 = 100;

/// Workers of one topology.
pub struct WebCluster {
    topology: Topology,
    processes: Vec<ProcessWorker>,
    incoming: UnboundedReceiver<(u32, Arrival)>,
    /// An arrival that waits until the boards have been read once more.
    put_back: Option<(u32, Arrival)>,
    traffic: Traffic,
    running: Rc<RefCell<Vec<Worker>>>,
}

impl WebCluster {
    /// Starts the processes, each with these fields in its first message, and waits until all are ready. `running` is
    /// where it leaves its Workers whenever it is the one that is used.
    ///
    /// # Errors
    /// [`Error::Spawn`].
    pub async fn start(
        topology: Topology,
        script_url: &str,
        fields: &[(&str, JsValue)],
        running: Rc<RefCell<Vec<Worker>>>,
    ) -> Result<Self> {
        let (arrivals, incoming) = unbounded();
        let start = |index| {
            let init = Object::new();
            for (name, value) in fields {
                Reflect::set(&init, &(*name).into(), value).map_err(|error| spawn_error(index, &error))?;
            }
            ProcessWorker::start(script_url, index, &init, &arrivals)
        };
        let processes = (0..topology.processes()).map(start).collect::<Result<Vec<_>>>()?;
        let traffic = Traffic::default();
        let mut cluster = WebCluster { topology, processes, incoming, put_back: None, traffic, running };
        cluster.wait_until_ready().await?;
        Ok(cluster)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let started_ms = clock::now_ms();
        while let Some(waiting) = self.processes.iter().position(|process| !process.ready) {
            let left_ms = started_ms + SPAWN_WATCHDOG_MS - clock::now_ms();
            let Some((index, arrival)) = self.arrival(left_ms.max(0.0) as i32).await else {
                let reason = format!("it was not ready after {} s", SPAWN_WATCHDOG_MS / 1e3);
                return Err(Error::Spawn { process: waiting as u32, reason });
            };
            match arrival {
                Arrival::Bytes { reply, memory, locked } => self.make_ready(index, &reply, &memory, locked)?,
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
            process.watch_lock(index);
        }
        process.ready = true;
        Ok(())
    }

    /// The next arrival, or `None` when there is none within this time.
    async fn arrival(&mut self, wait_ms: i32) -> Option<(u32, Arrival)> {
        match select(self.incoming.next(), Box::pin(sleep(wait_ms))).await {
            Either::Left((arrival, _)) => arrival,
            Either::Right(_) => None,
        }
    }

    /// Reads all boards: a panic is an error; marks count as signs of life and are given back.
    fn read_boards(&mut self, show: Option<&Picture>) -> Result<Option<Incoming>> {
        for (index, process) in (0..).zip(&mut self.processes) {
            let Some((view, reader)) = &mut process.board else { continue };
            if let Some(reason) = reader.panic(view) {
                return Err(Error::Panicked { process: index, reason });
            }
            let marks = reader.marks(view);
            if marks.is_empty() {
                continue;
            }
            process.alive_ms = clock::now_ms();
            if let Some(picture) = show {
                let with_preview = |(lane, mark): (u32, Mark)| {
                    let finished = mark.phase == Phase::End && mark.activity == Activity::Run;
                    let bytes = if finished { reader.preview(view, picture, mark.unit) } else { Vec::new() };
                    (LaneMark { lane, mark }, bytes)
                };
                return Ok(Some(Incoming::Seen(index, marks.into_iter().map(with_preview).collect())));
            }
        }
        Ok(None)
    }

    fn check_watchdogs(&self) -> Result<()> {
        let now_ms = clock::now_ms();
        for (index, process) in (0..).zip(&self.processes) {
            let silent_ms = now_ms - process.alive_ms;
            if process.unanswered > 0 && silent_ms > WORK_WATCHDOG_MS {
                return Err(Error::Stuck { process: index, waited_ms: silent_ms as u32 });
            }
        }
        Ok(())
    }

    fn take_in(&mut self, index: u32, arrival: Arrival) -> Result<Incoming> {
        match arrival {
            Arrival::Bytes { reply, .. } => {
                self.traffic.received_bytes += reply.len() as u64;
                let reply: Reply = protocol::decode(&reply)?;
                let process = &mut self.processes[index as usize];
                process.alive_ms = clock::now_ms();
                if reply.ends_request() {
                    process.unanswered = process.unanswered.saturating_sub(1);
                }
                Ok(Incoming::Reply(index, reply))
            }
            Arrival::Failed(reason) => Err(Error::Died { process: index, reason }),
            Arrival::Ended => Err(Error::Died { process: index, reason: "it was ended from outside".into() }),
        }
    }
}

impl Cluster for WebCluster {
    fn topology(&self) -> Topology {
        self.topology
    }

    fn send(&mut self, process: u32, request: Request) -> Result<()> {
        let bytes = protocol::encode(&request)?;
        self.traffic.sent_bytes += bytes.len() as u64;
        let target = &mut self.processes[process as usize];
        if request.is_answered() {
            if target.unanswered == 0 {
                target.alive_ms = clock::now_ms();
            }
            target.unanswered += 1;
        }
        let array = Uint8Array::from(bytes.as_slice());
        target
            .worker
            .post_message_with_transfer(&array, &Array::of1(&array.buffer()))
            .map_err(|error| Error::Died { process, reason: describe(&error) })
    }

    async fn receive(&mut self, show: Option<&Picture>) -> Result<Incoming> {
        *self.running.borrow_mut() = self.processes.iter().map(|process| process.worker.clone()).collect();
        let poll_ms = if show.is_some() { LIVE_POLL_MS } else { QUIET_POLL_MS };
        loop {
            // Boards first: what a lane marked before its process replied is shown before the reply counts.
            if let Some(seen) = self.read_boards(show)? {
                return Ok(seen);
            }
            if let Some((index, arrival)) = self.put_back.take() {
                return self.take_in(index, arrival);
            }
            match self.arrival(poll_ms).await {
                Some((index, arrival)) => {
                    self.put_back = Some((index, arrival));
                }
                None => self.check_watchdogs()?,
            }
        }
    }

    fn bytes(&self) -> Traffic {
        self.traffic
    }
}
