//! The Workers of one topology.

use std::{cell::RefCell, collections::VecDeque, ops::Range, rc::Rc};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{
    StreamExt,
    future::{Either, select},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Worker;

use super::{
    describe,
    host::sleep,
    parcel::WebParcel,
    rally,
    worker::{Arrival, Delivery, ProcessWorker},
};
use crate::{
    Cluster, Incoming, Traffic,
    parcel::Passing,
    protocol::{self, Reply, Request},
};
use kosut_core::{
    clock::{self, AwakeClock, suspension},
    error::{Error, Result},
    measure::{Plan, Times},
    topology::Topology,
    trace::{Activity, LaneMark, Mark, Phase},
};
use kosut_kernels::Picture;
use kosut_workloads::lanes::board::{place_of_cell, read_cells};

/// How long a process that has work may give no sign of life. No unit of a kernel takes a tenth of it anywhere.
const WORK_WATCHDOG_MS: f64 = 30_000.0;
/// How often boards are read while the page shows them: as often as it draws.
const LIVE_POLL_MS: i32 = 16;
/// How often boards are read otherwise, for panics and signs of life only.
const QUIET_POLL_MS: i32 = 100;

mod start;

/// What each process Worker is started with.
#[derive(Clone)]
pub struct Start {
    /// Address of its script.
    pub script_url: String,
    /// The fields of its first message.
    pub fields: Vec<(&'static str, JsValue)>,
}

/// Workers of one topology.
pub struct WebCluster {
    topology: Topology,
    start: Start,
    start_of_one: Start,
    processes: Vec<ProcessWorker>,
    deliveries: UnboundedSender<Delivery>,
    incoming: UnboundedReceiver<Delivery>,
    /// Arrivals that wait until the boards have been read once more.
    put_back: VecDeque<(u32, Arrival)>,
    traffic: Traffic,
    running: Rc<RefCell<Vec<Worker>>>,
    /// The clock of all watchdogs.
    awake: AwakeClock,
}

impl WebCluster {
    /// Starts the processes and waits until all are ready; `start_of_one` is for those that come later, which have one lane
    /// each. `running` is where it leaves its Workers whenever it is the
    /// one that is used.
    ///
    /// # Errors
    /// [`Error::Spawn`].
    pub async fn start(
        topology: Topology,
        start: Start,
        start_of_one: Start,
        running: Rc<RefCell<Vec<Worker>>>,
    ) -> Result<Self> {
        let (deliveries, incoming) = unbounded();
        let mut cluster = WebCluster {
            topology,
            start,
            start_of_one,
            processes: Vec::new(),
            deliveries,
            incoming,
            put_back: VecDeque::new(),
            traffic: Traffic::default(),
            running,
            awake: AwakeClock::new(),
        };
        for index in 0..topology.processes() {
            let process = cluster.worker(index, 0)?;
            cluster.processes.push(process);
        }
        cluster.wait_until_ready().await?;
        Ok(cluster)
    }

    /// The next arrival from a process that stands in its place, or `None` when there is none within this time.
    async fn arrival(&mut self, wait_ms: i32) -> Option<(u32, Arrival)> {
        let began_ms = clock::now_ms();
        let mut timer = Box::pin(sleep(wait_ms));
        loop {
            let selected = select(self.incoming.next(), timer).await;
            suspension::waited(began_ms, f64::from(wait_ms));
            match selected {
                Either::Left((delivery, left)) => {
                    let Delivery { process, generation, arrival } = delivery?;
                    let current = self.processes.get(process as usize).filter(|known| known.generation == generation);
                    // A process that was replaced, or whose end was told, has nothing more to say.
                    if current.is_some_and(|known| !known.dead) {
                        return Some((process, arrival));
                    }
                    timer = left;
                }
                Either::Right(_) => return None,
            }
        }
    }

    /// Reads all boards: a panic is an error; marks count as signs of life and are given back.
    fn read_boards(&mut self, show: Option<&Picture>) -> Result<Option<Incoming>> {
        for (index, process) in (0..).zip(&mut self.processes) {
            let Some((view, reader)) = process.board.as_mut().filter(|_| !process.dead) else { continue };
            if let Some(reason) = reader.panic(view) {
                process.dead = true;
                return Err(Error::Panicked { process: index, reason });
            }
            let marks = reader.marks(view);
            if marks.is_empty() {
                continue;
            }
            process.alive_ms = self.awake.now_ms();
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

    fn check_watchdogs(&mut self) -> Result<()> {
        let now_ms = self.awake.now_ms();
        for (index, process) in (0..).zip(&self.processes) {
            let silent_ms = now_ms - process.alive_ms;
            if process.unanswered > 0 && !process.dead && silent_ms > WORK_WATCHDOG_MS {
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
                process.alive_ms = self.awake.now_ms();
                if reply.ends_request() {
                    process.unanswered = process.unanswered.saturating_sub(1);
                }
                Ok(Incoming::Reply(index, reply))
            }
            Arrival::Parcel(_) => Err(Error::Protocol { reason: "a parcel that nobody waits for".into() }),
            Arrival::Failed(reason) => Err(self.died(index, reason)),
            Arrival::Ended => Err(self.died(index, "it was ended from outside".into())),
        }
    }

    fn died(&mut self, process: u32, reason: String) -> Error {
        self.processes[process as usize].dead = true;
        Error::Died { process, reason }
    }

    /// What has arrived or was shown within this time.
    async fn next(&mut self, wait_ms: i32, show: Option<&Picture>) -> Result<Option<Incoming>> {
        // Boards first: what a lane marked before its process replied is shown before the reply counts.
        if let Some(seen) = self.read_boards(show)? {
            return Ok(Some(seen));
        }
        if let Some((index, arrival)) = self.take_back() {
            return self.take_in(index, arrival).map(Some);
        }
        if let Some(arrived) = self.arrival(wait_ms).await {
            self.put_back.push_back(arrived);
            if let Some(seen) = self.read_boards(show)? {
                return Ok(Some(seen));
            }
        }
        match self.take_back() {
            Some((index, arrival)) => self.take_in(index, arrival).map(Some),
            None => Ok(None),
        }
    }

    /// The first arrival that was put back, unless its process has died meanwhile.
    fn take_back(&mut self) -> Option<(u32, Arrival)> {
        let WebCluster { put_back, processes, .. } = self;
        put_back.retain(|(index, _)| !processes[*index as usize].dead);
        put_back.pop_front()
    }

    fn is_used(&self) {
        *self.running.borrow_mut() = self.processes.iter().map(|process| process.worker.clone()).collect();
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
                target.alive_ms = self.awake.now_ms();
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
        self.is_used();
        loop {
            match self.next(poll_ms(show), show).await? {
                Some(incoming) => return Ok(incoming),
                None => self.check_watchdogs()?,
            }
        }
    }

    async fn receive_within(&mut self, wait_ms: f64, show: Option<&Picture>) -> Result<Option<Incoming>> {
        self.is_used();
        let deadline_ms = clock::now_ms() + wait_ms;
        loop {
            let left_ms = (deadline_ms - clock::now_ms()).max(0.0).ceil() as i32;
            let incoming = self.next(left_ms.min(poll_ms(show)), show).await?;
            if incoming.is_some() || clock::now_ms() >= deadline_ms {
                return Ok(incoming);
            }
        }
    }

    async fn cells(&mut self, process: u32, cells: Range<usize>) -> Result<Vec<u32>> {
        let target = &self.processes[process as usize];
        Ok(target.board.as_ref().map_or_else(Vec::new, |(view, _)| read_cells(view, cells)))
    }

    fn write(&mut self, process: u32, cell: usize, word: u32) -> Result<()> {
        let board = &self.processes[process as usize].board;
        if let (Some((view, _)), Some(place)) = (board, place_of_cell(cell)) {
            view.store(place, word);
        }
        Ok(())
    }

    type Parcel = WebParcel;

    const PASSINGS: &'static [Passing] = &[Passing::Clone, Passing::Transfer];

    // way clone: begin
    // way transfer: begin
    async fn carry(&mut self, parcels: Vec<WebParcel>, passing: Passing) -> Result<Vec<WebParcel>> {
        let mut back: Vec<Option<WebParcel>> = vec![None; parcels.len()];
        for (process, parcel) in (0..).zip(&parcels) {
            let lost = |error| Error::Died { process, reason: describe(&error) };
            let (message, transferred) = parcel.message(passing).map_err(lost)?;
            let worker = &self.processes[process as usize].worker;
            worker.post_message_with_transfer(&message, &transferred).map_err(lost)?;
        }
        let sent_ms = self.awake.now_ms();
        while let Some(missing) = back.iter().position(Option::is_none) {
            match self.arrival(QUIET_POLL_MS).await {
                Some((process, Arrival::Parcel(parcel))) => back[process as usize] = Some(parcel),
                Some((process, Arrival::Failed(reason))) => return Err(self.died(process, reason)),
                Some((process, Arrival::Ended)) => return Err(self.died(process, "it was ended from outside".into())),
                Some(other) => self.put_back.push_back(other),
                None if self.awake.now_ms() - sent_ms > WORK_WATCHDOG_MS => {
                    return Err(Error::Stuck { process: missing as u32, waited_ms: WORK_WATCHDOG_MS as u32 });
                }
                None => {}
            }
        }
        Ok(back.into_iter().flatten().collect())
    }
    // way transfer: end
    // way clone: end

    fn kill(&mut self, process: u32) {
        self.processes[process as usize].kill();
    }

    async fn restart(&mut self, process: u32) -> Result<()> {
        let index = process as usize;
        self.put_back.retain(|(other, _)| *other != process);
        let generation = self.processes[index].generation + 1;
        self.processes[index] = self.worker(process, generation)?;
        self.is_used();
        self.wait_until_ready().await
    }

    async fn grow(&mut self, count: u32) -> Result<Range<u32>> {
        let new = self.add(count).await;
        self.is_used();
        new
    }

    async fn link(&mut self, one: u32, other: u32) -> Result<()> {
        let worker = |process: u32| (process, &self.processes[process as usize].worker);
        rally::link(worker(one), worker(other))
    }

    async fn rally(&mut self, process: u32, plan: Plan) -> Result<Times> {
        self.is_used();
        let target = &self.processes[process as usize];
        let mut times = target.rally.begin(process, &target.worker, plan)?;
        let began_ms = self.awake.now_ms();
        loop {
            // What else arrives is looked at too: the end of a process is told there.
            let waits_ms = clock::now_ms();
            let selected = match select(&mut times, Box::pin(self.arrival(QUIET_POLL_MS))).await {
                Either::Left((times, _)) => Either::Left(times),
                Either::Right((arrived, _)) => Either::Right(arrived),
            };
            suspension::waited(waits_ms, f64::from(QUIET_POLL_MS));
            let arrived = match selected {
                Either::Left(Ok(times)) => return Ok(times),
                // Only a later rally drops who would tell.
                Either::Left(Err(_)) => return Err(Error::Protocol { reason: "a rally was given up".into() }),
                Either::Right(arrived) => arrived,
            };
            match arrived {
                Some((index, Arrival::Failed(reason))) => return Err(self.died(index, reason)),
                Some((index, Arrival::Ended)) => return Err(self.died(index, "it was ended from outside".into())),
                Some(other) => self.put_back.push_back(other),
                None if self.awake.now_ms() - began_ms > WORK_WATCHDOG_MS => {
                    return Err(Error::Stuck { process, waited_ms: WORK_WATCHDOG_MS as u32 });
                }
                None => {}
            }
        }
    }

    fn bytes(&self) -> Traffic {
        self.traffic
    }
}

fn poll_ms(show: Option<&Picture>) -> i32 {
    if show.is_some() { LIVE_POLL_MS } else { QUIET_POLL_MS }
}
