//! Several `f64` that take each step together.
//!
//! Two of them fill one 128-bit register ([`Pair`]): the only code here that knows the machine. Several pairs are in
//! flight at a time, because a step of the Mandelbrot iteration waits longer for its own last result than its
//! arithmetic takes; the other pairs fill that wait.
//!
//! Every operation is one IEEE 754 operation on each number, never fused, so the results do not depend on the machine.

use std::ops::{Add, Mul, Sub};

#[cfg(not(target_arch = "wasm32"))]
use portable::Pair;
#[cfg(target_arch = "wasm32")]
use simd128::Pair;

/// Pairs in flight. Found by trial. Natively, two take 1.6 times as long as four; six, which are more than the registers
/// hold, 1.2 times. In the browsers of 2026 four take 1.25 times as long as three: their compilers keep a register or
/// two for themselves, and what does not fit is stored and loaded in each step.
const PAIRS: usize = if cfg!(target_arch = "wasm32") { 3 } else { 4 };

/// Numbers in an [`F64s`].
pub(super) const LANES: usize = 2 * PAIRS;

/// [`LANES`] numbers.
#[derive(Clone, Copy)]
pub(super) struct F64s([Pair; PAIRS]);

impl F64s {
    /// The same number in every place.
    #[inline(always)]
    pub(super) fn splat(number: f64) -> Self {
        F64s([Pair::new(number, number); PAIRS])
    }

    /// The number that `make` gives for each place.
    #[inline(always)]
    pub(super) fn from_fn(make: impl Fn(usize) -> f64) -> Self {
        F64s(std::array::from_fn(|pair| Pair::new(make(2 * pair), make(2 * pair + 1))))
    }

    /// Where the numbers are at most `bound`; NaN is not.
    #[inline(always)]
    pub(super) fn at_most(self, bound: Self) -> Mask {
        Mask(std::array::from_fn(|pair| self.0[pair].at_most(bound.0[pair])))
    }

    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(Pair, Pair) -> Pair) -> Self {
        F64s(std::array::from_fn(|pair| operation(self.0[pair], other.0[pair])))
    }
}

impl Add for F64s {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, Pair::add)
    }
}

impl Sub for F64s {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, Pair::sub)
    }
}

impl Mul for F64s {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, Pair::mul)
    }
}

/// Yes or no in each of [`LANES`] places, as a pair of 64-bit words of all ones or all zeros.
#[derive(Clone, Copy)]
pub(super) struct Mask([Pair; PAIRS]);

impl Mask {
    /// Whether there is a yes.
    #[inline(always)]
    pub(super) fn any(self) -> bool {
        let [first, others @ ..] = self.0;
        others.into_iter().fold(first, Pair::or).any()
    }

    /// Whether there is no no.
    #[inline(always)]
    pub(super) fn all(self) -> bool {
        let [first, others @ ..] = self.0;
        others.into_iter().fold(first, Pair::and).all()
    }
}

/// A counter in each of [`LANES`] places.
#[derive(Clone, Copy)]
pub(super) struct Counters([Pair; PAIRS]);

impl Counters {
    /// The same count in every place.
    #[inline(always)]
    pub(super) fn splat(count: u64) -> Self {
        Counters([Pair::from_bits(count, count); PAIRS])
    }

    /// One more where `mask` says yes.
    #[inline(always)]
    pub(super) fn count(self, mask: Mask) -> Self {
        // All ones is −1.
        Counters(std::array::from_fn(|pair| self.0[pair].sub_bits(mask.0[pair])))
    }

    /// The counts.
    #[inline(always)]
    pub(super) fn get(self) -> [u64; LANES] {
        std::array::from_fn(|lane| self.0[lane / 2].to_bits()[lane % 2])
    }
}

/// Two `f64` for machines without a path of their own, in a form that the compiler turns into vector instructions.
#[cfg(not(target_arch = "wasm32"))]
mod portable {
    #[derive(Clone, Copy)]
    pub(super) struct Pair([f64; 2]);

