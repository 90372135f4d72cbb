//! Tests of several modules together, from outside: values as CPython has them, and the bounds of programs.

mod bounds;
#[cfg(feature = "compile")]
mod values;
