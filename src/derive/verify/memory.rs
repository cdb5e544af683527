//! Values of names at the sample points, kept from one check to the next.
//!
//! Every step of a derivation is checked under the same definitions, and what a deep network's names are worth at
//! the fixed points does not change from step to step.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rustc_hash::FxHashMap;

use super::field::Jet;
use super::field::Residue;
use crate::expr::Rounded;
use crate::expr::Symbol;

/// What is known at one point without rounding.
#[derive(Debug, Default)]
pub(super) struct Residues {
    pub(super) jets: FxHashMap<Symbol, Jet>,
    /// exp of a name times a whole number.
    pub(super) exps: FxHashMap<(Symbol, i64), Residue>,
    /// The derivative of a name by another.
    pub(super) slopes: FxHashMap<(Symbol, Symbol), Residue>,
}

/// What is known at one point in doubles.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    pub(super) values: FxHashMap<Symbol, Option<Rounded>>,
    /// The derivative of a name by another, as it was measured.
    pub(super) slopes: FxHashMap<(Symbol, Symbol), Option<f64>>,
}

/// What is known at one point in doubles, each with a bound on its rounding.
pub(super) type Roundings = FxHashMap<Symbol, Option<Rounded>>;

/// Shared between givens that define the same; whoever defines something new begins with an empty one.
#[derive(Clone, Debug, Default)]
pub(in crate::derive) struct Memory(Arc<Mutex<Points>>);

#[derive(Debug, Default)]
struct Points {
    seed: Option<u64>,
    residues: FxHashMap<u64, Residues>,
    doubles: FxHashMap<u64, Doubles>,
    roundings: FxHashMap<u64, Roundings>,
}

/// More names than this are not worth keeping: no network that is derived has so many.
const MOST: usize = 20_000;

impl Memory {
    fn with<T>(&self, ask: impl FnOnce(&mut Points) -> T) -> T {
        ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A number for all that is defined, made once.
    pub(super) fn seed(&self, make: impl FnOnce() -> u64) -> u64 {
        self.with(|points| *points.seed.get_or_insert_with(make))
    }

    /// Hands out what is known at a point; it should be brought back.
    pub(super) fn take_residues(&self, point: u64) -> Residues {
        self.with(|points| points.residues.remove(&point).unwrap_or_default())
    }

    pub(super) fn keep_residues(&self, point: u64, known: Residues) {
        if known.jets.len().max(known.slopes.len()) <= MOST {
            self.with(|points| points.residues.insert(point, known));
        }
    }

    pub(super) fn take_doubles(&self, point: u64) -> Doubles {
        self.with(|points| points.doubles.remove(&point).unwrap_or_default())
    }

    pub(super) fn keep_doubles(&self, point: u64, known: Doubles) {
        if known.values.len().max(known.slopes.len()) <= MOST {
            self.with(|points| points.doubles.insert(point, known));
        }
    }

    pub(super) fn take_roundings(&self, point: u64) -> Roundings {
        self.with(|points| points.roundings.remove(&point).unwrap_or_default())
    }

    pub(super) fn keep_roundings(&self, point: u64, known: Roundings) {
        if known.len() <= MOST {
            self.with(|points| points.roundings.insert(point, known));
        }
    }
}
