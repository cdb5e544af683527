//! A lesson file as it is written: one record, read by serde, in which nothing has been looked up yet.
//!
//! Every field here is a field of the file; `lessons/README.md` explains them to authors. Names, formulas and
//! places are still text. [`super::read`] resolves them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pace;
use crate::problem::known_format;

/// The whole file.
#[derive(Deserialize)]
#[serde(rename = "Lesson", deny_unknown_fields)]
pub(super) struct LessonText {
    #[serde(rename = "format", deserialize_with = "known_format")]
    _format: (),
    pub(super) title: String,
    #[serde(default = "english")]
    pub(super) language: String,
    pub(super) course: Option<CourseText>,
    /// The name of a built-in problem, or a file beside the lesson.
    pub(super) problem: String,
    /// The cost at the beginning, where it is another than the problem's.
    pub(super) cost: Option<String>,
    /// The weight that the lesson is told of.
    pub(super) weight: String,
    /// Rule sentences in the lesson's language, by the rule's name.
    #[serde(default)]
    pub(super) rules: BTreeMap<String, String>,
    /// Other words on the page in the lesson's language.
    #[serde(default)]
    pub(super) labels: BTreeMap<String, String>,
    pub(super) slides: Vec<SlideText>,
}

fn english() -> String {
    "en".into()
}

#[derive(Deserialize)]
#[serde(rename = "Course", deny_unknown_fields)]
pub(super) struct CourseText {
    pub(super) name: String,
    pub(super) part: u32,
}

#[derive(Deserialize)]
#[serde(rename = "Slide", deny_unknown_fields)]
pub(super) struct SlideText {
    /// The slide of the source that this one retells.
    pub(super) source: Option<u32>,
    pub(super) goal: String,
    #[serde(default)]
    pub(super) pace: Pace,
    /// Whether the words speak of the lesson's own numbers, so that they are wrong for others.
    #[serde(default)]
    pub(super) of_this_data: bool,
    pub(super) says: String,
    #[serde(default)]
    pub(super) shows: Vec<ShowText>,
    pub(super) predict: Option<PredictText>,
    /// What `gradwalk verify --strict` would object to and is meant so: the name of the check, and the reason.
    #[serde(default)]
    pub(super) allow: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename = "Predict", deny_unknown_fields)]
pub(super) struct PredictText {
    pub(super) asks: String,
    /// What the question is about; the answer has to be what it equals.
    pub(super) of: Option<String>,
    /// A formula or number, judged by its value.
    pub(super) answer: Option<String>,
    /// Or sentences to choose from, the right one first; they are shown in another order.
    #[serde(default)]
    pub(super) choices: Vec<String>,
    /// Why it is the answer. Only `gradwalk verify --strict` demands it.
    #[serde(default)]
    pub(super) because: String,
}

/// One thing that a slide shows.
#[derive(Deserialize)]
#[serde(rename = "Show", deny_unknown_fields)]
pub(super) enum ShowText {
    /// Begins to work on a formula. Nothing is seen yet.
    Begin { of: String },
    /// Applies a rule.
    Step {
        rule: String,
        /// The left side of what is worked on, where it is not what was worked on last.
        of: Option<String>,
        /// The part of the right side to work on, as it is written there; the whole where nothing is said.
        at: Option<String>,
        /// Which of the places where that part stands, from 1.
        #[serde(default = "first")]
        nth: usize,
        /// Or the way to the part: the number of the term, factor or argument to enter, from 0, again and again.
        place: Option<Vec<usize>>,
        /// What the rule is told.
        #[serde(default)]
        with: Vec<String>,
        /// The right side that has to come out.
        gives: Option<String>,
    },
    /// Shows again what has been reached.
    Recall {
        of: Option<String>,
        /// Parts to look at.
        #[serde(default)]
        point: Vec<String>,
        /// The only parts that are not faded.
        #[serde(default)]
        keep: Vec<String>,
    },
    /// A left side with a question mark.
    Ask { of: String },
    /// A new name.
    Define { name: String, is: String },
    /// Another cost from here on: names to be given a new meaning, and what is to be worked out again.
    Redefine {
        cost: String,
        #[serde(default)]
        define: Vec<(String, String)>,
        #[serde(default)]
        again: Vec<String>,
    },
    /// The same steps for another weight of the layer.
    Again { of: String, weight: String },
    /// One formula with letters for all that have been derived.
    Generalise { of: String, is: String },
    /// Two formulas side by side that differ in one thing.
    Contrast { left: String, right: String },
    /// A formula that is not the value of another, although one might think so.
    NotEqual { of: String, is: String },
    /// The tree diagram with the paths to a weight.
    Tree {
        weight: String,
        /// Another weight, whose tree stands beside.
        unlike: Option<String>,
        /// Whether to draw, dashed, a path from one example to another, which does not exist.
        #[serde(default)]
        crossed: bool,
    },
    /// The network with weights and nodes marked.
    Network {
        #[serde(default)]
        weights: Vec<String>,
        #[serde(default)]
        nodes: Vec<String>,
    },
    /// The graph of a function of x, with tangents where x has the values of these formulas.
    Plot {
        function: String,
        #[serde(default)]
        tangents: Vec<String>,
    },
    /// A formula with two letters, for every value of both.
    Grid { of: String, rows: char, columns: char },
    /// The table of all paths to a weight: factors, products, sum.
    Paths { weight: String },
    /// The cost before and after one weight is changed a little.
    Nudge { weight: String, by: String },
}

fn first() -> usize {
    1
}
