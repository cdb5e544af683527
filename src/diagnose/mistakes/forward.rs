//! Another forward pass.

use super::Change;
use super::Formulas;
use super::Mistake;
use super::Slot;
use super::Wording;
use crate::diagnose::recipe::Forward;

const ASKS: &str = "Compare the outputs of your forward pass with `gradwalk compare`: is the cost the same?";

/// Softmax is where it belongs, and its derivative is not.
pub(in crate::diagnose) static SOFTMAX_SLOPES: Wording = Wording {
    says: "multiply s − y with s(1 − s), as if each output of the softmax depended on its own sum only; s − y has the \
           whole derivative in it already",
    asks: "Push one o_in up a little: which outputs of the softmax move? And what is left of the derivative of \
           −Σ y ln s when all of them are added up?",
    formula: Formulas { wrong: "δ_L = (s − y) ⊙ s ⊙ (1 − s)", right: "δ_L = s − y" },
};

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "no-bias-in-forward",
        slot: Slot::Forward,
        changes: &[Change::Forward(Forward::WithoutBiases)],
        formula: Some(Formulas { wrong: "z = aW", right: "z = aW + b" }),
        says: "leave the biases out of the forward pass",
        asks: ASKS,
        source: "Kulbear/deep-learning-coursera pull 48",
    },
    Mistake {
        id: "linear-output",
        slot: Slot::Forward,
        changes: &[Change::Forward(Forward::LinearOutput)],
        formula: Some(Formulas { wrong: "o = z", right: "o = s(z)" }),
        says: "leave the activation function out at the output",
        asks: ASKS,
        source: "ttezel/nn#8",
    },
    Mistake {
        id: "sigmoid-of-minus-z",
        slot: Slot::Forward,
        changes: &[
            Change::Forward(Forward::FlippedSigmoid),
            Change::Forward(Forward::FlippedSigmoidDifferentiated),
        ],
        formula: Some(Formulas { wrong: "1/(1 + exp(z))", right: "1/(1 + exp(−z))" }),
        says: "lose the minus sign inside the sigmoid",
        asks: "What is your sigmoid of 10: nearly 1, or nearly 0?",
        source: "several public programs",
    },
    Mistake {
        id: "tanh-hidden",
        slot: Slot::Forward,
        changes: &[Change::Forward(Forward::TanhHidden)],
        formula: Some(Formulas { wrong: "h = tanh(z)", right: "h = s(z)" }),
        says: "use tanh in the hidden layers, where this problem has another function",
        asks: ASKS,
        source: "datascience.stackexchange.com/questions/37545",
    },
    Mistake {
        id: "relu-hidden",
        slot: Slot::Forward,
        changes: &[Change::Forward(Forward::ReluHidden)],
        formula: Some(Formulas { wrong: "h = max(0, z)", right: "h = s(z)" }),
        says: "use relu in the hidden layers, where this problem has another function",
        asks: ASKS,
        source: "jeffheaton/encog-dotnet-core#124",
    },
    Mistake {
        id: "softmax-output",
        slot: Slot::Forward,
        changes: &[Change::Forward(Forward::SoftmaxOutput), Change::Forward(Forward::SoftmaxDiagonal)],
        formula: Some(Formulas { wrong: "o = softmax(z)", right: "o = s(z)" }),
        says: "use softmax at the output, where this problem has another function",
        asks: "Do your outputs of one example add up to 1? They need not here.",
        source: "deeplearning4j/libnd4j#440, SebLague/Neural-Network-Experiments pull 5",
    },
    Mistake {
        id: "hidden-not-activated",
        slot: Slot::Forward,
        changes: &[
            Change::Forward(Forward::LinearHidden),
            Change::Forward(Forward::LinearHiddenSlopeKept),
            Change::Forward(Forward::LinearHiddenSlopeOfOutput),
            Change::Forward(Forward::LinearHiddenSigmoidSlope),
            Change::Forward(Forward::LinearHiddenSigmoidForm),
        ],
        formula: Some(Formulas { wrong: "h = z", right: "h = s(z)" }),
        says: "leave the activation function out in the hidden layers",
        asks: ASKS,
        source: "a public program with this line",
    },
];
