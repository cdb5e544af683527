//! The examples: which are counted, in which order, and what is averaged when.

use super::Change;
use super::Formulas;
use super::Free;
use super::Mistake;
use super::Shuffle;
use super::Sign;
use super::Slot;
use super::Spread;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Finish;
use crate::diagnose::recipe::Product;
use crate::diagnose::recipe::Signal;

pub(super) static MISTAKES: &[Mistake] = &[
    Mistake {
        id: "sum-before-multiply",
        slot: Slot::Examples,
        changes: &[Change::Product(Product::OfMeans, Free::Weights)],
        formula: Some(Formulas { wrong: "gW = mean(a)ᵀ mean(δ)", right: "gW = aᵀδ / N" }),
        says: "add over the examples first and multiply afterwards",
        asks: "Take one weight and two examples: write both products down and add them, then add the factors first and \
               multiply afterwards. Which of the two is in your code?",
        source: "ai.stackexchange.com/questions/20377, the source post's warning",
    },
    Mistake {
        id: "last-example-only",
        slot: Slot::Examples,
        changes: &[
            Change::Examples(Examples::Only(End::Last), Free::Everything),
            Change::Product(Product::Of(End::Last), Free::Weights),
        ],
        formula: Some(Formulas { wrong: "gW = … in the loop", right: "gW += … in the loop" }),
        says: "overwrite the gradient in the loop over the examples, so that only the last one is left",
        asks: "What is in your gradient after the loop: all examples, or the last one?",
        source: "stats.stackexchange.com/questions/266968",
    },
    Mistake {
        id: "first-example-only",
        slot: Slot::Examples,
        changes: &[
            Change::Examples(Examples::Only(End::First), Free::Everything),
            Change::Product(Product::Of(End::First), Free::Weights),
        ],
        formula: Some(Formulas { wrong: "gW = a[0]ᵀδ[0]", right: "gW = aᵀδ / N" }),
        says: "use the first example only",
        asks: "How many examples are there, and how many are in your sum?",
        source: "stats.stackexchange.com/questions/266968 (nearest)",
    },
    Mistake {
        id: "not-zeroed",
        slot: Slot::Examples,
        changes: &[
            Change::Constant(|_| Vec::new(), Spread::Solved(Sign::Count)),
            Change::Examples(Examples::Growing(f64::NAN), Free::None),
        ],
        formula: Some(Formulas {
            wrong: "gW += … without gW = 0 before", right: "gW = 0 before each pass"
        }),
        says: "add to a gradient that still holds what was there before",
        asks: "In which line do you set the gradients back to zero?",
        source: "karpathy/micrograd#60, pull 102",
    },
    Mistake {
        id: "weights-move-inside-the-batch",
        slot: Slot::Examples,
        changes: &[Change::Finish(Finish::Moving(f64::NAN))],
        formula: Some(Formulas {
            wrong: "W changes after every example",
            right: "W changes after all examples",
        }),
        says: "change the weights after every example while the gradient of the batch is still being added up",
        asks: "Do all examples meet the same weights in your loop?",
        source: "stackoverflow.com/questions/59399842, iamtrask/Grokking-Deep-Learning#16",
    },
    Mistake {
        id: "one-example-skipped",
        slot: Slot::Examples,
        changes: &[
            Change::Examples(Examples::Without(End::Last), Free::Fewer),
            Change::Examples(Examples::Without(End::First), Free::Fewer),
        ],
        formula: Some(Formulas { wrong: "for e in range(N − 1)", right: "for e in range(N)" }),
        says: "leave one example out of the sum",
        asks: "Count the rounds of your loop over the examples: how many are there?",
        source: "tomhosking/torchseq#8, timoschick/pet#36 (nearest)",
    },
    Mistake {
        id: "examples-misaligned",
        slot: Slot::Examples,
        changes: &[Change::Labels(Shuffle::Rows)],
        formula: None,
        says: "compare outputs with the labels of other examples: inputs and labels are in different orders",
        asks: "Print inputs and labels side by side: does every example have its own label?",
        source: "DrexelChatbotGroup/DrexelChatbot#15, udacity/sdc-issue-reports#1326",
    },
    Mistake {
        id: "classes-shifted",
        slot: Slot::Examples,
        changes: &[Change::Labels(Shuffle::Columns)],
        formula: Some(Formulas { wrong: "y[class + 1] = 1", right: "y[class] = 1" }),
        says: "shift the classes by one column",
        asks: "Do your classes count from zero or from one, and your columns?",
        source: "googlecodelabs/feedback#219, guillaume-chevalier/LSTM-Human-Activity-Recognition#19",
    },
    Mistake {
        id: "labels-broadcast",
        slot: Slot::Signal,
        changes: &[Change::Signal(Signal::AgainstMeanLabel, Free::Everything)],
        formula: Some(Formulas { wrong: "(E, 1) − (E,) is (E, E)", right: "(E, 1) − (E, 1) is (E, 1)" }),
        says: "subtract a list from a column: every output is compared with every label",
        asks: "Print the shapes of your outputs, of your labels and of their difference.",
        source: "pytorch/pytorch#19991, LaurentMazare/tch-rs#510",
    },
    Mistake {
        id: "error-averaged-first",
        slot: Slot::Examples,
        changes: &[
            Change::Signal(Signal::Averaged, Free::Everything),
            Change::Together(
                &[Edit::Signal(Signal::Averaged), Edit::Examples(Examples::Only(End::Last))],
                Free::Everything,
            ),
            Change::Together(
                &[Edit::Signal(Signal::Averaged), Edit::Examples(Examples::Only(End::First))],
                Free::Everything,
            ),
        ],
        formula: Some(Formulas {
            wrong: "e = mean(o − y), then one pass back",
            right: "one pass back for each example",
        }),
        says: "average the error over the examples and send the average back",
        asks: "Each example has its own slopes and activations. Which of them goes with an averaged error?",
        source: "ai.stackexchange.com/questions/20377, stats.stackexchange.com/questions/266968",
    },
];
