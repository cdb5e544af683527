use super::*;

fn givens(definitions: &[(&str, &str)]) -> Givens {
    let mut givens = Givens::default();
    for (name, is) in definitions {
        givens.define(name.parse().expect(name), is.parse().expect(is)).expect("a definition");
    }
    givens
}

fn asked(claim: &str, givens: &Givens) -> Verdict {
    let (left, right) = claim.split_once(" = ").expect(claim);
    compare(&left.parse().expect(left), &right.parse().expect(right), givens)
}

#[test]
fn what_is_equal_is_found_equal_without_rounding() {
    let sigma = "d(sigma(x))/d(x)";
    for claim in [
        "(a + b)^2 = a^2 + 2*a*b + b^2",
        "exp(-x)*exp(x) = 1",
        "exp(2*x - y)*exp(y) = exp(x)^2",
        "exp(0) = 1",
        "tanh(x) = 2*sigma(2*x) - 1",
        "sigma(-x) = 1 - sigma(x)",
        &format!("{sigma} = -1*(1 + exp(-x))^(-2)*(-exp(-x))"),
        &format!("{sigma} = 1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))"),
        "d(tanh(x))/d(x) = (1 - tanh(x))*(1 + tanh(x))",
        "d(x^3*exp(x))/d(x) = (3*x^2 + x^3)*exp(x)",
        "sum(e, 1, E, 2*x_1^(e)) = 2*sum(e, 1, E, x_1^(e))",
        "sum(e, 1, 3, x_1^(e)) = x_1^(1) + x_1^(2) + x_1^(3)",
        "0.1 + 0.2 = 0.3",
    ] {
        match asked(claim, &Givens::default()) {
            Verdict::Holds(evidence) => assert!(evidence.exact >= 3, "{claim}: {evidence}"),
            other => panic!("{claim}: {other:?}"),
        }
    }
}

#[test]
fn a_fingerprint_belongs_to_a_value_and_not_to_a_way_of_writing() {
    let of = |text: &str| fingerprint(&text.parse().expect(text), &Givens::default());
    assert_eq!(of("sigma(x)*(1 - sigma(x))"), of("d(sigma(x))/d(x)"));
    assert_ne!(of("sigma(x)*(1 + sigma(x))"), of("d(sigma(x))/d(x)"));
    assert_eq!(of("1/(x - x)"), None);
}

#[test]
fn what_is_equal_otherwise_is_measured_and_says_so() {
    for claim in [
        "ln(exp(x)) = x",
        "step(x)*step(x) = step(x)",
        "relu(x) = x*step(x)",
        "exp(x/2)^2 = exp(x)",
        "d(ln(x^2))/d(x) = 2/x",
    ] {
        match asked(claim, &Givens::default()) {
            Verdict::Holds(evidence) => {
                assert!(evidence.measured >= FIRST.enough || evidence.exact > 0, "{claim}");
            }
            other => panic!("{claim}: {other:?}"),
        }
    }
    let Verdict::Holds(evidence) = asked("ln(exp(x)) = x", &Givens::default()) else { panic!("it holds") };
    assert_eq!(evidence.exact, 0);
    assert!(evidence.to_string().starts_with("numerically"), "{evidence}");
}

#[test]
fn what_differs_is_refused_with_a_point() {
    for claim in [
        "(a + b)^2 = a^2 + b^2",
        "x = x + 0.000000000000001",
        "d(sigma(x))/d(x) = -1*(1 + exp(-x))^(-2)*exp(-x)",
        "d(sigma(x))/d(x) = exp(x)*(1 + exp(-x))^(-2)",
        "sum(e, 1, E, x_1^(e)) = x_1^(1) + x_1^(2)",
        "relu(x) = x",
        "exp(x)*exp(y) = exp(x*y)",
        "1/3 = 0.333333333333",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Fails(_)), "{claim}: {verdict:?}");
    }
    let Verdict::Fails(at) = asked("a*b = a + b", &Givens::default()) else { panic!("they differ") };
    assert!(at.to_string().contains("at a = "), "{at}");
}

#[test]
fn what_cannot_be_told_is_no_yes() {
    for claim in [
        "d(g)/d(x) = d(g)/d(f)*d(f)/d(x)",
        "d(g)/d(x) = 0",
        "d(d(x^2)/d(x))/d(x) = 2",
        "1/(x - x) = 1/(x - x)",
        "sum(a, 1, 9999, sum(b, 1, 9999, x_a^(b))) = 1",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Unknown(_)), "{claim}: {verdict:?}");
    }
    let verdict = asked("2*d(g)/d(x) = d(g)/d(x) + d(g)/d(x)", &Givens::default());
    assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
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
