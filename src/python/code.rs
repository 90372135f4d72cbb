//! A compiled program: functions made of instructions for a stack machine, with CPython's names for what they do.
//!
//! Each instruction takes its operands from the top of the stack and leaves its result there. A function's locals lie
//! below its part of the stack.

use std::sync::Arc;

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Index of a function in [`Program::functions`]. The first is the module itself.
pub type FunctionId = u32;

/// A program, ready to run in any process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The file's name, for tracebacks.
    pub file: String,
    /// The source's lines, for tracebacks.
    pub lines: Vec<String>,
    /// The module, then all functions.
    pub functions: Vec<Code>,
    /// Constants, by index.
    pub constants: Vec<Constant>,
    /// Names of global variables, by index; those of builtins among them.
    pub globals: Vec<String>,
    /// Names of attributes and methods, by index.
    pub names: Vec<String>,
    /// Names of keyword arguments of a call, in the order of their values, by index.
    pub keywords: Vec<Vec<String>>,
    /// What it imports: whoever runs it chooses by it what is needed.
    pub imports: Vec<String>,
}

/// A program for whoever runs it and does not look into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// A [`Program`], as postcard.
    pub program: ByteBuf,
    /// What it imports, see [`Program::imports`].
    pub imports: Vec<String>,
}

impl Program {
    /// The program, packed.
    ///
    /// # Errors
    /// When it can't be encoded.
    pub fn pack(&self) -> postcard::Result<Packed> {
        Ok(Packed { program: postcard::to_stdvec(self)?.into(), imports: self.imports.clone() })
    }
}

/// One function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Its name; `<module>` for the module.
    pub name: String,
    /// Names of its locals; its parameters first.
    pub locals: Vec<String>,
    /// How many of the locals are parameters.
    pub parameters: u32,
    /// How many of the parameters have a default; they are the last ones.
    pub defaults: u32,
    /// Its instructions.
    pub ops: Vec<Op>,
    /// Where each instruction stands in the source.
    pub positions: Vec<Position>,
    /// What catches exceptions where; the innermost first.
    pub handlers: Vec<Handler>,
    /// Its comprehensions; the innermost first.
    pub comprehensions: Vec<Comprehension>,
    /// How many values its part of the stack holds at most, not counting locals.
    pub stack: u32,
}

/// A list or a dictionary that is made item by item. It is made in the function that it stands in; CPython 3.11 makes it a
/// function of its own, and tracebacks tell so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comprehension {
    /// The first instruction.
    pub start: u32,
    /// The first behind.
    pub end: u32,
    /// What it makes.
    pub makes: Makes,
    /// Where it stands.
    pub position: Position,
}

/// What a comprehension makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "named as they are")]
pub enum Makes {
    List,
    Dict,
}

impl Makes {
    /// As tracebacks call it.
    pub fn name(self) -> &'static str {
        match self {
            Makes::List => "<listcomp>",
            Makes::Dict => "<dictcomp>",
        }
    }
}

/// A place in the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// What happens to an exception that is raised by the instructions from `start` up to, not including, `end`: the stack of
/// the frame is cut to `depth` values, the exception is pushed, and the lane goes on at `target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handler {
    /// The first instruction.
    pub start: u32,
    /// The first behind.
    pub end: u32,
    /// Where it goes on.
    pub target: u32,
    /// Values of the frame's stack that stay, not counting locals.
    pub depth: u32,
    /// Exceptions that are being handled around it, see [`Op::PushHandled`].
    pub handled: u32,
}

/// A constant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Constant {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// One that does not.
    Big(Arc<BigInt>),
    /// A float.
    Float(f64),
    /// A text.
    Str(String),
}

/// `-a`, `+a`, `~a`, `not a`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the operators' usual names")]
pub enum Unary {
    Negative,
    Positive,
    Invert,
    Not,
}

/// `a + b` and the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the operators' usual names")]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    TrueDivide,
    FloorDivide,
    Remainder,
    Power,
    LeftShift,
    RightShift,
    And,
    Or,
    Xor,
}

/// `a < b` and the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the operators' usual names")]
pub enum Comparison {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Is,
    IsNot,
}

