//! Merging many sorted runs, in ranges that lanes can merge independently.

/// How many elements of each run are among the `rank` smallest of all runs together.
///
/// Finds the value of that rank by bisection of the values' range, with a binary search in every run at each step: 32
/// steps, however long the runs are. Elements equal to that value are taken from the first runs first.
pub(super) fn split(runs: &[Vec<u32>], rank: usize) -> Vec<usize> {
    let at_most = |value: u32| -> usize { runs.iter().map(|run| run.partition_point(|&element| element <= value)).sum() };
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

/// Merges from both ends at once, without a branch that depends on the data: the lower half of the output forwards, the
/// upper half backwards. The two walks do not wait for each other, and neither can leave its piece, which is why there
/// is no test for an end: the first half of the output takes no more elements than that from either piece.
fn merge_two(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut output = vec![0; a.len() + b.len()];
    let (mut from_a, mut from_b) = (0, 0);
    for place in &mut output {
        let take_a = match (a.get(from_a), b.get(from_b)) {
            (Some(a), Some(b)) => a <= b,
            (left, _) => left.is_some(),
        };
        if take_a {
            *place = a[from_a];
            from_a += 1;
        } else {
            *place = b[from_b];
            from_b += 1;
        }
    }
    output
}
