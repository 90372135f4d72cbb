//! Processes of the operating system: a child process for each box, reached by its pipes only.
//!
//! ```text
//! conductor ──► writer thread ──► stdin  ─ child ─ stdout ──► reader thread ──► one channel ──► conductor
//!                                          stderr ──► its last lines, for the reason of a death
//! ```
//!
//! - A writer thread for each child: a pipe holds some 64 KiB, and inputs and parts flow at the same time. A conductor
//!   that wrote by itself would wait for a child that waits for the conductor to read; and it could not notice that a
//!   child is stopped, because it would wait where no watchdog looks.
//! - A reader thread for each child, all into one channel: so the conductor waits at one place for whoever comes first,
//!   and the end of a child's output is an arrival like any other.
//! - The futures of this host never wait: they block. Whoever polls one gets its result at once.

use std::{
    collections::VecDeque,
    future::{Future, ready},
    ops::Range,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
    time::Duration,
};

use super::{
    Cluster, Incoming, Traffic,
    parcel::Passing,
    protocol::{self, Reply, Request},
};
use kosut_core::{
    clock::{self, AwakeClock, suspension},
    error::{Error, Result},
    measure::{Plan, Times},
    topology::Topology,
};
use kosut_kernels::Picture;

mod at_once;
mod child;
mod frame;
mod host;
mod link;
mod outside;
mod parcel;
mod serve;
mod start;

use child::{Arrival, BoxProcess, Delivery};
pub use host::NativeHost;
use host::spawn_error;
pub use parcel::PipeParcel;
pub use serve::serve;

/// The subcommand that makes the program a process of a cluster.
pub const PROCESS_COMMAND: &str = "process";

/// The option of [`PROCESS_COMMAND`] that says how many lanes it has.
pub const THREADS_OPTION: &str = "threads";

/// How long a process may be silent while it owes an answer, and how long it may take to start. The longest honest
/// silence is one run of the largest size on one lane, which takes some seconds; a slow machine gets ten times that.
const WATCHDOG: Duration = Duration::from_secs(120);

/// Interval at which the clock of the watchdogs is read while nothing arrives.
const LOOK: Duration = Duration::from_millis(500);

/// The child processes of one topology.
#[derive(Debug)]
pub struct NativeCluster {
    topology: Topology,
    host: NativeHost,
    processes: Vec<BoxProcess>,
    deliveries: Sender<Delivery>,
    incoming: Receiver<Delivery>,
    /// Arrivals that came while something else was waited for.
    put_back: VecDeque<(u32, Arrival)>,
    traffic: Traffic,
    /// The clock of all watchdogs.
    awake: AwakeClock,
}

impl NativeCluster {
    /// The operating system's numbers of the processes, in their order.
    pub fn pids(&self) -> Vec<u32> {
        self.processes.iter().map(BoxProcess::pid).collect()
    }

    /// Sets how long a process that owes an answer may be silent before it counts as stuck.
    pub fn set_watchdog(&mut self, watchdog: Duration) {
        self.host.watchdog = watchdog;
    }

    /// The next arrival from a child that stands in its place, or `None` when there is none until the clock of the watchdogs
    /// shows this time.
    fn arrival(&mut self, deadline_ms: f64) -> Option<(u32, Arrival)> {
        loop {
            let left_ms = (deadline_ms - self.awake.now_ms()).max(0.0);
            let left = Duration::from_secs_f64(left_ms / 1e3);
            let (began_ms, wait) = (clock::now_ms(), left.min(LOOK));
            let received = self.incoming.recv_timeout(wait);
            suspension::waited(began_ms, wait.as_secs_f64() * 1e3);
            let Delivery { process, generation, arrival } = match received {
                Ok(delivery) => delivery,
                Err(RecvTimeoutError::Timeout) if self.awake.now_ms() < deadline_ms => continue,
                Err(_) => return None,
            };
            let known = self.processes.get(process as usize).filter(|known| known.generation == generation);
            // A process that was replaced, or whose end was told, has nothing more to say.
            if known.is_some_and(|known| !known.dead) {
                return Some((process, arrival));
            }
        }
    }

    fn watchdog_ms(&self) -> f64 {
        self.host.watchdog.as_secs_f64() * 1e3
    }

