//! Every weight and bias derived, and the formula's value held against both engines.

use std::collections::BTreeSet;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::cost::DivideBy;
use gradwalk::derive::Equation;
use gradwalk::derive::network_givens;
use gradwalk::derive::verify::{Verdict, compare as equal};
use gradwalk::derive::weight::WeightDerivation;
use gradwalk::expr::{Expr, Focus};
use gradwalk::gradient::compare::{Scope, compare};
use gradwalk::graph::{Quantity, Shape};
use gradwalk::lesson::agree::Agreement;
use gradwalk::lesson::agree::derived;
use gradwalk::page::{Look, Mark};
use gradwalk::problem::{Grid, Layer, Problem, Reading, Syntax, read_text};
use gradwalk::show::factors::marked;
use gradwalk::show::formula::Dress;

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
        assert_every_factor_is_marked(&shape, entry.parameter, &derivation);
        let formula = &derivation.formula().right;
        let agreement = Agreement::new(problem, formula, entry).expect("a value");
        assert!(agreement.holds(), "{} {name}: {agreement:?} {}", problem.title, formula.unicode());
        worst = worst.max(agreement.distance() / agreement.bound);
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
fn a_weight_of_a_wide_network_is_derived() {
    let shape = Shape {
        widths: vec![20; 4],
        activations: ["sigmoid", "tanh", "softmax"].map(|name| activation::named(name).expect(name)).to_vec(),
        biases: vec![true; 3],
        examples: 7,
        cost: cost::named("cross-entropy").expect("in the table"),
    };
    let weight = shape.parameter("w_1,7,7").expect("a weight");
    WeightDerivation::new(&shape, weight, 2).expect("derived");
}

/// A network whose paths nobody can walk, with weights from a short sequence.
fn deep(layers: usize) -> Problem {
    let grid = |layer: usize| {
        Grid::from_fn(2, 2, |from, to| ((3 * layer + 5 * from + 7 * to) % 11) as f64 / 5.0 - 1.0)
    };
    let layers = (0..layers).map(|layer| Layer {
        weights: grid(layer),
        biases: None,
        activation: activation::named("sigmoid").expect("in the table"),
    });
    let data = Grid::from_fn(2, 2, |row, column| (1 + row + 2 * column) as f64 / 5.0);
    Problem::new("deep", layers.collect(), data.clone(), data, cost::default()).expect("sound")
}

