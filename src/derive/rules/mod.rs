//! The table of rules.
//!
//! A new rule is one literal in one of these files: what it is called, the sentence that a learner reads, a case in
//! which it applies, a case in which it refuses, and the function that rewrites. Nothing has to be registered, and
//! nothing has to be proved here: whatever a rule makes is checked before it becomes a step.

mod algebra;
mod chain;
mod derivatives;
mod fractions;
pub(super) mod names;
mod signs;
mod sums;

use super::rule::Rule;

/// Every rule there is, those of derivatives first.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let tables: [&'static [Rule]; 7] = [
        derivatives::TABLE,
        chain::TABLE,
        names::TABLE,
        algebra::TABLE,
        fractions::TABLE,
        signs::TABLE,
        sums::TABLE,
    ];
    tables.into_iter().flatten()
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}
