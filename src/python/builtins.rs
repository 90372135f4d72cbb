//! Functions that are built in.
use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    library::{Builtin, Type},
    value::Value,
};

/// Calls one that neither blocks nor prints.
///
/// # Errors
/// Whatever it raises.
pub fn call(builtin: Builtin, arguments: Arguments<'_>) -> Result<Value> {
    match builtin {
        Builtin::Len => Ok(Value::from(crate::sequence::length(arguments.one("len")?)?)),
        _ => Err(Raise::new(Kind::NotImplementedError, "soon")),
    }
}

/// Calls a type.
///
/// # Errors
/// Whatever it raises.
pub fn construct(of: Type, arguments: Arguments<'_>) -> Result<Value> {
    let _ = (of, arguments);
    Err(Raise::new(Kind::NotImplementedError, "soon"))
}
