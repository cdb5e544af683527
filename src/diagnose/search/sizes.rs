//! Whether one mistake may give the numbers under another squared cost.
//!
//! Under another squared cost every program gives the same numbers up to a constant, but for one that makes something
//! of the signal that is not linear:
//!
//! ```text
//! signal′ = f·signal        gradient′ = ( f·N / N′ )·gradient        f = 1, 2 or ½
//! ```
//!
//! So where nothing gives a student's numbers up to constants under one of these costs, nothing does under another.

use super::Fitting;
use super::Search;
use crate::cost::COSTS;
use crate::cost::Domain;
use crate::diagnose::fit::Interval;
use crate::diagnose::mistakes::Free;
use crate::diagnose::naming::Scale;
use crate::diagnose::naming::free;
use crate::diagnose::naming::insides;
use crate::diagnose::solve;
use crate::diagnose::variant::Counts;
use crate::problem::Problem;

impl Search<'_, '_> {
    /// Whether one mistake may give the numbers under another squared cost than this one. It may say yes too often.
    pub(in crate::diagnose) fn may_fit_under(&self, other: &Problem) -> bool {
        let is_free = |fitting: &Fitting| self.is_free_under(fitting, other);
        self.fitting_alone().iter().any(is_free) || self.may_fit_in_another_size()
    }

    /// Whether under another squared cost nothing is left of a mistake to be named.
    fn is_free_under(&self, fitting: &Fitting, other: &Problem) -> bool {
        let size = |problem: &Problem| problem.square_slope(problem.cost());
        let times = size(other) / size(self.problem);
        let frees: Vec<Free> = fitting.variants.iter().map(|variant| variant.free).collect();
        let frees = free::together(&frees, &Counts::of(other));
        let is = |interval: Interval, free: f64| interval.over(times * free).holds(1.0);
        frees.into_iter().any(|(w, b)| fitting.fits.iter().all(|fit| is(fit.weights, w) && is(fit.biases, b)))
    }

    /// Whether anything may that is named by its constants, or is not only multiplied by them.
    fn may_fit_in_another_size(&self) -> bool {
        *self.fits_elsewhere.get_or_init(|| {
            let is_nonlinear =
                |fitting: &Fitting| fitting.variants.iter().any(|variant| variant.is_nonlinear());
            !self.fitting(&[]).is_empty()
                || self.fitting_alone().iter().any(is_nonlinear)
                || !self.fitting_beside_constants().is_empty()
                || self.other_insides().into_iter().any(|inside| self.fits_with(inside))
                || solve::may_be_finished(self)
                || solve::may_move(self, self.naming.other_sizes())
        })
    }

    /// Whether anything fits with this constant inside, of what is not only multiplied by that.
    fn fits_with(&self, inside: f64) -> bool {
        let scale = Scale { inside, outside: 1.0, named: None };
        let mut others = self.variants().filter(|variant| variant.is_nonlinear());
        others.any(|variant| self.fitting_scaled(&[variant], Some(&scale)).is_some())
    }

    /// The constants that may stand inside under other squared costs, but for those that may under this one too.
    fn other_insides(&self) -> Vec<f64> {
        let (cost, examples) = (self.problem.cost(), self.problem.inputs().rows());
        let insides =
            |n: f64| [1.0].into_iter().chain(insides(examples as f64, n).map(|(inside, ..)| inside));
        let own: Vec<f64> = insides(self.problem.divisor()).collect();
        let others = COSTS.iter().filter(|cost| cost.domain == Domain::All).flat_map(|other| {
            let f = other.slope(1.0, 0.0) / cost.slope(1.0, 0.0);
            insides(other.divisor(examples, self.problem.labels().columns())).map(move |inside| f * inside)
        });
        let mut others: Vec<f64> = others.filter(|inside| !own.contains(inside)).collect();
        others.sort_by(f64::total_cmp);
        others.dedup();
        others
    }
}

#[cfg(test)]
mod tests {
    use crate::cost;
    use crate::diagnose::facts::Facts;
    use crate::diagnose::fit::Right;
    use crate::diagnose::recipe::Edit;
    use crate::diagnose::recipe::Forwards;
    use crate::diagnose::recipe::Labels;
    use crate::diagnose::recipe::Recipe;
    use crate::diagnose::recipe::Slope;
    use crate::diagnose::verdict::Comparison;
    use crate::problem::Problem;

    fn may_fit_under(problem: &Problem, cost: &str, numbers: &Right) -> bool {
        let submission = numbers.handed_in(problem);
        let other = problem.clone().with_cost(cost::named(cost).expect("built in")).expect("defined there");
        let ask = |comparison: &Comparison| comparison.searching(|search, _| search.may_fit_under(&other));
        Comparison::ask(problem, &submission, ask).expect("finite")
    }

    #[test]
    fn another_cost_is_asked_for_what_fits_in_its_size_and_for_nothing_else() {
        let problem = Problem::built_in("probe").expect("built in");
        assert_eq!(problem.cost().name, "half-mse");
        let facts = Facts::new(&problem, Forwards::default(), Labels::Given).expect("finite");
        let of = |edits: &[Edit], times: f64| {
            let recipe = Recipe::right(problem.layers().len()).with(edits);
            let mut numbers = Right::of(&facts, &recipe).expect("finite");
            numbers.scale(times);
            numbers
        };
        let slope = [Edit::Own(1, Slope::AtOutput)];
        let of_mse = 2.0;
        assert!(may_fit_under(&problem, "mse", &of(&slope, of_mse)));
        assert!(!may_fit_under(&problem, "sse", &of(&slope, of_mse)));
        // A constant that has a name may be another one under another cost.
        assert!(may_fit_under(&problem, "sse", &of(&[], of_mse)));
        let mut one_off = of(&slope, of_mse);
        one_off.weights[1][(0, 0)] *= 1.1;
        assert!(!may_fit_under(&problem, "mse", &one_off));
    }
}
