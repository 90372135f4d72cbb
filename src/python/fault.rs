//! What is wrong with a source text, told with its place and with what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{code::Position, exception::Kind};

/// A source text that is no program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxFault {
    /// `SyntaxError` or `IndentationError`.
    pub kind: Kind,
    /// What is wrong: CPython's words where it says the same.
    pub message: String,
    /// Where.
    pub position: Position,
    /// The line of the source.
    pub line: String,
    /// What to write instead, if it is Python but not of this one.
    pub remedy: Option<Remedy>,
}

/// As CPython tells it at the end of a traceback, without the file.
impl fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} (line {}, column {})",
            self.kind.name(),
            self.message,
            self.position.line,
            self.position.column
        )?;
        match self.remedy {
            Some(remedy) => write!(f, "; {}", remedy.text()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SyntaxFault {}

/// Makes [`Remedy`] from the list of remedies.
macro_rules! remedies {
    ($($(#[$doc:meta])* $variant:ident = $code:literal: $text:literal),* $(,)?) => {
        /// What to write instead of something that this Python lacks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each says it in words")]
        pub enum Remedy {
            $($variant),*
        }

        impl Remedy {
            /// All of them.
            pub const ALL: &'static [Remedy] = &[$(Remedy::$variant),*];

            /// A stable name, by which a page finds its sentence.
            pub fn code(self) -> &'static str {
                match self {
                    $(Remedy::$variant => $code),*
                }
            }

            /// In English.
            pub fn text(self) -> &'static str {
                match self {
                    $(Remedy::$variant => $text),*
                }
            }
        }
    };
}

remedies! {
    Annotation = "annotation": "leave the annotation away",
    Async = "async": "use threads: this Python is about them",
    Bytes = "bytes": "use a str",
    Class = "class": "keep the data in dicts, lists or tuples, and write functions that take them",
    Closure = "closure": "pass the value as an argument, or define both at the top level",
    Complex = "complex": "keep the real and the imaginary part in two floats",
    Decorator = "decorator": "call the function inside another one",
    Ellipsis = "ellipsis": "write pass, or None",
    ExceptStar = "except-star": "write except without the star",
    FString = "f-string": "assign the value to a name first",
    Generator = "generator": "write a list comprehension in [ ] instead",
    Import = "import": "import the names that you use, or the module itself",
    KeywordOnly = "keyword-only": "make it a normal parameter: it can be passed by keyword",
    Lambda = "lambda": "define a function with def",
    Match = "match": "use if and elif",
    Matrix = "matrix": "write loops over lists",
    Nesting = "nesting": "move the inner parts to functions or names of their own",
    Nonlocal = "nonlocal": "return the value, or use global",
    PositionalOnly = "positional-only": "leave the slash away",
    Set = "set": "use a dict with None as values, or a list",
    Star = "star": "write the values out, or take one list as the argument",
    StarAssign = "star-assign": "use a slice: first, rest = values[0], values[1:]",
    Walrus = "walrus": "assign in a statement of its own",
    Yield = "yield": "collect the values in a list and return it",
    DeleteAttribute = "delete-attribute": "assign None instead",
}
