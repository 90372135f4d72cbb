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
    future::{Future, ready},
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use super::{
    Cluster, Host, Incoming, Traffic,
    protocol::{self, Reply, Request},
};
use crate::{
    error::{Error, Result},
    kernels::{Data, Picture},
    topology::Topology,
};

mod child;
mod frame;
mod serve;

use child::{Arrival, BoxProcess};
pub use serve::serve;

/// The subcommand that makes the program a process of a cluster.
pub const PROCESS_COMMAND: &str = "process";

/// The option of [`PROCESS_COMMAND`] that says how many lanes it has.
pub const THREADS_OPTION: &str = "threads";

/// How long a process may be silent while it owes an answer, and how long it may take to start. The longest honest
/// silence is one run of the largest size on one lane, which takes some seconds; a slow machine gets ten times that.
const WATCHDOG: Duration = Duration::from_secs(120);

/// Starts [`NativeCluster`]s.
#[derive(Debug, Clone)]
pub struct NativeHost {
    program: PathBuf,
    watchdog: Duration,
}

impl NativeHost {
    /// A host whose processes are this program, started with [`PROCESS_COMMAND`].
    pub fn new(program: impl Into<PathBuf>) -> Self {
        NativeHost { program: program.into(), watchdog: WATCHDOG }
    }

    /// A host whose processes are the running program.
    ///
    /// # Errors
    /// [`Error::Spawn`] when the operating system does not tell which program that is.
    pub fn of_this_program() -> Result<Self> {
        let program = std::env::current_exe().map_err(|error| spawn_error(0, &error))?;
        Ok(NativeHost::new(program))
    }

    /// The same with another time after which a silent process is taken to be stuck.
    pub fn with_watchdog(self, watchdog: Duration) -> Self {
        NativeHost { watchdog, ..self }
    }

    fn start(&self, topology: Topology) -> Result<NativeCluster> {
        let (arrivals, incoming) = channel();
        let (watchdog, traffic) = (self.watchdog, Traffic::default());
        let mut cluster = NativeCluster { topology, processes: Vec::new(), incoming, traffic, watchdog };
        // All are started before the first is waited for. Those that run end with the cluster if a later one can't start.
        for index in 0..topology.processes() {
            let process = BoxProcess::start(&self.program, index, topology.threads(), arrivals.clone())
                .map_err(|error| spawn_error(index, &error))?;
            cluster.processes.push(process);
        }
        cluster.wait_until_ready()?;
        Ok(cluster)
    }
}

fn spawn_error(process: u32, error: &std::io::Error) -> Error {
    Error::Spawn { process, reason: error.to_string() }
}

impl Host for NativeHost {
    type Cluster = NativeCluster;

    fn spawn(&self, topology: Topology) -> impl Future<Output = Result<NativeCluster>> {
        ready(self.start(topology))
    }

    fn dataset(&self, name: &str) -> impl Future<Output = Result<Data>> {
        let file = kosut_datasets::file(name).ok_or_else(|| Error::Unavailable { capability: name.into() });
        ready(file.and_then(|file| Data::from_file(&file)))
    }

    fn breathe(&self) -> impl Future<Output = ()> {
        ready(())
    }
}

/// The child processes of one topology.
#[derive(Debug)]
pub struct NativeCluster {
    topology: Topology,
    processes: Vec<BoxProcess>,
    incoming: Receiver<(u32, Arrival)>,
    traffic: Traffic,
    watchdog: Duration,
}

impl NativeCluster {
    /// The operating system's numbers of the processes, in their order.
    pub fn pids(&self) -> Vec<u32> {
        self.processes.iter().map(BoxProcess::pid).collect()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + self.watchdog;
        while let Some(waiting) = self.processes.iter().position(|process| !process.ready) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok((index, arrival)) = self.incoming.recv_timeout(left) else {
                let reason = format!("it was not ready after {} s", self.watchdog.as_secs_f64());
                return Err(Error::Spawn { process: waiting as u32, reason });
            };
            let process = &mut self.processes[index as usize];
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

    fn next(&mut self) -> Result<Incoming> {
        let owing = || self.processes.iter().enumerate().filter(|(_, process)| process.unanswered > 0);
        // With no answer owed there is nothing to wait for; that too must end.
        let longest = owing().min_by_key(|(_, process)| process.alive);
        let (index, alive) = longest.map_or((0, Instant::now()), |(index, process)| (index, process.alive));
        let left = (alive + self.watchdog).saturating_duration_since(Instant::now());
        match self.incoming.recv_timeout(left) {
            Ok((index, Arrival::Message(bytes))) => {
                self.traffic.received_bytes += bytes.len() as u64;
                let reply: Reply = protocol::decode(&bytes)?;
                let process = &mut self.processes[index as usize];
                process.alive = Instant::now();
                if reply.ends_request() {
                    process.unanswered = process.unanswered.saturating_sub(1);
                }
                Ok(Incoming::Reply(index, reply))
            }
            Ok((index, Arrival::Ended(fault))) => Err(self.died(index, fault)),
            Err(RecvTimeoutError::Timeout) => {
                Err(Error::Stuck { process: index as u32, waited_ms: alive.elapsed().as_millis() as u32 })
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(Error::Died { process: 0, reason: "all processes have ended".into() })
            }
        }
    }

    fn died(&mut self, process: u32, fault: Option<String>) -> Error {
        Error::Died { process, reason: self.processes[process as usize].reason_of_death(fault) }
    }
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
                target.alive = Instant::now();
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
