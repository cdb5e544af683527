//! Path sum against delta rule, entry by entry.
//!
//! Three questions, in this order. Do the two forward passes agree bit for bit? If not, the first node that differs
//! is named and nothing else is asked. Are the two sums the same number when neither rounds? That is a question
//! with a yes or a no. And is the difference of the rounded results within what rounding can do ([`super::bound`])?

use std::ops::AddAssign;
use std::ops::Mul;

use num_bigint::BigUint;
use num_traits::One;
use num_traits::ToPrimitive;
use num_traits::Zero;

use super::Forward;
use super::Gradient;
use super::GradientError;
use super::bound;
use super::bound::Bounds;
use super::difference;
use super::difference::Measured;
use super::effort;
use super::effort::Purpose;
use super::exact::Dyadic;
use super::kernel;
use super::kernel::Manner;
use super::matrix;
use super::matrix::Matrices;
use super::nodes;
use super::path::Tree;
use super::scalar;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Problem;

/// Up to this many path terms are also evaluated without rounding; they take about a tenth of a second.
pub const EXACT_TERMS: u64 = 1_000_000;

/// Up to this many multiplications are spent on nudging every weight.
pub const NUDGE_MULTIPLICATIONS: u64 = 20_000_000;

/// What the comparison of two gradients has shown.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The network's shape, for the names of the entries.
    pub shape: Shape,
    /// The cost for all examples.
    pub cost: f64,
    /// How many path products there are.
    pub path_terms: BigUint,
    /// How many multiplications these products take, each formed from its factors.
    pub path_multiplications: BigUint,
    /// How many multiplications the delta rule takes for all weights; it cannot be asked for one.
    pub matrix_multiplications: BigUint,
    /// Whether the sums were also compared without rounding.
    pub exactness: Exactness,
    /// Every weight and bias, first layer first, weights before biases.
    pub entries: Vec<Entry>,
    /// How many values are 0 only because every product of factors that are not 0 is too small for a double.
    pub underflowed: usize,
    /// What nudging every weight has shown, the third witness; `None` where that would take too long.
    pub nudges: Option<Nudges>,
}

/// How the sums before the division by N were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// As integers times powers of two, without any rounding.
    Integers,
    /// Not at all: more terms than [`EXACT_TERMS`], or too many factors in them.
    TooLarge,
}

/// One weight or bias.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which.
    pub parameter: Quantity,
    /// The path sum's partial derivative.
    pub paths: f64,
    /// The delta rule's.
    pub matrix: f64,
    /// The largest difference that rounding can explain.
    pub bound: f64,
    /// Whether both sums are the same number when nothing is rounded; `None` where that was not computed.
    pub exactly_equal: Option<bool>,
}

impl Entry {
    /// Path sum minus delta rule.
    pub fn difference(&self) -> f64 {
        self.paths - self.matrix
    }

    /// The difference in units of the last place of the larger number.
    pub fn units_in_last_place(&self) -> f64 {
        let largest = self.paths.abs().max(self.matrix.abs());
        if self.difference() == 0.0 { 0.0 } else { self.difference().abs() / (largest.next_up() - largest) }
    }

    /// Whether this entry passes: within the bound, and not found to differ exactly.
    pub fn agrees(&self) -> bool {
        self.difference().abs() <= self.bound && self.exactly_equal != Some(false)
    }

    /// The smallest relative error of the path sum that the bound alone would have shown for certain: twice the
    /// bound over the value. Infinite where the value is 0.
    pub fn smallest_visible(&self) -> f64 {
        2.0 * self.bound / self.paths.abs()
    }
}

impl Comparison {
    /// Whether every entry agrees, and no nudge contradicts.
    pub fn agrees(&self) -> bool {
        self.entries.iter().all(Entry::agrees)
            && self.nudges.as_ref().is_none_or(|nudges| nudges.contradicted.is_empty())
    }
}

