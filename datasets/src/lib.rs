//! # The data sets that Koşut's kernels learn from
//!
//! A data set becomes one file: the bytes of a sample and the number of samples, 32 bits each, little endian, then the
//! samples one after another.
//!
//! | name | samples | source | licence |
//! |---|---|---|---|
//! | `digits` | 1,797 handwritten digits of 8 × 8 pixels, 0 to 16, each followed by its label, 0 to 9 | E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository, 1998, [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), as the package `smartcore` ships it | CC BY 4.0 (the package: Apache-2.0) |

#![deny(missing_docs)]

/// Names of all data sets.
pub const NAMES: [&str; 1] = ["digits"];

/// The file of a data set, if there is one of this name.
pub fn file(name: &str) -> Option<Vec<u8>> {
    (name == NAMES[0]).then(digits)
}

fn digits() -> Vec<u8> {
    let digits = smartcore::dataset::digits::load_dataset();
    let mut file = Vec::new();
    for number in [digits.num_features as u32 + 1, digits.num_samples as u32] {
        file.extend(number.to_le_bytes());
    }
    for (pixels, label) in digits.data.chunks(digits.num_features).zip(&digits.target) {
        file.extend(pixels.iter().chain([label]).map(|&number| number as u8));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_those_of_the_repository() {
        let file = file("digits").expect("digits");
        assert_eq!(file[..8], [65, 0, 0, 0, 5, 7, 0, 0]);
        let samples: Vec<&[u8]> = file[8..].chunks(65).collect();
        assert_eq!(samples.len(), 1797);
        assert!(samples.iter().all(|sample| sample[..64].iter().all(|&pixel| pixel <= 16)));
        // How many there are of each digit, as the UCI repository's description of its test set (optdigits.names) says.
        let count = |digit: u8| samples.iter().filter(|sample| sample[64] == digit).count();
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(count), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    }
}
