//! Which local derivative each factor of a formula is, found by its value.
//!
//! ```text
//!                 1
//! ∂MSE/∂w_211  =  ─ · Σ (o_out_1 − y_1) · o_out_1·(1 − o_out_1) · h_out_1
//!                 N   e └─────────────┘   └───────────────────┘   └─────┘
//!                            cost               activation      dot product
//! ```
//!
//! No step of a derivation has to remember where its factors came from, and none could get it wrong. The names in a
//! run of neighbouring factors say which edge it could belong to; whether it does is decided as the checker decides,
//! by values without rounding. The local derivative of an edge looks one definition down and no further: what stands
//! at its lower end is a number of its own.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::activation::Reach;
use crate::cost::DivideBy;
use crate::derive::Equation;
use crate::derive::Givens;
use crate::derive::verify::fingerprint;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::graph::Edge;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Mark;
use crate::show::formula::Dress;
use crate::show::marks::mark;

/// The marks of the right side of `∂… /∂w = …`, each on the longest run of factors that is one local derivative.
///
/// What is no local derivative stays as it is: Σ, the N in front of it, a factor that is wrong. An equation about
/// anything else than a derivative has no marks at all.
///
/// ```
/// use gradwalk::derive::{Equation, network_givens};
/// use gradwalk::graph::Names;
/// use gradwalk::problem::Problem;
/// use gradwalk::render::{Renderer, Style, text::Text};
/// use gradwalk::show::{factors::marked, formula::formula};
///
/// let shape = Problem::built_in("iris-2").unwrap().shape();
/// let slope = Equation {
///     left: "d(MSE)/d(o_in_1^(2))".parse()?,
///     right: "1/N*(o_out_1^(2) - y_1^(2))*o_out_1^(2)*(1 - o_out_1^(2))".parse()?,
/// };
/// let marks = marked(&slope, &shape, &network_givens(&shape)?);
/// let names: Vec<_> = marks.iter().map(|dress| &dress.run).collect();
/// assert_eq!(names, [&Some(0..2), &Some(2..4)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn marked(equation: &Equation, shape: &Shape, givens: &Givens) -> Vec<Dress> {
    let Expr::Partial { by, .. } = &equation.left else { return Vec::new() };
    let local = local_definitions(&equation.right, shape, givens);
    Search { shape, by, local }.part(&equation.right, &Focus::whole())
}

/// An edge of the tree diagram as a formula names it: its nodes and examples may be letters.
struct Named {
    of: Symbol,
    by: Symbol,
}

struct Search<'a> {
    shape: &'a Shape,
    /// What the derivative is by: of the edges down to weights, the only one that can be meant.
    by: &'a Symbol,
    /// For each name that is defined, its definition alone: local derivatives look through no other.
    local: Vec<(Symbol, Givens)>,
}

