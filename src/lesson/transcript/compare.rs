//! What differs between two transcripts of a lesson, each difference in its class.
//!
//! Whether two formulas say the same is not decided by their letters: their numbers on the problem have to agree, and
//! [`crate::derive::verify`] has to find them equal under the definitions of the slide. A drawing is a difference of
//! its own only where nothing else on the slide has changed: whatever else changes changes the drawing too.

use std::collections::BTreeSet;

use super::Cell;
use super::Formula;
use super::Item;
use super::Question;
use super::Record;
use super::Transcript;
use super::class::CLASSES;
use super::class::Class;
use super::class::Found;
use super::class::Pair;
use super::class::class;
use super::class::rank;
use super::matching;
use super::pairing;
use crate::cost;
use crate::derive::Givens;
use crate::derive::verify::Verdict;
use crate::derive::written_givens;
use crate::expr::Expr;
use crate::graph::Shape;
use crate::lesson::Pace;
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

/// Where each slide of a transcript is in another one, if it is there. One that nothing is like any more is the new one
/// behind its neighbour, if that is none of the others.
pub fn places_now(was: &Transcript, is: &Transcript) -> Vec<Option<usize>> {
    let mut places = vec![None; was.slides.len()];
    for (old, new, _) in matching::matches(&was.slides, &is.slides) {
        places[old] = Some(new);
    }
    for old in 0..places.len() {
        let behind = old.checked_sub(1).map_or(Some(0), |before| places[before].map(|place| place + 1));
        let is_free = |place: &usize| *place < is.slides.len() && !places.contains(&Some(*place));
        places[old] = places[old].or(behind.filter(is_free));
    }
    places
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
        self.readers([was, is].map(readers));
        self.names(was, is, witness);
        self.words("goal", [&was.goal, &is.goal], witness);
        self.words("words", [&was.says, &is.says], witness);
        self.shows(was, is, witness);
        self.questions([was, is].map(|record| record.question.as_ref()), witness);
        // A formula that is worth something else says so itself.
        if self.found.iter().all(|found| found.class.name != "value") {
            self.numbers(was, is);
        }
        if self.found.len() == before {
            self.drawings(was, is);
        }
        if self.found.len() == before {
            self.note(&Pair::Rest { was, is }, "", "");
        }
    }

    /// What names mean, where no equation on the slide says it.
    fn names(&mut self, was: &Record, is: &Record, witness: &Witness) {
        let names: BTreeSet<&String> = was.names.keys().chain(is.names.keys()).collect();
        for name in names {
            let meanings = [was, is].map(|record| {
                let is = format!("{name} = {}", record.names.get(name)?);
                Some(Formula { is, made: "definition of a name".into(), ..Formula::default() })
            });
            let shows =
                |record: &Record, meaning: &Formula| formulas(record).iter().any(|one| one.is == meaning.is);
            let is_told = match &meanings {
                [Some(old), Some(new)] => shows(was, old) && shows(is, new),
                [Some(old), None] => shows(was, old) && !shows(is, old),
                [None, Some(new)] => !shows(was, new) && shows(is, new),
                [None, None] => true,
            };
            if !is_told {
                let [was, is] = meanings.each_ref().map(Option::as_ref);
                self.equations(was, is, witness);
            }
        }
    }

    fn questions(&mut self, [was, is]: [Option<&Question>; 2], witness: &Witness) {
        let (Some(old), Some(new)) = (was, is) else {
            let [before, after] = [was, is].map(|question| question.map_or("", |question| &question.asks));
            return self.note(&Pair::Questions { was, is }, before, after);
        };
        self.words("question", [&old.asks, &new.asks], witness);
        let before = self.found.len();
        self.note(&Pair::Questions { was, is }, &old.answer, &new.answer);
        if self.found.len() == before {
            self.words("answer", [&old.answer, &new.answer], witness);
            // In which order the others stand says nothing.
            let [others, now] = [old, new].map(|question| {
                let mut others = question.others.clone();
                others.sort();
                others.join(" | ")
            });
            self.words("choices", [&others, &now], witness);
        }
        for reasons in pairing::reasons(old, new) {
            self.words("reason against a choice", reasons, witness);
        }
        self.words("reason", [&old.because, &new.because], witness);
    }

    fn ground(&mut self, what: &str, [was, is]: [&str; 2]) {
        self.note(&Pair::Ground { what, was, is }, was, is);
    }

    fn readers(&mut self, [was, is]: [String; 2]) {
        self.note(&Pair::Readers { was: &was, is: &is }, &was, &is);
    }

    fn words(&mut self, what: &'static str, [was, is]: [&str; 2], witness: &Witness) {
        self.note(&Pair::Words { what, was, is, witness }, was, is);
    }

    fn shows(&mut self, was: &Record, is: &Record, witness: &Witness) {
        let pairs = pairing::paired(&was.shows, &is.shows);
        for &(old, new) in &pairs {
            self.items(old.map(|old| &was.shows[old]), new.map(|new| &is.shows[new]), witness);
        }
        let (places, new): (Vec<usize>, Vec<usize>) =
            pairs.into_iter().filter_map(|(old, new)| old.zip(new)).unzip();
        let mut in_order = places.clone();
        in_order.sort_unstable();
        if let Some(at) = (0..places.len()).find(|&at| places[at] != in_order[at]) {
            let [before, after] = [&was.shows[in_order[at]], &is.shows[new[at]]].map(pairing::name_of);
            self.note(&Pair::Sequence { was: &in_order, is: &places }, before, after);
        }
    }

    /// Two items of one sort, or one that only one slide has.
    fn items(&mut self, was: Option<&Item>, is: Option<&Item>, witness: &Witness) {
        match (was, is) {
            (Some(Item::Formula(was)), Some(Item::Formula(is))) => {
                self.equations(Some(was), Some(is), witness);
            }
            (Some(Item::Formula(was)), _) => self.equations(Some(was), None, witness),
            (_, Some(Item::Formula(is))) => self.equations(None, Some(is), witness),
            (
                Some(Item::Picture { kind, words, cells }),
                Some(Item::Picture { words: now, cells: new, .. }),
            ) => {
                self.note(&Pair::Pictures { kind, was: Some(words), is: Some(now) }, words, now);
                self.cells(kind, cells, new, witness);
            }
            (Some(Item::Picture { kind, words, .. }), None) => {
                self.note(&Pair::Pictures { kind, was: Some(words), is: None }, words, "");
            }
            (None, Some(Item::Picture { kind, words, .. })) => {
                self.note(&Pair::Pictures { kind, was: None, is: Some(words) }, "", words);
            }
            (None, None) => {}
        }
    }

    fn equations(&mut self, was: Option<&Formula>, is: Option<&Formula>, witness: &Witness) {
        let [before, after] = [was, is].map(|formula| formula.map_or("", |formula| &formula.is));
        self.note(&Pair::Formulas { was, is, witness }, before, after);
    }

    /// The gravest of what differs in the cells of a table, with how many cells differ.
    fn cells(&mut self, kind: &str, was: &[Cell], is: &[Cell], witness: &Witness) {
        if was.len() != is.len() && !was.is_empty() && !is.is_empty() {
            let sizes = [was, is].map(|cells| format!("{} cells", cells.len()));
            return self.ground(kind, sizes.each_ref().map(String::as_str));
        }
        let mut differences = Differences { found: Vec::new(), numbers: self.numbers };
        let formula = |Cell(is, value): &Cell| Formula {
            is: is.clone(),
            made: "cell".into(),
            value: *value,
            ..Formula::default()
        };
        for (was, is) in was.iter().zip(is).filter(|(was, is)| was != is) {
            differences.equations(Some(&formula(was)), Some(&formula(is)), witness);
        }
        let count = differences.found.len();
        if let Some(gravest) = gravest(&differences.found) {
            let says = format!("in {count} of {} cells of the {kind}, {}", is.len(), gravest.says);
            self.found.push(Difference { says, ..gravest.clone() });
        }
    }

    /// Names that are worth something else. Which names there are follows from what is shown.
    fn numbers(&mut self, was: &Record, is: &Record) {
        let are_others = !self.found.is_empty();
        let names: BTreeSet<&String> = was.numbers.keys().chain(is.numbers.keys()).collect();
        for name in names {
            if are_others && !(was.numbers.contains_key(name) && is.numbers.contains_key(name)) {
                continue;
            }
            let [was, is] = [was, is].map(|record| record.numbers.get(name).copied());
            self.note(&Pair::Number { name, was, is }, name, name);
        }
    }

    fn drawings(&mut self, was: &Record, is: &Record) {
        let names: BTreeSet<&String> = was.drawings.keys().chain(is.drawings.keys()).collect();
        let differ = |name: &&String| was.drawings.get(*name) != is.drawings.get(*name);
        let renderers: Vec<&str> = names.into_iter().filter(differ).map(String::as_str).collect();
        let Some(first) = renderers.first() else { return };
        let [old, new] = [was, is].map(|record| record.drawings.get(*first).map_or("", String::as_str));
        let line = old.lines().zip(new.lines()).find(|(old, new)| old.trim_end() != new.trim_end());
        let (before, after) =
            line.unwrap_or((old.lines().last().unwrap_or(""), new.lines().last().unwrap_or("")));
        self.note(
            &Pair::Drawings { renderers: &renderers.join(", "), was: old, is: new },
            before.trim_end(),
            after.trim_end(),
        );
    }
}

fn formulas(record: &Record) -> Vec<&Formula> {
    let items = record.shows.iter();
    items.filter_map(|item| if let Item::Formula(formula) = item { Some(formula) } else { None }).collect()
}

/// For whom a slide and its words are.
fn readers(record: &Record) -> String {
    let traits = [
        (record.pace == Pace::Detail, "a detail that a quick reader may skip"),
        (record.of_this_data, "for the lesson's own numbers only"),
        (record.of_these_names, "about names as the series writes them"),
    ];
    let traits: Vec<&str> = traits.into_iter().filter(|(has, _)| *has).map(|(_, says)| says).collect();
    if traits.is_empty() { "for every reader".into() } else { traits.join(", ") }
}
