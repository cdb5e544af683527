//! What the cost after one step of gradient descent tells about the gradient that was stepped along.
//!
//! ```text
//! W′ = W − rate·g,   b′ = b − rate·gb        or b′ = b, where the biases are not trained
//! ```
//!
//! One number cannot tell much, but with many digits it can tell which of the known mistakes leads just there: weights
//! that were changed too early move the cost of Matt Mazur's example by 1.5e-7.

use super::Explanation;
use super::Part;
use super::facts::Facts;
use super::fit::Right;
use super::recipe::Edit;
use super::recipe::Examples;
use super::recipe::Finish;
use super::recipe::Forwards;
use super::recipe::Labels;
use super::recipe::Recipe;
use super::recipe::Through;
use super::submission::Written;
use super::trail::Program;
use super::variant::Counts;
use super::variant::Forms;
use super::variant::Variant;
use crate::gradient::GradientError;
use crate::gradient::matrix;
use crate::problem::Problem;

/// What was trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Weights and biases.
    All,
    /// The weights alone.
    Weights,
}

/// The answer about one step.
#[derive(Debug)]
pub struct AfterStep {
    /// The cost before it.
    pub before: f64,
    /// The cost after a right step of weights and biases, and of weights alone.
    pub right: [f64; 2],
    /// Whether it is more than the cost before any step that the right step gives: false where that fits as well.
    pub tells: bool,
    /// With what the right step gives the cost, if it does.
    pub fits: Option<Moved>,
    /// The mistakes that lead to this cost, where the right step does not, in the order of the catalogue.
    pub explanations: Vec<(Moved, Explanation)>,
}

const WAYS: [Moved; 2] = [Moved::All, Moved::Weights];

/// Which gradient leads to this cost in one step of this rate?
pub fn after_step(problem: &Problem, rate: f64, cost: Written) -> Result<AfterStep, GradientError> {
    matrix::gradient(problem)?;
    let overflow = || GradientError::Sum { parameter: "the step".into() };
    let facts = Facts::new(problem, Forwards::default(), Labels::Given).ok_or_else(overflow)?;
    let right = Right::new(&facts).ok_or_else(overflow)?;
    let before = self::cost(problem).ok_or_else(overflow)?;
    let after = |gradient: &Right, moved| cost_after(problem, gradient, rate, moved);
    let [all, weights] = WAYS.map(|moved| after(&right, moved));
    let costs = [all.ok_or_else(overflow)?, weights.ok_or_else(overflow)?];
    let fits = |ours: f64| {
        (ours - cost.value).abs() <= cost.half_unit * (1.0 + 1e-9) + 8.0 * f64::EPSILON * ours.abs()
    };
    let right_way = WAYS.into_iter().zip(costs).find(|(_, cost)| fits(*cost)).map(|(moved, _)| moved);
    // No step at all would give a cost that is written with so few digits, and then any small one does.
    let tells = !fits(before) || right_way.is_none();
    let mut found = AfterStep { before, right: costs, tells, fits: right_way, explanations: Vec::new() };
    if found.fits.is_none() {
        let way = |gradient: &Right| WAYS.into_iter().find(|&moved| after(gradient, moved).is_some_and(fits));
        found.explanations = explanations(problem, &right, rate, way);
    }
    Ok(found)
}

