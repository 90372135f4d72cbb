//! Boxes inside one operating-system process, for tests: each is a thread that holds its own kernel and is reached only
//! by messages of bytes, the same ones that cross between Workers. Nothing is shared but the two channels.

use std::{
    future::{Future, ready},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use super::{
    Cluster, Host, Incoming, Traffic,
    board::Board,
    lanes::Lanes,
    process::Process,
    protocol::{self, Reply, Request},
};
use crate::{
    error::{Error, Result},
    kernels::{Data, Picture},
    topology::Topology,
};

/// How long a box may be silent.
const WATCHDOG: Duration = Duration::from_secs(60);

/// Starts [`LocalCluster`]s.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalHost;

/// Boxes that run in threads of this process.
#[derive(Debug)]
pub struct LocalCluster {
    topology: Topology,
    boxes: Vec<Sender<Vec<u8>>>,
    replies: Receiver<(u32, Vec<u8>)>,
    traffic: Traffic,
}

impl Host for LocalHost {
    type Cluster = LocalCluster;

    fn spawn(&self, topology: Topology) -> impl Future<Output = Result<LocalCluster>> {
        let (reply_to, replies) = channel();
        let boxes = (0..topology.processes())
            .map(|index| {
                let (sender, requests) = channel();
                let reply_to = reply_to.clone();
                thread::spawn(move || serve(index, topology.threads(), &requests, &reply_to));
                sender
            })
            .collect();
        ready(Ok(LocalCluster { topology, boxes, replies, traffic: Traffic::default() }))
    }

    fn dataset(&self, name: &str) -> impl Future<Output = Result<Data>> {
        let file = kosut_datasets::file(name).ok_or_else(|| Error::Unavailable { capability: name.into() });
        ready(file.and_then(|file| Data::from_file(&file)))
    }

    fn breathe(&self) -> impl Future<Output = ()> {
        ready(())
    }
}

/// The life of a box: it ends when its cluster is dropped.
fn serve(index: u32, threads: u32, requests: &Receiver<Vec<u8>>, replies: &Sender<(u32, Vec<u8>)>) {
    let reply = |reply: Reply| {
        // Nobody hears a reply that can't be sent: the cluster is gone.
        let _ = protocol::encode(&reply).map(|bytes| replies.send((index, bytes)));
    };
    let mut process = match make(threads) {
        Ok(process) => process,
        Err(error) => return reply(Reply::Failed { error }),
    };
    while let Ok(bytes) = requests.recv() {
        match protocol::decode::<Request>(&bytes) {
            Ok(request) => process.handle(request, &mut |message| reply(message)),
            Err(error) => reply(Reply::Failed { error }),
        }
    }
}

fn make(threads: u32) -> Result<Process> {
    if threads == 1 {
        return Ok(Process::new(Lanes::One, None));
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads as usize)
        .build()
        .map_err(|error| Error::Spawn { process: 0, reason: error.to_string() })?;
    // A box lives as long as its test; its board is not worth taking down.
    Ok(Process::new(Lanes::Pool(pool), Some(Box::leak(Box::new(Board::new(threads))))))
}

impl Cluster for LocalCluster {
    fn topology(&self) -> Topology {
        self.topology
    }

    fn send(&mut self, process: u32, request: Request) -> Result<()> {
        let bytes = protocol::encode(&request)?;
        self.traffic.sent_bytes += bytes.len() as u64;
        let died = |_| Error::Died { process, reason: "its thread has ended".into() };
        self.boxes[process as usize].send(bytes).map_err(died)
    }

    fn receive(&mut self, _show: Option<&Picture>) -> impl Future<Output = Result<Incoming>> {
        ready(match self.replies.recv_timeout(WATCHDOG) {
            Ok((process, bytes)) => {
                self.traffic.received_bytes += bytes.len() as u64;
                protocol::decode(&bytes).map(|reply| Incoming::Reply(process, reply))
            }
            Err(RecvTimeoutError::Timeout) => Err(Error::Stuck { process: 0, waited_ms: WATCHDOG.as_millis() as u32 }),
            Err(RecvTimeoutError::Disconnected) => {
                Err(Error::Died { process: 0, reason: "all boxes have ended".into() })
            }
        })
    }

    fn bytes(&self) -> Traffic {
        self.traffic
    }
}
