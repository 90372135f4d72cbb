//! Which names are locals of a function: those that are assigned anywhere in it, unless `global` says otherwise.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{
    Alias, Comprehension, ExceptHandler, Expr, ExprContext, ExprName, Identifier, Parameters, Stmt,
    visitor::{Visitor, walk_except_handler, walk_expr, walk_stmt},
};
use ruff_text_size::Ranged;

use crate::{
    compile::{
        Done, error,
        places::{Places, number},
    },
    fault::SyntaxFault,
};

/// Where a name lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// In this slot of the frame.
    Local(u32),
    /// Among the globals and builtins.
    Global,
}

/// The names of one function, or of the module.
#[derive(Default)]
pub(super) struct Scope {
    /// Names of the slots; parameters first. Variables of comprehensions have slots of their own, so a name may come
    /// twice.
    slots: Vec<String>,
    /// The slots that names have outside comprehensions.
    locals: HashMap<String, u32>,
    /// What `global` says.
    globals: HashSet<String>,
    /// The variables of the comprehensions around, the innermost last.
    inner: Vec<HashMap<String, u32>>,
    /// Slots of comprehensions that are over, to be used again.
    free: Vec<(String, u32)>,
}

impl Scope {
    pub(super) fn of_module(body: &[Stmt], places: &Places<'_>) -> Done<Scope> {
        // A module assigns globals; only what `global` says wrongly matters here.
        Search::new(places).through(body)?;
        Ok(Scope::default())
    }

    pub(super) fn of_function(parameters: &Parameters, body: &[Stmt], places: &Places<'_>) -> Done<Scope> {
        let mut search = Search::new(places);
        for parameter in parameters.iter_non_variadic_params() {
            let name = &parameter.parameter.name;
            if search.parameters.contains(name.as_str()) {
                let message = format!("duplicate argument '{name}' in function definition");
                return Err(Box::new(error::fault(places, name, message)));
            }
            search.assign(name);
            search.parameters.insert(name.to_string());
        }
        search.through(body)
    }

    /// Names of all slots.
    pub(super) fn into_slots(self) -> Vec<String> {
        self.slots
    }

    /// Where a name lives, seen from here.
    pub(super) fn home(&self, name: &str) -> Home {
        let inner = self.inner.iter().rev().find_map(|variables| variables.get(name));
        match inner.or_else(|| self.locals.get(name)) {
            Some(&slot) => Home::Local(slot),
            None => Home::Global,
        }
    }

    /// Whether a function within this one would see this name here: `Some(true)` as a local, `Some(false)` as a global.
    pub(super) fn offers(&self, name: &str) -> Option<bool> {
        match self.locals.contains_key(name) {
            true => Some(true),
            false => self.globals.contains(name).then_some(false),
        }
    }

    /// A comprehension begins: these are its variables.
    pub(super) fn enter(&mut self, generators: &[Comprehension]) {
        let mut targets = Targets::default();
        for generator in generators {
            targets.visit_expr(&generator.target);
        }
        let mut variables = HashMap::new();
        for name in targets.0 {
            let known = variables.get(&name).copied();
            let slot = known.unwrap_or_else(|| self.slot_for(&name));
            variables.insert(name, slot);
        }
        self.inner.push(variables);
    }

    /// It ends.
    pub(super) fn leave(&mut self) {
        self.free.extend(self.inner.pop().unwrap_or_default());
    }

    fn slot_for(&mut self, name: &str) -> u32 {
        if let Some(found) = self.free.iter().position(|(free, _)| free == name) {
            return self.free.swap_remove(found).1;
        }
        self.slots.push(name.to_owned());
        number(self.slots.len() - 1)
    }
}

/// The names in the targets of a comprehension.
#[derive(Default)]
struct Targets(Vec<String>);

impl<'a> Visitor<'a> for Targets {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.0.push(name.id.to_string()),
            Expr::Tuple(_) | Expr::List(_) | Expr::Starred(_) => walk_expr(self, expr),
            // `for a[i] in …` assigns no name.
            _ => {}
        }
    }
}

