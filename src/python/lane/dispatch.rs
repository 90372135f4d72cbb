//! The loop that does the instructions of a lane.

use std::sync::atomic::Ordering;

use super::{Called, Exit, Flow, Frame, Lane, Pause, arithmetic, perform::undefined};
use crate::{
    code::Op,
    exception::Result,
    machine::Machine,
    operators::{self, truth},
    sequence,
    value::Value,
};

/// Without the lock, the breaker is set only when the program ends, and a lane looks at it each time that it has come to so
/// many checks. All lanes look at the same word. In WebKitGTK on x86, two lanes that did so at each check ran hardly faster
/// than one, as if each look were a change that the other has to hear of.
const FREE_CHECKS: u64 = 32;

impl Lane {
    /// Does instructions. `EACH` is whether it looks up before each of them. `checks` counts down the times it looks up.
    pub(super) fn execute<const EACH: bool>(&mut self, machine: &Machine, checks: &mut u64) -> Exit {
        let program = &*machine.program;
        let Some(frame) = self.frames.last() else { return Exit::Returned(self.pop()) };
        let mut next = frame.next as usize;
        let mut base = frame.base as usize;
        let mut ops = program.functions[frame.function as usize].ops.as_slice();
        let mut first = true;
        loop {
            if EACH {
                if *checks == 0 {
                    self.leave(next);
                    return Exit::Pause(Pause::Slice);
                }
                // Relaxed, here and below: it only says that there is something to look at.
                if !first && machine.breaker.load(Ordering::Relaxed) {
                    self.leave(next);
                    return Exit::Pause(Pause::Breaker);
                }
                first = false;
                *checks -= 1;
            }
            let op = ops[next];
            next += 1;
            let result: Result<Flow> = match op {
                Op::LoadFast(local) => match &self.stack[base + local as usize] {
                    Value::Int(value) => {
                        let value = Value::Int(*value);
                        self.stack.push(value);
                        continue;
                    }
                    Value::Undefined => Err(self.unbound_local(machine, local)),
                    value => {
                        let value = value.clone();
                        self.stack.push(value);
                        continue;
                    }
                },
                Op::LoadConst(constant) => {
                    self.stack.push(machine.constants[constant as usize].clone());
                    continue;
                }
                Op::StoreFast(local) => {
                    let value = self.pop();
                    self.stack[base + local as usize] = value;
                    continue;
                }
                Op::LoadGlobal(global) => {
                    let copy = &mut self.globals[global as usize];
                    match machine.globals[global as usize].current(copy) {
                        Value::Undefined => Err(undefined(machine, global)),
                        value => {
                            let value = value.clone();
                            self.stack.push(value);
                            continue;
                        }
                    }
                }
                Op::StoreGlobal(global) => {
                    let value = self.pop();
                    machine.globals[global as usize].store(value, &mut self.globals[global as usize]);
                    continue;
                }
                Op::BinaryOp(binary) => {
                    if arithmetic::binary(&mut self.stack, binary) {
                        continue;
                    }
                    self.binary(binary, operators::binary)
                }
                Op::InPlaceOp(binary) => {
                    if arithmetic::binary(&mut self.stack, binary) {
                        continue;
                    }
                    self.binary(binary, operators::in_place)
                }
                Op::CompareOp(comparison) => match arithmetic::compare(&mut self.stack, comparison) {
                    Some(holds) => {
                        // A comparison is nearly always asked for by the jump behind it.
                        if !EACH && let Op::JumpIfFalse(target) = ops[next] {
                            next = if holds { next + 1 } else { target as usize };
                        } else {
                            self.stack.push(Value::Bool(holds));
                        }
                        continue;
                    }
                    None => self.compare(comparison),
                },
                Op::JumpIfFalse(target) => {
                    let value = self.pop();
                    if !truth(&value) {
                        next = target as usize;
                    }
                    continue;
                }
                Op::JumpBackward(target) => {
                    next = target as usize;
                    Ok(Flow::Check)
                }
                Op::Jump(target) => {
                    next = target as usize;
                    continue;
                }
                Op::Call(count) => {
                    let callee = self.stack.len() - 1 - count as usize;
                    if let Value::Function(function) = self.stack[callee] {
                        let code = &program.functions[function as usize];
                        if code.parameters == count && self.frames.len() < self.frames_max {
                            self.leave(next);
                            base = callee + 1;
                            next = 0;
                            ops = code.ops.as_slice();
                            let handled = self.handled.len() as u32;
                            self.frames.push(Frame { function, next: 0, base: base as u32, handled });
                            self.stack.resize(base + code.locals.len(), Value::Undefined);
                            Ok(Flow::Check)
                        } else {
                            self.leave(next);
                            self.call(machine, callee, &[])
                        }
                    } else {
                        self.leave(next);
                        self.call(machine, callee, &[])
                    }
                }
                Op::Return => {
                    let value = self.pop();
                    if let Some(frame) = self.frames.pop() {
                        self.handled.truncate(frame.handled as usize);
                    }
                    self.stack.truncate(base);
                    match self.frames.last() {
                        Some(frame) => {
                            // The function that was called lay below its arguments.
                            self.stack[base - 1] = value;
                            next = frame.next as usize;
                            base = frame.base as usize;
                            ops = program.functions[frame.function as usize].ops.as_slice();
                            continue;
                        }
                        None => Ok(Flow::Returned(value)),
                    }
                }
                Op::ForIter(target) => match self.for_iter() {
                    Ok(Some(Called::Value(value))) => {
                        self.stack.push(value);
                        continue;
                    }
                    Ok(Some(Called::Wait(wait) | Called::Retry(wait))) => {
                        self.waiting = Some(wait);
                        Ok(Flow::Retry)
                    }
                    Ok(None) => {
                        self.stack.pop();
                        next = target as usize;
                        continue;
                    }
                    Err(raise) => Err(raise),
                },
                Op::Pop => {
                    self.stack.pop();
                    continue;
                }
                Op::Copy(depth) => {
                    let value = self.stack[self.stack.len() - depth as usize].clone();
                    self.stack.push(value);
                    continue;
                }
                Op::Swap(depth) => {
                    let top = self.stack.len() - 1;
                    self.stack.swap(top, top + 1 - depth as usize);
                    continue;
                }
                Op::JumpIfTrue(target) => {
                    let value = self.pop();
                    if truth(&value) {
                        next = target as usize;
                    }
                    continue;
                }
                Op::JumpIfFalseOrPop(target) => {
                    if self.stack.last().is_some_and(truth) {
                        self.stack.pop();
                    } else {
                        next = target as usize;
                    }
                    continue;
                }
                Op::JumpIfTrueOrPop(target) => {
                    if self.stack.last().is_some_and(truth) {
                        next = target as usize;
                    } else {
                        self.stack.pop();
                    }
                    continue;
                }
                Op::GetItem => {
                    let key = self.pop();
                    let of = self.pop();
                    sequence::get_item(&of, &key).and_then(|value| self.push(value))
                }
                Op::SetItem => {
                    let key = self.pop();
                    let of = self.pop();
                    let value = self.pop();
                    sequence::set_item(&of, &key, value).map(|()| Flow::Next)
                }
                Op::LoadMethod(name) => self.load_method(machine, name),
                other => {
                    self.leave(next);
                    self.perform(machine, other)
                }
            };
            let flow = match result {
                Ok(flow) => flow,
                Err(raise) => {
                    self.leave(next);
                    match self.unwind(machine, raise, false) {
                        Ok(()) => Flow::Reload,
                        Err(raise) => return Exit::Raised(raise),
                    }
                }
            };
            let (reload, check) = match flow {
                Flow::Next => continue,
                Flow::Check => (false, true),
                Flow::Reload => (true, false),
                Flow::ReloadAndCheck => (true, true),
                Flow::Wait => {
                    self.leave(next);
                    return Exit::Pause(Pause::Wait);
                }
                Flow::Retry => {
                    self.leave(next - 1);
                    return Exit::Pause(Pause::Wait);
                }
                Flow::Returned(value) => return Exit::Returned(value),
                Flow::Reraise(raise) => {
                    self.leave(next);
                    match self.unwind(machine, raise, true) {
                        Ok(()) => (true, false),
                        Err(raise) => return Exit::Raised(raise),
                    }
                }
            };
            if reload && let Some(frame) = self.frames.last() {
                next = frame.next as usize;
                base = frame.base as usize;
                ops = program.functions[frame.function as usize].ops.as_slice();
            }
            if check {
                self.steps -= 1;
                if EACH {
                    if self.steps == 0 {
                        self.leave(next);
                        return Exit::Pause(Pause::Slice);
                    }
                } else {
                    *checks -= 1;
                    let looks = machine.options.gil || self.steps.is_multiple_of(FREE_CHECKS);
                    let asked = looks && machine.breaker.load(Ordering::Relaxed);
                    if asked || *checks == 0 || self.steps == 0 {
                        self.leave(next);
                        return Exit::Pause(if asked { Pause::Breaker } else { Pause::Slice });
                    }
                }
            }
        }
    }
}