impl Search<'_> {
    /// The marks in one part. First it is tried as a whole, then what it is made of.
    fn part(&self, part: &Expr, at: &Focus) -> Vec<Dress> {
        if let Some(mark) = self.mark_of(part) {
            return vec![Dress::part(at.clone(), mark)];
        }
        match part {
            Expr::Mul(factors) => self.product(factors, at),
            Expr::Add(terms) => self.sum(terms, at),
            // Only what is added up or multiplied is on a path: not what is divided by, and no limit of a Σ.
            Expr::Neg(inner) | Expr::Div(inner, _) | Expr::Sum { body: inner, .. } => {
                self.part(inner, &at.down(0))
            }
            _ => Vec::new(),
        }
    }

    /// The runs of factors that are local derivatives, longest first, and what is in the factors left over.
    fn product(&self, factors: &[Expr], at: &Focus) -> Vec<Dress> {
        let mut taken: Vec<(Range<usize>, Mark)> = Vec::new();
        for length in (2..factors.len()).rev() {
            for run in (0..=factors.len() - length).map(|start| start..start + length) {
                let is_free = taken.iter().all(|(other, _)| run.end <= other.start || other.end <= run.start);
                if !is_free {
                    continue;
                }
                if let Some(mark) = self.mark_of(&Expr::Mul(factors[run.clone()].to_vec())) {
                    taken.push((run, mark));
                }
            }
        }
        taken.sort_by_key(|(run, _)| run.start);
        let alone = |place: &usize| !taken.iter().any(|(run, _)| run.contains(place));
        let mut dresses: Vec<Dress> = (0..factors.len())
            .filter(alone)
            .flat_map(|place| self.part(&factors[place], &at.down(place)))
            .collect();
        dresses.extend(taken.into_iter().map(|(run, mark)| Dress::run(at.clone(), run, mark)));
        dresses
    }

    /// The marks in each term. The `h_out` of 1 + `h_out` is no path; of terms that are bare names, either all have come
    /// from edges or none has.
    fn sum(&self, terms: &[Expr], at: &Focus) -> Vec<Dress> {
        let found: Vec<Vec<Dress>> =
            terms.iter().enumerate().map(|(place, term)| self.part(term, &at.down(place))).collect();
        let all = found.iter().all(|dresses| !dresses.is_empty());
        let counts = |term: &Expr| all || !matches!(term, Expr::Sym(_));
        found
            .into_iter()
            .zip(terms)
            .filter(|(_, term)| counts(term))
            .flat_map(|(dresses, _)| dresses)
            .collect()
    }

    /// The mark of the edge whose local derivative this is.
    fn mark_of(&self, part: &Expr) -> Option<Mark> {
        if let Expr::Partial { of, by } = part {
            let Expr::Sym(of) = &**of else { return None };
            return Named { of: of.clone(), by: by.clone() }.mark(self.shape);
        }
        if part.any(&mut |part| matches!(part, Expr::Sum { .. } | Expr::Partial { .. })) {
            return None;
        }
        let edges = self.candidates(&names(part));
        edges.into_iter().find(|edge| self.is_slope(part, edge)).and_then(|edge| edge.mark(self.shape))
    }

    /// The edges whose local derivatives can be written with exactly these names.
    fn candidates(&self, names: &BTreeSet<Symbol>) -> Vec<Named> {
        let named: Vec<(&Symbol, Quantity)> =
            names.iter().filter_map(|name| Some((name, quantity(self.shape, name)?))).collect();
        let Some(&(first, quantity)) = named.first() else { return Vec::new() };
        let rest = names.len() - named.len();
        let deltas = names.iter().filter(|name| name.base == "delta").count();
        let divisor = names.iter().filter(|name| name.to_string() == "N").count();
        if rest != deltas + divisor {
            return Vec::new();
        }
        let mut edges = Vec::new();
        if deltas == 0 {
            edges.extend(self.cost_edge(&named));
        }
        if divisor == 0 {
            edges.extend(self.activation_edges(&named));
        }
        if rest == 0 && named.len() == 1 {
            edges.extend(self.dot_product_edge(first, quantity));
        }
        edges
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

    /// Whether the part is the local derivative of the edge, or N times that of the cost once 1/N has been taken out.
    fn is_slope(&self, part: &Expr, edge: &Named) -> bool {
        let Some(givens) = self.definition_of(&edge.of) else { return false };
        let slope = Expr::partial(edge.of.clone(), edge.by.clone());
        let scaled = Expr::Mul(vec![Symbol::new("N").into(), slope.clone()]);
        let is_scaled = edge.of.base == self.shape.cost.symbol && self.shape.cost.divide_by != DivideBy::One;
        let tries = self.numbers_for(&names(part), givens);
        let is_part = |slope: &Expr| {
            tries.iter().all(|numbers| {
                let value = |formula: &Expr| fingerprint(&formula.with_letters(numbers), givens);
                value(part).is_some_and(|part| value(slope) == Some(part))
            })
        };
        is_part(&slope) || (is_scaled && is_part(&scaled))
    }

    fn definition_of(&self, name: &Symbol) -> Option<&Givens> {
        let is_of = |(defined, _): &&(Symbol, Givens)| defined.letters_towards(name).is_some();
        self.local.iter().find(is_of).map(|(_, givens)| givens)
    }

    /// Numbers to put in for the letters: once the same for all, once another for each, so that `delta_kn` is 1 and 0.
    fn numbers_for(&self, names: &BTreeSet<Symbol>, givens: &Givens) -> [Letters; 2] {
        let mut widths: Vec<(char, usize)> = Vec::new();
        let mut examples: Vec<(char, usize)> = Vec::new();
        for name in names {
            let nodes = match quantity(self.shape, name) {
                Some(Quantity::Weight { layer, .. }) => {
                    vec![1, self.shape.widths[layer], self.shape.widths[layer + 1]]
                }
                Some(Quantity::Input { .. }) => vec![self.shape.widths[0]],
                Some(quantity) => {
                    let layer = node_layer(quantity).unwrap_or(self.shape.layers() - 1);
                    vec![self.shape.widths[layer + 1]]
                }
                None => Vec::new(),
            };
            let letter = |index: Index| if let Index::Letter(letter) = index { Some(letter) } else { None };
            widths.extend(
                name.sub.iter().zip(nodes).filter_map(|(&index, nodes)| Some((letter(index)?, nodes))),
            );
            let count = givens.count_of("E").unwrap_or(1);
            examples.extend(name.example.and_then(letter).map(|letter| (letter, count)));
        }
        widths.sort_unstable();
        widths.append(&mut examples);
        widths.dedup();
        let same = widths.iter().map(|&(letter, _)| (letter, Index::At(1)));
        let different = widths
            .iter()
            .enumerate()
            .map(|(place, &(letter, count))| (letter, Index::At(1 + (place + 1) % count.max(1))));
        [same.collect(), different.collect()]
    }
}

