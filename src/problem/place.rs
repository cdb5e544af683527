//! Where in a problem something stands: a table, a row of it, one number.
//!
//! The same place has a name for people, counted from one (`w_211`, `x_4^(2)`), and a path through a problem file,
//! counted from zero (`layers[1].weights[0][0]`), along which its text can be found.

use std::fmt;

use crate::expr::Index;
use crate::expr::Symbol;

/// A place in a problem. Rows and columns count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table or word.
    pub part: Part,
    /// The row of a matrix or the entry of a list, where one is meant.
    pub row: Option<usize>,
    /// The column of a matrix, where one number is meant.
    pub column: Option<usize>,
}

/// A table or word of a problem. Layers count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say what they are
pub enum Part {
    Cost,
    Layers,
    Activation { layer: usize },
    Weights { layer: usize },
    Biases { layer: usize },
    Inputs,
    Labels,
    Gradients,
    GradientWeights { layer: usize },
    GradientBiases { layer: usize },
}

/// One step on the way to a value in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Field(&'static str),
    Item(usize),
}

impl Part {
    /// The whole of it.
    pub fn whole(self) -> Place {
        Place { part: self, row: None, column: None }
    }

    /// One row of a matrix, or one entry of a list.
    pub fn row(self, row: usize) -> Place {
        Place { part: self, row: Some(row), column: None }
    }

    /// One number of a matrix.
    pub fn entry(self, row: usize, column: usize) -> Place {
        Place { part: self, row: Some(row), column: Some(column) }
    }
}

impl Place {
    /// The way to this place in a problem file.
    pub(super) fn steps(&self) -> Vec<Step> {
        use Step::Field;
        use Step::Item;
        let part = match self.part {
            Part::Cost => vec![Field("cost")],
            Part::Layers => vec![Field("layers")],
            Part::Activation { layer } => vec![Field("layers"), Item(layer), Field("activation")],
            Part::Weights { layer } => vec![Field("layers"), Item(layer), Field("weights")],
            Part::Biases { layer } => vec![Field("layers"), Item(layer), Field("biases")],
            Part::Inputs => vec![Field("inputs")],
            Part::Labels => vec![Field("labels")],
            Part::Gradients => vec![Field("gradients")],
            Part::GradientWeights { layer } => vec![Field("gradients"), Item(layer), Field("weights")],
            Part::GradientBiases { layer } => vec![Field("gradients"), Item(layer), Field("biases")],
        };
        part.into_iter().chain([self.row, self.column].into_iter().flatten().map(Item)).collect()
    }
}

/// A table in words: `the weights of layer 2`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, layer) = match *self {
            Part::Cost => return f.write_str("the cost"),
            Part::Layers => return f.write_str("the layers"),
            Part::Inputs => return f.write_str("the inputs"),
            Part::Labels => return f.write_str("the labels"),
            Part::Gradients => return f.write_str("the gradients"),
            Part::Activation { layer } => ("the activation", layer),
            Part::Weights { layer } => ("the weights", layer),
            Part::Biases { layer } => ("the biases", layer),
            Part::GradientWeights { layer } => ("the weights' gradient", layer),
            Part::GradientBiases { layer } => ("the biases' gradient", layer),
        };
        write!(f, "{what} of layer {}", layer + 1)
    }
}

/// A place in words: `w_211`, `row 2 of the inputs`, `the biases of layer 1`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |zero_based: usize| Index::At(zero_based + 1);
        let node = |base: &str, node, example| Symbol::new(base).below([at(node)]).of_example(at(example));
        let weight =
            |layer: usize, from: usize, to: usize| Symbol::new("w").below([at(layer), at(from), at(to)]);
        let bias = |layer: usize, to: usize| Symbol::new("b").below([at(layer), at(to)]);
        match (self.part, self.row, self.column) {
            (Part::Inputs, Some(example), Some(input)) => write!(f, "{}", node("x", input, example)),
            (Part::Labels, Some(example), Some(output)) => write!(f, "{}", node("y", output, example)),
            (Part::Weights { layer }, Some(from), Some(to)) => write!(f, "{}", weight(layer, from, to)),
            (Part::Biases { layer }, Some(to), _) => write!(f, "{}", bias(layer, to)),
            (Part::GradientWeights { layer }, Some(from), Some(to)) => {
                write!(f, "the derivative by {}", weight(layer, from, to))
            }
            (Part::GradientBiases { layer }, Some(to), _) => {
                write!(f, "the derivative by {}", bias(layer, to))
            }
            (part, Some(row), _) => write!(f, "row {} of {part}", row + 1),
            (part, None, _) => part.fmt(f),
        }
    }
}
