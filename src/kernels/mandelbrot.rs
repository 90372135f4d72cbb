//! The Mandelbrot set by escape time: uneven work, cut into tiles.
//!
//! For a point `c` of the complex plane, `z₀ = 0` and `zₙ₊₁ = zₙ² + c`. The *count* of `c` is the smallest `n` with
//! `|zₙ| > 2`, or [`LIMIT`] when there is none up to it: then `c` is taken to be in the set. Source: A. Douady and
//! J. H. Hubbard, *Étude dynamique des polynômes complexes*, 1984; `|zₙ| > 2` never comes back, so the test is exact.
//!
//! A point in the set costs [`LIMIT`] steps, one far away costs two. No point is spared by a formula (the main cardioid
//! and the largest bulb could be), because the view is chosen so that tiles differ in cost more than a hundredfold and
//! most of the work lies in the lower half of the picture: lanes that each get the same number of neighbouring tiles do
//! not get the same work.
//!
//! Counts are exact on every machine: `f64`, one rounding for each operation, in the order of [`step`].

use super::{Answer, Digest, Entry, Kernel, Next, PREVIEW_BYTES_MAX, Picture, Source};
use kosut_core::error::{Error, Result};

mod lanes;

use lanes::{Counters, F64s, LANES};

pub(super) const ENTRY: Entry = Entry {
    id: "mandelbrot",
    size_unit: "pixels",
    source: Source::Seed,
    size_min: 64,
    size_max: 4096,
    size_default: 1024,
    build: |spec, _role| Box::new(Mandelbrot::new(spec.size, VIEW)),
    tally: None,
};

/// Steps after which a point is taken to be in the set: so many that the default size takes a few hundred milliseconds.
const LIMIT: u16 = 1600;

/// Edge of a tile in pixels.
const TILE: u32 = 64;

/// Steps that are taken without looking whether a point has escaped. Found by trial for each: natively 4 and 16 are
/// slower, in browsers 4 and 8.
const BLIND_STEPS: u16 = if cfg!(target_arch = "wasm32") { 16 } else { 8 };
const _: () = assert!(LIMIT.is_multiple_of(BLIND_STEPS));

/// Steps between two looks whether any point of a group is left. Found by trial, like [`BLIND_STEPS`].
const COUNTED_STEPS: u16 = 4;
const _: () = assert!(LIMIT.is_multiple_of(COUNTED_STEPS) && BLIND_STEPS.is_multiple_of(COUNTED_STEPS));

/// A square of the complex plane.
#[derive(Debug, Clone, Copy)]
struct View {
    /// Real part of the left edge.
    left: f64,
    /// Imaginary part of the upper edge.
    top: f64,
    /// Length of an edge.
    edge: f64,
}

/// The upper side of the valley between the main cardioid and the largest bulb, down to the real axis: sky above, the
/// set below.
const VIEW: View = View { left: -1.25, top: 1.0, edge: 1.0 };

/// A square picture of [`VIEW`].
struct Mandelbrot {
    size: u32,
    view: View,
    /// The shade of each count, see [`shades`].
    shades: Vec<u8>,
    /// The tiles, once they are all there.
    tiles: Vec<Vec<u16>>,
}

/// The pixels of a tile: columns and rows from the upper left, and how many.
#[derive(Clone, Copy)]
struct Tile {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Mandelbrot {
    fn new(size: u32, view: View) -> Self {
        Mandelbrot { size, view, shades: shades(), tiles: Vec::new() }
    }

    /// Tiles in a row, and in a column.
    fn columns(&self) -> u32 {
        self.size.div_ceil(TILE)
    }

    fn tile(&self, unit: usize) -> Tile {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        let (row, column) = (unit as u32 / self.columns(), unit as u32 % self.columns());
        let (left, top) = (column * TILE, row * TILE);
        Tile { left, top, width: TILE.min(self.size - left), height: TILE.min(self.size - top) }
    }

    /// Edge of a tile's preview: a power of two, so that each of its pixels stands for a whole square of the tile's.
    fn preview_edge(&self) -> u32 {
        let mut edge = TILE;
        while (edge * self.columns()).pow(2) as usize > PREVIEW_BYTES_MAX {
            edge /= 2;
        }
        edge
    }

    /// Real part of the middle of a column, imaginary part of the middle of a row.
    fn point(&self, column: u32, row: u32) -> (f64, f64) {
        let pixel = self.view.edge / f64::from(self.size);
        let re = self.view.left + (f64::from(column) + 0.5) * pixel;
        let im = self.view.top - (f64::from(row) + 0.5) * pixel;
        (re, im)
    }
}

impl Kernel for Mandelbrot {
    /// The counts of a tile, row-major.
    type Part = Vec<u16>;

    fn units(&self) -> usize {
        (self.columns() * self.columns()) as usize
    }

    fn run(&self, unit: usize) -> Vec<u16> {
        let tile = self.tile(unit);
        let mut counts = Vec::with_capacity((tile.width * tile.height) as usize);
        for row in tile.top..tile.top + tile.height {
            for left in (tile.left..tile.left + tile.width).step_by(LANES) {
                // At the picture's right edge a group may reach beyond it; what is there is computed and dropped.
                let re = F64s::from_fn(|lane| self.point(left + lane as u32, row).0);
                let im = F64s::splat(self.point(left, row).1);
                let wanted = LANES.min((tile.left + tile.width - left) as usize);
                counts.extend_from_slice(&escape_counts(re, im)[..wanted]);
            }
        }
        counts
    }

