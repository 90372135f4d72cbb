//! What programs compute with. A value is small and cheap to copy; what is large or can change lies behind an [`Arc`].
//!
//! Everything that can change has a lock of its own, which is held for one operation: that is what keeps the memory whole
//! when there is no global lock, and what an operation on a list or a dictionary costs.

use std::sync::{Arc, Mutex};

use indexmap::IndexMap;
use num_bigint::BigInt;

use crate::{
    code::FunctionId,
    exception::Exception,
    library::{BoundMethod, Builtin, MethodName, Module, Object, Type},
    text::Str,
};

/// A value.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// None where there should be one: a local or global that was not assigned. No program gets to see it.
    #[default]
    Undefined,
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// An integer that fits into 64 bits; one that does always has this form.
    Int(i64),
    /// One that does not.
    Big(Arc<BigInt>),
    /// A float.
    Float(f64),
    /// A text.
    Str(Arc<Str>),
    /// A tuple.
    Tuple(Arc<Tuple>),
    /// A list.
    List(Arc<List>),
    /// A dictionary.
    Dict(Arc<Dict>),
    /// `range(start, stop, step)`
    Range(Arc<Range>),
    /// `start:stop:step` between brackets.
    Slice(Arc<[Value; 3]>),
    /// An iterator, of whatever.
    Iterator(Arc<Iter>),
    /// A function of the program. It has no counter of references, so lanes that call the same function do not get into
    /// each other's way.
    Function(FunctionId),
    /// A function that is built in or of a module.
    Builtin(Builtin),
    /// A type; those of exceptions among them.
    Type(Type),
    /// An exception.
    Exception(Arc<Exception>),
    /// A method with the object that it belongs to.
    Method(Arc<BoundMethod>),
    /// A module.
    Module(Module),
    /// An object of a module: a thread, a lock, a queue …
    Object(Object),
    /// A method without its object, which lies beside it on the stack, see [`crate::code::Op::LoadMethod`]. No program
    /// gets to see it.
    Unbound(MethodName),
}

// The stack of a lane is made of them: what is larger lies behind an `Arc`.
const _: () = assert!(size_of::<Value>() == 16);

/// A tuple.
#[derive(Debug)]
pub struct Tuple {
    items: Box<[Value]>,
}

/// A list.
#[derive(Debug, Default)]
pub struct List {
    items: Mutex<Vec<Value>>,
}

/// A dictionary, in the order in which its keys came.
#[derive(Debug, Default)]
pub struct Dict {
    entries: Mutex<IndexMap<Key, Value>>,
}

/// A value that can be a key of a dictionary. Numbers that are equal are the same key, whatever their type.
#[derive(Debug, Clone)]
pub struct Key(Value);

/// `range(start, stop, step)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub start: i64,
    /// Where it ends, exclusively.
    pub stop: i64,
    /// Never 0.
    pub step: i64,
}

/// An iterator. Several lanes may ask the same one for its next.
#[derive(Debug)]
pub struct Iter {
    state: Mutex<()>,
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Str(Arc::new(Str::new(text)))
    }
}
