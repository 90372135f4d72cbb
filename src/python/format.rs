//! Format specifications.
use crate::{
    exception::{Kind, Raise, Result},
    value::Value,
};

/// `format(value, spec)`
///
/// # Errors
/// ValueError, TypeError.
pub fn format(value: &Value, spec: &str) -> Result<String> {
    if spec.is_empty() {
        return crate::text::str(value);
    }
    Err(Raise::new(Kind::NotImplementedError, "soon"))
}
