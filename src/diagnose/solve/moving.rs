//! The rate by which weights moved after every example, while the gradient of the batch was still being added up.
//!
//! ```text
//! h(r) = Σ_e g_e( W_e )        W_(e+1) = W_e − r·g_e( W_e )
//! ```
//!
//! For small steps h is nearly a straight line in the rate, so secants find it. Most programs are not the student's,
//! and then already the first line leaves most of the differences.

mod alone;
mod secants;
mod told;

use std::ops::RangeInclusive;

use super::MOST;
use crate::diagnose::facts::Facts;
use crate::diagnose::fit::Entry;
use crate::diagnose::fit::Interval;
use crate::diagnose::fit::Right;
use crate::diagnose::fit::Target;
use crate::diagnose::fit::Targets;
use crate::diagnose::naming::plain;
use crate::diagnose::recipe::Labels;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::search::Effort;
use crate::diagnose::search::Search;
use crate::diagnose::search::Solved;
use crate::diagnose::search::Stage;
use crate::diagnose::search::products;
use crate::problem::Grid;
use crate::problem::Problem;

use secants::Plane;
use secants::dot;
use secants::slope;
use secants::square;
use told::Of;
use told::arrays;
use told::numbers;

/// Rates at which a search for one begins, where nothing else is wrong and where something is.
const RATES: [f64; 5] = [0.01, 0.1, 0.5, 1.5, 0.001];
const RATES_BESIDE: [f64; 2] = [0.01, 0.1];

/// A rate that is smaller than this is none.
const LEAST: f64 = 1e-9;

/// So many times a rate is far enough from it to see in which direction the gradient moves.
const FURTHER: f64 = 1.001;

/// How weights are moved, and how near to the student's numbers that must lead.
struct Way {
    /// The weights move after so many examples.
    examples: usize,
    /// At each step a straight line must leave less than this of the differences that no rate at all leaves.
    hopeless: f64,
    /// What the steps leave in the end must be less than this of those, both squared.
    left: f64,
}

/// As the student's program does.
const SINGLY: Way = Way { examples: 1, hopeless: 0.7, left: 1e-6 };

/// The same where groups led near the rate: there a straight line leaves next to nothing.
const SINGLY_FROM_NEAR: Way = Way { hopeless: 0.4, ..SINGLY };

/// In groups, which at the right rate leave up to six tenths of the differences.
const IN_GROUPS: Way = Way { examples: 0, hopeless: 0.92, left: 0.4 };

/// Where the first line leaves more than this, no other rate need be tried.
const HOPELESS_FROM_ANYWHERE: f64 = 0.9;

/// Many examples are first looked at in so many groups, which takes a fraction of the time and moves the numbers nearly
/// in the same direction.
const GROUPS: usize = 5;

/// How many times a size the one may be that a straight line tells.
const SIZES: RangeInclusive<f64> = 0.4..=2.5;

/// Steps towards a rate before it counts as not found.
const STEPS: usize = 30;

/// A constant is known to so much of it before it has a name.
const KNOWN: f64 = 1e-6;

/// The rate by which the weights were changed after every example, and what is left for constants, of which there may
/// be so many.
pub(in crate::diagnose) fn moving(search: &Search, recipe: &Recipe, constants: usize) -> Option<Solved> {
    let moving = Moving::new(search, recipe, 1.0, constants)?;
    let is_alone = moving.is_alone();
    let starts = if is_alone { &RATES[..] } else { &RATES_BESIDE };
    let with_constant = |start: f64| {
        let (constant, rate) = moving.beside(start)?;
        let constant = search.naming.size_in(Interval::around(constant, KNOWN * constant.abs()))?;
        Moving { constant, ..moving.clone() }.rate(&[rate])
    };
    // A gradient with the wrong sign moves the weights the other way.
    let with_constants = || [starts[0], -starts[0]].into_iter().find_map(with_constant);
    moving.rate(starts).or_else(|| (constants > 0 && is_alone).then(with_constants)?)
}

