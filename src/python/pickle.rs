//! Values as bytes, for those that leave their process: what CPython's `pickle` takes, and the errors that it raises.
//!
//! ```text
//! value = tag, then what the tag says: numbers as LEB128, texts and sequences with their length before them
//! ```
//!
//! Objects that can change are written once, and meant again by their number: so what was one list before is one list
//! afterwards, and a list may contain itself. Lists and dictionaries get their number before their items, tuples and
//! exceptions behind them, because they can't be made before their items are there.

use std::{collections::HashMap, sync::Arc};

use num_bigint::BigInt;

use crate::{
    exception::{Kind, Raise, Result},
    library::{BoundMethod, Object, Type},
    outside::Pickle,
    threading::Target,
    value::Value,
};

mod load;

pub use load::load;

/// How deep values may nest; CPython raises a RecursionError from 500 on.
const DEPTH_MAX: u32 = 499;

/// What follows in the bytes.
mod tag {
    pub const NONE: u8 = 0;
    pub const FALSE: u8 = 1;
    pub const TRUE: u8 = 2;
    pub const INT: u8 = 3;
    pub const BIG: u8 = 4;
    pub const FLOAT: u8 = 5;
    pub const STR: u8 = 6;
    pub const TUPLE: u8 = 7;
    pub const LIST: u8 = 8;
    pub const DICT: u8 = 9;
    pub const RANGE: u8 = 10;
    pub const FUNCTION: u8 = 11;
    pub const BUILTIN: u8 = 12;
    pub const TYPE: u8 = 13;
    pub const EXCEPTION_TYPE: u8 = 14;
    pub const EXCEPTION: u8 = 15;
    pub const METHOD: u8 = 16;
    pub const QUEUE: u8 = 17;
    pub const SEEN: u8 = 18;
}

/// What a pickle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A process that is being started: it may be handed queues.
    Start,
    /// Everything else.
    Message,
}

/// A value as bytes.
///
/// # Errors
/// CPython's for what can't be pickled; RecursionError for what nests too deep.
pub fn dump(value: &Value) -> Result<Pickle> {
    dump_for(value, For::Message)
}

/// The same, for a certain purpose.
///
/// # Errors
/// Those of [`dump`].
pub fn dump_for(value: &Value, purpose: For) -> Result<Pickle> {
    let mut writer = Writer { bytes: Vec::new(), seen: HashMap::new(), numbers: 0, depth: 0, purpose };
    writer.value(value)?;
    Ok(Pickle::from(writer.bytes))
}

/// A call of a function: which, with arguments by position and by name.
///
/// # Errors
/// Those of [`dump`].
pub fn dump_call(Target { function, args, named }: &Target, purpose: For) -> Result<Pickle> {
    let named = named.iter().flat_map(|(name, value)| [Value::from(name.as_str()), value.clone()]);
    let parts = vec![function.clone(), Value::tuple(args.clone()), Value::tuple(named.collect())];
    dump_for(&Value::tuple(parts), purpose)
}

/// The call that [`dump_call`] has written.
///
/// # Errors
/// Those of [`load`].
pub fn load_call(pickle: &Pickle) -> Result<Target> {
    let value = load(pickle)?;
    if let Value::Tuple(parts) = &value
        && let [function, Value::Tuple(args), Value::Tuple(named)] = parts.items()
    {
        let named = named.items().chunks_exact(2).filter_map(|pair| match pair {
            [Value::Str(name), value] => Some((name.as_str().to_string(), value.clone())),
            _ => None,
        });
        return Ok(Target { function: function.clone(), args: args.items().to_vec(), named: named.collect() });
    }
    Err(Raise::value_error("a pickle that is no call"))
}

/// An exception with a message, pickled: for those who know no values.
pub fn exception(kind: Kind, message: &str) -> Pickle {
    let mut bytes = vec![tag::EXCEPTION];
    name(&mut bytes, kind.name());
    number(&mut bytes, 1);
    bytes.push(tag::STR);
    name(&mut bytes, message);
    Pickle::from(bytes)
}

