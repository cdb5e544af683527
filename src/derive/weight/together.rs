//! Everything put in, 1/N taken out, the examples collected, and what cancels after that.

use super::Goal;
use super::Part;
use crate::derive::Derivation;
use crate::derive::Refusal;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Symbol;

/// Puts the local derivatives in, takes 1/N out, and collects the examples.
pub(super) fn together(paths: &Derivation, locals: &[Part], examples: usize) -> Result<Derivation, Refusal> {
    let mut derivation = paths.continued();
    // The other examples go the way of the first.
    for example in (1..=examples).map(Index::At) {
        for Part { derivation: local, .. } in locals {
            let (left, right) =
                (of_example(&local.now().left, example), of_example(&local.now().right, example));
            while let Some(at) = derivation.now().right.find(&|part| *part == left) {
                derivation.by("substitute", &at, &[left.clone(), right.clone()])?;
            }
        }
    }
    derivation.join()?;
    if derivation.now().right.as_integer() == Some(0) {
        return Ok(derivation);
    }
    let prefix = locals.iter().find(|part| part.goal == Goal::Cost).and_then(prefix);
    let mut at = Focus::whole();
    if let (Some(prefix), Expr::Add(terms)) = (&prefix, &derivation.now().right)
        && terms.iter().all(|term| term.factors().contains(prefix))
    {
        derivation.by("factor-out", &at, std::slice::from_ref(prefix))?;
        at = at.down(1);
    }
    let bracket = derivation.now().right.at(&at).cloned().unwrap_or(Expr::integer(0));
    derivation.by("collect-sum", &at, &[over_examples(&bracket, examples)])?;
    if let Some(prefix) = prefix {
        take_out(&mut derivation, &prefix)?;
    }
    derivation.join()?;
    Ok(derivation)
}

/// What is said of example 1, said of another, or of all of them.
fn of_example(formula: &Expr, example: Index) -> Expr {
    let other = |symbol: &Symbol| match symbol.example {
        Some(Index::At(1)) => symbol.clone().of_example(example),
        _ => symbol.clone(),
    };
    match formula {
        Expr::Sym(symbol) => other(symbol).into(),
        Expr::Partial { of, by } => Expr::partial(of_example(of, example), other(by)),
        _ => formula.map_parts(&mut |part| of_example(part, example)),
    }
}

/// The factor of the cost's slope that is the same for all examples and nodes: 1/N.
fn prefix(cost: &Part) -> Option<Expr> {
    let first = cost.derivation.now().right.factors().first()?;
    let is_general =
        |factor: &Expr| !factor.any(&mut |part| matches!(part, Expr::Sym(s) if !s.sub.is_empty()));
    (matches!(first, Expr::Div(..)) && is_general(first)).then(|| first.clone())
}

/// Terms, one for each example, as a Σ over e, going by the first of them. A single one may be a sum itself.
fn over_examples(terms: &Expr, examples: usize) -> Expr {
    let first = if examples == 1 { terms } else { &terms.terms()[0] };
    Expr::sum_over('e', Symbol::new("E"), of_example(first, Index::Letter('e')))
}

/// Brings a factor in front of every Σ that it stands under.
fn take_out(derivation: &mut Derivation, factor: &Expr) -> Result<(), Refusal> {
    let is_inside = |part: &Expr| matches!(part, Expr::Sum { body, .. } if body.factors().contains(factor));
    while let Some(at) = derivation.now().right.find(&is_inside) {
        derivation.by("factor-out-of-sum", &at, std::slice::from_ref(factor))?;
        derivation.join()?;
    }
    Ok(())
}

/// Cancels a factor of a path against the denominator of another: o·(1 − o) of σ against that of cross-entropy's
/// (o − y)/(o·(1 − o)). Nothing where no factor stands above and below.
pub(super) fn cancelled(together: &Derivation) -> Result<Option<Derivation>, Refusal> {
    let mut derivation = together.continued();
    while let Some((at, factor, fraction)) = meeting(&derivation.now().right) {
        derivation.by("into-numerator", &at, &[factor, fraction])?;
    }
    if derivation.steps().is_empty() {
        return Ok(None);
    }
    while let Some(at) = derivation.now().right.find(&|part| {
        matches!(part, Expr::Div(over, under) if over.factors().iter().any(|factor| under.factors().contains(factor)))
    }) {
        derivation.by("cancel", &at, &[])?;
    }
    derivation.join()?;
    Ok(Some(derivation))
}

/// A product in which a factor stands beside a fraction that has it in its denominator: where, the factor, and the
/// fraction.
fn meeting(formula: &Expr) -> Option<(Focus, Expr, Expr)> {
    let pair = |part: &Expr| -> Option<(Expr, Expr)> {
        let Expr::Mul(factors) = part else { return None };
        factors.iter().find_map(|fraction| {
            let below = denominator(fraction)?;
            let factor = factors.iter().find(|factor| below.contains(factor))?;
            Some((factor.clone(), fraction.clone()))
        })
    };
    let at = formula.find(&|part| pair(part).is_some())?;
    let (factor, fraction) = pair(formula.at(&at)?)?;
    Some((at, factor, fraction))
}

/// The factors below the line of a fraction, or of one with a minus sign before it.
fn denominator(fraction: &Expr) -> Option<&[Expr]> {
    match fraction {
        Expr::Div(_, under) => Some(under.factors()),
        Expr::Neg(size) => denominator(size),
        _ => None,
    }
}
