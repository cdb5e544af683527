//! How much checking is allowed, counted and not timed, so that every machine decides the same.

use std::cell::Cell;

/// What may still be done, in steps: a part of a formula at a sample point is one.
#[derive(Debug)]
pub struct Work {
    left: Cell<u64>,
}

impl Work {
    /// At most so many steps.
    pub fn of_steps(steps: u64) -> Self {
        Work { left: Cell::new(steps) }
    }

    /// As much as each comparison allows itself.
    pub(in crate::derive) fn unlimited() -> Self {
        Work::of_steps(u64::MAX)
    }

    /// Does so many steps. `false` says that there is nothing left.
    pub fn spend(&self, steps: u64) -> bool {
        self.left.set(self.left.get().saturating_sub(steps));
        self.left.get() > 0
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
