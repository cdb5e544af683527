use super::*;

fn parsed(text: &str) -> Expr {
    text.parse().expect(text)
}

#[test]
fn order_and_brackets_stay_as_written() {
    for text in [
        "1/N*(o_out_1^(1) - y_1^(1))",
        "a*b/c*d",
        "a*(b/c)",
        "(a*b)*c",
        "a + (b + c)",
        "a - (b - c)",
        "-a*b + c",
        "-(a*b)",
        "a - b*c",
        "-x^2",
        "(-x)^2",
        "(o_out_1^(2))^2",
        "(1 + exp(-x))^(-2)*(-exp(-x))",
        "-1*(1 + exp(-x))^(-2)",
        "d(sigma(x))/d(x)",
        "(d(a)/d(x))^2",
        "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))",
        "1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*h_out_f^(e))",
        "sum(k, 1, K, a_k)*b",
        "w_2,10,3*0.25",
        "a/(b/c)/d",
        "0.001",
    ] {
        assert_eq!(parsed(text).to_string(), text);
        let printed = parsed(text).unicode();
        assert_eq!(parsed(&printed), parsed(text), "{printed}");
    }
}

#[test]
fn the_printed_form_has_the_signs_of_a_book() {
    for (typed, printed) in [
        ("sigma(x)*(1 - sigma(x))", "σ(x)·(1 − σ(x))"),
        ("d(MSE)/d(w_211)", "∂MSE/∂w_211"),
        ("1/N*sum(e, 1, E, a*b)", "1/N·Σ_e a·b"),
        ("sum(e, 1, E, a)*b", "(Σ_e a)·b"),
        ("sum(k, 1, K, a - b)", "Σ_(k=1)^(K) (a − b)"),
        ("x^(-2)", "x^(−2)"),
        ("-sum(e, 1, E, a)/2", "(−Σ_e a)/2"),
    ] {
        assert_eq!(parsed(typed).unicode(), printed);
        assert_eq!(parsed(printed), parsed(typed), "{printed}");
    }
    assert_eq!(parsed("∂σ(x)/∂x"), parsed("d(sigma(x))/d(x)"));
}

#[test]
fn what_is_no_formula_is_pointed_at() {
    for (text, at, says) in [
        ("", 0, "ends where a number"),
        ("2x", 1, "put * between"),
        ("\\frac{1}{N} \\sum_{e=1}^{E} x", 12, "`\\sum` cannot stand here: two factors"),
        ("\\frac{1}{N} x", 12, "put \\cdot between"),
        ("2 (x + 1)", 2, "put * between"),
        ("a b", 2, "put * between"),
        ("(a + b", 6, "`)` is missing"),
        ("a + b)", 5, "no bracket was opened"),
        ("o_out_1^2", 0, "(o_out_1^(2))^2 for its square"),
        ("x**2", 1, "written with ^"),
        ("x^y", 2, "whole number"),
        ("x^65", 2, "from -64 to 64"),
        ("e^(-x)", 2, "exp("),
        ("log(x)", 0, "ln("),
        ("f(x)", 0, "`f` is not a function"),
        ("sigma'(x)", 5, "d(sigma(x))/d(x)"),
        ("w_21", 0, "a weight has three"),
        ("a × b", 2, "write *"),
        ("1.2.3", 0, "one point"),
        ("d(x)/dx", 5, "`d(` is missing"),
        ("sum(e, 1, E)", 11, "`,` is missing"),
        ("Σ a", 3, "`_` is missing"),
        ("a = b", 2, "no equals sign"),
        ("1 + ☃", 4, "the signs here are"),
        ("x_1^(2", 3, "not closed"),
    ] {
        let error = text.parse::<Expr>().expect_err(text);
        assert_eq!(error.at.start, at, "{text}: {error}");
        assert!(error.says.contains(says), "{text}: {error}");
        assert!(text.get(error.at.clone()).is_some(), "{text}: {:?}", error.at);
    }
}

#[test]
fn depth_is_limited_and_nothing_overflows() {
    for deep in
        ["(".repeat(100_000), "-".repeat(100_000) + "1", "1/".repeat(100_000) + "1", "d(".repeat(9999)]
    {
        let error = deep.parse::<Expr>().expect_err("too deep");
        assert!(error.says.contains("200"), "{error}");
    }
    assert!(("1+".repeat(100_000) + "1").parse::<Expr>().is_ok());
    assert!("2^".repeat(300).parse::<Expr>().is_err());
    let by_turns: String = (1..150).map(|level| ")".to_owned() + &"/2".repeat(level)).collect();
    let both = "(".repeat(149) + "x" + &by_turns;
    assert!(both.parse::<Expr>().expect_err("too deep").says.contains("200"));
    assert!("x^(sum(a, 1, 2, 1))".parse::<Expr>().is_err());
}

#[test]
fn a_letter_that_counts_is_no_number() {
    for text in
        ["sum(e, 1, 3, e)", "2*sum(e, 1, E, x_1^(e)*e)", "Σ(k=1…K) k · h_k", "sum(n, 1, K, d(y)/d(n))"]
    {
        let error = text.parse::<Expr>().expect_err(text);
        assert!(error.says.contains("only counts, as an index"), "{text}: {error}");
    }
    // Outside it is a name like any other, and so it is where another letter counts.
    for text in ["e*sum(e, 1, E, x_1^(e))", "sum(k, 1, K, e*h_k)", "sum(e, 1, e, x_1^(e))"] {
        assert!(text.parse::<Expr>().is_ok(), "{text}");
    }
}
