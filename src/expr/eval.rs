//! The value of a formula, as a double.

use std::collections::HashMap;

use num_traits::ToPrimitive;

use super::Expr;
use super::Index;
use super::Letters;
use super::Symbol;

/// Who knows what symbols are worth.
pub trait Bindings {
    /// The value of a name whose letters have all been put in, or nothing where it has none.
    fn value(&self, symbol: &Symbol) -> Option<f64>;

    /// The value of ∂of/∂by, for those who can tell.
    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let _ = (of, by);
        None
    }
}

impl<F: Fn(&Symbol) -> Option<f64>> Bindings for F {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self(symbol)
    }
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// A name without a value.
    #[error("{symbol} has no value here")]
    NoValue {
        /// The name.
        symbol: String,
    },
    /// A derivative that is still to be worked out.
    #[error("{partial} has not been worked out")]
    NotWorkedOut {
        /// The derivative.
        partial: String,
    },
    /// A Σ whose limits are no whole numbers, or that has too many terms.
    #[error(
        "a Σ runs from one whole number to another, over at most {MOST_TERMS} terms; this one runs {limits}"
    )]
    Limits {
        /// What the limits are.
        limits: String,
    },
}

/// A Σ has at most so many terms.
pub(crate) const MOST_TERMS: i64 = 10_000;

/// The whole numbers that a Σ runs over, once its limits are known.
pub(crate) fn run(from: Option<i64>, to: Option<i64>) -> Option<std::ops::RangeInclusive<usize>> {
    let (from, to) = (from?, to?);
    let terms = to.checked_sub(from)?;
    if from < 1 || terms >= MOST_TERMS {
        return None;
    }
    Some(usize::try_from(from).ok()?..=usize::try_from(to.max(0)).ok()?)
}

impl Expr {
    /// The value. It is not finite where the formula divides by zero or leaves the range of doubles.
    pub fn value(&self, known: &dyn Bindings) -> Result<f64, EvalError> {
        Evaluation { known, inner_sums: HashMap::new() }.value(self, &Letters::new(), Depth::Outside)
    }
}

/// Whether a part stands under a Σ.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Outside,
    UnderSum,
}

/// One evaluation. A Σ under a Σ often has the same value again and again and is worked out once.
struct Evaluation<'a> {
    known: &'a dyn Bindings,
    inner_sums: HashMap<Expr, f64>,
}

/// How many inner sums are remembered at a time.
const REMEMBERED: usize = 10_000;

impl Evaluation<'_> {
    fn value(&mut self, formula: &Expr, letters: &Letters, depth: Depth) -> Result<f64, EvalError> {
        Ok(match formula {
            Expr::Num(number) => number.to_f64().unwrap_or(f64::NAN),
            Expr::Sym(symbol) => {
                let symbol = symbol.with_letters(letters);
                self.known.value(&symbol).ok_or_else(|| EvalError::NoValue { symbol: symbol.to_string() })?
            }
            Expr::Neg(a) => -self.value(a, letters, depth)?,
            Expr::Add(terms) => {
                terms.iter().try_fold(0.0, |sum, term| Ok(sum + self.value(term, letters, depth)?))?
            }
            Expr::Mul(factors) => factors
                .iter()
                .try_fold(1.0, |product, factor| Ok(product * self.value(factor, letters, depth)?))?,
            Expr::Div(a, b) => self.value(a, letters, depth)? / self.value(b, letters, depth)?,
            Expr::Pow(a, n) => power(self.value(a, letters, depth)?, *n),
            Expr::Call(function, a) => (function.value)(self.value(a, letters, depth)?),
            Expr::Sum { .. } if depth == Depth::UnderSum => {
                let sum = formula.with_letters(letters);
                if let Some(&known) = self.inner_sums.get(&sum) {
                    return Ok(known);
                }
                let value = self.sum(&sum, &Letters::new())?;
                if self.inner_sums.len() >= REMEMBERED {
                    self.inner_sums.clear();
                }
                self.inner_sums.insert(sum, value);
                value
            }
            Expr::Sum { .. } => self.sum(formula, letters)?,
            Expr::Partial { of, by } => self
                .known
                .partial(&of.with_letters(letters), &by.with_letters(letters))
                .ok_or_else(|| EvalError::NotWorkedOut { partial: formula.unicode() })?,
        })
    }

    fn sum(&mut self, sum: &Expr, letters: &Letters) -> Result<f64, EvalError> {
        let Expr::Sum { index, from, to, body } = sum else { return Ok(f64::NAN) };
        let limit = |value: f64| value.to_i64().filter(|_| value.fract() == 0.0);
        let (first, last) =
            (self.value(from, letters, Depth::UnderSum)?, self.value(to, letters, Depth::UnderSum)?);
        let run = run(limit(first), limit(last))
            .ok_or_else(|| EvalError::Limits { limits: format!("from {first} to {last}") })?;
        let mut letters = letters.clone();
        run.into_iter().try_fold(0.0, |sum, number| {
            letters.insert(*index, Index::At(number));
            Ok(sum + self.value(body, &letters, Depth::UnderSum)?)
        })
    }
}

/// A whole power by repeated multiplication, the same on every system.
fn power(base: f64, exponent: i32) -> f64 {
    let size = (0..exponent.unsigned_abs()).fold(1.0, |power, _| power * base);
    if exponent < 0 { 1.0 / size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<f64, EvalError> {
        let known = |symbol: &Symbol| match symbol.to_string().as_str() {
            "x_1^(1)" | "E" => Some(2.0),
            "x_1^(2)" => Some(5.0),
            _ => None,
        };
        text.parse::<Expr>().expect(text).value(&known)
    }

    #[test]
    fn formulas_have_the_values_that_they_are_written_for() {
        assert_eq!(value("1 - 2 - 3"), Ok(-4.0));
        assert_eq!(value("12/2/3"), Ok(2.0));
        assert_eq!(value("-2^2"), Ok(-4.0));
        assert_eq!(value("2^(-1)*3"), Ok(1.5));
        assert_eq!(value("sum(e, 1, E, x_1^(e)*(x_1^(e) + 1))"), Ok(36.0));
        assert_eq!(value("sum(e, 3, E, x_1^(e))"), Ok(0.0));
        assert_eq!(value("sigma(0)"), Ok(0.5));
    }

    #[test]
    fn what_has_no_value_is_named() {
        let message = |text: &str| value(text).expect_err(text).to_string();
        assert_eq!(message("1 + x_1^(3)"), "x_1^(3) has no value here");
        assert!(message("z + 1").contains("z has no value"));
        assert!(message("d(x_1^(1))/d(x)").contains("∂x_1^(1)/∂x has not been worked out"));
        assert!(message("sum(e, 1, 10001, 1)").contains("at most 10000 terms"));
        assert!(message("sum(e, 1, 1/2, 1)").contains("from 1 to 0.5"));
    }
}
