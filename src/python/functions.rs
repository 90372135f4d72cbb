//! The functions that are built in or of modules, as far as they need the machine: those that print, wait, tell the time or
//! make threads, locks, executors and processes. All others are the builtins'.

use std::sync::Arc;

use crate::{
    arguments::Arguments,
    attributes, builtins,
    exception::{Kind, Raise, Result},
    lane::{Called, Caller},
    library::{Builtin, Object},
    machine::Named,
    operators,
    outside::Call,
    sequence, text,
    threading::{Executor, Lock, Process, Target, Thread, Workers},
    value::Value,
    wait::{Then, Wait},
};

/// CPython counts nanoseconds in 64 bits: about 292 years.
const SECONDS_MAX: u64 = (i64::MAX / 1_000_000_000) as u64;

/// Calls a function.
///
/// # Errors
/// What it raises.
pub(crate) fn call(caller: Caller<'_>, builtin: Builtin, arguments: Arguments<'_>) -> Result<Called> {
    let machine = caller.machine;
    let value = match builtin {
        Builtin::Print => print(caller, arguments)?,
        Builtin::Sleep => {
            let seconds = seconds(arguments.one("sleep")?)?;
            if seconds < 0.0 {
                return Err(Raise::value_error("sleep length must be non-negative"));
            }
            return Ok(Called::Wait(Wait::Sleep { until_ms: machine.now_ms() + seconds * 1000.0 }));
        }
        Builtin::Monotonic | Builtin::PerfCounter | Builtin::Time => {
            let name = builtin.name().trim_start_matches("time.");
            arguments.none(&format!("time.{name}"))?;
            Value::Float(machine.now_ms() / 1000.0)
        }
        Builtin::CpuCount | Builtin::CpuCountOfMultiprocessing => Value::Int(i64::from(machine.cpus())),
        Builtin::GetSwitchInterval => Value::Float(machine.gil.interval_ms() / 1000.0),
        Builtin::SetSwitchInterval => {
            let seconds = number(arguments.one("sys.setswitchinterval")?)?;
            if seconds.is_nan() || seconds <= 0.0 {
                return Err(Raise::value_error("switch interval must be strictly positive"));
            }
            machine.gil.set_interval_ms(seconds * 1000.0);
            Value::None
        }
        Builtin::IsGilEnabled => Value::Bool(machine.options.gil),
        Builtin::ExitProgram => {
            arguments.between("exit", 0, 1)?;
            return Err(Raise::with(Kind::SystemExit, arguments.positional.to_vec()));
        }
        Builtin::CurrentThread => Value::Object(Object::Thread(caller.thread.clone())),
        Builtin::GetIdent => attributes::ident(caller.thread),
        Builtin::ActiveCount => Value::from(machine.live_threads()),
        Builtin::NewLock => {
            arguments.none("allocate_lock")?;
            Value::Object(Object::Lock(Arc::new(Lock::default())))
        }
        Builtin::NewThread => new_thread(caller, arguments)?,
        Builtin::NewThreadPool => new_thread_pool(caller, arguments)?,
        Builtin::NewProcess => new_process(caller, arguments)?,
        Builtin::NewProcessPool => {
            let [most] = bind("ProcessPoolExecutor.__init__", arguments, ["max_workers"])?;
            let workers = workers(most)?.unwrap_or(machine.cpus());
            return Ok(ask(caller, Call::NewPool { workers }, Then::Pool(workers)));
        }
        Builtin::NewQueue => {
            // However many items it may hold, it holds all: who puts never waits.
            arguments.between("Queue", 0, 1)?;
            return Ok(ask(caller, Call::NewQueue, Then::Queue));
        }
        Builtin::FreezeSupport => Value::None,
        Builtin::SetStartMethod => match arguments.positional.first() {
            Some(Value::Str(method)) if method.as_str() == "spawn" => Value::None,
            _ => return Err(Raise::value_error("processes are spawned here: the start method is 'spawn'")),
        },
        other => builtins::call(other, arguments)?,
    };
    Ok(Called::Value(value))
}

/// Asks outside, and waits for the answer.
pub(crate) fn ask(caller: Caller<'_>, call: Call, then: Then) -> Called {
    Called::Wait(Wait::Answer { call: caller.machine.ask(call), then })
}

/// Seconds to wait.
pub(crate) fn seconds(value: &Value) -> Result<f64> {
    let too_large = |how| Err(Raise::new(Kind::OverflowError, format!("timestamp {how}")));
    match value {
        Value::Big(_) => too_large("too large to convert to C _PyTime_t"),
        Value::Int(value) if value.unsigned_abs() > SECONDS_MAX => too_large("too large to convert to C _PyTime_t"),
        Value::Float(value) if value.is_nan() => Err(Raise::value_error("Invalid value NaN (not a number)")),
        Value::Float(value) if value.abs() > SECONDS_MAX as f64 => too_large("out of range for platform time_t"),
        other => number(other),
    }
}

/// A number, as C code of CPython takes it.
pub(crate) fn number(value: &Value) -> Result<f64> {
    match value {
        Value::Int(value) => Ok(*value as f64),
        Value::Float(value) => Ok(*value),
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        other => {
            let message = format!("'{}' object cannot be interpreted as an integer", other.type_name());
            Err(Raise::type_error(message))
        }
    }
}

/// When a timeout ends, given in seconds; `None` is never.
pub(crate) fn until(caller: Caller<'_>, timeout: Option<&Value>) -> Result<Option<f64>> {
    match timeout {
        None | Some(Value::None) => Ok(None),
        Some(timeout) => Ok(Some(caller.machine.now_ms() + seconds(timeout)?.max(0.0) * 1000.0)),
    }
}

