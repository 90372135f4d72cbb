//! Functions that are built in, and what types make when they are called.

mod items;
mod numbers;

pub use crate::construct::construct;
use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    library::{Builtin, Other, Type},
    number, operators, sequence, text,
    value::Value,
};

/// Calls one that neither blocks nor prints.
///
/// # Errors
/// Whatever it raises.
pub fn call(builtin: Builtin, arguments: Arguments<'_>) -> Result<Value> {
    let name = builtin.name();
    match builtin {
        Builtin::Len => sequence::length(arguments.one(name)?).map(Value::from),
        Builtin::Abs => numbers::absolute(arguments.one(name)?),
        Builtin::All => {
            let mut all = true;
            sequence::each(arguments.one(name)?, |item| {
                all = operators::truth(&item);
                Ok(all)
            })?;
            Ok(Value::Bool(all))
        }
        Builtin::Any => {
            let mut any = false;
            sequence::each(arguments.one(name)?, |item| {
                any = operators::truth(&item);
                Ok(!any)
            })?;
            Ok(Value::Bool(any))
        }
        Builtin::Ascii => text::ascii(arguments.one(name)?).map(Value::from),
        Builtin::Repr => text::repr(arguments.one(name)?).map(Value::from),
        Builtin::Bin | Builtin::Oct | Builtin::Hex => numbers::based(builtin, arguments.one(name)?),
        Builtin::Callable => Ok(Value::Bool(matches!(
            arguments.one(name)?,
            Value::Function(_) | Value::Builtin(_) | Value::Type(_) | Value::Method(_)
        ))),
        Builtin::Chr => character(arguments.one(name)?),
        Builtin::Ord => code(arguments.one(name)?),
        Builtin::Divmod => {
            let given = arguments.between(name, 2, 2)?;
            numbers::divide(&given[0], &given[1])
        }
        Builtin::Enumerate => items::enumerate(arguments),
        Builtin::Format => format(arguments.between(name, 1, 2)?),
        Builtin::Isinstance => is_instance(arguments.between(name, 2, 2)?),
        Builtin::Issubclass => is_subclass(arguments.between(name, 2, 2)?),
        Builtin::Iter => {
            let given = arguments.between(name, 1, 2)?;
            match given {
                [of] => sequence::iterate(of),
                _ => Err(Raise::type_error("iter() with a function is not supported here: write a while loop")),
            }
        }
        Builtin::Next => items::next(arguments.between(name, 1, 2)?),
        Builtin::Max | Builtin::Min => items::extreme(builtin, arguments),
        Builtin::Pow => numbers::power(arguments),
        Builtin::Reversed => sequence::reversed(arguments.between(name, 1, 1)?.first().unwrap_or(&Value::None)),
        Builtin::Round => numbers::round(arguments),
        Builtin::Sorted => items::sorted(arguments),
        Builtin::Sum => items::sum(arguments),
        Builtin::Zip => items::zip(arguments),
        // Those that print or block belong to whoever has an output and can wait.
        _ => Err(Raise::new(Kind::RuntimeError, format!("{name}() can't be called here"))),
    }
}

fn character(value: &Value) -> Result<Value> {
    let code = match value {
        Value::Big(_) => {
            return Err(Raise::new(Kind::OverflowError, "Python int too large to convert to C int"));
        }
        other => number::index(other)?,
    };
    if i32::try_from(code).is_err() {
        return Err(Raise::new(Kind::OverflowError, "Python int too large to convert to C int"));
    }
    match u32::try_from(code).ok().filter(|code| *code < 0x11_0000).map(char::from_u32) {
        Some(Some(character)) => Ok(Value::from(character)),
        Some(None) => Err(Raise::value_error("chr() of half a surrogate pair is not supported here")),
        None => Err(Raise::value_error("chr() arg not in range(0x110000)")),
    }
}

fn code(value: &Value) -> Result<Value> {
    match value {
        Value::Str(text) if text.len() == 1 => Ok(Value::Int(text.char_at(0).map_or(0, u32::from).into())),
        Value::Str(text) => {
            let length = text.len();
            Err(Raise::type_error(format!("ord() expected a character, but string of length {length} found")))
        }
        other => {
            let message = format!("ord() expected string of length 1, but {} found", other.type_name());
            Err(Raise::type_error(message))
        }
    }
}

fn format(given: &[Value]) -> Result<Value> {
    let spec = match given.get(1) {
        None => "",
        Some(Value::Str(spec)) => spec.as_str(),
        Some(other) => {
            let message = format!("format() argument 2 must be str, not {}", other.type_name());
            return Err(Raise::type_error(message));
        }
    };
    crate::format::format(&given[0], spec).map(Value::from)
}

fn is_instance(given: &[Value]) -> Result<Value> {
    let message = "isinstance() arg 2 must be a type, a tuple of types, or a union";
    is_one_of(given[0].type_of(), &given[1], message).map(Value::Bool)
}

fn is_subclass(given: &[Value]) -> Result<Value> {
    let Value::Type(kind) = given[0] else {
        return Err(Raise::type_error("issubclass() arg 1 must be a class"));
    };
    let message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
    is_one_of(kind, &given[1], message).map(Value::Bool)
}

fn is_one_of(kind: Type, of: &Value, message: &str) -> Result<bool> {
    match of {
        Value::Type(other) => Ok(kind.is(*other)),
        Value::Tuple(tuple) => {
            let _level = crate::depth::Level::enter(" in __instancecheck__")?;
            for other in tuple.items() {
                if is_one_of(kind, other, message)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        // A class of a module is called like a function here, and has the same name.
        Value::Builtin(builtin) => {
            let class = builtin.name().rsplit('.').next().and_then(Other::of_name);
            Ok(class.is_some_and(|class| kind == Type::Other(class)))
        }
        _ => Err(Raise::type_error(message)),
    }
}
