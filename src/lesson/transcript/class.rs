//! The classes of difference between two transcripts, gravest first: one literal each.
//!
//! Two things that were matched and are not the same belong to the first class that finds something to say of them.
//!
//! ```text
//! 2·f → −2·f       value      sign of the first factor flipped
//! w·h → h·w        order      the same value, terms or factors in another order
//! ```

use crate::derive::verify::Verdict;

use super::Formula;
use super::Question;
use super::Record;
use super::compare::Place;
use super::compare::Witness;
use super::formula;
use super::words;

/// A sort of difference.
pub struct Class {
    /// What it is called on the command line and in JSON.
    pub name: &'static str,
    /// What it means.
    pub says: &'static str,
    /// What it has to say of two things that are not the same; nothing where it is not the class they belong to.
    pub(super) find: fn(&Pair<'_>) -> Option<Found>,
}

/// Two things that take the same place in two transcripts. One of them may be missing.
pub(super) enum Pair<'a> {
    /// Two slides; what is on them is compared as pairs of its own.
    Slides { was: Option<&'a Record>, is: Option<&'a Record>, place: Place },
    /// Two equations, and who decides whether they say the same.
    Formulas { was: Option<&'a Formula>, is: Option<&'a Formula>, witness: &'a Witness },
    /// Something that all the rest stands on: the problem, the cost in force, what a name means.
    Ground { what: &'a str, was: &'a str, is: &'a str },
    /// The questions of two slides, of which one may be missing.
    Questions { was: Option<&'a Question>, is: Option<&'a Question> },
    /// For whom two slides are.
    Readers { was: &'a str, is: &'a str },
    /// Two pictures of one sort.
    Pictures { kind: &'a str, was: Option<&'a str>, is: Option<&'a str> },
    /// Two texts, what they are, and who decides about the formulas in them.
    Words { what: &'static str, was: &'a str, is: &'a str, witness: &'a Witness },
    /// A name and what it was and is worth.
    Number { name: &'a str, was: Option<f64>, is: Option<f64> },
    /// The things that two slides both show, each side in its order.
    Sequence { was: &'a [usize], is: &'a [usize] },
    /// What some renderers made of the whole slide.
    Drawings { renderers: &'a str, was: &'a str, is: &'a str },
    /// Two slides in which no other pair has found anything.
    Rest { was: &'a Record, is: &'a Record },
}

/// What a class says.
pub(super) struct Found {
    pub(super) says: String,
    pub(super) numbers: Option<[Option<f64>; 2]>,
}

impl Found {
    #[allow(clippy::unnecessary_wraps)] // it is what every class answers with
    fn new(says: impl Into<String>) -> Option<Self> {
        Some(Found { says: says.into(), numbers: None })
    }
}

/// All classes, gravest first.
pub static CLASSES: &[Class] = &[
    Class { name: "value", says: "something is worth something else", find: value },
    Class { name: "removed", says: "a slide or a question is gone", find: removed },
    Class { name: "formula", says: "a formula is gone, or is new on its slide", find: other_formula },
    Class { name: "rule", says: "another rule", find: rule },
    Class { name: "form", says: "the same value, written in another way", find: form },
    Class { name: "order", says: "the same value, in another order", find: order },
    Class { name: "check", says: "checked in another way", find: check },
    Class {
        name: "picture",
        says: "a picture shows something else, or what a formula points at is",
        find: picture,
    },
    Class { name: "added", says: "a slide or a question is new", find: added },
    Class { name: "moved", says: "a slide stands elsewhere", find: moved },
    Class { name: "readers", says: "a slide, or its words, are for other readers", find: readers },
    Class { name: "wording", says: "wording only", find: wording },
    Class { name: "drawing", says: "drawing only", find: drawing },
];

/// The class of this name.
pub fn class(name: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|class| class.name == name)
}

/// How grave a class is: 0 for the gravest.
pub fn rank(class: &Class) -> usize {
    CLASSES.iter().position(|other| other.name == class.name).unwrap_or(CLASSES.len())
}

/// Two numbers are the same up to what the last digits of a long computation may differ by.
fn is_same(was: f64, is: f64) -> bool {
    (was - is).abs() <= 1e-11 * was.abs().max(is.abs())
}

fn value(pair: &Pair<'_>) -> Option<Found> {
    match *pair {
        Pair::Formulas { was: Some(was), is: Some(is), witness } => value_of_formulas(was, is, witness),
        Pair::Ground { what, was, is } if was != is => Found::new(format!("{what} was {was} and is {is}")),
        Pair::Questions { was: Some(was), is: Some(is) } if is_turned(was, is) => {
            Found::new("another answer of the question is right")
        }
        Pair::Number { name, was, is } => {
            let says = match (was, is) {
                (Some(was), Some(is)) if is_same(was, is) => return None,
                (Some(_), Some(_)) => format!("{name} is another number"),
                (None, _) => format!("{name} has a number now"),
                (_, None) => format!("{name} has no number any more"),
            };
            Some(Found { says, numbers: Some([was, is]) })
        }
        Pair::Words { what, was, is, witness } => {
            words::value(was, is, witness).and_then(|says| Found::new(format!("in the {what}, {says}")))
        }
        Pair::Pictures { kind, was: Some(was), is: Some(is) } if words::only_numbers_differ(was, is) => {
            Found::new(format!("{} has other numbers", called(kind)))
        }
        _ => None,
    }
}

/// Two numbers that differ decide; only where they do not, the formulas are compared, which takes longer.
fn value_of_formulas(was: &Formula, is: &Formula, witness: &Witness) -> Option<Found> {
    let numbers = [was.value, is.value];
    let differ = |says: String| Some(Found { says, numbers: Some(numbers) });
    if was.is == is.is {
        return match numbers {
            [Some(a), Some(b)] if !is_same(a, b) => differ("its number differs".into()),
            [None, Some(_)] => differ("it has a number now".into()),
            [Some(_), None] => differ("it has no number any more".into()),
            _ => None,
        };
    }
    let Some([old, new]) = formula::both(&was.is, &is.is) else { return differ("it cannot be read".into()) };
    let how = || formula::change(&old, &new, witness);
    if let [Some(a), Some(b)] = numbers
        && !is_same(a, b)
    {
        return differ(format!("{}, value differs", how()));
    }
    match witness.compared(&old, &new) {
        Verdict::Holds(_) => None,
        Verdict::Fails(_) if numbers[0].is_some() => {
            differ(format!("{}; the same number on these data, but not on others", how()))
        }
        Verdict::Fails(_) => differ(format!("{}, value differs", how())),
        Verdict::Unknown(why) => {
            differ(format!("{}; whether that is the same cannot be decided: {why}", how()))
        }
    }
}

/// Whether what was the right answer is a wrong one, or the other way round.
fn is_turned(was: &Question, is: &Question) -> bool {
    was.answer != is.answer && (is.others.contains(&was.answer) || was.others.contains(&is.answer))
}

fn removed(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Slides { was: Some(was), is: None, .. } => Found::new(format!("“{}” is gone", was.goal)),
        Pair::Questions { was: Some(_), is: None } => Found::new("the question is gone"),
        _ => None,
    }
}

fn other_formula(pair: &Pair<'_>) -> Option<Found> {
    match *pair {
        Pair::Formulas { was: Some(_), is: None, .. } => Found::new("a formula is gone"),
        Pair::Formulas { was: None, is: Some(_), .. } => Found::new("a formula is new"),
        Pair::Words { what, was, is, .. } if words::mathematics(was) != words::mathematics(is) => {
            Found::new(format!("in the {what}, a formula or number is gone or new"))
        }
        _ => None,
    }
}

fn rule(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Formulas { was: Some(was), is: Some(is), .. } if was.made != is.made => {
            let formula = if was.is == is.is { "formula the same" } else { "the formula has the same value" };
            Found::new(format!("rule changed from {} to {}, {formula}", was.made, is.made))
        }
        _ => None,
    }
}

fn order(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Formulas { was: Some(was), is: Some(is), .. } if formula::only_order(&was.is, &is.is) => {
            Found::new("same value, terms or factors in another order")
        }
        Pair::Words { what, was, is, .. } if words::only_order(was, is) => {
            Found::new(format!("in the {what}, a formula has its terms or factors in another order"))
        }
        Pair::Sequence { was, is } if was != is => Found::new("the slide shows the same in another order"),
        _ => None,
    }
}

fn form(pair: &Pair<'_>) -> Option<Found> {
    match *pair {
        Pair::Formulas { was: Some(was), is: Some(is), witness }
            if was.is != is.is && !formula::only_order(&was.is, &is.is) =>
        {
            let how = formula::both(&was.is, &is.is).map(|[old, new]| formula::change(&old, &new, witness));
            Found::new(format!("same value, written in another way: {}", how.unwrap_or_default()))
        }
        Pair::Words { what, was, is, .. }
            if words::formulas(was) != words::formulas(is) && !words::only_order(was, is) =>
        {
            Found::new(format!("in the {what}, a formula is written in another way"))
        }
        Pair::Words { what, was, is, .. } => {
            let [one, other] = words::rounded(was, is)?;
            Found::new(format!("in the {what}, {one} is written with other digits: {other}"))
        }
        _ => None,
    }
}

fn check(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Formulas { was: Some(was), is: Some(is), .. } if was.checked != is.checked => {
            let [old, new] =
                [was, is].map(|formula| formula.checked.as_deref().unwrap_or("not by itself").to_owned());
            Found::new(format!("check changed from “{old}” to “{new}”"))
        }
        _ => None,
    }
}

