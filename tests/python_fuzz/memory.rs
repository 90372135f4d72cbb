//! Counts the bytes that a thread has allocated, to see that a program keeps to its budget.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    /// The bytes that this thread has now, and the most that it had. Memory that one thread allocates and another frees
    /// counts for both, so the first number can be negative.
    static BYTES: Cell<(i64, i64)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, with a count.
pub struct Counting;

fn count(bytes: i64) {
    // At the end of a thread the counter is gone.
    let _ = BYTES.try_with(|cell| {
        let (now, most) = cell.get();
        cell.set((now + bytes, most.max(now + bytes)));
    });
}

// SAFETY: the system's allocator does all the work. Counting touches none of its memory and allocates nothing, as the
// cell has neither an initialiser that runs nor a destructor.
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

/// Runs `work`; returns the most bytes that this thread had at a time, beyond those before, and the result.
pub fn most_during<T>(work: impl FnOnce() -> T) -> (i64, T) {
    let before = BYTES.with(|cell| {
        let (now, _) = cell.get();
        cell.set((now, now));
        now
    });
    let done = work();
    (BYTES.with(|cell| cell.get().1) - before, done)
}
