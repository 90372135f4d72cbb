//! The network: 64 pixels → 64 neurons → 10 scores, one for each digit.
//!
//! There is nothing in it but sums, products and comparisons, and every sum has its order; so the weights come out bit for
//! bit alike wherever it is trained. For the same reason the loss is the squared hinge of ten classifiers of one digit
//! against all others, ½·Σ max(0, 1 − t·score)² with t = 1 for the right digit and −1 for the others: it needs no
//! exponential function.
//!
//! Sums run over pixels in order, without those that are 0; over neurons in order, the even ones and the odd ones by
//! themselves and then both together; over digits in order. What is computed side by side is neurons, two in a register.
//!
//! Source of the loss: Y. Tang, *Deep learning using linear support vector machines*, ICML 2013 workshop on challenges in
//! representation learning.

use wide::f64x2;

use crate::splitmix::SplitMix64;

/// Pixels of a sample.
pub(super) const PIXELS: usize = 64;

/// Neurons of the hidden layer.
pub(super) const HIDDEN: usize = 64;

/// Digits.
pub(super) const DIGITS: usize = 10;

/// All weights: for each pixel its way to every neuron; the neurons' biases; for each digit the ways of every neuron to
/// it; the digits' biases.
pub(super) const WEIGHTS: usize = PIXELS * HIDDEN + HIDDEN + DIGITS * HIDDEN + DIGITS;

/// A black pixel.
const INK: f64 = 16.0;

/// Neurons whose sums fit into a processor's registers together, in pairs. Found by trial.
const PAIRS: usize = 8;

/// Digits whose sums are under way together, so that they need not wait for one another.
const SIDE_BY_SIDE: usize = 5;

/// A sample: the pixels that are not 0, as index and shade, and the digit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample<'a> {
    pub(super) pixels: &'a [(u8, u8)],
    pub(super) digit: u8,
}

/// Weights, or what is to be added to them, by their places.
struct Layers<'a> {
    to_hidden: &'a [[f64; HIDDEN]],
    hidden_bias: &'a [f64; HIDDEN],
    to_digits: &'a [[f64; HIDDEN]],
    digits_bias: &'a [f64],
}

fn layers(weights: &[f64]) -> Layers<'_> {
    let (rows, digits_bias) = weights.as_chunks::<HIDDEN>();
    let (to_hidden, rest) = rows.split_at(PIXELS);
    Layers { to_hidden, hidden_bias: &rest[0], to_digits: &rest[1..], digits_bias }
}

/// Weights at random, evenly from −¼ to ¼; biases 0.
pub(super) fn untrained(seed: u32) -> Vec<f64> {
    let mut random = SplitMix64::new(u64::from(seed));
    let mut weights: Vec<f64> =
        (0..WEIGHTS).map(|_| (f64::from(random.upper()) - 2_147_483_648.0) / 8_589_934_592.0).collect();
    weights[PIXELS * HIDDEN..][..HIDDEN].fill(0.0);
    weights[WEIGHTS - DIGITS..].fill(0.0);
    weights
}

/// The score of each digit.
pub(super) fn scores(weights: &[f64], pixels: &[(u8, u8)]) -> [f64; DIGITS] {
    let layers = layers(weights);
    digits(&layers, &hidden(&layers, pixels))
}

/// The digit with the highest score, the first one of equals.
pub(super) fn best(scores: &[f64; DIGITS]) -> usize {
    (1..DIGITS).fold(0, |best, digit| if scores[digit] > scores[best] { digit } else { best })
}

