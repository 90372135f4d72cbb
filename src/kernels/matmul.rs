//! The product of two matrices: large inputs, and much arithmetic for each byte of them.
//!
//! `C = A · B` for n × n numbers of 32 bits takes 2n³ operations on 2n² numbers. A unit is a square tile of `C`, and
//! needs a strip of rows of `A` and one of columns of `B`. Whoever is first to need a strip packs it into the order in
//! which the innermost loop reads it ([`block`]); so each memory packs every strip at most once, and the lanes share
//! that work too. Helpers in other memories get both factors whole, once: 8n² bytes each, as any tile may be theirs.
//!
//! The numbers are whole and from −8 to 7, so that every sum is whole and below 2²⁴: exact in 32 bits, in whatever order
//! its terms are added.

use std::sync::OnceLock;

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Role, Source, Spec, splitmix::SplitMix64};
use kosut_core::error::{Error, Result};

mod block;

use block::{COLUMNS, ColumnStrip, ROWS, RowStrip, multiply};

pub(super) const ENTRY: Entry = Entry {
    id: "matmul",
    size_unit: "rows",
    source: Source::Seed,
    size_min: 1,
    size_max: 2048,
    size_default: 1440,
    build: |spec, role| Box::new(Matmul::new(spec, role)),
    tally: None,
};

/// The most tiles along an edge: their number is a multiple of many small numbers of lanes, and two strips of the
/// default size fit into a second-level cache.
const TILES_MAX: usize = 12;

/// A tile's edge is a multiple of this, so that only the last ones have blocks that are not full.
const GRAIN: usize = 8;
const _: () = assert!(GRAIN.is_multiple_of(ROWS) && GRAIN.is_multiple_of(COLUMNS));

/// Edge of a tile's preview in pixels.
const PREVIEW_EDGE: usize = 16;

/// The smallest number of a factor, and how many there are: powers of two, so that a few random bits make one.
const SMALLEST: i64 = -8;
const NUMBER_BITS: u32 = 4;

/// What a number of a product may be for each of its terms.
const TERM_MAX: f32 = (SMALLEST * SMALLEST) as f32;

/// Two factors and, tile by tile, their product.
struct Matmul {
    n: usize,
    /// Edge of a tile; the last ones of a row or column may be smaller.
    edge: usize,
    /// The left factor, row-major; a helper has none until it is sent.
    left: Vec<f32>,
    /// The right factor, likewise.
    right: Vec<f32>,
    row_strips: Vec<OnceLock<RowStrip>>,
    column_strips: Vec<OnceLock<ColumnStrip>>,
    /// The product, once it is there.
    tiles: Vec<Vec<f32>>,
}

/// Where a tile is, and how large.
struct Tile {
    row: usize,
    column: usize,
    height: usize,
    width: usize,
}

impl Matmul {
    fn new(spec: &Spec, role: Role) -> Self {
        let n = spec.size as usize;
        let (left, right) = match role {
            Role::Owner => {
                let mut sequence = SplitMix64::new(u64::from(spec.seed));
                let mut number = || ((sequence.next() >> (u64::BITS - NUMBER_BITS)) as i64 + SMALLEST) as f32;
                let mut factor = || (0..n * n).map(|_| number()).collect();
                (factor(), factor())
            }
            Role::Helper => (Vec::new(), Vec::new()),
        };
        Matmul::of(n, left, right)
    }

    fn of(n: usize, left: Vec<f32>, right: Vec<f32>) -> Self {
        let edge = n.div_ceil(TILES_MAX).next_multiple_of(GRAIN).max(GRAIN);
        let strips = n.div_ceil(edge);
        Matmul {
            n,
            edge,
            left,
            right,
            row_strips: (0..strips).map(|_| OnceLock::new()).collect(),
            column_strips: (0..strips).map(|_| OnceLock::new()).collect(),
            tiles: Vec::new(),
        }
    }

    /// Tiles along an edge.
    fn columns(&self) -> usize {
        self.row_strips.len()
    }

    fn tile(&self, unit: usize) -> Tile {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        let (row, column) = (unit / self.columns(), unit % self.columns());
        let length = |strip: usize| self.edge.min(self.n - strip * self.edge);
        Tile { row, column, height: length(row), width: length(column) }
    }

    /// The numbers of the product, row by row.
    fn product(&self) -> impl Iterator<Item = f32> {
        (0..self.n).flat_map(move |row| {
            let tiles = &self.tiles[row / self.edge * self.columns()..][..self.columns()];
            tiles.iter().enumerate().flat_map(move |(column, tile)| {
                let width = self.edge.min(self.n - column * self.edge);
                tile[row % self.edge * width..][..width].iter().copied()
            })
        })
    }
}

