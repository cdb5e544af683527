use super::*;
use crate::activation;
use crate::cost;

fn shape(widths: &[usize], names: &[&str], cost: &str, biases: bool) -> Shape {
    Shape {
        widths: widths.to_vec(),
        activations: names.iter().map(|name| activation::named(name).expect("in the table")).collect(),
        biases: vec![biases; names.len()],
        examples: 3,
        cost: cost::named(cost).expect("in the table"),
    }
}

fn derived(shape: &Shape, name: &str) -> WeightDerivation {
    let weight = shape.parameter(name).expect(name);
    WeightDerivation::new(shape, weight, 2).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn formula(shape: &Shape, name: &str) -> String {
    derived(shape, name).formula().right.unicode()
}

#[test]
fn the_posts_weight_has_the_posts_formula() {
    let post = shape(&[4, 2, 3], &["sigmoid", "sigmoid"], "half-mse", false);
    assert_eq!(
        formula(&post, "w_211"),
        "1/N·Σ_e (o_out_1^(e) − y_1^(e))·o_out_1^(e)·(1 − o_out_1^(e))·h_out_1^(e)"
    );
    assert_eq!(
        formula(&post, "w_111"),
        "1/N·Σ_e (Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))·o_out_n^(e)·(1 − o_out_n^(e))·w_21n)\
         ·h_out_1^(e)·(1 − h_out_1^(e))·x_1^(e)"
    );
}

#[test]
fn activations_and_costs_have_the_factors_of_their_tables() {
    for (names, cost, weight, is) in [
        (
            ["tanh", "identity"],
            "mse",
            "w_112",
            "1/N·Σ_e (Σ_(n=1)^(K) 2·(o_out_n^(e) − y_n^(e))·w_22n)·(1 − h_out_2^(e))·(1 + h_out_2^(e))·x_1^(e)",
        ),
        (
            ["relu", "tanh"],
            "sse",
            "w_211",
            "Σ_e 2·(o_out_1^(e) − y_1^(e))·(1 − o_out_1^(e))·(1 + o_out_1^(e))·h_out_1^(e)",
        ),
        (
            ["identity", "sigmoid"],
            "half-sse",
            "b_13",
            "Σ_e Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))·o_out_n^(e)·(1 − o_out_n^(e))·w_23n",
        ),
        (
            ["relu", "softmax"],
            "half-mse-examples",
            "w_211",
            "1/N·Σ_e (Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))·o_out_n^(e)·(delta_n1 − o_out_1^(e)))·h_out_1^(e)",
        ),
    ] {
        assert_eq!(formula(&shape(&[2, 3, 3], &names, cost, true), weight), is);
    }
}

#[test]
fn what_cost_and_activation_share_cancels() {
    for (names, cost, paths, is) in [
        (
            ["leaky-relu", "sigmoid"],
            "cross-entropy",
            "1/N·Σ_e (o_out_1^(e) − y_1^(e))/(o_out_1^(e)·(1 − o_out_1^(e)))·o_out_1^(e)·(1 − o_out_1^(e))·h_out_1^(e)",
            "1/N·Σ_e (o_out_1^(e) − y_1^(e))·h_out_1^(e)",
        ),
        (
            ["sigmoid", "softmax"],
            "categorical-cross-entropy",
            "1/N·Σ_e (Σ_(n=1)^(K) (−(y_n^(e)/o_out_n^(e))·o_out_n^(e)·(delta_n1 − o_out_1^(e))))·h_out_1^(e)",
            "1/N·Σ_e (Σ_(n=1)^(K) (−y_n^(e)·(delta_n1 − o_out_1^(e))))·h_out_1^(e)",
        ),
    ] {
        let derivation = derived(&shape(&[2, 3, 3], &names, cost, false), "w_211");
        assert_eq!(derivation.paths_formula().right.unicode(), paths);
        assert_eq!(derivation.formula().right.unicode(), is);
    }
    let plain = derived(&shape(&[2, 3, 3], &["tanh", "tanh"], "mse", false), "w_211");
    assert_eq!(plain.paths_formula(), plain.formula());
}

#[test]
fn tanh_is_explained_as_sigma_is() {
    let goals = |names| -> Vec<Goal> {
        let derivation = derived(&shape(&[2, 3, 3], names, "mse", false), "w_111");
        derivation.parts().iter().map(|part| part.goal.clone()).collect()
    };
    let both = goals(&["tanh", "sigmoid"]);
    assert!(both.contains(&Goal::Tanh) && both.contains(&Goal::Sigmoid), "{both:?}");
    let neither = goals(&["relu", "identity"]);
    assert!(!neither.contains(&Goal::Tanh) && !neither.contains(&Goal::Sigmoid), "{neither:?}");
}
