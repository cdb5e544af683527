//! Other programs for the same gradient: the first that one would write, and the delta rule in nalgebra with nothing
//! around it.

use std::collections::HashMap;

use gradwalk::activation;
use gradwalk::activation::Reach;
use gradwalk::gradient::Gradient;
use gradwalk::gradient::LayerGradient;
use gradwalk::gradient::path::Slopes;
use gradwalk::gradient::path::Tree;
use gradwalk::problem::Grid;
use gradwalk::problem::Problem;
use nalgebra::DMatrix;

/// A local derivative's layer, kind, and the two numbers that tell it from others of its kind.
type Edge = (usize, Kind, usize, usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Cost,
    Slope,
    Weight,
    Below,
}

/// The textbook's sums over paths: local derivatives in a map, each path a list of nodes, each product formed from
/// its own factors. The order is that of the definition, and so are the bits.
pub(crate) fn enumerated(tree: &Tree) -> Gradient {
    let edges = edges(tree);
    let layers = tree.layers.iter().enumerate().map(|(at, layer)| LayerGradient {
        weights: Grid::from_fn(layer.weights.rows(), layer.weights.columns(), |from, to| {
            let mut sum = 0.0;
            for example in 0..tree.cost.rows() {
                for path in paths(tree, at, to) {
                    sum += product(&edges, tree.layers.len(), &path, example, from);
                }
            }
            sum
        }),
        biases: None,
    });
    Gradient { layers: layers.collect() }
}

fn edges(tree: &Tree) -> HashMap<Edge, f64> {
    let mut edges = HashMap::new();
    let mut put = |layer: usize, kind: Kind, grid: &Grid| {
        for (row, numbers) in grid.iter_rows().enumerate() {
            for (column, &number) in numbers.iter().enumerate() {
                edges.insert((layer, kind, row, column), number);
            }
        }
    };
    put(0, Kind::Cost, &tree.cost);
    for (at, layer) in tree.layers.iter().enumerate() {
        let Slopes::OwnNode(slopes) = &layer.slopes else { panic!("no softmax here") };
        put(at, Kind::Slope, slopes);
        put(at, Kind::Weight, &layer.weights);
        put(at, Kind::Below, &layer.below);
    }
    edges
}

/// Every path from an output down to this node, in depth-first order.
fn paths(tree: &Tree, layer: usize, node: usize) -> Vec<Vec<usize>> {
    let mut paths = vec![Vec::new()];
    for above in (layer + 1..tree.layers.len()).rev() {
        let longer = |path: &Vec<usize>| {
            let path = path.clone();
            (0..tree.layers[above].weights.columns()).map(move |node| [path.as_slice(), &[node]].concat())
        };
        paths = paths.iter().flat_map(longer).collect();
    }
    for path in &mut paths {
        path.push(node);
    }
    paths
}

/// The local derivatives on one path multiplied from the cost down, that of the weight from node `from` last.
fn product(edges: &HashMap<Edge, f64>, layers: usize, path: &[usize], example: usize, from: usize) -> f64 {
    let mut product = edges[&(0, Kind::Cost, example, path[0])];
    for (step, &node) in path.iter().enumerate() {
        let layer = layers - 1 - step;
        product *= edges[&(layer, Kind::Slope, example, node)];
        product *= match path.get(step + 1) {
            Some(&below) => edges[&(layer, Kind::Weight, below, node)],
            None => edges[&(layer, Kind::Below, example, from)],
        };
    }
    product
}

/// The matrices of a problem, made once.
pub(crate) struct Matrices {
    inputs: DMatrix<f64>,
    labels: DMatrix<f64>,
    weights: Vec<DMatrix<f64>>,
    divisor: f64,
}

impl Matrices {
    pub(crate) fn of(problem: &Problem) -> Self {
        let matrix = |grid: &Grid| DMatrix::from_row_slice(grid.rows(), grid.columns(), grid.numbers());
        Matrices {
            inputs: matrix(problem.inputs()),
            labels: matrix(problem.labels()),
            weights: problem.layers().iter().map(|layer| matrix(&layer.weights)).collect(),
            divisor: problem.divisor(),
        }
    }

    /// Forward pass and delta rule for sigmoids and half the mean squared error, without a check or a copy more than
    /// nalgebra's operators make.
    pub(crate) fn gradient(&self) -> Vec<DMatrix<f64>> {
        let Some(Reach::OwnNode { value: sigmoid, .. }) = activation::named("sigmoid").map(|it| it.reach)
        else {
            panic!("a sigmoid reaches its own node")
        };
        let mut outs: Vec<DMatrix<f64>> = Vec::new();
        for weights in &self.weights {
            outs.push((outs.last().unwrap_or(&self.inputs) * weights).map(sigmoid));
        }
        let mut updates = Vec::new();
        let mut error = &outs[outs.len() - 1] - &self.labels;
        for at in (0..outs.len()).rev() {
            error.zip_apply(&outs[at], |error, out| *error *= out * (1.0 - out));
            let below = if at == 0 { &self.inputs } else { &outs[at - 1] };
            updates.push(below.tr_mul(&error) / self.divisor);
            if at > 0 {
                error = &error * self.weights[at].transpose();
            }
        }
        updates.reverse();
        updates
    }
}
