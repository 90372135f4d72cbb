//! Places in the source: the parser counts bytes, people count lines and characters.

use ruff_text_size::{Ranged, TextSize};

use crate::code::Position;

/// A source text and where its lines begin.
pub(super) struct Places<'a> {
    source: &'a str,
    /// The first byte of each line.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut starts = vec![0];
        let bytes = source.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            // As Python does: "\n", "\r\n" and a lone "\r" end a line.
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                starts.push(index + 1);
            }
        }
        Places { source, starts }
    }

    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    /// The byte behind each line, its end included.
    pub(super) fn ends(&self) -> Vec<usize> {
        self.starts.iter().skip(1).copied().chain([self.source.len()]).collect()
    }

    /// Where a node begins.
    pub(super) fn of(&self, node: &impl Ranged) -> Position {
        self.at(node.start())
    }

    /// Where a byte stands.
    pub(super) fn at(&self, offset: TextSize) -> Position {
        let mut offset = offset.to_usize().min(self.source.len());
        while !self.source.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let mark = if self.source[start..].starts_with('\u{feff}') { 1 } else { 0 };
        let column = self.source[start..offset].chars().count().saturating_sub(mark);
        Position { line: number(line.max(1)), column: number(column + 1) }
    }

    /// A line's text, without its end.
    pub(super) fn line(&self, line: u32) -> &'a str {
        let index = (line as usize).saturating_sub(1);
        let start = self.starts.get(index).copied().unwrap_or(self.source.len());
        let end = self.starts.get(index + 1).copied().unwrap_or(self.source.len());
        self.source[start..end].trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}')
    }

    /// All lines.
    pub(super) fn lines(&self) -> Vec<String> {
        (1..=number(self.starts.len())).map(|line| self.line(line).to_owned()).collect()
    }
}

/// A count of things in a source of limited size.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
