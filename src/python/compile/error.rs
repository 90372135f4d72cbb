//! What is wrong with a source, in CPython's words where they are the same.

use ruff_python_ast::Mod;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextSize};

use crate::{
    compile::{Done, places::Places},
    exception::Kind,
    fault::SyntaxFault,
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

/// Whether the parser had nothing to say.
pub(super) fn check(parsed: &Parsed<Mod>, places: &Places<'_>) -> Done {
    match parsed.errors().first() {
        Some(error) => Err(fault(places, error, error.error.to_string())),
        None => Ok(()),
    }
}
