//! The opposite, corresponding element: what delta is multiplied with for a weight.

use super::Change;
use super::Formulas;
use super::Free;
use super::Mistake;
use super::Slot;
use crate::diagnose::recipe::Hand;
use crate::diagnose::recipe::Operand;
use crate::diagnose::recipe::Product;
use crate::diagnose::recipe::Through;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "h_in-for-h_out",
        slot: Slot::Operand,
        changes: &[Change::Operand(Operand::SumBelow)],
        formula: Some(Formulas { wrong: "gW_2 = z_1ᵀδ_2 / N", right: "gW_2 = a_1ᵀδ_2 / N" }),
        says: "multiply delta with h_in where h_out belongs",
        asks: "Which number does this weight multiply in the forward pass: h_in or h_out?",
        source: "jorgenkg/python-neural-network#2 (claim)",
    },
    Mistake {
        id: "x-for-h",
        slot: Slot::Operand,
        changes: &[Change::Operand(Operand::Inputs)],
        formula: Some(Formulas { wrong: "gW_2 = Xᵀδ_2 / N", right: "gW_2 = a_1ᵀδ_2 / N" }),
        says: "multiply delta with the inputs of the network where the outputs of the layer below belong",
        asks: "Which number does this weight multiply in the forward pass: an input x, or the output of a hidden node?",
        source: "several public programs with the widths 1-3-3-1",
    },
    Mistake {
        id: "own-output-for-input",
        slot: Slot::Operand,
        changes: &[Change::Operand(Operand::OwnOutput)],
        formula: Some(Formulas { wrong: "gW_2 = a_2ᵀδ_2 / N", right: "gW_2 = a_1ᵀδ_2 / N" }),
        says: "multiply delta with the output of the layer itself instead of the output of the layer below",
        asks: "At which end of the connection is the number that this weight multiplies?",
        source: "casper-hansen/Neural-Network-From-Scratch e2a7ed6, farzaa/SimpleMultilayerPerceptron",
    },
    Mistake {
        id: "own-weight-for-input",
        slot: Slot::Operand,
        changes: &[Change::Operand(Operand::OwnWeight)],
        formula: Some(Formulas { wrong: "gW_2 = W_2 ⊙ mean of δ_2", right: "gW_2 = a_1ᵀδ_2 / N" }),
        says: "multiply delta with the weight itself instead of what the weight multiplies",
        asks: "In o_in = h_out·w: if w moves a little, what is the movement multiplied with?",
        source: "stats.stackexchange.com/questions/464262, techfeed.net/es/468648",
    },
    Mistake {
        id: "h_n-for-h_f",
        slot: Slot::Operand,
        changes: &[Change::Operand(Operand::OfToNode)],
        formula: Some(Formulas {
            wrong: "∂cost/∂w_fn = Σ h_n δ_n / N",
            right: "∂cost/∂w_fn = Σ h_f δ_n / N",
        }),
        says: "take the opposite but not the corresponding element: h with the number of the node above",
        asks: "A weight has two indices, from and to. Which of them belongs to the h in your product?",
        source: "the source post's warning; blog.primen.dk (nearest)",
    },
    Mistake {
        id: "transposed-result",
        slot: Slot::Finished,
        changes: &[Change::Hand(Hand::Transposed)],
        formula: Some(Formulas { wrong: "gWᵀ", right: "gW" }),
        says: "hand in the transposed matrix: the numbers are right and stand in mirrored places",
        asks: "Do the rows of your matrix stand for the nodes that weights come from, or for those that they go to?",
        source: "iamtrask/Grokking-Deep-Learning#23 and pull 22",
    },
    Mistake {
        id: "delta-of-other-layer",
        slot: Slot::Operand,
        changes: &[
            Change::Operand(Operand::DeltaAbove),
            Change::Operand(Operand::DeltaAboveAndBiases),
            Change::Operand(Operand::DeltaOfOutput),
        ],
        formula: Some(Formulas { wrong: "gW_1 = Xᵀδ_2 / N", right: "gW_1 = Xᵀδ_1 / N" }),
        says: "use the delta of the layer above",
        asks: "Into which node does this weight lead, and of which node is your delta?",
        source: "stackoverflow.com/questions/15432283",
    },
    Mistake {
        id: "one-number-for-the-matrix",
        slot: Slot::Operand,
        changes: &[
            Change::Product(Product::Dot, Free::Weights),
            Change::Product(Product::All, Free::Weights),
        ],
        formula: Some(Formulas { wrong: "np.dot(a, δ)", right: "np.outer(a, δ)" }),
        says: "compute one dot product where each weight needs a product of its own",
        asks: "How many different numbers should the gradient of a matrix of weights have?",
        source: "casper-hansen/Neural-Network-From-Scratch e2a7ed6",
    },
    Mistake {
        id: "elementwise-for-matrix-product",
        slot: Slot::Operand,
        changes: &[
            Change::Product(Product::Elementwise, Free::Weights),
            Change::Through(Through::Elementwise),
        ],
        formula: Some(Formulas { wrong: "aᵀ * δ", right: "aᵀ @ δ" }),
        says: "multiply entry by entry where the matrix product belongs",
        asks: "Does your * add up over the examples?",
        source: "community.deeplearning.ai/t/.../119220, 152009, 674897, 723602",
    },
];