/// Looks for assignments.
struct Search<'p, 'a> {
    places: &'p Places<'a>,
    scope: Scope,
    parameters: HashSet<String>,
    used: HashSet<String>,
    annotated: HashSet<String>,
    fault: Option<SyntaxFault>,
}

impl<'p, 'a> Search<'p, 'a> {
    fn new(places: &'p Places<'a>) -> Self {
        Search {
            places,
            scope: Scope::default(),
            parameters: HashSet::new(),
            used: HashSet::new(),
            annotated: HashSet::new(),
            fault: None,
        }
    }

    fn through(mut self, body: &[Stmt]) -> Done<Scope> {
        for statement in body {
            self.visit_stmt(statement);
        }
        match self.fault {
            Some(fault) => Err(Box::new(fault)),
            None => Ok(self.scope),
        }
    }

    fn assign(&mut self, name: &str) {
        if self.scope.globals.contains(name) || self.scope.locals.contains_key(name) {
            return;
        }
        self.scope.locals.insert(name.to_owned(), number(self.scope.slots.len()));
        self.scope.slots.push(name.to_owned());
    }

    /// `global name`: what was said of the name before must not speak against it.
    fn global(&mut self, name: &Identifier, statement: &Stmt) {
        let text = name.as_str();
        let message = if self.parameters.contains(text) {
            format!("name '{name}' is parameter and global")
        } else if self.annotated.contains(text) {
            format!("annotated name '{name}' can't be global")
        } else if self.scope.locals.contains_key(text) {
            format!("name '{name}' is assigned to before global declaration")
        } else if self.used.contains(text) {
            format!("name '{name}' is used prior to global declaration")
        } else {
            self.scope.globals.insert(text.to_owned());
            return;
        };
        self.wrong(statement, message);
    }

    fn wrong(&mut self, node: &impl Ranged, message: String) {
        if self.fault.is_none() {
            self.fault = Some(error::fault(self.places, node, message));
        }
    }

    fn import(&mut self, alias: &Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        let bound = name.as_str().split('.').next().unwrap_or_default();
        self.assign(bound);
    }
}

impl<'v> Visitor<'v> for Search<'_, '_> {
    fn visit_stmt(&mut self, statement: &'v Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                // Defaults are evaluated here, the body is not.
                for parameter in function.parameters.iter_non_variadic_params() {
                    if let Some(default) = &parameter.default {
                        self.visit_expr(default);
                    }
                }
                self.assign(&function.name);
            }
            Stmt::ClassDef(class) => self.assign(&class.name),
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias)),
            Stmt::ImportFrom(import) => import.names.iter().for_each(|alias| self.import(alias)),
            Stmt::Global(global) => global.names.iter().for_each(|name| self.global(name, statement)),
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                if let Expr::Name(ExprName { id, .. }) = &*assign.target {
                    if self.scope.globals.contains(id.as_str()) {
                        self.wrong(statement, format!("annotated name '{id}' can't be global"));
                    }
                    self.annotated.insert(id.to_string());
                }
                self.visit_expr(&assign.target);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_except_handler(&mut self, handler: &'v ExceptHandler) {
        let ExceptHandler::ExceptHandler(parts) = handler;
        if let Some(name) = &parts.name {
            self.assign(name);
        }
        walk_except_handler(self, handler);
    }

    fn visit_expr(&mut self, expr: &'v Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Store | ExprContext::Del => self.assign(&name.id),
                ExprContext::Load | ExprContext::Invalid => {
                    self.used.insert(name.id.to_string());
                }
            },
            // Only the first iterable is evaluated outside; the rest has variables of its own.
            Expr::ListComp(list) => self.outermost(&list.generators),
            Expr::DictComp(dict) => self.outermost(&dict.generators),
            Expr::SetComp(set) => self.outermost(&set.generators),
            Expr::Generator(generator) => self.outermost(&generator.generators),
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

impl Search<'_, '_> {
    fn outermost(&mut self, generators: &[Comprehension]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
    }
}