    impl Pair {
        #[inline(always)]
        pub(super) fn new(a: f64, b: f64) -> Self {
            Pair([a, b])
        }
        #[inline(always)]
        pub(super) fn from_bits(a: u64, b: u64) -> Self {
            Pair([f64::from_bits(a), f64::from_bits(b)])
        }
        #[inline(always)]
        pub(super) fn to_bits(self) -> [u64; 2] {
            self.0.map(f64::to_bits)
        }
        #[inline(always)]
        pub(super) fn add(self, other: Self) -> Self {
            Pair::new(self.0[0] + other.0[0], self.0[1] + other.0[1])
        }
        #[inline(always)]
        pub(super) fn sub(self, other: Self) -> Self {
            Pair::new(self.0[0] - other.0[0], self.0[1] - other.0[1])
        }
        #[inline(always)]
        pub(super) fn mul(self, other: Self) -> Self {
            Pair::new(self.0[0] * other.0[0], self.0[1] * other.0[1])
        }
        #[inline(always)]
        pub(super) fn at_most(self, bound: Self) -> Self {
            let ones_if = |yes: bool| if yes { u64::MAX } else { 0 };
            Pair::from_bits(ones_if(self.0[0] <= bound.0[0]), ones_if(self.0[1] <= bound.0[1]))
        }
        #[inline(always)]
        fn zip_bits(self, other: Self, operation: impl Fn(u64, u64) -> u64) -> Self {
            let ([a, b], [c, d]) = (self.to_bits(), other.to_bits());
            Pair::from_bits(operation(a, c), operation(b, d))
        }
        #[inline(always)]
        pub(super) fn sub_bits(self, other: Self) -> Self {
            self.zip_bits(other, u64::wrapping_sub)
        }
        #[inline(always)]
        pub(super) fn or(self, other: Self) -> Self {
            self.zip_bits(other, |a, b| a | b)
        }
        #[inline(always)]
        pub(super) fn and(self, other: Self) -> Self {
            self.zip_bits(other, |a, b| a & b)
        }
        #[inline(always)]
        pub(super) fn any(self) -> bool {
            let [a, b] = self.to_bits();
            a | b != 0
        }
        #[inline(always)]
        pub(super) fn all(self) -> bool {
            let [a, b] = self.to_bits();
            a & b == u64::MAX
        }
    }
}

/// Two `f64` in a register of WebAssembly's fixed-width SIMD.
#[cfg(target_arch = "wasm32")]
mod simd128 {
    use core::arch::wasm32::*;

    #[derive(Clone, Copy)]
    pub(super) struct Pair(v128);

    impl Pair {
        #[inline(always)]
        pub(super) fn new(a: f64, b: f64) -> Self {
            Pair(f64x2(a, b))
        }
        #[inline(always)]
        pub(super) fn from_bits(a: u64, b: u64) -> Self {
            Pair(u64x2(a, b))
        }
        #[inline(always)]
        pub(super) fn to_bits(self) -> [u64; 2] {
            [u64x2_extract_lane::<0>(self.0), u64x2_extract_lane::<1>(self.0)]
        }
        #[inline(always)]
        pub(super) fn add(self, other: Self) -> Self {
            Pair(f64x2_add(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn sub(self, other: Self) -> Self {
            Pair(f64x2_sub(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn mul(self, other: Self) -> Self {
            Pair(f64x2_mul(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn at_most(self, bound: Self) -> Self {
            Pair(f64x2_le(self.0, bound.0))
        }
        #[inline(always)]
        pub(super) fn sub_bits(self, other: Self) -> Self {
            Pair(i64x2_sub(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn or(self, other: Self) -> Self {
            Pair(v128_or(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn and(self, other: Self) -> Self {
            Pair(v128_and(self.0, other.0))
        }
        #[inline(always)]
        pub(super) fn any(self) -> bool {
            v128_any_true(self.0)
        }
        #[inline(always)]
        pub(super) fn all(self) -> bool {
            i64x2_all_true(self.0)
        }
    }
}
