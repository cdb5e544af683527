//! Whether what a learner typed is right, judged by what it means and not by its spelling.
//!
//! ```text
//! typed                          judged
//! h_out_1^(e                     a slip: it cannot be read, and nothing is counted against the learner
//! h_out_9^(e)                    a slip: there is no such node
//! 0.011                          right, if what is asked for is worth that, to the digits that were typed
//! sum(…)*1/N                     right: equal to the answer, whatever the numbers
//! 1/N*sum(e, 1, E, …*h_out_2)    wrong, and the one factor in which it differs is pointed at
//! ```

mod mistake;
mod names;
mod place;

use std::ops::Range;

pub use place::Place;

use super::scene::Scene;
use crate::derive::verify::Verdict;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::ParseError;

/// What there is to say about an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It is right.
    Right,
    /// It is no answer yet.
    Slip {
        /// The bytes that are meant, where it is not all of it.
        at: Option<Range<usize>>,
        /// What is wrong with it and what to write.
        says: String,
    },
    /// It is another formula.
    Wrong(Difference),
    /// Whether it is right cannot be found out, for this reason.
    Undecided(String),
}

/// In what an answer differs from the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// What both are worth with the numbers of the lesson: the answer, and what is right.
    pub values: Option<[f64; 2]>,
    /// The letters for which 1 was put in, so that there are numbers.
    pub at_one: Vec<char>,
    /// The derivative that this formula is instead, or the one mistake that gives it where the place does not say it all,
    /// in a sentence.
    pub mistake: Option<String>,
}

/// Judges a formula or number that is to equal `right`.
pub fn judge(typed: &str, right: &Expr, scene: &Scene) -> Judgement {
    if typed.trim().is_empty() {
        return slip("type a formula or a number");
    }
    let formula: Expr = match typed.parse() {
        Ok(formula) => formula,
        Err(error) => return unreadable(typed, error, scene),
    };
    if let Some(says) = names::unknown(&formula, right, scene) {
        return slip(says);
    }
    let is_unworked = |formula: &Expr| formula.any(&mut |part| matches!(part, Expr::Partial { .. }));
    if is_unworked(&formula) && !is_unworked(right) {
        return slip("a derivative is still in it: write what it comes to");
    }
    let values = scene.value(&formula).zip(scene.value(right)).map(|(ours, theirs)| [ours, theirs]);
    if let (Some([ours, theirs]), Some(half)) = (values, half_of_last_digit(typed))
        && (ours - theirs).abs() <= half * (1.0 + 1e-9)
    {
        return Judgement::Right;
    }
    match scene.compared(&formula, right) {
        Verdict::Holds(_) => Judgement::Right,
        Verdict::Fails(_) => {
            let place = match (values, half_of_last_digit(typed)) {
                (Some(values), Some(half)) => {
                    place::of_number(values, half, &place::times(&formula, right), scene)
                }
                _ => place::place(&formula, right, scene),
            };
            Judgement::Wrong(difference(&formula, right, place, scene))
        }
        Verdict::Unknown(reason) => Judgement::Undecided(reason),
    }
}

/// What cannot be read, with the name that was probably meant.
fn unreadable(typed: &str, ParseError { at, says }: ParseError, scene: &Scene) -> Judgement {
    let meant = typed.get(at.clone()).and_then(|name| names::meant(name, scene));
    let says = meant.map_or_else(|| says.clone(), |meant| format!("{says}. Did you mean {meant}?"));
    Judgement::Slip { at: Some(at), says }
}

/// Judges the answer to a question: what is asked for, and what that is.
pub fn judge_answer(typed: &str, of: &Expr, is: &Expr, scene: &Scene) -> Judgement {
    let formula = typed.parse::<Expr>().ok();
    let holds_name = |formula: &Expr| formula.any(&mut |part| part == of);
    if formula.as_ref().is_some_and(holds_name) && (of == is || !holds_name(is)) {
        return slip(format!("{} is what is asked for, by its name: write what it is", of.unicode()));
    }
    match (judge(typed, is, scene), formula) {
        (Judgement::Wrong(difference), Some(formula)) => {
            let another = mistake::another(&formula, of, scene);
            let mistake = match another {
                Some(slope) => Some(format!("That is {}.", slope.unicode())),
                None if difference.place.says_it_all() => None,
                None => mistake::mistake(&formula, of, scene),
            };
            Judgement::Wrong(Difference { mistake, ..difference })
        }
        (judgement, _) => judgement,
    }
}

/// Judges a number that is to be `right`, to the digits that were typed.
pub fn judge_number(typed: &str, right: f64, scene: &Scene) -> Judgement {
    judge_near(typed, right, 0.0, scene)
}

/// Judges a number that is to be the one written like this, to the digits that were typed or those that are written.
pub fn judge_written(typed: &str, right: &str, scene: &Scene) -> Judgement {
    match right.parse() {
        Ok(value) => judge_near(typed, value, half_of_last_digit(right).unwrap_or(0.0), scene),
        Err(_) => Judgement::Undecided(format!("{right} is no number")),
    }
}

