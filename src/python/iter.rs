//! Iterators. Several lanes may ask the same one for its next.
//!
//! Those over a range, a list and the like keep a counter and no lock: it is never behind, so no item comes twice.

mod combined;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use crate::{
    dict::{Dict, ViewKind},
    exception::{Kind, Raise, Result},
    library::{Object, Type},
    list::List,
    meter,
    text::Str,
    value::{Range, Tuple, Value, lock},
};
use combined::Counted;

/// An iterator. It has cache lines of its own: each turn of a loop writes to one, and two lanes whose loops began at the same
/// time would otherwise have theirs side by side.
#[derive(Debug)]
#[repr(align(64))]
pub struct Iter(Source);

/// What is iterated over. The counters are relaxed: each guards nothing but itself.
#[derive(Debug)]
enum Source {
    Range {
        range: Range,
        length: u64,
        index: AtomicU64,
    },
    List {
        list: Arc<List>,
        index: AtomicUsize,
        backwards: bool,
    },
    Tuple {
        tuple: Arc<Tuple>,
        index: AtomicUsize,
        backwards: bool,
    },
    /// `index` counts bytes; a text that is walked backwards has its characters in a tuple.
    Str {
        text: Arc<Str>,
        index: Mutex<usize>,
    },
    Dict {
        dict: Arc<Dict>,
        kind: ViewKind,
        length: usize,
        index: AtomicUsize,
        backwards: bool,
        /// The tuple of the item before, see [`combined::tuple`].
        last: Mutex<Option<Arc<Tuple>>>,
    },
    Enumerate {
        of: Arc<Iter>,
        /// Whether its items may have to be waited for.
        awaits: bool,
        counted: Mutex<Counted>,
    },
    Zip {
        of: Vec<Arc<Iter>>,
        strict: bool,
        /// As above.
        awaits: bool,
        /// As above.
        last: Mutex<Option<Arc<Tuple>>>,
    },
    Results(Object),
}

/// A counter at or above this is that of an iterator which has ended: it does not begin again when its list grows.
const ENDED: usize = usize::MAX / 2;

/// What an iterator costs, in bytes.
const OWN_BYTES: usize = size_of::<Iter>() + 16;

impl Iter {
    fn of(source: Source) -> Self {
        meter::charge(OWN_BYTES);
        Iter(source)
    }

    /// Over a range.
    pub fn range(range: Range) -> Self {
        Iter::of(Source::Range { length: range.len(), range, index: AtomicU64::new(0) })
    }

    /// Over a range, the last first.
    pub fn range_reversed(range: &Range) -> Self {
        let length = range.len();
        if length == 0 {
            return Iter::range(Range { start: 0, stop: 0, step: 1 });
        }
        let last = range.get(length - 1);
        // Only the first, the step and the number are looked at.
        let reversed = Range { start: last, stop: range.start, step: range.step.wrapping_neg() };
        Iter::of(Source::Range { length, range: reversed, index: AtomicU64::new(0) })
    }

    /// Over a list, as it is when each item is asked for.
    pub fn list(list: Arc<List>) -> Self {
        Iter::of(Source::List { list, index: AtomicUsize::new(0), backwards: false })
    }

    /// Over a list, the last first.
    pub fn list_reversed(list: Arc<List>) -> Self {
        let index = list.len();
        Iter::of(Source::List { list, index: AtomicUsize::new(index), backwards: true })
    }

    /// Over a tuple.
    pub fn tuple(tuple: Arc<Tuple>) -> Self {
        Iter::of(Source::Tuple { tuple, index: AtomicUsize::new(0), backwards: false })
    }

    /// Over a tuple, the last first.
    pub fn tuple_reversed(tuple: Arc<Tuple>) -> Self {
        let index = tuple.items().len();
        Iter::of(Source::Tuple { tuple, index: AtomicUsize::new(index), backwards: true })
    }

    /// Over the characters of a text.
    pub fn str(text: Arc<Str>) -> Self {
        Iter::of(Source::Str { text, index: Mutex::new(0) })
    }

