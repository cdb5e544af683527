//! Where a formula differs from the right one: as small a part of it as can be told.
//!
//! ```text
//! 1/N·Σ f·h   for   1/N·Σ f·g:     1/N is the same, so look into Σ; there f is the same, so h it is
//! ```
//!
//! Terms and factors may stand in any order: each is paired with one that equals it, and what is left over differs.
//! Where the terms of a Σ were typed one by one, it is written out first.

use crate::derive::verify::Verdict;
use crate::derive::verify::Work;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::lesson::scene::MOST_STEPS;
use crate::lesson::scene::Scene;

use super::Asked;

/// Where an answer differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// It has the other sign.
    Sign,
    /// It is so many times what is right.
    Times(Expr),
    /// In this part of it; all else is right.
    Part(Expr),
    /// In its Σ, which lets this letter run from the one to the other of these; all else is right.
    Range(char, Box<[Expr; 2]>),
    /// The Σ over this letter is missing before this part, which is right, and so is the rest.
    NoSum(char, Expr),
    /// The same, and more than the Σ is missing.
    NoSumNor(char, Expr),
    /// This part should not be there.
    TooMuch(Expr),
    /// Something is missing beside this part, which is right.
    TooLittle(Expr),
    /// In the sign of this term; all else is right.
    SignOf(Expr),
    /// In a part of a term, in that order; another term holds that part too, and rightly.
    PartOf(Box<[Expr; 2]>),
    /// In this term something is missing; all else is right.
    TooLittleIn(Expr),
    /// The terms are the right ones, multiplied and not added.
    Multiplied,
    /// In more than one place, of which this is the first, where it can be told.
    Several(Option<Expr>),
    /// It is something else.
    Whole,
}

impl Place {
    /// Whether a learner who is told the place needs no other words to see what is wrong.
    pub(super) fn says_it_all(&self) -> bool {
        match self {
            Place::Sign | Place::SignOf(_) | Place::Range(..) | Place::NoSum(..) | Place::Multiplied => true,
            _ => self.part().is_some_and(|part| matches!(part, Expr::Sym(_) | Expr::Num(_))),
        }
    }

    /// The part that is to be another one.
    fn part(&self) -> Option<&Expr> {
        match self {
            Place::Part(part) => Some(part),
            Place::PartOf(part_and_term) => Some(&part_and_term[0]),
            _ => None,
        }
    }
}

/// Constants that a learner forgets or adds.
pub(super) fn constants() -> Vec<Expr> {
    ["2", "1/2", "4", "1/4"].into_iter().filter_map(|times| times.parse().ok()).collect()
}

/// The constants and those counts that either formula speaks of: of others a learner may know nothing yet. None where
/// a plain number is asked for, since a factor would tell it.
pub(super) fn times(typed: &Expr, right: &Expr) -> Vec<Expr> {
    if Asked::by(right) == Asked::Number {
        return Vec::new();
    }
    let counts = super::names::COUNTS.map(|count| Expr::Sym(Symbol::new(count)));
    let is_known = |count: &Expr| [typed, right].iter().any(|formula| formula.any(&mut |part| part == count));
    let known = counts.into_iter().filter(is_known);
    let both = known.flat_map(|count| [count.clone(), Expr::integer(1).over(count)]);
    constants().into_iter().chain(both).collect()
}

/// Where a number differs from what is right, each known to within `near`. Where that is so much that nearly anything
/// would fit, nowhere.
pub(super) fn of_number([value, right]: [f64; 2], near: f64, times: &[Expr], scene: &Scene) -> Place {
    let fits = |other: f64| (value - other).abs() <= near * (1.0 + 1e-9) && near <= value.abs() / 20.0;
    if fits(-right) {
        return Place::Sign;
    }
    let factor = times.iter().find(|times| scene.value(times).is_some_and(|times| fits(times * right)));
    factor.map_or(Place::Whole, |times| Place::Times(times.clone()))
}

/// Where `typed` differs from `right`.
pub(super) fn place(typed: &Expr, right: &Expr, scene: &Scene) -> Place {
    let search = Search { scene, work: Work::of_steps(MOST_STEPS) };
    if search.equal(typed, &right.clone().negated()) {
        return Place::Sign;
    }
    for times in times(typed, right) {
        if search.equal(typed, &Expr::Mul(vec![times.clone(), right.clone()])) {
            return Place::Times(times);
        }
    }
    match search.part(typed, right) {
        Place::Part(part) if part == *typed => Place::Whole,
        place => place,
    }
}

/// What pieces of a formula are to one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pieces {
    Terms,
    Factors,
}

impl Pieces {
    fn together(self, pieces: Vec<Expr>) -> Expr {
        match self {
            Pieces::Terms => Expr::sum_of(pieces),
            Pieces::Factors => Expr::product_of(pieces),
        }
    }
}

/// A Σ is written out up to so many terms.
const MOST_TERMS: usize = 24;

struct Search<'s> {
    scene: &'s Scene,
    /// What is left for all comparisons together. Where nothing is, the place is told less closely.
    work: Work,
}

