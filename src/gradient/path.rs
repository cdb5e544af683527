//! The tree diagram, walked explicitly.
//!
//! Below the cost hang the outputs of every example, below each output what goes into it, below that the weights
//! and the outputs of the layer before, and so on. A *path* runs from the cost down to one weight, and each of its
//! edges carries a local derivative:
//!
//! ```text
//!         o − y            o(1 − o)          h_out_1
//! MSE ──────────── o_out_1 ──────── o_in_1 ────────── w_211
//! ```
//!
//! There is one product per path and example. A product that many paths begin with, their common *prefix*, is
//! carried down the tree and not formed again; nothing is added up before it is multiplied out.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::ops::Mul;

use crate::graph::Edge;
use crate::graph::Quantity;
use crate::problem::Grid;

/// The nodes from the cost to a weight or bias, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// From the cost downwards.
    pub nodes: Vec<Quantity>,
}

impl Path {
    /// The edges between neighbouring nodes, from the cost downwards.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        self.nodes.windows(2).map(|pair| Edge { of: pair[0], by: pair[1] })
    }
}

/// A local derivative and the edge it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor<T = f64> {
    /// ∂`of`/∂`by`. On the first edge it is the slope of one term of the cost, before the division by N.
    pub edge: Edge,
    /// Its value for this example.
    pub value: T,
}

/// One summand of a partial derivative: one path for one example.
#[derive(Clone, Debug, PartialEq)]
pub struct PathTerm<T = f64> {
    /// The example, counted from zero.
    pub example: usize,
    /// The nodes it runs through.
    pub path: Path,
    /// The local derivatives along it, from the cost downwards.
    pub factors: Vec<Factor<T>>,
    /// The factors multiplied from left to right.
    pub product: T,
}

/// The local derivatives on all edges of the tree diagram.
#[derive(Clone, Debug)]
pub struct Tree<'a, T: Clone = f64> {
    /// The slope of each term of the cost: examples × output nodes.
    pub cost: Grid<T>,
    /// Layer by layer, from the inputs to the outputs.
    pub layers: Vec<TreeLayer<'a, T>>,
}

/// The local derivatives on the edges of one layer.
#[derive(Clone, Debug)]
pub struct TreeLayer<'a, T: Clone = f64> {
    /// From a node's sum to its activation.
    pub slopes: Slopes<T>,
    /// From a sum to an activation below: the weight between them, from-to.
    pub weights: Cow<'a, Grid<T>>,
    /// From a sum to a weight: the activation below, examples × nodes.
    pub below: Cow<'a, Grid<T>>,
    /// The biases, whose edge carries 1.
    pub biases: Biases,
}

/// Whether a layer has biases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Biases {
    /// One at every node.
    Present,
    /// None.
    Absent,
}

/// The slopes of a layer's activation function.
#[derive(Clone, Debug)]
pub enum Slopes<T = f64> {
    /// One for each node: examples × nodes.
    OwnNode(Grid<T>),
    /// One for each pair of nodes, for every example: output × sum.
    WholeLayer(Vec<Grid<T>>),
}

impl<T: Clone> Tree<'_, T> {
    /// The same tree, with numbers of its own.
    pub fn into_owned(self) -> Tree<'static, T> {
        let layers = self.layers.into_iter().map(|layer| TreeLayer {
            slopes: layer.slopes,
            weights: Cow::Owned(layer.weights.into_owned()),
            below: Cow::Owned(layer.below.into_owned()),
            biases: layer.biases,
        });
        Tree { cost: self.cost, layers: layers.collect() }
    }

    /// The same tree with every number replaced: the way to exact numbers.
    pub fn map<U: Clone>(&self, mut change: impl FnMut(&T) -> U) -> Tree<'static, U> {
        let layers = self.layers.iter().map(|layer| TreeLayer {
            slopes: match &layer.slopes {
                Slopes::OwnNode(slopes) => Slopes::OwnNode(slopes.map(&mut change)),
                Slopes::WholeLayer(slopes) => {
                    Slopes::WholeLayer(slopes.iter().map(|slopes| slopes.map(&mut change)).collect())
                }
            },
            weights: Cow::Owned(layer.weights.map(&mut change)),
            below: Cow::Owned(layer.below.map(&mut change)),
            biases: layer.biases,
        });
        let layers = layers.collect();
        Tree { cost: self.cost.map(change), layers }
    }
}

/// One step of the walk: through the activation function of `layer`, from an output to a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The layer, counted from zero.
    pub layer: usize,
    /// The node whose output is entered.
    pub of: usize,
    /// The node whose sum is reached.
    pub by: usize,
}

