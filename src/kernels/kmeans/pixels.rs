//! Pixels in the order in which they are worked on, and a picture for readers who bring none.

use super::palette::Colour;
use crate::splitmix::SplitMix64;

/// Pixels that are worked on together.
pub(super) const TOGETHER: usize = 16;

/// [`TOGETHER`] pixels, spread to 16 bits for each number, so that they can be multiplied. Together with a one they fill
/// 64 bits, so that a single addition adds up red, green, blue and the count. See [`super::palette::Search`].
#[derive(Clone, Copy, Default)]
pub(super) struct Group {
    /// Red in the lower half, green in the upper half.
    pub(super) reds_greens: [u32; TOGETHER],
    /// Blue in the lower half, 1 in the upper half; all zero where there is no pixel.
    pub(super) blues_ones: [u32; TOGETHER],
}

/// Some pixels, in groups. The last group may not be full.
pub(super) struct Pixels {
    pub(super) groups: Vec<Group>,
}

impl Pixels {
    /// From rows of reds, greens and blues.
    pub(super) fn new<'a>(rows: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut groups = Vec::new();
        let mut group = Group::default();
        let mut place = 0;
        for pixel in rows.flat_map(|row| row.chunks_exact(3)) {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            group.reds_greens[place] = red | green << 16;
            group.blues_ones[place] = blue | 1 << 16;
            place += 1;
            if place == TOGETHER {
                groups.push(std::mem::take(&mut group));
                place = 0;
            }
        }
        if place > 0 {
            groups.push(group);
        }
        Pixels { groups }
    }

    /// One of them.
    pub(super) fn pixel(&self, index: usize) -> Colour {
        let (group, place) = (&self.groups[index / TOGETHER], index % TOGETHER);
        let (red_green, blue) = (group.reds_greens[place], group.blues_ones[place]);
        [red_green as u8, (red_green >> 16) as u8, blue as u8]
    }
}

/// Balls before a sky.
const BALLS: usize = 12;

/// The picture's longer edge, in the units in which the balls are placed.
const EDGE: u32 = 4096;

/// A ball.
struct Ball {
    x: i32,
    y: i32,
    /// Its radius, squared.
    square: i32,
    colour: Colour,
}

impl Ball {
    /// Its colour at a place, whose squared distance from the middle is given: there it has all of its light, and a
    /// quarter at the edge.
    fn lit(&self, square: i32) -> Colour {
        let light = 64 + 192 * (self.square - square) / self.square;
        self.colour.map(|number| ((i32::from(number) * light) >> 8) as u8)
    }
}

/// A picture from the seed: red, green and blue of each pixel, row by row. Balls, lit from the front, lie before a sky
/// that goes from one colour to another from corner to corner: many colours, and more of some than of others.
pub(super) fn picture(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut random = SplitMix64::new(u64::from(seed));
    let mut number = || random.upper();
    let colour = |number: u32| [(number >> 24) as u8, (number >> 16) as u8, (number >> 8) as u8];
    let corners: [Colour; 4] = std::array::from_fn(|_| colour(number()));
    let balls: [Ball; BALLS] = std::array::from_fn(|_| {
        let place = number();
        let radius = 256 + 3 * (place & 0xff) as i32;
        let (x, y) = ((place >> 20) as i32, (place >> 8 & 0xfff) as i32 * 3 / 4);
        Ball { x, y, square: radius * radius, colour: colour(number()) }
    });
    let longer = width.max(height);
    let mut bytes = Vec::with_capacity(3 * width as usize * height as usize);
    for row in 0..height {
        let y = row * EDGE / longer;
        // The balls that this row meets; later ones lie before earlier ones.
        let mut met: Vec<(&Ball, i32)> = balls.iter().map(|ball| (ball, (y as i32 - ball.y).pow(2))).collect();
        met.retain(|(ball, from_y)| *from_y < ball.square);
        met.reverse();
        for column in 0..width {
            let x = column * EDGE / longer;
            let squares = met.iter().map(|(ball, from_y)| (ball, (x as i32 - ball.x).pow(2) + from_y));
            let pixel = match squares.into_iter().find(|(ball, square)| *square < ball.square) {
                Some((ball, square)) => ball.lit(square),
                None => sky(&corners, x, y),
            };
            bytes.extend_from_slice(&pixel);
        }
    }
    bytes
}

/// Between the colours of the corners: upper left, upper right, lower left, lower right.
fn sky(corners: &[Colour; 4], x: u32, y: u32) -> Colour {
    let shares = [(EDGE - x) * (EDGE - y), x * (EDGE - y), (EDGE - x) * y, x * y];
    let mixed = |number: usize| {
        let sum: u32 = corners.iter().zip(shares).map(|(corner, share)| u32::from(corner[number]) * share).sum();
        (sum / (EDGE * EDGE)) as u8
    };
    [mixed(0), mixed(1), mixed(2)]
}
