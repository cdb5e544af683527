//! Notation → formula.
//!
//! ```text
//! sum    = term (("+" | "-") term)*
//! term   = signed (("*" | "/") signed)*          a Σ takes the rest of its term
//! signed = "-" signed | power
//! power  = piece ("^" whole number)?
//! piece  = number | name | function "(" sum ")" | "(" sum ")"
//!        | "sum(" letter "," from "," to "," body ")" | "d(" sum ")/d(" name ")"
//! ```
//!
//! The signs of the printed form (`·`, `−`, `Σ_e`, `Σ(e=1…E)`, `∂a/∂b`, `o₁⁽²⁾`) and a subset of LaTeX are other
//! spellings of the same.

mod named;
mod reader;

use std::ops::Range;
use std::str::FromStr;

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::Expr;
use super::Symbol;
use super::latex;
use super::small;
use reader::Reader;

/// Where and why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct ParseError {
    /// The bytes that cannot be read.
    pub at: Range<usize>,
    /// What is wrong and what to write.
    pub says: String,
}

/// Formulas nest at most so deep.
const DEEPEST: usize = 200;

/// Between one level and the next stand a few parts, such as a term, a factor and a sign.
const DEEPEST_PARTS: usize = 4 * DEEPEST;

/// Exponents go so far on either side of 0.
const LARGEST_EXPONENT: i32 = 64;

impl FromStr for Expr {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some(translated) = small::translated(text) {
            return translated.text.parse().map_err(|error| as_small(text, translated.blamed(text, error)));
        }
        if let Some(translated) = latex::translated(text)? {
            return read(&translated.text).map_err(|error| in_latex(translated.blamed(text, error)));
        }
        read(text)
    }
}

/// The same complaint of the small character that was typed, where no ^ was.
fn as_small(text: &str, error: ParseError) -> ParseError {
    let typed = text.get(error.at.clone()).unwrap_or_default();
    let says = match error.says.strip_prefix("`^` cannot stand here") {
        Some(rest) if typed != "^" && !typed.is_empty() => format!("`{typed}` cannot stand here{rest}"),
        _ => error.says,
    };
    ParseError { says, ..error }
}

/// The same complaint with what whoever writes LaTeX would type.
fn in_latex(error: ParseError) -> ParseError {
    let spelt = [("put * between", "put \\cdot between"), ("`Σ`", "`\\sum`"), ("`∂`", "`\\partial`")];
    let says = spelt.into_iter().fold(error.says, |says, (ours, theirs)| says.replace(ours, theirs));
    ParseError { says, ..error }
}

fn read(text: &str) -> Result<Expr, ParseError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let formula = reader.sum()?;
    match reader.peek() {
        None => Ok(formula),
        Some(_) => Err(reader.unexpected()),
    }
}

