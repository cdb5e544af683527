//! Formulas exactly as written.
//!
//! An [`Expr`] keeps the order of terms and factors, every bracket that groups, and the 1/N apart from what it
//! divides; nothing is tidied up behind the reader's back. Two formulas are `==` when they are *written* alike;
//! whether they are equal in value is another question, and not one for this module.
//!
//! ```
//! use gradwalk::expr::Expr;
//! let slope: Expr = "1/N*(o_out_1^(1) - y_1^(1))".parse()?;
//! assert_eq!(slope.unicode(), "1/N·(o_out_1^(1) − y_1^(1))");
//! assert_eq!(slope.unicode().parse(), Ok(slope));
//! # Ok::<(), gradwalk::expr::ParseError>(())
//! ```
//!
//! The smallest pieces are [`Symbol`]s: a base name, the indices below it and the example above it, as in
//! `o_out_1^(2)`, the output of node 1 for example 2.

mod base;
mod eval;
mod focus;
mod function;
mod latex;
mod letters;
mod parse;
mod print;
#[cfg(test)]
mod properties;
mod small;
mod symbol;
mod translated;

use num_rational::BigRational;

pub use base::Base;
pub(crate) use eval::run;
pub use eval::{Bindings, EvalError, Rounded};
pub use focus::Focus;
pub use function::{FUNCTIONS, Function};
pub use letters::Letters;
pub(crate) use letters::letter_as_a_name;
pub use parse::ParseError;
pub(crate) use small::as_typed;
pub use symbol::{Index, Symbol, SymbolError};

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A number of finitely many decimals, not negative: a minus sign is a [`Expr::Neg`].
    Num(BigRational),
    /// A name.
    Sym(Symbol),
    /// −a
    Neg(Box<Expr>),
    /// a + b + …, two terms or more. A term that is a [`Expr::Neg`] is written with a minus sign.
    Add(Vec<Expr>),
    /// a·b·…, two factors or more.
    Mul(Vec<Expr>),
    /// a/b
    Div(Box<Expr>, Box<Expr>),
    /// A power; exponents are whole numbers.
    Pow(Box<Expr>, i32),
    /// A function of one number.
    Call(&'static Function, Box<Expr>),
    /// Σ: the body for every value of the index, added up.
    Sum {
        /// The letter that counts.
        index: char,
        /// Its first value.
        from: Box<Expr>,
        /// Its last value.
        to: Box<Expr>,
        /// What is added up.
        body: Box<Expr>,
    },
    /// ∂of/∂by, not yet worked out.
    Partial {
        /// What changes.
        of: Box<Expr>,
        /// What it changes with.
        by: Symbol,
    },
}

impl Expr {
    /// A whole number, with its sign in front.
    pub fn integer(number: i64) -> Self {
        let size = Expr::Num(BigRational::from_integer(number.unsigned_abs().into()));
        if number < 0 { size.negated() } else { size }
    }

    /// −self
    #[must_use]
    pub fn negated(self) -> Self {
        Expr::Neg(Box::new(self))
    }

    /// The terms added up, or the only one, or 0.
    pub fn sum_of(mut terms: Vec<Expr>) -> Self {
        match terms.len() {
            0 => Expr::integer(0),
            1 => terms.remove(0),
            _ => Expr::Add(terms),
        }
    }

    /// The factors multiplied, or the only one, or 1.
    pub fn product_of(mut factors: Vec<Expr>) -> Self {
        match factors.len() {
            0 => Expr::integer(1),
            1 => factors.remove(0),
            _ => Expr::Mul(factors),
        }
    }

    /// self/under
    #[must_use]
    pub fn over(self, under: Expr) -> Self {
        Expr::Div(Box::new(self), Box::new(under))
    }

    /// ∂of/∂by
    pub fn partial(of: impl Into<Expr>, by: Symbol) -> Self {
        Expr::Partial { of: Box::new(of.into()), by }
    }

