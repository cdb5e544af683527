//! `s'(z)`, which every student has in another function, for another argument.

use super::Homework;
use super::Pass;
use super::forward::sigmoid;
use super::stretched;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::combined;
use crate::students::real::mapped;
use crate::students::task::Activation;

/// What stands in the place of the slope of an activation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slope {
    Right,
    /// 1.
    Missing,
    /// `s'(a)`.
    OfActivation,
    /// The form for `a`, given `z`: `z (1 - z)`.
    FormOfZ,
    /// `s'` of what goes into the layer above.
    OfLayerAbove,
    /// `s'` of what comes out of the layer below.
    OfLayerBelow,
    /// `delta = e (1 - e)`.
    ErrorForm,
    /// `delta = e s'(e)`.
    OfError,
    /// `delta = e e (1 - e)`.
    ErrorTimesErrorForm,
    TimesZ,
    /// `1 - a^2`.
    TanhFormOfA,
    /// `1 - tanh(z)^2`.
    TanhOfZ,
    /// `z > 0`.
    StepOfZ,
    /// `a > 0`.
    StepOfA,
    /// `a (1 - a)`.
    SigmoidFormOfA,
    /// `s(z) (1 - s(z))` with the sigmoid.
    SigmoidOfZ,
    Twice,
    OneMinusActivation,
    JustActivation,
    Negative,
    /// Softmax with `s (1 - s)`.
    Diagonal,
}

impl Homework {
    /// What arrives at a layer, times the slope of its nodes.
    pub(super) fn after_slope<R: Real>(
        &self,
        slopes: &[Slope],
        layer: usize,
        pass: &Pass<R>,
        arriving: &Matrix<R>,
    ) -> Option<Matrix<R>> {
        let slope = slopes[layer];
        let (z, a) = (&pass.z[layer], &pass.a[layer + 1]);
        let activation = self.activations[layer];
        if activation == Activation::Softmax {
            return through_softmax(slope, a, arriving);
        }
        let one = R::of(1.0);
        let form = |x: R| form_of(activation, x);
        let right = combined(z, a, |z, a| right_slope(activation, z, a));
        let factors = match slope {
            Slope::Right => right,
            Slope::Missing => mapped(z, |_| one),
            Slope::OfActivation => mapped(a, |a| slope_at(activation, a)),
            Slope::FormOfZ => mapped(z, form),
            Slope::OfLayerAbove => widened(pass.z.get(layer + 1)?, z, |z| slope_at(activation, z))?,
            Slope::OfLayerBelow => widened(&pass.a[layer], z, form)?,
            Slope::ErrorForm => mapped(arriving, |e| one - e),
            Slope::OfError => mapped(arriving, |e| slope_at(activation, e)),
            Slope::ErrorTimesErrorForm => mapped(arriving, |e| e * (one - e)),
            Slope::TimesZ => combined(&right, z, |slope, z| slope * z),
            Slope::TanhFormOfA => mapped(a, |a| one - a * a),
            Slope::TanhOfZ => mapped(z, |z| one - z.tanh() * z.tanh()),
            Slope::StepOfZ => mapped(z, step),
            Slope::StepOfA => mapped(a, step),
            Slope::SigmoidFormOfA => mapped(a, |a| a * (one - a)),
            Slope::SigmoidOfZ => mapped(z, |z| sigmoid(z) * (one - sigmoid(z))),
            Slope::Twice => mapped(&right, |slope| slope * slope),
            Slope::OneMinusActivation => mapped(a, |a| one - a),
            Slope::JustActivation => a.clone(),
            Slope::Negative => mapped(&right, |slope| -slope),
            Slope::Diagonal => return None,
        };
        Some(combined(arriving, &factors, |e, slope| e * slope))
    }
}

/// Every output depends on every sum: `ds_j/dz_k = s_j ([j = k] - s_k)`.
fn through_softmax<R: Real>(slope: Slope, s: &Matrix<R>, arriving: &Matrix<R>) -> Option<Matrix<R>> {
    let one = R::of(1.0);
    match slope {
        Slope::Right => {
            let rows = s.iter().zip(arriving).map(|(s, e)| {
                let shared: R = s.iter().zip(e).map(|(&s, &e)| s * e).sum();
                s.iter().zip(e).map(|(&s, &e)| s * (e - shared)).collect()
            });
            Some(rows.collect())
        }
        Slope::Missing => Some(arriving.clone()),
        Slope::Diagonal | Slope::SigmoidFormOfA => Some(combined(arriving, s, |e, s| e * s * (one - s))),
        _ => None,
    }
}

/// The slope as a function of what comes out, where students know one.
fn form_of<R: Real>(activation: Activation, a: R) -> R {
    let one = R::of(1.0);
    match activation {
        Activation::Tanh => one - a * a,
        Activation::Relu => step(a),
        Activation::Identity => one,
        _ => a * (one - a),
    }
}

/// The slope as a function of what goes in.
fn slope_at<R: Real>(activation: Activation, z: R) -> R {
    match activation {
        Activation::Tanh => form_of(activation, z.tanh()),
        Activation::Relu | Activation::Identity => form_of(activation, z),
        _ => form_of(activation, sigmoid(z)),
    }
}

fn right_slope<R: Real>(activation: Activation, z: R, a: R) -> R {
    match activation {
        Activation::Relu => step(z),
        _ => form_of(activation, a),
    }
}

fn step<R: Real>(x: R) -> R {
    R::of(if x > R::of(0.0) { 1.0 } else { 0.0 })
}

/// A function of another layer's table, if that table is as wide as this layer or has one column.
fn widened<R: Real>(other: &Matrix<R>, own: &Matrix<R>, function: impl Fn(R) -> R) -> Option<Matrix<R>> {
    let width = own[0].len();
    mapped(other, function).iter().map(|row| stretched(row, width)).collect()
}
