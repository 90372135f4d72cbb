//! Instructions for people: with CPython's names for them, and what their numbers stand for.

use serde::{Deserialize, Serialize};

use crate::code::{Binary, Code, Comparison, Constant, Conversion, FunctionId, Op, Position, Program, Unary};

/// One instruction, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number within the function, from 0.
    pub index: u32,
    /// Where it stands in the source.
    pub position: Position,
    /// CPython 3.11's name for it.
    pub name: String,
    /// What it works with, for people: a name, a constant, an operator, `to 12`; empty if nothing.
    pub argument: String,
    /// Whether a jump or an exception leads to it.
    pub is_target: bool,
}

impl Program {
    /// The instructions of a function; none if there is no such function.
    pub fn disassemble(&self, function: FunctionId) -> Vec<Line> {
        let Some(code) = self.functions.get(function as usize) else { return Vec::new() };
        let mut targets = vec![false; code.ops.len()];
        let jumps = code.ops.iter().filter_map(|op| op.target());
        for target in jumps.chain(code.handlers.iter().map(|handler| handler.target)) {
            if let Some(mark) = targets.get_mut(target as usize) {
                *mark = true;
            }
        }
        let is_module = function == 0;
        let lines = code.ops.iter().zip(&code.positions).zip(targets).zip(0..);
        lines
            .map(|(((op, &position), is_target), index)| Line {
                index,
                position,
                name: op.name(is_module).to_owned(),
                argument: self.argument(code, *op),
                is_target,
            })
            .collect()
    }

    /// What the numbers of an instruction stand for.
    fn argument(&self, code: &Code, op: Op) -> String {
        let name = |table: &[String], index: u32| table.get(index as usize).cloned().unwrap_or_default();
        match op {
            Op::LoadConst(index) => self.constants.get(index as usize).map(shown).unwrap_or_default(),
            Op::LoadFast(slot) | Op::StoreFast(slot) | Op::DeleteFast(slot) => name(&code.locals, slot),
            Op::LoadGlobal(index) | Op::StoreGlobal(index) | Op::DeleteGlobal(index) => name(&self.globals, index),
            Op::LoadAttribute(index) | Op::StoreAttribute(index) | Op::LoadMethod(index) => name(&self.names, index),
            Op::Import(index) | Op::ImportFrom(index) => name(&self.names, index),
            Op::LoadEnter => "__enter__".to_owned(),
            Op::LoadExit => "__exit__".to_owned(),
            Op::UnaryOp(op) => op.symbol().to_owned(),
            Op::BinaryOp(op) => op.symbol().to_owned(),
            Op::InPlaceOp(op) => format!("{}=", op.symbol()),
            Op::CompareOp(op) => op.symbol().to_owned(),
            Op::FormatValue(conversion, has_spec) => {
                let format = if has_spec { " with a format" } else { "" };
                format!("{}{format}", conversion.symbol()).trim_start().to_owned()
            }
            Op::CallNamed(count, keywords) | Op::CallMethodNamed(count, keywords) => {
                let names = self.keywords.get(keywords as usize).map(|names| names.join("=, ")).unwrap_or_default();
                format!("{count} ({names}=)")
            }
            Op::MakeFunction(function) => {
                self.functions.get(function as usize).map(|code| code.name.clone()).unwrap_or_default()
            }
            Op::Copy(count) | Op::Swap(count) | Op::Unpack(count) | Op::Call(count) | Op::CallMethod(count) => {
                count.to_string()
            }
            Op::BuildList(count) | Op::BuildTuple(count) | Op::BuildDict(count) | Op::BuildString(count) => {
                count.to_string()
            }
            Op::ListAppend(place) | Op::MapAdd(place) => place.to_string(),
            _ => op.target().map(|target| format!("to {target}")).unwrap_or_default(),
        }
    }
}

impl Op {
    /// Where it can jump to.
    pub fn target(self) -> Option<u32> {
        match self {
            Op::Jump(target)
            | Op::JumpBackward(target)
            | Op::JumpIfFalse(target)
            | Op::JumpIfTrue(target)
            | Op::JumpIfFalseOrPop(target)
            | Op::JumpIfTrueOrPop(target)
            | Op::ForIter(target) => Some(target),
            _ => None,
        }
    }

