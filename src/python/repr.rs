//! Values as text: `str`, `repr`, `ascii`.

use std::cell::RefCell;

use num_bigint::BigInt;

use crate::{
    depth::Level,
    exception::{Kind, Raise, Result},
    float, meter,
    value::Value,
};

/// Digits of an integer that may be turned into text and back at most, as CPython has it since 3.11.
pub const DIGITS_MAX: usize = 4300;

/// `str(value)`
///
/// # Errors
/// As [`repr`].
pub fn str(value: &Value) -> Result<String> {
    match value {
        Value::Str(text) => {
            meter::reserve(text.as_str().len())?;
            Ok(text.as_str().to_owned())
        }
        Value::Exception(exception) => match exception.args.as_slice() {
            [] => Ok(String::new()),
            // A missing key is shown so that one sees its type.
            [key] if exception.kind.is(Kind::KeyError) => repr(key),
            [one] => str(one),
            [Value::Int(code), message] if exception.kind.is(Kind::OSError) => {
                Ok(format!("[Errno {code}] {}", str(message)?))
            }
            all => tuple_repr(all),
        },
        other => repr(other),
    }
}

/// `repr(value)`
///
/// # Errors
/// RecursionError, MemoryError; ValueError for an integer of more than [`DIGITS_MAX`] digits.
pub fn repr(value: &Value) -> Result<String> {
    let mut out = String::new();
    write(&mut out, value)?;
    Ok(out)
}

/// `ascii(value)`
///
/// # Errors
/// As [`repr`].
pub fn ascii(value: &Value) -> Result<String> {
    let mut out = String::new();
    for character in repr(value)?.chars() {
        if character.is_ascii() { out.push(character) } else { escape(&mut out, character) }
    }
    Ok(out)
}

fn tuple_repr(items: &[Value]) -> Result<String> {
    let mut out = String::new();
    write_tuple(&mut out, items)?;
    Ok(out)
}

thread_local! {
    /// Where those lie that are just being written: one that holds itself is not written again.
    static OPEN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Held while one is written.
struct Open;

impl Open {
    /// Begins one; `None` if it is being written already.
    fn begin(address: usize) -> Option<Self> {
        OPEN.with(|open| {
            let mut open = open.borrow_mut();
            if open.contains(&address) {
                return None;
            }
            open.push(address);
            Some(Open)
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        OPEN.with(|open| open.borrow_mut().pop());
    }
}

/// Writes a value. What goes down into values is kept apart from what does not: it takes the smaller part of the stack.
fn write(out: &mut String, value: &Value) -> Result<()> {
    match value {
        Value::Tuple(_) | Value::List(_) | Value::Dict(_) | Value::View(_) | Value::Slice(_) | Value::Exception(_) => {
            let _level = Level::enter(" while getting the repr of an object")?;
            write_container(out, value)
        }
        _ => write_leaf(out, value),
    }
}

#[inline(never)]
fn write_leaf(out: &mut String, value: &Value) -> Result<()> {
    match value {
        Value::Undefined => out.push_str("<NULL>"),
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Big(value) => out.push_str(&decimal(value)?),
        Value::Float(value) => out.push_str(&float::repr(*value)),
        Value::Str(text) => {
            meter::reserve(text.as_str().len() + out.len())?;
            write_quoted(out, text.as_str());
        }
        Value::Range(range) => {
            let (start, stop) = (range.start, range.stop);
            match range.step {
                1 => out.push_str(&format!("range({start}, {stop})")),
                step => out.push_str(&format!("range({start}, {stop}, {step})")),
            }
        }
        Value::Function(id) => out.push_str(&format!("<function {id}>")),
        Value::Builtin(builtin) => out.push_str(&format!("<built-in function {}>", builtin.name())),
        Value::Type(kind) => out.push_str(&format!("<class '{}'>", kind.name())),
        Value::Module(module) => out.push_str(&format!("<module '{}'>", module.name())),
        Value::Object(object) => out.push_str(&object.repr()),
        Value::Method(method) => {
            let (name, of) = (method.name.name(), method.of.type_name());
            out.push_str(&format!("<built-in method {name} of {of} object>"));
        }
        Value::Iterator(iter) => out.push_str(&format!("<{} object>", iter.type_of().name())),
        _ => {}
    }
    Ok(())
}

#[inline(never)]
fn write_container(out: &mut String, value: &Value) -> Result<()> {
    meter::reserve(out.len())?;
    match value {
        Value::Tuple(tuple) => match Open::begin(std::sync::Arc::as_ptr(tuple) as usize) {
            Some(_open) => write_tuple(out, tuple.items())?,
            None => out.push_str("(...)"),
        },
        Value::List(list) => match Open::begin(std::sync::Arc::as_ptr(list) as usize) {
            Some(_open) => write_items(out, '[', &list.items(), "]")?,
            None => out.push_str("[...]"),
        },
        Value::Dict(dict) => match Open::begin(std::sync::Arc::as_ptr(dict) as usize) {
            Some(_open) => write_entries(out, &dict.entries())?,
            None => out.push_str("{...}"),
        },
        Value::View(view) => match Open::begin(std::sync::Arc::as_ptr(view) as usize) {
            Some(_open) => {
                out.push_str(view.kind().type_name());
                out.push('(');
                write_items(out, '[', &view.items(), "])")?;
            }
            None => out.push_str("..."),
        },
        Value::Slice(parts) => {
            out.push_str("slice");
            write_items(out, '(', parts.as_slice(), ")")?;
        }
        Value::Exception(exception) => {
            out.push_str(exception.kind.name());
            write_items(out, '(', &exception.args, ")")?;
        }
        _ => {}
    }
    Ok(())
}

fn write_entries(out: &mut String, entries: &[(Value, Value)]) -> Result<()> {
    out.push('{');
    let mut turns = meter::Turns::default();
    for (index, (key, value)) in entries.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write(out, key)?;
        out.push_str(": ");
        write(out, value)?;
        turns.turn()?;
    }
    out.push('}');
    Ok(())
}

fn write_tuple(out: &mut String, items: &[Value]) -> Result<()> {
    write_items(out, '(', items, if items.len() == 1 { ",)" } else { ")" })
}

fn write_items(out: &mut String, before: char, items: &[Value], after: &str) -> Result<()> {
    out.push(before);
    let mut turns = meter::Turns::default();
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write(out, item)?;
        turns.turn()?;
    }
    out.push_str(after);
    Ok(())
}

/// A large integer in decimal digits.
///
/// # Errors
/// ValueError for more than [`DIGITS_MAX`].
pub(crate) fn decimal(value: &BigInt) -> Result<String> {
    let too_long = || {
        let message = "Exceeds the limit (4300 digits) for integer string conversion; use \
                       sys.set_int_max_str_digits() to increase the limit";
        Raise::value_error(message)
    };
    // What has more bits than this has more digits for sure; it is not even tried.
    if value.bits() > 14_400 {
        return Err(too_long());
    }
    let text = value.to_string();
    if text.trim_start_matches('-').len() > DIGITS_MAX { Err(too_long()) } else { Ok(text) }
}

/// A text in quotes, as `repr` shows it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_quoted(&mut out, text);
    out
}

fn write_quoted(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character == quote => out.extend(['\\', quote]),
            ' '..='~' => out.push(character),
            _ if crate::characters::is_printable(character) => out.push(character),
            _ => escape(out, character),
        }
    }
    out.push(quote);
}

fn escape(out: &mut String, character: char) {
    let code = u32::from(character);
    out.push_str(&match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    });
}
