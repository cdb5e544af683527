//! Lessons: where symbols and numbers meet, slide by slide.
//!
//! A lesson is a RON file. [`Lesson::read`] resolves every name in it and *replays* it: a slide that shows a formula
//! shows what [`crate::derive`] has reached there, and a lesson whose steps do not follow is not read at all. So a
//! [`Lesson`] that exists is right.
//!
//! ```
//! use gradwalk::lesson::{Lesson, Reading};
//! let text = r#"(
//!     format: 1,
//!     title: "The last edge",
//!     problem: "iris-2",
//!     weight: "w_211",
//!     slides: [(
//!         goal: "One edge of the tree",
//!         says: "Only one product holds $w_211$. The slope is what it is multiplied with: {h_out_1^(1)}.",
//!         shows: [
//!             Begin(of: "d(o_in_1^(1))/d(w_211)"),
//!             Step(rule: "definition", at: "o_in_1^(1)"),
//!             Step(rule: "opposite-element", gives: "h_out_1^(1)"),
//!         ],
//!     )],
//! )"#;
//! let lesson = Lesson::read("edge.ron", text, &Reading::default()).expect("every step follows");
//! assert_eq!(lesson.steps(), 2);
//!
//! let wrong = text.replace("gives: \"h_out_1^(1)\"", "gives: \"h_out_2^(1)\"");
//! let faults = Lesson::read("edge.ron", &wrong, &Reading::default()).unwrap_err();
//! assert!(faults[0].error.to_string().contains("h_out_1^(1) comes out, not h_out_2^(1)"));
//! ```
//!
//! [`library`] finds lessons, [`read`](Lesson::read) goes from text to slides with `stage` holding the derivations
//! that are under way, [`prose`] is the light Markdown of what slides say, [`scene`] tells what the numbers are, and
//! [`agree`] sets the derived formula against both engines.

pub mod agree;
pub mod answers;
mod changes;
mod exchange;
mod fingerprint;
mod format;
pub mod hide;
pub mod library;
#[cfg(feature = "cli")]
pub mod progress;
pub mod prose;
mod read;
pub mod scene;
mod stage;
pub mod transcript;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

pub use changes::Change;
pub use changes::contrast;
pub use exchange::Exchange;
pub use read::Fault;
pub use read::Reading;
pub(crate) use read::located;
pub use words::LABELS;
pub use words::Part;
pub use words::Words;
pub use words::parts;

use crate::cost::Cost;
use crate::derive::Equation;
use crate::derive::Rule;
use crate::derive::verify::Evidence;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::graph::Quantity;
use crate::problem::Problem;
use prose::Paragraph;
use scene::Scene;

/// A lesson whose every step has been replayed and checked.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its name: the stem of its file.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// The language that it is written in, as in `en` or `pt-BR`.
    pub language: String,
    /// Where it stands in a course.
    pub course: Option<Course>,
    /// The network and data, with the cost of the last slide.
    pub problem: Problem,
    /// What the problem is called.
    pub problem_name: String,
    /// Whose numbers these are.
    pub numbers: Source,
    /// The weight that the lesson is told of.
    pub written_for: Quantity,
    /// The weight that it is shown for.
    pub weight: Quantity,
    /// Words in the lesson's language.
    pub words: Words,
    /// The slides, in order. There is at least one.
    pub slides: Vec<Slide>,
}

/// Whose numbers a lesson shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Those that it was written with.
    Own,
    /// Those of another problem.
    Other,
}

impl Lesson {
    /// How many checked steps it has: rules applied, definitions taken up, formulas generalised.
    pub fn steps(&self) -> usize {
        self.slides.iter().map(Slide::steps).sum()
    }
}

/// A place in a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The course.
    pub name: String,
    /// The number of the lesson in it.
    pub part: u32,
}

