use super::*;
use crate::activation;
use crate::cost;

fn problem(name: &str) -> Result<Shape, String> {
    let sigmoid = activation::named("sigmoid").expect("in the table");
    match name {
        "iris-2" => Ok(Shape {
            widths: vec![4, 2, 3],
            activations: vec![sigmoid; 2],
            biases: vec![false; 2],
            examples: 2,
            cost: cost::default(),
        }),
        _ => Err(format!("there is no problem `{name}`")),
    }
}

fn checked(text: &str) -> Report {
    check(text, &problem).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> TextError {
    match check(text, &problem) {
        Err(error) => error,
        Ok(report) => panic!("{text} is read: {report:?}"),
    }
}

#[test]
fn what_follows_is_accepted() {
    for (text, claims) in [
        (
            "let sigma(x) = 1/(1 + exp(-x))\n\
             d(sigma(x))/d(x) = -1 * (1 + exp(-x))^(-2) * (-exp(-x))\n\
             = exp(-x) / (1 + exp(-x))^2\n  = sigma(x) * (1 - sigma(x))",
            3,
        ),
        ("\u{feff}a = a # so\r\n\r\n# nothing\r\n = a + 0 = 2*a - a\r\n", 3),
        ("let f = (x + 1)^2\n= x^2 + 2*x + 1\nd(f)/d(x) = 2*x + 2", 2),
        ("let E = 2\nΣ_(e=1)^(E) x_1^(e) = x_1^(1) + x_1^(2)", 1),
        ("let E = 2\nlet S = sum(e, 1, E, (x_1^(e))^2)\nd(S)/d(x_1^(e)) = 2*x_1^(e)", 1),
        (
            "let o_out_n^(e) = sigma(o_in_n^(e))\nd(o_out_n^(e))/d(o_in_n^(e)) = o_out_n^(e)*(1 - o_out_n^(e))",
            1,
        ),
        ("problem iris-2\nd(MSE)/d(o_out_1^(1)) = 1/N*(o_out_1^(1) - y_1^(1))\nN = E*K = 6", 3),
        (
            "problem iris-2\nd(MSE)/d(w_2fn) = 1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*h_out_f^(e))",
            1,
        ),
        ("let a = ln(x^2)\nlet b = 2*ln(x)\na = ln(x^2)\nb = ln(x)*2\na = b", 3),
        ("problem iris-2\nlet E = 2\nlet f = o_out_1^(1) - y_1^(1)\nd(f^2)/d(f) = 2*f", 1),
        ("\\frac{a}{b} = a \\cdot b^{-1}", 1),
        ("problem iris-2\nd(MSE)/d(W2[1,0]) = d(MSE)/d(w_221)", 1),
        ("b1[0]*2 = b_11 + b_11", 1),
        (
            "problem iris-2\nsum(f, 1, 2, h_out_f^(1) + sum(f, 1, 4, x_f^(1))) = h_out_1^(1) + h_out_2^(1) + 2*sum(f, 1, 4, x_f^(1))",
            1,
        ),
    ] {
        let report = checked(text);
        assert!(report.holds(), "{text}: {report:?}");
        assert_eq!((report.claims, report.checked.len()), (claims, claims), "{text}");
    }
}

#[test]
fn the_first_line_that_does_not_follow_is_told() {
    for (text, line) in [
        ("a = a\n = a + 1\n = a", 2),
        ("let f = x^2\nd(f)/d(x) = 2*x = 2", 2),
        ("let E = 2\nlet S = sum(e, 1, E, (x_1^(e))^2)\nd(S)/d(x_1^(e)) = 0", 3),
        ("let S = sum(k, 1, 2, a_k^2)\nd(S)/d(a_k) = 0", 2),
        ("let S = sum(k, 5, 6, a_k^2)\nd(S)/d(a_m) = 0", 2),
        ("problem iris-2\nd(MSE)/d(w_2fn) = 0", 2),
        ("let x_1 = 5\nlet x_n = 7\nx_n = 7", 3),
        ("let x_1 = 2\nlet x_n = 3\nsum(k, 1, x_n, a_k) = a_1 + a_2 + a_3", 3),
    ] {
        let report = checked(text);
        let failure = report.failure().unwrap_or_else(|| panic!("{text} is accepted"));
        assert!(matches!(failure.verdict, Verdict::Fails(_)), "{text}: {failure:?}");
        assert_eq!(failure.line, line, "{text}");
    }
}

#[test]
fn what_cannot_be_decided_is_no_yes() {
    for text in [
        "d(MSE)/d(w_211) = 0",
        "let S = sum(k, 1, 2, a_k^2)\nd(S)/d(a_k) = 2*a_k",
        "sum(a, 1, 9999, sum(b, 1, 9999, x_a^(b))) = 1",
        "1/(x - x) = 1",
    ] {
        let report = checked(text);
        assert!(
            matches!(report.failure(), Some(Claim { verdict: Verdict::Unknown(_), .. })),
            "{text}: {report:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_pointed_at() {
    for (text, pointed, says) in [
        ("", "", "nothing is claimed"),
        ("# only a comment", "", "nothing is claimed"),
        ("a + b", "a + b", "no equals sign"),
        ("= b", "= b", "no right side"),
        ("a = b +", "", "ends where a number"),
        ("a := b", ":=", "only ="),
        ("a == b", "==", "only ="),
        ("(a = b", "", "`)` is missing"),
        ("a = b\nproblem iris-2", "iris-2", "too late"),
        ("problem irsi\na = a", "irsi", "there is no problem `irsi`"),
        ("problem iris-2\nw_311 = 1", "w_311", "there is no w_311"),
        ("problem iris-2\nd(MSE)/d(W3[0,0]) = 1", "d(MSE)/d(W3[0,0])", "there is no w_311"),
        (
            "problem iris-2\nd(sum(f, 1, 3, h_out_f^(1)*w_2f1))/d(w_211) = h_out_1^(1)",
            "d(sum(f, 1, 3, h_out_f^(1)*w_2f1))/d(w_211)",
            "f goes up to 3 here, but in h_out_f^(1) only up to 2",
        ),
        ("problem iris-2\nsum(e, 1, 3, y_1^(e)) = 1", "sum(e, 1, 3, y_1^(e))", "only up to 2"),
        ("let f(x) = x\na = a", "f(x)", "no others can be defined"),
        ("let sigma(x) = 1/(1 + exp(x))\na = a", "1/(1 + exp(x))", "another function"),
        ("let a + b = c\na = a", "a + b", "only a name"),
        ("let delta_kn = 2\na = a", "2", "1 where its indices"),
        ("let f = f + 1\na = a", "f + 1", "defined by itself"),
        ("let f = g\nlet g = f\na = a", "f", "defined by itself"),
        ("problem iris-2\nlet E = 3\na = a", "3", "E is 2 already"),
        ("sum(e, 1, 20000, x) = 1", "sum(e, 1, 20000, x)", "20000 terms"),
        ("let E = 20000\nsum(e, 1, E, x) = 1", "sum(e, 1, E, x)", "20000 terms"),
        ("x^65 = 1", "65", "-64 to 64"),
        ("a = \0", "\0", "cannot stand here"),
    ] {
        let error = refusal(text);
        assert!(error.says.contains(says), "{text}: {error}");
        assert_eq!(text.get(error.at.clone()), Some(pointed), "{text}");
        assert!(!error.help.is_empty());
    }
}

fn lines<T>(over: impl Iterator<Item = T>, line: impl Fn(T) -> String) -> String {
    over.map(line).collect::<Vec<_>>().concat()
}

#[test]
fn hostile_texts_end_with_a_message() {
    let repeat = |unit: &str, times: usize| unit.repeat(times);
    let doubled = |last: &str| lines(1..60, |n| format!("let a{n} = a{} + a{}\n", n - 1, n - 1)) + last;
    let divisions: String = (1..150).map(|level| ")".to_owned() + &repeat("/2", level)).collect();
    let nested = lines('a'..='z', |letter| format!("sum({letter}, 1, 9, "));
    for text in [
        repeat("(", 500_000),
        repeat("a = ", 200_000),
        repeat("(", 149) + "x" + &divisions + " = 1",
        format!("{nested}x_1{} = 1", repeat(")", 26)),
        doubled("a59 = exp(a59)"),
        doubled("exp(a59) = 1"),
        doubled("d(y*d(a59)/d(a1))/d(y) = 1"),
        doubled("d(x)/d(a59) = 1"),
        format!("exp(sum(a, 1, 9999, sum(b, 1, 9999, 1))) = {}", repeat("x + ", 1000) + "1"),
        format!("1/(x - x) + sum(a, 1, 9999, {}1) = 1", repeat("1 + ", 100_000)),
        format!("x^(sum(a, 1, 9999, {}1)) = 1", repeat("1 + ", 100_000)),
        lines(0..600, |n| format!("let a{n} = b{n}\n")) + "a = a",
        lines(0..400, |n| format!("let a{n} = a{} + 1\n", n + 1)) + "a0 = 1",
        repeat("x", 1_000_000) + &repeat(",1", 20_000),
        repeat("x = x\n", 170_000) + "x = y",
        "2^".repeat(300) + "2 = 1",
        "\0".repeat(1000),
        "#".repeat(LARGEST + 1),
    ] {
        let start: String = text.chars().take(60).collect();
        if let Ok(report) = check(&text, &problem) {
            assert!(!report.holds(), "{start}");
        }
    }
}

#[test]
fn what_a_sum_ends_at_is_a_whole_number_or_stands_for_one() {
    for text in ["let E = 2 + 1\nsum(e, 1, E, 1) = 3", "let M = 6\nlet E = M/2\nsum(e, 1, E, x) = 3*x"] {
        assert!(check(text, &problem).expect(text).holds(), "{text}");
    }
    for text in ["let E = 3.5\nsum(e, 1, E, 1) = 3", "let E = 2*M\nsum(e, 1, E, 1) = 3"] {
        let error = refusal(text);
        assert!(error.says.contains("cannot begin or end at E"), "{text}: {error}");
    }
}
