//! The slides of a lesson as JSON: words, question, every formula with how it came about, pictures in words.

use serde::Serialize;

use crate::expr::Expr;
use crate::graph::Names;
use crate::graph::Shape;
use crate::lesson::Answer;
use crate::lesson::Choice;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::Words;
use crate::lesson::same_value;
use crate::page::Block;
use crate::page::Math;
use crate::render::Renderer;
use crate::render::plain::Plain;
use crate::show::derivation;
use crate::show::formula::formula;
use crate::show::slide;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use crate::show::transcript;

use super::json;
use super::json::FormulaAnswer;
use super::output::Output;

#[derive(Serialize)]
struct ShowAnswer {
    format: u32,
    lesson: String,
    slides: Vec<SlideAnswer>,
}

#[derive(Serialize)]
struct SlideAnswer {
    slide: usize,
    source: Option<u32>,
    goal: String,
    /// What has to be known before the words are read: that they were written for another weight or other numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    says: String,
    cost: &'static str,
    question: Option<QuestionAnswer>,
    equations: Vec<EquationAnswer>,
    diagrams: Vec<DiagramAnswer>,
}

#[derive(Serialize)]
struct QuestionAnswer {
    asks: String,
    /// What there is to choose from, where there is.
    choices: Option<Vec<String>>,
    /// The right one of the choices, or a formula that reads back in.
    answer: String,
    because: String,
}

#[derive(Serialize)]
struct EquationAnswer {
    /// What it is on its slide: a `line` of a derivation, a `question` whose right side is to be found, one side of
    /// a `contrast`, what the cost `was` or `is`, or one of two formulas that are `not-equal`, or that happen to be
    /// `equal-here`.
    kind: &'static str,
    #[serde(flatten)]
    formula: FormulaAnswer,
    rule: Option<&'static str>,
    checked: Option<String>,
    value: Option<f64>,
}

#[derive(Serialize)]
struct DiagramAnswer {
    kind: &'static str,
    weight: Option<String>,
    words: String,
}

/// The answer of `show` for these slides, counted from 0.
pub(super) fn as_json(
    lesson: &Lesson,
    slides: std::ops::Range<usize>,
    view: View<'_>,
    output: &Output,
) -> String {
    let quiet = View { numbers: Numbers::Hidden, ..view };
    let slides = slides.map(|place| {
        let slide = &lesson.slides[place];
        SlideAnswer {
            slide: place + 1,
            source: slide.source,
            goal: slide.goal.clone(),
            note: Some(slide::marks(lesson, slide, view.names))
                .filter(|marks| !marks.is_empty())
                .map(|marks| words(&marks, output)),
            says: words(&slide::says(lesson, slide, view.names), output),
            cost: slide.scene.shape.cost.name,
            question: slide.predict.as_ref().map(|predict| question(predict, view.names, output)),
            equations: slide
                .shown
                .iter()
                .flat_map(|shown| equations(lesson, slide, shown, view.names))
                .collect(),
            diagrams: slide.shown.iter().filter_map(|shown| diagram(lesson, slide, shown, quiet)).collect(),
        }
    });
    json::line(&ShowAnswer { format: json::FORMAT, lesson: lesson.id.clone(), slides: slides.collect() })
}

/// A line for each paragraph.
fn words(blocks: &[Block], output: &Output) -> String {
    let line = |block: &Block| Plain.block(block, output.style()).trim().replace('\n', " ");
    blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn question(predict: &Predict, names: Names<'_>, output: &Output) -> QuestionAnswer {
    let (choices, answer) = match &predict.answer {
        Answer::Formula { is, .. } => (None, is.to_string()),
        Answer::Choice { choices, right } => {
            let sentence = |choice: &Choice| words(&[slide::sentence_of(choice, names)], output);
            let choices: Vec<String> = choices.iter().map(sentence).collect();
            let answer = choices.get(*right).cloned().unwrap_or_default();
            (Some(choices), answer)
        }
    };
    QuestionAnswer {
        asks: words(&slide::paragraphs(&predict.asks, names), output),
        choices,
        answer,
        because: words(&slide::paragraphs(&predict.because, names), output),
    }
}

/// Every formula that a thing on a slide shows. What was chosen or is only set side by side has no rule.
fn equations(lesson: &Lesson, slide: &Slide, shown: &Shown, names: Names<'_>) -> Vec<EquationAnswer> {
    let set = |kind, plain, math: &Math, value| {
        let formula = FormulaAnswer::new(plain, math);
        EquationAnswer { kind, formula, rule: None, checked: None, value }
    };
    let of = |kind, expr: &Expr, value| set(kind, expr.to_string(), &formula(expr, names, &[]), value);
    let equation = |kind, equation: &crate::derive::Equation, value| {
        set(kind, equation.to_string(), &derivation::equation(equation, names, &[]), value)
    };
    let worth = |expr: &Expr| slide.scene.value(expr);
    match shown {
        Shown::Line(Line { equation: line, made, .. }) => {
            let (rule, checked) = origin(&lesson.words, made).unzip();
            vec![EquationAnswer { rule, checked, ..equation("line", line, worth(&line.right)) }]
        }
        // A value would be the answer.
        Shown::Question(left) => vec![of("question", left, None)],
        Shown::Contrast { left, right } => {
            [left, right].map(|side| equation("contrast", side, worth(&side.right))).into()
        }
        Shown::NotEqual { of: one, is, values } => {
            let kind = if same_value(*values) { "equal-here" } else { "not-equal" };
            vec![of(kind, one, Some(values[0])), of(kind, is, Some(values[1]))]
        }
        Shown::Redefinition(redefinition) => {
            let [was, is] = redefinition.values;
            vec![
                equation("was", &redefinition.was.1, Some(was)),
                equation("is", &redefinition.is.1, Some(is)),
            ]
        }
        _ => Vec::new(),
    }
}

/// By which rule an equation came about and how that was checked, also where it stands on a slide once more.
fn origin(words: &Words, made: &Made) -> Option<(&'static str, String)> {
    match made {
        Made::Rule(rule, evidence) => Some((rule.name, words.evidence(*evidence))),
        Made::Generalisation(_, evidence) => Some(("generalisation", words.evidence(*evidence))),
        Made::Again(_, evidence) => Some(("again", words.evidence(*evidence))),
        Made::Earlier(made) => origin(words, made.as_deref()?),
        Made::Definition => None,
    }
}

fn diagram(lesson: &Lesson, slide: &Slide, shown: &Shown, view: View<'_>) -> Option<DiagramAnswer> {
    let kind = slide::kind(shown)?;
    let weight = match shown {
        Shown::Tree { weight, .. }
        | Shown::Paths(weight)
        | Shown::Compare(weight)
        | Shown::Nudge { weight, .. } => Some(*weight),
        Shown::Network { weights, .. } => weights.first().copied(),
        _ => None,
    };
    let name = |shape: &Shape, weight| Expr::from(shape.symbol(weight)).to_string();
    let words = transcript::picture_in_words(lesson, slide, shown, view);
    Some(DiagramAnswer { kind, weight: weight.map(|weight| name(&slide.scene.shape, weight)), words })
}