impl Search<'_> {
    fn equal(&self, left: &Expr, right: &Expr) -> bool {
        matches!(self.scene.compared_within(left, right, &self.work), Verdict::Holds(_))
    }

    /// The smallest part of `typed` in which it differs.
    fn part(&self, typed: &Expr, right: &Expr) -> Place {
        if let Some(letter) = self.not_run(typed, right) {
            return Place::NoSum(letter, typed.clone());
        }
        match (typed, right) {
            (Expr::Sum { .. }, Expr::Sum { .. }) => self.within_sums(typed, right),
            (Expr::Neg(typed), Expr::Neg(right)) => self.part(typed, right),
            _ => self.among_pieces(typed, right),
        }
    }

    /// The same for two Σ, of which each may call its letter as it likes.
    fn within_sums(&self, typed: &Expr, right: &Expr) -> Place {
        let whole = || Place::Part(typed.clone());
        let (
            Expr::Sum { index, from, to, body },
            Expr::Sum { index: other, from: right_from, to: right_to, body: right },
        ) = (typed, right)
        else {
            return whole();
        };
        let range = || Place::Range(*index, Box::new([from, to].map(|limit| (**limit).clone())));
        // Its own letter may have been forgotten in all of it.
        if index != other && self.equal(body, right) {
            return range();
        }
        match with_one_letter((*index, body), (*other, right)) {
            Some([body, right]) if self.equal(&body, &right) => range(),
            Some([body, right]) if self.equal(from, right_from) && self.equal(to, right_to) => {
                self.part(&body, &right)
            }
            _ => whole(),
        }
    }

    /// The same for sums and products.
    fn among_pieces(&self, typed: &Expr, right: &Expr) -> Place {
        let is_sum = |side: &Expr| matches!(side, Expr::Add(_));
        let terms = if is_sum(typed) || is_sum(right) { self.terms(typed) } else { None };
        match (terms, self.terms(right)) {
            (Some(typed), Some(right)) => self.among(&typed, &right, Pieces::Terms),
            // One of several terms alone.
            (_, Some(right)) if right.len() > 1 && right.iter().any(|term| self.equal(typed, term)) => {
                Place::TooLittle(typed.clone())
            }
            (_, Some(right)) if right.len() > 1 && self.equal(typed, &Expr::product_of(right.clone())) => {
                Place::Multiplied
            }
            _ if [typed, right].iter().any(|side| matches!(side, Expr::Mul(_))) => {
                self.among(&factors(typed), &factors(right), Pieces::Factors)
            }
            _ => Place::Part(typed.clone()),
        }
    }

    /// The letter that a Σ would have to let run in what was typed, if with it all were right.
    fn not_run(&self, typed: &Expr, right: &Expr) -> Option<char> {
        match right {
            Expr::Sum { index, body, .. } => self.equal(typed, body).then_some(*index),
            Expr::Add(terms) => {
                let taken = right.free_letters();
                let letter = typed.free_letters().into_iter().find(|letter| !taken.contains(letter))?;
                let to = Expr::integer(i64::try_from(terms.len()).ok()?);
                self.equal(&Expr::sum_over(letter, to, typed.clone()), right).then_some(letter)
            }
            _ => None,
        }
    }

    /// The terms of a sum, a Σ among them, with what the whole of it is multiplied with at each.
    fn terms(&self, formula: &Expr) -> Option<Vec<Expr>> {
        match formula {
            Expr::Add(terms) => Some(terms.clone()),
            Expr::Sum { index, from, to, body } => {
                let [from, to] = [from, to].map(|limit| self.scene.value(limit).and_then(whole));
                let (from, to) = (from?, to?);
                let at = |value| body.with_letters(&Letters::from([(*index, Index::At(value))]));
                (to < from + MOST_TERMS).then(|| (from..=to).map(at).collect())
            }
            Expr::Mul(_) | Expr::Div(..) => {
                let mut factors = factors(formula);
                let is_sum = |factor: &Expr| matches!(factor, Expr::Sum { .. });
                let at = factors.iter().position(is_sum)?;
                let terms = self.terms(&factors.remove(at))?;
                let with_all = |term| Expr::product_of(factors.iter().cloned().chain([term]).collect());
                Some(terms.into_iter().map(with_all).collect())
            }
            _ => None,
        }
    }

    /// The same for the terms of a sum or the factors of a product, in whatever order they stand.
    fn among(&self, typed: &[Expr], right: &[Expr], pieces: Pieces) -> Place {
        let mut missing: Vec<&Expr> = right.iter().collect();
        let mut matched = Vec::new();
        let mut strange = Vec::new();
        for own in typed {
            match missing.iter().position(|other| self.equal(own, other)) {
                Some(at) => {
                    missing.remove(at);
                    matched.push(own.clone());
                }
                None => strange.push(own.clone()),
            }
        }
        if let Some(place) = self.without_sum(&strange, &missing) {
            return place;
        }
        if let Some(place) = self.within_a_factor(&strange, &missing) {
            return place;
        }
        match (strange.as_slice(), missing.as_slice()) {
            // Nothing of it is right, so there is no part to point at, but there may be a first one.
            _ if matched.is_empty() && strange.len() > 1 => Place::Several(self.first(&strange, &missing)),
            _ if matched.is_empty() => Place::Part(pieces.together(strange)),
            ([], _) => Place::TooLittle(pieces.together(matched)),
            (_, []) => Place::TooMuch(pieces.together(strange)),
            ([own], [other]) if self.equal(own, &(*other).clone().negated()) => match (pieces, own) {
                (Pieces::Terms, Expr::Mul(_) | Expr::Sum { .. }) => Place::SignOf(own.clone()),
                (Pieces::Terms, Expr::Neg(size)) if matches!(**size, Expr::Mul(_) | Expr::Sum { .. }) => {
                    Place::SignOf((**size).clone())
                }
                // A sign before a name is no part to point at: the whole of which it is one is.
                _ => Place::Part(pieces.together(typed.to_vec())),
            },
            ([own], [other]) if pieces == Pieces::Terms => of_term(self.part(own, other), own, typed),
            ([own], [other]) => self.part(own, other),
            _ if pieces == Pieces::Terms && strange.len() == missing.len() => {
                Place::Several(self.first(&strange, &missing))
            }
            _ => Place::Part(pieces.together(strange)),
        }
    }

    /// The place where a Σ is missing before factors that are right.
    fn without_sum(&self, strange: &[Expr], missing: &[&Expr]) -> Option<Place> {
        if strange.is_empty() {
            return None;
        }
        let own = Expr::product_of(strange.to_vec());
        let letter = missing.iter().find_map(|other| self.not_run(&own, other))?;
        let place = if missing.len() == 1 { Place::NoSum } else { Place::NoSumNor };
        Some(place(letter, own))
    }

    /// Where factors are missing too, or too many: in what the one that is a sum differs from the one that should be.
    fn within_a_factor(&self, strange: &[Expr], missing: &[&Expr]) -> Option<Place> {
        let is_sum = |piece: &&Expr| matches!(piece, Expr::Sum { .. } | Expr::Add(_));
        let own = only(strange.iter().filter(is_sum))?;
        let other = only(missing.iter().copied().filter(is_sum))?;
        if strange.len() == missing.len() {
            return None;
        }
        match self.part(own, other) {
            Place::TooLittle(_) if strange.len() == 1 => Some(Place::TooLittle(own.clone())),
            place => place.part().filter(|part| *part != own).map(|part| Place::Several(Some(part.clone()))),
        }
    }

    /// Where the first of several pieces differs from the one that stands in its place.
    fn first(&self, typed: &[Expr], right: &[&Expr]) -> Option<Expr> {
        let (own, other) = (typed.first()?, right.first()?);
        (typed.len() == right.len()).then(|| match self.part(own, other) {
            Place::TooMuch(part) | Place::SignOf(part) => part,
            place => place.part().unwrap_or(own).clone(),
        })
    }
}

