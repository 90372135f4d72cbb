//! `while`, `for`, `break`, `continue`.

use ruff_python_ast::{Stmt, StmtFor, StmtWhile};
use ruff_text_size::Ranged;

use crate::{
    code::Op,
    compile::{Compiler, Done, emitter::BlockKind},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn while_loop(&mut self, statement: &'a StmtWhile) -> Done {
        let (top, exhausted, end) = (self.emitter.label_here(), self.emitter.label(), self.emitter.label());
        self.jump_unless(&statement.test, exhausted)?;
        self.enter_block(statement, BlockKind::Loop { is_for: false, top, end })?;
        self.suite(&statement.body)?;
        self.emitter.leave();
        self.at(statement);
        self.emitter.jump(top);
        self.emitter.bind(exhausted);
        self.suite(&statement.orelse)?;
        self.emitter.bind(end);
        Ok(())
    }

    pub(super) fn for_loop(&mut self, statement: &'a StmtFor) -> Done {
        if statement.is_async {
            return self.lacks(statement, "async for is", Remedy::Async);
        }
        self.expression(&statement.iter)?;
        self.at(&*statement.iter);
        self.emitter.emit(Op::GetIter);
        let (top, exhausted, end) = (self.emitter.label_here(), self.emitter.label(), self.emitter.label());
        self.enter_block(statement, BlockKind::Loop { is_for: true, top, end })?;
        self.emitter.emit(Op::ForIter(exhausted.0));
        self.store(&statement.target)?;
        self.suite(&statement.body)?;
        self.emitter.leave();
        self.at(statement);
        self.emitter.jump(top);
        self.emitter.bind(exhausted);
        self.suite(&statement.orelse)?;
        self.emitter.bind(end);
        Ok(())
    }

    /// `break` or `continue`: leaves the blocks within the innermost loop, and with `break` the loop as well.
    pub(super) fn leave_loop(&mut self, statement: &Stmt, is_break: bool) -> Done {
        let blocks = &self.emitter.blocks;
        let innermost = blocks.iter().enumerate().rev().find_map(|(index, block)| match block.kind {
            BlockKind::Loop { top, end, .. } => Some((index, top, end)),
            _ => None,
        });
        let Some((index, top, end)) = innermost else {
            let message = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.wrong(&statement.range(), message);
        };
        let left = self.unwind(if is_break { index } else { index + 1 }, false)?;
        self.at(statement);
        self.emitter.jump(if is_break { end } else { top });
        self.restore(left);
        Ok(())
    }
}
