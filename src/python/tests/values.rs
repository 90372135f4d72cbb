//! Expressions with their values under CPython: `values/*.txt` hold a source and its `repr`, or the exception that it
//! raises.
//!
//! The expressions are walked here as they stand, without the compiler and the machine: only the values are tested.
//! `values/renew.py` renews them with CPython.

use std::{collections::HashMap, fs, path::Path};

use num_bigint::BigInt;
use ruff_python_ast::{BoolOp, CmpOp, Expr, Number, Operator, Stmt, UnaryOp};

use crate::{
    arguments::Arguments,
    builtins,
    code::{Binary, Comparison, Unary},
    exception::{Kind, Raise, Result},
    library::{BoundMethod, Builtin, MethodName, Type},
    methods, operators, sequence, text,
    value::{Dict, Value},
};

/// Walks statements; the last one's value is the result.
#[derive(Default)]
struct Walker {
    names: HashMap<String, Value>,
}

impl Walker {
    fn run(&mut self, statements: &[Stmt]) -> Result<Value> {
        let mut last = Value::None;
        for statement in statements {
            match statement {
                Stmt::Expr(expression) => last = self.value(&expression.value)?,
                Stmt::Assign(assign) => {
                    let value = self.value(&assign.value)?;
                    self.assign(&assign.targets[0], value)?;
                }
                Stmt::AugAssign(assign) => {
                    let before = self.value(&assign.target)?;
                    let by = self.value(&assign.value)?;
                    let after = operators::in_place(binary(assign.op), &before, &by)?;
                    self.assign(&assign.target, after)?;
                }
                Stmt::Delete(delete) => {
                    let Expr::Subscript(target) = &delete.targets[0] else { panic!("only of items") };
                    sequence::delete_item(&self.value(&target.value)?, &self.value(&target.slice)?)?;
                }
                Stmt::For(each) => {
                    let Value::Iterator(iter) = sequence::iterate(&self.value(&each.iter)?)? else { panic!() };
                    while let Some(item) = sequence::next(&iter)? {
                        self.assign(&each.target, item)?;
                        self.run(&each.body)?;
                    }
                }
                other => panic!("{other:?}"),
            }
        }
        Ok(last)
    }

    fn assign(&mut self, target: &Expr, value: Value) -> Result<()> {
        match target {
            Expr::Name(name) => drop(self.names.insert(name.id.to_string(), value)),
            Expr::Subscript(target) => {
                sequence::set_item(&self.value(&target.value)?, &self.value(&target.slice)?, value)?;
            }
            Expr::Tuple(targets) => {
                for (target, value) in targets.elts.iter().zip(sequence::unpack(&value, targets.elts.len())?) {
                    self.assign(target, value)?;
                }
            }
            other => panic!("{other:?}"),
        }
        Ok(())
    }

    fn values(&mut self, expressions: &[Expr]) -> Result<Vec<Value>> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    fn value(&mut self, expression: &Expr) -> Result<Value> {
        Ok(match expression {
            Expr::Name(name) => self.name(&name.id),
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => integer(&int.to_string()),
                Number::Float(float) => Value::Float(*float),
                Number::Complex { .. } => panic!("complex"),
            },
            Expr::StringLiteral(string) => Value::from(string.value.to_str()),
            Expr::BooleanLiteral(boolean) => Value::Bool(boolean.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::List(list) => Value::list(self.values(&list.elts)?),
            Expr::Tuple(tuple) => Value::tuple(self.values(&tuple.elts)?),
            Expr::Dict(dict) => {
                let made = Dict::default();
                for item in &dict.items {
                    made.insert(self.value(item.key.as_ref().expect("no **"))?, self.value(&item.value)?)?;
                }
                Value::Dict(made.into())
            }
            Expr::BinOp(op) => operators::binary(binary(op.op), &self.value(&op.left)?, &self.value(&op.right)?)?,
            Expr::UnaryOp(op) => {
                let sign = match op.op {
                    UnaryOp::Invert => Unary::Invert,
                    UnaryOp::Not => Unary::Not,
                    UnaryOp::UAdd => Unary::Positive,
                    UnaryOp::USub => Unary::Negative,
                };
                operators::unary(sign, &self.value(&op.operand)?)?
            }
            Expr::BoolOp(op) => {
                let mut last = Value::None;
                for operand in &op.values {
                    last = self.value(operand)?;
                    if operators::truth(&last) != (op.op == BoolOp::And) {
                        break;
                    }
                }
                last
            }
            Expr::Compare(compare) => {
                let mut left = self.value(&compare.left)?;
                let mut result = Value::Bool(true);
                for (op, right) in compare.ops.iter().zip(&compare.comparators) {
                    let right = self.value(right)?;
                    result = operators::compare(comparison(*op), &left, &right)?;
                    left = right;
                    if !operators::truth(&result) {
                        break;
                    }
                }
                result
            }
            Expr::If(choice) => {
                let test = self.value(&choice.test)?;
                self.value(if operators::truth(&test) { &choice.body } else { &choice.orelse })?
            }
            Expr::Subscript(subscript) => {
                sequence::get_item(&self.value(&subscript.value)?, &self.value(&subscript.slice)?)?
            }
            Expr::Slice(slice) => {
                let mut part = |bound: &Option<Box<Expr>>| bound.as_ref().map_or(Ok(Value::None), |b| self.value(b));
                Value::Slice([part(&slice.lower)?, part(&slice.upper)?, part(&slice.step)?].into())
            }
            Expr::ListComp(comprehension) => {
                let generator = &comprehension.generators[0];
                let Value::Iterator(iter) = sequence::iterate(&self.value(&generator.iter)?)? else { panic!() };
                let mut items = Vec::new();
                while let Some(item) = sequence::next(&iter)? {
                    self.assign(&generator.target, item)?;
                    let mut wanted = true;
                    for test in &generator.ifs {
                        wanted &= operators::truth(&self.value(test)?);
                    }
                    if wanted {
                        items.push(self.value(&comprehension.elt)?);
                    }
                }
                Value::list(items)
            }
            Expr::Attribute(attribute) => match self.value(&attribute.value)? {
                Value::Type(kind) if attribute.attr.as_str() == "__name__" => Value::from(kind.name()),
                of => {
                    let name = MethodName::of_name(attribute.attr.as_str()).expect("a method");
                    Value::Method(BoundMethod { name, of }.into())
                }
            },
            Expr::Call(call) => {
                let method = match &*call.func {
                    Expr::Attribute(attribute) => {
                        Some((self.value(&attribute.value)?, MethodName::of_name(attribute.attr.as_str())))
                    }
                    _ => None,
                };
                let positional = self.values(&call.arguments.args)?;
                let mut named = Vec::new();
                for keyword in &call.arguments.keywords {
                    named.push((keyword.arg.as_ref().expect("no **").as_str(), self.value(&keyword.value)?));
                }
                let arguments = Arguments { positional: &positional, named: &named };
                match method {
                    Some((of, name)) => methods::call(name.expect("a method"), &of, arguments)?,
                    None => match self.value(&call.func)? {
                        Value::Builtin(builtin) => builtins::call(builtin, arguments)?,
                        Value::Type(kind) => builtins::construct(kind, arguments)?,
                        other => panic!("{other:?}()"),
                    },
                }
            }
            other => panic!("{other:?}"),
        })
    }

