//! Names with indices: `w_211`, `h_out_f^(e)`, `MSE`.
//!
//! The subscript counts layers and nodes, the superscript in brackets counts examples. An index is a number or
//! one letter, so that `w_211` and `w_2fn` are the same kind of thing.

use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::str::FromStr;

use super::base::Base;
use crate::printable::printable;

/// One index of a symbol: a place that is known, or a letter that stands for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// A one-based number, as people read it.
    At(usize),
    /// A letter that stands for any number: the `f` and `n` of `w_2fn`, the `e` of `o_out_1^(e)`.
    Letter(char),
}

impl Hash for Index {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // One word for both: checkers look names up by the million.
        hasher.write_u64(match *self {
            Index::At(number) => (number as u64) << 1,
            Index::Letter(letter) => u64::from(letter) << 1 | 1,
        });
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Index::At(number) => write!(f, "{number}"),
            Index::Letter(letter) => write!(f, "{letter}"),
        }
    }
}

/// A name as it stands in a formula: base, subscript and example.
///
/// ```
/// use gradwalk::expr::{Index, Symbol};
/// let weight = Symbol::new("w").below([Index::At(2), Index::At(1), Index::At(1)]);
/// assert_eq!(weight.to_string(), "w_211");
/// let output = Symbol::new("o_out").below([Index::At(1)]).of_example(Index::Letter('e'));
/// assert_eq!(output.to_string(), "o_out_1^(e)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// What is indexed: `w`, `b`, `x`, `y`, `h_in`, `h2_out`, `o_out`, `MSE`, or any other word.
    pub base: Base,
    /// The subscript, from left to right.
    pub sub: Vec<Index>,
    /// The superscript in brackets: the example.
    pub example: Option<Index>,
}

impl Symbol {
    /// A name without indices.
    pub fn new(base: impl Into<Base>) -> Self {
        Symbol { base: base.into(), sub: Vec::new(), example: None }
    }

    /// The same name with this subscript.
    #[must_use]
    pub fn below(mut self, sub: impl IntoIterator<Item = Index>) -> Self {
        self.sub = sub.into_iter().collect();
        self
    }

    /// The same name for this example.
    #[must_use]
    pub fn of_example(mut self, example: Index) -> Self {
        self.example = Some(example);
        self
    }

    /// Reads `W2[1,0]` and `b1[2]`, cut at the bracket. The entries count from zero as in Python, the layer from one.
    pub(crate) fn of_entry(array: &str, entry: &str) -> Option<Self> {
        let (base, layer) = array.split_at_checked(1)?;
        let entry: Vec<usize> =
            entry.strip_suffix(']')?.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
        let base = match (base, entry.len()) {
            ("W" | "w", 2) => "w",
            ("b" | "B", 1) => "b",
            _ => return None,
        };
        let layer: usize = layer.parse().ok().filter(|&layer| layer > 0)?;
        let one_based: Vec<usize> = entry.into_iter().map(|n| n.checked_add(1)).collect::<Option<_>>()?;
        Some(Symbol::new(base).below([layer].into_iter().chain(one_based).map(Index::At)))
    }

    /// Whether a superscript behind it is read as an example, so that a power of it needs brackets: so it is for
    /// every x, y, h or o with an index.
    pub fn takes_example(&self) -> bool {
        is_node(&self.base) && !self.sub.is_empty()
    }

    /// Whether its indices can be told apart without commas: a weight, a bias or a Kronecker δ has a fixed number of
    /// them, each of one sign. Of any other name `D_en` would be one index that is none.
    pub fn needs_no_commas(&self) -> bool {
        has_indices_side_by_side(&self.base) && !self.sub.iter().any(|index| matches!(index, Index::At(10..)))
    }

    /// The same name where one example is spoken of, or all of them.
    #[must_use]
    pub fn without_example(self) -> Self {
        Symbol { example: None, ..self }
    }
}

