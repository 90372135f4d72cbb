//! `def`.

use ruff_python_ast::StmtFunctionDef;

use crate::{
    code::{Constant, Op},
    compile::{Compiler, Done, emitter::Emitter, places::number, scope::Scope},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn function(&mut self, statement: &'a StmtFunctionDef) -> Done {
        self.check_form(statement)?;
        let parameters = &statement.parameters;
        let mut defaults = 0;
        for default in parameters.args.iter().filter_map(|parameter| parameter.default.as_deref()) {
            self.expression(default)?;
            defaults += 1;
        }
        let id = number(self.functions.len());
        self.functions.push(None);

        let scope = Scope::of_function(parameters, &statement.body, self.places)?;
        let mut emitter = Emitter::new(&statement.name, scope);
        emitter.parameters = number(parameters.args.len());
        emitter.defaults = defaults;
        self.outer.push(std::mem::replace(&mut self.emitter, emitter));
        self.at(statement);
        self.suite(&statement.body)?;
        self.end_function(id);

        self.at(statement);
        self.emitter.emit(Op::MakeFunction(id));
        self.store_name(&statement.name);
        Ok(())
    }

    /// A function that comes to its end gives None. The one around is being made again.
    pub(super) fn end_function(&mut self, id: u32) {
        self.constant(Constant::None);
        self.emitter.emit(Op::Return);
        let around = self.outer.pop().unwrap_or_else(|| Emitter::new("", Scope::default()));
        let emitter = std::mem::replace(&mut self.emitter, around);
        self.made += emitter.ops.len();
        let functions = &self.functions;
        let code = emitter.finish(|id| functions[id as usize].as_ref().map_or(0, |code| code.defaults));
        self.functions[id as usize] = Some(code);
    }

    /// Refuses forms of functions that this Python lacks.
    fn check_form(&self, statement: &StmtFunctionDef) -> Done {
        let parameters = &statement.parameters;
        if let Some(decorator) = statement.decorator_list.first() {
            return self.lacks(decorator, "decorators are", Remedy::Decorator);
        }
        if statement.is_async {
            return self.lacks(statement, "async functions are", Remedy::Async);
        }
        if let Some(types) = &statement.type_params {
            return self.lacks(&**types, "type parameters are", Remedy::Annotation);
        }
        if let Some(star) = parameters.vararg.as_ref().or(parameters.kwarg.as_ref()) {
            return self.lacks(&**star, "parameters with * or ** are", Remedy::Star);
        }
        if let Some(parameter) = parameters.kwonlyargs.first() {
            return self.lacks(parameter, "keyword-only parameters are", Remedy::KeywordOnly);
        }
        if let Some(parameter) = parameters.posonlyargs.first() {
            return self.lacks(parameter, "positional-only parameters are", Remedy::PositionalOnly);
        }
        Ok(())
    }
}
