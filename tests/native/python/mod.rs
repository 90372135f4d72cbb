//! The small Python from outside, as `kosut python`: beside CPython, and where CPython has no answer.

mod corpus;
#[cfg(target_os = "linux")]
mod ends;
mod examples;
mod program;
mod random;
