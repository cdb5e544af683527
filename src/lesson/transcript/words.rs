//! What words say in formulas and numbers, apart from the words.

use crate::derive::verify::Verdict;
use crate::lesson::answers::half_of_last_digit;

use super::compare::Witness;
use super::formula;

/// What changed in the mathematics of a text so that a value is another one.
pub(super) fn value(was: &str, is: &str, witness: &Witness) -> Option<String> {
    let (old, new) = (formulas(was), formulas(is));
    if old.len() == new.len() {
        let pairs = || old.iter().zip(&new);
        if let Some((one, other)) =
            pairs().find(|(one, other)| one != other && !are_same(one, other, witness))
        {
            return Some(format!("{one} became {other}, value differs"));
        }
    }
    let [one, other] = other_number(was, is, |one, other| !is_rounded(one, other))?;
    Some(format!("the number {one} became {other}"))
}

/// The first number of a text that is written with other digits and may be the same.
pub(super) fn rounded<'t>(was: &'t str, is: &'t str) -> Option<[&'t str; 2]> {
    other_number(was, is, is_rounded)
}

/// The first number of a text that is written in another way and differs like this, where there are as many as before.
fn other_number<'t>(was: &'t str, is: &'t str, differ: impl Fn(&str, &str) -> bool) -> Option<[&'t str; 2]> {
    let (old, new) = (numbers(was), numbers(is));
    let mut changed = old.iter().zip(&new).filter(|(one, other)| typed(one) != typed(other));
    let found = changed.find(|(one, other)| differ(one, other));
    found.filter(|_| old.len() == new.len()).map(|(one, other)| [*one, *other])
}

/// A number as it is typed: a minus is a minus, and a plus says nothing.
fn typed(number: &str) -> String {
    number.trim_start_matches('+').replace('−', "-")
}

/// Whether one number is the other with fewer decimals.
fn is_rounded(one: &str, other: &str) -> bool {
    let [value, now] = [one, other].map(|number| typed(number).parse::<f64>());
    let half = [one, other].into_iter().filter_map(half_of_last_digit).fold(0.0, f64::max);
    matches!((value, now), (Ok(value), Ok(now)) if (value - now).abs() <= half * (1.0 + 1e-9))
}

fn are_same(was: &str, is: &str, witness: &Witness) -> bool {
    let side = |text: &str| text.parse::<crate::expr::Expr>().ok();
    match (formula::sides(was), formula::sides(is)) {
        // Both sides of an equation in words hold; what it is about has to be the same.
        (Some(was), Some(is)) => [(was.left, is.left), (was.right, is.right)]
            .iter()
            .all(|(was, is)| matches!(witness.compared(was, is), Verdict::Holds(_))),
        (None, None) => side(was)
            .zip(side(is))
            .is_some_and(|(was, is)| matches!(witness.compared(&was, &is), Verdict::Holds(_))),
        _ => false,
    }
}

/// Whether two texts are the same but for numbers in them. The numbers of a name, as in `w_211`, belong to its letters.
pub(super) fn only_numbers_differ(was: &str, is: &str) -> bool {
    let without = |text: &str| {
        let mut left = String::new();
        for (piece, is_number) in cut(text) {
            let is_of_name =
                left.ends_with(|sign: char| sign.is_alphabetic() || sign == '_') || left.ends_with("^(");
            left.push_str(if is_number && !is_of_name { "#" } else { piece });
        }
        left
    };
    was != is && without(was) == without(is)
}

/// Whether all formulas are there again, and some in another order of terms or factors.
pub(super) fn only_order(was: &str, is: &str) -> bool {
    let (old, new) = (formulas(was), formulas(is));
    let reordered = |(one, other): (&&str, &&str)| one == other || formula::only_order(one, other);
    old != new && old.len() == new.len() && old.iter().zip(&new).all(reordered)
}

/// How many formulas and numbers there are.
pub(super) fn mathematics(text: &str) -> (usize, usize) {
    (formulas(text).len(), numbers(text).len())
}

/// What stands in `$…$`.
pub(super) fn formulas(text: &str) -> Vec<&str> {
    split(text).into_iter().filter(|(_, is_formula)| *is_formula).map(|(piece, _)| piece).collect()
}

/// The numbers outside of formulas.
fn numbers(text: &str) -> Vec<&str> {
    let words = split(text).into_iter().filter(|(_, is_formula)| !is_formula);
    words
        .flat_map(|(piece, _)| cut(piece))
        .filter(|(_, is_number)| *is_number)
        .map(|(piece, _)| piece)
        .collect()
}

