//! Where a mistake first meets what was handed in.
//!
//! Above the first layer in which a mistake can show, everything is as in the right program; and of what stands between
//! there and the next layer of which anything was handed in, nothing can be asked. So each form needs one pass down to that
//! layer, whatever it is then asked there: whether it shows, whether it fits, whether it does with weight decay or as a step.

use super::Search;
use crate::diagnose::fit::Targets;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::pass::Made;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Labels;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::variant::Variant;

/// A program with one mistake, at the first layer of which anything was handed in and in which that can show.
pub(super) struct FirstShown<'f> {
    pass: LayerPass<'f>,
    /// Where it was reached over several layers at once: from which.
    leapt_from: Option<usize>,
}

impl<'s> Search<'s, '_> {
    /// Whether a mistake alone may give these numbers. It may say yes too often.
    pub(super) fn may_fit(&self, targets: &Targets, variant: &'s Variant) -> bool {
        self.first_shown(variant)
            .is_none_or(|FirstShown { pass, .. }| targets.fit(pass.layer(), pass).is_some())
    }

    /// Whether any number that was handed in would be another than the right one with this mistake alone.
    pub(super) fn shows(&self, variant: &'s Variant) -> bool {
        let recipe = self.recipe(&[variant]);
        if recipe.labels != Labels::Given || recipe.wants_rate() {
            return true;
        }
        let differs = || {
            let FirstShown { pass, leapt_from } = self.first_shown(variant)?;
            let (mut theirs, mut leapt_from) = (pass.clone(), *leapt_from);
            loop {
                // Over several layers at once numbers are added up in another order.
                let ours = match leapt_from {
                    Some(above) => self.right_below(above)?,
                    None => &self.right()?[theirs.layer()],
                };
                if self.targets.differ(ours, &theirs) {
                    return Some(true);
                }
                if theirs.layer() == self.lowest {
                    return Some(false);
                }
                (theirs, leapt_from) = self.next(&theirs, &recipe)?;
            }
        };
        // What cannot be computed fits nowhere.
        differs().unwrap_or(false)
    }

    /// A program with at most one mistake, at the first layer of whose gradient anything was handed in.
    pub(in crate::diagnose) fn at_first_told(
        &self,
        variants: &[&'s Variant],
        recipe: &Recipe,
    ) -> Option<LayerPass<'s>> {
        let (told, ..) = self.targets.first()?;
        let first = match variants {
            [variant] => self.first_shown(variant),
            _ => None,
        };
        match first {
            Some(FirstShown { pass, .. }) if pass.layer() == told => Some(pass.clone()),
            // It shows further down.
            Some(FirstShown { pass, .. }) if pass.layer() < told => {
                let mut pass = self.right()?[told].clone();
                pass.go_on_by(recipe.layers[told]);
                Some(pass)
            }
            _ => LayerPass::down_to(self.passes.get(recipe.forward, recipe.labels)?, recipe, told),
        }
    }

    /// `None` also where nothing is kept: of thousands of orders, or where a number must be solved for.
    fn first_shown(&self, variant: &'s Variant) -> Option<&FirstShown<'s>> {
        self.firsts.get(variant.place)?.get_or_init(|| self.first(variant)).as_ref()
    }

    fn first(&self, variant: &'s Variant) -> Option<FirstShown<'s>> {
        let recipe = self.recipe(&[variant]);
        let is_kept = self.passes.keeps(recipe.forward, recipe.labels);
        let is_finished = variant.edits.iter().any(|edit| matches!(edit, Edit::Finish(_)));
        if !is_kept || is_finished || recipe.wants_rate() || recipe.examples.wants_rate() {
            return None;
        }
        let facts = self.passes.get(recipe.forward, recipe.labels)?;
        let shows_at = variant.shows_at(self.layers());
        let made = Made::of_layer(self.is_told(shows_at));
        let mut pass = match self.right()?.get(shows_at + 1) {
            Some(above) => {
                let mut above = above.clone();
                above.go_on_by(recipe.layers[above.layer()]);
                above.below(&recipe, made)?
            }
            None => LayerPass::last(facts, &recipe, made)?,
        };
        let mut leapt_from = None;
        while !self.is_told(pass.layer()) {
            if pass.layer() <= self.lowest {
                return None;
            }
            (pass, leapt_from) = self.next(&pass, &recipe)?;
        }
        Some(FirstShown { pass, leapt_from })
    }

    /// The next layer on the way to what was handed in, and from which layer it was reached, where those between were not.
    fn next(&self, pass: &LayerPass<'s>, recipe: &Recipe) -> Option<(LayerPass<'s>, Option<usize>)> {
        let above = pass.layer();
        let below = pass.towards(recipe, self.told_below(above))?;
        let leapt_from = (below.layer() + 1 != above).then_some(above);
        Some((below, leapt_from))
    }

    fn is_told(&self, layer: usize) -> bool {
        self.targets.layers[layer].is_any()
    }

    /// The layers of the right program.
    fn right(&self) -> Option<&[LayerPass<'s>]> {
        let passes = || {
            let right = Recipe::right(self.layers());
            LayerPass::all(self.passes.get(right.forward, right.labels)?, &right)
        };
        self.right.get_or_init(passes).as_deref()
    }

    /// From a layer of it to the next below of which anything was handed in.
    fn right_below(&self, layer: usize) -> Option<&LayerPass<'s>> {
        let below = || self.right()?[layer].towards(&Recipe::right(self.layers()), self.told_below(layer));
        self.right_below[layer].get_or_init(below).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::facts::Facts;
    use crate::diagnose::fit::Right;
    use crate::diagnose::submission::Array;
    use crate::diagnose::submission::LayerGiven;
    use crate::diagnose::submission::Submission;
    use crate::diagnose::variant::Forms;
    use crate::diagnose::verdict::Comparison;
    use crate::problem::Problem;

    /// The numbers of a form of a mistake, of all layers or of one.
    fn submission(problem: &Problem, edits: &[Edit], only: Option<usize>) -> Option<Submission> {
        let recipe = Recipe::right(problem.layers().len()).with(edits);
        let facts = Facts::new(problem, recipe.forward, recipe.labels)?;
        let numbers = Right::of(&facts, &recipe)?;
        let mut submission = numbers.handed_in(problem);
        for (layer, given) in submission.layers.iter_mut().enumerate() {
            if only.is_some_and(|only| only != layer) {
                *given = LayerGiven::default();
            }
        }
        Some(submission)
    }

    #[test]
    fn what_does_not_fit_where_it_first_meets_the_numbers_fits_nowhere() {
        let problem = Problem::built_in("probe").expect("built in");
        let forms = Forms::of(&problem);
        let (mut dropped, mut fitting) = (0, 0);
        for made in forms.variants.iter().step_by(7) {
            for only in [None, Some(0), Some(1)] {
                let Some(submission) = submission(&problem, &made.edits, only) else { continue };
                let counted = Comparison::ask(&problem, &submission, |comparison| {
                    comparison.searching(|search, _| {
                        for variant in search.variants() {
                            match (
                                search.may_fit(search.targets, variant),
                                search.fitting(&[variant]).is_empty(),
                            ) {
                                (false, true) => dropped += 1,
                                (true, false) => fitting += 1,
                                (false, false) => panic!("{:?} fits {:?}", variant.edits, made.edits),
                                (true, true) => {}
                            }
                        }
                    });
                });
                counted.expect("finite");
            }
        }
        assert!(dropped > 1000 && fitting > 50, "{dropped} dropped, {fitting} fit");
    }

    #[test]
    fn a_pass_begins_where_going_down_layer_by_layer_leads() {
        let problem = Problem::built_in("probe").expect("built in");
        let deltas = |submission: &mut Submission| {
            let last = submission.layers.len() - 1;
            submission.layers[last].deltas = Some(Array::exact(problem.labels()));
        };
        let mut compared = 0;
        for (only, with_deltas) in [(None, false), (Some(0), false), (Some(0), true)] {
            let mut submission = submission(&problem, &[], only).expect("finite");
            if with_deltas {
                deltas(&mut submission);
            }
            let begin_alike = |comparison: &Comparison| {
                comparison.searching(|search, passes| {
                    for variant in search.variants() {
                        let recipe = search.recipe(&[variant]);
                        let (told, ..) = search.targets.first().expect("of the gradient");
                        let facts = passes.get(recipe.forward, recipe.labels);
                        let other = facts.and_then(|facts| LayerPass::down_to(facts, &recipe, told));
                        let Some(pass) = search.at_first_told(&[variant], &recipe) else {
                            assert!(other.is_none(), "{:?}", variant.edits);
                            continue;
                        };
                        let other = other.expect("as the other");
                        let is_apart = |one: &f64, other: &f64| (one - other).abs() > 1e-12;
                        let apart = pass.weights().map_with(&other.weights(), is_apart);
                        assert!(!apart.numbers().contains(&true), "{:?}", variant.edits);
                        compared += 1;
                    }
                });
            };
            Comparison::ask(&problem, &submission, begin_alike).expect("finite");
        }
        assert!(compared > 300, "{compared}");
    }
}
