//! Which numbers to put in for letters and for sums whose size is not known.
//!
//! A claim with letters is one claim for each number in their place, and there may be thousands. What holds for the
//! first, the second and the last holds for those between, unless the claim itself picks one out: by an index, as in
//! `delta_n4`, or by a number, as in (E − 4). So every number that stands in it is tried, with both its neighbours.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

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

/// So many sizes are tried: the smallest half and the largest half of them.
const MOST_SIZES: usize = 16;

/// The givens with every size that is to be tried for the sums whose size is not known; or as they are, if there are none.
pub(super) fn sized<'g>(sides: [&Expr; 2], givens: &'g Givens, seed: u64) -> Vec<Cow<'g, Givens>> {
    let open = open_limits(sides, givens);
    if open.is_empty() {
        return vec![Cow::Borrowed(givens)];
    }
    let picked = Picked::by(sides, givens);
    let near = picked.indices.union(&picked.numbers).flat_map(|&number| beside(number));
    let mut sizes: Vec<usize> = near.chain(SIZES).collect::<BTreeSet<_>>().into_iter().collect();
    if sizes.len() > MOST_SIZES {
        sizes.drain(MOST_SIZES / 2..sizes.len() - MOST_SIZES / 2);
    }
    // Two names have different sizes, and each is the larger one once. The last sizes are the claim's own.
    let size_of = |turn: usize, place: usize, name: &str| match sizes.get(turn) {
        Some(_) => sizes[(turn + place) % sizes.len()],
        None => 1 + sample::number(name, seed, OWN_SIZES),
    };
    (0..=sizes.len())
        .map(|turn| {
            let mut sized = givens.clone();
            for (place, name) in open.iter().enumerate() {
                sized.count(name, size_of(turn, place, name));
            }
            Cow::Owned(sized)
        })
        .collect()
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
    /// What both sides pick out, and the definitions: by a Kronecker delta, by a limit, or by having been given for
    /// one index.
    fn by(sides: [&Expr; 2], givens: &Givens) -> Self {
        let mut picked = Picked::default();
        for side in sides {
            picked.note(side, true);
        }
        for (name, is) in givens.definitions() {
            picked.note_name(name);
            picked.note(is, false);
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
