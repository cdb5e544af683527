//! Every weight and bias derived, and the formula's value held against both engines.

use gradwalk::derive::verify::{Verdict, compare as equal};
use gradwalk::derive::weight::WeightDerivation;
use gradwalk::gradient::compare::{Scope, compare};
use gradwalk::lesson::agree::Agreement;
use gradwalk::problem::{Problem, Reading, Syntax, read_text};

const FOUR_LAYERS: &str = r#"(
    format: 1, title: "4-5-3-2", cost: "categorical-cross-entropy",
    layers: [
        (activation: "tanh", weights: [[0.3, -0.2, 0.5, 0.1, 0.4], [-0.6, 0.2, 0.1, 0.3, -0.3],
            [0.2, 0.7, -0.4, 0.6, 0.2], [0.1, -0.5, 0.3, -0.2, 0.8]], biases: [0.1, -0.2, 0.3, 0.05, 0.2]),
        (activation: "leaky-relu", weights: [[0.2, -0.3, 0.4], [0.5, 0.1, -0.6], [-0.7, 0.3, 0.2], [0.6, -0.1, 0.3],
            [0.1, 0.4, -0.2]], biases: [0.2, 0.1, -0.3]),
        (activation: "softmax", weights: [[0.7, -0.4], [0.3, 0.6], [-0.5, 0.2]], biases: [0.15, -0.25]),
    ],
    inputs: [[1.0, 0.5, -0.3, 0.2], [0.4, -0.8, 0.9, 0.1], [-0.2, 0.3, 0.6, -0.7]],
    labels: [[1, 0], [0.25, 0.75], [0, 1]],
)"#;

fn four_layers() -> Problem {
    read_text("four", FOUR_LAYERS, Syntax::Ron, &Reading::default()).expect("a problem").problem
}

/// Derives every weight and bias and returns the largest difference, compared with its bound.
fn worst(problem: &Problem) -> f64 {
    let shape = problem.shape();
    let comparison = compare(problem, Scope::Everything, |_| ()).expect("comparable");
    let mut worst: f64 = 0.0;
    for entry in &comparison.entries {
        let name = shape.symbol(entry.parameter);
        let derivation = WeightDerivation::new(&shape, entry.parameter, shape.examples.min(2))
            .unwrap_or_else(|error| panic!("{}: {name}: {error}", problem.title));
        let formula = &derivation.formula().right;
        let agreement = Agreement::new(problem, formula, entry).expect("a value");
        assert!(agreement.holds(), "{} {name}: {agreement:?} {}", problem.title, formula.unicode());
        worst = worst.max((agreement.derived - agreement.paths).abs() / agreement.bound);
        // A formula that is wrong does not pass: the next weight's value is another.
        let other = comparison
            .entries
            .iter()
            .find(|other| (other.paths - entry.paths).abs() > 1e-9)
            .expect("another value");
        assert!(!Agreement::new(problem, formula, other).expect("a value").holds(), "{name}");
    }
    worst
}

#[test]
fn every_weight_of_the_built_in_problems_is_derived_and_agrees() {
    for name in ["iris-3", "probe", "mazur", "mazur-updated"] {
        let worst = worst(&Problem::built_in(name).expect("built in"));
        println!("{name}: at most {worst:.3} of the bound");
    }
}

#[test]
fn biases_and_softmax_are_derived_and_agree() {
    println!("4-5-3-2: at most {:.3} of the bound", worst(&four_layers()));
}

#[test]
fn the_posts_value_comes_out() {
    let problem = Problem::built_in("iris-2").expect("built in");
    let shape = problem.shape();
    let weight = shape.parameter("w_211").expect("a weight");
    let derivation = WeightDerivation::new(&shape, weight, 2).expect("derived");
    let comparison = compare(&problem, Scope::One(weight), |_| ()).expect("comparable");
    let agreement =
        Agreement::new(&problem, &derivation.formula().right, &comparison.entries[0]).expect("a value");
    assert!((agreement.derived - 0.011_033_924_178_648_2).abs() < 1e-16, "{}", agreement.derived);
}

#[test]
fn every_step_holds_when_the_whole_equations_are_compared() {
    // The engine checks the part that a step changes; here the whole equations are compared.
    let problem = Problem::built_in("iris-2").expect("built in");
    let shape = problem.shape();
    for name in ["w_211", "w_112"] {
        let derivation =
            WeightDerivation::new(&shape, shape.parameter(name).expect(name), 2).expect("derived");
        for part in derivation.parts() {
            for step in part.derivation.steps() {
                let (left, right) = (&step.after().left, &step.after().right);
                let verdict = equal(left, right, part.derivation.givens());
                assert!(matches!(verdict, Verdict::Holds(_)), "{}: {verdict:?}", step.after());
            }
        }
    }
}
