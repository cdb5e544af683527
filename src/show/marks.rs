//! Which edge of the tree diagram has which mark.
//!
//! Whatever belongs to one edge lights up together: the edge itself, its column in a table, its factor in a formula. A
//! mark says which of the steps from the cost down to the inputs it is,
//!
//! ```text
//! MSE ── o_out ── o_in ── h_out ── h_in ── x or w_1
//!     0        1       2        3       4
//! ```
//!
//! and then of which example and between which two nodes. In a formula one factor under a Σ stands for every node and
//! every example, and in a table one column does; there a mark leaves them open.

use crate::graph::Edge;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Mark;
use crate::page::Strand;

/// The mark of all edges that are as far from the cost as this one.
pub fn step(shape: &Shape, edge: Edge) -> Mark {
    let layers_passed = |layer: usize| shape.layers().saturating_sub(layer + 1);
    let (strand, step) = match edge.of {
        Quantity::Out { layer, .. } => (Strand::Activation, 1 + 2 * layers_passed(layer)),
        Quantity::In { layer, .. } => (Strand::DotProduct, 2 + 2 * layers_passed(layer)),
        // Below inputs, labels and weights there is nothing.
        _ => (Strand::Cost, 0),
    };
    Mark::of_all(strand, number(step))
}

/// The mark of one edge.
pub fn mark(shape: &Shape, edge: Edge) -> Mark {
    let example = example(edge.of).or_else(|| example(edge.by));
    let one = [example, node(edge.of), node(edge.by)].map(|known| known.map(|place| number(place + 1)));
    Mark { one, ..step(shape, edge) }
}

fn example(quantity: Quantity) -> Option<usize> {
    match quantity {
        Quantity::In { example, .. } | Quantity::Out { example, .. } => Some(example),
        _ => None,
    }
}

/// The node at this end of an edge; at a weight the one that it leads from.
fn node(quantity: Quantity) -> Option<usize> {
    match quantity {
        Quantity::In { node, .. } | Quantity::Out { node, .. } | Quantity::Input { node, .. } => Some(node),
        Quantity::Weight { from, .. } => Some(from),
        _ => None,
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
