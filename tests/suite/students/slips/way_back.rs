//! From the error down to the first layer: E7 to E9, group D and group B.

use super::Slip;
use super::slip;
use crate::students::homework::Homework;
use crate::students::homework::Place;
use crate::students::homework::Place::All;
use crate::students::homework::Place::Hidden;
use crate::students::homework::Place::Output;
use crate::students::homework::Signal;
use crate::students::homework::Slope;
use crate::students::homework::Step;
use crate::students::task::Activation;
use crate::students::task::Activation::Identity;
use crate::students::task::Activation::Relu;
use crate::students::task::Activation::Sigmoid;
use crate::students::task::Activation::Softmax;
use crate::students::task::Activation::Tanh;
use crate::students::task::Task;

const CURVED: &[Activation] = &[Sigmoid, Tanh];
const NOT_FLAT: &[Activation] = &[Sigmoid, Tanh, Relu, Softmax];
const ONE_TO_ONE: &[Activation] = &[Sigmoid, Tanh, Relu, Identity];

/// The slope of the layers that have one of these activations.
fn write(homework: &mut Homework, place: Place, activations: &[Activation], slope: Slope) {
    write_own(homework, place, activations, slope);
    write_sent(homework, place, activations, slope);
}

fn write_own(homework: &mut Homework, place: Place, activations: &[Activation], slope: Slope) {
    let used = homework.activations.clone();
    place.set_where(&mut homework.own_slopes, &slope, |layer| activations.contains(&used[layer]));
}

/// Nothing is sent back from the first layer.
fn write_sent(homework: &mut Homework, place: Place, activations: &[Activation], slope: Slope) {
    let used = homework.activations.clone();
    let concerned = |layer: usize| layer > 0 && activations.contains(&used[layer]);
    place.set_where(&mut homework.sent_slopes, &slope, concerned);
}

fn signal(homework: &mut Homework, task: &Task, signal: Signal) {
    if task.cost.is_squared() {
        homework.signal = signal;
    }
}

/// The habit on every step down.
fn steps(homework: &mut Homework, step: Step) {
    homework.steps.iter_mut().skip(1).for_each(|entry| *entry = step);
}

/// The habit on the last step down only, the one to the first layer.
fn last_step(homework: &mut Homework, step: Step) {
    if homework.steps.len() > 2 {
        homework.steps[1] = step;
    }
}

/// The habit on the first step down only, the one from the outputs.
fn first_step(homework: &mut Homework, step: Step) {
    let depth = homework.steps.len();
    if depth > 2 {
        homework.steps[depth - 1] = step;
    }
}

