//! A picture of the Mandelbrot set in 8 × 8 large tiles, each of them some tiles of the kernel.

use kosut_core::error::{Error, Result};
use kosut_kernels::{self as kernels, AnyKernel, Digest, Picture, Role, Spec};

/// Tiles in a row, and in a column.
pub const COLUMNS: u32 = 8;

/// Tiles of the whole picture.
pub const TILES: u32 = COLUMNS * COLUMNS;

/// Edge of a kernel's tile in pixels, so the edge of the smallest picture is eight of them.
const GRAIN: u32 = 64;

/// Edge of a tile's preview in pixels.
pub const PREVIEW_EDGE: u32 = 32;

/// Edges of the whole picture in pixels that can be cut into [`TILES`] equal tiles.
pub const SIZES: [u32; 4] = [512, 1024, 1536, 2048];

/// The work: what each tile holds, and how it is made.
pub struct Mosaic {
    kernel: Box<dyn AnyKernel>,
    /// The kernel's tiles along an edge of one of ours.
    grains: u32,
}

impl Mosaic {
    /// The picture with this edge in pixels.
    ///
    /// # Errors
    /// [`Error::Protocol`] for a size that is not among [`SIZES`].
    pub fn new(size: u32) -> Result<Self> {
        if !SIZES.contains(&size) {
            return Err(Error::Protocol { reason: format!("a picture of {size} pixels has no {TILES} equal tiles") });
        }
        let kernel = kernels::build(&Spec::new("mandelbrot", size, 0, 1), Role::Helper)?;
        Ok(Mosaic { kernel, grains: size / (COLUMNS * GRAIN) })
    }

    /// Bytes of one tile.
    pub fn tile_bytes(&self) -> usize {
        (self.grains * self.grains) as usize * self.grain_bytes()
    }

    fn grain_bytes(&self) -> usize {
        2 * (GRAIN * GRAIN) as usize
    }

    /// The kernel's units of a tile, row by row.
    fn units(&self, tile: u32) -> impl Iterator<Item = usize> {
        let (row, column) = (tile / COLUMNS * self.grains, tile % COLUMNS * self.grains);
        let (grains, across) = (self.grains, COLUMNS * self.grains);
        (0..grains * grains).map(move |grain| ((row + grain / grains) * across + column + grain % grains) as usize)
    }

    /// Computes a tile, on the lane that calls.
    pub fn compute(&self, tile: u32) -> Vec<u8> {
        self.units(tile).flat_map(|unit| self.kernel.encode(&self.kernel.run(unit))).collect()
    }

    /// The shades of a tile, [`PREVIEW_EDGE`]² of them, row-major; nothing when the bytes can't be a tile.
    pub fn preview(&self, tile: u32, bytes: &[u8]) -> Vec<u8> {
        let Picture::Tiles { edge, .. } = self.kernel.picture() else { return Vec::new() };
        let grains: Option<Vec<Vec<u8>>> = (self.units(tile).zip(bytes.chunks(self.grain_bytes())))
            .map(|(unit, bytes)| Some(self.kernel.preview(unit, &self.kernel.decode(unit, bytes).ok()?)))
            .collect();
        let Some(grains) = grains.filter(|grains| grains.len() == (self.grains * self.grains) as usize) else {
            return Vec::new();
        };
        let across = self.grains * edge;
        let shade = |at: u32| {
            let (x, y) = (at % PREVIEW_EDGE * across / PREVIEW_EDGE, at / PREVIEW_EDGE * across / PREVIEW_EDGE);
            let grain = &grains[(y / edge * self.grains + x / edge) as usize];
            grain[(y % edge * edge + x % edge) as usize]
        };
        (0..PREVIEW_EDGE * PREVIEW_EDGE).map(shade).collect()
    }
}

/// A hash of a tile's bytes, by which a wrong one is told from the right one.
pub fn digest(bytes: &[u8]) -> u64 {
    let mut digest = Digest::new();
    for word in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight[..word.len()].copy_from_slice(word);
        digest.word(u64::from_le_bytes(eight));
    }
    digest.word(bytes.len() as u64);
    digest.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_tiles_of_every_size_hold_each_unit_of_the_kernel_once() {
        for size in SIZES {
            let mosaic = Mosaic::new(size).expect("a size");
            let units: HashSet<usize> = (0..TILES).flat_map(|tile| mosaic.units(tile)).collect();
            assert_eq!(units.len(), mosaic.kernel.units());
            assert_eq!(units.iter().max(), Some(&(mosaic.kernel.units() - 1)));
        }
        assert!(Mosaic::new(1000).is_err());
    }

    #[test]
    fn a_tile_of_a_larger_picture_is_shown_as_the_same_view() {
        let (small, large) = (Mosaic::new(512).expect("a size"), Mosaic::new(1024).expect("a size"));
        let tile = 11;
        let shades = |mosaic: &Mosaic| mosaic.preview(tile, &mosaic.compute(tile));
        let pairs = shades(&small).into_iter().zip(shades(&large));
        let apart: u32 = pairs.map(|(one, other)| u32::from(one.abs_diff(other))).sum();
        assert!(apart / (PREVIEW_EDGE * PREVIEW_EDGE) < 16, "{apart}");
    }

    #[test]
    fn what_is_no_tile_has_no_preview_and_another_digest() {
        let mosaic = Mosaic::new(512).expect("a size");
        let mut bytes = mosaic.compute(3);
        assert_eq!(bytes.len(), mosaic.tile_bytes());
        let right = digest(&bytes);
        assert!(mosaic.preview(3, &bytes[1..]).is_empty());
        bytes[5] = 0xff;
        assert!(mosaic.preview(3, &bytes).is_empty());
        assert_ne!(digest(&bytes), right);
    }
}