impl Kernel for Matmul {
    /// A tile of the product, row-major.
    type Part = Vec<f32>;

    fn units(&self) -> usize {
        self.columns() * self.columns()
    }

    fn run(&self, unit: usize) -> Vec<f32> {
        let Tile { row, column, height, width } = self.tile(unit);
        // A helper whom nobody sent the factors has nothing to multiply.
        if self.left.is_empty() {
            return vec![0.0; height * width];
        }
        // The first lane to come packs. Others that need the same strip at that time wait: it is needed to go on.
        let rows = self.row_strips[row].get_or_init(|| RowStrip::pack(&self.left, self.n, row * self.edge, height));
        let columns = self.column_strips[column]
            .get_or_init(|| ColumnStrip::pack(&self.right, self.n, column * self.edge, width));
        multiply(rows, columns, self.n, height, width)
    }

    fn advance(&mut self, parts: Vec<Vec<f32>>) -> Next {
        self.tiles = parts;
        Next::Done
    }

    /// The value is the sum of the product's numbers without their signs; the digest runs over the product, row-major,
    /// one word for each number, so that it says nothing of tiles.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        let mut value = 0;
        for number in self.product() {
            let number = number as i64;
            value += number.unsigned_abs();
            digest.word(number as u64);
        }
        Answer::number(value, digest)
    }

    fn picture(&self) -> Picture {
        let columns = self.columns() as u32;
        Picture::Tiles { columns, rows: columns, edge: PREVIEW_EDGE as u32, coloured: false }
    }

    /// Numbers picked at equal distances: medium for the expected one, darker and brighter up to three standard
    /// deviations from it.
    fn preview(&self, unit: usize, part: &Vec<f32>) -> Vec<u8> {
        let Tile { height, width, .. } = self.tile(unit);
        let numbers = f64::from(1 << NUMBER_BITS);
        let mean = SMALLEST as f64 + (numbers - 1.0) / 2.0;
        let square = (numbers * numbers - 1.0) / 12.0 + mean * mean;
        let terms = self.n as f64;
        let deviation = (terms * (square * square - mean * mean * mean * mean)).sqrt();
        let shade = |pixel: usize| {
            let (row, column) = (pixel / PREVIEW_EDGE * height, pixel % PREVIEW_EDGE * width);
            let number = f64::from(part[row / PREVIEW_EDGE * width + column / PREVIEW_EDGE]);
            (128.0 + 128.0 / 3.0 * (number - terms * mean * mean) / deviation).clamp(0.0, 255.0) as u8
        };
        (0..PREVIEW_EDGE * PREVIEW_EDGE).map(shade).collect()
    }

    /// Both factors, as this machine holds them.
    fn broadcast(&self) -> Vec<u8> {
        [bytemuck::cast_slice::<f32, u8>(&self.left), bytemuck::cast_slice(&self.right)].concat()
    }

    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        let half = size_of::<f32>() * self.n * self.n;
        if bytes.len() != 2 * half {
            let reason = format!("matmul: {} bytes for two factors of {} × {}", bytes.len(), self.n, self.n);
            return Err(Error::Protocol { reason });
        }
        let (left, right) = bytes.split_at(half);
        *self = Matmul::of(self.n, bytemuck::pod_collect_to_vec(left), bytemuck::pod_collect_to_vec(right));
        Ok(())
    }

    fn encode(&self, part: &Vec<f32>) -> Vec<u8> {
        bytemuck::cast_slice(part).to_vec()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Vec<f32>> {
        let malformed = |reason: &str| Error::Protocol { reason: format!("matmul, tile {unit}: {reason}") };
        if unit >= Kernel::units(self) {
            return Err(malformed("no such tile"));
        }
        let Tile { height, width, .. } = self.tile(unit);
        if bytes.len() != size_of::<f32>() * height * width {
            return Err(malformed(&format!("{} bytes for {height} × {width} numbers", bytes.len())));
        }
        let tile: Vec<f32> = bytemuck::pod_collect_to_vec(bytes);
        let max = TERM_MAX * self.n as f32;
        if !tile.iter().all(|&number| number.abs() <= max && number as i32 as f32 == number) {
            return Err(malformed("a number that is no sum of products"));
        }
        Ok(tile)
    }
}

#[cfg(test)]
mod tests;
