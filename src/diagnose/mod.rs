//! Is a student's gradient right, where does it first differ, and which mistake gives these numbers?
//!
//! A mistake is another choice at one of the places of a program ([`recipe`]); the catalogue ([`mistakes`]) has one
//! literal for each. A hypothesis is run like the student's program (`pass`) and must give every number that was
//! handed in ([`submission`]), within the digits written and what the student's precision may round (`rounding`).
//! What fits is an explanation; there may be several, and then all are told.

// Whether a constant is exactly 1 and a number exactly 0 are questions that are meant here.
#![allow(clippy::float_cmp)]

mod blind;
mod compared;
mod facts;
mod fit;
pub mod hand_in;
mod judge;
mod meant;
pub mod mistakes;
mod naming;
mod pass;
pub mod probe;
pub mod recipe;
mod rounding;
mod search;
mod solve;
pub mod step;
pub mod submission;
pub mod table;
pub mod trail;
pub mod variant;
mod verdict;

use crate::cost::Cost;
use crate::cost::Domain;
use crate::graph::Edge;
use crate::graph::Quantity;
use crate::problem::Layout;
use crate::problem::Problem;

pub use judge::Judged;
pub use judge::judge;
pub use meant::costs;
pub use mistakes::Mistake;
pub use verdict::diagnose;

use mistakes::Change;
use mistakes::Formulas;
use mistakes::Wording;
use naming::Named;
use naming::Naming;
use recipe::Edit;
use recipe::Examples;
use recipe::Finish;
use recipe::Through;
use trail::Program;
use trail::Trail;
use variant::Variant;

/// Whether something was said, or taken because nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Knowledge {
    /// In the file, in an option, or by a number that leaves no choice.
    Stated,
    /// Taken as usual.
    #[default]
    Assumed,
}

/// What is known about the conventions of the student.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conventions {
    /// Whether the cost of the problem is the student's.
    pub cost: Knowledge,
    /// Whether the layout of the weights is the student's.
    pub layout: Knowledge,
}

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All numbers are right.
    Correct,
    /// All numbers are right for something else that was not excluded.
    CorrectElsewhere,
    /// One explanation gives every number.
    Mistake,
    /// Several do.
    Ambiguous,
    /// None does.
    Unknown,
}

/// For what else the numbers are right.
#[derive(Clone, Copy, Debug)]
pub enum Elsewhere {
    /// Another cost.
    Cost(&'static Cost),
    /// The transposed matrices.
    Layout(Layout),
    /// The step −rate·gradient.
    Rate(f64),
}

/// A number that belongs to a mistake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter {
    /// A constant that multiplies.
    Factor(f64),
    /// A learning rate.
    Rate(f64),
    /// The λ of weight decay.
    Decay(f64),
    /// A bound.
    Bound(f64),
}

/// One mistake in an explanation.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which.
    pub mistake: &'static Mistake,
    /// The first array that shows it, from the cost downwards: `W2`, `b1`.
    pub at: String,
    /// What form it has here, where the mistake has several.
    pub detail: Option<String>,
    /// The number that belongs to it.
    pub parameter: Option<Parameter>,
    begins: Beginning,
    /// Other words than the mistake's own.
    wording: Option<&'static Wording>,
}

/// What the sentence about a mistake begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Beginning {
    /// With the mistake.
    #[default]
    You,
    /// With cross-entropy, whose numbers these are.
    RightForCrossEntropy,
    /// With cross-entropy, which has no such derivative.
    LikeCrossEntropy,
}

/// Mistakes that together give every number.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// At least one.
    pub parts: Vec<Part>,
    /// What a program with these mistakes does, as far as it is more than constants.
    program: Program,
}

/// The first number that is not right.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Which weight, bias or value of a node.
    pub quantity: Quantity,
    /// The student's.
    pub yours: f64,
    /// Ours.
    pub expected: f64,
    /// A path that leads there, with the student's factors where the explanation tells them.
    pub trail: Option<Trail>,
}

