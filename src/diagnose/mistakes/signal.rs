//! The error signal and constants.

use super::Change;
use super::Formulas;
use super::Free;
use super::Mistake;
use super::Slot;
use super::Spread;
use crate::diagnose::recipe::Signal;
use crate::diagnose::variant::Counts;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "sign-flip",
        slot: Slot::Signal,
        changes: &[Change::Constant(|_| vec![-1.0], Spread::Everything)],
        formula: Some(Formulas { wrong: "e = y − o", right: "e = o − y" }),
        says: "subtract the output from the label instead of the label from the output; that is fine where the \
               weights are then increased, but it is not the gradient",
        asks: "If an output is larger than its label and grows further, does the cost rise or fall? What sign has \
               your first factor then?",
        source: "dennybritz/nn-from-scratch#11, iamtrask/Grokking-Deep-Learning#37",
    },
    Mistake {
        id: "no-mean",
        slot: Slot::Constant,
        changes: &[
            Change::Constant(|c| vec![c.divisor], Spread::Everything),
            Change::Constant(Counts::parts_of_divisor, Spread::Everything),
        ],
        formula: Some(Formulas { wrong: "gW = aᵀδ", right: "gW = aᵀδ / N" }),
        says: "leave out the division by N",
        asks: "The cost divides its sum by a number. Where in your product is that number?",
        source: "hunkim/DeepLearningZeroToAll#173, davharris/mistnet#33",
    },
    Mistake {
        id: "factor-two",
        slot: Slot::Signal,
        changes: &[Change::Constant(|_| vec![2.0], Spread::Everything)],
        formula: Some(Formulas { wrong: "e = 2(o − y)", right: "e = o − y" }),
        says: "keep the 2 of the square, which the ½ in this cost cancels",
        asks: "Write down the cost that you differentiate: is there a ½ before the square?",
        source: "markroxor/fromscratchtoml#65, davisking/dlib#1169",
    },
    Mistake {
        id: "mean-over-outputs",
        slot: Slot::Constant,
        changes: &[Change::Constant(Counts::over_outputs, Spread::Everything)],
        formula: Some(Formulas { wrong: "gW = 2 aᵀδ / (E·K)", right: "gW = aᵀδ / N" }),
        says: "take the mean over the outputs as well as over the examples, as PyTorch's MSELoss and np.mean of the \
               whole matrix do",
        asks: "Over what does your cost take its mean: over examples, or over examples and outputs?",
        source: "casper-hansen/Neural-Network-From-Scratch pull 1, aymericdamien/TensorFlow-Examples#253",
    },
    Mistake {
        id: "mean-twice",
        slot: Slot::Constant,
        changes: &[
            Change::Constant(Counts::divided_again, Spread::Everything),
            Change::Constant(Counts::divided_again, Spread::Below),
        ],
        formula: Some(Formulas {
            wrong: "δ = e ⊙ s′ / N,  gW = aᵀδ / N",
            right: "δ = e ⊙ s′,  gW = aᵀδ / N",
        }),
        says: "divide by N twice: in delta, and again in the gradient or on the way down",
        asks: "In which lines do you divide by the number of examples? How often does one number pass such a line?",
        source: "SkalskiP/ILearnDeepLearning.py#29, kvfrans/notes#5",
    },
    Mistake {
        id: "wrong-count",
        slot: Slot::Constant,
        changes: &[
            Change::Constant(Counts::other_counts, Spread::Everything),
            Change::Constant(Counts::widths_below, Spread::OwnOfLayer),
            Change::Constant(Counts::widths, Spread::OwnOfLayer),
        ],
        formula: Some(Formulas { wrong: "gW = aᵀδ / shape[0]", right: "gW = aᵀδ / N" }),
        says: "divide by another count than N, such as the number of nodes",
        asks: "By which number do you divide? Print the shape that you take it from: which side counts what?",
        source: "deeplearning4j/deeplearning4j pull 1452, casper-hansen/Neural-Network-From-Scratch pull 1",
    },
    Mistake {
        id: "loss-as-signal",
        slot: Slot::Signal,
        changes: &[Change::Signal(Signal::Squared, Free::Slopes), Change::Signal(Signal::Term, Free::None)],
        formula: Some(Formulas { wrong: "e = (o − y)²", right: "e = o − y" }),
        says: "send back the loss itself instead of its slope",
        asks: "Should an output that is too small get a gradient of the same sign as one that is too large?",
        source: "levithomason/anny#78, MatthieuHernandez/StraightforwardNeuralNetwork pull 18",
    },
    Mistake {
        id: "absolute-error",
        slot: Slot::Signal,
        changes: &[Change::Signal(Signal::Absolute, Free::None)],
        formula: Some(Formulas { wrong: "e = |o − y|", right: "e = o − y" }),
        says: "send back the size of the error without its sign",
        asks: "Take an example whose output is below its label: what sign has your first factor, and what sign should \
               it have?",
        source: "Calculate the error using a sigmoid function in backpropagation (Stack Overflow)",
    },
    Mistake {
        id: "error-times-output",
        slot: Slot::Signal,
        changes: &[Change::Signal(Signal::TimesOutput, Free::None)],
        formula: Some(Formulas { wrong: "e = (o − y)·o", right: "e = o − y" }),
        says: "multiply the error with the output, as if the square contained a product",
        asks: "Differentiate ½(o − y)² by o on paper: does an o remain in front?",
        source: "makeyourownneuralnetwork/makeyourownneuralnetwork#77",
    },
    Mistake {
        id: "half-kept",
        slot: Slot::Signal,
        changes: &[Change::Constant(|_| vec![0.5], Spread::Everything)],
        formula: Some(Formulas { wrong: "e = ½(o − y)", right: "e = o − y" }),
        says: "keep the ½, which the 2 of the square cancels",
        asks: "Differentiate ½(o − y)² by o on paper: what becomes of the ½?",
        source: "ADGEfficiency/teaching-monolith#1 (nearest), davisking/dlib#1169",
    },
    Mistake {
        id: "one-array-scaled",
        slot: Slot::Constant,
        changes: &[
            Change::Constant(Counts::usual, Spread::OneArray),
            Change::Constant(Counts::usual, Spread::OneArraySolved),
        ],
        formula: Some(Formulas { wrong: "gW = c·aᵀδ / N in one array", right: "gW = aᵀδ / N" }),
        says: "multiply one array with a constant",
        asks: "Compare the line for this array with the same line for another layer: which number is only here?",
        source: "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
    },
];
