//! What programs compute with. A value is small and cheap to copy; what is large or can change lies behind an [`Arc`].
//!
//! Everything that can change has a lock of its own, which is held for one operation: that is what keeps the memory whole
//! when there is no global lock, and what an operation on a list or a dictionary costs. While it is held, no other lock is
//! taken and no value is dropped.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use num_bigint::BigInt;

use crate::{
    code::FunctionId,
    exception::Exception,
    library::{BoundMethod, Builtin, MethodName, Module, Object, Type},
    meter,
    text::Str,
};
pub use crate::{
    dict::{Dict, Map, View, ViewKind},
    iter::Iter,
    key::Key,
    list::List,
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
    Big(Arc<Big>),
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
    /// `d.keys()`, `d.values()`, `d.items()`
    View(Arc<View>),
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

impl Value {
    /// A list of these.
    pub fn list(items: Vec<Value>) -> Self {
        Value::List(Arc::new(List::new(items)))
    }

    /// A tuple of these.
    pub fn tuple(items: Vec<Value>) -> Self {
        Value::Tuple(Arc::new(Tuple::new(items)))
    }

    /// Whether it is the same object; numbers and texts that are equal in type and value are.
    pub fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Big(a), Value::Big(b)) => a.0 == b.0,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Str(a), Value::Str(b)) => Arc::ptr_eq(a, b) || a.as_str() == b.as_str(),
            (Value::Tuple(a), Value::Tuple(b)) => Arc::ptr_eq(a, b) || (a.items().is_empty() && b.items().is_empty()),
            (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
            (Value::Dict(a), Value::Dict(b)) => Arc::ptr_eq(a, b),
            (Value::View(a), Value::View(b)) => Arc::ptr_eq(a, b),
            (Value::Range(a), Value::Range(b)) => Arc::ptr_eq(a, b),
            (Value::Slice(a), Value::Slice(b)) => Arc::ptr_eq(a, b),
            (Value::Iterator(a), Value::Iterator(b)) => Arc::ptr_eq(a, b),
            (Value::Function(a), Value::Function(b)) => a == b,
            (Value::Builtin(a), Value::Builtin(b)) => a == b,
            (Value::Type(a), Value::Type(b)) => a == b,
            (Value::Exception(a), Value::Exception(b)) => Arc::ptr_eq(a, b),
            (Value::Method(a), Value::Method(b)) => Arc::ptr_eq(a, b),
            (Value::Module(a), Value::Module(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => a.address() == b.address(),
            _ => false,
        }
    }

    /// Its type.
    pub fn type_of(&self) -> Type {
        match self {
            Value::Undefined | Value::None => Type::NoneType,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) | Value::Big(_) => Type::Int,
            Value::Float(_) => Type::Float,
            Value::Str(_) => Type::Str,
            Value::Tuple(_) => Type::Tuple,
            Value::List(_) => Type::List,
            Value::Dict(_) => Type::Dict,
            Value::View(view) => Type::other(view.kind().type_name()),
            Value::Range(_) => Type::Range,
            Value::Slice(_) => Type::other("slice"),
            Value::Iterator(iter) => iter.type_of(),
            Value::Function(_) => Type::other("function"),
            Value::Builtin(_) => Type::other("builtin_function_or_method"),
            Value::Type(_) => Type::Type,
            Value::Exception(exception) => Type::Exception(exception.kind),
            Value::Method(_) | Value::Unbound(_) => Type::other("builtin_function_or_method"),
            Value::Module(_) => Type::other("module"),
            Value::Object(object) => Type::other(object.type_name()),
        }
    }

    /// The name of its type, for messages.
    pub fn type_name(&self) -> &'static str {
        self.type_of().name()
    }

    /// Whether it holds no other values, so that dropping it drops nothing more.
    pub(crate) fn is_leaf(&self) -> bool {
        !matches!(
            self,
            Value::Tuple(_)
                | Value::List(_)
                | Value::Dict(_)
                | Value::View(_)
                | Value::Slice(_)
                | Value::Iterator(_)
                | Value::Exception(_)
                | Value::Method(_)
                | Value::Object(_)
        )
    }
}

/// An integer that does not fit into 64 bits.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Big(BigInt);

impl Big {
    /// One that does not fit, which whoever makes it has seen to.
    pub(crate) fn new(value: BigInt) -> Self {
        let big = Big(value);
        meter::charge(big.bytes());
        big
    }

    fn bytes(&self) -> usize {
        self.0.bits() as usize / 8 + 48
    }
}

impl Deref for Big {
    type Target = BigInt;

    fn deref(&self) -> &BigInt {
        &self.0
    }
}

impl Drop for Big {
    fn drop(&mut self) {
        meter::free(self.bytes());
    }
}

/// A tuple.
#[derive(Debug)]
pub struct Tuple {
    items: Box<[Value]>,
}

impl Tuple {
    /// A tuple of these.
    pub fn new(items: Vec<Value>) -> Self {
        let tuple = Tuple { items: items.into_boxed_slice() };
        meter::charge(tuple.bytes());
        tuple
    }

    /// All of them.
    pub fn items(&self) -> &[Value] {
        &self.items
    }

    /// All of them, for whoever has the only reference to the tuple: no program can see that it changes.
    pub(crate) fn items_mut(&mut self) -> &mut [Value] {
        &mut self.items
    }

    fn bytes(&self) -> usize {
        self.items.len() * size_of::<Value>() + 40
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        meter::free(self.bytes());
        crate::depth::bury(std::mem::take(&mut self.items).into_vec());
    }
}

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

impl Range {
    /// How many.
    pub fn len(&self) -> u64 {
        let (start, stop, step) = (i128::from(self.start), i128::from(self.stop), i128::from(self.step));
        let span = if step > 0 { stop - start } else { start - stop };
        if span <= 0 { 0 } else { ((span - 1) / step.abs() + 1) as u64 }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them, which must be there.
    pub fn get(&self, index: u64) -> i64 {
        // It lies between start and stop, so it fits even if a step in between does not.
        (i128::from(self.start) + i128::from(self.step) * i128::from(index)) as i64
    }
}

/// Locks something. A lane that panicked while it held the lock has left it whole: nothing in between can fail.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
