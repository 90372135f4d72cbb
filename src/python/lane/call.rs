//! Calls: of functions of the program, whose arguments become the first locals of a new frame, and of everything else.

use super::{Called, Caller, Flow, Frame, Lane, pending};
use crate::{
    arguments::Arguments,
    attributes, builtins,
    code::Code,
    exception::{Kind, Raise, Result},
    functions,
    library::{Builtin, MethodName, Object, Type},
    machine::Machine,
    methods, threading,
    value::Value,
};

impl Lane {
    /// Calls what lies at `callee` on the stack; its arguments lie above, the last ones with these names.
    pub(super) fn call(&mut self, machine: &Machine, callee: usize, names: &[String]) -> Result<Flow> {
        if let Value::Function(function) = self.stack[callee] {
            let code = &machine.program.functions[function as usize];
            let given = self.stack.len() - callee - 1;
            if given != code.parameters as usize || !names.is_empty() {
                self.bind(machine, function, callee + 1, names)?;
            }
            return self.enter(code, function, callee + 1);
        }
        let called = self.call_other(machine, callee, callee + 1, names)?;
        self.settle(callee, called)
    }

    /// Calls what [`crate::code::Op::LoadMethod`] left at `callee`: a method and its object, or anything and a placeholder.
    pub(super) fn call_method(&mut self, machine: &Machine, callee: usize, names: &[String]) -> Result<Flow> {
        if matches!(self.stack[callee], Value::Function(_)) {
            // The placeholder goes, so that the arguments lie where a frame has them.
            self.stack.remove(callee + 1);
            return self.call(machine, callee, names);
        }
        let called = self.call_other(machine, callee, callee + 2, names)?;
        self.settle(callee, called)
    }

    fn settle(&mut self, callee: usize, called: Called) -> Result<Flow> {
        match called {
            Called::Value(value) => {
                self.stack.truncate(callee);
                self.stack.push(value);
                Ok(Flow::Check)
            }
            Called::Wait(wait) => {
                self.stack.truncate(callee);
                self.waiting = Some(wait);
                Ok(Flow::Wait)
            }
            Called::Retry(wait) => {
                self.waiting = Some(wait);
                Ok(Flow::Retry)
            }
        }
    }

    fn call_other(&self, machine: &Machine, callee: usize, first: usize, names: &[String]) -> Result<Called> {
        let (positional, values) = self.stack[first..].split_at(self.stack.len() - first - names.len());
        let named: Vec<(&str, Value)> = names.iter().map(String::as_str).zip(values.iter().cloned()).collect();
        let arguments = Arguments { positional, named: &named };
        let caller = Caller { machine, thread: &self.thread };
        match &self.stack[callee] {
            Value::Unbound(name) => method(caller, *name, &self.stack[callee + 1], arguments),
            Value::Method(bound) => method(caller, bound.name, &bound.of, arguments),
            Value::Builtin(builtin) => {
                let all = match builtin {
                    Builtin::Next => Some(false),
                    Builtin::Enumerate | Builtin::Isinstance | Builtin::Iter | Builtin::Print | Builtin::Zip => None,
                    _ => Some(true),
                };
                match all.and_then(|all| awaited(positional, all)) {
                    Some(wait) => Ok(wait),
                    None => functions::call(caller, *builtin, arguments),
                }
            }
            Value::Type(Type::Exception(kind)) => {
                arguments.no_names(kind.name())?;
                Ok(Called::Value(Value::Exception(Raise::with(*kind, positional.to_vec()).0)))
            }
            Value::Type(kind) => match awaited(positional, *kind != Type::Type) {
                Some(wait) => Ok(wait),
                None => builtins::construct(*kind, arguments).map(Called::Value),
            },
            other => Err(Raise::type_error(format!("'{}' object is not callable", other.type_name()))),
        }
    }

    /// A new frame whose locals begin at `base`.
    fn enter(&mut self, code: &Code, function: u32, base: usize) -> Result<Flow> {
        if self.frames.len() >= self.frames_max {
            return Err(Raise::new(Kind::RecursionError, "maximum recursion depth exceeded"));
        }
        self.frames.push(Frame { function, next: 0, base: base as u32, handled: self.handled.len() as u32 });
        self.stack.resize(base + code.locals.len(), Value::Undefined);
        Ok(Flow::ReloadAndCheck)
    }

