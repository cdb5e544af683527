//! A forward pass, right or wrong: what the way back has to work with.
//!
//! Every pass keeps z and a of each node, and the slope that belongs to the function that was used. What a program
//! then does with them is the matter of [`super::pass`].

mod labels;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use super::pass::FromAbove;
use super::pass::Slopes;
use super::recipe::Forward;
use super::recipe::Forwards;
use super::recipe::Labels;
use crate::activation;
use crate::activation::Activation;
use crate::activation::Reach;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

pub(super) use labels::MOST_ORDERED;
pub(super) use labels::order;
pub(super) use labels::swaps;

use labels::arranged;

/// One forward pass. Grids are examples × nodes.
#[derive(Clone, Debug)]
pub(super) struct Facts<'p> {
    pub(super) problem: &'p Problem,
    pub(super) inputs: Rc<Nodes>,
    pub(super) ins: Rc<[Nodes]>,
    pub(super) outs: Rc<[Nodes]>,
    /// The slopes of each layer; for a function of the whole layer its own entry of the Jacobian.
    pub(super) slopes: Rc<[Nodes]>,
    /// Whether delta is to be multiplied with the whole Jacobian at the output.
    pub(super) jacobian: bool,
    /// How slopes are formed at each layer, for mistakes that form them of something else.
    pub(super) functions: Rc<[Function]>,
    pub(super) labels: Cow<'p, Grid>,
    /// How steep the cost is at each output, once that was asked for.
    steepness: OnceCell<Grid>,
    /// What nodes get of the signal far above, which no labels change.
    pub(super) from_above: Rc<FromAbove>,
    /// What may be taken for a slope.
    pub(super) other_slopes: Rc<Slopes>,
}

/// Numbers of the examples at the nodes of a layer: a grid whose columns lie one after the other in memory too, because
/// gradients are added up over the examples of one node.
#[derive(Clone, Debug)]
pub(super) struct Nodes {
    grid: Grid,
    by_node: OnceCell<Grid>,
}

impl From<Grid> for Nodes {
    fn from(grid: Grid) -> Nodes {
        Nodes { grid, by_node: OnceCell::new() }
    }
}

impl Deref for Nodes {
    type Target = Grid;

    fn deref(&self) -> &Grid {
        &self.grid
    }
}

impl Nodes {
    /// The numbers of all examples at a node.
    pub(super) fn column(&self, node: usize) -> &[f64] {
        match self.grid.rows() {
            1 => &self.grid.numbers()[node..=node],
            _ => self.by_node.get_or_init(|| self.grid.transposed()).row(node),
        }
    }
}

/// An activation function of a single node, or something close to one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    value: Value,
    /// Of the pre-activation and the activation.
    pub(super) slope: fn(f64, f64) -> f64,
}

#[derive(Clone, Copy, Debug)]
enum Value {
    Node(fn(f64) -> f64),
    /// With the same for many nodes, faster.
    Nodes(fn(f64) -> f64, fn(&[f64], &mut [f64])),
    Layer(fn(&[f64]) -> Vec<f64>),
}

impl Function {
    fn given(activation: &Activation) -> Function {
        match activation.reach {
            Reach::OwnNode { value, values, slope, .. } => {
                Function { value: Value::Nodes(value, values), slope }
            }
            Reach::WholeLayer { values, .. } => {
                Function { value: Value::Layer(values), slope: |_, a| a * (1.0 - a) }
            }
        }
    }

    /// The activation at one sum; for a function of the whole layer the sum itself.
    pub(super) fn at(self, z: f64) -> f64 {
        match self.value {
            Value::Node(value) | Value::Nodes(value, _) => value(z),
            Value::Layer(_) => z,
        }
    }
}

fn named(name: &str) -> Function {
    activation::named(name).map_or(LINEAR, Function::given)
}

const LINEAR: Function = Function { value: Value::Node(|z| z), slope: |_, _| 1.0 };

