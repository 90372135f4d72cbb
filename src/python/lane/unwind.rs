//! What happens when something is raised: the search for a handler, through the functions that are under way.

use std::sync::{Arc, PoisonError};

use super::{Frame, Lane};
use crate::{
    code::{Handler, Program},
    exception::{Entry, Exception, History, Raise},
    machine::Machine,
    value::Value,
};

/// The longest traceback that is kept. It grows by a line whenever the same exception is raised again, and a program may
/// do that for ever.
const TRACEBACK_MAX: usize = 8192;

/// How many contexts are followed to see whether they are a circle. A program may make them as many as it likes; in a longer
/// circle, whoever tells it stops where it began.
const CHAIN_MAX: usize = 100;

impl Lane {
    /// Lets the innermost handler go on, if there is one; otherwise nothing is under way any more, and the exception is
    /// given back. `again` is for what was raised here before and only goes on.
    pub(super) fn unwind(&mut self, machine: &Machine, raise: Raise, again: bool) -> Result<(), Raise> {
        if !again && let Some(handled) = self.handled.last() {
            set_context(&raise.0, &handled.0);
        }
        // Nothing catches the end of the program.
        let ends = machine.is_over() || machine.is_out_of_steps();
        let mut told = again;
        while let Some(frame) = self.frames.last_mut() {
            let at = frame.next - 1;
            if !told {
                note(&raise.0, &machine.program, frame, at);
            }
            told = false;
            let code = &machine.program.functions[frame.function as usize];
            if !ends && let Some(handler) = handler(&code.handlers, at) {
                let floor = frame.base + code.locals.len() as u32 + handler.depth;
                frame.next = handler.target;
                let handled = frame.handled + handler.handled;
                self.handled.truncate(handled as usize);
                self.stack.truncate(floor as usize);
                self.stack.push(Value::Exception(raise.0));
                return Ok(());
            }
            self.handled.truncate(frame.handled as usize);
            // With the function that was called, which lies below its locals.
            self.stack.truncate(frame.base as usize - 1);
            self.frames.pop();
        }
        Err(raise)
    }
}

fn handler(handlers: &[Handler], at: u32) -> Option<&Handler> {
    handlers.iter().find(|handler| (handler.start..handler.end).contains(&at))
}

fn note(exception: &Exception, program: &Program, frame: &Frame, at: u32) {
    let code = &program.functions[frame.function as usize];
    let mut position = code.positions.get(at as usize).copied().unwrap_or_default();
    let mut history = exception.history.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tell = |comprehension, position| {
        if history.traceback.len() < TRACEBACK_MAX {
            history.traceback.push(Entry { function: frame.function, comprehension, position });
        }
    };
    for inner in code.comprehensions.iter().filter(|inner| (inner.start..inner.end).contains(&at)) {
        tell(Some(inner.makes), position);
        position = inner.position;
    }
    tell(None, position);
}

/// Notes what was being handled when an exception was raised. Where that would make a circle, the circle is cut where the
/// exception itself was the context, as CPython does.
fn set_context(raised: &Arc<Exception>, handled: &Arc<Exception>) {
    if Arc::ptr_eq(raised, handled) {
        return;
    }
    let mut link = handled.clone();
    for _ in 0..CHAIN_MAX {
        let next = with(&link, |history| match &history.context {
            Some(context) if Arc::ptr_eq(context, raised) => {
                history.context = None;
                None
            }
            other => other.clone(),
        });
        match next {
            Some(next) => link = next,
            None => break,
        }
    }
    with(raised, |history| history.context = Some(handled.clone()));
}

/// Looks at the history of an exception, or changes it. One at a time: two lanes may have the same two in their hands.
pub(crate) fn with<T>(exception: &Exception, look: impl FnOnce(&mut History) -> T) -> T {
    look(&mut exception.history.lock().unwrap_or_else(PoisonError::into_inner))
}