    /// Returns the time on the clock of the watchdogs at which one that starts now expires, in milliseconds.
    fn deadline_ms(&mut self) -> f64 {
        self.awake.now_ms() + self.watchdog_ms()
    }

    /// What has arrived until the clock of the watchdogs shows this time, if anything.
    fn next_until(&mut self, deadline_ms: f64) -> Result<Option<Incoming>> {
        let NativeCluster { put_back, processes, .. } = self;
        put_back.retain(|(process, _)| !processes[*process as usize].dead);
        let Some((process, arrival)) = self.put_back.pop_front().or_else(|| self.arrival(deadline_ms)) else {
            return Ok(None);
        };
        match arrival {
            Arrival::Message(bytes) => self.take_in(process, &bytes).map(|reply| Some(Incoming::Reply(process, reply))),
            Arrival::Ended(fault) => Err(self.died(process, fault)),
        }
    }

    fn take_in(&mut self, process: u32, bytes: &[u8]) -> Result<Reply> {
        self.traffic.received_bytes += bytes.len() as u64;
        let reply: Reply = protocol::decode(bytes)?;
        let process = &mut self.processes[process as usize];
        process.alive_ms = self.awake.now_ms();
        if reply.ends_request() {
            process.unanswered = process.unanswered.saturating_sub(1);
        }
        Ok(reply)
    }

    fn next(&mut self) -> Result<Incoming> {
        let all = self.processes.iter().enumerate();
        let owing = all.filter(|(_, process)| process.unanswered > 0 && !process.dead);
        // With no answer owed there is nothing to wait for; that too must end.
        let longest = owing.min_by(|(_, one), (_, other)| one.alive_ms.total_cmp(&other.alive_ms));
        let now_ms = self.awake.now_ms();
        let (index, alive_ms) = longest.map_or((0, now_ms), |(index, process)| (index, process.alive_ms));
        let incoming = self.next_until(alive_ms + self.watchdog_ms())?;
        let waited_ms = (self.awake.now_ms() - alive_ms) as u32;
        incoming.ok_or(Error::Stuck { process: index as u32, waited_ms })
    }

    fn look(&mut self, process: u32, cells: &Range<usize>) -> Result<Vec<u32>> {
        if self.threads(process) == 1 || self.processes[process as usize].dead {
            return Ok(Vec::new());
        }
        self.send(process, Request::Look { first: cells.start as u32, count: cells.len() as u32 })?;
        let deadline_ms = self.deadline_ms();
        loop {
            let Some((other, arrival)) = self.arrival(deadline_ms) else {
                let waited_ms = self.host.watchdog.as_millis() as u32;
                return Err(Error::Stuck { process, waited_ms });
            };
            match arrival {
                Arrival::Message(bytes) if other == process && is_cells(&bytes) => {
                    return match self.take_in(process, &bytes)? {
                        Reply::Cells { cells } => Ok(cells),
                        other => Err(Error::Protocol { reason: format!("{other:?} where cells were expected") }),
                    };
                }
                Arrival::Ended(fault) if other == process => return Err(self.died(process, fault)),
                arrival => self.put_back.push_back((other, arrival)),
            }
        }
    }

    // way clone, native: begin
    fn exchange(&mut self, parcels: Vec<PipeParcel>) -> Result<Vec<PipeParcel>> {
        let mut back: Vec<Option<PipeParcel>> = parcels.iter().map(|_| None).collect();
        for (process, PipeParcel(frame)) in (0..).zip(parcels) {
            if !self.processes[process as usize].send(frame) {
                return Err(self.died(process, None));
            }
        }
        let deadline_ms = self.deadline_ms();
        while let Some(missing) = back.iter().position(Option::is_none) {
            let Some((process, arrival)) = self.arrival(deadline_ms) else {
                let waited_ms = self.host.watchdog.as_millis() as u32;
                return Err(Error::Stuck { process: missing as u32, waited_ms });
            };
            match arrival {
                Arrival::Message(frame) => match PipeParcel::from_frame(frame) {
                    Ok(parcel) => back[process as usize] = Some(parcel),
                    Err(frame) => self.put_back.push_back((process, Arrival::Message(frame))),
                },
                Arrival::Ended(fault) => return Err(self.died(process, fault)),
            }
        }
        Ok(back.into_iter().flatten().collect())
    }
    // way clone, native: end