/// Adds to `gradient` how the loss for these samples changes with each weight; how many of them were recognised.
pub(super) fn learn(weights: &[f64], samples: &[Sample], gradient: &mut [f64]) -> usize {
    let layers = layers(weights);
    let (rows, digits_bias) = gradient.as_chunks_mut::<HIDDEN>();
    let (to_hidden, rest) = rows.split_at_mut(PIXELS);
    let (mut right, mut blames) = (0, Vec::with_capacity(samples.len()));
    // For each pixel the samples in which it is not 0, and its shade there.
    let (mut drawn, mut counts) = (vec![(0u32, 0u8); PIXELS * samples.len()], [0; PIXELS]);
    for sample in samples {
        let hidden = hidden(&layers, sample.pixels);
        let scores = digits(&layers, &hidden);
        right += usize::from(best(&scores) == usize::from(sample.digit));
        let mut blame = [0.0; HIDDEN];
        for (digit, score) in scores.iter().enumerate() {
            let target = if digit == usize::from(sample.digit) { 1.0 } else { -1.0 };
            let missing = 1.0 - target * score;
            // Most digits are told apart soon: then there is nothing to learn from them.
            if missing > 0.0 {
                let slope = -target * missing;
                add_scaled(&mut rest[1 + digit], [(slope, &hidden)].into_iter());
                digits_bias[digit] += slope;
                add_scaled(&mut blame, [(slope, &layers.to_digits[digit])].into_iter());
            }
        }
        for (blame, &hidden) in blame.iter_mut().zip(&hidden) {
            *blame = if hidden > 0.0 { *blame } else { 0.0 };
        }
        add_scaled(&mut rest[0], [(1.0, &blame)].into_iter());
        for &(pixel, shade) in sample.pixels {
            let (pixel, sample) = (usize::from(pixel), blames.len());
            drawn[pixel * samples.len() + counts[pixel]] = (sample as u32, shade);
            counts[pixel] += 1;
        }
        blames.push(blame);
    }
    // A pixel's row takes all samples at once, so that it stays in the registers.
    for (pixel, row) in to_hidden.iter_mut().enumerate() {
        let drawn = &drawn[pixel * samples.len()..][..counts[pixel]];
        add_scaled(row, drawn.iter().map(|&(sample, shade)| (f64::from(shade) / INK, &blames[sample as usize])));
    }
    right
}

/// What the neurons of the hidden layer say: their sums, or 0 for those below.
#[inline(always)]
fn hidden(layers: &Layers, pixels: &[(u8, u8)]) -> [f64; HIDDEN] {
    let mut sums = *layers.hidden_bias;
    let drawn = pixels.iter().map(|&(pixel, shade)| (f64::from(shade) / INK, &layers.to_hidden[usize::from(pixel)]));
    add_scaled(&mut sums, drawn);
    sums.map(|sum| if sum > 0.0 { sum } else { 0.0 })
}

#[inline(always)]
fn digits(layers: &Layers, hidden: &[f64; HIDDEN]) -> [f64; DIGITS] {
    let mut scores = [0.0; DIGITS];
    for first in (0..DIGITS).step_by(SIDE_BY_SIDE) {
        let mut sums = [f64x2::splat(0.0); SIDE_BY_SIDE];
        for at in (0..HIDDEN).step_by(2) {
            let neurons = pair(hidden, at);
            let rows = &layers.to_digits[first..first + SIDE_BY_SIDE];
            sums.iter_mut().zip(rows).for_each(|(sum, row)| *sum += neurons * pair(row, at));
        }
        for (index, sum) in sums.iter().enumerate() {
            let [even, odd] = sum.to_array();
            scores[first + index] = even + odd + layers.digits_bias[first + index];
        }
    }
    scores
}

#[inline(always)]
fn pair(row: &[f64; HIDDEN], at: usize) -> f64x2 {
    f64x2::new([row[at], row[at + 1]])
}

/// Adds numbers, each times its factor, in their order.
#[inline(always)]
fn add_scaled<'a>(sums: &mut [f64; HIDDEN], numbers: impl Iterator<Item = (f64, &'a [f64; HIDDEN])> + Clone) {
    for first in (0..HIDDEN).step_by(2 * PAIRS) {
        let mut block: [f64x2; PAIRS] = std::array::from_fn(|at| pair(sums, first + 2 * at));
        for (factor, numbers) in numbers.clone() {
            let factor = f64x2::splat(factor);
            block.iter_mut().enumerate().for_each(|(at, sum)| *sum += factor * pair(numbers, first + 2 * at));
        }
        for (block, sums) in block.iter().zip(sums[first..].as_chunks_mut::<2>().0) {
            *sums = block.to_array();
        }
    }
}
