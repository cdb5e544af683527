//! Figures that others have published or computed with 50 digits, against ours.

use gradwalk::gradient::Gradient;
use gradwalk::gradient::matrix;
use gradwalk::gradient::scalar;
use gradwalk::problem::Grid;
use gradwalk::problem::Problem;

use crate::support::assert_close;
use crate::support::assert_rows;
use crate::support::built_in;
use crate::support::json;
use crate::support::stepped;

/// Relative error allowed to double precision beside 50 digits.
const CLOSE: f64 = 1e-12;

fn cost(problem: &Problem) -> f64 {
    scalar::forward(problem).expect("finite").cost(problem)
}

/// The series' two and three flowers, and Matt Mazur's example as recomputed with 15 digits.
const TABLES: [&str; 3] = ["iris-2", "iris-3", "mazur"];

/// Forward pass, both gradients, and one step.
#[test]
fn forward_pass_gradient_and_step() {
    for name in TABLES {
        let (problem, expected) = (built_in(name), &json(&format!("{name}.json"))["expected"]);
        let forward = scalar::forward(&problem).expect("finite");
        for (ours, theirs) in [
            (&forward.ins[0], "H_in"),
            (&forward.outs[0], "H_out"),
            (&forward.ins[1], "O_in"),
            (&forward.outs[1], "O_out"),
        ] {
            assert_rows(ours, &expected[theirs], CLOSE, theirs);
        }
        if let Some(divisor) = expected["N"].as_f64() {
            assert_close(problem.divisor(), divisor, 0.0, "N");
        }
        let rate = expected["learning_rate"].as_f64().expect("a rate");
        assert_close(forward.cost(&problem), expected["cost"].as_f64().expect("cost"), CLOSE, "cost");
        for gradient in
            [scalar::gradient(&problem).expect("finite"), matrix::gradient(&problem).expect("finite")]
        {
            assert_rows(&gradient.layers[0].weights, &expected["W1_update"], CLOSE, "W1_update");
            assert_rows(&gradient.layers[1].weights, &expected["W2_update"], CLOSE, "W2_update");
            let after = stepped(&problem, &gradient, rate);
            assert_rows(&after.layers()[0].weights, &expected["W1_after"], CLOSE, "W1_after");
            assert_rows(&after.layers()[1].weights, &expected["W2_after"], CLOSE, "W2_after");
            assert_close(
                cost(&after),
                expected["cost_after_one_step"].as_f64().expect("cost"),
                CLOSE,
                "after",
            );
        }
    }
}

/// `O_error`, `O_delta` and `H_delta` are prefixes of paths, or sums of them.
#[test]
fn errors_and_deltas() {
    for name in TABLES {
        let (problem, expected) = (built_in(name), &json(&format!("{name}.json"))["expected"]);
        let (_, matrices) = matrix::forward(&problem).expect("finite");
        let grid = |matrix: &nalgebra::DMatrix<f64>| {
            Grid::from_fn(matrix.nrows(), matrix.ncols(), |row, column| matrix[(row, column)])
        };
        let matrix::SlopeMatrices::Elementwise(output) = &matrices.layers[1].slopes else {
            panic!("sigmoid")
        };
        let matrix::SlopeMatrices::Elementwise(hidden) = &matrices.layers[0].slopes else {
            panic!("sigmoid")
        };
        let o_delta = matrices.error.component_mul(output);
        let h_error = &o_delta * matrices.layers[1].weights.transpose();
        assert_rows(&grid(&matrices.error), &expected["O_error"], CLOSE, "O_error");
        assert_rows(&grid(&o_delta), &expected["O_delta"], CLOSE, "O_delta");
        assert_rows(&grid(&h_error), &expected["H_error"], CLOSE, "H_error");
        assert_rows(&grid(&h_error.component_mul(hidden)), &expected["H_delta"], CLOSE, "H_delta");
    }
}

/// The path products to the six weights of W2, example by example.
#[test]
fn the_summands_of_the_six_weights() {
    let problem = built_in("iris-2");
    for (weight, products, value) in [
        ("w_211", [-0.0731747573477282, 0.139378302419617], 0.0110339241786482),
        ("w_212", [0.0746612352925061, -0.139430410887761], -0.0107948625992092),
        ("w_213", [0.118401188337392, 0.142402486603491], 0.0434672791568138),
        ("w_221", [-0.0707712684332043, 0.0974492123202372], 0.00444632398117215),
        ("w_222", [0.0722089217095931, -0.0974856450295449], -0.00421278721999198),
        ("w_223", [0.114512197735304, 0.0995636330120790], 0.0356793051245638),
    ] {
        let parameter = problem.shape().parameter(weight).expect(weight);
        let listing = scalar::listing(&problem, parameter, usize::MAX).expect("finite");
        assert_eq!(listing.terms.len(), 2);
        for (term, product) in listing.terms.iter().zip(products) {
            assert_close(term.product, product, CLOSE, weight);
        }
        assert_close(listing.value, value, CLOSE, weight);
    }
}

