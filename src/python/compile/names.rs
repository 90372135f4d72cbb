//! Names: read, assigned, deleted, wherever they live.

use ruff_text_size::Ranged;

use crate::{
    code::Op,
    compile::{Compiler, Done, scope::Home},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn load_name(&mut self, name: &str, node: &impl Ranged) -> Done {
        let op = match self.home(name, node)? {
            Home::Local(slot) => Op::LoadFast(slot),
            Home::Global => Op::LoadGlobal(self.pool.global(name)),
        };
        self.emitter.emit(op);
        Ok(())
    }

    pub(super) fn store_name(&mut self, name: &str) {
        let op = match self.emitter.scope.home(name) {
            Home::Local(slot) => Op::StoreFast(slot),
            Home::Global => Op::StoreGlobal(self.pool.global(name)),
        };
        self.emitter.emit(op);
    }

    pub(super) fn delete_name(&mut self, name: &str) {
        let op = match self.emitter.scope.home(name) {
            Home::Local(slot) => Op::DeleteFast(slot),
            Home::Global => Op::DeleteGlobal(self.pool.global(name)),
        };
        self.emitter.emit(op);
    }

    /// Where a name that is read lives. A local of a function around cannot be reached: that would be a closure.
    fn home(&self, name: &str, node: &impl Ranged) -> Done<Home> {
        let home = self.emitter.scope.home(name);
        if home == Home::Global && self.emitter.scope.offers(name).is_none() {
            for outer in self.outer.iter().rev() {
                match outer.scope.offers(name) {
                    Some(true) => {
                        let message =
                            format!("'{name}' is a local of {}(); closures are not supported here", outer.name);
                        return self.refuse(node, message, Remedy::Closure);
                    }
                    Some(false) => break,
                    None => {}
                }
            }
        }
        Ok(home)
    }
}
