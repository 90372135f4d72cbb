//! "Did you mean": the name that a misspelt one is most like, as CPython finds it.
//!
//! Source: CPython 3.11, `Python/suggestions.c`. Letters that are added, left out or exchanged cost 2, another case costs 1.

use crate::{
    code::{Op, Program},
    exception::{Exception, Kind},
    lane::with_history,
    library::{Builtin, Type},
    value::Value,
};

const MOVE: usize = 2;
const CASE: usize = 1;
/// Longer names are compared with nothing.
const LENGTH_MAX: usize = 40;

/// The name that was probably meant by the one that has no value.
pub(crate) fn of(program: &Program, exception: &Exception) -> Option<String> {
    if exception.kind != Kind::NameError {
        return None;
    }
    let [Value::Str(message)] = exception.args.as_slice() else { return None };
    let name = message.as_str().strip_prefix("name '")?.strip_suffix("' is not defined")?;
    let innermost = with_history(exception, |history| history.traceback.first().copied())?;
    let code = program.functions.get(innermost.function as usize)?;
    let stored = |index: &usize| {
        let is_store = |op: &Op| matches!(op, Op::StoreGlobal(global) if *global as usize == *index);
        program.functions.iter().any(|code| code.ops.iter().any(is_store))
    };
    let globals = (0..program.globals.len()).filter(stored).map(|index| program.globals[index].as_str());
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let built_in = Builtin::ALL.iter().map(|builtin| builtin.name()).chain(Type::NAMES.iter().copied()).chain(kinds);
    let found = most_like(name, code.locals.iter().map(String::as_str))
        .or_else(|| most_like(name, globals))
        .or_else(|| most_like(name, built_in))?;
    Some(found.to_owned())
}

fn most_like<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.filter(|candidate| *candidate != name) {
        let allowed = (name.len() + candidate.len() + 3) * MOVE / 6;
        let Some(allowed) = best.map_or(Some(allowed), |(least, _)| Some(allowed.min(least.checked_sub(1)?))) else {
            break;
        };
        let distance = distance(name.as_bytes(), candidate.as_bytes());
        if distance <= allowed {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// What it costs to make one name of the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    if a.len().max(b.len()) > LENGTH_MAX {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=a.len()).map(|index| index * MOVE).collect();
    for (line, letter) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (line + 1) * MOVE;
        for (column, other) in a.iter().enumerate() {
            let exchanged = diagonal + exchange(*letter, *other);
            diagonal = row[column + 1];
            row[column + 1] = exchanged.min(diagonal.min(row[column]) + MOVE);
        }
    }
    row[a.len()]
}

fn exchange(a: u8, b: u8) -> usize {
    match (a == b, a.eq_ignore_ascii_case(&b)) {
        (true, _) => 0,
        (_, true) => CASE,
        _ => MOVE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_what_it_is_most_like() {
        let known = ["message", "massage", "Message", "len", "length", "x"];
        for (name, expected) in [
            ("mesage", Some("message")),
            ("MESSAGE", None),
            ("message_", Some("message")),
            ("lenn", Some("len")),
            ("lenght", Some("length")),
            ("y", None),
            ("quite_different", None),
        ] {
            assert_eq!(most_like(name, known.into_iter()), expected, "{name}");
        }
    }
}
