//! What there is to see of an answer besides its number, as text.

use kosut::kernels::Shown;

/// The lines for it.
pub fn lines(shown: &Shown) -> Vec<String> {
    match shown {
        Shown::Estimate { value, error, samples } => {
            vec![format!("estimate {value:.9} ± {error:.9}, {samples} samples")]
        }
        Shown::Words { words, total, distinct } => {
            let different = distinct.map(|distinct| format!(", {distinct} different ones")).unwrap_or_default();
            let counted = words.iter().map(|(word, count)| format!("  {count:>10}  {word}"));
            std::iter::once(format!("{total} words{different}")).chain(counted).collect()
        }
        Shown::Learning { right, of, .. } => {
            let share = |right: &u32| format!("{:.1}", 100.0 * f64::from(*right) / f64::from((*of).max(1)));
            let shares: Vec<String> = right.iter().map(share).collect();
            let last = right.last().map(|right| format!("{right} of {of} right in the end")).unwrap_or_default();
            vec![last, format!("after each epoch, in %: {}", shares.join(" "))]
        }
        Shown::Search { trials, best, nonce, zero_bits } => {
            vec![format!("{best}"), format!("{zero_bits} zero bits, nonce {nonce}, {trials} trials")]
        }
    }
}
