//! Exceptions: their types, which are CPython's, and what is raised.

use std::sync::{Arc, Mutex};

use crate::{
    code::{FunctionId, Makes, Position},
    value::Value,
};

/// Makes [`Kind`] from the list of exceptions: each with its base, which stands before it.
macro_rules! kinds {
    ($($name:ident < $base:ident),* $(,)?) => {
        /// The type of an exception.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs, reason = "CPython's names")]
        pub enum Kind {
            BaseException,
            $($name),*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Kind] = &[Kind::BaseException, $(Kind::$name),*];

            /// As programs call it.
            pub fn name(self) -> &'static str {
                match self {
                    Kind::BaseException => "BaseException",
                    $(Kind::$name => stringify!($name)),*
                }
            }

            /// The type that it is a special case of.
            pub fn base(self) -> Option<Kind> {
                match self {
                    Kind::BaseException => None,
                    $(Kind::$name => Some(Kind::$base)),*
                }
            }
        }
    };
}

kinds! {
    KeyboardInterrupt < BaseException,
    SystemExit < BaseException,
    Exception < BaseException,
    ArithmeticError < Exception,
    OverflowError < ArithmeticError,
    ZeroDivisionError < ArithmeticError,
    AssertionError < Exception,
    AttributeError < Exception,
    // The module concurrent.futures's.
    CancelledError < Exception,
    EOFError < Exception,
    ImportError < Exception,
    ModuleNotFoundError < ImportError,
    LookupError < Exception,
    IndexError < LookupError,
    KeyError < LookupError,
    MemoryError < Exception,
    NameError < Exception,
    UnboundLocalError < NameError,
    OSError < Exception,
    TimeoutError < OSError,
    RuntimeError < Exception,
    NotImplementedError < RuntimeError,
    RecursionError < RuntimeError,
    BrokenProcessPool < RuntimeError,
    StopIteration < Exception,
    SyntaxError < Exception,
    IndentationError < SyntaxError,
    TabError < IndentationError,
    TypeError < Exception,
    ValueError < Exception,
    PicklingError < Exception,
    // The module queue's, as a queue of processes raises it.
    Empty < Exception,
}

impl Kind {
    /// Whether programs know it without importing a module.
    pub fn is_built_in(self) -> bool {
        !matches!(self, Kind::BrokenProcessPool | Kind::CancelledError | Kind::Empty | Kind::PicklingError)
    }

    /// Its name with its module, as tracebacks tell it.
    pub fn qualified_name(self) -> &'static str {
        match self {
            Kind::BrokenProcessPool => "concurrent.futures.process.BrokenProcessPool",
            Kind::CancelledError => "concurrent.futures._base.CancelledError",
            Kind::Empty => "_queue.Empty",
            Kind::PicklingError => "_pickle.PicklingError",
            other => other.name(),
        }
    }

    /// Whether it is this type or a special case of it.
    pub fn is(self, other: Kind) -> bool {
        let mut kind = Some(self);
        while let Some(current) = kind {
            if current == other {
                return true;
            }
            kind = current.base();
        }
        false
    }
}

/// An exception.
#[derive(Debug)]
pub struct Exception {
    /// Its type.
    pub kind: Kind,
    /// What it was made with.
    pub args: Vec<Value>,
    /// What happened to it since.
    pub history: Mutex<History>,
}

/// What an exception costs besides its arguments, in bytes.
const OWN_BYTES: usize = 200;

impl Drop for Exception {
    fn drop(&mut self) {
        crate::meter::free(OWN_BYTES);
        let mut held = std::mem::take(&mut self.args);
        // A chain of causes may be as long as a program likes.
        let history = self.history.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let chain = [history.cause.take(), history.context.take()];
        held.extend(chain.into_iter().flatten().map(Value::Exception));
        crate::depth::bury(held);
    }
}

/// Where an exception has been.
#[derive(Debug, Default, Clone)]
pub struct History {
    /// The functions that it left, the innermost first.
    pub traceback: Vec<Entry>,
    /// `raise … from` this.
    pub cause: Option<Arc<Exception>>,
    /// What was being handled when it was raised.
    pub context: Option<Arc<Exception>>,
    /// Whether the context is not told, as after `raise … from None`.
    pub suppress_context: bool,
    /// What the process told of it that it came from, if it came from another one.
    pub remote: Option<Arc<str>>,
}

/// One line of a traceback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The function.
    pub function: FunctionId,
    /// The comprehension in it that was under way.
    pub comprehension: Option<Makes>,
    /// Where it stood.
    pub position: Position,
}

/// What an operation gives that raises: the exception.
#[derive(Debug, Clone)]
pub struct Raise(pub Arc<Exception>);

/// The result of an operation of a program.
pub type Result<T> = std::result::Result<T, Raise>;

impl Raise {
    /// An exception with these arguments.
    pub fn with(kind: Kind, args: Vec<Value>) -> Self {
        crate::meter::charge(OWN_BYTES);
        Raise(Arc::new(Exception { kind, args, history: Mutex::default() }))
    }

    /// An exception with a message.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Raise::with(kind, vec![Value::from(message.into())])
    }

    /// `TypeError` with a message.
    pub fn type_error(message: impl Into<String>) -> Self {
        Raise::new(Kind::TypeError, message)
    }

    /// `ValueError` with a message.
    pub fn value_error(message: impl Into<String>) -> Self {
        Raise::new(Kind::ValueError, message)
    }
}
