//! `z = a W + b`, `a = s(z)`, layer after layer.

use super::Homework;
use super::Net;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::mapped;
use crate::students::task::Activation;

/// What happens to the biases on the way forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BiasInput {
    Added,
    Forgotten,
}

impl Homework {
    /// `(z, a)`, where `a[0]` is X and `a[l + 1]` comes out of layer `l`.
    pub(super) fn forward<R: Real>(&self, net: &Net<R>, x: Matrix<R>) -> (Vec<Matrix<R>>, Vec<Matrix<R>>) {
        let (mut z, mut a) = (Vec::new(), vec![x]);
        for (layer, weights) in net.weights.iter().enumerate() {
            let biases = match self.bias_input {
                BiasInput::Added => net.biases[layer].as_ref().map(|biases| biases[0].as_slice()),
                BiasInput::Forgotten => None,
            };
            let sums: Matrix<R> = a[layer].iter().map(|example| sums(example, weights, biases)).collect();
            a.push(activated(self.activations[layer], &sums));
            z.push(sums);
        }
        (z, a)
    }
}

fn sums<R: Real>(example: &[R], weights: &[Vec<R>], biases: Option<&[R]>) -> Vec<R> {
    let sum = |node: usize| {
        let products: R = example.iter().zip(weights).map(|(&a, row)| a * row[node]).sum();
        biases.map_or(products, |biases| products + biases[node])
    };
    (0..weights[0].len()).map(sum).collect()
}

pub(super) fn sigmoid<R: Real>(z: R) -> R {
    R::of(1.0) / (R::of(1.0) + (-z).exp())
}

fn activated<R: Real>(activation: Activation, z: &Matrix<R>) -> Matrix<R> {
    match activation {
        Activation::Sigmoid => mapped(z, sigmoid),
        Activation::SigmoidOfMinusZ => mapped(z, |z| sigmoid(-z)),
        Activation::Tanh => mapped(z, R::tanh),
        Activation::Relu => mapped(z, |z| if z > R::of(0.0) { z } else { R::of(0.0) }),
        Activation::Identity => z.clone(),
        Activation::Softmax => z.iter().map(|example| softmax(example)).collect(),
    }
}

fn softmax<R: Real>(z: &[R]) -> Vec<R> {
    let largest = z.iter().copied().fold(z[0], |largest, z| if z > largest { z } else { largest });
    let powers: Vec<R> = z.iter().map(|&z| (z - largest).exp()).collect();
    let total: R = powers.iter().copied().sum();
    powers.into_iter().map(|power| power / total).collect()
}
