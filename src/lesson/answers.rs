//! Whether what a learner typed is right, judged by what it means and not by its spelling.
//!
//! ```text
//! typed                          judged
//! h_out_1^(e                     a slip: it cannot be read, and nothing is counted against the learner
//! h_out_9^(e)                    a slip: there is no such node
//! 0.011                          right, if what is asked for is worth that, to the digits that were typed
//! sum(…)*1/N                     right: equal to the answer, whatever the numbers
//! 1/N*sum(e, 1, E, …*h_out_2)    wrong, and the one factor in which it differs is pointed at
//! ```

mod mistake;
mod names;
mod place;

use std::ops::Range;

pub use place::Place;

use super::scene::Scene;
use crate::derive::verify::Counterexample;
use crate::derive::verify::Verdict;
use crate::expr::EvalError;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::ParseError;
use crate::expr::Symbol;

/// What there is to say about an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It is right.
    Right,
    /// It is no answer yet.
    Slip {
        /// The bytes that are meant, where it is not all of it.
        at: Option<Range<usize>>,
        /// What is wrong with it and what to write.
        says: String,
    },
    /// It is another formula.
    Wrong(Difference),
    /// Whether it is right cannot be found out, for this reason.
    Undecided(String),
}

/// In what an answer differs from the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// What is asked for.
    pub asked: Asked,
    /// What both are worth with the numbers of the lesson: the answer, and what is right.
    pub values: Option<[f64; 2]>,
    /// What was put in, so that there are numbers, for names and letters that have none in the lesson.
    pub with: Vec<(Symbol, f64)>,
    /// What was written instead, or the one mistake that gives it where the place does not say it all.
    pub instead: Option<Instead>,
}

/// What an answer is that is not the right one.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// This derivative.
    Slope(Expr),
    /// What a known mistake comes to, in a sentence.
    Mistake(String),
}

/// What a learner is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A formula, whose value is no secret.
    Formula,
    /// A number.
    Number,
}

impl Asked {
    /// Where no name stands in what is right, its value is all that there is to find.
    fn by(right: &Expr) -> Self {
        let is_name = |part: &Expr| matches!(part, Expr::Sym(_) | Expr::Partial { .. });
        if right.any(&mut |part| is_name(part)) { Asked::Formula } else { Asked::Number }
    }
}

/// Judges a formula or number that is to equal `right`.
pub fn judge(typed: &str, right: &Expr, scene: &Scene) -> Judgement {
    if typed.trim().is_empty() {
        return slip("type a formula or a number");
    }
    let formula: Expr = match typed.parse() {
        Ok(formula) => formula,
        Err(error) => return unreadable(typed, error, scene),
    };
    if let Some(says) = names::unknown(&formula, right, scene) {
        return slip(says);
    }
    let is_unworked = |formula: &Expr| formula.any(&mut |part| matches!(part, Expr::Partial { .. }));
    if is_unworked(&formula) && !is_unworked(right) {
        return slip("a derivative is still in it: write what it comes to");
    }
    let value = scene.value_of_typed(&formula);
    if let Some(says) = value.as_ref().map_or_else(no_value, |value| undefined(*value)) {
        return slip(says);
    }
    let values = value.ok().zip(scene.value(right)).map(|(ours, theirs)| [ours, theirs]);
    if let (Some([ours, theirs]), Some(half)) = (values, half_of_last_digit(typed))
        && (ours - theirs).abs() <= half * (1.0 + 1e-9)
    {
        return Judgement::Right;
    }
    match scene.compared(&formula, right) {
        Verdict::Holds(_) => Judgement::Right,
        Verdict::Fails(example) => {
            let place = match (values, half_of_last_digit(typed)) {
                (Some(values), Some(half)) => {
                    place::of_number(values, half, &place::times(&formula, right), scene)
                }
                _ => place::place(&formula, right, scene),
            };
            Judgement::Wrong(Difference { place, ..difference(&formula, right, &example, scene) })
        }
        Verdict::Unknown(reason) => Judgement::Undecided(reason),
    }
}

/// Why a formula cannot be worked out, whatever its names are worth.
fn no_value(error: &EvalError) -> Option<String> {
    match error {
        EvalError::Stopped => {
            Some("its sums have too many terms to be worked out: write a shorter one".into())
        }
        EvalError::Limits { .. } => Some(error.to_string()),
        EvalError::NoValue { .. } | EvalError::NotWorkedOut { .. } => None,
    }
}

/// Why a number is none.
fn undefined(value: f64) -> Option<String> {
    let says = "this has no value: it divides by 0, or is too large to be written down";
    (!value.is_finite()).then(|| says.to_owned())
}

/// What cannot be read, with the name that was probably meant.
fn unreadable(typed: &str, ParseError { at, says }: ParseError, scene: &Scene) -> Judgement {
    let meant = typed.get(at.clone()).and_then(|name| names::meant(name, scene));
    let says = meant.map_or_else(|| says.clone(), |meant| format!("{says}. Did you mean {meant}?"));
    Judgement::Slip { at: Some(at), says }
}

/// Judges the answer to a question: what is asked for, and what that is.
pub fn judge_answer(typed: &str, of: &Expr, is: &Expr, scene: &Scene) -> Judgement {
    let formula = typed.parse::<Expr>().ok();
    let holds_name = |formula: &Expr| formula.any(&mut |part| part == of);
    if formula.as_ref().is_some_and(holds_name) && (of == is || !holds_name(is)) {
        return slip(format!("{} is what is asked for, by its name: write what it is", of.unicode()));
    }
    match (judge(typed, is, scene), formula) {
        (Judgement::Wrong(difference), Some(formula)) => {
            let instead = mistake::instead(&formula, of, &difference.place, scene);
            Judgement::Wrong(Difference { instead, ..difference })
        }
        (judgement, _) => judgement,
    }
}