/// The type of a pickled exception; `None` for what is none.
pub fn kind(pickle: &Pickle) -> Option<Kind> {
    match load(pickle) {
        Ok(Value::Exception(exception)) => Some(exception.kind),
        _ => None,
    }
}

/// What a process exits with that ends by this pickled exception, if it is a SystemExit.
///
/// It reads as far as it must and makes no values: whoever runs processes knows none.
pub fn exit_code(pickle: &Pickle) -> Option<i32> {
    let mut bytes = pickle.strip_prefix(&[tag::EXCEPTION])?;
    let length = usize::try_from(take_number(&mut bytes)?).ok()?;
    let (name, mut bytes) = bytes.split_at_checked(length)?;
    if name != Kind::SystemExit.name().as_bytes() {
        return None;
    }
    if take_number(&mut bytes)? == 0 {
        return Some(0);
    }
    let (&tag, mut bytes) = bytes.split_first()?;
    Some(match tag {
        tag::NONE | tag::FALSE => 0,
        // The operating system has 8 bits for it.
        tag::INT => (signed(take_number(&mut bytes)?) & 0xff) as i32,
        // Else a message, which is told.
        _ => 1,
    })
}

/// A number in LEB128, which is taken off; `None` where there is none.
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The number with a sign that [`integer`] wrote.
fn signed(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// What can be meant again: where it lies in memory.
type Address = usize;

struct Writer {
    bytes: Vec<u8>,
    /// The numbers of objects that were written.
    seen: HashMap<Address, u64>,
    numbers: u64,
    depth: u32,
    purpose: For,
}

impl Writer {
    fn value(&mut self, value: &Value) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let message = "maximum recursion depth exceeded while pickling an object";
            return Err(Raise::new(Kind::RecursionError, message));
        }
        self.write(value)?;
        self.depth -= 1;
        Ok(())
    }

    fn write(&mut self, value: &Value) -> Result<()> {
        match value {
            // No program gets to see the first, and the last lies on a lane's stack only.
            Value::Undefined | Value::Unbound(_) | Value::None => self.bytes.push(tag::NONE),
            Value::Bool(value) => self.bytes.push(if *value { tag::TRUE } else { tag::FALSE }),
            Value::Int(value) => {
                self.bytes.push(tag::INT);
                integer(&mut self.bytes, *value);
            }
            Value::Big(value) => {
                self.bytes.push(tag::BIG);
                let digits = BigInt::to_signed_bytes_le(value);
                number(&mut self.bytes, digits.len() as u64);
                self.bytes.extend(digits);
            }
            Value::Float(value) => {
                self.bytes.push(tag::FLOAT);
                self.bytes.extend(value.to_le_bytes());
            }
            Value::Str(value) => {
                self.bytes.push(tag::STR);
                name(&mut self.bytes, value.as_str());
            }
            Value::Tuple(tuple) => {
                let address = Arc::as_ptr(tuple).addr();
                if !self.meant_again(address) {
                    self.sequence(tag::TUPLE, tuple.items())?;
                    self.has_number(address);
                }
            }
            Value::List(list) => {
                let address = Arc::as_ptr(list).addr();
                if !self.meant_again(address) {
                    self.has_number(address);
                    self.sequence(tag::LIST, &list.items())?;
                }
            }
            Value::Dict(dict) => {
                let address = Arc::as_ptr(dict).addr();
                if !self.meant_again(address) {
                    self.has_number(address);
                    let entries = dict.entries();
                    self.bytes.push(tag::DICT);
                    number(&mut self.bytes, entries.len() as u64);
                    for (key, value) in &entries {
                        self.value(key)?;
                        self.value(value)?;
                    }
                }
            }
            Value::Range(range) => {
                self.bytes.push(tag::RANGE);
                [range.start, range.stop, range.step].into_iter().for_each(|part| integer(&mut self.bytes, part));
            }
            Value::Function(function) => {
                self.bytes.push(tag::FUNCTION);
                number(&mut self.bytes, u64::from(*function));
            }
            Value::Builtin(builtin) => self.named(tag::BUILTIN, builtin.name()),
            Value::Type(Type::Exception(kind)) => self.named(tag::EXCEPTION_TYPE, kind.name()),
            Value::Type(Type::Other(of)) => {
                let name = of.name();
                let looked_up = format!("attribute lookup {name} on builtins failed");
                return Err(Raise::new(Kind::PicklingError, format!("Can't pickle <class '{name}'>: {looked_up}")));
            }
            Value::Type(of) => self.named(tag::TYPE, of.name()),
            Value::Exception(exception) => {
                let address = Arc::as_ptr(exception).addr();
                if !self.meant_again(address) {
                    self.bytes.push(tag::EXCEPTION);
                    name(&mut self.bytes, exception.kind.name());
                    self.items(&exception.args)?;
                    self.has_number(address);
                }
            }
            Value::Method(method) => self.method(method)?,
            Value::Object(object) => self.object(object)?,
            Value::Module(_) => return Err(unpicklable("module")),
            Value::View(_) | Value::Slice(_) | Value::Iterator(_) => return Err(unpicklable(value.type_name())),
        }
        Ok(())
    }

    fn method(&mut self, BoundMethod { name, of }: &BoundMethod) -> Result<()> {
        self.named(tag::METHOD, name.name());
        self.value(of)
    }

    /// CPython's error for each is that for the first part of it that can't be pickled.
    fn object(&mut self, object: &Object) -> Result<()> {
        Err(match object {
            Object::Queue(queue) if self.purpose == For::Start => {
                self.bytes.push(tag::QUEUE);
                number(&mut self.bytes, u64::from(*queue));
                return Ok(());
            }
            Object::Queue(_) => {
                let message = "Queue objects should only be shared between processes through inheritance";
                Raise::new(Kind::RuntimeError, message)
            }
            Object::Process(_) => {
                Raise::type_error("Pickling an AuthenticationString object is disallowed for security reasons")
            }
            Object::Thread(_) | Object::Lock(_) => unpicklable("_thread.lock"),
            Object::Results(_) => unpicklable("generator"),
            Object::Future(_) => unpicklable("_thread.RLock"),
            Object::Executor(executor) if executor.class() == "ThreadPoolExecutor" => unpicklable("_queue.SimpleQueue"),
            Object::Executor(_) => unpicklable("_thread.lock"),
        })
    }

    fn named(&mut self, tag: u8, text: &str) {
        self.bytes.push(tag);
        name(&mut self.bytes, text);
    }

    fn sequence(&mut self, tag: u8, items: &[Value]) -> Result<()> {
        self.bytes.push(tag);
        self.items(items)
    }

    fn items(&mut self, items: &[Value]) -> Result<()> {
        number(&mut self.bytes, items.len() as u64);
        items.iter().try_for_each(|item| self.value(item))
    }

    /// Writes what was written before by its number.
    fn meant_again(&mut self, address: Address) -> bool {
        let Some(&seen) = self.seen.get(&address) else { return false };
        self.bytes.push(tag::SEEN);
        number(&mut self.bytes, seen);
        true
    }

    fn has_number(&mut self, address: Address) {
        // A tuple that contains itself by way of a list is written inside of itself once: the last one counts.
        self.seen.insert(address, self.numbers);
        self.numbers += 1;
    }
}

fn unpicklable(what: &str) -> Raise {
    Raise::type_error(format!("cannot pickle '{what}' object"))
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Small ones, negative or not, are short.
fn integer(bytes: &mut Vec<u8>, value: i64) {
    number(bytes, ((value << 1) ^ (value >> 63)) as u64);
}

fn name(bytes: &mut Vec<u8>, name: &str) {
    number(bytes, name.len() as u64);
    bytes.extend(name.as_bytes());
}

#[cfg(test)]
mod tests;
