//! Names in formulas: which the network has, and which are only a slip of the pen away from one.

use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::NameError;
use crate::lesson::scene::Scene;

/// Every name in a formula.
pub(super) fn names_in(formula: &Expr) -> Vec<Symbol> {
    let mut names = Vec::new();
    formula.any(&mut |part| {
        if let Expr::Sym(name) | Expr::Partial { by: name, .. } = part {
            names.push(name.clone());
        }
        false
    });
    names
}

/// One of the names that this name stands for: a letter stands for any number, and so for the first. Without an example,
/// the node of every example is meant.
pub(super) fn first_of(name: &Symbol) -> Symbol {
    let member = name.first_member();
    let example = name.takes_example().then(|| member.example.unwrap_or(Index::At(1)));
    Symbol { example, ..member }
}

/// Says which is the first name of the network's kind that this network does not have.
pub(super) fn absent(formula: &Expr, scene: &Scene) -> Option<String> {
    names_in(formula).into_iter().find_map(|name| {
        let is_parameter = matches!(name.base.as_str(), "w" | "b") && !name.sub.is_empty();
        if !is_parameter && !name.takes_example() {
            return None;
        }
        match scene.shape.quantity(&first_of(&name)) {
            Err(NameError::Absent { reason, .. }) => Some(format!("there is no {name}: {reason}")),
            _ => None,
        }
    })
}

/// A name of fewer letters is near to too many others.
const SHORTEST: usize = 3;

/// Whether a name is another one with one slip of the pen in it. One that differs in a digit is a name of its own, as is
/// a short one.
pub(super) fn is_slip(name: &str, known: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|letter| *letter != '_').count();
    if letters(name).min(letters(known)) < SHORTEST {
        return false;
    }
    let without_digits =
        |name: &str| name.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let (name, known) = (name.to_lowercase(), known.to_lowercase());
    strsim::damerau_levenshtein(&name, &known) <= 1
        && (name == known || without_digits(&name) != without_digits(&known))
}
