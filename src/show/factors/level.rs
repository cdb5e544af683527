//! Which neighbouring factors can be one local derivative, or that of the cost and the activation together: those whose
//! names belong to one layer of nodes. In a deep network a product has many runs of factors, and few of these.

use std::cmp::Reverse;
use std::ops::Range;

use super::candidates::node_layer;
use super::candidates::quantity;
use crate::expr::Expr;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;

/// Where the names of some factors belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// They are counts and the like, which can stand beside any other.
    Anywhere,
    /// To the nodes of a layer; labels to those of the last one.
    Layer(usize),
    /// To one name, which is a local derivative by itself or none.
    Alone(Symbol),
    /// To no single place.
    Nowhere,
}

impl Level {
    pub(super) fn of(factor: &Expr, shape: &Shape) -> Self {
        let mut level = Level::Anywhere;
        factor.any(&mut |part| {
            let here = match part {
                Expr::Sym(name) => Level::of_name(name, shape),
                Expr::Sum { .. } | Expr::Partial { .. } => Level::Nowhere,
                _ => Level::Anywhere,
            };
            level = level.with(&here);
            level == Level::Nowhere
        });
        level
    }

    fn of_name(name: &Symbol, shape: &Shape) -> Self {
        match quantity(shape, name) {
            None => Level::Anywhere,
            Some(Quantity::Label { .. }) => Level::Layer(shape.layers() - 1),
            Some(quantity) => node_layer(quantity).map_or_else(|| Level::Alone(name.clone()), Level::Layer),
        }
    }

    /// Where the names of both belong.
    fn with(&self, other: &Level) -> Self {
        match (self, other) {
            (Level::Anywhere, level) | (level, Level::Anywhere) => level.clone(),
            (one, other) if one == other => one.clone(),
            _ => Level::Nowhere,
        }
    }
}

/// The runs of neighbours that have a place in common, and each factor alone: the longest first, then from left to right.
pub(super) fn runs(levels: &[Level]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    for start in 0..levels.len() {
        let mut level = Level::Anywhere;
        for (end, next) in levels.iter().enumerate().skip(start) {
            level = level.with(next);
            if level == Level::Nowhere && end > start {
                break;
            }
            runs.push(start..end + 1);
        }
    }
    runs.sort_by_key(|run| (Reverse(run.len()), run.start));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn only_neighbours_of_one_layer_are_looked_at_together() {
        let shape = Problem::built_in("iris-2").expect("built in").shape();
        let runs_of = |text: &str| {
            let product: Expr = text.parse().expect(text);
            let levels: Vec<Level> =
                product.factors().iter().map(|factor| Level::of(factor, &shape)).collect();
            runs(&levels)
        };
        let product = "(o_out_1^(1) - y_1^(1))*o_out_1^(1)*w_211*h_out_1^(1)*(1 - h_out_1^(1))";
        assert_eq!(runs_of(product), [0..2, 3..5, 0..1, 1..2, 2..3, 3..4, 4..5]);
        assert_eq!(runs_of("1/N*y_1^(1)*sum(n, 1, K, o_out_n^(1))"), [0..2, 0..1, 1..2, 2..3]);
        assert_eq!(runs_of("(o_out_1^(1) - w_211)*o_out_1^(1)"), [0..1, 1..2]);
    }
}