    fn name(&self, name: &str) -> Value {
        if let Some(value) = self.names.get(name) {
            return value.clone();
        }
        let kind = Kind::ALL.iter().find(|kind| kind.name() == name).map(|kind| Type::Exception(*kind));
        match (Builtin::of_name(name), Type::of_name(name).or(kind)) {
            (Some(builtin), _) => Value::Builtin(builtin),
            (_, Some(kind)) => Value::Type(kind),
            _ => panic!("no name {name}"),
        }
    }
}

fn integer(literal: &str) -> Value {
    let literal = literal.replace('_', "").to_lowercase();
    let (digits, radix) = match literal.get(..2) {
        Some("0x") => (&literal[2..], 16),
        Some("0o") => (&literal[2..], 8),
        Some("0b") => (&literal[2..], 2),
        _ => (&literal[..], 10),
    };
    Value::from(BigInt::parse_bytes(digits.as_bytes(), radix).expect("digits"))
}

fn binary(op: Operator) -> Binary {
    match op {
        Operator::Add => Binary::Add,
        Operator::Sub => Binary::Subtract,
        Operator::Mult => Binary::Multiply,
        Operator::Div => Binary::TrueDivide,
        Operator::FloorDiv => Binary::FloorDivide,
        Operator::Mod => Binary::Remainder,
        Operator::Pow => Binary::Power,
        Operator::LShift => Binary::LeftShift,
        Operator::RShift => Binary::RightShift,
        Operator::BitAnd => Binary::And,
        Operator::BitOr => Binary::Or,
        Operator::BitXor => Binary::Xor,
        Operator::MatMult => panic!("matrices"),
    }
}

fn comparison(op: CmpOp) -> Comparison {
    match op {
        CmpOp::Lt => Comparison::Less,
        CmpOp::LtE => Comparison::LessEqual,
        CmpOp::Eq => Comparison::Equal,
        CmpOp::NotEq => Comparison::NotEqual,
        CmpOp::Gt => Comparison::Greater,
        CmpOp::GtE => Comparison::GreaterEqual,
        CmpOp::In => Comparison::In,
        CmpOp::NotIn => Comparison::NotIn,
        CmpOp::Is => Comparison::Is,
        CmpOp::IsNot => Comparison::IsNot,
    }
}

/// Returns the value of a source, as the table writes it.
fn evaluated(source: &str) -> String {
    let source = source.replace('⏎', "\n");
    let module = ruff_python_parser::parse_module(&source).unwrap_or_else(|error| panic!("{source}: {error}"));
    match Walker::default().run(&module.syntax().body).and_then(|value| text::repr(&value)) {
        Ok(shown) => shown,
        Err(Raise(exception)) => match text::repr(&Value::Exception(exception)) {
            Ok(shown) => format!("! {shown}"),
            Err(Raise(exception)) => panic!("{source}: {exception:?}"),
        },
    }
}

#[test]
fn values_are_those_of_cpython() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/values");
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let table = fs::read_to_string(&path).expect("a table");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (source, expected) = line.split_once('\t').expect("source and value");
            let found = evaluated(source);
            count += 1;
            if found != expected {
                wrong.push(format!("{source}\n  here    {found}\n  CPython {expected}"));
            }
        }
    }
    assert!(count > 500, "only {count} lines");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}
