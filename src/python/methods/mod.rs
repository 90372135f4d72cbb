//! Methods of values.

use crate::{
    arguments::Arguments,
    exception::{Raise, Result},
    library::{MethodName, Type},
    value::Value,
};

mod classify;
pub(crate) mod dict;
mod list;
mod number;
mod search;
mod split;
mod template;
mod text;
mod tuple;

pub(crate) use list::no_key;

/// Calls a method.
///
/// # Errors
/// Whatever it raises; AttributeError if there is none of this name.
pub fn call(name: MethodName, of: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match of {
        Value::Str(text) if has(of, name) => text::call(name, text, arguments),
        Value::List(list) if has(of, name) => list::call(name, list, arguments),
        Value::Dict(dict) if has(of, name) => dict::call(name, dict, arguments),
        Value::Tuple(tuple) if has(of, name) => tuple::call(name, tuple, arguments),
        Value::Range(range) if has(of, name) => tuple::call_range(name, range, arguments),
        Value::Type(Type::Dict) if name == MethodName::Fromkeys => dict::from_keys(arguments),
        // `str.upper("a")`: the value comes first.
        Value::Type(kind) if has(of, name) => call_of_type(name, *kind, arguments),
        _ if has(of, name) => number::call(name, of, arguments),
        _ => {
            let message = format!("'{}' object has no attribute '{}'", of.type_name(), name.name());
            Err(Raise::new(crate::exception::Kind::AttributeError, message))
        }
    }
}

fn call_of_type(name: MethodName, kind: Type, arguments: Arguments<'_>) -> Result<Value> {
    let (kind, name_text) = (kind, name.name());
    match arguments.positional {
        [] => {
            let message = format!("unbound method {}.{name_text}() needs an argument", kind.name());
            Err(Raise::type_error(message))
        }
        [of, rest @ ..] if of.type_of().is(kind) => {
            call(name, of, Arguments { positional: rest, named: arguments.named })
        }
        [of, ..] => {
            let (kind, given) = (kind.name(), of.type_name());
            let message = format!("descriptor '{name_text}' for '{kind}' objects doesn't apply to a '{given}' object");
            Err(Raise::type_error(message))
        }
    }
}

/// Whether a value has such a method.
pub fn has(of: &Value, name: MethodName) -> bool {
    match of {
        Value::Type(kind) => type_has(*kind, name) || (*kind == Type::Dict && name == MethodName::Fromkeys),
        other => type_has(other.type_of(), name) || (name == MethodName::Fromkeys && matches!(of, Value::Dict(_))),
    }
}

fn type_has(kind: Type, name: MethodName) -> bool {
    use MethodName as M;
    match kind {
        Type::List => matches!(
            name,
            M::Append
                | M::Clear
                | M::Copy
                | M::Count
                | M::Extend
                | M::Index
                | M::Insert
                | M::Pop
                | M::Remove
                | M::Reverse
                | M::Sort
        ),
        Type::Dict => matches!(
            name,
            M::Clear
                | M::Copy
                | M::Get
                | M::Items
                | M::Keys
                | M::Pop
                | M::Popitem
                | M::Setdefault
                | M::Update
                | M::Values
        ),
        Type::Tuple | Type::Range => matches!(name, M::Count | M::Index),
        Type::Int | Type::Bool => matches!(name, M::BitLength | M::BitCount | M::AsIntegerRatio),
        Type::Float => matches!(name, M::IsInteger | M::AsIntegerRatio),
        Type::Str => text::has(name),
        _ => false,
    }
}
