//! Counting words by map and reduce: a large text to send, a short list to get back.
//!
//! The first round, *map*, counts the words of each piece of the text in a hash table ([`scan`], [`table`]). The second,
//! *reduce*, adds up what the pieces found: each word belongs to one of as many lists as there are lanes, by its hash,
//! and a unit adds up one list of all pieces. Lists are short, since most words of a text are repetitions; so the second
//! round stays where the lists are.
//!
//! Words are counted as they are written: `Işık` and `ışık` are two words, because which letters belong together depends
//! on the language. A Turkish `I` is the capital of `ı`, an English one that of `i`, and the text does not say which it
//! is.
//!
//! Cost for n bytes with w words, d of them different: `n/16` comparisons of 16 bytes, `w` steps in a table of `d`
//! entries, and `n` bytes to ship when the words are counted in other memories.
//!
//! Source of the pattern: J. Dean, S. Ghemawat, *MapReduce: simplified data processing on large clusters*, OSDI 2004.

use serde_bytes::Bytes;

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Role, Source, Spec};
use kosut_core::error::{Error, Result};

mod scan;
mod table;
mod tally;
mod text;

use table::{Table, Word, Words};

pub(super) const ENTRY: Entry = Entry {
    id: "wordcount",
    size_unit: "bytes",
    source: Source::Text,
    size_min: 1_000,
    size_max: 32 << 20,
    size_default: 32 << 20,
    build: |spec, role| Box::new(WordCount::new(spec, role)),
    tally: Some(|_spec| Box::new(tally::Notes::default())),
};

/// Pieces that the text is cut into, at least, so that there is something to see and to hand out.
const PIECES: u32 = 64;

/// The fewest bytes of a piece, so that tiny texts have few pieces.
const PIECE_BYTES_MIN: u32 = 1 << 10;

/// The most lanes that count for the number of pieces and lists; more of them share these.
const LANES_MAX: u32 = 64;

/// The words of a text.
struct WordCount {
    pieces: usize,
    lists: usize,
    size: usize,
    /// The owner's text, and where its pieces begin and the last one ends.
    text: Vec<u8>,
    cuts: Vec<usize>,
    /// A helper's pieces: those that it was sent; the others are empty.
    sent: Vec<Vec<u8>>,
    stage: Stage,
}

/// How far it is.
enum Stage {
    Map,
    /// The words of each piece, in lists.
    Reduce(Vec<Words>),
    /// Each word once, in the words of one list or another.
    Counted(Vec<Words>),
}

impl WordCount {
    fn new(spec: &Spec, role: Role) -> Self {
        let size = spec.data.as_ref().map_or(spec.size, |data| data.width);
        let lanes = spec.lanes.clamp(1, LANES_MAX);
        let pieces = size.div_ceil(PIECE_BYTES_MIN).min(PIECES.next_multiple_of(lanes)) as usize;
        let text = match (role, &spec.data) {
            (Role::Helper, _) => Vec::new(),
            (Role::Owner, Some(data)) => data.bytes.clone(),
            (Role::Owner, None) => text::text(size, spec.seed),
        };
        let cuts = cuts(&text, pieces);
        let sent = vec![Vec::new(); if role == Role::Helper { pieces } else { 0 }];
        let lists = pieces.min(lanes as usize);
        WordCount { pieces, lists, size: size as usize, text, cuts, sent, stage: Stage::Map }
    }

    fn piece(&self, unit: usize) -> &[u8] {
        self.sent.get(unit).map_or_else(|| &self.text[self.cuts[unit]..self.cuts[unit + 1]], Vec::as_slice)
    }

    /// All words in the order of their bytes.
    fn sorted(&self) -> Vec<(Vec<u8>, u64)> {
        let Stage::Counted(counted) = &self.stage else { return Vec::new() };
        let word = |words: &Words, word: &Word| (words.bytes(word), u64::from(word.count));
        let mut sorted: Vec<_> = counted.iter().flat_map(|words| words.iter().map(|it| word(words, it))).collect();
        sorted.sort_unstable();
        sorted
    }
}

impl Kernel for WordCount {
    /// The words of a piece in the first round; those of a list, in a single list, in the second.
    type Part = Words;

    fn units(&self) -> usize {
        if matches!(self.stage, Stage::Map) { self.pieces } else { self.lists }
    }

    fn run(&self, unit: usize) -> Words {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        match &self.stage {
            Stage::Map => {
                let piece = self.piece(unit);
                let mut table = Table::with_capacity(0);
                scan::words(piece, |start, end| table.add(piece, start, end, 1));
                table.into_words(self.lists)
            }
            Stage::Reduce(parts) => {
                let longest = parts.iter().map(|words| words.list(unit).len()).max();
                let mut table = Table::with_capacity(longest.unwrap_or(0));
                parts.iter().for_each(|words| table.merge(words, unit));
                table.into_words(1)
            }
            Stage::Counted(lists) => lists[unit].clone(),
        }
    }

