//! A formula's value in doubles at a sample point, with a bound on how far rounding can have taken it.
//!
//! Two values that are further apart than both bounds together are values of different formulas, however near they are.

use std::cell::Cell;
use std::cell::RefCell;

use super::Work;
use super::measure::Measure;
use super::measure::sample_of;
use super::memory::Roundings;
use super::sample;
use crate::derive::givens::Givens;
use crate::expr::Bindings;
use crate::expr::Expr;
use crate::expr::Rounded;
use crate::expr::Symbol;

pub(super) struct Rounding<'a> {
    givens: &'a Givens,
    point: u64,
    known: RefCell<Roundings>,
    /// The undefined names that were met, with their samples.
    met: RefCell<Vec<(Symbol, f64)>>,
    /// Measures derivatives.
    nudging: Measure<'a>,
    done: Cell<u64>,
    work: &'a Work,
    remembers: bool,
}

const MOST_WORK: u64 = 1_000_000;

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
            givens,
            point,
            known: RefCell::default(),
            met: RefCell::default(),
            nudging: Measure::new(givens, point, work),
            done: Cell::new(0),
            work,
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
        let mut met = self.met.borrow().clone();
        met.extend(self.nudging.point());
        met.sort_by(|(a, _), (b, _)| a.cmp(b));
        met.dedup();
        met
    }

    fn spend(&self, work: u64) -> bool {
        self.done.set(self.done.get() + work);
        self.done.get() <= MOST_WORK && self.work.spend(work)
    }

    fn worked_out(&self, symbol: &Symbol) -> Option<Rounded> {
        if let Some(value) = self.givens.meaning(symbol, |is, letters| is.rounded_with(self, letters)) {
            return value.ok();
        }
        if let Some(equal) = symbol.kronecker() {
            return Some(f64::from(u8::from(equal)).into());
        }
        let name = symbol.to_string();
        if let Some(count) = self.givens.count_of(&name) {
            return Some((count as f64).into());
        }
        let value = sample_of(symbol, self.givens, self.point);
        self.met.borrow_mut().push((symbol.clone(), value));
        Some(value.into())
    }
}

impl Bindings for Rounding<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.rounded(symbol).map(|rounded| rounded.value)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        if !self.spend(self.givens.lookup()) {
            return None;
        }
        if let Some(&known) = self.known.borrow().get(symbol) {
            return known;
        }
        let value = self.worked_out(symbol);
        self.known.borrow_mut().insert(symbol.clone(), value);
        value
    }

    fn goes_on(&self, parts: u64) -> bool {
        self.spend(parts)
    }

    fn rounded_partial(&self, of: &Expr, by: &Symbol) -> Option<Rounded> {
        let value = self.nudging.partial(of, by)?;
        Some(Rounded { value, error: NUDGED * (SMALL + value.abs()) })
    }
}

impl Drop for Rounding<'_> {
    fn drop(&mut self) {
        if self.remembers && self.done.get() <= MOST_WORK && !self.work.is_spent() {
            self.givens.memory().keep_roundings(self.point, self.known.take());
        }
    }
}
