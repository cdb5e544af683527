//! Every factor of the post's formulas, and what must stay black.

use super::*;
use crate::activation;
use crate::cost;
use crate::derive::network_givens;
use crate::page::Look;
use crate::page::Strand;

fn shape(widths: &[usize], activations: &[&str], cost: &str) -> Shape {
    Shape {
        widths: widths.to_vec(),
        activations: activations.iter().map(|name| activation::named(name).expect("in the table")).collect(),
        biases: vec![false; activations.len()],
        examples: 3,
        cost: cost::named(cost).expect("in the table"),
    }
}

/// The marked pieces of a formula, as "sign id: piece", in reading order.
fn pieces(shape: &Shape, equation: &str) -> Vec<String> {
    let (left, right) = equation.split_once(" = ").expect("an equation");
    let equation = Equation { left: left.parse().expect(left), right: right.parse().expect(right) };
    let mut dresses = marked(&equation, shape, &network_givens(shape).expect("no name twice"));
    let start = |dress: &Dress| {
        let run = dress.run.as_ref().map(|run| run.start);
        dress.part.0.iter().copied().chain(run).collect::<Vec<usize>>()
    };
    dresses.sort_by_key(start);
    dresses.iter().map(|dress| piece(&equation.right, dress)).collect()
}

fn piece(formula: &Expr, dress: &Dress) -> String {
    let part = formula.at(&dress.part).expect("a place");
    let text = match &dress.run {
        None => part.unicode(),
        Some(run) => Expr::Mul(part.factors()[run.clone()].to_vec()).unicode(),
    };
    let Look::Mark(Mark { strand, id, .. }) = dress.look else { panic!("a role") };
    let sign = match strand {
        Strand::Cost => "cost",
        Strand::Activation => "activation",
        Strand::DotProduct => "dot",
    };
    format!("{sign} {id}: {text}")
}

fn post() -> Shape {
    shape(&[4, 2, 3], &["sigmoid", "sigmoid"], "half-mse")
}

#[test]
fn with_numbers_for_the_examples() {
    let one = |e: u8, cost: &str| {
        [
            format!("cost 0: {cost}"),
            format!("activation 1: o_out_1^({e})·(1 − o_out_1^({e}))"),
            format!("dot 2: h_out_1^({e})"),
        ]
    };
    let written =
        |e: u8| format!("1/N*(o_out_1^({e}) - y_1^({e}))*o_out_1^({e})*(1 - o_out_1^({e}))*h_out_1^({e})");
    let with_n = |e: u8| one(e, &format!("1/N·(o_out_1^({e}) − y_1^({e}))"));
    let without_n = |e: u8| one(e, &format!("o_out_1^({e}) − y_1^({e})"));
    // Slides 36, 40 and 41.
    assert_eq!(pieces(&post(), &format!("d(MSE)/d(w_211) = {} + a_2*b*c_2", written(1))), with_n(1));
    let both = format!("d(MSE)/d(w_211) = {} + {}", written(1), written(2));
    assert_eq!(pieces(&post(), &both), [with_n(1), with_n(2)].concat());
    let bracket = format!("d(MSE)/d(w_211) = 1/N*({} + {})", &written(1)[4..], &written(2)[4..]);
    assert_eq!(pieces(&post(), &bracket), [without_n(1), without_n(2)].concat());
}

#[test]
fn with_letters() {
    let of = |n: &str, f: &str| {
        let formula = format!(
            "d(MSE)/d(w_2{f}{n}) = 1/N*sum(e, 1, E, (o_out_{n}^(e) - y_{n}^(e))*o_out_{n}^(e)*(1 - o_out_{n}^(e))*h_out_{f}^(e))"
        );
        let found = [
            format!("cost 0: o_out_{n}^(e) − y_{n}^(e)"),
            format!("activation 1: o_out_{n}^(e)·(1 − o_out_{n}^(e))"),
            format!("dot 2: h_out_{f}^(e)"),
        ];
        (formula, found)
    };
    // Slides 42, 48, 50 and 55.
    for (n, f) in [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"), ("3", "1"), ("3", "2"), ("n", "f")] {
        let (formula, found) = of(n, f);
        assert_eq!(pieces(&post(), &formula), found);
    }
}

