//! Going through a text sign by sign, and pointing at where it cannot be read.

use super::DEEPEST;
use super::ParseError;

/// How far a text has been read.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
}

impl Reader<'_> {
    pub(super) fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// The next character that is no space.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip_spaces();
        self.rest().chars().next()
    }

    pub(super) fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Goes past one of these spellings, if one is next.
    pub(super) fn take(&mut self, spellings: &[&str]) -> bool {
        self.skip_spaces();
        let found = spellings.iter().find(|spelling| self.rest().starts_with(**spelling));
        if let Some(spelling) = found {
            self.at += spelling.len();
        }
        found.is_some()
    }

    pub(super) fn expect(&mut self, sign: &str, why: &str) -> Result<(), ParseError> {
        if self.take(&[sign]) {
            Ok(())
        } else {
            Err(self.error_here(format!("`{sign}` is missing here: {why}")))
        }
    }

    pub(super) fn error_here(&self, says: String) -> ParseError {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        ParseError { at: self.at..self.at + length, says }
    }

    pub(super) fn error_from(&self, start: usize, says: impl Into<String>) -> ParseError {
        ParseError { at: start..self.at.max(start), says: says.into() }
    }

    pub(super) fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error_here(format!("this formula nests deeper than {DEEPEST} levels")));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Goes past letters, digits and `_`, and past every `,index` that follows a subscript without spaces.
    pub(super) fn name_text(&mut self) -> String {
        let start = self.at;
        let run = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        self.at += run(self.rest());
        if !self.text[start..self.at].contains('_') {
            return self.text[start..self.at].to_owned();
        }
        while let Some(after) = self.rest().strip_prefix(',') {
            let length = run(after);
            let index = &after[..length];
            if index.is_empty() || (index.chars().count() > 1 && !index.bytes().all(|b| b.is_ascii_digit())) {
                break;
            }
            self.at += 1 + length;
        }
        self.text[start..self.at].to_owned()
    }
}
