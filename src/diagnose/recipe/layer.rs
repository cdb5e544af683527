//! The choices of a program at one layer.

use super::End;

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

impl Slope {
    /// The last of them.
    pub(in crate::diagnose) const LAST: Slope = Slope::Output;

    /// Whether it is the slope at the signal, and not at what the forward pass left.
    pub(in crate::diagnose) fn is_of_signal(self) -> bool {
        matches!(self, Slope::OfSignalAlone | Slope::AtSignal | Slope::OutputFormOfSignal)
    }
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
    /// The same with the delta of the last layer.
    DeltaOfOutput,
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
    /// δ * Wᵀ entry by entry.
    Elementwise,
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
    pub(in crate::diagnose) fn wants_rate(&self) -> bool {
        matches!(self.through, Through::Updated(rate) if rate.is_nan())
    }

    /// Whether what goes down has to do with the gradient of the layer.
    pub(in crate::diagnose) fn sends_through_gradient(&self) -> bool {
        matches!(self.through, Through::Gradient | Through::Updated(_))
    }

    /// Whether the same arrays are formed of the same signal, whatever is then sent down.
    pub(in crate::diagnose) fn forms_like(&self, other: &LayerRecipe) -> bool {
        let formed = |of: &LayerRecipe| {
            let LayerRecipe { own, operand, product, bias, hand, sent: _, through: _ } = *of;
            (own, operand, product, bias, hand)
        };
        formed(self) == formed(other)
    }

    /// The same where every example comes alone.
    pub(in crate::diagnose) fn one_at_a_time(&self) -> LayerRecipe {
        let product = match self.product {
            Product::OfMeans | Product::Of(_) => Product::Sum,
            product => product,
        };
        let bias = if matches!(self.bias, Bias::Of(_)) { Bias::Sum } else { self.bias };
        LayerRecipe { product, bias, ..*self }
    }

    /// Whether everything is made of single examples and then added.
    pub(in crate::diagnose) fn adds_up(&self) -> bool {
        *self == self.one_at_a_time()
            && self.product != Product::Elementwise
            && self.bias != Bias::OverNodesOfExample
            && self.through != Through::Elementwise
            && !self.sends_through_gradient()
    }

    /// Whether the gradient of a weight, or of a bias, is a sum over the examples.
    pub(in crate::diagnose) fn is_sum(&self, is_bias: bool) -> bool {
        let is_formed_so = if is_bias {
            self.bias == Bias::Sum && self.operand != Operand::DeltaAboveAndBiases
        } else {
            self.product == Product::Sum
        };
        is_formed_so && self.hand == Hand::As
    }
}
