use super::{listing, program};

#[test]
fn dump() {
    let source = std::env::var("SRC").unwrap_or_default();
    let program = program(&source);
    for i in 0..program.functions.len() {
        println!(
            "--- {} {:?} stack {}\n{}",
            program.functions[i].name,
            program.functions[i].locals,
            program.functions[i].stack,
            listing(&program, i)
        );
    }
}

#[test]
fn raw() {
    let text = std::fs::read_to_string("/tmp/b5/compile/faults.tsv").unwrap_or_default();
    for line in text.lines() {
        let (name, source) = line.split_once('\t').unwrap();
        let source = source.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0").replace("\\\\", "\\");
        let parsed = ruff_python_parser::parse_unchecked(
            &source,
            ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module)
                .with_target_version(ruff_python_ast::PythonVersion::PY311),
        );
        for e in parsed.errors().iter().take(2) {
            println!("   {:?} {:?}", e.error, e.location);
        }
        for e in parsed.unsupported_syntax_errors().iter().take(2) {
            println!("   U {:?} {:?}", e.kind, e.range);
        }
        match crate::compile::compile("t.py", &source) {
            Ok(_) => println!("{name} => OK"),
            Err(f) => println!("{name} => {} {:?} {}:{}", f.kind.name(), f.message, f.position.line, f.position.column),
        }
    }
}
