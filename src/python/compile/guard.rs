//! Refuses sources that would need too much of the Rust stack, before the parser sees them: it calls itself for what
//! is nested, and so do the functions that compile its tree and free it. In a page, the stack has 1 MiB and its end
//! is the end.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::TextSize;

use crate::{
    compile::{
        Done,
        error::{self, never_closed},
        places::Places,
        scan::Scan,
    },
    fault::{Remedy, SyntaxFault},
};

/// How long a source may be, in bytes. Programs of the article have some hundred.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// How deeply a source may be nested. In a debug build, compiling and freeing the tree then take less than 300 KiB.
const DEEPEST: u32 = 200;

/// Whether a source can be parsed and compiled within a small stack.
pub(super) fn check(source: &str, scan: &Scan, places: &Places<'_>) -> Done {
    if source.len() > MOST_BYTES {
        let message = format!("the program is too long: {} bytes of at most {MOST_BYTES}", source.len());
        return Err(Box::new(error::fault_at(places, TextSize::default(), message)));
    }
    if let Some(place) = source.find('\0') {
        let place = TextSize::try_from(place).unwrap_or_default();
        let message = "source code string cannot contain null bytes";
        return Err(Box::new(error::fault_at(places, place, message)));
    }
    if !is_too_deep(source) {
        return Ok(());
    }
    if let Some(flaw) = &scan.flaw {
        return Err(Box::new(error::of_flaw(places, flaw)));
    }
    match scan.open.last() {
        // It makes one expression of all that follows it.
        Some(&open) => Err(Box::new(never_closed(places, open))),
        None => Err(Box::new(nested(source, places))),
    }
}

/// The tokens have no places, so the line is found by looking at shorter beginnings of the source.
fn nested(source: &str, places: &Places<'_>) -> SyntaxFault {
    let ends = places.ends();
    let line = ends.partition_point(|&end| !is_too_deep(&source[..end])).min(ends.len().saturating_sub(1));
    let start = line.checked_sub(1).map_or(0, |before| ends[before]);
    let indent = source[start..].len() - source[start..].trim_start_matches([' ', '\t', '\u{c}']).len();
    let mut fault =
        error::fault_at(places, TextSize::try_from(start + indent).unwrap_or_default(), "too deeply nested");
    fault.remedy = Some(Remedy::Nesting);
    fault
}

/// Whether the nesting that the tokens can cause may get too deep: an upper bound. Within brackets, and up
/// to the next comma, each operator can be one level. `lambda` can go on behind a comma, and `async` behind whatever.
fn is_too_deep(source: &str) -> bool {
    /// What counts since the last bracket that is open.
    #[derive(Default, Clone, Copy)]
    struct Level {
        /// Until the next comma.
        soft: u32,
        /// Until the next line.
        hard: u32,
        /// An f-string: its fields stand side by side.
        is_text: bool,
    }
    let mut tokens = lexer::lex(source, Mode::Module);
    let mut level = Level::default();
    let mut around: Vec<Level> = Vec::new();
    // All of `around` together.
    let mut depth = 0;
    let mut indents: u32 = 0;
    loop {
        let kind = tokens.next_token();
        match kind {
            TokenKind::EndOfFile => return false,
            TokenKind::Newline => {
                (level, depth) = (Level::default(), 0);
                around.clear();
            }
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Comma | TokenKind::Semi => level.soft = 0,
            TokenKind::Lambda | TokenKind::Async => level.hard += 1,
            // A bracket behind something is a call or an index, which is one level more, as `a()()` is of `a()`.
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                level.soft = if level.is_text { 1 } else { level.soft + 1 };
                depth += level.soft + level.hard;
                around.push(level);
                let is_text = matches!(kind, TokenKind::FStringStart | TokenKind::TStringStart);
                level = Level { is_text, ..Level::default() };
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace | TokenKind::FStringEnd | TokenKind::TStringEnd => {
                if let Some(outer) = around.pop() {
                    depth -= outer.soft + outer.hard;
                    level = outer;
                }
            }
            kind if can_nest(kind) => level.soft += 1,
            _ => {}
        }
        if depth + level.soft + level.hard + indents > DEEPEST {
            return true;
        }
    }
}

/// Whether a token can make an expression out of expressions.
fn can_nest(kind: TokenKind) -> bool {
    use TokenKind::{
        Amper, And, At, Await, CircumFlex, ColonEqual, Dot, DoubleSlash, DoubleStar, Else, EqEqual, For, Greater,
        GreaterEqual, If, In, Is, LeftShift, Less, LessEqual, Minus, Not, NotEqual, Or, Percent, Plus, RightShift,
        Slash, Star, Tilde, Vbar, Yield,
    };
    matches!(
        kind,
        Amper
            | And
            | At
            | Await
            | CircumFlex
            | ColonEqual
            | Dot
            | DoubleSlash
            | DoubleStar
            | Else
            | EqEqual
            | For
            | Greater
            | GreaterEqual
            | If
            | In
            | Is
            | LeftShift
            | Less
            | LessEqual
            | Minus
            | Not
            | NotEqual
            | Or
            | Percent
            | Plus
            | RightShift
            | Slash
            | Star
            | Tilde
            | Vbar
            | Yield
    )
}
