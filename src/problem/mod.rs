//! A network with data: everything a gradient can be computed from.
//!
//! A [`Problem`] that exists is sound: its layers chain, its examples fit its layers, its numbers are finite and
//! its labels are ones that its cost can take. What the *forward pass* then does is another matter; a pre-activation
//! may still overflow, and [`crate::gradient`] says where.

mod grid;

pub use grid::Grid;

use crate::activation::Activation;
use crate::cost::Cost;
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

impl Problem {
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

    /// N: what the cost divides its sum by.
    pub fn divisor(&self) -> f64 {
        self.cost.divisor(self.inputs.rows(), self.labels.columns())
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
