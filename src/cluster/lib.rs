//! Boxes and lanes: running a kernel on a topology.
//!
//! - [`protocol`]: what conductor and process say to each other
//! - [`process`]: a process from inside
//! - [`run`]: one run from the conductor's side, without input or output
//! - [`supervisor`]: work that is done whatever ends meanwhile, without input or output too
//! - [`Cluster`] and [`Host`]: what an environment must offer, and [`execute`], which drives a run on it
//! - [`office`]: programs of the small Python, whose processes are those of a cluster
//! - [`probe`]: what spawning, messages and hand-offs cost here
//! - `web`: Web Workers; `native`: processes and threads of the operating system

#![deny(missing_docs)]

use std::{
    future::{Future, ready},
    ops::Range,
};

use kosut_python::{code::Packed, fault::SyntaxFault};

use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{Plan, Times},
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};
use kosut_kernels::{Answer, Data, Picture, Spec};
use kosut_workloads::lanes::{Schedule, blocking::Offers};

#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod office;
pub mod parcel;
pub mod probe;
pub mod process;
pub mod protocol;
pub mod run;
pub mod supervisor;
#[cfg(target_arch = "wasm32")]
pub mod web;

use parcel::{Parcel, Passing};
use protocol::{Reply, Request};
use run::{Outgoing, Run, Stage, Told};

/// What to run and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The work.
    pub spec: Spec,
    /// How units are given to lanes.
    pub schedule: Schedule,
    /// Whether the picture is drawn while it runs. Without it, nothing is told before the clock has stopped, so that
    /// telling takes no time from what is measured.
    pub live: bool,
}

/// Something that arrives from a cluster.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// A process replied.
    Reply(u32, Reply),
    /// The board of a process with several lanes showed these marks; those that end a unit come with its preview.
    Seen(u32, Vec<(LaneMark, Vec<u8>)>),
}

/// The processes of one topology, started and ready. Dropping it ends them, whatever they do.
pub trait Cluster {
    /// The topology that it was started with.
    fn topology(&self) -> Topology;

    /// Sends a request.
    ///
    /// # Errors
    /// [`Error::Protocol`] when it can't be encoded, [`Error::Died`] when the process is known to have ended.
    fn send(&mut self, process: u32, request: Request) -> Result<()>;

    /// Waits for something to arrive. While `show` gives a picture, boards are read as often as a page draws.
    ///
    /// # Errors
    /// [`Error::Died`], [`Error::Panicked`] or [`Error::Stuck`]: it never waits for ever. The first two are told once of a
    /// process, and the others can be used further.
    fn receive(&mut self, show: Option<&Picture>) -> impl Future<Output = Result<Incoming>>;

    /// The same, but it waits no longer than this, and silence is no error: for whoever has a watchdog of his own.
    ///
    /// # Errors
    /// [`Error::Died`] or [`Error::Panicked`].
    fn receive_within(
        &mut self,
        wait_ms: f64,
        show: Option<&Picture>,
    ) -> impl Future<Output = Result<Option<Incoming>>>;

    /// What the programs of a process show in these cells of its board, whatever its lanes do at the time; nothing for a
    /// process of one lane, which has no board.
    ///
    /// # Errors
    /// [`Error::Died`] when the process has ended.
    fn cells(&mut self, process: u32, cells: Range<usize>) -> impl Future<Output = Result<Vec<u32>>>;

    /// Writes into a cell of a process's board, whatever its lanes do at the time: programs say what it means to them.
    /// Nothing happens for a process of one lane, which has no board.
    ///
    /// # Errors
    /// [`Error::Died`] when the process has ended.
    fn write(&mut self, process: u32, cell: usize, word: u32) -> Result<()>;

    /// Bytes as the environment's own messages carry them.
    type Parcel: Parcel;

    /// The ways in which it carries them.
    const PASSINGS: &'static [Passing];

    /// Sends parcels, the first to the first process and so on, all at once, and waits until each has come back from its
    /// process, which has done with it what [`kosut_workloads::payload::answer`] does.
    ///
    /// # Errors
    /// [`Error::Unavailable`] for what is not among [`Cluster::PASSINGS`]; else those of [`Cluster::receive`].
    fn carry(
        &mut self,
        parcels: Vec<Self::Parcel>,
        passing: Passing,
    ) -> impl Future<Output = Result<Vec<Self::Parcel>>>;

    /// Ends a process at once, whatever it does; [`Cluster::receive`] then tells that it has died.
    fn kill(&mut self, process: u32);

    /// Starts a process in the place of this one, which is ended if it has not ended, and waits until it is ready. What
    /// the old one sent and nobody has received is lost.
    ///
    /// # Errors
    /// [`Error::Spawn`].
    fn restart(&mut self, process: u32) -> impl Future<Output = Result<()>>;

