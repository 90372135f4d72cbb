//! A text from the seed: words of a language that nobody speaks, as unevenly frequent as those of real ones.
//!
//! By Zipf's law the second most frequent word is found half as often as the first, the third a third as often. Drawing
//! is a look into a table in which each word stands as often as it is frequent. All of it is integer arithmetic, so that
//! other languages make the same text.
//!
//! Source: G. K. Zipf, *Human Behavior and the Principle of Least Effort*, 1949.

use crate::splitmix::SplitMix64;

/// Words of the language.
const VOCABULARY: u32 = 4_096;

/// Entries of the table: two draws from one random number of 32 bits.
const TABLE: u64 = 1 << 16;

/// The weight of the most frequent word, large enough that the least frequent one's is exact to 1 in 10,000.
const WEIGHT: u64 = 1 << 26;

/// Words in a line.
const LINE: usize = 12;

/// Turkish letters, the frequent ones more than once: a syllable is one of each.
const ONSETS: [&str; 32] = [
    "b", "b", "c", "ç", "d", "d", "d", "f", "g", "g", "h", "k", "k", "k", "l", "l", "m", "m", "n", "n", "p", "r", "r",
    "s", "s", "ş", "t", "t", "v", "y", "y", "z",
];
const VOWELS: [&str; 8] = ["a", "e", "ı", "i", "o", "ö", "u", "ü"];
const CODAS: [&str; 16] = ["", "", "", "", "", "", "", "", "k", "l", "m", "n", "n", "r", "s", "ş"];

/// A text of exactly `size` bytes. What is left after the last word that fits is filled up with newlines.
pub(super) fn text(size: u32, seed: u32) -> Vec<u8> {
    let size = size as usize;
    let (words, table) = (vocabulary(seed), table());
    let mut random = SplitMix64::new(u64::from(seed));
    let mut text = Vec::with_capacity(size);
    let mut in_line = 0;
    loop {
        let number = random.upper();
        for draw in [number & 0xffff, number >> 16] {
            let word = &words[usize::from(table[draw as usize])];
            if text.len() + word.len() >= size {
                text.resize(size, b'\n');
                return text;
            }
            text.extend_from_slice(word);
            in_line += 1;
            if in_line == LINE {
                in_line = 0;
            }
            text.push(if in_line == 0 { b'\n' } else { b' ' });
        }
    }
}

/// The words, the most frequent first. The more frequent, the shorter, as in real languages. Two may be alike.
fn vocabulary(seed: u32) -> Vec<Vec<u8>> {
    // The seeds of texts are below.
    let mut random = SplitMix64::new(u64::from(seed) + (1 << 32));
    let mut syllable = || {
        let number = random.upper() as usize;
        [ONSETS[number % 32], VOWELS[number / 32 % 8], CODAS[number / 256 % 16]].concat()
    };
    let syllables = |rank: u32| 1 + rank.ilog2() / 4;
    (1..=VOCABULARY).map(|rank| (0..syllables(rank)).map(|_| syllable()).collect::<String>().into_bytes()).collect()
}

/// Each word's index, as often as the word is frequent.
fn table() -> Vec<u16> {
    let total: u64 = (1..=u64::from(VOCABULARY)).map(|rank| WEIGHT / rank).sum();
    let (mut table, mut weight) = (Vec::with_capacity(TABLE as usize), 0);
    for word in 0..VOCABULARY as u16 {
        weight += WEIGHT / (u64::from(word) + 1);
        table.resize((weight * TABLE / total) as usize, word);
    }
    table
}
