//! `gradwalk check --cost-after-step RATE=COST`: one number instead of a gradient.

use std::ffi::OsString;

use serde::Serialize;

use crate::diagnose::hand_in::typed;
use crate::diagnose::step::Moved;
use crate::diagnose::step::after_step;
use crate::problem::Read;
use crate::show;
use crate::show::diagnosis::Telling;

use super::Answer;
use super::arguments;
use super::arguments::CheckFormat;
use super::compute::names;
use super::compute::stem;
use super::diagnosis::PartAnswer;
use super::diagnosis::part;
use super::json;
use super::output::Failure;
use super::output::Output;
use super::shell;

#[derive(Serialize)]
struct StepAnswer {
    format: u32,
    verdict: &'static str,
    mistakes: Vec<PartAnswer>,
    alternatives: Vec<Vec<PartAnswer>>,
    cost_after_step: CostAnswer,
}

#[derive(Serialize)]
struct CostAnswer {
    rate: f64,
    yours: f64,
    before: f64,
    expected: f64,
    expected_with_biases_left_alone: f64,
    /// What was moved, where the right step gives the cost.
    moved: Option<&'static str>,
}

/// Which gradient leads to the cost that was typed?
pub(super) fn check(
    arguments: &arguments::Check,
    step: &str,
    read: &Read,
    command: &[OsString],
    output: &Output,
) -> Result<Answer, Failure> {
    let not_a_step = || Failure::NotAStep { text: step.to_owned() };
    let (rate, cost) = step.split_once('=').ok_or_else(not_a_step)?;
    let (rate, yours) =
        (typed(rate).map_err(|_| not_a_step())?.value, typed(cost).map_err(|_| not_a_step())?);
    let problem = &read.problem;
    let answer = after_step(problem, rate, yours)?;
    let telling = arguments.telling();
    match arguments.format {
        CheckFormat::Csv | CheckFormat::Markdown => return Err(Failure::StepInATable),
        CheckFormat::Text => {
            let name = stem(&arguments.problem.name);
            let shape = problem.shape();
            let names = names(&arguments.writing, &shape)?;
            output
                .page(&show::diagnosis::step::page(&name, names, problem, rate, yours, &answer, telling))?;
            if telling == Telling::Asks && !answer.explanations.is_empty() {
                output.print(&shell::to_be_told(command))?;
            }
        }
        CheckFormat::Json => {
            let mut explanations = answer
                .explanations
                .iter()
                .map(|(_, explanation)| explanation.parts.iter().map(part).collect());
            let verdict = match (answer.fits, answer.explanations.len()) {
                (Some(_), _) if !answer.tells => "unknown",
                (Some(_), _) => "correct",
                (None, 0) => "unknown",
                (None, 1) => "mistake",
                (None, _) => "ambiguous",
            };
            let moved = answer.fits.map(|moved| match moved {
                Moved::All => "weights and biases",
                Moved::Weights => "weights",
            });
            let [expected, alone] = answer.right;
            output.print(&json::line(&StepAnswer {
                format: json::FORMAT,
                verdict,
                mistakes: explanations.next().unwrap_or_default(),
                alternatives: explanations.collect(),
                cost_after_step: CostAnswer {
                    rate,
                    yours: yours.value,
                    before: answer.before,
                    expected,
                    expected_with_biases_left_alone: alone,
                    moved,
                },
            }))?;
        }
    }
    Ok(if answer.fits.is_some() && answer.tells { Answer::Yes } else { Answer::No })
}
