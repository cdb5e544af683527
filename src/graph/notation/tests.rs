use super::*;
use crate::activation;
use crate::graph::Names;
use crate::graph::Quantity;

fn shape(widths: &[usize], cost: &str) -> Shape {
    Shape {
        widths: widths.to_vec(),
        activations: vec![activation::named("sigmoid").expect("in the table"); widths.len() - 1],
        biases: vec![true; widths.len() - 1],
        examples: 3,
        cost: cost::named(cost).expect("in the table"),
    }
}

/// Every quantity of a network.
fn everything(shape: &Shape) -> Vec<Quantity> {
    let mut all: Vec<Quantity> = shape.parameters().chain([Quantity::Cost]).collect();
    for example in 0..shape.examples {
        for (layer, &width) in shape.widths[1..].iter().enumerate() {
            all.extend((0..width).map(|node| Quantity::In { layer, node, example }));
            all.extend((0..width).map(|node| Quantity::Out { layer, node, example }));
        }
        all.extend((0..shape.widths[0]).map(|node| Quantity::Input { node, example }));
        all.extend((0..shape.outputs()).map(|node| Quantity::Label { node, example }));
    }
    all
}

fn written(notation: &str, shape: &Shape, symbol: &str) -> String {
    let symbol = symbol.parse().expect("a name");
    Names::new(named(notation).expect("in the table"), shape).written(&symbol).to_string()
}

#[test]
fn each_course_has_its_letters_and_its_order() {
    let shape = shape(&[4, 2, 3], "half-mse");
    for (series, nielsen, ng) in [
        ("w_211", "w_11^3", "W_11^[2]"),
        ("w_123", "w_32^2", "W_32^[1]"),
        ("w_2fn", "w_nf^3", "W_nf^[2]"),
        ("w_lfn", "w_nf^l", "W_nf^[l]"),
        ("w_2,10,3", "w_3,10^3", "W_3,10^[2]"),
        ("b_13", "b_3^2", "b_3^[1]"),
        ("x_4^(2)", "a_4^(2,1)", "x_4^(2)"),
        ("y_n^(e)", "y_n(e)", "y_n^(e)"),
        ("h_in_f^(e)", "z_f^(e,2)", "z_f^[1](e)"),
        ("h_out_f^(e)", "a_f^(e,2)", "a_f^[1](e)"),
        ("o_in_1^(12)", "z_1^(12,3)", "z_1^[2](12)"),
        ("o_out_n", "a_n^3", "a_n^[2]"),
        ("MSE", "C", "J"),
        ("E", "E", "E"),
        ("f", "f", "f"),
        ("a_2", "a_2", "a_2"),
    ] {
        assert_eq!(written("series", &shape, series), series);
        assert_eq!(written("nielsen", &shape, series), nielsen);
        assert_eq!(written("ng", &shape, series), ng);
    }
}

#[test]
fn every_hidden_layer_has_its_number() {
    let shape = shape(&[4, 2, 3, 5], "cross-entropy");
    assert_eq!(written("ng", &shape, "h2_out_1^(e)"), "a_1^[2](e)");
    assert_eq!(written("nielsen", &shape, "h1_in_1^(e)"), "z_1^(e,2)");
    assert_eq!(written("nielsen", &shape, "o_out_1^(e)"), "a_1^(e,4)");
    assert_eq!(written("nielsen", &shape, "CE"), "C");
    assert_eq!(written("nielsen", &shape, "MSE"), "MSE", "not the cost of this network");
}

#[test]
fn no_notation_gives_two_quantities_one_name() {
    for (widths, cost) in [(&[12, 2, 3][..], "half-mse"), (&[2, 3, 2, 3], "sse"), (&[3, 2], "mse")] {
        let shape = shape(widths, cost);
        for notation in NOTATIONS {
            let names = Names::new(notation, &shape);
            let mut seen = std::collections::BTreeSet::new();
            for quantity in everything(&shape) {
                let symbol = shape.symbol(quantity);
                let name = names.written(&symbol).to_string();
                assert!(seen.insert(name.clone()), "{}: {name} twice", notation.name);
                if notation.name == "series" {
                    assert_eq!(name, symbol.to_string());
                    assert_eq!(names.written(&symbol), Names::SERIES.written(&symbol));
                }
            }
        }
    }
}

#[test]
fn another_cost_is_said_with_its_factor() {
    let nielsen = named("nielsen").expect("in the table");
    let note = |cost: &str| nielsen.note(&shape(&[4, 2, 3], cost));
    assert_eq!(
        note("half-mse").as_deref(),
        Some(
            "The values are those of this problem's cost, half-mse; Nielsen's quadratic cost is half-mse-examples, \
             so Nielsen's C and its derivatives are 3 times the values printed here."
        )
    );
    for (cost, factor) in [
        ("mse", "are 1.5 times the"),
        ("mse-examples", "are 1/2 of the"),
        ("half-sse", "are 1/3 of the"),
        ("sse", "1/6 of"),
    ] {
        assert!(note(cost).is_some_and(|note| note.contains(factor)), "{:?}", note(cost));
    }
    assert_eq!(note("half-mse-examples"), None);
    assert_eq!(note("cross-entropy"), None);
    assert_eq!(nielsen.note(&shape(&[4, 2, 1], "half-mse")), None, "one output: the same number");
    for cost in cost::COSTS {
        assert_eq!(NOTATIONS[0].note(&shape(&[4, 2, 3], cost.name)), None);
    }
}

#[test]
fn the_costs_of_a_course_are_in_the_table_of_costs() {
    for notation in NOTATIONS {
        assert_eq!(named(notation.name).map(|found| found.whose), Some(notation.whose));
        assert!(notation.costs.iter().all(|name| cost::named(name).is_some()), "{}", notation.name);
    }
    assert_eq!(NOTATIONS[0].name, "series", "the default comes first");
}
