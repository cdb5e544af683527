//! Derivations: formulas that were reached step by step, each step a named rule that has been checked.
//!
//! [`Derivation::apply`] is the only way to make a [`Step`]: it lets a [`Rule`] rewrite a part of the formula *and*
//! has [`verify`] compare the part before with the part after. So a step that exists is right, whatever the rule's
//! author thought.
//!
//! ```
//! use gradwalk::derive::{Derivation, Equation, Givens, rule};
//! use gradwalk::expr::{Expr, Focus};
//!
//! let slope: Expr = "d(x^3 + 1)/d(x)".parse()?;
//! let mut derivation = Derivation::new(Givens::default(), Equation::start(slope))?;
//! derivation.apply(rule("constant-terms-vanish").unwrap(), &Focus::whole(), &[])?;
//! derivation.apply(rule("power-rule").unwrap(), &Focus::whole(), &[])?;
//! assert_eq!(derivation.now().to_string(), "d(x^3 + 1)/d(x) = 3*x^2");
//!
//! let refusal = derivation.apply(rule("cancel").unwrap(), &Focus::whole(), &[]).unwrap_err();
//! assert_eq!(refusal.to_string(), "cancel: 3·x^2 is not a fraction: point at one");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Givens`] say what may be taken for granted. A redefinition, such as 1/2N in the place of 1/N, is no step: it
//! starts a new derivation with new givens. A [`Generalisation`] puts letters in the place of numbers and demands
//! every member.

mod generalisation;
mod givens;
mod network;
mod rule;
mod rules;
pub mod text;
pub mod verify;
pub mod weight;
mod work;

use std::collections::BTreeMap;

pub use generalisation::Generalisation;
pub use givens::{Givens, GivensError, Undefined};
pub use network::{Unfolding, layer_givens, network_givens, written_givens};
pub use rule::{Equation, Example, Refusal, Rule};
pub use rules::{rule, rules};
pub(crate) use text::compare_letters;
pub(crate) use text::letter_ranges;
pub(crate) use work::worked_out;

use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;
use rule::Rewrite;
use rule::Site;
use rules::names::exchanged;
use verify::Evidence;
use verify::Verdict;
use verify::Work;

/// An equation and the steps by which its right side was reached.
#[derive(Clone, Debug)]
pub struct Derivation {
    givens: Givens,
    start: Equation,
    steps: Vec<Step>,
}

/// One step: a rule, applied and checked.
#[derive(Clone, Debug)]
pub struct Step {
    rule: &'static Rule,
    at: Focus,
    with: Vec<Expr>,
    after: Equation,
    evidence: Evidence,
}

impl Step {
    /// The rule that was applied.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Where on the right side it was applied. What it made stands at the same place.
    pub fn at(&self) -> &Focus {
        &self.at
    }

    /// What the rule was told besides.
    pub fn with(&self) -> &[Expr] {
        &self.with
    }

    /// What the equation is after the step.
    pub fn after(&self) -> &Equation {
        &self.after
    }

    /// How the step was checked.
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }
}

impl Equation {
    /// A formula equal to itself, as a derivation begins.
    pub fn start(formula: Expr) -> Self {
        Equation { left: formula.clone(), right: formula }
    }
}

impl Derivation {
    /// Begins with an equation, which is checked.
    pub fn new(givens: Givens, start: Equation) -> Result<Self, Refusal> {
        if start.left != start.right {
            equal(&start.left, &start.right, &givens, &BTreeMap::new())
                .map_err(|reason| Refusal { rule: "start", reason })?;
        }
        Ok(Derivation { givens, start, steps: Vec::new() })
    }

    /// A new derivation that goes on from what this one has reached.
    #[must_use]
    pub fn continued(&self) -> Self {
        Derivation { givens: self.givens.clone(), start: self.now().clone(), steps: Vec::new() }
    }

    /// What is taken for granted.
    pub fn givens(&self) -> &Givens {
        &self.givens
    }

    /// Takes one more name for granted. The steps so far stay true: none of them can have spoken of a name that had
    /// no meaning yet.
    pub fn define(&mut self, name: Symbol, is: Expr) -> Result<(), GivensError> {
        let equations = [&self.start].into_iter().chain(self.steps.iter().map(Step::after));
        let speaks = |formula: &Expr| {
            formula.any(&mut |part| matches!(part, Expr::Sym(symbol) if symbol.base == name.base))
        };
        if equations.into_iter().any(|equation| speaks(&equation.left) || speaks(&equation.right)) {
            return Err(GivensError::Used { name: name.to_string() });
        }
        self.givens.define(name, is)
    }

    /// The equation that it began with.
    pub fn begin(&self) -> &Equation {
        &self.start
    }

