//! Numbers with units that are easy to read, as on the page (`www/src/draw/format.ts`).

/// The kind of a number, which decides how it is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Nanoseconds.
    Nanoseconds,
    /// A whole number.
    Count,
    /// Any number.
    Number,
    /// A number in each second.
    PerSecond,
    /// A multiple.
    Ratio,
    /// Bytes.
    Bytes,
    /// A share of 1.
    Share,
    /// The end of a message's key.
    Word,
}

impl Kind {
    /// Returns a value with its unit.
    pub fn written(self, value: f64) -> String {
        let (size, unit) = self.unit(value);
        if self == Kind::Count && value > 0.0 && value < 1.0 {
            // Half a thing is none.
            return "< 1".into();
        }
        format!("{}{unit}", self.number(value / size))
    }

    /// Returns the size and the name of the unit in which a value is shown.
    pub fn unit(self, value: f64) -> (f64, &'static str) {
        const TIMES: [(f64, &str); 4] = [(1e3, " s"), (1.0, " ms"), (1e-3, " µs"), (1e-6, " ns")];
        const SIZES: [(u64, &str); 4] = [(1 << 30, " GiB"), (1 << 20, " MiB"), (1 << 10, " KiB"), (1, " B")];
        // A time keeps the column's unit as long as its number is easy to read.
        let of_time = |own_ms: f64, below: f64| {
            let readable = value == 0.0 || (0.1..below).contains(&value.abs());
            let fits = |size_ms: f64| if readable { size_ms == own_ms } else { value.abs() * own_ms >= size_ms };
            let (size_ms, name) = TIMES.into_iter().find(|(size_ms, _)| fits(*size_ms)).unwrap_or(TIMES[3]);
            (size_ms / own_ms, name)
        };
        match self {
            Kind::Milliseconds => of_time(1.0, 10_000.0),
            Kind::Microseconds => of_time(1e-3, 1_000.0),
            Kind::Nanoseconds => of_time(1e-6, 1_000.0),
            Kind::Bytes => {
                let found = SIZES.into_iter().find(|(size, _)| value.abs() >= *size as f64).unwrap_or(SIZES[3]);
                (found.0 as f64, found.1)
            }
            Kind::PerSecond => (1.0, "/s"),
            Kind::Ratio => (1.0, "×"),
            Kind::Share => (0.01, " %"),
            Kind::Count | Kind::Number | Kind::Word => (1.0, ""),
        }
    }

    /// Returns a number without its unit, with three or four digits.
    pub fn number(self, value: f64) -> String {
        let decimals = match value.abs() {
            _ if self == Kind::Count => 0,
            _ if self == Kind::Ratio => 2,
            _ if self == Kind::Share => 1,
            whole if self == Kind::Bytes && whole.fract() == 0.0 => 0,
            100.0.. => 0,
            10.0.. => 1,
            _ => 2,
        };
        format!("{value:.decimals$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_units_that_are_easy_to_read() {
        assert_eq!(Kind::Milliseconds.written(0.000_25), "250 ns");
        assert_eq!(Kind::Microseconds.written(12.34), "12.3 µs");
        assert_eq!(Kind::Milliseconds.written(2_500.0), "2500 ms");
        assert_eq!(Kind::Milliseconds.written(12_500.0), "12.5 s");
        assert_eq!(Kind::Milliseconds.written(0.0), "0.00 ms");
        assert_eq!(Kind::Bytes.written(512.0), "512 B");
        assert_eq!(Kind::Bytes.written(1_572_864.0), "1.50 MiB");
        assert_eq!(Kind::Share.written(0.125), "12.5 %");
        assert_eq!(Kind::Count.written(0.5), "< 1");
        assert_eq!(Kind::Count.written(0.0), "0");
    }
}
