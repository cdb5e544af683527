//! A formula's value in doubles at a sample point, its derivatives measured by nudging.
//!
//! This knows no rule of differentiation at all: ∂a/∂x is (a(x + h) − a(x − h)) / 2h for two steps h, extrapolated,
//! where a unfolds by its definitions down to x and no further. A place where the two steps disagree is next to a
//! kink or a pole and is left alone.

use std::cell::Cell;
use std::cell::RefCell;

use super::Work;
use super::memory::Doubles;
use super::sample;
use crate::derive::givens::Givens;
use crate::derive::givens::Undefined;
use crate::expr::Bindings;
use crate::expr::Expr;
use crate::expr::Symbol;

pub(super) struct Measure<'a> {
    givens: &'a Givens,
    point: u64,
    /// A name that was moved, and where to.
    moved: Option<(&'a Symbol, f64)>,
    /// What the names are worth that nothing moved.
    still: Option<&'a Measure<'a>>,
    known: RefCell<Doubles>,
    /// The undefined names that were met, with their samples.
    met: RefCell<Vec<(Symbol, f64)>>,
    /// What this measurement has done, and what everything together may still do.
    done: Cell<u64>,
    work: &'a Work,
    remembers: bool,
}

const MOST_WORK: u64 = 1_000_000;

const STEP: f64 = 1.0 / 512.0;

impl<'a> Measure<'a> {
    pub(super) fn new(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        Measure {
            givens,
            point,
            moved: None,
            still: None,
            known: RefCell::default(),
            met: RefCell::default(),
            done: Cell::new(0),
            work,
            remembers: false,
        }
    }

    /// The same, beginning with what earlier checks found out and leaving what this one does.
    pub(super) fn remembering(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        let mut measure = Measure::new(givens, point, work);
        measure.known = RefCell::new(givens.memory().take_doubles(point));
        measure.remembers = true;
        measure
    }

    /// The value, or nothing where the formula has none here.
    pub(super) fn of(&self, formula: &Expr) -> Option<f64> {
        formula.value(self).ok().filter(|value| value.is_finite())
    }

    /// The undefined names that have been asked for, with the values that they had.
    pub(super) fn point(&self) -> Vec<(Symbol, f64)> {
        let mut met = self.met.borrow().clone();
        met.sort_by(|(a, _), (b, _)| a.cmp(b));
        met
    }

    fn moved_to(&'a self, variable: &'a Symbol, value: f64) -> Measure<'a> {
        let mut moved = Measure::new(self.givens, self.point, self.work);
        moved.moved = Some((variable, value));
        moved.still = Some(self);
        moved.done = self.done.clone();
        moved
    }

    fn spend(&self, work: u64) -> bool {
        self.done.set(self.done.get() + work);
        self.done.get() <= MOST_WORK && self.work.spend(work)
    }

    fn worked_out(&self, symbol: &Symbol) -> Option<f64> {
        if let Some(value) = self.givens.meaning(symbol, |is, letters| is.rounded_with(self, letters)) {
            return value.ok().map(|rounded| rounded.value);
        }
        if let Some(equal) = symbol.kronecker() {
            return Some(f64::from(u8::from(equal)));
        }
        let name = symbol.to_string();
        if let Some(count) = self.givens.count_of(&name) {
            return Some(count as f64);
        }
        let value = sample::double(&name, self.point);
        self.met.borrow_mut().push((symbol.clone(), value));
        Some(value)
    }
}

impl Bindings for Measure<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        if !self.spend(self.givens.lookup()) {
            return None;
        }
        if let Some((variable, value)) = self.moved {
            if variable == symbol {
                return Some(value);
            }
            if !self.givens.may_rest_on(symbol, variable) {
                return self.still?.value(symbol);
            }
        }
        if let Some(&known) = self.known.borrow().values.get(symbol) {
            return known;
        }
        let value = self.worked_out(symbol);
        self.known.borrow_mut().values.insert(symbol.clone(), value);
        value
    }

    fn goes_on(&self, parts: u64) -> bool {
        self.spend(parts)
    }

    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let unsaid = matches!(of, Expr::Sym(name) if name != by && self.givens.definition_of(name).is_none());
        if self.moved.is_some() || (unsaid && self.givens.undefined() == Undefined::Unknown) {
            return None;
        }
        let Expr::Sym(name) = of else { return self.slope(of, by) };
        let pair = (name.clone(), by.clone());
        if let Some(&known) = self.known.borrow().slopes.get(&pair) {
            return known;
        }
        let slope = self.slope(of, by);
        self.known.borrow_mut().slopes.insert(pair, slope);
        slope
    }
}

impl Measure<'_> {
    /// Moves the variable a little to both sides and looks how far the formula moves.
    fn slope(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let here = self.value(by)?;
        let slope = |step: f64| {
            let there = |way: f64| {
                let moved = self.moved_to(by, here + way * step);
                let value = of.value(&moved).ok();
                self.done.set(moved.done.get());
                value
            };
            Some((there(1.0)? - there(-1.0)?) / (2.0 * step))
        };
        let (wide, narrow) = (slope(STEP)?, slope(STEP / 2.0)?);
        let extrapolated = narrow + (narrow - wide) / 3.0;
        ((wide - narrow).abs() <= 1e-3 * (1.0 + narrow.abs())).then_some(extrapolated)
    }
}

impl Drop for Measure<'_> {
    fn drop(&mut self) {
        if self.remembers && self.done.get() <= MOST_WORK && !self.work.is_spent() {
            self.givens.memory().keep_doubles(self.point, self.known.take());
        }
    }
}
