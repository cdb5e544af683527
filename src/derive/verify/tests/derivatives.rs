//! How far definitions unfold under a derivative, and what nobody has said of one.

use super::asked;
use super::givens;
use crate::derive::givens::Givens;
use crate::derive::verify::Evidence;
use crate::derive::verify::Verdict;

/// With f = o − y the cost moves with o, and nobody has said how it moves with f.
#[test]
fn a_derivative_by_a_name_that_was_passed_over_is_no_yes() {
    let made = |definitions: &[(&str, &str)]| {
        let mut given = Givens::of_numbers();
        for (name, is) in [("o_n", "sigma(a_n)"), ("a_n", "h*u_n"), ("C", "(o_1 - y_1)^2 + (o_2 - y_2)^2")] {
            given.define(name.parse().expect(name), is.parse().expect(is)).expect("new");
        }
        given.settle();
        for (name, is) in definitions {
            given.define(name.parse().expect(name), is.parse().expect(is)).expect("new");
        }
        given
    };
    for (definitions, claim) in [
        (&[("f", "o_1 - y_1")][..], "d(C)/d(f) = 0"),
        (&[("f", "o_1 - y_1")], "d(C)/d(f) = 2*f"),
        (&[("z", "u_1")], "d(C)/d(z) = 0"),
        (&[("f_n", "o_n - y_n")], "d(C)/d(f_1) = 0"),
        (&[("g", "u_1"), ("z", "2*g")], "d(C)/d(z) = 0"),
        (&[("s", "sigma(x)"), ("g", "sigma(x)^2")], "d(g)/d(s) = 0"),
    ] {
        let verdict = asked(claim, &made(definitions));
        let Verdict::Unknown(why) = verdict else { panic!("{claim}: {verdict:?}") };
        assert!(why.contains("is not written by way of"), "{claim}: {why}");
    }
    // Nodes of a network beside one another, and a name that is passed through.
    for (definitions, claim) in [
        (&[][..], "d(a_2)/d(a_1) = 0"),
        (&[("f", "o_1 - y_1"), ("g", "f^2")], "d(g)/d(f) = 2*f"),
        (&[("f", "o_1 - y_1")], "d(f)/d(o_1) = 1"),
        (&[("f", "o_1 - y_1")], "d(y_2)/d(f) = 0"),
        (&[("g_n", "h*v_n")], "d(exp(g_1))/d(g_2) = 0"),
    ] {
        let verdict = asked(claim, &made(definitions));
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
}

#[test]
fn definitions_unfold_down_to_the_variable_and_no_further() {
    let given = givens(&[
        ("MSE", "1/(2*N)*((o_out_1^(1) - y_1^(1))^2 + (o_out_1^(2) - y_1^(2))^2)"),
        ("o_out_n^(e)", "sigma(o_in_n^(e))"),
        ("o_in_n^(e)", "h_out_1^(e)*w_21n + h_out_2^(e)*w_22n"),
    ]);
    let mut givens = Givens::of_numbers();
    for (name, is) in given.definitions() {
        givens.define(name.clone(), is.clone()).expect("a definition");
    }
    for claim in [
        "d(MSE)/d(o_out_1^(1)) = 1/N*(o_out_1^(1) - y_1^(1))",
        "d(o_out_1^(1))/d(o_in_1^(1)) = o_out_1^(1)*(1 - o_out_1^(1))",
        "d(o_in_1^(1))/d(w_211) = h_out_1^(1)",
        "d(MSE)/d(w_211) = d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(w_211) + d(MSE)/d(o_out_1^(2))*d(o_out_1^(2))/d(w_211)",
        "d(MSE)/d(w_212) = 0",
    ] {
        let verdict = asked(claim, &givens);
        assert!(
            matches!(verdict, Verdict::Holds(Evidence { exact: 3.., measured: 2.., nudged: true })),
            "{claim}: {verdict:?}"
        );
    }
    let verdict = asked("d(MSE)/d(o_out_1^(1)) = 2/N*(o_out_1^(1) - y_1^(1))", &givens);
    assert!(matches!(verdict, Verdict::Fails(_)), "{verdict:?}");
}

#[test]
fn names_that_nobody_has_defined_move_in_ways_that_nobody_has_said() {
    for claim in [
        "d(2*f)/d(x) = 2*d(f)/d(x)",
        "d(f + g)/d(x) = d(f)/d(x) + d(g)/d(x)",
        "d(f*g)/d(x) = g*d(f)/d(x) + f*d(g)/d(x)",
        "d(f^2)/d(x) = 2*f*d(f)/d(x)",
        "d(a*x^2 + b)/d(x) = 2*a*x",
        "d(7)/d(x) = 0",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    for claim in ["d(f)/d(x) = 0", "d(2*f)/d(x) = 0", "d(f*g)/d(x) = 0", "d(f^2)/d(x) = 2*f"] {
        let Verdict::Unknown(why) = asked(claim, &Givens::default()) else { panic!("{claim}") };
        assert!(why.contains("nobody has defined"), "{claim}: {why}");
    }
    let given = givens(&[("g", "2*f")]);
    assert!(matches!(asked("d(g)/d(x) = 0", &given), Verdict::Unknown(_)));
    assert!(matches!(asked("d(g)/d(x) = 2*d(f)/d(x)", &given), Verdict::Holds(_)));
    let given = givens(&[("g", "f*x")]);
    assert!(matches!(asked("d(2*f)/d(x) = 0", &given), Verdict::Holds(_)), "both are what g is made of");
}
