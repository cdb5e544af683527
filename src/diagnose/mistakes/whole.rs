//! Something else handed in, numbers in other places, and numbers lost on the way.

use super::Change;
use super::Formulas;
use super::Mistake;
use super::Sign;
use super::Slot;
use super::Spread;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Finish;
use crate::diagnose::recipe::Hand;
use crate::diagnose::recipe::Order;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "times-learning-rate",
        slot: Slot::Finished,
        changes: &[Change::Constant(|_| Vec::new(), Spread::Solved(Sign::Plus))],
        formula: Some(Formulas { wrong: "rate·g", right: "g" }),
        says: "hand in the gradient times a factor, which may be your learning rate",
        asks: "Is the learning rate already in these numbers?",
        source: "stats.stackexchange.com/questions/464262",
    },
    Mistake {
        id: "the-update",
        slot: Slot::Finished,
        changes: &[Change::Constant(|_| Vec::new(), Spread::Solved(Sign::Minus))],
        formula: Some(Formulas { wrong: "−rate·g", right: "g" }),
        says: "hand in the step of gradient descent, −rate·gradient, instead of the gradient",
        asks: "Are these the slopes, or what you add to the weights?",
        source: "kim-marcel/basic_neural_network, ali-who/Deep-Learning",
    },
    Mistake {
        id: "the-new-weights",
        slot: Slot::Finished,
        changes: &[Change::Finish(Finish::NewWeights(f64::NAN))],
        formula: Some(Formulas { wrong: "W − rate·g", right: "g" }),
        says: "hand in the weights after the step instead of the gradient",
        asks: "Compare your numbers with the weights themselves: how far are they apart?",
        source: "what a training loop has at hand",
    },
    Mistake {
        id: "weight-decay-added",
        slot: Slot::Finished,
        changes: &[Change::Finish(Finish::Decayed(f64::NAN))],
        formula: Some(Formulas { wrong: "g + λW", right: "g" }),
        says: "add weight decay, which this cost does not have",
        asks: "Does your cost have a term for the size of the weights? This one has none.",
        source: "parasdahal/tinyml gd_mini_batch",
    },
    Mistake {
        id: "clipped",
        slot: Slot::Finished,
        changes: &[Change::Finish(Finish::Clipped(f64::NAN))],
        formula: Some(Formulas { wrong: "clip(g, −c, c)", right: "g" }),
        says: "cut off the large numbers",
        asks: "Several of your numbers are exactly the same size. Where does that bound come from?",
        source: "a public program that clips its gradients",
    },
    Mistake {
        id: "all-zero",
        slot: Slot::Finished,
        changes: &[Change::Hand(Hand::Zero)],
        formula: Some(Formulas { wrong: "1/m in whole numbers", right: "1.0/m" }),
        says: "hand in zeros only, as a division of whole numbers gives",
        asks: "What is 1/3 in your language: a third, or zero?",
        source: "rutgershan.github.io 2015/04/25 (cs231n notes)",
    },
    Mistake {
        id: "reshape-order",
        slot: Slot::Finished,
        changes: &[
            Change::Hand(Hand::Reshaped(Order::ByRows)),
            Change::Hand(Hand::Reshaped(Order::ByColumns)),
        ],
        formula: Some(Formulas { wrong: "g.ravel('F').reshape(shape)", right: "g.ravel().reshape(shape)" }),
        says: "flatten the matrix along one side and fill it along the other: right numbers in wrong places",
        asks: "In which order does your reshape read the numbers, by rows or by columns?",
        source: "jatinshah/ufldl_tutorial#3, keras-team/keras#13830",
    },
    Mistake {
        id: "layers-reversed",
        slot: Slot::Finished,
        changes: &[Change::Finish(Finish::Reversed)],
        formula: None,
        says: "list the layers from the last to the first",
        asks: "Your loop goes from the last layer to the first. In which order is your list?",
        source: "scikit-learn/scikit-learn#8987 (nearest)",
    },
    Mistake {
        id: "index-off-by-one",
        slot: Slot::Finished,
        changes: &[
            Change::Hand(Hand::RowsRolled(End::First)),
            Change::Hand(Hand::RowsRolled(End::Last)),
            Change::Hand(Hand::ColumnsRolled(End::First)),
            Change::Hand(Hand::ColumnsRolled(End::Last)),
            Change::Hand(Hand::ColumnsOfWeightsRolled(End::First)),
            Change::Hand(Hand::ColumnsOfWeightsRolled(End::Last)),
        ],
        formula: Some(Formulas { wrong: "g[f + 1]", right: "g[f]" }),
        says: "store every row or column one place further",
        asks: "At which index does your loop begin, and at which index do you store?",
        source: "blog.primen.dk (nearest)",
    },
    Mistake {
        id: "first-node-left-out",
        slot: Slot::Finished,
        changes: &[
            Change::Hand(Hand::RowZero(End::First)),
            Change::Hand(Hand::ColumnZero(End::First)),
            Change::Hand(Hand::ColumnOfWeightsZero(End::First)),
            Change::Hand(Hand::RowZero(End::Last)),
            Change::Hand(Hand::ColumnZero(End::Last)),
            Change::Hand(Hand::ColumnOfWeightsZero(End::Last)),
        ],
        formula: Some(Formulas { wrong: "for f in range(1, n)", right: "for f in range(n)" }),
        says: "leave out a node: a row or a column stays zero",
        asks: "At which number does your loop over the nodes begin, and at which does it end?",
        source: "blog.primen.dk",
    },
];