/// A picture by its sort: the table of paths is called by what it lists.
pub fn called(kind: &str) -> String {
    match kind {
        "paths" => "the table of paths".into(),
        "compare" => "the comparison".into(),
        kind => format!("the {kind}"),
    }
}

/// What of a formula is to be looked at.
fn looks(formula: &Formula) -> String {
    let [point, faded] = [&formula.point, &formula.faded].map(|parts| parts.join(", "));
    match (point.as_str(), faded.as_str()) {
        ("", "") => "no part of it".into(),
        (_, "") => point,
        ("", _) => format!("all but {faded}"),
        _ => format!("{point}, and all but {faded}"),
    }
}

fn picture(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Formulas { was: Some(was), is: Some(is), .. } if looks(was) != looks(is) => {
            Found::new(format!("what a formula points at was {} and is {}", looks(was), looks(is)))
        }
        Pair::Pictures { kind, was: Some(_), is: None } => Found::new(format!("{} is gone", called(kind))),
        Pair::Pictures { kind, was: None, is: Some(_) } => Found::new(format!("{} is new", called(kind))),
        Pair::Pictures { kind, was, is } if was != is => {
            Found::new(format!("{} shows something else", called(kind)))
        }
        _ => None,
    }
}

fn added(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Slides { was: None, is: Some(is), .. } => Found::new(format!("“{}” is new", is.goal)),
        Pair::Questions { was: None, is: Some(_) } => Found::new("the question is new"),
        _ => None,
    }
}

fn moved(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Slides { was: Some(_), is: Some(is), place: Place::Moved } => {
            Found::new(format!("“{}” stands elsewhere", is.goal))
        }
        _ => None,
    }
}

fn readers(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Readers { was, is } if was != is => Found::new(format!("the slide was {was} and is {is}")),
        _ => None,
    }
}

fn wording(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Words { what, was, is, .. } if was != is => Found::new(format!("wording only, in the {what}")),
        _ => None,
    }
}

fn drawing(pair: &Pair<'_>) -> Option<Found> {
    match pair {
        Pair::Drawings { renderers, was, is } if was != is => {
            Found::new(format!("drawing only: {renderers}"))
        }
        Pair::Rest { was, is } if was != is => {
            Found::new("only the last digits of a number differ, or the order of wrong answers")
        }
        _ => None,
    }
}