    /// The equation that has been reached.
    pub fn now(&self) -> &Equation {
        self.steps.last().map_or(&self.start, |step| &step.after)
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Applies a rule to the part of the right side at this place, and checks what comes out.
    pub fn apply(&mut self, rule: &'static Rule, at: &Focus, with: &[Expr]) -> Result<&Step, Refusal> {
        let refuse = |reason: String| Refusal { rule: rule.name, reason };
        let now = self.now();
        let part = now.right.at(at).ok_or_else(|| {
            refuse(format!(
                "there is no part at {at} of {}: count from 0, from the outside in",
                now.right.unicode()
            ))
        })?;
        let site = Site::new(part, with, &self.givens);
        let (after, evidence) = match rule.rewrite {
            Rewrite::Part(rewrite) => {
                let part_after = rewrite(&site).map_err(refuse)?;
                let evidence = self.same_at(at, part, &part_after).map_err(refuse)?;
                self.with_part(at, part_after, evidence).map_err(refuse)?
            }
            Rewrite::Exchange(exchange) => {
                let (old, new) = exchange(&site).map_err(refuse)?;
                let part_after = exchanged(part, &old, &new).map_err(refuse)?;
                let inside = part.find(&|inner| *inner == old).unwrap_or_default();
                let mut evidence =
                    self.same_at(&Focus([&at.0[..], &inside.0].concat()), &old, &new).map_err(refuse)?;
                if inside != Focus::whole() {
                    evidence = self.same_at(at, part, &part_after).map_err(refuse)?;
                }
                self.with_part(at, part_after, evidence).map_err(refuse)?
            }
            Rewrite::Equation(rewrite) => {
                let after = rewrite(now, &site).map_err(refuse)?;
                let evidence =
                    equal(&after.left, &after.right, &self.givens, &BTreeMap::new()).map_err(refuse)?;
                (after, evidence)
            }
        };
        site.all_used().map_err(refuse)?;
        self.steps.push(Step { rule, at: at.clone(), with: with.to_vec(), after, evidence });
        Ok(&self.steps[self.steps.len() - 1])
    }

    /// Whether a part of the right side is equal to what is to stand in its place.
    fn same_at(&self, at: &Focus, before: &Expr, after: &Expr) -> Result<Evidence, String> {
        equal(before, after, &self.givens, &running(&self.now().right, at, &self.givens))
    }

    /// The equation with another part on the right side. Inside a derivative two formulas of one value are not enough:
    /// d(f^2)/d(f) is not what it was once f has been replaced by what it stands for. So there the whole derivative is
    /// compared.
    fn with_part(&self, at: &Focus, part: Expr, evidence: Evidence) -> Result<(Equation, Evidence), String> {
        let Equation { left, right } = self.now();
        let after = right.with(at, part).unwrap_or_else(|| right.clone());
        let mut around = (0..at.0.len()).map(|depth| Focus(at.0[..depth].to_vec()));

        let derivative = around.find_map(|around| match (right.at(&around), after.at(&around)) {
            (Some(before @ Expr::Partial { .. }), Some(after)) => Some((around, before, after)),
            _ => None,
        });
        let evidence = match derivative {
            Some((around, before, after)) => self.same_at(&around, before, after)?,
            None => evidence,
        };
        Ok((Equation { left: left.clone(), right: after }, evidence))
    }
}

/// How far the letters run that a Σ around this place counts with.
fn running(formula: &Expr, at: &Focus, givens: &Givens) -> BTreeMap<char, usize> {
    let last = |to: &Expr| givens.run(&Expr::integer(1), to).map(|run| *run.end());
    formula.running_at(at).into_iter().filter_map(|(letter, to)| Some((letter, last(to)?))).collect()
}

/// How two formulas were found equal, or why they were not.
fn equal(
    before: &Expr,
    after: &Expr,
    givens: &Givens,
    running: &BTreeMap<char, usize>,
) -> Result<Evidence, String> {
    match verify::compare_under(before, after, givens, running, &Work::unlimited()) {
        Verdict::Holds(evidence) => Ok(evidence),
        Verdict::Fails(at) => {
            Err(format!("{} and {} are not the same: {at}", before.unicode(), after.unicode()))
        }
        Verdict::Unknown(reason) => Err(format!("whether this is right cannot be decided: {reason}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn givens(definitions: &[&str]) -> Givens {
        let mut givens = Givens::of_numbers();
        for letter in ['e', 'f', 'k', 'n'] {
            givens.letter(letter, 3);
        }
        for definition in definitions {
            let (name, is) = definition.split_once(" = ").expect("a definition");
            givens.define(name.parse().expect(name), is.parse().expect(is)).expect("a definition");
        }
        givens
    }

    fn equation(text: &str) -> Equation {
        let formula = |text: &str| text.parse::<Expr>().expect(text);
        match text.split_once(" = ") {
            Some((left, right)) => Equation { left: formula(left), right: formula(right) },
            None => Equation::start(formula(text)),
        }
    }

    #[test]
    fn every_rule_does_what_its_example_says() {
        for rule in rules() {
            let after = rule.example.run(rule).unwrap_or_else(|refusal| panic!("{refusal}"));
            match rule.example.to.split_once(" = ") {
                Some(_) => assert_eq!(after, equation(rule.example.to), "{}", rule.name),
                None => assert_eq!(after.right, equation(rule.example.to).left, "{}: {after}", rule.name),
            }
        }
    }

    #[test]
    fn every_rule_refuses_and_says_why() {
        for rule in rules() {
            match rule.refuses.run(rule) {
                Err(refusal) => assert!(refusal.reason.contains(rule.refuses.to), "{refusal}"),
                Ok(after) => panic!("{} made {after}", rule.name),
            }
        }
    }

    #[test]
    fn names_of_rules_are_different_and_their_sentences_end() {
        for (place, one) in rules().enumerate() {
            assert!(rules().skip(place + 1).all(|other| other.name != one.name), "{}", one.name);
            assert!(one.says.ends_with('.'), "{}", one.name);
        }
    }

    #[test]
    fn a_rule_that_is_wrong_makes_no_step() {
        static WRONG: Rule = Rule {
            name: "wrong",
            says: "A square of a sum is the sum of the squares.",
            example: Example { from: "", with: &[], given: &[], to: "" },
            refuses: Example { from: "", with: &[], given: &[], to: "" },
            rewrite: Rewrite::Part(|_| Ok("a^2 + b^2".parse().expect("a formula"))),
        };
        let mut derivation = Derivation::new(givens(&[]), equation("1 + (a + b)^2")).expect("true");
        let refusal = derivation.apply(&WRONG, &[1].into(), &[]).expect_err("refused").to_string();
        assert!(refusal.contains("(a + b)^2 and a^2 + b^2 are not the same: left"), "{refusal}");
        assert!(derivation.steps().is_empty());
        let lie = Derivation::new(givens(&[]), equation("a + b = a*b")).expect_err("refused").to_string();
        assert!(lie.contains("not the same"), "{lie}");
    }

    #[test]
    fn what_is_put_in_is_checked_where_the_derivative_does_not_see_it() {
        // ∂(f + x)/∂x is 1 whatever f is.
        let begun = || Derivation::new(givens(&["f = o - y"]), equation("d(f + x)/d(x)")).expect("true");
        let substitute = rule("substitute").expect("a rule");
        let with = |new: &str| ["f", new].map(|text| text.parse::<Expr>().expect(text));
        let refusal = begun().apply(substitute, &Focus::whole(), &with("o + y")).expect_err("refused");
        assert!(refusal.reason.starts_with("f and o + y are not the same"), "{refusal}");
        begun().apply(substitute, &Focus::whole(), &with("o - y")).expect("that is what f is");
    }

    #[test]
    fn inside_a_derivative_the_derivative_is_checked() {
        // Both sides of i = w·h have one value, but not one slope by i.
        let begun = |formula| Derivation::new(givens(&["i = w*h"]), equation(formula)).expect("true");
        let definition = rule("definition").expect("a rule");
        let refusal =
            begun("d(i^2)/d(i)").apply(definition, &[0, 0].into(), &[]).expect_err("refused").reason;
        assert!(refusal.contains("(w·h)^2 is not written by way of i"), "{refusal}");
        begun("d(i^2)/d(w)").apply(definition, &[0, 0].into(), &[]).expect("i stands between");
        let refusal =
            begun("2 + d(i^2)/d(i)").apply(definition, &[1, 0, 0].into(), &[]).expect_err("refused").reason;
        assert!(refusal.contains("is not written by way of i"), "{refusal}");
    }

    #[test]
    fn a_place_that_is_not_there_is_refused() {
        let mut derivation = Derivation::new(givens(&[]), equation("a + b")).expect("true");
        let refusal =
            derivation.apply(rule("cancel").expect("a rule"), &[7, 1].into(), &[]).expect_err("refused");
        assert!(refusal.to_string().contains("no part at [7, 1] of a + b"), "{refusal}");
    }

    #[test]
    fn under_a_sum_every_index_is_tried() {
        let mut derivation =
            Derivation::new(givens(&["o_n = sigma(i_n)"]), equation("sum(k, 1, 3, d(o_k)/d(i_k))"))
                .expect("true");
        let definition = rule("definition").expect("a rule");
        derivation.apply(definition, &[0, 0].into(), &[]).expect("o_k is defined");
        derivation.apply(rule("known-derivative").expect("a rule"), &[0].into(), &[]).expect("known");
        assert_eq!(derivation.now().right.unicode(), "Σ_(k=1)^(3) σ(i_k)·(1 − σ(i_k))");
    }
}