impl Reader<'_> {
    pub(super) fn sum(&mut self) -> Result<Expr, ParseError> {
        let mut terms = vec![self.term()?];
        loop {
            if self.take(&["+"]) {
                terms.push(self.term()?);
            } else if self.take(&["-", "−"]) {
                terms.push(self.term()?.negated());
            } else {
                return Ok(Expr::sum_of(terms));
            }
        }
    }

    /// Products and quotients from left to right; unbracketed factors are one product.
    pub(super) fn term(&mut self) -> Result<Expr, ParseError> {
        let mut factors = vec![self.signed()?];
        let mut quotients = 0;
        loop {
            if self.take(&["**"]) {
                return Err(self.error_from(self.at - 2, "a power is written with ^, as in x^2"));
            } else if self.take(&["*", "·", "⋅"]) {
                factors.push(self.signed()?);
            } else if self.take(&["/"]) {
                quotients += 1;
                if quotients + self.depth > DEEPEST {
                    return Err(self.error_here(format!("more than {DEEPEST} divisions in a row")));
                }
                let under = self.signed()?;
                factors = vec![Expr::product_of(factors).over(under)];
            } else {
                let product = Expr::product_of(factors);
                // Brackets and divisions by turns nest far deeper than either of them alone.
                if quotients > 0 && product.nesting() > DEEPEST_PARTS {
                    return Err(self.error_here(format!("this formula nests deeper than {DEEPEST} levels")));
                }
                return Ok(product);
            }
        }
    }

    fn signed(&mut self) -> Result<Expr, ParseError> {
        if self.take(&["-", "−"]) {
            return Ok(self.deeper(Self::signed)?.negated());
        }
        self.power()
    }

    fn power(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let base = self.piece()?;
        if !self.take(&["^"]) {
            return Ok(base);
        }
        if matches!(&base, Expr::Sym(symbol) if symbol.takes_example())
            && !self.text[start..self.at].contains(')')
        {
            return Err(self.error_from(
                start,
                "after an indexed x, y, h or o comes the example: write o_out_1^(2) for example 2, and \
                 (o_out_1^(2))^2 for its square",
            ));
        }
        let exponent = self.exponent()?;
        Ok(Expr::Pow(Box::new(base), exponent))
    }

    /// A whole number after `^`; `2^3^2` is `2^(3^2)`.
    fn exponent(&mut self) -> Result<i32, ParseError> {
        let start = self.at;
        let advice = || {
            format!(
                "an exponent is a whole number from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}; e to some power is written exp(…)"
            )
        };
        let formula = self.deeper(Self::signed)?;
        // No Σ: it could take longer to add up than anybody wants to wait for an exponent.
        let is_sum = |part: &Expr| matches!(part, Expr::Sum { .. });
        let value = (!formula.any(&mut { is_sum })).then(|| formula.value(&|_: &Symbol| None).ok());
        let whole = value.flatten().filter(|value| value.fract() == 0.0);
        whole
            .and_then(|value| value.to_i32())
            .filter(|exponent| exponent.abs() <= LARGEST_EXPONENT)
            .ok_or_else(|| self.error_from(start, advice()))
    }

    fn piece(&mut self) -> Result<Expr, ParseError> {
        let Some(next) = self.peek() else {
            return Err(
                self.error_here("the formula ends where a number, a name or a bracket should follow".into())
            );
        };
        let piece = match next {
            '0'..='9' | '.' => self.number()?,
            '(' | '[' => self.bracketed()?,
            'Σ' | '∑' => {
                self.at += next.len_utf8();
                self.printed_sum()?
            }
            '∂' => {
                self.at += next.len_utf8();
                self.printed_partial()?
            }
            letter if letter.is_alphabetic() => self.name()?,
            _ => return Err(self.unexpected()),
        };
        match self.rest().chars().next() {
            Some('_') if next.is_ascii_digit() => {
                Err(self.error_here("a name begins with a letter, as o_out_2 does".into()))
            }
            Some(c) if c.is_alphanumeric() || matches!(c, '(' | '[' | '∂') => {
                Err(self
                    .error_here("two factors side by side are not a product here: put * between them".into()))
            }
            _ => Ok(piece),
        }
    }

    fn unexpected(&mut self) -> ParseError {
        let Some(next) = self.peek() else {
            return self.error_here("the formula ends too early".into());
        };
        let advice = match next {
            '×' | '∗' | '•' => "write * for a product",
            '÷' | ':' => "write / for a quotient",
            '√' => "there are no roots here: exponents are whole numbers",
            '\'' | '′' => "write a derivative as d(sigma(x))/d(x)",
            '{' | '}' => "braces belong to LaTeX, as in \\frac{1}{N}",
            '=' => "one formula has no equals sign",
            ')' | ']' => "no bracket was opened for this one",
            ',' => "a comma stands only between indices, as in w_2,10,3, and inside sum(e, 1, E, …)",
            _ if next.is_alphanumeric() || matches!(next, '(' | '[' | '∂') => {
                "two factors side by side are not a product here: put * between them"
            }
            _ => "the signs here are + - * / ^ and round brackets",
        };
        self.error_here(format!("`{next}` cannot stand here: {advice}"))
    }

    pub(super) fn number(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let length = self.rest().find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest().len());
        let text = self.rest()[..length].to_owned();
        self.at += length;
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = [whole, decimals].concat();
        if digits.is_empty() || decimals.contains('.') || digits.len() > 400 {
            return Err(
                self.error_from(start, "a number is written with digits and at most one point, as in 0.25")
            );
        }
        let numerator = digits.parse().map_err(|_| self.error_from(start, "not a number"))?;
        let scale = num_traits::pow(num_bigint::BigInt::from(10), decimals.len());
        Ok(Expr::Num(BigRational::new(numerator, scale)))
    }

    pub(super) fn bracketed(&mut self) -> Result<Expr, ParseError> {
        let close = if self.take(&["("]) {
            ")"
        } else {
            self.at += 1;
            "]"
        };
        let inside = self.deeper(Self::sum)?;
        self.expect(close, "it closes the bracket opened before")?;
        Ok(inside)
    }
}

#[cfg(test)]
mod tests;
