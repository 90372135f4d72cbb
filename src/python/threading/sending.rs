//! What is sent to other processes: a function of the program, and arguments.

use std::sync::Arc;

use super::{Future, Target};
use crate::{
    exception::{Raise, Result},
    lane::with_history,
    machine::Machine,
    outside::Call,
    pickle, traceback,
    value::Value,
};

/// Gives a task to a pool of processes. What can't be sent there fails as a task, as in CPython.
pub(super) fn submit_outside(machine: &Machine, pool: u32, target: &Target) -> Arc<Future> {
    let sent = function_of(machine, target).and_then(|(function, args)| {
        let args = pickle::dump(&Value::tuple(args))?;
        Ok(Call::Submit { pool, function, args })
    });
    match sent {
        Ok(call) => {
            let future = Arc::new(Future::default());
            machine.ask_for(call, future.clone());
            future
        }
        Err(raise) => {
            // As CPython tells it, where a thread of its own sends tasks.
            let told = format!("{}: {}\n", raise.0.kind.qualified_name(), traceback::message(&raise.0));
            with_history(&raise.0, |history| history.remote = Some(told.into()));
            Arc::new(Future::done(Err(raise)))
        }
    }
}

/// The function of the program that another process is to call, and its arguments, which are sent in their order.
pub(super) fn function_of(machine: &Machine, target: &Target) -> Result<(u32, Vec<Value>)> {
    match &target.function {
        Value::Function(function) => {
            let code = &machine.program.functions[*function as usize];
            let mut args = target.args.clone();
            for name in &code.locals[..code.parameters as usize] {
                if let Some((_, value)) = target.named.iter().find(|(named, _)| named == name)
                    && code.locals.get(args.len()) == Some(name)
                {
                    args.push(value.clone());
                }
            }
            if args.len() < target.args.len() + target.named.len() {
                let message = "another process takes arguments by name only where none is left out before them here";
                return Err(Raise::type_error(message));
            }
            Ok((*function, args))
        }
        other => {
            let message =
                format!("another process calls functions of the program only here, not {}", other.type_name());
            Err(Raise::type_error(message))
        }
    }
}
