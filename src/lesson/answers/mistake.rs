//! The mistake of the catalogue that a formula shows, if there is just one.
//!
//! One number of one weight fits many mistakes by chance. A formula is worth something with other numbers too: what
//! explains it there as well is no chance, and is named if nothing else explains it.

use super::Instead;
use super::Place;
use super::place::only;
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
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// What is so much smaller than what is right is 0 for whoever looks for a mistake, and many mistakes come to 0.
const NOTHING: f64 = 1e-12;

/// What a formula is worth in a scene.
struct Tried<'s> {
    scene: &'s Scene,
    value: f64,
}

impl<'s> Tried<'s> {
    fn of(typed: &Expr, right: &Expr, scene: &'s Scene) -> Option<Self> {
        let value = super::typed_value(typed, scene)?;
        let is_something = value.abs() > NOTHING * scene.value(right)?.abs();
        is_something.then_some(Tried { scene, value })
    }
}

/// What was written instead of the derivative of the cost by a weight or bias: that by another one, or else, where the
/// place does not say it all, what a known mistake comes to.
pub(super) fn instead(typed: &Expr, of: &Expr, place: &Place, scene: &Scene) -> Option<Instead> {
    let (cost, parameter) = slope_of_cost(typed, of, scene)?;
    let elsewhere = with_problem(scene, other_numbers(&scene.problem)?)?;
    let here = Tried::of(typed, of, scene)?;
    let there = Tried::of(typed, of, &elsewhere)?;
    if let Some(slope) = another([&here, &there], &cost, parameter) {
        return Some(Instead::Slope(slope));
    }
    if place.says_it_all() {
        return None;
    }
    let larger = with_problem(scene, with_an_example_at_rest(&elsewhere)?)?;
    let further = Tried::of(typed, of, &larger)?;
    mistake([&here, &there, &further], parameter).map(Instead::Mistake)
}

/// What is to be said of a formula that is worth this in these scenes.
fn mistake([here, others @ ..]: [&Tried<'_>; 3], parameter: Quantity) -> Option<String> {
    let others: Option<Vec<_>> = others.into_iter().map(|other| explanations(other, parameter)).collect();
    let others = others?;
    let fits_all = |says: &String| others.iter().all(|other| other.contains(says));
    only(explanations(here, parameter)?.into_iter().filter(fits_all))
}

/// The derivative by another weight or bias that is worth this in these two scenes, if it is one.
fn another(tried: [&Tried<'_>; 2], cost: &Expr, parameter: Quantity) -> Option<Expr> {
    let fits = |slope: &Expr| {
        tried.iter().all(|Tried { scene, value }| {
            scene.value(slope).is_some_and(|slope| (value - slope).abs() <= 1e-9 * slope.abs())
        })
    };
    let shape = &tried[0].scene.shape;
    let others = shape.parameters().filter(|other| *other != parameter);
    only(others.map(|other| Expr::partial(cost.clone(), shape.symbol(other))).filter(fits))
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
fn with_problem(scene: &Scene, problem: Problem) -> Option<Scene> {
    let mut givens = scene.givens.clone();
    givens.count("E", problem.inputs().rows());
    Scene::new(problem, givens).ok()
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

/// The same problem with one more example, whose outputs are right as they are: it changes the counts, of which one may
/// be a multiple of another by chance, and no sum over the examples.
fn with_an_example_at_rest(scene: &Scene) -> Option<Problem> {
    let (problem, shape) = (&scene.problem, &scene.shape);
    let layer = shape.layers() - 1;
    let out = |node| scene.value(&shape.symbol(Quantity::Out { layer, node, example: 0 }).into());
    let outputs: Option<Vec<f64>> = (0..shape.outputs()).map(out).collect();
    let outputs = outputs?;
    let inputs = with_row(problem.inputs(), |node| problem.inputs()[(0, node)]);
    let labels = with_row(problem.labels(), |node| outputs[node]);
    Problem::new(problem.title.clone(), problem.layers().to_vec(), inputs, labels, problem.cost()).ok()
}

fn with_row(table: &Grid, last: impl Fn(usize) -> f64) -> Grid {
    let entry = |row, column| if row < table.rows() { table[(row, column)] } else { last(column) };
    Grid::from_fn(table.rows() + 1, table.columns(), entry)
}

/// Everything that gives the value of the formula here, in words. A constant that may be anything gives any number,
/// so it explains none.
fn explanations(Tried { scene, value }: &Tried<'_>, parameter: Quantity) -> Option<Vec<String>> {
    let mut submission = Submission::new(scene.shape.layers());
    submission.put(&scene.shape, parameter, Written::exact(*value));
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
