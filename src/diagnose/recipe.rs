//! What a program for backpropagation does at each of its places, and what it may do there instead.
//!
//! The delta rule has few places where a choice is made. A [`Recipe`] holds one choice for each of them:
//!
//! ```text
//! signal x_L = ∂cost/∂o        own_l  = x_l ⊙ slope        gW_l = operandᵀ · own_l      (product)   gb_l = column sums (bias)
//!                              sent_l = x_l ⊙ slope        x_(l−1) = sent_l · W_lᵀ      (through)
//! ```
//!
//! The right program takes the first choice everywhere. A mistake is an [`Edit`] or a few; two mistakes can be made
//! together where they edit different places.

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
    /// Which of so many examples a loop over them meets.
    pub(super) fn met(self, examples: usize) -> Range<usize> {
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

/// What a signal is multiplied with on its way through an activation function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slope {
    /// The slope at the pre-activation.
    #[default]
    Given,
    /// 1.
    One,
    /// The slope at the activation, s′(a).
    AtOutput,
    /// The slope in the form for the output, with the pre-activation in it: z(1 − z).
    OutputFormOfSum,
    /// The slope of the layer nearer to the cost.
    OfLayerAbove,
    /// a(1 − a) of the layer below.
    OfLayerBelow,
    /// x(1 − x) of the signal x, which is then lost itself.
    OfSignalAlone,
    /// s′(x) of the signal x.
    AtSignal,
    /// x(1 − x) of the signal x.
    OutputFormOfSignal,
    /// s′(z)·z.
    TimesSum,
    /// 1 − a².
    TanhForm,
    /// 1 − tanh(z)².
    Tanh,
    /// 1 where z > 0.
    Step,
    /// 1 where a > 0.
    StepOfOutput,
    /// a(1 − a), with another function than the sigmoid.
    SigmoidForm,
    /// σ(z)(1 − σ(z)), with another function than the sigmoid.
    Sigmoid,
    /// s′².
    Squared,
    /// 1 − a.
    OneMinusOutput,
    /// a.
    Output,
}

/// What stands beside delta in the gradient of a weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operand {
    /// The activation below.
    #[default]
    Below,
    /// The pre-activation below.
    SumBelow,
    /// The inputs of the network.
    Inputs,
    /// The activation of the layer itself.
    OwnOutput,
    /// The weight itself.
    OwnWeight,
    /// The activation below of the node with the number of the node above.
    OfToNode,
    /// The activation below, but with the delta of the layer above.
    DeltaAbove,
    /// The same, for the biases too.
    DeltaAboveAndBiases,
}

/// How the products of all examples become one number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Product {
    /// Multiplied, then added.
    #[default]
    Sum,
    /// Averaged, then multiplied.
    OfMeans,
    /// Of one example.
    Of(End),
    /// One dot product for the whole matrix.
    Dot,
    /// The sum of all products, for every entry.
    All,
    /// Entry by entry.
    Elementwise,
}

/// What becomes of the deltas for a bias.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bias {
    /// Added over the examples.
    #[default]
    Sum,
    /// 0.
    Zero,
    /// That of one example.
    Of(End),
    /// Added over examples and nodes.
    OverNodes,
    /// The mean over the nodes of that.
    MeanOverNodes,
    /// Multiplied with the bias itself.
    TimesValue,
    /// Added over the nodes, for each example.
    OverNodesOfExample,
}

/// What takes the signal from one layer to the one below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Through {
    /// The weights.
    #[default]
    Weights,
    /// The weights after a step of this rate.
    Updated(f64),
    /// W for Wᵀ.
    Transposed,
    /// 1 for each weight.
    Ones,
    /// One path only.
    Path(End),
    /// The path with the node's own number only.
    OwnIndex,
    /// The mean over the paths.
    Mean,
    /// The weights with the biases as first or last row, and the wrong one taken off.
    BiasRow(End),
    /// w over the sum of the weights to the same node.
    Shares,
    /// The gradient of the weights.
    Gradient,
    /// The activation that the path comes from.
    Output,
    /// The weights of the layer below.
    OfLayerBelow,
}

/// What was done to a finished array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hand {
    /// Nothing.
    #[default]
    As,
    /// Rows for columns.
    Transposed,
    /// Filled row by row from an array read column by column, or the other way round.
    Reshaped(Order),
    /// Row f stands in row f + 1, or before it.
    RowsRolled(End),
    /// The same with columns, and with the biases.
    ColumnsRolled(End),
    /// The same with columns, but not with the biases.
    ColumnsOfWeightsRolled(End),
    /// A row of zeros.
    RowZero(End),
    /// A column of zeros, the bias included.
    ColumnZero(End),
    /// A column of zeros, the bias not included.
    ColumnOfWeightsZero(End),
    /// Zeros everywhere.
    Zero,
}

/// Which way an array was flattened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Order {
    ByRows,
    ByColumns,
}

