//! Whether two sums are the same number when neither rounds.
//!
//! Small problems are asked in exact numbers ([`super::exact`]), larger ones in two prime fields
//! ([`super::residue`]). Either way the walk and the delta rule that users run are run again, on the same local
//! derivatives, weights and activations, before the division by N.

use num_bigint::BigUint;
use num_traits::Zero;

use super::effort;
use super::exact::Dyadic;
use super::matrix;
use super::matrix::Matrices;
use super::path::Slopes;
use super::path::Tree;
use super::residue::Prime;
use super::residue::Residue;
use super::residue::Sequence;
use super::scalar;
use super::scope::Scope;
use crate::graph::Shape;

/// Up to this many path terms are evaluated without rounding; they take about a tenth of a second.
pub const EXACT_TERMS: u64 = 1_000_000;

/// How the sums before the division by N are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// As integers times powers of two, without any rounding.
    Integers,
    /// As residues modulo two primes of 62 bits.
    Modular,
    /// Not at all: more than [`effort::MODULAR_TERMS`], or more than there is time for.
    TooLarge,
}

impl Exactness {
    /// The best that can be had in a moment.
    pub fn affordable(scope: Scope, shape: &Shape) -> Self {
        let terms = scope.count(shape);
        let matrix = effort::matrix_multiplications(shape);
        // Exact numbers grow by 106 bits with every layer, and so does the work on each.
        let bits = (scope.multiplications(shape).max(matrix.clone())) * shape.layers();
        if terms <= BigUint::from(EXACT_TERMS) && bits <= BigUint::from(20 * EXACT_TERMS) {
            Exactness::Integers
        } else if terms.max(matrix) <= BigUint::from(effort::MODULAR_TERMS) {
            Exactness::Modular
        } else {
            Exactness::TooLarge
        }
    }

    /// How many times all path products are formed, the first time as floating-point numbers. Exact numbers take only
    /// a moment and do not count.
    pub(super) fn walks(self) -> u64 {
        if self == Exactness::Modular { 3 } else { 1 }
    }

    /// For each entry, whether both sums are the same number; `None` where that takes too long. `done` hears how many
    /// more terms have been added in a prime field.
    pub(super) fn equal(
        self,
        scope: Scope,
        shape: &Shape,
        (tree, matrices): (&Tree, &Matrices),
        done: &mut dyn FnMut(u64),
    ) -> Option<Vec<bool>> {
        match self {
            Exactness::Integers => {
                // Every number here has passed the forward pass's check and is finite.
                let dyadic = |number: f64| Dyadic::of(number).unwrap_or_else(Dyadic::zero);
                let (tree, matrices) = (tree.map(|&number| dyadic(number)), matrices.map(dyadic));
                Some(equal(scope, shape, &tree, &matrices, &mut |_| ()))
            }
            Exactness::Modular => {
                let mut sequence = sequence(tree);
                let mut in_a_field = || {
                    let prime = Prime::drawn(&mut sequence);
                    let residue = |number: f64| prime.residue(number).unwrap_or_else(Residue::zero);
                    let (tree, matrices) = (tree.map(|&number| residue(number)), matrices.map(residue));
                    equal(scope, shape, &tree, &matrices, done)
                };
                let (first, second) = (in_a_field(), in_a_field());
                Some(first.into_iter().zip(second).map(|(first, second)| first && second).collect())
            }
            Exactness::TooLarge => None,
        }
    }

    /// How likely it is that the exact comparison takes any two different sums for equal: 0 for integers, `None` where
    /// nothing was compared. For two primes drawn at random, each hides a difference of b bits with probability
    /// (b / 61) / 2^55.5. A double is an integer of at most 2098 bits times 2^−1074, and a path of L layers has 2L + 1
    /// factors.
    pub fn error_probability(self, scope: Scope, shape: &Shape) -> Option<f64> {
        match self {
            Exactness::Integers => Some(0.0),
            Exactness::Modular => {
                let bits =
                    2098.0 * (2.0 * shape.layers() as f64 + 1.0) + scope.count(shape).bits() as f64 + 1.0;
                let hidden = bits / 61.0 / libm::exp2(55.5);
                Some(scope.parameters(shape).len() as f64 * hidden * hidden)
            }
            Exactness::TooLarge => None,
        }
    }
}

