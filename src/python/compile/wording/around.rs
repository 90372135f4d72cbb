//! What stands around an error: tokens before it, brackets that are open, expressions that end there.

use ruff_python_ast::{
    Expr, Mod,
    token::{Token, TokenKind},
    visitor::{Visitor, walk_expr},
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Teller;

impl<'a> Teller<'a> {
    pub(super) fn tokens_before(&self) -> impl DoubleEndedIterator<Item = &'a Token> + use<'a> {
        let end = self.tokens.partition_point(|token| token.start() < self.at.start());
        self.tokens[..end].iter().filter(|token| {
            !matches!(token.kind(), TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::Unknown)
        })
    }

    pub(super) fn token_before(&self) -> Option<&'a Token> {
        self.tokens_before().next_back()
    }

    pub(super) fn end_before(&self) -> TextSize {
        self.token_before().map_or(self.at.start(), |token| token.end())
    }

    /// The innermost bracket around, or the beginning of an f-string.
    pub(super) fn innermost(&self) -> Option<TokenKind> {
        let mut open = Vec::new();
        for token in self.tokens_before() {
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace | TokenKind::FStringStart => {
                    open.push(token.kind())
                }
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace | TokenKind::FStringEnd => {
                    open.pop();
                }
                _ => {}
            }
        }
        open.pop()
    }

    pub(super) fn is_bracketed(&self) -> bool {
        self.innermost().is_some()
    }

    pub(super) fn is_in_f_string(&self) -> bool {
        let count = |kind| self.tokens_before().filter(|token| token.kind() == kind).count();
        count(TokenKind::FStringStart) > count(TokenKind::FStringEnd)
    }

    /// The first token of the line.
    pub(super) fn first_word(&self) -> TokenKind {
        let line = self
            .tokens_before()
            .rev()
            .take_while(|token| !matches!(token.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent));
        line.last().map_or(TokenKind::Unknown, |token| token.kind())
    }

    /// After these, CPython misses the colon whatever else stands there.
    pub(super) fn needs_colon(&self) -> bool {
        use TokenKind::{Class, Def, Else, Finally, Try};
        matches!(self.first_word(), Class | Def | Else | Finally | Try)
    }

    pub(super) fn expr_at(&self, range: TextRange) -> Option<&'a Expr> {
        self.last_expr(|expr| expr.range() == range)
    }

    /// The operand that ends here: as much as can stand beside another one.
    pub(super) fn expr_before(&self) -> Option<&'a Expr> {
        let end = self.end_before();
        let is_whole = |expr: &Expr| match expr {
            Expr::BoolOp(_) | Expr::Compare(_) | Expr::If(_) | Expr::Lambda(_) | Expr::Named(_) => false,
            Expr::Tuple(tuple) => tuple.parenthesized,
            _ => true,
        };
        let mut search = Search { wanted: |expr: &Expr| expr.end() == end && is_whole(expr), first: None, last: None };
        search.through(self.tree);
        search.first
    }

    pub(super) fn last_expr(&self, wanted: impl Fn(&Expr) -> bool) -> Option<&'a Expr> {
        let mut search = Search { wanted, first: None, last: None };
        search.through(self.tree);
        search.last
    }
}

/// Looks for expressions in the tree; the outer ones come first.
struct Search<'a, W> {
    wanted: W,
    first: Option<&'a Expr>,
    last: Option<&'a Expr>,
}

impl<'a, W: Fn(&Expr) -> bool> Search<'a, W> {
    fn through(&mut self, tree: &'a Mod) {
        if let Mod::Module(module) = tree {
            self.visit_body(&module.body);
        }
    }
}

impl<'a, W: Fn(&Expr) -> bool> Visitor<'a> for Search<'a, W> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if (self.wanted)(expr) {
            self.first = self.first.or(Some(expr));
            self.last = Some(expr);
        }
        walk_expr(self, expr);
    }
}
