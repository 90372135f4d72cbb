//! Where programs of the small Python run: a process with as many lanes as the program may have threads, and further ones as
//! the program starts them. It drives a [`System`] over real processes.
//!
//! A process of the program is one of the cluster, started for it and ended with it. Only the first stays from one program
//! to the next, with a new interpreter for each.

use std::collections::VecDeque;

use kosut_python::{
    code::Packed,
    outside::{Failure, Options, ProcessId, Wants},
    system::{Action, System},
};

use super::{Cluster, Host, Incoming, protocol::Reply};
use kosut_core::{
    clock::{self, AwakeClock},
    error::{Error, Result},
    topology::{MAX_LANES, Topology},
    trace::{LaneMark, Span, Timeline},
};
use kosut_kernels::Picture;

mod desk;

use desk::Desk;

/// There is nothing to paint but lanes.
const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// How long a process may owe a reply, in milliseconds. It is asked to be back after a tenth of a second at most, and only
/// a very large operation keeps it longer.
const WATCHDOG_MS: f64 = 60_000.0;

/// How long is waited for an arrival at a time, in milliseconds, so that silence is noticed.
const LOOK_MS: f64 = 100.0;

/// How often whoever looks is told of the time, in milliseconds: as often as a page draws.
const FRAME_MS: f64 = 16.0;

/// How long the conductor looks away when boards had something to show, in milliseconds. Those of busy lanes always have,
/// and nobody else would get a turn.
const PAUSE_MS: f64 = 4.0;

/// Bytes of output and of errors that are kept for the record; whoever looks sees all of it.
const KEPT_BYTES: usize = 1 << 20;

/// Sees a program while it runs.
pub trait Watch {
    /// Whether somebody looks at what the lanes do. Looking takes time from what is measured.
    const LOOKS: bool;

    /// A lane of a process noted this.
    fn mark(&mut self, process: ProcessId, mark: LaneMark);

    /// A process printed this.
    fn output(&mut self, process: ProcessId, text: &str);

    /// A process wrote this to its error output.
    fn errors(&mut self, process: ProcessId, text: &str);

    /// So many milliseconds have passed since the program began.
    fn now(&mut self, now_ms: f64);
}

/// Does not look.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Watch for Nobody {
    const LOOKS: bool = false;

    fn mark(&mut self, _process: ProcessId, _mark: LaneMark) {}

    fn output(&mut self, _process: ProcessId, _text: &str) {}

    fn errors(&mut self, _process: ProcessId, _text: &str) {}

    fn now(&mut self, _now_ms: f64) {}
}

/// A program that has ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ran {
    /// What its processes printed; no more than a MiB of it.
    pub output: String,
    /// What they wrote to their error output, tracebacks above all; no more than a MiB of it.
    pub errors: String,
    /// The exception that ended it, if one did.
    pub failure: Option<Failure>,
    /// What it exited with.
    pub code: i32,
    /// Milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// From its begin to its end, in milliseconds.
    pub elapsed_ms: f64,
    /// What the lanes noted, with their processes.
    pub marks: Vec<(ProcessId, LaneMark)>,
    /// How many processes it had, its own among them.
    pub processes: u32,
    /// How often the lock of its first process went from one thread to another.
    pub switches: u64,
}

impl Ran {
    /// What the lanes did.
    pub fn spans(&self) -> Vec<Span> {
        let mut timeline = Timeline::default();
        self.marks.iter().filter_map(|(process, mark)| timeline.mark(*process, mark.lane, mark.mark)).collect()
    }
}

/// How many lanes a program needs that may have so many: one, if it never has threads.
pub fn lanes(program: &Packed, most: u32) -> u32 {
    let has_threads = |module: &String| matches!(module.as_str(), "threading" | "concurrent.futures");
    if program.imports.iter().any(has_threads) { most.clamp(1, MAX_LANES) } else { 1 }
}

/// Runs one program, from its begin to its end. `lanes` is how many its first process has.
///
/// # Errors
/// Those of [`Office::open`] and [`Office::run`].
pub async fn run_program<H: Host>(
    host: &H,
    program: &Packed,
    options: Options,
    lanes: u32,
    watch: &mut impl Watch,
) -> Result<Ran> {
    Office::open(host, lanes).await?.run(program, options, watch).await
}

/// The processes that programs run in, one program after the other. Dropping it ends them, whatever they do.
pub struct Office<'a, H: Host> {
    host: &'a H,
    cluster: H::Cluster,
    /// What stands for each process of the cluster.
    desks: Vec<Desk>,
    /// The clock of the watchdogs.
    awake: AwakeClock,
}

impl<'a, H: Host> Office<'a, H> {
    /// Starts the first process, with so many lanes.
    ///
    /// # Errors
    /// Those of [`Host::spawn_python`].
    pub async fn open(host: &'a H, lanes: u32) -> Result<Self> {
        let cluster = host.spawn_python(Topology::new(1, lanes)?).await?;
        Ok(Office { host, cluster, desks: vec![Desk::Free], awake: AwakeClock::new() })
    }

    /// Runs a program from its begin to its end. If it waits for ever, so does this: Stop is a drop.
    ///
    /// # Errors
    /// [`Error::Died`] and the like when the first process ends; [`Error::Stuck`] when it never replies. That the program
    /// fails is no error.
    pub async fn run(&mut self, program: &Packed, options: Options, watch: &mut impl Watch) -> Result<Ran> {
        self.clear().await?;
        let started_ms = clock::now_ms();
        let mut system = System::new(program.program.clone(), options);
        let mut ran = Ran { started_ms, ..Ran::default() };
        self.desks[0] = Desk::Taken(0, None);
        let mut actions = VecDeque::from(system.begin(started_ms));
        let mut told_ms = started_ms;
        loop {
            if self.act(&mut system, actions, &mut ran, watch).await? {
                ran.elapsed_ms = clock::now_ms() - started_ms;
                ran.processes = system.processes();
                return Ok(ran);
            }
            actions = self.hear(&mut system, &mut ran, watch).await?.into();
            let now_ms = clock::now_ms();
            actions.extend(system.tick(now_ms));
            actions.extend(self.check_watchdogs(&mut system, now_ms)?);
            if now_ms - told_ms >= FRAME_MS {
                told_ms = now_ms;
                watch.now(now_ms - started_ms);
            }
        }
    }

