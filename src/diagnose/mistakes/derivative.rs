//! The derivative of the activation.

use super::At;
use super::Change;
use super::Formulas;
use super::Mistake;
use super::Slot;
use super::Spread;
use super::Use;
use crate::diagnose::recipe::Slope;

/// A slope in all its uses at one, the hidden or all layers.
macro_rules! everywhere {
    ($($slope:expr),+ $(; $more:expr)?) => {
        &[$(
            Change::Slope($slope, Use::Both, At::Output),
            Change::Slope($slope, Use::Both, At::Hidden),
            Change::Slope($slope, Use::Both, At::All),
            Change::Slope($slope, Use::Sent, At::Output),
            Change::Slope($slope, Use::Sent, At::All),
            Change::Slope($slope, Use::Own, At::Output),
            Change::Slope($slope, Use::Own, At::Hidden),
            Change::Slope($slope, Use::Own, At::All),
        )+ $($more)?]
    };
}

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "no-output-derivative",
        slot: Slot::Slope,
        changes: &[Change::Slope(Slope::One, Use::Both, At::Output)],
        formula: Some(Formulas { wrong: "δ_L = o − y", right: "δ_L = (o − y) ⊙ s′(z_L)" }),
        says: "leave out the derivative of the activation at the output",
        asks: "Push o_in of one example up by 0.01: how far does o_out move? Which expression of the chain says so, and \
               where is it in your product?",
        source: "Bot-Academy/NeuralNetworkFromScratch pull 3, jiexunsee/Neural-Network-with-Python#1",
    },
    Mistake {
        id: "no-hidden-derivative",
        slot: Slot::Slope,
        changes: &[Change::Slope(Slope::One, Use::Both, At::Hidden)],
        formula: Some(Formulas { wrong: "δ_1 = δ_2 W_2ᵀ", right: "δ_1 = (δ_2 W_2ᵀ) ⊙ s′(z_1)" }),
        says: "leave out the derivative of the activation in the hidden layer",
        asks: "The path passes from h_out to h_in. Which factor of your product belongs to that step?",
        source: "blog.primen.dk, ujjwalkarn/Machine-Learning-Tutorials pull 16",
    },
    Mistake {
        id: "no-derivative",
        slot: Slot::Slope,
        changes: &[Change::Slope(Slope::One, Use::Both, At::All)],
        formula: Some(Formulas { wrong: "δ_l = x_l", right: "δ_l = x_l ⊙ s′(z_l)" }),
        says: "leave out the derivative of the activation in every layer",
        asks: "Where in your product is the step through an activation function?",
        source: "ujjwalkarn/Machine-Learning-Tutorials pull 16, blog.primen.dk",
    },
    Mistake {
        id: "derivative-missing-in-own-gradient",
        slot: Slot::Slope,
        changes: &[
            Change::Slope(Slope::One, Use::Own, At::Output),
            Change::Slope(Slope::One, Use::Own, At::Hidden),
            Change::Slope(Slope::One, Use::Own, At::All),
        ],
        formula: Some(Formulas { wrong: "gW_2 = a_1ᵀ(o − y) / N", right: "gW_2 = a_1ᵀδ_2 / N" }),
        says: "use the derivative in what goes back, but not in the layer's own gradient",
        asks: "What you hand on to the layer below has the derivative in it. Is the same number in your product for \
               this layer's weights?",
        source: "stackoverflow.com/questions/59399842",
    },
    Mistake {
        id: "raw-error-sent-back",
        slot: Slot::Slope,
        changes: &[
            Change::Slope(Slope::One, Use::Sent, At::Output),
            Change::Slope(Slope::One, Use::Sent, At::Hidden),
            Change::Slope(Slope::One, Use::Sent, At::All),
        ],
        formula: Some(Formulas {
            wrong: "x_1 = (o − y) W_2ᵀ",
            right: "x_1 = δ_2 W_2ᵀ,  δ_2 = (o − y) ⊙ s′(z_2)",
        }),
        says: "send the error back instead of delta, without the derivative of the activation",
        asks: "Follow the path from the cost down to this weight: it goes through o_out → o_in before it reaches h_out. \
               Your gradient of the last layer has that step. Is it in what you hand on?",
        source: "makeyourownneuralnetwork part2_neural_network.ipynb, stackoverflow.com/questions/53287032",
    },
    Mistake {
        id: "sigmoid-twice",
        slot: Slot::Slope,
        changes: everywhere![Slope::AtOutput],
        formula: Some(Formulas { wrong: "s′(a) = s(a)(1 − s(a))", right: "s′(z) = a(1 − a)" }),
        says: "take the derivative of the sigmoid at h_out instead of h_in: the sigmoid is applied twice",
        asks: "Your slopes hardly differ from node to node. What do you put into the function for the slope: h_in or \
               h_out?",
        source: "datascience.stackexchange.com/questions/37545, davidrmiller/neural2d#40",
    },
    Mistake {
        id: "z-in-output-form",
        slot: Slot::Slope,
        changes: everywhere![Slope::OutputFormOfSum],
        formula: Some(Formulas { wrong: "s′ = z(1 − z)", right: "s′ = a(1 − a)" }),
        says: "put h_in into the form of the derivative that is meant for h_out",
        asks: "The form x(1 − x) is short for σ(z)(1 − σ(z)). What must x be then?",
        source: "BoltzmannEntropy/interviews.ai#15, apache/incubator-retired-horn pull 4",
    },
    Mistake {
        id: "derivative-of-other-layer",
        slot: Slot::Slope,
        changes: everywhere![Slope::OfLayerAbove, Slope::OfLayerBelow],
        formula: Some(Formulas {
            wrong: "δ_1 = (δ_2 W_2ᵀ) ⊙ s′(z_2)", right: "δ_1 = (δ_2 W_2ᵀ) ⊙ s′(z_1)"
        }),
        says: "use the derivative of another layer",
        asks: "At which node is the path when it passes this activation function, and of which node is your h_in?",
        source: "dennybritz/nn-from-scratch pull 3, jeffheaton/encog-java-core#243",
    },
    Mistake {
        id: "derivative-of-the-error",
        slot: Slot::Slope,
        changes: everywhere![Slope::OfSignalAlone, Slope::AtSignal, Slope::OutputFormOfSignal],
        formula: Some(Formulas { wrong: "δ = e(1 − e)", right: "δ = e ⊙ s′(z)" }),
        says: "take the derivative of the activation at the error instead of at h_in",
        asks: "Which number goes into the function for the slope: the error that arrives, or what went into the node?",
        source: "datascience.stackexchange.com/questions/20139, farzaa/SimpleMultilayerPerceptron",
    },
    Mistake {
        id: "derivative-times-z",
        slot: Slot::Slope,
        changes: everywhere![Slope::TimesSum],
        formula: Some(Formulas { wrong: "δ = x ⊙ s′(z) ⊙ z", right: "δ = x ⊙ s′(z)" }),
        says: "multiply with h_in as well: g′(Z) is a function of Z, not a product with it",
        asks: "What does g′(Z) mean: g′ at the place Z, or g′ times Z?",
        source: "community.deeplearning.ai/t/wrong-values-for-dw1/85937",
    },
    Mistake {
        id: "derivative-of-other-function",
        slot: Slot::Slope,
        changes: everywhere![
            Slope::TanhForm, Slope::Tanh, Slope::Step, Slope::SigmoidForm, Slope::Sigmoid;
            // The output of a sigmoid is always above 0, which leaves the slope out.
            Change::Slope(Slope::StepOfOutput, Use::Both, At::Hidden)
        ],
        formula: Some(Formulas {
            wrong: "s′ = 1 − a² with a sigmoid",
            right: "s′ = a(1 − a) with a sigmoid",
        }),
        says: "use the derivative of another activation function than the one of the forward pass",
        asks: "Which activation function does this layer use forward? Is your slope the slope of that one?",
        source: "jeffheaton/encog-dotnet-core#124",
    },
    Mistake {
        id: "derivative-twice",
        slot: Slot::Slope,
        changes: everywhere![Slope::Squared],
        formula: Some(Formulas { wrong: "δ = x ⊙ s′ ⊙ s′", right: "δ = x ⊙ s′" }),
        says: "multiply with the derivative of the activation twice",
        asks: "How often does the path pass this activation function, and how often is its slope in your product?",
        source: "csharp.hotexamples.com (DeltasFor)",
    },
    Mistake {
        id: "half-of-the-derivative",
        slot: Slot::Slope,
        changes: everywhere![Slope::OneMinusOutput, Slope::Output],
        formula: Some(Formulas { wrong: "s′ = 1 − a, or a", right: "s′ = a(1 − a)" }),
        says: "use only one of the two factors of the derivative a(1 − a)",
        asks: "Write down the slope of the sigmoid in terms of its output. How many factors has it?",
        source: "neuroph/neuroph#37",
    },
    Mistake {
        id: "derivative-negative",
        slot: Slot::Slope,
        changes: &[
            Change::Constant(|_| vec![-1.0], Spread::Everything),
            Change::Constant(|_| vec![-1.0], Spread::EveryLayer),
            Change::Constant(|_| vec![-1.0], Spread::Down),
        ],
        formula: Some(Formulas { wrong: "s′ = −a(1 − a)", right: "s′ = a(1 − a)" }),
        says: "use the derivative with a minus sign",
        asks: "Does the sigmoid rise or fall from left to right? What sign has its slope?",
        source: "extraproxies.com/missing-sign-in-derivative-of-sigmoid-function",
    },
];
