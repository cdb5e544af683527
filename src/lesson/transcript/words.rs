//! What words say in formulas and numbers, apart from the words.

use crate::derive::verify::Verdict;

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
    let (old, new) = (numbers(was), numbers(is));
    let changed = old.iter().zip(&new).find(|(one, other)| one != other);
    changed.filter(|_| old.len() == new.len()).map(|(one, other)| format!("the number {one} became {other}"))
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
    while let Some(at) = text[from..].find(|sign: char| sign.is_ascii_digit()).map(|at| from + at) {
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
    let digits = |text: &str| text.len() - text.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    let mut end = digits(text);
    let after = |end: usize, mark: &[&str]| {
        let mark = mark.iter().find(|mark| text[end..].starts_with(**mark))?;
        let more = digits(&text[end + mark.len()..]);
        (more > 0).then_some(end + mark.len() + more)
    };
    end = after(end, &["."]).unwrap_or(end);
    after(end, &["e-", "e"]).unwrap_or(end)
}

/// A text by turns in words and formulas. `\$` is the sign itself.
fn split(text: &str) -> Vec<(&str, bool)> {
    let (mut pieces, mut start, mut is_formula, mut before) = (Vec::new(), 0, false, ' ');
    for (at, sign) in text.char_indices() {
        if sign == '$' && before != '\\' {
            pieces.push((&text[start..at], is_formula));
            (start, is_formula) = (at + 1, !is_formula);
        }
        before = sign;
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
        assert!(only_order("it is $a*b$", "it is $b*a$") && !only_order("$a*b$", "$a*b$"));
        assert_eq!(mathematics("so $a$ and 3 of 4"), (1, 2));
        assert!(only_numbers_differ("slope 0.25 there", "slope 0.26 there"));
        assert!(!only_numbers_differ("slope 0.25 there", "slope 0.26 here"));
        assert!(!only_numbers_differ("to w_211 or o^(1)", "to w_221 or o^(2)"));
        assert_eq!(formulas(r"5 \$ and $a$"), ["a"]);
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
