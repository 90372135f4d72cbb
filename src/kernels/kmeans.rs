//! A picture in sixteen colours: k-means, a method of machine learning that goes round and round until nothing changes.
//!
//! A round finds for each pixel the nearest of the colours ([`palette`]), and then puts each colour where the mean of its
//! pixels is. Neither makes the sum of all squared distances larger, so the rounds come to an end, at a local optimum.
//! Source: S. P. Lloyd, *Least squares quantization in PCM*, IEEE Trans. Inf. Theory 28, 1982.
//!
//! Cost for n pixels: 16·n distances in a round. Other memories are sent the whole picture once, `3·n` bytes, and from
//! then on 48 bytes for the colours; they send back 256 bytes for each tile.
//!
//! All arithmetic is in whole numbers: no order of the sums changes a result.

use super::{Answer, Digest, Entry, Kernel, Next, PREVIEW_BYTES_MAX, Picture, Role, Source, Spec};
use kosut_core::error::{Error, Result};

mod palette;
mod pixels;

use palette::{COLOURS, Colour, Search, Sums};
use pixels::Pixels;

pub(super) const ENTRY: Entry = Entry {
    id: "kmeans",
    size_unit: "pixels",
    source: Source::Pixels,
    size_min: 16,
    size_max: 2_048,
    size_default: 2_048,
    build: |spec, role| Box::new(Kmeans::new(spec, role)),
    tally: None,
};

/// Rounds after which no more are made, though colours may still change a little.
const ROUNDS_MAX: u32 = 32;

/// Edges of tiles: of these the smallest with which there are at most [`UNITS_MAX`] tiles.
const TILES: [u32; 3] = [32, 64, 128];

/// The most units. The largest picture has as many tiles of the largest kind.
const UNITS_MAX: u32 = 256;
const _: () = assert!(ENTRY.size_max.div_ceil(TILES[2]).pow(2) <= UNITS_MAX);

/// Bytes of all colours.
const PALETTE_BYTES: usize = 3 * COLOURS;

/// A picture and its colours.
struct Kmeans {
    width: u32,
    height: u32,
    /// Edge of a tile.
    tile: u32,
    /// The tiles' pixels. A helper has none before it was sent the picture.
    tiles: Vec<Pixels>,
    /// The picture as long as it must be sent: red, green and blue of each pixel, row by row.
    unsent: Vec<u8>,
    /// The sum of the squares of all numbers in the picture.
    squares: i64,
    colours: [Colour; COLOURS],
    /// How many pixels have each colour, after the last round.
    counts: [u64; COLOURS],
    /// The sum of all squared distances, after the last round.
    error: u64,
    /// Rounds that are over.
    rounds: u32,
}

/// The pixels of a tile: columns and rows from the upper left, and how many.
#[derive(Clone, Copy)]
struct Tile {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Kmeans {
    fn new(spec: &Spec, role: Role) -> Self {
        let (width, height) = match &spec.data {
            Some(data) => (data.width, data.height),
            None => (spec.size, (3 * spec.size).div_ceil(4)),
        };
        let few = |tile: &u32| width.div_ceil(*tile) * height.div_ceil(*tile) <= UNITS_MAX;
        let mut kernel = Kmeans {
            width,
            height,
            tile: TILES.into_iter().find(few).unwrap_or(TILES[2]),
            tiles: Vec::new(),
            unsent: Vec::new(),
            squares: 0,
            colours: [[0; 3]; COLOURS],
            counts: [0; COLOURS],
            error: 0,
            rounds: 0,
        };
        if role == Role::Owner {
            let bytes = match &spec.data {
                Some(data) => data.bytes.clone(),
                None => pixels::picture(width, height, spec.seed),
            };
            kernel.squares = bytes.iter().map(|&number| i64::from(number) * i64::from(number)).sum();
            kernel.colours = palette::first_colours(&bytes, spec.seed);
            kernel.tiles = kernel.cut(&bytes);
            kernel.unsent = bytes;
        }
        kernel
    }

    fn columns(&self) -> u32 {
        self.width.div_ceil(self.tile)
    }

    fn rows(&self) -> u32 {
        self.height.div_ceil(self.tile)
    }

    fn tile(&self, unit: usize) -> Tile {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        let (row, column) = (unit as u32 / self.columns(), unit as u32 % self.columns());
        let (left, top) = (column * self.tile, row * self.tile);
        Tile { left, top, width: self.tile.min(self.width - left), height: self.tile.min(self.height - top) }
    }

    /// The pixels of all tiles.
    fn cut(&self, picture: &[u8]) -> Vec<Pixels> {
        let cut = |unit| {
            let Tile { left, top, width, height } = self.tile(unit);
            let start = |row: u32| 3 * (row as usize * self.width as usize + left as usize);
            Pixels::new((top..top + height).map(|row| &picture[start(row)..][..3 * width as usize]))
        };
        (0..Kernel::units(self)).map(cut).collect()
    }

