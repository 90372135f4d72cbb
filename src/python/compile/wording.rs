//! The parser's errors in CPython's words, where it has some of its own; else it says `invalid syntax`, and so does
//! this.

mod around;

use ruff_python_ast::{
    Expr, Mod,
    token::{Token, TokenKind},
};
use ruff_python_parser::{
    InterpolatedStringErrorType as StringError, LexicalErrorType, ParseError, ParseErrorType, Parsed,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::{
    compile::{
        error::{fault, fault_at},
        places::Places,
    },
    exception::Kind,
    fault::SyntaxFault,
};

const INVALID: &str = "invalid syntax";
const COMMA: &str = "invalid syntax. Perhaps you forgot a comma?";
const CONVERSION: &str = "f-string: invalid conversion character: expected 's', 'r', or 'a'";

/// An error of the parser, as CPython would tell it.
pub(super) fn of(parsed: &Parsed<Mod>, error: &ParseError, places: &Places<'_>) -> SyntaxFault {
    let teller = Teller { tree: parsed.syntax(), tokens: parsed.tokens(), places, at: error.location };
    let fault = teller.tell(&error.error);
    match teller.is_in_f_string() && !fault.message.starts_with("f-string") {
        true => SyntaxFault { message: format!("f-string: {}", fault.message), ..fault },
        false => fault,
    }
}

/// An error and what it was found in.
struct Teller<'a> {
    tree: &'a Mod,
    tokens: &'a [Token],
    places: &'a Places<'a>,
    /// Where the parser saw it.
    at: TextRange,
}