/// The cost after k steps of gradient descent with rate 0.1, each step by path sums.
#[test]
fn the_training_curve() {
    let curve = &json("iris-3.json")["expected"]["training_curve"];
    let curve = curve.as_object().expect("steps and costs");
    assert!(curve.contains_key("10000"));
    let mut problem = built_in("iris-3");
    for step in 0..=10_000 {
        if let Some(expected) = curve.get(&step.to_string()) {
            assert_close(cost(&problem), expected.as_f64().expect("a cost"), CLOSE, &format!("step {step}"));
        }
        problem = stepped(&problem, &scalar::gradient(&problem).expect("finite"), 0.1);
    }
}

/// Ways to go wrong that the series' table of costs after one step tells apart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Slip {
    None,
    UpdatedWeights,
    DividedByExamples,
    Doubled,
    NoOutputSlope,
    NoHiddenSlope,
    WrongSign,
}

/// The delta rule in plain loops for one hidden layer without biases, with one slip in it.
fn slipped(problem: &Problem, rate: f64, slip: Slip) -> Gradient {
    let right = scalar::gradient(problem).expect("finite");
    let forward = scalar::forward(problem).expect("finite");
    let scale = match slip {
        Slip::DividedByExamples => problem.labels().columns() as f64,
        Slip::Doubled => 2.0,
        Slip::WrongSign => -1.0,
        _ => 1.0,
    };
    let mut gradient = right.map(|_| 0.0);
    let w2 = &problem.layers()[1].weights;
    for e in 0..problem.inputs().rows() {
        let (h, o) = (forward.outs[0].row(e), forward.outs[1].row(e));
        let delta: Vec<f64> = (0..o.len())
            .map(|n| {
                (o[n] - problem.labels()[(e, n)])
                    * if slip == Slip::NoOutputSlope { 1.0 } else { o[n] * (1.0 - o[n]) }
            })
            .collect();
        for f in 0..h.len() {
            let sent_back: f64 = (0..o.len())
                .map(|n| {
                    let moved = if slip == Slip::UpdatedWeights {
                        rate * right.layers[1].weights[(f, n)]
                    } else {
                        0.0
                    };
                    delta[n] * (w2[(f, n)] - moved)
                })
                .sum();
            let slope = if slip == Slip::NoHiddenSlope { 1.0 } else { h[f] * (1.0 - h[f]) };
            for (n, delta) in delta.iter().enumerate() {
                gradient.layers[1].weights[(f, n)] += h[f] * delta;
            }
            for i in 0..problem.inputs().columns() {
                gradient.layers[0].weights[(i, f)] += problem.inputs()[(e, i)] * sent_back * slope;
            }
        }
    }
    gradient.map(|sum| scale * sum / problem.divisor())
}

/// Six wrong gradients lead to six other costs; the right one to the series' figure.
#[test]
fn the_table_of_mistakes() {
    let problem = built_in("iris-3");
    for (slip, after) in [
        (Slip::None, 0.137974921697085),
        (Slip::UpdatedWeights, 0.137975432828240),
        (Slip::DividedByExamples, 0.137302336335756),
        (Slip::Doubled, 0.137638561446010),
        (Slip::NoOutputSlope, 0.136892076627349),
        (Slip::NoHiddenSlope, 0.137263542712111),
        (Slip::WrongSign, 0.138647455004639),
    ] {
        let slipped = cost(&stepped(&problem, &slipped(&problem, 0.1, slip), 0.1));
        assert_close(slipped, after, CLOSE, &format!("{slip:?}"));
        let ours = cost(&stepped(&problem, &scalar::gradient(&problem).expect("finite"), 0.1));
        assert_eq!((ours - after).abs() < 1e-9, slip == Slip::None, "{slip:?}");
    }
}

/// Matt Mazur's error, outputs and output weights after one and more steps with rate 0.5.
#[test]
fn mazurs_training() {
    let mut problem = built_in("mazur");
    assert_close(cost(&problem), 0.298371108760003, CLOSE, "E");
    let costs = [
        (1, 0.291027773693599),
        (2, 0.28354713312242),
        (100, 0.0200468282494252),
        (1_000, 0.00111434945373374),
        (9_999, 0.0000351085481225128),
        (10_000, 0.0000351018778297885),
    ];
    for step in 1..=10_000 {
        problem = stepped(&problem, &scalar::gradient(&problem).expect("finite"), 0.5);
        if let Some(&(_, expected)) = costs.iter().find(|&&(at, _)| at == step) {
            assert_close(cost(&problem), expected, CLOSE, &format!("step {step}"));
        }
        let outputs = match step {
            1 => [0.742088111190782, 0.775284968294460],
            10_000 => [0.0159136204435506, 0.984064273514624],
            _ => continue,
        };
        let forward = scalar::forward(&problem).expect("finite");
        for (node, expected) in outputs.into_iter().enumerate() {
            assert_close(forward.outputs()[(0, node)], expected, CLOSE, &format!("output at step {step}"));
        }
    }
}

/// The gradient sent back through updated weights leads to the error that Mazur's page prints, 0.291027924.
#[test]
fn mazurs_printed_error_belongs_to_updated_weights() {
    let problem = built_in("mazur-updated");
    let given = problem.gradients().expect("it carries a gradient");
    let mut gradient = scalar::gradient(&problem).expect("finite");
    for (ours, given) in gradient.layers.iter_mut().zip(given) {
        ours.weights = given.weights.clone().expect("weights");
    }
    assert_close(cost(&stepped(&problem, &gradient, 0.5)), 0.291027923905442, CLOSE, "after one step");
}
