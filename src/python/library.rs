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
        Ascii = "ascii",
        Bin = "bin",
        Callable = "callable",
        Chr = "chr",
        Divmod = "divmod",
        Enumerate = "enumerate",
        Format = "format",
        Hex = "hex",
        Isinstance = "isinstance",
        Issubclass = "issubclass",
        Iter = "iter",
        Len = "len",
        Max = "max",
        Min = "min",
        Next = "next",
        Oct = "oct",
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
    Object,
    Range,
    Str,
    Tuple,
    Type,
    Exception(Kind),
    /// One that programs have no name for, by what it calls itself.
    Other(&'static str),
}

impl Type {
    /// As it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Dict => "dict",
            Type::Float => "float",
            Type::Int => "int",
            Type::List => "list",
            Type::NoneType => "NoneType",
            Type::Object => "object",
            Type::Range => "range",
            Type::Str => "str",
            Type::Tuple => "tuple",
            Type::Type => "type",
            Type::Exception(kind) => kind.name(),
            Type::Other(name) => name,
        }
    }

    /// The type that programs call so; without exceptions.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Type::Bool,
            "dict" => Type::Dict,
            "float" => Type::Float,
            "int" => Type::Int,
            "list" => Type::List,
            "object" => Type::Object,
            "range" => Type::Range,
            "str" => Type::Str,
            "tuple" => Type::Tuple,
            "type" => Type::Type,
            _ => return None,
        })
    }

    /// Whether it is this type or a special case of it.
    pub fn is(self, other: Type) -> bool {
        match (self, other) {
            (_, Type::Object) | (Type::Bool, Type::Int) => true,
            (Type::Exception(kind), Type::Exception(other)) => kind.is(other),
            _ => self == other,
        }
    }
}

names! {
    /// Methods, of all types together.
    MethodName {
        Append = "append",
        AsIntegerRatio = "as_integer_ratio",
        BitCount = "bit_count",
        BitLength = "bit_length",
        Capitalize = "capitalize",
        Center = "center",
        Clear = "clear",
        Copy = "copy",
        Count = "count",
        Endswith = "endswith",
        Expandtabs = "expandtabs",
        Extend = "extend",
        Find = "find",
        Format = "format",
        Fromkeys = "fromkeys",
        Get = "get",
        Index = "index",
        Insert = "insert",
        Isalnum = "isalnum",
        Isalpha = "isalpha",
        Isascii = "isascii",
        Isdecimal = "isdecimal",
        Isdigit = "isdigit",
        Isidentifier = "isidentifier",
        IsInteger = "is_integer",
        Islower = "islower",
        Isnumeric = "isnumeric",
        Isprintable = "isprintable",
        Isspace = "isspace",
        Istitle = "istitle",
        Isupper = "isupper",
        Items = "items",
        Join = "join",
        Keys = "keys",
        Ljust = "ljust",
        Lower = "lower",
        Lstrip = "lstrip",
        Partition = "partition",
        Pop = "pop",
        Popitem = "popitem",
        Remove = "remove",
        Removeprefix = "removeprefix",
        Removesuffix = "removesuffix",
        Replace = "replace",
        Reverse = "reverse",
        Rfind = "rfind",
        Rindex = "rindex",
        Rjust = "rjust",
        Rpartition = "rpartition",
        Rsplit = "rsplit",
        Rstrip = "rstrip",
        Setdefault = "setdefault",
        Sort = "sort",
        Split = "split",
        Splitlines = "splitlines",
        Startswith = "startswith",
        Strip = "strip",
        Swapcase = "swapcase",
        Title = "title",
        Update = "update",
        Upper = "upper",
        Values = "values",
        Zfill = "zfill",
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

impl Object {
    /// Where it lies: two objects are the same if this is.
    pub fn address(&self) -> usize {
        match self {
            Object::Placeholder(object) => Arc::as_ptr(object) as usize,
        }
    }

    /// The name of its type.
    pub fn type_name(&self) -> &'static str {
        "object"
    }

    /// As `repr` shows it.
    pub fn repr(&self) -> String {
        format!("<{} object>", self.type_name())
    }

    /// Its next result, of an executor's map: only asked for when it is there.
    ///
    /// # Errors
    /// What the function raised.
    pub fn next(&self) -> crate::exception::Result<Option<Value>> {
        Ok(None)
    }
}
