//! A dictionary: entries behind a lock, in the order in which their keys came.

use std::sync::{Arc, Mutex};

use indexmap::IndexMap;

use crate::{
    exception::Result,
    key::{Key, Mixing, Sought, check},
    meter,
    value::{Value, lock},
};

/// The entries of a dictionary.
pub type Map = IndexMap<Key, Value, Mixing>;

/// A dictionary, in the order in which its keys came.
#[derive(Debug, Default)]
pub struct Dict {
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    map: Map,
    /// Entries that were charged for.
    charged: usize,
}

/// What an entry costs, in bytes: key, value, hash and its place in the table.
const ENTRY_BYTES: usize = size_of::<Key>() + size_of::<Value>() + 16;
const OWN_BYTES: usize = 96;

/// How many entries that move up cost about as much as a turn of a loop.
const MOVES_PER_STEP: u64 = 64;

impl Entries {
    #[inline]
    fn settle(&mut self) {
        let capacity = self.map.capacity();
        if capacity > self.charged {
            meter::charge((capacity - self.charged) * ENTRY_BYTES);
        } else {
            meter::free((self.charged - capacity) * ENTRY_BYTES);
        }
        self.charged = capacity;
    }
}

impl Dict {
    /// A dictionary with these entries.
    pub fn new(map: Map) -> Self {
        meter::charge(OWN_BYTES);
        let mut entries = Entries { map, charged: 0 };
        entries.settle();
        Dict { entries: Mutex::new(entries) }
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        lock(&self.entries).map.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    ///
    /// # Errors
    /// TypeError for what can't be a key.
    #[inline]
    pub fn get(&self, key: &Value) -> Result<Option<Value>> {
        check(key)?;
        Ok(lock(&self.entries).map.get(&Sought(key)).cloned())
    }

    /// Whether there is such a key.
    ///
    /// # Errors
    /// TypeError for what can't be a key.
    pub fn contains(&self, key: &Value) -> Result<bool> {
        check(key)?;
        Ok(lock(&self.entries).map.contains_key(&Sought(key)))
    }

    /// Gives a key a value. The key that came first stays.
    ///
    /// # Errors
    /// TypeError for what can't be a key; MemoryError.
    #[inline]
    pub fn insert(&self, key: Value, value: Value) -> Result<()> {
        let key = Key::new(key)?;
        let before = {
            let mut entries = lock(&self.entries);
            if entries.map.len() == entries.map.capacity() {
                meter::reserve_items(entries.map.len().max(4), ENTRY_BYTES)?;
            }
            let before = entries.map.insert(key, value);
            entries.settle();
            before
        };
        drop(before);
        Ok(())
    }

    /// Removes a key.
    ///
    /// # Errors
    /// TypeError for what can't be a key.
    pub fn remove(&self, key: &Value) -> Result<Option<Value>> {
        check(key)?;
        let removed = {
            let mut entries = lock(&self.entries);
            // Those behind it move up, which takes time in a large dictionary.
            let behind = entries.map.get_index_of(&Sought(key)).map_or(0, |place| entries.map.len() - place);
            meter::work(behind as u64 / MOVES_PER_STEP)?;
            entries.map.shift_remove_entry(&Sought(key))
        };
        Ok(removed.map(|(_, value)| value))
    }

    /// The value of a key, which gets this one if it has none; both in one.
    ///
    /// # Errors
    /// TypeError for what can't be a key.
    pub fn get_or_insert(&self, key: Value, value: Value) -> Result<Value> {
        let key = Key::new(key)?;
        let (found, _unused) = self.with(|map| match map.get(&key) {
            Some(found) => (found.clone(), Some((key, value))),
            None => {
                map.insert(key, value.clone());
                (value, None)
            }
        });
        Ok(found)
    }

    /// Another one with the same entries.
    ///
    /// # Errors
    /// MemoryError.
    pub fn copied(&self) -> Result<Dict> {
        meter::reserve_items(self.len(), ENTRY_BYTES)?;
        let map = lock(&self.entries).map.clone();
        Ok(Dict::new(map))
    }

    /// All entries, as they are now.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        lock(&self.entries).map.iter().map(|(key, value)| (key.value().clone(), value.clone())).collect()
    }

    /// All keys, as they are now.
    pub fn keys(&self) -> Vec<Value> {
        lock(&self.entries).map.keys().map(|key| key.value().clone()).collect()
    }

    /// One entry by its place, if it is there, and how many there are.
    #[inline]
    pub fn at(&self, index: usize) -> (Option<(Value, Value)>, usize) {
        let entries = lock(&self.entries);
        let entry = entries.map.get_index(index).map(|(key, value)| (key.value().clone(), value.clone()));
        (entry, entries.map.len())
    }

    /// Does something with the entries while they are locked. It must take no lock, and hand out what it removes.
    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Map) -> T) -> T {
        let mut entries = lock(&self.entries);
        let result = change(&mut entries.map);
        entries.settle();
        result
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let entries = self.entries.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        meter::free(OWN_BYTES + entries.charged * ENTRY_BYTES);
        let map = std::mem::take(&mut entries.map);
        if map.is_empty() {
            return;
        }
        let mut buried = Vec::with_capacity(map.len());
        for (key, value) in map {
            if !key.value().is_leaf() {
                buried.push(key.into_value());
            }
            if !value.is_leaf() {
                buried.push(value);
            }
        }
        crate::depth::bury(buried);
    }
}

/// `d.keys()`, `d.values()`, `d.items()`: what they show changes with the dictionary.
#[derive(Debug)]
pub struct View {
    dict: Arc<Dict>,
    kind: ViewKind,
}

/// What a view shows of each entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    /// The key.
    Keys,
    /// The value.
    Values,
    /// Both, as a tuple.
    Items,
}

impl ViewKind {
    /// The type's name.
    pub fn type_name(self) -> &'static str {
        match self {
            ViewKind::Keys => "dict_keys",
            ViewKind::Values => "dict_values",
            ViewKind::Items => "dict_items",
        }
    }

    /// What it shows of an entry.
    pub(crate) fn show(self, (key, value): (Value, Value)) -> Value {
        match self {
            ViewKind::Keys => key,
            ViewKind::Values => value,
            ViewKind::Items => Value::tuple(vec![key, value]),
        }
    }
}

impl View {
    /// A view of a dictionary.
    pub fn new(dict: Arc<Dict>, kind: ViewKind) -> Self {
        View { dict, kind }
    }

    /// Of which.
    pub fn dict(&self) -> &Arc<Dict> {
        &self.dict
    }

    /// What it shows.
    pub fn kind(&self) -> ViewKind {
        self.kind
    }

    /// All that it shows, as it is now.
    pub fn items(&self) -> Vec<Value> {
        match self.kind {
            ViewKind::Keys => self.dict.keys(),
            _ => self.dict.entries().into_iter().map(|entry| self.kind.show(entry)).collect(),
        }
    }
}
