//! The board: what a process with several lanes shows to the outside while its own Worker is blocked.
//!
//! It lies in the process's shared memory, at an address that the process tells when it is ready. The lanes write, the
//! conductor reads, through [`Words`]; both are atomic accesses to 32-bit words.
//!
//! ```text
//! board = [ panic | cells | ring of lane 0 | … | ring of lane T-1 | previews ]
//! panic = [ state: 0, CLAIMED or length in bytes + 1 | UTF-8 text ]
//! ```
//!
//! The cells are for programs: each says what it shows in which.

use std::{
    ops::Range,
    sync::atomic::{AtomicU32, Ordering},
};

use kosut_core::trace::{self, Mark, RING_WORDS, RingReader, Words};
use kosut_kernels::{PREVIEW_BYTES_MAX, Picture};

/// Longest panic text that is kept, in bytes.
const PANIC_BYTES: usize = 1024;
const PANIC_WORDS: usize = 1 + PANIC_BYTES / 4;
/// Words for programs to show what they like.
pub const CELLS: usize = 1024;
/// The panic's state while the first lane that panicked writes its text.
const CLAIMED: u32 = u32::MAX;
const PREVIEW_WORDS: usize = PREVIEW_BYTES_MAX / 4;

/// The writing side, in the memory of the process.
#[derive(Debug)]
pub struct Board {
    words: Box<[AtomicU32]>,
    lanes: usize,
}

impl Board {
    /// An empty board for `lanes` lanes.
    pub fn new(lanes: u32) -> Self {
        let lanes = lanes as usize;
        let words = (0..first_preview(lanes) + PREVIEW_WORDS).map(|_| AtomicU32::new(0)).collect();
        Board { words, lanes }
    }

    /// Where the board begins, in bytes.
    pub fn address(&self) -> usize {
        self.words.as_ptr() as usize
    }

    /// The words, for a reader in the same memory.
    pub fn words(&self) -> &[AtomicU32] {
        &self.words
    }

    /// The words in which programs show what they like; all 0 at first, and whatever the last program left later.
    pub fn cells(&self) -> &[AtomicU32] {
        &self.words[PANIC_WORDS..PANIC_WORDS + CELLS]
    }

    /// Notes a mark of `lane`, which only that lane may call.
    pub fn mark(&self, lane: u32, mark: Mark) {
        let base = ring(lane as usize);
        trace::write_mark(&self.words[base..base + RING_WORDS], mark);
    }

    /// Leaves the preview of a unit, before its end is marked. What does not fit is left out.
    pub fn preview(&self, picture: &Picture, unit: u32, bytes: &[u8]) {
        let base = first_preview(self.lanes) + unit as usize * preview_words(picture);
        let Some(words) = self.words.get(base..base + bytes.len().div_ceil(4)) else { return };
        for (word, chunk) in words.iter().zip(bytes.chunks(4)) {
            let mut four = [0; 4];
            four[..chunk.len()].copy_from_slice(chunk);
            // Relaxed: the mark that follows is what publishes the preview.
            word.store(u32::from_le_bytes(four), Ordering::Relaxed);
        }
    }

    /// Leaves a panic's text. The first panic stays.
    pub fn panic(&self, text: &str) {
        // Acquire and Release below pair the writer of the state with its reader, so that whoever sees the length sees the
        // text; the claim itself publishes nothing.
        if self.words[0].compare_exchange(0, CLAIMED, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return;
        }
        let mut end = text.len().min(PANIC_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for (word, chunk) in self.words[1..PANIC_WORDS].iter().zip(text.as_bytes()[..end].chunks(4)) {
            let mut four = [0; 4];
            four[..chunk.len()].copy_from_slice(chunk);
            word.store(u32::from_le_bytes(four), Ordering::Relaxed);
        }
        self.words[0].store(end as u32 + 1, Ordering::Release);
    }
}

/// These cells of a board, as many of them as there are.
pub fn read_cells(words: &(impl Words + ?Sized), cells: Range<usize>) -> Vec<u32> {
    (cells.start..cells.end.min(CELLS)).map(|cell| words.load(PANIC_WORDS + cell)).collect()
}

/// Writes into a cell of a board in this memory, for its lanes to see; there is nothing to write to beyond the last cell.
pub fn write_cell(board: &Board, cell: usize, word: u32) {
    if let Some(place) = board.cells().get(cell) {
        // Relaxed: the word is all that there is to hand on.
        place.store(word, Ordering::Relaxed);
    }
}

/// Where a cell stands among a board's words; `None` beyond the last one.
pub fn place_of_cell(cell: usize) -> Option<usize> {
    (cell < CELLS).then_some(PANIC_WORDS + cell)
}

/// The reading side, in any instance that sees the words.
#[derive(Debug)]
pub struct BoardReader {
    rings: Vec<RingReader>,
}

impl BoardReader {
    /// A reader of a board with `lanes` lanes that sees only what is written from now on.
    pub fn from_now(words: &(impl Words + ?Sized), lanes: u32) -> Self {
        let rings = (0..lanes as usize).map(|lane| RingReader::from_now(words, ring(lane))).collect();
        BoardReader { rings }
    }