/// What was done to all arrays at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Finish {
    /// Nothing.
    #[default]
    As,
    /// W − rate·g.
    NewWeights(f64),
    /// g + λW.
    Decayed(f64),
    /// Cut off at ±c.
    Clipped(f64),
    /// The list of layers backwards.
    Reversed,
    /// The weights change after every example, by this rate.
    Moving(f64),
}

/// The choices at one layer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)] // see the types
pub struct LayerRecipe {
    pub own: Slope,
    pub sent: Slope,
    pub operand: Operand,
    pub product: Product,
    pub bias: Bias,
    pub through: Through,
    pub hand: Hand,
}

impl LayerRecipe {
    /// Whether the weights are to be changed, by a rate that is not known yet, before the signal goes down.
    pub(super) fn wants_rate(&self) -> bool {
        matches!(self.through, Through::Updated(rate) if rate.is_nan())
    }
}

/// One choice for every place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // see the types
pub struct Recipe {
    pub labels: Labels,
    pub forward: Forward,
    pub signal: Signal,
    /// What the signal is multiplied with. It matters only where something after it is not linear.
    pub scale: f64,
    pub examples: Examples,
    pub layers: Vec<LayerRecipe>,
    pub finish: Finish,
}

/// One choice that differs from the right one. Layers count from zero.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // see the types
pub enum Edit {
    Labels(Labels),
    Forward(Forward),
    Signal(Signal),
    Scale(f64),
    Examples(Examples),
    Finish(Finish),
    Own(usize, Slope),
    Sent(usize, Slope),
    Operand(usize, Operand),
    Product(usize, Product),
    Bias(usize, Bias),
    Through(usize, Through),
    Hand(usize, Hand),
}

impl Recipe {
    /// The right program for a network of so many layers.
    pub fn right(layers: usize) -> Recipe {
        Recipe {
            labels: Labels::Given,
            forward: Forward::Given,
            signal: Signal::Slope,
            scale: 1.0,
            examples: Examples::All,
            layers: vec![LayerRecipe::default(); layers],
            finish: Finish::As,
        }
    }

    /// The same program with these edits.
    #[must_use]
    pub fn with(mut self, edits: &[Edit]) -> Recipe {
        for &edit in edits {
            self.edit(edit);
        }
        self
    }

    /// Makes another choice.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Labels(labels) => self.labels = labels,
            Edit::Forward(forward) => self.forward = forward,
            Edit::Signal(signal) => self.signal = signal,
            Edit::Scale(scale) => self.scale = scale,
            Edit::Examples(examples) => self.examples = examples,
            Edit::Finish(finish) => self.finish = finish,
            Edit::Own(layer, slope) => self.layers[layer].own = slope,
            Edit::Sent(layer, slope) => self.layers[layer].sent = slope,
            Edit::Operand(layer, operand) => self.layers[layer].operand = operand,
            Edit::Product(layer, product) => self.layers[layer].product = product,
            Edit::Bias(layer, bias) => self.layers[layer].bias = bias,
            Edit::Through(layer, through) => self.layers[layer].through = through,
            Edit::Hand(layer, hand) => self.layers[layer].hand = hand,
        }
    }
}

impl Edit {
    /// The same edit with a rate that was found.
    #[must_use]
    pub fn with_rate(self, found: Option<f64>) -> Edit {
        match (self, found) {
            (Edit::Through(layer, Through::Updated(_)), Some(rate)) => {
                Edit::Through(layer, Through::Updated(rate))
            }
            (Edit::Examples(Examples::Growing(_)), Some(rate)) => Edit::Examples(Examples::Growing(rate)),
            _ => self,
        }
    }

    /// Which place is edited: two mistakes can be made together only at different places.
    pub fn place(self) -> (u8, usize) {
        match self {
            Edit::Labels(_) => (0, 0),
            Edit::Forward(_) => (1, 0),
            Edit::Signal(_) => (2, 0),
            Edit::Scale(_) => (3, 0),
            Edit::Examples(_) => (4, 0),
            Edit::Finish(_) => (5, 0),
            Edit::Own(layer, _) => (6, layer),
            Edit::Sent(layer, _) => (7, layer),
            Edit::Operand(layer, _) | Edit::Product(layer, _) => (8, layer),
            Edit::Bias(layer, _) => (9, layer),
            Edit::Through(layer, _) => (10, layer),
            Edit::Hand(layer, _) => (11, layer),
        }
    }

    /// The highest layer in whose arrays the edit can show; of a network of so many layers.
    pub fn shows_at(self, layers: usize) -> Option<usize> {
        match self {
            Edit::Labels(_)
            | Edit::Forward(_)
            | Edit::Signal(_)
            | Edit::Scale(_)
            | Edit::Examples(_)
            | Edit::Finish(_) => layers.checked_sub(1),
            Edit::Own(layer, _)
            | Edit::Operand(layer, _)
            | Edit::Product(layer, _)
            | Edit::Bias(layer, _)
            | Edit::Hand(layer, _) => Some(layer),
            Edit::Sent(layer, _) | Edit::Through(layer, _) => layer.checked_sub(1),
        }
    }
}
