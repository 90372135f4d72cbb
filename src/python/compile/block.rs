//! The way out of statements: `break`, `continue` and `return` do what the blocks that they leave have to do. As
//! CPython does since 3.8, a `finally` is copied to each way out, so that going in costs nothing.

use crate::{
    code::{Constant, Op},
    compile::{
        Compiler, Done,
        emitter::{Block, BlockKind},
    },
};

impl<'a> Compiler<'a> {
    /// Leaves all blocks down to the first `stay`, in code. `keeps_value` tells that a value on top of the stack goes
    /// along. They are to be entered again with [`Compiler::restore`] behind the jump.
    pub(super) fn unwind(&mut self, stay: usize, keeps_value: bool) -> Done<Vec<Block<'a>>> {
        let mut left = Vec::new();
        while self.emitter.blocks.len() > stay {
            let Some(block) = self.emitter.suspend() else { break };
            let kind = block.kind;
            left.push(block);
            self.leave_block(kind, keeps_value)?;
        }
        Ok(left)
    }

    pub(super) fn restore(&mut self, left: Vec<Block<'a>>) {
        for block in left.into_iter().rev() {
            self.emitter.resume(block);
        }
    }

    /// What a block does on its way out; it is no longer among the blocks.
    fn leave_block(&mut self, kind: BlockKind<'a>, keeps_value: bool) -> Done {
        match kind {
            BlockKind::Try | BlockKind::Loop { is_for: false, .. } => {}
            BlockKind::Loop { is_for: true, .. } | BlockKind::Value => self.drop_below(keeps_value),
            BlockKind::Finally(body) => {
                if keeps_value {
                    self.emitter.enter(BlockKind::Value);
                }
                self.suite(body)?;
                if keeps_value {
                    self.emitter.leave();
                }
            }
            BlockKind::FinallyAfter => {
                self.drop_below(keeps_value);
                self.emitter.emit(Op::PopHandled);
            }
            BlockKind::With(position) => {
                if keeps_value {
                    self.emitter.emit(Op::Swap(2));
                }
                self.exit_with(position);
            }
            BlockKind::Except(name) => self.end_except(name),
        }
        Ok(())
    }

    /// Calls `__exit__` of the manager on top of the stack.
    pub(super) fn exit_with(&mut self, position: crate::code::Position) {
        let before = std::mem::replace(&mut self.emitter.at, position);
        self.emitter.emit(Op::LoadExit);
        self.emitter.emit(Op::CallMethod(0));
        self.emitter.emit(Op::Pop);
        self.emitter.at = before;
    }

    /// The end of an `except`: its exception is handled, and its name is gone.
    pub(super) fn end_except(&mut self, name: Option<&str>) {
        self.emitter.emit(Op::PopHandled);
        self.forget(name);
    }

    /// The name of an exception is deleted, whether or not the program did so itself.
    pub(super) fn forget(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.constant(Constant::None);
            self.store_name(name);
            self.delete_name(name);
        }
    }

    fn drop_below(&mut self, keeps_value: bool) {
        if keeps_value {
            self.emitter.emit(Op::Swap(2));
        }
        self.emitter.emit(Op::Pop);
    }

    pub(super) fn constant(&mut self, constant: Constant) {
        let index = self.pool.constant(constant);
        self.emitter.emit(Op::LoadConst(index));
    }
}
