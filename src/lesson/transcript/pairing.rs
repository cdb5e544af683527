//! What belongs together on two slides, and in two questions.

use super::Item;
use super::Question;
use super::formula;

/// What an item is called where it stands elsewhere.
pub(super) fn name_of(item: &Item) -> &str {
    match item {
        Item::Formula(formula) => &formula.is,
        Item::Picture { words, .. } => words.lines().next().unwrap_or_default(),
    }
}

/// What belongs together on two slides, by its places: first what is the same, then equations with the same left side,
/// in whatever order, and pictures of the same sort. What only one of them has comes with the other place missing.
pub(super) fn paired(was: &[Item], is: &[Item]) -> Vec<(Option<usize>, Option<usize>)> {
    let mates_by: [fn(&Item, &Item) -> bool; 4] =
        [PartialEq::eq, say_the_same, are_about_the_same, are_about_the_same_in_another_order];
    mated(was, is, &mates_by)
}

/// The same for anything, by the strictest likeness first: the new ones in their order, then what is gone.
fn mated<T>(was: &[T], is: &[T], mates_by: &[fn(&T, &T) -> bool]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut mates: Vec<Option<usize>> = vec![None; is.len()];
    for are_mates in mates_by {
        for new in 0..is.len() {
            let is_free = |old: &usize| !mates.contains(&Some(*old)) && are_mates(&was[*old], &is[new]);
            if mates[new].is_none() {
                mates[new] = (0..was.len()).find(is_free);
            }
        }
    }
    let gone = (0..was.len()).filter(|old| !mates.contains(&Some(*old))).map(|old| (Some(old), None));
    let kept = mates.iter().enumerate().map(|(new, old)| (*old, Some(new)));
    kept.chain(gone).collect()
}

fn say_the_same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Formula(one), Item::Formula(other)) => one.is == other.is,
        (Item::Picture { words: one, .. }, Item::Picture { words: other, .. }) => one == other,
        _ => false,
    }
}

fn are_about_the_same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Formula(one), Item::Formula(other)) => {
            one.left() == other.left() && (one.left().is_some() || one.made == other.made)
        }
        (Item::Picture { kind: one, .. }, Item::Picture { kind: other, .. }) => one == other,
        _ => false,
    }
}

fn are_about_the_same_in_another_order(one: &Item, other: &Item) -> bool {
    let (Item::Formula(one), Item::Formula(other)) = (one, other) else { return false };
    one.left().zip(other.left()).is_some_and(|(one, other)| formula::only_order(one, other))
}

/// Why each wrong choice is not the answer, then and now: a choice that both questions have is the same one, and the rest
/// belong together as they stand in the file.
pub(super) fn reasons<'q>(was: &'q Question, is: &'q Question) -> Vec<[&'q str; 2]> {
    let mates_by: [fn(&String, &String) -> bool; 2] = [PartialEq::eq, |_, _| true];
    let reason = |question: &'q Question, place: Option<usize>| {
        place.and_then(|place| question.why_not.get(place)).map_or("", String::as_str)
    };
    let pairs = mated(&was.others, &is.others, &mates_by).into_iter();
    pairs.map(|(old, new)| [reason(was, old), reason(is, new)]).collect()
}
