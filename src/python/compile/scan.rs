//! A look at the characters before the parser has its turn, with CPython's eyes: strings that do not end, brackets
//! that do not match, indentation that does not fit. CPython tells these before all else that is wrong.

use ruff_text_size::TextSize;

use crate::exception::Kind;

/// Levels of indentation and of brackets, as in CPython.
const MOST_INDENTS: usize = 100;
const MOST_BRACKETS: usize = 200;

/// Something wrong with the characters.
pub(super) struct Flaw {
    pub(super) kind: Kind,
    pub(super) message: String,
    pub(super) offset: TextSize,
}

/// What was found.
#[derive(Default)]
pub(super) struct Scan {
    /// The first thing that is wrong.
    pub(super) flaw: Option<Flaw>,
    /// Brackets that are open at the end, or at the flaw: each with its place.
    pub(super) open: Vec<(u8, usize)>,
}

/// Looks at all of a source.
pub(super) fn scan(source: &str) -> Scan {
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let mut scanner = Scanner { bytes: source.as_bytes(), at: start, line: 1, open: Vec::new(), indents: vec![(0, 0)] };
    let flaw = scanner.file().err();
    Scan { flaw, open: scanner.open.into_iter().map(|(bracket, at, _)| (bracket, at)).collect() }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    /// Brackets that are open, with their places and lines.
    open: Vec<(u8, usize, u32)>,
    /// Widths of the indentation with tabs to multiples of 8, and with tabs as one.
    indents: Vec<(usize, usize)>,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn flaw<T>(&self, kind: Kind, offset: usize, message: impl Into<String>) -> Result<T, Flaw> {
        let offset = TextSize::try_from(offset).unwrap_or_default();
        Err(Flaw { kind, message: message.into(), offset })
    }

    fn file(&mut self) -> Result<(), Flaw> {
        while self.at < self.bytes.len() {
            self.indentation()?;
            while self.at < self.bytes.len() {
                if self.token()? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The beginning of a line.
    fn indentation(&mut self) -> Result<(), Flaw> {
        let (mut wide, mut narrow) = (0, 0);
        loop {
            match self.peek(0) {
                b' ' => (wide, narrow) = (wide + 1, narrow + 1),
                b'\t' => (wide, narrow) = ((wide / 8 + 1) * 8, narrow + 1),
                0x0c => (wide, narrow) = (0, 0),
                _ => break,
            }
            self.at += 1;
        }
        // Empty lines and comments have no indentation.
        if matches!(self.peek(0), b'\n' | b'\r' | b'#' | b'\\' | 0) {
            return Ok(());
        }
        let kind = Kind::IndentationError;
        let tabs = |scanner: &Self| {
            let message = "inconsistent use of tabs and spaces in indentation";
            scanner.flaw(Kind::TabError, scanner.at, message)
        };
        let &(last_wide, last_narrow) = self.indents.last().unwrap_or(&(0, 0));
        if wide == last_wide {
            return if narrow == last_narrow { Ok(()) } else { tabs(self) };
        }
        if wide > last_wide {
            if narrow <= last_narrow {
                return tabs(self);
            }
            self.indents.push((wide, narrow));
            if self.indents.len() > MOST_INDENTS {
                return self.flaw(kind, self.at, "too many levels of indentation");
            }
            return Ok(());
        }
        while self.indents.last().is_some_and(|&(outer, _)| outer > wide) {
            self.indents.pop();
        }
        match self.indents.last() {
            Some(&(outer, _)) if outer != wide => {
                self.flaw(kind, self.at, "unindent does not match any outer indentation level")
            }
            Some(&(_, outer)) if outer != narrow => tabs(self),
            _ => Ok(()),
        }
    }

    /// Whatever comes next; tells whether a line ended outside brackets.
    fn token(&mut self) -> Result<bool, Flaw> {
        let byte = self.peek(0);
        match byte {
            b'\n' | b'\r' => {
                self.newline();
                return Ok(self.open.is_empty());
            }
            b'#' => {
                while self.at < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
                    self.at += 1;
                }
            }
            b'\\' => self.continuation()?,
            b'"' | b'\'' => self.string(self.at)?,
            b'(' | b'[' | b'{' => {
                if self.open.len() >= MOST_BRACKETS {
                    return self.flaw(Kind::SyntaxError, self.at, "too many nested parentheses");
                }
                self.open.push((byte, self.at, self.line));
                self.at += 1;
            }
            b')' | b']' | b'}' => self.close(byte)?,
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek(1).is_ascii_digit() => self.number()?,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => self.word()?,
            _ => self.at += 1,
        }
        Ok(false)
    }

    fn newline(&mut self) {
        self.at += if self.peek(0) == b'\r' && self.peek(1) == b'\n' { 2 } else { 1 };
        self.line += 1;
    }

    fn continuation(&mut self) -> Result<(), Flaw> {
        self.at += 1;
        match self.peek(0) {
            b'\n' | b'\r' => {
                self.newline();
                if self.at == self.bytes.len() {
                    return self.flaw(Kind::SyntaxError, self.at, "unexpected EOF while parsing");
                }
                Ok(())
            }
            0 if self.at >= self.bytes.len() => self.flaw(Kind::SyntaxError, self.at, "unexpected EOF while parsing"),
            _ => {
                let message = "unexpected character after line continuation character";
                self.flaw(Kind::SyntaxError, self.at, message)
            }
        }
    }

    fn close(&mut self, byte: u8) -> Result<(), Flaw> {
        let Some((opening, _, line)) = self.open.pop() else {
            return self.flaw(Kind::SyntaxError, self.at, format!("unmatched '{}'", char::from(byte)));
        };
        let wanted = match opening {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        if byte != wanted {
            let (closing, opening) = (char::from(byte), char::from(opening));
            let mut message = format!("closing parenthesis '{closing}' does not match opening parenthesis '{opening}'");
            if line != self.line {
                message += &format!(" on line {line}");
            }
            return self.flaw(Kind::SyntaxError, self.at, message);
        }
        self.at += 1;
        Ok(())
    }

    /// A name or keyword, or the prefix of a string.
    fn word(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        while matches!(self.peek(0), b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80..) {
            self.at += 1;
        }
        let word = self.bytes[start..self.at].to_ascii_lowercase();
        let is_prefix = matches!(word.as_slice(), b"r" | b"b" | b"u" | b"f" | b"rb" | b"br" | b"rf" | b"fr");
        if is_prefix && matches!(self.peek(0), b'"' | b'\'') { self.string(start) } else { Ok(()) }
    }

    /// A string whose quotes are next. An f-string is one as well: up to 3.11, it ends where its quotes come again.
    fn string(&mut self, start: usize) -> Result<(), Flaw> {
        let quote = self.peek(0);
        let is_triple = self.peek(1) == quote && self.peek(2) == quote;
        let length = if is_triple { 3 } else { 1 };
        self.at += length;
        loop {
            let byte = self.peek(0);
            if self.at >= self.bytes.len() || (!is_triple && matches!(byte, b'\n' | b'\r')) {
                let triple = if is_triple { "triple-quoted " } else { "" };
                // A line end at the end of the source begins no line.
                let is_end = self.at >= self.bytes.len() && self.bytes.last() == Some(&b'\n');
                let line = self.line - u32::from(is_end && is_triple);
                let message = format!("unterminated {triple}string literal (detected at line {line})");
                return self.flaw(Kind::SyntaxError, start, message);
            }
            match byte {
                b'\\' => {
                    self.at += 1;
                    match self.peek(0) {
                        b'\n' | b'\r' => self.newline(),
                        _ => self.at += 1,
                    }
                }
                b'\n' | b'\r' => self.newline(),
                _ if byte == quote && (!is_triple || (self.peek(1) == quote && self.peek(2) == quote)) => {
                    self.at += length;
                    return Ok(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        let (name, digits): (&str, fn(u8) -> bool) = match (self.peek(0), self.peek(1)) {
            (b'0', b'x' | b'X') => ("hexadecimal", |byte| byte.is_ascii_hexdigit()),
            (b'0', b'o' | b'O') => ("octal", |byte| (b'0'..=b'7').contains(&byte)),
            (b'0', b'b' | b'B') => ("binary", |byte| matches!(byte, b'0' | b'1')),
            _ => ("decimal", |byte| byte.is_ascii_digit()),
        };
        if name != "decimal" {
            self.at += 2;
            self.digits(digits);
            let next = self.peek(0);
            if next.is_ascii_digit() {
                let message = format!("invalid digit '{}' in {name} literal", char::from(next));
                return self.flaw(Kind::SyntaxError, self.at, message);
            }
            return self.end_of_number(start, name);
        }
        self.digits(digits);
        let whole = self.at;
        if self.peek(0) == b'.' {
            self.at += 1;
            self.digits(digits);
        }
        let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
        if matches!(self.peek(0), b'e' | b'E') && self.peek(1 + sign).is_ascii_digit() {
            self.at += 1 + sign;
            self.digits(digits);
        }
        if matches!(self.peek(0), b'j' | b'J') {
            self.at += 1;
        } else if self.at == whole {
            let text = &self.bytes[start..whole];
            if text.starts_with(b"0") && text.iter().any(|byte| matches!(byte, b'1'..=b'9')) {
                let message =
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
                return self.flaw(Kind::SyntaxError, start, message);
            }
        }
        self.end_of_number(start, name)
    }

    fn digits(&mut self, is_digit: fn(u8) -> bool) {
        while is_digit(self.peek(0)) || (self.peek(0) == b'_' && is_digit(self.peek(1))) {
            self.at += 1;
        }
    }

    /// A number must not run into a name; into a keyword it may, as in `1if x else 2`.
    fn end_of_number(&mut self, start: usize, name: &str) -> Result<(), Flaw> {
        let rest = &self.bytes[self.at..];
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        let is_name = matches!(self.peek(0), b'_' | b'a'..=b'z' | b'A'..=b'Z');
        let is_empty = name != "decimal" && self.at == start + 2;
        if is_empty || (is_name && !keywords.iter().any(|keyword| rest.starts_with(keyword))) {
            return self.flaw(Kind::SyntaxError, self.at.max(start + 1) - 1, format!("invalid {name} literal"));
        }
        Ok(())
    }
}