    /// Asks a process for its end of a channel.
    fn open(&mut self, process: u32, peer: u32, address: &str, opens: bool) -> Result<()> {
        self.send(process, Request::Link { peer, address: address.into(), opens })?;
        match self.next()? {
            Incoming::Reply(from, Reply::Linked) if from == process => Ok(()),
            Incoming::Reply(_, Reply::Failed { error }) => Err(error),
            other => Err(Error::Protocol { reason: format!("{other:?} where Linked was expected") }),
        }
    }

    fn died(&mut self, process: u32, fault: Option<String>) -> Error {
        let target = &mut self.processes[process as usize];
        target.dead = true;
        Error::Died { process, reason: target.reason_of_death(fault) }
    }
}

/// Whether a message is a [`Reply::Cells`]; one that can't be read is not.
fn is_cells(bytes: &[u8]) -> bool {
    matches!(protocol::decode(bytes), Ok(Reply::Cells { .. }))
}

impl Cluster for NativeCluster {
    fn topology(&self) -> Topology {
        self.topology
    }

    fn send(&mut self, process: u32, request: Request) -> Result<()> {
        let bytes = protocol::encode(&request)?;
        let length = bytes.len() as u64;
        let target = &mut self.processes[process as usize];
        if request.is_answered() {
            if target.unanswered == 0 {
                target.alive_ms = self.awake.now_ms();
            }
            target.unanswered += 1;
        }
        if !target.send(bytes) {
            return Err(self.died(process, None));
        }
        self.traffic.sent_bytes += length;
        Ok(())
    }

    fn receive(&mut self, _show: Option<&Picture>) -> impl Future<Output = Result<Incoming>> {
        ready(self.next())
    }

    fn receive_within(
        &mut self,
        wait_ms: f64,
        _show: Option<&Picture>,
    ) -> impl Future<Output = Result<Option<Incoming>>> {
        let deadline_ms = self.awake.now_ms() + wait_ms;
        ready(self.next_until(deadline_ms))
    }

    fn cells(&mut self, process: u32, cells: Range<usize>) -> impl Future<Output = Result<Vec<u32>>> {
        ready(self.look(process, &cells))
    }

    fn write(&mut self, process: u32, cell: usize, word: u32) -> Result<()> {
        if self.threads(process) == 1 {
            return Ok(());
        }
        self.send(process, Request::Write { cell: cell as u32, word })
    }

    type Parcel = PipeParcel;

    const PASSINGS: &'static [Passing] = &[Passing::Clone];

    fn carry(&mut self, parcels: Vec<PipeParcel>, passing: Passing) -> impl Future<Output = Result<Vec<PipeParcel>>> {
        ready(match passing {
            Passing::Clone => self.exchange(parcels),
            Passing::Transfer => Err(Error::Unavailable { capability: "transfer".into() }),
        })
    }

    fn kill(&mut self, process: u32) {
        // Its output ends, and that is how it is noticed.
        self.processes[process as usize].kill();
    }

    fn restart(&mut self, process: u32) -> impl Future<Output = Result<()>> {
        ready(self.replace(process))
    }

    fn grow(&mut self, count: u32) -> impl Future<Output = Result<Range<u32>>> {
        ready(self.add(count))
    }

    fn link(&mut self, one: u32, other: u32) -> impl Future<Output = Result<()>> {
        let meeting = link::Meeting::new();
        let opened = self.open(one, other, meeting.address(), true);
        ready(opened.and_then(|()| self.open(other, one, meeting.address(), false)))
    }

    fn rally(&mut self, _process: u32, _plan: Plan) -> impl Future<Output = Result<Times>> {
        ready(Err(Error::Unavailable { capability: "a message without a protocol".into() }))
    }

    fn bytes(&self) -> Traffic {
        self.traffic
    }
}

impl Drop for NativeCluster {
    fn drop(&mut self) {
        // All are ended before the first is waited for. Their threads follow: their pipes are closed then.
        self.processes.iter_mut().for_each(BoxProcess::kill);
        self.processes.iter_mut().for_each(BoxProcess::reap);
    }
}