/// The bodies of two Σ with one letter for both: the one that was typed, where it means nothing else in the other body.
/// None where each stands for something in the other.
fn with_one_letter((typed_by, typed): (char, &Expr), (right_by, right): (char, &Expr)) -> Option<[Expr; 2]> {
    let renamed = |body: &Expr, from, to| body.with_letters(&Letters::from([(from, Index::Letter(to))]));
    let holds = |body: &Expr, letter| body.free_letters().contains(&letter);
    if typed_by == right_by || !holds(right, typed_by) {
        Some([typed.clone(), renamed(right, right_by, typed_by)])
    } else {
        (!holds(typed, right_by)).then(|| [renamed(typed, typed_by, right_by), right.clone()])
    }
}

/// The place in one of several terms, where the others are right.
fn of_term(place: Place, term: &Expr, terms: &[Expr]) -> Place {
    let holds = |other: &Expr, part: &Expr| other != term && other.any(&mut |inner| inner == part);
    match place {
        Place::TooLittle(_) => Place::TooLittleIn(term.clone()),
        Place::Part(part) if terms.iter().any(|other| holds(other, &part)) => {
            Place::PartOf(Box::new([part, term.clone()]))
        }
        place => place,
    }
}

/// The one that there is, if there is just one.
pub(super) fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// The factors of a product; below a fraction line stands 1 over something.
fn factors(formula: &Expr) -> Vec<Expr> {
    match formula {
        Expr::Mul(all) => all.iter().flat_map(factors).collect(),
        Expr::Div(over, under) if !matches!(**over, Expr::Num(_)) => {
            factors(over).into_iter().chain([Expr::integer(1).over((**under).clone())]).collect()
        }
        other => vec![other.clone()],
    }
}

/// The count that this is.
fn whole(value: f64) -> Option<usize> {
    num_traits::ToPrimitive::to_usize(&value).filter(|_| value.fract() == 0.0)
}
