//! Everything that students can make of one task: all single mistakes, and all pairs that go together.
//!
//! Two of them that give the same numbers cannot be told apart by anybody. That is decided here, among the students'
//! own programs, number by number and within what the precision of the numbers leaves open.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::case::Given;
use super::case::Ids;
use super::case::Written;
use super::case::ids;
use super::homework::Answer;
use super::homework::Homework;
use super::real::Real;
use super::slips::Kind;
use super::slips::Slip;
use super::slips::all;
use super::task::Task;

/// How many numbers are looked at before all of them are.
const FIRST: usize = 3;

/// A program with one or two mistakes and what it computes.
pub(crate) struct Candidate {
    pub(crate) ids: Ids,
    pub(crate) how: String,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) homework: Homework,
    pub(crate) answer: Answer,
    /// Its numbers one after another, as far as they decide quickly that something else is meant.
    first_numbers: Vec<f64>,
    largest: f64,
}

/// One task with everything that can go wrong in it.
pub(crate) struct World {
    pub(crate) task: Arc<Task>,
    pub(crate) right: Answer,
    pub(crate) singles: Vec<Candidate>,
    pub(crate) pairs: Vec<Candidate>,
}

/// How a candidate compares with given numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    Same,
    Unclear,
    Apart,
}

/// Whether two mistakes at once are wanted too.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Depth {
    Singles,
    Pairs,
}

impl World {
    pub(crate) fn of(task: Task, depth: Depth) -> World {
        let right_program = Homework::right(&task);
        let right = right_program.answer::<f64>(&task).expect("the right program runs");
        let mut world = World { task: Arc::new(task), right, singles: Vec::new(), pairs: Vec::new() };
        let slips: Vec<&Slip> = all().collect();
        for slip in &slips {
            let homework = slip.made_in(&right_program, &world.task);
            world.singles.extend(world.candidate(&right_program, homework, &[slip]));
        }
        if depth == Depth::Pairs {
            for (place, first) in slips.iter().enumerate() {
                for second in &slips[place + 1..] {
                    world.pairs.extend(world.pair(&right_program, first, second));
                }
            }
        }
        world
    }

    /// Two mistakes go together if each changes the program and it does not matter which one is made first.
    fn pair(&self, right: &Homework, first: &Slip, second: &Slip) -> Option<Candidate> {
        let constants = first.kind == Kind::Constant && second.kind == Kind::Constant;
        if first.id == second.id || constants {
            return None;
        }
        let (with_first, with_second) = (first.made_in(right, &self.task), second.made_in(right, &self.task));
        let both = second.made_in(&with_first, &self.task);
        let commute = both == first.made_in(&with_second, &self.task);
        let news = both != with_first && both != with_second;
        (commute && news).then(|| self.candidate(right, both, &[first, second]))?
    }

    fn candidate(&self, right: &Homework, homework: Homework, slips: &[&Slip]) -> Option<Candidate> {
        if homework == *right {
            return None;
        }
        let answer = homework.answer::<f64>(&self.task)?;
        // A student whose numbers are not numbers knows that something is wrong.
        answer.numbers().all(f64::is_finite).then_some(())?;
        let hows: Vec<String> = slips.iter().map(|slip| slip.form()).collect();
        Some(Candidate {
            ids: ids(slips.iter().map(|slip| slip.id)),
            how: hows.join(" + "),
            kinds: slips.iter().map(|slip| slip.kind).collect(),
            homework,
            first_numbers: answer.weights.last()?.iter().flatten().take(FIRST).copied().collect(),
            largest: answer.numbers().fold(0.0, |largest: f64, number| largest.max(number.abs())),
            answer,
        })
    }

    /// Whether these numbers are the right ones.
    pub(crate) fn likeness_to_right(&self, given: &Given, written: Written) -> Likeness {
        likeness(given, &self.right, written)
    }

