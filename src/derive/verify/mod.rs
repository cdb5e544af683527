//! before = after?
//!
//! Two witnesses are asked. The exact one evaluates both sides without rounding, at fixed points of a finite field, with
//! derivatives computed by jets; the other evaluates them in doubles and measures derivatives by nudging. Formulas
//! made of + − · / and whole powers, σ, tanh, exp of whole combinations of names, and Σ are decided by the first;
//! for everything else the second has to do, and the evidence says so. "Cannot be decided" is an answer of its own
//! and never counts as a yes.

mod exact;
mod field;
mod measure;
mod memory;
mod sample;
mod work;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use exact::Exact;
use exact::Hurdle;
use exact::Names;
use measure::Measure;
pub(super) use memory::Memory;
pub use work::Work;

use super::givens::Givens;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

/// The answer to "are these two formulas equal wherever both are defined?".
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// They are, and this is how it was found.
    Holds(Evidence),
    /// They are not, and this is where.
    Fails(Counterexample),
    /// It could not be decided, for this reason.
    Unknown(String),
}

/// How an equality was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Points at which both sides were evaluated without rounding and were equal to the last digit.
    pub exact: usize,
    /// Points at which both sides were evaluated in doubles and were close.
    pub measured: usize,
    /// Whether a derivative was measured by nudging at those points.
    pub nudged: bool,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = |n: usize| if n == 1 { "1 point".into() } else { format!("{n} points") };
        match self {
            Evidence { exact: 0, nudged: true, .. } => {
                write!(f, "numerically, by nudging at {}", points(self.measured))
            }
            Evidence { exact: 0, .. } => write!(f, "numerically at {}", points(self.measured)),
            Evidence { nudged: true, .. } => {
                write!(
                    f,
                    "without rounding at {}, by nudging at {}",
                    points(self.exact),
                    points(self.measured)
                )
            }
            _ => write!(f, "without rounding at {}", points(self.exact)),
        }
    }
}

/// A point at which two formulas differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterexample {
    /// The numbers put in for the index letters.
    pub letters: Letters,
    /// The names that are not defined, with their values there.
    pub point: Vec<(Symbol, f64)>,
    /// The value of the left side.
    pub left: f64,
    /// The value of the right side.
    pub right: f64,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;
        write!(f, "left {:.6}, right {:.6}", self.left, self.right)?;
        let letters = self.letters.iter().map(|(letter, index)| format!("{letter} = {index}"));
        let names = self.point.iter().map(|(name, value)| format!("{name} = {value:.4}"));
        let all: Vec<String> = letters.chain(names).collect();
        if !all.is_empty() {
            write!(f, " at {}", all[..all.len().min(SHOWN)].join(", "))?;
        }
        if all.len() > SHOWN { write!(f, ", …") } else { Ok(()) }
    }
}

/// Where exact evaluation looks. Fixed, so that every run checks the same.
const EXACT_POINTS: [u64; 3] = [1, 2, 3];

/// Where doubles are tried.
const MEASURED_POINTS: [u64; 3] = [11, 12, 13];

/// How many of these points are measured at where both sides are equal without rounding, and at how many they have to
/// have a value.
#[derive(Clone, Copy)]
struct Points {
    most: usize,
    enough: usize,
}

const FIRST: Points = Points { most: MEASURED_POINTS.len(), enough: 2 };

/// Of a general claim one member is measured in full, and the others once.
const FURTHER: Points = Points { most: 1, enough: 1 };

/// How many Σ within one another are run while names are free: a step changes one, or none, or all.
const RUNNING_SUMS: [usize; 3] = [0, 1, usize::MAX];

/// A Σ without a known size is tried with these many terms.
const SIZES: [usize; 3] = [2, 3, 4];

/// Whether two formulas are equal for all values of the names that are not defined.
pub fn compare(left: &Expr, right: &Expr, givens: &Givens) -> Verdict {
    compare_under(left, right, givens, &BTreeMap::new(), &Work::unlimited())
}

