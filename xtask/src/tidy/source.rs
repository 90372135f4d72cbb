//! Source text for rules that look at code: comments and strings are blanked, and every line stays in its place.

/// Rust source with each character of comments, strings and character literals replaced by a space.
pub(super) fn rust_code(text: &str) -> String {
    let mut out = Blanked::new(text);
    while let Some(letter) = out.peek(0) {
        match letter {
            '/' if out.peek(1) == Some('/') => out.blank_line(),
            '/' if out.peek(1) == Some('*') => out.blank_block_comment(),
            '"' => out.blank_string(),
            'r' if out.raw_string_hashes().is_some() && !out.follows_a_word() => out.blank_raw_string(),
            '\'' => out.blank_character(),
            _ => out.keep(1),
        }
    }
    out.done
}

/// TypeScript source with comments replaced by spaces. Strings stay, as imports name their modules in them.
pub(super) fn typescript_without_comments(text: &str) -> String {
    let mut out = Blanked::new(text);
    let mut quote = None;
    while let Some(letter) = out.peek(0) {
        match (quote, letter) {
            (Some(_), '\\') => out.keep(2),
            (Some(open), _) if open == letter => {
                quote = None;
                out.keep(1);
            }
            (Some(_), _) => out.keep(1),
            (None, '/') if out.peek(1) == Some('/') => out.blank_line(),
            (None, '/') if out.peek(1) == Some('*') => out.blank_block_comment(),
            (None, '"' | '\'' | '`') => {
                quote = Some(letter);
                out.keep(1);
            }
            (None, _) => out.keep(1),
        }
    }
    out.done
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].matches('\n').count() + 1
}

/// The text so far, with its blanks, and the text to come.
struct Blanked {
    letters: Vec<char>,
    at: usize,
    done: String,
}

impl Blanked {
    fn new(text: &str) -> Self {
        Blanked { letters: text.chars().collect(), at: 0, done: String::with_capacity(text.len()) }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied()
    }

    fn keep(&mut self, count: usize) {
        let end = self.letters.len().min(self.at + count);
        self.done.extend(&self.letters[self.at..end]);
        self.at = end;
    }

    fn blank(&mut self, count: usize) {
        let end = self.letters.len().min(self.at + count);
        self.done.extend(self.letters[self.at..end].iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
        self.at = end;
    }

    fn blank_line(&mut self) {
        while self.peek(0).is_some_and(|letter| letter != '\n') {
            self.blank(1);
        }
    }

    /// Rust's block comments nest; in TypeScript, where they do not, none of ours contains the opening of another.
    fn blank_block_comment(&mut self) {
        let mut depth = 0;
        while let Some(letter) = self.peek(0) {
            match (letter, self.peek(1)) {
                ('/', Some('*')) => {
                    depth += 1;
                    self.blank(2);
                }
                ('*', Some('/')) => {
                    depth -= 1;
                    self.blank(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.blank(1),
            }
        }
    }

    fn blank_string(&mut self) {
        self.blank(1);
        while let Some(letter) = self.peek(0) {
            self.blank(if letter == '\\' { 2 } else { 1 });
            if letter == '"' {
                return;
            }
        }
    }

    /// The number of `#` in `r#"`, when a raw string starts here.
    fn raw_string_hashes(&self) -> Option<usize> {
        let hashes = self.letters[self.at + 1..].iter().take_while(|letter| **letter == '#').count();
        (self.peek(1 + hashes) == Some('"')).then_some(hashes)
    }

    fn follows_a_word(&self) -> bool {
        // In `br"…"` the `b` belongs to the string.
        self.done.ends_with(|letter: char| (letter.is_alphanumeric() && letter != 'b') || letter == '_')
    }

    fn blank_raw_string(&mut self) {
        let hashes = self.raw_string_hashes().unwrap_or(0);
        self.blank(2 + hashes);
        while let Some(letter) = self.peek(0) {
            let ends = letter == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            if ends {
                return self.blank(1 + hashes);
            }
            self.blank(1);
        }
    }

    /// A character literal, or else a lifetime, which stays.
    fn blank_character(&mut self) {
        match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => {
                self.blank(3);
                while self.peek(0).is_some_and(|letter| letter != '\'') {
                    self.blank(1);
                }
                self.blank(1);
            }
            (Some(_), Some('\'')) => self.blank(3),
            _ => self.keep(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rust(text: &str, code: &str) {
        assert_eq!(rust_code(text).split_whitespace().collect::<Vec<_>>().join(" "), code, "{text}");
        assert_eq!(rust_code(text).lines().count(), text.lines().count());
    }

    #[test]
    fn only_rust_code_stays() {
        rust("a // crate::b\nc", "a c");
        rust("a /* b /* c */ d */ e", "a e");
        rust(r#"let a = "crate::b \" c"; d"#, "let a = ; d");
        rust("let a = r#\"b\n\"c\"# ; d", "let a = ; d");
        rust(r"let a: &'b str = ('\'', '\\', 'c', '\u{1F600}', d);", "let a: &'b str = ( , , , , d);");
        rust("for_r\"a\"", "for_r");
    }

    #[test]
    fn typescript_keeps_its_strings() {
        let code = typescript_without_comments("import a from 'https://b'; // c 'd\n/* e */ f(`//g`)");
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), "import a from 'https://b'; f(`//g`)");
    }
}
