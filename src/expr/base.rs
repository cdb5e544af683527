//! The word of a name: what is indexed.
//!
//! A checker copies names by the hundred thousand, each with other numbers for its letters, while the word stays the
//! same: so it is kept once and shared.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// `w`, `b`, `x`, `h_in`, `o_out`, `MSE`, or any other word. It can be read like a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base(Arc<str>);

impl Base {
    /// The word as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Base {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Base {
    fn from(word: &str) -> Self {
        Base(word.into())
    }
}

impl From<String> for Base {
    fn from(word: String) -> Self {
        Base(word.into())
    }
}

impl From<char> for Base {
    fn from(letter: char) -> Self {
        letter.to_string().into()
    }
}

impl PartialEq<str> for Base {
    fn eq(&self, word: &str) -> bool {
        *self.0 == *word
    }
}

impl PartialEq<&str> for Base {
    fn eq(&self, word: &&str) -> bool {
        *self.0 == **word
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}
