//! Counts of tests, read from the line that every test binary ends with.

use std::{fmt, iter::Sum, ops::AddAssign};

/// How many tests passed, failed and were ignored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
    /// Tests that were not run because they are ignored.
    pub ignored: u32,
}

impl Counts {
    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; …`. Returns
    /// `None` for every other line.
    pub fn from_line(line: &str) -> Option<Self> {
        let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let number = |name: &str| {
            let fields = numbers.split(';').map(str::trim);
            fields.filter_map(|field| field.strip_suffix(name)).find_map(|number| number.trim().parse().ok())
        };
        Some(Counts { passed: number("passed")?, failed: number("failed")?, ignored: number("ignored")? })
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Counts::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 { write!(f, ", {} ignored", self.ignored) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.05s";
        assert_eq!(Counts::from_line(line), Some(Counts { passed: 12, failed: 0, ignored: 1 }));
        let line = "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        assert_eq!(Counts::from_line(line), Some(Counts { passed: 7, failed: 2, ignored: 0 }));
    }

    #[test]
    fn other_lines_are_not() {
        for line in ["", "running 12 tests", "test result::is_counted ... ok", "12 passed; 0 failed; 0 ignored"] {
            assert_eq!(Counts::from_line(line), None, "{line}");
        }
    }

    #[test]
    fn counts_are_summed_up() {
        let counts = [Counts { passed: 1, failed: 2, ignored: 3 }, Counts { passed: 4, ..Counts::default() }];
        assert_eq!(counts.into_iter().sum::<Counts>(), Counts { passed: 5, failed: 2, ignored: 3 });
    }
}
