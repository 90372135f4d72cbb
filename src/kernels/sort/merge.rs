//! Merging many sorted runs, in ranges that lanes can merge independently.

/// How many elements of each run are among the `rank` smallest of all runs together.
///
/// Finds the value of that rank by bisection of the values' range, with a binary search in every run at each step: 32
/// steps, however long the runs are. Elements equal to that value are taken from the first runs first.
pub(super) fn split(runs: &[Vec<u32>], rank: usize) -> Vec<usize> {
    let at_most =
        |value: u32| -> usize { runs.iter().map(|run| run.partition_point(|&element| element <= value)).sum() };
    let (mut low, mut high) = (0, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(middle) < rank { low = middle + 1 } else { high = middle }
    }

    let mut splits: Vec<usize> = runs.iter().map(|run| run.partition_point(|&element| element < low)).collect();
    let mut missing = rank - splits.iter().sum::<usize>();
    for (split, run) in splits.iter_mut().zip(runs) {
        let equal = run[*split..].partition_point(|&element| element == low);
        *split += equal.min(missing);
        missing -= equal.min(missing);
    }
    splits
}

/// The elements of sorted pieces as one sorted sequence: two by two, until one is left.
pub(super) fn merge(pieces: Vec<&[u32]>) -> Vec<u32> {
    let mut merged: Vec<Vec<u32>> = merge_neighbours(&pieces);
    while merged.len() > 1 {
        let pieces: Vec<&[u32]> = merged.iter().map(Vec::as_slice).collect();
        merged = merge_neighbours(&pieces);
    }
    merged.pop().unwrap_or_default()
}

fn merge_neighbours(pieces: &[&[u32]]) -> Vec<Vec<u32>> {
    let merge = |pair: &[&[u32]]| match *pair {
        [a, b] => merge_two(a, b),
        _ => pair.concat(),
    };
    pieces.chunks(2).map(merge).collect()
}

/// Merges from both ends at once: the smallest elements forwards, the largest backwards. The two walks do not wait for
/// each other, and neither has a branch that depends on the data, which the processor could not foresee.
///
/// A walk of `n` steps takes at most `n` elements from either piece, so two walks of half the shorter piece's length
/// neither leave a piece nor meet. Then the rest is merged likewise, until a piece is nearly used up.
fn merge_two(mut a: &[u32], mut b: &[u32]) -> Vec<u32> {
    let mut output = vec![0; a.len() + b.len()];
    let mut rest = output.as_mut_slice();
    loop {
        let steps = a.len().min(b.len()) / 2;
        if steps == 0 {
            merge_end(a, b, rest);
            return output;
        }
        let (mut a_from, mut b_from, mut a_to, mut b_to) = (0, 0, a.len(), b.len());
        let length = rest.len();
        for step in 0..steps {
            let (from_a, from_b) = (a[a_from], b[b_from]);
            let takes_a = from_a <= from_b;
            rest[step] = if takes_a { from_a } else { from_b };
            a_from += usize::from(takes_a);
            b_from += usize::from(!takes_a);

            let (from_a, from_b) = (a[a_to - 1], b[b_to - 1]);
            let takes_a = from_a > from_b;
            rest[length - 1 - step] = if takes_a { from_a } else { from_b };
            a_to -= usize::from(takes_a);
            b_to -= usize::from(!takes_a);
        }
        (a, b) = (&a[a_from..a_to], &b[b_from..b_to]);
        rest = &mut rest[steps..length - steps];
    }
}

/// Merges two pieces of which one has at most one element: what is left when [`merge_two`] is nearly done.
fn merge_end(a: &[u32], b: &[u32], output: &mut [u32]) {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(&only) = short.first() else { return output.copy_from_slice(long) };
    let place = long.partition_point(|&element| element < only);
    output[..place].copy_from_slice(&long[..place]);
    output[place] = only;
    output[place + 1..].copy_from_slice(&long[place..]);
}
