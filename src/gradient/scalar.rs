//! The definition of the gradient, evaluated as it is written: multiply along each path, then add over paths and
//! examples, then divide by N.
//!
//! ```text
//! ∂MSE/∂w_211 = 1/N · Σ_e (o_out_1^(e) − y_1^(e)) · o_out_1^(e)(1 − o_out_1^(e)) · h_out_1^(e)
//! ```
//!
//! The order is part of the definition: examples outside, paths in depth-first order inside, one running sum for
//! each weight. Floating-point sums depend on their order, and so the same problem gives the same bits everywhere.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::AddAssign;
use std::ops::ControlFlow;
use std::ops::Mul;

use num_traits::One;
use num_traits::Zero;

use super::Forward;
use super::Gradient;
use super::GradientError;
use super::LayerGradient;
use super::kernel;
use super::kernel::Manner;
use super::kernel::forward::weighted_sums;
use super::path::Biases;
use super::path::Goal;
use super::path::Hop;
use super::path::PathTerm;
use super::path::Slopes;
use super::path::Tree;
use super::path::TreeLayer;
use crate::activation::Activation;
use crate::activation::Reach;
use crate::graph::Quantity;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// The forward pass in scalar loops: products added from left to right, the bias last.
pub fn forward(problem: &Problem) -> Result<Forward, GradientError> {
    let layers = problem.layers().len();
    let mut forward = Forward { ins: Vec::with_capacity(layers), outs: Vec::with_capacity(layers) };
    for (at, layer) in problem.layers().iter().enumerate() {
        // Filled in where they stay: what has just been written is not copied.
        let unknown = || Grid::filled(problem.inputs().rows(), layer.weights.columns(), 0.0);
        forward.ins.push(unknown());
        forward.outs.push(unknown());
        let (below, outs) = forward.outs.split_at_mut(at);
        weighted_sums(below.last().unwrap_or(problem.inputs()), layer, &mut forward.ins[at]);
        activate(layer.activation, &forward.ins[at], &mut outs[0]);
    }
    forward.checked(problem)
}

fn activate(activation: &Activation, ins: &Grid, outs: &mut Grid) {
    match activation.reach {
        Reach::OwnNode { values, .. } => values(ins.numbers(), outs.numbers_mut()),
        Reach::WholeLayer { values, .. } => {
            for example in 0..ins.rows() {
                outs.row_mut(example).copy_from_slice(&values(ins.row(example)));
            }
        }
    }
}

/// The local derivatives on every edge of the tree diagram, from the tables of activations and costs.
pub fn tree<'a>(problem: &'a Problem, forward: &'a Forward) -> Tree<'a> {
    let (outputs, labels) = (forward.outputs(), problem.labels());
    let mut cost = Grid::filled(outputs.rows(), outputs.columns(), 0.0);
    (problem.cost().slopes)(outputs.numbers(), labels.numbers(), cost.numbers_mut());
    let layers = problem.layers().iter().enumerate().map(|(at, layer)| TreeLayer {
        slopes: slopes(layer, &forward.ins[at], &forward.outs[at]),
        weights: Cow::Borrowed(&layer.weights),
        below: Cow::Borrowed(at.checked_sub(1).map_or(problem.inputs(), |below| &forward.outs[below])),
        biases: if layer.biases.is_some() { Biases::Present } else { Biases::Absent },
    });
    Tree { cost, layers: layers.collect() }
}

fn slopes(layer: &Layer, ins: &Grid, outs: &Grid) -> Slopes {
    match layer.activation.reach {
        Reach::OwnNode { slopes, .. } => {
            let mut all = Grid::filled(ins.rows(), ins.columns(), 0.0);
            slopes(ins.numbers(), outs.numbers(), all.numbers_mut());
            Slopes::OwnNode(all)
        }
        Reach::WholeLayer { slope, .. } => {
            let width = outs.columns();
            let example = |row: &[f64]| Grid::from_fn(width, width, |of, by| slope(row, of, by));
            Slopes::WholeLayer(outs.iter_rows().map(example).collect())
        }
    }
}