    /// The explanations of one and of two mistakes that give these numbers, and those that come very near.
    pub(crate) fn explanations(&self, given: &Given, written: Written) -> [BTreeSet<Ids>; 2] {
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        let numbers: Vec<f64> = given.arrays().flatten().collect();
        let largest = numbers.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
        let first: Vec<f64> = match given.weights.last() {
            Some(Some(weights)) => weights.iter().flatten().take(FIRST).copied().collect(),
            _ => Vec::new(),
        };
        let far = |candidate: &Candidate| {
            let far = limits(written, largest.max(candidate.largest))[1];
            first.iter().zip(&candidate.first_numbers).any(|(a, b)| (a - b).abs() > far)
        };
        for candidate in self.singles.iter().chain(&self.pairs).filter(|candidate| !far(candidate)) {
            match likeness(given, &candidate.answer, written) {
                Likeness::Same => _ = found[0].insert(candidate.ids.clone()),
                Likeness::Unclear => _ = found[1].insert(candidate.ids.clone()),
                Likeness::Apart => {}
            }
        }
        let [same, near] = &mut found;
        near.retain(|ids| !same.contains(ids));
        found
    }

    /// What a program hands in when it runs in the precision in which its numbers are saved.
    pub(crate) fn given(&self, homework: &Homework, written: Written) -> Option<Given> {
        let answer = match written {
            Written::Single => homework.answer::<f32>(&self.task)?,
            _ => homework.answer::<f64>(&self.task)?,
        };
        Some(Given::all(&answer).saved(written))
    }
}

impl Task {
    /// The same task with numbers that `float32` holds.
    pub(crate) fn in_single(mut self) -> Task {
        let round = |number: &mut f64| *number = f32::of(*number).widened();
        let weights = self
            .layers
            .iter_mut()
            .flat_map(|layer| layer.weights.iter_mut().flatten().chain(layer.biases.iter_mut().flatten()));
        weights.chain(self.x.iter_mut().flatten()).chain(self.y.iter_mut().flatten()).for_each(round);
        self
    }
}

/// Compares array by array, each against its own largest number.
pub(crate) fn likeness(given: &Given, answer: &Answer, written: Written) -> Likeness {
    let weights = given.weights.iter().zip(&answer.weights).filter_map(|(given, ours)| {
        given.as_ref().map(|given| {
            if given.len() == ours.len() && given[0].len() == ours[0].len() {
                of_numbers(given.iter().flatten(), ours.iter().flatten(), written)
            } else {
                Likeness::Apart
            }
        })
    });
    let biases =
        given.biases.iter().zip(&answer.biases).filter_map(|(given, ours)| {
            Some(of_numbers(given.as_ref()?.iter(), ours.as_ref()?.iter(), written))
        });
    let mut most = Likeness::Same;
    for likeness in weights.chain(biases) {
        most = most.max(likeness);
        if most == Likeness::Apart {
            break;
        }
    }
    most
}

fn of_numbers<'a>(
    given: impl Iterator<Item = &'a f64> + Clone,
    ours: impl Iterator<Item = &'a f64> + Clone,
    written: Written,
) -> Likeness {
    let largest =
        given.clone().chain(ours.clone()).fold(0.0, |largest: f64, number| largest.max(number.abs()));
    let apart = given.zip(ours).fold(0.0, |apart: f64, (given, ours)| apart.max((given - ours).abs()));
    let [same, different] = limits(written, largest);
    if apart <= same {
        Likeness::Same
    } else if apart < different {
        Likeness::Unclear
    } else {
        Likeness::Apart
    }
}

/// How far numbers may lie apart and be the same, and how far they lie apart if they are certainly not.
fn limits(written: Written, largest: f64) -> [f64; 2] {
    match written {
        Written::Double => [1e-11 * largest, 1e-8 * largest],
        Written::Single => [3e-6 * largest, 1e-4 * largest],
        Written::Decimals(digits) => {
            let unit = libm::pow(10.0, -(digits as f64));
            [0.500_001 * unit, 0.6 * unit]
        }
    }
}