/// The rate by which the weights of a program moved before weight decay was added, with what is found of its gradient
/// then.
pub(super) fn beside_decay<T>(
    search: &Search,
    recipe: &Recipe,
    find: impl Fn(&Right) -> Option<T>,
) -> Option<(f64, T)> {
    let still = Moving::new(search, recipe, 1.0, 0)?;
    let moving = Moving { decayed: numbers(&still.told, &weights_of(search.problem)), ..still };
    moving.nearest_from(&RATES, |near| {
        let rate = plain(Interval::around(near, KNOWN * near.abs())).unwrap_or(near);
        let moved = (LEAST..=MOST).contains(&rate).then(|| moving.moved(rate, 1))??;
        Some((rate, find(&moved)?))
    })
}

/// The weights in the place of their gradient.
fn weights_of(problem: &Problem) -> Right {
    let layers = problem.layers();
    Right {
        weights: layers.iter().map(|layer| layer.weights.clone()).collect(),
        biases: layers.iter().map(|layer| vec![0.0; layer.weights.columns()]).collect(),
        deltas: Vec::new(),
        divisor: 1.0,
    }
}

/// Whether the weights of a program that is otherwise right may have moved, with one of these constants on the gradient.
pub(in crate::diagnose) fn may_move(search: &Search, constants: &[f64]) -> bool {
    let right = Recipe::right(search.targets.layers.len());
    let with = |constant: f64| Moving::new(search, &right, constant, 0);
    let near = constants.iter().find_map(|&constant| with(constant)).and_then(|moving| moving.size());
    near.is_some_and(|near| {
        let is_near = |constant: &&f64| SIZES.contains(&(near / **constant));
        constants
            .iter()
            .filter(is_near)
            .any(|&constant| with(constant).and_then(|moving| moving.rate(&RATES)).is_some())
    })
}

/// The multiplications, nearly, that finding the rate of one program takes: two or three gradients.
pub(in crate::diagnose) fn effort_of_moving(problem: &Problem) -> f64 {
    2.5 * to_move(problem, problem.inputs().rows().min(GROUPS))
}

/// Those of a gradient in which the weights move so many times.
fn to_move(problem: &Problem, times: usize) -> f64 {
    let layers = problem.layers();
    let nodes: usize = layers.iter().map(|layer| layer.weights.columns()).sum();
    (times * (500 * layers.len() + 150 * nodes)) as f64 + 5.0 * products(problem)
}

/// A program whose weights move, beside the student's numbers.
#[derive(Clone)]
struct Moving<'s> {
    problem: &'s Problem,
    labels: &'s Grid,
    recipe: &'s Recipe,
    /// What the gradients may take, where they are many.
    effort: Option<&'s Effort>,
    /// The same before anything is done to the finished arrays, where anything is.
    computed: Option<Recipe>,
    targets: &'s Targets,
    /// What the rate is told by: all arrays, or the first where others may have a constant.
    told: Vec<(usize, &'s Target, Of)>,
    /// The same with weights that stay.
    still: Vec<f64>,
    /// What everything is multiplied with.
    constant: f64,
    /// The weights, where any multiple of them may have been added; else nothing.
    decayed: Vec<f64>,
}