impl Teller<'_> {
    fn here(&self, message: impl Into<String>) -> SyntaxFault {
        fault(self.places, &self.at, message)
    }

    fn tell(&self, error: &ParseErrorType) -> SyntaxFault {
        match error {
            ParseErrorType::ExpectedToken { expected, found } => self.expected(*expected, *found),
            ParseErrorType::ExpectedExpression => self.expected_expression(),
            ParseErrorType::SimpleStatementsOnSameLine => self.two_statements(),
            ParseErrorType::OtherError(text) => self.other(text),
            ParseErrorType::UnexpectedIndentation => {
                let fault = fault_at(self.places, self.at.end(), "unexpected indent");
                SyntaxFault { kind: Kind::IndentationError, ..fault }
            }
            ParseErrorType::InvalidAssignmentTarget => self.target(),
            ParseErrorType::InvalidAugmentedAssignmentTarget => {
                let name = self.expr_at(self.at).map_or("expression", expr_name);
                self.here(format!("'{name}' is an illegal expression for augmented assignment"))
            }
            ParseErrorType::InvalidAnnotatedAssignmentTarget => self.here("illegal target for annotation"),
            ParseErrorType::InvalidDeleteTarget => {
                self.here(format!("cannot delete {}", self.expr_at(self.at).map_or("expression", expr_name)))
            }
            ParseErrorType::PositionalAfterKeywordArgument => self.here("positional argument follows keyword argument"),
            ParseErrorType::PositionalAfterKeywordUnpacking => {
                self.here("positional argument follows keyword argument unpacking")
            }
            ParseErrorType::InvalidArgumentUnpackingOrder => {
                self.here("iterable argument unpacking follows keyword argument unpacking")
            }
            ParseErrorType::UnparenthesizedGeneratorExpression => {
                self.here("Generator expression must be parenthesized")
            }
            ParseErrorType::NonDefaultParamAfterDefaultParam => {
                self.here("non-default argument follows default argument")
            }
            ParseErrorType::FStringError(error) => self.f_string(error),
            ParseErrorType::Lexical(error) => self.lexical(error),
            _ => self.here(INVALID),
        }
    }

    fn expected(&self, expected: TokenKind, found: TokenKind) -> SyntaxFault {
        match (expected, found) {
            (TokenKind::Colon, TokenKind::Equal) if !self.is_bracketed() => self.assignment_for_comparison(),
            (TokenKind::Colon, TokenKind::Rbrace) => {
                fault_at(self.places, self.end_before() - TextSize::new(1), "':' expected after dictionary key")
            }
            (TokenKind::Colon, _) if !self.is_bracketed() && (found == TokenKind::Newline || self.needs_colon()) => {
                self.here("expected ':'")
            }
            (TokenKind::Else, _) => match self.last_expr(|expr| matches!(expr, Expr::If(_))) {
                Some(conditional) => fault(self.places, conditional, "expected 'else' after 'if' expression"),
                None => self.here("expected 'else' after 'if' expression"),
            },
            (TokenKind::Comma | TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace, _)
                if begins_expression(found) =>
            {
                match self.expr_before() {
                    Some(before) if self.is_bracketed() => fault(self.places, before, COMMA),
                    _ => self.here(INVALID),
                }
            }
            (TokenKind::Comma | TokenKind::Rpar | TokenKind::Rsqb, TokenKind::Equal) => {
                self.assignment_for_comparison()
            }
            (TokenKind::Lpar, _) if self.first_word() == TokenKind::Def => self.here("expected '('"),
            _ => self.here(INVALID),
        }
    }

    /// `if x = 1`
    fn assignment_for_comparison(&self) -> SyntaxFault {
        match self.expr_before() {
            Some(before @ Expr::Name(_)) => {
                fault(self.places, before, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
            }
            Some(before) => {
                let name = expr_name(before);
                let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
                fault(self.places, before, message)
            }
            None => self.here(INVALID),
        }
    }

    fn expected_expression(&self) -> SyntaxFault {
        let before = self.token_before();
        if self.is_in_f_string() {
            let text = &self.places.source()[self.at];
            let is_empty = before.is_some_and(|token| token.kind() == TokenKind::Lbrace)
                && (text.is_empty() || text.starts_with(['}', '!', ':', '=']));
            return self.here(if is_empty { "f-string: empty expression not allowed" } else { INVALID });
        }
        match before {
            Some(colon) if colon.kind() == TokenKind::Colon && self.innermost() == Some(TokenKind::Lbrace) => {
                fault(self.places, colon, "expression expected after dictionary key and ':'")
            }
            _ => self.here(INVALID),
        }
    }

    /// `print "text"`, or just two things side by side.
    fn two_statements(&self) -> SyntaxFault {
        let end = self.end_before();
        if let Some(before) = self.last_expr(|expr| expr.end() == end)
            && let Expr::Name(name) = before
            && matches!(name.id.as_str(), "print" | "exec")
        {
            let message = format!("Missing parentheses in call to '{0}'. Did you mean {0}(...)?", name.id);
            return fault(self.places, before, message);
        }
        self.here(INVALID)
    }

    fn other(&self, text: &str) -> SyntaxFault {
        if let Some(clause) = text.strip_prefix("Expected an indented block after ") {
            return self.no_block(clause);
        }
        match text {
            "Expected a parameter name" => match &self.places.source()[self.at] {
                name @ ("True" | "False" | "None") => self.here(format!("cannot assign to {name}")),
                _ => self.here("expression cannot contain assignment, perhaps you meant \"==\"?"),
            },
            "Trailing comma not allowed" => self.here("trailing comma not allowed without surrounding parentheses"),
            "Expected `except` or `finally` after `try` block" => self.here("expected 'except' or 'finally' block"),
            _ => match text.strip_prefix("Only single target") {
                Some(rest) => self.here(format!("only single target{rest}")),
                None => self.here(INVALID),
            },
        }
    }

    /// `clause` is what the parser calls it: "`else` clause", "function definition".
    fn no_block(&self, clause: &str) -> SyntaxFault {
        let clause = clause.replace('`', "'").replace("clause", "statement");
        let word = match clause.as_str() {
            "function definition" => "def",
            "class definition" => "class",
            other => other.split('\'').nth(1).unwrap_or_default(),
        };
        let source = self.places.source();
        let header = self.tokens_before().rev().find(|token| &source[token.range()] == word);
        let line = header.map_or(1, |token| self.places.of(token).line);
        let message = format!("expected an indented block after {clause} on line {line}");
        // Where the text goes on, unless it does not.
        let is_text = |token: &&Token| token.start() >= self.at.start() && !source[token.range()].trim().is_empty();
        let next = self.tokens.iter().filter(|token| token.kind() != TokenKind::Comment).find(is_text);
        let place = next.map_or(self.at, |token| token.range());
        SyntaxFault { kind: Kind::IndentationError, ..fault(self.places, &place, message) }
    }

    fn target(&self) -> SyntaxFault {
        let Some(target) = self.expr_at(self.at) else { return self.here("cannot assign to expression") };
        let name = expr_name(target);
        let is_value = !matches!(
            target,
            Expr::NoneLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::EllipsisLiteral(_)
                | Expr::Compare(_)
                | Expr::BoolOp(_)
                | Expr::If(_)
                | Expr::Lambda(_)
                | Expr::Generator(_)
        );
        // The first thing on its line, and the only one to be assigned to.
        let source = self.places.source();
        let rest = source[self.at.end().to_usize()..].trim_start_matches([' ', '\t']);
        let line = rest.lines().next().unwrap_or_default();
        let is_first = self.token_before().is_none_or(|token| {
            matches!(token.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi)
        });
        let is_only = line.starts_with('=') && !line[1..].replace("==", "").contains('=');
        match is_value && is_first && is_only {
            true => self.here(format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?")),
            false => self.here(format!("cannot assign to {name}")),
        }
    }

    fn f_string(&self, error: &StringError) -> SyntaxFault {
        let is_at_end = self.places.source()[self.at.start().to_usize()..].starts_with(['"', '\'']);
        self.here(match error {
            StringError::UnclosedLbrace if is_at_end => "f-string: expecting '}'",
            StringError::UnclosedLbrace => "f-string: invalid syntax. Perhaps you forgot a comma?",
            StringError::SingleRbrace => "f-string: single '}' is not allowed",
            StringError::InvalidConversionFlag | StringError::ConversionFlagNotImmediatelyAfterExclamation => {
                CONVERSION
            }
            _ => "f-string: invalid syntax",
        })
    }

    fn lexical(&self, error: &LexicalErrorType) -> SyntaxFault {
        match error {
            LexicalErrorType::FStringError(error) => self.f_string(error),
            LexicalErrorType::UnrecognizedToken { tok } if !tok.is_ascii() => {
                let code = u32::from(*tok);
                match tok.is_whitespace() || tok.is_control() {
                    true => self.here(format!("invalid non-printable character U+{code:04X}")),
                    false => self.here(format!("invalid character '{tok}' (U+{code:04X})")),
                }
            }
            LexicalErrorType::UnicodeError | LexicalErrorType::MissingUnicodeLbrace => {
                self.here("(unicode error) 'unicodeescape' codec can't decode bytes: malformed escape")
            }
            LexicalErrorType::MissingUnicodeRbrace => {
                self.here("(unicode error) 'unicodeescape' codec can't decode bytes: malformed \\N character escape")
            }
            LexicalErrorType::InvalidByteLiteral => self.here("bytes can only contain ASCII literal characters"),
            _ => self.here(INVALID),
        }
    }
}

/// Whether an expression can begin with it; not what can also go on with one.
fn begins_expression(kind: TokenKind) -> bool {
    use TokenKind::{FStringStart, False, Float, Int, Lbrace, Name, None, String, True};
    matches!(kind, Name | Int | Float | String | FStringStart | Lbrace | True | False | None)
}

/// What CPython calls an expression.
fn expr_name(expr: &Expr) -> &'static str {
    match expr {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) | Expr::TString(_) => "f-string expression",
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => "literal",
        Expr::NoneLiteral(_) => "None",
        Expr::BooleanLiteral(literal) if literal.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Slice(_) | Expr::IpyEscapeCommand(_) => "expression",
    }
}