/// The same, where letters run as far as `running` says, and no more is done than `work` allows.
pub(super) fn compare_under(
    left: &Expr,
    right: &Expr,
    givens: &Givens,
    running: &BTreeMap<char, usize>,
    work: &Work,
) -> Verdict {
    let open = open_limits([left, right], givens);
    let (mut found, mut only_measured) = (Evidence::default(), false);
    let sizes = if open.is_empty() { &SIZES[..1] } else { &SIZES };
    for &size in sizes {
        let mut sized;
        let givens = if open.is_empty() {
            givens
        } else {
            sized = givens.clone();
            for (place, name) in open.iter().enumerate() {
                sized.count(name, size + place);
            }
            &sized
        };
        // What is equal with the letters as they are is equal for every number in their place.
        if let Some(exact) = equal_whatever_stands_there(left, right, givens, work) {
            found.exact += exact;
            continue;
        }
        for (place, letters) in members([left, right], givens, running).into_iter().enumerate() {
            let sides = (left.with_letters(&letters), right.with_letters(&letters));
            match compared(&sides.0, &sides.1, givens, if place == 0 { FIRST } else { FURTHER }, work) {
                Verdict::Holds(evidence) => {
                    found.nudged |= evidence.nudged;
                    found.measured += evidence.measured;
                    found.exact += evidence.exact;
                    only_measured |= evidence.exact == 0;
                }
                Verdict::Fails(at) => return Verdict::Fails(Counterexample { letters, ..at }),
                unknown @ Verdict::Unknown(_) => return unknown,
            }
        }
    }
    // One case that could only be measured makes the whole a measurement.
    Verdict::Holds(Evidence { exact: if only_measured { 0 } else { found.exact }, ..found })
}

/// What a formula is worth at the points where exact evaluation looks.
///
/// Formulas with one fingerprint are equal, so that one among many can be looked up. With two fingerprints they may
/// still be equal where ln or step stands in them; [`compare`] knows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u64; EXACT_POINTS.len()]);

/// The fingerprint of a formula, or nothing where it cannot be evaluated without rounding.
pub fn fingerprint(formula: &Expr, givens: &Givens) -> Option<Fingerprint> {
    let mut values = [0; EXACT_POINTS.len()];
    for (value, point) in values.iter_mut().zip(EXACT_POINTS) {
        *value = Exact::new(givens, point, Names::Defined, &Work::unlimited()).value(formula).ok()?.number();
    }
    Some(Fingerprint(values))
}

/// The names that stand as limits of a Σ without being known.
fn open_limits(sides: [&Expr; 2], givens: &Givens) -> Vec<String> {
    let mut open = BTreeSet::new();
    let definitions = givens.definitions().map(|(_, is)| is);
    for formula in sides.into_iter().chain(definitions) {
        formula.any(&mut |part| {
            if let Expr::Sum { from, to, .. } = part {
                for limit in [from, to] {
                    if let Expr::Sym(name) = &**limit {
                        open.insert(name.to_string());
                    }
                }
            }
            false
        });
    }
    open.retain(|name| givens.count_of(name).is_none());
    open.into_iter().collect()
}

/// The numbers to put in for the free letters whose range is known: all, or of many the first two and the last.
fn members(sides: [&Expr; 2], givens: &Givens, running: &BTreeMap<char, usize>) -> Vec<Letters> {
    const MOST: usize = 40;
    let mut members = vec![Letters::new()];
    let mut letters: Vec<char> = sides.into_iter().flat_map(Expr::free_letters).collect();
    letters.sort_unstable();
    letters.dedup();
    for letter in letters {
        let Some(last) = running.get(&letter).copied().or_else(|| givens.last_of(letter)) else { continue };
        let numbers: Vec<usize> = if last <= 4 && members.len() * last <= MOST {
            (1..=last).collect()
        } else {
            BTreeSet::from([1, 2.min(last), last]).into_iter().collect()
        };
        members = members
            .into_iter()
            .flat_map(|member| {
                numbers.iter().map(move |&number| {
                    let mut member = member.clone();
                    member.insert(letter, Index::At(number));
                    member
                })
            })
            .collect();
    }
    members
}

/// What exact evaluation says of two formulas.
enum Exactly {
    Equal(usize),
    Different { is_certain: bool },
    Silent(String),
    TooLarge,
}

/// Whether a derivative stands in one of the sides.
fn has_derivative(left: &Expr, right: &Expr) -> bool {
    let is_partial = |part: &Expr| matches!(part, Expr::Partial { .. });
    left.any(&mut { is_partial }) || right.any(&mut { is_partial })
}

/// At how many points two formulas are equal while names, sums and derivatives are any numbers: what is equal then
/// need not unfold them.
fn equal_whatever_stands_there(left: &Expr, right: &Expr, givens: &Givens, work: &Work) -> Option<usize> {
    let running = if has_derivative(left, right) { &RUNNING_SUMS[..2] } else { &RUNNING_SUMS };
    running.iter().find_map(|&sums| match exactly(left, right, givens, Names::Free { sums }, work) {
        Exactly::Equal(exact) => Some(exact),
        _ => None,
    })
}