#[test]
fn derivatives_that_are_still_to_be_worked_out_are_edges_too() {
    let path = "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))*d(o_in_1^(1))/d(w_221)";
    assert_eq!(
        pieces(&post(), &format!("d(MSE)/d(w_221) = {path}")),
        ["cost 0: ∂MSE/∂o_out_1^(1)", "activation 1: ∂o_out_1^(1)/∂o_in_1^(1)", "dot 2: ∂o_in_1^(1)/∂w_221"]
    );
    assert_eq!(pieces(&post(), "d(o_in_1^(1))/d(w_221) = h_out_2^(1)"), ["dot 2: h_out_2^(1)"]);
    assert_eq!(pieces(&post(), "d(o_in_1^(1))/d(h_out_1^(1)) = w_211"), ["dot 2: w_211"]);
    assert!(pieces(&post(), "d(MSE)/d(w_221) = d(MSE)/d(w_221)").is_empty());
}

/// The marks themselves, in reading order: sort, example, node above, node below.
#[test]
fn what_is_no_letter_is_known() {
    let marks = |equation: &str| -> Vec<String> {
        let (left, right) = equation.split_once(" = ").expect("an equation");
        let equation = Equation { left: left.parse().expect(left), right: right.parse().expect(right) };
        let dresses = marked(&equation, &post(), &network_givens(&post()).expect("no name twice"));
        let mark = |dress: &Dress| match dress.look {
            Look::Mark(mark) => mark.to_string(),
            look => format!("{look:?}"),
        };
        let mut marks: Vec<String> = dresses.iter().map(mark).collect();
        marks.sort();
        marks
    };
    let path = "d(MSE)/d(o_out_1^(2))*d(o_out_1^(2))/d(o_in_1^(2))*d(o_in_1^(2))/d(w_221)";
    assert_eq!(marks(&format!("d(MSE)/d(w_221) = {path}")), ["0.2..1", "1.2.1.1", "2.2.1.2"]);
    let product = "(o_out_3^(1) - y_3^(1))*o_out_3^(1)*(1 - o_out_3^(1))*h_out_2^(1)";
    assert_eq!(marks(&format!("d(MSE)/d(w_223) = 1/N*{product}")), ["0.1..3", "1.1.3.3", "2.1.3.2"]);
    let every = product.replace("^(1)", "^(e)");
    assert_eq!(marks(&format!("d(MSE)/d(w_223) = 1/N*sum(e, 1, E, {every})")), ["0...3", "1..3.3", "2..3.2"]);
    // A weight is the same in every example.
    assert_eq!(marks("d(o_in_3^(1))/d(h_out_2^(1)) = w_223"), ["2..3.2"]);
    let of_all = "sum(n, 1, K, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*w_2fn)";
    assert_eq!(marks(&format!("d(MSE)/d(h_out_f^(e)) = 1/N*{of_all}")), ["0", "1", "2"]);
}

#[test]
fn sums_within_sums() {
    let hidden = "(sum(n, 1, K, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*w_2fn))*h_out_f^(e)*(1 - h_out_f^(e))*x_i^(e)";
    assert_eq!(
        pieces(&post(), &format!("d(MSE)/d(w_1if) = 1/N*sum(e, 1, E, {hidden})")),
        [
            "cost 0: o_out_n^(e) − y_n^(e)",
            "activation 1: o_out_n^(e)·(1 − o_out_n^(e))",
            "dot 2: w_2fn",
            "activation 3: h_out_f^(e)·(1 − h_out_f^(e))",
            "dot 4: x_i^(e)",
        ]
    );
}

