//! What makes a function whole: jumps get their targets, what nothing leads to is left away, and the depth of the
//! stack is known.

use crate::{
    code::{Code, Comprehension, Handler, Op},
    compile::emitter::Emitter,
};

/// How many jumps are followed to find where one ends; chains of `elif` and nested loops have a few.
const LONGEST_CHAIN: u32 = 32;

impl Emitter<'_> {
    /// The function. `defaults` tells how many defaults a function takes from the stack when it is made.
    pub(super) fn finish(mut self, defaults: impl Fn(u32) -> u32) -> Code {
        self.resolve();
        self.shorten();
        let handlers: Vec<Handler> = self
            .catches
            .iter()
            .map(|catch| Handler {
                start: catch.start,
                end: catch.end,
                target: self.labels[catch.target.0 as usize].unwrap_or_default(),
                depth: catch.depth,
                handled: catch.handled,
            })
            .collect();
        let (depths, stack) = depths(&self.ops, &handlers, defaults);
        // How many instructions stay before each: that is its new number.
        let mut kept = Vec::with_capacity(depths.len() + 1);
        let mut count = 0;
        for depth in &depths {
            kept.push(count);
            count += u32::from(depth.is_some());
        }
        kept.push(count);
        let renumber = |index: u32| kept[index as usize];
        let mut ops = Vec::with_capacity(count as usize);
        let mut positions = Vec::with_capacity(count as usize);
        for (index, op) in self.ops.iter().enumerate() {
            if depths[index].is_some() {
                ops.push(op.with_target(renumber));
                positions.push(self.positions[index]);
            }
        }
        let handlers = handlers
            .into_iter()
            .map(|handler| Handler {
                start: renumber(handler.start),
                end: renumber(handler.end),
                target: renumber(handler.target),
                ..handler
            })
            .filter(|handler| handler.start < handler.end)
            .collect();
        let comprehensions = self
            .comprehensions
            .into_iter()
            .map(|inner| Comprehension { start: renumber(inner.start), end: renumber(inner.end), ..inner })
            .collect();
        Code {
            name: self.name,
            locals: self.scope.into_slots(),
            parameters: self.parameters,
            defaults: self.defaults,
            ops,
            positions,
            handlers,
            comprehensions,
            stack,
        }
    }

    /// From labels to instructions.
    fn resolve(&mut self) {
        for op in &mut self.ops {
            *op = op.with_target(|label| self.labels[label as usize].unwrap_or_default());
        }
    }

    /// A jump to a jump goes where that one goes.
    fn shorten(&mut self) {
        for index in 0..self.ops.len() {
            let Op::Jump(mut target) = self.ops[index] else { continue };
            // Stopping early is right as well, and chains can be circles.
            for _ in 0..LONGEST_CHAIN {
                match self.ops.get(target as usize) {
                    Some(Op::Jump(next) | Op::JumpBackward(next)) => target = *next,
                    _ => break,
                }
            }
            let is_behind = target as usize <= index;
            self.ops[index] = if is_behind { Op::JumpBackward(target) } else { Op::Jump(target) };
        }
    }
}

/// How many values lie on the stack before each instruction, None where nothing leads; and how many at most.
fn depths(ops: &[Op], handlers: &[Handler], defaults: impl Fn(u32) -> u32) -> (Vec<Option<u32>>, u32) {
    let mut depths: Vec<Option<u32>> = vec![None; ops.len()];
    // The innermost comes last here, so it is what stays.
    let mut caught: Vec<Option<&Handler>> = vec![None; ops.len()];
    for handler in handlers.iter().rev() {
        caught[handler.start as usize..handler.end as usize].fill(Some(handler));
    }
    let mut most = 0;
    let mut open = vec![(0_u32, 0_u32)];
    while let Some((index, depth)) = open.pop() {
        let Some(op) = ops.get(index as usize) else { continue };
        if let Some(known) = depths[index as usize] {
            debug_assert_eq!(known, depth, "two ways lead to instruction {index}, {op:?}, with different stacks");
            continue;
        }
        depths[index as usize] = Some(depth);
        most = most.max(depth);
        let (taken, left) = effect(*op, &defaults);
        debug_assert!(depth >= taken, "instruction {index}, {op:?}, takes {taken} of {depth} values");
        let after = depth.saturating_sub(taken) + left;
        most = most.max(after);
        if let Some(handler) = caught[index as usize] {
            open.push((handler.target, handler.depth + 1));
        }
        match *op {
            Op::Jump(target) | Op::JumpBackward(target) => open.push((target, after)),
            Op::JumpIfFalse(target) | Op::JumpIfTrue(target) => open.extend([(target, after), (index + 1, after)]),
            Op::JumpIfFalseOrPop(target) | Op::JumpIfTrueOrPop(target) => {
                open.extend([(target, depth), (index + 1, after)]);
            }
            Op::ForIter(target) => open.extend([(target, depth.saturating_sub(1)), (index + 1, after)]),
            Op::Return | Op::Raise | Op::RaiseFrom | Op::RaiseAgain | Op::Reraise => {}
            _ => open.push((index + 1, after)),
        }
    }
    (depths, most)
}