    fn advance(&mut self, parts: Vec<Words>) -> Next {
        if matches!(self.stage, Stage::Map) && parts.len() > 1 {
            self.stage = Stage::Reduce(parts);
            return Next::Round;
        }
        self.stage = Stage::Counted(parts);
        Next::Done
    }

    /// The value is the number of words; the digest runs over all different words in the order of their bytes: how many
    /// bytes, the bytes in groups of eight as little-endian numbers, how often.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        let sorted = self.sorted();
        for (word, count) in &sorted {
            digest.word(word.len() as u64);
            word.chunks(8).for_each(|group| {
                digest.word(group.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)));
            });
            digest.word(*count);
        }
        let words = sorted.iter().map(|(word, count)| (&word[..], *count));
        let shown = tally::shown(words, Some(sorted.len() as u64));
        let value = sorted.iter().map(|(_, count)| count).sum();
        Answer { shown: Some(shown), ..Answer::number(value, digest) }
    }

    fn picture(&self) -> Picture {
        Picture::Strip { units: self.pieces as u32, note: tally::NOTE_BYTES as u32 }
    }

    /// How many of the words are different ones: the lighter, the richer the language.
    fn preview(&self, _unit: usize, part: &Words) -> Vec<u8> {
        let shade = part.distinct() as u64 * 255 / part.total().max(1);
        let mut preview = vec![shade as u8];
        preview.extend(tally::note(part));
        preview
    }

    /// Adding up takes about as long as decoding the bytes would.
    fn stays_with_owner(&self) -> bool {
        matches!(self.stage, Stage::Reduce(_))
    }

    fn input(&self, unit: usize) -> Vec<u8> {
        if matches!(self.stage, Stage::Map) { self.piece(unit).to_vec() } else { Vec::new() }
    }

    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        let limit = self.size;
        match self.sent.get_mut(unit) {
            None => Err(malformed(unit, "not a piece that a helper could be sent")),
            Some(_) if bytes.len() > limit => Err(malformed(unit, "longer than the text")),
            Some(piece) => {
                *piece = bytes.to_vec();
                Ok(())
            }
        }
    }

    /// Each word and how often it was found. The owner finds out by itself which list it belongs to.
    fn encode(&self, part: &Words) -> Vec<u8> {
        let mut bytes = Vec::new();
        let ends: Vec<usize> = part.iter().map(|word| (part.append(word, &mut bytes), bytes.len()).1).collect();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let words = starts.zip(&ends).map(|(start, &end)| Bytes::new(&bytes[start..end]));
        let words: Vec<(&Bytes, u32)> = words.zip(part.iter().map(|word| word.count)).collect();
        postcard::to_stdvec(&words).expect("lists, bytes and numbers can always be written")
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Words> {
        if unit >= Kernel::units(self) || self.stays_with_owner() {
            return Err(malformed(unit, "no such piece"));
        }
        let (words, rest): (Vec<(&Bytes, u32)>, _) =
            postcard::take_from_bytes(bytes).map_err(|error| malformed(unit, &error.to_string()))?;
        let found: u64 = words.iter().map(|(word, count)| word.len() as u64 * u64::from(*count)).sum();
        let is_empty = |(word, count): &(&Bytes, u32)| word.is_empty() || *count == 0;
        if !rest.is_empty() || found > self.size as u64 || words.iter().any(is_empty) {
            return Err(malformed(unit, "not the words of a text"));
        }
        let mut table = Table::with_capacity(words.len());
        words.iter().for_each(|(word, count)| table.add(word, 0, word.len(), *count));
        Ok(table.into_words(self.lists))
    }
}

fn malformed(unit: usize, reason: &str) -> Error {
    Error::Protocol { reason: format!("wordcount, piece {unit}: {reason}") }
}

/// Where so many pieces of about equal length begin, and the end of the last one. A piece ends before a separator of the
/// ASCII range, so that no word is cut; a text without any is one piece, and the others are empty.
fn cuts(text: &[u8], pieces: usize) -> Vec<usize> {
    let separates = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let mut cuts = vec![0];
    for piece in 1..=pieces {
        let from = cuts[piece - 1].max((text.len() as u64 * piece as u64 / pieces as u64) as usize);
        cuts.push(text[from..].iter().position(separates).map_or(text.len(), |distance| from + distance));
    }
    cuts
}

#[cfg(test)]
mod tests;