/// Where a walk is to arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// At the sum of every node.
    EveryNode,
    /// At the sum of one node only.
    Node {
        /// Its layer, counted from zero.
        layer: usize,
        /// Its number in the layer, counted from zero.
        node: usize,
    },
}

impl Goal {
    fn is_at(self, hop: Hop) -> bool {
        match self {
            Goal::EveryNode => true,
            Goal::Node { layer, node } => hop.layer == layer && hop.by == node,
        }
    }

    fn is_below(self, layer: usize) -> bool {
        match self {
            Goal::EveryNode => layer > 0,
            Goal::Node { layer: goal, .. } => layer > goal,
        }
    }
}

impl<T: Clone + Mul<Output = T>> Tree<'_, T> {
    /// Walks the tree in depth-first order, example by example. At every arrival `visit` gets the example, the hops so
    /// far and the product of the local derivatives along them, and says whether to go on.
    pub fn walk<B>(
        &self,
        goal: Goal,
        visit: impl FnMut(usize, &[Hop], &T) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let last = self.layers.len() - 1;
        let mut walk = Walk { example: 0, goal, hops: Vec::with_capacity(self.layers.len()), visit };
        for (example, slopes) in self.cost.iter_rows().enumerate() {
            walk.example = example;
            for (output, slope) in slopes.iter().enumerate() {
                self.descend(last, output, slope, &mut walk)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Walks everything below one output of a layer.
    fn descend<B, V: FnMut(usize, &[Hop], &T) -> ControlFlow<B>>(
        &self,
        layer: usize,
        of: usize,
        prefix: &T,
        walk: &mut Walk<V>,
    ) -> ControlFlow<B> {
        let edges = &self.layers[layer];
        for by in self.reached(layer, of) {
            let prefix = prefix.clone() * self.slope(walk.example, Hop { layer, of, by }).clone();
            walk.hops.push(Hop { layer, of, by });
            if walk.goal.is_at(Hop { layer, of, by }) {
                (walk.visit)(walk.example, &walk.hops, &prefix)?;
            }
            if walk.goal.is_below(layer) {
                for from in self.towards(walk.goal, layer - 1) {
                    let further = prefix.clone() * edges.weights[(from, by)].clone();
                    self.descend(layer - 1, from, &further, walk)?;
                }
            }
            walk.hops.pop();
        }
        ControlFlow::Continue(())
    }

    /// The outputs of a layer through which the goal can be reached: only its own where it is in that layer.
    fn towards(&self, goal: Goal, layer: usize) -> std::ops::Range<usize> {
        match (goal, &self.layers[layer].slopes) {
            (Goal::Node { layer: at, node }, Slopes::OwnNode(_)) if at == layer => node..node + 1,
            _ => 0..self.layers[layer].weights.columns(),
        }
    }

    /// The sums that an output depends on: its own, or all of its layer.
    fn reached(&self, layer: usize, of: usize) -> std::ops::Range<usize> {
        match &self.layers[layer].slopes {
            Slopes::OwnNode(_) => of..of + 1,
            Slopes::WholeLayer(_) => 0..self.layers[layer].weights.columns(),
        }
    }

    fn slope(&self, example: usize, hop: Hop) -> &T {
        match &self.layers[hop.layer].slopes {
            Slopes::OwnNode(slopes) => &slopes[(example, hop.by)],
            Slopes::WholeLayer(slopes) => &slopes[example][(hop.of, hop.by)],
        }
    }

    /// The term of one path, which `hops` describe down to the node that `parameter` leads to.
    pub fn term(&self, example: usize, hops: &[Hop], parameter: Quantity, product: T) -> PathTerm<T>
    where
        T: num_traits::One,
    {
        let mut nodes = vec![Quantity::Cost];
        let mut values = Vec::new();
        for (at, &hop) in hops.iter().enumerate() {
            values.push(match at.checked_sub(1) {
                None => self.cost[(example, hop.of)].clone(),
                Some(above) => self.layers[hop.layer + 1].weights[(hop.of, hops[above].by)].clone(),
            });
            values.push(self.slope(example, hop).clone());
            nodes.push(Quantity::Out { layer: hop.layer, node: hop.of, example });
            nodes.push(Quantity::In { layer: hop.layer, node: hop.by, example });
        }
        values.push(match parameter {
            Quantity::Weight { layer, from, .. } => self.layers[layer].below[(example, from)].clone(),
            _ => T::one(),
        });
        nodes.push(parameter);
        let path = Path { nodes };
        let factors = path.edges().zip(values).map(|(edge, value)| Factor { edge, value }).collect();
        PathTerm { example, path, factors, product }
    }
}

/// Where a walk stands.
struct Walk<V> {
    example: usize,
    goal: Goal,
    hops: Vec<Hop>,
    visit: V,
}
