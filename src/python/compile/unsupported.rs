//! What Python has and this one lacks: each is told with its place and a remedy.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::{
    compile::{Compiler, Done, error},
    fault::{Remedy, SyntaxFault},
};

impl Compiler<'_> {
    /// An expression of a form that this Python lacks.
    pub(super) fn lacks_expression(&self, expr: &Expr) -> Done {
        let (what, remedy) = match expr {
            Expr::Named(_) => ("assignment in an expression with := is", Remedy::Walrus),
            Expr::Lambda(_) => ("lambda is", Remedy::Lambda),
            Expr::Set(_) => ("sets are", Remedy::Set),
            Expr::SetComp(_) => ("set comprehensions are", Remedy::Set),
            Expr::Generator(_) => ("generator expressions are", Remedy::Generator),
            Expr::Await(_) => ("await is", Remedy::Async),
            Expr::Yield(_) | Expr::YieldFrom(_) => ("generators are", Remedy::Yield),
            Expr::TString(_) => ("t-strings are", Remedy::FString),
            Expr::BytesLiteral(_) => ("bytes are", Remedy::Bytes),
            Expr::EllipsisLiteral(_) => ("... is", Remedy::Ellipsis),
            Expr::Starred(_) => ("* in a list or tuple is", Remedy::Star),
            _ => return self.wrong(expr, "invalid syntax"),
        };
        self.lacks(expr, what, remedy)
    }

    /// `what` is not supported here.
    pub(super) fn lacks<T>(&self, node: &impl Ranged, what: &str, remedy: Remedy) -> Done<T> {
        self.refuse(node, format!("{what} not supported here"), remedy)
    }

    /// A fault with a remedy.
    pub(super) fn refuse<T>(&self, node: &impl Ranged, message: impl Into<String>, remedy: Remedy) -> Done<T> {
        let fault = error::fault(self.places, node, message);
        Err(Box::new(SyntaxFault { remedy: Some(remedy), ..fault }))
    }

    /// A fault without one: CPython has it as well.
    pub(super) fn wrong<T>(&self, node: &impl Ranged, message: impl Into<String>) -> Done<T> {
        Err(Box::new(error::fault(self.places, node, message)))
    }
}
