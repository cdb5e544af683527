//! Another forward pass than the one that was asked for: group F.

use super::Slip;
use super::slip;
use crate::students::homework::BiasInput;
use crate::students::homework::Homework;
use crate::students::homework::Place;
use crate::students::homework::Slope;
use crate::students::task::Activation;

/// The output layer with another function, and with the slope that belongs to the habit.
fn output(homework: &mut Homework, activation: Activation, slope: Slope) {
    Place::Output.set(&mut homework.activations, &activation);
    homework.set_slopes(Place::Output, slope);
}

/// The hidden layers with another function.
fn hidden(homework: &mut Homework, activation: Activation, slope: Slope) {
    Place::Hidden.set(&mut homework.activations, &activation);
    homework.set_slopes(Place::Hidden, slope);
}

fn output_is(homework: &Homework, activation: Activation) -> bool {
    homework.activations.last() == Some(&activation)
}

/// The minus of the sigmoid forgotten, wherever there is a sigmoid.
fn forget_the_minus(homework: &mut Homework) {
    for activation in &mut homework.activations {
        if *activation == Activation::Sigmoid {
            *activation = Activation::SigmoidOfMinusZ;
        }
    }
}

#[rustfmt::skip]
pub(super) const SLIPS: &[Slip] = &[
    slip("no-bias-in-forward", "", |h, _| h.bias_input = BiasInput::Forgotten),
    slip("linear-output", "", |h, t| if t.cost.is_squared() { output(h, Activation::Identity, Slope::Right) }),
    slip("sigmoid-of-minus-z", "", |h, _| forget_the_minus(h)),
    slip("tanh-hidden", "", |h, _| hidden(h, Activation::Tanh, Slope::Right)),
    slip("relu-hidden", "", |h, _| hidden(h, Activation::Relu, Slope::Right)),
    slip("softmax-output", "s - y", |h, t| if t.outputs() > 1 && output_is(h, Activation::Sigmoid) { output(h, Activation::Softmax, Slope::Missing) }),
    slip("softmax-output", "(s - y) s(1-s)", |h, t| if t.outputs() > 1 && output_is(h, Activation::Sigmoid) { output(h, Activation::Softmax, Slope::Diagonal) }),
    slip("softmax-output", "s(1-s) for all of the slopes", |h, _| if output_is(h, Activation::Softmax) { h.set_slopes(Place::Output, Slope::Diagonal) }),
    slip("hidden-not-activated", "slope 1", |h, _| hidden(h, Activation::Identity, Slope::Right)),
    slip("hidden-not-activated", "still s'(z)", |h, _| hidden(h, Activation::Identity, Slope::SigmoidOfZ)),
    slip("hidden-not-activated", "still a(1-a)", |h, _| hidden(h, Activation::Identity, Slope::SigmoidFormOfA)),
];
