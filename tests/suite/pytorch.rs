//! Thirty random problems whose gradients PyTorch computed in float64: the independent witness from outside.

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::gradient::compare::compare;
use gradwalk::gradient::matrix;
use gradwalk::gradient::scalar;
use gradwalk::gradient::scope::Scope;
use gradwalk::graph::Quantity;
use gradwalk::problem;
use gradwalk::problem::Problem;
use gradwalk::problem::Reading;
use serde_json::Value;

use crate::support::assert_close;
use crate::support::fixture;
use crate::support::json;

fn read(case: &Value) -> Problem {
    let name = case["name"].as_str().expect("a name");
    let activations = case["activations"].as_array().expect("names").iter();
    let reading = Reading {
        activations: activations
            .map(|name| activation::named(name.as_str().expect("a word")).expect("in the table"))
            .collect(),
        cost: cost::named(case["cost"].as_str().expect("a word")),
        ..Reading::default()
    };
    let read = problem::read(&fixture(&format!("pytorch/{name}.npz")), &reading).expect(name);
    assert_eq!(read.remarks, Vec::<String>::new(), "{name}");
    read.problem
}

/// PyTorch's number for a weight or bias.
fn expected(case: &Value, parameter: Quantity) -> f64 {
    let entry = match parameter {
        Quantity::Weight { layer, from, to } => &case["dW"][layer][from][to],
        Quantity::Bias { layer, to } => &case["db"][layer][to],
        _ => &Value::Null,
    };
    entry.as_f64().expect("a number")
}

#[test]
fn thirty_problems_agree_to_twelve_digits() {
    let cases = json("pytorch/expected.json");
    let cases = cases.as_array().expect("cases");
    assert_eq!(cases.len(), 30);
    let mut worst = 0.0_f64;
    for case in cases {
        let problem = read(case);
        let name = &problem.title;
        assert_eq!(Value::from(problem.shape().widths), case["shape"], "{name}");
        let cost = scalar::forward(&problem).expect(name).cost(&problem);
        assert_close(cost, case["J"].as_f64().expect("a cost"), 1e-12, name);
        let (paths, matrix) =
            (scalar::gradient(&problem).expect(name), matrix::gradient(&problem).expect(name));
        for parameter in problem.shape().parameters() {
            let theirs = expected(case, parameter);
            for ours in [paths.get(parameter), matrix.get(parameter)] {
                let ours = *ours.expect("an entry");
                assert_close(ours, theirs, 1e-12, &format!("{name} {}", problem.shape().symbol(parameter)));
                worst = worst.max(if theirs == 0.0 { 0.0 } else { ((ours - theirs) / theirs).abs() });
            }
        }
        assert!(compare(&problem, Scope::Everything, |_| ()).expect(name).agrees(), "{name}");
    }
    println!("largest relative difference from PyTorch: {worst:e}");
}
