//! Methods.
use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    library::MethodName,
    value::Value,
};

pub(crate) mod dict;

/// Calls a method.
///
/// # Errors
/// Whatever it raises.
pub fn call(name: MethodName, of: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match (name, of) {
        (MethodName::Append, Value::List(list)) => {
            list.push(arguments.one("list.append")?.clone())?;
            Ok(Value::None)
        }
        _ => Err(Raise::new(Kind::NotImplementedError, "soon")),
    }
}

/// Whether a value has such a method.
pub fn has(of: &Value, name: MethodName) -> bool {
    matches!((of, name), (Value::List(_), MethodName::Append))
}
