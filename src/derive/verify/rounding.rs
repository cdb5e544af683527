//! A formula's value in doubles at a sample point, with a bound on how far rounding can have taken it.
//!
//! Two values that are further apart than both bounds together are values of different formulas, however near they are.

use std::cell::RefCell;

use super::Work;
use super::drawn::Drawn;
use super::measure::Measure;
use super::memory::Roundings;
use super::sample;
use crate::derive::givens::Givens;
use crate::expr::Bindings;
use crate::expr::Expr;
use crate::expr::Rounded;
use crate::expr::Symbol;

pub(super) struct Rounding<'a> {
    drawn: Drawn<'a>,
    known: RefCell<Roundings>,
    /// Measures derivatives.
    nudging: Measure<'a>,
    remembers: bool,
}

/// A measured derivative is good to this part of its size, or of that of a small one.
const NUDGED: f64 = 1e-6;
const SMALL: f64 = 1e-3;

/// Bounds that are larger than this, compared with the value or with 1, tell nothing.
const COARSE: f64 = 1e-5;

impl<'a> Rounding<'a> {
    /// Begins with what earlier checks found out, where the point is one that many claims share.
    pub(super) fn new(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        let mut rounding = Rounding::forgetful(givens, point, work);
        if sample::is_shared(point) {
            rounding.remembers = true;
            rounding.known = RefCell::new(givens.memory().take_roundings(point));
        }
        rounding
    }

    /// Begins with nothing, so that [`point`](Self::point) tells all names that are asked for.
    pub(super) fn forgetful(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        Rounding {
            drawn: Drawn::new(givens, point, work),
            known: RefCell::default(),
            nudging: Measure::new(givens, point, work),
            remembers: false,
        }
    }

    /// The value, or nothing where the formula has none here, or none that rounding leaves anything of.
    pub(super) fn of(&self, formula: &Expr) -> Option<Rounded> {
        let rounded = formula.rounded(self).ok()?;
        let is_fine = rounded.value.is_finite() && rounded.error <= COARSE * rounded.value.abs().max(1.0);
        is_fine.then_some(rounded)
    }

    /// The undefined names that have been asked for, with the values that they had.
    pub(super) fn point(&self) -> Vec<(Symbol, f64)> {
        let mut met = self.drawn.point();
        met.extend(self.nudging.point());
        met.sort_by(|(a, _), (b, _)| a.cmp(b));
        met.dedup();
        met
    }
}

impl Bindings for Rounding<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.rounded(symbol).map(|rounded| rounded.value)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        if !self.drawn.spend(self.drawn.givens.lookup()) {
            return None;
        }
        if let Some(&known) = self.known.borrow().get(symbol) {
            return known;
        }
        let value = self.drawn.value(symbol, self);
        self.known.borrow_mut().insert(symbol.clone(), value);
        value
    }

    fn goes_on(&self, parts: u64) -> bool {
        self.drawn.spend(parts)
    }

    fn rounded_partial(&self, of: &Expr, by: &Symbol) -> Option<Rounded> {
        let value = self.nudging.partial(of, by)?;
        Some(Rounded { value, error: NUDGED * (SMALL + value.abs()) })
    }
}

impl Drop for Rounding<'_> {
    fn drop(&mut self) {
        if self.remembers && self.drawn.is_complete() {
            self.drawn.givens.memory().keep_roundings(self.drawn.point, self.known.take());
        }
    }
}
