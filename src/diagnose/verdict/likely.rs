//! Which of several explanations is the likeliest.

use std::collections::BTreeSet;

use crate::diagnose::Explanation;
use crate::diagnose::mistakes;

impl Explanation {
    /// The names of its mistakes, whatever their order.
    pub(super) fn ids(&self) -> BTreeSet<&'static str> {
        self.parts.iter().map(|part| part.mistake.id).collect()
    }

    /// The place of its mistakes in the catalogue of how often they are seen, and how many they are.
    pub(super) fn unlikeliness(&self) -> (usize, usize) {
        let place = |id: &str| {
            let often = OFTEN.iter().position(|often| *often == id);
            let all = || mistakes::mistakes().position(|mistake| mistake.id == id).unwrap_or(0);
            often.unwrap_or_else(|| OFTEN.len() + all())
        };
        let worst = self.parts.iter().map(|part| place(part.mistake.id)).max().unwrap_or(0);
        (self.parts.len(), worst)
    }
}

/// What is seen most often, from most to least; what is a catch-all comes last.
const OFTEN: [&str; 28] = [
    "sigmoid-twice",
    "updated-weights",
    "no-output-derivative",
    "raw-error-sent-back",
    "sign-flip",
    "no-mean",
    "factor-two",
    "bias-summed-not-averaged",
    "bias-averaged-twice",
    "bias-summed-over-nodes",
    "bias-forgotten",
    "mean-twice",
    "wrong-count",
    "mean-over-outputs",
    "half-kept",
    "elementwise-for-matrix-product",
    "x-for-h",
    "own-output-for-input",
    "own-weight-for-input",
    "delta-of-other-layer",
    "transposed-result",
    "not-zeroed",
    "derivative-of-the-error",
    "z-in-output-form",
    "examples-misaligned",
    "times-learning-rate",
    "the-update",
    "sum-before-multiply",
];
