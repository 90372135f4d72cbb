//! What is built in, and what modules offer: names, and the objects that they make.

use std::sync::Arc;

use crate::{exception::Kind, value::Value};

/// Makes an enum of names that programs use, from the list of them.
macro_rules! names {
    ($(#[$doc:meta])* $enum:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "named as programs name them")]
        pub enum $enum {
            $($variant),*
        }

        impl $enum {
            /// As programs call it.
            pub fn name(self) -> &'static str {
                match self {
                    $($enum::$variant => $text),*
                }
            }

            /// What programs call so.
            pub fn of_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some($enum::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

names! {
    /// Functions that are built in.
    Builtin {
        Abs = "abs",
        All = "all",
        Any = "any",
        Chr = "chr",
        Divmod = "divmod",
        Enumerate = "enumerate",
        Isinstance = "isinstance",
        Len = "len",
        Max = "max",
        Min = "min",
        Ord = "ord",
        Pow = "pow",
        Print = "print",
        Repr = "repr",
        Reversed = "reversed",
        Round = "round",
        Sorted = "sorted",
        Sum = "sum",
        Zip = "zip",
    }
}

/// A type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named as programs name them")]
pub enum Type {
    Bool,
    Dict,
    Float,
    Int,
    List,
    NoneType,
    Range,
    Str,
    Tuple,
    Type,
    Exception(Kind),
}

names! {
    /// Methods, of all types together.
    MethodName {
        Append = "append",
        Clear = "clear",
        Copy = "copy",
        Count = "count",
        Endswith = "endswith",
        Extend = "extend",
        Find = "find",
        Format = "format",
        Get = "get",
        Index = "index",
        Insert = "insert",
        Items = "items",
        Join = "join",
        Keys = "keys",
        Lower = "lower",
        Pop = "pop",
        Remove = "remove",
        Replace = "replace",
        Reverse = "reverse",
        Sort = "sort",
        Split = "split",
        Startswith = "startswith",
        Strip = "strip",
        Update = "update",
        Upper = "upper",
        Values = "values",
    }
}

names! {
    /// Modules.
    Module {
        ConcurrentFutures = "concurrent.futures",
        Multiprocessing = "multiprocessing",
        Os = "os",
        Queue = "queue",
        Sys = "sys",
        Threading = "threading",
        Time = "time",
    }
}

/// A method with the object that it belongs to.
#[derive(Debug)]
pub struct BoundMethod {
    /// Which.
    pub name: MethodName,
    /// Whose.
    pub of: Value,
}

/// An object of a module.
#[derive(Debug, Clone)]
pub enum Object {
    /// Holds the place of those that come.
    Placeholder(Arc<()>),
}
