//! Values nest as deep as programs like, the stack of a lane doesn't: what follows them down is bounded, and what ends
//! them is a loop.

use std::cell::{Cell, RefCell};

use crate::{
    exception::{Kind, Raise, Result},
    value::Value,
};

/// How deep values may nest where an operation follows them down. A level takes less than 1.5 KiB of the stack in an
/// unoptimised build, and lanes have at least 512 KiB.
pub const DEPTH_MAX: u32 = 300;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static BURYING: Cell<bool> = const { Cell::new(false) };
    static BURIED: RefCell<Vec<Vec<Value>>> = const { RefCell::new(Vec::new()) };
}

/// One level further down, until it is dropped.
pub(crate) struct Level(());

impl Level {
    /// Goes down one level.
    ///
    /// # Errors
    /// RecursionError; `what` ends its message as CPython does, with a space before it.
    pub(crate) fn enter(what: &'static str) -> Result<Self> {
        DEPTH.with(|depth| {
            if depth.get() >= DEPTH_MAX {
                let message = format!("maximum recursion depth exceeded{what}");
                return Err(Raise::new(Kind::RecursionError, message));
            }
            depth.set(depth.get() + 1);
            Ok(Level(()))
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(depth.get() - 1));
    }
}

/// Drops values. Those that they held are dropped in a loop afterwards and not from within, so a list that is nested a
/// million deep takes no stack.
pub(crate) fn bury(items: Vec<Value>) {
    if items.iter().all(Value::is_leaf) {
        return;
    }
    // While a thread ends, its storage may be gone: what is left then is dropped as it comes.
    match BURYING.try_with(|burying| burying.replace(true)) {
        Ok(true) => {
            let mut items = Some(items);
            let _ = BURIED.try_with(|buried| buried.borrow_mut().extend(items.take()));
        }
        Ok(false) => {
            drop(items);
            while let Ok(Some(more)) = BURIED.try_with(|buried| buried.borrow_mut().pop()) {
                drop(more);
            }
            let _ = BURYING.try_with(|burying| burying.set(false));
        }
        Err(_) => drop(items),
    }
}
