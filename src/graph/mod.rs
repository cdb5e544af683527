//! The tree diagram's parts and their names.
//!
//! A [`Shape`] is a network without its numbers. Its [`Quantity`]s are the nodes of the tree diagram and an
//! [`Edge`] is one step in it, with the local derivative ∂`of`/∂`by` on it:
//!
//! ```text
//! MSE ── o_out_1^(1) ── o_in_1^(1) ── w_211
//! ```
//!
//! Inside the program every layer, node and example counts from zero. This file is the only place that turns a
//! quantity into its written name, which counts from one, and back; [`notation`] writes that name as other courses do.

mod names;
pub mod notation;

use crate::activation::Activation;
use crate::cost::Cost;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::expr::SymbolError;
use crate::expr::as_typed;
use crate::printable::printable;

pub use names::{Names, Written};

/// What a network with data looks like, without any of its numbers.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Numbers of nodes: the inputs, each hidden layer, the outputs. One more than there are layers of weights.
    pub widths: Vec<usize>,
    /// The activation function of each layer of weights.
    pub activations: Vec<&'static Activation>,
    /// Whether each layer has biases.
    pub biases: Vec<bool>,
    /// E, the number of examples.
    pub examples: usize,
    /// The cost function.
    pub cost: &'static Cost,
}

/// One node of the tree diagram. All numbers count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the fields say what they are
pub enum Quantity {
    /// The root.
    Cost,
    /// One number of an example.
    Input { node: usize, example: usize },
    /// What an output should be.
    Label { node: usize, example: usize },
    /// The weight of the connection between two nodes.
    Weight { layer: usize, from: usize, to: usize },
    /// The bias of a node.
    Bias { layer: usize, to: usize },
    /// The pre-activation: the weighted sum that goes into a node.
    In { layer: usize, node: usize, example: usize },
    /// The activation: what comes out of a node.
    Out { layer: usize, node: usize, example: usize },
}

/// One step of the tree diagram. Its local derivative is ∂`of`/∂`by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The end nearer to the cost.
    pub of: Quantity,
    /// The end nearer to the weight.
    pub by: Quantity,
}

/// Why a name belongs to no quantity of a shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not written like a name at all.
    #[error(transparent)]
    Unreadable(#[from] SymbolError),
    /// `W2[1,0]` with something else in the brackets.
    #[error(
        "`{text}` is not an entry of an array: write W2[0,1] for a weight and b2[1] for a bias, counted from zero"
    )]
    NotAnEntry {
        /// What was written.
        text: String,
    },
    /// A name that is nearly one.
    #[error("`{text}` is not how names are written: write {meant}")]
    Misspelt {
        /// What was written.
        text: String,
        /// What was meant.
        meant: String,
    },
    /// `W0[1,0]`, from a program whose layers count from zero.
    #[error(
        "`{text}` names layer 0: the entries of an array count from zero, its layers from one, also where those of a \
         file count from zero. The first layer is W1"
    )]
    LayerFromZero {
        /// What was written.
        text: String,
    },
    /// A name of something that this network does not have.
    #[error("there is no {text}: {reason}")]
    Absent {
        /// What was written.
        text: String,
        /// What there is instead.
        reason: String,
    },
    /// A name of something else than a weight or bias.
    #[error(
        "`{text}` is not a weight or bias: write a weight as in w_211 (layer, from node, to node) or a bias as in b_13"
    )]
    NotAParameter {
        /// What was written.
        text: String,
    },
}

impl Shape {
    /// L, the number of layers of weights.
    pub fn layers(&self) -> usize {
        self.activations.len()
    }

    /// K, the number of output nodes.
    pub fn outputs(&self) -> usize {
        self.widths[self.layers()]
    }

