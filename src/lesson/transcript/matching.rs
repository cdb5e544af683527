//! Which slide of one transcript is which of another, by what they show and not by their number.
//!
//! ```text
//! likeness = (what both have) / (what either has)     of formulas, pictures, words, and the goal
//! ```
//!
//! First the slides are matched that can be without any changing places, so that the likenesses add up to as much as
//! possible; then, from the likest pair on, those that are left. Slides that are hardly alike are no match.

use std::collections::BTreeMap;

use super::Item;
use super::Record;
use super::compare::Place;
use super::words;

/// Less alike than this, slides are strangers.
const STRANGERS: f64 = 0.3;

/// A slide that both transcripts have, and whether it stands where it stood.
pub(super) type Match = (usize, usize, Place);

/// The slides that both have.
pub(super) fn matches(was: &[Record], is: &[Record]) -> Vec<Match> {
    let (old, new): (Vec<Traits>, Vec<Traits>) =
        (was.iter().map(traits).collect(), is.iter().map(traits).collect());
    let likeness: Vec<Vec<f64>> = old
        .iter()
        .map(|old| {
            new.iter()
                .map(|new| likeness(old, new))
                .map(|like| if like < STRANGERS { 0.0 } else { like })
                .collect()
        })
        .collect();
    let kept = in_order(&likeness, new.len());
    let mut found: Vec<Match> = kept.iter().map(|&(old, new)| (old, new, Place::Kept)).collect();
    let is_free = |pair: (usize, usize)| kept.iter().all(|kept| kept.0 != pair.0 && kept.1 != pair.1);
    let mut left: Vec<(usize, usize)> = (0..old.len())
        .flat_map(|old| (0..new.len()).map(move |new| (old, new)))
        .filter(|&(old, new)| likeness[old][new] > 0.0 && is_free((old, new)))
        .collect();
    left.sort_by(|one, other| likeness[other.0][other.1].total_cmp(&likeness[one.0][one.1]));
    for (old, new) in left {
        if found.iter().all(|&(known, other, _)| known != old && other != new) {
            found.push((old, new, Place::Moved));
        }
    }
    found.sort_by_key(|&(_, new, _)| new);
    found
}

/// Pairs in which both numbers grow, with the greatest sum of likenesses.
fn in_order(likeness: &[Vec<f64>], columns: usize) -> Vec<(usize, usize)> {
    // best[i][j]: the greatest sum for slides from i and from j on.
    let mut best = vec![vec![0.0_f64; columns + 1]; likeness.len() + 1];
    for old in (0..likeness.len()).rev() {
        for new in (0..columns).rev() {
            let both =
                if likeness[old][new] > 0.0 { likeness[old][new] + best[old + 1][new + 1] } else { 0.0 };
            best[old][new] = both.max(best[old + 1][new]).max(best[old][new + 1]);
        }
    }
    let (mut old, mut new, mut pairs) = (0, 0, Vec::new());
    while old < likeness.len() && new < columns {
        let here = best[old][new];
        if here <= best[old + 1][new] {
            old += 1;
        } else if here <= best[old][new + 1] {
            new += 1;
        } else {
            pairs.push((old, new));
            (old, new) = (old + 1, new + 1);
        }
    }
    pairs
}

/// What a slide is known by, each with its weight.
type Traits = BTreeMap<String, f64>;

fn traits(record: &Record) -> Traits {
    let mut traits = Traits::new();
    let mut note = |kind: &str, what: &str, weight: f64| {
        *traits.entry(format!("{kind}:{what}")).or_default() += weight;
    };
    note("goal", &record.goal, 2.0);
    for item in &record.shows {
        match item {
            Item::Formula(formula) => {
                note("formula", &formula.is, 4.0);
                note("left", formula.left().unwrap_or(""), 3.0);
                note("made", &formula.made, 1.0);
            }
            Item::Picture { kind, words, cells } => {
                note("kind", kind, 3.0);
                let first = cells.first().map_or("", |cell| &cell.0);
                note("picture", &format!("{words} {first}"), 3.0);
            }
        }
    }
    // Words are many and weigh little each, all together as much as a formula or two.
    let pieces = words::pieces(&record.says);
    for piece in &pieces {
        #[allow(clippy::cast_precision_loss)] // no slide has so many words
        note("word", piece, 8.0 / pieces.len() as f64);
    }
    traits
}

fn likeness(one: &Traits, other: &Traits) -> f64 {
    let (mut both, mut either) = (0.0, 0.0);
    for name in one.keys().chain(other.keys().filter(|name| !one.contains_key(*name))) {
        let [a, b] = [one, other].map(|traits| traits.get(name).copied().unwrap_or(0.0));
        both += a.min(b);
        either += a.max(b);
    }
    if either > 0.0 { both / either } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::transcript::Formula;

    fn record(says: &str, formula: &str) -> Record {
        let formula = Formula { is: formula.into(), made: "definition".into(), ..Formula::default() };
        Record { says: says.into(), shows: vec![Item::Formula(formula)], ..Record::default() }
    }

    #[test]
    fn slides_are_known_by_what_they_show() {
        let was = [
            record("the first edge of all", "a = b"),
            record("then the second one", "c = d*e"),
            record("at last, something else", "f = g"),
        ];
        let new = record("this was not there before", "p = q");
        let changed = record("then the second one", "c = e*d");
        let is = [new.clone(), was[0].clone(), changed.clone(), was[2].clone()];
        assert_eq!(matches(&was, &is), [(0, 1, Place::Kept), (1, 2, Place::Kept), (2, 3, Place::Kept)]);
        let turned = [was[2].clone(), was[0].clone(), was[1].clone()];
        assert_eq!(matches(&was, &turned), [(2, 0, Place::Moved), (0, 1, Place::Kept), (1, 2, Place::Kept)]);
        assert_eq!(matches(&was, std::slice::from_ref(&new)), []);
        assert_eq!(matches(&was, &was).len(), 3);
    }
}
