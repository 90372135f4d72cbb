//! Values that leave their process.

use crate::{
    exception::{Raise, Result},
    outside::Pickle,
    value::Value,
};

/// A value as bytes.
///
/// # Errors
/// TypeError for what can't leave its process.
pub fn dump(value: &Value) -> Result<Pickle> {
    Err(Raise::type_error(format!("cannot pickle '{}' object", value.type_name())))
}

/// The value that was made bytes.
///
/// # Errors
/// ValueError for what is none.
pub fn load(pickle: &Pickle) -> Result<Value> {
    Err(Raise::value_error(format!("no value: {} bytes", pickle.len())))
}
