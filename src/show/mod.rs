//! What gradwalk knows, as pages.
//!
//! Here, and only here, numbers and symbols meet the display: every function takes a finished result and returns
//! a [`crate::page::Page`] or a part of one.

pub mod checks;
pub mod class;
pub mod comparison;
pub mod derivation;
pub mod diagnosis;
pub mod editor;
pub mod factors;
pub mod formula;
pub mod forward;
pub mod glossary;
pub mod gradient;
pub mod judgement;
pub mod marks;
pub mod matrices;
pub mod mistakes;
pub mod number;
pub mod paths;
pub mod review;
pub mod rules;
pub mod slide;
pub mod symbol;
pub mod transcript;
pub mod tree;
pub mod verified;

use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Part;
use crate::lesson::Words;
use crate::lesson::parts;
use crate::page::Inline;

/// One of a lesson's words, with formulas put in.
fn told(words: &Words, key: &'static str, with: &[(&str, Vec<Inline>)]) -> Vec<Inline> {
    let fill = |part: Part<'_>| match part {
        Part::Text(text) => vec![text.into()],
        Part::Hole(name) => {
            with.iter().find(|(hole, _)| *hole == name).map_or(Vec::new(), |(_, pieces)| pieces.clone())
        }
    };
    parts(words.label(key)).into_iter().flat_map(fill).collect()
}

/// How weights and biases are named to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// As in formulas: `w_221`.
    Symbols,
    /// With the array entry beside it, for who has arrays: `w_221 = W2[1,0]`.
    SymbolsAndArrays,
}

impl Naming {
    /// The name of a weight or bias.
    pub fn name(self, shape: &Shape, names: Names<'_>, parameter: Quantity) -> String {
        let symbol = names.written(&shape.symbol(parameter)).to_string();
        match (self, shape.array_entry(parameter)) {
            (Naming::SymbolsAndArrays, Some(entry)) => format!("{symbol} = {entry}"),
            _ => symbol,
        }
    }
}
