//! The checks, one literal each.

use std::collections::BTreeSet;

use crate::derive::Rule;
use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Made;
use crate::lesson::Shown;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::page::Block;
use crate::problem::Step;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::text::Text;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use Step::Field;
use Step::Item;

use super::Check;
use super::Desk;
use super::Finding;
use super::names;

/// All checks.
pub static CHECKS: &[Check] = &[
    Check {
        name: "two-changes",
        says: "a slide on which two rules change something",
        help: "make two slides of it",
        find: two_changes,
    },
    Check {
        name: "question-without-reason",
        says: "a question to which only the answer is given",
        help: "say in `because` why it is the answer, in a sentence that is not the answer itself",
        find: question_without_reason,
    },
    Check {
        name: "symbol-before-introduction",
        says: "a formula with a name that no slide has introduced",
        help: "name it in the words as in $f$, Define it, or draw it, here or on an earlier slide",
        find: symbol_before_introduction,
    },
    Check {
        name: "symbol-in-words",
        says: "a formula in the words with a name that is neither on the slide nor introduced",
        help: "show what the words speak of, or name it by itself as in $f$",
        find: symbol_in_words,
    },
    Check {
        name: "picture-without-words",
        says: "a picture of which the words say nothing",
        help: "say what to look at: name what is drawn",
        find: picture_without_words,
    },
    Check {
        name: "long-slide",
        says: "a slide that is longer than a screen of 80 columns and 24 lines",
        help: "make two slides of it, or show less",
        find: long_slide,
    },
];

/// Rules that only open or close names and tidy up what another has made.
const TIDYING: &[&str] = &[
    "definition",
    "recognise",
    "back-substitution",
    "drop-brackets",
    "drop-ones",
    "drop-zeros",
    "calculate",
    "reorder",
];

fn two_changes(desk: &Desk<'_>) -> Vec<Finding> {
    let mut seen: Vec<&'static Rule> = Vec::new();
    for (place, shown) in desk.slide.shown.iter().enumerate() {
        let Shown::Line(line) = shown else { continue };
        let Made::Rule(rule, _) = &line.made else { continue };
        if TIDYING.contains(&rule.name) || seen.iter().any(|seen| seen.name == rule.name) {
            continue;
        }
        seen.push(rule);
        if let [first, second] = seen.as_slice() {
            let says = format!("{} changes something, and so does {}", first.name, second.name);
            return vec![Finding::at(desk.way_to(place), says)];
        }
    }
    Vec::new()
}

/// A reason is a sentence; the answer alone is none.
const SHORTEST_REASON: usize = 3;

fn question_without_reason(desk: &Desk<'_>) -> Vec<Finding> {
    let Some(predict) = &desk.slide.predict else { return Vec::new() };
    let words = count_words(&predict.because);
    let is_answer = match (&predict.answer, predict.because.as_slice()) {
        (Answer::Choice { choices, right }, [paragraph]) => choices[*right] == paragraph.runs,
        _ => false,
    };
    let at = || vec![Field("predict"), Field("because")];
    if is_answer {
        return vec![Finding::at(at(), "the reason is the answer itself")];
    }
    if words >= SHORTEST_REASON {
        return Vec::new();
    }
    let says = match words {
        0 => "there is no reason".to_owned(),
        _ => format!("a reason of {words} {}", if words == 1 { "word" } else { "words" }),
    };
    vec![Finding::at(at(), says)]
}

fn count_words(paragraphs: &[Paragraph]) -> usize {
    fn count(runs: &[Run]) -> usize {
        let of = |run: &Run| match run {
            Run::Text(text) => {
                text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
            }
            Run::Emphasis(inner) | Run::Strong(inner) => count(inner),
            _ => 0,
        };
        runs.iter().map(of).sum()
    }
    paragraphs.iter().map(|paragraph| count(&paragraph.runs)).sum()
}

fn symbol_before_introduction(desk: &Desk<'_>) -> Vec<Finding> {
    let mut known = desk.known.clone();
    names::introduced(desk.slide, &mut known);
    let mut found: Vec<Finding> = Vec::new();
    for (place, shown) in desk.slide.shown.iter().enumerate() {
        let mut used = BTreeSet::new();
        for formula in names::formulas(shown) {
            names::of_formula(formula, &mut used);
        }
        let new: Vec<String> = used.difference(&known).cloned().collect();
        if !new.is_empty() {
            let says = format!("nothing has said yet what {} is", new.join(" or "));
            found.push(Finding::at(desk.way_to(place), says));
            known.extend(new);
        }
    }
    found
}

