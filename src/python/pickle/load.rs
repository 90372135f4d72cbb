//! From bytes to a value. The bytes may be anything: what they claim is checked before it is believed.

use std::sync::Arc;

use num_bigint::BigInt;

use super::{DEPTH_MAX, signed, tag};
use crate::{
    dict::Dict,
    exception::{Kind, Raise, Result},
    library::{BoundMethod, Builtin, MethodName, Object, Type},
    meter,
    outside::Pickle,
    value::{Range, Value},
};

/// A value from its bytes.
///
/// # Errors
/// ValueError for bytes that [`super::dump`] does not write; RecursionError, MemoryError.
pub fn load(pickle: &Pickle) -> Result<Value> {
    let mut reader = Reader { bytes: pickle, seen: Vec::new(), depth: 0 };
    let value = reader.value()?;
    if reader.bytes.is_empty() { Ok(value) } else { Err(malformed("something behind its end")) }
}

fn malformed(what: &str) -> Raise {
    Raise::value_error(format!("a pickle with {what}"))
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// Objects that can be meant again, in the order of their numbers.
    seen: Vec<Value>,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<Value> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Raise::new(
                Kind::RecursionError,
                "maximum recursion depth exceeded while unpickling an object",
            ));
        }
        let value = self.read()?;
        self.depth -= 1;
        Ok(value)
    }

    fn read(&mut self) -> Result<Value> {
        Ok(match self.take(1)?[0] {
            tag::NONE => Value::None,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::INT => Value::Int(self.integer()?),
            tag::BIG => {
                let length = self.length()?;
                // One that fits into 64 bits becomes an Int.
                Value::from(BigInt::from_signed_bytes_le(self.take(length)?))
            }
            tag::FLOAT => {
                let bytes = self.take(8)?.first_chunk().ok_or_else(|| malformed("a float that is cut off"))?;
                Value::Float(f64::from_le_bytes(*bytes))
            }
            tag::STR => {
                let text = self.text()?;
                meter::reserve(text.len())?;
                Value::from(text)
            }
            tag::TUPLE => {
                let tuple = Value::tuple(self.items()?);
                self.keep(tuple)
            }
            tag::LIST => self.list()?,
            tag::DICT => self.dict()?,
            tag::RANGE => {
                let range = Range { start: self.integer()?, stop: self.integer()?, step: self.integer()? };
                if range.step == 0 {
                    return Err(malformed("a range that goes nowhere"));
                }
                Value::Range(Arc::new(range))
            }
            tag::FUNCTION => {
                let function = u32::try_from(self.number()?).map_err(|_| malformed("an unknown function"))?;
                Value::Function(function)
            }
            tag::BUILTIN => Value::Builtin(self.named(Builtin::of_name)?),
            tag::TYPE => Value::Type(self.named(type_of_name)?),
            tag::EXCEPTION_TYPE => Value::Type(Type::Exception(self.named(kind_of_name)?)),
            tag::EXCEPTION => {
                let kind = self.named(kind_of_name)?;
                let Raise(exception) = Raise::with(kind, self.items()?);
                self.keep(Value::Exception(exception))
            }
            tag::METHOD => {
                let name = self.named(MethodName::of_name)?;
                Value::Method(Arc::new(BoundMethod { name, of: self.value()? }))
            }
            tag::QUEUE => {
                let queue = u32::try_from(self.number()?).map_err(|_| malformed("an unknown queue"))?;
                Value::Object(Object::Queue(queue))
            }
            tag::SEEN => {
                let number = usize::try_from(self.number()?).unwrap_or(usize::MAX);
                self.seen.get(number).cloned().ok_or_else(|| malformed("an object that was not there before"))?
            }
            _ => return Err(malformed("an unknown tag")),
        })
    }

    fn list(&mut self) -> Result<Value> {
        let list = Value::list(Vec::new());
        self.keep(list.clone());
        let items = self.items()?;
        if let Value::List(list) = &list {
            drop(list.replace(items));
        }
        Ok(list)
    }

    fn dict(&mut self) -> Result<Value> {
        let dict = Arc::new(Dict::default());
        self.keep(Value::Dict(Arc::clone(&dict)));
        for _ in 0..self.length()? {
            let key = self.value()?;
            dict.insert(key, self.value()?)?;
        }
        Ok(Value::Dict(dict))
    }

    fn items(&mut self) -> Result<Vec<Value>> {
        let length = self.length()?;
        meter::reserve_items(length, size_of::<Value>())?;
        (0..length).map(|_| self.value()).collect()
    }

    fn keep(&mut self, value: Value) -> Value {
        self.seen.push(value.clone());
        value
    }

    fn named<T>(&mut self, of_name: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let name = self.text()?;
        of_name(name).ok_or_else(|| malformed("an unknown name"))
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| malformed("a text that is none"))
    }

    /// A number of bytes or items, of which each has a byte at least: so it is never more than there are bytes.
    fn length(&mut self) -> Result<usize> {
        let length = self.number()?;
        usize::try_from(length)
            .ok()
            .filter(|&length| length <= self.bytes.len())
            .ok_or_else(|| malformed("something that is cut off"))
    }

    fn number(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(malformed("a number that is too long"))
    }

    fn integer(&mut self) -> Result<i64> {
        Ok(signed(self.number()?))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) =
            self.bytes.split_at_checked(length).ok_or_else(|| malformed("something that is cut off"))?;
        self.bytes = rest;
        Ok(taken)
    }
}

fn kind_of_name(name: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.name() == name)
}

fn type_of_name(name: &str) -> Option<Type> {
    if name == Type::NoneType.name() { Some(Type::NoneType) } else { Type::of_name(name) }
}
