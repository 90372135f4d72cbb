//! The small Python's compiler survives every text: it answers with a program, or with a sentence and a place. In a page its
//! stack is small, and an overflow would end the conductor.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{engine::Engine, session::Session, site::Site};
use serde::Deserialize;

use crate::Suite;

/// The compiler's answer to a text.
#[derive(Debug, Deserialize)]
struct Answer {
    name: String,
    ok: bool,
    line: Option<u32>,
    column: Option<u32>,
    message: Option<String>,
}

/// Texts that are valid programs, although they are large or nested as deep as allowed.
const FINE: [&str; 10] =
    ["brackets", "calls", "lists", "chain", "many-conditions", "elif", "statements", "f-string", "ifs-99", "after-all"];

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "gil_bounds::no_text_ends_the_conductor", no_text_ends_the_conductor);
}

async fn no_text_ends_the_conductor(session: Session) -> Result<()> {
    let script = conductor(&session)?;
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url("embed/?lab=gil&lang=en")).await?;
    let answers: Vec<Answer> = browser.script(ASK, &[script.into()]).await?;
    for answer in &answers {
        let fine = FINE.contains(&answer.name.as_str());
        ensure!(answer.ok == fine, "{}: {answer:?}", answer.name);
        let place = answer.line > Some(0) && answer.column > Some(0);
        let said = answer.message.as_ref().is_some_and(|message| message.len() > 5);
        ensure!(answer.ok || place && said, "{} is refused without a place or a sentence: {answer:?}", answer.name);
    }
    ensure!(answers.len() > FINE.len() + 10, "{} answers", answers.len());
    Ok(())
}

/// The conductor's script below the site's root.
fn conductor(session: &Session) -> Result<String> {
    let files = std::fs::read_dir(session.dist.join("assets"))?.collect::<Result<Vec<_>, _>>()?;
    let mut names = files.into_iter().map(|file| file.file_name().to_string_lossy().into_owned());
    let name = names.find(|name| name.starts_with("conductor-") && name.ends_with(".js"));
    Ok(format!("assets/{}", name.context("there is no conductor")?))
}

/// Asks one conductor about all texts. When it ends on one of them, that is the error.
const ASK: &str = r#"
    const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join('');
    const indented = (count, head, last) => lines(count, (n) => ' '.repeat(n) + head + '\n') + ' '.repeat(count) + last;
    const texts = {
        'brackets': '('.repeat(195) + ')'.repeat(195),
        'calls': 'f = print\n' + 'f('.repeat(95) + ')'.repeat(95),
        'lists': '['.repeat(195) + ']'.repeat(195),
        'chain': '1' + '+1'.repeat(195),
        'many-conditions': 'x = 1\n' + lines(1000, (n) => `if x == ${n}:\n    x += 1\nelse:\n    x -= 1\n`),
        'elif': 'x = 1\nif x:\n 1\n' + lines(5000, () => 'elif x: 1\n'),
        'statements': 'x=1\n'.repeat(16000),
        'f-string': 'x = 1\n' + "f'{x}{x!r:>10}'\n".repeat(2000),
        'ifs-99': indented(99, 'if 1:', '('.repeat(95) + ')'.repeat(95)),
        'brackets-5000': '('.repeat(5000) + ')'.repeat(5000),
        'brackets-open': '('.repeat(60000),
        'lists-60000': '['.repeat(30000) + ']'.repeat(30000),
        'dicts-5000': '{1:'.repeat(5000) + '1' + '}'.repeat(5000),
        'calls-5000': 'f('.repeat(5000) + ')'.repeat(5000),
        'calls-in-a-row': 'f' + '()'.repeat(5000),
        'chain-5000': '1' + '+1'.repeat(5000),
        'powers-5000': '1' + '**1'.repeat(5000),
        'not-5000': 'not '.repeat(5000) + '1',
        'minus-5000': '-'.repeat(5000) + '1',
        'or-else': '1' + ' if 1 else 1'.repeat(5000),
        'lambdas': 'lambda:'.repeat(5000) + '1',
        'attributes': 'x' + '.x'.repeat(20000),
        'ifs-300': indented(300, 'if 1:', 'pass'),
        'ifs-150': indented(150, 'if 1:', '(' .repeat(100) + ')'.repeat(100)),
        'tries-100': indented(100, 'while 1:', 'break'),
        'functions-150': indented(150, 'def f():', 'pass'),
        'else-if': lines(200, (n) => ' '.repeat(n) + 'if 1: pass\n' + ' '.repeat(n) + 'else:\n') + ' '.repeat(200) + 'pass',
        'f-strings': "f'{".repeat(5000),
        'megabyte': 'x = 1\n'.repeat(175000),
        'megabyte-of-brackets': '('.repeat(1 << 20),
        'megabyte-in-a-line': 'x = "' + 'a'.repeat(1 << 20) + '"',
        'null': 'x = "\0"',
        'after-all': 'print(1)\n',
    };
    const conductor = new Worker(new URL(`../${arguments[0]}`, location.href), { type: 'module' });
    const asked = (name, source) => new Promise((resolve, reject) => {
        conductor.onerror = (event) => reject(new Error(`${name}: ${event.message}`));
        conductor.onmessage = ({ data }) => {
            if (data.type === 'answered') resolve({ name, ...JSON.parse(data.answer) });
            else if (data.type === 'failed') reject(new Error(`${name}: ${data.message}`));
        };
        conductor.postMessage({ type: 'ask', lab: 'gil', question: JSON.stringify({ kind: 'check', source }) });
    });
    const answers = [];
    try {
        for (const [name, source] of Object.entries(texts)) {
            const { ok, line, column, message } = await asked(name, source);
            answers.push({ name, ok, line, column, message });
        }
    } finally {
        conductor.terminate();
    }
    return answers;"#;
