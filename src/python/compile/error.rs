//! What is wrong with a source: which of the things that were found is told, and where.

use ruff_python_ast::Mod;
use ruff_python_parser::{Parsed, UnsupportedSyntaxError, UnsupportedSyntaxErrorKind as Unsupported};
use ruff_text_size::{Ranged, TextSize};

use crate::{
    compile::{
        Done,
        places::Places,
        scan::{Flaw, Scan},
        wording,
    },
    exception::Kind,
    fault::{Remedy, SyntaxFault},
};

/// A `SyntaxError` at a node.
pub(super) fn fault(places: &Places<'_>, node: &impl Ranged, message: impl Into<String>) -> SyntaxFault {
    fault_at(places, node.start(), message)
}

/// A `SyntaxError` at a byte.
pub(super) fn fault_at(places: &Places<'_>, offset: TextSize, message: impl Into<String>) -> SyntaxFault {
    let position = places.at(offset);
    let line = places.line(position.line).to_owned();
    SyntaxFault { kind: Kind::SyntaxError, message: message.into(), position, line, remedy: None }
}

/// What the characters have wrong.
pub(super) fn of_flaw(places: &Places<'_>, flaw: &Flaw) -> SyntaxFault {
    SyntaxFault { kind: flaw.kind, ..fault_at(places, flaw.offset, flaw.message.clone()) }
}

/// A bracket without its end.
pub(super) fn never_closed(places: &Places<'_>, (bracket, at): (u8, usize)) -> SyntaxFault {
    let message = format!("'{}' was never closed", char::from(bracket));
    fault_at(places, TextSize::try_from(at).unwrap_or_default(), message)
}

/// Whether neither the characters nor the parser have anything to say. As in CPython, what is wrong with the
/// characters comes first, even when it stands further down; but not with their indentation.
pub(super) fn check(parsed: &Parsed<Mod>, scan: &Scan, places: &Places<'_>) -> Done {
    let first = parsed.errors().first().map(|error| (error, wording::of(parsed, error, places)));
    if let Some(flaw) = &scan.flaw {
        let is_indentation = flaw.kind != Kind::SyntaxError;
        let line = places.at(flaw.offset).line;
        if first.as_ref().is_none_or(|(_, fault)| !is_indentation || fault.position.line >= line) {
            return Err(Box::new(of_flaw(places, flaw)));
        }
    }
    let Some((error, fault)) = first else {
        return match parsed.unsupported_syntax_errors().first() {
            Some(error) => Err(Box::new(unsupported(places, error))),
            None => Ok(()),
        };
    };
    if let Some(&open) = scan.open.last() {
        let rest = &places.source()[error.start().to_usize()..];
        let is_behind = rest.is_empty() || rest.starts_with(['\n', '\r']);
        let line = places.at(TextSize::try_from(open.1).unwrap_or_default()).line;
        if is_behind || places.of(error).line > line {
            return Err(Box::new(never_closed(places, open)));
        }
    }
    Err(Box::new(fault))
}

/// What is Python, but not yet that of version 3.11.
fn unsupported(places: &Places<'_>, error: &UnsupportedSyntaxError) -> SyntaxFault {
    let (message, remedy) = match error.kind {
        Unsupported::UnparenthesizedExceptionTypes => ("multiple exception types must be parenthesized", None),
        Unsupported::Pep701FString(_) => {
            let text = &places.source()[error.range];
            let message = match text.chars().next() {
                Some('\\') => "f-string expression part cannot include a backslash",
                Some('#') => "f-string expression part cannot include '#'",
                _ => "f-string: the same quotes cannot be used within it",
            };
            (message, Some(Remedy::FString))
        }
        Unsupported::TypeParameterList | Unsupported::TypeAliasStatement | Unsupported::TypeParamDefault => {
            ("invalid syntax", Some(Remedy::Annotation))
        }
        Unsupported::TemplateStrings => ("invalid syntax", Some(Remedy::FString)),
        _ => ("invalid syntax", None),
    };
    let mut fault = fault(places, error, message);
    fault.remedy = remedy;
    fault
}
