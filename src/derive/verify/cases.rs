//! Which numbers to put in for letters and for sums whose size is not known.
//!
//! A claim with letters is one claim for each number in their place, and there may be thousands. What holds for the
//! first, the second and the last holds for those between, unless the claim itself picks one out: by an index, as in
//! `delta_n4`, or by a number, as in (E − 4). So every number that stands in it is tried, with both its neighbours.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::sample;
use crate::derive::givens::Givens;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

/// A Σ without a known size is tried with these many terms, and with as many as the claim picks out.
const SIZES: [usize; 3] = [2, 3, 4];

/// The size that belongs to the claim alone is no larger.
const OWN_SIZES: u64 = 12;

/// Numbers beyond are not taken for numbers of terms, unless they are indices.
const LARGEST_NUMBER: usize = 64;

/// No more sizes are tried.
const MOST_SIZES: usize = 40;

/// Sizes by the names of the limits that they are given to, and the givens with them.
type Sized<'g> = (BTreeMap<String, usize>, Cow<'g, Givens>);

/// The givens with every size that is to be tried for the sums whose size is not known; as they are, if there are none;
/// nothing, if there are too many.
///
/// A product such as (E − 1)·(E − 2) is 0 for as many sizes as its degree. More are tried than that.
pub(super) fn sized<'g>(sides: [&Expr; 2], givens: &'g Givens, seed: u64) -> Option<Vec<Sized<'g>>> {
    let open = open_limits(sides, givens);
    if open.is_empty() {
        return Some(vec![(BTreeMap::new(), Cow::Borrowed(givens))]);
    }
    let picked = Picked::by(sides, givens);
    let near = picked.indices.union(&picked.numbers).flat_map(|&number| beside(number));
    let mut sizes: BTreeSet<usize> = near.chain(SIZES).collect();
    let mut degrees = Degrees { open: &open, givens, known: FxHashMap::default() };
    let degree = sides.into_iter().map(|side| degrees.of(side)).max().unwrap_or(0);
    sizes.extend(1..=degree.min(MOST_SIZES) + 1);
    if sizes.len() > MOST_SIZES {
        return None;
    }
    let sizes: Vec<usize> = sizes.into_iter().collect();
    // Two names have different sizes, and each is the larger one once. The last sizes are the claim's own.
    let size_of = |turn: usize, place: usize, name: &str| match turn.checked_sub(sizes.len()) {
        None => sizes[(turn + place) % sizes.len()],
        Some(own) => 1 + sample::number(name, seed.wrapping_add(own as u64), OWN_SIZES),
    };
    let own = if open.len() > 1 { 1 + degree } else { 1 };
    let sized = (0..sizes.len() + own).map(|turn| {
        let chosen = open.iter().enumerate().map(|(place, name)| (name.clone(), size_of(turn, place, name)));
        let chosen: BTreeMap<String, usize> = chosen.collect();
        let mut sized = givens.clone();
        for (name, &size) in &chosen {
            sized.count(name, size);
        }
        (chosen, Cow::Owned(sized))
    });
    Some(sized.collect())
}

/// How high the powers of open sizes are in formulas, at most.
struct Degrees<'a> {
    open: &'a [String],
    givens: &'a Givens,
    known: FxHashMap<Symbol, usize>,
}

impl Degrees<'_> {
    fn of(&mut self, formula: &Expr) -> usize {
        match formula {
            Expr::Num(_) => 0,
            Expr::Sym(name) => self.of_name(name),
            Expr::Add(terms) => terms.iter().map(|term| self.of(term)).max().unwrap_or(0),
            Expr::Pow(base, exponent) => self.of(base).saturating_mul(exponent.unsigned_abs() as usize),
            _ => formula.parts().fold(0, |degree, part| degree.saturating_add(self.of(part))),
        }
    }

    fn of_name(&mut self, name: &Symbol) -> usize {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let degree = match self.givens.definition_of(name) {
            Some(is) => self.of(&is),
            None => usize::from(self.open.contains(&name.to_string())),
        };
        self.known.insert(name.clone(), degree);
        degree
    }
}

