//! One run of a way on its cluster, seen or not.

use super::{RaceLive, RaceVariant};
use crate::{Event, Observer};
use kosut_cluster::{
    Cluster, Incoming,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock::{self, AwakeClock},
    error::{Error, Result},
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};
use kosut_kernels::Picture;
use kosut_workloads::race::{self, CELLS_APART, CELLS_USED, Found, RaceScene, Task};

/// How often a page draws.
const FRAME_MS: f64 = 16.0;

/// Nobody waits longer than this, and for each step as much longer as no machine takes: a hundred times a lock's price,
/// and ten times a turn's.
const WATCHDOG_MS: f64 = 30_000.0;
const STEP_MS: f64 = 10e-3;
const TURN_MS: f64 = 20e-6;

/// There is nothing to paint but the lanes.
const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// A run that is over.
pub struct Played {
    /// Steps of each lane.
    rounds: u32,
    /// Lanes in all processes.
    lanes: u32,
    /// What was found each time, all processes together.
    pub found: Vec<Found>,
    /// All times together. Of threads by their own clock, from the first one's start to the last one's end; of processes
    /// from the first message to the last.
    pub elapsed_ms: f64,
    /// Milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// What the lanes did.
    pub spans: Vec<Span>,
}

/// Sees a run while it goes on.
pub trait Watch {
    /// Whether somebody looks.
    const LOOKS: bool;

    /// The board shows this.
    fn marks(&mut self, process: u32, marks: Vec<LaneMark>);

    /// The cells show this.
    fn cells(&mut self, cells: &[u32], now_ms: f64);
}

/// Does not look, so that looking takes no time from what is measured.
pub struct Nobody;

impl Watch for Nobody {
    const LOOKS: bool = false;

    fn marks(&mut self, _process: u32, _marks: Vec<LaneMark>) {}

    fn cells(&mut self, _cells: &[u32], _now_ms: f64) {}
}

/// Tells an observer.
pub struct Watcher<'a, O> {
    scene: RaceScene,
    variant: RaceVariant,
    lanes: u32,
    timeline: Timeline,
    spans: Vec<Span>,
    told_at_ms: f64,
    observer: &'a mut O,
}

impl<'a, O: Observer> Watcher<'a, O> {
    /// Tells of the rehearsal of this task.
    pub fn new(task: &Task, variant: RaceVariant, observer: &'a mut O) -> Self {
        let (timeline, spans) = (Timeline::default(), Vec::new());
        Watcher { scene: task.scene, variant, lanes: task.of, timeline, spans, told_at_ms: 0.0, observer }
    }

    /// Tells how it ended.
    pub fn finish(mut self, played: &Played) {
        self.spans.clone_from(&played.spans);
        self.lanes_event(clock::now_ms() - played.started_ms);
        self.observer.event(Event::Race { live: played.live(self.scene, self.variant, true) });
    }

    fn lanes_event(&mut self, now_ms: f64) {
        let mut spans = std::mem::take(&mut self.spans);
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }
}

impl<O: Observer> Watch for Watcher<'_, O> {
    const LOOKS: bool = true;

    fn marks(&mut self, process: u32, marks: Vec<LaneMark>) {
        let spans = marks.into_iter().filter_map(|LaneMark { lane, mark }| self.timeline.mark(process, lane, mark));
        self.spans.extend(spans);
    }

    fn cells(&mut self, cells: &[u32], now_ms: f64) {
        if now_ms - self.told_at_ms < FRAME_MS {
            return;
        }
        self.told_at_ms = now_ms;
        self.lanes_event(now_ms);
        let of_lanes = |offset: usize| -> Vec<u32> {
            (1..=self.lanes as usize).filter_map(|lane| cells.get(lane * CELLS_APART + offset)).copied().collect()
        };
        let (steps, tickets) = (of_lanes(0), of_lanes(1));
        let sum = |numbers: &[u32]| numbers.iter().copied().map(f64::from).sum::<f64>();
        let in_number = f64::from(cells.first().copied().unwrap_or_default());
        let (expected, found) = match self.scene {
            RaceScene::Counter => (sum(&steps), in_number),
            RaceScene::Bank => (2.0 * sum(&steps), in_number),
            // Each lane offers all seats, unless each has its own.
            RaceScene::Seat if self.variant == RaceVariant::Merge => (sum(&steps), sum(&tickets)),
            RaceScene::Seat => (steps.iter().copied().max().unwrap_or_default().into(), sum(&tickets)),
        };
        let (scene, variant) = (self.scene, self.variant);
        let live = RaceLive { scene, variant, expected, found, steps, rehearsal: true, over: false };
        self.observer.event(Event::Race { live });
    }
}