    /// Starts further processes behind those that there are, of one lane each whatever the topology, and waits until they
    /// are ready. From then on they are processes like the others; their indices are given back.
    ///
    /// # Errors
    /// [`Error::Spawn`]: then all the new ones have ended, and the others can be used further.
    fn grow(&mut self, count: u32) -> impl Future<Output = Result<Range<u32>>>;

    /// Joins two processes by a channel of their own, past the conductor. From then on each answers the other's turns:
    /// [`Request::Rally`].
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there are no such channels, and those of [`Cluster::receive`].
    fn link(&mut self, one: u32, other: u32) -> impl Future<Output = Result<()>>;

    /// Sends a turn to a process, which sends it back at once, again and again: by the barest message that there is
    /// between the two, without this crate's protocol, to tell what that costs.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there is no barer message than the protocol's, and those of [`Cluster::receive`].
    fn rally(&mut self, process: u32, plan: Plan) -> impl Future<Output = Result<Times>>;

    /// Bytes of messages since it was started: sent to processes, received from them.
    fn bytes(&self) -> Traffic;
}

/// Bytes of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// From the conductor to processes.
    pub sent_bytes: u64,
    /// From processes to the conductor.
    pub received_bytes: u64,
}

impl Traffic {
    /// Bytes of a round, on average, both ways together.
    pub fn per_round(self, rounds: u32) -> f64 {
        (self.sent_bytes + self.received_bytes) as f64 / f64::from(rounds.max(1))
    }
}

/// Where clusters can be started: a browser or an operating system.
pub trait Host {
    /// Its clusters.
    type Cluster: Cluster;

    /// Starts the processes of a topology and waits until all are ready.
    ///
    /// # Errors
    /// [`Error::Spawn`], or [`Error::Unavailable`] when memory can't be shared here and `topology` needs it.
    fn spawn(&self, topology: Topology) -> impl Future<Output = Result<Self::Cluster>>;

    /// The same, for processes that run programs of the small Python. In a browser they are made of other packages, so that
    /// nobody else loads the machine that runs such programs.
    ///
    /// # Errors
    /// Those of [`Host::spawn`].
    fn spawn_python(&self, topology: Topology) -> impl Future<Output = Result<Self::Cluster>> {
        self.spawn(topology)
    }

    /// The same, and every lane has a file of its own, if lanes have files here: see
    /// [`kosut_workloads::lanes::blocking::Blocking::file`].
    ///
    /// # Errors
    /// As of [`Host::spawn`].
    fn spawn_with_files(&self, topology: Topology) -> impl Future<Output = Result<Self::Cluster>> {
        self.spawn(topology)
    }

    /// Forgets the files of lanes that have ended.
    fn clear_files(&self) -> impl Future<Output = ()>;

    /// The data set of this name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it can't be had.
    fn dataset(&self, name: &str) -> impl Future<Output = Result<Data>>;

    /// A program of the small Python from its source text, or what is wrong with the text. `file` is its name in
    /// tracebacks.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the compiler can't be had.
    fn compile(
        &self,
        file: &str,
        source: &str,
    ) -> impl Future<Output = Result<std::result::Result<Packed, SyntaxFault>>>;

    /// Where the small Python's compiler and its machine are a package of their own: what that answers to a question about a
    /// program, JSON both. `None` where they are part of whoever asks, who then answers it himself.
    fn ask_compiler(&self, _question: &str) -> impl Future<Output = Option<Result<String>>> {
        ready(None)
    }

    /// What lanes can wait for here, as far as can be told before there is one.
    fn offers(&self) -> impl Future<Output = Offers>;

    /// Hands in a line that the reader has typed, for the lane that waits for one or will: see
    /// [`kosut_workloads::lanes::blocking::Blocking::line`].
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there is nobody who would hand it on.
    fn type_line(&self, line: String) -> impl Future<Output = Result<()>>;

    /// Keeps something that the reader says to the run under way, for it to hear.
    fn say(&self, words: String);

    /// What the reader has said since the last time, in its order.
    fn heard(&self) -> Vec<String>;

    /// Waits for this long.
    fn pause(&self, wait_ms: f64) -> impl Future<Output = ()>;

    /// Lets everything else that waits have its turn: messages, timers, drawing.
    fn breathe(&self) -> impl Future<Output = ()>;
}

