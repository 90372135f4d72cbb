//! Loose text in, typed values out: the parts that every lab's `Params` is made of.

use std::str::FromStr;

use super::{Accepts, Field, report::Machine};
use kosut_core::error::{Error, Result};
use kosut_kernels::Data;

/// The name-value pairs of a query, each to be taken once, and the reader's own file if there is one.
#[derive(Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    file: Option<Data>,
}

impl Query {
    /// The pairs of `name=value&…`, percent-encoded.
    ///
    /// # Errors
    /// [`Error::Parameter`] when a name is given twice: which of the two was meant is not for us to guess.
    pub fn parse(query: &str) -> Result<Self> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if pairs.iter().any(|(other, _)| *other == name) {
                let (field, value) = (name.into_owned(), value.into_owned());
                return Err(Error::Parameter { field, value, allowed: "one value".into() });
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Query { pairs, known: Vec::new(), file: None })
    }

    /// The same, with the reader's own file.
    pub fn with_file(self, file: Option<Data>) -> Self {
        Query { file, ..self }
    }

    /// The reader's own file, if there is one.
    ///
    /// # Errors
    /// [`Error::Parameter`] when the query itself names one: an address can't carry a file.
    pub fn file(&mut self) -> Result<Option<Data>> {
        match self.take("file") {
            Some(value) if !value.is_empty() => Err(Error::Parameter {
                field: "file".into(),
                value,
                allowed: "a file that is chosen on the page".into(),
            }),
            _ => Ok(self.file.take()),
        }
    }

    /// The value of `name`, if it is there.
    pub fn take(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        let index = self.pairs.iter().position(|(other, _)| other == name)?;
        Some(self.pairs.swap_remove(index).1)
    }

    /// A whole number from `min` to `max`.
    ///
    /// # Errors
    /// [`Error::Parameter`] naming the range.
    pub fn number(&mut self, name: &'static str, min: u32, max: u32, default: u32) -> Result<u32> {
        let Some(value) = self.take(name) else { return Ok(default) };
        let digits_only = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits_only { value.parse().ok() } else { None };
        match number {
            Some(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(Error::Parameter { field: name.into(), value, allowed: format!("{min}–{max}") }),
        }
    }

    /// One word of a list, and what it means.
    ///
    /// # Errors
    /// [`Error::Parameter`] naming the words.
    pub fn choice<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)], default: T) -> Result<T> {
        let Some(value) = self.take(name) else { return Ok(default) };
        words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning).ok_or_else(|| {
            let allowed = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            Error::Parameter { field: name.into(), value, allowed }
        })
    }

    /// One or more values separated by commas, none twice.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an empty list, for a repeated value, and for one that does not parse.
    pub fn list<T>(&mut self, name: &'static str, allowed: &str, default: &[T]) -> Result<Vec<T>>
    where
        T: FromStr + Copy + PartialEq,
    {
        let Some(value) = self.take(name) else { return Ok(default.to_vec()) };
        let wrong = || Error::Parameter { field: name.into(), value: value.clone(), allowed: allowed.into() };
        let mut items = Vec::new();
        for word in value.split(',') {
            let item = word.parse().map_err(|_| wrong())?;
            if items.contains(&item) {
                return Err(wrong());
            }
            items.push(item);
        }
        Ok(items)
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// [`Error::UnknownParameter`] when something is left.
    pub fn finish(self) -> Result<()> {
        if self.file.is_some() {
            return Err(Error::UnknownParameter { field: "file".into(), known: self.known.join(", ") });
        }
        match self.pairs.into_iter().next() {
            None => Ok(()),
            Some((field, _)) => Err(Error::UnknownParameter { field, known: self.known.join(", ") }),
        }
    }
}

/// The word of a list that means this; empty when none does.
pub fn word_of<T: PartialEq>(words: &[(&'static str, T)], meaning: &T) -> &'static str {
    words.iter().find(|(_, other)| other == meaning).map_or("", |(word, _)| word)
}

/// A worker for each core, within these limits.
pub fn one_per_core(machine: &Machine, min: u32, max: u32) -> u32 {
    machine.cores.clamp(min, max)
}

/// The field of a whole number.
pub fn number_field(name: &str, min: u32, max: u32, unit: &str, default: u32) -> Field {
    Field { name: name.into(), accepts: Accepts::Number { min, max, unit: unit.into() }, default: default.to_string() }
}

/// The field of a choice.
pub fn choice_field<'a>(name: &str, options: impl IntoIterator<Item = &'a str>, default: &str) -> Field {
    let options = options.into_iter().map(String::from).collect();
    Field { name: name.into(), accepts: Accepts::Choice { options }, default: default.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_out_of_range_are_refused_with_field_value_and_range() {
        for value in ["0", "11", "-1", "1.5", "", "99999999999", "٣", "+3"] {
            let mut query = Query::parse(&format!("size={}", value.replace('+', "%2B"))).expect("a query");
            let error = query.number("size", 1, 10, 5).expect_err(value);
            assert_eq!(error, Error::Parameter { field: "size".into(), value: value.into(), allowed: "1–10".into() });
        }
    }

    #[test]
    fn missing_ones_take_their_defaults_and_unknown_ones_are_named() {
        let mut query = Query::parse("siez=3").expect("a query");
        assert_eq!(query.number("size", 1, 10, 5), Ok(5));
        let error = query.finish().expect_err("a misspelt name");
        assert_eq!(error.to_string(), "unknown parameter siez; known are size");
    }

    #[test]
    fn a_name_given_twice_is_refused() {
        assert!(Query::parse("a=1&a=2").is_err());
    }

    proptest! {
        #[test]
        fn no_query_makes_it_panic(text in ".*") {
            if let Ok(mut query) = Query::parse(&text) {
                let _ = query.number("size", 0, u32::MAX, 0);
                let _ = query.finish();
            }
        }
    }
}