/// Judges a number that is to be `right`, which is known to within so much.
fn judge_near(typed: &str, right: f64, known: f64, scene: &Scene) -> Judgement {
    let value = match typed.parse::<Expr>() {
        Ok(formula) => scene.value(&formula),
        Err(error) => return unreadable(typed, error, scene),
    };
    let Some(value) = value else { return slip("this has no value: type a number") };
    // Six digits are what the lesson itself shows.
    let near = half_of_last_digit(typed).unwrap_or(right.abs() * 5e-6).max(known);
    if (value - right).abs() <= near * (1.0 + 1e-9) {
        return Judgement::Right;
    }
    let place = place::of_number([value, right], near, &place::constants(), scene);
    Judgement::Wrong(Difference { place, values: Some([value, right]), at_one: Vec::new(), mistake: None })
}

fn difference(typed: &Expr, right: &Expr, place: Place, scene: &Scene) -> Difference {
    let mut letters = Letters::new();
    for formula in [typed, right] {
        formula.any(&mut |part| {
            if let Expr::Sym(name) = part {
                letters.extend(name.letters().map(|letter| (letter, Index::At(1))));
            }
            false
        });
    }
    // A letter that a Σ lets run is left alone.
    let [ours, theirs] = [typed, right].map(|formula| formula.with_letters(&letters));
    let is_free = |letter: &char| {
        let one = Letters::from([(*letter, Index::At(1))]);
        [typed, right].into_iter().any(|formula| formula.with_letters(&one) != *formula)
    };
    let at_one = letters.keys().copied().filter(is_free).collect();
    Difference {
        place,
        values: scene.value(&ours).zip(scene.value(&theirs)).map(|(ours, theirs)| [ours, theirs]),
        at_one,
        mistake: None,
    }
}

fn slip(says: impl Into<String>) -> Judgement {
    Judgement::Slip { at: None, says: says.into() }
}

/// Half a unit of the last decimal of a number as it was typed. Nothing for a formula.
pub(super) fn half_of_last_digit(typed: &str) -> Option<f64> {
    let decimals = digits(typed)?.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // A whole number is meant as it stands.
    if decimals > 0 { format!("5e-{}", decimals + 1).parse().ok() } else { None }
}

/// Whether a number was typed, with its sign perhaps, and no formula.
pub fn is_number(typed: &str) -> bool {
    digits(typed).is_some()
}

fn digits(typed: &str) -> Option<&str> {
    let digits = typed.trim().trim_start_matches(['-', '−', '+']).trim_start();
    digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.').then_some(digits)
}

#[cfg(test)]
mod tests {
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
        let to_n = Box::new([expr("1"), expr("N")]);
        assert_eq!(place(&with("e, 1, E", "e, 1, N")), Place::Range(to_n));
        assert_eq!(
            place(&RIGHT.replace("(e)", "(k)").replace("e, 1, E", "k, 1, E").replace("h_out_1", "h_out_2")),
            Place::Part(expr("h_out_2^(e)"))
        );
        assert_eq!(place(&with("1/N", "1/(2*N)")), Place::Times(expr("1/2")));
        assert_eq!(place("x_1^(1)"), Place::Whole);
        assert_eq!(place("2*x_1^(1)"), Place::Several(Some(expr("2"))));
        assert_eq!(place("2*x_1^(1)*h_out_1^(1)"), Place::Several(None));
        let Judgement::Wrong(Difference { values, .. }) = judged("7", "6") else { panic!("7 is not 6") };
        assert_eq!(values, Some([7.0, 6.0]));
        let Judgement::Wrong(off) = judged("y_n^(e)", "y_n^(2)") else { panic!("another flower") };
        assert_eq!((off.values, off.at_one), (Some([1.0, 0.0]), vec!['e', 'n']));
    }

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

    /// K is not known to those who are asked for N, and a factor would be the answer.
    #[test]
    fn of_a_plain_number_only_the_direction_is_told() {
        for typed in ["2", "3", "12", "E"] {
            match judged(typed, "6") {
                Judgement::Wrong(Difference { place, .. }) => assert_eq!(place, Place::Whole, "{typed}"),
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
            Judgement::Wrong(difference) => difference.mistake,
            other => panic!("{typed}: {other:?}"),
        };
        let with = |from: &str, to: &str| RIGHT.replace(from, to);
        let half_of_slope = named(&with("*(1 - o_out_2^(e))", "")).unwrap_or_default();
        assert!(half_of_slope.contains("only one of the two factors"), "{half_of_slope}");
        // The formula of another weight, also where it is written out for every example.
        for (typed, other) in [
            (with("h_out_1", "h_out_2"), "∂MSE/∂w_222"),
            (RIGHT.replace("_2^", "_1^"), "∂MSE/∂w_211"),
            (written_out(|term| term.replace("h_out_1", "h_out_2")), "∂MSE/∂w_222"),
        ] {
            assert_eq!(named(&typed), Some(format!("That is {other}.")), "{typed}");
        }
        for typed in [
            // The place says it all.
            with("e, 1, E", "e, 1, N"),
            written_out(|term| term.replace("- y_2", "+ y_2")),
            // Several mistakes come to this in one weight of the last layer.
            with("*o_out_2^(e)*(1 - o_out_2^(e))", ""),
            with("1/N*", ""),
            with("1/N", "1/(2*N)"),
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
}