/// The sums of all path products, before the division by N: the definition. [`kernel::sums`] gives the same bits.
/// `done` hears how many more products have been added.
pub fn sums<T>(tree: &Tree<'_, T>, mut done: impl FnMut(u64)) -> Gradient<T>
where
    T: Clone + Zero + AddAssign + Mul<Output = T>,
{
    // To-from while summing, so that the weights into one node lie side by side.
    let mut sums: Vec<(Grid<T>, Vec<T>)> = tree
        .layers
        .iter()
        .map(|layer| {
            let (from, to) = (layer.weights.rows(), layer.weights.columns());
            let biases = if layer.biases == Biases::Present { to } else { 0 };
            (Grid::filled(to, from, T::zero()), vec![T::zero(); biases])
        })
        .collect();
    let _: ControlFlow<Infallible> = tree.walk(Goal::EveryNode, |example, hops, prefix| {
        let Some(hop) = hops.last() else { return ControlFlow::Continue(()) };
        let (weights, biases) = &mut sums[hop.layer];
        let below = tree.layers[hop.layer].below.row(example);
        for (sum, value) in weights.row_mut(hop.by).iter_mut().zip(below) {
            *sum += prefix.clone() * value.clone();
        }
        if let Some(bias) = biases.get_mut(hop.by) {
            *bias += prefix.clone();
        }
        done((below.len() + usize::from(!biases.is_empty())) as u64);
        ControlFlow::Continue(())
    });
    let layers = sums.into_iter().zip(&tree.layers).map(|((weights, biases), layer)| LayerGradient {
        weights: weights.transposed(),
        biases: (layer.biases == Biases::Present).then_some(biases),
    });
    Gradient { layers: layers.collect() }
}

/// Hands the product of every path to one weight or bias to `visit`, example by example, path by path.
pub fn visit_products<T>(tree: &Tree<'_, T>, parameter: Quantity, mut visit: impl FnMut(T))
where
    T: Clone + Mul<Output = T>,
{
    let _: ControlFlow<Infallible> = walk_to(tree, parameter, |_, _, product| {
        visit(product);
        ControlFlow::Continue(())
    });
}

/// Hands the first terms of one weight or bias to `visit` as they are walked, at most `limit` of them and without
/// keeping any, until `visit` fails.
pub fn first_terms<T, E>(
    tree: &Tree<'_, T>,
    parameter: Quantity,
    limit: usize,
    mut visit: impl FnMut(PathTerm<T>) -> Result<(), E>,
) -> Result<(), E>
where
    T: Clone + One + Mul<Output = T>,
{
    let mut left = limit;
    let stopped = walk_to(tree, parameter, |example, hops, product| {
        if left == 0 {
            return ControlFlow::Break(Ok(()));
        }
        left -= 1;
        match visit(tree.term(example, hops, parameter, product)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    });
    stopped.break_value().unwrap_or(Ok(()))
}

/// Walks every path to one weight or bias: `arrive` gets the example, the hops and the product of all factors.
fn walk_to<T, B>(
    tree: &Tree<'_, T>,
    parameter: Quantity,
    mut arrive: impl FnMut(usize, &[Hop], T) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    T: Clone + Mul<Output = T>,
{
    let (layer, node, from) = match parameter {
        Quantity::Weight { layer, from, to } => (layer, to, Some(from)),
        Quantity::Bias { layer, to } => (layer, to, None),
        _ => return ControlFlow::Continue(()),
    };
    tree.walk(Goal::Node { layer, node }, |example, hops, prefix| {
        let product = match from {
            Some(from) => prefix.clone() * tree.layers[layer].below[(example, from)].clone(),
            None => prefix.clone(),
        };
        arrive(example, hops, product)
    })
}

/// The terms of one partial derivative, their sum, and what remains after the division by N.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The weight or bias.
    pub parameter: Quantity,
    /// How many terms there are.
    pub count: u64,
    /// The first of them, as many as were asked for.
    pub terms: Vec<PathTerm>,
    /// All products added, listed or not.
    pub sum: f64,
    /// N.
    pub divide_by: f64,
    /// The partial derivative: the sum divided by N.
    pub value: f64,
}

/// Lists at most `limit` terms of one weight or bias and adds up all of them.
pub fn listing(problem: &Problem, parameter: Quantity, limit: usize) -> Result<Listing, GradientError> {
    listing_in(&tree(problem, &forward(problem)?), problem, parameter, limit, || ())
}

/// The same in a tree that is there already. `done` hears after each product.
pub fn listing_in(
    tree: &Tree<'_>,
    problem: &Problem,
    parameter: Quantity,
    limit: usize,
    mut done: impl FnMut(),
) -> Result<Listing, GradientError> {
    let (mut count, mut sum, mut terms) = (0, 0.0, Vec::new());
    visit_products(tree, parameter, |product| {
        count += 1;
        sum += product;
        done();
    });
    if !sum.is_finite() {
        return Err(GradientError::Sum { parameter: problem.shape().symbol(parameter).to_string() });
    }
    let Ok(()) = first_terms(tree, parameter, limit, |term| {
        terms.push(term);
        Ok::<(), Infallible>(())
    });
    let divide_by = problem.divisor();
    Ok(Listing { parameter, count, terms, sum, divide_by, value: sum / divide_by })
}

/// The partial derivative of every weight and bias, by explicit sums over the paths.
///
/// ```
/// use gradwalk::gradient::scalar;
/// use gradwalk::problem::Problem;
/// let problem = Problem::built_in("iris-2").expect("it is built in");
/// let gradient = scalar::gradient(&problem).expect("nothing overflows");
/// let w_211 = problem.shape().parameter("w_211").expect("the network has it");
/// assert!((gradient.get(w_211).unwrap() - 0.0110339241786482).abs() < 1e-15);
/// ```
pub fn gradient(problem: &Problem) -> Result<Gradient, GradientError> {
    gradient_after(problem, &forward(problem)?, |_| ())
}

/// The same after a forward pass that is there already. `done` hears how many more products have been added.
pub fn gradient_after(
    problem: &Problem,
    forward: &Forward,
    done: impl FnMut(u64),
) -> Result<Gradient, GradientError> {
    Gradient::from_sums(fast_sums(&tree(problem, forward), done), problem)
}

/// The same bits as [`sums`], sooner.
pub(super) fn fast_sums(tree: &Tree, mut done: impl FnMut(u64)) -> Gradient {
    kernel::narrow::sums(tree, &mut done).unwrap_or_else(|| kernel::sums(tree, Manner::fastest(tree), done))
}
