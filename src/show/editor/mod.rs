//! What a good editor would say to the author of a lesson that is right: one literal a check.
//!
//! ```text
//! two-changes       two rules on one slide that each change something        make two slides of it
//! long-slide        more lines than a terminal has                           …
//! ```
//!
//! A finding stands at its place in the file. Where it is meant to be so, the slide says why:
//! `allow: {"long-slide": "the table is the point"}`.

mod checks;
mod names;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::lesson::Fault;
use crate::lesson::Lesson;
use crate::lesson::Slide;
use crate::lesson::located;
use crate::problem::Step;
use crate::problem::nearest;
use Step::Field;
use Step::Item;

pub use checks::CHECKS;

/// A reason is a sentence, or most of one.
const SHORTEST_REASON: usize = 3;

fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// Something that an editor looks for.
pub struct Check {
    /// What it is called in `allow`.
    pub name: &'static str,
    /// What a slide is when it finds something.
    pub says: &'static str,
    /// What to do.
    pub help: &'static str,
    find: fn(&Desk<'_>) -> Vec<Finding>,
}

/// A slide on the editor's desk.
struct Desk<'a> {
    lesson: &'a Lesson,
    place: usize,
    slide: &'a Slide,
    /// Names that the slides before have introduced.
    known: &'a BTreeSet<String>,
}

/// Something found, with the way to it from the slide.
struct Finding {
    at: Vec<Step>,
    /// The bytes of the text there that are meant, where it is not all of it.
    bytes: Option<Range<usize>>,
    says: String,
}

/// All that is found in a lesson with this text, slide by slide.
pub fn findings(lesson: &Lesson, file: &str, text: &str) -> Vec<Fault> {
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    for (place, slide) in lesson.slides.iter().enumerate() {
        let desk = Desk { lesson, place, slide, known: &known };
        let mut say = |check: Option<&'static str>, Finding { at, bytes, says }: Finding, help: String| {
            let at = [vec![Field("slides"), Item(place)], at].concat();
            let error = located(file, text, &at, says, help, bytes);
            faults.push(Fault { slide: Some(place + 1), error, check });
        };
        let mut allowed = BTreeSet::new();
        for check in CHECKS {
            let found = (check.find)(&desk);
            if slide.allow.contains_key(check.name) {
                if !found.is_empty() {
                    allowed.insert(check.name);
                }
                continue;
            }
            for finding in found {
                let help =
                    format!("{}, or allow: {{\"{}\": \"why it is meant so\"}}", check.help, check.name);
                let says = format!("{}: {}", check.name, finding.says);
                say(Some(check.name), Finding { says, ..finding }, help);
            }
        }
        for name in slide.allow.keys().filter(|name| !allowed.contains(name.as_str())) {
            let (says, help) = unneeded(name);
            say(None, Finding::at(vec![Field("allow")], says), help);
        }
        for (name, _) in slide.allow.iter().filter(|(_, reason)| count_words(reason) < SHORTEST_REASON) {
            let says = format!("allow: hardly a reason why `{name}` is meant so");
            let help = "say it in a few words, as in \"both trees have to be seen together\"";
            say(None, Finding::at(vec![Field("allow")], says), help.into());
        }
        names::introduced(slide, &mut known);
        // What is missed is missed once.
        names::met(slide, &mut known);
    }
    faults
}

/// What a lesson allows that is no check: a slip that is wrong whether or not anybody asks for an editor.
pub fn misnamed(lesson: &Lesson, file: &str, text: &str) -> Vec<Fault> {
    let is_known = |name: &str| CHECKS.iter().any(|check| check.name == name);
    let slides = lesson.slides.iter().enumerate();
    let names = slides.flat_map(|(place, slide)| slide.allow.keys().map(move |name| (place, name)));
    let fault = |(place, name): (usize, &String)| {
        let (says, help) = unneeded(name);
        let at = [Field("slides"), Item(place), Field("allow")];
        Fault { slide: Some(place + 1), error: located(file, text, &at, says, help, None), check: None }
    };
    names.filter(|(_, name)| !is_known(name)).map(fault).collect()
}

impl Finding {
    /// About all of what stands there.
    fn at(at: Vec<Step>, says: impl Into<String>) -> Self {
        Finding { at, bytes: None, says: says.into() }
    }
}

/// What is allowed although nobody has found it.
fn unneeded(name: &str) -> (String, String) {
    let names = || CHECKS.iter().map(|check| check.name);
    if names().any(|known| known == name) {
        return (format!("allow: no `{name}` is found on this slide"), "take it out of `allow`".into());
    }
    let known = names().collect::<Vec<_>>().join(", ");
    let help = match nearest(name, names()) {
        Some(nearest) => format!("did you mean `{nearest}`? The checks are {known}"),
        None => format!("the checks are {known}"),
    };
    (format!("allow: there is no check called `{name}`"), help)
}