/// `!s`, `!r`, `!a` in an f-string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the conversions' usual names")]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// An instruction. `a b → c` says what it takes from the stack, the topmost last, and what it leaves there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// `→ constant`
    LoadConst(u32),
    /// `→ value` of a local; raises UnboundLocalError.
    LoadFast(u32),
    /// `value →` into a local.
    StoreFast(u32),
    /// `→`; a local has no value any more; raises UnboundLocalError.
    DeleteFast(u32),
    /// `→ value` of a global or builtin; raises NameError.
    LoadGlobal(u32),
    /// `value →` into a global.
    StoreGlobal(u32),
    /// `→`; a global has no value any more; raises NameError.
    DeleteGlobal(u32),
    /// `a →`
    Pop,
    /// `… a … → … a … a`: pushes the n-th value from the top once more; 1 is the topmost.
    Copy(u32),
    /// `a … b → b … a`: changes the topmost with the n-th from the top; 2 is the one below it.
    Swap(u32),
    /// `a → op a`
    UnaryOp(Unary),
    /// `a b → a op b`
    BinaryOp(Binary),
    /// `a b → a op b`, for `a op= b`: a list changes in place.
    InPlaceOp(Binary),
    /// `a b → a op b`
    CompareOp(Comparison),
    /// `a1 … an → list`
    BuildList(u32),
    /// `a1 … an → tuple`
    BuildTuple(u32),
    /// `k1 v1 … kn vn → dict`
    BuildDict(u32),
    /// `s1 … sn → text`: of texts only.
    BuildString(u32),
    /// `start stop step → slice`; what is left out is None.
    BuildSlice,
    /// `… list … a → … list …`: appends to the list that is the n-th from the top when `a` is gone; of a comprehension.
    ListAppend(u32),
    /// `… dict … k v → … dict …`: the same for a dictionary.
    MapAdd(u32),
    /// `a → text`, or `a spec → text` if it says so: a field of an f-string.
    FormatValue(Conversion, bool),
    /// `value a →` as `a.name = value`; raises AttributeError for what has no such attribute to be set.
    StoreAttribute(u32),
    /// `a key → a[key]`
    GetItem,
    /// `value a key →` as `a[key] = value`
    SetItem,
    /// `a key →` as `del a[key]`
    DeleteItem,
    /// `a → a.name`
    LoadAttribute(u32),
    /// `a → callee self`: what [`Op::CallMethod`] calls, without an object for the bound method in between; for what is no
    /// method of `a`, the attribute and a placeholder.
    LoadMethod(u32),
    /// `a → a callee self`: the method `__enter__` of a context manager, for [`Op::CallMethod`]; the manager stays below for
    /// [`Op::LoadExit`]. Raises TypeError for what is no context manager.
    LoadEnter,
    /// `a → callee self`: its method `__exit__`, which is called without arguments.
    LoadExit,
    /// `sequence → an … a1`: exactly so many; raises ValueError.
    Unpack(u32),
    /// To a later instruction.
    Jump(u32),
    /// To an earlier one. Here, and at calls, a lane looks whether others ask for their turn.
    JumpBackward(u32),
    /// `a →`; jumps if it is false.
    JumpIfFalse(u32),
    /// `a →`; jumps if it is true.
    JumpIfTrue(u32),
    /// `a → a` and jumps if it is false, else `a →`.
    JumpIfFalseOrPop(u32),
    /// `a → a` and jumps if it is true, else `a →`.
    JumpIfTrueOrPop(u32),
    /// `a → iterator`
    GetIter,
    /// `iterator → iterator next`, or `iterator →` and jumps when there is no next.
    ForIter(u32),
    /// `callee a1 … an → result`
    Call(u32),
    /// The same with the last ones by keyword: how many arguments in all, and which [`Program::keywords`].
    CallNamed(u32, u32),
    /// `callee self a1 … an → result`, after [`Op::LoadMethod`].
    CallMethod(u32),
    /// The same with keywords.
    CallMethodNamed(u32, u32),
    /// `d1 … dn → function`, with the defaults that its code says.
    MakeFunction(FunctionId),
    /// `value →`; the function is done.
    Return,
    /// `→ AssertionError`, whatever the program calls so.
    LoadAssertionError,
    /// `exception →`, raised; an exception's type is called first.
    Raise,
    /// `exception cause →`: `raise … from …`.
    RaiseFrom,
    /// Raises again what is being handled; raises RuntimeError when nothing is.
    RaiseAgain,
    /// `exception → exception`: from here on it is being handled.
    PushHandled,
    /// What was last being handled is so no longer.
    PopHandled,
    /// `exception type → exception matches`: whether it is of this type, or of one in this tuple.
    MatchException,
    /// `exception →`, raised again as it is: at the end of a handler that none of the types matched, or of a `finally`.
    Reraise,
    /// `→ module`, by its dotted name, an index of [`Program::names`]; raises ModuleNotFoundError. `import a.b` imports `a.b`
    /// and then binds `a`, which it imports as well.
    Import(u32),
    /// `module → module a`: `from module import a`; raises ImportError.
    ImportFrom(u32),
}
