//! How two formulas differ, told as mathematics.
//!
//! ```text
//! a·(−b) → a·b        sign of the second factor flipped
//! a·b·c  → a·c        the second factor, b, is gone
//! a·h₁   → a·h₂       the second factor: h₁ became h₂
//! ```

use crate::derive::Equation;
use crate::derive::verify::Verdict;
use crate::expr::Expr;
use crate::lesson::stage::sorted;

use super::compare::Witness;

/// The two sides of an equation as it stands in a transcript.
pub(super) fn sides(text: &str) -> Option<Equation> {
    let (left, right) = text.split_once(" = ")?;
    Some(Equation { left: left.parse().ok()?, right: right.parse().ok()? })
}

/// What two formulas are about: the right sides of two equations, or two formulas that stand by themselves.
pub(super) fn both(was: &str, is: &str) -> Option<[Expr; 2]> {
    match (sides(was), sides(is)) {
        (Some(was), Some(is)) => Some([was.right, is.right]),
        (None, None) => Some([was.parse().ok()?, is.parse().ok()?]),
        _ => None,
    }
}

/// Whether one is the other with terms or factors in another order.
pub(super) fn only_order(was: &str, is: &str) -> bool {
    let one = |text: &str| {
        let equation = sides(text)?;
        Some([sorted(&equation.left), sorted(&equation.right)])
    };
    let alone = |text: &str| text.parse().ok().map(|formula: Expr| sorted(&formula));
    let are_equal = match (one(was), one(is)) {
        (None, None) => alone(was).is_some_and(|was| alone(is) == Some(was)),
        (was, is) => was == is,
    };
    was != is && are_equal
}

/// The smallest thing that happened to a formula so that another one came of it.
pub(super) fn change(was: &Expr, is: &Expr, witness: &Witness) -> String {
    told(was, is, witness, "")
}

/// `place` says where in the whole this is; it is empty for the whole itself.
fn told(was: &Expr, is: &Expr, witness: &Witness, place: &str) -> String {
    let parts: [Vec<&Expr>; 2] = [was.parts().collect(), is.parts().collect()];
    if let Some(name) = series(was, is) {
        let differing: Vec<usize> = (0..parts[0].len().min(parts[1].len()))
            .filter(|&part| parts[0][part] != parts[1][part])
            .collect();
        match (parts[0].len(), parts[1].len(), differing.as_slice()) {
            (old, new, &[part]) if old == new => {
                let place = format!("the {} {name}", ordinal(part));
                return told(parts[0][part], parts[1][part], witness, &place);
            }
            (old, new, _) if old == new + 1 => {
                if let Some(gone) = missing(&parts[0], &parts[1]) {
                    return format!("the {} {name}, {}, is gone", ordinal(gone), parts[0][gone].unicode());
                }
            }
            (old, new, _) if old + 1 == new => {
                if let Some(came) = missing(&parts[1], &parts[0]) {
                    return format!("the {} {name}, {}, is new", ordinal(came), parts[1][came].unicode());
                }
            }
            _ => {}
        }
    }
    if let (Expr::Neg(was), Expr::Neg(is)) = (was, is) {
        return told(was, is, witness, place);
    }
    if let Some((inner, which)) = within(was, is) {
        let place = if place.is_empty() { which.to_owned() } else { format!("{which} of {place}") };
        return told(inner[0], inner[1], witness, &place);
    }
    let of = if place.is_empty() { String::new() } else { format!(" of {place}") };
    if flipped(was, is, witness) {
        return format!("sign{of} flipped");
    }
    let became = format!("{} became {}", was.unicode(), is.unicode());
    if place.is_empty() { became } else { format!("{place}: {became}") }
}

/// What the parts of both are called, where both are sums or both are products.
fn series(was: &Expr, is: &Expr) -> Option<&'static str> {
    match (was, is) {
        (Expr::Add(_), Expr::Add(_)) => Some("term"),
        (Expr::Mul(_), Expr::Mul(_)) => Some("factor"),
        _ => None,
    }
}

/// The one part in which two formulas of the same make differ, and what it is called.
fn within<'e>(was: &'e Expr, is: &'e Expr) -> Option<([&'e Expr; 2], &'static str)> {
    match (was, is) {
        (Expr::Div(over, under), Expr::Div(new_over, new_under)) => {
            if under == new_under {
                Some(([&**over, &**new_over], "the numerator"))
            } else if over == new_over {
                Some(([&**under, &**new_under], "the denominator"))
            } else {
                None
            }
        }
        (
            Expr::Sum { index: a, from: b, to: c, body: was },
            Expr::Sum { index: x, from: y, to: z, body: is },
        ) if (a, b, c) == (x, y, z) => Some(([&**was, &**is], "what Σ adds")),
        (Expr::Pow(was, a), Expr::Pow(is, b)) if a == b => Some(([&**was, &**is], "the base")),
        _ => None,
    }
}

/// Which part of the longer list the shorter one lacks, where that is all.
fn missing(longer: &[&Expr], shorter: &[&Expr]) -> Option<usize> {
    let at = longer.iter().zip(shorter).take_while(|(one, other)| one == other).count();
    (longer[at + 1..] == shorter[at..]).then_some(at)
}

fn flipped(was: &Expr, is: &Expr, witness: &Witness) -> bool {
    matches!(witness.compared(was, &is.clone().negated()), Verdict::Holds(_))
}

fn ordinal(place: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    WORDS.get(place).map_or_else(|| format!("{}th", place + 1), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Givens;

    #[test]
    fn the_smallest_change_is_told() {
        let witness = Witness { shape: None, givens: Givens::default() };
        for (was, is, told) in [
            (
                "-1*(1 + exp(-x))^(-2)*(-exp(-x))",
                "-1*(1 + exp(-x))^(-2)*exp(-x)",
                "sign of the third factor flipped",
            ),
            ("(o - y)*a", "(y - o)*a", "sign of the first factor flipped"),
            ("a - b", "a + b", "sign of the second term flipped"),
            ("a*b", "-(a*b)", "sign flipped"),
            ("a*b*c", "a*c", "the second factor, b, is gone"),
            ("a + c", "a + b + c", "the second term, b, is new"),
            ("a*h_1", "a*h_2", "the second factor: h_1 became h_2"),
            ("2*a/(3*b)", "2*a/(4*b)", "the first factor: 3 became 4"),
            ("sum(e, 1, E, a*b)", "sum(e, 1, E, -(a*b))", "sign of what Σ adds flipped"),
            ("a", "b", "a became b"),
        ] {
            let read = |text: &str| text.parse::<Expr>().expect(text);
            assert_eq!(change(&read(was), &read(is), &witness), told, "{was} → {is}");
        }
    }

    #[test]
    fn order_alone_is_seen() {
        assert!(only_order("f = a*(b + c)", "f = (c + b)*a") && only_order("a*b", "b*a"));
        assert!(!only_order("a*(b + c)", "a*(b + c)"));
        assert!(!only_order("a*b", "a*c") && !only_order("a/b", "b/a"));
        assert!(!only_order("f = a*b", "a*b") && !only_order("(", ")"));
    }
}
