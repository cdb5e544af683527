//! The paths to one weight as a tree diagram.

use crate::activation::Reach;
use crate::gradient::path::PathTerm;
use crate::gradient::scalar::Listing;
use crate::graph::Edge;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Words;
use crate::page::Diagram;
use crate::page::Inline;
use crate::page::Link;
use crate::page::Math;
use crate::page::Node;
use crate::page::Stroke;
use crate::page::Tree;
use crate::show::marks::mark;
use crate::show::number::six_digits;
use crate::show::symbol;

/// What stands at the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// The factors as they are multiplied: at the cost's edges the slope of one term, since N divides last.
    Factors,
    /// The same with N in the first factor, where a formula has it: at the cost's edges ∂cost/∂output.
    Slopes,
    /// No numbers.
    None,
}

/// Every path of the listing, drawn heavy; what else hangs from its nodes is only counted.
pub fn diagram(shape: &Shape, names: Names<'_>, words: &Words, listing: &Listing, labels: Labels) -> Diagram {
    let terms: Vec<&PathTerm> = listing.terms.iter().collect();
    let drawing = Drawing { shape, names, words, labels, divide_by: listing.divide_by };
    let told = drawing.told(listing);
    Diagram::Tree(Tree { words: told, root: drawing.node(Quantity::Cost, &terms) })
}

struct Drawing<'a> {
    shape: &'a Shape,
    names: Names<'a>,
    words: &'a Words,
    labels: Labels,
    divide_by: f64,
}

impl Drawing<'_> {
    fn node(&self, quantity: Quantity, terms: &[&PathTerm]) -> Node {
        let Drawing { shape, names, .. } = *self;
        let depth = terms.first().and_then(|term| term.path.nodes.iter().position(|node| *node == quantity));
        let depth = depth.unwrap_or(0);
        let mut below: Vec<(Quantity, Vec<&PathTerm>)> = Vec::new();
        for &term in terms {
            let Some(&next) = term.path.nodes.get(depth + 1) else { continue };
            match below.iter_mut().find(|(node, _)| *node == next) {
                Some((_, terms)) => terms.push(term),
                None => below.push((next, vec![term])),
            }
        }
        let drawn = below.len();
        let mut drawing = Node::leaf(symbol::symbol_in(names, &shape.symbol(quantity)));
        for (next, terms) in below {
            let label = terms.first().and_then(|term| self.label(quantity, term.factors[depth].value));
            let mark = mark(shape, Edge { of: quantity, by: next });
            let link = Link { label, stroke: Stroke::Heavy, mark: Some(mark) };
            drawing = drawing.over(link, self.node(next, &terms));
        }
        match children(shape, quantity).saturating_sub(drawn) {
            0 => drawing,
            more => drawing.and_more(self.words.filled("more", &[("count", more.to_string())])),
        }
    }

    fn label(&self, of: Quantity, factor: f64) -> Option<Math> {
        let value = match (self.labels, of) {
            (Labels::None, _) => return None,
            (Labels::Slopes, Quantity::Cost) => factor / self.divide_by,
            (Labels::Slopes | Labels::Factors, _) => factor,
        };
        Some(Math::number(six_digits(value)))
    }

    /// Every path with the nodes that it leads through, and the numbers at its edges.
    fn told(&self, listing: &Listing) -> Vec<Inline> {
        let name = |node: Quantity| Inline::from(symbol::symbol_in(self.names, &self.shape.symbol(node)));
        let count = vec![listing.terms.len().to_string().into()];
        let key = if listing.terms.len() == 1 { "tree-of-one" } else { "tree" };
        let mut told =
            super::told(self.words, key, &[("count", count), ("weight", vec![name(listing.parameter)])]);
        for (at, PathTerm { path, factors, .. }) in listing.terms.iter().enumerate() {
            told.push(if at == 0 { ": " } else { "; " }.into());
            let to = self.words.label("path-goes-on");
            told.extend(listed(path.nodes.iter().copied().map(name).collect(), to, to));
            let edges = path.nodes.iter().zip(factors);
            let labels = edges.filter_map(|(&of, factor)| self.label(of, factor.value)).map(Inline::from);
            let labels: Vec<Inline> = labels.collect();
            if !labels.is_empty() {
                let numbers = listed(labels, ", ", self.words.label("and"));
                told.extend(super::told(self.words, "path-numbers", &[("numbers", numbers)]));
            }
        }
        told.push(".".into());
        told
    }
}

/// Pieces with something between them, and something else before the last.
pub(super) fn listed(pieces: Vec<Inline>, between: &str, last: &str) -> Vec<Inline> {
    let count = pieces.len();
    let before = |at: usize| match at {
        0 => None,
        at if at + 1 == count => Some(last.into()),
        _ => Some(between.into()),
    };
    pieces.into_iter().enumerate().flat_map(|(at, piece)| before(at).into_iter().chain([piece])).collect()
}

/// How many nodes the whole tree has directly below one.
fn children(shape: &Shape, quantity: Quantity) -> usize {
    match quantity {
        Quantity::Cost => shape.examples * shape.outputs(),
        Quantity::Out { layer, .. } => match shape.activations[layer].reach {
            Reach::OwnNode { .. } => 1,
            Reach::WholeLayer { .. } => shape.widths[layer + 1],
        },
        Quantity::In { layer, .. } => 2 * shape.widths[layer] + usize::from(shape.biases[layer]),
        _ => 0,
    }
}
