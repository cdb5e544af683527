//! What several tests need: fixtures, built-in problems, one step of gradient descent.

use std::fs;
use std::path::PathBuf;

use gradwalk::gradient::Gradient;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;
use serde_json::Value;

/// A file of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A fixture in JSON.
pub(crate) fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(fixture(name)).expect(name)).expect(name)
}

/// A built-in problem.
pub(crate) fn built_in(name: &str) -> Problem {
    Problem::built_in(name).expect(name)
}

/// Rows of numbers.
pub(crate) fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().expect("rows").iter().map(numbers).collect()
}

/// A list of numbers.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("numbers").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// Demands that two numbers agree to a relative error.
#[track_caller]
pub(crate) fn assert_close(ours: f64, theirs: f64, relative: f64, what: &str) {
    let apart = (ours - theirs).abs();
    assert!(
        apart <= relative * theirs.abs(),
        "{what}: {ours:?} is not {theirs:?}, relative {:e}",
        apart / theirs
    );
}

/// Demands that a table has these rows, to a relative error.
#[track_caller]
pub(crate) fn assert_rows(ours: &Grid, theirs: &Value, relative: f64, what: &str) {
    let theirs = rows(theirs);
    assert_eq!((ours.rows(), ours.columns()), (theirs.len(), theirs[0].len()), "{what}");
    for (row, (ours, theirs)) in ours.iter_rows().zip(&theirs).enumerate() {
        for (column, (&ours, &theirs)) in ours.iter().zip(theirs).enumerate() {
            assert_close(ours, theirs, relative, &format!("{what}[{row}][{column}]"));
        }
    }
}

/// The problem after one step of gradient descent on its weights. The biases stay as they are.
pub(crate) fn stepped(problem: &Problem, gradient: &Gradient, rate: f64) -> Problem {
    let layers = problem.layers().iter().zip(&gradient.layers).map(|(layer, slopes)| Layer {
        weights: Grid::from_fn(layer.weights.rows(), layer.weights.columns(), |from, to| {
            layer.weights[(from, to)] - rate * slopes.weights[(from, to)]
        }),
        biases: layer.biases.clone(),
        activation: layer.activation,
    });
    let (inputs, labels) = (problem.inputs().clone(), problem.labels().clone());
    Problem::new(problem.title.clone(), layers.collect(), inputs, labels, problem.cost())
        .expect("still sound")
}
