//! Strips of a matrix as the innermost loop wants them, and that loop.
//!
//! Source: K. Goto and R. van de Geijn, *Anatomy of high-performance matrix multiplication*, ACM Trans. Math. Softw. 34,
//! 2008; F. Van Zee and R. van de Geijn, *BLIS*, ACM Trans. Math. Softw. 41, 2015.

use wide::f32x4;

/// Rows of a product's block that stays in registers.
pub(super) const ROWS: usize = 4;

/// Vectors in a row of such a block. With [`ROWS`] it makes a block of 8 vectors: of 16 registers, half are left for what
/// is multiplied.
const VECTORS: usize = 2;

/// Numbers in a vector.
const LANES: usize = 4;

/// Columns of a block.
pub(super) const COLUMNS: usize = LANES * VECTORS;

/// Terms of the sums that are added up before the next block's turn: what is read again and again (of a strip of columns
/// 8 KiB) should stay in a first-level cache.
const TERMS: usize = 256;

/// Rows of a matrix, [`ROWS`] at a time: of each such bundle all first numbers, all second ones, and so on.
pub(super) struct RowStrip {
    numbers: Vec<[f32; ROWS]>,
    bundles: usize,
}

/// Columns of a matrix, [`COLUMNS`] at a time, row by row.
pub(super) struct ColumnStrip {
    numbers: Vec<[f32x4; VECTORS]>,
    bundles: usize,
}

impl RowStrip {
    /// Packs `height` rows of a matrix that is `n` wide. Rows that fill up the last bundle are zero.
    pub(super) fn pack(matrix: &[f32], n: usize, top: usize, height: usize) -> Self {
        let bundles = height.div_ceil(ROWS);
        let mut numbers = vec![[0.0; ROWS]; bundles * n];
        for (row, values) in matrix[top * n..(top + height) * n].chunks_exact(n).enumerate() {
            let bundle = &mut numbers[row / ROWS * n..][..n];
            for (packed, &value) in bundle.iter_mut().zip(values) {
                packed[row % ROWS] = value;
            }
        }
        RowStrip { numbers, bundles }
    }
}

impl ColumnStrip {
    /// Packs `width` columns of a matrix that is `n` wide. Columns that fill up the last bundle are zero.
    pub(super) fn pack(matrix: &[f32], n: usize, left: usize, width: usize) -> Self {
        let bundles = width.div_ceil(COLUMNS);
        let mut numbers = vec![[f32x4::ZERO; VECTORS]; bundles * n];
        for (row, values) in matrix.chunks_exact(n).enumerate() {
            for (bundle, values) in values[left..left + width].chunks(COLUMNS).enumerate() {
                let mut packed = [0.0; COLUMNS];
                packed[..values.len()].copy_from_slice(values);
                numbers[bundle * n + row] = bytemuck::cast(packed);
            }
        }
        ColumnStrip { numbers, bundles }
    }
}

/// The product of `height` rows and `width` columns, row-major.
pub(super) fn multiply(rows: &RowStrip, columns: &ColumnStrip, n: usize, height: usize, width: usize) -> Vec<f32> {
    let mut product = vec![[[f32x4::ZERO; VECTORS]; ROWS]; rows.bundles * columns.bundles];
    for first in (0..n).step_by(TERMS) {
        let terms = TERMS.min(n - first);
        for column in 0..columns.bundles {
            let b = &columns.numbers[column * n + first..][..terms];
            for row in 0..rows.bundles {
                let a = &rows.numbers[row * n + first..][..terms];
                let block = &mut product[row * columns.bundles + column];
                *block = add_products(*block, a, b);
            }
        }
    }

    let mut dense = Vec::with_capacity(height * width);
    for row in 0..height {
        let blocks = &product[row / ROWS * columns.bundles..][..columns.bundles];
        let start = dense.len();
        dense.extend(blocks.iter().flat_map(|block| bytemuck::cast::<_, [f32; COLUMNS]>(block[row % ROWS])));
        dense.truncate(start + width);
    }
    dense
}

/// A block and the products of one bundle of rows with one of columns: for each term, [`ROWS`] numbers with
/// [`COLUMNS`] numbers.
#[inline(always)]
fn add_products(
    mut block: [[f32x4; VECTORS]; ROWS],
    a: &[[f32; ROWS]],
    b: &[[f32x4; VECTORS]],
) -> [[f32x4; VECTORS]; ROWS] {
    for (a, b) in a.iter().zip(b) {
        for row in 0..ROWS {
            let factor = f32x4::splat(a[row]);
            for vector in 0..VECTORS {
                block[row][vector] += factor * b[vector];
            }
        }
    }
    block
}