impl<'s> Moving<'s> {
    /// None where no weights can move, or those that stay give the first array already.
    fn new(search: &'s Search, recipe: &'s Recipe, constant: f64, constants: usize) -> Option<Moving<'s>> {
        let (problem, targets) = (search.problem, search.targets);
        let facts = search.passes.get(recipe.forward, recipe.labels)?;
        let is_alone = *recipe == Recipe::right(targets.layers.len());
        let right = Right::of(facts, recipe)?;
        let mut told: Vec<_> = arrays(targets).collect();
        let may_move = problem.inputs().rows() > 1 && !is_met(told.first()?, &right, constant);
        told.truncate(if constants == 0 { told.len() } else { 1 });
        let still = numbers(&told, &right);
        let computed = recipe.computed();
        let (labels, effort) = (&*facts.labels, (!is_alone).then_some(&search.effort));
        may_move.then_some(Moving {
            problem,
            labels,
            recipe,
            effort,
            computed,
            targets,
            told,
            still,
            constant,
            decayed: Vec::new(),
        })
    }

    /// The size in which a straight line through these numbers comes nearest to the student's, where it comes nearer
    /// than those that stay.
    fn size(&self) -> Option<f64> {
        let (way, start) = (self.way(), RATES[0]);
        let s: Vec<f64> = self.entries().map(|entry| entry.value).collect();
        let h = numbers(&self.told, &self.moved(start, way.examples)?);
        let Plane { c, all, left, .. } = Plane::through(&s, &h, &slope(&h, &self.still, start));
        (left <= way.hopeless * way.hopeless * all).then_some(c)
    }

    /// The rate, found from one of these.
    fn rate(&self, starts: &[f64]) -> Option<Solved> {
        self.nearest_from(starts, |near| self.exactly(near))
    }

    /// Whether a step can make slopes jump, which no straight line foresees.
    fn has_kinks(&self) -> bool {
        self.problem.layers().iter().any(|layer| layer.activation.kink.is_some())
    }

    /// What is found near one of the rates to which these lead.
    fn nearest_from<T>(&self, starts: &[f64], find: impl Fn(f64) -> Option<T>) -> Option<T> {
        let mut tried = f64::NAN;
        for &start in starts {
            let near = self.roughly(start);
            if near.is_ok_and(|near| (near - tried).abs() <= KNOWN * near.abs()) {
                continue;
            }
            tried = near.unwrap_or(tried);
            let way = if near == Ok(start) { SINGLY } else { SINGLY_FROM_NEAR };
            match near.and_then(|near| self.nearest(near, &way)) {
                Ok(near) => {
                    if let Some(found) = find(near) {
                        return Some(found);
                    }
                }
                Err(left) if left > HOPELESS_FROM_ANYWHERE && !self.has_kinks() => return None,
                Err(_) => {}
            }
        }
        None
    }

    /// Where to begin instead, told by groups of examples; or how much of the differences these leave, nothing where they
    /// lead nowhere.
    fn roughly(&self, start: f64) -> Result<f64, f64> {
        let way = self.way();
        if way.examples == 1 {
            return Ok(start);
        }
        let near = self.nearest(start, &way)?;
        match near * start.signum() {
            // The weights would have to move the other way.
            rate if rate < 0.0 && !self.has_kinks() => Err(0.0),
            rate => Ok(if (LEAST..=MOST).contains(&rate) { near } else { start }),
        }
    }

    /// The way that tells whether any rate is worth looking for.
    fn way(&self) -> Way {
        let examples = self.problem.inputs().rows();
        if examples < 3 * GROUPS || !self.recipe.adds_up() {
            SINGLY
        } else {
            Way { examples: examples.div_ceil(GROUPS), ..IN_GROUPS }
        }
    }

    /// The rate near this one that all arrays allow, and what is then left for constants.
    fn exactly(&self, near: f64) -> Option<Solved> {
        let (here, further) = (self.at(near, 1)?, self.at(near * FURTHER, 1)?);
        // Between the two the gradient is not quite a straight line.
        [1.0, 2.0].into_iter().find_map(|slack| {
            let interval = around(self.targets, [&here, &further], near, slack)?;
            let rates = [plain(interval), Some(interval.middle())].into_iter().flatten();
            let mut rates = rates.filter(|rate| (LEAST..=MOST).contains(&(rate * self.constant.signum())));
            rates.find_map(|rate| Some((rate.abs(), self.moved(rate, 1)?.fits(self.targets)?)))
        })
    }

    fn miss(&self, numbers: &[f64]) -> Vec<f64> {
        self.beside_decay(self.entries().zip(numbers).map(|(entry, h)| entry.value - h).collect())
    }

    /// What no multiple of the weights makes of these numbers.
    fn beside_decay(&self, mut numbers: Vec<f64>) -> Vec<f64> {
        if !self.decayed.is_empty() {
            let decay = dot(&numbers, &self.decayed) / square(&self.decayed);
            numbers.iter_mut().zip(&self.decayed).for_each(|(number, weight)| *number -= decay * weight);
        }
        numbers
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.told.iter().flat_map(|(_, target, _)| &target.entries)
    }

    /// What tells the rate, at a rate, where the weights move after so many examples.
    fn numbers(&self, rate: f64, examples: usize) -> Option<Vec<f64>> {
        Some(numbers(&self.told, &self.at(rate, examples)?))
    }

    /// The gradient at a rate, where the weights move after so many examples.
    fn at(&self, rate: f64, examples: usize) -> Option<Right> {
        let mut right = self.moved(rate, examples)?;
        if self.constant != 1.0 {
            right.scale(self.constant);
        }
        Some(right)
    }

    /// Whether nothing else is wrong.
    fn is_alone(&self) -> bool {
        self.effort.is_none()
    }

    /// The same before anything multiplies it.
    fn moved(&self, rate: f64, examples: usize) -> Option<Right> {
        if self.is_alone()
            && let Some(mut total) = alone::moved(self.problem, self.labels, rate, examples)
        {
            total.scale(1.0 / self.problem.divisor());
            return Some(total);
        }
        let mut one = self.problem.clone();
        let mut total: Option<Right> = None;
        let rows = self.problem.inputs().rows();
        if !self
            .effort
            .is_none_or(|effort| effort.spend(Stage::Rates, to_move(self.problem, rows.div_ceil(examples))))
        {
            return None;
        }
        for from in (0..rows).step_by(examples) {
            one.turn_to(self.problem, self.labels, from..rows.min(from + examples));
            let facts = Facts::new(&one, self.recipe.forward, Labels::Given)?;
            let right = Right::over(1.0, &facts, self.recipe)?;
            // What is handed in otherwise than it was computed does not move the weights.
            let computed = match &self.computed {
                Some(recipe) => Some(Right::over(1.0, &facts, recipe)?),
                None => None,
            };
            let step = computed.as_ref().unwrap_or(&right);
            one.descend(rate, &step.weights, &step.biases);
            match &mut total {
                None => total = Some(right),
                Some(sum) => sum.add(&right),
            }
        }
        let mut total = total?;
        total.scale(1.0 / self.problem.divisor());
        Some(total)
    }
}

