//! The labs' twins in Python run under plain `python3`, and their answers are those of the labs.
//!
//! Without a `python3`, these tests print a note and pass: the product does not need it.

mod choose;
mod crash;
mod deadlock;
mod gil;
mod memory;
mod race;
mod server;
mod sharing;
mod speedup;
mod switching;
mod waiting;
