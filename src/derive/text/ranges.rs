//! Claims with letters: `d(MSE)/d(w_2fn) = …` speaks of every f and n there are.
//!
//! How far a letter runs is told by where it stands: an example by E, an output by K, and in a network each place
//! of `w_2fn` by the layer there, and in a name that is defined by where its letters stand in the definition. A letter
//! that nothing is known of is tried as 1, as 2, as each index that the claim picks out, and as none of the numbers.

use std::collections::BTreeMap;

use crate::derive::Givens;
use crate::derive::verify;
use crate::derive::verify::Verdict;
use crate::derive::verify::Work;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Shape;

/// Compares two formulas for every number that their letters can be.
pub(crate) fn compare(
    left: &Expr,
    right: &Expr,
    givens: &Givens,
    shape: Option<&Shape>,
    work: &Work,
) -> Verdict {
    let letters = [left, right].map(Expr::free_letters).concat();
    let mut running = BTreeMap::new();
    if !letters.is_empty() {
        for side in [left, right] {
            note_ranges(side, givens, shape, &mut running);
        }
    }
    let unknown: Vec<char> = letters.into_iter().filter(|letter| !running.contains_key(letter)).collect();
    let verdict = verify::compare_under(left, right, givens, &running, work);
    if unknown.is_empty() {
        return verdict;
    }
    // As a letter it is none of the numbers that a Σ runs over, and its derivative would seem to be 0.
    let last = verify::largest_index([left, right], givens).max(2);
    running.extend(unknown.iter().map(|&letter| (letter, last)));
    match (verdict, verify::compare_under(left, right, givens, &running, work)) {
        (_, fails @ Verdict::Fails(_)) => fails,
        (unknown @ Verdict::Unknown(_), _) | (_, unknown @ Verdict::Unknown(_)) => unknown,
        (holds @ Verdict::Holds(_), Verdict::Holds(_)) => holds,
        (Verdict::Fails(_), Verdict::Holds(_)) => Verdict::Unknown(format!(
            "how far the letter {} runs is not known: begin with a problem, or say how many there are by \
             let E = … or let K = …, or write numbers",
            unknown[0]
        )),
    }
}

/// How far each letter of a formula runs, for those of which it can be told.
pub(crate) fn letter_ranges(formula: &Expr, givens: &Givens, shape: &Shape) -> BTreeMap<char, usize> {
    let mut running = BTreeMap::new();
    note_ranges(formula, givens, Some(shape), &mut running);
    running
}

fn note_ranges(formula: &Expr, givens: &Givens, shape: Option<&Shape>, running: &mut BTreeMap<char, usize>) {
    formula.any(&mut |part| {
        let (Expr::Sym(name) | Expr::Partial { by: name, .. }) = part else { return false };
        if name.letters().next().is_some()
            && (0..name.indices().count()).all(|place| last(name, place, givens, shape).is_none())
            && let Some(definition) = givens.definition_of(name)
        {
            note_ranges(&definition, givens, shape, running);
            return false;
        }
        for (place, index) in name.indices().enumerate() {
            if let (Index::Letter(letter), Some(last)) = (index, last(name, place, givens, shape)) {
                // Where it stands twice, it goes only as far as both places do.
                running.entry(letter).and_modify(|known| *known = last.min(*known)).or_insert(last);
            }
        }
        false
    });
}

/// The last number for this index of a name.
pub(super) fn last(name: &Symbol, place: usize, givens: &Givens, shape: Option<&Shape>) -> Option<usize> {
    let count = |name: &str| givens.count_of(name);
    if place == name.sub.len() {
        return count("E");
    }
    let width = |layer: usize| shape.and_then(|shape| shape.widths.get(layer).copied());
    match (name.base.as_str(), name.sub.as_slice()) {
        ("w" | "b", _) if place == 0 => shape.map(Shape::layers),
        ("w", &[Index::At(layer), ..]) => width(layer + place - 2),
        ("b", &[Index::At(layer), _]) => width(layer),
        ("x", [_]) => width(0),
        ("y" | "o_in" | "o_out", [_]) => count("K"),
        (base, [_]) if name.takes_example() => {
            let layer: String = base.chars().filter(char::is_ascii_digit).collect();
            width(layer.parse().unwrap_or(1))
        }
        _ => None,
    }
}
