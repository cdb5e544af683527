//! The same gradient by matrices: the delta rule, as most programs compute it.
//!
//! ```text
//! O_delta = O_error ⊙ slope(O_in)              W2_update = 1/N · H_outᵀ · O_delta
//! H_delta = (O_delta · W2ᵀ) ⊙ slope(H_in)      W1_update = 1/N · Xᵀ · H_delta
//! ```
//!
//! One row an example, ⊙ entry by entry. Everything here, the forward pass included, is independent of the walk
//! over the tree diagram; the two meet only where they are compared.

use nalgebra::ClosedAddAssign;
use nalgebra::ClosedMulAssign;
use nalgebra::DMatrix;
use nalgebra::Scalar;
use num_traits::One;
use num_traits::Zero;

use super::Forward;
use super::Gradient;
use super::GradientError;
use super::LayerGradient;
use crate::activation::Activation;
use crate::activation::Reach;
use crate::problem::Grid;
use crate::problem::Problem;

/// The matrices that the delta rule multiplies.
#[derive(Clone, Debug)]
pub struct Matrices<T: Scalar = f64> {
    /// The slope of each term of the cost: examples × output nodes. For the squared costs, `O_error`.
    pub error: DMatrix<T>,
    /// Layer by layer, from the inputs to the outputs.
    pub layers: Vec<LayerMatrices<T>>,
}

/// The matrices of one layer.
#[derive(Clone, Debug)]
pub struct LayerMatrices<T: Scalar = f64> {
    /// The activations below: examples × nodes.
    pub below: DMatrix<T>,
    /// From-to.
    pub weights: DMatrix<T>,
    /// The slopes of the activation function.
    pub slopes: SlopeMatrices<T>,
    /// Ones, a row as long as there are examples, where the layer has biases.
    pub bias_inputs: Option<DMatrix<T>>,
}

/// The slopes of a layer as matrices.
#[derive(Clone, Debug)]
pub enum SlopeMatrices<T: Scalar = f64> {
    /// Examples × nodes.
    Elementwise(DMatrix<T>),
    /// The Jacobian of the layer for every example: output × sum.
    Jacobians(Vec<DMatrix<T>>),
}

impl<T: Scalar> Matrices<T> {
    /// The same matrices with every number replaced: the way to exact numbers.
    pub fn map<U: Scalar>(&self, mut change: impl FnMut(T) -> U) -> Matrices<U> {
        let layers = self.layers.iter().map(|layer| LayerMatrices {
            below: layer.below.map(&mut change),
            weights: layer.weights.map(&mut change),
            slopes: match &layer.slopes {
                SlopeMatrices::Elementwise(slopes) => SlopeMatrices::Elementwise(slopes.map(&mut change)),
                SlopeMatrices::Jacobians(slopes) => {
                    SlopeMatrices::Jacobians(slopes.iter().map(|slopes| slopes.map(&mut change)).collect())
                }
            },
            bias_inputs: layer.bias_inputs.as_ref().map(|ones| ones.map(&mut change)),
        });
        let layers = layers.collect();
        Matrices { error: self.error.map(change), layers }
    }
}

fn matrix(grid: &Grid) -> DMatrix<f64> {
    DMatrix::from_row_slice(grid.rows(), grid.columns(), grid.numbers())
}

fn grid<T: Scalar>(matrix: &DMatrix<T>) -> Grid<T> {
    Grid::from_fn(matrix.nrows(), matrix.ncols(), |row, column| matrix[(row, column)].clone())
}

/// The forward pass by matrix products, and the matrices that the way back needs.
pub fn forward(problem: &Problem) -> Result<(Forward, Matrices), GradientError> {
    let mut forward = Forward { ins: Vec::new(), outs: Vec::new() };
    let mut below = matrix(problem.inputs());
    let mut layers = Vec::new();
    for layer in problem.layers() {
        let weights = matrix(&layer.weights);
        let mut ins = &below * &weights;
        for (node, &bias) in layer.biases.iter().flatten().enumerate() {
            ins.column_mut(node).add_scalar_mut(bias);
        }
        let outs = activations(layer.activation, &ins);
        let slopes = slopes(layer.activation, &ins, &outs);
        let bias_inputs = layer.biases.as_ref().map(|_| DMatrix::from_element(1, below.nrows(), 1.0));
        forward.ins.push(grid(&ins));
        forward.outs.push(grid(&outs));
        layers.push(LayerMatrices { below, weights, slopes, bias_inputs });
        below = outs;
    }
    let error = below.zip_map(&matrix(problem.labels()), |output, label| problem.cost().slope(output, label));
    Ok((forward.checked(problem)?, Matrices { error, layers }))
}

fn activations(activation: &Activation, ins: &DMatrix<f64>) -> DMatrix<f64> {
    match activation.reach {
        Reach::OwnNode { value, .. } => ins.map(value),
        Reach::WholeLayer { values, .. } => {
            let rows: Vec<f64> =
                ins.row_iter().flat_map(|row| values(&row.iter().copied().collect::<Vec<f64>>())).collect();
            DMatrix::from_row_slice(ins.nrows(), ins.ncols(), &rows)
        }
    }
}

fn slopes(activation: &Activation, ins: &DMatrix<f64>, outs: &DMatrix<f64>) -> SlopeMatrices {
    match activation.reach {
        Reach::OwnNode { slope, .. } => SlopeMatrices::Elementwise(ins.zip_map(outs, slope)),
        Reach::WholeLayer { slope, .. } => {
            let width = outs.ncols();
            let jacobian = |outs: Vec<f64>| DMatrix::from_fn(width, width, |of, by| slope(&outs, of, by));
            SlopeMatrices::Jacobians(
                outs.row_iter().map(|row| jacobian(row.iter().copied().collect())).collect(),
            )
        }
    }
}

/// The derivatives of the cost by the pre-activations, times N: one matrix for each layer, examples × nodes.
pub fn deltas<T>(matrices: &Matrices<T>) -> Vec<DMatrix<T>>
where
    T: Scalar + Zero + One + ClosedAddAssign + ClosedMulAssign,
{
    let mut error = matrices.error.clone();
    let mut deltas = Vec::with_capacity(matrices.layers.len());
    for (at, layer) in matrices.layers.iter().enumerate().rev() {
        let delta = match &layer.slopes {
            SlopeMatrices::Elementwise(slopes) => error.component_mul(slopes),
            SlopeMatrices::Jacobians(jacobians) => {
                let rows: Vec<_> = jacobians
                    .iter()
                    .enumerate()
                    .map(|(example, slopes)| error.row(example) * slopes)
                    .collect();
                DMatrix::from_rows(&rows)
            }
        };
        if at > 0 {
            error = &delta * layer.weights.transpose();
        }
        deltas.push(delta);
    }
    deltas.reverse();
    deltas
}

/// The delta rule, from the last layer to the first, before the division by N.
pub fn sums<T>(matrices: &Matrices<T>) -> Gradient<T>
where
    T: Scalar + Zero + One + ClosedAddAssign + ClosedMulAssign,
{
    let layers = matrices.layers.iter().zip(deltas(matrices)).map(|(layer, delta)| LayerGradient {
        weights: grid(&(layer.below.transpose() * &delta)),
        biases: layer.bias_inputs.as_ref().map(|ones| (ones * &delta).iter().cloned().collect()),
    });
    Gradient { layers: layers.collect() }
}

/// The partial derivative of every weight and bias, by the delta rule.
pub fn gradient(problem: &Problem) -> Result<Gradient, GradientError> {
    Gradient::from_sums(sums(&forward(problem)?.1), problem)
}
