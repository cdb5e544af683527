//! A text in another spelling, written in our notation, and where each piece of it comes from.

use super::ParseError;

/// A text in our notation, and for each of its bytes the byte of the original that it comes from.
#[derive(Default)]
pub(super) struct Translated {
    pub(super) text: String,
    from: Vec<usize>,
}

impl Translated {
    /// Goes on with this, which stands for what is at `at` in the original.
    pub(super) fn say(&mut self, ours: &str, at: usize) {
        self.text.push_str(ours);
        self.from.resize(self.text.len(), at);
    }

    /// Takes back all from this byte on.
    pub(super) fn taken_back(&mut self, from: usize) -> String {
        self.from.truncate(from);
        self.text.split_off(from)
    }

    /// The same complaint about the original.
    pub(super) fn blamed(&self, original: &str, error: ParseError) -> ParseError {
        let character = |at: usize| {
            let start = self.from.get(at).copied().unwrap_or(original.len());
            start..start + original[start..].chars().next().map_or(0, char::len_utf8)
        };
        let start = character(error.at.start).start;
        let end = if error.at.is_empty() { start } else { character(error.at.end - 1).end };
        ParseError { at: start..end.max(start), says: error.says }
    }
}
