//! One quantity, written as different courses write it.
//!
//! ```text
//!                                series         nielsen      ng
//! weight, layer 2, from f to n   w_2fn          w³_nf        W^[2]_nf
//! output n of example e          o_out_n^(e)    a^{e,3}_n    a^{[2](e)}_n
//! cost                           MSE            C            J
//! ```
//!
//! A course differs from another in its letters, in where an index stands, in whether a weight's target comes before
//! its source, and in which number the layer of inputs has. All of that is data: [`NOTATIONS`] has one literal for
//! each course. Values never change; where a course also divides its cost by something else, [`Notation::note`] says so.
//!
//! Counts keep their series names: Nielsen calls the number of examples n and Ng m, which are letters of nodes here.

use super::Shape;
use crate::cost;
use crate::cost::Cost;

use Place::{Example, From, Layer, Node};
use Slot::{Bare, Comma, Round, Square, Word};

/// How one course writes.
#[derive(Debug)]
pub struct Notation {
    /// The word to type.
    pub name: &'static str,
    /// Whose notation it is.
    pub whose: &'static str,
    /// How to read it, in one sentence.
    pub says: &'static str,
    /// The number of the layer of inputs; every later layer counts on from it.
    pub input_layer: usize,
    /// The number on a connection.
    pub weight: Form,
    /// What is added to a weighted sum.
    pub bias: Form,
    /// One number of an example.
    pub input: Form,
    /// What an output should be.
    pub label: Form,
    /// The weighted sum that goes into a node.
    pub pre_activation: Form,
    /// What comes out of a node.
    pub activation: Form,
    /// What is to become small.
    pub cost: Form,
    /// The costs that the course itself uses, the quadratic one first. Empty where it uses any.
    costs: &'static [&'static str],
}

/// How one kind of quantity is written.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    letter: Letter,
    pub(super) below: &'static [Slot<Place>],
    pub(super) above: &'static [Slot<Place>],
    pub(super) after: &'static [Slot<Place>],
}

/// What carries the indices.
#[derive(Clone, Copy, Debug)]
enum Letter {
    /// The same letter in every layer.
    Always(&'static str),
    /// The letter that the symbol has itself: h, h2 or o by layer, MSE or SSE by cost.
    Own,
}

/// Which index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The layer, counted from the notation's layer of inputs.
    Layer,
    /// The node that a connection comes from.
    From,
    /// The node itself, or the node that a connection goes to.
    Node,
    /// The example.
    Example,
}

/// One sign of a sub- or superscript, around an index that is still to be put in or already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot<What> {
    /// The index alone.
    Bare(What),
    /// The index in round brackets.
    Round(What),
    /// The index in square brackets.
    Square(What),
    /// A word, the same for every index.
    Word(&'static str),
    /// A comma between its neighbours.
    Comma,
}

/// The letter with these slots at its lower and upper right.
const fn form(letter: &'static str, below: &'static [Slot<Place>], above: &'static [Slot<Place>]) -> Form {
    Form { letter: Letter::Always(letter), below, above, after: &[] }
}

/// The symbol's own letter with these slots at its lower and upper right.
const fn own(below: &'static [Slot<Place>], above: &'static [Slot<Place>]) -> Form {
    Form { letter: Letter::Own, below, above, after: &[] }
}