impl<'p> Facts<'p> {
    /// The pass of a program that runs forward in this way; `None` where that is no other way for this problem, or
    /// its numbers overflow.
    pub(super) fn new(problem: &'p Problem, forward: Forwards, labels: Labels) -> Option<Facts<'p>> {
        let functions = functions(problem, forward)?;
        let labels = arranged(problem.labels(), labels)?;
        let (mut ins, mut outs, mut slopes) = (Vec::new(), Vec::<Nodes>::new(), Vec::<Nodes>::new());
        for (layer, function) in problem.layers().iter().zip(&functions) {
            let below = outs.last().map_or(problem.inputs(), |outs| outs);
            let z = sums(below, layer, forward.everywhere != Forward::WithoutBiases);
            let a = match function.value {
                Value::Node(value) => z.map(|&z| value(z)),
                Value::Nodes(_, values) => {
                    let mut a = Grid::filled(z.rows(), z.columns(), 0.0);
                    values(z.numbers(), a.numbers_mut());
                    a
                }
                Value::Layer(values) => {
                    let rows: Vec<Vec<f64>> = z.iter_rows().map(values).collect();
                    Grid::from_fn(z.rows(), z.columns(), |row, column| rows[row][column])
                }
            };
            slopes.push(z.map_with(&a, |&z, &a| (function.slope)(z, a)).into());
            ins.push(z.into());
            outs.push(a.into());
        }
        let finite = |grids: &[Nodes]| grids.iter().all(|grid| grid.numbers().iter().all(|n| n.is_finite()));
        let last = problem.output_activation();
        let jacobian = matches!(last.reach, Reach::WholeLayer { .. }) && forward.output == Forward::Given;
        (finite(&ins) && finite(&outs) && finite(&slopes)).then_some(Facts {
            problem,
            inputs: Rc::new(problem.inputs().clone().into()),
            ins: ins.into(),
            outs: outs.into(),
            slopes: slopes.into(),
            jacobian,
            functions: functions.into(),
            labels,
            steepness: OnceCell::new(),
            from_above: Rc::default(),
            other_slopes: Rc::default(),
        })
    }

    /// The same pass with other labels, which the outputs do not depend on; `None` where that changes nothing.
    pub(super) fn with_labels(&self, labels: Labels) -> Option<Facts<'p>> {
        let labels = arranged(self.problem.labels(), labels)?;
        Some(Facts { labels, steepness: OnceCell::new(), ..self.clone() })
    }

    /// How steep the cost is at each output: what arrives there in a program that does that right.
    pub(super) fn steepness(&self) -> &Grid {
        self.steepness.get_or_init(|| {
            let outputs = &self.outs[self.layers() - 1];
            let mut slopes = Grid::filled(outputs.rows(), outputs.columns(), 0.0);
            (self.problem.cost().slopes)(outputs.numbers(), self.labels.numbers(), slopes.numbers_mut());
            slopes
        })
    }

    /// Whether every output of a layer depends on every sum of it.
    pub(super) fn mixes(&self, layer: usize) -> bool {
        self.jacobian && layer + 1 == self.layers()
    }

    pub(super) fn layers(&self) -> usize {
        self.ins.len()
    }

    pub(super) fn width(&self, layer: usize) -> usize {
        self.ins[layer].columns()
    }

    /// The activations below a layer: the inputs, or those of the layer before.
    pub(super) fn below(&self, layer: usize) -> &Nodes {
        layer.checked_sub(1).map_or(&self.inputs, |below| &self.outs[below])
    }

    pub(super) fn weights(&self, layer: usize) -> &'p Grid {
        &self.problem.layers()[layer].weights
    }

    pub(super) fn biases(&self, layer: usize) -> Option<&'p [f64]> {
        self.problem.layers()[layer].biases.as_deref()
    }
}

fn sums(below: &Grid, layer: &Layer, biased: bool) -> Grid {
    let weights = &layer.weights;
    let biases = layer.biases.as_deref().filter(|_| biased);
    let mut sums = Grid::filled(below.rows(), weights.columns(), 0.0);
    for example in 0..below.rows() {
        let row = sums.row_mut(example);
        for (&a, weights) in below.row(example).iter().zip(weights.iter_rows()) {
            row.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += a * weight);
        }
        row.iter_mut().zip(biases.into_iter().flatten()).for_each(|(sum, bias)| *sum += bias);
    }
    sums
}

/// The function of each layer, or `None` where the network has them so already or could not have them.
fn functions(problem: &Problem, forward: Forwards) -> Option<Vec<Function>> {
    let given = problem.layers().iter().map(|layer| Function::given(layer.activation)).collect();
    forward.made().try_fold(given, |functions, forward| changed(problem, functions, forward))
}

