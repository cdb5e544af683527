//! How a program starts: labels, the forward pass, the signal at the outputs, the examples.

use std::ops::Range;

/// What goes into the network and what is compared with its outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Labels {
    /// As given.
    #[default]
    Given,
    /// Row e of the labels belongs to example e + k.
    RowsRolled(usize),
    /// The last row of the labels belongs to the first example, and so on.
    RowsReversed,
    /// The n-th of all orders of the rows.
    RowsOrdered(usize),
    /// Column n of the labels belongs to output n + k.
    ColumnsRolled(usize),
}

/// How the network is run forward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forward {
    /// As the problem says.
    #[default]
    Given,
    /// z = aW.
    WithoutBiases,
    /// o = z, with slope 1.
    LinearOutput,
    /// 1/(1 + e^z), its slope written a(1 − a).
    FlippedSigmoid,
    /// 1/(1 + e^z) with its own slope, which is negative.
    FlippedSigmoidDifferentiated,
    /// tanh in the hidden layers, with its own slope.
    TanhHidden,
    /// The positive part in the hidden layers, with its own slope.
    ReluHidden,
    /// Softmax at the output, and o − y for delta.
    SoftmaxOutput,
    /// Softmax at the output, with the slopes s(1 − s) alone.
    SoftmaxDiagonal,
    /// h = z with slope 1.
    LinearHidden,
    /// h = z, with the slope of the activation that was left out, at z.
    LinearHiddenSlopeKept,
    /// h = z, with the slope of the activation that was left out, written in its output.
    LinearHiddenSlopeOfOutput,
    /// h = z, with the slope of the sigmoid at z, whatever was left out.
    LinearHiddenSigmoidSlope,
    /// h = z, with a(1 − a), whatever was left out.
    LinearHiddenSigmoidForm,
}

/// What is done otherwise in the parts of a forward pass. A student whose hidden layers and whose output are others than
/// the problem's makes two choices at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // see the type
pub struct Forwards {
    pub everywhere: Forward,
    pub hidden: Forward,
    pub output: Forward,
}

/// Where a forward pass is run otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnose) enum Whereabouts {
    Everywhere,
    Hidden,
    Output,
}

impl Forward {
    pub(in crate::diagnose) fn whereabouts(self) -> Whereabouts {
        match self {
            Forward::Given
            | Forward::WithoutBiases
            | Forward::FlippedSigmoid
            | Forward::FlippedSigmoidDifferentiated => Whereabouts::Everywhere,
            Forward::LinearOutput | Forward::SoftmaxOutput | Forward::SoftmaxDiagonal => Whereabouts::Output,
            Forward::TanhHidden
            | Forward::ReluHidden
            | Forward::LinearHidden
            | Forward::LinearHiddenSlopeKept
            | Forward::LinearHiddenSlopeOfOutput
            | Forward::LinearHiddenSigmoidSlope
            | Forward::LinearHiddenSigmoidForm => Whereabouts::Hidden,
        }
    }
}

impl Forwards {
    /// The same with another choice.
    #[must_use]
    pub(in crate::diagnose) fn with(mut self, forward: Forward) -> Forwards {
        match forward.whereabouts() {
            Whereabouts::Everywhere => self.everywhere = forward,
            Whereabouts::Hidden => self.hidden = forward,
            Whereabouts::Output => self.output = forward,
        }
        self
    }

    /// The choices that are made.
    pub(in crate::diagnose) fn made(self) -> impl Iterator<Item = Forward> {
        [self.everywhere, self.hidden, self.output].into_iter().filter(|forward| *forward != Forward::Given)
    }
}

/// What is sent back from the outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Signal {
    /// The slope of a term of the cost.
    #[default]
    Slope,
    /// (o − y)².
    Squared,
    /// The term of the cost itself.
    Term,
    /// abs(o − y).
    Absolute,
    /// (o − y)·o.
    TimesOutput,
    /// o − mean of all labels: an N × 1 array minus a list of N.
    AgainstMeanLabel,
    /// The mean over the examples, for every example.
    Averaged,
    /// o − y, whatever the cost.
    Error,
    /// abs(o − y), whatever the cost.
    AbsoluteError,
    /// (o − y)·o, whatever the cost.
    ErrorTimesOutput,
    /// The mean of o − y over the examples, for every example.
    AveragedError,
}

/// Which examples count, each with its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Examples {
    /// All of them, equally.
    #[default]
    All,
    /// One only.
    Only(End),
    /// All but one.
    Without(End),
    /// Those e steps before the last have the weight (1 + rate)^e.
    Growing(f64),
}

impl Examples {
    /// Whether the rate at which the gradient grows is not known yet.
    pub(in crate::diagnose) fn wants_rate(self) -> bool {
        matches!(self, Examples::Growing(rate) if rate.is_nan())
    }

    /// Which of so many examples a loop over them meets.
    pub(in crate::diagnose) fn met(self, examples: usize) -> Range<usize> {
        match self {
            Examples::All | Examples::Growing(_) => 0..examples,
            Examples::Only(End::First) => 0..1,
            Examples::Only(End::Last) => examples - 1..examples,
            Examples::Without(End::First) => 1..examples,
            Examples::Without(End::Last) => 0..examples - 1,
        }
    }
}

/// The first or the last of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum End {
    First,
    Last,
}
