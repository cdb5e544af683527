//! What differs between two transcripts of a lesson, each difference in its class.
//!
//! Whether two formulas say the same is not decided by their letters: their numbers on the problem have to agree, and
//! [`crate::derive::verify`] has to find them equal under the definitions of the slide. A drawing is a difference of
//! its own only where nothing else on the slide has changed: whatever else changes changes the drawing too.

use std::collections::BTreeSet;

use super::Formula;
use super::Item;
use super::Record;
use super::Transcript;
use super::class::CLASSES;
use super::class::Class;
use super::class::Found;
use super::class::Pair;
use super::class::class;
use super::class::rank;
use super::matching;
use crate::cost;
use crate::derive::Givens;
use crate::derive::verify::Verdict;
use crate::derive::written_givens;
use crate::expr::Expr;
use crate::graph::Shape;
use crate::lesson::scene;
use crate::problem::Problem;

/// One difference.
#[derive(Clone)]
pub struct Difference {
    /// How grave it is.
    pub class: &'static Class,
    /// The number that the slide had.
    pub was: Option<usize>,
    /// The number that it has.
    pub is: Option<usize>,
    /// What it is.
    pub says: String,
    /// What stood there; for a drawing the first line that differs.
    pub before: String,
    /// What stands there.
    pub after: String,
    /// What it was and is worth, where that is the point.
    pub numbers: Option<[Option<f64>; 2]>,
}

/// Whether a slide stands where it stood among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It does.
    Kept,
    /// Others have changed places with it.
    Moved,
}

/// Who decides whether two formulas say the same: the definitions in force on a slide.
pub(super) struct Witness {
    pub(super) shape: Option<Shape>,
    pub(super) givens: Givens,
}

impl Witness {
    /// The definitions on a slide. Without a problem only those that the lesson makes itself are known.
    fn new(transcript: &Transcript, place: usize, problem: Option<&Problem>) -> Self {
        let cost = transcript.slides.get(place).and_then(|slide| cost::named(&slide.cost));
        let problem = problem.cloned().and_then(|problem| match cost {
            Some(cost) => problem.with_cost(cost).ok(),
            None => Some(problem),
        });
        let shape = problem.as_ref().map(Problem::shape);
        let mut givens =
            shape.as_ref().and_then(|shape| written_givens(shape).ok()).unwrap_or_else(Givens::of_numbers);
        // What a name means now is what it was last given, and it may speak of names that were given theirs before.
        let mut named = BTreeSet::new();
        let mut meanings: Vec<(&String, &String)> =
            transcript.slides[..=place].iter().rev().flat_map(|slide| slide.names.iter().rev()).collect();
        meanings.retain(|(name, _)| named.insert(*name));
        for (name, is) in meanings.into_iter().rev() {
            if let (Ok(name), Ok(is)) = (name.parse(), is.parse()) {
                // A name that the problem has kept for itself is known already.
                let _ = givens.define(name, is);
            }
        }
        Witness { shape, givens }
    }

    pub(super) fn compared(&self, was: &Expr, is: &Expr) -> Verdict {
        scene::compared(was, is, &self.givens, self.shape.as_ref())
    }
}

/// All that differs, slide by slide in the order that they have now; what is gone comes where it was. One of the two
/// may be missing: then the whole lesson is new or gone.
pub fn differences(
    was: Option<&Transcript>,
    is: Option<&Transcript>,
    problem: Option<&Problem>,
) -> Vec<Difference> {
    let (was, is) = match (was, is) {
        (Some(was), Some(is)) => (was, is),
        (was, is) => return whole(was, is).into_iter().collect(),
    };
    let mut found = head(was, is);
    for (old, new, place) in aligned(was, is) {
        let numbers = (old.map(|old| old + 1), new.map(|new| new + 1));
        let [was, record] = [old.map(|old| &was.slides[old]), new.map(|new| &is.slides[new])];
        let mut differences = Differences { found: Vec::new(), numbers };
        differences.note(&Pair::Slides { was, is: record, place }, "", "");
        if let (Some(was), Some(record), Some(new)) = (was, record, new)
            && was != record
        {
            differences.slide(was, record, &Witness::new(is, new, problem));
        }
        found.extend(differences.found);
    }
    found
}

