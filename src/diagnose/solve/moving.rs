//! The rate by which weights moved after every example, while the gradient of the batch was still being added up.
//!
//! ```text
//! h(r) = Σ_e g_e( W_e )        W_(e+1) = W_e − r·g_e( W_e )
//! ```
//!
//! For small steps h is nearly a straight line in the rate, so secants find it. Most programs are not the student's,
//! and then already the first line leaves most of the differences.

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

/// In groups, which at the right rate leave up to six tenths of the differences.
const IN_GROUPS: Way = Way { examples: 0, hopeless: 0.92, left: 0.4 };

/// Where the first line leaves more than this, no other rate need be tried.
const HOPELESS_FROM_ANYWHERE: f64 = 0.9;

/// Many examples are first looked at in so many groups, which takes a fraction of the time and moves the numbers nearly
/// in the same direction.
const GROUPS: usize = 5;

/// Steps towards a rate before it counts as not found.
const STEPS: usize = 30;

/// A constant is known to so much of it before it has a name.
const KNOWN: f64 = 1e-6;

/// The rate by which the weights were changed after every example, and what is left for constants, of which there may
/// be so many.
pub(in crate::diagnose) fn moving(search: &Search, recipe: &Recipe, constants: usize) -> Option<Solved> {
    let moving = Moving::new(search, recipe, constants)?;
    let is_alone = moving.effort.is_none();
    let starts = if is_alone { &RATES[..] } else { &RATES_BESIDE };
    let with_constant = |start: f64| {
        let (constant, rate) = moving.beside(start)?;
        let around =
            Interval { low: constant - KNOWN * constant.abs(), high: constant + KNOWN * constant.abs() };
        let constant = search.naming.size_in(around)?;
        Moving { constant, ..moving.clone() }.rate(&[rate])
    };
    // A gradient with the wrong sign moves the weights the other way.
    let with_constants = || [starts[0], -starts[0]].into_iter().find_map(with_constant);
    moving.rate(starts).or_else(|| (constants > 0 && is_alone).then(with_constants)?)
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
}

