//! A file that a student hands in, and what is known about it because we made it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::homework::Answer;
use super::homework::Between;
use super::real::Matrix;
use super::task::Task;

/// One file with a task and a student's numbers.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) group: Group,
    pub(crate) task: Arc<Task>,
    pub(crate) cost: CostIs,
    pub(crate) written: Written,
    pub(crate) given: Given,
    pub(crate) truth: Truth,
}

/// What a case counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Singles,
    /// A mistake and one number in front of everything.
    WithConstant,
    Pairs,
    /// Some of the arrays only.
    Parts,
    /// With the tables on the way, or a cost.
    WithBetween,
    Right,
    /// Right for another cost or in another layout.
    Elsewhere,
    Garbage,
}

/// Whether the file says which cost the gradient belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum CostIs {
    Stated,
    Assumed,
}

/// How the numbers were saved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Written {
    Double,
    Single,
    /// As text with this many digits after the point.
    Decimals(usize),
}

/// The student's arrays; `None` where one is not handed in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) weights: Vec<Option<Matrix>>,
    pub(crate) biases: Vec<Option<Vec<f64>>>,
    pub(crate) between: Option<Between>,
    pub(crate) cost: Option<f64>,
}

/// The ids of one explanation.
pub(crate) type Ids = BTreeSet<String>;

/// What the diagnosis should find.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    Right,
    /// Right under another reading, which the verdict has to offer.
    RightElsewhere,
    Mistakes {
        made: Ids,
        /// Other explanations whose programs give the same numbers.
        ties: BTreeSet<Ids>,
        /// Explanations so near that the precision of the numbers decides.
        near: BTreeSet<Ids>,
    },
    Garbage,
}

impl Given {
    /// All arrays of an answer.
    pub(crate) fn all(answer: &Answer) -> Given {
        Given {
            weights: answer.weights.iter().cloned().map(Some).collect(),
            biases: answer.biases.clone(),
            ..Given::default()
        }
    }

    /// Every number that is given, array by array.
    pub(crate) fn arrays(&self) -> impl Iterator<Item = Vec<f64>> + '_ {
        let weights = self.weights.iter().flatten().map(|matrix| matrix.concat());
        weights.chain(self.biases.iter().flatten().cloned())
    }

    /// Every number replaced, those on the way too.
    pub(crate) fn change(&mut self, change: impl Fn(f64) -> f64) {
        let between = self.between.iter_mut().flat_map(|between| {
            let tables = between.z.iter_mut().chain(&mut between.a).chain(&mut between.deltas);
            tables.flatten().flatten()
        });
        let weights = self.weights.iter_mut().flatten().flatten().flatten();
        let numbers = weights.chain(self.biases.iter_mut().flatten().flatten()).chain(between);
        numbers.chain(&mut self.cost).for_each(|number| *number = change(*number));
    }

    /// The numbers as they are after saving and reading.
    pub(crate) fn saved(mut self, written: Written) -> Given {
        if let Written::Decimals(digits) = written {
            self.change(|number| format!("{number:.digits$}").parse().unwrap_or(number));
        }
        self
    }
}

impl Case {
    /// Whether nothing else gives these numbers.
    pub(crate) fn is_distinct(&self) -> bool {
        matches!(&self.truth, Truth::Mistakes { ties, near, .. } if ties.is_empty() && near.is_empty())
    }
}

/// One set of ids.
pub(crate) fn ids<'a>(names: impl IntoIterator<Item = &'a str>) -> Ids {
    names.into_iter().map(str::to_owned).collect()
}
