//! Methods of dictionaries.
use crate::{
    dict::Dict,
    exception::{Kind, Raise, Result},
    value::Value,
};

/// `dict.update(other)`
pub(crate) fn update(_dict: &Dict, _other: &Value) -> Result<()> {
    Err(Raise::new(Kind::NotImplementedError, "soon"))
}