    /// Σ of the body, the index running from 1 to `to`.
    pub fn sum_over(index: char, to: impl Into<Expr>, body: Expr) -> Self {
        Expr::Sum { index, from: Box::new(Expr::integer(1)), to: Box::new(to.into()), body: Box::new(body) }
    }

    /// The terms of a sum, or the formula itself as the only one.
    pub fn terms(&self) -> &[Expr] {
        if let Expr::Add(terms) = self { terms } else { std::slice::from_ref(self) }
    }

    /// The factors of a product, or the formula itself as the only one.
    pub fn factors(&self) -> &[Expr] {
        if let Expr::Mul(factors) = self { factors } else { std::slice::from_ref(self) }
    }

    /// The whole number that this is, sign included.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Expr::Num(number) if number.is_integer() => i64::try_from(number.to_integer()).ok(),
            Expr::Neg(inner) => inner.as_integer().and_then(i64::checked_neg),
            _ => None,
        }
    }

    /// The parts that a [`Focus`] can go down to, in its order.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        let (few, many) = self.few_or_many();
        few.into_iter().flatten().chain(many)
    }

    fn few_or_many(&self) -> ([Option<&Expr>; 3], &[Expr]) {
        match self {
            Expr::Num(_) | Expr::Sym(_) => ([None; 3], &[]),
            Expr::Neg(a) | Expr::Pow(a, _) | Expr::Call(_, a) | Expr::Partial { of: a, .. } => {
                ([Some(a), None, None], &[])
            }
            Expr::Add(all) | Expr::Mul(all) => ([None; 3], all),
            Expr::Div(a, b) => ([Some(a), Some(b), None], &[]),
            Expr::Sum { from, to, body, .. } => ([Some(body), Some(from), Some(to)], &[]),
        }
    }

    /// How many parts there are, at all depths together.
    pub(crate) fn size(&self) -> u64 {
        let (few, many) = self.few_or_many();
        let few: u64 = few.into_iter().flatten().map(Expr::size).sum();
        1 + few + many.iter().map(Expr::size).sum::<u64>()
    }

    /// How many parts stand within one another, this formula included.
    pub(crate) fn nesting(&self) -> usize {
        1 + self.parts().map(Expr::nesting).max().unwrap_or(0)
    }

    /// Whether this formula or one of its parts, at any depth, is such.
    pub fn any(&self, is_such: &mut dyn FnMut(&Expr) -> bool) -> bool {
        is_such(self) || self.parts().any(|part| part.any(is_such))
    }

    /// The same formula with another one for a name, wherever the name stands by itself.
    #[must_use]
    pub fn with_symbol(&self, name: &Symbol, put: &Expr) -> Self {
        match self {
            Expr::Sym(symbol) if symbol == name => put.clone(),
            _ => self.map_parts(&mut |part| part.with_symbol(name, put)),
        }
    }

    /// The same formula with each of its parts (not of their parts) replaced.
    #[must_use]
    pub fn map_parts(&self, change: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        let mut boxed = |part: &Expr| Box::new(change(part));
        match self {
            Expr::Num(_) | Expr::Sym(_) => self.clone(),
            Expr::Neg(a) => Expr::Neg(boxed(a)),
            Expr::Pow(a, n) => Expr::Pow(boxed(a), *n),
            Expr::Call(function, a) => Expr::Call(function, boxed(a)),
            Expr::Partial { of, by } => Expr::Partial { of: boxed(of), by: by.clone() },
            Expr::Add(all) => Expr::Add(all.iter().map(change).collect()),
            Expr::Mul(all) => Expr::Mul(all.iter().map(change).collect()),
            Expr::Div(a, b) => Expr::Div(boxed(a), boxed(b)),
            Expr::Sum { index, from, to, body } => {
                Expr::Sum { index: *index, body: boxed(body), from: boxed(from), to: boxed(to) }
            }
        }
    }
}

impl From<Symbol> for Expr {
    fn from(symbol: Symbol) -> Self {
        Expr::Sym(symbol)
    }
}
