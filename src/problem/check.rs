//! What makes a problem sound, and the words for each way in which it is not.
//!
//! ```text
//! E × widths[0]   widths[0] × widths[1]   …   widths[L−1] × widths[L]        E × widths[L]
//!     inputs            weights                      weights                     labels
//! ```

use super::Gradient;
use super::Grid;
use super::Layer;
use super::Part;
use super::Place;
use super::Problem;
use crate::activation::Reach;

/// The largest number of layers.
const LARGEST_DEPTH: usize = 1_000;

/// The largest number of slopes of a layer in which every output depends on every sum: 160 MB of them.
const MOST_SLOPES: u128 = 20_000_000;

/// Why numbers are not a problem. Layers, rows and columns count from zero; the sentences count from one.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProblemError {
    /// No weights at all.
    #[error("there are no layers of weights")]
    NoLayers,
    /// So many layers that walking down the tree would not fit on the stack.
    #[error("there are {layers} layers of weights, and at most {LARGEST_DEPTH} are taken")]
    TooDeep {
        /// How many there are.
        layers: usize,
    },
    /// Inputs without a row.
    #[error("there are no examples: the inputs have no rows")]
    NoExamples,
    /// A table without a column, or a first layer without a row.
    #[error("{} of width zero", emptiness(.place.part))]
    ZeroWidth {
        /// The empty table.
        place: Place,
    },
    /// Rows of unequal length. Only files can have them.
    #[error("{place} has {}, the rows before it have {before}", count(*.length, "number"))]
    Ragged {
        /// The row.
        place: Place,
        /// How many numbers it has.
        length: usize,
        /// How many numbers the rows before it have.
        before: usize,
    },
    /// A layer with rows for another number of nodes than there are below it.
    #[error("layer {} has weights from {}, but {}", .layer + 1, count(*.from, "node"), what_is_below(*.layer, *.below))]
    Chain {
        /// The layer.
        layer: usize,
        /// The rows of its weights.
        from: usize,
        /// The nodes of the layer below, or the inputs.
        below: usize,
    },
    /// Another number of biases than of nodes.
    #[error("layer {} has {} and {}", .layer + 1, count(*.nodes, "node"), plural(*.biases, "bias", "biases"))]
    BiasCount {
        /// The layer.
        layer: usize,
        /// How many biases it has.
        biases: usize,
        /// How many nodes its weights lead to.
        nodes: usize,
    },
    /// Another number of rows in the labels than in the inputs.
    #[error("the labels have {}, the inputs have {}", count(*.labels, "row"), count(*.inputs, "row"))]
    LabelRows {
        /// Rows of the labels.
        labels: usize,
        /// Rows of the inputs.
        inputs: usize,
    },
    /// Another number of labels than of outputs.
    #[error("the labels have {}, but the last layer has {}", count(*.labels, "column"), count(*.outputs, "node"))]
    LabelColumns {
        /// Columns of the labels.
        labels: usize,
        /// Nodes of the last layer.
        outputs: usize,
    },
    /// NaN or an infinity.
    #[error("{place} is {number}, which is not a finite number")]
    NotFinite {
        /// Which number.
        place: Place,
        /// NaN or an infinity.
        number: f64,
    },
    /// An activation that only the last layer may have.
    #[error("layer {} is a hidden layer and cannot have `{activation}`", .layer + 1)]
    LastLayerOnly {
        /// The layer.
        layer: usize,
        /// The activation's name.
        activation: &'static str,
    },
    /// A softmax of so many outputs and examples that its slopes, one for each two outputs of an example, are too many.
    #[error(
        "{} and {} of `{activation}` have {slopes} slopes, and at most {MOST_SLOPES} are taken",
        count(*.outputs, "output"), count(*.examples, "example")
    )]
    TooManySlopes {
        /// The last layer.
        layer: usize,
        /// The activation's name.
        activation: &'static str,
        /// Its nodes.
        outputs: usize,
        /// The rows of the inputs.
        examples: usize,
        /// Examples × outputs × outputs.
        slopes: u128,
    },
    /// A label outside the domain of the cost.
    #[error("{place} is {label}: {reason}, which `{cost}` cannot take")]
    Label {
        /// Which label.
        place: Place,
        /// Its value.
        label: f64,
        /// The cost's name.
        cost: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Gradients for another number of layers.
    #[error("there are gradients for {}, but the network has {}", count(*.given, "layer"), count(*.layers, "layer"))]
    GradientCount {
        /// Layers with a gradient.
        given: usize,
        /// Layers of the network.
        layers: usize,
    },
    /// A gradient of another shape than what it is the gradient of.
    #[error("{} is {}, but {} is {}", .place.part, shape(*.given), differentiated(.place.part), shape(*.expected))]
    GradientShape {
        /// The gradient.
        place: Place,
        /// Its rows and columns.
        given: (usize, usize),
        /// The rows and columns of what was differentiated.
        expected: (usize, usize),
    },
    /// A gradient for biases that do not exist.
    #[error("there is a gradient for the biases of layer {}, which has no biases", .layer + 1)]
    GradientOfNoBiases {
        /// The layer.
        layer: usize,
    },
}

