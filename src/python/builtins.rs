//! Functions that are built in, and what types make when they are called.

use std::sync::Arc;

pub use crate::construct::construct;
use crate::{
    arguments::Arguments,
    code::Binary,
    exception::{Kind, Raise, Result},
    float, integer,
    iter::Iter,
    library::{Builtin, Other, Type},
    methods::no_key,
    number::{self, Number},
    operators, sequence, text,
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
        Builtin::Abs => absolute(arguments.one(name)?),
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
        Builtin::Bin | Builtin::Oct | Builtin::Hex => based(builtin, arguments.one(name)?),
        Builtin::Callable => Ok(Value::Bool(matches!(
            arguments.one(name)?,
            Value::Function(_) | Value::Builtin(_) | Value::Type(_) | Value::Method(_)
        ))),
        Builtin::Chr => character(arguments.one(name)?),
        Builtin::Ord => code(arguments.one(name)?),
        Builtin::Divmod => {
            let given = arguments.between(name, 2, 2)?;
            divide(&given[0], &given[1])
        }
        Builtin::Enumerate => enumerate(arguments),
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
        Builtin::Next => next(arguments.between(name, 1, 2)?),
        Builtin::Max | Builtin::Min => extreme(builtin, arguments),
        Builtin::Pow => power(arguments),
        Builtin::Reversed => sequence::reversed(arguments.between(name, 1, 1)?.first().unwrap_or(&Value::None)),
        Builtin::Round => round(arguments),
        Builtin::Sorted => sorted(arguments),
        Builtin::Sum => sum(arguments),
        Builtin::Zip => zip(arguments),
        // Those that print or block belong to whoever has an output and can wait.
        _ => Err(Raise::new(Kind::RuntimeError, format!("{name}() can't be called here"))),
    }
}

fn absolute(value: &Value) -> Result<Value> {
    Ok(match Number::of(value) {
        Some(Number::Int(value)) => Value::from(i128::from(value).abs()),
        Some(Number::Float(value)) => Value::Float(value.abs()),
        Some(Number::Big(value)) => Value::from(num_traits::Signed::abs(value)),
        None => return Err(Raise::type_error(format!("bad operand type for abs(): '{}'", value.type_name()))),
    })
}

