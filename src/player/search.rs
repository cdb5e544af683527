//! Which slides say something: in their sub-goal, their words or their formulas, as they are typed or as they are seen.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Choice;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::page::Block;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Charset;
use crate::show::derivation::equation;
use crate::show::formula::formula;
use crate::show::number::exactly;
use crate::show::number::six_digits;
use crate::show::slide;

use super::paint;
use super::screen::Writing;

/// A slide in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The slide, from 0.
    pub slide: usize,
    /// Its sub-goal.
    pub goal: String,
    /// What it says first, or where it says what was looked for.
    pub line: String,
}

/// All that a lesson says, slide by slide, written out when something is looked for.
#[derive(Debug)]
pub(super) struct Sayings {
    lesson: Arc<Lesson>,
    writing: Writing,
    all: OnceLock<Vec<Vec<Saying>>>,
}

/// A paragraph, formula or choice on one line.
#[derive(Debug)]
struct Saying {
    /// As it is typed in an answer, folded.
    typed: String,
    /// As it is seen on the slide, and the same folded.
    seen: String,
    folded: String,
}

impl Sayings {
    /// What the slides say, in these characters and this notation.
    pub(super) fn of(lesson: &Arc<Lesson>, writing: Writing) -> Self {
        Sayings { lesson: Arc::clone(lesson), writing, all: OnceLock::new() }
    }

    /// The slides that say it, in order. All of them where nothing is looked for.
    pub(super) fn entries(&self, text: &str) -> Vec<Entry> {
        let wanted = folded(text.trim());
        let shape = self.lesson.problem.shape();
        let voice = Voice { names: Names::of(self.writing.notation, &shape), charset: self.writing.charset };
        let slides = self.lesson.slides.iter().enumerate();
        let entry =
            |place: usize, slide: &Slide, line| Entry { slide: place, goal: slide.goal.clone(), line };
        let first = |slide| voice.sayings(slide).next().map_or_else(String::new, |first| first.seen);
        if wanted.is_empty() {
            return slides.map(|(place, slide)| entry(place, slide, first(slide))).collect();
        }
        let all = self
            .all
            .get_or_init(|| self.lesson.slides.iter().map(|slide| voice.sayings(slide).collect()).collect());
        let found = slides.zip(all).filter_map(|((place, slide), sayings)| {
            let line = sayings.iter().find_map(|saying| saying.where_it_says(&wanted));
            let line = line.or_else(|| folded(&slide.goal).contains(&wanted).then(|| first(slide)));
            Some(entry(place, slide, line?))
        });
        found.collect()
    }
}

impl Saying {
    /// The line from shortly before the place where it says what was looked for.
    fn where_it_says(&self, wanted: &str) -> Option<String> {
        let seen = self.folded.find(wanted);
        // What was found as it is typed is seen about as far along.
        let at = seen.or_else(|| {
            let at = self.typed.find(wanted)?;
            Some(at * self.seen.len() / self.typed.len().max(1))
        });
        at.map(|at| around(&self.seen, at))
    }
}

/// Without capitals and with one sort of minus, so that what is typed finds what is seen.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '−' => folded.push('-'),
            '·' => folded.push('*'),
            'σ' => folded.push_str("sigma"),
            '∂' => folded.push('d'),
            letter => folded.push(letter),
        }
    }
    folded
}

/// So many letters stand before what was found.
const BEFORE: usize = 24;

/// The line from shortly before a place in it.
fn around(line: &str, at: usize) -> String {
    let mut begins = line.char_indices().map(|(begin, _)| begin);
    let start = begins.rfind(|&begin| begin + BEFORE <= at && line[..begin].ends_with(' '));
    start.map_or_else(|| line.to_owned(), |start| format!("… {}", &line[start..]))
}

/// How sayings are written.
#[derive(Clone, Copy)]
struct Voice<'a> {
    names: Names<'a>,
    charset: Charset,
}

