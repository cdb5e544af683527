//! From what was handed in to the answer: which cost is meant, how the matrices lie, and then [`diagnose`].
//!
//! A value of the cost that was handed in tells which cost the student has, where nothing else says so.

use super::Conventions;
use super::Diagnosis;
use super::Knowledge;
use super::costs;
use super::diagnose;
use super::hand_in::HandIn;
use super::submission::Written;
use crate::cost::Cost;
use crate::gradient::GradientError;
use crate::problem::Problem;

/// A submission that was judged.
#[derive(Debug)]
pub struct Judged {
    /// The problem with the cost that is meant, as far as it can be told.
    pub problem: Problem,
    /// What is known about the conventions.
    pub conventions: Conventions,
    /// The answer.
    pub diagnosis: Diagnosis,
    /// What the reader should know.
    pub remarks: Vec<String>,
}

/// Judges what was handed in for a problem.
pub fn judge(
    problem: &Problem,
    hand_in: HandIn,
    mut conventions: Conventions,
) -> Result<Judged, GradientError> {
    let HandIn { submission, turned, mut remarks } = hand_in;
    let mut problem = problem.clone();
    if let Some(handed_in) = submission.cost {
        let (cost, remark) = cost_of(&problem, handed_in, conventions.cost);
        remarks
            .extend(remark.map(|says| format!("the cost that was handed in, {}, {says}", handed_in.value)));
        if let Some(cost) = cost {
            conventions.cost = Knowledge::Stated;
            problem = problem.clone().with_cost(cost).unwrap_or(problem);
        }
    }
    let mut diagnosis = diagnose(&problem, &submission, conventions)?;
    if turned {
        diagnosis = diagnosis.turned(conventions);
    }
    if let Some(cost) = diagnosis.cost {
        problem = problem.clone().with_cost(cost).unwrap_or(problem);
    }
    Ok(Judged { problem, conventions, diagnosis, remarks })
}

/// The cost that has the value that was handed in, where none was stated, and what to say about it.
fn cost_of(
    problem: &Problem,
    handed_in: Written,
    cost: Knowledge,
) -> (Option<&'static Cost>, Option<String>) {
    let own = problem.cost().name;
    let fitting = costs(problem, handed_in);
    let found = fitting.iter().copied().find(|fitting| fitting.name == own);
    match (cost, found.or(fitting.first().copied())) {
        (Knowledge::Stated, _) => {
            (None, found.is_none().then(|| format!("is not the value of `{own}` here")))
        }
        (Knowledge::Assumed, Some(cost)) => (Some(cost), Some(format!("is the value of `{}`", cost.name))),
        (Knowledge::Assumed, None) => (None, Some("is the value of no cost that is known".into())),
    }
}
