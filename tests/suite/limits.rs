//! Where numbers end: every overflow is refused with the node or weight at which it happens.

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::gradient::GradientError;
use gradwalk::gradient::compare::compare;
use gradwalk::gradient::matrix;
use gradwalk::gradient::scalar;
use gradwalk::gradient::scope::Scope;
use gradwalk::graph::Names;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;
use gradwalk::show::Naming;
use gradwalk::show::comparison;

fn grid(rows: &[&[f64]]) -> Grid {
    Grid::from_fn(rows.len(), rows[0].len(), |row, column| rows[row][column])
}

/// A network of layers with one activation, for one example.
fn problem(activation: &str, weights: &[&[&[f64]]], inputs: &[f64], labels: &[f64], cost: &str) -> Problem {
    let activation = activation::named(activation).expect("an activation");
    let layers = weights.iter().map(|rows| Layer { weights: grid(rows), biases: None, activation }).collect();
    let cost = cost::named(cost).expect("a cost");
    Problem::new("limits", layers, grid(&[inputs]), grid(&[labels]), cost).expect("sound")
}

/// Both engines refuse, and so does their comparison, in the same words.
#[track_caller]
fn refusal(problem: &Problem) -> GradientError {
    let refusal = compare(problem, Scope::Everything, |_| ()).expect_err("refused");
    if !matches!(refusal, GradientError::NotComparable { .. }) {
        assert_eq!(scalar::gradient(problem).expect_err("refused").to_string(), refusal.to_string());
        assert_eq!(matrix::gradient(problem).expect_err("refused").to_string(), refusal.to_string());
    }
    refusal
}

#[test]
fn the_forward_pass_overflows_at_a_named_node() {
    let network = problem("identity", &[&[&[1.0, 1e200]], &[&[1.0], &[1e200]]], &[1.0], &[0.0], "half-mse");
    let message = refusal(&network).to_string();
    assert!(message.starts_with("o_in_1^(1) overflows to inf"), "{message}");
    let infinite_cost = problem("identity", &[&[&[1e200]]], &[1.0], &[0.0], "half-mse");
    let message = refusal(&infinite_cost).to_string();
    assert!(message.starts_with("MSE overflows to inf"), "{message}");
}

#[test]
fn an_output_on_the_edge_of_the_cost_is_named() {
    let saturated = problem("sigmoid", &[&[&[40.0]]], &[1.0], &[1.0], "cross-entropy");
    let message = refusal(&saturated).to_string();
    assert!(message.starts_with("o_out_1^(1) is 1.0, which is not strictly between 0 and 1"), "{message}");
    let steep = problem("sigmoid", &[&[&[-709.7]]], &[1.0], &[1.0], "cross-entropy");
    assert!(scalar::gradient(&steep).is_ok());
    let zero = problem("relu", &[&[&[-1.0]]], &[1.0], &[1.0], "categorical-cross-entropy");
    let message = refusal(&zero).to_string();
    assert!(message.contains("not above 0 although its label is not 0"), "{message}");
    let subnormal = problem("identity", &[&[&[1e-320]]], &[1.0], &[1.0], "categorical-cross-entropy");
    assert!(matches!(refusal(&subnormal), GradientError::Steep { .. }));
}

#[test]
fn a_sum_that_overflows_on_the_way_back_is_named() {
    let network = problem("identity", &[&[&[1e-300]], &[&[1e200]]], &[1e200], &[0.0], "half-mse");
    let message = refusal(&network).to_string();
    assert!(message.starts_with("the sum for w_111 overflows"), "{message}");
}

/// Two paths of 1.5e308 and −1.5e308 cancel, but what rounding may do to them is beyond all doubles.
#[test]
fn a_bound_that_overflows_is_no_agreement() {
    let network = problem("identity", &[&[&[0.0]], &[&[1.0, 1.0]]], &[1.5e308], &[1.0, -1.0], "half-sse");
    let message = refusal(&network).to_string();
    assert!(message.starts_with("w_111 cannot be compared"), "{message}");
}

/// A product of factors that are not 0 may still round to 0; that is no zero of the gradient.
#[test]
fn products_that_underflow_are_told_from_zeros() {
    let network =
        |input: f64| problem("identity", &[&[&[1e-200]], &[&[1e-200]]], &[input], &[1e-200], "half-mse");
    for (input, underflowed) in [(1.0, 2), (0.0, 0)] {
        let comparison = compare(&network(input), Scope::Everything, |_| ()).expect("comparable");
        assert!(comparison.entries.iter().all(|entry| entry.paths == 0.0));
        assert_eq!(comparison.underflowed, underflowed);
        let page = comparison::page("tiny", &comparison, Names::SERIES, Naming::Symbols);
        assert_eq!(format!("{page:?}").contains("(underflow: "), underflowed > 0);
    }
}

/// Sums of 10⁹ that cancel leave few digits to measure with; the nudges must not call the right gradient wrong.
#[test]
fn nudges_know_what_cancellation_costs_them() {
    let layer = |rows: &[&[f64]], biases: &[f64], activation: &str| Layer {
        weights: grid(rows),
        biases: Some(biases.to_vec()),
        activation: activation::named(activation).expect("an activation"),
    };
    let layers =
        vec![layer(&[&[1.0, 1.0]], &[1e9, 1e9], "identity"), layer(&[&[1.0], &[-1.0]], &[0.0], "tanh")];
    let (inputs, labels) = (grid(&[&[1.3], &[0.2]]), grid(&[&[1.0], &[0.0]]));
    let network = Problem::new("cancelling", layers, inputs, labels, cost::default()).expect("sound");
    let comparison = compare(&network, Scope::Everything, |_| ()).expect("comparable");
    assert!(comparison.agrees(), "{:?}", comparison.nudges);
}

/// A softmax has a slope for each two outputs of an example: a small file could ask for all the memory there is.
#[test]
fn a_softmax_of_too_many_outputs_is_refused() {
    let row = vec![0.0; 10_000];
    let softmax = |outputs: usize| {
        let activation = activation::named("softmax").expect("in the table");
        let layers = vec![Layer { weights: grid(&[&row[..outputs]]), biases: None, activation }];
        Problem::new("wide", layers, grid(&[&[1.0]]), grid(&[&row[..outputs]]), cost::default())
    };
    assert!(softmax(4_000).is_ok());
    let refused = softmax(10_000).expect_err("a hundred million slopes");
    let says =
        "10000 outputs and 1 example of `softmax` have 100000000 slopes, and at most 20000000 are taken";
    assert_eq!(refused.to_string(), says);
}