    /// Every weight and bias: first layer first, weights before biases, row by row.
    pub fn parameters(&self) -> impl Iterator<Item = Quantity> + '_ {
        (0..self.layers()).flat_map(move |layer| {
            let (from, to) = (self.widths[layer], self.widths[layer + 1]);
            let weights = (0..from).flat_map(move |f| (0..to).map(move |n| (f, n)));
            let biases = if self.biases[layer] { 0..to } else { 0..0 };
            weights
                .map(move |(from, to)| Quantity::Weight { layer, from, to })
                .chain(biases.map(move |to| Quantity::Bias { layer, to }))
        })
    }

    /// What a node of a layer receives from a node below: an input, or the output of a hidden node.
    pub fn below(&self, layer: usize, node: usize, example: usize) -> Quantity {
        match layer.checked_sub(1) {
            None => Quantity::Input { node, example },
            Some(layer) => Quantity::Out { layer, node, example },
        }
    }

    /// The written name: `w_211`, `h_out_2^(1)`, `h2_in_1^(3)`, `MSE`.
    pub fn symbol(&self, quantity: Quantity) -> Symbol {
        let at = |zero_based: usize| Index::At(zero_based + 1);
        let node = |base: String, node, example| Symbol::new(base).below([at(node)]).of_example(at(example));
        match quantity {
            Quantity::Cost => Symbol::new(self.cost.symbol),
            Quantity::Input { node: n, example } => node("x".into(), n, example),
            Quantity::Label { node: n, example } => node("y".into(), n, example),
            Quantity::Weight { layer, from, to } => Symbol::new("w").below([at(layer), at(from), at(to)]),
            Quantity::Bias { layer, to } => Symbol::new("b").below([at(layer), at(to)]),
            Quantity::In { layer, node: n, example } => node(self.layer_letter(layer) + "_in", n, example),
            Quantity::Out { layer, node: n, example } => node(self.layer_letter(layer) + "_out", n, example),
        }
    }

    /// `o` for the last layer, `h` for the only hidden one, `h1`, `h2`, … for several.
    pub(crate) fn layer_letter(&self, layer: usize) -> String {
        match self.layers() {
            layers if layer + 1 == layers => "o".into(),
            2 => "h".into(),
            _ => format!("h{}", layer + 1),
        }
    }

    /// The layer of the node that an in- or out-value belongs to, whatever its indices: 1 for `o_out_n^(e)` where
    /// there are two layers.
    pub fn layer_of(&self, symbol: &Symbol) -> Option<usize> {
        let (letter, side) = symbol.base.split_once('_')?;
        matches!(side, "in" | "out").then_some(())?;
        (0..self.layers()).find(|&layer| self.layer_letter(layer) == letter)
    }

    /// The quantity that a symbol names.
    pub fn quantity(&self, symbol: &Symbol) -> Result<Quantity, NameError> {
        let text = symbol.to_string();
        let absent = |reason: String| NameError::Absent { text: printable(&text), reason };
        let numbers: Option<Vec<usize>> = symbol
            .sub
            .iter()
            .map(|index| if let Index::At(n) = index { n.checked_sub(1) } else { None })
            .collect();
        let Some(numbers) = numbers else {
            return Err(absent("a letter stands for any number, not for one".into()));
        };
        let quantity = match (symbol.base.as_str(), numbers.as_slice()) {
            (base, []) if base == self.cost.symbol => return Ok(Quantity::Cost),
            ("w", &[layer, from, to]) => Quantity::Weight { layer, from, to },
            ("b", &[layer, to]) => Quantity::Bias { layer, to },
            (base, &[node]) => {
                let Some(Index::At(example)) = symbol.example else {
                    return Err(absent("a node value belongs to an example, as in o_out_1^(2)".into()));
                };
                example.checked_sub(1).and_then(|example| self.node_value(base, node, example)).ok_or_else(
                    || absent(format!("the layers of this network are called {}", self.layer_names())),
                )?
            }
            _ => return Err(absent("only weights, biases, node values and the cost have names".into())),
        };
        self.absence(quantity).map_or(Ok(quantity), |reason| Err(absent(reason)))
    }

    fn node_value(&self, base: &str, node: usize, example: usize) -> Option<Quantity> {
        match base {
            "x" => return Some(Quantity::Input { node, example }),
            "y" => return Some(Quantity::Label { node, example }),
            _ => {}
        }
        let (letter, side) = base.split_once('_')?;
        let layer = (0..self.layers()).find(|&layer| self.layer_letter(layer) == letter)?;
        match side {
            "in" => Some(Quantity::In { layer, node, example }),
            "out" => Some(Quantity::Out { layer, node, example }),
            _ => None,
        }
    }

    fn layer_names(&self) -> String {
        let names: Vec<String> = (0..self.layers()).map(|layer| self.layer_letter(layer)).collect();
        format!("x, {} and y", names.join(", "))
    }

    /// Why this network has no such quantity, or nothing where it has.
    fn absence(&self, quantity: Quantity) -> Option<String> {
        let beyond = |what: &str, number: usize, count: usize| {
            (number >= count).then(|| format!("{what} {} is asked for and there {}", number + 1, are(count)))
        };
        let layer_beyond = |layer| beyond("layer", layer, self.layers()).map(|text| text + " of weights");
        let (node, layer, example) = match quantity {
            Quantity::Cost => return None,
            Quantity::Weight { layer, from, to } => {
                return layer_beyond(layer)
                    .or_else(|| beyond("from node", from, self.widths[layer]))
                    .or_else(|| beyond("to node", to, self.widths[layer + 1]));
            }
            Quantity::Bias { layer, to } => {
                return layer_beyond(layer)
                    .or_else(|| beyond("node", to, self.widths[layer + 1]))
                    .or_else(|| (!self.biases[layer]).then(|| format!("layer {} has no biases", layer + 1)));
            }
            Quantity::Input { node, example } => (node, 0, example),
            Quantity::Label { node, example } => (node, self.layers(), example),
            Quantity::In { layer, node, example } | Quantity::Out { layer, node, example } => {
                (node, layer + 1, example)
            }
        };
        beyond("node", node, self.widths[layer]).or_else(|| beyond("example", example, self.examples))
    }

    /// The entry of an array that holds a weight or bias, counted from zero as Python does: `W2[1,0]`, `b1[2]`.
    /// Layers count from one.
    pub fn array_entry(&self, parameter: Quantity) -> Option<String> {
        match parameter {
            Quantity::Weight { layer, from, to } => Some(format!("W{}[{from},{to}]", layer + 1)),
            Quantity::Bias { layer, to } => Some(format!("b{}[{to}]", layer + 1)),
            _ => None,
        }
    }

    /// The weight or bias that a text names: `w_221`, `w_2,10,3`, `b_13` as typed or as printed with small digits, or
    /// zero-based `W2[1,0]`, `b1[2]`.
    pub fn parameter(&self, text: &str) -> Result<Quantity, NameError> {
        let text = text.trim();
        let symbol = match text.split_once('[') {
            Some((array, _)) if array.get(1..) == Some("0") => {
                return Err(NameError::LayerFromZero { text: printable(text) });
            }
            Some((array, entry)) => Symbol::of_entry(array, entry)
                .ok_or_else(|| NameError::NotAnEntry { text: printable(text) })?,
            None => {
                as_typed(text).parse().map_err(|error| misspelt(text).unwrap_or(NameError::from(error)))?
            }
        };
        match (self.quantity(&symbol), symbol.base.as_str()) {
            (Ok(quantity @ (Quantity::Weight { .. } | Quantity::Bias { .. })), _) => Ok(quantity),
            (Err(error), "w" | "b") => Err(error),
            _ => Err(misspelt(text).unwrap_or_else(|| NameError::NotAParameter { text: printable(text) })),
        }
    }
}

/// `1 of them`, in words: "is 1", "are 3".
fn are(count: usize) -> String {
    format!("{} {count}", if count == 1 { "is" } else { "are" })
}

/// The weight or bias that was nearly written: `w_{211}` as in LaTeX, `W_211` or `w211`.
fn misspelt(text: &str) -> Option<NameError> {
    let mut letters = text.chars().filter(|letter| !"_{} ".contains(*letter));
    let base = letters.next().filter(|letter| "wWbB".contains(*letter))?.to_ascii_lowercase();
    let meant = format!("{base}_{}", letters.collect::<String>());
    let is_numbered = |symbol: Symbol| symbol.sub.iter().all(|index| matches!(index, Index::At(_)));
    let is_name = meant != text && meant.parse().is_ok_and(is_numbered);
    is_name.then(|| NameError::Misspelt { text: printable(text), meant })
}

#[cfg(test)]
mod tests;
