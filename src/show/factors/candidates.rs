//! Which edges of the tree diagram a run of factors could belong to, by the names that stand in it.

use std::collections::BTreeSet;

use super::Search;
use crate::activation::Reach;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::graph::Edge;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Mark;
use crate::show::marks::mark;

/// An edge of the tree diagram as a formula names it: its nodes and examples may be letters.
pub(super) struct Named {
    pub(super) of: Symbol,
    pub(super) by: Symbol,
}

/// Edges one below the other.
pub(super) type Path = Vec<Named>;

impl Search<'_> {
    /// The paths of one edge, or of two, whose products can be written with exactly these names.
    pub(super) fn candidates(&self, names: &BTreeSet<Symbol>) -> Vec<Path> {
        let named: Vec<(&Symbol, Quantity)> =
            names.iter().filter_map(|name| Some((name, quantity(self.shape, name)?))).collect();
        let Some(&(first, quantity)) = named.first() else { return Vec::new() };
        let rest = names.len() - named.len();
        let deltas = names.iter().filter(|name| name.base == "delta").count();
        let divisor = names.iter().filter(|name| name.to_string() == "N").count();
        if rest != deltas + divisor {
            return Vec::new();
        }
        let mut paths: Vec<Path> = Vec::new();
        let single = |edge: Named| vec![edge];
        if deltas == 0 {
            paths.extend(self.cost_edge(&named).map(single));
        }
        if divisor == 0 {
            paths.extend(self.activation_edges(&named).into_iter().map(single));
        }
        if rest == 0 && named.len() == 1 {
            paths.extend(self.dot_product_edge(first, quantity).map(single));
        }
        paths.extend(self.cost_and_activation(&named));
        paths
    }

    /// o − y, for one output and its label.
    fn cost_edge(&self, named: &[(&Symbol, Quantity)]) -> Option<Named> {
        let last = self.shape.layers() - 1;
        let (output, _) = named
            .iter()
            .find(|(_, quantity)| matches!(quantity, Quantity::Out { layer, .. } if *layer == last))?;
        let belongs = |(name, quantity): &(&Symbol, Quantity)| {
            name == output
                || (matches!(quantity, Quantity::Label { .. }) && name.indices().eq(output.indices()))
        };
        let of = self.shape.symbol(Quantity::Cost);
        named.iter().all(belongs).then(|| Named { of, by: (*output).clone() })
    }

    /// o·(1 − o), for one node, or for two where every output depends on every sum.
    fn activation_edges(&self, named: &[(&Symbol, Quantity)]) -> Vec<Named> {
        let Some((first, layer)) =
            named.first().and_then(|&(name, quantity)| Some((name, node_layer(quantity)?)))
        else {
            return Vec::new();
        };
        let is_here = |(name, quantity): &(&Symbol, Quantity)| {
            node_layer(*quantity) == Some(layer) && name.example == first.example
        };
        let nodes: BTreeSet<&Vec<Index>> = named.iter().map(|(name, _)| &name.sub).collect();
        let reached = match self.shape.activations[layer].reach {
            Reach::OwnNode { .. } => 1,
            Reach::WholeLayer { .. } => 2,
        };
        if !named.iter().all(is_here) || nodes.len() > reached {
            return Vec::new();
        }
        let side = |quantity, sub: &[Index]| Symbol {
            sub: sub.to_vec(),
            example: first.example,
            ..self.shape.symbol(quantity)
        };
        let edge = |of: &[Index], by: &[Index]| Named {
            of: side(Quantity::Out { layer, node: 0, example: 0 }, of),
            by: side(Quantity::In { layer, node: 0, example: 0 }, by),
        };
        nodes
            .iter()
            .flat_map(|of| nodes.iter().map(move |by| (*of, *by)))
            .map(|(of, by)| edge(of, by))
            .collect()
    }

    /// The cost and the activation together, once something of the one has cancelled something of the other: o − y is
    /// cross-entropy's slope times σ's.
    fn cost_and_activation(&self, named: &[(&Symbol, Quantity)]) -> Vec<Path> {
        let is_label = |quantity: &Quantity| matches!(quantity, Quantity::Label { .. });
        let Some(&(label, _)) = named.iter().find(|(_, quantity)| is_label(quantity)) else {
            return Vec::new();
        };
        let last = self.shape.layers() - 1;
        let output = self.shape.symbol(Quantity::Out { layer: last, node: 0, example: 0 });
        let output = Symbol { sub: label.sub.clone(), example: label.example, ..output };
        let reached = Quantity::Out { layer: last, node: 0, example: 0 };
        let mut nodes: Vec<(&Symbol, Quantity)> =
            named.iter().filter(|(_, quantity)| !is_label(quantity)).copied().collect();
        nodes.push((&output, reached));
        let of_cost = self.shape.symbol(Quantity::Cost);
        let activations = self.activation_edges(&nodes).into_iter().filter(|edge| edge.of == output);
        let above = |edge: Named| vec![Named { of: of_cost.clone(), by: output.clone() }, edge];
        activations.map(above).collect()
    }

    /// A weight is the slope of its sum by the activation below; that activation is the slope by the weight.
    fn dot_product_edge(&self, name: &Symbol, quantity: Quantity) -> Option<Named> {
        let at = |quantity, node: Index, example: Index| {
            self.shape.symbol(quantity).below([node]).of_example(example)
        };
        if let (Quantity::Weight { layer, .. }, [_, from, to]) = (quantity, name.sub.as_slice()) {
            let any = Index::At(1);
            let of = at(Quantity::In { layer, node: 0, example: 0 }, *to, any);
            return Some(Named { of, by: at(self.shape.below(layer, 0, 0), *from, any) });
        }
        let (&[_, from, to], Some(example)) = (self.by.sub.as_slice(), name.example) else { return None };
        let Quantity::Weight { layer, .. } = self::quantity(self.shape, self.by)? else { return None };
        let below = at(self.shape.below(layer, 0, 0), from, example);
        let of = at(Quantity::In { layer, node: 0, example: 0 }, to, example);
        (below == *name).then(|| Named { of, by: self.by.clone() })
    }
}