/// Whether these are the student's numbers up to a constant, to the last digit: then no weights moved. Small steps too
/// leave nearly a constant, but one near 1, and one number or two are always a constant times others.
fn is_met(&(layer, target, of): &(usize, &Target, Of), right: &Right, times: f64) -> bool {
    let constant = target.entries.iter().try_fold(Interval::ANY, |interval, entry| {
        // The tolerance allows for more than this program rounds.
        interval.and(Interval::of(entry.value, times * of(right, layer, entry), entry.tolerance / 16.0)?)
    });
    let is_far = |c: f64| target.entries.len() > 2 && !(0.7..1.4).contains(&c);
    constant.is_some_and(|constant| constant.holds(1.0) || is_far(constant.middle()))
}

/// How far the digits of all arrays let a rate differ from `near`, told from the gradients there and further on; arrays
/// that have a constant say nothing.
fn around(targets: &Targets, [here, further]: [&Right; 2], near: f64, slack: f64) -> Option<Interval> {
    let mut interval = Interval::ANY;
    for (layer, target, of) in arrays(targets) {
        let rates = target.entries.iter().try_fold(interval, |interval, entry| {
            let h = of(here, layer, entry);
            let slope = (of(further, layer, entry) - h) / (near * (FURTHER - 1.0));
            let step = Interval::of(entry.value - h, slope, slack * entry.tolerance)?;
            interval.and(Interval { low: near + step.low, high: near + step.high })
        });
        // The first array decides whether there is a rate at all.
        interval = match rates {
            None if interval.is_any() && layer + 1 == targets.layers.len() => return None,
            rates => rates.unwrap_or(interval),
        };
    }
    (!interval.is_any()).then_some(interval)
}
