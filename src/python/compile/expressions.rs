//! Expressions: each leaves its value on the stack.

use ruff_python_ast::{
    BoolOp, CmpOp, Expr, ExprAttribute, ExprBinOp, ExprBoolOp, ExprCompare, ExprDict, ExprIf, ExprSlice, ExprSubscript,
    ExprUnaryOp, Operator, UnaryOp,
};

use crate::{
    code::{Binary, Comparison, Constant, Op, Unary},
    compile::{Compiler, Done, emitter::Label, places::number},
    fault::Remedy,
};

impl<'a> Compiler<'a> {
    /// Nothing is done in here: what each form needs of the Rust stack is not needed by the others that are nested in
    /// it.
    pub(super) fn expression(&mut self, expr: &'a Expr) -> Done {
        self.at(expr);
        match expr {
            Expr::Name(name) => self.load_name(&name.id, name),
            Expr::NumberLiteral(literal) => self.number(literal, false),
            Expr::FString(text) => self.f_string(text),
            Expr::BoolOp(operation) => self.bool_op(operation),
            Expr::BinOp(operation) => self.binary_operation(operation),
            Expr::UnaryOp(operation) => self.unary(operation),
            Expr::If(conditional) => self.conditional(conditional),
            Expr::Compare(comparison) => self.compare(comparison),
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => self.attribute(attribute),
            Expr::Subscript(item) => self.item(item),
            Expr::Slice(slice) => self.slice(slice),
            Expr::List(list) => self.sequence(expr, &list.elts, Op::BuildList),
            Expr::Tuple(tuple) => self.sequence(expr, &tuple.elts, Op::BuildTuple),
            Expr::Dict(dict) => self.dict(expr, dict),
            Expr::ListComp(list) => self.list_comprehension(list),
            Expr::DictComp(dict) => self.dict_comprehension(dict),
            _ => self.constant_expression(expr),
        }
    }

    fn constant_expression(&mut self, expr: &'a Expr) -> Done {
        let constant = match expr {
            Expr::StringLiteral(text) => Constant::Str(text.value.to_str().to_owned()),
            Expr::BooleanLiteral(literal) => Constant::Bool(literal.value),
            Expr::NoneLiteral(_) => Constant::None,
            _ => return self.lacks_expression(expr),
        };
        self.constant(constant);
        Ok(())
    }

    fn binary_operation(&mut self, operation: &'a ExprBinOp) -> Done {
        let Some(op) = binary(operation.op) else {
            return self.lacks(operation, "the operator @ is", Remedy::Matrix);
        };
        self.expression(&operation.left)?;
        self.expression(&operation.right)?;
        self.at(operation);
        self.emitter.emit(Op::BinaryOp(op));
        Ok(())
    }

    fn attribute(&mut self, attribute: &'a ExprAttribute) -> Done {
        self.expression(&attribute.value)?;
        self.at(attribute);
        let name = self.pool.name(&attribute.attr);
        self.emitter.emit(Op::LoadAttribute(name));
        Ok(())
    }

    fn item(&mut self, item: &'a ExprSubscript) -> Done {
        self.expression(&item.value)?;
        self.expression(&item.slice)?;
        self.at(item);
        self.emitter.emit(Op::GetItem);
        Ok(())
    }

    fn slice(&mut self, slice: &'a ExprSlice) -> Done {
        for part in [&slice.lower, &slice.upper, &slice.step] {
            match part {
                Some(part) => self.expression(part)?,
                None => self.constant(Constant::None),
            }
        }
        self.at(slice);
        self.emitter.emit(Op::BuildSlice);
        Ok(())
    }

    fn sequence(&mut self, expr: &'a Expr, items: &'a [Expr], build: fn(u32) -> Op) -> Done {
        items.iter().try_for_each(|item| self.expression(item))?;
        self.at(expr);
        self.emitter.emit(build(number(items.len())));
        Ok(())
    }

    fn dict(&mut self, expr: &'a Expr, dict: &'a ExprDict) -> Done {
        for item in &dict.items {
            let Some(key) = &item.key else {
                return self.lacks(item, "** in a dict is", Remedy::Star);
            };
            self.expression(key)?;
            self.expression(&item.value)?;
        }
        self.at(expr);
        self.emitter.emit(Op::BuildDict(number(dict.items.len())));
        Ok(())
    }

    fn unary(&mut self, operation: &'a ExprUnaryOp) -> Done {
        if let (UnaryOp::USub, Expr::NumberLiteral(literal)) = (operation.op, &*operation.operand) {
            return self.number(literal, true);
        }
        self.expression(&operation.operand)?;
        self.at(operation);
        self.emitter.emit(Op::UnaryOp(match operation.op {
            UnaryOp::Invert => Unary::Invert,
            UnaryOp::Not => Unary::Not,
            UnaryOp::UAdd => Unary::Positive,
            UnaryOp::USub => Unary::Negative,
        }));
        Ok(())
    }

    fn conditional(&mut self, conditional: &'a ExprIf) -> Done {
        let (otherwise, end) = (self.emitter.label(), self.emitter.label());
        self.jump_unless(&conditional.test, otherwise)?;
        self.expression(&conditional.body)?;
        self.emitter.jump(end);
        self.emitter.bind(otherwise);
        self.expression(&conditional.orelse)?;
        self.emitter.bind(end);
        Ok(())
    }

