//! `"… {} {0} {name!r:>10} …".format(…)`

use std::{iter::Peekable, str::Chars};

use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    meter, sequence, text,
    value::Value,
};

/// Whether fields are numbered by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Filler<'a> {
    arguments: Arguments<'a>,
    numbering: Numbering,
}

/// Fills a template.
pub(super) fn format(template: &str, arguments: Arguments<'_>) -> Result<Value> {
    let mut filler = Filler { arguments, numbering: Numbering::Unknown };
    Ok(Value::from(filler.fill(template, 2)?))
}

impl<'a> Filler<'a> {
    /// Fills a template; `depth` says how often fields may be nested.
    fn fill(&mut self, template: &str, depth: u32) -> Result<String> {
        if depth == 0 {
            return Err(Raise::value_error("Max string recursion exceeded"));
        }
        let mut out = String::new();
        let mut rest = template.chars().peekable();
        while let Some(character) = rest.next() {
            match (character, rest.peek()) {
                ('{', Some('{')) | ('}', Some('}')) => {
                    rest.next();
                    out.push(character);
                }
                ('{', None) => return Err(Raise::value_error("Single '{' encountered in format string")),
                ('}', _) => return Err(Raise::value_error("Single '}' encountered in format string")),
                ('{', _) => {
                    let field = take_field(&mut rest)?;
                    let shown = self.field(&field, depth)?;
                    meter::reserve(out.len() + shown.len())?;
                    out.push_str(&shown);
                }
                _ => out.push(character),
            }
        }
        Ok(out)
    }

    fn field(&mut self, field: &Field, depth: u32) -> Result<String> {
        let value = self.value(&field.name)?;
        let value = match field.conversion {
            None => value,
            Some('r') => Value::from(text::repr(&value)?),
            Some('s') => Value::from(text::str(&value)?),
            Some('a') => Value::from(text::ascii(&value)?),
            Some(other) => {
                return Err(Raise::value_error(format!("Unknown conversion specifier {other}")));
            }
        };
        if field.spec.contains(['{', '}']) {
            let spec = self.fill(&field.spec, depth - 1)?;
            return crate::format::format(&value, &spec);
        }
        crate::format::format(&value, &field.spec)
    }

    fn value(&mut self, name: &str) -> Result<Value> {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut path) = name.split_at(end);
        let mut value = self.argument(first)?;
        while !path.is_empty() {
            if path.starts_with('.') {
                return Err(Raise::new(
                    Kind::AttributeError,
                    "attributes in a template are not supported here: pass the attribute itself",
                ));
            }
            let Some((key, after)) = path[1..].split_once(']') else {
                return Err(Raise::value_error("Missing ']' in format string"));
            };
            if key.is_empty() {
                return Err(Raise::value_error("Empty attribute in format string"));
            }
            let key = key.parse::<u32>().map_or_else(|_| Value::from(key), |index| Value::Int(i64::from(index)));
            value = sequence::get_item(&value, &key)?;
            if !after.is_empty() && !after.starts_with(['.', '[']) {
                let message = "Only '.' or '[' may follow ']' in format field specifier";
                return Err(Raise::value_error(message));
            }
            path = after;
        }
        Ok(value)
    }

    fn argument(&mut self, name: &str) -> Result<Value> {
        let number = match (name.is_empty(), name.parse::<usize>()) {
            (true, _) => Some(self.next_number()?),
            (_, Err(_)) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(Raise::value_error("Too many decimal digits in format string"));
            }
            (_, Ok(number)) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Numbering::Automatic(_) = self.numbering {
                    let message = "cannot switch from automatic field numbering to manual field specification";
                    return Err(Raise::value_error(message));
                }
                self.numbering = Numbering::Manual;
                Some(number)
            }
            _ => None,
        };
        match number {
            Some(number) => self.arguments.get(number).cloned().ok_or_else(|| {
                let message = format!("Replacement index {number} out of range for positional args tuple");
                Raise::new(Kind::IndexError, message)
            }),
            None => {
                let found = self.arguments.named.iter().find(|(known, _)| *known == name);
                let missing = || Raise::with(Kind::KeyError, vec![Value::from(name)]);
                found.map(|(_, value)| value.clone()).ok_or_else(missing)
            }
        }
    }

    fn next_number(&mut self) -> Result<usize> {
        let number = match self.numbering {
            Numbering::Manual => {
                let message = "cannot switch from manual field specification to automatic field numbering";
                return Err(Raise::value_error(message));
            }
            Numbering::Automatic(number) => number,
            Numbering::Unknown => 0,
        };
        self.numbering = Numbering::Automatic(number + 1);
        Ok(number)
    }
}

/// A field between braces.
struct Field {
    name: String,
    conversion: Option<char>,
    spec: String,
}

/// The field whose opening brace is taken already, with its closing one.
fn take_field(rest: &mut Peekable<Chars<'_>>) -> Result<Field> {
    let mut field = Field { name: String::new(), conversion: None, spec: String::new() };
    let unclosed = || Raise::value_error("expected '}' before end of string");
    let mut bracket = false;
    let mut next = loop {
        let character = rest.next().ok_or_else(unclosed)?;
        match character {
            // Nothing in a key's brackets ends the name.
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            '{' => return Err(Raise::value_error("unexpected '{' in field name")),
            '}' | ':' | '!' => break character,
            _ => {}
        }
        field.name.push(character);
    };
    if next == '!' {
        let missing = || Raise::value_error("end of string while looking for conversion specifier");
        field.conversion = Some(rest.next().ok_or_else(missing)?);
        next = rest.next().ok_or_else(|| Raise::value_error("unmatched '{' in format spec"))?;
        if next != '}' && next != ':' {
            return Err(Raise::value_error("expected ':' after conversion specifier"));
        }
    }
    let mut open = i32::from(next == ':');
    while open > 0 {
        let character = rest.next().ok_or_else(unclosed)?;
        match character {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open > 0 {
            field.spec.push(character);
        }
    }
    Ok(field)
}