fn compared(left: &Expr, right: &Expr, givens: &Givens, points: Points, work: &Work) -> Verdict {
    let nudged = has_derivative(left, right);
    if let Some(exact) = equal_whatever_stands_there(left, right, givens, work) {
        return Verdict::Holds(Evidence { exact, measured: 0, nudged: false });
    }
    let exactly = exactly(left, right, givens, Names::Defined, work);
    match exactly {
        Exactly::Equal(exact) if !nudged => return Verdict::Holds(Evidence { exact, measured: 0, nudged }),
        Exactly::TooLarge => {
            return Verdict::Unknown("the formulas have too many terms to be checked".into());
        }
        _ => {}
    }
    let Points { most, enough } = if matches!(exactly, Exactly::Equal(_)) { points } else { FIRST };
    let measured = MEASURED_POINTS.iter().filter_map(|&point| tried(left, right, givens, point, work));
    let tried: Vec<Tried> = measured.take(most).collect();
    let furthest = tried.iter().max_by(|a, b| a.apart.total_cmp(&b.apart));
    let close = furthest.is_none_or(|tried| tried.apart <= if nudged { 1e-6 } else { 1e-9 });
    let counterexample = || furthest.map(|tried| Verdict::Fails(pinned(left, right, givens, tried, work)));
    let measured = tried.len();
    let unknown = |reason: &str| Verdict::Unknown(reason.into());
    match exactly {
        Exactly::Equal(exact) if is_hidden(left, right, givens) => {
            Verdict::Holds(Evidence { exact, measured: 0, nudged: false })
        }
        Exactly::Equal(exact) if close && measured >= enough => {
            Verdict::Holds(Evidence { exact, measured, nudged })
        }
        Exactly::Equal(_) if close => unknown("the derivative could not be measured at any sample point"),
        Exactly::Equal(_) => unknown("the exact check and the measured slope do not agree"),
        Exactly::Different { is_certain: true } => counterexample()
            .unwrap_or_else(|| unknown("the sides differ, but at no sample point that doubles can show")),
        Exactly::Different { .. } | Exactly::Silent(_) if !close => {
            counterexample().unwrap_or_else(|| unknown("the sides have no value at any sample point"))
        }
        Exactly::Different { .. } if measured >= enough => {
            Verdict::Holds(Evidence { exact: 0, measured, nudged })
        }
        Exactly::Silent(reason) if measured < enough => Verdict::Unknown(reason),
        Exactly::Silent(_) => Verdict::Holds(Evidence { exact: 0, measured, nudged }),
        Exactly::Different { .. } | Exactly::TooLarge => {
            unknown("a name stands here that nobody has defined, so its derivative is not known")
        }
    }
}

/// Whether a derivative in the formulas is of a name that nobody has defined, and stands for itself.
fn is_hidden(left: &Expr, right: &Expr, givens: &Givens) -> bool {
    let unsaid = |part: &Expr| {
        matches!(part, Expr::Partial { of, .. }
        if matches!(&**of, Expr::Sym(name) if givens.definition_of(name).is_none()))
    };
    givens.undefined() == super::givens::Undefined::Unknown
        && (left.any(&mut { unsaid }) || right.any(&mut { unsaid }))
}

fn exactly(left: &Expr, right: &Expr, givens: &Givens, names: Names, work: &Work) -> Exactly {
    let mut points = 0;
    for point in EXACT_POINTS {
        let mut exact = Exact::new(givens, point, names, work);
        match (exact.value(left), exact.value(right)) {
            (Ok(left), Ok(right)) if left == right => points += 1,
            (Ok(_), Ok(_)) => return Exactly::Different { is_certain: !exact.is_outside },
            (Err(Hurdle::TooLarge), _) | (_, Err(Hurdle::TooLarge)) => return Exactly::TooLarge,
            (Err(Hurdle::Unsaid(reason)), _) | (_, Err(Hurdle::Unsaid(reason))) => {
                return Exactly::Silent(reason);
            }
            (Err(Hurdle::Pole), _) | (_, Err(Hurdle::Pole)) => {}
        }
    }
    match points {
        0 => Exactly::Silent("a denominator is 0 at every sample point".into()),
        _ => Exactly::Equal(points),
    }
}

/// Both values at one point.
struct Tried {
    number: u64,
    left: f64,
    right: f64,
    /// How far the values are apart, compared with their size.
    apart: f64,
}

fn tried(left: &Expr, right: &Expr, givens: &Givens, point: u64, work: &Work) -> Option<Tried> {
    let measure = Measure::remembering(givens, point, work);
    let (left, right) = (measure.of(left)?, measure.of(right)?);
    let apart = (left - right).abs() / (1e-3 + left.abs().max(right.abs()));
    Some(Tried { number: point, left, right, apart })
}

/// The names that the formulas rest on, with their values where they differ.
fn pinned(left: &Expr, right: &Expr, givens: &Givens, tried: &Tried, work: &Work) -> Counterexample {
    let measure = Measure::new(givens, tried.number, work);
    measure.of(left);
    measure.of(right);
    Counterexample { letters: Letters::new(), point: measure.point(), left: tried.left, right: tried.right }
}

#[cfg(test)]
mod tests;
