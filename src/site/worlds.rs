//! What a script needs to judge an answer by what it means: the value of every name and local derivative, with the
//! lesson's numbers and with two other sets of them.
//!
//! ```text
//! layers   { "h_out_1^(1)": [0.803…, 0.79…, 0.78…], … }   what slides share is a layer of its own
//! slides   [[[0, [0, 2]], [7, [0, 2, 5]], …], …]           for each weight, from which slide on there are which layers
//! ```
//!
//! Formulas that agree in three worlds are taken for equal: a script on a disk has nothing better.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Lesson;
use crate::lesson::scene::Scene;
use crate::problem::Layer;
use crate::problem::Problem;

/// In how many worlds a formula is looked at.
const WORLDS: usize = 3;

/// The values of names in each world.
type Values = BTreeMap<String, [f64; WORLDS]>;

/// Everything for one page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Worlds {
    layers: Vec<Values>,
    /// For each weight, which layers there are, from which slide on, counted from 0.
    slides: Vec<Vec<(usize, Vec<usize>)>>,
}

impl Worlds {
    /// The worlds of all versions of a lesson.
    pub(super) fn new(lessons: &[&Lesson]) -> Self {
        let mut worlds = Worlds::default();
        for lesson in lessons {
            let mut known: Vec<(&Scene, Vec<usize>)> = Vec::new();
            let mut slides: Vec<(usize, Vec<usize>)> = Vec::new();
            for (place, slide) in lesson.slides.iter().enumerate() {
                let scene = &*slide.scene;
                let layers = match known.iter().find(|(other, _)| std::ptr::eq(*other, scene)) {
                    Some((_, layers)) => layers.clone(),
                    None => worlds.layers_of(scene),
                };
                known.push((scene, layers.clone()));
                if slides.last().is_none_or(|(_, before)| *before != layers) {
                    slides.push((place, layers));
                }
            }
            worlds.slides.push(slides);
        }
        worlds
    }

    /// The layers of a scene: of the network, of its cost, and what has been defined.
    fn layers_of(&mut self, scene: &Scene) -> Vec<usize> {
        let Some(others) = others(scene) else { return Vec::new() };
        let scenes = [scene, &others[0], &others[1]];
        let shape = &scene.shape;
        let (nodes, of_cost) = (of_network(shape), of_cost(shape));
        let layers = [nodes, of_cost, defined(scene)].map(|formulas| values(&formulas, scenes));
        layers.into_iter().filter(|layer| !layer.is_empty()).map(|layer| self.layer(layer)).collect()
    }

    fn layer(&mut self, layer: Values) -> usize {
        self.layers.iter().position(|other| *other == layer).unwrap_or_else(|| {
            self.layers.push(layer);
            self.layers.len() - 1
        })
    }
}

/// The same network twice more, with other numbers.
fn others(scene: &Scene) -> Option<[Scene; 2]> {
    let other = |times, plus| {
        let problem = other_numbers(&scene.problem, |number| times * number + plus)?;
        Scene::new(problem, scene.givens.clone()).ok()
    };
    Some([other(0.75, 0.125)?, other(0.625, -0.0625)?])
}

/// The labels are others too, where the cost takes them.
fn other_numbers(problem: &Problem, other: impl Fn(f64) -> f64) -> Option<Problem> {
    let number = |number: &f64| other(*number);
    let layer = |layer: &Layer| Layer {
        weights: layer.weights.map(number),
        biases: layer.biases.as_ref().map(|biases| biases.iter().map(number).collect()),
        activation: layer.activation,
    };
    let with = |labels| {
        let layers = problem.layers().iter().map(layer).collect();
        Problem::new(problem.title.clone(), layers, problem.inputs().map(number), labels, problem.cost())
    };
    with(problem.labels().map(number)).or_else(|_| with(problem.labels().clone())).ok()
}

fn values(formulas: &[Expr], scenes: [&Scene; WORLDS]) -> Values {
    let value = |formula: &Expr| {
        let [first, second, third] = scenes.map(|scene| scene.value(formula).map(rounded));
        Some((formula.to_string(), [first?, second?, third?]))
    };
    formulas.iter().filter_map(value).collect()
}

/// Twelve digits, more than two formulas that are not equal share.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

fn name(shape: &Shape, quantity: Quantity) -> Expr {
    shape.symbol(quantity).into()
}

fn slope(shape: &Shape, of: Quantity, by: Quantity) -> Expr {
    Expr::partial(name(shape, of), shape.symbol(by))
}

/// Inputs, labels, weights, biases and nodes, and the local derivatives between them.
fn of_network(shape: &Shape) -> Vec<Expr> {
    let mut found: Vec<Expr> = shape.parameters().map(|parameter| name(shape, parameter)).collect();
    for example in 0..shape.examples {
        found.extend((0..shape.widths[0]).map(|node| name(shape, Quantity::Input { node, example })));
        found.extend((0..shape.outputs()).map(|node| name(shape, Quantity::Label { node, example })));
        for layer in 0..shape.layers() {
            for node in 0..shape.widths[layer + 1] {
                let sum = Quantity::In { layer, node, example };
                let out = Quantity::Out { layer, node, example };
                found.extend([name(shape, sum), name(shape, out), slope(shape, out, sum)]);
                for from in 0..shape.widths[layer] {
                    let below = shape.below(layer, from, example);
                    let weight = Quantity::Weight { layer, from, to: node };
                    found.extend([slope(shape, sum, below), slope(shape, sum, weight)]);
                }
            }
        }
    }
    found
}

/// The cost, the counts, and how the cost changes with outputs and parameters.
fn of_cost(shape: &Shape) -> Vec<Expr> {
    let mut found: Vec<Expr> = ["N", "E", "K"].map(|count| Symbol::new(count).into()).into();
    found.push(name(shape, Quantity::Cost));
    let last = shape.layers() - 1;
    let outputs = (0..shape.examples).flat_map(|example| {
        (0..shape.outputs()).map(move |node| Quantity::Out { layer: last, node, example })
    });
    found.extend(outputs.chain(shape.parameters()).map(|by| slope(shape, Quantity::Cost, by)));
    found
}

/// Every name that the lesson has defined, with each number in the place of each letter.
fn defined(scene: &Scene) -> Vec<Expr> {
    let largest = scene.shape.widths.iter().copied().max().unwrap_or(1).max(scene.shape.examples);
    let own = of_network(&scene.shape).into_iter().chain(of_cost(&scene.shape));
    let own: BTreeSet<String> = own.map(|formula| formula.to_string()).collect();
    let mut found = Vec::new();
    for (symbol, _) in scene.givens.definitions() {
        let letters: BTreeSet<char> = symbol.letters().collect();
        let mut members: Vec<Expr> = vec![symbol.clone().into()];
        for letter in letters {
            let put =
                |formula: &Expr, at: usize| formula.with_letters(&Letters::from([(letter, Index::At(at))]));
            members = members.iter().flat_map(|one| (1..=largest).map(move |at| put(one, at))).collect();
        }
        found.extend(members.into_iter().filter(|member| !own.contains(&member.to_string())));
    }
    found
}