/// Each definition alone, of no more examples than the formula needs: every example is like the other.
fn local_definitions(formula: &Expr, shape: &Shape, givens: &Givens) -> Vec<(Symbol, Givens)> {
    let mut examples = 2;
    formula.any(&mut |part| {
        if let Expr::Sym(Symbol { example: Some(Index::At(number)), .. }) = part {
            examples = examples.max(*number);
        }
        false
    });
    let alone = |(name, is): (&Symbol, &Expr)| {
        let mut local = Givens::of_numbers();
        local.count("E", examples.min(givens.count_of("E").unwrap_or(shape.examples)));
        local.count("K", givens.count_of("K").unwrap_or(shape.outputs()));
        local.define(name.clone(), is.clone()).ok()?;
        Some((name.clone(), local))
    };
    givens.definitions().filter_map(alone).collect()
}

impl Named {
    /// The mark of the edge, if the names are neighbours in the tree diagram.
    fn mark(&self, shape: &Shape) -> Option<Mark> {
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
        is_edge.then(|| mark(shape, edge))
    }
}

/// The names in a formula.
fn names(formula: &Expr) -> BTreeSet<Symbol> {
    let mut names = BTreeSet::new();
    formula.any(&mut |part| {
        if let Expr::Sym(name) = part {
            names.insert(name.clone());
        }
        false
    });
    names
}

/// What a name is, with the first node and example for its letters. A weight of any layer has no place in the tree.
fn quantity(shape: &Shape, name: &Symbol) -> Option<Quantity> {
    if matches!((name.base.as_str(), name.sub.first()), ("w" | "b", Some(Index::Letter(_)))) {
        return None;
    }
    let first: Letters = name.letters().map(|letter| (letter, Index::At(1))).collect();
    shape.quantity(&name.with_letters(&first)).ok()
}

/// The layer of a node's sum or output.
fn node_layer(quantity: Quantity) -> Option<usize> {
    match quantity {
        Quantity::In { layer, .. } | Quantity::Out { layer, .. } => Some(layer),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
