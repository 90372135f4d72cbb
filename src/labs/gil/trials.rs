//! The comparison: each kind of jobs in each way, seen and not counted, then measured by turns.
//!
//! All runs have the same first process, whose lanes are the threads. Each run is a program of its own in it, with a new
//! interpreter, and starts the processes that it wants, as it would anywhere.

use kosut_python::code::Packed;

use super::{
    GilKind, GilLive, GilWay, Params, compared,
    judge::{self, Entry},
    play,
};
use crate::{
    Control, Event, Finished, Observer, Phase, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::{
    Host,
    office::{Nobody, Office, Ran},
};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{self, Confidence, Rounds},
    trace::{TracedRun, coarse},
    verdict::are_clear,
};

/// How often the jobs are done in one sample at most, however coarse the clock is.
const TIMES_MAX: f64 = 1_000.0;

/// How often processes do jobs that compute before any of them is measured. In each run they are new; a browser that has
/// made their code fast keeps it for the next ones, but those that end before it is done leave nothing: in WebKit, processes
/// that do such jobs once each stay two to six times as slow as they are from the fourth time on.
const WARM_UP: u32 = 5;

/// How fine a run is shown: a lane has about as many pixels.
const GRAINS: f64 = 1000.0;

/// Bytes of values that the program may have in each process; it has next to none.
const BYTES_MAX: u64 = 16 << 20;

/// Runs the comparison.
///
/// # Errors
/// Those of [`Office::open`] and [`Office::run`]; [`Error::Disagree`] when a job answers something else than it has to;
/// [`Error::TooShort`] when the clock does not move.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let threads = [GilWay::Gil, GilWay::Free];
    let ways = || GilWay::ALL.into_iter().filter(|way| machine.isolated || !threads.contains(way));
    if !machine.isolated {
        told.not_isolated("gil, free");
    } else if machine.cores < 2 {
        told.log("one core: whatever runs at the same time takes turns".into());
    }

    let mut entries: Vec<Entry> =
        GilKind::ALL.into_iter().flat_map(|kind| ways().map(move |way| Entry::new(kind, way))).collect();
    told.total = 2 + entries.len() as u32 * (1 + params.samples);
    let mut trials = Trials { host, machine, params, told, runs: Vec::new() };

    trials.told.step(Phase::Spawn, "");
    let mut control = Control::start(host, machine).await?;
    // The main thread waits in a lane of its own.
    let mut office = Office::open(host, if machine.isolated { params.workers + 1 } else { 1 }).await?;
    for entry in &mut entries {
        trials.rehearse(&mut office, entry).await?;
    }
    let mut rounds = Rounds::new(params.samples, clock::now_ms());
    let is_clear = |entries: &[Entry]| are_clear(&judge::claims(entries, params, machine, Confidence::Interim));
    while let Some(sample) = rounds.next(clock::now_ms(), || is_clear(&entries)) {
        if sample >= params.samples {
            trials.told.more(entries.len());
        }
        control.read_if_due().await?;
        for turn in 0..entries.len() {
            // Each round begins with another one, so that none always comes after the same other.
            let index = (sample as usize + turn) % entries.len();
            trials.sample(&mut office, &mut entries[index]).await?;
        }
    }
    trials.told.step(Phase::Judge, "");
    let mut claims = judge::claims(&entries, params, machine, Confidence::Final);
    control.settle(&mut claims, &judge::CLAIMS, &mut trials.told).await?;
    let report = Report {
        kosut: report::VERSION,
        lab: "gil".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: judge::rows(&entries, params),
        claims,
        answers_agree: true,
        log: trials.told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs: trials.runs, shown: None })
}

struct Trials<'a, H, O> {
    host: &'a H,
    machine: &'a Machine,
    params: &'a Params,
    told: Told<'a, O>,
    runs: Vec<TracedRun>,
}

