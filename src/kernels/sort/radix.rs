//! Sorting by digits, the last one first: no comparisons, and no branch that depends on the data.
//!
//! A number of 32 bits has four digits of a byte each. One pass counts all digits; then one pass for each digit moves
//! every number to its place among those with the same digit, keeping their order. Cost: five readings and four writings
//! of each number. Digits of eight bits, since 256 places to write to stay in the first-level cache and in the table of
//! page addresses.
//!
//! Source: H. H. Seward, *Information sorting in the application of electronic digital computers to business
//! operations*, MIT 1954; D. E. Knuth, *The Art of Computer Programming*, vol. 3, 5.2.5.

const DIGITS: usize = 4;
const PLACES: usize = 256;

/// The digit of a number that belongs to a pass, counted from the lowest.
#[inline(always)]
fn digit(number: u32, pass: usize) -> usize {
    (number >> (8 * pass)) as usize % PLACES
}

/// The elements in ascending order.
pub(super) fn sorted(elements: &[u32]) -> Vec<u32> {
    let mut counts = [[0usize; PLACES]; DIGITS];
    for &element in elements {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(element, pass)] += 1;
        }
    }
    let mut from = elements.to_vec();
    let mut to = vec![0; elements.len()];
    for (pass, counts) in counts.iter_mut().enumerate() {
        // A digit that all numbers share moves nothing.
        if counts.contains(&elements.len()) {
            continue;
        }
        let mut place = 0;
        for count in counts.iter_mut() {
            place += std::mem::replace(count, place);
        }
        for &element in &from {
            let next = &mut counts[digit(element, pass)];
            to[*next] = element;
            *next += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_one_and_equal_numbers_are_sorted() {
        for elements in [vec![], vec![7], vec![u32::MAX; 5], vec![256, 1, 0, u32::MAX, 1 << 24]] {
            let mut expected = elements.clone();
            expected.sort_unstable();
            assert_eq!(sorted(&elements), expected);
        }
    }

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(
            elements in prop::collection::vec(any::<u32>(), 0..2_000), kept_bits in 1u32..=32,
        ) {
            // With few bits kept, many numbers are equal and some digits are all alike.
            let elements: Vec<u32> = elements.into_iter().map(|element| element >> (32 - kept_bits)).collect();
            let mut expected = elements.clone();
            expected.sort_unstable();
            prop_assert_eq!(sorted(&elements), expected);
        }
    }
}