/// A lesson that only one side has.
fn whole(was: Option<&Transcript>, is: Option<&Transcript>) -> Option<Difference> {
    let (name, word, transcript) = match (was, is) {
        (Some(was), None) => ("removed", "gone", was),
        (None, Some(is)) => ("added", "new", is),
        _ => return None,
    };
    let says = format!("the whole lesson is {word}: {} slides", transcript.slides.len());
    let (before, after) = (String::new(), String::new());
    class(name).map(|class| Difference { class, was: None, is: None, says, before, after, numbers: None })
}

/// The gravest of differences, the first of several.
pub fn gravest<'d>(differences: impl IntoIterator<Item = &'d Difference>) -> Option<&'d Difference> {
    differences.into_iter().min_by_key(|difference| rank(difference.class))
}

/// The gravest class among differences.
pub fn worst(differences: &[Difference]) -> Option<&'static Class> {
    gravest(differences).map(|difference| difference.class)
}

/// Every slide of either transcript once: those of the new one in order, those that are gone where they stood.
pub(super) fn aligned(was: &Transcript, is: &Transcript) -> Vec<(Option<usize>, Option<usize>, Place)> {
    let matches = matching::matches(&was.slides, &is.slides);
    let is_gone = |old: &usize| matches.iter().all(|(known, ..)| known != old);
    let mut gone: Vec<usize> = (0..was.slides.len()).filter(is_gone).collect();
    let mut all = Vec::new();
    for new in 0..is.slides.len() {
        let known = matches.iter().find(|(_, known, _)| *known == new);
        if let Some(&(old, _, Place::Kept)) = known {
            let before = gone.iter().take_while(|gone| **gone < old).count();
            all.extend(gone.drain(..before).map(|gone| (Some(gone), None, Place::Kept)));
        }
        all.push((known.map(|known| known.0), Some(new), known.map_or(Place::Kept, |known| known.2)));
    }
    all.extend(gone.into_iter().map(|gone| (Some(gone), None, Place::Kept)));
    all
}

/// What the lesson as a whole is.
fn head(was: &Transcript, is: &Transcript) -> Vec<Difference> {
    let mut differences = Differences { found: Vec::new(), numbers: (None, None) };
    let witness = Witness { shape: None, givens: Givens::of_numbers() };
    differences.words("title", [&was.title, &is.title], &witness);
    differences.ground("problem", [&was.problem, &is.problem]);
    differences.ground("weight", [&was.weight, &is.weight]);
    differences.found
}

struct Differences {
    found: Vec<Difference>,
    /// The slide that was and that is.
    numbers: (Option<usize>, Option<usize>),
}

impl Differences {
    /// Has the classes look at a pair, gravest first.
    fn note(&mut self, pair: &Pair<'_>, before: &str, after: &str) {
        let found = CLASSES.iter().find_map(|class| (class.find)(pair).map(|found| (class, found)));
        if let Some((class, Found { says, numbers })) = found {
            let (was, is) = self.numbers;
            let [before, after] = [before, after].map(str::to_owned);
            self.found.push(Difference { class, was, is, says, before, after, numbers });
        }
    }

    fn slide(&mut self, was: &Record, is: &Record, witness: &Witness) {
        let before = self.found.len();
        self.ground("cost", [&was.cost, &is.cost]);
        for name in is.names.keys().filter(|name| was.names.contains_key(*name)) {
            self.ground(name, [&was.names[name], &is.names[name]]);
        }
        self.words("goal", [&was.goal, &is.goal], witness);
        self.words("words", [&was.says, &is.says], witness);
        self.formulas(was, is, witness);
        self.pictures(was, is);
        let [old, new] = [was, is].map(|record| record.question.clone().unwrap_or_default());
        self.words("question", [&old.asks, &new.asks], witness);
        self.words("answer", [&old.answer, &new.answer], witness);
        // In which order the others stand says nothing.
        let [others, now] = [&old.others, &new.others].map(|others| {
            let mut others = others.clone();
            others.sort();
            others.join(" | ")
        });
        self.words("choices", [&others, &now], witness);
        self.words("reason", [&old.because, &new.because], witness);
        if self.found.len() == before {
            self.numbers(was, is);
        }
        if self.found.len() == before {
            self.drawings(was, is);
        }
    }

    fn ground(&mut self, what: &str, [was, is]: [&str; 2]) {
        self.note(&Pair::Ground { what, was, is }, was, is);
    }

