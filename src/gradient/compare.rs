//! Path sum against delta rule, entry by entry.
//!
//! Three questions, in this order. Do the two forward passes agree bit for bit? If not, the first node that differs
//! is named and nothing else is asked. Are the two sums the same number when neither rounds? That is a question
//! with a yes or a no. And is the difference of the rounded results within what rounding can do ([`super::bound`])?

use num_bigint::BigUint;

use super::Forward;
use super::Gradient;
use super::GradientError;
use super::bound;
use super::bound::Bounds;
use super::difference;
use super::difference::Measured;
use super::effort;
pub use super::exactness::Exactness;
use super::matrix;
use super::matrix::Matrices;
use super::nodes;
use super::path::Tree;
use super::scalar;
pub use super::scope::Scope;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Problem;

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
    /// How likely it is that this took any two different sums for equal; `None` where it was not asked.
    pub error_probability: Option<f64>,
    /// Every weight and bias, first layer first, weights before biases.
    pub entries: Vec<Entry>,
    /// How many values are 0 only because every product of factors that are not 0 is too small for a double.
    pub underflowed: usize,
    /// What nudging every weight has shown, the third witness; `None` where that would take too long.
    pub nudges: Option<Nudges>,
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
    /// How many weights could not be measured because rounding moves the cost further than the nudge does: an output
    /// so close to 1 that its double has no digits left of 1 − o.
    pub hidden: usize,
    /// The weights whose measured slope does not agree, with that slope.
    pub contradicted: Vec<(Quantity, f64)>,
}

/// Compares the two engines on a problem. `done` hears how many more terms of the path sum have been added.
pub fn compare(problem: &Problem, scope: Scope, done: impl FnMut(u64)) -> Result<Comparison, GradientError> {
    compared(problem, scope, Exactness::affordable(scope, &problem.shape()), done)
}

/// What the delta rule alone says of one weight or bias, and how far rounding can have taken it. The forward passes
/// are compared as ever, but no path is walked: there may be more than anybody can wait for.
pub fn without_paths(problem: &Problem, parameter: Quantity) -> Result<(f64, f64), GradientError> {
    let shape = problem.shape();
    let (matrix_forward, matrices) = matrix::forward(problem)?;
    first_difference(&shape, &scalar::forward(problem)?, &matrix_forward)?;
    let value = matrix::sums(&matrices).get(parameter).map(|sum| sum / problem.divisor());
    let bound = bound::of_delta_rule(&shape, &matrices, problem.divisor(), parameter);
    match value {
        Some(value) if !value.is_finite() => {
            Err(GradientError::Sum { parameter: shape.symbol(parameter).to_string() })
        }
        Some(value) if bound.is_finite() => Ok((value, bound)),
        _ => Err(GradientError::NotComparable { parameter: shape.symbol(parameter).to_string() }),
    }
}

/// One weight or bias, compared within rounding only: that takes one walk over its paths, and a comparison without
/// rounding takes several.
pub fn entry(problem: &Problem, parameter: Quantity) -> Result<Entry, GradientError> {
    let mut comparison = compared(problem, Scope::One(parameter), Exactness::TooLarge, |_| ())?;
    Ok(comparison.entries.remove(0))
}

