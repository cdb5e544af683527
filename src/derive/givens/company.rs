//! In how large a sum a name is a factor: of the weights into one node there are as many as nodes below.

use rustc_hash::FxHashMap;

use crate::expr::Base;
use crate::expr::Expr;
use crate::expr::Symbol;

/// The names that are factors of the terms of sums, by their base: each with the limits of its sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Company(FxHashMap<Base, Vec<Place>>);

#[derive(Clone, Debug)]
struct Place {
    factor: Symbol,
    from: Expr,
    to: Expr,
}

impl Company {
    /// Notes the sums that stand in a formula.
    pub(super) fn note(&mut self, formula: &Expr) {
        formula.any(&mut |part| {
            match part {
                Expr::Sum { from, to, body, .. } => self.add(body, from, to),
                Expr::Add(terms) => {
                    let count = Expr::integer(i64::try_from(terms.len()).unwrap_or(i64::MAX));
                    let products = terms.iter().filter(|term| matches!(term, Expr::Mul(_)));
                    products.for_each(|term| self.add(term, &Expr::integer(1), &count));
                }
                _ => {}
            }
            false
        });
    }

    fn add(&mut self, term: &Expr, from: &Expr, to: &Expr) {
        for factor in term.factors() {
            if let Expr::Sym(factor) = factor {
                let place = Place { factor: factor.clone(), from: from.clone(), to: to.clone() };
                self.0.entry(factor.base.clone()).or_default().push(place);
            }
        }
    }

    /// How many terms the largest sum has that this name is a factor in, as far as `count` can tell from the limits.
    pub(super) fn of(&self, symbol: &Symbol, count: impl Fn(&Expr, &Expr) -> Option<usize>) -> usize {
        let places = self.0.get(&symbol.base).map_or(&[][..], Vec::as_slice);
        let here = places.iter().filter(|place| place.factor.covers(symbol));
        here.filter_map(|place| count(&place.from, &place.to)).max().unwrap_or(1)
    }
}