    fn bool_op(&mut self, operation: &'a ExprBoolOp) -> Done {
        let end = self.emitter.label();
        let Some((last, first)) = operation.values.split_last() else { return Ok(()) };
        for value in first {
            self.expression(value)?;
            self.emitter.emit(match operation.op {
                BoolOp::And => Op::JumpIfFalseOrPop(end.0),
                BoolOp::Or => Op::JumpIfTrueOrPop(end.0),
            });
        }
        self.expression(last)?;
        self.emitter.bind(end);
        Ok(())
    }

    fn compare(&mut self, comparison: &'a ExprCompare) -> Done {
        let (end, cleanup) = (self.emitter.label(), self.emitter.label());
        let is_chain = self.compare_up_to_last(comparison, cleanup, Op::JumpIfFalseOrPop)?;
        if is_chain {
            self.emitter.jump(end);
            self.emitter.bind(cleanup);
            self.emitter.emit(Op::Swap(2));
            self.emitter.emit(Op::Pop);
        }
        self.emitter.bind(end);
        Ok(())
    }

    /// `→ result` of the last comparison. When one before it is false, it goes to `cleanup` by `jump`, with the right
    /// side of that comparison still on the stack; so what stands in the middle is evaluated once. Tells whether
    /// there was one.
    fn compare_up_to_last(&mut self, comparison: &'a ExprCompare, cleanup: Label, jump: fn(u32) -> Op) -> Done<bool> {
        self.expression(&comparison.left)?;
        let last = comparison.comparators.len().saturating_sub(1);
        for (index, (op, right)) in comparison.ops.iter().zip(&comparison.comparators).enumerate() {
            self.expression(right)?;
            self.at(comparison);
            if index < last {
                // a b → b a b
                self.emitter.emit(Op::Swap(2));
                self.emitter.emit(Op::Copy(2));
            }
            self.emitter.emit(Op::CompareOp(compared(*op)));
            if index < last {
                self.emitter.emit(jump(cleanup.0));
            }
        }
        Ok(last > 0)
    }

    /// Jumps if the expression is false.
    pub(super) fn jump_unless(&mut self, test: &'a Expr, target: Label) -> Done {
        self.test(test, target, false)
    }

    /// Jumps if the expression is true.
    pub(super) fn jump_if(&mut self, test: &'a Expr, target: Label) -> Done {
        self.test(test, target, true)
    }

    /// Jumps to `target` if the expression is `when`, without making its value where that is not needed.
    fn test(&mut self, test: &'a Expr, target: Label, when: bool) -> Done {
        match test {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                return self.test(&operation.operand, target, !when);
            }
            Expr::BoolOp(operation) => {
                let Some((last, first)) = operation.values.split_last() else { return Ok(()) };
                // `and` is decided by the first that is false, `or` by the first that is true.
                let decides = operation.op == BoolOp::Or;
                let through = self.emitter.label();
                let decided = if decides == when { target } else { through };
                for value in first {
                    self.test(value, decided, decides)?;
                }
                self.test(last, target, when)?;
                self.emitter.bind(through);
                return Ok(());
            }
            Expr::Compare(comparison) if comparison.ops.len() > 1 => {
                let (through, cleanup) = (self.emitter.label(), self.emitter.label());
                self.compare_up_to_last(comparison, cleanup, Op::JumpIfFalse)?;
                self.emitter.emit(conditional_jump(target, when));
                self.emitter.jump(through);
                self.emitter.bind(cleanup);
                self.emitter.emit(Op::Pop);
                if !when {
                    self.emitter.jump(target);
                }
                self.emitter.bind(through);
                return Ok(());
            }
            // `while True` need not look.
            Expr::BooleanLiteral(literal) => {
                if literal.value == when {
                    self.emitter.jump(target);
                }
                return Ok(());
            }
            _ => {}
        }
        self.expression(test)?;
        self.emitter.emit(conditional_jump(target, when));
        Ok(())
    }
}

fn conditional_jump(target: Label, when: bool) -> Op {
    if when { Op::JumpIfTrue(target.0) } else { Op::JumpIfFalse(target.0) }
}

/// An operator between two values; `@` is none here.
pub(super) fn binary(operator: Operator) -> Option<Binary> {
    Some(match operator {
        Operator::Add => Binary::Add,
        Operator::Sub => Binary::Subtract,
        Operator::Mult => Binary::Multiply,
        Operator::MatMult => return None,
        Operator::Div => Binary::TrueDivide,
        Operator::Mod => Binary::Remainder,
        Operator::Pow => Binary::Power,
        Operator::LShift => Binary::LeftShift,
        Operator::RShift => Binary::RightShift,
        Operator::BitOr => Binary::Or,
        Operator::BitXor => Binary::Xor,
        Operator::BitAnd => Binary::And,
        Operator::FloorDiv => Binary::FloorDivide,
    })
}

fn compared(operator: CmpOp) -> Comparison {
    match operator {
        CmpOp::Eq => Comparison::Equal,
        CmpOp::NotEq => Comparison::NotEqual,
        CmpOp::Lt => Comparison::Less,
        CmpOp::LtE => Comparison::LessEqual,
        CmpOp::Gt => Comparison::Greater,
        CmpOp::GtE => Comparison::GreaterEqual,
        CmpOp::Is => Comparison::Is,
        CmpOp::IsNot => Comparison::IsNot,
        CmpOp::In => Comparison::In,
        CmpOp::NotIn => Comparison::NotIn,
    }
}
