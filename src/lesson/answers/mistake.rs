//! The mistake of the catalogue that a formula shows, if there is just one.
//!
//! One number of one weight fits many mistakes by chance. A formula is worth something with other numbers too: what
//! explains it there as well is no chance, and is named if nothing else explains it.

use super::Instead;
use super::Place;
use crate::diagnose::Conventions;
use crate::diagnose::Explanation;
use crate::diagnose::Knowledge;
use crate::diagnose::Part;
use crate::diagnose::diagnose;
use crate::diagnose::mistakes::Slot;
use crate::diagnose::submission::Submission;
use crate::diagnose::submission::Written;
use crate::expr::Expr;
use crate::graph::Quantity;
use crate::lesson::scene::Scene;
use crate::problem::Layer;
use crate::problem::Problem;

/// What was written instead of the derivative of the cost by a weight or bias: that by another one, or else, where the
/// place does not say it all, what a known mistake comes to.
pub(super) fn instead(typed: &Expr, of: &Expr, place: &Place, scene: &Scene) -> Option<Instead> {
    let (cost, parameter) = slope_of_cost(typed, of, scene)?;
    let elsewhere = elsewhere(scene)?;
    let here = (scene, super::typed_value(typed, scene)?);
    let scenes = [here, (&elsewhere, super::typed_value(typed, &elsewhere)?)];
    match another(scenes, &cost, parameter) {
        Some(slope) => Some(Instead::Slope(slope)),
        None if place.says_it_all() => None,
        None => mistake(scenes, parameter).map(Instead::Mistake),
    }
}

/// What is to be said of a formula that is worth this in these two scenes.
fn mistake([here, there]: [(&Scene, f64); 2], parameter: Quantity) -> Option<String> {
    let there = explanations(there, parameter)?;
    let mut both = explanations(here, parameter)?.into_iter().filter(|says| there.contains(says));
    both.next().filter(|_| both.next().is_none())
}

/// The derivative by another weight or bias that is worth this in these two scenes, if it is one.
fn another(scenes: [(&Scene, f64); 2], cost: &Expr, parameter: Quantity) -> Option<Expr> {
    let fits = |slope: &Expr| {
        scenes.iter().all(|(scene, typed)| {
            let slope = scene.value(slope);
            slope.is_some_and(|slope| *typed != 0.0 && (typed - slope).abs() <= 1e-9 * slope.abs())
        })
    };
    let shape = &scenes[0].0.shape;
    let others = shape.parameters().filter(|other| *other != parameter);
    let mut slopes = others.map(|other| Expr::partial(cost.clone(), shape.symbol(other))).filter(fits);
    slopes.next().filter(|_| slopes.next().is_none())
}

/// The cost, and the weight or bias by which its derivative is asked for. Nothing where something else is asked for, or
/// a number was typed.
fn slope_of_cost(typed: &Expr, of: &Expr, scene: &Scene) -> Option<(Expr, Quantity)> {
    let Expr::Partial { of, by } = of else { return None };
    let cost: Expr = scene.shape.symbol(Quantity::Cost).into();
    let is_formula = typed.any(&mut |part| matches!(part, Expr::Sym(_)));
    let parameter = scene.shape.quantity(by).ok().filter(|_| **of == cost && is_formula)?;
    Some((cost, parameter))
}

/// The same definitions with other numbers.
fn elsewhere(scene: &Scene) -> Option<Scene> {
    Scene::new(other_numbers(&scene.problem)?, scene.givens.clone()).ok()
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
fn explanations((scene, value): (&Scene, f64), parameter: Quantity) -> Option<Vec<String>> {
    let mut submission = Submission::new(scene.shape.layers());
    submission.put(&scene.shape, parameter, Written::exact(value));
    let stated = Conventions { cost: Knowledge::Stated, layout: Knowledge::Stated };
    let diagnosis = diagnose(&scene.problem, &submission, stated).ok()?;
    let is_free = |part: &Part| part.parameter.is_some();
    // A formula for one weight was neither stored nor handed in.
    let is_of_storing = |part: &Part| part.mistake.slot == Slot::Finished;
    let told = |one: &&Explanation| !one.parts.iter().any(|part| is_free(part) || is_of_storing(part));
    let fixed = diagnosis.explanations.iter().filter(told);
    let words = |one: &Explanation| one.parts.iter().map(Part::says).collect::<Vec<_>>().join(" ");
    Some(fixed.map(words).collect())
}
