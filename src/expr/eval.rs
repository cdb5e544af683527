//! The value of a formula, as a double.

use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::{Add, Div, Mul, Neg};
use std::ptr;

use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;

use super::Expr;
use super::Function;
use super::Index;
use super::Letters;
use super::Symbol;

/// Who knows what symbols are worth.
pub trait Bindings {
    /// The value of a name whose letters have all been put in, or nothing where it has none.
    fn value(&self, symbol: &Symbol) -> Option<f64>;

    /// The same with a bound on the rounding that it has been through. What is simply known is exact.
    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        self.value(symbol).map(Rounded::from)
    }

    /// Asked before so many parts of a formula are gone through: whoever has had enough says `false`.
    fn goes_on(&self, parts: u64) -> bool {
        let _ = parts;
        true
    }

    /// The value of ∂of/∂by, for those who can tell.
    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let _ = (of, by);
        None
    }

    /// The same with a bound on how far it can be off.
    fn rounded_partial(&self, of: &Expr, by: &Symbol) -> Option<Rounded> {
        self.partial(of, by).map(Rounded::from)
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
    /// Whoever knows the names has had enough.
    #[error("the formula has too many parts to be evaluated here")]
    Stopped,
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
        self.rounded(known).map(|rounded| rounded.value)
    }

    /// The value, and how far rounding can have taken it from the true one.
    pub fn rounded(&self, known: &dyn Bindings) -> Result<Rounded, EvalError> {
        self.rounded_with(known, &Letters::new())
    }

    /// The same, with these numbers for letters.
    pub(crate) fn rounded_with(&self, known: &dyn Bindings, letters: &Letters) -> Result<Rounded, EvalError> {
        let mut evaluation =
            Evaluation { known, hashes: FxHashMap::default(), inner_sums: FxHashMap::default() };
        evaluation.value(self, letters, Depth::Outside)
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
    /// The hash of each Σ as it is written, and its free letters: it is gone through once and known again by its place.
    hashes: FxHashMap<Place<'a>, (u64, Vec<char>)>,
    /// By the hash that they have with their numbers put in.
    inner_sums: FxHashMap<u64, Rounded>,
}

/// A formula that is known by where it stands, which it does not leave while it is evaluated.
#[derive(Clone, Copy)]
struct Place<'a>(&'a Expr);

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Place<'_> {}

impl Hash for Place<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        ptr::hash(self.0, hasher);
    }
}

/// How many inner sums are remembered at a time.
const REMEMBERED: usize = 10_000;

impl<'a> Evaluation<'a> {
    fn value(&mut self, formula: &'a Expr, letters: &Letters, depth: Depth) -> Result<Rounded, EvalError> {
        if !self.known.goes_on(1) {
            return Err(EvalError::Stopped);
        }
        Ok(match formula {
            Expr::Num(number) => Rounded::once(number.to_f64().unwrap_or(f64::NAN)),
            Expr::Sym(symbol) => {
                let symbol = symbol.put_in(letters);
                self.known
                    .rounded(&symbol)
                    .ok_or_else(|| EvalError::NoValue { symbol: symbol.to_string() })?
            }
            Expr::Neg(a) => -self.value(a, letters, depth)?,
            Expr::Add(terms) => terms
                .iter()
                .try_fold(Rounded::from(0.0), |sum, term| Ok(sum + self.value(term, letters, depth)?))?,
            Expr::Mul(factors) => factors.iter().try_fold(Rounded::from(1.0), |product, factor| {
                Ok(product * self.value(factor, letters, depth)?)
            })?,
            Expr::Div(a, b) => self.value(a, letters, depth)? / self.value(b, letters, depth)?,
            Expr::Pow(a, n) => self.value(a, letters, depth)?.power(*n),
            Expr::Call(function, a) => self.value(a, letters, depth)?.through(function),
            Expr::Sum { .. } if depth == Depth::UnderSum => {
                let key = self.hash(formula, letters);
                if let Some(&known) = self.inner_sums.get(&key) {
                    return Ok(known);
                }
                let value = self.sum(formula, letters)?;
                if self.inner_sums.len() >= REMEMBERED {
                    self.inner_sums.clear();
                }
                self.inner_sums.insert(key, value);
                value
            }
            Expr::Sum { .. } => self.sum(formula, letters)?,
            Expr::Partial { of, by } => self
                .known
                .rounded_partial(&of.with_letters(letters), &by.with_letters(letters))
                .ok_or_else(|| EvalError::NotWorkedOut { partial: formula.unicode() })?,
        })
    }