/// How many values an instruction takes from the stack, and how many it leaves when it does not jump.
fn effect(op: Op, defaults: impl Fn(u32) -> u32) -> (u32, u32) {
    match op {
        Op::LoadConst(_) | Op::LoadFast(_) | Op::LoadGlobal(_) | Op::LoadAssertionError | Op::Import(_) => (0, 1),
        Op::StoreFast(_) | Op::StoreGlobal(_) | Op::Pop | Op::JumpIfFalse(_) | Op::JumpIfTrue(_) => (1, 0),
        Op::JumpIfFalseOrPop(_) | Op::JumpIfTrueOrPop(_) | Op::Return | Op::Raise | Op::Reraise => (1, 0),
        Op::DeleteFast(_) | Op::DeleteGlobal(_) | Op::Jump(_) | Op::JumpBackward(_) => (0, 0),
        Op::RaiseAgain | Op::PopHandled => (0, 0),
        Op::Copy(place) => (place, place + 1),
        Op::Swap(place) => (place, place),
        Op::UnaryOp(_) | Op::LoadAttribute(_) | Op::GetIter | Op::PushHandled => (1, 1),
        Op::BinaryOp(_) | Op::InPlaceOp(_) | Op::CompareOp(_) | Op::GetItem => (2, 1),
        Op::BuildList(count) | Op::BuildTuple(count) | Op::BuildString(count) => (count, 1),
        Op::BuildDict(count) => (2 * count, 1),
        Op::BuildSlice => (3, 1),
        Op::ListAppend(place) => (place + 1, place),
        Op::MapAdd(place) => (place + 2, place),
        Op::FormatValue(_, has_spec) => (1 + u32::from(has_spec), 1),
        Op::SetItem => (3, 0),
        Op::DeleteItem | Op::StoreAttribute(_) | Op::RaiseFrom => (2, 0),
        Op::LoadMethod(_) | Op::LoadExit | Op::ForIter(_) | Op::ImportFrom(_) => (1, 2),
        Op::LoadEnter => (1, 3),
        Op::Unpack(count) => (1, count),
        Op::Call(count) | Op::CallNamed(count, _) => (count + 1, 1),
        Op::CallMethod(count) | Op::CallMethodNamed(count, _) => (count + 2, 1),
        Op::MakeFunction(function) => (defaults(function), 1),
        Op::MatchException => (2, 2),
    }
}

impl Op {
    /// The same with another target, if it jumps.
    fn with_target(self, change: impl Fn(u32) -> u32) -> Op {
        match self {
            Op::Jump(target) => Op::Jump(change(target)),
            Op::JumpBackward(target) => Op::JumpBackward(change(target)),
            Op::JumpIfFalse(target) => Op::JumpIfFalse(change(target)),
            Op::JumpIfTrue(target) => Op::JumpIfTrue(change(target)),
            Op::JumpIfFalseOrPop(target) => Op::JumpIfFalseOrPop(change(target)),
            Op::JumpIfTrueOrPop(target) => Op::JumpIfTrueOrPop(change(target)),
            Op::ForIter(target) => Op::ForIter(change(target)),
            other => other,
        }
    }
}
