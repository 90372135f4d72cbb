//! What CPython prints of an exception that nobody caught.

use std::{fmt::Write as _, sync::Arc};

use crate::{
    code::Program,
    exception::{Entry, Exception, Kind, Raise},
    lane::with_history,
    suggestion, text,
    value::Value,
};

/// How often the same line is told before it is only counted.
const REPEATED_MAX: usize = 3;

/// The traceback of an exception, with those of its causes before it. Without the marks below the source lines.
pub fn text(program: &Program, raise: &Raise) -> String {
    if raise.0.kind == Kind::SystemExit {
        return exit_text(&raise.0);
    }
    let mut out = String::new();
    for (exception, link) in chain(&raise.0).into_iter().rev() {
        one(&mut out, program, &exception);
        out.push_str(link);
    }
    out
}

/// `sys.exit` tells nothing but a message.
fn exit_text(exception: &Exception) -> String {
    match exception.args.as_slice() {
        [] | [Value::None | Value::Int(_) | Value::Bool(_)] => String::new(),
        _ => format!("{}\n", message(exception)),
    }
}

/// The exception and those before it, each with what is told between it and the one that it led to.
fn chain(last: &Arc<Exception>) -> Vec<(Arc<Exception>, &'static str)> {
    let mut chain: Vec<(Arc<Exception>, &'static str)> = Vec::new();
    let mut next = Some((last.clone(), ""));
    while let Some((exception, link)) = next {
        if chain.iter().any(|(seen, _)| Arc::ptr_eq(seen, &exception)) {
            break;
        }
        next = with_history(&exception, |history| match (&history.cause, &history.context) {
            (Some(cause), _) => {
                Some((cause.clone(), "\nThe above exception was the direct cause of the following exception:\n\n"))
            }
            (None, Some(context)) if !history.suppress_context => {
                Some((context.clone(), "\nDuring handling of the above exception, another exception occurred:\n\n"))
            }
            _ => None,
        });
        chain.push((exception, link));
    }
    chain
}

fn one(out: &mut String, program: &Program, exception: &Exception) {
    let entries = with_history(exception, |history| history.traceback.clone());
    if !entries.is_empty() {
        out.push_str("Traceback (most recent call last):\n");
    }
    let mut repeated = 0;
    let mut before: Option<Entry> = None;
    for entry in entries.into_iter().rev() {
        let same = before.is_some_and(|before| {
            (before.function, before.comprehension) == (entry.function, entry.comprehension)
                && before.position.line == entry.position.line
        });
        if !same {
            tell_repeated(out, repeated);
            repeated = 0;
        }
        repeated += 1;
        before = Some(entry);
        if repeated <= REPEATED_MAX {
            line(out, program, entry);
        }
    }
    tell_repeated(out, repeated);
    let name = exception.kind.qualified_name();
    let mut message = message(exception);
    if let Some(meant) = suggestion::of(program, exception) {
        let _ = write!(message, ". Did you mean: '{meant}'?");
    }
    // Writing to a text can't fail.
    let _ = if message.is_empty() { writeln!(out, "{name}") } else { writeln!(out, "{name}: {message}") };
}

fn tell_repeated(out: &mut String, repeated: usize) {
    if let Some(more) = repeated.checked_sub(REPEATED_MAX).filter(|more| *more > 0) {
        let plural = if more == 1 { "" } else { "s" };
        let _ = writeln!(out, "  [Previous line repeated {more} more time{plural}]");
    }
}

fn line(out: &mut String, program: &Program, entry: Entry) {
    let line = entry.position.line;
    let function: &str = match entry.comprehension {
        Some(makes) => makes.name(),
        None => program.functions.get(entry.function as usize).map_or("?", |code| code.name.as_str()),
    };
    let _ = writeln!(out, "  File \"{}\", line {line}, in {function}", program.file);
    if let Some(source) = program.lines.get((line as usize).wrapping_sub(1)).map(|source| source.trim())
        && !source.is_empty()
    {
        let _ = writeln!(out, "    {source}");
    }
}

fn message(exception: &Exception) -> String {
    // The same without its history, which is of no interest and may be long.
    let value = Value::Exception(Raise::with(exception.kind, exception.args.clone()).0);
    text::str(&value).unwrap_or_else(|_| "<exception str() failed>".to_string())
}
