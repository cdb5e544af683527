mod places;

use super::*;
use crate::derive::network_givens;
use crate::problem::Problem;

fn scene() -> Scene {
    let problem = Problem::built_in("iris-2").expect("built in");
    let givens = network_givens(&problem.shape()).expect("no name twice");
    Scene::new(problem, givens).expect("nothing overflows")
}

const RIGHT: &str = "1/N*sum(e, 1, E, (o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e))*h_out_1^(e))";

/// The terms of [`RIGHT`] for both flowers, each changed like this.
fn terms(changed: impl Fn(String) -> String) -> [String; 2] {
    ["(1)", "(2)"].map(|flower| {
        let term = "(o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e))*h_out_1^(e)";
        changed(term.replace("(e)", flower))
    })
}

fn written_out(changed: impl Fn(String) -> String) -> String {
    format!("1/N*({})", terms(changed).join(" + "))
}

fn judged(typed: &str, right: &str) -> Judgement {
    judge(typed, &right.parse().expect(right), &scene())
}

fn place(typed: &str) -> Place {
    match judged(typed, RIGHT) {
        Judgement::Wrong(Difference { place, .. }) => place,
        other => panic!("{typed}: {other:?}"),
    }
}

#[test]
fn what_means_the_same_is_right() {
    for (typed, right) in [
        (RIGHT, RIGHT),
        ("sum(e, 1, E, h_out_1^(e)*(o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e)))/N", RIGHT),
        ("1/6*sum(e, 1, 2, (o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e))*h_out_1^(e))", RIGHT),
        ("1/N·Σ_(e=1)^E (o_out_2^(e) − y_2^(e))·o_out_2^(e)·(1 − o_out_2^(e))·h_out_1^(e)", RIGHT),
        ("6", "6"),
        ("2*3", "6"),
        ("N", "6"),
        ("6.0", "6"),
        ("0.25", "1/4"),
        ("0.615", "o_out_1^(1)"),
        ("0.61513", "o_out_1^(1)"),
    ] {
        assert_eq!(judged(typed, right), Judgement::Right, "{typed}");
    }
}

