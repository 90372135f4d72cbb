//! What is built in, and what modules offer: names, and the objects that they make.

mod object;

pub use object::Object;

use crate::{code::Program, exception::Kind, globals::Slot, outside::ProcessId, value::Value};

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
            /// All of them.
            pub const ALL: &'static [Self] = &[$($enum::$variant),*];

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
        // Functions and classes of modules, with their module's name.
        ActiveCount = "threading.active_count",
        CpuCount = "os.cpu_count",
        CpuCountOfMultiprocessing = "multiprocessing.cpu_count",
        CurrentProcess = "multiprocessing.current_process",
        CurrentThread = "threading.current_thread",
        ExitProgram = "sys.exit",
        FreezeSupport = "multiprocessing.freeze_support",
        GetIdent = "threading.get_ident",
        GetSwitchInterval = "sys.getswitchinterval",
        IsGilEnabled = "sys._is_gil_enabled",
        Monotonic = "time.monotonic",
        NewLock = "threading.Lock",
        NewProcess = "multiprocessing.Process",
        NewProcessPool = "concurrent.futures.ProcessPoolExecutor",
        NewQueue = "multiprocessing.Queue",
        NewThread = "threading.Thread",
        NewThreadPool = "concurrent.futures.ThreadPoolExecutor",
        PerfCounter = "time.perf_counter",
        SetStartMethod = "multiprocessing.set_start_method",
        SetSwitchInterval = "sys.setswitchinterval",
        Sleep = "time.sleep",
        Time = "time.time",
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
    Other(Other),
}

names! {
    /// Types that programs have no name for, by what they call themselves.
    Other {
        Builtin = "builtin_function_or_method",
        DictItemIterator = "dict_itemiterator",
        DictItems = "dict_items",
        DictKeyIterator = "dict_keyiterator",
        DictKeys = "dict_keys",
        DictReverseItemIterator = "dict_reverseitemiterator",
        DictReverseKeyIterator = "dict_reversekeyiterator",
        DictReverseValueIterator = "dict_reversevalueiterator",
        DictValueIterator = "dict_valueiterator",
        DictValues = "dict_values",
        Enumerate = "enumerate",
        Function = "function",
        Future = "Future",
        Generator = "generator",
        ListIterator = "list_iterator",
        ListReverseIterator = "list_reverseiterator",
        Lock = "_thread.lock",
        Module = "module",
        Object = "object",
        Process = "Process",
        ProcessPoolExecutor = "ProcessPoolExecutor",
        Queue = "Queue",
        RangeIterator = "range_iterator",
        Reversed = "reversed",
        Slice = "slice",
        StrAsciiIterator = "str_ascii_iterator",
        StrIterator = "str_iterator",
        Thread = "Thread",
        ThreadPoolExecutor = "ThreadPoolExecutor",
        TupleIterator = "tuple_iterator",
        Zip = "zip",
    }
}

impl Type {
    /// The names of those that [`Type::of_name`] knows.
    pub(crate) const NAMES: [&'static str; 10] =
        ["bool", "dict", "float", "int", "list", "object", "range", "str", "tuple", "type"];

    /// One that programs have no name for. A value has no room for the name itself.
    pub(crate) fn other(name: &str) -> Self {
        Type::Other(Other::of_name(name).unwrap_or(Other::Object))
    }

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
            Type::Other(other) => other.name(),
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
        // Those of the objects of modules.
        Acquire = "acquire",
        Cancel = "cancel",
        Cancelled = "cancelled",
        Close = "close",
        Done = "done",
        Empty = "empty",
        Enter = "__enter__",
        Exception = "exception",
        Exit = "__exit__",
        GetNowait = "get_nowait",
        IsAlive = "is_alive",
        Locked = "locked",
        Map = "map",
        PutNowait = "put_nowait",
        Put = "put",
        Qsize = "qsize",
        Release = "release",
        Result = "result",
        Running = "running",
        Shutdown = "shutdown",
        Start = "start",
        Submit = "submit",
        Terminate = "terminate",
        Zfill = "zfill",
    }
}

names! {
    /// Modules.
    Module {
        Concurrent = "concurrent",
        ConcurrentFutures = "concurrent.futures",
        ConcurrentFuturesProcess = "concurrent.futures.process",
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

/// The global variables of a program, before its first instruction.
pub(crate) fn globals(program: &Program, process: ProcessId) -> Vec<Slot> {
    let value = |name: &str| match name {
        // As in a process that CPython spawns.
        "__name__" => Value::from(if process == 0 { "__main__" } else { "__mp_main__" }.to_string()),
        "__file__" => Value::from(program.file.clone()),
        _ => Value::Undefined,
    };
    program.globals.iter().map(|name| Slot::new(value(name), built_in(name))).collect()
}

/// What a name means that nothing was assigned to.
fn built_in(name: &str) -> Value {
    // Functions of modules have a dot in their names, which no variable has.
    if let Some(builtin) = Builtin::of_name(name) {
        return Value::Builtin(builtin);
    }
    if let Some(kind) = Type::of_name(name) {
        return Value::Type(kind);
    }
    Kind::ALL
        .iter()
        .find(|kind| kind.name() == name && kind.is_built_in())
        .map_or(Value::Undefined, |kind| Value::Type(Type::Exception(*kind)))
}