    /// New marks of all lanes, with the lane's index; lane by lane.
    pub fn marks(&mut self, words: &(impl Words + ?Sized)) -> Vec<(u32, Mark)> {
        let mut marks = Vec::new();
        for (lane, reader) in self.rings.iter_mut().enumerate() {
            marks.extend(reader.drain(words, ring(lane)).into_iter().map(|mark| (lane as u32, mark)));
        }
        marks
    }

    /// The preview of a unit whose end was marked.
    pub fn preview(&self, words: &(impl Words + ?Sized), picture: &Picture, unit: u32) -> Vec<u8> {
        let bytes = picture.preview_bytes();
        let first = unit as usize * preview_words(picture);
        if first + preview_words(picture) > PREVIEW_WORDS {
            return Vec::new();
        }
        words.bytes(first_preview(self.rings.len()) + first, bytes)
    }

    /// The text of a panic, if a lane panicked.
    pub fn panic(&self, words: &(impl Words + ?Sized)) -> Option<String> {
        let state = words.load(0);
        if state == CLAIMED {
            return None;
        }
        let length = (state as usize).checked_sub(1)?;
        Some(String::from_utf8_lossy(&words.bytes(1, length.min(PANIC_BYTES))).into_owned())
    }
}

fn ring(lane: usize) -> usize {
    PANIC_WORDS + CELLS + lane * RING_WORDS
}

fn first_preview(lanes: usize) -> usize {
    ring(lanes)
}

fn preview_words(picture: &Picture) -> usize {
    picture.preview_bytes().div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::trace::{Activity, Phase};

    #[test]
    fn lanes_previews_and_panics_keep_to_their_places() {
        let board = Board::new(3);
        let picture = Picture::Tiles { columns: 2, rows: 2, edge: 3, coloured: false };
        let mut reader = BoardReader::from_now(board.words(), 3);
        let mark = |unit| Mark { phase: Phase::End, activity: Activity::Run, unit, round: 0, at_us: 5 };
        for lane in 0..3 {
            board.preview(&picture, lane, &[lane as u8 + 1; 9]);
            board.mark(lane, mark(lane));
        }
        assert_eq!(reader.marks(board.words()), (0..3).map(|lane| (lane, mark(lane))).collect::<Vec<_>>());
        assert_eq!(reader.preview(board.words(), &picture, 1), vec![2; 9]);
        assert_eq!(reader.panic(board.words()), None);
        board.cells()[CELLS - 1].store(7, Ordering::SeqCst);
        assert_eq!(read_cells(board.words(), CELLS - 2..CELLS + 1), [0, 7]);
        board.panic("düştü");
        board.panic("a later one");
        assert_eq!(reader.panic(board.words()).as_deref(), Some("düştü"));
    }

    #[test]
    fn too_much_is_left_out_or_cut_at_a_character() {
        let board = Board::new(1);
        let picture = Picture::Tiles { columns: 1, rows: 1, edge: 1024, coloured: false };
        board.preview(&picture, 1, &[1; 1 << 20]);
        let reader = BoardReader::from_now(board.words(), 1);
        assert_eq!(reader.preview(board.words(), &picture, 1), Vec::<u8>::new());
        board.panic(&"ş".repeat(600));
        assert_eq!(reader.panic(board.words()), Some("ş".repeat(512)));
    }
}