    /// Edge of a tile's preview: a power of two, as the tile's own.
    fn preview_edge(&self) -> u32 {
        let mut edge = self.tile;
        while (3 * self.columns() * self.rows() * edge * edge) as usize > PREVIEW_BYTES_MAX {
            edge /= 2;
        }
        edge
    }
}

impl Kernel for Kmeans {
    /// For each colour the sums of its pixels' red, green and blue, and how many they are.
    type Part = Sums;

    fn units(&self) -> usize {
        (self.columns() * self.rows()) as usize
    }

    fn run(&self, unit: usize) -> Sums {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        self.tiles.get(unit).map_or(Sums::default(), |pixels| Search::new(&self.colours).sums(pixels))
    }

    fn advance(&mut self, parts: Vec<Sums>) -> Next {
        let old = self.colours;
        let mut error = self.squares;
        for index in 0..COLOURS {
            let of_parts = |number: usize| parts.iter().map(|sums| u64::from(sums[index][number])).sum();
            let [red, green, blue, count]: [u64; 4] = [0, 1, 2, 3].map(of_parts);
            self.counts[index] = count;
            if count == 0 {
                // A colour that no pixel has stays what it is.
                continue;
            }
            // (p − c)² = p² − 2pc + c², for all pixels p of the colour c together.
            self.colours[index] = [red, green, blue].map(|sum| {
                let mean = (sum + count / 2) / count;
                error += (count * mean * mean) as i64 - 2 * (mean * sum) as i64;
                mean as u8
            });
        }
        self.error = error as u64;
        self.rounds += 1;
        self.unsent = Vec::new();
        if self.colours == old || self.rounds == ROUNDS_MAX { Next::Done } else { Next::Round }
    }

    /// The value is the sum of all pixels' squared distances from the colours that they got in the last round; the digest
    /// runs over the colours, and how many pixels got each.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        for ([red, green, blue], count) in self.colours.iter().zip(self.counts) {
            digest.word(u64::from(*red) << 16 | u64::from(*green) << 8 | u64::from(*blue));
            digest.word(count);
        }
        Answer::number(self.error, digest)
    }

    fn picture(&self) -> Picture {
        Picture::Tiles { columns: self.columns(), rows: self.rows(), edge: self.preview_edge(), coloured: true }
    }

    /// Pixels at equal distances, each in the colour that it had in this round. A tile that the picture's edge clips is
    /// filled up with its last column and row.
    fn preview(&self, unit: usize, _part: &Sums) -> Vec<u8> {
        let Tile { width, height, .. } = self.tile(unit);
        let edge = self.preview_edge();
        let Some(pixels) = self.tiles.get(unit) else { return vec![0; (3 * edge * edge) as usize] };
        let scale = self.tile / edge;
        let colour = |pixel: u32| {
            let [column, row] = [pixel % edge, pixel / edge].map(|at| at * scale + scale / 2);
            let pixel = pixels.pixel((row.min(height - 1) * width + column.min(width - 1)) as usize);
            self.colours[palette::nearest(&self.colours, pixel)]
        };
        (0..edge * edge).flat_map(colour).collect()
    }

    /// The colours, and in the first round the picture.
    fn broadcast(&self) -> Vec<u8> {
        [self.colours.as_flattened(), &self.unsent].concat()
    }

    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        let picture_bytes = 3 * self.width as usize * self.height as usize;
        let wrong = || malformed(&format!("{} bytes for {} × {} pixels", bytes.len(), self.width, self.height));
        let (colours, picture) = bytes.split_first_chunk::<PALETTE_BYTES>().ok_or_else(wrong)?;
        if picture.len() == picture_bytes {
            self.tiles = self.cut(picture);
        } else if !picture.is_empty() {
            return Err(wrong());
        }
        self.colours.as_flattened_mut().copy_from_slice(colours);
        Ok(())
    }

    fn encode(&self, part: &Sums) -> Vec<u8> {
        bytemuck::cast_slice(part).to_vec()
    }

    /// Bytes cross between memories of one machine only: a number's bytes are in its order.
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Sums> {
        if unit >= Kernel::units(self) {
            return Err(malformed(&format!("there is no tile {unit}")));
        }
        if bytes.len() != size_of::<Sums>() {
            return Err(malformed(&format!("{} bytes for sums", bytes.len())));
        }
        let mut sums = Sums::default();
        bytemuck::cast_slice_mut(&mut sums).copy_from_slice(bytes);
        let Tile { width, height, .. } = self.tile(unit);
        let pixels: u64 = sums.iter().map(|[.., count]| u64::from(*count)).sum();
        let within = |[red, green, blue, count]: &[u32; 4]| {
            [red, green, blue].into_iter().all(|&sum| u64::from(sum) <= 255 * u64::from(*count))
        };
        if pixels != u64::from(width * height) || !sums.iter().all(within) {
            return Err(malformed(&format!("sums that are none of {width} × {height} pixels")));
        }
        Ok(sums)
    }
}

fn malformed(reason: &str) -> Error {
    Error::Protocol { reason: format!("kmeans: {reason}") }
}

#[cfg(test)]
mod tests;