    /// Does what is to be done; true when the program is over.
    async fn act(
        &mut self,
        system: &mut System,
        mut actions: VecDeque<Action>,
        ran: &mut Ran,
        watch: &mut impl Watch,
    ) -> Result<bool> {
        let starting = actions.iter().filter_map(|action| match action {
            Action::Start { process } => Some(*process),
            _ => None,
        });
        let failed = self.staff(starting.collect()).await;
        let mut over = false;
        while let Some(action) = actions.pop_front() {
            match action {
                Action::Start { process } => {
                    if self.desk(process).is_none() {
                        let text = failed.as_ref().map_or_else(String::new, |error| format!("{error}\n"));
                        keep(&mut ran.errors, &text);
                        watch.errors(process, &text);
                        actions.extend(system.died(process, clock::now_ms()));
                    }
                }
                Action::Send { process, message } => {
                    // One that could not be started, or has died meanwhile, gets nothing.
                    let Some(desk) = self.desk(process) else { continue };
                    if self.send(desk, process, message, ran.started_ms).is_err() {
                        self.desks[desk] = Desk::Left;
                        if process == 0 {
                            return Err(Error::Died { process: 0, reason: "it takes no more messages".into() });
                        }
                        actions.extend(system.died(process, clock::now_ms()));
                    }
                }
                Action::End { process } => {
                    if let Some(desk) = self.desk(process) {
                        self.leave(desk);
                    }
                }
                Action::Output { process, text } => {
                    keep(&mut ran.output, &text);
                    watch.output(process, &text);
                }
                Action::Errors { process, text } => {
                    keep(&mut ran.errors, &text);
                    watch.errors(process, &text);
                }
                Action::Finished { failure, code } => {
                    self.desks[0] = Desk::Free;
                    (ran.failure, ran.code) = (failure, code);
                    over = true;
                }
            }
        }
        Ok(over)
    }

    /// Waits until something arrives, or it is time for something else; gives what follows.
    async fn hear<W: Watch>(&mut self, system: &mut System, ran: &mut Ran, watch: &mut W) -> Result<Vec<Action>> {
        let next_ms = system.next_ms().map_or(LOOK_MS, |next_ms| next_ms - clock::now_ms());
        let wait_ms = next_ms.clamp(0.0, if W::LOOKS { FRAME_MS } else { LOOK_MS });
        let (index, error) = match self.cluster.receive_within(wait_ms, W::LOOKS.then_some(&PICTURE)).await {
            Ok(None) => return Ok(Vec::new()),
            Ok(Some(Incoming::Seen(index, marks))) => {
                if let Some(process) = self.process(index) {
                    marks.into_iter().for_each(|(mark, _)| watch.mark(process, mark));
                }
                self.host.pause(PAUSE_MS).await;
                return Ok(Vec::new());
            }
            Ok(Some(Incoming::Reply(index, Reply::Performed { outcome, marks }))) => {
                let Some(process) = self.process(index) else { return Ok(Vec::new()) };
                let wants: Wants = outcome.try_into()?;
                self.desks[index as usize] = Desk::Taken(process, None);
                if process == 0 {
                    ran.switches = wants.switches;
                }
                // What several lanes did was seen on their board already.
                if self.cluster.topology().threads() == 1 || process > 0 {
                    marks.iter().for_each(|mark| watch.mark(process, *mark));
                }
                ran.marks.extend(marks.into_iter().map(|mark| (process, mark)));
                return Ok(system.wants(process, wants, clock::now_ms()));
            }
            Ok(Some(Incoming::Reply(index, Reply::Failed { error }))) => {
                self.cluster.kill(index);
                (index, error)
            }
            Ok(Some(Incoming::Reply(_, other))) => {
                return Err(Error::Protocol { reason: format!("{other:?} where a process of a program was expected") });
            }
            Err(Error::Died { process, reason }) => (process, Error::Died { process, reason }),
            Err(Error::Panicked { process, reason }) => (process, Error::Panicked { process, reason }),
            Err(error) => return Err(error),
        };
        // One that was ended says so, too, when nobody has anything to do with it any more.
        let Some(process) = self.process(index) else { return Ok(Vec::new()) };
        self.desks[index as usize] = Desk::Left;
        if process == 0 { Err(error) } else { Ok(system.died(process, clock::now_ms())) }
    }

    fn check_watchdogs(&mut self, system: &mut System, now_ms: f64) -> Result<Vec<Action>> {
        let mut actions = Vec::new();
        let awake_ms = self.awake.now_ms();
        for desk in 0..self.desks.len() {
            let Desk::Taken(process, Some(asked_ms)) = self.desks[desk] else { continue };
            let silent_ms = awake_ms - asked_ms;
            if silent_ms > WATCHDOG_MS {
                self.leave(desk);
                if process == 0 {
                    return Err(Error::Stuck { process, waited_ms: silent_ms as u32 });
                }
                actions.extend(system.died(process, now_ms));
            }
        }
        Ok(actions)
    }
}

/// Keeps what there is room for.
fn keep(kept: &mut String, text: &str) {
    let mut end = text.len().min(KEPT_BYTES.saturating_sub(kept.len()));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    kept.push_str(&text[..end]);
}
