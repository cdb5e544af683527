//! The checks, one literal each.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::expr::Expr;
use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Made;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::answers::Judgement;
use crate::lesson::in_file_order;
use crate::lesson::is_english;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::lesson::transcript::class::called;
use crate::page::Block;
use crate::problem::Step;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::text::Text;
use crate::show::judgement;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::FRAME;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use Step::Field;
use Step::Item;

use super::Check;
use super::Desk;
use super::Finding;
use super::SHORTEST_REASON;
use super::count_words;
use super::names;

/// All checks.
pub static CHECKS: &[Check] = &[
    Check {
        name: "two-changes",
        says: "a slide on which two things change",
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
        says: "a slide that is longer than what the player shows of it on 80 columns and 24 lines",
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

/// What changes something on a slide: a rule that does, a new name, a general form, steps made again, another cost.
fn change(shown: &Shown) -> Option<String> {
    let line = match shown {
        Shown::Line(line) => line,
        Shown::Redefinition(_) => return Some("another cost".into()),
        _ => return None,
    };
    match &line.made {
        Made::Rule(rule, _) if TIDYING.contains(&rule.name) => None,
        Made::Rule(rule, _) => Some(rule.name.into()),
        Made::Definition => Some(format!("the definition of {}", line.equation.left.unicode())),
        Made::Generalisation(..) => Some("a generalisation".into()),
        Made::Again(..) => Some(format!("what is made again for {}", line.equation.left.unicode())),
        Made::Earlier(_) => None,
    }
}

fn two_changes(desk: &Desk<'_>) -> Vec<Finding> {
    let shown = desk.slide.shown.iter().enumerate();
    let mut changes = shown.filter_map(|(place, shown)| change(shown).map(|change| (place, change)));
    let (Some((_, first)), Some((place, second))) = (changes.next(), changes.next()) else {
        return Vec::new();
    };
    let says = if first == second {
        format!("{first} changes something twice")
    } else {
        format!("{first} changes something, and so does {second}")
    };
    vec![Finding::at(desk.way_to(place), says)]
}

fn question_without_reason(desk: &Desk<'_>) -> Vec<Finding> {
    let Some(predict) = &desk.slide.predict else { return Vec::new() };
    let words = words_of(&predict.because);
    let is_answer = match (&predict.answer, predict.because.as_slice()) {
        (Answer::Choice { choices, right }, [paragraph]) => {
            bare(&choices[*right].says) == bare(&paragraph.runs)
        }
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

/// Words as they are compared: in small letters, without what ends a sentence.
fn bare(runs: &[Run]) -> Vec<Run> {
    let mut bare: Vec<Run> = runs
        .iter()
        .map(|run| match run {
            Run::Text(text) => Run::Text(text.to_lowercase()),
            run => run.clone(),
        })
        .collect();
    if let Some(Run::Text(last)) = bare.last_mut() {
        last.truncate(last.trim_end_matches(|sign: char| ".!… ".contains(sign)).len());
        if last.is_empty() {
            bare.pop();
        }
    }
    bare
}

fn words_of(paragraphs: &[Paragraph]) -> usize {
    fn count(runs: &[Run]) -> usize {
        let of = |run: &Run| match run {
            Run::Text(text) => count_words(text),
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
    let mut found = Vec::new();
    for (at, bytes, sides) in formulas_in_words(desk.slide) {
        let mut used = BTreeSet::new();
        for side in sides {
            names::of_formula(side, &mut used);
        }
        let new: Vec<String> = used.difference(&known).cloned().collect();
        if !new.is_empty() {
            let verb = if new.len() == 1 { "is" } else { "are" };
            let says = format!("{} {verb} neither on the slide nor introduced", new.join(" and "));
            found.push(Finding { at, bytes, says });
            known.extend(new);
        }
    }
    found
}

/// A formula with its sides, the way to the text that it stands in, and where in that text.
type Placed<'a> = (Vec<Step>, Option<Range<usize>>, Vec<&'a Expr>);

fn of_text(at: Vec<Step>, text: &[Paragraph]) -> impl Iterator<Item = Placed<'_>> {
    let formulas = text.iter().flat_map(|paragraph| {
        names::formulas_of(&paragraph.runs).into_iter().zip(paragraph.formulas.iter().cloned())
    });
    formulas.map(move |(sides, bytes)| (at.clone(), Some(bytes), sides))
}

fn of_line(at: Vec<Step>, line: &[Run]) -> impl Iterator<Item = Placed<'_>> {
    names::formulas_of(line).into_iter().map(move |sides| (at.clone(), None, sides))
}

/// The formulas in all that a slide says, asks, offers as an answer and says of a wrong one.
pub(super) fn formulas_in_words(slide: &Slide) -> Vec<Placed<'_>> {
    let mut all: Vec<Placed<'_>> = of_text(vec![Field("says")], &slide.says).collect();
    let Some(predict) = &slide.predict else { return all };
    let field = |name: &'static str| vec![Field("predict"), Field(name)];
    all.extend(of_text(field("asks"), &predict.asks));
    match &predict.answer {
        Answer::Formula { of, is } => {
            all.extend([(field("of"), None, vec![of]), (field("answer"), None, vec![is])]);
        }
        Answer::Choice { choices, right } => {
            // The file begins with the right one, and the reasons against the others with the next.
            for (place, choice) in in_file_order(choices, *right).enumerate() {
                let item = |name: &'static str, place: usize| [field(name), vec![Item(place)]].concat();
                all.extend(of_line(item("choices", place), &choice.says));
                all.extend(of_line(item("why_not", place.saturating_sub(1)), &choice.why_not));
            }
        }
    }
    all.extend(of_text(field("because"), &predict.because));
    all
}

/// For each sort of picture the words that speak of it, in English.
const WORDS: &[(&str, &[&str])] = &[
    ("tree", &["tree", "path", "branch", "edge", "way", "root", "leaf", "leaves"]),
    ("network", &["net", "network", "node", "edge", "layer", "connection", "arrow"]),
    ("plot", &["curve", "graph", "tangent", "slope", "steep", "plot", "flat", "flatter"]),
    ("grid", &["box", "row", "column", "table", "grid", "cell", "laid out"]),
    ("matrix", &["row", "column", "table", "matrix", "matrices", "cell", "box"]),
    ("product", &["row", "column", "product", "matrix", "matrices", "cell", "box"]),
    ("compare", &["path", "matrix", "matrices", "both", "weight"]),
    ("paths", &["path", "row", "table", "sum", "product", "factor"]),
    (
        "nudge",
        &[
            "nudge", "grow", "larger", "smaller", "change", "changing", "add", "slope", "move", "moving",
            "push",
        ],
    ),
];

/// What may follow one of these words: *paths*, *boxes*, *moved*, *adding*, *steeper*, *grown*.
const ENDINGS: &[&str] = &["", "s", "es", "d", "ed", "ing", "er", "r", "n"];

/// Whether a text in small letters has a word, or one of its forms.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = &text[at + word.len()..];
        let rest = after.find(|sign: char| !sign.is_alphabetic()).map_or(after, |end| &after[..end]);
        !text[..at].ends_with(char::is_alphabetic) && ENDINGS.contains(&rest)
    })
}

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
        let is_told = !is_english(&desk.lesson.language) || words.iter().any(|word| has_word(&text, word));
        if drawn.is_disjoint(&named) && !is_told {
            let says = format!("the words say nothing of {}", called(kind));
            found.push(Finding::at(desk.way_to(place), says));
        }
    }
    found
}

