//! Which edge of the tree diagram has which mark.
//!
//! Whatever belongs to one edge lights up together: the edge itself, its column in a table, its factor in a formula.
//! In a formula one factor under a Σ stands for every node and every example, and in a table one column does; so a
//! mark leaves nodes and examples open and says which of the steps from the cost down to the inputs it is:
//!
//! ```text
//! MSE ── o_out ── o_in ── h_out ── h_in ── x or w_1
//!     0        1       2        3       4
//! ```

use crate::graph::Edge;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Mark;
use crate::page::Strand;

/// The mark of an edge.
pub fn mark(shape: &Shape, edge: Edge) -> Mark {
    let layers_passed = |layer: usize| shape.layers().saturating_sub(layer + 1);
    let (strand, step) = match edge.of {
        Quantity::Out { layer, .. } => (Strand::Activation, 1 + 2 * layers_passed(layer)),
        Quantity::In { layer, .. } => (Strand::DotProduct, 2 + 2 * layers_passed(layer)),
        // Below inputs, labels and weights there is nothing.
        _ => (Strand::Cost, 0),
    };
    Mark { strand, id: u32::try_from(step).unwrap_or(u32::MAX) }
}
