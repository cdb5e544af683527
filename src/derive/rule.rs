//! Rules: the named moves of a derivation.

use std::cell::Cell;

use super::Derivation;
use super::givens::Givens;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;

/// One named move. Everything about it is in one literal.
pub struct Rule {
    /// Its name: `chain-rule`.
    pub name: &'static str,
    /// The sentence that a learner reads.
    pub says: &'static str,
    /// A case in which it applies, which is run by a test.
    pub example: Example,
    /// A case in which it refuses, which is run by a test.
    pub refuses: Example,
    /// What it makes of a formula.
    pub(super) rewrite: Rewrite,
}

/// What a rule works on.
#[derive(Clone, Copy)]
pub(super) enum Rewrite {
    /// One part of a formula, which keeps its value.
    Part(fn(&Site) -> Result<Expr, String>),
    /// What stands in a part, and what is put in its place: these two have to be equal by themselves, also where the
    /// part would not show that they are not.
    Exchange(fn(&Site) -> Result<(Expr, Expr), String>),
    /// Both sides of an equation, which keeps its truth.
    Equation(fn(&Equation, &Site) -> Result<Equation, String>),
}

/// A rule at work. All formulas are in notation.
pub struct Example {
    /// The formula, or the equation.
    pub from: &'static str,
    /// What the rule was told besides.
    pub with: &'static [&'static str],
    /// What is given, as `name = formula`.
    pub given: &'static [&'static str],
    /// What comes out, or a part of the reason for refusing.
    pub to: &'static str,
}

impl Example {
    /// What the rule is tried on. A formula alone is one that equals itself.
    pub fn before(&self) -> Equation {
        match self.from.split_once(" = ") {
            Some((left, right)) => Equation { left: read(left), right: read(right) },
            None => Equation::start(read(self.from)),
        }
    }

    /// What the rule is told besides.
    pub fn told(&self) -> Vec<Expr> {
        self.with.iter().map(|text| read(text)).collect()
    }

    /// What is given.
    pub fn given(&self) -> Vec<Equation> {
        let definitions = self.given.iter().filter_map(|definition| definition.split_once(" = "));
        definitions.map(|(name, is)| Equation { left: read(name), right: read(is) }).collect()
    }

    /// Tries the rule: what it makes of the right side, or why it refuses.
    pub fn run(&self, rule: &'static Rule) -> Result<Equation, Refusal> {
        let mut givens = Givens::of_numbers();
        for letter in ['e', 'f', 'k', 'n'] {
            givens.letter(letter, 3);
        }
        for Equation { left, right } in self.given() {
            let Expr::Sym(name) = left else { continue };
            givens
                .define(name, right)
                .map_err(|error| Refusal { rule: rule.name, reason: error.to_string() })?;
        }
        let mut derivation = Derivation::new(givens, self.before())?;
        derivation.apply(rule, &Focus::whole(), &self.told())?;
        Ok(derivation.now().clone())
    }
}

/// A formula of the table.
fn read(text: &str) -> Expr {
    text.parse().unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

/// Two formulas that are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// What the derivation is about.
    pub left: Expr,
    /// What it has been brought to.
    pub right: Expr,
}

/// Why a rule was not applied: an answer for whoever tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {reason}")]
pub struct Refusal {
    /// The rule.
    pub rule: &'static str,
    /// Why not, in words for a learner.
    pub reason: String,
}

/// Where a rule works.
pub(super) struct Site<'a> {
    /// The part in focus.
    pub(super) part: &'a Expr,
    /// What may be taken for granted.
    pub(super) givens: &'a Givens,
    told: &'a [Expr],
    has_asked: Cell<bool>,
}

impl<'a> Site<'a> {
    pub(super) fn new(part: &'a Expr, told: &'a [Expr], givens: &'a Givens) -> Self {
        Site { part, givens, told, has_asked: Cell::new(false) }
    }

    /// What the rule was told besides.
    pub(super) fn with(&self) -> &'a [Expr] {
        self.has_asked.set(true);
        self.told
    }

    /// Demands that nothing was told to a rule that does not ask: it would be taken for something that was used.
    pub(super) fn all_used(&self) -> Result<(), String> {
        if self.told.is_empty() || self.has_asked.get() {
            return Ok(());
        }
        let told: Vec<String> = self.told.iter().map(Expr::unicode).collect();
        Err(format!("here this rule has no use for {}: leave it out", told.join(", ")))
    }

    /// The derivative in focus: of what, and by what.
    pub(super) fn derivative(&self) -> Result<(&'a Expr, &'a Symbol), String> {
        match self.part {
            Expr::Partial { of, by } => Ok((of, by)),
            other => Err(format!("{} is not a derivative: point at one", other.unicode())),
        }
    }

    pub(super) fn factors(&self) -> Result<&'a [Expr], String> {
        match self.part {
            Expr::Mul(factors) => Ok(factors),
            other => Err(format!("{} is not a product: point at one", other.unicode())),
        }
    }

    pub(super) fn terms(&self) -> Result<&'a [Expr], String> {
        match self.part {
            Expr::Add(terms) => Ok(terms),
            other => Err(format!("{} is not a sum: point at one", other.unicode())),
        }
    }

    pub(super) fn fraction(&self) -> Result<(&'a Expr, &'a Expr), String> {
        match self.part {
            Expr::Div(over, under) => Ok((over, under)),
            other => Err(format!("{} is not a fraction: point at one", other.unicode())),
        }
    }

    /// The only thing that the rule was told.
    pub(super) fn told(&self, what: &str) -> Result<&'a Expr, String> {
        match self.with() {
            [one] => Ok(one),
            _ => Err(format!("say {what}")),
        }
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Display for Equation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} = {}", self.left, self.right)
    }
}
