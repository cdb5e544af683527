//! One number in front of everything: groups E and U, and what was never set to zero.

use super::Slip;
use super::constant;
use crate::students::homework::Batch;
use crate::students::homework::HandIn;
use crate::students::homework::Homework;
use crate::students::task::Cost;
use crate::students::task::Task;

/// Whether the cost divides by the examples only, so that a mean over outputs too is a change.
fn divides_by_examples(task: &Task) -> bool {
    matches!(task.cost, Cost::HalfMseExamples | Cost::MseExamples)
}

/// Where the cost also divides by K, "the number of examples" is another number than N.
fn divides_by_labels(task: &Task) -> bool {
    matches!(task.cost, Cost::HalfMse | Cost::Mse)
}

fn count_by(homework: &mut Homework, task: &Task, count: usize) {
    if task.divisor() > 1.0 {
        homework.sum_factor *= task.divisor() / count as f64;
    }
}

#[rustfmt::skip]
pub(super) const SLIPS: &[Slip] = &[
    constant("sign-flip", "y - o", |h, _| h.signal_factor *= -1.0),
    constant("no-mean", "no 1/N", |h, t| h.sum_factor *= t.divisor()),
    constant("no-mean", "no 1/E, but 1/K", |h, t| if divides_by_labels(t) { h.sum_factor *= t.examples() as f64 }),
    constant("factor-two", "2 (o - y)", |h, _| h.signal_factor *= 2.0),
    constant("mean-over-outputs", "1/(EK)", |h, t| if divides_by_examples(t) { h.sum_factor /= t.outputs() as f64 }),
    constant("mean-over-outputs", "2/(EK)", |h, t| if t.cost == Cost::HalfMseExamples { h.sum_factor *= 2.0 / t.outputs() as f64 }),
    constant("mean-twice", "in delta and in gW", |h, t| h.sum_factor /= t.divisor()),
    constant("mean-twice", "1/N in delta, 1/E in gW", |h, t| if divides_by_labels(t) { h.sum_factor /= t.examples() as f64 }),
    constant("mean-twice", "on every step down", |h, t| h.step_factor /= t.divisor()),
    constant("wrong-count", "K", |h, t| count_by(h, t, t.outputs())),
    constant("wrong-count", "D", |h, t| count_by(h, t, t.inputs())),
    constant("half-kept", "(o - y)/2", |h, _| h.signal_factor *= 0.5),
    constant("not-zeroed", "2 passes", |h, _| h.batch = Batch::Passes(2)),
    constant("not-zeroed", "3 passes", |h, _| h.batch = Batch::Passes(3)),
    constant("not-zeroed", "10 passes", |h, _| h.batch = Batch::Passes(10)),
    constant("times-learning-rate", "0.5", |h, _| h.hand_in = HandIn::Times(0.5)),
    constant("times-learning-rate", "0.1", |h, _| h.hand_in = HandIn::Times(0.1)),
    constant("times-learning-rate", "0.01", |h, _| h.hand_in = HandIn::Times(0.01)),
    constant("the-update", "rate 0.1", |h, _| h.hand_in = HandIn::Times(-0.1)),
    constant("the-update", "rate 0.5", |h, _| h.hand_in = HandIn::Times(-0.5)),
    constant("the-update", "rate 1", |h, _| h.hand_in = HandIn::Times(-1.0)),
];