    /// The same for a Σ when the letters that it says anything of are the same.
    fn hash(&mut self, sum: &'a Expr, letters: &Letters) -> u64 {
        let gone_through = || (sum.hash_put_in(&Letters::new(), 0), sum.free_letters());
        let (whole, free) = self.hashes.entry(Place(sum)).or_insert_with(gone_through);
        let mut hasher = DefaultHasher::new();
        whole.hash(&mut hasher);
        for letter in free {
            letters.get(letter).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn sum(&mut self, sum: &'a Expr, letters: &Letters) -> Result<Rounded, EvalError> {
        let Expr::Sum { index, from, to, body } = sum else { return Ok(Rounded::from(f64::NAN)) };
        let limit = |value: f64| value.to_i64().filter(|_| value.fract() == 0.0);
        let (first, last) = (
            self.value(from, letters, Depth::UnderSum)?.value,
            self.value(to, letters, Depth::UnderSum)?.value,
        );
        let run = run(limit(first), limit(last))
            .ok_or_else(|| EvalError::Limits { limits: format!("from {first} to {last}") })?;
        let mut letters = letters.clone();
        run.into_iter().try_fold(Rounded::from(0.0), |sum, number| {
            letters.insert(*index, Index::At(number));
            Ok(sum + self.value(body, &letters, Depth::UnderSum)?)
        })
    }
}

/// A double, and how far it can be from the number that it stands for.
///
/// The error follows each operation (running error analysis: N. J. Higham, *Accuracy and Stability of Numerical
/// Algorithms*, section 3.3): what the operands bring along, and half a unit in the last place of the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rounded {
    /// The double.
    pub value: f64,
    /// The largest possible distance from the true value.
    pub error: f64,
}

/// Half the distance from 1 to the next double, with some room for the arithmetic of the errors themselves.
const ROUNDOFF: f64 = f64::EPSILON * 0.5001;

impl From<f64> for Rounded {
    fn from(value: f64) -> Self {
        Rounded { value, error: 0.0 }
    }
}

impl Rounded {
    /// The result of one operation, rounded once.
    fn once(value: f64) -> Self {
        Rounded::from(value).off_by(0.0)
    }

    fn off_by(self, error: f64) -> Self {
        Rounded { error: error + self.value.abs() * ROUNDOFF + f64::MIN_POSITIVE, ..self }
    }

    /// A whole power by repeated multiplication, the same on every system.
    fn power(self, exponent: i32) -> Self {
        let size = (0..exponent.unsigned_abs()).fold(Rounded::from(1.0), |power, _| power * self);
        if exponent < 0 { Rounded::from(1.0) / size } else { size }
    }

    /// The function's value. The functions here are good to one unit in the last place.
    fn through(self, function: &Function) -> Self {
        let value = (function.value)(self.value);
        Rounded::once(value).off_by((function.spread)(self.value, self.error) + value.abs() * 2.0 * ROUNDOFF)
    }
}

impl Neg for Rounded {
    type Output = Self;
    fn neg(self) -> Self {
        Rounded { value: -self.value, ..self }
    }
}

impl Add for Rounded {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Rounded::from(self.value + other.value).off_by(self.error + other.error)
    }
}

impl Mul for Rounded {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let error =
            self.value.abs() * other.error + other.value.abs() * self.error + self.error * other.error;
        Rounded::from(self.value * other.value).off_by(error)
    }
}

impl Div for Rounded {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        let smallest = other.value.abs() - other.error;
        let error =
            if smallest > 0.0 { (self.error + value.abs() * other.error) / smallest } else { f64::INFINITY };
        Rounded::from(value).off_by(error)
    }
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
    fn the_error_covers_what_rounding_does() {
        let nothing = |_: &Symbol| None;
        for (text, exact) in [
            ("0.1 + 0.2 - 0.3", 0.0),
            ("(1 + 0.000000001 - 1)*1000000000 - 1", 0.0),
            ("1/3*3 - 1", 0.0),
            ("sigma(0.1 + 0.2) - sigma(0.3)", 0.0),
            ("ln(exp(0.7)) - 0.7", 0.0),
        ] {
            let Rounded { value, error } = text.parse::<Expr>().expect(text).rounded(&nothing).expect(text);
            assert!((value - exact).abs() <= error && error < 1e-6, "{text}: {value} {error}");
        }
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
