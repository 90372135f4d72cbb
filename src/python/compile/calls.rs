//! Calls.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall};
use ruff_text_size::Ranged;

use crate::{
    code::{Op, Position},
    compile::{Compiler, Done, places::number},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, call: &'a ExprCall) -> Done {
        let method = match &*call.func {
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                let place = self.place_of_attribute(attribute);
                self.emitter.at = place;
                let name = self.pool.name(&attribute.attr);
                self.emitter.emit(Op::LoadMethod(name));
                Some(place)
            }
            function => {
                self.expression(function)?;
                None
            }
        };
        let mut count = call.arguments.args.len();
        for argument in &call.arguments.args {
            if let Expr::Starred(_) = argument {
                return self.lacks(argument, "* in a call is", Remedy::Star);
            }
            self.expression(argument)?;
        }
        let mut names: Vec<String> = Vec::new();
        for keyword in &call.arguments.keywords {
            let Some(name) = &keyword.arg else {
                return self.lacks(keyword, "** in a call is", Remedy::Star);
            };
            if names.iter().any(|known| known == name.as_str()) {
                return self.wrong(keyword, format!("keyword argument repeated: {name}"));
            }
            names.push(name.to_string());
            self.expression(&keyword.value)?;
        }
        count += names.len();
        self.emitter.at = method.unwrap_or_else(|| self.places.of(call));
        let (count, is_named) = (number(count), !names.is_empty());
        let op = match (method, is_named) {
            (None, false) => Op::Call(count),
            (None, true) => Op::CallNamed(count, self.pool.keywords(names)),
            (Some(_), false) => Op::CallMethod(count),
            (Some(_), true) => Op::CallMethodNamed(count, self.pool.keywords(names)),
        };
        self.emitter.emit(op);
        Ok(())
    }

    /// Where a method stands: in a chain over several lines, on its own line, as CPython tells it.
    fn place_of_attribute(&self, attribute: &ExprAttribute) -> Position {
        let (start, name) = (self.places.of(attribute), self.places.at(attribute.attr.start()));
        if start.line == name.line { start } else { name }
    }
}