impl<'s> Moving<'s> {
    /// None where no weights can move, or those that stay give the first array already.
    fn new(search: &'s Search, recipe: &'s Recipe, constants: usize) -> Option<Moving<'s>> {
        let (problem, targets) = (search.problem, search.targets);
        let facts = search.passes.get(recipe.forward, recipe.labels)?;
        let is_alone = *recipe == Recipe::right(targets.layers.len());
        let right = Right::of(facts, recipe)?;
        let mut told: Vec<_> = arrays(targets).collect();
        let may_move = problem.inputs().rows() > 1 && !is_met(told.first()?, &right);
        told.truncate(if constants == 0 { told.len() } else { 1 });
        let still = numbers(&told, &right);
        let computed = recipe.computed();
        let (labels, effort) = (&*facts.labels, (!is_alone).then_some(&search.effort));
        let constant = 1.0;
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
        })
    }

    /// The rate, found from one of these.
    fn rate(&self, starts: &[f64]) -> Option<Solved> {
        let mut tried = f64::NAN;
        for &start in starts {
            let near = self.roughly(start);
            if near.is_ok_and(|near| (near - tried).abs() <= KNOWN * near.abs()) {
                continue;
            }
            tried = near.unwrap_or(tried);
            match near.and_then(|near| self.nearest(near, &SINGLY)) {
                Ok(near) => {
                    if let Some(found) = self.exactly(near) {
                        return Some(found);
                    }
                }
                Err(left) if left > HOPELESS_FROM_ANYWHERE => return None,
                Err(_) => {}
            }
        }
        None
    }

    /// Where to begin instead, told by groups of examples, or how much of the differences these leave.
    fn roughly(&self, start: f64) -> Result<f64, f64> {
        let examples = self.problem.inputs().rows();
        if examples < 3 * GROUPS || !self.recipe.adds_up() {
            return Ok(start);
        }
        let near = self.nearest(start, &Way { examples: examples.div_ceil(GROUPS), ..IN_GROUPS })?;
        Ok(if (LEAST..=MOST).contains(&(near * start.signum())) { near } else { start })
    }

    /// How much further a straight line through these numbers and those before goes nearest to the student's, and the
    /// square of what it leaves.
    fn line(&self, h: &[f64], before: &[f64], over: f64) -> (f64, f64) {
        let (direction, miss) = (slope(h, before, over), self.miss(h));
        let (along, length) = (dot(&miss, &direction), square(&direction));
        (along / length, (square(&miss) - along * along / length).max(0.0))
    }

    /// The rate at which the numbers are nearest to the student's, by secants in the direction in which it moves; or
    /// how much of the differences the first of them leaves:
    ///
    /// ```text
    /// h′ = ( h(r₁) − h(r₀) ) / ( r₁ − r₀ )        r₂ = r₁ + (s − h(r₁))·h′ / h′·h′
    /// ```
    fn nearest(&self, start: f64, way: &Way) -> Result<f64, f64> {
        let numbers = |rate: f64| self.numbers(rate, way.examples).ok_or(0.0);
        let (mut rate, mut from) = (start, 0.0);
        let (mut h, mut h_from) = (numbers(rate)?, times(self.constant, &self.still));
        let all = square(&self.miss(&h_from));
        let mut left = square(&self.miss(&h));
        for step in 0..STEPS {
            let (further, beside) = self.line(&h, &h_from, rate - from);
            if beside > way.hopeless * way.hopeless * all {
                return Err(if step == 0 { libm::sqrt(beside / all) } else { way.hopeless });
            }
            let next = rate + further;
            if !next.is_finite() || (next - rate).abs() <= 1e-15 * rate.abs() {
                break;
            }
            (from, h_from) = (rate, h);
            (rate, h) = (next, numbers(next)?);
            let now = square(&self.miss(&h));
            // Where two steps did not bring it nearer, no more will, or it is as near as doubles are.
            if step > 1 && now > 0.5 * left {
                break;
            }
            left = now;
        }
        let tolerated: f64 = self.entries().map(|entry| 16.0 * entry.tolerance * entry.tolerance).sum();
        if left <= tolerated.max(way.left * all) { Ok(rate) } else { Err(way.hopeless) }
    }

    /// The constant and the rate with which the first array is nearest to the student's, by the same secants:
    ///
    /// ```text
    /// s ≈ c·h(r₁) + q·h′        r₂ = r₁ + q / c
    /// ```
    fn beside(&self, start: f64) -> Option<(f64, f64)> {
        let s: Vec<f64> = self.entries().map(|entry| entry.value).collect();
        // Two numbers are met by some constant and some rate whatever they are.
        if s.len() < 3 {
            return None;
        }
        let (mut rate, mut from) = (start, 0.0);
        let (mut h, mut h_from) = (self.numbers(rate, 1)?, self.still.clone());
        for step in 0..STEPS {
            let direction = slope(&h, &h_from, rate - from);
            let [hh, hd, dd] = [square(&h), dot(&h, &direction), square(&direction)];
            let [sh, sd, ss] = [dot(&s, &h), dot(&s, &direction), square(&s)];
            let determinant = hh * dd - hd * hd;
            let (c, q) = ((sh * dd - sd * hd) / determinant, (sd * hh - sh * hd) / determinant);
            let (all, left) = (ss - sh * sh / hh, ss - c * sh - q * sd);
            let next = rate + q / c;
            if step == 0 && left > SINGLY.hopeless * SINGLY.hopeless * all
                || !(0.0..=MOST).contains(&(next * start.signum()))
            {
                return None;
            }
            if (next - rate).abs() <= KNOWN * rate.abs() {
                return Some((c, next));
            }
            (from, h_from) = (rate, h);
            (rate, h) = (next, self.numbers(next, 1)?);
        }
        None
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
        self.entries().zip(numbers).map(|(entry, h)| entry.value - h).collect()
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

    /// The same before anything multiplies it.
    fn moved(&self, rate: f64, examples: usize) -> Option<Right> {
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
fn is_met(&(layer, target, of): &(usize, &Target, Of), right: &Right) -> bool {
    let constant = target.entries.iter().try_fold(Interval::ANY, |interval, entry| {
        // The tolerance allows for more than this program rounds.
        interval.and(Interval::of(entry.value, of(right, layer, entry), entry.tolerance / 16.0)?)
    });
    let is_far = |c: f64| target.entries.len() > 2 && !(0.7..1.4).contains(&c);
    constant.is_some_and(|constant| constant.holds(1.0) || is_far(constant.middle()))
}

fn numbers(told: &[(usize, &Target, Of)], right: &Right) -> Vec<f64> {
    let numbers = told
        .iter()
        .flat_map(|&(layer, target, of)| target.entries.iter().map(move |entry| of(right, layer, entry)));
    numbers.collect()
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

/// A number of a gradient.
type Of = fn(&Right, usize, &Entry) -> f64;

const OF_WEIGHTS: Of = |right, layer, entry| right.weights[layer][(entry.row, entry.column)];
const OF_BIASES: Of = |right, layer, entry| right.biases[layer][entry.column];

/// The arrays that are to be met, from the cost downwards, weights first.
fn arrays(targets: &Targets) -> impl Iterator<Item = (usize, &Target, Of)> {
    targets.layers.iter().enumerate().rev().flat_map(|(layer, targets)| {
        let weights = targets.weights.as_ref().map(|target| (layer, target, OF_WEIGHTS));
        weights.into_iter().chain(targets.biases.as_ref().map(|target| (layer, target, OF_BIASES)))
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn square(a: &[f64]) -> f64 {
    dot(a, a)
}

fn times(c: f64, numbers: &[f64]) -> Vec<f64> {
    numbers.iter().map(|number| c * number).collect()
}

/// How numbers change from those before, over so much.
fn slope(numbers: &[f64], before: &[f64], over: f64) -> Vec<f64> {
    numbers.iter().zip(before).map(|(a, b)| (a - b) / over).collect()
}
