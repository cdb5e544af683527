//! Every weight of every network can be derived: all activation functions with all costs, wide, with many outputs, deep.

use super::WeightDerivation;
use crate::activation;
use crate::activation::ACTIVATIONS;
use crate::activation::Activation;
use crate::activation::Reach;
use crate::cost;
use crate::cost::COSTS;
use crate::graph::Shape;

fn derived(shape: &Shape, names: &[&str]) {
    for name in names {
        let weight = shape.parameter(name).expect(name);
        if let Err(error) = WeightDerivation::new(shape, weight, 2.min(shape.examples)) {
            let activations: Vec<&str> = shape.activations.iter().map(|used| used.name).collect();
            panic!("{name} of {:?} {activations:?} {}: {error}", shape.widths, shape.cost.name);
        }
    }
}

#[test]
fn of_every_activation_and_cost() {
    let hidden: Vec<&Activation> =
        ACTIVATIONS.iter().filter(|activation| matches!(activation.reach, Reach::OwnNode { .. })).collect();
    let mut place = 0;
    for cost in COSTS {
        for last in ACTIVATIONS {
            // Each meets another width, number of outputs and hidden layer.
            place += 1;
            let shape = Shape {
                widths: vec![3, [3, 8, 12][place % 3], [3, 10, 12][place / 3 % 3]],
                activations: vec![hidden[place % hidden.len()], last],
                biases: vec![place.is_multiple_of(2), true],
                // Of one example no Σ is left.
                examples: 1 + place / 2 % 2,
                cost,
            };
            derived(&shape, &["w_112", "w_223", "b_22"]);
        }
    }
}

#[test]
fn of_every_hidden_layer_before_a_softmax() {
    for hidden in ACTIVATIONS.iter().filter(|activation| matches!(activation.reach, Reach::OwnNode { .. })) {
        let shape = Shape {
            widths: vec![4, 12, 10],
            activations: vec![hidden, activation::named("softmax").expect("in the table")],
            biases: vec![false, false],
            examples: 2,
            cost: cost::named("categorical-cross-entropy").expect("in the table"),
        };
        derived(&shape, &["w_111", "w_2,12,10"]);
    }
}

#[test]
fn of_every_layer_of_a_deep_network() {
    for (depth, activation) in [(10, "sigmoid"), (12, "tanh"), (20, "relu")] {
        let activation = activation::named(activation).expect("in the table");
        let shape = Shape {
            widths: vec![3; depth + 1],
            activations: vec![activation; depth],
            biases: vec![depth < 20; depth],
            examples: 2,
            cost: cost::default(),
        };
        let layer = |layer: usize| format!("w_{layer},1,2");
        let (middle, before, last) = (layer(depth / 2), layer(depth - 1), layer(depth));
        derived(&shape, &["w_112", &middle, &before, &last]);
    }
}

/// A network of so many layers, with so many nodes in each.
fn uniform(layers: usize, width: usize) -> Shape {
    Shape {
        widths: vec![width; layers + 1],
        activations: vec![activation::named("sigmoid").expect("in the table"); layers],
        biases: vec![true; layers],
        examples: 2,
        cost: cost::default(),
    }
}

/// What lies far below the weight is not looked at, and layers of one node need no letter.
#[test]
fn of_networks_of_any_depth() {
    derived(&uniform(1000, 2), &["w_1000,1,2", "b_999,1", "w_990,2,1"]);
    let chains = || {
        derived(&uniform(60, 1), &["w_111", "b_30,1"]);
        let mut shape = uniform(50, 2);
        shape.widths[15..45].fill(1);
        derived(&shape, &["w_112"]);
    };
    // Optimised, a megabyte does; without that, a test has too little.
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(chains).expect("a thread");
    thread.join().expect("derived");
}

#[test]
fn what_lies_too_deep_is_refused_at_once() {
    let refusal = |shape: &Shape| {
        let weight = shape.parameter("w_111").expect("a weight");
        WeightDerivation::new(shape, weight, 2).expect_err("too deep").to_string()
    };
    let many = refusal(&uniform(41, 2));
    assert!(many.starts_with("40 layers above this weight have many nodes"), "{many}");
    let deep = refusal(&uniform(3000, 1));
    assert!(deep.starts_with("there are 2999 layers above this weight"), "{deep}");
    assert!([many, deep].iter().all(|says| says.ends_with("derive a weight nearer to the cost")));
}
