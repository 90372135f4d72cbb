//! The instructions that are rarer, or that do so much that it does not matter where they stand.

use std::sync::Arc;

use super::{Called, Flow, Lane};
use crate::{
    attributes,
    code::{Binary, Comparison, Conversion, Op, Unary},
    exception::{Exception, Kind, Raise, Result},
    format, imports,
    library::Type,
    machine::Machine,
    meter, operators, sequence, text,
    value::{Dict, Map, Value},
};

impl Lane {
    /// Does an instruction. The frame knows what comes next.
    pub(super) fn perform(&mut self, machine: &Machine, op: Op) -> Result<Flow> {
        match op {
            Op::DeleteFast(local) => {
                let base = self.frames.last().map_or(0, |frame| frame.base);
                let old = std::mem::take(&mut self.stack[(base + local) as usize]);
                if matches!(old, Value::Undefined) { Err(self.unbound_local(machine, local)) } else { Ok(Flow::Next) }
            }
            Op::DeleteGlobal(global) => {
                if machine.globals[global as usize].delete() {
                    Ok(Flow::Next)
                } else {
                    Err(undefined(machine, global))
                }
            }
            Op::UnaryOp(unary) => {
                let value = self.pop();
                if unary == Unary::Not {
                    return self.push(Value::Bool(!operators::truth(&value)));
                }
                let result = operators::unary(unary, &value)?;
                self.push(result)
            }
            Op::BuildList(count) => {
                // A list of lists takes memory without ever growing one.
                meter::check()?;
                let items = self.pop_many(count);
                self.push(Value::list(items))
            }
            Op::BuildTuple(count) => {
                meter::check()?;
                let items = self.pop_many(count);
                self.push(Value::tuple(items))
            }
            Op::BuildDict(count) => {
                meter::check()?;
                let dict = Dict::new(Map::default());
                let mut items = self.pop_many(2 * count).into_iter();
                while let (Some(key), Some(value)) = (items.next(), items.next()) {
                    dict.insert(key, value)?;
                }
                self.push(Value::Dict(Arc::new(dict)))
            }
            Op::BuildString(count) => {
                let parts = self.pop_many(count);
                let text = concatenated(&parts)?;
                self.push(Value::from(text))
            }
            Op::BuildSlice => {
                let step = self.pop();
                let stop = self.pop();
                let start = self.pop();
                self.push(Value::Slice(Arc::new([start, stop, step])))
            }
            Op::ListAppend(depth) => {
                let item = self.pop();
                if let Value::List(list) = &self.stack[self.stack.len() - depth as usize] {
                    list.push(item)?;
                }
                Ok(Flow::Next)
            }
            Op::MapAdd(depth) => {
                let value = self.pop();
                let key = self.pop();
                if let Value::Dict(dict) = &self.stack[self.stack.len() - depth as usize] {
                    dict.insert(key, value)?;
                }
                Ok(Flow::Next)
            }
            Op::FormatValue(conversion, with_spec) => {
                let spec = if with_spec { Some(self.pop()) } else { None };
                let value = self.pop();
                let text = formatted(&value, conversion, spec.as_ref())?;
                self.push(Value::from(text))
            }
            Op::DeleteItem => {
                let key = self.pop();
                let of = self.pop();
                sequence::delete_item(&of, &key)?;
                Ok(Flow::Next)
            }
            Op::StoreAttribute(name) => {
                let of = self.pop();
                let value = self.pop();
                attributes::set(&of, &machine.program.names[name as usize], &value)?;
                Ok(Flow::Next)
            }
            Op::LoadAssertionError => self.push(Value::Type(Type::Exception(Kind::AssertionError))),
            Op::Unpack(count) => {
                if let Some(Value::Iterator(iterator)) = self.stack.last()
                    && let Some(wait) = super::pending(iterator, true)
                {
                    self.waiting = Some(wait);
                    return Ok(Flow::Retry);
                }
                let value = self.pop();
                // Of loops over `enumerate` and the like: nothing is allocated for them.
                match &value {
                    Value::Tuple(tuple) if tuple.items().len() == count as usize => {
                        self.stack.extend(tuple.items().iter().rev().cloned());
                    }
                    _ => self.stack.extend(sequence::unpack(&value, count as usize)?.into_iter().rev()),
                }
                Ok(Flow::Next)
            }
            Op::GetIter => {
                let value = self.pop();
                let iterator = sequence::iterate(&value)?;
                self.push(iterator)
            }
            Op::LoadAttribute(name) => self.load_attribute(machine, name),
            Op::LoadEnter => self.load_enter(),
            Op::LoadExit => self.load_exit(),
            Op::CallNamed(count, keywords) => {
                let callee = self.stack.len() - 1 - count as usize;
                self.call(machine, callee, &machine.program.keywords[keywords as usize])
            }
            Op::CallMethod(count) => {
                let callee = self.stack.len() - 2 - count as usize;
                self.call_method(machine, callee, &[])
            }
            Op::CallMethodNamed(count, keywords) => {
                let callee = self.stack.len() - 2 - count as usize;
                self.call_method(machine, callee, &machine.program.keywords[keywords as usize])
            }
            Op::MakeFunction(function) => {
                let count = machine.program.functions[function as usize].defaults;
                let first = machine.defaults[function as usize] as usize;
                for (index, value) in self.pop_many(count).into_iter().enumerate() {
                    machine.globals[first + index].store(value, &mut self.globals[first + index]);
                }
                self.push(Value::Function(function))
            }
            Op::Raise => {
                let value = self.pop();
                Err(Raise(exception(&value)?))
            }
            Op::RaiseFrom => {
                let cause = self.pop();
                let value = self.pop();
                let raised = exception(&value)?;
                let cause = match &cause {
                    Value::None => None,
                    cause => Some(
                        exception(cause)
                            .map_err(|_| Raise::type_error("exception causes must derive from BaseException"))?,
                    ),
                };
                super::unwind::with(&raised, |history| {
                    history.cause = cause;
                    history.suppress_context = true;
                });
                Err(Raise(raised))
            }
            Op::RaiseAgain => match self.handled.last() {
                Some(handled) => Ok(Flow::Reraise(handled.clone())),
                None => Err(Raise::new(Kind::RuntimeError, "No active exception to reraise")),
            },
            Op::Reraise => match self.pop() {
                Value::Exception(exception) => Ok(Flow::Reraise(Raise(exception))),
                other => Err(Raise(exception(&other)?)),
            },
            Op::PushHandled => {
                if let Some(Value::Exception(exception)) = self.stack.last() {
                    self.handled.push(Raise(exception.clone()));
                }
                Ok(Flow::Next)
            }
            Op::PopHandled => {
                self.handled.pop();
                Ok(Flow::Next)
            }
            Op::MatchException => {
                let wanted = self.pop();
                let matches = match self.stack.last() {
                    Some(Value::Exception(exception)) => matches_type(exception.kind, &wanted)?,
                    _ => false,
                };
                self.push(Value::Bool(matches))
            }
            Op::Import(name) => {
                let module = imports::import(&machine.program.names[name as usize])?;
                self.push(module)
            }
            Op::ImportFrom(name) => {
                let module = self.stack.last().cloned().unwrap_or_default();
                let value = imports::import_from(&module, &machine.program.names[name as usize])?;
                self.push(value)
            }
            // The others are done where they stand in the loop.
            other => Err(Raise::new(Kind::RuntimeError, format!("an instruction out of place: {other:?}"))),
        }
    }