impl fmt::Display for Symbol {
    /// Writes `w_211`, `w_2,10,3` as soon as an index has two digits, and `D_e,n` wherever reading needs the comma.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)?;
        let separator = if self.needs_no_commas() { "" } else { "," };
        for (place, index) in self.sub.iter().enumerate() {
            write!(f, "{}{index}", if place == 0 { "_" } else { separator })?;
        }
        match self.example {
            Some(example) => write!(f, "^({example})"),
            None => Ok(()),
        }
    }
}

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SymbolError {
    /// No letters where the name should begin.
    #[error(
        "`{text}` is not a name: a name begins with a letter and has letters, digits, _ and commas after it, as in \
         w_211 or o_out_1^(2)"
    )]
    NotAName {
        /// What was written.
        text: String,
    },
    /// A weight or bias with too few or too many indices.
    #[error("`{text}` has {found} {indices}, and {what}", indices = if *found == 1 { "index" } else { "indices" })]
    IndexCount {
        /// What was written.
        text: String,
        /// How many indices it has.
        found: usize,
        /// What it should have, in words.
        what: &'static str,
    },
    /// An index that is neither a number from 1 nor one letter.
    #[error("`{index}` in `{text}` is not an index: write a number from 1 up, or one letter")]
    NotAnIndex {
        /// What was written.
        text: String,
        /// The part that is no index.
        index: String,
    },
    /// Nothing where an index should stand.
    #[error("an index is missing in `{text}`: write one number or letter before and after each comma")]
    NoIndex {
        /// What was written.
        text: String,
    },
    /// A number beyond all that can be counted.
    #[error("`{index}` in `{text}` is larger than any index: write a number from 1 up")]
    TooLarge {
        /// What was written.
        text: String,
        /// The number.
        index: String,
    },
    /// A superscript that is no example.
    #[error(
        "what follows `^` in `{text}` is not an example: write ^(2) or ^(e) after an x, y, h or o with an index"
    )]
    NotAnExample {
        /// What was written.
        text: String,
    },
}

/// How many indices a base takes, with the words for a learner who wrote another number of them.
fn arity(base: &str) -> Option<(usize, &'static str)> {
    match base {
        "w" => Some((
            3,
            "a weight has three: layer, from node, to node, as in w_211, or w_2,10,3 where one is above nine",
        )),
        "delta" => Some((2, "a Kronecker delta has two, as in delta_kn")),
        "b" => Some((2, "a bias has two: layer and node, as in b_13, or b_1,13 where one is above nine")),
        _ if is_node(base) => Some((1, "a node value has one: the node, as in o_out_2^(1)")),
        _ => None,
    }
}

/// Whether values of this base belong to a node and an example: x, y, `h_in`, `h2_out`, `o_out`.
pub(super) fn is_node(base: &str) -> bool {
    matches!(base, "x" | "y") || side_of_node(base).is_some_and(str::is_empty)
}

/// What follows `h_in`, `h2_out`, `o_in` or `o_out` at the start of a text.
fn side_of_node(text: &str) -> Option<&str> {
    let layer = match text.strip_prefix('h') {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => text.strip_prefix('o')?,
    };
    layer.strip_prefix("_in").or_else(|| layer.strip_prefix("_out"))
}

fn index(text: &str) -> Option<Index> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_alphabetic() => Some(Index::Letter(letter)),
        _ => text.parse().ok().filter(|&n| n > 0 && text.bytes().all(|b| b.is_ascii_digit())).map(Index::At),
    }
}

impl FromStr for Symbol {
    type Err = SymbolError;

