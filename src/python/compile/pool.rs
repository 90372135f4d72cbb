//! What the functions of a program share: constants and names, each once.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use num_bigint::BigInt;

use crate::{
    code::{Code, Constant, Program},
    compile::places::{Places, number},
};

/// The tables of a [`Program`].
#[derive(Default)]
pub(super) struct Pool {
    constants: Table<Known, Constant>,
    globals: Table<String, String>,
    names: Table<String, String>,
    keywords: Table<Vec<String>, Vec<String>>,
    imports: Table<String, String>,
}

/// Constants that are the same: `1`, `1.0` and `True` are not, nor `0.0` and `-0.0`.
#[derive(PartialEq, Eq, Hash)]
enum Known {
    None,
    Bool(bool),
    Int(i64),
    Big(Arc<BigInt>),
    Float(u64),
    Str(String),
}

impl Pool {
    pub(super) fn constant(&mut self, constant: Constant) -> u32 {
        let key = match &constant {
            Constant::None => Known::None,
            Constant::Bool(value) => Known::Bool(*value),
            Constant::Int(value) => Known::Int(*value),
            Constant::Big(value) => Known::Big(value.clone()),
            Constant::Float(value) => Known::Float(value.to_bits()),
            Constant::Str(text) => Known::Str(text.clone()),
        };
        self.constants.index(key, || constant)
    }

    pub(super) fn global(&mut self, name: &str) -> u32 {
        self.globals.index(name.to_owned(), || name.to_owned())
    }

    pub(super) fn name(&mut self, name: &str) -> u32 {
        self.names.index(name.to_owned(), || name.to_owned())
    }

    pub(super) fn keywords(&mut self, names: Vec<String>) -> u32 {
        self.keywords.index(names.clone(), || names)
    }

    /// Notes that the program imports a module.
    pub(super) fn import(&mut self, module: &str) {
        self.imports.index(module.to_owned(), || module.to_owned());
    }

    pub(super) fn into_program(self, file: &str, places: &Places<'_>, functions: Vec<Option<Code>>) -> Program {
        Program {
            file: file.to_owned(),
            lines: places.lines(),
            functions: functions.into_iter().flatten().collect(),
            constants: self.constants.entries,
            globals: self.globals.entries,
            names: self.names.entries,
            keywords: self.keywords.entries,
            imports: self.imports.entries,
        }
    }
}

/// Entries in the order in which they came, each once.
struct Table<K, V> {
    known: HashMap<K, u32>,
    entries: Vec<V>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Table { known: HashMap::new(), entries: Vec::new() }
    }
}

impl<K: Hash + Eq, V> Table<K, V> {
    fn index(&mut self, key: K, entry: impl FnOnce() -> V) -> u32 {
        let next = number(self.entries.len());
        *self.known.entry(key).or_insert_with(|| {
            self.entries.push(entry());
            next
        })
    }
}