/// Starts the processes of a topology; returns them, and the milliseconds until all were ready. If the program was suspended
/// meanwhile, they are started again.
///
/// # Errors
/// Those of [`Host::spawn`].
pub async fn spawn_timed<H: Host>(host: &H, topology: Topology) -> Result<(H::Cluster, f64)> {
    suspension::repeat_if_suspended(async || {
        let asked_ms = clock::now_ms();
        let cluster = host.spawn(topology).await?;
        Ok((cluster, clock::now_ms() - asked_ms))
    })
    .await
}

/// What a run brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// From the first request to the last reply, in milliseconds.
    pub elapsed_ms: f64,
    /// When it started, in milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// The answer.
    pub answer: Answer,
    /// Bytes of messages while the clock ran.
    pub traffic: Traffic,
    /// Rounds of units.
    pub rounds: u32,
    /// What all lanes noted and was not told live.
    pub told: Vec<Told>,
}

impl Outcome {
    /// What the lanes did, of what was not told live.
    pub fn spans(&self) -> Vec<Span> {
        let mut timeline = Timeline::default();
        let marks = self.told.iter().filter_map(|told| match told {
            Told::Mark { process, mark } => Some((*process, mark)),
            Told::Preview { .. } => None,
        });
        marks.filter_map(|(process, mark)| timeline.mark(process, mark.lane, mark.mark)).collect()
    }
}

/// Hears of a run while it goes on.
pub trait Watch {
    /// Everything is in place; the clock is about to start.
    fn prepared(&mut self, picture: &Picture, units: u32);

    /// Told live, when the job is live.
    fn told(&mut self, told: Vec<Told>, now_ms: f64);
}

/// Runs a job on a cluster from beginning to end.
///
/// Preparing (building kernels, making data) and the check of the answer are outside of the time measured; shipping
/// inputs and results is inside, because it is a cost of the topology.
///
/// # Errors
/// Those of [`Cluster::receive`] and of the kernel. The cluster is then of no further use.
pub async fn execute<C: Cluster>(cluster: &mut C, job: &Job, watch: &mut impl Watch) -> Result<Outcome> {
    let topology = cluster.topology();
    let (mut run, requests) = Run::prepare(topology, job.clone())?;
    send_all(cluster, requests)?;
    while run.stage() == Stage::Preparing {
        step(cluster, &mut run, None).await?;
    }
    watch.prepared(&run.picture().clone(), run.first_units());

    let before = cluster.bytes();
    let started_ms = clock::now_ms();
    let requests = run.start(started_ms)?;
    send_all(cluster, requests)?;
    let picture = job.live.then(|| run.picture().clone());
    while run.stage() == Stage::Running {
        let seen = step(cluster, &mut run, picture.as_ref()).await?;
        if job.live {
            // What several lanes did was seen on their board already; their replies repeat it for the record.
            let told = if topology.shares_memory() { seen } else { run.take_told() };
            watch.told(told, clock::now_ms() - started_ms);
        }
    }
    let elapsed_ms = clock::now_ms() - started_ms;
    let after = cluster.bytes();

    let requests = run.ask();
    send_all(cluster, requests)?;
    while run.stage() != Stage::Answered {
        let seen = step(cluster, &mut run, picture.as_ref()).await?;
        if job.live {
            watch.told(seen, elapsed_ms);
        }
    }
    let answer = run.answer().cloned().ok_or_else(|| Error::Protocol { reason: "no answer".into() })?;
    let traffic = Traffic {
        sent_bytes: after.sent_bytes - before.sent_bytes,
        received_bytes: after.received_bytes - before.received_bytes,
    };
    let rounds = run.rounds();
    Ok(Outcome { elapsed_ms, started_ms, answer, traffic, rounds, told: run.take_told() })
}

fn send_all<C: Cluster>(cluster: &mut C, requests: Vec<Outgoing>) -> Result<()> {
    requests.into_iter().try_for_each(|(process, request)| cluster.send(process, request))
}

/// Waits for one arrival and does what follows from it; gives back what a board showed.
async fn step<C: Cluster>(cluster: &mut C, run: &mut Run, show: Option<&Picture>) -> Result<Vec<Told>> {
    match cluster.receive(show).await? {
        Incoming::Reply(process, reply) => {
            let requests = run.reply(process, reply)?;
            send_all(cluster, requests)?;
            Ok(Vec::new())
        }
        Incoming::Seen(process, marks) => Ok(told_by_board(process, marks)),
    }
}

fn told_by_board(process: u32, marks: Vec<(LaneMark, Vec<u8>)>) -> Vec<Told> {
    let mut told = Vec::new();
    for (mark, bytes) in marks {
        if !bytes.is_empty() {
            let (lane, unit, round) = (mark.lane, mark.mark.unit, mark.mark.round);
            told.push(Told::Preview { process, lane, unit, round, bytes });
        }
        told.push(Told::Mark { process, mark });
    }
    told
}
