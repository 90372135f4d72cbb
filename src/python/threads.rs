//! Threads of a program on real threads: under the global lock, or without it.

use std::sync::Arc;

use crate::{
    bell::{Look, Waits},
    exception::Result,
    lane::{Lane, Pause},
    machine::Machine,
    meter,
    wait::{Resume, Wait},
};

/// What a thread of the program does, for those who look on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// It does instructions; where there is a global lock, it holds it.
    Run,
    /// It waits for the global lock.
    WaitForLock,
    /// It waits for something else, without the global lock: time, a lock of the program, a thread, a result.
    Blocked,
}

/// Takes notes of what the threads on one lane do.
pub trait Notes {
    /// It begins.
    fn begin(&mut self, activity: Activity);
    /// What was begun last ends.
    fn end(&mut self, activity: Activity);
}

/// Runs threads of the program until it is over, one after the other. To be called once on each lane, with numbers from 0:
/// lane 0 begins with the main thread, the others with what is started. Say before with [`Machine::set_threads_max`] how
/// many lanes there are, or threads may wait for ever for one.
pub fn run(machine: &Machine, lane: u32, notes: &mut dyn Notes) {
    let _entered = meter::enter(&machine.meter);
    let mut thread = (lane == 0).then(|| machine.main());
    loop {
        let next = thread.take().or_else(|| {
            machine.bell.wait(Waits::ForThread, || match machine.take_ready() {
                _ if machine.is_over() => Look::Over(None),
                Some(thread) => Look::Over(Some(thread)),
                None => Look::Wait(None),
            })
        });
        match next {
            Some(next) => drive(machine, next, notes),
            None => return,
        }
    }
}

/// Runs one thread until it or the program has ended.
fn drive(machine: &Machine, mut thread: Lane, notes: &mut dyn Notes) {
    let number = thread.thread().number;
    if !take(machine, number, notes) {
        return;
    }
    loop {
        notes.begin(Activity::Run);
        let pause = thread.run(machine, u64::MAX);
        notes.end(Activity::Run);
        let ends = pause == Pause::Finished || machine.is_over();
        if pause == Pause::Slice && !ends {
            continue;
        }
        if machine.options.gil {
            // Whoever waits for something gives it back as well; if it was asked for, it waits until another has taken it.
            machine.gil.release(number, || machine.is_over());
        }
        if ends {
            return;
        }
        if pause == Pause::Wait {
            let Some(result) = wait(machine, &thread, notes) else { return };
            if !take(machine, number, notes) {
                return;
            }
            thread.resume(result);
        } else if !take(machine, number, notes) {
            return;
        }
    }
}

/// Takes the global lock, if there is one; `false` when the program is over.
fn take(machine: &Machine, number: u32, notes: &mut dyn Notes) -> bool {
    if !machine.options.gil {
        return !machine.is_over();
    }
    notes.begin(Activity::WaitForLock);
    let taken = machine.gil.take(number, &machine.breaker, || machine.is_over());
    notes.end(Activity::WaitForLock);
    taken
}

/// Waits for what the thread waits for; `None` when the program is over before.
fn wait(machine: &Machine, thread: &Lane, notes: &mut dyn Notes) -> Option<Result<Resume>> {
    let wait: &Wait = thread.waiting()?;
    notes.begin(Activity::Blocked);
    wait.enter();
    let result = machine.bell.wait(Waits::InThread, || {
        if machine.is_over() {
            return Look::Over(None);
        }
        let now_ms = machine.now_ms();
        match wait.try_finish(machine, now_ms) {
            Some(result) => Look::Over(Some(result)),
            None => Look::Wait(wait.until_ms().map(|until_ms| until_ms - now_ms)),
        }
    });
    wait.leave();
    notes.end(Activity::Blocked);
    result
}

/// Whoever looks away.
#[derive(Debug, Default)]
pub struct NoNotes;

impl Notes for NoNotes {
    fn begin(&mut self, _: Activity) {}

    fn end(&mut self, _: Activity) {}
}

/// Runs a program on so many threads of the operating system, and returns when it is over. For programs without other
/// processes, where there are threads.
pub fn run_all(machine: &Arc<Machine>, lanes: u32) {
    machine.set_threads_max(lanes);
    std::thread::scope(|scope| {
        for lane in 1..lanes {
            scope.spawn(move || run(machine, lane, &mut NoNotes));
        }
        run(machine, 0, &mut NoNotes);
    });
}

#[cfg(all(test, feature = "compile"))]
mod tests;
