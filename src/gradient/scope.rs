//! All weights and biases, or one: what it takes to compare them.

use std::ops::AddAssign;
use std::ops::Mul;

use num_bigint::BigUint;
use num_traits::One;
use num_traits::ToPrimitive;
use num_traits::Zero;

use super::Gradient;
use super::effort;
use super::effort::Purpose;
use super::exactness::Exactness;
use super::path::Tree;
use super::scalar;
use crate::graph::Quantity;
use crate::graph::Shape;

/// Which weights and biases are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Everything,
    /// This one.
    One(Quantity),
}

impl Scope {
    /// The weights and biases of a shape that are in the scope, in order.
    pub(super) fn parameters(self, shape: &Shape) -> Vec<Quantity> {
        match self {
            Scope::Everything => shape.parameters().collect(),
            Scope::One(parameter) => vec![parameter],
        }
    }

    /// How many path products lead there.
    pub fn count(self, shape: &Shape) -> BigUint {
        match self {
            Scope::Everything => effort::count(shape),
            Scope::One(parameter) => effort::count_to(shape, parameter),
        }
    }

    /// What these products are formed for.
    pub fn purpose(self) -> Purpose {
        match self {
            Scope::Everything => Purpose::Comparison,
            Scope::One(_) => Purpose::OneWeight,
        }
    }

    /// How many terms [`super::compare::compare`] says to have added in all.
    pub fn terms(self, shape: &Shape) -> u64 {
        (self.count(shape) * Exactness::affordable(self, shape).walks()).to_u64().unwrap_or(u64::MAX)
    }

    /// How many multiplications these products take, each formed from its factors.
    pub fn multiplications(self, shape: &Shape) -> BigUint {
        match self {
            Scope::Everything => effort::multiplications(shape),
            Scope::One(parameter) => effort::multiplications_to(shape, parameter),
        }
    }

    /// The path sums, before the division by N, in the order of [`Scope::parameters`].
    pub(super) fn path_sums<T>(
        self,
        tree: &Tree<'_, T>,
        shape: &Shape,
        everything: impl FnOnce(&Tree<'_, T>, &mut dyn FnMut(u64)) -> Gradient<T>,
        done: &mut dyn FnMut(u64),
    ) -> Vec<T>
    where
        T: Clone + Zero + One + AddAssign + Mul<Output = T>,
    {
        match self {
            Scope::Everything => {
                let sums = everything(tree, done);
                shape.parameters().filter_map(|parameter| sums.get(parameter).cloned()).collect()
            }
            Scope::One(parameter) => {
                let mut sum = T::zero();
                scalar::visit_products(tree, parameter, |product| {
                    sum += product;
                    done(1);
                });
                vec![sum]
            }
        }
    }
}
