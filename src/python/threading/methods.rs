//! The methods of threads, locks, futures, executors, processes and queues.

use std::sync::Arc;

use super::{
    Executor, Future, Lock, Results, Target, Task, Thread, Workers,
    outside::{of_process, of_queue, submit_outside},
};
use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    functions::{ask, bind, seconds, until},
    iter::Iter,
    lane::{Called, Caller, Lane, Role},
    library::{MethodName, Object},
    operators,
    outside::Call,
    sequence,
    value::Value,
    wait::{Then, Wait},
};

/// Whether an object has a method.
pub(crate) fn has_method(object: &Object, name: MethodName) -> bool {
    use MethodName::{
        Acquire, Cancel, Cancelled, Close, Done, Empty, Enter, Exception, Exit, Get, GetNowait, IsAlive, Join, Locked,
        Map, Put, PutNowait, Qsize, Release, Result, Running, Shutdown, Start, Submit, Terminate,
    };
    match object {
        Object::Thread(_) => matches!(name, Start | Join | IsAlive),
        Object::Lock(_) => matches!(name, Acquire | Release | Locked | Enter | Exit),
        Object::Future(_) => matches!(name, Result | Exception | Done | Running | Cancel | Cancelled),
        Object::Executor(_) => matches!(name, Submit | Map | Shutdown | Enter | Exit),
        Object::Process(_) => matches!(name, Start | Join | IsAlive | Terminate | Close),
        Object::Queue(_) => matches!(name, Put | PutNowait | Get | GetNowait | Empty | Qsize | Close),
        Object::Results(_) => false,
    }
}

/// Calls a method of an object.
///
/// # Errors
/// What it raises.
pub(crate) fn call_method(
    caller: Caller<'_>,
    name: MethodName,
    object: &Object,
    arguments: Arguments<'_>,
) -> Result<Called> {
    match object {
        Object::Thread(thread) => of_thread(caller, name, thread, arguments),
        Object::Lock(lock) => of_lock(caller, name, lock, arguments),
        Object::Future(future) => of_future(caller, name, future, arguments),
        Object::Executor(executor) => of_executor(caller, name, executor, arguments),
        Object::Process(process) => of_process(caller, name, process, arguments),
        Object::Queue(queue) => of_queue(caller, name, *queue, arguments),
        Object::Results(_) => Err(not_there(object, name)),
    }
}

pub(super) fn not_there(object: &Object, name: MethodName) -> Raise {
    crate::attributes::missing(&Value::Object(object.clone()), name.name())
}

pub(super) fn none() -> Result<Called> {
    Ok(Called::Value(Value::None))
}

fn runtime_error(message: &str) -> Raise {
    Raise::new(Kind::RuntimeError, message)
}

fn of_thread(caller: Caller<'_>, name: MethodName, thread: &Arc<Thread>, arguments: Arguments<'_>) -> Result<Called> {
    match name {
        MethodName::Start => {
            let [] = bind("Thread.start", arguments, [])?;
            let Some(target) = thread.start() else {
                return Err(runtime_error("threads can only be started once"));
            };
            let lane = Lane::new(caller.machine, thread.clone(), Role::Thread, Some(target.clone()));
            if !caller.machine.start_thread(thread, lane) {
                thread.start_failed(target);
                return Err(runtime_error("can't start new thread"));
            }
            Ok(Called::Wait(Wait::Started { thread: thread.clone(), value: Value::None }))
        }
        MethodName::Join => {
            let [timeout] = bind("Thread.join", arguments, ["timeout"])?;
            if !thread.is_started() {
                return Err(runtime_error("cannot join thread before it is started"));
            }
            if Arc::ptr_eq(thread, caller.thread) {
                return Err(runtime_error("cannot join current thread"));
            }
            if thread.is_done() {
                return none();
            }
            Ok(Called::Wait(Wait::Join { thread: thread.clone(), until_ms: until(caller, timeout)? }))
        }
        MethodName::IsAlive => {
            let [] = bind("Thread.is_alive", arguments, [])?;
            Ok(Called::Value(Value::Bool(thread.is_alive())))
        }
        _ => Err(not_there(&Object::Thread(thread.clone()), name)),
    }
}