    /// CPython 3.11's name for it. What the module calls a name is a global for its functions.
    pub fn name(self, is_module: bool) -> &'static str {
        match self {
            Op::LoadConst(_) => "LOAD_CONST",
            Op::LoadFast(_) => "LOAD_FAST",
            Op::StoreFast(_) => "STORE_FAST",
            Op::DeleteFast(_) => "DELETE_FAST",
            Op::LoadGlobal(_) if is_module => "LOAD_NAME",
            Op::StoreGlobal(_) if is_module => "STORE_NAME",
            Op::DeleteGlobal(_) if is_module => "DELETE_NAME",
            Op::LoadGlobal(_) => "LOAD_GLOBAL",
            Op::StoreGlobal(_) => "STORE_GLOBAL",
            Op::DeleteGlobal(_) => "DELETE_GLOBAL",
            Op::Pop => "POP_TOP",
            Op::Copy(_) => "COPY",
            Op::Swap(_) => "SWAP",
            Op::UnaryOp(Unary::Negative) => "UNARY_NEGATIVE",
            Op::UnaryOp(Unary::Positive) => "UNARY_POSITIVE",
            Op::UnaryOp(Unary::Invert) => "UNARY_INVERT",
            Op::UnaryOp(Unary::Not) => "UNARY_NOT",
            Op::BinaryOp(_) | Op::InPlaceOp(_) => "BINARY_OP",
            Op::CompareOp(Comparison::In | Comparison::NotIn) => "CONTAINS_OP",
            Op::CompareOp(Comparison::Is | Comparison::IsNot) => "IS_OP",
            Op::CompareOp(_) => "COMPARE_OP",
            Op::BuildList(_) => "BUILD_LIST",
            Op::BuildTuple(_) => "BUILD_TUPLE",
            Op::BuildDict(_) => "BUILD_MAP",
            Op::BuildString(_) => "BUILD_STRING",
            Op::BuildSlice => "BUILD_SLICE",
            Op::ListAppend(_) => "LIST_APPEND",
            Op::MapAdd(_) => "MAP_ADD",
            Op::FormatValue(..) => "FORMAT_VALUE",
            Op::GetItem => "BINARY_SUBSCR",
            Op::SetItem => "STORE_SUBSCR",
            Op::DeleteItem => "DELETE_SUBSCR",
            Op::LoadAttribute(_) => "LOAD_ATTR",
            Op::StoreAttribute(_) => "STORE_ATTR",
            Op::LoadMethod(_) | Op::LoadExit => "LOAD_METHOD",
            Op::LoadEnter => "BEFORE_WITH",
            Op::Unpack(_) => "UNPACK_SEQUENCE",
            Op::Jump(_) => "JUMP_FORWARD",
            Op::JumpBackward(_) => "JUMP_BACKWARD",
            Op::JumpIfFalse(_) => "POP_JUMP_FORWARD_IF_FALSE",
            Op::JumpIfTrue(_) => "POP_JUMP_FORWARD_IF_TRUE",
            Op::JumpIfFalseOrPop(_) => "JUMP_IF_FALSE_OR_POP",
            Op::JumpIfTrueOrPop(_) => "JUMP_IF_TRUE_OR_POP",
            Op::GetIter => "GET_ITER",
            Op::ForIter(_) => "FOR_ITER",
            Op::Call(_) | Op::CallNamed(..) | Op::CallMethod(_) | Op::CallMethodNamed(..) => "CALL",
            Op::MakeFunction(_) => "MAKE_FUNCTION",
            Op::Return => "RETURN_VALUE",
            Op::LoadAssertionError => "LOAD_ASSERTION_ERROR",
            Op::Raise | Op::RaiseFrom | Op::RaiseAgain => "RAISE_VARARGS",
            Op::PushHandled => "PUSH_EXC_INFO",
            Op::PopHandled => "POP_EXCEPT",
            Op::MatchException => "CHECK_EXC_MATCH",
            Op::Reraise => "RERAISE",
            Op::Import(_) => "IMPORT_NAME",
            Op::ImportFrom(_) => "IMPORT_FROM",
        }
    }
}

/// A constant as a program has it; long texts are cut.
fn shown(constant: &Constant) -> String {
    /// Characters of a text that are shown.
    const LONGEST: usize = 40;
    match constant {
        Constant::None => "None".to_owned(),
        Constant::Bool(true) => "True".to_owned(),
        Constant::Bool(false) => "False".to_owned(),
        Constant::Int(value) => value.to_string(),
        // Its decimal digits would take long to find.
        Constant::Big(value) if value.bits() > 256 => format!("an integer of {} bits", value.bits()),
        Constant::Big(value) => value.to_string(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Str(text) => {
            let cut: String = text.chars().take(LONGEST).collect();
            let more = if cut.len() < text.len() { "…" } else { "" };
            format!("'{}{more}'", cut.replace('\\', "\\\\").replace('\n', "\\n").replace('\'', "\\'"))
        }
    }
}

impl Unary {
    /// As programs write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Unary::Negative => "-",
            Unary::Positive => "+",
            Unary::Invert => "~",
            Unary::Not => "not",
        }
    }
}

impl Binary {
    /// As programs write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::TrueDivide => "/",
            Binary::FloorDivide => "//",
            Binary::Remainder => "%",
            Binary::Power => "**",
            Binary::LeftShift => "<<",
            Binary::RightShift => ">>",
            Binary::And => "&",
            Binary::Or => "|",
            Binary::Xor => "^",
        }
    }
}

impl Comparison {
    /// As programs write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
            Comparison::In => "in",
            Comparison::NotIn => "not in",
            Comparison::Is => "is",
            Comparison::IsNot => "is not",
        }
    }
}

impl Conversion {
    /// As an f-string has it.
    pub fn symbol(self) -> &'static str {
        match self {
            Conversion::None => "",
            Conversion::Str => "!s",
            Conversion::Repr => "!r",
            Conversion::Ascii => "!a",
        }
    }
}