impl Named {
    /// The mark of the edge in this example, if the names are neighbours in the tree diagram. What is a letter is open.
    pub(super) fn mark(&self, shape: &Shape, example: Option<Index>) -> Option<Mark> {
        use Quantity::{Bias, Cost, In, Out, Weight};
        let edge = Edge { of: quantity(shape, &self.of)?, by: quantity(shape, &self.by)? };
        let is_edge = match (edge.of, edge.by) {
            (Cost, Out { layer, .. }) => layer + 1 == shape.layers(),
            (Out { layer, .. }, In { layer: below, .. })
            | (In { layer, .. }, Weight { layer: below, .. } | Bias { layer: below, .. }) => layer == below,
            (In { layer, .. }, Out { layer: below, .. }) => layer == below + 1,
            (In { layer, .. }, Quantity::Input { .. }) => layer == 0,
            _ => false,
        };
        let whole = mark(shape, edge);
        let [in_example, above, below] = whole.one;
        let is_one = |name: &Symbol| name.sub.iter().all(|index| matches!(index, Index::At(_)));
        let one = [
            in_example.filter(|_| matches!(example, Some(Index::At(_)))),
            above.filter(|_| is_one(&self.of)),
            below.filter(|_| is_one(&self.by)),
        ];
        is_edge.then_some(Mark { one, ..whole })
    }
}

/// What a name is, with the first node and example for its letters. A weight of any layer has no place in the tree.
pub(super) fn quantity(shape: &Shape, name: &Symbol) -> Option<Quantity> {
    if matches!((name.base.as_str(), name.sub.first()), ("w" | "b", Some(Index::Letter(_)))) {
        return None;
    }
    let first: Letters = name.letters().map(|letter| (letter, Index::At(1))).collect();
    shape.quantity(&name.with_letters(&first)).ok()
}

/// The layer of a node's sum or output.
pub(super) fn node_layer(quantity: Quantity) -> Option<usize> {
    match quantity {
        Quantity::In { layer, .. } | Quantity::Out { layer, .. } => Some(layer),
        _ => None,
    }
}
