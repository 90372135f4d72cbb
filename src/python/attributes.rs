//! The attributes of values: those of exceptions, threads and modules, and methods without their call.

use std::sync::Arc;

use crate::{
    exception::{Exception, Kind, Raise, Result},
    imports,
    library::{BoundMethod, MethodName, Object},
    machine::Machine,
    methods, text,
    threading::{self, Process, Thread},
    value::Value,
};

/// `of.name`, for what is no method. `None` stands for how a process ended, which has to be asked for outside.
///
/// # Errors
/// AttributeError.
pub(crate) fn get(machine: &Machine, of: &Value, name: &str) -> Result<Value> {
    let found = match of {
        Value::Module(module) => imports::attribute(*module, name),
        Value::Object(Object::Thread(thread)) => of_thread(thread, name),
        Value::Object(Object::Process(process)) => of_process(process, name),
        Value::Exception(exception) => of_exception(exception, name),
        Value::Function(function) if name == "__name__" => {
            Some(Value::from(machine.program.functions[*function as usize].name.clone()))
        }
        Value::Type(kind) if matches!(name, "__name__" | "__qualname__") => Some(Value::from(kind.name().to_string())),
        Value::Builtin(builtin) if name == "__name__" => {
            Some(Value::from(builtin.name().rsplit('.').next().unwrap_or_default().to_string()))
        }
        _ => None,
    };
    if let Some(value) = found {
        return Ok(value);
    }
    if name == "__class__" {
        return Ok(Value::Type(of.type_of()));
    }
    match MethodName::of_name(name) {
        Some(method) if has_method(of, method) => {
            Ok(Value::Method(Arc::new(BoundMethod { name: method, of: of.clone() })))
        }
        _ => Err(missing(of, name)),
    }
}

/// Whether it is a method of this value.
pub(crate) fn has_method(of: &Value, method: MethodName) -> bool {
    match of {
        Value::Object(object) => threading::has_method(object, method),
        _ => methods::has(of, method),
    }
}

/// AttributeError, for an attribute that is not there.
pub(crate) fn missing(of: &Value, name: &str) -> Raise {
    let message = match of {
        Value::Module(module) => format!("module '{}' has no attribute '{name}'", module.name()),
        Value::Type(kind) => format!("type object '{}' has no attribute '{name}'", kind.name()),
        _ => format!("'{}' object has no attribute '{name}'", of.type_name()),
    };
    Raise::new(Kind::AttributeError, message)
}

/// `of.name = value`
///
/// # Errors
/// AttributeError for what can't be set, RuntimeError for what can't be set any more.
pub(crate) fn set(of: &Value, name: &str, value: &Value) -> Result<()> {
    let truth = crate::operators::truth(value);
    match (of, name) {
        (Value::Object(Object::Thread(thread)), "name") => thread.set_name(text::str(value)?),
        (Value::Object(Object::Thread(thread)), "daemon") => {
            if thread.is_started() {
                return Err(Raise::new(Kind::RuntimeError, "cannot set daemon status of active thread"));
            }
            thread.set_daemon(truth);
        }
        (Value::Object(Object::Process(process)), "daemon") => {
            if process.is_started() {
                return Err(Raise::new(Kind::AssertionError, "process has already started"));
            }
            process.set_daemon(truth);
        }
        _ => return Err(missing(of, name)),
    }
    Ok(())
}

fn of_thread(thread: &Thread, name: &str) -> Option<Value> {
    match name {
        "name" => Some(Value::from(thread.name())),
        "daemon" => Some(Value::Bool(thread.is_daemon())),
        "ident" if thread.is_started() => Some(ident(thread)),
        "ident" => Some(Value::None),
        _ => None,
    }
}

/// What `get_ident` tells: never 0.
pub(crate) fn ident(thread: &Thread) -> Value {
    Value::Int(i64::from(thread.number) + 1)
}

fn of_process(process: &Process, name: &str) -> Option<Value> {
    match name {
        "name" => Some(Value::from(process.name.clone())),
        "daemon" => Some(Value::Bool(process.is_daemon())),
        "pid" | "ident" => Some(process.number().map_or(Value::None, |number| Value::Int(i64::from(number)))),
        // Of one that runs it is asked for outside.
        "exitcode" => Some(process.exit_code().map_or(Value::None, |code| Value::Int(i64::from(code)))),
        _ => None,
    }
}

fn of_exception(exception: &Exception, name: &str) -> Option<Value> {
    let other = |other: Option<Arc<Exception>>| other.map_or(Value::None, Value::Exception);
    match (name, exception.kind) {
        ("args", _) => Some(Value::tuple(exception.args.clone())),
        ("__cause__", _) => Some(other(crate::lane::with_history(exception, |history| history.cause.clone()))),
        ("__context__", _) => Some(other(crate::lane::with_history(exception, |history| history.context.clone()))),
        ("code", Kind::SystemExit) | ("value", Kind::StopIteration) => {
            Some(exception.args.first().cloned().unwrap_or(Value::None))
        }
        _ => None,
    }
}
