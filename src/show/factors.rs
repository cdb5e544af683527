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

mod candidates;
mod level;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::cost::DivideBy;
use crate::derive::Equation;
use crate::derive::Givens;
use crate::derive::verify::fingerprint;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Mark;
use crate::show::formula::Dress;
use candidates::Named;
use candidates::node_layer;
use candidates::quantity;
use level::Level;

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
    Marker::beginning_with(equation, shape, givens).marked(&equation.right)
}

/// Marks one right side after another of the same derivative. Most of their factors are the same from step to step, and
/// are looked up only once.
pub struct Marker<'a>(Option<Search<'a>>);

impl<'a> Marker<'a> {
    /// For this equation and those that follow from it, which speak of no other examples.
    pub fn beginning_with(equation: &'a Equation, shape: &'a Shape, givens: &Givens) -> Self {
        let Expr::Partial { by, .. } = &equation.left else { return Marker(None) };
        let local = local_definitions(&equation.right, shape, givens);
        Marker(Some(Search { shape, by, local, known: RefCell::default() }))
    }

    /// The marks of one right side.
    pub fn marked(&self, right: &Expr) -> Vec<Dress> {
        self.0.as_ref().map_or_else(Vec::new, |search| search.part(right, &Focus::whole()))
    }
}

struct Search<'a> {
    shape: &'a Shape,
    /// What the derivative is by: of the edges down to weights, the only one that can be meant.
    by: &'a Symbol,
    /// For each name that is defined, its definition alone: local derivatives look through no other. The cost also
    /// together with the outputs.
    local: Vec<(Vec<Symbol>, Givens)>,
    /// The marks that were found for a part, as so many edges.
    known: RefCell<FxHashMap<(Expr, usize), Vec<Mark>>>,
}