fn symbol_in_words(desk: &Desk<'_>) -> Vec<Finding> {
    let mut known = desk.known.clone();
    names::introduced(desk.slide, &mut known);
    for shown in &desk.slide.shown {
        for formula in names::formulas(shown) {
            names::of_formula(formula, &mut known);
        }
    }
    let texts = [(vec![Field("says")], &desk.slide.says)].into_iter().chain(
        desk.slide.predict.iter().flat_map(|predict| {
            [
                (vec![Field("predict"), Field("asks")], &predict.asks),
                (vec![Field("predict"), Field("because")], &predict.because),
            ]
        }),
    );
    let mut found = Vec::new();
    for (at, text) in texts {
        for paragraph in text {
            for (sides, bytes) in names::formulas_of(&paragraph.runs).iter().zip(&paragraph.formulas) {
                let mut used = BTreeSet::new();
                for side in sides {
                    names::of_formula(side, &mut used);
                }
                let new: Vec<String> = used.difference(&known).cloned().collect();
                if !new.is_empty() {
                    let verb = if new.len() == 1 { "is" } else { "are" };
                    let says = format!("{} {verb} neither on the slide nor introduced", new.join(" and "));
                    found.push(Finding { at: at.clone(), bytes: Some(bytes.clone()), says });
                    known.extend(new);
                }
            }
        }
    }
    found
}

/// For each sort of picture the words that speak of it, in English.
const WORDS: &[(&str, &[&str])] = &[
    ("tree", &["tree", "path", "branch", "edge", "way", "root", "leaf", "leaves"]),
    ("network", &["net", "node", "edge", "layer", "connection", "arrow"]),
    ("plot", &["curve", "graph", "tangent", "slope", "steep", "plot", "flat"]),
    ("grid", &["box", "row", "column", "table", "grid", "cell", "laid out"]),
    ("matrix", &["row", "column", "table", "matrix", "cell", "box"]),
    ("product", &["row", "column", "product", "matrix", "cell", "box"]),
    ("compare", &["path", "matri", "both", "weight"]),
    ("paths", &["path", "row", "table", "sum", "product", "factor"]),
    ("nudge", &["nudge", "grow", "larger", "smaller", "change", "add", "slope", "move", "push"]),
];

fn picture_without_words(desk: &Desk<'_>) -> Vec<Finding> {
    let mut named = BTreeSet::new();
    names::words(desk.slide).for_each(|paragraph| names::in_words(&paragraph.runs, &mut named));
    let text = slide::paragraphs(&desk.slide.says, Names::SERIES);
    let asks = desk.slide.predict.as_ref().map(|predict| slide::paragraphs(&predict.asks, Names::SERIES));
    let style = Style { width: usize::MAX / 2, ..Style::default() };
    let text = Text.blocks(&[text, asks.unwrap_or_default()].concat(), &style).to_lowercase();
    let mut found = Vec::new();
    for (place, shown) in desk.slide.shown.iter().enumerate() {
        let Some(kind) = slide::kind(shown) else { continue };
        let mut drawn = BTreeSet::new();
        names::drawn(desk.slide, shown, &mut drawn);
        for formula in names::formulas(shown) {
            names::of_formula(formula, &mut drawn);
        }
        let words = WORDS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, words)| words);
        // Which words speak of a tree is known in English only.
        let is_told = desk.lesson.language != "en" || words.iter().any(|word| text.contains(word));
        if drawn.is_disjoint(&named) && !is_told {
            found.push(Finding::at(desk.way_to(place), format!("the words say nothing of the {kind}")));
        }
    }
    found
}

/// What a terminal shows at once, and what a player needs of it for itself.
const SCREEN: (usize, usize) = (80, 24);

fn long_slide(desk: &Desk<'_>) -> Vec<Finding> {
    let view = View {
        names: Names::SERIES,
        numbers: Numbers::Shown,
        extent: Extent::Parts(slide::parts(desk.slide)),
    };
    let mut blocks = slide::blocks(desk.lesson, desk.place, view);
    // The cost in force has its own place on the screen.
    blocks.retain(|block| !matches!(block, Block::Badge(_)));
    let style = Style { width: SCREEN.0, ..Style::default() };
    let lines = Text.blocks(&blocks, &style).trim_end().lines().count();
    if lines <= SCREEN.1 {
        return Vec::new();
    }
    vec![Finding::at(vec![Field("shows")], format!("{lines} lines, and a screen has {}", SCREEN.1))]
}

impl Desk<'_> {
    /// The way to the item of the file that shows something.
    fn way_to(&self, place: usize) -> Vec<Step> {
        vec![Field("shows"), Item(self.slide.items.get(place).copied().unwrap_or(0))]
    }
}
