//! A lesson written down: for every slide what it says and shows, where each formula comes from, what it is worth.
//!
//! ```text
//! (
//!     format: 1, lesson: "matrices", title: "…", problem: "iris-2", weight: "w_211",
//!     slides: [(
//!         goal: "…", cost: "half-mse", says: "…",
//!         shows: [Formula(is: "d(MSE)/d(w_211) = …", made: "collect-sum", checked: "…", value: 0.011)],
//!         numbers: {"h_out_1^(1)": 0.803}, drawings: {"text": "…", "speech": "…"},
//!     )],
//! )
//! ```
//!
//! Slides have no numbers, so that a slide put in front changes nothing behind it. [`compare`] tells what differs between
//! two of them, [`merge`] takes over some of it, [`snap`] finds them in the snapshots of the test suite.

pub mod class;
pub mod compare;
mod formula;
mod matching;
pub mod merge;
mod pairing;
pub mod snap;
mod words;

use std::collections::BTreeMap;

use ron::extensions::Extensions;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

use super::Pace;
use crate::problem::ReadError;
use crate::problem::Sample;
use crate::problem::known_format;
use crate::problem::ron_fault_in;

/// A lesson as it was at some time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Which version of this file format it is.
    #[serde(deserialize_with = "the_one_format")]
    pub format: u32,
    /// The lesson's id.
    pub lesson: String,
    /// Its title.
    pub title: String,
    /// The problem whose numbers it shows.
    pub problem: String,
    /// The weight that it is told of.
    pub weight: String,
    /// Its slides, in order.
    pub slides: Vec<Record>,
}

/// One slide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The sub-goal.
    pub goal: String,
    /// The cost in force.
    pub cost: String,
    /// Whether it is a main step or a detail.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub pace: Pace,
    /// Whether its words hold for the lesson's own numbers only.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub of_this_data: bool,
    /// Whether its words explain names as the series writes them.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub of_these_names: bool,
    /// The words: formulas in `$…$`, numbers worked out.
    pub says: String,
    /// Names that have another meaning than on the slide before, and what they mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// What is seen, from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<Item>,
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// What each name and derivative in its formulas is worth.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, f64>,
    /// The whole of it as it is drawn, by the renderer's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub drawings: BTreeMap<String, String>,
}

/// Something that a slide shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Item {
    /// An equation.
    Formula(Formula),
    /// A picture or table.
    Picture {
        /// Which sort: tree, network, plot, …
        kind: String,
        /// What is to be seen on it. Of tables of formulas, what they are called and what their sides are.
        words: String,
        /// The cells of a table of formulas, row by row.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cells: Vec<Cell>,
    },
}

/// A formula in a table, and what it is worth on the lesson's problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell(pub String, pub Option<f64>);

/// An equation and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Both sides, as they read in again.
    pub is: String,
    /// The rule, or what else it comes from.
    pub made: String,
    /// How it was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
    /// What the right side is worth on the lesson's problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The parts of the right side to look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub point: Vec<String>,
    /// The parts of it that fade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faded: Vec<String>,
}

/// What every slide is where nothing is said.
fn is_plain<T: Default + PartialEq>(what: &T) -> bool {
    *what == T::default()
}

impl Formula {
    /// The left side of an equation.
    fn left(&self) -> Option<&str> {
        self.is.split_once(" = ").map(|(left, _)| left)
    }
}

/// A question with what answers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub asks: String,
    /// The answer: an equation in `$…$`, or the words that are right.
    pub answer: String,
    /// The other choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Why each of those is not the answer; empty where it is not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<String>,
    /// Why.
    pub because: String,
}

/// The number of the format that is written.
pub const FORMAT: u32 = 1;

fn the_one_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    known_format(deserializer).map(|()| FORMAT)
}

const SAMPLE: Sample = Sample {
    what: "transcript",
    looks: "`gradwalk snapshot LESSON --to DIR` writes transcripts; it is simplest to write a new one",
    list: "put it in square brackets; it is simplest to write a new one",
    levels: "six",
    fields: &[("format", "say which version of this file format it is: format 1")],
};

/// `value: 0.5` for `value: Some(0.5)`, `Formula(is: …)` for `Formula((is: …))`.
const EXTENSIONS: Extensions = Extensions::IMPLICIT_SOME.union(Extensions::UNWRAP_VARIANT_NEWTYPES);

impl Transcript {
    /// Reads a transcript. `file` is what messages call it.
    pub fn read(file: &str, text: &str) -> Result<Self, ReadError> {
        ron::Options::default()
            .with_default_extension(EXTENSIONS)
            .from_str(text)
            .map_err(|error| ron_fault_in(text, error, SAMPLE).in_text(file, text))
    }

    /// The transcript as it is written to a file.
    pub fn text(&self) -> String {
        const HEAD: &str = "// What a lesson shows, written by `gradwalk snapshot`. `--check` compares, `--accept` takes over.\n";
        let style = ron::ser::PrettyConfig::new()
            .new_line("\n")
            .escape_strings(false)
            .extensions(EXTENSIONS)
            .struct_names(false);
        // Plain structs of numbers and strings always serialise. What the reader takes anyway need not be enabled.
        let text = ron::ser::to_string_pretty(self, style).unwrap_or_default();
        let text: String =
            text.split_inclusive('\n').skip_while(|line| line.starts_with("#![enable")).collect();
        format!("{HEAD}{text}\n")
    }

    /// The same lesson with one of its slides only.
    #[must_use]
    pub fn of_slide(&self, place: usize) -> Self {
        Transcript { slides: self.slides.get(place).cloned().into_iter().collect(), ..self.clone() }
    }
}
