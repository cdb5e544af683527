//! exp of a sum is the product of exps, and of a whole multiple a power: as far as a formula is written so.

use super::Exact;
use super::Hurdle;
use super::Names;
use super::count_of;
use crate::derive::verify::field::Residue;
use crate::derive::verify::sample;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

impl Exact<'_> {
    /// exp(times · formula): the product of the samples of the formula's terms.
    pub(super) fn exp(&mut self, formula: &Expr, letters: &Letters, times: i64) -> Result<Residue, Hurdle> {
        self.spend(1)?;
        match formula {
            Expr::Neg(a) => self.exp(a, letters, -times),
            Expr::Add(terms) => terms.iter().try_fold(self.point.field.one(), |product, term| {
                Ok(product * self.exp(term, letters, times)?)
            }),
            Expr::Sum { index, from, to, body } => {
                let run = self.run(from, to)?;
                let mut letters = letters.clone();
                run.into_iter().try_fold(self.point.field.one(), |product, number| {
                    letters.insert(*index, Index::At(number));
                    Ok(product * self.exp(body, &letters, times)?)
                })
            }
            Expr::Num(_) => match formula.as_integer().and_then(|number| number.checked_mul(times)) {
                Some(times) => self.exp_of_one_term(self.point.field.one(), times),
                None => self.exp_of_atom(formula, letters, times),
            },
            Expr::Mul(factors) => {
                let (numbers, rest): (Vec<&Expr>, Vec<&Expr>) =
                    factors.iter().partition(|factor| self.whole(factor, letters).is_some());
                let whole = numbers.iter().filter_map(|number| self.whole(number, letters));
                match whole.into_iter().try_fold(times, i64::checked_mul) {
                    Some(times) if !numbers.is_empty() => {
                        self.exp(&Expr::product_of(rest.into_iter().cloned().collect()), letters, times)
                    }
                    _ => self.exp_of_atom(formula, letters, times),
                }
            }
            Expr::Sym(symbol) => {
                let key = (symbol.with_letters(letters), times);
                if let Some(&known) = self.still.exps.get(&key) {
                    return Ok(known);
                }
                let depth = std::mem::take(&mut self.depth);
                let unfolded = self.unfolded(&key.0, |this, is, letters| this.exp(is, letters, times));
                self.depth = depth;
                let value = unfolded.unwrap_or_else(|| self.exp_of_atom(formula, letters, times))?;
                self.still.exps.insert(key, value);
                Ok(value)
            }
            _ => self.exp_of_atom(formula, letters, times),
        }
    }

    /// The whole number that a factor is, or that is known of a name.
    fn whole(&self, factor: &Expr, letters: &Letters) -> Option<i64> {
        let count = |symbol: &Symbol| count_of(&symbol.put_in(letters), self.givens);
        match factor {
            Expr::Sym(symbol) if self.names == Names::Defined => i64::try_from(count(symbol)?).ok(),
            other => other.as_integer(),
        }
    }

    /// Of exp of a product of names no law is known but those of whole multiples, because there is no other. Where a
    /// name stands for something else, there may be.
    fn exp_of_atom(&mut self, atom: &Expr, letters: &Letters, times: i64) -> Result<Residue, Hurdle> {
        let is_free = |factor: &Expr| match factor {
            Expr::Sym(symbol) => {
                let symbol = symbol.put_in(letters);
                count_of(&symbol, self.givens).is_none()
                    && symbol.kronecker().is_none()
                    && self.givens.meaning(&symbol, |_, _| ()).is_none()
            }
            _ => false,
        };
        let is_outside = !atom.factors().iter().all(is_free);
        let value = self.jet(atom, letters, 0)?.value.outside(is_outside);
        self.exp_of_one_term(value, times)
    }

    fn exp_of_one_term(&mut self, value: Residue, times: i64) -> Result<Residue, Hurdle> {
        if value.is_zero() {
            return Ok(self.point.field.one().outside(value.is_outside));
        }
        let (value, times) = if value.is_upper() { (-value, times.saturating_neg()) } else { (value, times) };
        sample::residue_at("exp", value, self.point).whole_power(times).ok_or(Hurdle::Pole)
    }
}
