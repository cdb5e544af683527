//! What one cost after one step of gradient descent tells.

use super::Telling;
use super::prose;
use crate::diagnose::step::AfterStep;
use crate::diagnose::step::Moved;
use crate::diagnose::submission::Written;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
use crate::problem::Problem;
use crate::show::mistakes::formulas;
use crate::show::number::digits;
use crate::show::number::six_digits;

/// The page about one step.
pub fn page(
    name: &str,
    names: Names<'_>,
    problem: &Problem,
    rate: f64,
    yours: Written,
    answer: &AfterStep,
    telling: Telling,
) -> Page {
    let mut blocks = vec![prose(lead(answer)), Block::Table(costs(names, problem, yours, answer))];
    for (at, (moved, explanation)) in answer.explanations.iter().enumerate() {
        let Some(part) = explanation.parts.first() else { continue };
        match (telling, at) {
            (Telling::Asks, 0) => {
                blocks.push(Block::Heading("A question".into()));
                blocks.push(prose(part.asks().to_owned()));
            }
            (Telling::Asks, _) => {}
            (Telling::Names, _) => {
                let lead = if at == 0 { "What it is" } else { "Or" };
                blocks.push(Block::Heading(format!("{lead}: {}", part.mistake.id)));
                blocks.push(prose(part.says()));
                blocks.extend(part.formula().map(|both| Block::Table(formulas(both))));
                blocks.push(prose(format!(
                    "With this in the formula, one step of {} leads to your cost, in all its digits.",
                    what(*moved)
                )));
            }
        }
    }
    let found = match answer.explanations.len() {
        _ if answer.fits.is_some() || telling == Telling::Names => None,
        0 => Some(
            "No mistake that I know leads to this cost by itself. Save the gradient: it tells much more."
                .into(),
        ),
        1 => Some("I know a mistake that leads to this cost, in all its digits.".into()),
        count => {
            Some(format!("{count} different mistakes lead to this cost; the gradient itself tells more."))
        }
    };
    blocks.extend(found.map(prose));
    let rate = six_digits(rate);
    Page { title: format!("{name}: is this the cost after one step with the rate {rate}?"), blocks }
}

fn lead(answer: &AfterStep) -> String {
    match answer.fits {
        Some(_) if !answer.tells => {
            "With so few digits nothing can be told: your cost is that of the right step, but \
                                     also that before any step. Print more digits of it."
                .into()
        }
        Some(moved) => format!("Right: one step along the gradient, of {}, leads to this cost.", what(moved)),
        None => "Not quite: one step along the gradient leads to another cost.".into(),
    }
}

fn what(moved: Moved) -> &'static str {
    match moved {
        Moved::All => "all weights and biases",
        Moved::Weights => "the weights with the biases left alone",
    }
}

fn costs(names: Names<'_>, problem: &Problem, yours: Written, answer: &AfterStep) -> Table {
    let cost = names.written(&problem.shape().symbol(Quantity::Cost)).to_string();
    let has_biases = problem.layers().iter().any(|layer| layer.biases.is_some());
    let row = |name: String, value: f64| Row::new([Cell::from(name), Cell::from(digits(value, 12))]);
    let [all, weights] = answer.right;
    let mut rows = vec![row(format!("{cost} before"), answer.before)];
    if has_biases {
        rows.push(row("after a step of weights and biases".into(), all));
    }
    rows.push(row("after a step of the weights".into(), weights));
    rows.push(row("yours".into(), yours.value));
    Table { columns: vec![Column::Name, Column::Decimal], header: Vec::new(), rows }
}
