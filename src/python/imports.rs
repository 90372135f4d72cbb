//! `import`, and the attributes of modules.

use crate::{
    exception::{Kind, Raise, Result},
    library::{Builtin, Module, Type},
    value::Value,
};

/// The module with this dotted name.
///
/// # Errors
/// ModuleNotFoundError.
pub(crate) fn import(name: &str) -> Result<Value> {
    match Module::of_name(name) {
        Some(module) => Ok(Value::Module(module)),
        None => Err(Raise::new(Kind::ModuleNotFoundError, format!("No module named '{name}'"))),
    }
}

/// `from module import name`
///
/// # Errors
/// ImportError.
pub(crate) fn import_from(module: &Value, name: &str) -> Result<Value> {
    let Value::Module(module) = module else { return Err(Raise::type_error("not a module")) };
    attribute(*module, name).ok_or_else(|| {
        let message = format!("cannot import name '{name}' from '{}' (unknown location)", module.name());
        Raise::new(Kind::ImportError, message)
    })
}

/// What a module calls so.
pub(crate) fn attribute(module: Module, name: &str) -> Option<Value> {
    let dotted = format!("{}.{name}", module.name());
    let value = match (module, name) {
        (_, "__name__") => Value::from(module.name().to_string()),
        (Module::Queue, "Empty") => exception(Kind::Empty),
        (Module::ConcurrentFutures, "CancelledError") => exception(Kind::CancelledError),
        // Since 3.11 it is the built-in one.
        (Module::ConcurrentFutures, "TimeoutError") => exception(Kind::TimeoutError),
        (Module::ConcurrentFuturesProcess, "BrokenProcessPool") => exception(Kind::BrokenProcessPool),
        (Module::Sys, "maxsize") => Value::Int(i64::MAX),
        _ => match Module::of_name(&dotted) {
            Some(module) => Value::Module(module),
            None => Value::Builtin(Builtin::of_name(&dotted)?),
        },
    };
    Some(value)
}

fn exception(kind: Kind) -> Value {
    Value::Type(Type::Exception(kind))
}
