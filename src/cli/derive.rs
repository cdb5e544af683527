//! The command that derives.

use num_traits::ToPrimitive;
use serde::Serialize;

use crate::derive::Equation;
use crate::derive::Step;
use crate::derive::weight::Part;
use crate::derive::weight::WeightDerivation;
use crate::gradient::GradientError;
use crate::gradient::effort;
use crate::gradient::scope::Scope;
use crate::graph::Names;
use crate::graph::Shape;
use crate::lesson::agree;
use crate::lesson::agree::Agreement;
use crate::show;

use super::Answer;
use super::arguments;
use super::compute::names;
use super::compute::read;
use super::compute::stem;
use super::json;
use super::json::FormulaAnswer;
use super::output::Failure;
use super::output::Output;

/// `gradwalk derive`
pub(super) fn derive(arguments: &arguments::Derive, output: &Output) -> Result<Answer, Failure> {
    let problem = read(&arguments.problem, output)?;
    let shape = problem.shape();
    let names = names(&arguments.writing, &shape)?;
    let weight = shape.parameter(&arguments.weight)?;
    let most_paths = most_paths(arguments.problem.max_paths, Scope::One(weight), &shape)?;
    let examples = arguments.examples.map(|examples| usize::try_from(examples).unwrap_or(usize::MAX));
    let (derivation, agreement) = agree::derived(&problem, weight, examples, most_paths)?;
    let page = || {
        if arguments.no_numbers {
            show::derivation::page_without_numbers(&shape, names, &derivation)
        } else {
            show::derivation::page(&shape, names, &derivation, &agreement)
        }
    };
    let json = || {
        let paths = effort::count_to(&shape, weight).to_u64().unwrap_or(u64::MAX);
        as_json(&stem(&arguments.problem.name), &shape, names, &derivation, (&agreement, paths))
    };
    output.page_as(arguments.format, page, json)?;
    Ok(if agreement.holds() { Answer::Yes } else { Answer::No })
}

/// So many paths are walked unasked: that takes about a second.
const UNASKED: u64 = 10_000_000;

/// How many paths are walked. A derivation needs none, and only a limit that was stated refuses it.
fn most_paths(stated: Option<u64>, scope: Scope, shape: &Shape) -> Result<u64, GradientError> {
    let Some(stated) = stated else { return Ok(UNASKED) };
    effort::admit(&scope.count(shape), stated, scope.purpose())?;
    Ok(stated)
}

#[derive(Serialize)]
struct DerivationAnswer<'a> {
    format: u32,
    problem: &'a str,
    examples: usize,
    written_out: usize,
    note: Option<String>,
    formula: EquationAnswer,
    slides: Vec<SlideAnswer>,
    value: f64,
    path_terms: u64,
    paths: Option<f64>,
    matrix: f64,
    bound: f64,
    agree: bool,
}

#[derive(Serialize)]
struct SlideAnswer {
    slide: usize,
    goal: &'static str,
    says: &'static str,
    equations: Vec<EquationAnswer>,
}

#[derive(Serialize)]
struct EquationAnswer {
    #[serde(flatten)]
    formula: FormulaAnswer,
    rule: Option<&'static str>,
    checked: Option<String>,
}

/// The plain form is in the series' names, which every command reads.
fn equation(equation: &Equation, names: Names<'_>, step: Option<&Step>) -> EquationAnswer {
    let math = show::derivation::equation(equation, names, &[]);
    EquationAnswer {
        formula: FormulaAnswer::new(equation.to_string(), &math),
        rule: step.map(|step| step.rule().name),
        checked: step.map(|step| step.evidence().to_string()),
    }
}

fn as_json(
    problem: &str,
    shape: &Shape,
    names: Names<'_>,
    derivation: &WeightDerivation,
    (agreement, paths): (&Agreement, u64),
) -> String {
    let steps = derivation.parts().iter().flat_map(|Part { goal, derivation }| {
        derivation.steps().iter().map(move |step| (show::derivation::title(goal), step))
    });
    let slides = steps.enumerate().map(|(place, (goal, step))| SlideAnswer {
        slide: place + 1,
        goal,
        says: step.rule().says,
        equations: vec![equation(step.after(), names, Some(step))],
    });
    json::line(&DerivationAnswer {
        format: json::FORMAT,
        problem,
        examples: shape.examples,
        written_out: show::derivation::written_out(derivation).unwrap_or(shape.examples),
        note: show::derivation::left_out(shape, derivation),
        formula: equation(derivation.formula(), names, None),
        slides: slides.collect(),
        value: agreement.derived,
        path_terms: paths.to_u64().unwrap_or(u64::MAX),
        paths: agreement.paths.value(),
        matrix: agreement.matrix,
        bound: agreement.bound,
        agree: agreement.holds(),
    })
}
