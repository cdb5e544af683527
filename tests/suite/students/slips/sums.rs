//! The last product and what is done over the examples: groups W, N and O.

use super::Slip;
use super::slip;
use crate::students::homework::Batch;
use crate::students::homework::BiasSum;
use crate::students::homework::Homework;
use crate::students::homework::Labels;
use crate::students::homework::Operand;
use crate::students::homework::Over;
use crate::students::homework::Place;
use crate::students::homework::Which;
use crate::students::task::Task;

fn operand(homework: &mut Homework, place: Place, operand: Operand) {
    place.set(&mut homework.operands, &operand);
}

/// Of every layer but the first, whose input has no other name.
fn operand_above_first(homework: &mut Homework, place: Place, operand: Operand) {
    place.set_where(&mut homework.operands, &operand, |layer| layer > 0);
}

fn biases(homework: &mut Homework, sum: BiasSum) {
    Place::All.set(&mut homework.bias_sums, &sum);
}

fn several_examples(homework: &mut Homework, task: &Task, batch: Batch) {
    if task.examples() > 1 {
        homework.batch = batch;
    }
}

fn rolled(homework: &mut Homework, task: &Task, by: usize) {
    let examples = task.examples();
    homework.labels = Labels::OfExamples((0..examples).map(|e| (e + by) % examples).collect());
}

/// N without E, and E itself.
fn per_example(task: &Task) -> f64 {
    task.divisor() / examples_in(task)
}

fn examples_in(task: &Task) -> f64 {
    if task.divisor() > 1.0 { task.examples() as f64 } else { 1.0 }
}

#[rustfmt::skip]
pub(super) const OPERANDS: &[Slip] = &[
    slip("h_in-for-h_out", "", |h, _| operand_above_first(h, Place::All, Operand::BelowIn)),
    slip("x-for-h", "", |h, _| operand_above_first(h, Place::All, Operand::Inputs)),
    slip("x-for-h", "output", |h, _| operand_above_first(h, Place::Output, Operand::Inputs)),
    slip("own-output-for-input", "", |h, _| operand(h, Place::All, Operand::OwnOutput)),
    slip("own-output-for-input", "output", |h, _| operand(h, Place::Output, Operand::OwnOutput)),
    slip("own-output-for-input", "hidden", |h, _| operand(h, Place::Hidden, Operand::OwnOutput)),
    slip("own-weight-for-input", "", |h, _| operand(h, Place::All, Operand::OwnWeight)),
    slip("own-weight-for-input", "output", |h, _| operand(h, Place::Output, Operand::OwnWeight)),
    slip("h_n-for-h_f", "", |h, _| operand(h, Place::All, Operand::ToIndex)),
    slip("h_n-for-h_f", "output", |h, _| operand(h, Place::Output, Operand::ToIndex)),
    slip("h_n-for-h_f", "hidden", |h, _| operand(h, Place::Hidden, Operand::ToIndex)),
    slip("delta-of-other-layer", "above", |h, _| operand(h, Place::Hidden, Operand::DeltaAbove)),
    slip("delta-of-other-layer", "output", |h, _| operand(h, Place::Hidden, Operand::DeltaOfOutput)),
    slip("one-number-for-the-matrix", "", |h, _| operand(h, Place::All, Operand::Dot)),
    slip("one-number-for-the-matrix", "output", |h, _| operand(h, Place::Output, Operand::Dot)),
    slip("one-number-for-the-matrix", "hidden", |h, _| operand(h, Place::Hidden, Operand::Dot)),
    slip("elementwise-for-matrix-product", "", |h, _| operand(h, Place::All, Operand::Elementwise)),
    slip("elementwise-for-matrix-product", "output", |h, _| operand(h, Place::Output, Operand::Elementwise)),
];

