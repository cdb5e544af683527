//! What nobody has said: how a name moves that has no definition.

use crate::derive::givens::Givens;
use crate::derive::givens::Undefined;
use crate::expr::Expr;
use crate::expr::Symbol;

/// Whether nothing says how this formula moves with the variable: it may be anything, or it is made of what the variable
/// is made of.
pub(in crate::derive::verify) fn is_unsaid(of: &Expr, variable: &Symbol, givens: &Givens) -> bool {
    may_be_anything(of, variable, givens) || givens.goes_past(of, variable)
}

/// Whether the variable does not stand in the formula, and names may be anything. Where it does stand in it, every other
/// name is taken to stay where it is, as ∂ says.
pub(super) fn may_be_anything(of: &Expr, variable: &Symbol, givens: &Givens) -> bool {
    let mut is_named = |part: &Expr| match part {
        Expr::Sym(symbol) if symbol.base == variable.base => {
            symbol == variable || symbol.letters().next().is_some()
        }
        Expr::Sym(symbol) => givens.may_rest_on(symbol, variable),
        _ => false,
    };
    givens.undefined() == Undefined::Unknown && !of.any(&mut is_named)
}

/// Whether definitions say of both names what they are, or what is made of them. Then neither moves with the other.
pub(super) fn are_independent(symbol: &Symbol, variable: &Symbol, givens: &Givens) -> bool {
    let is_spoken_of = |of: &Symbol| givens.definitions().any(|(name, _)| givens.may_rest_on(name, of));
    is_spoken_of(symbol) && is_spoken_of(variable)
}
