//! Taking over some of what has changed: the slides on which everything that differs is of the chosen classes.

use super::Transcript;
use super::class::Class;
use super::compare::Difference;
use super::compare::Place;
use super::compare::aligned;

/// The old transcript with every slide that may be taken over as it is now.
///
/// A slide is taken over when all that differs on it is of the `taken` classes; so are new slides, those that are gone
/// and those that stand elsewhere, each by its own class.
pub fn merged(
    was: &Transcript,
    is: &Transcript,
    differences: &[Difference],
    taken: &[&'static Class],
) -> Transcript {
    let is_taken = |difference: &Difference| taken.iter().any(|class| class.name == difference.class.name);
    let all_taken = |old: Option<usize>, new: Option<usize>| {
        let numbers = (old.map(|old| old + 1), new.map(|new| new + 1));
        differences.iter().filter(|difference| (difference.was, difference.is) == numbers).all(is_taken)
    };
    let head = if all_taken(None, None) { is } else { was };
    let mut slides = Vec::new();
    // Slides that moved and may not be taken over stay behind the slide that they stood behind.
    let mut stay: Vec<(usize, usize)> = Vec::new();
    for (old, new, place) in aligned(was, is) {
        match (old, new) {
            (Some(old), None) if !all_taken(Some(old), None) => {
                slides.push((Some(old), was.slides[old].clone()));
            }
            (None, Some(new)) if all_taken(None, Some(new)) => slides.push((None, is.slides[new].clone())),
            (Some(old), Some(new)) if all_taken(Some(old), Some(new)) => {
                slides.push((Some(old), is.slides[new].clone()));
            }
            (Some(old), Some(_)) if place == Place::Kept => slides.push((Some(old), was.slides[old].clone())),
            (Some(old), Some(new)) => stay.push((old, new)),
            _ => {}
        }
    }
    stay.sort_unstable();
    for (old, _) in stay {
        let behind =
            (0..old).rev().find_map(|before| slides.iter().position(|(known, _)| *known == Some(before)));
        slides.insert(behind.map_or(0, |at| at + 1), (Some(old), was.slides[old].clone()));
    }
    Transcript { slides: slides.into_iter().map(|(_, slide)| slide).collect(), ..head.clone() }
}
