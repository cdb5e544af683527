//! How long it takes to derive one weight: `cargo bench --bench derive`.

use std::time::Instant;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::derive::weight::WeightDerivation;
use gradwalk::graph::Shape;
use gradwalk::problem::Problem;

/// A network of this many layers, five nodes in each hidden one.
fn deep(layers: usize) -> Shape {
    let mut widths = vec![5; layers + 1];
    (widths[0], widths[layers]) = (4, 3);
    Shape {
        widths,
        activations: vec![activation::named("sigmoid").expect("in the table"); layers],
        biases: vec![true; layers],
        examples: 2,
        cost: cost::default(),
    }
}

fn main() {
    let iris = Problem::built_in("iris-3").expect("built in").shape();
    for (what, shape, weight) in [
        ("iris-3, w_211", &iris, "w_211"),
        ("iris-3, w_111", &iris, "w_111"),
        ("ten layers of five, w_111", &deep(10), "w_111"),
        ("ten layers of five, w_10,1,1", &deep(10), "w_10,1,1"),
        ("twenty layers of five, w_111", &deep(20), "w_111"),
    ] {
        let weight = shape.parameter(weight).expect("a weight");
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let start = Instant::now();
                WeightDerivation::new(shape, weight, 2).expect("derived");
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{what}: {:.1} ms (median of nine)", times[times.len() / 2]);
    }
}
