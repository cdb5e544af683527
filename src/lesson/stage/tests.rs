//! Work that goes on, is done again, and is given up.

use super::*;
use crate::derive::rule;
use crate::expr::Focus;

fn stage() -> Stage {
    Stage::new(Problem::built_in("iris-2").expect("built in"), Exchange::default(), "").expect("small enough")
}

fn expr(text: &str) -> Expr {
    text.parse().expect(text)
}

fn made(name: &str, aim: Aim, with: &[&str], gives: &str) -> Move {
    let with = with.iter().map(|text| expr(text)).collect();
    Move { rule: rule(name).expect(name), aim, with, gives: (!gives.is_empty()).then(|| expr(gives)) }
}

fn says(trouble: Trouble) -> String {
    match trouble {
        Trouble::Fault { says, .. } => says,
        Trouble::Earlier => "earlier".into(),
    }
}

/// `∂o_in_n^(1)/∂w_2fn`, worked out.
fn dot_product(stage: &mut Stage) -> Expr {
    let left = expr("d(o_in_1^(1))/d(w_211)");
    stage.begin(&left).expect("a formula");
    let definition = made("definition", Aim::Part(expr("o_in_1^(1)"), 1), &[], "");
    stage.step(None, definition).expect("it is defined");
    let line = stage
        .step(None, made("opposite-element", Aim::Place(Focus::whole()), &[], "h_out_1^(1)"))
        .expect("a step");
    assert_eq!(line.equation.to_string(), "d(o_in_1^(1))/d(w_211) = h_out_1^(1)");
    left
}

#[test]
fn other_weights_follow_and_are_generalised() {
    let mut stage = stage();
    let left = dot_product(&mut stage);
    let general = || Equation { left: expr("d(o_in_n^(1))/d(w_2fn)"), right: expr("h_out_f^(1)") };
    let missing = says(stage.generalise(general()).expect_err("five are missing"));
    assert!(missing.contains("has not been derived"), "{missing}");
    for name in ["w_221", "w_212", "w_222", "w_213", "w_223"] {
        let weight = stage.parameter(name).expect(name);
        stage.again(&left, weight).expect(name);
    }
    let wrong = Equation { right: expr("h_out_n^(1)"), ..general() };
    assert!(says(stage.generalise(wrong).expect_err("wrong")).contains("not the same"));
    let line = stage.generalise(general()).expect("all six are there");
    assert!(matches!(line.made, Made::Generalisation(6, _)));
}

#[test]
fn what_is_wrong_is_said_once() {
    let mut stage = stage();
    let nothing =
        says(stage.step(None, made("cancel", Aim::Place(Focus::whole()), &[], "")).expect_err("nothing yet"));
    assert!(nothing.contains("nothing is being worked on"), "{nothing}");
    let left = dot_product(&mut stage);
    let elsewhere = made("cancel", Aim::Part(expr("w_221"), 1), &[], "");
    assert!(says(stage.step(Some(&left), elsewhere).expect_err("not there")).contains("does not stand in"));
    stage.give_up(Some(&left));
    let after = stage.step(Some(&left), made("cancel", Aim::Place(Focus::whole()), &[], ""));
    assert!(matches!(after, Err(Trouble::Earlier)));
    stage.begin(&left).expect("begun anew");
    let other = made("definition", Aim::Part(expr("o_in_1^(1)"), 1), &[], "d(w_211)/d(w_211)");
    assert!(says(stage.step(None, other).expect_err("another")).contains("comes out, not"));
    let unknown =
        stage.step(Some(&expr("d(MSE)/d(w_111)")), made("cancel", Aim::Place(Focus::whole()), &[], ""));
    assert!(says(unknown.expect_err("unknown")).contains("has not been worked on"));
}

#[test]
fn a_redefinition_begins_anew() {
    let problem = Problem::built_in("iris-2").expect("built in");
    let mse = crate::cost::named("mse").expect("in the table");
    let old = problem.clone().with_cost(mse).expect("any labels will do");
    let mut stage = Stage::new(old, Exchange::default(), "").expect("small enough");
    let value = |stage: &Stage| stage.scene().value(&expr("MSE")).expect("a number");
    let before = value(&stage);
    stage.define("f".parse().expect("a name"), expr("o_out_1^(1) - y_1^(1)")).expect("new");
    let again = says(stage.define("f".parse().expect("a name"), expr("y_1^(1)")).expect_err("twice"));
    assert!(again.contains("defined already"), "{again}");
    stage.begin(&expr("d(f)/d(o_out_1^(1))")).expect("a formula");
    stage.step(None, made("definition", Aim::Part(expr("f"), 1), &[], "")).expect("it is defined");
    let kept = expr("d(f)/d(o_out_1^(1))");
    stage.redefine(problem, vec![], std::slice::from_ref(&kept)).expect("it can be done again");
    assert!((value(&stage) - before / 2.0).abs() < 1e-15);
    assert_eq!(
        stage.reached(Some(&kept)).expect("kept").0.right.unicode(),
        "∂(o_out_1^(1) − y_1^(1))/∂o_out_1^(1)"
    );
}