#[test]
fn every_activation_and_cost() {
    let softmax = shape(&[4, 2, 3], &["relu", "softmax"], "categorical-cross-entropy");
    let k = "sum(k, 1, K, -y_k^(e)/o_out_k^(e)*o_out_k^(e)*(delta_kn - o_out_n^(e))*w_21n)";
    assert_eq!(
        pieces(
            &softmax,
            &format!("d(CCE)/d(w_111) = 1/N*sum(e, 1, E, sum(n, 1, K, {k})*step(h_in_1^(e))*x_1^(e))")
        ),
        [
            "cost 0: −y_k^(e)/o_out_k^(e)",
            "activation 1: o_out_k^(e)·(delta_kn − o_out_n^(e))",
            "dot 2: w_21n",
            "activation 3: step(h_in_1^(e))",
            "dot 4: x_1^(e)",
        ]
    );
    let tanh = shape(&[4, 2, 3], &["tanh", "tanh"], "mse");
    assert_eq!(
        pieces(
            &tanh,
            "d(MSE)/d(w_211) = sum(e, 1, E, 2/N*(o_out_1^(e) - y_1^(e))*(1 - o_out_1^(e))*(1 + o_out_1^(e))*h_out_1^(e))"
        ),
        [
            "cost 0: 2/N·(o_out_1^(e) − y_1^(e))",
            "activation 1: (1 − o_out_1^(e))·(1 + o_out_1^(e))",
            "dot 2: h_out_1^(e)",
        ]
    );
    let plain = shape(&[2, 1, 1], &["leaky-relu", "sigmoid"], "cross-entropy");
    assert_eq!(
        pieces(
            &plain,
            "d(CE)/d(o_in_1^(e)) = 1/N*((o_out_1^(e) - y_1^(e))/(o_out_1^(e)*(1 - o_out_1^(e))))*(1 - o_out_1^(e))*o_out_1^(e)"
        ),
        [
            "cost 0: 1/N·((o_out_1^(e) − y_1^(e))/(o_out_1^(e)·(1 − o_out_1^(e))))",
            "activation 1: (1 − o_out_1^(e))·o_out_1^(e)",
        ]
    );
}

#[test]
fn what_is_wrong_or_stands_elsewhere_stays_black() {
    for formula in [
        "d(MSE)/d(w_211) = o_out_1^(e)*(1 + o_out_1^(e))",
        "d(MSE)/d(w_211) = (o_out_1^(e) - y_2^(e))*h_out_2^(e)",
        "d(MSE)/d(w_211) = 2*o_out_1^(e) - y_1^(e)",
        "d(MSE)/d(w_211) = 1 + h_out_1^(e)",
        "d(MSE)/d(w_211) = o_out_1^(1)*(1 - o_out_1^(2))",
        "o_in_1^(1) = h_out_1^(1)*w_211 + h_out_2^(1)*w_221",
        "d(sigma(x))/d(x) = sigma(x)*(1 - sigma(x))",
        "d(MSE)/d(w_lfn) = w_lfn",
        "d(MSE)/d(w_211) = w_999*x_7^(9)",
    ] {
        assert_eq!(pieces(&post(), formula), Vec::<String>::new(), "{formula}");
    }
}

#[test]
fn a_deep_formula_is_marked_at_once() {
    let deep = shape(&[8; 11], &["sigmoid"; 10], "half-mse");
    // Layer 10 is o, layer 9 has the letter m, and so on down to w_111.
    let letters = ['n', 'm', 'k', 'i', 'p', 'q', 'r', 's', 't'];
    let mut formula = "(o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))".to_owned();
    for (passed, letter) in letters.into_iter().enumerate() {
        let layer = 9 - passed;
        let below = letters.get(passed + 1).map_or("1".to_owned(), char::to_string);
        let out = format!("h{layer}_out_{below}^(e)");
        formula =
            format!("sum({letter}, 1, 8, {formula}*w_{},{below},{letter})*{out}*(1 - {out})", layer + 1);
    }
    let equation = Equation {
        left: "d(MSE)/d(w_111)".parse().expect("a derivative"),
        right: format!("1/N*sum(e, 1, E, {formula}*x_1^(e))").parse().expect("a formula"),
    };
    let givens = network_givens(&deep).expect("no name twice");
    let found = marked(&equation, &deep, &givens);
    // A cost, ten activations, nine weights and an input.
    assert_eq!(found.len(), 21);
}
