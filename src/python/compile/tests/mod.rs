//! Tests of the compiler: what it makes, what it refuses, and that nothing makes it fall over.

mod faults;
mod fuzz;
mod golden;
mod limits;

use crate::{code::Program, compile::compile};

/// Compiles what has to compile.
fn program(source: &str) -> Program {
    match compile("test.py", source) {
        Ok(program) => program,
        Err(fault) => panic!("{fault}\n{source}"),
    }
}

/// A function's instructions as text: `*` stands before what is jumped to. Handlers follow.
fn listing(program: &Program, function: usize) -> String {
    let number = u32::try_from(function).expect("tests have few functions");
    let lines = program.disassemble(number).into_iter().map(|line| {
        let mark = if line.is_target { "*" } else { " " };
        format!("{mark}{} {} {}", line.index, line.name, line.argument).trim_end().to_owned()
    });
    let handlers = program.functions[function].handlers.iter().map(|handler| {
        let (start, end, target) = (handler.start, handler.end, handler.target);
        format!(" {start}..{end} to {target}, depth {}, handled {}", handler.depth, handler.handled)
    });
    lines.chain(handlers).collect::<Vec<_>>().join("\n")
}