/// Judges a number that is to be `right`, to the digits that were typed.
pub fn judge_number(typed: &str, right: f64, scene: &Scene) -> Judgement {
    judge_near(typed, right, 0.0, scene)
}

/// Judges a number that is to be the one written like this, to the digits that were typed or those that are written.
pub fn judge_written(typed: &str, right: &str, scene: &Scene) -> Judgement {
    match right.parse() {
        Ok(value) => judge_near(typed, value, half_of_unit(right).unwrap_or(0.0), scene),
        Err(_) => Judgement::Undecided(format!("{right} is no number")),
    }
}

/// Judges a number that is to be `right`, which is known to within so much.
fn judge_near(typed: &str, right: f64, known: f64, scene: &Scene) -> Judgement {
    let value = match typed.parse::<Expr>() {
        Ok(formula) => scene.value_of_typed(&formula),
        Err(error) => return unreadable(typed, error, scene),
    };
    let value = match value {
        Ok(value) => value,
        Err(error) => {
            return slip(no_value(&error).unwrap_or_else(|| "this has no value: type a number".into()));
        }
    };
    if let Some(says) = undefined(value) {
        return slip(says);
    }
    // Six digits are what the lesson itself shows.
    let near = half_of_last_digit(typed).unwrap_or(right.abs() * 5e-6).max(known);
    if (value - right).abs() <= near * (1.0 + 1e-9) {
        return Judgement::Right;
    }
    let place = place::of_number([value, right], near, &place::constants(), scene);
    Judgement::Wrong(Difference {
        place,
        asked: Asked::Number,
        values: Some([value, right]),
        with: Vec::new(),
        instead: None,
    })
}

/// What there is to say of two formulas beside the place. Where they have no values with the numbers of the lesson, the
/// example by which they were found to differ has some.
fn difference(typed: &Expr, right: &Expr, example: &Counterexample, scene: &Scene) -> Difference {
    let mut letters = Letters::new();
    for formula in [typed, right] {
        letters.extend(formula.free_letters().into_iter().map(|letter| (letter, Index::At(1))));
    }
    let [ours, theirs] = [typed, right].map(|formula| formula.with_letters(&letters));
    // Two that look alike, such as those of the first example alone, would not show that the formulas differ.
    let differ = |&(ours, theirs): &(f64, f64)| (ours - theirs).abs() > 5e-6 * ours.abs().max(theirs.abs());
    let values = typed_value(&ours, scene).zip(scene.value(&theirs)).filter(differ);
    let (values, with) = match values {
        Some((ours, theirs)) => {
            ([ours, theirs], letters.keys().map(|&letter| (Symbol::new(letter), 1.0)).collect())
        }
        None => ([example.left, example.right], put_in(example)),
    };
    Difference { place: Place::Whole, asked: Asked::by(right), values: Some(values), with, instead: None }
}

/// What stands for names and letters in an example.
fn put_in(example: &Counterexample) -> Vec<(Symbol, f64)> {
    let number = |count: usize| num_traits::ToPrimitive::to_f64(&count).unwrap_or(f64::NAN);
    let sizes = example.sizes.iter().map(|(name, &size)| (Symbol::new(name.as_str()), number(size)));
    let letters = example.letters.iter().filter_map(|(letter, index)| match index {
        Index::At(at) => Some((Symbol::new(*letter), number(*at))),
        Index::Letter(_) => None,
    });
    sizes.chain(letters).chain(example.point.iter().cloned()).collect()
}

/// What a formula that was typed is worth, if that is soon found out.
fn typed_value(formula: &Expr, scene: &Scene) -> Option<f64> {
    scene.value_of_typed(formula).ok().filter(|value| value.is_finite())
}

fn slip(says: impl Into<String>) -> Judgement {
    Judgement::Slip { at: None, says: says.into() }
}

/// How far a number may be off as it was typed: half a unit of its last decimal. Nothing for a formula. What is rounded
/// to 0.0 is not known at all, so that 0.0 is 0 and nothing else.
pub(super) fn half_of_last_digit(typed: &str) -> Option<f64> {
    let half = half_of_unit(typed)?;
    Some(if typed.contains(|sign: char| ('1'..='9').contains(&sign)) { half } else { 0.0 })
}

/// Half a unit of the last decimal of a number as it is written. Nothing for a formula.
fn half_of_unit(typed: &str) -> Option<f64> {
    let decimals = digits(typed)?.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // A whole number is meant as it stands.
    if decimals > 0 { format!("5e-{}", decimals + 1).parse().ok() } else { None }
}

/// Whether a number was typed, with its sign perhaps, and no formula.
pub fn is_number(typed: &str) -> bool {
    digits(typed).is_some()
}

fn digits(typed: &str) -> Option<&str> {
    let digits = typed.trim().trim_start_matches(['-', '−', '+']).trim_start();
    let is_digit = |sign: char| sign.is_ascii_digit();
    (digits.contains(is_digit) && digits.chars().all(|sign| is_digit(sign) || sign == '.')).then_some(digits)
}

#[cfg(test)]
mod tests;