/// The functions with another choice made.
fn changed(problem: &Problem, given: Vec<Function>, forward: Forward) -> Option<Vec<Function>> {
    let layers = problem.layers();
    let (last, hidden) = (layers.len() - 1, layers.len() > 1);
    let name = |layer: usize| layers[layer].activation.name;
    let output = |function: Function| {
        let mut functions = given.clone();
        functions[last] = function;
        Some(functions)
    };
    let below = |function: &dyn Fn(Function) -> Function| {
        let functions = given.iter().enumerate();
        let changed = functions.map(|(layer, &kept)| if layer == last { kept } else { function(kept) });
        hidden.then(|| changed.collect::<Vec<_>>())
    };
    let any_hidden = |unless: &str| (0..last).any(|layer| name(layer) != unless);
    let sigmoids = (0..=last).any(|layer| name(layer) == "sigmoid");
    let flipped = |slope: fn(f64, f64) -> f64| {
        let value = |z: f64| 1.0 / (1.0 + libm::exp(z));
        let function = Function { value: Value::Node(value), slope };
        let functions = given.iter().enumerate();
        let changed = functions.map(|(layer, &kept)| if name(layer) == "sigmoid" { function } else { kept });
        sigmoids.then(|| changed.collect::<Vec<_>>())
    };
    match forward {
        Forward::Given => Some(given),
        Forward::WithoutBiases => layers.iter().any(|layer| layer.biases.is_some()).then_some(given),
        Forward::LinearOutput => (name(last) != "identity").then(|| output(LINEAR))?,
        Forward::FlippedSigmoid => flipped(|_, a| a * (1.0 - a)),
        Forward::FlippedSigmoidDifferentiated => flipped(|_, a| -a * (1.0 - a)),
        Forward::TanhHidden => any_hidden("tanh").then(|| below(&|_| named("tanh")))?,
        Forward::ReluHidden => any_hidden("relu").then(|| below(&|_| named("relu")))?,
        Forward::SoftmaxOutput | Forward::SoftmaxDiagonal if name(last) == "softmax" => None,
        Forward::SoftmaxOutput => output(Function { slope: |_, _| 1.0, ..named("softmax") }),
        Forward::SoftmaxDiagonal => output(named("softmax")),
        Forward::LinearHidden => any_hidden("identity").then(|| below(&|_| LINEAR))?,
        Forward::LinearHiddenSigmoidForm | Forward::LinearHiddenSigmoidSlope if !any_hidden("sigmoid") => {
            None
        }
        Forward::LinearHiddenSigmoidForm => any_hidden("identity")
            .then(|| below(&|_| Function { value: LINEAR.value, slope: |_, a| a * (1.0 - a) }))?,
        Forward::LinearHiddenSigmoidSlope => any_hidden("identity")
            .then(|| below(&|_| Function { value: LINEAR.value, slope: sigmoid_slope }))?,
        Forward::LinearHiddenSlopeKept => any_hidden("identity").then(|| {
            below(&|kept| Function {
                value: LINEAR.value,
                slope: match kept.slope_name() {
                    SlopeName::Sigmoid => sigmoid_slope,
                    SlopeName::Tanh => |z, _| {
                        let a = libm::tanh(z);
                        (1.0 - a) * (1.0 + a)
                    },
                    SlopeName::Other => kept.slope,
                },
            })
        })?,
        Forward::LinearHiddenSlopeOfOutput => {
            any_hidden("identity").then(|| below(&|kept| Function { value: LINEAR.value, ..kept }))?
        }
    }
}

/// The slope of the sigmoid at a pre-activation; the activation does not count.
pub(super) fn sigmoid_slope(z: f64, _: f64) -> f64 {
    let a = 1.0 / (1.0 + libm::exp(-z));
    a * (1.0 - a)
}

/// The slopes that look at the activation only, and so change when that is not there.
enum SlopeName {
    Sigmoid,
    Tanh,
    Other,
}

impl Function {
    /// Which slope this is, told from its values at a sum and an activation that do not belong together.
    fn slope_name(self) -> SlopeName {
        let [sigmoid, tanh] = [0.25 * (1.0 - 0.25), (1.0 - 0.25) * (1.0 + 0.25)];
        match (self.slope)(-3.0, 0.25) {
            slope if slope == sigmoid => SlopeName::Sigmoid,
            slope if slope == tanh => SlopeName::Tanh,
            _ => SlopeName::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_pass_is_the_engines() {
        let problem = Problem::built_in("probe").expect("built in");
        let facts = Facts::new(&problem, Forwards::default(), Labels::Given).expect("finite");
        let forward = crate::gradient::scalar::forward(&problem).expect("finite");
        assert!(facts.ins.iter().map(|ins| &**ins).eq(&*forward.ins));
        assert!(facts.outs.iter().map(|outs| &**outs).eq(&*forward.outs));
    }

    #[test]
    fn ways_that_change_nothing_are_none() {
        let problem = Problem::built_in("iris-2").expect("built in");
        let with = |forward| Forwards::default().with(forward);
        let is_there = |forward, labels| Facts::new(&problem, forward, labels).is_some();
        assert!(!is_there(with(Forward::WithoutBiases), Labels::Given));
        assert!(!is_there(Forwards::default(), Labels::RowsRolled(2)));
        assert!(is_there(Forwards::default(), Labels::RowsRolled(1)));
        assert!(is_there(with(Forward::SoftmaxDiagonal), Labels::Given));
    }
}
