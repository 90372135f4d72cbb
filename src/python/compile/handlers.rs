//! `try` and `with`. Going in costs nothing: tables tell where exceptions go.

use ruff_python_ast::{ExceptHandler, StmtTry, StmtWith, WithItem};
use ruff_text_size::Ranged;

use crate::{
    code::Op,
    compile::{Compiler, Done, emitter::BlockKind},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    /// ```text
    ///     body, else, except …    exceptions of them go to after
    ///     finally                 the way out that is the usual one; others are made by `unwind`
    ///     jump end
    /// after: PushHandled
    ///     finally
    ///     Reraise
    /// end:
    /// ```
    pub(super) fn try_statement(&mut self, statement: &'a StmtTry) -> Done {
        if statement.is_star {
            return self.lacks(statement, "except* is", Remedy::ExceptStar);
        }
        if statement.finalbody.is_empty() {
            return self.try_except(statement);
        }
        let (after, end) = (self.emitter.label(), self.emitter.label());
        self.room_for_block(statement)?;
        self.emitter.enter_region(BlockKind::Finally(&statement.finalbody), after);
        self.try_except(statement)?;
        self.emitter.leave();
        self.suite(&statement.finalbody)?;
        self.emitter.jump(end);

        self.emitter.bind(after);
        self.emitter.emit(Op::PushHandled);
        self.emitter.enter(BlockKind::FinallyAfter);
        self.suite(&statement.finalbody)?;
        self.emitter.leave();
        self.emitter.emit(Op::Reraise);
        self.emitter.bind(end);
        Ok(())
    }

    /// ```text
    ///     body                    exceptions of it go to caught
    ///     else
    ///     jump end
    /// caught: PushHandled
    ///     type, MatchException, unless it matches to the next
    ///     name = exception
    ///     body of except          exceptions of it go to forget, if there is a name
    ///     PopHandled, name is deleted
    ///     jump end
    /// forget: name is deleted, Reraise
    /// next: …
    ///     Reraise                 nothing matched
    /// end:
    /// ```
    fn try_except(&mut self, statement: &'a StmtTry) -> Done {
        if statement.handlers.is_empty() {
            return self.suite(&statement.body);
        }
        let (caught, end) = (self.emitter.label(), self.emitter.label());
        self.room_for_block(statement)?;
        self.emitter.enter_region(BlockKind::Try, caught);
        self.suite(&statement.body)?;
        self.emitter.leave();
        self.suite(&statement.orelse)?;
        self.emitter.jump(end);

        self.emitter.bind(caught);
        self.emitter.emit(Op::PushHandled);
        let last = statement.handlers.len() - 1;
        for (index, handler) in statement.handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(parts) = handler;
            self.at(handler);
            let next = self.emitter.label();
            if let Some(types) = &parts.type_ {
                self.expression(types)?;
                self.at(&**types);
                self.emitter.emit(Op::MatchException);
                self.emitter.emit(Op::JumpIfFalse(next.0));
            } else if index < last {
                return self.wrong(handler, "default 'except:' must be last");
            }
            self.at(handler);
            let name = parts.name.as_ref().map(|name| name.as_str());
            let forget = self.emitter.label();
            self.room_for_block(handler)?;
            match name {
                Some(name) => {
                    self.store_name(name);
                    self.emitter.enter_region(BlockKind::Except(Some(name)), forget);
                }
                None => {
                    self.emitter.emit(Op::Pop);
                    self.emitter.enter(BlockKind::Except(None));
                }
            }
            self.suite(&parts.body)?;
            self.emitter.leave();
            self.end_except(name);
            self.emitter.jump(end);
            if name.is_some() {
                self.emitter.bind(forget);
                self.forget(name);
                self.emitter.emit(Op::Reraise);
            }
            self.emitter.bind(next);
        }
        self.emitter.emit(Op::Reraise);
        self.emitter.bind(end);
        Ok(())
    }

    pub(super) fn with(&mut self, statement: &'a StmtWith) -> Done {
        if statement.is_async {
            return self.lacks(statement, "async with is", Remedy::Async);
        }
        self.with_items(statement, &statement.items)
    }

    /// Several managers are `with` in `with`.
    ///
    /// ```text
    ///     manager, LoadEnter, CallMethod; the manager stays on the stack
    ///     name = result, body     exceptions of them go to after
    ///     LoadExit, CallMethod    the usual way out
    ///     jump end
    /// after: PushHandled
    ///     LoadExit, CallMethod
    ///     Reraise
    /// end:
    /// ```
    fn with_items(&mut self, statement: &'a StmtWith, items: &'a [WithItem]) -> Done {
        let Some((item, others)) = items.split_first() else {
            return self.suite(&statement.body);
        };
        let place = self.places.of(&item.context_expr);
        let (after, end) = (self.emitter.label(), self.emitter.label());
        self.expression(&item.context_expr)?;
        self.emitter.at = place;
        self.emitter.emit(Op::LoadEnter);
        self.emitter.emit(Op::CallMethod(0));
        self.room_for_block(&item.range())?;
        self.emitter.enter_region(BlockKind::With(place), after);
        match &item.optional_vars {
            Some(target) => self.store(target)?,
            None => self.emitter.emit(Op::Pop),
        }
        self.with_items(statement, others)?;
        self.emitter.leave();
        self.exit_with(place);
        self.emitter.jump(end);

        self.emitter.bind(after);
        self.emitter.at = place;
        self.emitter.emit(Op::PushHandled);
        // manager exception → exception manager
        self.emitter.emit(Op::Swap(2));
        self.exit_with(place);
        self.emitter.emit(Op::Reraise);
        self.emitter.bind(end);
        Ok(())
    }
}
