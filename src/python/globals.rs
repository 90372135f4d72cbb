//! Global variables. Each has a version that changes with it, so that lanes keep copies and only look at the version: lanes
//! that only read do not get into each other's way.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use crate::value::Value;

/// A variable. On a cache line of its own, so that lanes that write to different ones do not disturb each other.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Slot {
    version: AtomicU64,
    value: Mutex<Value>,
    /// What the name means when nothing is assigned to it: what is built in, or `Undefined`.
    built_in: Value,
}

/// A lane's copy of a variable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copy {
    /// 0 is the version of no value.
    version: u64,
    value: Value,
}

impl Slot {
    pub(crate) fn new(value: Value, built_in: Value) -> Self {
        Slot { version: AtomicU64::new(1), value: Mutex::new(value), built_in }
    }

    fn value(&self) -> MutexGuard<'_, Value> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value, or `Undefined`, by way of the lane's copy.
    #[inline(always)]
    pub(crate) fn current<'a>(&self, copy: &'a mut Copy) -> &'a Value {
        // Acquire, with the Release in `store`: what another lane did before it assigned is seen with its value.
        if self.version.load(Ordering::Acquire) != copy.version {
            self.refresh(copy);
        }
        &copy.value
    }

    /// Makes the copy current.
    #[cold]
    fn refresh(&self, copy: &mut Copy) {
        let value = self.value();
        // Relaxed: it changes under the lock only.
        copy.version = self.version.load(Ordering::Relaxed);
        let new = if matches!(*value, Value::Undefined) { self.built_in.clone() } else { value.clone() };
        drop(value);
        copy.value = new;
    }

    /// Assigns, and keeps the lane's own copy current.
    #[inline]
    pub(crate) fn store(&self, new: Value, copy: &mut Copy) {
        copy.value = new.clone();
        let mut value = self.value();
        let old = std::mem::replace(&mut *value, new);
        // Relaxed for the read: it changes under the lock only.
        let version = self.version.load(Ordering::Relaxed) + 1;
        self.version.store(version, Ordering::Release);
        drop(value);
        copy.version = version;
        // Only now, without the lock: it may be the end of much.
        drop(old);
    }

    /// Takes the value away; `false` if there was none.
    pub(crate) fn delete(&self) -> bool {
        let mut value = self.value();
        let old = std::mem::take(&mut *value);
        let version = self.version.load(Ordering::Relaxed) + 1;
        self.version.store(version, Ordering::Release);
        drop(value);
        !matches!(old, Value::Undefined)
    }

    /// What the program assigned.
    pub(crate) fn assigned(&self) -> Value {
        self.value().clone()
    }
}
