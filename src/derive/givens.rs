//! What a derivation may take for granted: definitions and the sizes of sums.

mod company;
mod dependence;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use self::company::Company;
use self::dependence::Dependence;
use self::dependence::Foundations;
use self::dependence::could_be;
use super::verify;
use super::verify::Memory;
use crate::expr::Base;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

/// What names without a definition stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undefined {
    /// Numbers of their own: weights, inputs, labels. Nothing moves them.
    Numbers,
    /// Nobody has said. Their derivatives cannot be told.
    #[default]
    Unknown,
}

/// Definitions, the sizes that are known, and what all other names are.
#[derive(Clone, Debug, Default)]
pub struct Givens {
    definitions: Vec<Definition>,
    /// Where the definitions of names with this base stand.
    by_base: FxHashMap<Base, Vec<usize>>,
    counts: BTreeMap<String, usize>,
    /// The bases of names that are counts, since most names are none.
    counted: FxHashSet<Base>,
    letters: BTreeMap<char, usize>,
    undefined: Undefined,
    company: Company,
    /// The names that stand as limits of a Σ in a definition.
    limits: FxHashSet<Symbol>,
    /// How many definitions are those of a network. The others were told, for the sake of a claim.
    settled: usize,
    whole: Option<u64>,
    memory: Memory,
}

#[derive(Clone, Debug)]
struct Definition {
    name: Symbol,
    is: Expr,
    /// How far one has to go down through formulas and definitions to reach what is not defined.
    depth: usize,
    rests_on: Foundations,
}

/// Why a definition was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GivensError {
    /// The name has a definition already.
    #[error("{name} is defined already, as {is}: choose another name")]
    Defined {
        /// The name.
        name: String,
        /// Its definition.
        is: String,
    },
    /// The name is part of its own definition.
    #[error("{name} would be defined by itself: define it by names that do not need it")]
    Circular {
        /// The name.
        name: String,
    },
    /// Too many definitions rest on one another.
    #[error(
        "{name} rests on definitions that nest deeper than {DEEPEST} levels: define it by names that rest on fewer"
    )]
    TooDeep {
        /// The name.
        name: String,
    },
    /// A derivation has spoken of the name as of a number of its own.
    #[error("{name} stands in a formula already, without a meaning: define it before it is used")]
    Used {
        /// The name.
        name: String,
    },
    /// A letter in the formula that is not among the indices of the name.
    #[error("the letter {letter} in the definition of {name} is not one of its indices")]
    LooseLetter {
        /// The name.
        name: String,
        /// The letter.
        letter: char,
    },
}

const DEEPEST: usize = 600;

impl Givens {
    /// Nothing given yet, and every name without a definition a number of its own.
    pub fn of_numbers() -> Self {
        Givens { undefined: Undefined::Numbers, ..Givens::default() }
    }

    /// Says what a Σ limit such as E or K is worth.
    pub fn count(&mut self, name: impl Into<String>, number: usize) {
        let name = name.into();
        self.memory = Memory::default();
        self.counted.extend(name.parse().map(|symbol: Symbol| symbol.base));
        self.counts.insert(name, number);
    }

    /// Says how far an index letter goes that stands for any node or example.
    pub fn letter(&mut self, letter: char, last: usize) {
        self.letters.insert(letter, last);
    }

