//! A derivation as a text that can be checked.

use crate::derive::Derivation;
use crate::derive::Equation;
use crate::derive::Givens;
use crate::derive::Step;
use crate::derive::weight::WeightDerivation;

/// A whole derivation as a text: what is given, then every step of every part. [`check`](super::check) accepts it.
pub fn written(derivation: &WeightDerivation) -> String {
    let parts = derivation.parts();
    let given = parts.first().map(|part| given(part.derivation.givens())).unwrap_or_default();
    let claims = parts.iter().map(|part| claims(&part.derivation));
    [given].into_iter().chain(claims).collect::<Vec<_>>().join("\n")
}

fn given(givens: &Givens) -> String {
    let counts = givens.counts().map(|(name, count)| format!("let {name} = {count}\n"));
    let definitions = givens.definitions().map(|(name, is)| format!("let {name} = {is}\n"));
    counts.chain(definitions).collect()
}

/// One part: its left side once, then what it was brought to, step by step.
fn claims(derivation: &Derivation) -> String {
    let begin = derivation.begin();
    let begun = (begin.left != begin.right).then_some(begin);
    let after = derivation.steps().iter().map(Step::after);
    let mut text = String::new();
    for Equation { left, right } in begun.into_iter().chain(after) {
        let claim = if text.is_empty() { format!("{left} = {right}\n") } else { format!("    = {right}\n") };
        text.push_str(&claim);
    }
    text
}