impl Difference {
    /// The example from which it comes, where the numbers tell.
    pub fn example(&self) -> Option<usize> {
        match self.quantity {
            Quantity::In { example, .. } | Quantity::Out { example, .. } => Some(example),
            _ => self.factor().and(self.trail.as_ref()).map(|trail| trail.example),
        }
    }

    /// The step of the tree diagram whose factor is not right, where the explanation tells.
    pub fn factor(&self) -> Option<Edge> {
        self.trail.as_ref()?.first_wrong().map(|pair| pair.edge)
    }
}

/// An array that was handed in beside the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// `W2`, `b1`; `A1`, `Z1` and `D1` for activations, pre-activations and deltas.
    pub name: String,
    /// How many of its numbers are right.
    pub right: usize,
    /// How many there are.
    pub count: usize,
    /// What all of them are over the right ones, where that is one number.
    pub ratio: Option<f64>,
}

impl Compared {
    /// Whether all of it is right.
    pub fn is_right(&self) -> bool {
        self.right == self.count
    }

    /// Whether it is a part of the gradient, and not of what led to it.
    pub fn is_gradient(&self) -> bool {
        self.name.starts_with(['W', 'b'])
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// In one word.
    pub verdict: Verdict,
    /// What gives these numbers, the likeliest first.
    pub explanations: Vec<Explanation>,
    /// What else these numbers are right for.
    pub elsewhere: Option<Elsewhere>,
    /// Whether the numbers are right as measured slopes are, not to the last digit.
    pub numeric: bool,
    /// The cost that all of this is said for, where it is not the one that was taken.
    pub cost: Option<&'static Cost>,
    /// The first difference, from the cost backwards.
    pub first_difference: Option<Difference>,
    /// Every array that was handed in, from the cost backwards.
    pub arrays: Vec<Compared>,
    /// Mistakes that these data cannot show.
    pub blind_spots: Vec<&'static Mistake>,
    /// What can be seen in the numbers where nothing gives them.
    pub patterns: Vec<String>,
    /// What was not tried although it may be, in a sentence.
    pub not_tried: Option<&'static str>,
}

impl Verdict {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Correct => "correct",
            Verdict::CorrectElsewhere => "correct-elsewhere",
            Verdict::Mistake => "mistake",
            Verdict::Ambiguous => "ambiguous",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Explanation {
    fn of(parts: Vec<Part>) -> Explanation {
        Explanation { parts, program: Program::default() }
    }

    /// Whether it is this mistake alone.
    fn is_alone(&self, id: &str) -> bool {
        matches!(&self.parts[..], [part] if part.mistake.id == id)
    }

    /// Whether both hold one of the same mistakes.
    fn shares(&self, other: &Explanation) -> bool {
        let has = |part: &Part| other.parts.iter().any(|theirs| theirs.mistake == part.mistake);
        self.parts.iter().any(has)
    }

    /// Whether nothing but constants is different.
    pub fn is_constant(&self) -> bool {
        let is_constant = |change: &Change| matches!(change, Change::Constant(..));
        self.program == Program::default()
            && self.parts.iter().all(|part| part.mistake.changes.iter().any(is_constant))
    }
}

impl Beginning {
    /// The derivative at the output cancels for cross-entropy with a sigmoid, and the squares are compared with that.
    fn of(mistake: &Mistake, problem: &Problem, is_alone: bool) -> Beginning {
        let is_sigmoid = problem.output_activation().name == "sigmoid";
        let cost = problem.cost();
        match mistake.id {
            "no-output-derivative" if is_sigmoid && cost.domain == Domain::All => {
                if is_alone && problem.square_slope(cost) == 1.0 / problem.inputs().rows() as f64 {
                    Beginning::RightForCrossEntropy
                } else {
                    Beginning::LikeCrossEntropy
                }
            }
            _ => Beginning::You,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Beginning::You => "You ",
            Beginning::RightForCrossEntropy => {
                "These are the numbers of cross-entropy with a sigmoid, and right for that cost. For this one, you "
            }
            Beginning::LikeCrossEntropy => {
                "For cross-entropy with a sigmoid this derivative cancels, and for that cost it is right to leave it \
                 out. For this one it is not: you "
            }
        }
    }
}

impl Part {
    fn of(mistake: &'static Mistake, at: String) -> Part {
        Part { mistake, at, detail: None, parameter: None, begins: Beginning::You, wording: None }
    }

