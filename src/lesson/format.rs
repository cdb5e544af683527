//! A lesson file as it is written: one record, read by serde, in which nothing has been looked up yet.
//!
//! Every field here is a field of the file; `lessons/README.md` explains them to authors. Names, formulas and
//! places are still text. [`super::read`] resolves them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pace;
use crate::problem::Sample;
use crate::problem::known_format;

/// The whole file.
#[derive(Deserialize)]
#[serde(rename = "Lesson", deny_unknown_fields)]
pub(super) struct LessonText {
    /// The version of this format, which is 1.
    #[serde(rename = "format", deserialize_with = "known_format")]
    _format: (),
    /// What the lesson is called.
    pub(super) title: String,
    /// The language that it is written in: `en`, `de`, `pt-BR`. English where nothing is said.
    #[serde(default = "english")]
    pub(super) language: String,
    /// Its place in a course.
    pub(super) course: Option<CourseText>,
    /// The network and its data: a built-in name such as `iris-2`, or a problem file beside the lesson.
    pub(super) problem: String,
    /// The cost at the beginning, where it is another than the problem's: `mse`, `half-mse`, …
    pub(super) cost: Option<String>,
    /// The weight that the lesson is told of. Readers may choose another of its layer: names change, and everything is
    /// checked again.
    pub(super) weight: String,
    /// Words for the lesson's own examples, and what stands in their place where a reader shows other numbers, the longest
    /// first: `[("a flower", "an example"), ("flower", "example")]`. Capitals and endings are kept.
    #[serde(default)]
    pub(super) own_words: Vec<(String, String)>,
    /// For other languages: the sentence of a rule, by the rule's name.
    #[serde(default)]
    pub(super) rules: BTreeMap<String, String>,
    /// For other languages: another word on the page, by its name, which is listed below.
    #[serde(default)]
    pub(super) labels: BTreeMap<String, String>,
    /// From 1 to 500 slides.
    pub(super) slides: Vec<SlideText>,
}

fn english() -> String {
    "en".into()
}

/// A place in a course.
#[derive(Deserialize)]
#[serde(rename = "Course", deny_unknown_fields)]
pub(super) struct CourseText {
    /// What the course is called.
    pub(super) name: String,
    /// Which lesson of it this is.
    pub(super) part: u32,
}

/// One slide.
#[derive(Deserialize)]
#[serde(rename = "Slide", deny_unknown_fields)]
pub(super) struct SlideText {
    /// The slide of the source that this one retells, if there is one.
    pub(super) source: Option<u32>,
    /// The sub-goal that it belongs to. Slides that belong together have the same.
    pub(super) goal: String,
    /// `Main`, or `Detail` for what a quick reader may skip.
    #[serde(default)]
    pub(super) pace: Pace,
    /// Whether the words hold for the lesson's own numbers only: signs, “too small”, names of flowers.
    #[serde(default)]
    pub(super) of_this_data: bool,
    /// Whether the words explain the names themselves. Readers of another notation get these names as the series writes
    /// them, and their own beside them.
    #[serde(default)]
    pub(super) of_these_names: bool,
    /// A few short sentences.
    pub(super) says: String,
    /// What is seen, from top to bottom.
    #[serde(default)]
    pub(super) shows: Vec<ShowText>,
    /// A question before it is seen.
    pub(super) predict: Option<PredictText>,
    /// What `gradwalk verify --strict` would object to and is meant so: the name of the check, and the reason.
    #[serde(default)]
    pub(super) allow: BTreeMap<String, String>,
}

/// A question. It has `of` and `answer`, or `choices`.
#[derive(Deserialize)]
#[serde(rename = "Predict", deny_unknown_fields)]
pub(super) struct PredictText {
    /// The question.
    pub(super) asks: String,
    /// What is asked for.
    pub(super) of: Option<String>,
    /// The formula or number that it equals, which is checked. A reader's answer is judged by its value.
    pub(super) answer: Option<String>,
    /// Or sentences to choose from, the right one first; they are mixed for the reader.
    #[serde(default)]
    pub(super) choices: Vec<String>,
    /// For each choice but the right one, in the order of the choices, why it is not the answer: shown to whoever takes
    /// it. Where there is none, the first sentence of `because` is shown as a hint.
    #[serde(default)]
    pub(super) why_not: Vec<String>,
    /// Why it is the answer, and why not the likely wrong one. Only `gradwalk verify --strict` demands it.
    #[serde(default)]
    pub(super) because: String,
}

