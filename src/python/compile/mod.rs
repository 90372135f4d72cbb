//! From source text to a [`Program`].
//!
//! ```text
//! source ── guard ──► parser ──► syntax tree ── scope ──► which names are whose
//!   nested too deeply?                  │                       │
//!                                       └── statements, handlers, expressions ──► emitter ── finish ──► Code
//!                                                                              labels, blocks    jumps, depth
//! ```
//!
//! In reading order:
//! - [`error`]: what is wrong with a source, and where
//! - `guard`: refuses what would need too much of the Rust stack
//! - [`scope`]: locals and globals
//! - [`emitter`]: one function while it is being made; [`finish`]: what makes it whole
//! - [`statements`], [`expressions`] and the modules below them: one function for each form of the language

mod assignments;
mod block;
mod calls;
mod emitter;
mod error;
mod expressions;
mod finish;
mod functions;
mod guard;
mod handlers;
mod imports;
mod literals;
mod loops;
mod names;
mod places;
mod pool;
mod scan;
mod scope;
mod statements;
mod unsupported;
mod wording;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions};

use crate::{
    code::Program,
    compile::{emitter::Emitter, places::Places, pool::Pool, scope::Scope},
    fault::SyntaxFault,
};

/// The outcome of compiling a part. The fault is boxed so that the functions, which call each other for what is
/// nested, need little of the stack.
type Done<T = ()> = Result<T, Box<SyntaxFault>>;

/// Instructions of all functions together. A source of 64 KiB has far fewer; only `finally` in `finally`, which is
/// copied to every way out, can need more.
const MOST_OPS: usize = 200_000;

/// Compiles a source text.
///
/// # Errors
///
/// What is wrong with it, and where.
pub fn compile(file: &str, source: &str) -> Result<Program, SyntaxFault> {
    program(file, source).map_err(|fault| *fault)
}

fn program(file: &str, source: &str) -> Done<Program> {
    let places = Places::new(source);
    let scan = scan::scan(source);
    guard::check(source, &scan, &places)?;
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY311);
    let parsed = ruff_python_parser::parse_unchecked(source, options);
    error::check(&parsed, &scan, &places)?;
    let Mod::Module(module) = parsed.syntax() else {
        unreachable!("the parser gives what its mode says");
    };
    let scope = Scope::of_module(&module.body, &places)?;
    let mut compiler = Compiler {
        places: &places,
        pool: Pool::default(),
        functions: vec![None],
        emitter: Emitter::new("<module>", scope),
        outer: Vec::new(),
        made: 0,
    };
    compiler.module(&module.body)?;
    Ok(compiler.pool.into_program(file, &places, compiler.functions))
}

/// What is shared while a program is being made.
struct Compiler<'a> {
    places: &'a Places<'a>,
    pool: Pool,
    /// Those that are done, by their number; the module is the first.
    functions: Vec<Option<crate::code::Code>>,
    /// The function that is being made.
    emitter: Emitter<'a>,
    /// Those around it, which wait for it.
    outer: Vec<Emitter<'a>>,
    /// Instructions of the functions that are done.
    made: usize,
}

#[cfg(test)]
mod tests;
