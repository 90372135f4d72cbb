//! `import` and `from … import`.

use ruff_python_ast::{StmtImport, StmtImportFrom};

use crate::{
    code::Op,
    compile::{Compiler, Done},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn import(&mut self, statement: &'a StmtImport) -> Done {
        for alias in &statement.names {
            let module = alias.name.as_str();
            self.import_module(module);
            match (&alias.asname, module.split_once('.')) {
                (Some(name), _) => self.store_name(name),
                (None, None) => self.store_name(module),
                (None, Some((package, _))) => {
                    self.emitter.emit(Op::Pop);
                    let name = self.pool.name(package);
                    self.emitter.emit(Op::Import(name));
                    self.store_name(package);
                }
            }
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, statement: &'a StmtImportFrom) -> Done {
        let Some(module) = statement.module.as_ref().filter(|_| statement.level == 0) else {
            return self.lacks(statement, "imports relative to a package are", Remedy::Import);
        };
        // What it changes in this Python is there anyway.
        if module.as_str() == "__future__" {
            return Ok(());
        }
        if let Some(star) = statement.names.iter().find(|alias| alias.name.as_str() == "*") {
            if !self.outer.is_empty() {
                return self.wrong(statement, "import * only allowed at module level");
            }
            return self.lacks(star, "import * is", Remedy::Import);
        }
        self.import_module(module);
        for alias in &statement.names {
            let name = self.pool.name(&alias.name);
            self.emitter.emit(Op::ImportFrom(name));
            self.store_name(alias.asname.as_ref().unwrap_or(&alias.name));
        }
        self.emitter.emit(Op::Pop);
        Ok(())
    }

    fn import_module(&mut self, module: &str) {
        self.pool.import(module);
        let name = self.pool.name(module);
        self.emitter.emit(Op::Import(name));
    }
}
