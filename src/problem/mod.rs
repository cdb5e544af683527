//! A network with data: everything a gradient can be computed from.
//!
//! A [`Problem`] that exists is sound: its layers chain, its examples fit its layers, its numbers are finite and
//! its labels are ones that its cost can take. What the *forward pass* then does is another matter; a pre-activation
//! may still overflow, and [`crate::gradient`] says where.

mod arrange;
mod arrays;
mod built_in;
mod check;
mod error;
mod grid;
mod handed;
mod literal;
mod names;
mod npy;
mod npz;
mod place;
mod read;
mod report;
mod scan;
mod spelling;
mod syntax;
mod tables;
mod text;
mod tree;

pub use arrays::read_npz;
pub use built_in::built_in_names;
pub use check::ProblemError;
pub use error::ReadError;
pub(crate) use error::TextFault;
pub use error::Where;
pub use grid::Grid;
pub use handed::Handed;
pub use handed::handed;
pub use handed::handed_in_archive;
pub use handed::handed_in_text;
pub use handed::handed_with;
pub use handed::is_problem_in_archive;
pub use handed::is_problem_in_text;
pub use names::At;
pub use names::Role;
pub use names::role;
pub use place::Part;
pub use place::Place;
pub(crate) use place::Step;
pub use read::Found;
pub use read::Layout;
pub use read::Orientation;
pub use read::Read;
pub use read::Reading;
pub use read::Syntax;
#[cfg(feature = "cli")]
pub(crate) use read::decoded;
pub use read::find;
pub use read::read;
pub use read::read_text;
pub(crate) use read::text_of;
pub use report::Style;
#[cfg(feature = "cli")]
pub(crate) use scan::column;
pub(crate) use scan::has_field;
pub(crate) use scan::items;
pub(crate) use scan::line;
pub(crate) use scan::value as text_of_value;
pub(crate) use spelling::advice;
pub(crate) use spelling::advice_from;
pub use spelling::nearest;
pub(crate) use syntax::Sample;
pub(crate) use syntax::ron_fault_in;
pub(crate) use text::known_format;

use std::ops::Range;

use crate::activation::Activation;
use crate::cost::Cost;
use crate::graph::Quantity;
use crate::graph::Shape;

/// A network, examples with labels, and the cost that measures it.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What a person calls it.
    pub title: String,
    layers: Vec<Layer>,
    inputs: Grid,
    labels: Grid,
    cost: &'static Cost,
    gradients: Option<Vec<Gradient>>,
}

/// The weights into one layer of nodes, and what those nodes do.
#[derive(Clone, Debug)]
pub struct Layer {
    /// From-to: one row for each node below, one column for each node of this layer.
    pub weights: Grid,
    /// One for each node of this layer, or none at all.
    pub biases: Option<Vec<f64>>,
    /// The activation function of this layer's nodes.
    pub activation: &'static Activation,
}

/// What someone says the partial derivatives of one layer are, shaped like the layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gradient {
    /// From-to, one for each weight.
    pub weights: Option<Grid>,
    /// One for each bias.
    pub biases: Option<Vec<f64>>,
}

impl Problem {
    /// A problem of these parts, unless they do not fit each other.
    pub fn new(
        title: impl Into<String>,
        layers: Vec<Layer>,
        inputs: Grid,
        labels: Grid,
        cost: &'static Cost,
    ) -> Result<Problem, ProblemError> {
        let problem = Problem { title: title.into(), layers, inputs, labels, cost, gradients: None };
        check::check(&problem)?;
        Ok(problem)
    }

    /// A number that is given: an input, a label, a weight or a bias.
    pub fn number(&self, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Input { node, example } => Some(self.inputs[(example, node)]),
            Quantity::Label { node, example } => Some(self.labels[(example, node)]),
            Quantity::Weight { layer, from, to } => Some(self.layers[layer].weights[(from, to)]),
            Quantity::Bias { layer, to } => self.layers[layer].biases.as_ref()?.get(to).copied(),
            Quantity::Cost | Quantity::In { .. } | Quantity::Out { .. } => None,
        }
    }

    /// The same problem together with a gradient that someone computed, one entry for each layer.
    pub fn with_gradients(self, gradients: Vec<Gradient>) -> Result<Problem, ProblemError> {
        check::check_gradients(&self.layers, &gradients)?;
        Ok(Problem { gradients: Some(gradients), ..self })
    }

    /// The gradient that came with the problem, as given: right or wrong.
    pub fn gradients(&self) -> Option<&[Gradient]> {
        self.gradients.as_deref()
    }

    /// The layers of weights, from the inputs to the outputs.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// X: one row an example, one column an input node.
    pub fn inputs(&self) -> &Grid {
        &self.inputs
    }

    /// Y: one row an example, one column an output node.
    pub fn labels(&self) -> &Grid {
        &self.labels
    }

    /// The cost function.
    pub fn cost(&self) -> &'static Cost {
        self.cost
    }

    /// The same network and data, measured by another cost.
    pub fn with_cost(self, cost: &'static Cost) -> Result<Problem, ProblemError> {
        let problem = Problem { cost, ..self };
        check::check(&problem)?;
        Ok(problem)
    }

    /// Turns to some examples of another problem of the same shape, with these labels for its own.
    pub(crate) fn turn_to(&mut self, of: &Problem, labels: &Grid, examples: Range<usize>) {
        let rows = |grid: &Grid| {
            Grid::from_fn(examples.len(), grid.columns(), |row, column| grid[(examples.start + row, column)])
        };
        (self.inputs, self.labels) = (rows(&of.inputs), rows(labels));
    }

    /// A step of gradient descent: W − rate·g. Whether the numbers stay finite, the next forward pass tells.
    pub(crate) fn descend(&mut self, rate: f64, weights: &[Grid], biases: &[Vec<f64>]) {
        for (layer, (weights, biases)) in self.layers.iter_mut().zip(weights.iter().zip(biases)) {
            let step = |(number, slope): (&mut f64, &f64)| *number -= rate * slope;
            layer.weights.numbers_mut().iter_mut().zip(weights.numbers()).for_each(step);
            layer.biases.iter_mut().flatten().zip(biases).for_each(step);
        }
    }

    /// N: what the cost divides its sum by.
    pub fn divisor(&self) -> f64 {
        self.cost.divisor(self.inputs.rows(), self.labels.columns())
    }

    /// What a squared cost multiplies o − y with in the gradient.
    pub(crate) fn square_slope(&self, cost: &Cost) -> f64 {
        cost.square_slope(self.inputs.rows(), self.labels.columns())
    }

    /// The activation function of the last layer.
    pub(crate) fn output_activation(&self) -> &'static Activation {
        self.layers[self.layers.len() - 1].activation
    }

    /// The problem without its numbers.
    pub fn shape(&self) -> Shape {
        Shape {
            widths: std::iter::once(self.inputs.columns())
                .chain(self.layers.iter().map(|layer| layer.weights.columns()))
                .collect(),
            activations: self.layers.iter().map(|layer| layer.activation).collect(),
            biases: self.layers.iter().map(|layer| layer.biases.is_some()).collect(),
            examples: self.inputs.rows(),
            cost: self.cost,
        }
    }
}
