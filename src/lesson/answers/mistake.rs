//! The mistake of the catalogue that a formula shows, if there is just one.
//!
//! One number of one weight fits many mistakes by chance. A formula is worth something with other numbers too: what
//! explains it there as well is no chance, and is named if nothing else explains it.

use crate::diagnose::Conventions;
use crate::diagnose::Explanation;
use crate::diagnose::Knowledge;
use crate::diagnose::Part;
use crate::diagnose::diagnose;
use crate::diagnose::submission::Submission;
use crate::diagnose::submission::Written;
use crate::expr::Expr;
use crate::graph::Quantity;
use crate::lesson::scene::Scene;
use crate::problem::Layer;
use crate::problem::Problem;

/// What is to be said of the formula that was typed for the derivative of the cost by a weight or bias.
pub(super) fn mistake(typed: &Expr, of: &Expr, scene: &Scene) -> Option<String> {
    let Expr::Partial { of, by } = of else { return None };
    let cost: Expr = scene.shape.symbol(Quantity::Cost).into();
    let parameter = scene.shape.quantity(by).ok().filter(|_| **of == cost)?;
    if !typed.any(&mut |part| matches!(part, Expr::Sym(_))) {
        return None;
    }
    let elsewhere = Scene::new(other_numbers(&scene.problem)?, scene.givens.clone()).ok()?;
    let there = explanations(typed, parameter, &elsewhere)?;
    let mut both = explanations(typed, parameter, scene)?.into_iter().filter(|says| there.contains(says));
    both.next().filter(|_| both.next().is_none())
}

/// The same network with other weights, biases and inputs.
fn other_numbers(problem: &Problem) -> Option<Problem> {
    let other = |number: &f64| 0.75 * number + 0.125;
    let layer = |layer: &Layer| Layer {
        weights: layer.weights.map(other),
        biases: layer.biases.as_ref().map(|biases| biases.iter().map(other).collect()),
        activation: layer.activation,
    };
    let layers = problem.layers().iter().map(layer).collect();
    let (inputs, labels) = (problem.inputs().map(other), problem.labels().clone());
    Problem::new(problem.title.clone(), layers, inputs, labels, problem.cost()).ok()
}

/// Everything that gives the value of the formula here, in words. A constant that may be anything gives any number,
/// so it explains none.
fn explanations(typed: &Expr, parameter: Quantity, scene: &Scene) -> Option<Vec<String>> {
    let mut submission = Submission::new(scene.shape.layers());
    submission.put(&scene.shape, parameter, Written::exact(scene.value(typed)?));
    let stated = Conventions { cost: Knowledge::Stated, layout: Knowledge::Stated };
    let diagnosis = diagnose(&scene.problem, &submission, stated).ok()?;
    let is_free = |part: &Part| part.parameter.is_some();
    let fixed = diagnosis.explanations.iter().filter(|one| !one.parts.iter().any(is_free));
    let words = |one: &Explanation| one.parts.iter().map(Part::says).collect::<Vec<_>>().join(" ");
    Some(fixed.map(words).collect())
}
