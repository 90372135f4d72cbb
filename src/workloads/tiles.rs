//! The lanes compute tiles of a picture, and one of them may commit a fault.
//!
//! A finished tile lies in the memory of its process until all tiles of the request are done, and is sent with them then:
//! so what a process has finished and not sent is lost with it, and what lanes share can be written over. Its place on the
//! board says meanwhile how far each tile is.
//!
//! Every tile has its lane: the first of the request belongs to the first lane, the second to the second, and so on,
//! round and round. So it is known in advance which lane a fault will hit.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::Place;
use kosut_core::{clock, error::{Error, Result}, trace::{Activity, LaneMark}};

mod fault;
mod mosaic;

pub use fault::{Fault, Scatter};
pub use mosaic::{COLUMNS, Mosaic, PREVIEW_EDGE, SIZES, TILES, digest};

/// The cells of the board from here on say how far each tile of the picture is: [`Seen`].
pub const TILE_CELLS: usize = 0;

/// The cell that says whether the fault has begun: the request's stamp then.
pub const STRUCK_CELL: usize = TILE_CELLS + TILES as usize;

/// The cell that says when, in microseconds since the start of the run.
pub const STRUCK_AT_CELL: usize = STRUCK_CELL + 1;

/// All cells that the program uses.
pub const CELLS: usize = STRUCK_AT_CELL + 1;

/// What to compute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Edge of the whole picture in pixels, one of [`SIZES`].
    pub size: u32,
    /// The tiles, each below [`TILES`].
    pub tiles: Vec<u32>,
    /// What the request is known by on the board, from 1 to 65,535.
    pub stamp: u16,
    /// The fault to commit, if any.
    pub strike: Option<Strike>,
}

/// A fault and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strike {
    /// What.
    pub fault: Fault,
    /// The tile at whose beginning it comes; a wild write comes at its end.
    pub tile: u32,
    /// Where a wild write begins.
    pub seed: u32,
}

/// The tiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Each tile with its bytes.
    pub tiles: Vec<(u32, ByteBuf)>,
}

/// How far a tile is, as a lane shows it on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The lane that has it.
    pub lane: u32,
    /// Whether it is done, though not sent.
    pub finished: bool,
}

impl Seen {
    fn to_word(self, stamp: u16) -> u32 {
        u32::from(stamp) << 16 | self.lane << 8 | if self.finished { 2 } else { 1 }
    }

    /// What a cell says of a tile of the request with this stamp; `None` where no lane has begun it, and for what no lane
    /// wrote: a memory in which something went wrong can hold anything.
    pub fn from_word(word: u32, stamp: u16, lanes: u32) -> Option<Self> {
        let seen = Seen { lane: word >> 8 & 0xff, finished: word & 0xff == 2 };
        (seen.lane < lanes && seen.to_word(stamp) == word).then_some(seen)
    }
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for a size or a tile that does not exist.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let mosaic = Mosaic::new(task.size)?;
    if let Some(tile) = task.tiles.iter().find(|&&tile| tile >= TILES) {
        return Err(Error::Protocol { reason: format!("tile {tile} of {TILES}") });
    }
    let words = mosaic.tile_bytes() / 4;
    let memory: Vec<AtomicU32> = (0..task.tiles.len() * words).map(|_| AtomicU32::new(0)).collect();
    let (lanes, tiles) = (place.lanes.count() as usize, &task.tiles);
    let marks = place.lanes.each(|lane| {
        let mut diary = place.diary(lane);
        for index in (lane as usize..tiles.len()).step_by(lanes) {
            let tile = tiles[index];
            show(place, tile, Seen { lane, finished: false }, task.stamp);
            let strike = task.strike.filter(|strike| strike.tile == tile);
            diary.span(Activity::Run, tile, || {
                if let Some(Strike { fault, .. }) = strike {
                    show_strike(place, task.stamp);
                    fault.commit();
                }
                let own = &memory[index * words..(index + 1) * words];
                for (word, four) in own.iter().zip(mosaic.compute(tile).as_chunks().0) {
                    // Relaxed: the end of all lanes publishes what they wrote.
                    word.store(u32::from_le_bytes(*four), Ordering::Relaxed);
                }
                if let Some(Strike { fault: Fault::WildWrite, seed, .. }) = strike {
                    fault::scribble(&memory, seed);
                }
            });
            show(place, tile, Seen { lane, finished: true }, task.stamp);
        }
        diary.into_marks()
    });
    let bytes = |index: usize| {
        let own = &memory[index * words..(index + 1) * words];
        own.iter().flat_map(|word| word.load(Ordering::Relaxed).to_le_bytes()).collect::<Vec<u8>>()
    };
    let tiles = tiles.iter().enumerate().map(|(index, &tile)| (tile, ByteBuf::from(bytes(index)))).collect();
    Ok((Outcome { tiles }, marks.concat()))
}

fn show(place: &Place<'_>, tile: u32, seen: Seen, stamp: u16) {
    if let Some(board) = place.board {
        // Release: who sees that a tile is finished may conclude that it was begun.
        board.cells()[TILE_CELLS + tile as usize].store(seen.to_word(stamp), Ordering::Release);
    }
}

fn show_strike(place: &Place<'_>, stamp: u16) {
    if let Some(board) = place.board {
        let at_us = ((clock::now_ms() - place.epoch_ms).max(0.0) * 1e3) as u32;
        board.cells()[STRUCK_AT_CELL].store(at_us, Ordering::Relaxed);
        // Release: who sees the stamp sees the time.
        board.cells()[STRUCK_CELL].store(u32::from(stamp), Ordering::Release);
    }
}

#[cfg(test)]
mod tests;
