//! The arguments of a call, and CPython's complaints about them.

use crate::{
    exception::{Raise, Result},
    value::Value,
};

/// What a builtin or method is called with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Arguments<'a> {
    /// By position.
    pub positional: &'a [Value],
    /// By name, behind them.
    pub named: &'a [(&'a str, Value)],
}

impl<'a> Arguments<'a> {
    /// Only such by position.
    pub fn of(positional: &'a [Value]) -> Self {
        Arguments { positional, named: &[] }
    }

    /// How many by position.
    pub fn len(&self) -> usize {
        self.positional.len()
    }

    /// Whether there are none by position.
    pub fn is_empty(&self) -> bool {
        self.positional.is_empty()
    }

    /// One by position, if it is there.
    pub fn get(&self, index: usize) -> Option<&'a Value> {
        self.positional.get(index)
    }

    /// Refuses names; `function` as in `len`.
    ///
    /// # Errors
    /// TypeError.
    pub fn no_names(&self, function: &str) -> Result<()> {
        if self.named.is_empty() {
            return Ok(());
        }
        Err(Raise::type_error(format!("{function}() takes no keyword arguments")))
    }

    /// None at all.
    ///
    /// # Errors
    /// TypeError.
    pub fn none(&self, function: &str) -> Result<()> {
        self.no_names(function)?;
        match self.len() {
            0 => Ok(()),
            given => Err(Raise::type_error(format!("{function}() takes no arguments ({given} given)"))),
        }
    }

    /// Exactly one.
    ///
    /// # Errors
    /// TypeError.
    pub fn one(&self, function: &str) -> Result<&'a Value> {
        self.no_names(function)?;
        match self.positional {
            [one] => Ok(one),
            all => {
                let given = all.len();
                Err(Raise::type_error(format!("{function}() takes exactly one argument ({given} given)")))
            }
        }
    }

    /// From so many to so many, by position only; `function` as in `len`, or as in `list.pop`, of which `pop` is told.
    ///
    /// # Errors
    /// TypeError.
    pub fn between(&self, function: &str, least: usize, most: usize) -> Result<&'a [Value]> {
        self.no_names(function)?;
        let name = function.rsplit('.').next().unwrap_or(function);
        self.count(name, least, most)?;
        Ok(self.positional)
    }

    /// From so many to so many by position; names are another matter.
    ///
    /// # Errors
    /// TypeError.
    pub fn count(&self, function: &str, least: usize, most: usize) -> Result<()> {
        let given = self.len();
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let (bound, wanted) = if given < least { ("at least ", least) } else { ("at most ", most) };
        let bound = if least == most { "" } else { bound };
        let plural = if wanted == 1 { "" } else { "s" };
        Err(Raise::type_error(format!("{function} expected {bound}{wanted} argument{plural}, got {given}")))
    }

    /// Those by name, in this order.
    ///
    /// # Errors
    /// TypeError for another name.
    pub fn names<const N: usize>(&self, function: &str, names: [&str; N]) -> Result<[Option<&'a Value>; N]> {
        let mut found = [None; N];
        for (name, value) in self.named {
            match names.iter().position(|known| known == name) {
                Some(place) => found[place] = Some(value),
                None => {
                    let message = format!("'{name}' is an invalid keyword argument for {function}()");
                    return Err(Raise::type_error(message));
                }
            }
        }
        Ok(found)
    }

    /// Those with these names, each by position or by name; `least` must be there.
    ///
    /// # Errors
    /// TypeError.
    pub fn bind<const N: usize>(
        &self,
        function: &str,
        names: [&str; N],
        least: usize,
    ) -> Result<[Option<&'a Value>; N]> {
        let given = self.len() + self.named.len();
        if given > N {
            let plural = if N == 1 { "" } else { "s" };
            let message = format!("{function}() takes at most {N} argument{plural} ({given} given)");
            return Err(Raise::type_error(message));
        }
        let mut found = self.names(function, names)?;
        for (place, value) in self.positional.iter().enumerate() {
            if found[place].is_some() {
                let (name, number) = (names[place], place + 1);
                let message = format!("argument for {function}() given by name ('{name}') and position ({number})");
                return Err(Raise::type_error(message));
            }
            found[place] = Some(value);
        }
        if let Some(place) = found[..least].iter().position(Option::is_none) {
            let (name, number) = (names[place], place + 1);
            let message = format!("{function}() missing required argument '{name}' (pos {number})");
            return Err(Raise::type_error(message));
        }
        Ok(found)
    }
}
