//! The methods of processes and queues: what they do is asked for outside.

use std::sync::Arc;

use super::{
    Future, Process, Target,
    methods::{none, not_there},
};
use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    functions::{ask, bind, seconds},
    lane::{Called, Caller, with_history},
    library::{MethodName, Object},
    machine::Machine,
    operators,
    outside::{Call, ProcessId},
    pickle::{self, For},
    text,
    value::Value,
    wait::{Then, Wait},
};

/// Gives a task to a pool of processes. What can't be sent there fails as a task, as in CPython.
pub(super) fn submit_outside(machine: &Machine, pool: u32, target: &Target) -> Arc<Future> {
    let sent = pickle::dump_call(target, For::Message).map(|call| Call::Submit { pool, call });
    match sent {
        Ok(call) => {
            let future = Arc::new(Future::default());
            machine.ask_for(call, future.clone());
            future
        }
        Err(raise) => {
            // In CPython a thread of the pool's own finds out, and tells it as if another process had.
            let text = text::str(&Value::Exception(raise.0.clone())).unwrap_or_default();
            let told = format!("\n\"\"\"\n{}: {text}\n\"\"\"", raise.0.kind.qualified_name());
            let cause = Raise::new(Kind::RemoteTraceback, told);
            with_history(&raise.0, |history| history.cause = Some(cause.0));
            Arc::new(Future::done(Err(raise)))
        }
    }
}

/// What has to be waited for before it is known how a process ended; nothing if it is known or was not started.
pub(crate) fn exit_code(machine: &Machine, process: &Arc<Process>) -> Option<Wait> {
    let number = process.number().filter(|_| process.exit_code().is_none())?;
    let call = machine.ask(Call::Join { process: number, wait_ms: Some(0.0) });
    Some(Wait::Answer { call, then: Then::ExitCode(process.clone()) })
}

fn running(process: &Process, what: &str) -> Result<ProcessId> {
    process.number().ok_or_else(|| Raise::new(Kind::AssertionError, format!("can only {what} a started process")))
}

pub(super) fn of_process(
    caller: Caller<'_>,
    name: MethodName,
    process: &Arc<Process>,
    arguments: Arguments<'_>,
) -> Result<Called> {
    match name {
        MethodName::Start => {
            let call = pickle::dump_call(&process.target, For::Start)?;
            if !process.begin() {
                return Err(Raise::new(Kind::AssertionError, "cannot start a process twice"));
            }
            Ok(ask(caller, Call::Start { call }, Then::Started(process.clone())))
        }
        MethodName::Join => {
            let [timeout] = bind("BaseProcess.join", arguments, ["timeout"])?;
            let number = running(process, "join")?;
            if process.exit_code().is_some() {
                return none();
            }
            let call = Call::Join { process: number, wait_ms: wait_ms(timeout)? };
            Ok(ask(caller, call, Then::Joined(process.clone())))
        }
        MethodName::IsAlive => match process.number().filter(|_| process.exit_code().is_none()) {
            Some(process_id) => {
                let call = Call::Join { process: process_id, wait_ms: Some(0.0) };
                Ok(ask(caller, call, Then::Alive(process.clone())))
            }
            None => Ok(Called::Value(Value::Bool(false))),
        },
        MethodName::Terminate => {
            let number = running(process, "terminate")?;
            Ok(ask(caller, Call::Terminate { process: number }, Then::Nothing))
        }
        MethodName::Close => none(),
        _ => Err(not_there(&Object::Process(process.clone()), name)),
    }
}

pub(super) fn of_queue(caller: Caller<'_>, name: MethodName, queue: u32, arguments: Arguments<'_>) -> Result<Called> {
    match name {
        MethodName::Put | MethodName::PutNowait => {
            // It is never full, so there is nothing to wait for.
            let [item, _, _] = bind("Queue.put", arguments, ["obj", "block", "timeout"])?;
            let Some(item) = item else {
                return Err(Raise::type_error("Queue.put() missing 1 required positional argument: 'obj'"));
            };
            let item = pickle::dump(item)?;
            Ok(ask(caller, Call::Put { queue, item }, Then::Nothing))
        }
        MethodName::Get => {
            let [block, timeout] = bind("Queue.get", arguments, ["block", "timeout"])?;
            let blocks = block.is_none_or(operators::truth);
            let wait_ms = if blocks { wait_ms(timeout)? } else { Some(0.0) };
            Ok(ask(caller, Call::Get { queue, wait_ms }, Then::Item))
        }
        MethodName::GetNowait => Ok(ask(caller, Call::Get { queue, wait_ms: Some(0.0) }, Then::Item)),
        MethodName::Empty => Ok(ask(caller, Call::Length { queue }, Then::IsEmpty)),
        MethodName::Qsize => Ok(ask(caller, Call::Length { queue }, Then::Length)),
        MethodName::Close => none(),
        _ => Err(not_there(&Object::Queue(queue), name)),
    }
}

fn wait_ms(timeout: Option<&Value>) -> Result<Option<f64>> {
    match timeout {
        None | Some(Value::None) => Ok(None),
        Some(value) => Ok(Some(seconds(value)?.max(0.0) * 1000.0)),
    }
}
