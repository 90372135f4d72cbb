//! `deadlock`: philosophers at a round table, whose lanes and locks are real, and real is how they freeze.
//!
//! First each strategy is shown, the naive one last: it stands still for the reader to look at, until its process is ended.
//! Then they take turns, unseen: the same meals for each. A run that freezes counts with the time after which it was
//! ended, which is a choice and not a measurement: the ratio that follows is a lower bound.
//!
//! Two processes that wait for each other's letter freeze as well. That needs no shared memory, so it is run everywhere.

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::{Cluster, Host};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure,
    topology::Topology,
    trace::{Span, Timeline, TracedRun},
};
use kosut_workloads::philosophers::{Outcome, Strategy, Task};

mod correspond;
mod dine;
mod judge;
mod live;
mod params;
mod watch;

use correspond::correspond;
use dine::{End, Order, dine};
use judge::Tally;
pub use live::{DeadlockLive, DeadlockSeat, DeadlockStage, DeadlockWay};
pub use params::{Params, Scene};
use watch::Watch;

/// The short form of this lab.
pub const SHORT: Short = Short { lab: "deadlock", query: "meals=1000", claims: &["threads.deadlock"], seconds: 8.0 };

/// A shown run has so many times the meals of a measured one: long enough to be seen.
const SHOWN_TIMES: u32 = 3;

/// A frozen run that is measured is ended after so many times the time that the ordered strategy took to eat the same, or
/// after [`ENDED_AFTER_LEAST_MS`]. The more, the larger the ratio, and the longer the reader waits.
const ENDED_AFTER_TIMES: f64 = 3.0;
const ENDED_AFTER_LEAST_MS: f64 = 200.0;

/// Measured runs of the naive strategy: each that freezes costs a process, so they are no more than this, however many
/// samples the others have.
const NAIVE_SAMPLES_MAX: u32 = 15;

/// Letters that each of two processes writes in a run that is measured.
const LETTERS: u32 = 200;

/// Runs of the letters that do not freeze.
const LETTERS_SAMPLES: u32 = 7;

/// How long two processes that wait for each other are shown when they are not the subject, in milliseconds.
const LETTERS_SHOWN_MS: f64 = 800.0;

/// Runs the lab.
///
/// # Errors
/// Those of [`Host::spawn`] and of the cluster; [`Error::Disagree`] when a lock was in two hands at once.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let at_the_table = params.scene != Scene::Messages && machine.isolated;
    let mut run = Run { host, params, told: Told::new(observer), runs: Vec::new() };
    run.told.total = run.steps(at_the_table);
    if params.scene != Scene::Messages && !machine.isolated {
        run.told.not_isolated("everything at the table");
    }
    let mut control = Control::start(host, machine).await?;
    let letters = run.letters(!at_the_table).await?;
    let table = if at_the_table { run.table(machine, &mut control).await? } else { Vec::new() };
    run.told.step(Phase::Judge, Topology::SERIAL);

    let mut claims = vec![judge::claim(&table, machine)];
    judge::tell(&table, &claims[0], &mut |line| run.told.log(line));
    control.settle(&mut claims, &[], &mut run.told).await?;
    let rows = table.iter().chain(&letters).map(judge::row).collect();
    let report = Report {
        kosut: report::VERSION,
        lab: "deadlock".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows,
        claims,
        // A run in which two held the same lock has ended with an error.
        answers_agree: true,
        log: run.told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs: run.runs, shown: None })
}

/// A run of the lab.
struct Run<'a, H, O> {
    host: &'a H,
    params: &'a Params,
    told: Told<'a, O>,
    runs: Vec<TracedRun>,
}