/// A text by turns in what is no number and in numbers, whatever they touch: `0.5/x`, `k=3`, `2-fold`, `(1,2)`.
fn cut(text: &str) -> Vec<(&str, bool)> {
    let (mut pieces, mut start, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = text[from..].find(char::is_numeric).map(|at| from + at) {
        // A sign belongs to a number where it does not stand between two things.
        let sign = text[start..at].chars().next_back().filter(|sign| "-−+".contains(*sign));
        let begin = at - sign.map_or(0, char::len_utf8);
        let is_between =
            text[..begin].ends_with(|before: char| before.is_alphanumeric() || ")]}".contains(before));
        let begin = if is_between { at } else { begin };
        from = at + number(&text[at..]);
        pieces.extend([(&text[start..begin], false), (&text[begin..from], true)]);
        start = from;
    }
    pieces.push((&text[start..], false));
    pieces
}

/// How many bytes the number takes with which a text begins: digits, a point with digits, a power of ten.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.len() - text.trim_start_matches(char::is_numeric).len();
    let mut end = digits(text);
    let after = |end: usize, mark: &[&str]| {
        let mark = mark.iter().find(|mark| text[end..].starts_with(**mark))?;
        let more = digits(&text[end + mark.len()..]);
        (more > 0).then_some(end + mark.len() + more)
    };
    end = after(end, &["."]).unwrap_or(end);
    after(end, &["e-", "e"]).unwrap_or(end)
}

/// A text by turns in words and formulas. `\$` is the sign itself, and `\\` a backslash.
fn split(text: &str) -> Vec<(&str, bool)> {
    let (mut pieces, mut start, mut is_formula, mut is_escaped) = (Vec::new(), 0, false, false);
    for (at, sign) in text.char_indices() {
        if sign == '$' && !is_escaped {
            pieces.push((&text[start..at], is_formula));
            (start, is_formula) = (at + 1, !is_formula);
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    pieces.push((&text[start..], is_formula));
    pieces
}

/// Words and numbers, without the points and brackets around them.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let is_outer = |sign: char| !sign.is_alphanumeric() && !"-−+".contains(sign);
    text.split_whitespace()
        .map(|piece| piece.trim_matches(is_outer))
        .filter(|piece| !piece.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Givens;

    #[test]
    fn mathematics_in_words_is_told_from_words() {
        let witness = Witness { shape: None, givens: Givens::default() };
        let said = |was: &str, is: &str| value(was, is, &witness);
        assert_eq!(said("worth 0.5, says $a*b$", "so 0.5, it is $a*b$"), None);
        assert_eq!(said("worth 0.5.", "worth 0.6.").as_deref(), Some("the number 0.5 became 0.6"));
        assert_eq!(said("$a*b$", "$a*c$").as_deref(), Some("a*b became a*c, value differs"));
        assert_eq!(said("$a*b$", "$b*a$"), None);
        assert_eq!(said("10² and ½", "10³ and ½").as_deref(), Some("the number 10² became 10³"));
        assert_eq!(said("so ½ of it", "so ¼ of it").as_deref(), Some("the number ½ became ¼"));
        assert!(only_order("it is $a*b$", "it is $b*a$") && !only_order("$a*b$", "$a*b$"));
        assert_eq!(mathematics("so $a$ and 3 of 4"), (1, 2));
        assert!(only_numbers_differ("slope 0.25 there", "slope 0.26 there"));
        assert!(!only_numbers_differ("slope 0.25 there", "slope 0.26 here"));
        assert!(!only_numbers_differ("to w_211 or o^(1)", "to w_221 or o^(2)"));
        assert_eq!(formulas(r"5 \$ and $a$"), ["a"]);
        assert_eq!(formulas(r"so \\$a$ and \\\$ and $b$"), ["a", "b"]);
    }

    #[test]
    fn a_number_with_other_digits_is_the_same() {
        for (was, is, is_same) in [
            ("0.153", "0.1530", true),
            ("0.237", "0.24", true),
            ("0.125", "0.12", true),
            ("0.237", "0.23", false),
            ("-0.24", "0.24", false),
            ("-0.24", "−0.237", true),
            // A whole number is meant as it stands, and nothing is known of what is 0.0.
            ("3", "3.4", false),
            ("0.04", "0.0", false),
            ("10²", "10³", false),
        ] {
            assert_eq!(rounded(was, is).is_some(), is_same, "{was}, {is}");
            assert!(other_number(was, is, |_, _| true).is_some(), "{was}, {is}");
        }
        for (was, is) in [("-3", "−3"), ("+2", "2"), ("0.5", "0.5")] {
            assert_eq!(other_number(was, is, |_, _| true), None, "{was}, {is}");
        }
    }

    #[test]
    fn numbers_are_found_whatever_they_touch() {
        for (text, found) in [
            ("is 0.5/0.25.", vec!["0.5", "0.25"]),
            ("MSE=0.5, *3*, (1,2)", vec!["0.5", "3", "1", "2"]),
            ("2-fold, 3x, 4.", vec!["2", "3", "4"]),
            ("0.1-0.2, 0.1–0.2", vec!["0.1", "0.2", "0.1", "0.2"]),
            ("from -1 to +2 or −3", vec!["-1", "+2", "−3"]),
            ("1e-17 and 2e9 and 3exp", vec!["1e-17", "2e9", "3"]),
            ("none", vec![]),
        ] {
            assert_eq!(numbers(text), found, "{text}");
        }
    }
}
