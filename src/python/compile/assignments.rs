//! Assignments and `del`.

use ruff_python_ast::{Expr, ExprAttribute, ExprSubscript, StmtAnnAssign, StmtAssign, StmtAugAssign};

use crate::{
    code::Op,
    compile::{Compiler, Done, expressions::binary, places::number},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    pub(super) fn assign(&mut self, statement: &'a StmtAssign) -> Done {
        self.expression(&statement.value)?;
        let last = statement.targets.len().saturating_sub(1);
        for (index, target) in statement.targets.iter().enumerate() {
            if index < last {
                self.at(statement);
                self.emitter.emit(Op::Copy(1));
            }
            self.store(target)?;
        }
        Ok(())
    }

    /// `value →` into a target.
    pub(super) fn store(&mut self, target: &'a Expr) -> Done {
        self.at(target);
        match target {
            Expr::Name(name) => self.store_name(&name.id),
            Expr::Tuple(tuple) => return self.unpack(&tuple.elts),
            Expr::List(list) => return self.unpack(&list.elts),
            Expr::Subscript(item) => {
                self.item_of(item)?;
                self.at(target);
                self.emitter.emit(Op::SetItem);
            }
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                self.at(target);
                let name = self.pool.name(&attribute.attr);
                self.emitter.emit(Op::StoreAttribute(name));
            }
            Expr::Starred(_) => return self.lacks(target, "* in an assignment is", Remedy::StarAssign),
            _ => return self.wrong(target, "cannot assign to expression"),
        }
        Ok(())
    }

    fn unpack(&mut self, targets: &'a [Expr]) -> Done {
        self.emitter.emit(Op::Unpack(number(targets.len())));
        targets.iter().try_for_each(|target| self.store(target))
    }

    /// `→ a key`
    fn item_of(&mut self, item: &'a ExprSubscript) -> Done {
        self.expression(&item.value)?;
        self.expression(&item.slice)
    }

    pub(super) fn augmented_assign(&mut self, statement: &'a StmtAugAssign) -> Done {
        let Some(op) = binary(statement.op) else {
            return self.lacks(statement, "the operator @= is", Remedy::Matrix);
        };
        // The parts of the target are evaluated once.
        match &*statement.target {
            Expr::Name(name) => {
                self.at(name);
                self.load_name(&name.id, name)?;
                self.expression(&statement.value)?;
                self.at(statement);
                self.emitter.emit(Op::InPlaceOp(op));
                self.at(name);
                self.store_name(&name.id);
            }
            Expr::Subscript(item) => {
                self.item_of(item)?;
                self.at(item);
                self.emitter.emit(Op::Copy(2));
                self.emitter.emit(Op::Copy(2));
                self.emitter.emit(Op::GetItem);
                self.expression(&statement.value)?;
                self.at(statement);
                self.emitter.emit(Op::InPlaceOp(op));
                self.at(item);
                // a key value → value a key
                self.emitter.emit(Op::Swap(3));
                self.emitter.emit(Op::Swap(2));
                self.emitter.emit(Op::SetItem);
            }
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                self.augment_attribute(attribute, statement, op)?;
            }
            target => return self.wrong(target, "illegal expression for augmented assignment"),
        }
        Ok(())
    }

    fn augment_attribute(
        &mut self,
        attribute: &'a ExprAttribute,
        statement: &'a StmtAugAssign,
        op: crate::code::Binary,
    ) -> Done {
        let name = self.pool.name(&attribute.attr);
        self.at(attribute);
        self.emitter.emit(Op::Copy(1));
        self.emitter.emit(Op::LoadAttribute(name));
        self.expression(&statement.value)?;
        self.at(statement);
        self.emitter.emit(Op::InPlaceOp(op));
        self.at(attribute);
        self.emitter.emit(Op::Swap(2));
        self.emitter.emit(Op::StoreAttribute(name));
        Ok(())
    }

    /// The annotation means nothing here, as it does in CPython while a program runs.
    pub(super) fn annotated_assign(&mut self, statement: &'a StmtAnnAssign) -> Done {
        match &statement.value {
            Some(value) => {
                self.expression(value)?;
                self.store(&statement.target)
            }
            None => Ok(()),
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Done {
        self.at(target);
        match target {
            Expr::Name(name) => self.delete_name(&name.id),
            Expr::Tuple(tuple) => return tuple.elts.iter().try_for_each(|target| self.delete(target)),
            Expr::List(list) => return list.elts.iter().try_for_each(|target| self.delete(target)),
            Expr::Subscript(item) => {
                self.item_of(item)?;
                self.at(target);
                self.emitter.emit(Op::DeleteItem);
            }
            Expr::Attribute(_) => return self.lacks(target, "del of an attribute is", Remedy::DeleteAttribute),
            _ => return self.wrong(target, "cannot delete expression"),
        }
        Ok(())
    }
}