/// Every notation there is, the default first. A new one is one more literal.
pub static NOTATIONS: &[Notation] = &[
    Notation {
        name: "series",
        whose: "the series",
        says: "w_lfn is the weight of layer l from node f to node n; the example stands above in brackets",
        input_layer: 0,
        weight: form("w", &[Bare(Layer), Bare(From), Bare(Node)], &[]),
        bias: form("b", &[Bare(Layer), Bare(Node)], &[]),
        input: form("x", &[Bare(Node)], &[Round(Example)]),
        label: form("y", &[Bare(Node)], &[Round(Example)]),
        pre_activation: own(&[Word("in"), Comma, Bare(Node)], &[Round(Example)]),
        activation: own(&[Word("out"), Comma, Bare(Node)], &[Round(Example)]),
        cost: own(&[], &[]),
        costs: &[],
    },
    // Chapter 2 of "Neural Networks and Deep Learning". The inputs are its layer 1, so that the first weights are w².
    // While it looks at one example it leaves the example away; its algorithm for many examples writes z^{x,l}, and
    // the label that belongs to x is y(x). Here all examples are always there, so those are the forms used.
    Notation {
        name: "nielsen",
        whose: "Nielsen",
        says: "w^l_nf goes to node n of layer l from node f of the layer before; the inputs are layer 1; \
               above z and a stands the example, then the layer",
        input_layer: 1,
        weight: form("w", &[Bare(Node), Bare(From)], &[Bare(Layer)]),
        bias: form("b", &[Bare(Node)], &[Bare(Layer)]),
        input: form("a", &[Bare(Node)], &[Bare(Example), Comma, Bare(Layer)]),
        label: Form { after: &[Round(Example)], ..form("y", &[Bare(Node)], &[]) },
        pre_activation: form("z", &[Bare(Node)], &[Bare(Example), Comma, Bare(Layer)]),
        activation: form("a", &[Bare(Node)], &[Bare(Example), Comma, Bare(Layer)]),
        cost: form("C", &[], &[]),
        costs: &["half-mse-examples", "cross-entropy", "categorical-cross-entropy"],
    },
    // The deep learning courses. An example is a column of A^[l] there, and its number stands behind the layer's.
    Notation {
        name: "ng",
        whose: "Ng",
        says: "W^[l]_nf goes to node n of layer l from node f of the layer before; the inputs are layer 0; \
               above z and a stands the layer, then the example",
        input_layer: 0,
        weight: form("W", &[Bare(Node), Bare(From)], &[Square(Layer)]),
        bias: form("b", &[Bare(Node)], &[Square(Layer)]),
        input: form("x", &[Bare(Node)], &[Round(Example)]),
        label: form("y", &[Bare(Node)], &[Round(Example)]),
        pre_activation: form("z", &[Bare(Node)], &[Square(Layer), Round(Example)]),
        activation: form("a", &[Bare(Node)], &[Square(Layer), Round(Example)]),
        cost: form("J", &[], &[]),
        costs: &["half-mse-examples", "cross-entropy", "categorical-cross-entropy"],
    },
];

/// The notation of this name.
pub fn named(name: &str) -> Option<&'static Notation> {
    NOTATIONS.iter().find(|notation| notation.name == name)
}

impl Notation {
    /// One sentence where this course's quadratic cost is another than the cost of this network.
    ///
    /// Texts differ in the ½ and in what they divide by, so their costs and all derivatives differ by one factor.
    pub fn note(&self, shape: &Shape) -> Option<String> {
        let quadratic = cost::named(self.costs.first()?)?;
        if self.costs.contains(&shape.cost.name) {
            return None;
        }
        let (whose, letter, ours) = (self.whose, self.cost.letter(shape.cost.symbol), shape.cost.name);
        let theirs = quadratic.name;
        let how = match ratio(quadratic, shape) {
            Some(1.0) => return None,
            Some(times) => {
                format!(
                    "{whose}'s {letter} and its derivatives are {} the values printed here",
                    multiple(times)
                )
            }
            None => format!("{whose}'s {letter} is another function"),
        };
        Some(format!(
            "The values are those of this problem's cost, {ours}; {whose}'s quadratic cost is {theirs}, so {how}."
        ))
    }
}

/// How many times as steep a cost is as that of the network, if that is the same everywhere.
fn ratio(cost: &Cost, shape: &Shape) -> Option<f64> {
    let divisor = |cost: &Cost| cost.divisor(shape.examples, shape.outputs());
    let at = |output: f64, label: f64| {
        cost.slope(output, label) / shape.cost.slope(output, label) * divisor(shape.cost) / divisor(cost)
    };
    let first = at(0.5, 1.0);
    let same = |other: f64| (other - first).abs() <= 1e-12 * first.abs();
    (same(at(0.25, 1.0)) && same(at(0.75, 0.0))).then_some(first)
}

/// "3 times", or "1/3 of" where that is the plainer number.
fn multiple(times: f64) -> String {
    let parts = (1.0 / times).round();
    if times < 1.0 && (parts * times - 1.0).abs() < 1e-12 {
        format!("1/{parts} of")
    } else {
        format!("{times} times")
    }
}

impl Form {
    pub(super) fn letter(&self, own: &str) -> String {
        match self.letter {
            Letter::Always(letter) => letter.to_owned(),
            Letter::Own => own.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