/// Every single mistake whose gradient leads there, the first form of each.
fn explanations(
    problem: &Problem,
    right: &Right,
    rate: f64,
    way: impl Fn(&Right) -> Option<Moved>,
) -> Vec<(Moved, Explanation)> {
    let forms = Forms::of(problem);
    let mut found: Vec<(Moved, Explanation)> = Vec::new();
    let mut add = |part: Part, moved: Moved, edits: Vec<Edit>| {
        if found.iter().all(|(_, other)| other.parts[0].mistake.id != part.mistake.id) {
            found.push((moved, Explanation { parts: vec![part], program: Program { edits, scale: 1.0 } }));
        }
    };
    for variant in forms.variants.iter().filter(|variant| is_a_step(variant)) {
        let edits: Vec<Edit> = variant.edits.iter().map(|edit| edit.with_rate(Some(rate))).collect();
        let gradient = gradient(problem, &edits);
        if let Some(moved) = gradient.as_ref().and_then(&way) {
            let is_early = |edit: &Edit| matches!(edit, Edit::Through(_, Through::Updated(_)));
            let solved = edits.iter().any(is_early).then_some(rate);
            add(Part::of_variant(variant, problem.layers().len(), solved), moved, edits);
        }
    }
    let naming = super::naming::Naming::new(&forms, Counts::of(problem));
    for constant in &forms.constants {
        let mut gradient = right.clone();
        for (layer, &(weights, biases)) in constant.values.iter().enumerate() {
            gradient.weights[layer] = gradient.weights[layer].map(|number| weights * number);
            gradient.biases[layer].iter_mut().for_each(|number| *number *= biases);
        }
        if let Some(moved) = way(&gradient) {
            let named = super::naming::Named::of(constant);
            add(Part::of_constant(&named, &naming, problem.layers().len()), moved, Vec::new());
        }
    }
    found
}

/// Whether a form is a gradient that a step can be made along, with the forward pass of the problem.
fn is_a_step(variant: &Variant) -> bool {
    !variant.edits.iter().any(|edit| {
        matches!(
            edit,
            Edit::Forward(_)
                | Edit::Finish(
                    Finish::NewWeights(_)
                        | Finish::Decayed(_)
                        | Finish::Clipped(_)
                        | Finish::Moving(_)
                        | Finish::Reversed
                )
                | Edit::Examples(Examples::Growing(_))
        )
    })
}

fn gradient(problem: &Problem, edits: &[Edit]) -> Option<Right> {
    let recipe = Recipe::right(problem.layers().len()).with(edits);
    Right::of(&Facts::new(problem, recipe.forward, recipe.labels)?, &recipe)
}

fn cost_after(problem: &Problem, gradient: &Right, rate: f64, moved: Moved) -> Option<f64> {
    let mut stepped = problem.clone();
    let still = vec![Vec::new(); gradient.biases.len()];
    let biases = if moved == Moved::All { &gradient.biases } else { &still };
    stepped.descend(rate, &gradient.weights, biases);
    cost(&stepped)
}

fn cost(problem: &Problem) -> Option<f64> {
    Some(crate::gradient::scalar::forward(problem).ok()?.cost(problem)).filter(|cost| cost.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::hand_in::typed;

    fn ids(cost: &str) -> (Option<Moved>, Vec<&'static str>) {
        let problem = Problem::built_in("mazur").expect("built in");
        let answer = after_step(&problem, 0.5, typed(cost).expect("a number")).expect("finite");
        let ids = answer.explanations.iter().map(|(_, explanation)| explanation.parts[0].mistake.id);
        (answer.fits, ids.collect())
    }

    #[test]
    fn the_published_cost_after_one_step_belongs_to_weights_that_were_changed_too_early() {
        assert_eq!(ids("0.291027924"), (None, vec!["updated-weights"]));
        assert_eq!(ids("0.291027774"), (Some(Moved::Weights), vec![]));
        assert_eq!(ids("0.291"), (Some(Moved::Weights), vec![]));
        assert_eq!(ids("0.28"), (Some(Moved::All), vec![]));
        assert_eq!(ids("0.291027999"), (None, vec![]));
    }

    #[test]
    fn a_cost_that_no_step_would_have_as_well_tells_nothing() {
        let problem = Problem::built_in("mazur").expect("built in");
        let tells = |cost: &str| {
            let answer = after_step(&problem, 0.5, typed(cost).expect("a number")).expect("finite");
            (answer.fits.is_some(), answer.tells)
        };
        assert_eq!(tells("0.3"), (true, false));
        assert_eq!(tells("0.29"), (true, true));
        assert_eq!(tells("0.298371109"), (false, true));
    }
}
