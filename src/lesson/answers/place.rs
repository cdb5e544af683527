//! Where a formula differs from the right one: as small a part of it as can be told.
//!
//! ```text
//! 1/N·Σ f·h   for   1/N·Σ f·g:     1/N is the same, so look into Σ; there f is the same, so h it is
//! ```
//!
//! Terms and factors may stand in any order: each is paired with one that equals it, and what is left over differs.

use crate::derive::verify::Verdict;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::lesson::scene::Scene;

/// Where an answer differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// It has the other sign.
    Sign,
    /// It is so many times what is right.
    Times(Expr),
    /// In this part of it; all else is right.
    Part(Expr),
    /// In its Σ, which runs from the one to the other of these; all else is right.
    Range(Box<[Expr; 2]>),
    /// This part should not be there.
    TooMuch(Expr),
    /// Something is missing beside this part, which is right.
    TooLittle(Expr),
    /// In more than one place.
    Several,
    /// It is something else.
    Whole,
}

impl Place {
    /// Whether a learner who is told the place needs no other words to see what is wrong.
    pub(super) fn says_it_all(&self) -> bool {
        match self {
            Place::Sign | Place::Range(_) => true,
            Place::Part(part) => matches!(part, Expr::Sym(_) | Expr::Num(_)),
            _ => false,
        }
    }
}

/// Constants that a learner forgets or adds.
pub(super) fn constants() -> Vec<Expr> {
    ["2", "1/2", "4", "1/4"].into_iter().filter_map(|times| times.parse().ok()).collect()
}

/// The constants and those counts that either formula speaks of: of others a learner may know nothing yet. None where
/// a plain number is asked for, since a factor would tell it.
pub(super) fn times(typed: &Expr, right: &Expr) -> Vec<Expr> {
    if matches!(right, Expr::Num(_)) {
        return Vec::new();
    }
    let counts = super::names::COUNTS.map(|count| Expr::Sym(Symbol::new(count)));
    let is_known = |count: &Expr| [typed, right].iter().any(|formula| formula.any(&mut |part| part == count));
    let known = counts.into_iter().filter(is_known);
    let both = known.flat_map(|count| [count.clone(), Expr::integer(1).over(count)]);
    constants().into_iter().chain(both).collect()
}

/// Where a number differs from what is right, each known to within `near`. Where that is so much that nearly anything
/// would fit, nowhere.
pub(super) fn of_number([value, right]: [f64; 2], near: f64, times: &[Expr], scene: &Scene) -> Place {
    let fits = |other: f64| (value - other).abs() <= near * (1.0 + 1e-9) && near <= value.abs() / 20.0;
    if fits(-right) {
        return Place::Sign;
    }
    let factor = times.iter().find(|times| scene.value(times).is_some_and(|times| fits(times * right)));
    factor.map_or(Place::Whole, |times| Place::Times(times.clone()))
}

/// Where `typed` differs from `right`.
pub(super) fn place(typed: &Expr, right: &Expr, scene: &Scene) -> Place {
    let equal = |left: &Expr, right: &Expr| matches!(scene.compared(left, right), Verdict::Holds(_));
    if equal(typed, &right.clone().negated()) {
        return Place::Sign;
    }
    for times in times(typed, right) {
        if equal(typed, &Expr::Mul(vec![times.clone(), right.clone()])) {
            return Place::Times(times);
        }
    }
    match part(typed, right, &equal) {
        Place::Part(part) if part == *typed => Place::Whole,
        place => place,
    }
}

/// The smallest part of `typed` in which it differs.
fn part(typed: &Expr, right: &Expr, equal: &dyn Fn(&Expr, &Expr) -> bool) -> Place {
    match (typed, right) {
        (
            Expr::Sum { index, from, to, body },
            Expr::Sum { index: same, from: right_from, to: right_to, body: right },
        ) => {
            let body = body.with_letters(&Letters::from([(*index, Index::Letter(*same))]));
            if equal(from, right_from) && equal(to, right_to) {
                part(&body, right, equal)
            } else if equal(&body, right) {
                Place::Range(Box::new([from, to].map(|limit| (**limit).clone())))
            } else {
                Place::Part(typed.clone())
            }
        }
        (Expr::Neg(typed), Expr::Neg(right)) => part(typed, right, equal),
        (Expr::Add(_), Expr::Add(_)) => {
            among(typed.terms(), right.terms(), &|left| Expr::sum_of(left), equal)
        }
        (Expr::Mul(_), _) | (_, Expr::Mul(_)) => {
            among(typed.factors(), right.factors(), &|left| Expr::product_of(left), equal)
        }
        _ => Place::Part(typed.clone()),
    }
}

/// The same for the terms of a sum or the factors of a product, in whatever order they stand.
fn among(
    typed: &[Expr],
    right: &[Expr],
    together: &dyn Fn(Vec<Expr>) -> Expr,
    equal: &dyn Fn(&Expr, &Expr) -> bool,
) -> Place {
    let mut missing: Vec<&Expr> = right.iter().collect();
    let mut matched = Vec::new();
    let mut strange = Vec::new();
    for own in typed {
        match missing.iter().position(|other| equal(own, other)) {
            Some(at) => {
                missing.remove(at);
                matched.push(own.clone());
            }
            None => strange.push(own.clone()),
        }
    }
    match (strange.as_slice(), missing.as_slice()) {
        // Nothing of it is right, so there is no part to point at.
        _ if matched.is_empty() && strange.len() > 1 => Place::Several,
        _ if matched.is_empty() => Place::Part(together(strange)),
        ([], _) => Place::TooLittle(together(matched)),
        (_, []) => Place::TooMuch(together(strange)),
        // A sign is no part to point at: the whole of which it is one is.
        ([own], [other]) if equal(own, &(*other).clone().negated()) => Place::Part(together(typed.to_vec())),
        ([own], [other]) => part(own, other, equal),
        _ => Place::Part(together(strange)),
    }
}
