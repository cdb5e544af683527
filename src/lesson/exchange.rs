//! Another weight of the same layer, by giving the nodes other numbers.
//!
//! A network does not change when the nodes of a layer change places. Whoever exchanges hidden node 1 for f and output
//! node 1 for n in every name makes every formula about `w_211` one about `w_2fn`:
//!
//! ```text
//! h_out_1^(e) → h_out_f^(e)      o_in_1^(e) → o_in_n^(e)      w_211 → w_2fn      y_1^(e) → y_n^(e)
//! ```
//!
//! A name that a lesson defines follows its definition: in `D_e,n = (o_out_n^(e) − y_n^(e))·…` the second index is the
//! number of an output node.

use std::collections::BTreeMap;

use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;

/// Nodes that change places. By default none do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The layer of nodes and the two one-based nodes in it; layer 0 is that of the inputs.
    swaps: Vec<(usize, usize, usize)>,
    /// The layers of the network, to tell where the outputs are.
    layers: usize,
    /// Of names that are defined, by their base: for each index the layer of the nodes that it numbers.
    named: BTreeMap<String, Vec<Option<usize>>>,
}

impl Exchange {
    /// What makes one weight of a layer the other. Nothing where they are of different layers or no weights.
    pub fn new(shape: &Shape, from: Quantity, to: Quantity) -> Option<Self> {
        match (from, to) {
            (
                Quantity::Weight { layer, from: f, to: n },
                Quantity::Weight { layer: same, from: other_f, to: other_n },
            ) if layer == same => {
                let swaps = [(layer, f + 1, other_f + 1), (layer + 1, n + 1, other_n + 1)];
                let swaps = swaps.into_iter().filter(|(_, one, other)| one != other).collect();
                Some(Exchange { swaps, layers: shape.layers(), named: BTreeMap::new() })
            }
            _ => None,
        }
    }

    /// Takes note of a definition, whose indices number what they number in it.
    pub(super) fn follow(&mut self, name: &Symbol, is: &Expr, shape: &Shape) {
        let layer = |index: &Index| {
            let Index::Letter(letter) = *index else { return None };
            let mut found = None;
            is.any(&mut |part| {
                if let Expr::Sym(symbol) | Expr::Partial { by: symbol, .. } = part {
                    let places = self.numbered(symbol, shape);
                    let at = symbol.sub.iter().position(|own| *own == Index::Letter(letter));
                    found = found.or(at.and_then(|at| places.get(at).copied().flatten()));
                }
                false
            });
            found
        };
        let layers: Vec<Option<usize>> = name.sub.iter().map(layer).collect();
        if layers.iter().any(Option::is_some) {
            self.named.insert(name.base.as_str().to_owned(), layers);
        }
    }

    /// The same definitions in another exchange.
    #[must_use]
    pub(super) fn following(self, other: &Exchange) -> Self {
        Exchange { named: other.named.clone(), ..self }
    }

    /// For each index of a name the layer of the nodes that it numbers.
    fn numbered(&self, symbol: &Symbol, shape: &Shape) -> Vec<Option<usize>> {
        match (symbol.base.as_str(), symbol.sub.as_slice()) {
            ("w", &[Index::At(layer), _, _]) if layer > 0 => vec![None, Some(layer - 1), Some(layer)],
            ("b", &[Index::At(layer), _]) => vec![None, Some(layer)],
            ("x", &[_]) => vec![Some(0)],
            ("y", &[_]) => vec![Some(shape.layers())],
            (base, sub) => match (shape.layer_of(symbol), self.named.get(base)) {
                (Some(layer), _) if sub.len() == 1 => vec![Some(layer + 1)],
                (_, Some(layers)) if layers.len() == sub.len() => layers.clone(),
                _ => vec![None; sub.len()],
            },
        }
    }

    /// Whether every node stays where it is.
    pub fn is_nothing(&self) -> bool {
        self.swaps.is_empty()
    }

