//! before = after?
//!
//! Two witnesses are asked. The exact one evaluates both sides without rounding, at points of finite fields, with
//! derivatives computed by jets; the other evaluates them in doubles and measures derivatives by nudging. Formulas
//! made of + − · / and whole powers, σ, tanh, exp of whole combinations of names, and Σ are decided by the first;
//! for everything else the second has to do, and the evidence says so. "Cannot be decided" is an answer of its own
//! and never counts as a yes.

mod cases;
mod drawn;
mod exact;
mod field;
mod measure;
mod memory;
mod pair;
mod rounding;
mod sample;
mod work;

use std::collections::BTreeMap;
use std::fmt;

pub(super) use cases::largest_index;
pub(super) use cases::limits;
use exact::Exact;
use exact::Names;
pub(super) use memory::Memory;
use pair::EXACT_POINTS;
use pair::Own;
use pair::Pair;
pub use work::Work;

use super::givens::Givens;
use crate::expr::Expr;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::expr::letter_as_a_name;

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

impl Evidence {
    /// How all of these were checked, taken together. One that could only be measured makes the whole a measurement.
    pub fn of_all(all: impl IntoIterator<Item = Evidence>) -> Evidence {
        let (mut found, mut only_measured) = (Evidence::default(), false);
        for one in all {
            found.exact += one.exact;
            found.measured += one.measured;
            found.nudged |= one.nudged;
            only_measured |= one.exact == 0 && one.measured > 0;
        }
        Evidence { exact: if only_measured { 0 } else { found.exact }, ..found }
    }
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
    /// How many terms there are in each Σ that does not say so, by the name of its limit.
    pub sizes: BTreeMap<String, usize>,
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
        let sizes = self.sizes.iter().map(|(name, size)| format!("{name} = {size}"));
        let letters = self.letters.iter().map(|(letter, index)| format!("{letter} = {index}"));
        let names = self.point.iter().map(|(name, value)| format!("{name} = {value:.4}"));
        let all: Vec<String> = sizes.chain(letters).chain(names).collect();
        if !all.is_empty() {
            write!(f, " at {}", all[..all.len().min(SHOWN)].join(", "))?;
        }
        if all.len() > SHOWN { write!(f, ", …") } else { Ok(()) }
    }
}

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
    let sides = [left, right];
    if let Some(letter) = sides.into_iter().find_map(Expr::letter_as_a_name) {
        return Verdict::Unknown(letter_as_a_name(letter));
    }
    let own = Own::of(left, right, givens);
    let mut found = Vec::new();
    let Some(all) = cases::sized(sides, givens, own.seed) else {
        return Verdict::Unknown(
            "so many numbers stand beside a Σ whose size is open that not every size can be tried: say how many terms it has, as in let E = 3"
                .into(),
        );
    };
    for (sizes, givens) in all {
        let pair = Pair { left, right, givens: &givens, own: &own, work };
        // What is equal with the letters as they are is equal for every number in their place.
        if let Some(exact) = pair.equal_whatever_stands_there() {
            found.push(Evidence { exact, ..Evidence::default() });
            continue;
        }
        for (place, letters) in cases::members(sides, &givens, running).into_iter().enumerate() {
            let [left, right] = sides.map(|side| side.with_letters(&letters));
            let member = Pair { left: &left, right: &right, ..pair };
            match member.verdict(if place == 0 { pair::FIRST } else { pair::FURTHER }) {
                Verdict::Holds(evidence) => found.push(evidence),
                Verdict::Fails(at) => {
                    return Verdict::Fails(Counterexample { sizes, letters, ..at });
                }
                unknown @ Verdict::Unknown(_) => return unknown,
            }
        }
    }
    Verdict::Holds(Evidence::of_all(found))
}

/// A number that changes with every change in a text.
pub(super) fn seed_of(text: &str) -> u64 {
    sample::mixed(text, 0)
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

#[cfg(test)]
mod tests;
