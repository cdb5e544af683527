//! What stands behind names in doubles: their definitions, their counts, and samples for those that nobody has defined.

use std::cell::Cell;
use std::cell::RefCell;

use super::Work;
use super::sample;
use crate::derive::givens::Givens;
use crate::expr::Bindings;
use crate::expr::Rounded;
use crate::expr::Symbol;

const MOST_WORK: u64 = 8_000_000;

/// A sum of this many terms is as large as it comes. The numbers in a larger one are taken the smaller, so that it
/// becomes no larger: where σ and softmax are level, a derivative shows nothing.
const COMPANY: usize = 4;

/// The numbers of one sample point, as they are asked for.
pub(super) struct Drawn<'a> {
    pub(super) givens: &'a Givens,
    pub(super) point: u64,
    pub(super) work: &'a Work,
    /// The undefined names that were met, with their samples.
    met: RefCell<Vec<(Symbol, f64)>>,
    /// What was done for it, of what everything together may still do.
    pub(super) done: Cell<u64>,
}

impl<'a> Drawn<'a> {
    pub(super) fn new(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        Drawn { givens, point, work, met: RefCell::default(), done: Cell::new(0) }
    }

    /// The undefined names that have been asked for, with the values that they had, in the order of their names.
    pub(super) fn point(&self) -> Vec<(Symbol, f64)> {
        let mut met = self.met.borrow().clone();
        met.sort_by(|(a, _), (b, _)| a.cmp(b));
        met
    }

    /// Whether so much more may be done.
    pub(super) fn spend(&self, work: u64) -> bool {
        self.done.set(self.done.get() + work);
        self.done.get() <= MOST_WORK && self.work.spend(work)
    }

    /// Whether all that was asked for has been worked out.
    pub(super) fn is_complete(&self) -> bool {
        self.done.get() <= MOST_WORK && !self.work.is_spent()
    }

    /// What a name is worth; `values` are asked for the names in its definition.
    pub(super) fn value(&self, symbol: &Symbol, values: &dyn Bindings) -> Option<Rounded> {
        if let Some(value) = self.givens.meaning(symbol, |is, letters| is.rounded_with(values, letters)) {
            return value.ok();
        }
        let value = match symbol.kronecker() {
            Some(equal) => f64::from(u8::from(equal)),
            None => self.number(symbol),
        };
        Some(value.into())
    }

    fn number(&self, symbol: &Symbol) -> f64 {
        let name = symbol.to_string();
        if let Some(count) = self.givens.count_of(&name) {
            return count as f64;
        }
        let crowd = self.givens.company_of(symbol).max(COMPANY) as f64;
        let value = sample::double(&name, self.point) * (COMPANY as f64 / crowd).sqrt();
        self.met.borrow_mut().push((symbol.clone(), value));
        value
    }
}
