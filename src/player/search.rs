//! Which slides say something: in their sub-goal, their words or their formulas, as they are typed or as they are seen.

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

/// All that a lesson says, slide by slide, ready to be searched.
#[derive(Clone, Debug)]
pub(super) struct Sayings(Vec<(String, Vec<Saying>)>);

/// A paragraph, formula or choice on one line.
#[derive(Clone, Debug)]
struct Saying {
    /// As it is typed in an answer.
    typed: String,
    /// As it is seen on the slide.
    seen: String,
}

impl Sayings {
    /// What the slides say, in these characters and this notation.
    pub(super) fn of(lesson: &Lesson, writing: Writing) -> Self {
        let shape = lesson.problem.shape();
        let names = Names::of(writing.notation, &shape);
        let sayings = |slide: &Slide| (slide.goal.clone(), sayings(slide, names, writing.charset));
        Sayings(lesson.slides.iter().map(sayings).collect())
    }

    /// The slides that say it, in order. All of them where nothing is looked for.
    pub(super) fn entries(&self, text: &str) -> Vec<Entry> {
        let wanted = folded(text.trim());
        let found = self.0.iter().enumerate().filter_map(|(place, (goal, sayings))| {
            let entry = |line: String| Entry { slide: place, goal: goal.clone(), line };
            let line = sayings.iter().find_map(|saying| saying.where_it_says(&wanted));
            line.map(entry).or_else(|| {
                let first = || entry(sayings.first().map_or_else(String::new, |first| first.seen.clone()));
                folded(goal).contains(&wanted).then(first)
            })
        });
        found.collect()
    }
}

impl Saying {
    /// The line from shortly before the place where it says what was looked for.
    fn where_it_says(&self, wanted: &str) -> Option<String> {
        let seen = folded(&self.seen).find(wanted);
        // What was found as it is typed is seen about as far along.
        let at = seen.or_else(|| {
            let at = folded(&self.typed).find(wanted)?;
            Some(at * self.seen.len() / self.typed.len().max(1))
        });
        at.map(|at| around(&self.seen, at))
    }
}

/// Without capitals and with one sort of minus, so that what is typed finds what is seen.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('−', "-").replace('·', "*").replace('σ', "sigma").replace('∂', "d")
}

/// So many letters stand before what was found.
const BEFORE: usize = 24;

/// The line from shortly before a place in it.
fn around(line: &str, at: usize) -> String {
    let mut begins = line.char_indices().map(|(begin, _)| begin);
    let start = begins.rfind(|&begin| begin + BEFORE <= at && line[..begin].ends_with(' '));
    start.map_or_else(|| line.to_owned(), |start| format!("… {}", &line[start..]))
}

/// All that a slide says, each paragraph and formula on one line.
fn sayings(slide: &Slide, names: Names<'_>, charset: Charset) -> Vec<Saying> {
    let of_block = |typed: String, block: &Block| Saying { typed, seen: paint::text_of(block, charset) };
    let of_math = |typed: String, math: Math| of_block(typed, &Block::Prose(vec![math.into()]));
    let of_paragraphs = |paragraphs: &[Paragraph]| {
        let blocks = slide::paragraphs(paragraphs, names);
        paragraphs
            .iter()
            .zip(&blocks)
            .map(|(words, block)| of_block(paragraph(words), block))
            .collect::<Vec<_>>()
    };
    let mut sayings = of_paragraphs(&slide.says);
    for shown in &slide.shown {
        sayings.extend(match shown {
            Shown::Line(line) => {
                Some(of_math(line.equation.to_string(), equation(&line.equation, names, &[])))
            }
            Shown::Question(of) => {
                let asks = [formula(of, names, &[]), Operator::Equals.into(), Operator::Unknown.into()];
                Some(of_math(format!("{of} = ?"), Math::row(asks)))
            }
            _ => None,
        });
    }
    if let Some(predict) = &slide.predict {
        sayings.extend(of_paragraphs(&predict.asks));
        if let Answer::Choice { choices, .. } = &predict.answer {
            let of_choice =
                |choice: &Choice| of_block(runs(&choice.says), &slide::sentence_of(choice, names));
            sayings.extend(choices.iter().map(of_choice));
        }
    }
    sayings
}

fn paragraph(paragraph: &Paragraph) -> String {
    runs(&paragraph.runs)
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

    fn found_in(lesson: &Lesson, text: &str, writing: Writing) -> Vec<(usize, String)> {
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