/// What nudging every weight has shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Nudges {
    /// How many measured slopes agree with the path sum.
    pub agree: usize,
    /// How many weights could not be measured because a nudge crosses a kink.
    pub skipped: usize,
    /// The weights whose measured slope does not agree, with that slope.
    pub contradicted: Vec<(Quantity, f64)>,
}

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
    fn parameters(self, shape: &Shape) -> Vec<Quantity> {
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

    /// How many terms [`compare`] says to have added in all.
    pub fn terms(self, shape: &Shape) -> u64 {
        self.count(shape).to_u64().unwrap_or(u64::MAX)
    }

    /// How many multiplications these products take, each formed from its factors.
    pub fn multiplications(self, shape: &Shape) -> BigUint {
        match self {
            Scope::Everything => effort::multiplications(shape),
            Scope::One(parameter) => effort::multiplications_to(shape, parameter),
        }
    }

    /// The path sums, before the division by N, in the order of [`Scope::parameters`].
    fn path_sums<T>(
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

/// Compares the two engines on a problem. `done` hears how many more terms of the path sum have been added.
pub fn compare(
    problem: &Problem,
    scope: Scope,
    mut done: impl FnMut(u64),
) -> Result<Comparison, GradientError> {
    let shape = problem.shape();
    let forward = scalar::forward(problem)?;
    let (matrix_forward, matrices) = matrix::forward(problem)?;
    first_difference(&shape, &forward, &matrix_forward)?;
    let parameters = scope.parameters(&shape);
    let tree = scalar::tree(problem, &forward);
    let fast = |tree: &Tree, done: &mut dyn FnMut(u64)| kernel::sums(tree, Manner::fastest(tree), done);
    let paths = scope.path_sums(&tree, &shape, fast, &mut done);
    let sums = matrix::sums(&matrices);
    let matrix: Vec<f64> = parameters.iter().filter_map(|&parameter| sums.get(parameter).copied()).collect();
    for (at, &parameter) in parameters.iter().enumerate() {
        if !(paths[at].is_finite() && matrix[at].is_finite()) {
            return Err(GradientError::Sum { parameter: shape.symbol(parameter).to_string() });
        }
    }
    let exact = exactly_equal(scope, &shape, &tree, &matrices);
    let divisor = problem.divisor();
    let bounds = bound::bounds(&shape, &matrices, divisor)?;
    let entry = |(at, &parameter): (usize, &Quantity)| Entry {
        parameter,
        paths: paths[at] / divisor,
        matrix: matrix[at] / divisor,
        bound: bounds.difference.get(parameter).copied().unwrap_or(f64::NAN),
        exactly_equal: exact.as_ref().map(|equal| equal[at]),
    };
    let entries: Vec<Entry> = parameters.iter().enumerate().map(entry).collect();
    let cost = forward.cost(problem);
    Ok(Comparison {
        cost,
        path_terms: scope.count(&shape),
        path_multiplications: scope.multiplications(&shape),
        matrix_multiplications: effort::matrix_multiplications(&shape),
        exactness: if exact.is_some() { Exactness::Integers } else { Exactness::TooLarge },
        underflowed: underflowed(&matrices, &parameters, &bounds),
        nudges: nudges(problem, &shape, &entries, &bounds, cost),
        entries,
        shape,
    })
}

/// Counts the sums of products none of which shows, although some have no factor 0. Delta rule over 1 and 0 tells
/// how many these are.
fn underflowed(matrices: &Matrices, parameters: &[Quantity], bounds: &Bounds) -> usize {
    let products = matrix::sums(&matrices.map(|factor| if factor == 0.0 { 0.0 } else { 1.0 }));
    let is_positive = |gradient: &Gradient, parameter| gradient.get(parameter).is_some_and(|sum| *sum > 0.0);
    let vanishes = |&&parameter: &&Quantity| {
        is_positive(&products, parameter) && !is_positive(&bounds.absolute, parameter)
    };
    parameters.iter().filter(vanishes).count()
}

/// For each entry, whether both sums are the same number when neither rounds; `None` where that takes too long.
fn exactly_equal(scope: Scope, shape: &Shape, tree: &Tree, matrices: &Matrices) -> Option<Vec<bool>> {
    // The numbers grow by 106 bits with every layer, and so does the work on each.
    let bits = |multiplications: BigUint| multiplications * shape.layers();
    let affordable = BigUint::from(20 * EXACT_TERMS);
    if scope.count(shape) > BigUint::from(EXACT_TERMS)
        || bits(scope.multiplications(shape)) > affordable
        || bits(effort::matrix_multiplications(shape)) > affordable
    {
        return None;
    }
    // Every number here has passed the forward pass's check and is finite.
    let dyadic = |number: f64| Dyadic::of(number).unwrap_or_else(Dyadic::zero);
    let exact = tree.map(|&number| dyadic(number));
    let paths = scope.path_sums(&exact, shape, |tree, done| scalar::sums(tree, done), &mut |_| ());
    let sums = matrix::sums(&matrices.map(dyadic));
    let parameters = scope.parameters(shape);
    Some(parameters.iter().zip(&paths).map(|(&parameter, sum)| sums.get(parameter) == Some(sum)).collect())
}

/// Refuses to go on where the forward passes differ in a single bit, and names the first node that does.
fn first_difference(shape: &Shape, paths: &Forward, matrix: &Forward) -> Result<(), GradientError> {
    let values = |node| Some((paths.get(node)?, matrix.get(node)?));
    for node in nodes(shape) {
        if let Some((paths, matrix)) =
            values(node).filter(|(paths, matrix)| paths.to_bits() != matrix.to_bits())
        {
            return Err(GradientError::ForwardDiffers {
                node: shape.symbol(node).to_string(),
                paths,
                matrix,
            });
        }
    }
    Ok(())
}

/// Nudges every weight and bias. A measured slope agrees if it is within 10⁻⁶ of the sum of absolute path products
/// plus what rounding can do to the quotient: that of the cost itself, 10⁻¹⁵ · |cost| / step, and that of the forward
/// pass before it.
fn nudges(problem: &Problem, shape: &Shape, entries: &[Entry], bounds: &Bounds, cost: f64) -> Option<Nudges> {
    let pass: BigUint = shape.widths.windows(2).map(|pair| BigUint::from(pair[0]) * pair[1]).sum();
    let effort = pass * shape.examples * entries.len() * 6_u8;
    if effort > BigUint::from(NUDGE_MULTIPLICATIONS) {
        return None;
    }
    let mut nudges = Nudges { agree: 0, skipped: 0, contradicted: Vec::new() };
    for entry in entries {
        let absolute = bounds.absolute.get(entry.parameter).copied().unwrap_or(0.0);
        match difference::slope(problem, entry.parameter) {
            Measured::Nothing => nudges.skipped += 1,
            Measured::Slope { value, step, rounding }
                if (value - entry.paths).abs()
                    <= 1e-6 * absolute + (1e-15 * cost.abs() + 2.0 * rounding) / step =>
            {
                nudges.agree += 1;
            }
            Measured::Slope { value, .. } => nudges.contradicted.push((entry.parameter, value)),
        }
    }
    Some(nudges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Grid;
    use crate::problem::Layer;

    fn problem() -> Problem {
        Problem::built_in("probe").expect("built in")
    }

    #[test]
    fn forward_passes_that_differ_in_the_last_bit_are_refused_at_the_first_node() {
        let problem = problem();
        let forward = scalar::forward(&problem).expect("finite");
        let mut other = forward.clone();
        assert_eq!(first_difference(&problem.shape(), &forward, &other), Ok(()));
        for (layer, example, node) in [(1, 2, 0), (0, 4, 3)] {
            let value = &mut other.outs[layer][(example, node)];
            *value = value.next_up();
        }
        let refusal = first_difference(&problem.shape(), &forward, &other).expect_err("a bit differs");
        assert!(refusal.to_string().contains("differ at h_out_4^(5)"), "{refusal}");
    }

    #[test]
    fn a_nudge_contradicts_a_wrong_slope() {
        let problem = problem();
        let comparison = compare(&problem, Scope::Everything, |_| ()).expect("comparable");
        let matrices = matrix::forward(&problem).expect("finite").1;
        let shape = problem.shape();
        let bounds = bound::bounds(&shape, &matrices, problem.divisor()).expect("finite");
        let mut entries = comparison.entries;
        entries[7].paths *= 1.0001;
        let nudges = nudges(&problem, &shape, &entries, &bounds, comparison.cost).expect("small");
        assert_eq!((nudges.agree, nudges.skipped), (entries.len() - 1, 0));
        assert_eq!(nudges.contradicted[0].0, entries[7].parameter);
    }

    /// One local derivative moved by one unit in the last place changes exactly the sums it is a factor of.
    #[test]
    fn sums_that_differ_are_not_called_equal() {
        let problem = problem();
        let shape = problem.shape();
        let forward = scalar::forward(&problem).expect("finite");
        let tree = scalar::tree(&problem, &forward);
        let mut matrices = matrix::forward(&problem).expect("finite").1;
        let equal =
            |matrices: &Matrices| exactly_equal(Scope::Everything, &shape, &tree, matrices).expect("small");
        assert!(equal(&matrices).into_iter().all(|equal| equal));
        let input = &mut matrices.layers[0].below[(3, 1)];
        *input = input.next_up();
        for (parameter, equal) in shape.parameters().zip(equal(&matrices)) {
            let depends = matches!(parameter, Quantity::Weight { layer: 0, from: 1, .. });
            assert_eq!(equal, !depends, "{}", shape.symbol(parameter));
        }
    }

    #[test]
    fn one_weight_is_compared_as_among_all() {
        let problem = problem();
        let all = compare(&problem, Scope::Everything, |_| ()).expect("comparable");
        for entry in &all.entries {
            let scope = Scope::One(entry.parameter);
            let mut heard = 0;
            let one = compare(&problem, scope, |terms| heard += terms).expect("comparable");
            assert_eq!(heard, scope.terms(&problem.shape()));
            assert_eq!(one.entries, std::slice::from_ref(entry));
        }
    }

    #[test]
    fn too_many_terms_are_not_called_exact() {
        let wide = |rows: usize, columns: usize| {
            Grid::from_fn(rows, columns, |r, c| ((r + 3 * c) % 7) as f64 / 70.0)
        };
        let layer = |from, to| Layer {
            weights: wide(from, to),
            biases: None,
            activation: crate::activation::named("sigmoid").expect("in the table"),
        };
        let layers = vec![layer(40, 40), layer(40, 40)];
        let cost = crate::cost::default();
        let problem = Problem::new("wide", layers, wide(20, 40), wide(20, 40), cost).expect("sound");
        let comparison = compare(&problem, Scope::Everything, |_| ()).expect("comparable");
        assert_eq!(comparison.exactness, Exactness::TooLarge);
        assert!(comparison.entries.iter().all(|entry| entry.exactly_equal.is_none() && entry.agrees()));
    }

    #[test]
    fn multiplications_of_the_delta_rule() {
        // 4-2-3 with three flowers: 18 + 18 + 24 in matrix products, 9 + 6 entry by entry.
        let shape = Problem::built_in("iris-3").expect("built in").shape();
        assert_eq!(effort::matrix_multiplications(&shape), BigUint::from(75_u8));
    }
}
