//! Where a formula differs from the right one: as small a part of it as can be told.
//!
//! ```text
//! 1/N·Σ f·h   for   1/N·Σ f·g:     1/N is the same, so look into Σ; there f is the same, so h it is
//! ```
//!
//! Terms and factors may stand in any order: each is paired with one that equals it, and what is left over differs.

use crate::derive::verify::Verdict;
use crate::expr::Expr;
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
    /// This part should not be there.
    TooMuch(Expr),
    /// Something is missing beside this part, which is right.
    TooLittle(Expr),
    /// In more than one place.
    Several,
    /// It is something else.
    Whole,
}

/// Factors that a learner forgets or adds.
const TIMES: [&str; 10] = ["2", "1/2", "N", "1/N", "E", "1/E", "K", "1/K", "4", "1/4"];

/// Where `typed` differs from `right`.
pub(super) fn place(typed: &Expr, right: &Expr, scene: &Scene) -> Place {
    let equal = |left: &Expr, right: &Expr| matches!(scene.compared(left, right), Verdict::Holds(_));
    if equal(typed, &right.clone().negated()) {
        return Place::Sign;
    }
    for times in TIMES {
        let Ok(times) = times.parse::<Expr>() else { continue };
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
            Expr::Sum { index: a, from: from_a, to: to_a, body: typed },
            Expr::Sum { index: b, from: from_b, to: to_b, body: right },
        ) if a == b && equal(from_a, from_b) && equal(to_a, to_b) => part(typed, right, equal),
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
