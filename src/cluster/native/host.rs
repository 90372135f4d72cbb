//! Starts clusters of child processes.

use std::{
    collections::VecDeque,
    future::{Future, ready},
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, mpsc::channel},
    thread,
    time::Duration,
};

use kosut_python::{code::Packed, fault::SyntaxFault};

use super::{NativeCluster, WATCHDOG, outside::Server};
use crate::{Host, Traffic};
use kosut_core::{
    clock::AwakeClock,
    error::{Error, Result},
    topology::Topology,
};
use kosut_kernels::Data;
use kosut_workloads::lanes::blocking::Offers;

/// Starts [`NativeCluster`]s.
#[derive(Debug, Clone)]
pub struct NativeHost {
    pub(super) program: PathBuf,
    pub(super) watchdog: Duration,
    /// Who answers lanes that wait for the outside; started with the first cluster, nobody where that was refused.
    outside: Arc<OnceLock<Option<Server>>>,
    said: Arc<Mutex<Vec<String>>>,
}

impl NativeHost {
    /// A host whose processes are this program, started with [`super::PROCESS_COMMAND`].
    pub fn new(program: impl Into<PathBuf>) -> Self {
        NativeHost { program: program.into(), watchdog: WATCHDOG, outside: Arc::default(), said: Arc::default() }
    }

    /// A host whose processes are the running program.
    ///
    /// # Errors
    /// [`Error::Spawn`] when the operating system does not tell which program that is.
    pub fn of_this_program() -> Result<Self> {
        let program = std::env::current_exe().map_err(|error| spawn_error(0, &error))?;
        Ok(NativeHost::new(program))
    }

    pub(super) fn outside(&self) -> Option<&Server> {
        self.outside.get_or_init(|| Server::start().ok()).as_ref()
    }

    fn start(&self, topology: Topology) -> Result<NativeCluster> {
        let (deliveries, incoming) = channel();
        let (processes, put_back, traffic) = (Vec::new(), VecDeque::new(), Traffic::default());
        let host = self.clone();
        let awake = AwakeClock::new();
        let mut cluster = NativeCluster { topology, host, processes, deliveries, incoming, put_back, traffic, awake };
        // All are started before the first is waited for. Those that run end with the cluster if a later one can't start.
        for index in 0..topology.processes() {
            let process = cluster.child(index, 0)?;
            cluster.processes.push(process);
        }
        cluster.wait_until_ready()?;
        Ok(cluster)
    }
}

pub(super) fn spawn_error(process: u32, error: &std::io::Error) -> Error {
    Error::Spawn { process, reason: error.to_string() }
}

impl Host for NativeHost {
    type Cluster = NativeCluster;

    fn spawn(&self, topology: Topology) -> impl Future<Output = Result<NativeCluster>> {
        ready(self.start(topology))
    }

    fn clear_files(&self) -> impl Future<Output = ()> {
        // Each removes its own, when it has read it back.
        ready(())
    }

    fn dataset(&self, name: &str) -> impl Future<Output = Result<Data>> {
        let file = kosut_datasets::file(name).ok_or_else(|| Error::Unavailable { capability: name.into() });
        ready(file.and_then(|file| Data::from_file(&file)))
    }

    fn compile(
        &self,
        file: &str,
        source: &str,
    ) -> impl Future<Output = Result<std::result::Result<Packed, SyntaxFault>>> {
        let packed = match kosut_python::compile::compile(file, source) {
            Ok(program) => program.pack().map(Ok).map_err(|error| Error::Protocol { reason: error.to_string() }),
            Err(fault) => Ok(Err(fault)),
        };
        ready(packed)
    }

    fn offers(&self) -> impl Future<Output = Offers> {
        ready(Offers { request: self.outside().is_some(), pause: true, file: true })
    }

    fn type_line(&self, line: String) -> impl Future<Output = Result<()>> {
        let nobody = || Error::Unavailable { capability: "the server that answers".into() };
        ready(self.outside().ok_or_else(nobody).map(|server| server.type_line(line)))
    }

    fn say(&self, words: String) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).push(words);
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn pause(&self, wait_ms: f64) -> impl Future<Output = ()> {
        thread::sleep(Duration::from_secs_f64(wait_ms.max(0.0) / 1e3));
        ready(())
    }

    fn breathe(&self) -> impl Future<Output = ()> {
        ready(())
    }
}
