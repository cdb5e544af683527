//! The answer of `check` as JSON.

use serde::Serialize;

use crate::diagnose::Elsewhere;
use crate::diagnose::Explanation;
use crate::diagnose::Judged;
use crate::diagnose::Knowledge;
use crate::diagnose::Parameter;
use crate::diagnose::Part;
use crate::diagnose::Verdict;
use crate::graph::Edge;
use crate::problem::Layout;

use super::json;

#[derive(Serialize)]
struct OneAnswer {
    format: u32,
    #[serde(flatten)]
    answer: CheckAnswer,
}

/// What is said of one submission.
#[derive(Serialize)]
pub(super) struct CheckAnswer {
    verdict: &'static str,
    mistakes: Vec<PartAnswer>,
    alternatives: Vec<Vec<PartAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<ElsewhereAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numeric: Option<bool>,
    cost: CostAnswer,
    first_difference: Option<DifferenceAnswer>,
    blind_spots: Vec<&'static str>,
    patterns: Vec<String>,
}

/// One mistake of an explanation.
#[derive(Serialize)]
pub(super) struct PartAnswer {
    id: &'static str,
    #[serde(rename = "where")]
    at: String,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ElsewhereAnswer {
    Cost(&'static str),
    Layout(&'static str),
    Rate(f64),
}

#[derive(Serialize)]
struct CostAnswer {
    name: &'static str,
    stated: bool,
}

#[derive(Serialize)]
struct DifferenceAnswer {
    weight: String,
    yours: f64,
    expected: f64,
    example: Option<usize>,
    factor: Option<String>,
}

/// The answer for one submission.
pub(super) fn as_json(checked: &Judged) -> String {
    json::line(&OneAnswer { format: json::FORMAT, answer: answer(checked) })
}

pub(super) fn answer(checked: &Judged) -> CheckAnswer {
    let diagnosis = &checked.diagnosis;
    let shape = checked.problem.shape();
    let parts = |explanation: &Explanation| explanation.parts.iter().map(part).collect::<Vec<_>>();
    let mut explanations = diagnosis.explanations.iter();
    let (mistakes, alternatives) = if diagnosis.verdict == Verdict::CorrectElsewhere {
        // All of them are names for the same thing.
        (explanations.filter(|one| one.parts.len() == 1).flat_map(parts).collect(), Vec::new())
    } else {
        let first = explanations.next().map(parts).unwrap_or_default();
        (first, explanations.map(parts).collect())
    };
    CheckAnswer {
        verdict: diagnosis.verdict.name(),
        mistakes,
        alternatives,
        elsewhere: diagnosis.elsewhere.map(|elsewhere| match elsewhere {
            Elsewhere::Cost(cost) => ElsewhereAnswer::Cost(cost.name),
            Elsewhere::Layout(Layout::FromTo) => ElsewhereAnswer::Layout("from-to"),
            Elsewhere::Layout(Layout::ToFrom) => ElsewhereAnswer::Layout("to-from"),
            Elsewhere::Rate(rate) => ElsewhereAnswer::Rate(rate),
        }),
        numeric: diagnosis.numeric.then_some(true),
        cost: CostAnswer {
            name: checked.problem.cost().name,
            stated: checked.conventions.cost == Knowledge::Stated,
        },
        first_difference: diagnosis.first_difference.as_ref().map(|difference| DifferenceAnswer {
            weight: shape.symbol(difference.quantity).to_string(),
            yours: difference.yours,
            expected: difference.expected,
            example: difference.example().map(|example| example + 1),
            factor: difference.factor().map(|Edge { of, by }| {
                let name = |quantity| shape.symbol(quantity).without_example();
                format!("∂{}/∂{}", name(of), name(by))
            }),
        }),
        blind_spots: diagnosis.blind_spots.iter().map(|mistake| mistake.id).collect(),
        patterns: diagnosis.patterns.iter().cloned().chain(diagnosis.not_tried.map(String::from)).collect(),
    }
}

pub(super) fn part(part: &Part) -> PartAnswer {
    let (factor, rate) = match part.parameter {
        Some(Parameter::Rate(rate)) => (None, Some(rate)),
        Some(Parameter::Factor(number) | Parameter::Decay(number) | Parameter::Bound(number)) => {
            (Some(number), None)
        }
        None => (None, None),
    };
    PartAnswer { id: part.mistake.id, at: part.at.clone(), says: part.says(), factor, rate }
}