#[rustfmt::skip]
pub(super) const SLIPS: &[Slip] = &[
    slip("loss-as-signal", "(o - y)^2", |h, t| signal(h, t, Signal::Squared)),
    slip("absolute-error", "abs(o - y)", |h, t| signal(h, t, Signal::Absolute)),
    slip("error-times-output", "(o - y) o", |h, t| signal(h, t, Signal::TimesOutput)),

    slip("no-output-derivative", "", |h, _| write(h, Output, NOT_FLAT, Slope::Missing)),
    slip("no-hidden-derivative", "", |h, _| write(h, Hidden, NOT_FLAT, Slope::Missing)),
    slip("no-derivative", "", |h, _| write(h, All, NOT_FLAT, Slope::Missing)),
    slip("derivative-missing-in-own-gradient", "output", |h, _| write_own(h, Output, NOT_FLAT, Slope::Missing)),
    slip("derivative-missing-in-own-gradient", "all", |h, _| write_own(h, All, NOT_FLAT, Slope::Missing)),
    slip("raw-error-sent-back", "from the output", |h, _| write_sent(h, Output, NOT_FLAT, Slope::Missing)),
    slip("raw-error-sent-back", "all the way down", |h, _| write_sent(h, All, NOT_FLAT, Slope::Missing)),
    slip("sigmoid-twice", "output", |h, _| write(h, Output, CURVED, Slope::OfActivation)),
    slip("sigmoid-twice", "hidden", |h, _| write(h, Hidden, CURVED, Slope::OfActivation)),
    slip("sigmoid-twice", "all", |h, _| write(h, All, CURVED, Slope::OfActivation)),
    slip("sigmoid-twice", "in what goes back", |h, _| write_sent(h, All, CURVED, Slope::OfActivation)),
    slip("z-in-output-form", "output", |h, _| write(h, Output, CURVED, Slope::FormOfZ)),
    slip("z-in-output-form", "hidden", |h, _| write(h, Hidden, CURVED, Slope::FormOfZ)),
    slip("z-in-output-form", "all", |h, _| write(h, All, CURVED, Slope::FormOfZ)),
    slip("derivative-of-other-layer", "above", |h, _| write(h, Hidden, ONE_TO_ONE, Slope::OfLayerAbove)),
    slip("derivative-of-other-layer", "below", |h, _| write(h, Hidden, CURVED, Slope::OfLayerBelow)),
    slip("derivative-of-the-error", "e(1-e), output", |h, _| write(h, Output, &[Sigmoid], Slope::ErrorForm)),
    slip("derivative-of-the-error", "e(1-e), all", |h, _| write(h, All, &[Sigmoid], Slope::ErrorForm)),
    slip("derivative-of-the-error", "e s'(e), output", |h, _| write(h, Output, CURVED, Slope::OfError)),
    slip("derivative-of-the-error", "e s'(e), all", |h, _| write(h, All, CURVED, Slope::OfError)),
    slip("derivative-of-the-error", "e e(1-e), output", |h, _| write(h, Output, &[Sigmoid], Slope::ErrorTimesErrorForm)),
    slip("derivative-of-the-error", "e e(1-e), all", |h, _| write(h, All, &[Sigmoid], Slope::ErrorTimesErrorForm)),
    slip("derivative-times-z", "output", |h, _| write(h, Output, CURVED, Slope::TimesZ)),
    slip("derivative-times-z", "hidden", |h, _| write(h, Hidden, CURVED, Slope::TimesZ)),
    slip("derivative-times-z", "all", |h, _| write(h, All, CURVED, Slope::TimesZ)),
    slip("derivative-of-other-function", "1 - a^2, output", |h, _| write(h, Output, &[Sigmoid], Slope::TanhFormOfA)),
    slip("derivative-of-other-function", "1 - a^2, hidden", |h, _| write(h, Hidden, &[Sigmoid, Relu], Slope::TanhFormOfA)),
    slip("derivative-of-other-function", "1 - a^2, all", |h, _| write(h, All, &[Sigmoid, Relu], Slope::TanhFormOfA)),
    slip("derivative-of-other-function", "1 - tanh(z)^2, hidden", |h, _| write(h, Hidden, &[Sigmoid, Relu], Slope::TanhOfZ)),
    slip("derivative-of-other-function", "1 - tanh(z)^2, all", |h, _| write(h, All, &[Sigmoid, Relu], Slope::TanhOfZ)),
    slip("derivative-of-other-function", "z > 0, hidden", |h, _| write(h, Hidden, CURVED, Slope::StepOfZ)),
    slip("derivative-of-other-function", "z > 0, all", |h, _| write(h, All, CURVED, Slope::StepOfZ)),
    slip("derivative-of-other-function", "a > 0, hidden", |h, _| write(h, Hidden, CURVED, Slope::StepOfA)),
    slip("derivative-of-other-function", "a(1-a), hidden", |h, _| write(h, Hidden, &[Tanh, Relu], Slope::SigmoidFormOfA)),
    slip("derivative-of-other-function", "a(1-a), all", |h, _| write(h, All, &[Tanh, Relu], Slope::SigmoidFormOfA)),
    slip("derivative-of-other-function", "s'(z), hidden", |h, _| write(h, Hidden, &[Tanh, Relu], Slope::SigmoidOfZ)),
    slip("derivative-twice", "output", |h, _| write(h, Output, CURVED, Slope::Twice)),
    slip("derivative-twice", "hidden", |h, _| write(h, Hidden, CURVED, Slope::Twice)),
    slip("derivative-twice", "all", |h, _| write(h, All, CURVED, Slope::Twice)),
    slip("half-of-the-derivative", "1 - a, output", |h, _| write(h, Output, &[Sigmoid], Slope::OneMinusActivation)),
    slip("half-of-the-derivative", "1 - a, hidden", |h, _| write(h, Hidden, &[Sigmoid], Slope::OneMinusActivation)),
    slip("half-of-the-derivative", "1 - a, all", |h, _| write(h, All, &[Sigmoid], Slope::OneMinusActivation)),
    slip("half-of-the-derivative", "a, output", |h, _| write(h, Output, &[Sigmoid], Slope::JustActivation)),
    slip("half-of-the-derivative", "a, hidden", |h, _| write(h, Hidden, &[Sigmoid], Slope::JustActivation)),
    slip("half-of-the-derivative", "a, all", |h, _| write(h, All, &[Sigmoid], Slope::JustActivation)),
    slip("derivative-negative", "output", |h, _| write(h, Output, ONE_TO_ONE, Slope::Negative)),
    slip("derivative-negative", "hidden", |h, _| write(h, Hidden, ONE_TO_ONE, Slope::Negative)),
    slip("derivative-negative", "all", |h, _| write(h, All, ONE_TO_ONE, Slope::Negative)),

    slip("weights-not-transposed", "", |h, _| steps(h, Step::NotTransposed)),
    slip("weights-not-transposed", "first step down", |h, _| first_step(h, Step::NotTransposed)),
    slip("weights-left-out", "", |h, _| steps(h, Step::WithoutWeights)),
    slip("weights-left-out", "last step down", |h, _| last_step(h, Step::WithoutWeights)),
    slip("first-path-only", "", |h, _| steps(h, Step::FirstPath)),
    slip("first-path-only", "last step down", |h, _| last_step(h, Step::FirstPath)),
    slip("own-index-path-only", "", |h, _| steps(h, Step::OwnIndex)),
    slip("last-path-only", "", |h, _| steps(h, Step::LastPath)),
    slip("last-path-only", "last step down", |h, _| last_step(h, Step::LastPath)),
    slip("updated-weights", "rate 0.5", |h, _| steps(h, Step::Updated(0.5))),
    slip("updated-weights", "rate 0.1", |h, _| steps(h, Step::Updated(0.1))),
    slip("updated-weights", "rate 0.01", |h, _| steps(h, Step::Updated(0.01))),
    slip("mean-over-paths", "", |h, _| steps(h, Step::MeanOverPaths)),
    slip("bias-row-not-removed", "[W; b]", |h, _| steps(h, Step::FirstRowDeleted)),
    slip("bias-row-not-removed", "[b; W]", |h, _| steps(h, Step::LastRowDeleted)),
    slip("weights-as-shares", "", |h, _| steps(h, Step::Shares)),
    slip("dW-for-W", "", |h, _| steps(h, Step::Gradient)),
    slip("h-for-w-on-the-path", "", |h, _| steps(h, Step::ActivationForWeight)),
    slip("weights-of-other-layer", "", |h, _| steps(h, Step::WeightsOfThisLayer)),
    slip("elementwise-for-matrix-product", "on the way back", |h, _| steps(h, Step::Elementwise)),
];
