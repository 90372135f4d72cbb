//! A stable sort that asks only for `<`, may be refused an answer, and stands any answers: those of a program's values need
//! be no order at all (`nan`).
//!
//! Runs are found, extended by binary insertion and merged, as CPython does; a list of less than 64 items is compared in
//! exactly the same order as there, so the same comparison is the first that fails.

use crate::{exception::Result, meter, meter::Turns, operators::less, value::Value};

/// Sorts; with `reverse`, equal items keep their order too.
///
/// # Errors
/// What `<` raises: the items are in some order then, none is lost.
pub fn sort(items: &mut [Value], reverse: bool) -> Result<()> {
    if reverse {
        items.reverse();
    }
    let result = sort_up(items);
    if reverse {
        items.reverse();
    }
    result
}

fn sort_up(items: &mut [Value]) -> Result<()> {
    let length = items.len();
    if length < 2 {
        return Ok(());
    }
    meter::work(length as u64 / 8)?;
    if items.iter().all(|item| matches!(item, Value::Int(_))) {
        items.sort_by_key(|item| if let Value::Int(value) = item { *value } else { 0 });
        return Ok(());
    }
    if items.iter().all(|item| matches!(item, Value::Str(_))) {
        items.sort_by(|a, b| match (a, b) {
            (Value::Str(a), Value::Str(b)) => a.as_str().cmp(b.as_str()),
            _ => std::cmp::Ordering::Equal,
        });
        return Ok(());
    }
    meter::reserve_items(length, size_of::<Value>())?;
    let least = least_run(length);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut turns = Turns::default();
    let mut start = 0;
    while start < length {
        let sorted = run(&mut items[start..])?;
        let end = (start + sorted.max(least)).min(length);
        insert(&mut items[start..end], sorted, &mut turns)?;
        runs.push((start, end));
        start = end;
    }
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        for pair in runs.chunks(2) {
            match pair {
                [(start, middle), (_, end)] => {
                    merge(&mut items[*start..*end], middle - start, &mut turns)?;
                    merged.push((*start, *end));
                }
                one => merged.extend_from_slice(one),
            }
        }
        runs = merged;
    }
    Ok(())
}

/// The length below which runs are extended, as CPython chooses it.
fn least_run(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= 64 {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// How many at the beginning are in order already; those that fall are turned round.
fn run(items: &mut [Value]) -> Result<usize> {
    if items.len() < 2 {
        return Ok(items.len());
    }
    let falls = less(&items[1], &items[0])?;
    let mut length = 2;
    while length < items.len() && less(&items[length], &items[length - 1])? == falls {
        length += 1;
    }
    if falls {
        items[..length].reverse();
    }
    Ok(length)
}

/// Inserts those from `sorted` on among those before them.
fn insert(items: &mut [Value], sorted: usize, turns: &mut Turns) -> Result<()> {
    for next in sorted.max(1)..items.len() {
        let (mut low, mut high) = (0, next);
        while low < high {
            let middle = low + (high - low) / 2;
            turns.turn()?;
            if less(&items[next], &items[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        items[low..=next].rotate_right(1);
    }
    Ok(())
}

/// Merges two sorted parts.
fn merge(items: &mut [Value], middle: usize, turns: &mut Turns) -> Result<()> {
    if !less(&items[middle], &items[middle - 1])? {
        return Ok(());
    }
    let mut merged = Vec::with_capacity(items.len());
    let (mut left, mut right) = (0, middle);
    while left < middle && right < items.len() {
        turns.turn()?;
        // If this is refused, the items are still where they were.
        if less(&items[right], &items[left])? {
            merged.push(items[right].clone());
            right += 1;
        } else {
            merged.push(items[left].clone());
            left += 1;
        }
    }
    merged.extend_from_slice(&items[left..middle]);
    merged.extend_from_slice(&items[right..]);
    items.clone_from_slice(&merged);
    Ok(())
}
