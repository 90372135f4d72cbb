//! The life of a lane: what comes before its first instruction and after its last.

use super::{Exit, Flow, Lane, Pause, Role, Stage};
use crate::{
    exception::{Kind, Raise, Result},
    machine::{Machine, Outcome},
    outside::Call,
    threading::Target,
    traceback,
    value::Value,
    wait::{Then, Wait},
};

impl Lane {
    /// Goes on for so many checks; `each` is whether every instruction is one.
    pub(super) fn go_on(&mut self, machine: &Machine, checks: u64, each: bool) -> Pause {
        if !self.thread.has_begun() {
            self.thread.run();
            // Whoever started it waits for that.
            machine.bell.ring();
        }
        let mut left = checks;
        loop {
            if self.waiting.is_some() {
                return Pause::Wait;
            }
            if machine.is_over() {
                return if matches!(self.stage, Stage::Finished) { Pause::Finished } else { Pause::Breaker };
            }
            match std::mem::replace(&mut self.stage, Stage::Running) {
                Stage::Begin(target) => {
                    if let Err(raise) = self.begin(machine, target) {
                        self.raised = Some(raise);
                    }
                    continue;
                }
                Stage::Idle => {
                    self.look_for_task(machine);
                    continue;
                }
                Stage::Closing => {
                    self.close(machine);
                    continue;
                }
                Stage::Finished => {
                    self.stage = Stage::Finished;
                    return Pause::Finished;
                }
                Stage::Running => {}
            }
            let exit = match self.raised.take() {
                Some(raise) => match self.unwind(machine, raise, false) {
                    Ok(()) => continue,
                    Err(raise) => Exit::Raised(raise),
                },
                None if left == 0 => return Pause::Slice,
                None => {
                    if self.steps == 0 {
                        self.steps = machine.take_steps();
                    }
                    if self.steps == 0 {
                        self.out_of_steps(machine);
                        continue;
                    }
                    if each {
                        self.execute::<true>(machine, &mut left)
                    } else {
                        self.execute::<false>(machine, &mut left)
                    }
                }
            };
            match exit {
                // Its share of the steps may be used up, too: then it takes another.
                Exit::Pause(Pause::Slice) => {}
                Exit::Pause(pause) => return pause,
                Exit::Returned(value) => self.ended(machine, Ok(value)),
                Exit::Raised(raise) => self.ended(machine, Err(raise)),
            }
        }
    }

    /// Calls what the thread or the task is to call.
    fn begin(&mut self, machine: &Machine, target: Target) -> Result<()> {
        if matches!(target.function, Value::Undefined) {
            self.stack.push(Value::None);
            return Ok(());
        }
        let names: Vec<String> = target.named.iter().map(|(name, _)| name.clone()).collect();
        let callee = self.stack.len();
        self.stack.push(target.function);
        self.stack.extend(target.args);
        self.stack.extend(target.named.into_iter().map(|(_, value)| value));
        let flow = self.call(machine, callee, &names);
        if flow.is_err() {
            self.stack.truncate(callee);
        }
        if let Flow::Retry = flow? {
            // There is no instruction that could be done again. Nobody gives results of another executor to a thread that
            // calls a builtin; who does is told.
            self.waiting = None;
            return Err(Raise::new(Kind::RuntimeError, "results of an executor that are not there yet"));
        }
        Ok(())
    }

    fn look_for_task(&mut self, machine: &Machine) {
        let Role::Worker { executor, task } = &mut self.role else { return };
        match executor.take(machine.is_ending()) {
            Ok(next) => {
                let begins = next.future.begin();
                self.stage = if begins { Stage::Begin(next.target.clone()) } else { Stage::Idle };
                *task = begins.then_some(next);
            }
            Err(true) => {
                self.waiting = Some(Wait::Task { executor: executor.clone() });
                self.stage = Stage::Idle;
            }
            Err(false) => {
                executor.left();
                self.finish_thread(machine);
            }
        }
    }

    fn finish_thread(&mut self, machine: &Machine) {
        self.stage = Stage::Finished;
        self.stack = Vec::new();
        self.globals = Vec::new();
        machine.thread_ended(&self.thread);
    }

    /// Its function has ended.
    fn ended(&mut self, machine: &Machine, result: Result<Value>) {
        if machine.is_out_of_steps() {
            return self.out_of_steps(machine);
        }
        self.stack.clear();
        self.handled.clear();
        match &mut self.role {
            Role::Main => {
                if let Err(raise) = &result
                    && machine.process == 0
                {
                    machine.print_error(&traceback::text(&machine.program, raise));
                }
                machine.set_outcome(match result {
                    Ok(value) => Outcome::Returned(value),
                    Err(raise) => Outcome::Raised(raise),
                });
                machine.begin_ending();
                self.stage = Stage::Closing;
            }
            Role::Thread => {
                if let Err(raise) = &result
                    && raise.0.kind != Kind::SystemExit
                {
                    let text = traceback::text(&machine.program, raise);
                    machine.print_error(&format!("Exception in thread {}:\n{text}", self.thread.name()));
                }
                self.finish_thread(machine);
            }
            Role::Worker { executor, task } => {
                if let Some(task) = task.take() {
                    task.future.finish(result);
                }
                executor.finished();
                machine.bell.ring();
                self.stage = Stage::Idle;
            }
        }
    }

    /// At the end of the program: waits for threads, then for processes, as CPython does.
    fn close(&mut self, machine: &Machine) {
        self.stage = Stage::Closing;
        // What the last waiting left.
        self.stack.clear();
        if machine.has_threads() {
            self.waiting = Some(Wait::Threads);
        } else if let Some(process) = machine.unjoined_process() {
            let call = machine.ask(Call::Join { process, wait_ms: None });
            self.waiting = Some(Wait::Answer { call, then: Then::Ended(process) });
        } else {
            machine.thread_ended(&self.thread);
            self.stage = Stage::Finished;
            machine.finish();
        }
    }

    fn out_of_steps(&mut self, machine: &Machine) {
        self.stage = Stage::Finished;
        machine.set_outcome(Outcome::OutOfSteps);
        machine.finish();
    }
}