fn based(builtin: Builtin, value: &Value) -> Result<Value> {
    let spec = match builtin {
        Builtin::Bin => "#b",
        Builtin::Oct => "#o",
        _ => "#x",
    };
    match Number::of(value) {
        Some(Number::Int(value)) => crate::format::format(&Value::Int(value), spec).map(Value::from),
        Some(Number::Big(_)) => crate::format::format(value, spec).map(Value::from),
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", value.type_name());
            Err(Raise::type_error(message))
        }
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

fn divide(a: &Value, b: &Value) -> Result<Value> {
    let (Some(left), Some(right)) = (Number::of(a), Number::of(b)) else {
        let (a, b) = (a.type_name(), b.type_name());
        let message = format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'");
        return Err(Raise::type_error(message));
    };
    let (quotient, rest) = match (left, right) {
        (Number::Float(_), _) | (_, Number::Float(_)) => {
            let (a, b) = (left.to_float()?, right.to_float()?);
            if b == 0.0 {
                return Err(Raise::new(Kind::ZeroDivisionError, "float divmod()"));
            }
            let (quotient, rest) = float::divide(a, b);
            (Value::Float(quotient), Value::Float(rest))
        }
        _ => {
            let (quotient, rest) =
                integer::divide(&left.to_big(), &right.to_big(), "integer division or modulo by zero")?;
            (Value::from(quotient), Value::from(rest))
        }
    };
    Ok(Value::tuple(vec![quotient, rest]))
}

fn enumerate(arguments: Arguments<'_>) -> Result<Value> {
    if arguments.is_empty() && !arguments.named.iter().any(|(name, _)| *name == "iterable") {
        return Err(Raise::type_error("enumerate() missing required argument 'iterable'"));
    }
    let [of, start] = arguments.bind("enumerate", ["iterable", "start"], 1)?;
    let start = match start {
        None => Value::Int(0),
        Some(Value::Bool(start)) => Value::Int(i64::from(*start)),
        Some(start @ (Value::Int(_) | Value::Big(_))) => start.clone(),
        Some(other) => {
            let message = format!("'{}' object cannot be interpreted as an integer", other.type_name());
            return Err(Raise::type_error(message));
        }
    };
    let of = sequence::iterator(of.unwrap_or(&Value::None))?;
    Ok(Value::Iterator(Arc::new(Iter::enumerate(of, start))))
}

fn zip(arguments: Arguments<'_>) -> Result<Value> {
    let [strict] = arguments.names("zip", ["strict"])?;
    let mut of = Vec::with_capacity(arguments.len());
    for value in arguments.positional {
        of.push(sequence::iterator(value)?);
    }
    Ok(Value::Iterator(Arc::new(Iter::zip(of, strict.is_some_and(operators::truth)))))
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

fn next(given: &[Value]) -> Result<Value> {
    let Value::Iterator(iter) = &given[0] else {
        return Err(Raise::type_error(format!("'{}' object is not an iterator", given[0].type_name())));
    };
    match (iter.next()?, given.get(1)) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(Raise::with(Kind::StopIteration, Vec::new())),
    }
}

fn extreme(builtin: Builtin, arguments: Arguments<'_>) -> Result<Value> {
    let name = builtin.name();
    arguments.count(name, 1, usize::MAX)?;
    let [key, default] = arguments.names(name, ["key", "default"])?;
    no_key(key)?;
    let several = arguments.len() > 1;
    if several && default.is_some() {
        let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(Raise::type_error(message));
    }
    let mut best: Option<Value> = None;
    let mut see = |item: Value| {
        let better = match &best {
            None => true,
            Some(best) if builtin == Builtin::Max => operators::greater(&item, best)?,
            Some(best) => operators::less(&item, best)?,
        };
        if better {
            best = Some(item);
        }
        Ok(true)
    };
    if several {
        for item in arguments.positional {
            see(item.clone())?;
        }
    } else {
        sequence::each(&arguments.positional[0], see)?;
    }
    match (best, default) {
        (Some(best), _) => Ok(best),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(Raise::value_error(format!("{name}() arg is an empty sequence"))),
    }
}

fn power(arguments: Arguments<'_>) -> Result<Value> {
    let [base, exponent, modulus] = arguments.bind("pow", ["base", "exp", "mod"], 2)?;
    let (Some(base), Some(exponent)) = (base, exponent) else { return Ok(Value::None) };
    let modulus = match modulus {
        None | Some(Value::None) => return operators::binary(Binary::Power, base, exponent),
        Some(modulus) => modulus,
    };
    match (Number::of(base), Number::of(exponent), Number::of(modulus)) {
        (Some(Number::Float(_)), Some(_), Some(_)) | (Some(_), Some(Number::Float(_)), Some(_)) => {
            Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        (Some(_), Some(_), Some(Number::Float(_))) => {
            Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        (Some(a), Some(b), Some(modulus)) => integer::power_modulo(&a.to_big(), &b.to_big(), &modulus.to_big()),
        _ => {
            let (a, b, c) = (base.type_name(), exponent.type_name(), modulus.type_name());
            Err(Raise::type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
        }
    }
}

fn round(arguments: Arguments<'_>) -> Result<Value> {
    let [value, digits] = arguments.bind("round", ["number", "ndigits"], 1)?;
    let value = value.unwrap_or(&Value::None);
    let digits = match digits {
        None | Some(Value::None) => None,
        Some(digits) => Some(match number::clamped(digits) {
            Some(digits) => digits,
            None => number::index(digits)?,
        }),
    };
    match (Number::of(value), digits) {
        (None, _) => {
            let message = format!("type {} doesn't define __round__ method", value.type_name());
            Err(Raise::type_error(message))
        }
        (Some(Number::Float(value)), Some(digits)) => float::round(value, digits),
        (Some(Number::Float(value)), None) => crate::construct::whole(value.round_ties_even()),
        (Some(number), Some(digits)) if digits < 0 => integer::round_to(&number.to_big(), digits.unsigned_abs()),
        (Some(number), _) => Ok(Value::from(number.to_big().into_owned())),
    }
}

fn sorted(arguments: Arguments<'_>) -> Result<Value> {
    let [key, reverse] = arguments.names("sort", ["key", "reverse"])?;
    arguments.count("sorted", 1, 1)?;
    no_key(key)?;
    let mut items = sequence::collect(&arguments.positional[0])?;
    crate::sort::sort(&mut items, reverse.map_or(Ok(0), number::index)? != 0)?;
    Ok(Value::list(items))
}

fn sum(arguments: Arguments<'_>) -> Result<Value> {
    if arguments.is_empty() {
        return Err(Raise::type_error("sum() takes at least 1 positional argument (0 given)"));
    }
    let [items, start] = arguments.bind("sum", ["iterable", "start"], 1)?;
    if let Some(Value::Str(_)) = start {
        return Err(Raise::type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    let items = items.unwrap_or(&Value::None);
    let mut total = start.cloned().unwrap_or(Value::Int(0));
    if let (Value::Range(range), Some(Number::Int(start))) = (items, Number::of(&total)) {
        // Gauss did not add them up either.
        let (first, step) = (i128::from(range.start), i128::from(range.step));
        let length = i128::from(range.len());
        let steps = length.checked_mul(length - 1).map(|twice| twice / 2).and_then(|steps| steps.checked_mul(step));
        let all = steps.zip(length.checked_mul(first)).and_then(|(a, b)| a.checked_add(b));
        if let Some(all) = all.and_then(|all| all.checked_add(i128::from(start))) {
            return Ok(Value::from(all));
        }
    }
    sequence::each(items, |item| {
        total = operators::binary(Binary::Add, &total, &item)?;
        Ok(true)
    })?;
    Ok(total)
}