fn equal<T>(
    scope: Scope,
    shape: &Shape,
    tree: &Tree<'_, T>,
    matrices: &Matrices<T>,
    done: &mut dyn FnMut(u64),
) -> Vec<bool>
where
    T: nalgebra::Scalar + Zero + num_traits::One + nalgebra::ClosedAddAssign + nalgebra::ClosedMulAssign,
{
    let paths = scope.path_sums(tree, shape, |tree, done| scalar::sums(tree, done), done);
    let sums = matrix::sums(matrices);
    scope
        .parameters(shape)
        .iter()
        .zip(&paths)
        .map(|(&parameter, sum)| sums.get(parameter) == Some(sum))
        .collect()
}

/// A sequence that all numbers of the tree have stirred, so that no problem can be made for its primes.
fn sequence(tree: &Tree) -> Sequence {
    let mut sequence = Sequence::default();
    let mut stir = |numbers: &[f64]| numbers.iter().for_each(|&number| sequence.stir(number));
    stir(tree.cost.numbers());
    for layer in &tree.layers {
        stir(layer.weights.numbers());
        stir(layer.below.numbers());
        match &layer.slopes {
            Slopes::OwnNode(slopes) => stir(slopes.numbers()),
            Slopes::WholeLayer(slopes) => slopes.iter().for_each(|slopes| stir(slopes.numbers())),
        }
    }
    sequence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;
    use crate::gradient::compare::compare;
    use crate::graph::Quantity;
    use crate::problem::Grid;
    use crate::problem::Layer;
    use crate::problem::Problem;

    fn wide(examples: usize) -> Problem {
        let grid = |rows: usize, columns: usize| {
            Grid::from_fn(rows, columns, |r, c| ((r + 3 * c) % 7) as f64 / 70.0)
        };
        let layer = |from, to| Layer {
            weights: grid(from, to),
            biases: None,
            activation: activation::named("sigmoid").expect("in the table"),
        };
        let layers = vec![layer(40, 40), layer(40, 40)];
        Problem::new("wide", layers, grid(examples, 40), grid(examples, 40), cost::default()).expect("sound")
    }

    /// One local derivative moved by one unit in the last place changes exactly the sums it is a factor of.
    #[test]
    fn sums_that_differ_are_not_called_equal() {
        let small = Problem::built_in("probe").expect("built in");
        for (problem, exactness) in [(small, Exactness::Integers), (wide(20), Exactness::Modular)] {
            let shape = problem.shape();
            let scope = Scope::Everything;
            assert_eq!(Exactness::affordable(scope, &shape), exactness);
            let forward = scalar::forward(&problem).expect("finite");
            let tree = scalar::tree(&problem, &forward);
            let mut matrices = matrix::forward(&problem).expect("finite").1;
            let equal = |matrices: &Matrices| {
                exactness.equal(scope, &shape, (&tree, matrices), &mut |_| ()).expect("affordable")
            };
            assert!(equal(&matrices).into_iter().all(|equal| equal));
            let input = &mut matrices.layers[0].below[(3, 1)];
            *input = input.next_up();
            for (parameter, equal) in shape.parameters().zip(equal(&matrices)) {
                let depends = matches!(parameter, Quantity::Weight { layer: 0, from: 1, .. });
                assert_eq!(equal, !depends, "{}", shape.symbol(parameter));
            }
        }
    }

    #[test]
    fn large_problems_are_compared_in_prime_fields() {
        let problem = wide(20);
        let mut heard = 0;
        let comparison = compare(&problem, Scope::Everything, |terms| heard += terms).expect("comparable");
        assert_eq!(comparison.exactness, Exactness::Modular);
        assert_eq!(heard, Scope::Everything.terms(&problem.shape()));
        assert!(comparison.entries.iter().all(|entry| entry.exactly_equal == Some(true) && entry.agrees()));
    }

    #[test]
    fn too_many_terms_are_not_called_exact() {
        let shape = wide(20_000).shape();
        let exactness = Exactness::affordable(Scope::Everything, &shape);
        assert_eq!(exactness, Exactness::TooLarge);
        assert_eq!(exactness.error_probability(Scope::Everything, &shape), None);
    }

    #[test]
    fn how_likely_an_error_is_to_be_hidden() {
        let shape = wide(20).shape();
        let chance = Exactness::Modular.error_probability(Scope::Everything, &shape).expect("compared");
        // 3200 sums, each of at most 2098 · 5 + 21 + 1 bits: 3200 · (172.3 / 2^55.5)².
        assert!((chance / 3.66e-26 - 1.0).abs() < 0.01, "{chance:e}");
    }
}
