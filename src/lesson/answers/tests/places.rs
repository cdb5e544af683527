//! Where an answer differs, in sums and products.

use super::RIGHT;
use super::judged;
use super::place;
use super::terms;
use super::written_out;
use crate::expr::Expr;
use crate::lesson::answers::Difference;
use crate::lesson::answers::Judgement;
use crate::lesson::answers::Place;

/// A sum is written out before it is compared with its terms.
#[test]
fn of_a_sum_that_is_written_out_the_smallest_part_is_told() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let first = |from: &'static str, to: &'static str| {
        move |term: String| if term.contains("(1)") { term.replace(from, to) } else { term }
    };
    assert_eq!(
        place(&written_out(first("1 - o_out_2", "1 + o_out_2"))),
        Place::Part(expr("1 + o_out_2^(1)"))
    );
    assert_eq!(place(&written_out(first("h_out_1", "h_out_2"))), Place::Part(expr("h_out_2^(1)")));
    assert_eq!(
        place(&written_out(|term| term.replace("h_out_1", "h_out_2"))),
        Place::Several(Some(expr("h_out_2^(1)")))
    );
    let flipped = first("o_out_2^(1) - y_2^(1)", "y_2^(1) - o_out_2^(1)");
    let term = expr("(y_2^(1) - o_out_2^(1))*o_out_2^(1)*(1 - o_out_2^(1))*h_out_1^(1)");
    assert_eq!(place(&written_out(flipped)), Place::SignOf(term));
    let [one, other] = terms(|term| term);
    assert_eq!(place(&format!("1/N*({one} - {other})")), Place::SignOf(expr(&other)));
    // 1/N may stand at each term, or below the sum.
    let [one, other] = terms(first("h_out_1", "h_out_2"));
    for typed in [format!("({one} + {other})/N"), format!("1/N*{one} + {other}/N")] {
        assert_eq!(place(&typed), Place::Part(expr("h_out_2^(1)")), "{typed}");
    }
}

/// A sum that was left out is told as such, and a part that is right is never pointed at as what is wrong.
#[test]
fn a_term_or_sum_that_was_left_out_is_told() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let body = "(o_out_2^(e) - y_2^(e))*o_out_2^(e)*(1 - o_out_2^(e))*h_out_1^(e)";
    assert_eq!(place(&format!("1/N*{body}")), Place::NoSum('e', expr(body)));
    assert_eq!(place(&format!("1/N*({body})")), Place::NoSum('e', expr(body)));
    assert_eq!(place(body), Place::NoSumNor('e', expr(body)));
    let [first, _] = terms(|term| term);
    let typed = format!("1/N*({first})");
    assert_eq!(place(&typed), Place::TooLittle(expr(&typed)));
    // The same for a sum that is written out in the lesson.
    let sum = "h_out_1^(2)*w_213 + h_out_2^(2)*w_223";
    let of = |typed: &str, right: &str| match judged(typed, right) {
        Judgement::Wrong(Difference { place, .. }) => place,
        other => panic!("{typed}: {other:?}"),
    };
    assert_eq!(of("h_out_1^(2)*w_213", sum), Place::TooLittle(expr("h_out_1^(2)*w_213")));
    assert_eq!(
        of("h_out_1^(2)*w_213", "sum(f, 1, 2, h_out_f^(2)*w_2f3)"),
        Place::TooLittle(expr("h_out_1^(2)*w_213"))
    );
    assert_eq!(of("y_1^(e)", "sum(e, 1, E, y_1^(e))"), Place::NoSum('e', expr("y_1^(e)")));
}

/// A letter that two Σ let run under different names is one letter, and no other of the same name is taken for it.
#[test]
fn a_letter_is_not_taken_for_another_of_its_name() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let renamed = RIGHT.replace("(e)", "(n)").replace("e, 1, E", "n, 1, E");
    assert_eq!(judged(&renamed, RIGHT), Judgement::Right);
    assert_eq!(place(&renamed.replace("h_out_1^(n)", "h_out_1^(e)")), Place::Part(expr("h_out_1^(e)")));
    // Where the right one has the typed letter for something else.
    let of = |typed: &str, right: &str| match judged(typed, right) {
        Judgement::Wrong(Difference { place, .. }) => place,
        other => panic!("{typed}: {other:?}"),
    };
    let right = "sum(e, 1, E, y_n^(e)*o_out_n^(e))";
    assert_eq!(of("sum(n, 1, E, y_1^(n)*o_out_2^(n))", right), Place::Several(Some(expr("y_1^(e)"))));
    assert_eq!(of("sum(n, 1, E, y_n^(e)*o_out_2^(e))", right), Place::Whole);
}

/// A Σ for terms that the lesson writes out one by one, or none, or a product.
#[test]
fn terms_are_told_from_their_sum_and_product() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let of = |typed: &str| match judged(typed, "h_out_1^(2)*w_213 + h_out_2^(2)*w_223") {
        Judgement::Wrong(Difference { place, .. }) => place,
        other => panic!("{typed}: {other:?}"),
    };
    assert_eq!(of("h_out_1^(2)*w_213*h_out_2^(2)*w_223"), Place::Multiplied);
    assert_eq!(of("h_out_f^(2)*w_2f3"), Place::NoSum('f', expr("h_out_f^(2)*w_2f3")));
    assert_eq!(of("sum(f, 1, 2, h_out_f^(2)*w_2f2)"), Place::Several(Some(expr("w_212"))));
    assert_eq!(of("sum(f, 1, 3, h_out_f^(2)*w_2f3)"), Place::TooMuch(expr("h_out_3^(2)*w_233")));
    // A factor that is missing too does not keep the others from being looked at.
    let without_n = RIGHT.replace("1/N*", "");
    assert_eq!(place(&without_n.replace("h_out_1", "h_out_2")), Place::Several(Some(expr("h_out_2^(e)"))));
    let too_little = without_n.replace("*h_out_1^(e)", "");
    assert_eq!(place(&too_little), Place::TooLittle(expr(&too_little)));
}

/// What stands rightly in one term and wrongly in another is told with its term.
#[test]
fn a_part_that_other_terms_hold_is_told_with_its_term() {
    let expr = |text: &str| text.parse::<Expr>().expect(text);
    let [one, other] = terms(|term| term);
    assert_eq!(place(&format!("1/N*{one} + {other}")), Place::TooLittleIn(expr(&other)));
    let changed = other.replace("h_out_1^(2)", "h_out_1^(1)");
    let told = Place::PartOf(Box::new([expr("h_out_1^(1)"), expr(&changed)]));
    assert_eq!(place(&format!("1/N*({one} + {changed})")), told);
}