    fn words(&mut self, what: &'static str, [was, is]: [&str; 2], witness: &Witness) {
        self.note(&Pair::Words { what, was, is, witness }, was, is);
    }

    fn formulas(&mut self, was: &Record, is: &Record, witness: &Witness) {
        for (was, is) in paired(&formulas(was), &formulas(is)) {
            let [before, after] =
                [was, is].map(|formula| formula.map_or(String::new(), |formula| formula.is.clone()));
            self.note(&Pair::Formulas { was, is, witness }, &before, &after);
        }
    }

    fn pictures(&mut self, was: &Record, is: &Record) {
        let (old, new) = (pictures(was), pictures(is));
        let kinds: BTreeSet<&str> = old.iter().chain(&new).map(|(kind, _)| *kind).collect();
        for kind in kinds {
            let of = |all: &[(&str, &'_ str)]| -> Vec<String> {
                all.iter().filter(|(own, _)| *own == kind).map(|(_, words)| (*words).to_owned()).collect()
            };
            let (old, new) = (of(&old), of(&new));
            for place in 0..old.len().max(new.len()) {
                let [was, is] = [&old, &new].map(|all| all.get(place).map(String::as_str));
                self.note(&Pair::Pictures { kind, was, is }, was.unwrap_or(""), is.unwrap_or(""));
            }
        }
    }

    /// Names that are on both slides and are worth something else.
    fn numbers(&mut self, was: &Record, is: &Record) {
        for (name, &number) in &is.numbers {
            if let Some(&old) = was.numbers.get(name) {
                self.note(&Pair::Number { name, was: old, is: number }, name, name);
            }
        }
    }

    fn drawings(&mut self, was: &Record, is: &Record) {
        let differ = |renderer: &&String| {
            was.drawings.get(*renderer).is_some_and(|old| *old != is.drawings[*renderer])
        };
        let renderers: Vec<&String> = is.drawings.keys().filter(differ).collect();
        let Some(first) = renderers.first() else { return };
        let (old, new) = (&was.drawings[*first], &is.drawings[*first]);
        let names: Vec<&str> = renderers.iter().map(|name| name.as_str()).collect();
        let line = old.lines().zip(new.lines()).find(|(old, new)| old.trim_end() != new.trim_end());
        let (before, after) =
            line.unwrap_or((old.lines().last().unwrap_or(""), new.lines().last().unwrap_or("")));
        self.note(
            &Pair::Drawings { renderers: &names.join(", "), was: old, is: new },
            before.trim_end(),
            after.trim_end(),
        );
    }
}

fn formulas(record: &Record) -> Vec<&Formula> {
    let items = record.shows.iter();
    items.filter_map(|item| if let Item::Formula(formula) = item { Some(formula) } else { None }).collect()
}

fn pictures(record: &Record) -> Vec<(&str, &str)> {
    let items = record.shows.iter().filter_map(|item| match item {
        Item::Picture { kind, words } => Some((kind.as_str(), words.as_str())),
        Item::Formula(_) => None,
    });
    items.collect()
}

/// Formulas that belong together: first those that are the same, then those with the same left side.
fn paired<'a>(was: &[&'a Formula], is: &[&'a Formula]) -> Vec<(Option<&'a Formula>, Option<&'a Formula>)> {
    let left = |formula: &Formula| formula.is.split_once(" = ").map(|(left, _)| left.to_owned());
    let mut mates: Vec<Option<usize>> = vec![None; is.len()];
    for same in [
        &|one: &Formula, other: &Formula| one == other,
        &|one: &Formula, other: &Formula| one.is == other.is,
        &|one: &Formula, other: &Formula| left(one) == left(other),
    ] as [&dyn Fn(&Formula, &Formula) -> bool; 3]
    {
        for new in 0..is.len() {
            let is_free = |old: &usize| !mates.contains(&Some(*old)) && same(was[*old], is[new]);
            if mates[new].is_none() {
                mates[new] = (0..was.len()).find(is_free);
            }
        }
    }
    let gone = (0..was.len()).filter(|old| !mates.contains(&Some(*old))).map(|old| (Some(was[old]), None));
    let kept = mates.iter().zip(is).map(|(old, new)| (old.map(|old| was[old]), Some(*new)));
    kept.chain(gone).collect()
}