/// The first flower's label alone is worth as much as both: another example shows that it is another formula.
#[test]
fn what_a_formula_is_worth_differs_from_what_is_asked_for() {
    match judged("y_1^(e)", "sum(e, 1, E, y_1^(e))") {
        Judgement::Wrong(Difference { values: Some([ours, theirs]), with, .. }) => {
            assert!((ours - theirs).abs() > 1e-3 && !with.is_empty(), "{ours} {theirs} {with:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slip_is_no_wrong_answer() {
    for (typed, says) in [
        ("", "type a formula"),
        ("1/N*sum(e, 1, E", ""),
        ("2 x", ""),
        ("h_out_9^(1)", "there is no h_out_9^(1)"),
        ("MES", "Did you mean MSE?"),
        ("1/N*o_uot_2^(e)", "Did you mean o_out_2?"),
        ("h_otu_1^(e)", "Did you mean h_out_1?"),
        ("oout_2", "Did you mean o_out_2?"),
        ("d(MSE)/d(w_212)", "write what it comes to"),
        ("y_4^(e)", "there is no y_4^(e): node 4 is asked for"),
        ("h_out_1^(E)", "E is how many there are"),
        ("sum(e, 1, 9999999, 1)", "over at most 10000 terms; this one runs from 1 to 9999999"),
        ("²", "`²` cannot stand here"),
        ("0_out_2", "a name begins with a letter"),
        ("1/N*(0_out_2^(e) - y_2^(e))", "a name begins with a letter"),
    ] {
        match judged(typed, RIGHT) {
            Judgement::Slip { says: said, .. } => assert!(said.contains(says), "{typed}: {said}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn a_wrong_answer_is_told_where_it_differs() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let with = |from: &str, to: &str| RIGHT.replace(from, to);
    assert_eq!(place(&with("h_out_1", "h_out_2")), Place::Part(expr("h_out_2^(e)")));
    assert_eq!(
        place(&with("*h_out_1^(e)", "")),
        Place::TooLittle(expr("(o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e))"))
    );
    assert_eq!(place(&with("*h_out_1^(e)", "*h_out_1^(e)*w_212")), Place::TooMuch(expr("w_212")));
    assert_eq!(place(&with("o_out_2^(e) - y_2^(e)", "y_2^(e) - o_out_2^(e)")), Place::Sign);
    assert_eq!(place(&with("1/N*", "2/N*")), Place::Times(expr("2")));
    assert_eq!(place(&with("1/N*", "")), Place::Times(expr("N")));
    assert_eq!(place(&with("1 - o_out_2", "1 + o_out_2")), Place::Part(expr("1 + o_out_2^(e)")));
    let range = |letter, to: &str| Place::Range(letter, Box::new([expr("1"), expr(to)]));
    assert_eq!(place(&with("e, 1, E", "e, 1, N")), range('e', "N"));
    // Its letter is told too, also where nothing else of the Σ is wrong.
    assert_eq!(place(&with("e, 1, E", "n, 1, K")), range('n', "K"));
    assert_eq!(place(&with("e, 1, E", "n, 1, E")), range('n', "E"));
    assert_eq!(
        place(&RIGHT.replace("(e)", "(k)").replace("e, 1, E", "k, 1, E").replace("h_out_1", "h_out_2")),
        Place::Part(expr("h_out_2^(k)"))
    );
    assert_eq!(place(&with("1/N", "1/(2*N)")), Place::Times(expr("1/2")));
    assert_eq!(place("x_1^(1)"), Place::Whole);
    assert_eq!(place("2*x_1^(1)"), Place::Several(Some(expr("2"))));
    assert_eq!(place("2*x_1^(1)*h_out_1^(1)"), Place::Several(None));
    let Judgement::Wrong(Difference { values, .. }) = judged("7", "6") else { panic!("7 is not 6") };
    assert_eq!(values, Some([7.0, 6.0]));
    let Judgement::Wrong(off) = judged("y_n^(e)", "y_n^(2)") else { panic!("another flower") };
    let ones = ['e', 'n'].map(|letter| (Symbol::new(letter), 1.0));
    assert_eq!((off.values, off.with), (Some([1.0, 0.0]), ones.to_vec()));
}

/// Where names have no numbers, some are put in: nobody is told only that it is another formula.
#[test]
fn formulas_without_values_differ_by_an_example() {
    for typed in ["0.5", "exp(x)"] {
        let Judgement::Wrong(Difference { values: Some([ours, right]), with, .. }) =
            judged(typed, "1/(1 + exp(-x))")
        else {
            panic!("{typed}");
        };
        let [(name, x)] = &with[..] else { panic!("{with:?}") };
        assert_eq!(name.to_string(), "x");
        let is = |formula: f64, value: f64| (formula - value).abs() < 1e-12;
        assert!(is(1.0 / (1.0 + libm::exp(-x)), right), "{typed}: {x}, {right}");
        assert!(is(if typed == "0.5" { 0.5 } else { libm::exp(*x) }, ours), "{typed}: {x}, {ours}");
    }
}

/// Sums within sums may have any number of terms. Without a bound this test would not end.
#[test]
fn a_sum_of_too_many_terms_is_a_slip() {
    let letters: Vec<char> = ('a'..='z').filter(|letter| !"deo".contains(*letter)).take(18).collect();
    let factors: Vec<String> = letters.iter().map(|letter| format!("h_out_{letter}^(1)")).collect();
    let nested =
        letters.iter().fold(factors.join("*"), |body, letter| format!("sum({letter}, 1, 2, {body})"));
    for typed in [nested.clone(), format!("1/N*sum(e, 1, E, {nested})"), format!("N - {nested}")] {
        for judgement in [judged(&typed, RIGHT), judge_number(&typed, 0.5, &scene())] {
            match judgement {
                Judgement::Slip { says, .. } => assert!(says.contains("too many terms"), "{typed}: {says}"),
                other => panic!("{typed}: {other:?}"),
            }
        }
    }
}

/// What is soon worked out can still take long to compare, and is compared with many parts to find the place. Without a
/// bound for all of it this test takes minutes.
#[test]
fn a_place_is_looked_for_within_bounds() {
    let nested = "sum(n, 1, 9999, sum(f, 1, 9999, sum(k, 1, 9999, h_out_1^(1)*w_211^64)))";
    let of = "d(MSE)/d(w_212)".parse().expect("a derivative");
    let right: Expr = RIGHT.parse().expect(RIGHT);
    let judgement = judge_answer(&format!("h_out_1^(q)*{nested}"), &of, &right, &scene());
    assert!(!matches!(judgement, Judgement::Right), "{judgement:?}");
}

#[test]
fn what_divides_by_zero_is_a_slip() {
    for judgement in [judged("1/0", RIGHT), judged("N/(E - E)", "6"), judge_number("1/0", 0.5, &scene())] {
        assert!(
            matches!(&judgement, Judgement::Slip { says, .. } if says.contains("divides by 0")),
            "{judgement:?}"
        );
    }
}

/// A number that shows no digit but 0 says nothing of how small it is.
#[test]
fn zero_is_no_answer_to_what_is_small() {
    for typed in ["0.0", "-0.0", "0.00", "0.", "0"] {
        assert!(matches!(judged(typed, "d(MSE)/d(w_212)"), Judgement::Wrong(_)), "{typed}");
        assert!(matches!(judge_number(typed, 0.011, &scene()), Judgement::Wrong(_)), "{typed}");
        assert!(matches!(judge_written(typed, "0.0110", &scene()), Judgement::Wrong(_)), "{typed}");
        for judgement in [
            judged(typed, "1 - 1"),
            judge_number(typed, 0.0, &scene()),
            judge_written(typed, "0.0000", &scene()),
        ] {
            assert_eq!(judgement, Judgement::Right, "{typed}");
        }
    }
    assert_eq!(judge_written("0.00003", "0.0000", &scene()), Judgement::Right);
}

/// K is not known to those who are asked for N, and a factor would be the answer.
#[test]
fn of_a_plain_number_only_the_direction_is_told() {
    for typed in ["2", "3", "12", "E"] {
        match judged(typed, "6") {
            Judgement::Wrong(Difference { place, asked, .. }) => {
                assert_eq!((place, asked), (Place::Whole, Asked::Number), "{typed}");
            }
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn of_a_number_for_a_formula_sign_and_factor_are_told() {
    let value = scene().value(&RIGHT.parse().expect(RIGHT)).expect("a number");
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    for (number, told) in [
        (-value, Place::Sign),
        (2.0 * value, Place::Times(expr("2"))),
        (6.0 * value, Place::Times(expr("N"))),
        (3.0 * value, Place::Whole),
    ] {
        assert_eq!(place(&format!("{number:.7}")), told, "{number}");
    }
}

#[test]
fn what_is_asked_for_is_no_answer_to_itself() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let sum = "h_out_1^(2)*w_213 + h_out_2^(2)*w_223";
    for (typed, of, is) in [
        ("N", "N", "6"),
        ("2*N/2", "N", "6"),
        ("N", "N", "N"),
        ("o_in_3^(2)", "o_in_3^(2)", sum),
        ("oᵢₙ,₃⁽²⁾ + 0", "o_in_3^(2)", sum),
    ] {
        match judge_answer(typed, &expr(of), &expr(is), &scene()) {
            Judgement::Slip { says, .. } => assert!(says.contains("write what it is"), "{says}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
    assert_eq!(judge_answer("E*K", &expr("N"), &expr("6"), &scene()), Judgement::Right);
    assert_eq!(judge_answer(sum, &expr("o_in_3^(2)"), &expr(sum), &scene()), Judgement::Right);
}

#[test]
fn a_mistake_that_is_known_is_named() {
    let (of, is) = ("d(MSE)/d(w_212)".parse().expect("a derivative"), RIGHT.parse().expect(RIGHT));
    let named = |typed: &str| match judge_answer(typed, &of, &is, &scene()) {
        Judgement::Wrong(difference) => difference.instead,
        other => panic!("{typed}: {other:?}"),
    };
    let with = |from: &str, to: &str| RIGHT.replace(from, to);
    let half_of_slope = named(&with("*(1 - o_out_2^(e))", ""));
    assert!(
        matches!(&half_of_slope, Some(Instead::Mistake(says)) if says.contains("only one of the two factors")),
        "{half_of_slope:?}"
    );
    let half = named(&with("1/N", "1/(2*N)"));
    assert!(matches!(&half, Some(Instead::Mistake(says)) if says.contains("You keep the ½")), "{half:?}");
    // The formula of another weight, also where it is written out for every example.
    for (typed, other) in [
        (with("h_out_1", "h_out_2"), "d(MSE)/d(w_222)"),
        (RIGHT.replace("_2^", "_1^"), "d(MSE)/d(w_211)"),
        (written_out(|term| term.replace("h_out_1", "h_out_2")), "d(MSE)/d(w_222)"),
    ] {
        assert_eq!(named(&typed), Some(Instead::Slope(other.parse().expect(other))), "{typed}");
    }
    for typed in [
        // The place says it all.
        with("e, 1, E", "e, 1, N"),
        written_out(|term| term.replace("- y_2", "+ y_2")),
        // Several mistakes come to this in one weight of the last layer.
        with("*o_out_2^(e)*(1 - o_out_2^(e))", ""),
        with("1/N*", ""),
    ] {
        assert_eq!(named(&typed), None, "{typed}");
    }
    // Two counts of which one is a multiple of the other by chance, and what is nothing beside the right value.
    for typed in [
        with("1/N", "1/K"),
        with("1/N", "1/3"),
        with("1/N", "1/(E*E*K)"),
        with("1/N*", "1/N*sum(k, 1, E, 1)*"),
        written_out(|term| term).replace("1/N", "1/K"),
        "y_2^(1)".into(),
        "w_211^64".into(),
        "x_1^(1) - x_1^(1)".into(),
    ] {
        assert_eq!(named(&typed), None, "{typed}");
    }
    assert_eq!(named("x_1^(1)"), None);
    assert_eq!(named("0.01"), None);
}

#[test]
fn numbers_are_judged_to_the_digits_that_were_typed() {
    let judged = |typed: &str| judge_number(typed, 0.011033924, &scene());
    assert_eq!(judged("0.011"), Judgement::Right);
    assert_eq!(judged("0.0110339"), Judgement::Right);
    assert_eq!(judged("1/N*0.066203544"), Judgement::Right);
    assert!(matches!(judged("0.012"), Judgement::Wrong(_)));
    assert!(matches!(judged("0.01104"), Judgement::Wrong(_)));
    assert!(matches!(judged("-0.011"), Judgement::Wrong(Difference { place: Place::Sign, .. })));
    assert!(matches!(judged("0..011"), Judgement::Slip { .. }));
    assert!(matches!(judged("z"), Judgement::Slip { .. }));
    // Of a number that is written with few digits more may be known.
    let written = |typed: &str| judge_written(typed, "-0.8031", &scene());
    for typed in ["-0.8031", "-0.803098", "-0.80", "-h_out_1^(1)"] {
        assert_eq!(written(typed), Judgement::Right, "{typed}");
    }
    assert!(matches!(written("-0.8033"), Judgement::Wrong(_)));
    assert!(matches!(written("0.8031"), Judgement::Wrong(Difference { place: Place::Sign, .. })));
}
