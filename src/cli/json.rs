//! Answers as JSON: one object each, with the format's number in it.

use std::io;
use std::io::Write;

use num_traits::ToPrimitive;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeSeq;

use crate::expr::Symbol;
use crate::gradient::Gradient;
use crate::gradient::compare::Comparison;
use crate::gradient::exactness::Exactness;
use crate::gradient::path::Tree;
use crate::gradient::scalar;
use crate::gradient::scalar::Listing;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Math;
use crate::render;

/// The number of the format that this program writes.
pub(super) const FORMAT: u32 = 1;

/// A formula in the three forms that programs get: to be read in again, to be set, to be spoken.
#[derive(Serialize)]
pub(super) struct FormulaAnswer {
    plain: String,
    latex: String,
    speech: String,
}

impl FormulaAnswer {
    pub(super) fn new(plain: String, math: &Math) -> Self {
        FormulaAnswer { plain, latex: render::latex::formula(math), speech: render::speech::words(math) }
    }
}

#[derive(Serialize)]
struct ComparisonAnswer<'a> {
    format: u32,
    problem: &'a str,
    cost: f64,
    examples: usize,
    path_terms: u64,
    path_multiplications: u64,
    matrix_multiplications: u64,
    agree: bool,
    exact: Option<&'static str>,
    entries: Vec<EntryAnswer>,
    nudges: Option<NudgesAnswer>,
}

#[derive(Serialize)]
struct EntryAnswer {
    weight: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    paths: f64,
    matrix: f64,
    difference: f64,
    bound: f64,
    exactly_equal: Option<bool>,
    smallest_visible: Option<f64>,
}

#[derive(Serialize)]
struct NudgesAnswer {
    agree: usize,
    skipped: usize,
    hidden: usize,
    contradicted: Vec<Measured>,
}

#[derive(Serialize)]
struct Measured {
    weight: String,
    slope: f64,
}

/// A name as another notation writes it, beside the one that every command reads.
fn written(names: Names<'_>, symbol: &Symbol) -> Option<String> {
    (!names.are_those_of_the_series()).then(|| names.written(symbol).to_string())
}

/// The answer of `compare`.
pub(super) fn comparison(problem: &str, comparison: &Comparison, names: Names<'_>) -> String {
    let name = |quantity| comparison.shape.symbol(quantity).to_string();
    let entries = comparison.entries.iter().map(|entry| EntryAnswer {
        weight: name(entry.parameter),
        written: written(names, &comparison.shape.symbol(entry.parameter)),
        paths: entry.paths,
        matrix: entry.matrix,
        difference: entry.difference(),
        bound: entry.bound,
        exactly_equal: entry.exactly_equal,
        smallest_visible: Some(entry.smallest_visible()).filter(|error| error.is_finite()),
    });
    line(&ComparisonAnswer {
        format: FORMAT,
        problem,
        cost: comparison.cost,
        examples: comparison.shape.examples,
        path_terms: comparison.path_terms.to_u64().unwrap_or(u64::MAX),
        path_multiplications: comparison.path_multiplications.to_u64().unwrap_or(u64::MAX),
        matrix_multiplications: comparison.matrix_multiplications.to_u64().unwrap_or(u64::MAX),
        agree: comparison.agrees(),
        exact: match comparison.exactness {
            Exactness::Integers => Some("integers"),
            Exactness::Modular => Some("modular"),
            Exactness::TooLarge => None,
        },
        entries: entries.collect(),
        nudges: comparison.nudges.as_ref().map(|nudges| NudgesAnswer {
            agree: nudges.agree,
            skipped: nudges.skipped,
            hidden: nudges.hidden,
            contradicted: nudges
                .contradicted
                .iter()
                .map(|&(parameter, slope)| Measured { weight: name(parameter), slope })
                .collect(),
        }),
    })
}

#[derive(Serialize)]
struct GradientAnswer<'a> {
    format: u32,
    cost: f64,
    gradients: Vec<LayerAnswer<'a>>,
}

#[derive(Serialize)]
struct LayerAnswer<'a> {
    weights: Vec<&'a [f64]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biases: Option<&'a [f64]>,
}

/// The answer of `gradient`.
pub(super) fn gradient(gradient: &Gradient, cost: f64) -> String {
    let gradients = gradient.layers.iter().map(|layer| LayerAnswer {
        weights: layer.weights.iter_rows().collect(),
        biases: layer.biases.as_deref(),
    });
    line(&GradientAnswer { format: FORMAT, cost, gradients: gradients.collect() })
}

#[derive(Serialize)]
struct PathsAnswer<'a> {
    format: u32,
    weight: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    divide_by: u64,
    count: u64,
    terms: Terms<'a>,
    sum: f64,
    value: f64,
}

/// The terms to be listed, written one by one as they are walked: there may be more than fit into memory.
struct Terms<'a> {
    shape: &'a Shape,
    names: Names<'a>,
    tree: &'a Tree<'a>,
    parameter: Quantity,
    limit: usize,
}

#[derive(Serialize)]
struct TermAnswer {
    example: usize,
    path: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Vec<String>>,
    factors: Vec<f64>,
    product: f64,
}

impl Serialize for Terms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Within a term the example is said once, so that the nodes of the path go without.
        let node = |quantity| self.shape.symbol(quantity).without_example();
        let mut terms = serializer.serialize_seq(None)?;
        scalar::first_terms(self.tree, self.parameter, self.limit, |term| {
            terms.serialize_element(&TermAnswer {
                example: term.example + 1,
                path: term.path.nodes.iter().map(|&quantity| node(quantity).to_string()).collect(),
                written: term
                    .path
                    .nodes
                    .iter()
                    .map(|&quantity| written(self.names, &node(quantity)))
                    .collect(),
                factors: term.factors.iter().map(|factor| factor.value).collect(),
                product: term.product,
            })
        })?;
        terms.end()
    }
}

/// Writes the answer of `paths`: what a listing without terms says, and the first `limit` terms of the tree.
pub(super) fn paths(
    writer: &mut dyn Write,
    (shape, names): (&Shape, Names<'_>),
    tree: &Tree,
    listing: &Listing,
    limit: usize,
) -> io::Result<()> {
    let answer = PathsAnswer {
        format: FORMAT,
        weight: shape.symbol(listing.parameter).to_string(),
        written: written(names, &shape.symbol(listing.parameter)),
        // N counts labels or examples.
        divide_by: listing.divide_by.to_u64().unwrap_or(u64::MAX),
        count: listing.count,
        terms: Terms { shape, names, tree, parameter: listing.parameter, limit },
        sum: listing.sum,
        value: listing.value,
    };
    serde_json::to_writer(&mut *writer, &answer)?;
    writer.write_all(b"\n")
}

pub(super) fn line(answer: &impl Serialize) -> String {
    // Plain structs of numbers and strings always serialise.
    serde_json::to_string(answer).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient::compare::compare;
    use crate::gradient::scope::Scope;
    use crate::problem::Problem;

    #[test]
    fn a_comparison_that_fails_does_not_agree() {
        let problem = Problem::built_in("iris-3").expect("built in");
        let mut wrong = compare(&problem, Scope::Everything, |_| ()).expect("comparable");
        assert!(comparison("iris-3", &wrong, Names::SERIES).contains(r#""agree":true"#));
        wrong.entries[3].paths *= 1.0 + 1e-9;
        assert!(comparison("iris-3", &wrong, Names::SERIES).contains(r#""agree":false"#));
    }
}