    /// Reads what [`Symbol`] prints. Digits of a weight or bias without commas are one index each.
    fn from_str(text: &str) -> Result<Self, SymbolError> {
        let whole = || printable(text);
        let (name, example) = match text.split_once('^') {
            None => (text, None),
            Some((name, power)) => {
                let inside = power.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
                let example =
                    inside.and_then(index).ok_or_else(|| SymbolError::NotAnExample { text: whole() })?;
                (name, Some(example))
            }
        };
        if !name.starts_with(char::is_alphabetic)
            || !name.chars().all(|c| c.is_alphanumeric() || "_,".contains(c))
        {
            return Err(SymbolError::NotAName { text: whole() });
        }
        let base_end = match side_of_node(name) {
            Some(rest) if rest.is_empty() || rest.starts_with('_') => name.len() - rest.len(),
            _ => name.find('_').unwrap_or(name.len()),
        };
        let (base, sub) = (&name[..base_end], name[base_end..].strip_prefix('_'));
        // Kronecker's δ is typed as a word.
        let base = if base == "δ" { "delta" } else { base };
        let pieces = sub.map_or(Vec::new(), |sub| pieces(base, sub));
        if let Some((_, what)) = arity(base).filter(|(count, _)| sub.is_some() && *count != pieces.len()) {
            return Err(SymbolError::IndexCount { text: whole(), found: pieces.len(), what });
        }
        let sub = pieces
            .into_iter()
            .map(|piece| index(piece).ok_or_else(|| no_index(text, piece)))
            .collect::<Result<Vec<Index>, SymbolError>>()?;
        if example.is_some() && !(is_node(base) && sub.len() == 1) {
            return Err(SymbolError::NotAnExample { text: whole() });
        }
        Ok(Symbol { base: base.into(), sub, example })
    }
}

/// What is wrong with a piece of a subscript.
fn no_index(text: &str, piece: &str) -> SymbolError {
    let (text, index) = (printable(text), printable(piece));
    match piece.bytes().all(|byte| byte.is_ascii_digit()) {
        true if piece.is_empty() => SymbolError::NoIndex { text },
        true if piece.contains(|digit| digit != '0') => SymbolError::TooLarge { text, index },
        _ => SymbolError::NotAnIndex { text, index },
    }
}

/// Whether digits below this base are one index each.
fn has_indices_side_by_side(base: &str) -> bool {
    matches!(base, "w" | "b" | "delta")
}

/// The subscript cut into indices: at its commas, or every digit of a weight or bias that has none.
fn pieces<'a>(base: &str, sub: &'a str) -> Vec<&'a str> {
    if has_indices_side_by_side(base) && !sub.contains(',') {
        return sub.char_indices().map(|(at, c)| &sub[at..at + c.len_utf8()]).collect();
    }
    sub.split(',').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_above_nine_brings_commas() {
        let weight = |indices: [usize; 3]| Symbol::new("w").below(indices.map(Index::At)).to_string();
        assert_eq!(weight([2, 1, 1]), "w_211");
        assert_eq!(weight([2, 10, 3]), "w_2,10,3");
        assert_eq!(Symbol::new("b").below([Index::At(1), Index::At(12)]).to_string(), "b_1,12");
        assert_eq!(Symbol::new("h_out").below([Index::At(12)]).to_string(), "h_out_12");
    }

    #[test]
    fn reading_is_the_inverse_of_writing() {
        let names = [
            "w_211",
            "w_2fn",
            "w_2,10,3",
            "w_2,f,10",
            "b_13",
            "b_1,13",
            "delta_kn",
            "delta_11",
            "x_4^(2)",
            "y_1^(e)",
            "h_in_2^(1)",
            "h_out_12",
            "h2_out_n^(10)",
            "o_in_1^(e)",
            "MSE",
            "N",
            "x",
            "f",
            "a_2",
            "x_11",
            "D_e,n",
            "P_2,f,10",
            "D_1,2",
        ];
        for name in names {
            assert_eq!(name.parse::<Symbol>().map(|symbol| symbol.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_advice() {
        for (text, advice) in [
            ("w_21", "has 2 indices, and a weight has three"),
            ("w_2110", "w_2,10,3"),
            ("w_2,1", "has 2 indices"),
            ("w_201", "`0` in `w_201` is not an index"),
            ("b_1", "has 1 index, and a bias has two"),
            ("o_out_1^2", "write ^(2) or ^(e)"),
            ("MSE^(2)", "after an x, y, h or o with an index"),
            ("w_2 1", "not a name"),
            ("", "not a name"),
            ("o_out_99999999999999999999999", "larger than any index"),
            ("w_1,99999999999999999999999,1", "larger than any index"),
            ("w_1,,2", "an index is missing in `w_1,,2`"),
            ("w_1,0,2", "`0` in `w_1,0,2` is not an index"),
            ("x_+1", "not a name"),
        ] {
            let refusal = text.parse::<Symbol>().expect_err(text).to_string();
            assert!(refusal.contains(advice), "{text}: {refusal}");
        }
    }
}
