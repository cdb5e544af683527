//! The biases.

use super::Change;
use super::Formulas;
use super::Free;
use super::Mistake;
use super::Slot;
use super::Spread;
use crate::diagnose::recipe::Bias;
use crate::diagnose::recipe::End;
use crate::diagnose::variant::Counts;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "bias-forgotten",
        slot: Slot::Bias,
        changes: &[Change::Bias(Bias::Zero, Free::None)],
        formula: Some(Formulas { wrong: "gb = 0", right: "gb = Σ_e δ / N" }),
        says: "leave the gradient of the biases at zero",
        asks: "If a bias moves, does the cost move?",
        source: "glouw/tinn#30, blog.primen.dk",
    },
    Mistake {
        id: "bias-of-one-example",
        slot: Slot::Bias,
        changes: &[
            Change::Bias(Bias::Of(End::Last), Free::Biases),
            Change::Bias(Bias::Of(End::First), Free::Biases),
        ],
        formula: Some(Formulas { wrong: "gb = δ of one example", right: "gb = Σ_e δ / N" }),
        says: "use the delta of a single example for the biases",
        asks: "How many examples are in your sum for a bias?",
        source: "jimfleming/differentiation#1, zotroneneis/machine_learning_basics pull 13",
    },
    Mistake {
        id: "bias-summed-not-averaged",
        slot: Slot::Bias,
        changes: &[
            Change::Constant(|c| vec![c.divisor], Spread::Biases),
            Change::Constant(Counts::parts_of_divisor, Spread::Biases),
        ],
        formula: Some(Formulas { wrong: "gb = Σ_e δ", right: "gb = Σ_e δ / N" }),
        says: "leave out the division by N for the biases",
        asks: "Your weights are divided by N. Are the biases?",
        source: "rasbt/mlxtend pull 58 (nearest)",
    },
    Mistake {
        id: "bias-averaged-twice",
        slot: Slot::Bias,
        changes: &[Change::Constant(Counts::divided_again, Spread::Biases)],
        formula: Some(Formulas { wrong: "gb = mean of δ / N", right: "gb = Σ_e δ / N" }),
        says: "take the mean for the biases where delta is already divided by N",
        asks: "Is your delta already divided by N when you take the mean?",
        source: "kvfrans/notes#5",
    },
    Mistake {
        id: "bias-summed-over-nodes",
        slot: Slot::Bias,
        changes: &[
            Change::Bias(Bias::OverNodes, Free::Biases),
            Change::Bias(Bias::MeanOverNodes, Free::Biases),
        ],
        formula: Some(Formulas { wrong: "np.sum(δ)", right: "np.sum(δ, axis=0)" }),
        says: "add over the nodes as well, so that all biases of a layer get one number",
        asks: "How many biases has this layer, and how many different numbers have you for them?",
        source: "rasbt/stat453-deep-learning-ss21#5",
    },
    Mistake {
        id: "bias-times-its-value",
        slot: Slot::Bias,
        changes: &[Change::Bias(Bias::TimesValue, Free::None)],
        formula: Some(Formulas { wrong: "gb = b·Σ_e δ / N", right: "gb = Σ_e δ / N" }),
        says: "multiply with the bias itself; what a bias is multiplied with is 1",
        asks: "In o_in = … + b: if b moves a little, how far does o_in move?",
        source: "csharp.hotexamples.com, xnought/backprop-explainer#18 (claim)",
    },
    Mistake {
        id: "bias-as-threshold",
        slot: Slot::Bias,
        changes: &[Change::Constant(|_| vec![-1.0], Spread::Biases)],
        formula: Some(Formulas {
            wrong: "z = aW − θ, gθ = −Σ_e δ / N", right: "z = aW + b, gb = Σ_e δ / N"
        }),
        says: "treat the bias as a threshold, which is subtracted: a convention with the other sign",
        asks: "Is your bias added or subtracted in the forward pass?",
        source: "stackoverflow.com/questions/15432283, Lupino/bpnn",
    },
    Mistake {
        id: "bias-summed-over-wrong-axis",
        slot: Slot::Bias,
        changes: &[Change::Bias(Bias::OverNodesOfExample, Free::Biases)],
        formula: Some(Formulas { wrong: "np.sum(δ, axis=1)", right: "np.sum(δ, axis=0)" }),
        says: "add over the nodes of each example instead of over the examples of each node",
        asks: "Which side of delta are the examples, and along which side do you add?",
        source: "deeplearning4j/deeplearning4j pull 364",
    },
    Mistake {
        id: "weights-summed-biases-averaged",
        slot: Slot::Constant,
        changes: &[
            Change::Constant(|c| vec![c.divisor], Spread::Weights),
            Change::Constant(Counts::parts_of_divisor, Spread::Weights),
        ],
        formula: Some(Formulas {
            wrong: "gW = aᵀδ,  gb = Σ_e δ / N",
            right: "gW = aᵀδ / N,  gb = Σ_e δ / N",
        }),
        says: "divide by N for the biases only",
        asks: "Your biases are divided by N. Are the weights?",
        source: "hunkim/DeepLearningZeroToAll lab-09-x (0295d71), #173",
    },
];
