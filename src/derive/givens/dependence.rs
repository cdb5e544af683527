//! What depends on what: found out from the definitions, without a value.

use rustc_hash::FxHashMap;

use super::Givens;
use crate::expr::Base;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;

/// The words that a definition is made of, directly or not; of each the first indices that stand behind it. Those of a
/// weight or bias are layers, and no layer rests on the weights of one above.
#[derive(Clone, Debug, Default)]
pub(super) struct Foundations(FxHashMap<Base, Firsts>);

/// The first indices of names with one base. A letter stands for any number, and so does no index at all.
#[derive(Clone, Debug, Default)]
struct Firsts {
    has_any: bool,
    numbers: Vec<usize>,
}

impl Foundations {
    /// The names that stand in a formula.
    pub(super) fn of(formula: &Expr) -> Self {
        let mut all = Foundations::default();
        formula.any(&mut |part| {
            if let Expr::Sym(symbol) | Expr::Partial { by: symbol, .. } = part {
                all.0.entry(symbol.base.clone()).or_default().add(first(symbol));
            }
            false
        });
        all
    }

    /// Takes in what one of them is made of.
    pub(super) fn extend(&mut self, others: &Foundations) {
        for (base, firsts) in &others.0 {
            let ours = self.0.entry(base.clone()).or_default();
            ours.has_any |= firsts.has_any;
            firsts.numbers.iter().for_each(|&number| ours.add(Some(number)));
        }
    }

    /// Whether names with this base are among them.
    pub(super) fn have(&self, base: &Base) -> bool {
        self.0.contains_key(base)
    }

    /// Whether this very name may be among them. `false` is certain.
    pub(super) fn may_have(&self, symbol: &Symbol) -> bool {
        self.0.get(&symbol.base).is_some_and(|firsts| match first(symbol) {
            Some(number) => firsts.has_any || firsts.numbers.contains(&number),
            None => true,
        })
    }
}

impl Firsts {
    fn add(&mut self, first: Option<usize>) {
        match first {
            None => self.has_any = true,
            Some(number) if !self.numbers.contains(&number) => self.numbers.push(number),
            Some(_) => {}
        }
    }
}

fn first(symbol: &Symbol) -> Option<usize> {
    match symbol.sub.first() {
        Some(&Index::At(number)) => Some(number),
        _ => None,
    }
}

/// So many parts of formulas are gone through to find out whether one depends on a name.
const MOST_PARTS: usize = 100_000;

/// The question what depends on one name. In a deep network a name is reached along very many paths, and asked once.
pub(super) struct Dependence<'a> {
    givens: &'a Givens,
    by: &'a Symbol,
    /// Names with this base are taken to stay where they are.
    still: Option<&'a Base>,
    known: FxHashMap<Symbol, bool>,
    left: usize,
}

impl<'a> Dependence<'a> {
    pub(super) fn on(by: &'a Symbol, givens: &'a Givens) -> Self {
        Dependence { givens, by, still: None, known: FxHashMap::default(), left: MOST_PARTS }
    }

    /// The same question where names with this base stay where they are.
    pub(super) fn but_not_through(self, base: &'a Base) -> Self {
        Dependence { still: Some(base), ..self }
    }

    /// Whether this formula does.
    pub(super) fn of(&mut self, formula: &Expr) -> bool {
        let Some(fewer) = self.left.checked_sub(1) else { return true };
        self.left = fewer;
        match formula {
            Expr::Sym(symbol) => self.of_name(symbol),
            Expr::Sum { index, from, to, body } => {
                let Some(run) = self.givens.run(from, to) else { return self.is_likely(body) };
                // One of the numbers that the index runs over may be the one in `by`.
                let numbers = self.by.indices().filter_map(|index| match index {
                    Index::At(number) if run.contains(&number) => Some(Index::At(number)),
                    Index::Letter(letter) => Some(Index::Letter(letter)),
                    Index::At(_) => None,
                });
                let other = Index::At(*run.end());
                numbers.chain([other]).any(|number| self.of(&body.with_letters(&[(*index, number)].into())))
            }
            _ => formula.parts().any(|part| self.of(part)),
        }
    }

    fn of_name(&mut self, symbol: &Symbol) -> bool {
        if self.still == Some(&symbol.base) {
            return false;
        }
        if could_be(symbol, self.by) {
            return true;
        }
        if !self.givens.may_rest_on(symbol, self.by) {
            return false;
        }
        if let Some(&known) = self.known.get(symbol) {
            return known;
        }
        let depends = self.givens.definition_of(symbol).is_some_and(|definition| self.of(&definition));
        self.known.insert(symbol.clone(), depends);
        depends
    }

    fn is_likely(&self, formula: &Expr) -> bool {
        let rests =
            |symbol: &Symbol| self.still != Some(&symbol.base) && self.givens.may_rest_on(symbol, self.by);
        formula.any(&mut |part| matches!(part, Expr::Sym(symbol) if rests(symbol)))
    }
}

/// Whether two names can be the same once letters are put in.
pub(super) fn could_be(symbol: &Symbol, by: &Symbol) -> bool {
    let meets =
        |(a, b): (Index, Index)| matches!((a, b), (Index::Letter(_), _) | (_, Index::Letter(_))) || a == b;
    symbol.base == by.base
        && symbol.sub.len() == by.sub.len()
        && symbol.example.is_some() == by.example.is_some()
        && symbol.indices().zip(by.indices()).all(meets)
}
