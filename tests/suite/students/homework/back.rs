//! From a layer down to the one below: `(delta W^T)_j = Σ_k delta_k w_jk`.

use super::Homework;
use super::Net;
use super::Pass;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::combined;
use crate::students::real::mapped;
use crate::students::real::table;
use crate::students::real::transposed;

/// How a student takes that sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Right,
    NotTransposed,
    WithoutWeights,
    FirstPath,
    LastPath,
    OwnIndex,
    /// With the weights after one step of gradient descent.
    Updated(f64),
    /// Divided by the number of paths.
    MeanOverPaths,
    /// The first row of `[W; b]` deleted instead of the last.
    FirstRowDeleted,
    /// The last row of `[b; W]` deleted instead of the first.
    LastRowDeleted,
    /// `w_jk / Σ_j w_jk`.
    Shares,
    Gradient,
    ActivationForWeight,
    WeightsOfThisLayer,
    /// `delta * W^T`, which runs only if the shapes agree.
    Elementwise,
}

impl Homework {
    /// What arrives at the layer below.
    pub(super) fn step_down<R: Real>(
        &self,
        net: &Net<R>,
        layer: usize,
        pass: &Pass<R>,
        sent: &Matrix<R>,
        gradient: &Matrix<R>,
    ) -> Option<Matrix<R>> {
        let weights = &net.weights[layer];
        let below = weights.len();
        let above = weights[0].len();
        let through = |weights: &Matrix<R>| over_paths(sent, weights, 0..above);
        let arriving = match self.steps[layer] {
            Step::Right => through(weights),
            Step::NotTransposed if below == above => through(&transposed(weights)),
            Step::WithoutWeights => through(&mapped(weights, |_| R::of(1.0))),
            Step::FirstPath => over_paths(sent, weights, 0..1),
            Step::LastPath => over_paths(sent, weights, above - 1..above),
            Step::OwnIndex => table(sent.len(), below, |example, node| {
                if node < above { sent[example][node] * weights[node][node] } else { R::of(0.0) }
            }),
            Step::Updated(rate) => through(&combined(weights, gradient, |w, g| w - R::of(rate) * g)),
            Step::MeanOverPaths => mapped(&through(weights), |sum| sum / R::of(above as f64)),
            Step::FirstRowDeleted => {
                let mut rows = weights.clone();
                rows.extend(net.biases[layer].clone()?);
                through(&rows[1..].to_vec())
            }
            Step::LastRowDeleted => {
                let mut rows = net.biases[layer].clone()?;
                rows.extend_from_slice(&weights[..below - 1]);
                through(&rows)
            }
            Step::Shares => {
                let total = |to: usize| weights.iter().map(|row| row[to]).sum::<R>();
                through(&table(below, above, |from, to| weights[from][to] / total(to)))
            }
            Step::Gradient if gradient.len() == below => through(gradient),
            Step::ActivationForWeight => table(sent.len(), below, |example, node| {
                let sum: R = sent[example].iter().copied().sum();
                sum * pass.a[layer][example][node]
            }),
            Step::WeightsOfThisLayer => {
                let own = &net.weights[layer - 1];
                if (own.len(), own[0].len()) != (below, above) {
                    return None;
                }
                through(own)
            }
            Step::Elementwise if sent.len() == below && below == above => {
                combined(sent, &transposed(weights), |delta, w| delta * w)
            }
            Step::NotTransposed | Step::Gradient | Step::Elementwise => return None,
        };
        Some(mapped(&arriving, |signal| R::of(self.step_factor) * signal))
    }
}

fn over_paths<R: Real>(sent: &Matrix<R>, weights: &Matrix<R>, to: std::ops::Range<usize>) -> Matrix<R> {
    table(sent.len(), weights.len(), |example, from| {
        to.clone().map(|to| sent[example][to] * weights[from][to]).sum()
    })
}