impl<H: Host, O: Observer> Trials<'_, H, O> {
    fn tell(&mut self, entry: &Entry, rehearsal: bool, elapsed_ms: Option<f64>) {
        let live = GilLive { kind: entry.kind, way: entry.way, rehearsal, elapsed_ms };
        self.told.observer.event(Event::Gil { live });
    }

    /// The program of a run, or an error that nobody should see: the text is the lab's own.
    async fn program(&self, entry: &Entry) -> Result<Packed> {
        let text = compared::source(self.params, entry.kind, entry.way, entry.times);
        let compiled = self.host.compile(compared::FILE, &text).await?;
        compiled.map_err(|fault| Error::Protocol { reason: format!("{}: {fault}", compared::FILE) })
    }

    /// Runs for whoever looks, and to see how often the jobs have to be done for the clock.
    async fn rehearse(&mut self, office: &mut Office<'_, H>, entry: &mut Entry) -> Result<()> {
        self.told.step(Phase::Rehearsal, entry.topology(self.params.workers));
        self.tell(entry, true, None);
        if (entry.kind, entry.way) == (GilKind::Cpu, GilWay::Processes) {
            entry.times = WARM_UP;
            self.show(office, entry).await?;
            entry.times = 1;
        }
        let timed = self.show(office, entry).await?;
        self.tell(entry, true, Some(timed.elapsed_ms));
        let resolution_ms = self.machine.clock_resolution_ms;
        // Of a few runs, some are disturbed: a few more than should do.
        let wanted_ms = 1.5 * measure::sample_ms(resolution_ms);
        entry.times = (wanted_ms / timed.elapsed_ms.max(resolution_ms)).ceil().clamp(1.0, TIMES_MAX) as u32;
        Ok(())
    }

    /// Runs while whoever looks sees it.
    async fn show(&mut self, office: &mut Office<'_, H>, entry: &Entry) -> Result<compared::Timed> {
        let shape = self.shape(entry);
        self.told.observer.event(play::machine(shape, true));
        let program = self.program(entry).await?;
        let options = self.options(entry);
        let mut watch = play::Watcher::new(self.told.observer, shape, entry.way == GilWay::Gil, false);
        let ran = office.run(&program, options, &mut watch).await?;
        watch.finish(&ran);
        self.read(entry, &ran)
    }

    async fn sample(&mut self, office: &mut Office<'_, H>, entry: &mut Entry) -> Result<()> {
        let topology = entry.topology(self.params.workers);
        self.told.step(Phase::Measure, &topology);
        self.tell(entry, false, None);
        let program = self.program(entry).await?;
        // The page draws this step and the sample before it now, while no clock runs.
        self.host.breathe().await;
        let run = async || office.run(&program, self.options(entry), &mut Nobody).await;
        let ran = suspension::repeat_if_suspended(run).await?;
        let timed = self.read(entry, &ran)?;
        if timed.elapsed_ms <= 0.0 {
            return Err(Error::TooShort);
        }
        entry.samples_ms.push(timed.elapsed_ms);
        entry.starts_ms.push(timed.start_ms);
        entry.switches.push(ran.switches as f64 / f64::from(entry.times));
        let spans = coarse(ran.spans(), ran.elapsed_ms / GRAINS);
        self.told.observer.event(play::machine(self.shape(entry), false));
        self.told.observer.event(Event::Lanes { spans: spans.clone(), now_ms: ran.elapsed_ms });
        self.tell(entry, false, Some(timed.elapsed_ms));
        self.told.observer.event(Event::Sample { topology, elapsed_ms: timed.elapsed_ms });
        let name = format!("{} sample {}", entry.label(), entry.samples_ms.len());
        self.runs.push(TracedRun { name, started_ms: ran.started_ms, spans });
        Ok(())
    }

    fn read(&self, entry: &Entry, ran: &Ran) -> Result<compared::Timed> {
        let label = entry.label();
        if let Some(exception) = play::exception(ran) {
            return Err(Error::Protocol { reason: format!("{label}: {exception}") });
        }
        compared::read(&ran.output, &compared::answers(self.params, entry.kind), &label)
    }

    /// Boxes and lanes that a run uses, the main thread's among them.
    fn shape(&self, entry: &Entry) -> (u32, u32) {
        match entry.way {
            GilWay::Serial => (1, 1),
            GilWay::Gil | GilWay::Free => (1, self.params.workers + 1),
            GilWay::Processes => (self.params.workers + 1, 1),
        }
    }

    fn options(&self, entry: &Entry) -> kosut_python::outside::Options {
        kosut_python::outside::Options {
            gil: entry.way != GilWay::Free,
            switch_interval_ms: f64::from(self.params.interval_us) / 1e3,
            checks: kosut_python::outside::Checks::LoopsAndCalls,
            steps_max: compared::steps(self.params, entry.times),
            bytes_max: BYTES_MAX,
        }
    }
}
