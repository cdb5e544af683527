//! What is wrong with a file, where in it, and what to do.

use std::ops::Range;

use crate::printable::escaped;
use crate::printable::printable;

/// Why a problem could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}: {}", printable(file), escaped(says))]
pub struct ReadError {
    /// The file as the reader named it.
    pub file: String,
    /// What is wrong, in one sentence.
    pub says: String,
    /// Where.
    pub place: Where,
    /// What to do.
    pub help: Box<str>,
}

/// Where in a file a fault shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Where {
    /// Nowhere in particular.
    File,
    /// In a text.
    Text {
        /// All of the text.
        text: Box<str>,
        /// The bytes to point at.
        span: Range<usize>,
        /// A few words to stand at the mark; may be empty.
        mark: &'static str,
    },
    /// In an array.
    Array {
        /// The array's name in the file.
        name: String,
        /// Its shape, where that much is known.
        shape: Option<Vec<usize>>,
    },
}

impl ReadError {
    /// The line of the file, from 1, where the fault is in a text.
    pub fn line(&self) -> Option<usize> {
        match &self.place {
            Where::Text { text, span, .. } => Some(super::scan::line(text, span.start)),
            Where::File | Where::Array { .. } => None,
        }
    }

    /// The column in that line, in characters and from 1.
    pub fn column(&self) -> Option<usize> {
        match &self.place {
            Where::Text { text, span, .. } => Some(super::scan::column(text, span.start)),
            Where::File | Where::Array { .. } => None,
        }
    }

    pub(crate) fn of_file(file: &str, says: impl Into<String>, help: impl Into<String>) -> Self {
        ReadError {
            file: file.into(),
            says: says.into(),
            place: Where::File,
            help: String::into_boxed_str(help.into()),
        }
    }

    pub(super) fn of_array(
        file: &str,
        name: &str,
        shape: Option<&[usize]>,
        says: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let place = Where::Array { name: printable(name), shape: shape.map(Into::into) };
        ReadError { place, ..ReadError::of_file(file, says, help) }
    }
}

/// A fault in a text that somebody else holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextFault {
    pub(crate) span: Range<usize>,
    pub(crate) says: String,
    pub(crate) mark: &'static str,
    pub(crate) help: String,
}

impl TextFault {
    pub(crate) fn in_text(self, file: &str, text: &str) -> ReadError {
        let TextFault { span, says, mark, help } = self;
        let place = Where::Text { text: text.into(), span, mark };
        ReadError { place, ..ReadError::of_file(file, says, help) }
    }
}
