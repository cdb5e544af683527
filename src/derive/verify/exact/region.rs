//! Steps: functions that are 0 on one side of a kink and 1 on the other.
//!
//! Residues have no sign. So a [`Region`] says what is positive, and a step whose sign it does not know asks for it by
//! a [`Kink`].

use num_rational::BigRational;
use num_traits::One;
use num_traits::Signed;

use super::Exact;
use super::Hurdle;
use crate::derive::verify::field::Residue;
use crate::expr::Expr;
use crate::expr::Letters;

/// What stands in a step, by its residue. One and a positive multiple of it are the same kink, and so is what is
/// negative where it is positive.
#[derive(Clone, Debug)]
pub(in crate::derive::verify) struct Kink {
    residue: u64,
    is_turned: bool,
    argument: Expr,
}

/// A choice of signs: what stands in some steps, and whether it is positive.
#[derive(Clone, Debug, Default)]
pub(in crate::derive::verify) struct Region(Vec<(Kink, bool)>);

impl Region {
    /// The same, a part of it where the kink's argument is positive or where it is not.
    pub(in crate::derive::verify) fn part(&self, kink: &Kink, is_positive: bool) -> Self {
        Region(self.0.iter().cloned().chain([(kink.clone(), is_positive)]).collect())
    }

    /// The arguments of its steps, and whether each is positive.
    pub(in crate::derive::verify) fn signs(&self) -> impl Iterator<Item = (&Expr, bool)> {
        self.0.iter().map(|(kink, is_positive)| (&kink.argument, *is_positive))
    }

    fn is_positive(&self, kink: &Kink) -> Option<bool> {
        let (known, is_positive) = self.0.iter().find(|(known, _)| known.residue == kink.residue)?;
        Some(*is_positive == (known.is_turned == kink.is_turned))
    }
}

impl Exact<'_> {
    /// 1 where the region says that the argument is positive, else 0.
    pub(super) fn step(
        &self,
        argument: &Expr,
        value: Residue,
        letters: &Letters,
        region: &Region,
    ) -> Result<Residue, Hurdle> {
        if value.is_zero() {
            return Ok(value);
        }
        if let Some(is_positive) = sign(argument) {
            return Ok(self.point.field.residue(is_positive.into()));
        }
        let unit = self.point.field.residue_of(unit(argument).denom())
            * self.point.field.residue_of(unit(argument).numer()).inverse().ok_or(Hurdle::Pole)?;
        let value = value * unit;
        let is_turned = value.is_upper();
        let residue = if is_turned { -value } else { value }.number();
        let kink = Kink { residue, is_turned, argument: argument.with_letters(letters) };
        match region.is_positive(&kink) {
            Some(is_positive) => Ok(self.point.field.residue(is_positive.into())),
            None => Err(Hurdle::Sign(Box::new(kink))),
        }
    }
}

/// Whether a formula is positive wherever it is not 0, or negative, where that can be seen.
fn sign(formula: &Expr) -> Option<bool> {
    let all = |parts: &[Expr]| {
        let first = sign(parts.first()?)?;
        parts.iter().all(|part| sign(part) == Some(first)).then_some(first)
    };
    let product = |a: Option<bool>, b: Option<bool>| Some(a? == b?);
    match formula {
        Expr::Num(number) => Some(number.is_positive()),
        Expr::Neg(a) => sign(a).map(|is_positive| !is_positive),
        Expr::Add(terms) => all(terms),
        Expr::Mul(factors) => factors.iter().map(sign).fold(Some(true), product),
        Expr::Div(a, b) => product(sign(a), sign(b)),
        Expr::Pow(_, exponent) if exponent % 2 == 0 => Some(true),
        Expr::Pow(a, _) => sign(a),
        Expr::Call(function, _) if matches!(function.name, "exp" | "sigma") => Some(true),
        Expr::Sym(_) | Expr::Call(..) | Expr::Sum { .. } | Expr::Partial { .. } => None,
    }
}

/// The positive number that a formula is written as a multiple of.
fn unit(formula: &Expr) -> BigRational {
    match formula {
        Expr::Num(number) if number.is_positive() => number.clone(),
        Expr::Neg(a) => unit(a),
        Expr::Mul(factors) => factors.iter().map(unit).product(),
        Expr::Div(a, b) if b.as_integer().is_some_and(|number| number > 0) => unit(a) / unit(b),
        _ => BigRational::one(),
    }
}
