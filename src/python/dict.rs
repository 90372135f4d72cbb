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
    /// An entry that was removed leaves a gap, so that those behind it need not move up: taking the first one out again and
    /// again takes no longer than taking the last.
    map: Map,
    gaps: usize,
    /// All entries before this place are gaps.
    front: usize,
    /// Gaps that there ever were: each has a key of its own.
    numbers: u64,
    /// Entries that were charged for.
    charged: usize,
}

/// What an entry costs, in bytes: key, value, hash and its place in the table.
const ENTRY_BYTES: usize = size_of::<Key>() + size_of::<Value>() + 16;
const OWN_BYTES: usize = 96;

/// A key and its value.
pub(crate) type Entry = (Value, Value);

impl Entries {
    fn new(map: Map) -> Self {
        let mut entries = Entries { map, ..Entries::default() };
        entries.settle();
        entries
    }

    fn len(&self) -> usize {
        self.map.len() - self.gaps
    }

    fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.map.iter().skip(self.front).filter(|(key, _)| !key.is_gap())
    }

    fn at(&self, place: usize) -> Option<(usize, Entry)> {
        self.map.get_index(place).map(|(key, value)| (place, (key.value().clone(), value.clone())))
    }

    fn is_gap(&self, place: usize) -> bool {
        self.map.get_index(place).is_some_and(|(key, _)| key.is_gap())
    }

    /// Removes what is at this place; gaps are closed when they are more than the entries, so each is moved over once at
    /// most for each that was removed.
    fn remove(&mut self, place: usize) -> Option<(Key, Value)> {
        if place + 1 == self.map.len() {
            let removed = self.map.pop();
            while self.map.last().is_some_and(|(key, _)| key.is_gap()) {
                self.map.pop();
                self.gaps -= 1;
            }
            self.front = self.front.min(self.map.len());
            return removed;
        }
        let key = self.map.replace_index(place, Key::gap(self.numbers)).ok()?;
        let value = self.map.get_index_mut(place).map(|(_, value)| std::mem::take(value));
        self.numbers += 1;
        self.gaps += 1;
        while self.is_gap(self.front) {
            self.front += 1;
        }
        if self.gaps > self.len() {
            self.close_gaps();
        }
        value.map(|value| (key, value))
    }

    #[cold]
    fn close_gaps(&mut self) {
        self.map.retain(|key, _| !key.is_gap());
        (self.gaps, self.front) = (0, 0);
    }

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
        Dict { entries: Mutex::new(Entries::new(map)) }
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        lock(&self.entries).len()
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
                if entries.gaps > 0 {
                    entries.close_gaps();
                }
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
            entries.map.get_index_of(&Sought(key)).and_then(|place| entries.remove(place))
        };
        Ok(removed.map(|(_, value)| value))
    }

    /// Removes the last entry.
    pub fn pop(&self) -> Option<(Value, Value)> {
        let mut entries = lock(&self.entries);
        let last = entries.map.len().checked_sub(1)?;
        entries.remove(last).map(|(key, value)| (key.into_value(), value))
    }

    /// Removes all entries.
    pub fn clear(&self) {
        let before = {
            let mut entries = lock(&self.entries);
            let before = std::mem::take(&mut entries.map);
            (entries.gaps, entries.front) = (0, 0);
            entries.settle();
            before
        };
        drop(before);
    }

    /// The value of a key, which gets this one if it has none; both in one.
    ///
    /// # Errors
    /// TypeError for what can't be a key.
    pub fn get_or_insert(&self, key: Value, value: Value) -> Result<Value> {
        let key = Key::new(key)?;
        let mut entries = lock(&self.entries);
        if let Some(found) = entries.map.get(&key).cloned() {
            drop(entries);
            return Ok(found);
        }
        entries.map.insert(key, value.clone());
        entries.settle();
        Ok(value)
    }

    /// Another one with the same entries.
    ///
    /// # Errors
    /// MemoryError.
    pub fn copied(&self) -> Result<Dict> {
        meter::reserve_items(self.len(), ENTRY_BYTES)?;
        let map = lock(&self.entries).iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        Ok(Dict::new(map))
    }

    /// All entries, as they are now.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        lock(&self.entries).iter().map(|(key, value)| (key.value().clone(), value.clone())).collect()
    }

    /// All keys, as they are now.
    pub fn keys(&self) -> Vec<Value> {
        lock(&self.entries).iter().map(|(key, _)| key.value().clone()).collect()
    }

    /// The first entry at this place or behind it, with its own place; and how many there are.
    #[inline]
    pub(crate) fn from(&self, place: usize) -> (Option<(usize, Entry)>, usize) {
        let entries = lock(&self.entries);
        let mut place = place.max(entries.front);
        while entries.is_gap(place) {
            place += 1;
        }
        (entries.at(place), entries.len())
    }

    /// The last entry before this place, with its own place; and how many there are.
    pub(crate) fn before(&self, place: usize) -> (Option<(usize, Entry)>, usize) {
        let entries = lock(&self.entries);
        let mut place = place.min(entries.map.len());
        while place > 0 && entries.is_gap(place - 1) {
            place -= 1;
        }
        (place.checked_sub(1).and_then(|place| entries.at(place)), entries.len())
    }

    /// The place behind the last entry.
    pub(crate) fn end(&self) -> usize {
        lock(&self.entries).map.len()
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