    /// Brings the arguments from `first` on into the order of the parameters, with defaults for those that are missing.
    fn bind(&mut self, machine: &Machine, function: u32, first: usize, names: &[String]) -> Result<()> {
        let code = &machine.program.functions[function as usize];
        let parameters = code.parameters as usize;
        let named = self.stack.split_off(self.stack.len() - names.len());
        let given = self.stack.len() - first;
        let mut late = vec![Value::Undefined; parameters.saturating_sub(given)];
        for (name, value) in names.iter().zip(named) {
            let place = code.locals[..parameters].iter().position(|parameter| parameter == name);
            match place {
                None => {
                    let message = format!("{}() got an unexpected keyword argument '{name}'", code.name);
                    return Err(Raise::type_error(message));
                }
                Some(place) if place < given || !matches!(late[place - given], Value::Undefined) => {
                    let message = format!("{}() got multiple values for argument '{name}'", code.name);
                    return Err(Raise::type_error(message));
                }
                Some(place) => late[place - given] = value,
            }
        }
        if given > parameters {
            return Err(too_many(code, given));
        }
        let first_default = parameters - code.defaults as usize;
        let mut missing = Vec::new();
        for (index, value) in late.iter_mut().enumerate() {
            let place = given + index;
            if !matches!(value, Value::Undefined) {
                continue;
            }
            if place < first_default {
                missing.push(code.locals[place].as_str());
                continue;
            }
            let slot = machine.defaults[function as usize] as usize + place - first_default;
            *value = machine.globals[slot].current(&mut self.globals[slot]).clone();
        }
        if !missing.is_empty() {
            return Err(too_few(code, &missing));
        }
        self.stack.extend(late);
        Ok(())
    }

    /// `a → callee self`
    pub(super) fn load_method(&mut self, machine: &Machine, name: u32) -> Result<Flow> {
        let of = self.pop();
        match machine.methods[name as usize] {
            Some(method) if attributes::has_method(&of, method) => {
                self.stack.push(Value::Unbound(method));
                self.push(of)
            }
            _ => {
                let value = attributes::get(machine, &of, &machine.program.names[name as usize])?;
                self.stack.push(value);
                self.push(Value::Undefined)
            }
        }
    }

    /// `a → a.name`
    pub(super) fn load_attribute(&mut self, machine: &Machine, name: u32) -> Result<Flow> {
        let of = self.pop();
        let name = &machine.program.names[name as usize];
        if let Value::Object(Object::Process(process)) = &of
            && name == "exitcode"
            && let Some(wait) = threading::exit_code(machine, process)
        {
            self.waiting = Some(wait);
            return Ok(Flow::Wait);
        }
        let value = attributes::get(machine, &of, name)?;
        self.push(value)
    }

    /// `a → a callee self`
    pub(super) fn load_enter(&mut self) -> Result<Flow> {
        let manager = self.stack.last().cloned().unwrap_or_default();
        if !attributes::has_method(&manager, MethodName::Enter) {
            let message = format!("'{}' object does not support the context manager protocol", manager.type_name());
            return Err(Raise::type_error(message));
        }
        self.stack.push(Value::Unbound(MethodName::Enter));
        self.push(manager)
    }

    /// `a → callee self`
    pub(super) fn load_exit(&mut self) -> Result<Flow> {
        let manager = self.pop();
        self.stack.push(Value::Unbound(MethodName::Exit));
        self.push(manager)
    }
}

/// Results that have to be there before something is called with them.
fn awaited(arguments: &[Value], all: bool) -> Option<Called> {
    arguments.iter().find_map(|value| match value {
        Value::Iterator(iterator) => pending(iterator, all).map(Called::Retry),
        _ => None,
    })
}

fn method(caller: Caller<'_>, name: MethodName, of: &Value, arguments: Arguments<'_>) -> Result<Called> {
    if let Value::Object(object) = of {
        return threading::call_method(caller, name, object, arguments);
    }
    match awaited(arguments.positional, true) {
        Some(wait) => Ok(wait),
        None => methods::call(name, of, arguments).map(Called::Value),
    }
}

fn too_many(code: &Code, given: usize) -> Raise {
    let least = code.parameters - code.defaults;
    let takes = if code.defaults > 0 { format!("from {least} to {}", code.parameters) } else { least.to_string() };
    let plural = if code.parameters == 1 { "" } else { "s" };
    let were = if given == 1 { "was" } else { "were" };
    let name = &code.name;
    Raise::type_error(format!("{name}() takes {takes} positional argument{plural} but {given} {were} given"))
}

fn too_few(code: &Code, missing: &[&str]) -> Raise {
    let quoted: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
        [] => String::new(),
    };
    let (name, count) = (&code.name, missing.len());
    let plural = if count == 1 { "" } else { "s" };
    Raise::type_error(format!("{name}() missing {count} required positional argument{plural}: {list}"))
}
