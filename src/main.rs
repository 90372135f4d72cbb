//! `kosut`: the labs on the real operating system, with its processes and its threads.
//!
//! The same code as in the browser; only the host is another one. What the program reads and prints is in `terminal`.

#[cfg(not(target_arch = "wasm32"))]
mod terminal;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    terminal::main()
}

/// In a browser there is no program, only the library.
#[cfg(target_arch = "wasm32")]
fn main() {}