impl ProblemError {
    /// Where the fault shows, for who has a text to point into.
    pub fn place(&self) -> Place {
        match *self {
            ProblemError::NoLayers | ProblemError::TooDeep { .. } => Part::Layers.whole(),
            ProblemError::NoExamples => Part::Inputs.whole(),
            ProblemError::ZeroWidth { place }
            | ProblemError::Ragged { place, .. }
            | ProblemError::NotFinite { place, .. }
            | ProblemError::Label { place, .. }
            | ProblemError::GradientShape { place, .. } => place,
            ProblemError::Chain { layer, .. } => Part::Weights { layer }.whole(),
            ProblemError::BiasCount { layer, .. } => Part::Biases { layer }.whole(),
            ProblemError::LabelRows { .. } | ProblemError::LabelColumns { .. } => Part::Labels.whole(),
            ProblemError::LastLayerOnly { layer, .. } | ProblemError::TooManySlopes { layer, .. } => {
                Part::Activation { layer }.whole()
            }
            ProblemError::GradientCount { .. } => Part::Gradients.whole(),
            ProblemError::GradientOfNoBiases { layer } => Part::GradientBiases { layer }.whole(),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match *self {
            ProblemError::NoLayers => "give at least one layer with its weights".into(),
            ProblemError::TooDeep { .. } => "a tree diagram of so many levels teaches nothing; take fewer".into(),
            ProblemError::NoExamples => "give at least one example: one row of inputs and one of labels".into(),
            ProblemError::ZeroWidth { .. } => "every layer needs at least one node, every example one input".into(),
            ProblemError::Ragged { before, .. } => {
                format!("give every row {}, or the first rows as many as this one", count(before, "number"))
            }
            ProblemError::Chain { .. } => {
                "weights are stored from-to: one row for each node below, one column for each node of the layer"
                    .into()
            }
            ProblemError::BiasCount { nodes, .. } => {
                format!("give {}, one for each column of the weights, or none", plural(nodes, "bias", "biases"))
            }
            ProblemError::LabelRows { .. } => "inputs and labels have one row for each example".into(),
            ProblemError::LabelColumns { .. } => "a row of labels has one number for each output node".into(),
            ProblemError::NotFinite { .. } => "gradients exist for finite numbers only; correct this one".into(),
            ProblemError::LastLayerOnly { .. } => "use it on the last layer, or another activation here".into(),
            ProblemError::TooManySlopes { .. } => {
                "take fewer outputs or fewer examples, or an activation that reaches its own node only".into()
            }
            ProblemError::Label { .. } => "use labels from 0 to 1, or a squared cost such as `half-mse`".into(),
            ProblemError::GradientCount { .. } => {
                "give one entry for each layer, in the same order; what is not known may be left out of an entry"
                    .into()
            }
            ProblemError::GradientShape { .. } => "a gradient has one number for each weight or bias".into(),
            ProblemError::GradientOfNoBiases { .. } => "leave it out, or give the layer its biases".into(),
        }
    }
}

/// Everything that a sound problem holds to, checked from the inputs to the outputs.
pub(super) fn check(problem: &Problem) -> Result<(), ProblemError> {
    check_layers(&problem.layers, &problem.inputs)?;
    check_labels(problem)?;
    check_finite(problem)
}

fn check_layers(layers: &[Layer], inputs: &Grid) -> Result<(), ProblemError> {
    if inputs.rows() == 0 {
        return Err(ProblemError::NoExamples);
    }
    if inputs.columns() == 0 {
        return Err(ProblemError::ZeroWidth { place: Part::Inputs.whole() });
    }
    let mut below = inputs.columns();
    for (layer, Layer { weights, biases, activation }) in layers.iter().enumerate() {
        let from = weights.rows();
        if from == 0 || weights.columns() == 0 {
            return Err(ProblemError::ZeroWidth { place: Part::Weights { layer }.whole() });
        }
        if from != below {
            return Err(ProblemError::Chain { layer, from, below });
        }
        below = weights.columns();
        if let Some(biases) = biases.as_ref().map(Vec::len).filter(|&biases| biases != below) {
            return Err(ProblemError::BiasCount { layer, biases, nodes: below });
        }
        if matches!(activation.reach, Reach::WholeLayer { .. }) && layer + 1 < layers.len() {
            return Err(ProblemError::LastLayerOnly { layer, activation: activation.name });
        }
        let (outputs, examples) = (below, inputs.rows());
        let slopes = (examples as u128) * (outputs as u128) * (outputs as u128);
        if matches!(activation.reach, Reach::WholeLayer { .. }) && slopes > MOST_SLOPES {
            let activation = activation.name;
            return Err(ProblemError::TooManySlopes { layer, activation, outputs, examples, slopes });
        }
    }
    match layers.len() {
        0 => Err(ProblemError::NoLayers),
        deep if deep > LARGEST_DEPTH => Err(ProblemError::TooDeep { layers: deep }),
        _ => Ok(()),
    }
}

fn check_labels(problem: &Problem) -> Result<(), ProblemError> {
    let (labels, inputs) = (problem.labels.rows(), problem.inputs.rows());
    if labels != inputs {
        return Err(ProblemError::LabelRows { labels, inputs });
    }
    let outputs = problem.layers.last().map_or(0, |layer| layer.weights.columns());
    let labels = problem.labels.columns();
    if labels != outputs {
        return Err(ProblemError::LabelColumns { labels, outputs });
    }
    Ok(())
}

fn check_finite(problem: &Problem) -> Result<(), ProblemError> {
    finite_grid(&problem.inputs, Part::Inputs)?;
    for (layer, Layer { weights, biases, .. }) in problem.layers.iter().enumerate() {
        finite_grid(weights, Part::Weights { layer })?;
        finite_list(biases.as_deref(), Part::Biases { layer })?;
    }
    finite_grid(&problem.labels, Part::Labels)?;
    let cost = problem.cost;
    let refused = entries(&problem.labels)
        .find_map(|(row, column, label)| Some((row, column, label, cost.domain.refuses_label(label)?)));
    refused.map_or(Ok(()), |(row, column, label, reason)| {
        let place = Part::Labels.entry(row, column);
        Err(ProblemError::Label { place, label, cost: cost.name, reason })
    })
}

/// A gradient has the shape of what was differentiated.
pub(super) fn check_gradients(layers: &[Layer], gradients: &[Gradient]) -> Result<(), ProblemError> {
    let (given, expected) = (gradients.len(), layers.len());
    if given != expected {
        return Err(ProblemError::GradientCount { given, layers: expected });
    }
    for (layer, (Layer { weights, biases, .. }, gradient)) in layers.iter().zip(gradients).enumerate() {
        if let Some(given) = &gradient.weights {
            let place = Part::GradientWeights { layer }.whole();
            same_shape(place, (given.rows(), given.columns()), (weights.rows(), weights.columns()))?;
            finite_grid(given, Part::GradientWeights { layer })?;
        }
        if let Some(given) = &gradient.biases {
            let biases = biases.as_ref().ok_or(ProblemError::GradientOfNoBiases { layer })?;
            let place = Part::GradientBiases { layer }.whole();
            same_shape(place, (1, given.len()), (1, biases.len()))?;
            finite_list(Some(given), Part::GradientBiases { layer })?;
        }
    }
    Ok(())
}

fn same_shape(place: Place, given: (usize, usize), expected: (usize, usize)) -> Result<(), ProblemError> {
    if given == expected { Ok(()) } else { Err(ProblemError::GradientShape { place, given, expected }) }
}

pub(super) fn finite_grid(grid: &Grid, part: Part) -> Result<(), ProblemError> {
    let broken = entries(grid).find(|(_, _, number)| !number.is_finite());
    broken.map_or(Ok(()), |(row, column, number)| {
        Err(ProblemError::NotFinite { place: part.entry(row, column), number })
    })
}

fn finite_list(list: Option<&[f64]>, part: Part) -> Result<(), ProblemError> {
    let broken = list.unwrap_or_default().iter().enumerate().find(|(_, number)| !number.is_finite());
    broken.map_or(Ok(()), |(row, &number)| Err(ProblemError::NotFinite { place: part.row(row), number }))
}

fn entries(grid: &Grid) -> impl Iterator<Item = (usize, usize, f64)> {
    let rows = grid.iter_rows().enumerate();
    rows.flat_map(|(row, numbers)| numbers.iter().enumerate().map(move |(column, &n)| (row, column, n)))
}

fn emptiness(part: Part) -> String {
    match part {
        Part::Inputs => "the examples have inputs".into(),
        Part::Weights { layer } => format!("layer {} has weights", layer + 1),
        other => format!("{other} are"),
    }
}

fn what_is_below(layer: usize, nodes: usize) -> String {
    match layer {
        0 => format!("the examples have {}", count(nodes, "input")),
        _ => format!("layer {layer} has {}", count(nodes, "node")),
    }
}

fn differentiated(part: Part) -> String {
    match part {
        Part::GradientWeights { layer } => format!("the matrix of weights of layer {}", layer + 1),
        Part::GradientBiases { layer } => format!("the list of biases of layer {}", layer + 1),
        other => other.to_string(),
    }
}

fn shape((rows, columns): (usize, usize)) -> String {
    format!("{rows} × {columns}")
}

/// A number with its noun: `1 node`, `2 nodes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    plural(number, noun, &format!("{noun}s"))
}

fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
