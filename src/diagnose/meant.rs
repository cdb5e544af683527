//! Which cost a student means who states none.
//!
//! The squared costs differ by a constant c. A student whose cost is another one hands in c times what belongs to the
//! cost that was taken, and with a mistake c times what the mistake makes of it:
//!
//! ```text
//! right                c · g            right for another cost
//! one mistake          c · g(mistake)   one mistake under another cost, not a mistake and a constant
//! cross-entropy                         no constant, but a signal of its own
//! ```
//!
//! So every other cost is asked before two mistakes are thought of.

use super::Conventions;
use super::Diagnosis;
use super::Elsewhere;
use super::Explanation;
use super::Part;
use super::facts::Facts;
use super::recipe::Forwards;
use super::recipe::Labels;
use super::rounding::Rounding;
use super::search::Search;
use super::submission::SINGLE;
use super::submission::Written;
use super::verdict::Comparison;
use crate::cost::COSTS;
use crate::cost::Cost;
use crate::cost::Domain;
use crate::gradient::matrix;
use crate::problem::Problem;

/// What is to be said under another cost.
pub(super) enum Other {
    /// The numbers are right for it, to the last digit or as measured slopes are.
    Right { cost: &'static Cost, numeric: bool },
    /// One mistake gives them.
    Mistaken(Box<Diagnosis>),
}

/// Whether numbers are right.
#[derive(Clone, Copy, PartialEq)]
enum Rightness {
    Exact,
    Measured,
    Not,
}

impl Comparison<'_> {
    /// What is to be said under another cost, where these simplest explanations under the one that was taken, and
    /// what else the numbers are right for, leave it open.
    pub(super) fn other(
        &self,
        search: &Search,
        simplest: &[Explanation],
        elsewhere: Option<Elsewhere>,
        conventions: Conventions,
    ) -> Option<Other> {
        match elsewhere {
            // No rate of a step is so large: the sign and another cost are likelier.
            Some(Elsewhere::Rate(rate)) if rate > 1.0 => self.mistaken(search, conventions, |diagnosis| {
                diagnosis.explanations.iter().any(|one| one.is_alone("sign-flip"))
            }),
            Some(_) => None,
            None => {
                let right = self.right_elsewhere();
                let exactly = matches!(right, Some(Other::Right { numeric: false, .. }));
                match simplest {
                    [] => right.or_else(|| self.mistaken(search, conventions, |_| true)),
                    _ => right.filter(|_| exactly),
                }
            }
        }
    }