    /// Over a dictionary.
    pub fn dict(dict: Arc<Dict>, kind: ViewKind) -> Self {
        Iter::over_dict(dict, kind, false)
    }

    /// Over a dictionary, the last first.
    pub fn dict_reversed(dict: Arc<Dict>, kind: ViewKind) -> Self {
        Iter::over_dict(dict, kind, true)
    }

    fn over_dict(dict: Arc<Dict>, kind: ViewKind, backwards: bool) -> Self {
        let length = dict.len();
        let index = AtomicUsize::new(if backwards { dict.end() } else { 0 });
        Iter::of(Source::Dict { dict, kind, length, index, backwards, last: Mutex::default() })
    }

    /// With each item its number.
    pub fn enumerate(of: Arc<Iter>, start: Value) -> Self {
        Iter::of(Source::Enumerate { awaits: of.may_await(), of, counted: Mutex::new(Counted::from(start)) })
    }

    /// One of each at a time, until one of them ends; if it is strict, they must end together.
    pub fn zip(of: Vec<Arc<Iter>>, strict: bool) -> Self {
        Iter::of(Source::Zip { awaits: of.iter().any(|of| of.may_await()), of, strict, last: Mutex::default() })
    }

    /// Over an executor's results.
    pub fn results(results: Object) -> Self {
        Iter::of(Source::Results(results))
    }

    /// Its type.
    pub fn type_of(&self) -> Type {
        Type::other(match &self.0 {
            Source::Range { .. } => "range_iterator",
            Source::List { backwards: false, .. } => "list_iterator",
            Source::List { .. } => "list_reverseiterator",
            Source::Tuple { backwards: false, .. } => "tuple_iterator",
            Source::Tuple { .. } => "reversed",
            Source::Str { text, .. } if text.is_ascii() => "str_ascii_iterator",
            Source::Str { .. } => "str_iterator",
            Source::Dict { kind, backwards, .. } => match (kind, backwards) {
                (ViewKind::Keys, false) => "dict_keyiterator",
                (ViewKind::Values, false) => "dict_valueiterator",
                (ViewKind::Items, false) => "dict_itemiterator",
                (ViewKind::Keys, true) => "dict_reversekeyiterator",
                (ViewKind::Values, true) => "dict_reversevalueiterator",
                (ViewKind::Items, true) => "dict_reverseitemiterator",
            },
            Source::Enumerate { .. } => "enumerate",
            Source::Zip { .. } => "zip",
            Source::Results(_) => "generator",
        })
    }

    /// Whether its items may have to be waited for. Asked at each turn of a loop.
    #[inline]
    fn may_await(&self) -> bool {
        match &self.0 {
            Source::Enumerate { awaits, .. } | Source::Zip { awaits, .. } => *awaits,
            Source::Results(_) => true,
            _ => false,
        }
    }

    /// The executors' results that its next item may need; they must be there before it is asked for.
    pub fn awaits(&self) -> Vec<Object> {
        let mut found = Vec::new();
        // Nothing is allocated for what awaits nothing: in wasm, all lanes of a process would queue for the allocator.
        if !self.may_await() {
            return found;
        }
        let mut left = vec![self];
        while let Some(iter) = left.pop() {
            match &iter.0 {
                Source::Results(results) => found.push(results.clone()),
                Source::Enumerate { of, .. } => left.push(of),
                Source::Zip { of, .. } => left.extend(of.iter().map(Arc::as_ref)),
                _ => {}
            }
        }
        found
    }

    /// How many items are left, as far as that is known without asking for them.
    pub(crate) fn left(&self) -> usize {
        match &self.0 {
            Source::Range { length, index, .. } => {
                usize::try_from(length.saturating_sub(index.load(Ordering::Relaxed))).unwrap_or(usize::MAX)
            }
            Source::Enumerate { of, .. } => match &of.0 {
                Source::Range { .. } => of.left(),
                _ => 0,
            },
            _ => 0,
        }
    }

