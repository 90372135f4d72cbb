//! A drawing in the form of the samples.
//!
//! Source: E. Alpaydin, C. Kaynak, *Cascading classifiers*, Kybernetika 34, 1998: a digit fills a bitmap of 32 × 32
//! pixels, and a sample counts the ink in each block of 4 × 4.

use super::network::{self, DIGITS, PIXELS, WEIGHTS};
use super::samples::drawn;
use kosut_core::error::{Error, Result};

/// Edge of the drawing that a network is asked about, in pixels.
pub const DRAWING_EDGE: usize = 32;

/// Edge of the block that a pixel of a sample stands for.
const BLOCK: usize = 4;

/// What a trained network takes a drawing for: the score of each digit, and the digit with the highest. `network` is what
/// [`super::super::Shown::Learning`] has; `drawing` has [`DRAWING_EDGE`]² bytes, row by row, 0 for paper and anything else
/// for ink. An empty drawing is no digit.
///
/// # Errors
/// [`Error::Protocol`] when one of them has another length.
pub fn recognise(network: &[u8], drawing: &[u8]) -> Result<([f64; DIGITS], Option<u32>)> {
    if network.len() != 8 * WEIGHTS || drawing.len() != DRAWING_EDGE * DRAWING_EDGE {
        let reason = format!("a network of {} bytes, a drawing of {} bytes", network.len(), drawing.len());
        return Err(Error::Protocol { reason });
    }
    let weights: Vec<f64> = bytemuck::pod_collect_to_vec(network);
    let sample = sample(drawing);
    let pixels: Vec<(u8, u8)> = drawn(&sample).collect();
    let scores = network::scores(&weights, &pixels);
    Ok((scores, (!pixels.is_empty()).then(|| network::best(&scores) as u32)))
}

/// The drawing cut out, made as large as fits, and put into the middle.
fn sample(drawing: &[u8]) -> [u8; PIXELS] {
    let is_ink = |x: usize, y: usize| drawing[y * DRAWING_EDGE + x] != 0;
    let mut sample = [0; PIXELS];
    let columns = range(|x| (0..DRAWING_EDGE).any(|y| is_ink(x, y)));
    let rows = range(|y| (0..DRAWING_EDGE).any(|x| is_ink(x, y)));
    let (Some((left, width)), Some((top, height))) = (columns, rows) else { return sample };

    let edge = width.max(height);
    // The pixel of the cut-out whose place is that of a pixel's centre, in a square around its middle.
    let source = |at: usize, first: usize, length: usize| {
        let place = (2 * at + 1) * edge / (2 * DRAWING_EDGE);
        place.checked_sub((edge - length) / 2).filter(|&place| place < length).map(|place| first + place)
    };
    for y in 0..DRAWING_EDGE {
        let Some(row) = source(y, top, height) else { continue };
        for x in 0..DRAWING_EDGE {
            if source(x, left, width).is_some_and(|column| is_ink(column, row)) {
                sample[y / BLOCK * (DRAWING_EDGE / BLOCK) + x / BLOCK] += 1;
            }
        }
    }
    sample
}

/// The first column or row with ink, and how many there are up to the last one.
fn range(has_ink: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let first = (0..DRAWING_EDGE).find(|&at| has_ink(at))?;
    let last = (0..DRAWING_EDGE).rfind(|&at| has_ink(at))?;
    Some((first, last + 1 - first))
}
