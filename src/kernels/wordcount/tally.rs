//! The most frequent words: of a unit, in its note; of all units so far; of the whole text.

use std::{cmp::Reverse, collections::HashMap};

use super::table::{Word, Words};
use crate::{Shown, Tally};

/// Words that are shown.
const SHOWN: usize = 12;

/// Words in a unit's note.
const NOTED: usize = 8;

/// Bytes of a word in a note; longer ones are cut.
const NOTED_BYTES: usize = 23;

/// Bytes of a word that are shown; longer ones are cut and end in an ellipsis.
const SHOWN_BYTES: usize = 60;

/// Bytes of a noted word: how many bytes, the bytes, zeros, and how often.
const ENTRY_BYTES: usize = 1 + NOTED_BYTES + 4;

/// Bytes of a note: how many words there are in the unit, then its most frequent ones.
pub(super) const NOTE_BYTES: usize = 4 + NOTED * ENTRY_BYTES;

/// The note of a unit with these words.
pub(super) fn note(words: &Words) -> Vec<u8> {
    let mut note = (words.total() as u32).to_le_bytes().to_vec();
    for word in most_frequent(words, NOTED) {
        let bytes = words.bytes(word);
        let bytes = cut(&bytes, NOTED_BYTES);
        note.push(bytes.len() as u8);
        note.extend_from_slice(bytes);
        note.resize(note.len() + NOTED_BYTES - bytes.len(), 0);
        note.extend(word.count.to_le_bytes());
    }
    note.resize(NOTE_BYTES, 0);
    note
}

/// The most frequent words, in order; which one comes first of words that are equally frequent is not said.
fn most_frequent(words: &Words, count: usize) -> Vec<&Word> {
    let mut all: Vec<&Word> = words.iter().collect();
    if all.len() > count {
        all.select_nth_unstable_by_key(count, |word| Reverse(word.count));
        all.truncate(count);
    }
    all.sort_by_key(|word| Reverse(word.count));
    all
}

/// What is shown of words that come in the order of their bytes.
pub(super) fn shown<'a>(words: impl Iterator<Item = (&'a [u8], u64)>, distinct: Option<u64>) -> Shown {
    let mut words: Vec<(&[u8], u64)> = words.collect();
    let total = words.iter().map(|(_, count)| count).sum();
    words.sort_by_key(|&(_, count)| Reverse(count));
    words.truncate(SHOWN);
    let shorten = |word: &[u8]| {
        let ellipsis = if word.len() > SHOWN_BYTES { "…" } else { "" };
        format!("{}{ellipsis}", String::from_utf8_lossy(cut(word, SHOWN_BYTES)))
    };
    Shown::Words { words: words.into_iter().map(|(word, count)| (shorten(word), count)).collect(), total, distinct }
}

/// As many bytes as allowed, but no broken character at the end.
fn cut(word: &[u8], bytes: usize) -> &[u8] {
    if word.len() <= bytes {
        return word;
    }
    let is_border = |&at: &usize| word[at] & 0xc0 != 0x80;
    &word[..(0..=bytes).rev().find(is_border).unwrap_or(0)]
}

/// Adds up notes.
#[derive(Default)]
pub(super) struct Notes {
    counts: HashMap<Vec<u8>, u64>,
    total: u64,
}

impl Tally for Notes {
    /// The second round finds no words that the first one has not told of.
    fn add(&mut self, round: u32, _unit: u32, note: &[u8]) {
        let Some((total, entries)) = note.split_first_chunk::<4>() else { return };
        if round > 0 {
            return;
        }
        self.total += u64::from(u32::from_le_bytes(*total));
        for entry in entries.as_chunks::<ENTRY_BYTES>().0 {
            let length = usize::from(entry[0]).min(NOTED_BYTES);
            let (word, count) = entry[1..].split_at(NOTED_BYTES);
            let count = count.iter().rev().fold(0, |count, &byte| count << 8 | u64::from(byte));
            if length > 0 {
                *self.counts.entry(word[..length].to_vec()).or_default() += count;
            }
        }
    }

    fn shown(&self) -> Option<Shown> {
        let mut words: Vec<(&[u8], u64)> = self.counts.iter().map(|(word, &count)| (&word[..], count)).collect();
        words.sort_unstable();
        let Shown::Words { words, distinct, .. } = shown(words.into_iter(), None) else { return None };
        (self.total > 0).then_some(Shown::Words { words, total: self.total, distinct })
    }
}
