//! A gradient without calculus: nudge one weight, see the cost move.

use super::case::Given;
use super::homework::Homework;
use super::homework::Place;
use super::task::Cost;
use super::task::Task;

/// The slope of the cost between a nudge down and a nudge up, for every weight and bias.
pub(crate) fn measured(task: &Task, step: f64) -> Given {
    let mut given = Given::default();
    for (layer, parameters) in task.layers.iter().enumerate() {
        let slope = |change: &dyn Fn(&mut Task, f64)| {
            let cost_after = |by: f64| {
                let mut nudged = task.clone();
                change(&mut nudged, by);
                cost(&nudged)
            };
            (cost_after(step) - cost_after(-step)) / (2.0 * step)
        };
        let (rows, columns) = (parameters.weights.len(), parameters.weights[0].len());
        given.weights.push(Some(super::real::table(rows, columns, |from, to| {
            slope(&|task, by| task.layers[layer].weights[from][to] += by)
        })));
        given.biases.push(parameters.biases.as_ref().map(|biases| {
            let nudge = |node: usize| {
                slope(&move |task: &mut Task, by| {
                    if let Some(biases) = &mut task.layers[layer].biases {
                        biases[node] += by;
                    }
                })
            };
            (0..biases.len()).map(nudge).collect()
        }));
    }
    given
}

/// The cost of the task's network on its examples.
pub(crate) fn cost(task: &Task) -> f64 {
    let between = Homework::right(task).answer::<f64>(task).expect("the right program runs").between;
    let outputs = between.a.last().expect("a layer");
    let pairs = outputs.iter().flatten().zip(task.y.iter().flatten());
    let terms = pairs.map(|(&o, &y)| match task.cost {
        Cost::HalfMse | Cost::HalfMseExamples | Cost::HalfSse => 0.5 * (o - y) * (o - y),
        Cost::Mse | Cost::MseExamples | Cost::Sse => (o - y) * (o - y),
        Cost::CrossEntropy => -(y * libm::log(o) + (1.0 - y) * libm::log(1.0 - o)),
        Cost::CategoricalCrossEntropy => -y * libm::log(o),
    });
    terms.sum::<f64>() / task.divisor()
}

#[test]
fn the_right_programs_slopes_are_those_of_the_cost() {
    for task in super::task::tasks() {
        let right = Given::all(&Homework::right(&task).answer::<f64>(&task).expect("it runs"));
        let measured = measured(&task, 1e-5);
        for (right, measured) in right.arrays().zip(measured.arrays()) {
            for (right, measured) in right.into_iter().zip(measured) {
                assert!((right - measured).abs() < 1e-7, "{}: {right} is not {measured}", task.name);
            }
        }
        let mut wrong = Homework::right(&task);
        wrong.set_slopes(Place::All, super::homework::Slope::Missing);
        assert_ne!(right.weights, Given::all(&wrong.answer::<f64>(&task).expect("it runs")).weights);
    }
}
