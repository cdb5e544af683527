//! Two and three mistakes in one program, as far as the effort allows.

use std::cmp::Reverse;

use super::Fitting;
use super::Search;
use crate::diagnose::facts::is_swap;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Labels;
use crate::diagnose::variant::Variant;

/// Multiplications that a search may spend on each kind of combination; some hundredths of a second.
const PAIR_EFFORT: f64 = 4e7;

/// Gradients that finding a rate takes which is no root of a straight line.
const STEPS_TO_ROOT: f64 = 40.0;

impl<'s> Search<'s, '_> {
    /// Mistakes that are worth trying together with others.
    pub(super) fn common(&self) -> Vec<&'s Variant> {
        let examples = self.problem.inputs().rows();
        let is_common = |variant: &&&Variant| {
            variant.edits.iter().all(|edit| match edit {
                Edit::Labels(Labels::RowsOrdered(number)) => is_swap(examples, *number),
                Edit::Finish(_) | Edit::Examples(Examples::Growing(_)) => false,
                Edit::Labels(Labels::RowsRolled(by)) => *by == 1 || by + 1 == examples,
                _ => true,
            })
        };
        self.variants.iter().filter(is_common).copied().collect()
    }

    /// Whether the last layer already fits with these mistakes alone.
    fn fits_at_top(&self, variants: &[&Variant]) -> bool {
        let recipe = self.recipe(variants);
        let facts = self.passes.get(recipe.forward, recipe.labels);
        let pass = facts.and_then(|facts| LayerPass::last(facts, &recipe));
        pass.is_some_and(|pass| {
            self.targets.fit(self.layers() - 1, &pass).is_some_and(|fit| {
                self.naming.may_have_name(fit.weights) && self.naming.may_have_name(fit.biases)
            })
        })
    }

    /// Two mistakes together, with any of the constants that may stand inside.
    pub(super) fn pairs(&self) -> Vec<Fitting<'s>> {
        let mut common: Vec<(usize, &Variant)> = self.common().into_iter().enumerate().collect();
        let effort = self.effort() * (common.len() * common.len() / 2) as f64;
        if effort > PAIR_EFFORT {
            return Vec::new();
        }
        // Those that show below follow on each other and share what the layers above make.
        common.sort_by_key(|(_, variant)| Reverse(variant.shows_at(self.layers())));
        let scales = [None].into_iter().chain(self.naming.inner_scales().into_iter().map(Some));
        let mut found = Vec::new();
        for scale in scales {
            for (at, &(first, one)) in common.iter().enumerate() {
                for &(second, other) in &common[at + 1..] {
                    let matters = scale.is_none() || one.is_nonlinear() || other.is_nonlinear();
                    if matters && one.goes_with(other) {
                        // They are told in the order of the catalogue.
                        let pair = if first < second { [one, other] } else { [other, one] };
                        found.extend(self.fitting_scaled(&pair, scale.clone()));
                    }
                }
            }
        }
        found
    }

    /// What is left of a pair that fits at the top, together with a third mistake below.
    pub(super) fn triples(&self) -> Vec<Fitting<'s>> {
        let top = self.layers() - 1;
        if top == 0 {
            return Vec::new();
        }
        let common = self.common();
        let (upper, lower): (Vec<&Variant>, Vec<&Variant>) =
            common.iter().partition(|variant| variant.shows_at(self.layers()) == top);
        let mut tops: Vec<Vec<&Variant>> = Vec::new();
        if self.fits_at_top(&[]) {
            tops.push(Vec::new());
        }
        tops.extend(
            upper.iter().filter(|variant| self.fits_at_top(&[variant])).map(|&variant| vec![variant]),
        );
        let mut effort = self.effort() * (lower.len() * lower.len() / 2 * tops.len()) as f64;
        if effort > PAIR_EFFORT {
            return Vec::new();
        }
        if tops.is_empty() {
            for (at, &one) in upper.iter().enumerate() {
                for &other in &upper[at + 1..] {
                    if one.goes_with(other) && self.fits_at_top(&[one, other]) {
                        tops.push(vec![one, other]);
                    }
                }
            }
        }
        let mut found = Vec::new();
        for top in &tops {
            for (at, &one) in lower.iter().enumerate() {
                if !top.iter().all(|variant| variant.goes_with(one)) {
                    continue;
                }
                if top.len() == 2 {
                    effort += self.effort();
                    if effort > PAIR_EFFORT {
                        return found;
                    }
                    found.extend(self.fitting(&[top.as_slice(), &[one]].concat()));
                    continue;
                }
                for &other in &lower[at + 1..] {
                    if one.goes_with(other) && top.iter().all(|variant| variant.goes_with(other)) {
                        found.extend(self.fitting(&[top.as_slice(), &[one, other]].concat()));
                    }
                }
            }
        }
        found
    }

    /// Whether every mistake can be tried together with one whose rate takes whole gradients to find.
    pub(super) fn affords_rates_beside_mistakes(&self) -> bool {
        STEPS_TO_ROOT * self.whole_pass() * self.common().len() as f64 <= PAIR_EFFORT
    }

    /// Multiplications of one gradient.
    fn whole_pass(&self) -> f64 {
        let weights: usize = self.problem.layers().iter().map(|layer| layer.weights.numbers().len()).sum();
        (self.problem.inputs().rows() * weights) as f64
    }

    /// Multiplications of one pass back, as far as it is usually followed.
    fn effort(&self) -> f64 {
        // Where the last layer was handed in, most passes end after a few of its numbers.
        let share = if self.targets.layers[self.layers() - 1].weights.is_some() { 0.1 } else { 2.0 };
        self.whole_pass() * share
    }
}