    /// Its next item, `None` when there is none any more.
    ///
    /// # Errors
    /// RuntimeError for a dictionary that changed its size, ValueError for a strict zip, what an executor's function raised.
    #[inline]
    pub fn next(&self) -> Result<Option<Value>> {
        match &self.0 {
            Source::Range { range, length, index } => {
                let index = index.fetch_add(1, Ordering::Relaxed);
                if index < *length {
                    // Within the range; what wraps on the way is back in place at the end.
                    return Ok(Some(Value::Int(range.start.wrapping_add(range.step.wrapping_mul(index as i64)))));
                }
                self.end();
                Ok(None)
            }
            Source::List { list, index, backwards: false } => {
                let item = list.get(index.fetch_add(1, Ordering::Relaxed));
                if item.is_none() {
                    self.end();
                }
                Ok(item)
            }
            _ => self.next_slow(),
        }
    }

    /// Remembers that it has ended.
    #[cold]
    fn end(&self) {
        match &self.0 {
            Source::Range { length, index, .. } => index.store(*length, Ordering::Relaxed),
            Source::List { index, backwards: false, .. }
            | Source::Tuple { index, backwards: false, .. }
            | Source::Dict { index, backwards: false, .. } => index.store(ENDED, Ordering::Relaxed),
            Source::List { index, .. } | Source::Tuple { index, .. } | Source::Dict { index, .. } => {
                index.store(0, Ordering::Relaxed);
            }
            _ => {}
        }
    }

    fn next_slow(&self) -> Result<Option<Value>> {
        let item = match &self.0 {
            Source::Range { .. } => None,
            Source::List { list, index, backwards } => place(index, *backwards).and_then(|place| list.get(place)),
            Source::Tuple { tuple, index, backwards } => {
                place(index, *backwards).and_then(|place| tuple.items().get(place)).cloned()
            }
            Source::Str { text, index } => {
                let mut index = lock(index);
                let next = text.as_str()[*index..].chars().next();
                *index += next.map_or(0, char::len_utf8);
                next.map(Value::from)
            }
            Source::Dict { dict, kind, length, index, backwards, last } => {
                let entry = loop {
                    let place = index.load(Ordering::Relaxed);
                    if place >= ENDED || *backwards && place == 0 {
                        return Ok(None);
                    }
                    let (found, now) = if *backwards { dict.before(place) } else { dict.from(place) };
                    if now != *length {
                        self.end();
                        return Err(Raise::new(Kind::RuntimeError, "dictionary changed size during iteration"));
                    }
                    let Some((found, entry)) = found else { break None };
                    let next = if *backwards { found } else { found + 1 };
                    // Another lane may have had it meanwhile.
                    if index.compare_exchange(place, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                        break Some(entry);
                    }
                };
                entry.map(|(key, value)| match kind {
                    ViewKind::Items => combined::tuple(&mut lock(last), &mut [key, value]).0,
                    _ => kind.show((key, value)),
                })
            }
            Source::Enumerate { of, counted, .. } => return combined::next_enumerated(of, counted),
            Source::Zip { of, strict, last, .. } => return combined::next_zipped(of, *strict, last),
            Source::Results(results) => return results.next(),
        };
        if item.is_none() {
            self.end();
        }
        Ok(item)
    }
}

/// The next place, and counts on.
fn place(index: &AtomicUsize, backwards: bool) -> Option<usize> {
    if !backwards {
        return Some(index.fetch_add(1, Ordering::Relaxed));
    }
    let before = index.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |index| index.checked_sub(1));
    before.ok().map(|index| index - 1)
}

impl Drop for Iter {
    fn drop(&mut self) {
        meter::free(OWN_BYTES);
        // Iterators may be nested as deep as lists.
        match &mut self.0 {
            Source::Enumerate { of, .. } => {
                let inner = std::mem::replace(of, Arc::new(Iter::range(Range { start: 0, stop: 0, step: 1 })));
                crate::depth::bury(vec![Value::Iterator(inner)]);
            }
            Source::Zip { of, .. } => {
                crate::depth::bury(std::mem::take(of).into_iter().map(Value::Iterator).collect());
            }
            _ => {}
        }
    }
}