    /// The first cost that the numbers are right for; exactly before as far as measuring goes.
    fn right_elsewhere(&self) -> Option<Other> {
        let costs: Vec<(&'static Cost, Rightness)> = self
            .under_other_costs()
            // What is right for cross-entropy with a sigmoid may as well lack a derivative, and is told so.
            .filter_map(|problem| {
                let rightness = self.rightness_under(&problem)?;
                let is_mistake = rightness == Rightness::Exact && is_cross_entropy_of_sigmoids(&problem);
                (!is_mistake).then(|| (problem.cost(), rightness))
            })
            .collect();
        [(Rightness::Exact, false), (Rightness::Measured, true)].into_iter().find_map(|(wanted, numeric)| {
            let (cost, _) = costs.iter().find(|(_, rightness)| *rightness == wanted)?;
            Some(Other::Right { cost, numeric })
        })
    }

    fn rightness_under(&self, problem: &Problem) -> Option<Rightness> {
        if ![self.problem, problem].into_iter().all(is_squared) {
            return Comparison::ask(problem, self.submission, rightness);
        }
        let times = problem.square_slope(problem.cost()) / problem.square_slope(self.problem.cost());
        let (mut right, mut rounding) = (self.right.clone(), self.rounding.clone());
        right.scale(times);
        rounding.scale(times);
        Some(rightness(&self.with(problem, &right, &rounding)))
    }

    /// The first diagnosis under another cost by one mistake that is wanted.
    fn mistaken(
        &self,
        search: &Search,
        conventions: Conventions,
        is_wanted: fn(&Diagnosis) -> bool,
    ) -> Option<Other> {
        let may_be_meant = |problem: &Problem| match problem.cost().domain {
            // A squared cost is asked through the one that was taken, before it is asked itself.
            Domain::All => !is_squared(self.problem) || search.may_fit_under(problem),
            Domain::OpenUnitInterval => true,
            // Who makes mistakes with it has softmax there.
            Domain::PositiveWhereLabelled => problem.output_activation().name == "softmax",
        };
        self.under_other_costs().filter(may_be_meant).find_map(|problem| {
            let with_one_mistake = |other: &Comparison| other.with_one_mistake(conventions);
            let diagnosis = Comparison::ask(&problem, self.submission, with_one_mistake)??;
            let diagnosis = Diagnosis { cost: Some(problem.cost()), ..diagnosis };
            is_wanted(&diagnosis).then(|| Other::Mistaken(Box::new(diagnosis)))
        })
    }

    /// The diagnosis under another cost where the constant that makes it of the one that was taken is a part of these
    /// explanations, and it needs fewer parts, or only the sign where these need a rate.
    pub(super) fn without_the_constant(
        &self,
        explanations: &[Explanation],
        conventions: Conventions,
    ) -> Option<Diagnosis> {
        let fewest = explanations.iter().map(|one| one.parts.len()).min()?;
        let size = |cost: &Cost| self.problem.square_slope(cost);
        let own = size(self.problem.cost());
        let parts = || explanations.iter().flat_map(|one| &one.parts);
        let factors: Vec<f64> = parts().filter_map(Part::factor).collect();
        let is_rate = explanations.iter().all(|one| one.parts.iter().any(Part::is_large_step));
        let most = if is_rate { fewest } else { fewest - 1 };
        let is_part = |cost: &Cost| {
            let is = |factor: &f64| (factor * own / size(cost) - 1.0).abs() < 1e-12;
            cost.domain == Domain::All && factors.iter().any(is)
        };
        self.under_other_costs().filter(|problem| is_part(problem.cost())).find_map(|problem| {
            let combined = |other: &Comparison| other.with_several_mistakes(conventions, most);
            let diagnosis = Comparison::ask(&problem, self.submission, combined)??;
            Some(Diagnosis { cost: Some(problem.cost()), ..diagnosis })
        })
    }

    /// The problem under each other cost that is defined there and gives another gradient than those before.
    fn under_other_costs(&self) -> impl Iterator<Item = Problem> + '_ {
        let problem = self.problem;
        let mut known = Vec::new();
        let own = std::iter::once(self.problem.cost());
        // Softmax is seldom met with another cost than its own.
        let is_softmax = problem.output_activation().name == "softmax";
        let of_softmax = |cost: &&Cost| is_softmax && cost.domain == Domain::PositiveWhereLabelled;
        let (first, then): (Vec<&'static Cost>, Vec<_>) = COSTS.iter().partition(of_softmax);
        let costs = own.chain(first).chain(then).filter(move |cost| {
            let size = problem.square_slope(cost);
            let is_new = cost.domain != Domain::All || !known.contains(&size);
            known.push(size);
            is_new
        });
        let others = costs.filter(|cost| cost.name != self.problem.cost().name);
        let problems = others.filter_map(|cost| self.problem.clone().with_cost(cost).ok());
        problems.filter(|problem| is_squared(problem) || matrix::gradient(problem).is_ok())
    }
}

/// The costs that have this value for a problem.
pub fn costs(problem: &Problem, value: Written) -> Vec<&'static Cost> {
    let fits = |cost: &&'static Cost| {
        let Ok(other) = problem.clone().with_cost(cost) else { return false };
        let Some(facts) = Facts::new(&other, Forwards::default(), Labels::Given) else { return false };
        let rounding = Rounding::new(&facts);
        let outputs = facts.outs[facts.layers() - 1].numbers().iter().zip(other.labels().numbers());
        let ours = outputs.map(|(&o, &y)| (cost.term)(o, y)).sum::<f64>() / other.divisor();
        // The precision of one number cannot be told: single precision is allowed.
        (ours - value.value).abs() <= value.half_unit + 2.0 * SINGLE * (rounding.cost + ours.abs())
    };
    COSTS.iter().filter(fits).collect()
}

fn is_squared(problem: &Problem) -> bool {
    problem.cost().domain == Domain::All
}

fn rightness(numbers: &Comparison) -> Rightness {
    match numbers.first_difference() {
        None => Rightness::Exact,
        Some(_) if numbers.is_measured() => Rightness::Measured,
        Some(_) => Rightness::Not,
    }
}

/// Whether the derivative at the output cancels.
fn is_cross_entropy_of_sigmoids(problem: &Problem) -> bool {
    problem.cost().domain == Domain::OpenUnitInterval && problem.output_activation().name == "sigmoid"
}
