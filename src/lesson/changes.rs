//! What differs between two formulas, as places in the second one.
//!
//! ```text
//! 1/N·f·∂f/∂o   →   1/N·f·1          the last factor
//! a + b + c     →   a + c            nothing that stands there now
//! ```
//!
//! The places are as small as they can be: whoever marks them marks the only thing that is new.

use std::ops::Range;

use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;

/// A part that is new, or some of the terms or factors of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part; with a run, the sum or product in which it is.
    pub within: Focus,
    /// Which terms or factors, side by side; nothing where the whole part is meant.
    pub run: Option<Range<usize>>,
}

/// What is new in `after`.
pub(super) fn changes(before: &Expr, after: &Expr) -> Vec<Change> {
    let mut found = Vec::new();
    gather(before, after, &Focus::whole(), &mut found);
    found
}

/// What differs, seen from either of two formulas.
pub fn contrast(left: &Expr, right: &Expr) -> [Vec<Change>; 2] {
    [changes(right, left), changes(left, right)]
}

/// Whether two formulas are the same but for indices and numbers.
pub(super) fn are_built_alike(left: &Expr, right: &Expr) -> bool {
    outline(left) == outline(right)
}

/// A formula without its indices and numbers.
fn outline(formula: &Expr) -> Expr {
    let bare = |name: &Symbol| Symbol::new(name.base.clone());
    match formula {
        Expr::Num(_) => Expr::integer(1),
        Expr::Sym(name) => bare(name).into(),
        Expr::Partial { of, by } => Expr::partial(outline(of), bare(by)),
        other => other.map_parts(&mut outline),
    }
}

fn gather(before: &Expr, after: &Expr, at: &Focus, found: &mut Vec<Change>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Expr::Add(old), Expr::Add(new)) | (Expr::Mul(old), Expr::Mul(new)) => list(old, new, at, found),
        // Where a new product or sum has grown out of one of its own parts, the rest is what is new.
        (old, Expr::Add(new) | Expr::Mul(new)) if new.contains(old) => {
            list(std::slice::from_ref(old), new, at, found);
        }
        // What is left of a sum or product stood there before.
        (Expr::Add(old) | Expr::Mul(old), new) if old.contains(new) => {}
        _ if same_form(before, after) => {
            for (place, (old, new)) in before.parts().zip(after.parts()).enumerate() {
                gather(old, new, &at.down(place), found);
            }
        }
        _ => found.push(Change { within: at.clone(), run: None }),
    }
}

/// Whether two formulas differ, if at all, in the parts that a focus can go down to.
fn same_form(before: &Expr, after: &Expr) -> bool {
    match (before, after) {
        (Expr::Neg(_), Expr::Neg(_)) | (Expr::Div(..), Expr::Div(..)) => true,
        (Expr::Pow(_, a), Expr::Pow(_, b)) => a == b,
        (Expr::Call(a, _), Expr::Call(b, _)) => a.name == b.name,
        (Expr::Sum { index: a, .. }, Expr::Sum { index: b, .. }) => a == b,
        (Expr::Partial { by: a, .. }, Expr::Partial { by: b, .. }) => a == b,
        _ => false,
    }
}

/// Terms or factors: what both lists begin and end with is old.
fn list(old: &[Expr], new: &[Expr], at: &Focus, found: &mut Vec<Change>) {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
    let (gone, came) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if gone.len() == came.len() {
        for (place, (old, new)) in gone.iter().zip(came).enumerate() {
            gather(old, new, &at.down(start + place), found);
        }
        return;
    }
    match came.len() {
        0 => {}
        1 => found.push(Change { within: at.down(start), run: None }),
        all if all == new.len() => found.push(Change { within: at.clone(), run: None }),
        length => found.push(Change { within: at.clone(), run: Some(start..start + length) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(before: &str, after: &str) -> Vec<String> {
        let after: Expr = after.parse().expect(after);
        changes(&before.parse().expect(before), &after)
            .into_iter()
            .map(|Change { within, run }| {
                let part = after.at(&within).expect("it is there");
                match (part, run) {
                    (Expr::Add(all), Some(run)) => Expr::sum_of(all[run].to_vec()).to_string(),
                    (Expr::Mul(all), Some(run)) => Expr::product_of(all[run].to_vec()).to_string(),
                    (part, _) => part.to_string(),
                }
            })
            .collect()
    }

    #[test]
    fn only_what_is_new_is_found() {
        assert_eq!(seen("1/N*f*d(f)/d(o)", "1/N*f*1"), ["1"]);
        assert_eq!(seen("a*b + c*d(x)/d(y)", "a*b + c*(p*q)"), ["p*q"]);
        assert_eq!(seen("a*d(x)/d(y)*c", "a*p*q*c"), ["p*q"]);
        assert_eq!(seen("a + b + c", "a + c"), [""; 0]);
        assert_eq!(seen("exp(-x)/(1 + exp(-x))^2", "exp(-x)/(1 + exp(-x))"), ["1 + exp(-x)"]);
        assert_eq!(seen("a + b", "a*b"), ["a*b"]);
        assert_eq!(seen("f", "1/N*f"), ["1/N"]);
        assert_eq!(seen("sum(e, 1, E, a*h_out_1^(e))", "sum(e, 1, E, a*h_out_2^(e))"), ["h_out_2^(e)"]);
        assert_eq!(seen("a + b", "a + b"), [""; 0]);
        assert_eq!(seen("1/(2*N)*f", "1/N*f"), [""; 0]);
        assert_eq!(seen("1/N*f", "1/(2*N)*f"), ["2"]);
    }
}