impl<'a> Voice<'a> {
    /// All that a slide says, each paragraph and formula on one line.
    fn sayings(self, slide: &'a Slide) -> impl Iterator<Item = Saying> + 'a {
        let shown = slide.shown.iter().filter_map(move |shown| match shown {
            Shown::Line(line) => {
                let equation = &line.equation;
                Some(self.math(&equation.to_string(), self::equation(equation, self.names, &[])))
            }
            Shown::Question(of) => {
                let asks = [formula(of, self.names, &[]), Operator::Equals.into(), Operator::Unknown.into()];
                Some(self.math(&format!("{of} = ?"), Math::row(asks)))
            }
            _ => None,
        });
        let choices = slide.predict.iter().flat_map(|predict| match &predict.answer {
            Answer::Choice { choices, .. } => choices.as_slice(),
            Answer::Formula { .. } => &[],
        });
        let choices = choices.map(move |choice: &Choice| {
            self.block(&runs(&choice.says), &slide::sentence_of(choice, self.names))
        });
        let asks = slide.predict.iter().flat_map(move |predict| self.paragraphs(&predict.asks));
        self.paragraphs(&slide.says).chain(shown).chain(asks).chain(choices)
    }

    fn paragraphs(self, paragraphs: &'a [Paragraph]) -> impl Iterator<Item = Saying> + 'a {
        paragraphs.iter().flat_map(move |words| {
            let blocks = slide::paragraphs(std::slice::from_ref(words), self.names);
            blocks.into_iter().map(move |block| self.block(&runs(&words.runs), &block))
        })
    }

    fn math(self, typed: &str, math: Math) -> Saying {
        self.block(typed, &Block::Prose(vec![math.into()]))
    }

    fn block(self, typed: &str, block: &Block) -> Saying {
        let seen = paint::text_of(block, self.charset);
        Saying { typed: folded(typed), folded: folded(&seen), seen }
    }
}

fn runs(all: &[Run]) -> String {
    let run = |run: &Run| match run {
        Run::Text(text) | Run::Code(text) => text.clone(),
        Run::Emphasis(inner) | Run::Strong(inner) => runs(inner),
        Run::Formula(formula) => formula.to_string(),
        Run::Equation(left, right) => format!("{left} = {right}"),
        Run::Value { value, digits } => {
            digits.map_or_else(|| six_digits(*value), |digits| exactly(*value, digits))
        }
    };
    all.iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::state;

    fn found(text: &str) -> Vec<(usize, String)> {
        let state = state::tests::state();
        found_in(&state.lesson, text, state.writing)
    }

    fn found_in(lesson: &Arc<Lesson>, text: &str, writing: Writing) -> Vec<(usize, String)> {
        let entries = Sayings::of(lesson, writing).entries(text);
        entries.into_iter().map(|entry| (entry.slide + 1, entry.line)).collect()
    }

    #[test]
    fn words_formulas_and_goals_are_found() {
        assert_eq!(found("").len(), 4);
        assert_eq!(found("TREE"), [(3, "The tree.".to_owned())]);
        assert_eq!(found("one product"), [(2, "Only one product holds w₂₁₁, worth 0.803.".to_owned())]);
        assert_eq!(found("h_out_1^(1)").len(), 1);
        assert_eq!(found("pictures").iter().map(|(slide, _)| *slide).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(found("steep").len(), 1);
        assert_eq!(found("nowhere"), []);
    }

    /// As they are seen, as they are typed, and in whatever notation they are written: the hit is as it is seen.
    #[test]
    fn formulas_are_found_as_they_are_seen_and_as_they_are_typed() {
        let step = "∂oᵢₙ,₁⁽¹⁾/∂w₂₁₁ = ";
        for text in ["∂oᵢₙ,₁⁽¹⁾/∂w", "d(o_in_1^(1))/d(w_211)"] {
            let found = found(text);
            assert!(matches!(&found[..], [(2, line)] if line.starts_with(step)), "{text}: {found:?}");
        }
        let state = state::tests::state();
        let nielsen = crate::graph::notation::named("nielsen").expect("in the table");
        let writing = Writing { notation: Some(nielsen), ..state.writing };
        let found = found_in(&state.lesson, "one product", writing);
        assert!(
            matches!(&found[..], [(2, line)] if !line.contains("w₂₁₁") && line.contains("w₁₁")),
            "{found:?}"
        );
        let ascii = Writing { charset: Charset::Ascii, ..state.writing };
        assert!(found_in(&state.lesson, "", ascii).iter().all(|(_, line)| line.is_ascii()));
    }

    #[test]
    fn a_long_line_is_shown_from_where_it_was_found() {
        let line = "First comes a long beginning that nobody looks for, then the word gradient.";
        let from = |word: &str| around(line, line.find(word).expect("it is there"));
        assert_eq!(from("gradient"), "… looks for, then the word gradient.");
        assert_eq!(from("First"), line);
    }
}
