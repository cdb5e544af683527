//! Sending the signal back through the weights.

use super::Change;
use super::Formulas;
use super::Mistake;
use super::Slot;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Through;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "weights-not-transposed",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Transposed)],
        formula: Some(Formulas { wrong: "x_1 = δ_2 W_2", right: "x_1 = δ_2 W_2ᵀ" }),
        says: "go back through W where Wᵀ belongs",
        asks: "Which weight lies on the path from hidden node 1 to output 2? Is it the one that you multiply with?",
        source: "makeyourownneuralnetwork/makeyourownneuralnetwork#77, #59 (claims)",
    },
    Mistake {
        id: "weights-left-out",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Ones)],
        formula: Some(Formulas { wrong: "x_f = Σ_n δ_n", right: "x_f = Σ_n δ_n w_fn" }),
        says: "add up the deltas without the weights on the way",
        asks: "How much does o_in move when h_out moves by 1? Where is that number in your product?",
        source: "whosebug.com/question/2948401",
    },
    Mistake {
        id: "first-path-only",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Path(End::First))],
        formula: Some(Formulas { wrong: "x_f = δ_1 w_f1", right: "x_f = Σ_n δ_n w_fn" }),
        says: "go back through the first node only",
        asks: "How many paths lead from the cost to this weight, and how many are in your sum?",
        source: "prakashjayy/medium_blogs#2",
    },
    Mistake {
        id: "own-index-path-only",
        slot: Slot::Through,
        changes: &[Change::Through(Through::OwnIndex)],
        formula: Some(Formulas { wrong: "x_f = δ_f w_ff", right: "x_f = Σ_n δ_n w_fn" }),
        says: "go back only through the node of the same number",
        asks: "Is node 1 of this layer connected only with node 1 of the next?",
        source: "Lupino/bpnn#2 (claim)",
    },
    Mistake {
        id: "last-path-only",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Path(End::Last))],
        formula: Some(Formulas { wrong: "x_f = δ_K w_fK", right: "x_f = Σ_n δ_n w_fn" }),
        says: "overwrite the sum over the paths, so that only the last path is left (= for +=)",
        asks: "What is in your sum after the loop: all paths, or the last one?",
        source: "dev.to/shrsv (micrograd)",
    },
    Mistake {
        id: "updated-weights",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Updated(f64::NAN))],
        formula: Some(Formulas { wrong: "x_1 = δ_2 (W_2 − rate·gW_2)ᵀ", right: "x_1 = δ_2 W_2ᵀ" }),
        says: "go back through weights that have already been changed",
        asks: "In which line do you change the weights of the upper layer, and in which line do you still need the old \
               ones?",
        source: "joelgrus/data-science-from-scratch#31, louisjc/mnist-neural-network#1",
    },
    Mistake {
        id: "mean-over-paths",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Mean)],
        formula: Some(Formulas { wrong: "x_f = Σ_n δ_n w_fn / K", right: "x_f = Σ_n δ_n w_fn" }),
        says: "take the mean over the paths where their sum belongs",
        asks: "If two paths lead to a weight, does moving it act along both, or along half of each?",
        source: "discuss.tensorflow.org/t/19231 (claim)",
    },
    Mistake {
        id: "bias-row-not-removed",
        slot: Slot::Through,
        changes: &[
            Change::Through(Through::BiasRow(End::Last)),
            Change::Through(Through::BiasRow(End::First)),
        ],
        formula: Some(Formulas { wrong: "x = δ [W; b]ᵀ, one row off", right: "x = δ Wᵀ" }),
        says: "keep the biases among the weights on the way back, so that everything is shifted by one node",
        asks: "Your weights have a row for the biases. Which row do you take off before you go back?",
        source: "louisjc/mnist-neural-network fa2dc66",
    },
    Mistake {
        id: "weights-as-shares",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Shares)],
        formula: Some(Formulas { wrong: "x_f = Σ_n δ_n w_fn / Σ_j w_jn", right: "x_f = Σ_n δ_n w_fn" }),
        says: "divide each weight by the sum of the weights into its node: a picture of blame, not a derivative",
        asks: "If h_out moves by 1, does o_in move by w, or by the share of w among its neighbours?",
        source: "makeyourownneuralnetwork/makeyourownneuralnetwork#77",
    },
    Mistake {
        id: "dW-for-W",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Gradient)],
        formula: Some(Formulas { wrong: "x_1 = δ_2 gW_2ᵀ", right: "x_1 = δ_2 W_2ᵀ" }),
        says: "go back through the gradient of the weights where the weights belong",
        asks: "What multiplies h_out in the forward pass: W, or dW?",
        source: "community.deeplearning.ai/t/.../402919, jcjohnson/pytorch-examples#28",
    },
    Mistake {
        id: "h-for-w-on-the-path",
        slot: Slot::Through,
        changes: &[Change::Through(Through::Output)],
        formula: Some(Formulas { wrong: "x_f = Σ_n δ_n h_f", right: "x_f = Σ_n δ_n w_fn" }),
        says: "multiply with h_out on the way down where the weight belongs",
        asks: "On the step from o_in to h_out, which is the opposite element of h_out in the dot product?",
        source: "discuss.tensorflow.org/t/19231",
    },
    Mistake {
        id: "weights-of-other-layer",
        slot: Slot::Through,
        changes: &[Change::Through(Through::OfLayerBelow)],
        formula: Some(Formulas { wrong: "x_1 = δ_2 W_1ᵀ", right: "x_1 = δ_2 W_2ᵀ" }),
        says: "go back through the weights of another layer",
        asks: "Between which two layers is this step, and of which layer are your weights?",
        source: "hanbt/learn_dl#23 (claim)",
    },
];