/// The names that stand as limits of a Σ without being known.
fn open_limits(sides: [&Expr; 2], givens: &Givens) -> Vec<String> {
    let of_sides = sides.into_iter().flat_map(limits);
    let open = of_sides.chain(givens.limits()).filter(|name| givens.count_of_symbol(name).is_none());
    open.map(Symbol::to_string).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The names that stand as limits of a Σ in a formula.
pub(in crate::derive) fn limits(formula: &Expr) -> Vec<&Symbol> {
    let mut limits = Vec::new();
    let mut waiting = vec![formula];
    while let Some(part) = waiting.pop() {
        if let Expr::Sum { from, to, .. } = part {
            limits.extend([from, to].into_iter().filter_map(|limit| match &**limit {
                Expr::Sym(name) => Some(name),
                _ => None,
            }));
        }
        waiting.extend(part.parts());
    }
    limits
}

/// The numbers to put in for the free letters whose range is known: all, or of many the first two, the last and those
/// that are picked out.
pub(super) fn members(sides: [&Expr; 2], givens: &Givens, running: &BTreeMap<char, usize>) -> Vec<Letters> {
    const MOST: usize = 40;
    let mut members = vec![Letters::new()];
    let letters: BTreeSet<char> = sides.into_iter().flat_map(Expr::free_letters).collect();
    let mut picked = None;
    for letter in letters {
        let Some(last) = running.get(&letter).copied().or_else(|| givens.last_of(letter)) else { continue };
        let numbers: BTreeSet<usize> = if last <= 4 && members.len() * last <= MOST {
            (1..=last).collect()
        } else {
            let picked = picked.get_or_insert_with(|| Picked::by(sides, givens));
            let near = picked.indices.iter().flat_map(|&number| beside(number));
            near.chain([1, 2, last]).filter(|&number| number <= last).collect()
        };
        members = members
            .into_iter()
            .flat_map(|member| {
                numbers.iter().map(move |&number| {
                    let mut member = member.clone();
                    member.insert(letter, Index::At(number));
                    member
                })
            })
            .collect();
    }
    members
}

/// The largest index that a claim picks out.
pub(in crate::derive) fn largest_index(sides: [&Expr; 2], givens: &Givens) -> usize {
    Picked::by(sides, givens).indices.last().copied().unwrap_or(0)
}

fn beside(number: usize) -> impl Iterator<Item = usize> {
    (number.saturating_sub(1).max(1)..=number + 1).take(3)
}

/// The numbers for which a claim may say something else than for all others.
#[derive(Default)]
struct Picked {
    /// Those that stand as indices or as limits of a Σ.
    indices: BTreeSet<usize>,
    /// All others.
    numbers: BTreeSet<usize>,
}

impl Picked {
    /// What both sides pick out, and what was told for their sake; and the definitions of a network, by a Kronecker
    /// delta, by a limit, or by having been given for one index.
    fn by(sides: [&Expr; 2], givens: &Givens) -> Self {
        let mut picked = Picked::default();
        for side in sides {
            picked.note(side, true);
        }
        for (place, (name, is)) in givens.definitions().enumerate() {
            picked.note_name(name);
            picked.note(is, givens.is_told(place));
        }
        picked
    }

    fn note(&mut self, formula: &Expr, is_claimed: bool) {
        formula.any(&mut |part| {
            match part {
                Expr::Sym(name) if is_claimed || name.base.as_str() == "delta" => self.note_name(name),
                Expr::Partial { by, .. } => self.note_name(by),
                Expr::Sum { from, to, .. } => {
                    self.indices.extend([from, to].into_iter().filter_map(|limit| whole(limit)));
                }
                Expr::Num(_) if is_claimed => {
                    self.numbers.extend(whole(part).filter(|&number| number <= LARGEST_NUMBER));
                }
                _ => {}
            }
            false
        });
    }

    fn note_name(&mut self, name: &Symbol) {
        // The first index of a weight or a bias is its layer, which nothing else counts.
        let layers = usize::from(matches!(name.base.as_str(), "w" | "b"));
        self.indices.extend(name.indices().skip(layers).filter_map(|index| match index {
            Index::At(number) => Some(number),
            Index::Letter(_) => None,
        }));
    }
}

fn whole(number: &Expr) -> Option<usize> {
    number.as_integer().and_then(|number| usize::try_from(number).ok())
}
