//! A list: values behind a lock.

use std::sync::Mutex;

use crate::{
    exception::Result,
    meter,
    value::{Value, lock},
};

/// A list.
#[derive(Debug, Default)]
pub struct List {
    items: Mutex<Items>,
}

#[derive(Debug, Default)]
struct Items {
    values: Vec<Value>,
    /// The capacity that was charged for.
    charged: usize,
}

impl Items {
    #[inline]
    fn settle(&mut self) {
        let capacity = self.values.capacity();
        if capacity != self.charged {
            self.settle_changed(capacity);
        }
    }

    #[cold]
    fn settle_changed(&mut self, capacity: usize) {
        const EACH: usize = size_of::<Value>();
        if capacity > self.charged {
            meter::charge((capacity - self.charged) * EACH);
        } else {
            meter::free((self.charged - capacity) * EACH);
        }
        self.charged = capacity;
    }
}

/// What a list costs besides its items, in bytes.
const OWN_BYTES: usize = 64;

impl List {
    /// A list of these.
    pub fn new(values: Vec<Value>) -> Self {
        meter::charge(OWN_BYTES);
        let mut items = Items { values, charged: 0 };
        items.settle();
        List { items: Mutex::new(items) }
    }

    /// How many.
    pub fn len(&self) -> usize {
        lock(&self.items).values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them, if it is there.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Value> {
        lock(&self.items).values.get(index).cloned()
    }

    /// One of them, counted from the end if it is negative.
    #[inline]
    pub fn get_signed(&self, index: i64) -> Option<Value> {
        let items = lock(&self.items);
        let index = if index < 0 { index + items.values.len() as i64 } else { index };
        usize::try_from(index).ok().and_then(|index| items.values.get(index)).cloned()
    }

    /// Puts another value in the place of one, counted from the end if it is negative; whether there was one.
    #[inline]
    pub fn set_signed(&self, index: i64, value: Value) -> bool {
        let before = {
            let mut items = lock(&self.items);
            let index = if index < 0 { index + items.values.len() as i64 } else { index };
            let Some(place) = usize::try_from(index).ok().and_then(|index| items.values.get_mut(index)) else {
                return false;
            };
            std::mem::replace(place, value)
        };
        // What was there before ends when the lock is free again.
        drop(before);
        true
    }

    /// Appends one.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn push(&self, value: Value) -> Result<()> {
        let mut items = lock(&self.items);
        if items.values.len() == items.values.capacity() {
            meter::reserve_items(items.values.len().max(4), size_of::<Value>())?;
        }
        items.values.push(value);
        items.settle();
        Ok(())
    }

    /// All of them, as they are now.
    pub fn items(&self) -> Vec<Value> {
        lock(&self.items).values.clone()
    }

    /// Does something with the items while they are locked. It must take no lock, and hand out what it removes.
    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        let mut items = lock(&self.items);
        let result = change(&mut items.values);
        items.settle();
        result
    }

    /// Puts others in the place of all.
    pub(crate) fn replace(&self, values: Vec<Value>) -> Vec<Value> {
        self.with(|items| std::mem::replace(items, values))
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let items = self.items.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let values = std::mem::take(&mut items.values);
        meter::free(OWN_BYTES + items.charged * size_of::<Value>());
        crate::depth::bury(values);
    }
}