impl Search<'_> {
    /// The marks in one part. First it is tried as a whole, then what it is made of.
    fn part(&self, part: &Expr, at: &Focus) -> Vec<Dress> {
        let as_a_whole = |edges: usize| -> Vec<Dress> {
            self.marks_of(part, edges).into_iter().map(|mark| Dress::part(at.clone(), mark)).collect()
        };
        let dresses = as_a_whole(1);
        if !dresses.is_empty() {
            return dresses;
        }
        if let Expr::Mul(factors) = part {
            return self.product(factors, at);
        }
        let dresses = as_a_whole(2);
        if !dresses.is_empty() {
            return dresses;
        }
        match part {
            Expr::Add(terms) => self.sum(terms, at),
            // Only what is added up or multiplied is on a path: not what is divided by, and no limit of a Σ.
            Expr::Neg(inner) | Expr::Div(inner, _) | Expr::Sum { body: inner, .. } => {
                self.part(inner, &at.down(0))
            }
            _ => Vec::new(),
        }
    }

    /// The runs of factors that are local derivatives, longest first; then, among the others, those that are the
    /// product of two; and what is in the factors left over.
    fn product(&self, factors: &[Expr], at: &Focus) -> Vec<Dress> {
        let mut taken: Vec<(Range<usize>, Vec<Mark>)> = Vec::new();
        let levels: Vec<Level> = factors.iter().map(|factor| Level::of(factor, self.shape)).collect();
        let runs = level::runs(&levels);
        for edges in [1, 2] {
            for run in runs.iter().cloned() {
                let is_free = taken.iter().all(|(other, _)| run.end <= other.start || other.end <= run.start);
                if !is_free {
                    continue;
                }
                let marks = self.marks_of(&Expr::product_of(factors[run.clone()].to_vec()), edges);
                if !marks.is_empty() {
                    taken.push((run, marks));
                }
            }
        }
        taken.sort_by_key(|(run, _)| run.start);
        let alone = |place: &usize| !taken.iter().any(|(run, _)| run.contains(place));
        let mut dresses: Vec<Dress> = (0..factors.len())
            .filter(alone)
            .flat_map(|place| self.part(&factors[place], &at.down(place)))
            .collect();
        for (run, marks) in taken {
            let dress = |mark: Mark| match run.len() {
                1 => Dress::part(at.down(run.start), mark),
                _ => Dress::run(at.clone(), run.clone(), mark),
            };
            dresses.extend(marks.into_iter().map(dress));
        }
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

    /// The marks of so many edges, one below the other, whose local derivatives make this when multiplied.
    fn marks_of(&self, part: &Expr, edges: usize) -> Vec<Mark> {
        if let Expr::Partial { of, by } = part {
            let (Expr::Sym(of), 1) = (&**of, edges) else { return Vec::new() };
            let edge = Named { of: of.clone(), by: by.clone() };
            let example = of.example.or(by.example);
            return edge.mark(self.shape, example).into_iter().collect();
        }
        if part.any(&mut |part| matches!(part, Expr::Sum { .. } | Expr::Partial { .. })) {
            return Vec::new();
        }
        let asked = (part.clone(), edges);
        if let Some(known) = self.known.borrow().get(&asked) {
            return known.clone();
        }
        let marks = self.marks_found(part, edges);
        self.known.borrow_mut().insert(asked, marks.clone());
        marks
    }

    fn marks_found(&self, part: &Expr, edges: usize) -> Vec<Mark> {
        let names = names(part);
        let example = names.iter().find_map(|name| name.example);
        let paths = self.candidates(&names).into_iter();
        let mut paths = paths.filter(|path| path.len() == edges);
        let found = paths.find(|path| self.is_product_along(part, path));
        found.into_iter().flatten().filter_map(|edge| edge.mark(self.shape, example)).collect()
    }

    /// Whether the part is the product of the local derivatives of these edges, or N times that once 1/N has been
    /// taken out.
    fn is_product_along(&self, part: &Expr, path: &[Named]) -> bool {
        let Some(givens) = self.definitions_of(path) else { return false };
        let slopes: Vec<Expr> =
            path.iter().map(|edge| Expr::partial(edge.of.clone(), edge.by.clone())).collect();
        let scaled = Expr::Mul([&[Symbol::new("N").into()], &slopes[..]].concat());
        let (cost, first) = (self.shape.cost, &path[0].of);
        let is_scaled = first.base == cost.symbol && cost.divide_by != DivideBy::One;
        let tries = self.numbers_for(&names(part), givens);
        let is_part = |product: &Expr| {
            tries.iter().all(|numbers| {
                let value = |formula: &Expr| fingerprint(&formula.with_letters(numbers), givens);
                value(part).is_some_and(|part| value(product) == Some(part))
            })
        };
        is_part(&Expr::product_of(slopes)) || (is_scaled && is_part(&scaled))
    }

    /// What is above each edge of the path, defined, and nothing else.
    fn definitions_of(&self, path: &[Named]) -> Option<&Givens> {
        let is_of = |(defined, _): &&(Vec<Symbol>, Givens)| {
            let mut pairs = defined.iter().zip(path);
            defined.len() == path.len() && pairs.all(|(name, edge)| name.covers(&edge.of))
        };
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

/// Each definition alone, and the cost's with the outputs', of no more examples than the formula needs: every example
/// is like the other.
fn local_definitions(formula: &Expr, shape: &Shape, givens: &Givens) -> Vec<(Vec<Symbol>, Givens)> {
    let mut examples = 2;
    formula.any(&mut |part| {
        if let Expr::Sym(Symbol { example: Some(Index::At(number)), .. }) = part {
            examples = examples.max(*number);
        }
        false
    });
    let only = |defined: &[(&Symbol, &Expr)]| {
        let mut local = Givens::of_numbers();
        local.count("E", examples.min(givens.count_of("E").unwrap_or(shape.examples)));
        local.count("K", givens.count_of("K").unwrap_or(shape.outputs()));
        for &(name, is) in defined {
            local.define(name.clone(), is.clone()).ok()?;
        }
        Some((defined.iter().map(|&(name, _)| name.clone()).collect(), local))
    };
    let all: Vec<(&Symbol, &Expr)> = givens.definitions().collect();
    let named = |base: &str| all.iter().find(|(name, _)| name.base == base).copied();
    let output = shape.symbol(Quantity::Out { layer: shape.layers() - 1, node: 0, example: 0 });
    let joined =
        named(shape.cost.symbol).zip(named(&output.base)).and_then(|(cost, output)| only(&[cost, output]));
    all.iter().filter_map(|&definition| only(&[definition])).chain(joined).collect()
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

#[cfg(test)]
mod tests;