/// One slide.
#[derive(Clone, Debug)]
pub struct Slide {
    /// The slide of the source post that it retells.
    pub source: Option<u32>,
    /// The sub-goal that it belongs to.
    pub goal: String,
    /// Whether it is a main step or a detail on the way to the next one.
    pub pace: Pace,
    /// Whether its words hold for the lesson's own data only.
    pub words_for: WordsFor,
    /// Whether its words explain names as the series writes them.
    pub explains_names: bool,
    /// What it says.
    pub says: Vec<Paragraph>,
    /// What it shows, in the order in which it appears.
    pub shown: Vec<Shown>,
    /// For each thing that it shows, which item of the file it comes from, counted from 0.
    pub items: Vec<usize>,
    /// What an editor would object to and is meant so, with the reason.
    pub allow: BTreeMap<String, String>,
    /// What the reader is asked to predict before it is shown.
    pub predict: Option<Predict>,
    /// The numbers and definitions in force.
    pub scene: Arc<Scene>,
    /// The line of the file on which it begins.
    pub line: usize,
}

impl Slide {
    fn steps(&self) -> usize {
        self.shown.iter().map(|shown| if let Shown::Line(line) = shown { line.made.steps() } else { 0 }).sum()
    }

    /// The formulas that it shows.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.shown.iter().filter_map(|shown| if let Shown::Line(line) = shown { Some(line) } else { None })
    }
}

/// How closely a slide follows the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// A step that nobody wants to miss.
    #[default]
    Main,
    /// A step on the way to the next main one.
    Detail,
}

/// What the words of a slide hold for. Words that do not hold for any weight are left as they were written, also when
/// the steps are those for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsFor {
    /// Any weight, and any numbers.
    Any,
    /// The weight that the lesson was written for: outside of formulas they count nodes or name a weight.
    OwnWeight,
    /// The numbers of the lesson's own problem.
    OwnData {
        /// Whether they speak of its weight too, in words or in formulas.
        names_weight: bool,
    },
}

/// A question to think about before going on.
#[derive(Clone, Debug)]
pub struct Predict {
    /// The question.
    pub asks: Vec<Paragraph>,
    /// The answer.
    pub answer: Answer,
    /// Why it is the answer.
    pub because: Vec<Paragraph>,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A formula or a number; whatever equals it is right.
    Formula {
        /// What is asked for.
        of: Expr,
        /// What that is.
        is: Expr,
    },
    /// One of several sentences.
    Choice {
        /// All of them, in the order in which they are shown.
        choices: Vec<Choice>,
        /// Which one is right, from 0.
        right: usize,
    },
}

/// A sentence to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it says.
    pub says: Vec<prose::Run>,
    /// Why it is not the answer, where that is said.
    pub why_not: Vec<prose::Run>,
}

/// Choices in the order of the file, which begins with the right one.
pub(crate) fn in_file_order(choices: &[Choice], right: usize) -> impl Iterator<Item = &Choice> {
    choices[right..].iter().chain(&choices[..right])
}

/// One thing that a slide shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// An equation.
    Line(Line),
    /// A left side whose right side is still to be found.
    Question(Expr),
    /// Another cost from here on: a choice and no step.
    Redefinition(Redefinition),
    /// Two equations side by side.
    Contrast {
        /// One of them.
        left: Equation,
        /// The other.
        right: Equation,
    },
    /// Two formulas that differ in value.
    NotEqual {
        /// The one.
        of: Expr,
        /// The other.
        is: Expr,
        /// What they are worth. With other numbers than the lesson's own that may happen to be the same.
        values: [f64; 2],
    },
    /// The tree diagram.
    Tree {
        /// The weight whose paths are drawn heavy.
        weight: Quantity,
        /// The weight whose tree stands beside.
        unlike: Option<Quantity>,
        /// Whether paths that cross from one example to another are drawn as what does not exist.
        crossed: Crossed,
        /// Of how many examples it is drawn, where not of all.
        examples: Option<usize>,
    },
    /// The network.
    Network {
        /// The weights that are marked.
        weights: Vec<Quantity>,
        /// The nodes that are marked, whatever the example.
        nodes: Vec<Quantity>,
    },
    /// The graph of a function.
    Plot {
        /// A formula in x.
        function: Expr,
        /// The tangents that touch it.
        tangents: Vec<Tangent>,
    },
    /// A formula for every row and column.
    Grid {
        /// Row by row: the formula with its numbers put in.
        cells: Vec<Vec<Expr>>,
        /// The letters that run over rows and columns.
        letters: [char; 2],
    },
    /// A matrix.
    Matrix(Matrix),
    /// A product of matrices.
    Product(Product),
    /// Path sums beside matrices, for the layer of this weight.
    Compare(Quantity),
    /// The table of paths to a weight.
    Paths(Quantity),
    /// What a small change of a weight does to the cost.
    Nudge {
        /// The weight.
        weight: Quantity,
        /// How much is added to it.
        by: f64,
    },
}