fn of_lock(caller: Caller<'_>, name: MethodName, lock: &Arc<Lock>, arguments: Arguments<'_>) -> Result<Called> {
    match name {
        MethodName::Acquire => {
            let [blocking, timeout] = arguments.bind("acquire", ["blocking", "timeout"], 0)?;
            let blocks = blocking.is_none_or(operators::truth);
            let timeout = timeout.map(seconds).transpose()?.filter(|timeout| *timeout != -1.0);
            match timeout {
                Some(_) if !blocks => {
                    return Err(Raise::value_error("can't specify a timeout for a non-blocking call"));
                }
                Some(timeout) if timeout < 0.0 => {
                    return Err(Raise::value_error("timeout value must be a non-negative number"));
                }
                _ => {}
            }
            let until_ms = timeout.map(|timeout| caller.machine.now_ms() + timeout * 1000.0);
            Ok(acquire(caller, lock, blocks, until_ms))
        }
        MethodName::Enter => Ok(acquire(caller, lock, true, None)),
        MethodName::Release | MethodName::Exit => match lock.release() {
            Some(waiting) => {
                if waiting {
                    caller.machine.bell.ring();
                }
                none()
            }
            None => Err(runtime_error("release unlocked lock")),
        },
        MethodName::Locked => Ok(Called::Value(Value::Bool(lock.locked()))),
        _ => Err(not_there(&Object::Lock(lock.clone()), name)),
    }
}

fn acquire(caller: Caller<'_>, lock: &Arc<Lock>, blocks: bool, until_ms: Option<f64>) -> Called {
    let thread = caller.thread.number;
    if lock.try_acquire(thread) {
        Called::Value(Value::Bool(true))
    } else if blocks {
        Called::Wait(Wait::Acquire { lock: lock.clone(), thread, until_ms })
    } else {
        Called::Value(Value::Bool(false))
    }
}

fn of_future(caller: Caller<'_>, name: MethodName, future: &Arc<Future>, arguments: Arguments<'_>) -> Result<Called> {
    let value = match name {
        MethodName::Result | MethodName::Exception => {
            let [timeout] = bind(&format!("Future.{}", name.name()), arguments, ["timeout"])?;
            let exception = name == MethodName::Exception;
            return Ok(Called::Wait(Wait::Result {
                future: future.clone(),
                exception,
                until_ms: until(caller, timeout)?,
            }));
        }
        MethodName::Done => future.is_done(),
        MethodName::Running => future.is_running(),
        MethodName::Cancelled => future.is_cancelled(),
        MethodName::Cancel => {
            let cancelled = future.cancel();
            caller.machine.bell.ring();
            cancelled
        }
        _ => return Err(not_there(&Object::Future(future.clone()), name)),
    };
    Ok(Called::Value(Value::Bool(value)))
}

fn of_executor(
    caller: Caller<'_>,
    name: MethodName,
    executor: &Arc<Executor>,
    arguments: Arguments<'_>,
) -> Result<Called> {
    match name {
        MethodName::Enter => Ok(Called::Value(Value::Object(Object::Executor(executor.clone())))),
        MethodName::Submit => {
            let Some((function, args)) = arguments.positional.split_first() else {
                let message = format!("{}.submit() missing 1 required positional argument: 'fn'", executor.class());
                return Err(Raise::type_error(message));
            };
            let named = arguments.named.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
            let (future, thread) =
                submit(caller, executor, Target { function: function.clone(), args: args.to_vec(), named })?;
            Ok(after_start(thread, Value::Object(Object::Future(future))))
        }
        MethodName::Map => {
            let [timeout, _chunks] = arguments.names("map", ["timeout", "chunksize"])?;
            let Some((function, iterables)) = arguments.positional.split_first() else {
                let message = format!("{}.map() missing 1 required positional argument: 'fn'", executor.class());
                return Err(Raise::type_error(message));
            };
            map(caller, executor, function, iterables, until(caller, timeout)?)
        }
        MethodName::Shutdown | MethodName::Exit => {
            let [wait, cancel] = bind("Executor.shutdown", arguments, ["wait", "cancel_futures"])?;
            shutdown(caller, executor, wait.is_none_or(operators::truth), cancel.is_some_and(operators::truth))
        }
        _ => Err(not_there(&Object::Executor(executor.clone()), name)),
    }
}

