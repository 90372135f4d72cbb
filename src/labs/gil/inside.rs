//! What a program is made of, and what follows from each order of its steps: the answers, where the compiler is.

use kosut_python::{
    code::{Op, Program},
    compile::compile,
    disassembly::Line,
    fault::SyntaxFault,
};
use serde::Serialize;

use super::{
    PROGRAM_FILE,
    question::{GilCheck, GilFault, GilFunction, GilInstruction, GilListing, GilQuestion, GilSteps},
    steps,
};
use kosut_core::error::{Error, Result};

/// Answers a question; from JSON to JSON.
///
/// # Errors
/// [`Error::Protocol`] when the question can't be read; [`Error::Parameter`] for too many steps.
pub fn answer(question: &str) -> Result<String> {
    match serde_json::from_str(question).map_err(|error| unreadable(&error))? {
        GilQuestion::Check { source } => json(&match compile(PROGRAM_FILE, &source) {
            Ok(program) => GilCheck::Fine(listing(&program)),
            Err(fault) => GilCheck::Faulty(told(&fault)),
        }),
        GilQuestion::Steps { source, gil, checks, steps, go_on } => json(&match compile(PROGRAM_FILE, &source) {
            Ok(program) => GilSteps::Fine(steps::take(program, gil, checks, &steps, go_on)?),
            Err(fault) => GilSteps::Faulty(told(&fault)),
        }),
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::Protocol { reason: format!("a question of the lab gil: {error}") }
}

fn json(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| unreadable(&error))
}

/// What is wrong with a text, as the page is told.
fn told(fault: &SyntaxFault) -> GilFault {
    GilFault {
        ok: false,
        kind: fault.kind.name().into(),
        line: fault.position.line,
        column: fault.position.column,
        message: fault.message.clone(),
        remedy: fault.remedy.map(|remedy| remedy.text().into()),
        remedy_code: fault.remedy.map(|remedy| remedy.code().into()),
    }
}

fn listing(program: &Program) -> GilListing {
    let functions = program.functions.iter().zip(0..).map(|(code, function)| GilFunction {
        function: code.name.clone(),
        lines: program.disassemble(function).into_iter().zip(&code.ops).map(instruction).collect(),
    });
    GilListing { ok: true, listing: functions.collect() }
}

fn instruction((line, op): (Line, &Op)) -> GilInstruction {
    let Line { index, position, name, argument, .. } = line;
    GilInstruction { index, line: position.line, column: position.column, name, argument, target: op.target() }
}
