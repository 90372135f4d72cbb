//! Counting words in a hash table whose entries hold the words themselves.
//!
//! A word of up to 16 bytes, and nearly all are shorter, lies in its entry, filled up with zeros: two machine words to
//! compare and no pointer to follow. The bytes of longer words are kept aside, once for each different word.

/// Bytes of a word that lie in its entry.
const HEAD: usize = 16;

/// Entries of an empty table; a power of two.
const CAPACITY: usize = 1 << 10;

/// A word and how often it was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The first 16 bytes, little endian, zeros after the last one.
    head: [u64; 2],
    hash: u32,
    /// Where the bytes are, for a word that is longer.
    long: u32,
    /// Bytes.
    length: u32,
    /// 0 in an entry that is free.
    pub(super) count: u32,
}

/// Words with their counts, in lists by their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    words: Vec<Word>,
    /// Where the lists begin, and where the last one ends.
    starts: Vec<u32>,
    /// The bytes of long words.
    long: Vec<u8>,
}

impl Words {
    /// All words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Word> {
        self.words.iter()
    }

    /// How many different ones.
    pub(super) fn distinct(&self) -> usize {
        self.words.len()
    }

    /// How many, each counted as often as it was found.
    pub(super) fn total(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count)).sum()
    }

    /// The words of a list.
    pub(super) fn list(&self, list: usize) -> &[Word] {
        &self.words[self.starts[list] as usize..self.starts[list + 1] as usize]
    }

    /// The bytes of a word.
    pub(super) fn bytes(&self, word: &Word) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD);
        self.append(word, &mut bytes);
        bytes
    }

    /// Appends the bytes of a word.
    pub(super) fn append(&self, word: &Word, bytes: &mut Vec<u8>) {
        if word.length as usize > HEAD {
            return bytes.extend_from_slice(self.long_bytes(word));
        }
        let end = bytes.len() + word.length as usize;
        word.head.iter().for_each(|half| bytes.extend(half.to_le_bytes()));
        bytes.truncate(end);
    }

    fn long_bytes(&self, word: &Word) -> &[u8] {
        &self.long[word.long as usize..][..word.length as usize]
    }
}

/// See the module's documentation. Open addressing; the first free entry after a word's place is taken.
pub(super) struct Table {
    /// A power of two of them, at most half of them taken: so the next free one is near.
    entries: Vec<Word>,
    taken: usize,
    long: Vec<u8>,
}

impl Table {
    /// A table that need not grow for so many different words.
    pub(super) fn with_capacity(words: usize) -> Self {
        let entries = CAPACITY.max((2 * words).next_power_of_two());
        Table { entries: vec![Word::default(); entries], taken: 0, long: Vec::new() }
    }

    /// Counts the word `text[start..end]`, which is not empty, `count` times.
    #[inline(always)]
    pub(super) fn add(&mut self, text: &[u8], start: usize, end: usize, count: u32) {
        let length = end - start;
        if length > HEAD {
            let bytes = &text[start..end];
            return self.add_word(long_word(bytes, count), bytes);
        }
        let mut head = [0; HEAD];
        match text.get(start..start + HEAD) {
            Some(bytes) => head.copy_from_slice(bytes),
            None => head[..length].copy_from_slice(&text[start..end]),
        }
        let (words, _) = head.as_chunks::<8>();
        let mask = MASKS[length];
        let head = [u64::from_le_bytes(words[0]) & mask[0], u64::from_le_bytes(words[1]) & mask[1]];
        let word = Word { head, hash: hash(head), long: 0, length: length as u32, count };
        self.add_word(word, &[]);
    }

    /// Counts a word of a list as often as it was found there.
    pub(super) fn merge(&mut self, words: &Words, list: usize) {
        for &word in words.list(list) {
            let long = if word.length as usize > HEAD { words.long_bytes(&word) } else { &[] };
            self.add_word(word, long);
        }
    }

    #[inline(always)]
    fn add_word(&mut self, word: Word, long: &[u8]) {
        let mask = self.entries.len() - 1;
        let mut at = word.hash as usize & mask;
        loop {
            let entry = &mut self.entries[at];
            if entry.head == word.head && entry.length == word.length {
                let kept = entry.long as usize..entry.long as usize + long.len();
                if long.is_empty() || self.long[kept] == *long {
                    entry.count += word.count;
                    return;
                }
            }
            if entry.count == 0 {
                *entry = word;
                break;
            }
            at = (at + 1) & mask;
        }
        self.enter(at, long);
    }

    /// What else there is to do for a word that is new. Apart, so that the way for known words stays short.
    #[cold]
    #[inline(never)]
    fn enter(&mut self, at: usize, long: &[u8]) {
        if !long.is_empty() {
            self.entries[at].long = self.long.len() as u32;
            self.long.extend_from_slice(long);
        }
        self.taken += 1;
        if 2 * self.taken <= self.entries.len() {
            return;
        }
        let mut larger = vec![Word::default(); 2 * self.entries.len()];
        let mask = larger.len() - 1;
        for word in self.entries.iter().filter(|word| word.count > 0) {
            let mut at = word.hash as usize & mask;
            while larger[at].count > 0 {
                at = (at + 1) & mask;
            }
            larger[at] = *word;
        }
        self.entries = larger;
    }

    /// The words in so many lists: where a word belongs depends on nothing but the word.
    pub(super) fn into_words(self, lists: usize) -> Words {
        // The low bits of the hash choose an entry, so the lists are chosen by the others.
        let list = |word: &Word| ((u64::from(word.hash) * lists as u64) >> 32) as usize;
        let taken = || self.entries.iter().filter(|word| word.count > 0);
        let mut starts = vec![0u32; lists + 1];
        taken().for_each(|word| starts[list(word) + 1] += 1);
        for list in 0..lists {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let mut words = vec![Word::default(); self.taken];
        for word in taken() {
            let place = &mut next[list(word)];
            words[*place as usize] = *word;
            *place += 1;
        }
        Words { words, starts, long: self.long }
    }
}

#[cold]
#[inline(never)]
fn long_word(bytes: &[u8], count: u32) -> Word {
    let block = |block: &[u8]| {
        let mut padded = [0; HEAD];
        padded[..block.len()].copy_from_slice(block);
        let (words, _) = padded.as_chunks::<8>();
        [u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1])]
    };
    let hash = bytes.chunks(HEAD).map(block).fold(0, |hashed, [a, b]| hash([a ^ u64::from(hashed), b]));
    Word { head: block(&bytes[..HEAD]), hash, long: 0, length: bytes.len() as u32, count }
}

/// Sixteen bytes to 32 bits. A product's upper bits depend on all bits of its factors, so they are folded down, and a
/// second product spreads them again; a single one leaves the low bits of words that begin alike much the same.
#[inline(always)]
fn hash([a, b]: [u64; 2]) -> u32 {
    let mixed = (a ^ b.rotate_left(27).wrapping_mul(0xbf58_476d_1ce4_e5b9)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 32) as u32
}

/// Ones for the bytes of a word of so many bytes.
const MASKS: [[u64; 2]; HEAD + 1] = {
    let mut masks = [[0; 2]; HEAD + 1];
    let mut length = 1;
    while length <= HEAD {
        masks[length] = masks[length - 1];
        masks[length][(length - 1) / 8] |= 0xff << ((length - 1) % 8 * 8);
        length += 1;
    }
    masks
};
