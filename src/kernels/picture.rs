//! What the page paints while a kernel runs, and what it shows of the answer.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// How the page paints units as they finish. All previews of a kernel together take at most [`PREVIEW_BYTES_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Picture {
    /// A picture of `columns` × `rows` square tiles, unit = row · columns + column. A preview is `edge` × `edge` shades,
    /// row-major, 0 (dark) to 255 (light).
    Tiles {
        /// Tiles side by side.
        columns: u32,
        /// Tiles one above the other.
        rows: u32,
        /// Edge of one tile's preview, in pixels.
        edge: u32,
        /// Whether a preview has red, green and blue for each pixel in place of one shade.
        coloured: bool,
    },
    /// A strip of `units` segments in order. A preview is one shade and a note for the [`Tally`]. A later round paints
    /// over an earlier one.
    Strip {
        /// Number of segments.
        units: u32,
        /// Bytes of a note; 0 where there is no tally.
        note: u32,
    },
    /// Points in a square, `per_unit` of them for every unit but the last, which may have fewer. A preview is the points'
    /// places, two 16-bit numbers each (from the left, from the top; little endian), filled up with `0xffff` where there
    /// is no point. A later round moves them.
    Points {
        /// Units of a round.
        units: u32,
        /// Points of one unit.
        per_unit: u32,
    },
    /// Bars, `per_unit` of them for every unit, heights 0 to 255. A later round paints over an earlier one.
    Bars {
        /// Units of the first round.
        units: u32,
        /// Bars of one unit.
        per_unit: u32,
    },
}

impl Picture {
    /// Bytes of one unit's preview.
    pub fn preview_bytes(&self) -> usize {
        match *self {
            Picture::Tiles { edge, coloured, .. } => (edge * edge) as usize * if coloured { 3 } else { 1 },
            Picture::Strip { note, .. } => 1 + note as usize,
            Picture::Points { per_unit, .. } => 4 * per_unit as usize,
            Picture::Bars { per_unit, .. } => per_unit as usize,
        }
    }
}

/// The most bytes that the previews of one round may take together.
pub const PREVIEW_BYTES_MAX: usize = 1 << 20;

/// What there is to see of an answer besides its number, while it comes about and in the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Shown {
    /// A number that is known better and better.
    Estimate {
        /// What it is taken to be.
        value: f64,
        /// Half the width of its 95 % interval.
        error: f64,
        /// Samples behind it.
        samples: u64,
    },
    /// Words and how often they were found, the most frequent first; among equals in the order of their bytes.
    Words {
        /// The most frequent ones.
        words: Vec<(String, u64)>,
        /// How many words there were, each counted as often as it was found.
        total: u64,
        /// How many different ones; `None` while that is not known.
        distinct: Option<u64>,
    },
    /// How well a network does on samples that it does not learn from.
    Learning {
        /// How many it got right after each epoch.
        right: Vec<u32>,
        /// Of how many.
        of: u32,
        /// The network, once it is trained, for [`super::recognise`]; empty before.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
        network: ByteBuf,
    },
    /// A search by trial.
    Search {
        /// Trials so far.
        trials: u64,
        /// The best that was found, as hexadecimal text.
        best: String,
        /// The trial that found it.
        nonce: u64,
        /// Zero bits that the best begins with.
        zero_bits: u32,
    },
}

impl Shown {
    /// What a rate counts, where there is one.
    pub fn trials(&self) -> Option<u64> {
        match self {
            Shown::Search { trials, .. } => Some(*trials),
            _ => None,
        }
    }
}

/// Adds up the notes in the previews of a run's units, on the conductor's lane. Notes are for the eye: the answer does
/// not depend on them.
pub trait Tally {
    /// A unit of a round was finished; units come in any order, rounds one after the other.
    fn add(&mut self, round: u32, unit: u32, note: &[u8]);

    /// What is known so far, if anything.
    fn shown(&self) -> Option<Shown>;
}