#[rustfmt::skip]
pub(super) const EXAMPLES: &[Slip] = &[
    slip("sum-before-multiply", "means", |h, t| several_examples(h, t, Batch::MeanFirst)),
    slip("sum-before-multiply", "sums", |h, t| several_examples(h, t, Batch::SumFirst)),
    slip("last-example-only", "over N", |h, t| several_examples(h, t, Batch::Only { which: Which::Last, over: Over::N })),
    slip("last-example-only", "its own gradient", |h, t| several_examples(h, t, Batch::Only { which: Which::Last, over: Over::PerExample })),
    slip("last-example-only", "not divided", |h, t| several_examples(h, t, Batch::Only { which: Which::Last, over: Over::Nothing })),
    slip("first-example-only", "over N", |h, t| several_examples(h, t, Batch::Only { which: Which::First, over: Over::N })),
    slip("first-example-only", "its own gradient", |h, t| several_examples(h, t, Batch::Only { which: Which::First, over: Over::PerExample })),
    slip("not-zeroed", "dW += g + 0.1 dW", |h, t| several_examples(h, t, Batch::Growing { rate: 0.1 })),
    slip("not-zeroed", "dW += g + 0.01 dW", |h, t| several_examples(h, t, Batch::Growing { rate: 0.01 })),
    slip("weights-move-inside-the-batch", "rate 0.5", |h, t| several_examples(h, t, Batch::Moving { rate: 0.5 })),
    slip("weights-move-inside-the-batch", "rate 0.1", |h, t| several_examples(h, t, Batch::Moving { rate: 0.1 })),
    slip("weights-move-inside-the-batch", "rate 0.01", |h, t| several_examples(h, t, Batch::Moving { rate: 0.01 })),
    slip("one-example-skipped", "last", |h, t| several_examples(h, t, Batch::Skipping { which: Which::Last, over: Over::N })),
    slip("one-example-skipped", "first", |h, t| several_examples(h, t, Batch::Skipping { which: Which::First, over: Over::N })),
    slip("one-example-skipped", "last, over one fewer", |h, t| several_examples(h, t, Batch::Skipping { which: Which::Last, over: Over::OneFewer })),
    slip("examples-misaligned", "rolled", |h, t| rolled(h, t, 1)),
    slip("examples-misaligned", "rolled back", |h, t| rolled(h, t, t.examples() - 1)),
    slip("examples-misaligned", "reversed", |h, t| h.labels = Labels::OfExamples((0..t.examples()).rev().collect())),
    slip("examples-misaligned", "two swapped", |h, t| {
        let mut places: Vec<usize> = (0..t.examples()).collect();
        places.swap(0, t.examples() / 2);
        h.labels = Labels::OfExamples(places);
    }),
    slip("classes-shifted", "by 1", |h, t| h.labels = if t.outputs() > 1 { Labels::Shifted(1) } else { Labels::Right }),
    slip("classes-shifted", "by K - 1", |h, t| h.labels = if t.outputs() > 2 { Labels::Shifted(t.outputs() - 1) } else { Labels::Right }),
    slip("labels-broadcast", "mean", |h, _| h.labels = Labels::MeanOfAll),
    slip("labels-broadcast", "sum", |h, _| h.labels = Labels::SumOfAll),
    slip("error-averaged-first", "each", |h, t| several_examples(h, t, Batch::ErrorFirst { with: Which::Each })),
    slip("error-averaged-first", "last", |h, t| several_examples(h, t, Batch::ErrorFirst { with: Which::Last })),
];

#[rustfmt::skip]
pub(super) const BIASES: &[Slip] = &[
    slip("bias-forgotten", "", |h, _| biases(h, BiasSum::Forgotten)),
    slip("bias-of-one-example", "last, over N", |h, _| biases(h, BiasSum::LastExample(Over::N))),
    slip("bias-of-one-example", "last", |h, _| biases(h, BiasSum::LastExample(Over::PerExample))),
    slip("bias-of-one-example", "first, over N", |h, _| biases(h, BiasSum::FirstExample(Over::N))),
    slip("bias-of-one-example", "first", |h, _| biases(h, BiasSum::FirstExample(Over::PerExample))),
    slip("bias-of-one-example", "last, not divided", |h, _| biases(h, BiasSum::LastExample(Over::Nothing))),
    slip("bias-summed-not-averaged", "no 1/N", |h, t| biases(h, BiasSum::Times(t.divisor()))),
    slip("bias-summed-not-averaged", "no 1/E, but 1/K", |h, t| biases(h, BiasSum::Times(examples_in(t)))),
    slip("bias-averaged-twice", "1/N", |h, t| biases(h, BiasSum::Times(1.0 / t.divisor()))),
    slip("bias-averaged-twice", "1/E", |h, t| biases(h, BiasSum::Times(per_example(t) / t.divisor()))),
    slip("bias-summed-over-nodes", "", |h, _| biases(h, BiasSum::OverNodes)),
    slip("bias-times-its-value", "", |h, _| biases(h, BiasSum::TimesValue)),
    slip("bias-as-threshold", "", |h, _| biases(h, BiasSum::Times(-1.0))),
    slip("bias-summed-over-wrong-axis", "", |h, _| biases(h, BiasSum::WrongAxis)),
    slip("weights-summed-biases-averaged", "no 1/N", |h, t| h.weight_factor *= t.divisor()),
    slip("weights-summed-biases-averaged", "no 1/E, but 1/K", |h, t| h.weight_factor *= examples_in(t)),
];
