//! What `check` tells a student, in an order that leaves something to be found:
//!
//! ```text
//! what is right  →  the first difference  →  a measurement  →  the path with its factors  →  a question  (→ its name)
//! ```
//!
//! The name of a mistake stands at the end, and only for who wants to be told.

mod difference;
mod names;
mod remarks;
pub mod step;

use crate::diagnose::Compared;
use crate::diagnose::Diagnosis;
use crate::diagnose::Elsewhere;
use crate::diagnose::Knowledge;
use crate::diagnose::Verdict;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::problem::Problem;
use crate::show::Naming;
use crate::show::number::six_digits;

/// Whether a mistake is named, or asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A question leads to it.
    Asks,
    /// It has its name, its formulas and the proof.
    Names,
}

/// A diagnosis and what it is about.
#[derive(Debug)]
pub struct Report<'r> {
    /// What the homework is called.
    pub name: &'r str,
    /// The network and its data, with the cost that was taken.
    pub problem: &'r Problem,
    /// The answer.
    pub diagnosis: &'r Diagnosis,
    /// Whether that cost was stated.
    pub cost: Knowledge,
    /// Whose notation names are written in.
    pub names: Names<'r>,
    /// How weights are called.
    pub naming: Naming,
    /// How much is told.
    pub telling: Telling,
}

/// The page of one diagnosis.
pub fn page(report: &Report) -> Page {
    let diagnosis = report.diagnosis;
    let mut blocks = vec![prose(report.lead())];
    blocks.extend(report.names.note().map(prose));
    if diagnosis.verdict != Verdict::Correct {
        blocks.extend(report.whether_this_cost());
        if diagnosis.arrays.len() > 1 && report.common_ratio().is_none() {
            blocks.push(Block::Table(report.arrays()));
        }
        blocks.extend(report.first_difference());
        blocks.extend(match (diagnosis.verdict, report.telling) {
            (Verdict::Unknown, _) => report.what_is_seen(),
            (_, Telling::Names) => report.names(),
            (Verdict::CorrectElsewhere, Telling::Asks) => Vec::new(),
            (_, Telling::Asks) => report.question(),
        });
    }
    if diagnosis.verdict != Verdict::Unknown {
        blocks.extend(diagnosis.not_tried.map(|says| prose(says.into())));
    }
    blocks.extend(report.blind_spots());
    Page { title: format!("{}: is this the gradient?", report.name), blocks }
}

pub(super) fn prose(text: String) -> Block {
    Block::Prose(vec![text.into()])
}