/// A formula of a few lines stands for 2³⁰ paths, which are not walked for its sake. The matrices say what it is worth.
#[test]
fn a_formula_agrees_with_the_matrices_where_the_paths_are_too_many() {
    for (layers, weight) in
        [(30, "w_111"), (30, "w_4,1,2"), (100, "w_100,1,1"), (100, "w_95,2,1"), (100, "w_70,1,1")]
    {
        let problem = deep(layers);
        let weight = problem.shape().parameter(weight).expect(weight);
        let (_, agreement) = derived(&problem, weight, None, 10).expect("derived");
        assert!(agreement.holds(), "{agreement:?}");
        let is_last = matches!(weight, Quantity::Weight { layer: 99, .. });
        assert_eq!(agreement.paths.value().is_some(), is_last, "{agreement:?}");
        let wrong = Agreement { matrix: agreement.matrix * 1.000_001, ..agreement.clone() };
        assert!(!wrong.holds(), "{agreement:?}");
    }
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

/// The factors of a formula on which no mark lies.
fn without_mark(formula: &Expr, at: &Focus, dresses: &[Dress]) -> Vec<Expr> {
    let is_on = |dress: &Dress| dress.part == *at && dress.run.is_none();
    if dresses.iter().any(is_on) {
        return Vec::new();
    }
    let in_run = |place: usize| {
        dresses
            .iter()
            .any(|dress| dress.part == *at && dress.run.as_ref().is_some_and(|run| run.contains(&place)))
    };
    match formula {
        Expr::Mul(factors) => {
            let alone = factors.iter().enumerate().filter(|(place, _)| !in_run(*place));
            alone.flat_map(|(place, factor)| without_mark(factor, &at.down(place), dresses)).collect()
        }
        Expr::Sum { body, .. } => without_mark(body, &at.down(0), dresses),
        other => vec![other.clone()],
    }
}

fn marks(dresses: &[Dress]) -> BTreeSet<u32> {
    let id = |dress: &Dress| if let Look::Mark(Mark { id, .. }) = dress.look { Some(id) } else { None };
    dresses.iter().filter_map(id).collect()
}

/// The edges from the cost down to the weight, by the numbers of their marks, without those whose slope is 1: they
/// leave no factor.
fn edges(shape: &Shape, parameter: Quantity) -> BTreeSet<u32> {
    let (layer, is_bias) = match parameter {
        Quantity::Weight { layer, .. } => (layer, false),
        Quantity::Bias { layer, .. } => (layer, true),
        other => panic!("{other:?} is not a parameter"),
    };
    let mut edges = BTreeSet::from([0]);
    for passed in 0..shape.layers() - layer {
        let step = u32::try_from(2 * passed).expect("few layers");
        let is_last = passed + layer + 1 == shape.layers();
        if shape.activations[shape.layers() - 1 - passed].name != "identity" {
            edges.insert(step + 1);
        }
        if !(is_bias && is_last) {
            edges.insert(step + 2);
        }
    }
    edges
}

/// In the formula of the paths and in what is left of it when it has cancelled, each factor is marked with its edge,
/// each edge has a factor, and nothing else stands there but 1/N.
fn assert_every_factor_is_marked(shape: &Shape, parameter: Quantity, derivation: &WeightDerivation) {
    let givens = network_givens(shape).expect("no name twice");
    let rest = match shape.cost.divide_by {
        DivideBy::One => vec![],
        DivideBy::Labels | DivideBy::Examples => vec!["1/N".parse().expect("a formula")],
    };
    for equation in [derivation.paths_formula(), derivation.formula()] {
        let dresses = marked(equation, shape, &givens);
        let places: BTreeSet<String> =
            dresses.iter().map(|dress| format!("{:?} {:?}", dress.part, dress.run)).collect();
        if equation == derivation.paths_formula() {
            assert_eq!(places.len(), dresses.len(), "one edge for each factor: {equation}");
        }
        assert_eq!(without_mark(&equation.right, &Focus::whole(), &dresses), rest, "{equation}");
        assert_eq!(marks(&dresses), edges(shape, parameter), "{equation}");
    }
}

#[test]
fn every_factor_of_every_activation_and_cost_is_marked() {
    for (activations, cost) in [
        (["tanh", "identity"], "mse"),
        (["identity", "relu"], "half-mse-examples"),
        (["relu", "tanh"], "sse"),
        (["leaky-relu", "sigmoid"], "cross-entropy"),
        (["identity", "sigmoid"], "mse-examples"),
        (["sigmoid", "softmax"], "categorical-cross-entropy"),
        (["tanh", "softmax"], "half-sse"),
        (["identity", "leaky-relu"], "half-mse"),
        (["sigmoid", "softmax"], "cross-entropy"),
    ] {
        let named = |name: &&str| activation::named(name).expect("in the table");
        let shape = Shape {
            widths: vec![2, 3, 3],
            activations: activations.iter().map(named).collect(),
            biases: vec![true, true],
            examples: 3,
            cost: cost::named(cost).expect("in the table"),
        };
        for name in ["w_211", "w_232", "b_21", "w_112", "b_13"] {
            let parameter = shape.parameter(name).expect(name);
            let derivation = WeightDerivation::new(&shape, parameter, 2).expect(name);
            assert_every_factor_is_marked(&shape, parameter, &derivation);
        }
    }
}

/// What is no edge has no mark, so that the test above can fail.
#[test]
fn a_factor_that_is_wrong_is_not_marked() {
    let shape = Problem::built_in("iris-2").expect("built in").shape();
    let parameter = shape.parameter("w_211").expect("a weight");
    let derivation = WeightDerivation::new(&shape, parameter, 2).expect("derived");
    let Equation { left, right } = derivation.formula();
    let wrong = right.to_string().replace("1 - o_out_1^(e)", "1 + o_out_1^(e)");
    let wrong = Equation { left: left.clone(), right: wrong.parse().expect("a formula") };
    let dresses = marked(&wrong, &shape, &network_givens(&shape).expect("no name twice"));
    assert_eq!(without_mark(&wrong.right, &Focus::whole(), &dresses).len(), 3);
    assert_ne!(marks(&dresses), edges(&shape, parameter));
}