    /// `a b → a op b` by an operator.
    pub(super) fn binary(
        &mut self,
        binary: Binary,
        operator: impl Fn(Binary, &Value, &Value) -> Result<Value>,
    ) -> Result<Flow> {
        let b = self.pop();
        let a = self.pop();
        let result = operator(binary, &a, &b)?;
        self.push(result)
    }

    /// `a b → a op b` for a comparison.
    pub(super) fn compare(&mut self, comparison: Comparison) -> Result<Flow> {
        if let (Comparison::In | Comparison::NotIn, Some(Value::Iterator(iterator))) = (comparison, self.stack.last())
            && let Some(wait) = super::pending(iterator, true)
        {
            self.waiting = Some(wait);
            return Ok(Flow::Retry);
        }
        let b = self.pop();
        let a = self.pop();
        let result = operators::compare(comparison, &a, &b)?;
        self.push(result)
    }

    /// The next of the iterator on top, if there is one.
    pub(super) fn for_iter(&mut self) -> Result<Option<Called>> {
        let Some(Value::Iterator(iterator)) = self.stack.last() else {
            return Err(Raise::type_error("not an iterator"));
        };
        if let Some(wait) = super::pending(iterator, false) {
            return Ok(Some(Called::Retry(wait)));
        }
        Ok(sequence::next(iterator)?.map(Called::Value))
    }

    pub(super) fn push(&mut self, value: Value) -> Result<Flow> {
        self.stack.push(value);
        Ok(Flow::Next)
    }

    pub(super) fn unbound_local(&self, machine: &Machine, local: u32) -> Raise {
        let function = self.frames.last().map_or(0, |frame| frame.function);
        let name = &machine.program.functions[function as usize].locals[local as usize];
        let message = format!("cannot access local variable '{name}' where it is not associated with a value");
        Raise::new(Kind::UnboundLocalError, message)
    }
}

/// NameError for a global variable.
pub(super) fn undefined(machine: &Machine, global: u32) -> Raise {
    Raise::new(Kind::NameError, format!("name '{}' is not defined", machine.program.globals[global as usize]))
}

/// What `raise value` raises.
fn exception(value: &Value) -> Result<Arc<Exception>> {
    match value {
        Value::Exception(exception) => Ok(exception.clone()),
        Value::Type(Type::Exception(kind)) => Ok(Raise::with(*kind, Vec::new()).0),
        _ => Err(Raise::type_error("exceptions must derive from BaseException")),
    }
}

fn matches_type(kind: Kind, wanted: &Value) -> Result<bool> {
    match wanted {
        Value::Type(Type::Exception(wanted)) => Ok(kind.is(*wanted)),
        Value::Tuple(types) => {
            // All are looked at, so that a wrong one is told even if another matches.
            types.items().iter().try_fold(false, |found, wanted| Ok(matches_type(kind, wanted)? || found))
        }
        _ => Err(Raise::type_error("catching classes that do not inherit from BaseException is not allowed")),
    }
}

fn formatted(value: &Value, conversion: Conversion, spec: Option<&Value>) -> Result<String> {
    let converted = match conversion {
        Conversion::None => None,
        Conversion::Str => Some(Value::from(text::str(value)?)),
        Conversion::Repr => Some(Value::from(text::repr(value)?)),
        Conversion::Ascii => Some(Value::from(text::ascii(value)?)),
    };
    let value = converted.as_ref().unwrap_or(value);
    match spec {
        Some(Value::Str(spec)) => format::format(value, spec.as_str()),
        _ => format::format(value, ""),
    }
}

fn concatenated(parts: &[Value]) -> Result<String> {
    let part = |value: &Value| match value {
        Value::Str(text) => text.clone(),
        // The compiler puts texts there only.
        _ => Arc::new(text::Str::new("")),
    };
    let parts: Vec<Arc<text::Str>> = parts.iter().map(part).collect();
    meter::reserve(parts.iter().map(|part| part.as_str().len()).sum())?;
    Ok(parts.iter().map(|part| part.as_str()).collect())
}