/// A line that touches the graph of a function.
#[derive(Clone, Debug)]
pub struct Tangent {
    /// What x is there.
    pub point: Expr,
    /// What that is worth.
    pub x: f64,
    /// The height of the graph there.
    pub height: f64,
    /// The slope of the graph there.
    pub slope: f64,
}

/// A formula for every row and column, with a name.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What it is called.
    pub name: String,
    /// Row by row: the formula with its numbers put in.
    pub cells: Vec<Vec<Expr>>,
    /// The letters that run over rows and columns.
    pub letters: [char; 2],
}

/// A product of two matrices of which every cell has been found to be its sum of products.
#[derive(Clone, Debug)]
pub struct Product {
    /// The two matrices.
    pub factors: [Matrix; 2],
    /// What comes out.
    pub is: Matrix,
    /// The row and column of the cell that is opened, from 0.
    pub cell: (usize, usize),
    /// What stands in that cell, and its sum of products.
    pub opened: Equation,
}

/// Whether two numbers differ by no more than rounding.
pub fn same_value([one, other]: [f64; 2]) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Whether paths that do not exist are drawn, as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossed {
    /// They are left out.
    Absent,
    /// One is drawn dashed.
    Dashed,
}

/// A change of what the cost is.
#[derive(Clone, Debug)]
pub struct Redefinition {
    /// The cost until now, with its definition.
    pub was: (&'static Cost, Equation),
    /// The cost from here on, with its definition.
    pub is: (&'static Cost, Equation),
    /// What the cost was worth and is worth.
    pub values: [f64; 2],
    /// The slope by the lesson's weight that was and is.
    pub slopes: [f64; 2],
}

/// An equation on a slide.
#[derive(Clone, Debug)]
pub struct Line {
    /// The equation.
    pub equation: Equation,
    /// How it came about.
    pub made: Made,
    /// What the step changed on the right side.
    pub changed: Vec<Change>,
    /// What to look at on the right side.
    pub point: Vec<Focus>,
    /// What is there but not what this is about.
    pub faded: Vec<Focus>,
}

/// How an equation came about.
#[derive(Clone, Debug)]
pub enum Made {
    /// By a rule, checked like this.
    Rule(&'static Rule, Evidence),
    /// By taking up a name.
    Definition,
    /// By putting letters in the place of numbers and checking this many members.
    Generalisation(usize, Evidence),
    /// By the steps of another weight, so many of them, each checked again; the evidence is that of all together.
    Again(usize, Evidence),
    /// It was reached earlier, in this way. It was not reached in any where work on it has only begun.
    Earlier(Option<Box<Made>>),
}

impl Made {
    fn steps(&self) -> usize {
        match self {
            Made::Rule(..) | Made::Definition | Made::Generalisation(..) => 1,
            Made::Again(steps, _) => *steps,
            Made::Earlier(_) => 0,
        }
    }
}

/// Whether a language is English, of whatever country.
pub(crate) fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}
