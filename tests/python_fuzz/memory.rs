//! Counts the bytes that a thread has allocated, to see that a program keeps to its budget.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    /// What this thread has now, and the most that it had. What one thread allocates and another frees is counted with
    /// both, so the first can be negative.
    static BYTES: Cell<(i64, i64)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, with a count.
pub struct Counting;

fn count(bytes: i64) {
    // At the end of a thread there is nothing to count with any more.
    let _ = BYTES.try_with(|cell| {
        let (now, most) = cell.get();
        cell.set((now + bytes, most.max(now + bytes)));
    });
}

// SAFETY: everything is the system's allocator's; what is counted touches no memory of it, and allocates nothing: the
// cell is made without an initialiser and without a destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        // SAFETY: the caller keeps the same promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as i64));
        // SAFETY: the caller keeps the same promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as i64 - layout.size() as i64);
        // SAFETY: the caller keeps the same promises.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// The most bytes that this thread has had at a time during `work`, beyond those before, and what came of it.
pub fn most_during<T>(work: impl FnOnce() -> T) -> (i64, T) {
    let before = BYTES.with(|cell| {
        let (now, _) = cell.get();
        cell.set((now, now));
        now
    });
    let done = work();
    (BYTES.with(|cell| cell.get().1) - before, done)
}
