//! Refuses sources that would need too much of the Rust stack, before the parser sees them: it calls itself for what is nested,
//! and so do the functions that compile its tree and free it. In a page, the stack has 1 MiB and its end is the end.

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
    exception::Kind,
    fault::{Remedy, SyntaxFault},
};

/// How long a source may be, in bytes. Programs of the article have some hundred.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// How deeply a source may be nested. Found with a stack of 512 KiB in a debug build, where it takes about 330 KiB; what the
/// parser takes comes on top of that.
const DEEPEST: u32 = 200;

/// Whether a source can be parsed and compiled within a small stack.
pub(super) fn check(source: &str, scan: &Scan, places: &Places<'_>) -> Done {
    if source.len() > MOST_BYTES {
        let message = format!("the program is too long: {} bytes of at most {MOST_BYTES}", source.len());
        return Err(error::fault_at(places, TextSize::default(), message));
    }
    if source.contains('\0') {
        let message = "source code string cannot contain null bytes";
        return Err(error::fault_at(
            places,
            TextSize::try_from(source.find('\0').unwrap_or(0)).unwrap_or_default(),
            message,
        ));
    }
    if !is_too_deep(source) {
        return Ok(());
    }
    if let Some(flaw) = &scan.flaw {
        return Err(error::of_flaw(places, flaw));
    }
    match scan.open.last() {
        // It makes one expression of all that follows it.
        Some(&open) => Err(never_closed(places, open)),
        None => Err(nested(source, places)),
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
                level.soft += 1;
                depth += level.soft + level.hard;
                around.push(std::mem::take(&mut level));
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