impl Report<'_> {
    fn shape(&self) -> Shape {
        self.problem.shape()
    }

    /// What a weight or bias is called, with its array entry where there are arrays.
    fn called(&self, parameter: Quantity) -> String {
        self.naming.name(&self.shape(), self.names, parameter)
    }

    /// The name of anything in the network, whatever the example.
    fn written(&self, quantity: Quantity) -> String {
        self.names.written(&self.shape().symbol(quantity).without_example()).to_string()
    }

    /// How many numbers of the gradient there are.
    fn count(&self) -> usize {
        self.gradient().map(|array| array.count).sum()
    }

    fn gradient(&self) -> impl Iterator<Item = &Compared> {
        self.diagnosis.arrays.iter().filter(|array| array.is_gradient())
    }

    /// `all 14 of your numbers`, `your number`.
    fn all_numbers(&self) -> String {
        match self.count() {
            1 => "your number".into(),
            2 => "both of your numbers".into(),
            count => format!("all {count} of your numbers"),
        }
    }

    /// The answer in a sentence or two.
    fn lead(&self) -> String {
        let diagnosis = self.diagnosis;
        match (diagnosis.verdict, &diagnosis.elsewhere) {
            (Verdict::Correct, _) if diagnosis.numeric => format!(
                "Right, as far as measuring goes: {} {} within a millionth of the size of what is added up{}. That is \
                 how near finite differences come.",
                self.all_numbers(),
                if self.count() == 1 { "is" } else { "are" },
                match self.cost {
                    Knowledge::Stated => String::new(),
                    Knowledge::Assumed => format!(" for {}", self.the_cost()),
                }
            ),
            (Verdict::Correct, _) => {
                let are = if self.count() == 1 { "is the slope" } else { "are the slopes" };
                format!("Right: {} {are} of {}, to the last digit.", self.all_numbers(), self.the_cost())
            }
            (Verdict::CorrectElsewhere, Some(elsewhere)) => self.asks_which(elsewhere),
            _ => self.not_yet(),
        }
    }

    /// The cost, with its name where nobody stated it.
    fn the_cost(&self) -> String {
        match self.cost {
            Knowledge::Stated => "the cost".into(),
            Knowledge::Assumed => {
                format!("the cost `{}`, which was taken because none was stated", self.problem.cost().name)
            }
        }
    }

    fn asks_which(&self, elsewhere: &Elsewhere) -> String {
        let numbers = self.all_numbers();
        let are = if self.count() == 1 { "is" } else { "are" };
        let taken = self.problem.cost().name;
        match elsewhere {
            Elsewhere::Cost(cost) => {
                let they = if self.count() == 1 { "it is" } else { "they are" };
                let ratio = self.gradient().find_map(|array| array.ratio);
                let ratio = ratio.map_or(String::new(), |ratio| {
                    format!(": {they} {} times what belongs there", six_digits(ratio))
                });
                let right = if self.diagnosis.numeric { "right, as far as measuring goes" } else { "right" };
                format!(
                    "Is your cost `{other}`? For it {numbers} {are} {right}. For `{taken}`, which was taken because no \
                     cost was stated, {they} not{ratio}. State yours with --cost {other} or --cost {taken}.",
                    other = cost.name,
                )
            }
            Elsewhere::Layout(_) => format!(
                "Do the rows of your matrices stand for the nodes that the weights lead to? Read that way, {numbers} \
                 {are} right. Read as the weights lie, with a row for each node that they come from, they are mirrored."
            ),
            Elsewhere::Rate(rate) => format!(
                "Did you save the steps, −rate·gradient, and not the gradient? With the rate {} {numbers} {are} right \
                 as steps. A gradient is what is multiplied with −rate afterwards.",
                six_digits(*rate)
            ),
        }
    }

    fn not_yet(&self) -> String {
        let (right, wrong): (Vec<&Compared>, Vec<&Compared>) =
            self.gradient().partition(|array| array.is_right());
        let begins = self.diagnosis.first_difference.as_ref().map_or(String::new(), |difference| {
            let name = self.called(difference.quantity);
            format!(" Counted from the cost backwards, {name} is the first number that differs.")
        });
        let forward = self
            .diagnosis
            .arrays
            .iter()
            .rev()
            .find(|array| array.name.starts_with(['A', 'Z']) && !array.is_right());
        if let Some(array) = forward {
            return format!(
                "Not yet, and it begins before the way back: of your forward pass {} is the first array that differs, \
                 counted from the inputs.{begins}",
                array.name
            );
        }
        let are = |arrays: &[&Compared]| {
            format!(
                "{} {}",
                list(arrays.iter().map(|array| array.name.as_str())),
                if arrays.len() == 1 { "is" } else { "are" },
            )
        };
        match (self.common_ratio(), right.is_empty() || wrong.is_empty()) {
            (Some(0.0), _) => format!("Not yet: every one of your {} numbers is zero.", self.count()),
            (Some(ratio), _) => format!(
                "Not yet, but it is one thing only: every one of your {} numbers is {} times the right one.",
                self.count(),
                six_digits(ratio)
            ),
            (None, true) if self.count() == 1 => "Not yet: this is not the slope of the cost.".into(),
            (None, true) => format!("Not yet.{begins}"),
            (None, false) => format!("Not yet, but {} right; {} not.{begins}", are(&right), are(&wrong)),
        }
    }

    /// What all numbers are over the right ones, if that is one number for all arrays.
    fn common_ratio(&self) -> Option<f64> {
        let first = self.gradient().next()?.ratio?;
        let is_same = |ratio: f64| (ratio - first).abs() <= 1e-9 * first.abs();
        self.gradient().all(|array| array.ratio.is_some_and(is_same)).then_some(first)
    }

    /// Array by array, from the cost backwards.
    fn arrays(&self) -> Table {
        let begins = self.gradient().find(|array| !array.is_right()).map(|array| array.name.as_str());
        let row = |array: &Compared| {
            let count = Cell::from(format!("{} of {}", array.right, array.count));
            let role = if array.is_right() { Role::Agrees } else { Role::Differs };
            let remark = if array.is_right() {
                String::new()
            } else if Some(array.name.as_str()) == begins {
                "it begins here".into()
            } else {
                self.later(array)
            };
            let ratio = array.ratio.map(|ratio| match ratio {
                0.0 => "every number is zero".into(),
                _ => format!("every number is {} times the right one", six_digits(ratio)),
            });
            let remarks = [Some(remark).filter(|remark| !remark.is_empty()), ratio];
            let remarks: Vec<String> = remarks.into_iter().flatten().collect();
            Row::new([
                Cell::from(array.name.as_str()),
                count.looking(role.into()),
                Cell::from(remarks.join("; ")),
            ])
        };
        Table {
            columns: vec![Column::Name, Column::Left, Column::Left],
            header: vec![vec!["array".into(), "right".into(), "".into()]],
            rows: self.diagnosis.arrays.iter().map(row).collect(),
        }
    }

    /// What an array after the first difference has to do with it.
    fn later(&self, array: &Compared) -> String {
        match &self.diagnosis.explanations[..] {
            [] => String::new(),
            [first, ..] if first.parts.len() > 1 && first.parts.iter().any(|part| part.at == array.name) => {
                "has a difference of its own as well".into()
            }
            _ => "follows from it".into(),
        }
    }
}

/// `W2, b2 and W1`.
pub(super) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