impl<H: Host, O: Observer> Run<'_, H, O> {
    /// Steps in all: letters are started, shown twice and measured; at the table two clusters are started, each strategy
    /// is shown, and takes samples; at the end, judge.
    fn steps(&self, at_the_table: bool) -> u32 {
        let Params { samples, .. } = *self.params;
        let others = self.params.others().len() as u32;
        let table = 2 + 1 + others + naive_samples(samples) + samples * others;
        3 + LETTERS_SAMPLES + if at_the_table { table } else { 0 } + 1
    }

    async fn table(&mut self, machine: &Machine, control: &mut Control<H::Cluster>) -> Result<Vec<Tally>> {
        let topology = self.params.topology()?;
        let others = self.params.others();
        self.told.step(Phase::Spawn, topology);
        let mut safe = self.host.spawn(topology).await?;
        let mut tallies = vec![Tally::new(DeadlockWay::Naive, topology, self.params.meals)];
        for &(way, strategy) in &others {
            self.told.step(Phase::Rehearsal, topology);
            self.show(&mut safe, way, strategy).await?;
            tallies.push(Tally::new(way, topology, self.params.meals));
        }
        self.told.step(Phase::Spawn, topology);
        let mut naive = self.host.spawn(topology).await?;
        self.told.step(Phase::Rehearsal, topology);
        match self.show(&mut naive, DeadlockWay::Naive, Strategy::Naive).await? {
            End::Frozen { deadlock, .. } => self.told.log(judge::frozen_line(&deadlock)),
            End::Eaten { .. } => self.told.log("naive: the run that was shown came to its end without freezing".into()),
            End::Killed => {}
        }

        let patience_ms = self.ended_after_ms(&mut safe).await?;
        for sample in 0..self.params.samples {
            control.read_if_due().await?;
            // Each round begins with another strategy, so that none always comes after the same other one.
            let ways = tallies.len();
            for index in (0..ways).map(|turn| (sample as usize + turn) % ways) {
                let tally = &mut tallies[index];
                let (way, strategy) = DeadlockWay::AT_THE_TABLE
                    .into_iter()
                    .find(|(way, _)| *way == tally.way)
                    .unwrap_or((DeadlockWay::Naive, Strategy::Naive));
                if way == DeadlockWay::Naive && sample >= naive_samples(self.params.samples) {
                    continue;
                }
                self.told.step(Phase::Measure, topology);
                let cluster = if way == DeadlockWay::Naive { &mut naive } else { &mut safe };
                let order = Order { way, task: self.task(strategy, 1), patience_ms };
                let elapsed_ms = self.sample(cluster, order, machine, tally).await?;
                self.told.observer.event(Event::Sample { topology: topology.to_string(), elapsed_ms });
            }
        }
        Ok(tallies)
    }

    /// How long after its start a frozen run that is measured is ended. What the ordered strategy takes is found by a run
    /// that nobody looks at, as those are that are measured: what is shown takes longer.
    async fn ended_after_ms(&mut self, cluster: &mut H::Cluster) -> Result<f64> {
        let task = self.task(Strategy::Ordered, 1);
        let order = Order { way: DeadlockWay::Ordered, task, patience_ms: 0.0 };
        let ordered_ms = match dine(self.host, cluster, order, None::<&mut Watch<'_, O>>).await? {
            End::Eaten { outcome, .. } => outcome.elapsed_ms,
            End::Frozen { elapsed_ms, .. } => elapsed_ms,
            End::Killed => 0.0,
        };
        Ok((ordered_ms * ENDED_AFTER_TIMES).max(ENDED_AFTER_LEAST_MS))
    }

    /// A run that is shown, and not counted.
    async fn show(&mut self, cluster: &mut H::Cluster, way: DeadlockWay, strategy: Strategy) -> Result<End> {
        let task = Task { noted: true, ..self.task(strategy, SHOWN_TIMES) };
        let patience_ms = f64::from(self.params.patience_ms);
        let topology = cluster.topology();
        let started_ms = clock::now_ms();
        let mut watch = Watch::new(topology, self.told.observer);
        let end = dine(self.host, cluster, Order { way, task, patience_ms }, Some(&mut watch)).await?;
        let mut spans = watch.into_spans();
        if let End::Eaten { outcome, marks } = &end {
            check(topology, task, outcome)?;
            if spans.is_empty() {
                // Where boards are not read while lanes run, what they noted comes with the reply.
                let mut timeline = Timeline::default();
                spans = marks.iter().filter_map(|mark| timeline.mark(0, mark.lane, mark.mark)).collect::<Vec<Span>>();
            }
        }
        self.runs.push(TracedRun { name: format!("{} {topology}", way.word()), started_ms, spans });
        self.host.breathe().await;
        Ok(end)
    }

    /// A run that is measured: as many times as the clock needs.
    async fn sample(
        &mut self,
        cluster: &mut H::Cluster,
        order: Order,
        machine: &Machine,
        tally: &mut Tally,
    ) -> Result<f64> {
        let (mut total_ms, mut runs) = (0.0, 0);
        loop {
            runs += 1;
            let dine = async || dine(self.host, cluster, order, None::<&mut Watch<'_, O>>).await;
            match suspension::repeat_if_suspended(dine).await? {
                End::Eaten { outcome, .. } => {
                    check(cluster.topology(), order.task, &outcome)?;
                    total_ms += outcome.elapsed_ms;
                    tally.eaten(&outcome);
                }
                End::Frozen { deadlock, meals, elapsed_ms, freed_ms } => {
                    // It stands for itself: what came before it in this sample is shorter than the clock can see.
                    tally.frozen(&deadlock, &meals, freed_ms);
                    return Ok(tally.sample(elapsed_ms));
                }
                End::Killed => {}
            }
            if measure::is_sample(total_ms, runs, machine.clock_resolution_ms) {
                break;
            }
        }
        if total_ms <= 0.0 {
            return Err(Error::TooShort);
        }
        Ok(tally.sample(total_ms / f64::from(runs)))
    }

    /// Letters between two processes: those that freeze are shown, those that do not are measured.
    async fn letters(&mut self, are_the_subject: bool) -> Result<Vec<Tally>> {
        let topology = Topology::new(2, 1)?;
        self.told.step(Phase::Spawn, topology);
        let mut cluster = self.host.spawn(topology).await?;
        let mut first = Tally::new(DeadlockWay::OneFirst, topology, 2 * LETTERS);
        let mut both = Tally::new(DeadlockWay::BothWait, topology, 2 * LETTERS);
        self.told.step(Phase::Rehearsal, topology);
        self.show_letters(&mut cluster, DeadlockWay::OneFirst, 0.0).await?;
        for _ in 0..LETTERS_SAMPLES {
            self.told.step(Phase::Measure, topology);
            let end = suspension::repeat_if_suspended(async || {
                let none = None::<&mut Watch<'_, O>>;
                correspond(&mut cluster, (DeadlockWay::OneFirst, LETTERS), f64::INFINITY, none).await
            })
            .await?;
            first.exchanged(&end.written, end.elapsed_ms);
            let elapsed_ms = first.sample(end.elapsed_ms);
            self.told.observer.event(Event::Sample { topology: topology.to_string(), elapsed_ms });
        }
        self.told.step(Phase::Rehearsal, topology);
        let shown_ms = if are_the_subject { f64::from(self.params.patience_ms) } else { LETTERS_SHOWN_MS };
        let end = self.show_letters(&mut cluster, DeadlockWay::BothWait, shown_ms).await?;
        if let Some((since_ms, members)) = &end.frozen {
            both.stood(*since_ms, end.freed_ms);
            let line = if members.is_empty() {
                "both-wait: the reader ended a process before both waited".into()
            } else {
                format!("both-wait: process 1 waits for 2, 2 waits for 1, since {since_ms:.1} ms after the start")
            };
            self.told.log(line);
        }
        both.sample(end.elapsed_ms);
        Ok(vec![both, first])
    }

    async fn show_letters(
        &mut self,
        cluster: &mut H::Cluster,
        way: DeadlockWay,
        patience_ms: f64,
    ) -> Result<correspond::End> {
        let topology = cluster.topology();
        let started_ms = clock::now_ms();
        let mut watch = Watch::new(topology, self.told.observer);
        let end = correspond(cluster, (way, LETTERS), patience_ms, Some(&mut watch)).await?;
        let spans = watch.into_spans();
        self.runs.push(TracedRun { name: format!("{} {topology}", way.word()), started_ms, spans });
        self.host.breathe().await;
        Ok(end)
    }

    fn task(&self, strategy: Strategy, times: u32) -> Task {
        let Params { meals, work, pause_us, .. } = *self.params;
        Task { strategy, meals: meals.saturating_mul(times), work, pause_us, noted: false }
    }
}

fn naive_samples(samples: u32) -> u32 {
    samples.min(NAIVE_SAMPLES_MAX)
}

/// Whether all was eaten, and never with a fork that another one held.
fn check(topology: Topology, task: Task, outcome: &Outcome) -> Result<()> {
    let eaten: u32 = outcome.meals.iter().sum();
    if eaten == task.meals && outcome.uses == 2 * u64::from(task.meals) {
        return Ok(());
    }
    let answer = format!("{eaten} meals and {} uses of forks", outcome.uses);
    let expected = format!("{} meals and {} uses of forks", task.meals, 2 * u64::from(task.meals));
    Err(Error::Disagree { topology: topology.to_string(), answer, expected })
}