    /// A formula with its nodes exchanged.
    #[must_use]
    pub fn formula(&self, formula: &Expr, shape: &Shape) -> Expr {
        match formula {
            _ if self.is_nothing() => formula.clone(),
            Expr::Sym(symbol) => Expr::Sym(self.symbol(symbol, shape)),
            Expr::Partial { of, by } => {
                Expr::Partial { of: Box::new(self.formula(of, shape)), by: self.symbol(by, shape) }
            }
            _ => formula.map_parts(&mut |part| self.formula(part, shape)),
        }
    }

    /// A quantity of the network with its nodes exchanged.
    #[must_use]
    pub fn quantity(&self, quantity: Quantity) -> Quantity {
        let at = |layer: usize, node: usize| self.node(layer, node + 1) - 1;
        match quantity {
            Quantity::Cost => Quantity::Cost,
            Quantity::Input { node, example } => Quantity::Input { node: at(0, node), example },
            Quantity::Label { node, example } => Quantity::Label { node: at(self.layers, node), example },
            Quantity::Weight { layer, from, to } => {
                Quantity::Weight { layer, from: at(layer, from), to: at(layer + 1, to) }
            }
            Quantity::Bias { layer, to } => Quantity::Bias { layer, to: at(layer + 1, to) },
            Quantity::In { layer, node, example } => {
                Quantity::In { layer, node: at(layer + 1, node), example }
            }
            Quantity::Out { layer, node, example } => {
                Quantity::Out { layer, node: at(layer + 1, node), example }
            }
        }
    }

    fn node(&self, layer: usize, node: usize) -> usize {
        self.swaps.iter().filter(|(where_, ..)| *where_ == layer).fold(node, |node, &(_, one, other)| {
            if node == one {
                other
            } else if node == other {
                one
            } else {
                node
            }
        })
    }

    /// Indices that are letters stay; so do names that are not of the network.
    fn symbol(&self, symbol: &Symbol, shape: &Shape) -> Symbol {
        let at = |layer: usize, index: Index| match index {
            Index::At(node) => Index::At(self.node(layer, node)),
            letter @ Index::Letter(_) => letter,
        };
        let layers = self.numbered(symbol, shape);
        let indices = symbol.sub.iter().zip(layers);
        let sub = indices.map(|(index, layer)| layer.map_or(*index, |layer| at(layer, *index))).collect();
        Symbol { sub, ..symbol.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn a_formula_about_one_weight_becomes_one_about_another() {
        let shape = Problem::built_in("iris-2").expect("built in").shape();
        let parameter = |name: &str| shape.parameter(name).expect(name);
        let exchange = Exchange::new(&shape, parameter("w_211"), parameter("w_223")).expect("one layer");
        let exchanged = |text: &str| exchange.formula(&text.parse().expect(text), &shape).to_string();
        assert_eq!(
            exchanged("d(MSE)/d(w_211) + h_out_1^(e)*o_in_1^(2)*y_3^(1)"),
            "d(MSE)/d(w_223) + h_out_2^(e)*o_in_3^(2)*y_1^(1)"
        );
        assert_eq!(exchanged("w_111*x_1^(1) + w_2fn + f_1"), "w_112*x_1^(1) + w_2fn + f_1");
        assert_eq!(exchange.quantity(parameter("w_221")), parameter("w_213"));
        assert_eq!(Exchange::new(&shape, parameter("w_211"), parameter("w_111")), None);
        let mut following = exchange.clone();
        let (name, is) =
            ("D_e,n".parse().expect("a name"), "o_out_n^(e) - y_n^(e)".parse().expect("a formula"));
        following.follow(&name, &is, &shape);
        let exchanged = |text: &str| following.formula(&text.parse().expect(text), &shape).to_string();
        assert_eq!(exchanged("D_1,1*h_out_1^(1) + D_1,n"), "D_1,3*h_out_2^(1) + D_1,n");
        let nothing = Exchange::new(&shape, parameter("w_211"), parameter("w_211")).expect("one layer");
        assert!(nothing.is_nothing());
    }
}