/// The terminal that every learner has, in columns and lines.
const TERMINAL: (usize, usize) = (80, 24);

fn long_slide(desk: &Desk<'_>) -> Vec<Finding> {
    let height = TERMINAL.1 - usize::from(FRAME.1);
    let whole = lines(&desk.seen(Extent::Parts(slide::parts(desk.slide))));
    let question = desk.seen(Extent::Question);
    let predict = desk.slide.predict.iter();
    let answered = predict.flat_map(|predict| said(desk, predict)).map(|said| [&*question, &said].concat());
    let answered = answered.map(|blocks| lines(&blocks)).max().unwrap_or(0);
    let long = [("shows", whole, "lines"), ("predict", answered, "lines once it is answered")]
        .into_iter()
        .filter(|(_, count, _)| *count > height);
    long.map(|(field, count, lines)| {
        Finding::at(vec![Field(field)], format!("{count} {lines}, and the player shows {height} at once"))
    })
    .collect()
}

/// What the player says below a question: that an answer is right, and why it is the answer, or what speaks against a choice.
fn said(desk: &Desk<'_>, predict: &Predict) -> Vec<Vec<Block>> {
    let Desk { lesson, slide, .. } = *desk;
    let answer = slide::answer(lesson, slide, Names::SERIES);
    let right = judgement::blocks("", &Judgement::Right, &slide.scene, Names::SERIES);
    let mut all = vec![[right, answer].concat()];
    if let Answer::Choice { choices, right } = &predict.answer {
        for place in (0..choices.len()).filter(|place| place != right) {
            all.push(judgement::not_chosen(place, predict, Names::SERIES));
        }
    }
    all
}

/// How many lines something takes in a terminal.
fn lines(blocks: &[Block]) -> usize {
    let style = Style { width: TERMINAL.0 - usize::from(FRAME.0), ..Style::default() };
    Text.blocks(blocks, &style).trim_end().lines().count()
}

impl Desk<'_> {
    /// What the player shows of the slide.
    fn seen(&self, extent: Extent) -> Vec<Block> {
        let view = View { names: Names::SERIES, numbers: Numbers::Shown, extent };
        let mut blocks = slide::blocks(self.lesson, self.place, view);
        // The cost in force has its own place on the screen.
        blocks.retain(|block| !matches!(block, Block::Badge(_)));
        blocks
    }

    /// The way to the item of the file that shows something.
    fn way_to(&self, place: usize) -> Vec<Step> {
        vec![Field("shows"), Item(self.slide.items.get(place).copied().unwrap_or(0))]
    }
}