    /// What is known of Σ limits.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts.iter().map(|(name, &count)| (name.as_str(), count))
    }

    /// What a Σ limit is worth, where that is known.
    pub fn count_of(&self, name: &str) -> Option<usize> {
        self.counts.get(name).copied()
    }

    /// The same, of a name in a formula.
    pub fn count_of_symbol(&self, symbol: &Symbol) -> Option<usize> {
        if self.counted.contains(&symbol.base) { self.count_of(&symbol.to_string()) } else { None }
    }

    /// Says what everything that is claimed under these givens follows from: the text of a lesson, or a network.
    ///
    /// A claim is also tried where nobody could have known beforehand that it would be. For a claim that stands alone
    /// such a point follows from the claim; those of one whole can share a point that follows from the whole, and what
    /// names are worth there need not be worked out for each of them.
    pub fn follow_from(&mut self, whole: &str) {
        self.whole = Some(verify::seed_of(whole));
    }

    /// Says that it follows from the same as what is claimed under others.
    pub fn follow_as(&mut self, others: &Givens) {
        self.whole = others.whole;
    }

    /// A number that follows from what [`follow_from`](Self::follow_from) was told.
    pub(super) fn whole(&self) -> Option<u64> {
        self.whole
    }

    /// How far an index letter goes, where that is known.
    pub fn last_of(&self, letter: char) -> Option<usize> {
        self.letters.get(&letter).copied()
    }

    /// What names without a definition are.
    pub fn undefined(&self) -> Undefined {
        self.undefined
    }

    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Adds `name = is`. Letters among the indices of the name stand for any index.
    pub fn define(&mut self, name: Symbol, is: Expr) -> Result<(), GivensError> {
        let written = || name.to_string();
        if let Some(before) = self.definition_of(&name) {
            return Err(GivensError::Defined { name: written(), is: before.unicode() });
        }
        if let Some(letter) = is.free_letters().into_iter().find(|&l| !name.letters().any(|own| own == l)) {
            return Err(GivensError::LooseLetter { name: written(), letter });
        }
        let (mut rests_on, mut below) = (Foundations::of(&is), 0);
        for definition in &self.definitions {
            if rests_on.have(&definition.name.base) {
                below = below.max(definition.depth);
                rests_on.extend(&definition.rests_on);
            }
        }
        let rests_on_itself = |d: &Definition| d.rests_on.have(&name.base) && rests_on.have(&d.name.base);
        if rests_on.have(&name.base) || self.definitions.iter().any(rests_on_itself) {
            return Err(GivensError::Circular { name: written() });
        }
        let depth = below + is.nesting();
        let deepens = |d: &Definition| d.rests_on.have(&name.base) && d.depth + depth > DEEPEST;
        if depth > DEEPEST || self.definitions.iter().any(deepens) {
            return Err(GivensError::TooDeep { name: written() });
        }
        for definition in &mut self.definitions {
            if definition.rests_on.have(&name.base) {
                definition.rests_on.extend(&rests_on);
                definition.depth += depth;
            }
        }
        self.memory = Memory::default();
        self.company.note(&is);
        self.limits.extend(verify::limits(&is).into_iter().cloned());
        self.by_base.entry(name.base.clone()).or_default().push(self.definitions.len());
        self.definitions.push(Definition { name, is, depth, rests_on });
        Ok(())
    }

    /// Says that all definitions so far are those of a network.
    pub(super) fn settle(&mut self) {
        self.settled = self.definitions.len();
    }

    /// Whether no network brought the definition at this place along.
    pub(super) fn is_told(&self, place: usize) -> bool {
        place >= self.settled
    }

    /// Whether a formula is made of what this name is made of, and not of the name: with f = o − y the cost moves with
    /// o, and nothing says how it moves with f. Names of one kind, such as nodes beside one another, stay where they are.
    pub(super) fn goes_past(&self, formula: &Expr, name: &Symbol) -> bool {
        let (mut waiting, mut seen) = (vec![name.clone()], FxHashSet::default());
        while let Some(name) = waiting.pop() {
            if !self.is_told_of(&name) || self.depends(formula, &name) {
                continue;
            }
            let passes =
                |within: &Symbol| Dependence::on(within, self).but_not_through(&name.base).of(formula);
            let mut goes = |part: &Expr| match part {
                Expr::Sym(within) if seen.insert(within.clone()) => {
                    waiting.push(within.clone());
                    passes(within)
                }
                _ => false,
            };
            if self.definition_of(&name).is_some_and(|is| is.any(&mut goes)) {
                return true;
            }
        }
        false
    }

    fn is_told_of(&self, name: &Symbol) -> bool {
        let place = self.called(name).position(|definition| definition.name.covers(name));
        place.is_some_and(|place| self.is_told(self.by_base[&name.base][place]))
    }

    /// The definition of a name, with its own indices put in.
    pub fn definition_of(&self, symbol: &Symbol) -> Option<Expr> {
        self.called(symbol).find_map(|definition| {
            let letters = definition.name.letters_towards(symbol)?;
            let letters: Letters =
                letters.into_iter().filter(|&(letter, index)| index != Index::Letter(letter)).collect();
            Some(definition.is.with_letters(&letters))
        })
    }

    /// The definitions of names that have the base of this one.
    fn called(&self, symbol: &Symbol) -> impl Iterator<Item = &Definition> {
        let places = self.by_base.get(&symbol.base).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&place| &self.definitions[place])
    }

    /// What it costs to look a name up among the definitions, in steps of the checker.
    pub(super) fn lookup(&self) -> u64 {
        1 + self.definitions.len() as u64 / 16
    }

    /// Lets `read` see the definition of a name, together with the numbers that are to be put in for its letters.
    pub(super) fn meaning<T>(&self, symbol: &Symbol, read: impl FnOnce(&Expr, &Letters) -> T) -> Option<T> {
        if symbol.letters().next().is_some() {
            return self.definition_of(symbol).map(|definition| read(&definition, &Letters::new()));
        }
        self.called(symbol)
            .find_map(|definition| Some((definition, definition.name.letters_towards(symbol)?)))
            .map(|(definition, letters)| read(&definition.is, &letters))
    }

    /// How many terms the largest sum has in whose terms this name is a factor.
    pub(super) fn company_of(&self, symbol: &Symbol) -> usize {
        self.company.of(symbol, |from, to| self.run(from, to).map(Iterator::count))
    }

    /// The names that stand as limits of a Σ in a definition, each once.
    pub(super) fn limits(&self) -> impl Iterator<Item = &Symbol> {
        self.limits.iter()
    }

    /// Every definition, in the order in which they were given.
    pub fn definitions(&self) -> impl Iterator<Item = (&Symbol, &Expr)> {
        self.definitions.iter().map(|definition| (&definition.name, &definition.is))
    }

    /// Whether a name is the other, or is made of it. `false` is certain; `true` may be a worry too many, since not all
    /// indices are compared.
    pub fn may_rest_on(&self, symbol: &Symbol, other: &Symbol) -> bool {
        could_be(symbol, other)
            || self
                .called(symbol)
                .any(|definition| definition.rests_on.may_have(other) && definition.name.covers(symbol))
    }

    /// Whether the formula changes when `by` changes. `false` is certain; a formula that is too large to be gone
    /// through is said to change.
    pub fn depends(&self, formula: &Expr, by: &Symbol) -> bool {
        Dependence::on(by, self).of(formula)
    }

    /// The numbers that a Σ with these limits runs over, where they are known.
    pub fn run(&self, from: &Expr, to: &Expr) -> Option<std::ops::RangeInclusive<usize>> {
        let limit = |limit: &Expr| match limit {
            Expr::Sym(symbol) if symbol.letters().next().is_some() => None,
            Expr::Sym(symbol) => self.count_of_symbol(symbol).and_then(|count| i64::try_from(count).ok()),
            other => other.as_integer(),
        };
        crate::expr::run(limit(from), limit(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn givens(definitions: &[(&str, &str)]) -> Result<Givens, GivensError> {
        let mut givens = Givens::of_numbers();
        givens.count("E", 3);
        for (name, is) in definitions {
            givens.define(name.parse().expect(name), is.parse().expect(is))?;
        }
        Ok(givens)
    }

    #[test]
    fn definitions_that_mean_nothing_are_refused() {
        let refusal = |definitions: &[(&str, &str)]| givens(definitions).expect_err("refused").to_string();
        assert!(refusal(&[("f", "x^2"), ("f", "x")]).contains("defined already, as x^2"));
        assert!(refusal(&[("f", "g + 1"), ("g", "2*f")]).contains("defined by itself"));
        assert!(refusal(&[("f", "f + 1")]).contains("defined by itself"));
        assert!(refusal(&[("o_in_n^(e)", "w_2fn*x_1^(e)")]).contains("letter f"));
        let chain: Vec<(String, String)> =
            (1..700).map(|n| (format!("a_{n}"), format!("b{n} + 1"))).collect();
        assert!(givens(&chain.iter().map(|(n, i)| (n.as_str(), i.as_str())).collect::<Vec<_>>()).is_ok());
        let mut deep = Givens::default();
        let long = (1..700).try_for_each(|n| {
            let name = |n: usize| Symbol::new(format!("a{n}"));
            deep.define(name(n), Expr::Add(vec![name(n - 1).into(), Expr::integer(1)]))
        });
        assert!(long.expect_err("too deep").to_string().contains("nest deeper"));
        let mut backwards = Givens::default();
        let long = (1..700).rev().try_for_each(|n| {
            let name = |n: usize| Symbol::new(format!("a{n}"));
            backwards.define(name(n - 1), Expr::Add(vec![name(n).into(), Expr::integer(1)]))
        });
        assert!(long.is_err(), "the last use comes first");
    }

    #[test]
    fn dependence_is_found_through_definitions_and_sums() {
        let givens = givens(&[
            ("MSE", "1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))^2)"),
            ("o_out_n^(e)", "sigma(o_in_n^(e))"),
            ("o_in_n^(e)", "x_1^(e)*w_11n + x_2^(e)*w_12n"),
        ])
        .expect("fine");
        let depends = |formula: &str, by: &str| {
            givens.depends(&formula.parse().expect(formula), &by.parse().expect(by))
        };
        assert!(depends("MSE", "w_111") && !depends("MSE", "w_112"));
        assert!(depends("MSE", "o_in_1^(3)") && !depends("MSE", "o_in_1^(4)"));
        assert!(!depends("o_out_1^(1)", "x_1^(2)") && depends("o_out_1^(1)", "x_1^(1)"));
        assert!(depends("sum(k, 1, 2, o_in_k^(1))", "w_112"));
    }
}
