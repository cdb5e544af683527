//! The catalogue: every mistake that is known, one literal each.
//!
//! A literal says at which place of a program the mistake is made, by which changes, and in words what it is, what to
//! ask the student, and where it was seen. [`super::variant`] turns the changes into edits for one network. Formulas
//! are written for one hidden layer, with e = ∂cost/∂o, δ for delta, ⊙ for entry by entry, N for what the cost divides
//! by, E examples and K outputs.

mod back;
mod biases;
mod derivative;
mod examples;
mod forward;
mod signal;
mod weights;
mod whole;

use std::ptr;

use super::recipe::Bias;
use super::recipe::Edit;
use super::recipe::Examples;
use super::recipe::Finish;
use super::recipe::Forward;
use super::recipe::Hand;
use super::recipe::Operand;
use super::recipe::Product;
use super::recipe::Signal;
use super::recipe::Slope;
use super::recipe::Through;
use super::variant::Counts;

/// One mistake.
#[derive(Debug)]
pub struct Mistake {
    /// The name for programs. It never changes.
    pub id: &'static str,
    /// Where in a program it is made.
    pub slot: Slot,
    /// What is done instead, in every form that is known.
    pub changes: &'static [Change],
    /// The wrong formula and the right one, where there is one.
    pub formula: Option<Formulas>,
    /// What was done, in words that follow "you".
    pub says: &'static str,
    /// A question that leads there.
    pub asks: &'static str,
    /// Where it was seen.
    pub source: &'static str,
}

/// Each is one literal in its place.
impl PartialEq for Mistake {
    fn eq(&self, other: &Mistake) -> bool {
        ptr::eq(self, other)
    }
}

/// A mistake in other words, where a form of it is made in another place.
#[derive(Debug)]
#[allow(missing_docs)] // see the mistake
pub struct Wording {
    pub says: &'static str,
    pub asks: &'static str,
    pub formula: Formulas,
}

pub(super) use forward::SOFTMAX_SLOPES;

/// A formula as it was used and as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub struct Formulas {
    pub wrong: &'static str,
    pub right: &'static str,
}

/// The places of a program, and so the edges of the tree diagram that a mistake belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// From the cost to an output.
    Signal,
    /// A constant that multiplies numbers.
    Constant,
    /// From the output of a node to its pre-activation.
    Slope,
    /// From a pre-activation to a weight: the opposite, corresponding element.
    Operand,
    /// From a pre-activation to the activation below.
    Through,
    /// The sum over the examples.
    Examples,
    /// From a pre-activation to a bias.
    Bias,
    /// The finished numbers.
    Finished,
    /// The forward pass.
    Forward,
}

impl Slot {
    /// The edge of the tree diagram in words.
    pub fn edge(self) -> &'static str {
        match self {
            Slot::Signal => "cost → output",
            Slot::Constant => "constants",
            Slot::Slope => "node's output → its input (activation)",
            Slot::Operand => "node's input → weight",
            Slot::Through => "node's input → node below",
            Slot::Examples => "sum over examples",
            Slot::Bias => "node's input → bias",
            Slot::Finished => "what was handed in",
            Slot::Forward => "forward pass",
        }
    }
}

/// What is done instead.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Another forward pass.
    Forward(Forward),
    /// Another signal.
    Signal(Signal, Free),
    /// Other examples.
    Examples(Examples, Free),
    /// Labels in another order.
    Labels(Shuffle),
    /// Another slope, used so, at these layers.
    Slope(Slope, Use, At),
    /// Another operand.
    Operand(Operand),
    /// Another product.
    Product(Product, Free),
    /// Another sum for biases.
    Bias(Bias, Free),
    /// Another way down.
    Through(Through),
    /// Another arrangement of finished arrays.
    Hand(Hand),
    /// Something else handed in.
    Finish(Finish),
    /// Edits of the whole program together.
    Together(&'static [Edit], Free),
    /// Numbers multiplied with a constant.
    Constant(fn(&Counts) -> Vec<f64>, Spread),
}

/// Orders of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Shuffle {
    Rows,
    Columns,
}

/// For what a slope is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// For the gradient of the layer and for what goes back.
    Both,
    /// For the gradient of the layer only.
    Own,
    /// For what goes back only.
    Sent,
}

/// At which layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum At {
    Output,
    /// All hidden layers, and where there are several each of them alone.
    Hidden,
    All,
}

/// Constants that may come with a mistake and are no mistake of their own: whether what is left is divided by N.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Free {
    None,
    Everything,
    /// Everything, where one example fewer was divided by as well.
    Fewer,
    Weights,
    Biases,
    /// Everything, where the 2 of the square is there once more or twice.
    Slopes,
}

/// Which numbers a constant multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// All of them.
    Everything,
    /// All weights.
    Weights,
    /// All biases, or those of one layer.
    Biases,
    /// The layers below the last: c, then c², and so on.
    Below,
    /// A hidden layer and everything below it.
    Down,
    /// Every layer on the way, the last one too: c at the last, c² below it.
    EveryLayer,
    /// One array.
    OneArray,
    /// Each layer by its own constant, as many as there are layers.
    OwnOfLayer,
    /// One array, by any constant that is a plain decimal number; found, not tried.
    OneArraySolved,
    /// All, by any constant that is a plain decimal number; found, not tried.
    Solved(Sign),
}

/// The sign of a constant that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Sign {
    Plus,
    Minus,
    /// A whole number from 2 on.
    Count,
}

/// The groups of the catalogue, in its order.
static GROUPS: [&[Mistake]; 8] = [
    signal::MISTAKES,
    derivative::MISTAKES,
    weights::MISTAKES,
    back::MISTAKES,
    examples::MISTAKES,
    biases::MISTAKES,
    whole::MISTAKES,
    forward::MISTAKES,
];

/// Every mistake there is.
pub fn mistakes() -> impl Iterator<Item = &'static Mistake> + Clone {
    GROUPS.iter().copied().flatten()
}

/// The mistake of this id.
pub fn mistake(id: &str) -> Option<&'static Mistake> {
    mistakes().find(|mistake| mistake.id == id)
}
