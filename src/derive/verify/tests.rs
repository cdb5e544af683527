use super::*;

mod derivatives;
mod numbers;

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
                assert!(evidence.measured >= 4 || evidence.exact > 0, "{claim}");
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

/// A rule could put a name in where the same letter counts.
#[test]
fn a_name_within_reach_of_its_letter_is_no_yes() {
    let name = || Expr::Sym(Symbol::new("e"));
    let caught = Expr::sum_over('e', Expr::integer(3), name());
    let verdict = compare(&caught, &Expr::Mul(vec![Expr::integer(3), name()]), &Givens::default());
    let Verdict::Unknown(why) = verdict else { panic!("{verdict:?}") };
    assert!(why.contains("under this Σ e only counts"), "{why}");
}

/// What a single logarithm or power of e stands in differs as a formula, or not at all.
#[test]
fn a_difference_beyond_the_reach_of_doubles_is_a_difference() {
    for claim in [
        "ln(2 + x) = ln(2 + x) + x/10^40",
        "ln(2 + x) + 10^9 - 10^9 = ln(2 + x) + 1/10^8",
        "exp(x/3) + 1/10^20 = exp(x/3)",
        "d(exp(x^2))/d(x) = 2.0000001*x*exp(x^2)",
        "d(ln(2 + x)*x)/d(x) = ln(2 + x) + 1.0000001*x/(2 + x)",
    ] {
        let verdict = asked(claim, &Givens::of_numbers());
        assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    for claim in [
        "ln(x/x) = 0",
        "ln(x) + ln(y) = ln(x*y)",
        "exp(x/2)^2 = exp(x)",
        "ln(exp(x)) = x",
        "exp(x/3)^3 = exp(x)",
    ] {
        let verdict = asked(claim, &Givens::of_numbers());
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
}

#[test]
fn steps_of_what_has_a_sign_are_known() {
    for claim in
        ["relu(3) = 3", "step(5) = 1", "relu(x^2) = x^2", "relu(sigma(x)) = sigma(x)", "relu(-2) = 0"]
    {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    for claim in ["relu(x) = x", "relu(x^3) = x^3", "relu(x^2 - y^2) = x^2 - y^2"] {
        let verdict = asked(claim, &Givens::default());
        assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
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

/// The claims of one whole share a point, and what names are worth there is kept from one to the next.
fn of_a_whole() -> Givens {
    let mut givens = givens(&[("a", "x^2 + sigma(x)"), ("s", "relu(x)")]);
    givens.follow_from("all that is claimed");
    givens
}

#[test]
fn claims_of_one_whole_are_judged_like_others() {
    let whole = of_a_whole();
    for _ in 0..2 {
        for claim in ["a - sigma(x) = x^2", "d(x^2)/d(x)*a = 2*x^3 + 2*x*sigma(x)", "s*s = x*s"] {
            assert!(matches!(asked(claim, &whole), Verdict::Holds(_)), "{claim}");
        }
        for claim in ["a + sigma(x) = x^2", "a = x^2 + sigma(-x)", "s = x", "s = 0", "s = x*s"] {
            assert!(matches!(asked(claim, &whole), Verdict::Fails(_)), "{claim}");
        }
    }
    let mut other = givens(&[("a", "x^2 + sigma(x)"), ("s", "relu(x)")]);
    other.follow_from("all that is claimed.");
    assert_ne!(whole.whole(), other.whole());
}

/// Claims that are false but seem true where they were aimed: at a prime, or at points that everybody knows.
#[test]
fn nobody_can_aim_at_the_sample_points() {
    for claim in [
        "2^61 = 1",
        "2^61 - 1 = 0",
        "x + 2305843009213693951 = x",
        "x/2305843009213693952 = x",
        "2305843009213693951*x/10^40 + y = y",
        "exp(2305843009213693950*x) = 1",
        "exp(2305843009213693951) = exp(1)",
        "exp(2305843009213693951/10^20) = exp(1/10^20)",
        "(x - 2237476837705143423)*(x - 1033006930193732076)*(x - 1385473335765828361) = 0",
    ] {
        for givens in [Givens::default(), of_a_whole()] {
            let verdict = asked(claim, &givens);
            assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
        }
    }
    let hidden = givens(&[("a", "2^61"), ("b", "x - 2237476837705143423")]);
    for claim in ["a = 1", "x*a = x", "b*(x - 1033006930193732076)*(x - 1385473335765828361) = 0"] {
        let verdict = asked(claim, &hidden);
        assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    // The doubles of the points that everybody knows, and a logarithm, so that doubles decide.
    let known =
        [11, 12, 13].map(|point| format!("(x - {})", sample::double("x", point)).replace("- -", "+ "));
    let claim = format!("ln(x)*{} = 0", known.join("*"));
    assert!(matches!(asked(&claim, &Givens::default()), Verdict::Fails(_)), "{claim}");
}

#[test]
fn a_step_is_looked_at_on_both_sides() {
    for claim in [
        "relu(m) = m",
        "relu(x - 5) = 0",
        "step(x + 2) = 1",
        "relu(2 - x) = 2 - x",
        "d(relu(x - 5))/d(x) = 0",
        "relu(x - 5)*relu(y - 5) = 0",
        "lrelu(x + 9) = x + 9",
        "step(x) + step(-x) = 1",
        "step(x)*step(y) = step(x*y)",
        "relu(x + y) = relu(x) + relu(y)",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Fails(_)), "{claim}: {verdict:?}");
    }
    for claim in [
        "relu(x - 1000000) = 0",
        "relu(x - 5)*relu(y - 5)*relu(z - 5)*relu(u - 5)*relu(v - 5) = 0",
        "step(x^2 - x + 1) = 1",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Unknown(_)), "{claim}: {verdict:?}");
    }
    for claim in [
        "relu(x) - relu(-x) = x",
        "step(x^2 + 1) = 1",
        "relu(2*x) = 2*relu(x)",
        "relu(-x/3) = relu(-x)/3",
        "step(5 - x)*step(x - 5) = 0",
        "relu(relu(x) + 0) = relu(x)",
        "step(x)^3 = step(x)",
        "lrelu(x) = 0.01*x + 0.99*relu(x)",
        "relu(x)*relu(y) = x*y*step(x)*step(y)",
        "d(relu(x)^2)/d(x) = 2*relu(x)",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    let Verdict::Unknown(why) = asked("relu(x - 1000000) = 0", &Givens::default()) else { panic!("decided") };
    assert!(why.contains("x − 1000000 is positive"), "{why}");
}

#[test]
fn what_a_name_stands_for_takes_part_in_exponents() {
    let given = givens(&[("a", "c + d"), ("t", "2"), ("g", "2*x")]);
    for claim in [
        "exp(a*b) = exp(c*b)*exp(d*b)",
        "sigma(t*x) = 1/(1 + exp(-2*x))",
        "exp(g*b) = exp(x*b)^2",
        "exp(b*delta_11) = exp(b)",
    ] {
        let verdict = asked(claim, &given);
        assert!(matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    let mut counted = Givens::default();
    counted.count("K", 2);
    assert!(matches!(asked("exp(K*x) = exp(2*x)", &counted), Verdict::Holds(_)));
    assert!(matches!(asked("exp(K*x) = exp(3*x)", &counted), Verdict::Fails(_)));
}

#[test]
fn only_rounding_is_forgiven() {
    for claim in [
        "exp(x/2 - 40) = 0",
        "ln(x) = ln(x) + 0.0000000000001",
        "ln(2) = 0.69314718056",
        "ln(x*y) = ln(x) + ln(y) + 0.00000000001",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Fails(_)), "{claim}: {verdict:?}");
    }
    for claim in
        ["d(ln(x))/d(x) = 1/x + 0.0000001", "d(ln(x))/d(x) = 1/x + 0.0000000000001", "x + 1/10^30 = x"]
    {
        let verdict = asked(claim, &Givens::default());
        assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    let large = givens(&[("a", "10^20 + x")]);
    assert!(matches!(asked("a - 10^20 = x", &large), Verdict::Holds(_)), "doubles lose x there");
}

#[test]
fn where_two_values_are_shown_they_differ() {
    for claim in ["x = x + 0.000000000000001", "exp(x) = exp(x) + 1/10^15", "a*b = a + b"] {
        let Verdict::Fails(at) = asked(claim, &Givens::default()) else { panic!("{claim}") };
        assert!((at.left - at.right).abs() > f64::EPSILON * at.left.abs() / 2.0, "{claim}: {at:?}");
    }
}

#[test]
fn logarithms_are_tried_where_they_have_values() {
    for claim in
        ["ln(x*y) = ln(x) + ln(y)", "ln(x) - ln(y) = ln(x/y)", "ln(x^2*y*z) = 2*ln(x) + ln(y) + ln(z)"]
    {
        let verdict = asked(claim, &Givens::default());
        assert!(
            matches!(verdict, Verdict::Holds(Evidence { exact: 0, measured: 4.., nudged: false })),
            "{claim}: {verdict:?}"
        );
    }
}