/// One thing that a slide shows.
///
/// A formula under work is known by its left side. `Step` and `Recall` without `of` go to the one worked on last.
#[derive(Deserialize)]
#[serde(rename = "Show", deny_unknown_fields)]
pub(super) enum ShowText {
    /// Begins to work on a formula. Nothing is seen yet.
    Begin {
        /// The formula, as in `d(MSE)/d(w_211)`. It is known by this from here on.
        of: String,
    },
    /// The equation after one rule, applied at `at` or at `place`; without either, to the whole right side.
    Step {
        /// The rule. `gradwalk rules` lists them all, with examples.
        rule: String,
        /// The left side of what is worked on, where it is not what was worked on last.
        of: Option<String>,
        /// The part of the right side to work on, as it stands there.
        at: Option<String>,
        /// Which one, from 1, if it stands there more than once.
        #[serde(default = "first")]
        nth: usize,
        /// Or the way to the part, counted from 0: `[1, 0]` is the first part of the second.
        place: Option<Vec<usize>>,
        /// What the rule has to be told: `["inner"]`.
        #[serde(default)]
        with: Vec<String>,
        /// The right side that has to come out. Give it: then a slip cannot stay unseen.
        gives: Option<String>,
    },
    /// Shows again what has been reached.
    Recall {
        /// Which formula, where it is not the one worked on last.
        of: Option<String>,
        /// Parts to look at.
        #[serde(default)]
        point: Vec<String>,
        /// Parts to keep while the other terms fade.
        #[serde(default)]
        keep: Vec<String>,
    },
    /// A left side with a question mark.
    Ask {
        /// The left side.
        of: String,
    },
    /// A new name.
    Define {
        /// The name, which has not been given before, as in `f`.
        name: String,
        /// What it means, by names that are known already.
        is: String,
    },
    /// Another cost from here on. Work on all formulas ends, except on those in `again`.
    Redefine {
        /// The cost.
        cost: String,
        /// Names that get a new meaning.
        #[serde(default)]
        define: Vec<(String, String)>,
        /// Formulas whose steps are made anew.
        #[serde(default)]
        again: Vec<String>,
    },
    /// The same steps for another weight of the layer.
    Again {
        /// The formula whose steps they are.
        of: String,
        /// The other weight.
        weight: String,
        /// Whether they are made without being shown, for a `Contrast` or `Generalise` to come.
        #[serde(default)]
        quiet: bool,
    },
    /// One formula with letters for all that have been derived.
    Generalise {
        /// The left side with letters, as in `d(MSE)/d(w_2fn)`. For every number that a letter can be, the formula has been
        /// derived before.
        of: String,
        /// The right side with the same letters.
        is: String,
    },
    /// Two formulas side by side that differ in one thing.
    Contrast {
        /// The left side of one formula that has been worked on.
        left: String,
        /// The left side of the other.
        right: String,
    },
    /// A formula that is not the value of another, although one might think so.
    NotEqual {
        /// The formula.
        of: String,
        /// What its value is not.
        is: String,
    },
    /// The tree diagram with the paths to a weight.
    Tree {
        /// The weight.
        weight: String,
        /// Another weight, whose tree stands beside.
        unlike: Option<String>,
        /// Whether to draw, dashed, a path from one example to another, which does not exist.
        #[serde(default)]
        crossed: bool,
        /// Of so many examples only; the others are counted.
        examples: Option<usize>,
    },
    /// The network with weights and nodes marked.
    Network {
        /// Weights to be drawn heavy.
        #[serde(default)]
        weights: Vec<String>,
        /// Nodes to be marked.
        #[serde(default)]
        nodes: Vec<String>,
    },
    /// The graph of a function of x.
    Plot {
        /// The function, as in `sigma(x)`.
        function: String,
        /// Where tangents touch it: `["0", "h_in_1^(2)"]`.
        #[serde(default)]
        tangents: Vec<String>,
    },
    /// A formula with two letters, for every value of both: `rows: 'e', columns: 'n'`.
    Grid {
        /// The formula of a cell.
        of: String,
        /// The letter that runs down the rows.
        rows: char,
        /// The letter that runs along the columns.
        columns: char,
    },
    /// A matrix: a formula for every value of two letters, in brackets.
    Matrix {
        /// What it is called: `H_out^T`.
        name: String,
        /// The formula of a cell.
        of: String,
        /// The letter that runs down the rows.
        rows: char,
        /// The letter that runs along the columns.
        columns: char,
    },
    /// Two matrices, their product, and one of its cells opened: row and column are marked, and the sum of products
    /// stands below. Every cell is checked.
    Product {
        /// Name and formula of the first matrix: `("H_out^T", "h_out_f^(e)")`.
        left: (String, String),
        /// Name and formula of the second.
        right: (String, String),
        /// Name and formula of the product.
        is: (String, String),
        /// The letter that runs down the rows of the product.
        rows: char,
        /// The letter that both matrices have, and that is added over.
        over: char,
        /// The letter that runs along the columns of the product.
        columns: char,
        /// The cell that is opened: row and column, from 1.
        cell: (usize, usize),
    },
    /// For every weight of a layer the sum over its paths beside what the matrices give.
    Compare {
        /// A weight of the layer.
        weight: String,
    },
    /// The table of all paths to a weight: factors, products, sum.
    Paths {
        /// The weight.
        weight: String,
    },
    /// The cost before and after one weight is changed a little.
    Nudge {
        /// The weight.
        weight: String,
        /// What is added to it: `"0.01"` or `"-0.01"`.
        by: String,
    },
}

fn first() -> usize {
    1
}

/// What is said of a file that is not written like this.
pub(super) const SAMPLE: Sample = Sample {
    what: "lesson",
    looks: "a lesson looks like (format: 1, title: \"…\", problem: \"iris-2\", weight: \"w_211\", slides: [(goal: \
            \"…\", says: \"…\", shows: [Begin(of: \"d(MSE)/d(w_211)\")])]); lessons/README.md has all of it",
    list: "put square brackets around it, as in shows: [Tree(weight: \"w_211\")] or choices: [\"yes\", \"no\"]",
    levels: "six",
    fields: &[
        ("format", "say which version of this file format it is: format 1"),
        ("weight", "name a weight, as in weight: \"w_211\""),
        ("rows", "name the letter that runs down the rows, as in rows: 'e'"),
        ("columns", "name the letter that runs along the columns, as in columns: 'n'"),
        ("of", "write the formula that it is about, as in of: \"d(MSE)/d(w_211)\""),
        ("name", "say what it is called, as in name: \"…\""),
        ("part", "say which lesson of the course it is, as in part: 2"),
        ("goal", "name the sub-goal that the slide belongs to, as in goal: \"One edge of the tree\""),
        ("says", "say in a sentence or two what is seen and why, as in says: \"…\""),
        ("asks", "write the question, as in asks: \"What is left?\""),
        ("rule", "name the rule, as in rule: \"opposite-element\"; `gradwalk rules` lists them"),
    ],
};