/// Arguments by position or name, as functions written in Python complain about them.
pub(crate) fn bind<'a, const N: usize>(
    function: &str,
    arguments: Arguments<'a>,
    names: [&str; N],
) -> Result<[Option<&'a Value>; N]> {
    let mut found = [None; N];
    if arguments.len() > N {
        // The object itself is counted.
        let (takes, given) = (N + 1, arguments.len() + 1);
        let least = if N == 0 { String::new() } else { "from 1 to ".to_string() };
        let plural = if takes == 1 { "" } else { "s" };
        let message = format!("{function}() takes {least}{takes} positional argument{plural} but {given} were given");
        return Err(Raise::type_error(message));
    }
    for (place, value) in arguments.positional.iter().enumerate() {
        found[place] = Some(value);
    }
    for (name, value) in arguments.named {
        match names.iter().position(|known| known == name) {
            Some(place) if found[place].is_none() => found[place] = Some(value),
            Some(_) => {
                let message = format!("{function}() got multiple values for argument '{name}'");
                return Err(Raise::type_error(message));
            }
            None => {
                let message = format!("{function}() got an unexpected keyword argument '{name}'");
                return Err(Raise::type_error(message));
            }
        }
    }
    Ok(found)
}

fn print(caller: Caller<'_>, arguments: Arguments<'_>) -> Result<Value> {
    let [sep, end, _flush] = arguments.names("print", ["sep", "end", "flush"])?;
    let separator = between(sep, "sep", " ")?;
    let end = between(end, "end", "\n")?;
    let mut out = String::new();
    for (index, value) in arguments.positional.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        match value {
            Value::Str(text) => out.push_str(text.as_str()),
            other => out.push_str(&text::str(other)?),
        }
    }
    out.push_str(&end);
    caller.machine.print(&out);
    Ok(Value::None)
}

fn between(value: Option<&Value>, name: &str, usual: &str) -> Result<String> {
    match value {
        None | Some(Value::None) => Ok(usual.to_string()),
        Some(Value::Str(text)) => Ok(text.as_str().to_string()),
        Some(other) => {
            let message = format!("{name} must be None or a string, not {}", other.type_name());
            Err(Raise::type_error(message))
        }
    }
}

/// What a thread or process is to call.
fn target(function: Option<&Value>, args: Option<&Value>, kwargs: Option<&Value>) -> Result<Target> {
    let args = args.map_or(Ok(Vec::new()), sequence::collect)?;
    let mut named = Vec::new();
    match kwargs {
        None | Some(Value::None) => {}
        Some(Value::Dict(dict)) => {
            for (name, value) in dict.entries() {
                named.push((text::str(&name)?, value));
            }
        }
        Some(other) => {
            let message = format!("argument after ** must be a mapping, not {}", other.type_name());
            return Err(Raise::type_error(message));
        }
    }
    let function = function.filter(|function| !matches!(function, Value::None)).cloned().unwrap_or_default();
    Ok(Target { function, args, named })
}

fn given(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !matches!(value, Value::None))
}

fn new_thread(caller: Caller<'_>, arguments: Arguments<'_>) -> Result<Value> {
    let names = ["group", "target", "name", "args", "kwargs", "daemon"];
    let [_, function, name, args, kwargs, daemon] = bind("Thread.__init__", arguments, names)?;
    let target = target(function, args, kwargs)?;
    let name = match given(name) {
        Some(name) => text::str(name)?,
        None => {
            let number = caller.machine.count_name(Named::Thread) + 1;
            match attributes::get(caller.machine, &target.function, "__name__") {
                Ok(Value::Str(function)) => format!("Thread-{number} ({})", function.as_str()),
                _ => format!("Thread-{number}"),
            }
        }
    };
    let daemon = given(daemon).map_or(caller.thread.is_daemon(), operators::truth);
    let thread = Thread::new(name, caller.machine.new_number(), daemon, target);
    Ok(Value::Object(Object::Thread(Arc::new(thread))))
}

fn new_process(caller: Caller<'_>, arguments: Arguments<'_>) -> Result<Value> {
    let names = ["group", "target", "name", "args", "kwargs", "daemon"];
    let [_, function, name, args, kwargs, daemon] = bind("Process.__init__", arguments, names)?;
    let number = caller.machine.count_name(Named::Process) + 1;
    let name = match given(name) {
        Some(name) => text::str(name)?,
        None => format!("Process-{number}"),
    };
    let daemon = given(daemon).is_some_and(operators::truth);
    let process = Process::new(name, daemon, target(function, args, kwargs)?);
    Ok(Value::Object(Object::Process(Arc::new(process))))
}

/// How many workers a pool is to have.
fn workers(most: Option<&Value>) -> Result<Option<u32>> {
    let Some(most) = given(most) else { return Ok(None) };
    let most = number(most)?;
    if most <= 0.0 {
        return Err(Raise::value_error("max_workers must be greater than 0"));
    }
    Ok(Some(most as u32))
}

fn new_thread_pool(caller: Caller<'_>, arguments: Arguments<'_>) -> Result<Value> {
    let [most, prefix] = bind("ThreadPoolExecutor.__init__", arguments, ["max_workers", "thread_name_prefix"])?;
    // As many as CPython has when nothing is said.
    let most = workers(most)?.unwrap_or((caller.machine.cpus() + 4).min(32));
    let number = caller.machine.count_name(Named::Pool);
    let prefix = match given(prefix).map(text::str).transpose()? {
        Some(prefix) if !prefix.is_empty() => prefix,
        _ => format!("ThreadPoolExecutor-{number}"),
    };
    let executor = Executor::new(Workers::Threads { prefix }, most);
    Ok(Value::Object(Object::Executor(Arc::new(executor))))
}