/// A call that started a thread is done when that has begun, as in CPython.
fn after_start(thread: Option<Arc<Thread>>, value: Value) -> Called {
    match thread {
        Some(thread) => Called::Wait(Wait::Started { thread, value }),
        None => Called::Value(value),
    }
}

fn map(
    caller: Caller<'_>,
    executor: &Arc<Executor>,
    function: &Value,
    iterables: &[Value],
    until_ms: Option<f64>,
) -> Result<Called> {
    let columns = iterables.iter().map(sequence::collect).collect::<Result<Vec<_>>>()?;
    let rows = columns.iter().map(Vec::len).min().unwrap_or(0);
    let mut futures = Vec::with_capacity(rows);
    let mut started = None;
    for row in 0..rows {
        let args = columns.iter().map(|column| column[row].clone()).collect();
        let target = Target { function: function.clone(), args, named: Vec::new() };
        let (future, thread) = submit(caller, executor, target)?;
        futures.push(future);
        started = thread.or(started);
    }
    let results = Object::Results(Arc::new(Results::new(futures, until_ms)));
    Ok(after_start(started, Value::Iterator(Arc::new(Iter::results(results)))))
}

fn shutdown(caller: Caller<'_>, executor: &Arc<Executor>, wait: bool, cancel: bool) -> Result<Called> {
    let again = executor.is_shut();
    for task in executor.shut(cancel) {
        task.future.cancel();
    }
    caller.machine.bell.ring();
    match &executor.workers {
        Workers::Threads { .. } if wait && !executor.is_empty() => {
            Ok(Called::Wait(Wait::Shutdown { executor: executor.clone() }))
        }
        Workers::Processes { pool } if !again => {
            let call = Call::ClosePool { pool: *pool };
            if wait {
                return Ok(ask(caller, call, Then::Nothing));
            }
            // Its answer is for nobody.
            caller.machine.ask_for(call, Arc::new(Future::default()));
            none()
        }
        _ => none(),
    }
}

/// Gives a task to an executor. With its future comes the thread that was started for it, if one was.
fn submit(caller: Caller<'_>, executor: &Arc<Executor>, target: Target) -> Result<(Arc<Future>, Option<Arc<Thread>>)> {
    if executor.is_shut() {
        return Err(runtime_error("cannot schedule new futures after shutdown"));
    }
    let machine = caller.machine;
    if machine.is_ending() {
        return Err(runtime_error("cannot schedule new futures after interpreter shutdown"));
    }
    let prefix = match &executor.workers {
        Workers::Processes { pool } => return Ok((submit_outside(machine, *pool, &target), None)),
        Workers::Threads { prefix } => prefix,
    };
    let future = Arc::new(Future::default());
    let Some(number) = executor.submit(Task { target, future: future.clone() }) else {
        machine.bell.ring();
        return Ok((future, None));
    };
    let thread = Thread::new(format!("{prefix}_{number}"), machine.new_number(), false, Target::default());
    let thread = Arc::new(thread);
    thread.start();
    let role = Role::Worker { executor: executor.clone(), task: None };
    if !machine.start_thread(&thread, Lane::new(machine, thread.clone(), role, None)) {
        // Fewer threads do it, too. Without any, nobody does.
        if executor.start_failed().is_some() {
            return Err(runtime_error("can't start new thread"));
        }
        machine.bell.ring();
        return Ok((future, None));
    }
    Ok((future, Some(thread)))
}