impl Played {
    /// What it says in the end, of one time.
    pub fn live(&self, scene: RaceScene, variant: RaceVariant, rehearsal: bool) -> RaceLive {
        let last = self.found.last().copied().unwrap_or_default();
        let found = if scene == RaceScene::Seat { last.beside as f64 } else { last.found as f64 };
        let expected = expected(scene, self.rounds, self.lanes);
        RaceLive { scene, variant, expected, found, steps: Vec::new(), rehearsal, over: true }
    }

    /// Shows a measured run after its clock has stopped.
    pub fn show(&self, topology: Topology, scene: RaceScene, variant: RaceVariant, observer: &mut impl Observer) {
        observer.event(machine(topology, false));
        let now_ms = self.spans.iter().filter_map(|span| span.end_ms).fold(0.0, f64::max);
        observer.event(Event::Lanes { spans: self.spans.clone(), now_ms });
        observer.event(Event::Race { live: self.live(scene, variant, false) });
    }
}

/// What the data should say in the end: the number, the bookings, the seats that are sold.
pub fn expected(scene: RaceScene, rounds: u32, lanes: u32) -> f64 {
    match scene {
        RaceScene::Counter => f64::from(rounds) * f64::from(lanes),
        // A transfer is booked twice.
        RaceScene::Bank => 2.0 * f64::from(rounds) * f64::from(lanes),
        RaceScene::Seat => f64::from(rounds),
    }
}

/// The event that makes the page draw a machine.
pub fn machine(topology: Topology, live: bool) -> Event {
    let (processes, threads) = (topology.processes(), topology.threads());
    Event::Cluster { topology: topology.to_string(), processes, threads, picture: PICTURE, units: 0, live }
}

/// Plays a task on a cluster; each process is told which lanes are its own.
///
/// # Errors
/// Those of [`Cluster::receive_within`], and [`Error::Stuck`] when it takes longer than any machine should.
pub async fn play<C: Cluster, W: Watch>(
    cluster: &mut C,
    task: &Task,
    variant: RaceVariant,
    watch: &mut W,
) -> Result<Played> {
    let topology = cluster.topology();
    let started_ms = clock::now_ms();
    for process in 0..topology.processes() {
        let task = Task { first: process * topology.threads(), ..*task };
        cluster.send(process, Request::Perform { task: task.into(), epoch_ms: started_ms })?;
    }
    let mut found = vec![Found::default(); task.times as usize];
    let (mut unanswered, mut inside_ms, mut timeline, mut spans) =
        ((0..topology.processes()).collect::<Vec<_>>(), 0.0, Timeline::default(), Vec::new());
    let patience_ms = watchdog_ms(task);
    let mut awake = AwakeClock::new();
    while let Some(&waiting) = unanswered.first() {
        match cluster.receive_within(FRAME_MS, W::LOOKS.then_some(&PICTURE)).await? {
            Some(Incoming::Reply(process, Reply::Performed { outcome, marks })) => {
                let outcome: race::Outcome = outcome.try_into()?;
                for (sum, own) in found.iter_mut().zip(&outcome.found) {
                    sum.found += own.found;
                    sum.beside += own.beside;
                }
                inside_ms = outcome.elapsed_ms.max(inside_ms);
                spans.extend(marks.into_iter().filter_map(|mark| timeline.mark(process, mark.lane, mark.mark)));
                unanswered.retain(|&other| other != process);
            }
            Some(Incoming::Reply(_, Reply::Failed { error })) => return Err(error),
            Some(Incoming::Reply(_, other)) => {
                return Err(Error::Protocol { reason: format!("{other:?} where a program's outcome was expected") });
            }
            Some(Incoming::Seen(process, marks)) => {
                watch.marks(process, marks.into_iter().map(|(mark, _)| mark).collect());
            }
            None => {}
        }
        let waited_ms = awake.now_ms();
        if waited_ms > patience_ms && !unanswered.is_empty() {
            return Err(Error::Stuck { process: waiting, waited_ms: waited_ms as u32 });
        }
        if W::LOOKS && topology.shares_memory() && !unanswered.is_empty() {
            let cells = cluster.cells(0, CELLS_USED).await?;
            watch.cells(&cells, clock::now_ms() - started_ms);
        }
    }
    let elapsed_ms = if variant == RaceVariant::Processes { clock::now_ms() - started_ms } else { inside_ms };
    Ok(Played { rounds: task.rounds, lanes: task.of, found, elapsed_ms, started_ms, spans })
}

fn watchdog_ms(task: &Task) -> f64 {
    let steps = f64::from(task.rounds) * f64::from(task.of) * f64::from(task.times);
    WATCHDOG_MS + steps * (STEP_MS + 2.0 * f64::from(task.window) * TURN_MS)
}
