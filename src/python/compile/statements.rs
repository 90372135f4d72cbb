//! Statements.

use ruff_python_ast::{Expr, Stmt, StmtAssert, StmtIf, StmtRaise, StmtReturn};
use ruff_text_size::Ranged;

use crate::{
    code::{Constant, Op},
    compile::{Compiler, Done, MOST_OPS, emitter::BlockKind},
    fault::Remedy,
};

/// How deeply loops, `try` and `with` may be nested in a function, as in CPython.
const MOST_BLOCKS: usize = 20;

impl<'a> Compiler<'a> {
    /// The whole program.
    pub(super) fn module(&mut self, body: &'a [Stmt]) -> Done {
        self.suite(body)?;
        self.end_function(0);
        Ok(())
    }

    pub(super) fn suite(&mut self, body: &'a [Stmt]) -> Done {
        body.iter().try_for_each(|statement| self.statement(statement))
    }

    /// The next instructions stand there.
    pub(super) fn at(&mut self, node: &impl Ranged) {
        self.emitter.at = self.places.of(node);
    }

    fn statement(&mut self, statement: &'a Stmt) -> Done {
        if self.made + self.emitter.ops.len() > MOST_OPS {
            return self.refuse(statement, "the program is too long", Remedy::Nesting);
        }
        self.at(statement);
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::Return(statement) => self.return_statement(statement),
            Stmt::Delete(delete) => delete.targets.iter().try_for_each(|target| self.delete(target)),
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AugAssign(assign) => self.augmented_assign(assign),
            Stmt::AnnAssign(assign) => self.annotated_assign(assign),
            Stmt::For(statement) => self.for_loop(statement),
            Stmt::While(statement) => self.while_loop(statement),
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::Raise(statement) => self.raise(statement),
            Stmt::Assert(statement) => self.assert(statement),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Expr(statement) => self.expression_statement(&statement.value),
            Stmt::Break(_) => self.leave_loop(statement, true),
            Stmt::Continue(_) => self.leave_loop(statement, false),
            // `global` has been read by the scope.
            Stmt::Pass(_) | Stmt::Global(_) => Ok(()),
            Stmt::With(statement) => self.with(statement),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::ClassDef(_) => self.lacks(statement, "classes are", Remedy::Class),
            Stmt::Match(_) => self.lacks(statement, "match is", Remedy::Match),
            Stmt::Nonlocal(_) => self.lacks(statement, "nonlocal is", Remedy::Nonlocal),
            Stmt::TypeAlias(_) => self.lacks(statement, "the type statement is", Remedy::Annotation),
            Stmt::IpyEscapeCommand(_) => self.wrong(statement, "invalid syntax"),
        }
    }

    /// Enters a block, unless there are too many around.
    pub(super) fn enter_block(&mut self, node: &impl Ranged, kind: BlockKind<'a>) -> Done {
        self.room_for_block(node)?;
        self.emitter.enter(kind);
        Ok(())
    }

    pub(super) fn room_for_block(&self, node: &impl Ranged) -> Done {
        if self.emitter.blocks.len() < MOST_BLOCKS {
            return Ok(());
        }
        self.refuse(node, "too many statically nested blocks", Remedy::Nesting)
    }

    fn expression_statement(&mut self, value: &'a Expr) -> Done {
        // Docstrings and the like.
        if matches!(
            value,
            Expr::StringLiteral(_)
                | Expr::NumberLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::EllipsisLiteral(_)
        ) {
            return Ok(());
        }
        self.expression(value)?;
        self.emitter.emit(Op::Pop);
        Ok(())
    }

    fn if_statement(&mut self, statement: &'a StmtIf) -> Done {
        let end = self.emitter.label();
        let mut next = self.emitter.label();
        self.jump_unless(&statement.test, next)?;
        self.suite(&statement.body)?;
        for clause in &statement.elif_else_clauses {
            self.emitter.jump(end);
            self.emitter.bind(next);
            next = self.emitter.label();
            if let Some(test) = &clause.test {
                self.jump_unless(test, next)?;
            }
            self.suite(&clause.body)?;
        }
        self.emitter.bind(next);
        self.emitter.bind(end);
        Ok(())
    }

    fn return_statement(&mut self, statement: &'a StmtReturn) -> Done {
        if self.outer.is_empty() {
            return self.wrong(statement, "'return' outside function");
        }
        let value = statement.value.as_deref();
        // A constant need not be kept on the way out.
        let late = value.is_none_or(|value| {
            let is_number = matches!(value, Expr::NumberLiteral(_) | Expr::BooleanLiteral(_));
            is_number || matches!(value, Expr::NoneLiteral(_) | Expr::StringLiteral(_))
        });
        if let (Some(value), false) = (value, late) {
            self.expression(value)?;
            self.at(statement);
        }
        let left = self.unwind(0, !late)?;
        self.at(statement);
        match value {
            Some(value) if late => self.expression(value)?,
            Some(_) => {}
            None => self.constant(Constant::None),
        }
        self.at(statement);
        self.emitter.emit(Op::Return);
        self.restore(left);
        Ok(())
    }

    fn raise(&mut self, statement: &'a StmtRaise) -> Done {
        let Some(exception) = &statement.exc else {
            self.emitter.emit(Op::RaiseAgain);
            return Ok(());
        };
        self.expression(exception)?;
        if let Some(cause) = &statement.cause {
            self.expression(cause)?;
        }
        self.at(statement);
        self.emitter.emit(if statement.cause.is_some() { Op::RaiseFrom } else { Op::Raise });
        Ok(())
    }

    fn assert(&mut self, statement: &'a StmtAssert) -> Done {
        let holds = self.emitter.label();
        self.jump_if(&statement.test, holds)?;
        self.at(statement);
        self.emitter.emit(Op::LoadAssertionError);
        if let Some(message) = &statement.msg {
            self.expression(message)?;
            self.at(statement);
            self.emitter.emit(Op::Call(1));
        }
        self.emitter.emit(Op::Raise);
        self.emitter.bind(holds);
        Ok(())
    }
}
