//! Many equations that differ only in their indices, as one with letters.

use std::collections::BTreeMap;

use super::Derivation;
use super::Equation;
use super::Givens;
use super::Refusal;
use super::equal;
use super::verify::Evidence;
use crate::expr::Index;
use crate::expr::Letters;

/// A general equation, every member of which has been derived.
#[derive(Clone, Debug)]
pub struct Generalisation {
    general: Equation,
    evidence: Evidence,
}

impl Generalisation {
    /// Takes the general form and its members, puts every index back into the letters whose range the givens know,
    /// and demands each member: one of the derivations has to have reached it, in these very words or in equal ones.
    pub fn new(general: Equation, members: &[Derivation], givens: &Givens) -> Result<Self, Refusal> {
        let refuse = |reason: String| Refusal { rule: "generalisation", reason };
        let letters = ranged_letters(&general, givens);
        if letters.is_empty() {
            return Err(refuse(format!("no letter stands in {general}")));
        }
        let mut found = Vec::new();
        for put in every(&letters) {
            let Equation { left, right } = member(&general, &put);
            let derived = members.iter().map(Derivation::now).find(|now| now.left == left);
            let derived =
                derived.ok_or_else(|| refuse(format!("{} has not been derived", left.unicode())))?;
            found.push(equal(&derived.right, &right, givens, &BTreeMap::new()).map_err(refuse)?);
        }
        Ok(Generalisation { general, evidence: Evidence::of_all(found) })
    }

    /// The equation with letters.
    pub fn general(&self) -> &Equation {
        &self.general
    }

    /// How its members were checked.
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }
}

fn member(general: &Equation, put: &Letters) -> Equation {
    Equation { left: general.left.with_letters(put), right: general.right.with_letters(put) }
}

fn ranged_letters(general: &Equation, givens: &Givens) -> Vec<(char, usize)> {
    let mut letters = general.left.free_letters();
    letters.extend(general.right.free_letters());
    letters.sort_unstable();
    letters.dedup();
    letters.into_iter().filter_map(|letter| Some((letter, givens.last_of(letter)?))).collect()
}

/// Every way to put numbers in.
fn every(letters: &[(char, usize)]) -> Vec<Letters> {
    letters.iter().fold(vec![Letters::new()], |ways, &(letter, last)| {
        ways.iter()
            .flat_map(|way| {
                (1..=last).map(move |number| {
                    let mut way = way.clone();
                    way.insert(letter, Index::At(number));
                    way
                })
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::rule;
    use crate::expr::Focus;

    fn members(givens: &Givens, count: usize) -> Vec<Derivation> {
        let one = |(f, n): (usize, usize)| {
            let start = Equation::start(format!("d(o_in_{n}^(1))/d(w_2{f}{n})").parse().expect("a formula"));
            let mut derivation = Derivation::new(givens.clone(), start).expect("true");
            let mut step = |name: &str, at: Focus| {
                derivation.apply(rule(name).expect("a rule"), &at, &[]).map(|_| ()).expect("a step");
            };
            step("definition", [0].into());
            step("opposite-element", Focus::whole());
            derivation
        };
        [(1, 1), (2, 1), (1, 2), (2, 2)].into_iter().take(count).map(one).collect()
    }

    #[test]
    fn every_member_is_demanded() {
        let mut givens = Givens::of_numbers();
        let dot = "h_out_1^(e)*w_21n + h_out_2^(e)*w_22n".parse().expect("a formula");
        givens.define("o_in_n^(e)".parse().expect("a name"), dot).expect("a definition");
        givens.letter('f', 2);
        givens.letter('n', 2);
        let general = |right: &str| Equation {
            left: "d(o_in_n^(1))/d(w_2fn)".parse().expect("a formula"),
            right: right.parse().expect(right),
        };
        let six = members(&givens, 4);
        assert!(Generalisation::new(general("h_out_f^(1)"), &six, &givens).is_ok());
        let refusal = |right: &str, members: &[Derivation]| {
            Generalisation::new(general(right), members, &givens).expect_err("refused").to_string()
        };
        assert!(refusal("h_out_n^(1)", &six).contains("are not the same"));
        assert!(refusal("h_out_f^(1)", &six[..3]).contains("∂o_in_2^(1)/∂w_222 has not been derived"));
    }
}