    fn of_variant(variant: &Variant, layers: usize, solved: Option<f64>) -> Part {
        let only_biases = variant.edits.iter().all(|edit| matches!(edit, Edit::Bias(..)));
        let array = if only_biases { 'b' } else { 'W' };
        let parameter = variant.edits.first().zip(solved).and_then(|(edit, solved)| match edit {
            Edit::Through(_, Through::Updated(_))
            | Edit::Examples(Examples::Growing(_))
            | Edit::Finish(Finish::NewWeights(_) | Finish::Moving(_)) => Some(Parameter::Rate(solved)),
            Edit::Finish(Finish::Decayed(_)) => Some(Parameter::Decay(solved)),
            Edit::Finish(Finish::Clipped(_)) => Some(Parameter::Bound(solved)),
            _ => None,
        });
        Part {
            mistake: variant.mistake,
            at: format!("{array}{}", variant.shows_at(layers) + 1),
            detail: variant::detail(&variant.edits, layers),
            parameter,
            begins: Beginning::You,
            wording: variant.wording(),
        }
    }

    /// The mistake in one sentence, for this network.
    pub fn says(&self) -> String {
        let detail = self.detail.as_ref().map_or(String::new(), |detail| format!(" ({detail})"));
        let number = match self.parameter {
            Some(Parameter::Factor(factor)) => format!(", here a factor of {factor}"),
            Some(Parameter::Rate(rate)) => format!(", here with the rate {rate}"),
            Some(Parameter::Decay(decay)) => format!(", here with λ = {decay}"),
            Some(Parameter::Bound(bound)) => format!(", here at ±{bound}"),
            None => String::new(),
        };
        let says = self.wording.map_or(self.mistake.says, |wording| wording.says);
        format!("{}{}{detail}{number}.", self.begins.words(), says)
    }

    /// Whether the numbers are those of cross-entropy, and right for it.
    pub fn is_right_for_cross_entropy(&self) -> bool {
        self.begins == Beginning::RightForCrossEntropy
    }

    /// The constant that multiplies, if it is one; of a step that is none, its size.
    fn factor(&self) -> Option<f64> {
        match self.parameter? {
            Parameter::Factor(factor) => Some(factor),
            Parameter::Rate(rate) if self.is_large_step() => Some(rate),
            Parameter::Rate(_) | Parameter::Decay(_) | Parameter::Bound(_) => None,
        }
    }

    /// Whether it is a step with a rate that is none: the sign and a constant are likelier.
    fn is_large_step(&self) -> bool {
        self.mistake.id == "the-update" && matches!(self.parameter, Some(Parameter::Rate(rate)) if rate > 1.0)
    }

    /// A question that leads there.
    pub fn asks(&self) -> &'static str {
        self.wording.map_or(self.mistake.asks, |wording| wording.asks)
    }

    /// The wrong formula and the right one, where there is one.
    pub fn formula(&self) -> Option<Formulas> {
        self.wording.map_or(self.mistake.formula, |wording| Some(wording.formula))
    }

    fn of_constant(named: &Named, naming: &Naming, layers: usize) -> Part {
        let at = match named.only {
            Some((layer, true)) => format!("b{}", layer + 1),
            Some((layer, false)) => format!("W{}", layer + 1),
            None => naming.first_array(named, layers),
        };
        let is_rate = named.found && named.only.is_none() && named.value < 0.0;
        let parameter = if is_rate { Parameter::Rate(-named.value) } else { Parameter::Factor(named.value) };
        let is_plain = ["sign-flip", "factor-two", "half-kept", "derivative-negative", "bias-as-threshold"];
        let parameter = Some(parameter).filter(|_| !is_plain.contains(&named.mistake.id));
        Part { parameter, detail: naming.left_out(named), ..Part::of(named.mistake, at) }
    }
}
