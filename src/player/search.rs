//! Which slides say something: in their sub-goal, their words or their formulas, as they are typed or as they are seen.

use crate::lesson::Answer;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::show::number::exactly;
use crate::show::number::six_digits;

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

/// The slides that say it, in order. All of them where nothing is looked for.
pub(super) fn entries(lesson: &Lesson, text: &str) -> Vec<Entry> {
    let wanted = folded(text.trim());
    let found = lesson.slides.iter().enumerate().filter_map(|(place, slide)| {
        let lines = lines(slide);
        let entry = |line: &str| Entry { slide: place, goal: slide.goal.clone(), line: line.to_owned() };
        let line = lines.iter().find(|line| folded(line).contains(&wanted));
        line.map(|line| entry(&around(line, &wanted))).or_else(|| {
            let first = || entry(lines.first().map_or("", String::as_str));
            folded(&slide.goal).contains(&wanted).then(first)
        })
    });
    found.collect()
}

/// Without capitals and with one sort of minus, so that what is typed finds what is seen.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('−', "-").replace('·', "*").replace('σ', "sigma").replace('∂', "d")
}

/// So many letters stand before what was found.
const BEFORE: usize = 24;

/// The line from shortly before the place where it says what was looked for.
fn around(line: &str, wanted: &str) -> String {
    let at = folded(line).find(wanted).unwrap_or(0);
    let mut begins = line.char_indices().map(|(begin, _)| begin);
    let start = begins.rfind(|&begin| begin + BEFORE <= at && line[..begin].ends_with(' '));
    start.map_or_else(|| line.to_owned(), |start| format!("… {}", &line[start..]))
}

/// All that a slide says, each paragraph and formula on one line.
fn lines(slide: &Slide) -> Vec<String> {
    let mut lines: Vec<String> = slide.says.iter().map(paragraph).collect();
    for shown in &slide.shown {
        lines.extend(match shown {
            Shown::Line(line) => Some(line.equation.to_string()),
            Shown::Question(of) => Some(format!("{of} = ?")),
            _ => None,
        });
    }
    if let Some(predict) = &slide.predict {
        lines.extend(predict.asks.iter().map(paragraph));
        if let Answer::Choice { choices, .. } = &predict.answer {
            lines.extend(choices.iter().map(|choice| runs(choice)));
        }
    }
    lines
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
        let lesson = state::tests::state().lesson;
        entries(&lesson, text).into_iter().map(|entry| (entry.slide + 1, entry.line)).collect()
    }

    #[test]
    fn words_formulas_and_goals_are_found() {
        assert_eq!(found("").len(), 4);
        assert_eq!(found("TREE"), [(3, "The tree.".to_owned())]);
        assert_eq!(found("one product"), [(2, "Only one product holds w_211, worth 0.803.".to_owned())]);
        assert_eq!(found("h_out_1^(1)").len(), 1);
        assert_eq!(found("pictures").iter().map(|(slide, _)| *slide).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(found("steep").len(), 1);
        assert_eq!(found("nowhere"), []);
    }

    #[test]
    fn a_long_line_is_shown_from_where_it_was_found() {
        let line = "First comes a long beginning that nobody looks for, then the word gradient.";
        assert_eq!(around(line, "gradient"), "… looks for, then the word gradient.");
        assert_eq!(around(line, "first"), line);
    }
}