fn compared(
    problem: &Problem,
    scope: Scope,
    exactness: Exactness,
    mut done: impl FnMut(u64),
) -> Result<Comparison, GradientError> {
    let shape = problem.shape();
    let forward = scalar::forward(problem)?;
    let (matrix_forward, matrices) = matrix::forward(problem)?;
    first_difference(&shape, &forward, &matrix_forward)?;
    let parameters = scope.parameters(&shape);
    let tree = scalar::tree(problem, &forward);
    let fast = |tree: &Tree, done: &mut dyn FnMut(u64)| scalar::fast_sums(tree, done);
    let paths = scope.path_sums(&tree, &shape, fast, &mut done);
    let sums = matrix::sums(&matrices);
    let matrix: Vec<f64> = parameters.iter().filter_map(|&parameter| sums.get(parameter).copied()).collect();
    for (at, &parameter) in parameters.iter().enumerate() {
        if !(paths[at].is_finite() && matrix[at].is_finite()) {
            return Err(GradientError::Sum { parameter: shape.symbol(parameter).to_string() });
        }
    }
    let exact = exactness.equal(scope, &shape, (&tree, &matrices), &mut done);
    let divisor = problem.divisor();
    let bounds = bound::bounds(&shape, &matrices, divisor);
    bounds.admit(&shape, &parameters)?;
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
        exactness,
        error_probability: exactness.error_probability(scope, &shape),
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

/// Nudges every weight and bias. A measured slope agrees if it is within 10⁻⁶ of the sum of absolute path products plus
/// 10⁻¹⁵ · |cost| / step, what rounding of the cost itself does to the quotient. Where it is not, and rounding of the
/// forward pass before it could have hidden the slope, nothing has been measured.
fn nudges(problem: &Problem, shape: &Shape, entries: &[Entry], bounds: &Bounds, cost: f64) -> Option<Nudges> {
    let pass: BigUint = shape.widths.windows(2).map(|pair| BigUint::from(pair[0]) * pair[1]).sum();
    let effort = pass * shape.examples * entries.len() * 6_u8;
    if effort > BigUint::from(NUDGE_MULTIPLICATIONS) {
        return None;
    }
    let mut nudges = Nudges { agree: 0, skipped: 0, hidden: 0, contradicted: Vec::new() };
    for entry in entries {
        let absolute = bounds.absolute.get(entry.parameter).copied().unwrap_or(0.0);
        match difference::slope(problem, entry.parameter) {
            Measured::Nothing => nudges.skipped += 1,
            Measured::Slope { value, step, rounding } => {
                let apart = (value - entry.paths).abs();
                let allowed = 1e-6 * absolute + 1e-15 * cost.abs() / step;
                if apart <= allowed {
                    nudges.agree += 1;
                } else if apart <= allowed + 2.0 * rounding / step {
                    nudges.hidden += 1;
                } else {
                    nudges.contradicted.push((entry.parameter, value));
                }
            }
        }
    }
    Some(nudges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;
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

    /// σ(36) is 1 − 2.2e-16 in doubles, and the cost a staircase: there is no slope to see, and none is claimed.
    #[test]
    fn what_rounding_hides_is_no_measurement() {
        let grid = |number| Grid::filled(1, 1, number);
        let layer = Layer {
            weights: grid(36.0),
            biases: None,
            activation: activation::named("sigmoid").expect("in the table"),
        };
        let cost = cost::named("cross-entropy").expect("in the table");
        let problem = Problem::new("saturated", vec![layer], grid(1.0), grid(0.0), cost).expect("sound");
        let nudges = compare(&problem, Scope::Everything, |_| ()).expect("comparable").nudges.expect("small");
        assert_eq!((nudges.agree, nudges.hidden), (0, 1), "{nudges:?}");
        assert!(nudges.contradicted.is_empty());
    }

    #[test]
    fn a_nudge_contradicts_a_wrong_slope() {
        let problem = problem();
        let comparison = compare(&problem, Scope::Everything, |_| ()).expect("comparable");
        let matrices = matrix::forward(&problem).expect("finite").1;
        let shape = problem.shape();
        let bounds = bound::bounds(&shape, &matrices, problem.divisor());
        let mut entries = comparison.entries;
        entries[7].paths *= 1.0001;
        let nudges = nudges(&problem, &shape, &entries, &bounds, comparison.cost).expect("small");
        assert_eq!((nudges.agree, nudges.skipped, nudges.hidden), (entries.len() - 1, 0, 0));
        assert_eq!(nudges.contradicted[0].0, entries[7].parameter);
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
    fn multiplications_of_the_delta_rule() {
        // 4-2-3 with three flowers: 18 + 18 + 24 in matrix products, 9 + 6 entry by entry.
        let shape = Problem::built_in("iris-3").expect("built in").shape();
        assert_eq!(effort::matrix_multiplications(&shape), BigUint::from(75_u8));
    }
}