    fn advance(&mut self, parts: Vec<Vec<u16>>) -> Next {
        self.tiles = parts;
        Next::Done
    }

    /// The value is the number of steps that the counts stand for; the digest runs over the picture, row-major, one
    /// word for each count, so that it says nothing of tiles.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        let mut value = 0;
        for row_of_tiles in self.tiles.chunks(self.columns().max(1) as usize) {
            let height = row_of_tiles[0].len() / TILE.min(self.size) as usize;
            for row in 0..height {
                for tile in row_of_tiles {
                    let width = tile.len() / height;
                    for &count in &tile[row * width..][..width] {
                        value += u64::from(count);
                        digest.word(u64::from(count));
                    }
                }
            }
        }
        Answer::number(value, digest)
    }

    fn picture(&self) -> Picture {
        Picture::Tiles { columns: self.columns(), rows: self.columns(), edge: self.preview_edge(), coloured: false }
    }

    /// Mean shades. A tile that the picture's edge clips is filled up with its last column and row.
    fn preview(&self, unit: usize, part: &Vec<u16>) -> Vec<u8> {
        let Tile { width, height, .. } = self.tile(unit);
        let edge = self.preview_edge();
        let scale = TILE / edge;
        let shade = |column: u32, row: u32| {
            let count = part[(row.min(height - 1) * width + column.min(width - 1)) as usize];
            u32::from(self.shades[usize::from(count)])
        };
        let mean = |pixel: u32| {
            let (left, top) = (pixel % edge * scale, pixel / edge * scale);
            let sum: u32 = (0..scale * scale).map(|at| shade(left + at % scale, top + at / scale)).sum();
            (sum / (scale * scale)) as u8
        };
        (0..edge * edge).map(mean).collect()
    }

    fn encode(&self, part: &Vec<u16>) -> Vec<u8> {
        bytemuck::cast_slice(part).to_vec()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Vec<u16>> {
        let malformed = |reason: &str| Error::Protocol { reason: format!("mandelbrot, tile {unit}: {reason}") };
        if unit >= Kernel::units(self) {
            return Err(malformed("no such tile"));
        }
        let Tile { width, height, .. } = self.tile(unit);
        if bytes.len() != 2 * (width * height) as usize {
            return Err(malformed(&format!("{} bytes for {width} × {height} counts", bytes.len())));
        }
        let mut counts = vec![0u16; (width * height) as usize];
        bytemuck::cast_slice_mut(&mut counts).copy_from_slice(bytes);
        if counts.iter().any(|&count| count > LIMIT) {
            return Err(malformed("a count above the limit"));
        }
        Ok(counts)
    }
}

/// `z² + c` in the order of operations that defines the counts.
#[inline(always)]
fn step(z_re: F64s, z_im: F64s, re: F64s, im: F64s) -> (F64s, F64s) {
    let product = z_re * z_im;
    (z_re * z_re - z_im * z_im + re, product + product + im)
}

/// The counts of [`LANES`] points.
fn escape_counts(re: F64s, im: F64s) -> [u16; LANES] {
    let four = F64s::splat(4.0);
    let inside = |z_re: F64s, z_im: F64s| (z_re * z_re + z_im * z_im).at_most(four);
    let (mut z_re, mut z_im) = (F64s::splat(0.0), F64s::splat(0.0));

    // As long as all points are inside, nothing need be counted: a point that is inside after several steps was inside
    // after each of them, as |z| > 2 never comes back.
    let mut steps = 0;
    while steps < LIMIT {
        let (mut next_re, mut next_im) = (z_re, z_im);
        for _ in 0..BLIND_STEPS {
            (next_re, next_im) = step(next_re, next_im, re, im);
        }
        if !inside(next_re, next_im).all() {
            break;
        }
        (z_re, z_im) = (next_re, next_im);
        steps += BLIND_STEPS;
    }

    // From here on, each point has its own count. One that has escaped goes on to infinity and is not counted again.
    let mut counters = Counters::splat(u64::from(steps));
    while steps < LIMIT {
        let mut any = false;
        for _ in 0..COUNTED_STEPS {
            let mask = inside(z_re, z_im);
            any = mask.any();
            counters = counters.count(mask);
            (z_re, z_im) = step(z_re, z_im, re, im);
        }
        if !any {
            break;
        }
        steps += COUNTED_STEPS;
    }
    counters.get().map(|count| count as u16)
}

/// The shade of each count: 0 for the set, else brighter towards it, on a logarithmic scale so that the fine structure
/// near the set does not drown in the few counts of the sky.
fn shades() -> Vec<u8> {
    // Counts of the darkest and of the brightest pixels. Few have more, and those only in single grains.
    const DARKEST: f64 = 2.0;
    const BRIGHTEST: f64 = 200.0;
    let shade = |count: u16| {
        if count == LIMIT {
            return 0;
        }
        let share = (f64::from(count) / DARKEST).ln() / (BRIGHTEST / DARKEST).ln();
        (16.0 + 239.0 * share.clamp(0.0, 1.0)) as u8
    };
    (0..=LIMIT).map(shade).collect()
}

#[cfg(test)]
mod tests;
