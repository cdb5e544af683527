//! From a student's numbers to the mistakes that give them.
//!
//! Each hypothesis is run from the cost downwards and dropped at the first array that it does not reproduce up to a
//! constant; constants get their names afterwards. The simplest explanation comes first:
//!
//! ```text
//! 1   one mistake                       2   one and a constant, two constants, two mistakes
//! 3   two and a constant, one and two constants, three in different layers        4   one and any constant
//! ```
//!
//! All explanations of the first level that has any are kept, because each of them gives every number.

use std::cell::OnceCell;

use super::Explanation;
use super::Part;
use super::facts::Facts;
use super::facts::is_swap;
use super::fit::LayerFit;
use super::fit::Targets;
use super::naming::Named;
use super::naming::Naming;
use super::pass::LayerPass;
use super::recipe::Edit;
use super::recipe::Examples;
use super::recipe::Finish;
use super::recipe::Forward;
use super::recipe::Labels;
use super::recipe::Recipe;
use super::recipe::Signal;
use super::solve;
use super::trail::Program;
use super::variant::Variant;
use crate::problem::Problem;

/// Multiplications that a search may spend on pairs; about a second.
const PAIR_EFFORT: f64 = 4e8;

/// The search for one submission.
pub(super) struct Search<'s, 'p> {
    pub(super) problem: &'s Problem,
    pub(super) targets: &'s Targets,
    pub(super) naming: &'s Naming<'s>,
    pub(super) passes: &'s Passes<'p>,
    variants: Vec<&'s Variant>,
    /// The lowest layer of which anything was handed in.
    lowest: usize,
    /// Whether the numbers are enough for so many bits.
    evidence: f64,
}

/// Forward passes, run when they are first asked for.
pub(super) struct Passes<'s> {
    problem: &'s Problem,
    fits: Box<dyn Fn(&Facts) -> bool + 's>,
    kept: Vec<(Forward, Labels, OnceCell<Option<Facts<'s>>>)>,
}

impl<'s> Passes<'s> {
    pub(super) fn new(
        problem: &'s Problem,
        variants: &[Variant],
        fits: impl Fn(&Facts) -> bool + 's,
    ) -> Passes<'s> {
        let edits = || variants.iter().flat_map(|variant| &variant.edits);
        let forwards =
            edits().filter_map(|edit| if let Edit::Forward(forward) = edit { Some(*forward) } else { None });
        let rows = problem.inputs().rows();
        let labels = edits().filter_map(|edit| match edit {
            Edit::Labels(Labels::RowsOrdered(number)) if !is_swap(rows, *number) => None,
            Edit::Labels(labels) => Some(*labels),
            _ => None,
        });
        let labels: Vec<Labels> = [Labels::Given].into_iter().chain(labels).collect();
        let kept = [Forward::Given].into_iter().chain(forwards);
        let kept =
            kept.flat_map(|forward| labels.iter().map(move |&labels| (forward, labels, OnceCell::new())));
        Passes { problem, fits: Box::new(fits), kept: kept.collect() }
    }

    pub(super) fn get(&self, forward: Forward, labels: Labels) -> Option<&Facts<'s>> {
        self.kept(forward, labels)?.get_or_init(|| self.fresh(forward, labels)).as_ref()
    }

    fn kept(&self, forward: Forward, labels: Labels) -> Option<&OnceCell<Option<Facts<'s>>>> {
        self.kept.iter().find(|(f, l, _)| (*f, *l) == (forward, labels)).map(|(.., cell)| cell)
    }

    fn fresh(&self, forward: Forward, labels: Labels) -> Option<Facts<'s>> {
        Facts::new(self.problem, forward, labels).filter(|facts| (self.fits)(facts))
    }
}

/// A hypothesis that reproduces everything up to constants.
#[derive(Clone)]
pub(super) struct Fitting<'s> {
    pub(super) variants: Vec<&'s Variant>,
    pub(super) fits: Vec<LayerFit>,
    /// A rate or other number that was solved for.
    pub(super) solved: Option<f64>,
    /// A constant inside, and the mistake that it is, if it is one.
    scale: Option<Named>,
    inside: f64,
}

impl<'s, 'p> Search<'s, 'p> {
    pub(super) fn new(
        problem: &'s Problem,
        targets: &'s Targets,
        naming: &'s Naming<'s>,
        passes: &'s Passes<'p>,
        variants: &'s [Variant],
        evidence: f64,
    ) -> Search<'s, 'p> {
        let given = |layer: &usize| {
            let targets = &targets.layers[*layer];
            targets.weights.is_some() || targets.biases.is_some() || targets.deltas.is_some()
        };
        let lowest = (0..targets.layers.len()).find(given).unwrap_or(0);
        Search { problem, targets, naming, passes, variants: variants.iter().collect(), lowest, evidence }
    }

    fn layers(&self) -> usize {
        self.targets.layers.len()
    }

    /// Every explanation of the simplest kind.
    pub(super) fn explanations(&self) -> Vec<Explanation> {
        // A chance hit among so many hypotheses must be out of the question.
        if self.evidence < 10.0 {
            return Vec::new();
        }
        let base: Vec<Fitting> = self.fitting(&[]);
        let singles: Vec<Fitting> =
            self.variants.iter().flat_map(|&variant| self.fitting_in_any_scale(&[variant])).collect();
        let mut found = self.named(&base, 1, 1);
        found.extend(self.named(&singles, 0, 0));
        found.extend(solve::whole(self, 0));
        if found.is_empty() {
            found.extend(self.moving(0, 0));
        }
        if !found.is_empty() || self.evidence < 20.0 {
            return found;
        }
        found.extend(self.named(&singles, 1, 1));
        found.extend(self.named(&base, 2, 2));
        found.extend(solve::whole(self, 1));
        if !found.is_empty() {
            return found;
        }
        let pairs = self.pairs();
        found.extend(self.named(&pairs, 0, 0));
        found.extend(self.moving(0, 1));
        if found.is_empty() && 40.0 * self.effort() * self.variants.len() as f64 <= PAIR_EFFORT {
            found.extend(self.named(&self.growing(), 0, 0));
            found.extend(self.moving(1, 0));
        }
        if !found.is_empty() {
            return found;
        }
        found.extend(self.named(&pairs, 1, 1));
        found.extend(self.named(&singles, 2, 2));
        if !found.is_empty() || self.evidence < 60.0 {
            return found;
        }
        let triples = self.triples();
        found.extend(self.named(&triples, 0, 1));
        if found.is_empty() {
            found.extend(self.with_any_factor(&base));
        }
        if found.is_empty() {
            found.extend(self.with_any_factor(&singles));
        }
        if found.is_empty() && self.evidence > 100.0 {
            found.extend(self.named(&pairs, 2, 2));
        }
        found
    }

    /// Only the mistakes that are one edit or one constant: for blind spots and ties.
    pub(super) fn singles(&self) -> Vec<Explanation> {
        let base = self.fitting(&[]);
        let singles: Vec<Fitting> =
            self.variants.iter().flat_map(|&variant| self.fitting_in_any_scale(&[variant])).collect();
        let mut found = self.named(&base, 0, 1);
        found.extend(self.named(&singles, 0, 0));
        found
    }

    /// The hypothesis that these mistakes are made together, if it fits up to constants.
    pub(super) fn fitting(&self, variants: &[&'s Variant]) -> Vec<Fitting<'s>> {
        self.fitting_scaled(variants, None).into_iter().collect()
    }

    /// The same, and where a constant inside changes more than the size, with the usual constants inside.
    fn fitting_in_any_scale(&self, variants: &[&'s Variant]) -> Vec<Fitting<'s>> {
        let mut found = self.fitting(variants);
        if variants.iter().any(|variant| variant.is_nonlinear()) {
            let scales = self.naming.inner_scales();
            found.extend(scales.into_iter().filter_map(|scale| self.fitting_scaled(variants, Some(scale))));
        }
        found
    }

    fn fitting_scaled(
        &self,
        variants: &[&'s Variant],
        scale: Option<(f64, f64, Option<Named>)>,
    ) -> Option<Fitting<'s>> {
        let edits: Vec<Edit> = variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect();
        if edits.iter().any(|edit| matches!(edit, Edit::Finish(_))) {
            return None;
        }
        let (inside, outside, named) = scale.unwrap_or((1.0, 1.0, None));
        let recipe = Recipe { scale: inside, ..Recipe::right(self.layers()).with(&edits) };
        let (fits, solved) = self.run(recipe)?;
        let rest = |fit: &LayerFit| LayerFit {
            weights: fit.weights.over(outside),
            biases: fit.biases.over(outside),
        };
        let fits = fits.iter().map(rest).collect();
        Some(Fitting { variants: variants.to_vec(), fits, solved, scale: named, inside })
    }

    /// Runs a recipe as far as anything was handed in.
    pub(super) fn run(&self, mut recipe: Recipe) -> Option<(Vec<LayerFit>, Option<f64>)> {
        if matches!(recipe.examples, Examples::Growing(rate) if rate.is_nan()) {
            return solve::growing(self, &recipe);
        }
        let fresh;
        let facts = if self.passes.kept(recipe.forward, recipe.labels).is_some() {
            self.passes.get(recipe.forward, recipe.labels)?
        } else {
            // Not worth keeping: one of thousands of orders.
            fresh = self.passes.fresh(recipe.forward, recipe.labels)?;
            &fresh
        };
        let mut fits = vec![LayerFit::ANY; self.layers()];
        let mut solved = None;
        let mut pass = LayerPass::last(facts, &recipe)?;
        loop {
            let layer = pass.layer();
            let fit = self.targets.fit(layer, &pass)?;
            if !self.naming.may_have_name(fit.weights) && !allows_any(&fits, fit) {
                return None;
            }
            fits[layer] = fit;
            if layer <= self.lowest {
                return Some((fits, solved));
            }
            if pass.wants_rate() {
                let rate = match solved {
                    Some(rate) => rate,
                    None => solve::rate(self, &mut pass, &recipe, fit)?,
                };
                solved = Some(rate);
                pass.set_rate(rate);
                recipe.layers[layer].through = super::recipe::Through::Updated(rate);
            }
            pass = pass.below(&recipe)?;
        }
    }

    /// Names what is left of these hypotheses, with at least and at most so many constants.
    fn named(&self, fittings: &[Fitting<'s>], least: usize, most: usize) -> Vec<Explanation> {
        let mut found: Vec<Explanation> = Vec::new();
        for fitting in fittings {
            let extra = usize::from(fitting.scale.is_some());
            let Some(most) = most.checked_sub(extra) else { continue };
            let free = fitting
                .variants
                .iter()
                .map(|variant| variant.free)
                .find(|free| *free != super::mistakes::Free::None)
                .unwrap_or(super::mistakes::Free::None);
            for constants in self.naming.names(&fitting.fits, free, most) {
                if constants.len() + extra >= least {
                    found.push(self.explanation(fitting, &constants));
                }
            }
        }
        found
    }

    fn with_any_factor(&self, fittings: &[Fitting<'s>]) -> Vec<Explanation> {
        let named = |fitting: &Fitting<'s>| {
            let factor = self.naming.factor(&fitting.fits)?;
            let is_rate = factor.value.abs() < 1.0 || !fitting.variants.is_empty();
            is_rate.then(|| self.explanation(fitting, &[factor]))
        };
        fittings.iter().filter_map(named).collect()
    }

    fn explanation(&self, fitting: &Fitting, constants: &[Named]) -> Explanation {
        let mut parts: Vec<Part> = fitting
            .variants
            .iter()
            .map(|variant| Part::of_variant(variant, self.layers(), fitting.solved))
            .collect();
        let constants = fitting.scale.iter().chain(constants);
        parts.extend(constants.map(|named| Part::of_constant(named, self.naming, self.layers())));
        let edits = fitting.variants.iter().flat_map(|variant| &variant.edits);
        let edits = edits.map(|edit| edit.with_rate(fitting.solved)).collect();
        Explanation { parts, program: Program { edits, scale: fitting.inside } }
    }

    /// All forms of mistakes.
    pub(super) fn variants(&self) -> impl Iterator<Item = &'s Variant> + '_ {
        self.variants.iter().copied()
    }

    /// The right program and those with one mistake.
    fn programs(&self, others: usize) -> Vec<Vec<&'s Variant>> {
        match others {
            0 => vec![Vec::new()],
            _ => self.common().into_iter().map(|variant| vec![variant]).collect(),
        }
    }

    /// Explanations in which the weights after a step were handed in, with the rate of the step.
    pub(super) fn steps(&self, others: usize) -> Vec<(f64, Explanation)> {
        let Some(targets) = self.targets.as_steps(self.problem) else { return Vec::new() };
        let search = Search {
            problem: self.problem,
            targets: &targets,
            naming: self.naming,
            passes: self.passes,
            variants: Vec::new(),
            lowest: self.lowest,
            evidence: self.evidence,
        };
        let mut found = Vec::new();
        for variants in self.programs(others) {
            for fitting in search.fitting(&variants) {
                if let Some(rate) = Naming::rate(&fitting.fits) {
                    found.push((rate, self.explanation(&fitting, &[])));
                }
            }
        }
        found
    }

    /// Explanations in which λW was added to the weights, with λ.
    pub(super) fn decayed(&self, others: usize) -> Vec<(f64, Explanation)> {
        let mut found = Vec::new();
        for variants in self.programs(others) {
            let edits: Vec<Edit> =
                variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect();
            let recipe = Recipe::right(self.layers()).with(&edits);
            if let Some(decay) = solve::decay(self, &recipe) {
                let fits = vec![LayerFit::ANY; self.layers()];
                let fitting = Fitting { variants, fits, solved: None, scale: None, inside: 1.0 };
                found.push((decay, self.explanation(&fitting, &[])));
            }
        }
        found
    }

    /// Explanations in which numbers were cut off, with the bound.
    pub(super) fn clipped(&self, others: usize) -> Vec<(f64, Explanation)> {
        let mut found = Vec::new();
        for variants in self.programs(others) {
            let edits: Vec<Edit> =
                variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect();
            let recipe = Recipe::right(self.layers()).with(&edits);
            if let Some(bound) = solve::clipped(self, &recipe) {
                let fits = vec![LayerFit::ANY; self.layers()];
                let fitting = Fitting { variants, fits, solved: None, scale: None, inside: 1.0 };
                found.push((bound, self.explanation(&fitting, &[])));
            }
        }
        found
    }

    /// Explanations in which the weights changed after every example.
    fn moving(&self, others: usize, constants: usize) -> Vec<Explanation> {
        let is_moving = |variant: &&&Variant| matches!(variant.edits[..], [Edit::Finish(Finish::Moving(_))]);
        let Some(moving) = self.variants.iter().find(is_moving) else { return Vec::new() };
        let mut found = Vec::new();
        for mut variants in self.programs(others) {
            let edits: Vec<Edit> =
                variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect();
            // One example at a time, the others are not there to be chosen from.
            if edits.iter().any(|edit| {
                matches!(edit, Edit::Labels(_) | Edit::Examples(_) | Edit::Signal(Signal::Averaged))
            }) {
                continue;
            }
            let recipe = Recipe::right(self.layers()).with(&edits);
            if let Some((fits, rate)) = solve::moving(self, &recipe) {
                variants.push(moving);
                let fitting = Fitting { variants, fits, solved: Some(rate), scale: None, inside: 1.0 };
                found.extend(self.named(&[fitting], 0, constants));
            }
        }
        found
    }

    /// Explanations in which a gradient was added to what it was before, with another mistake.
    fn growing(&self) -> Vec<Fitting<'s>> {
        let is_growing =
            |variant: &&&Variant| matches!(variant.edits[..], [Edit::Examples(Examples::Growing(_))]);
        let Some(&growing) = self.variants.iter().find(is_growing) else { return Vec::new() };
        let others = self.common().into_iter().filter(|other| other.goes_with(growing));
        others.flat_map(|other| self.fitting(&[other, growing])).collect()
    }

    /// Mistakes that are worth trying together with others.
    fn common(&self) -> Vec<&'s Variant> {
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
        let edits: Vec<Edit> = variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect();
        let recipe = Recipe::right(self.layers()).with(&edits);
        let facts = self.passes.get(recipe.forward, recipe.labels);
        let pass = facts.and_then(|facts| LayerPass::last(facts, &recipe));
        pass.is_some_and(|pass| {
            self.targets.fit(self.layers() - 1, &pass).is_some_and(|fit| {
                self.naming.may_have_name(fit.weights) && self.naming.may_have_name(fit.biases)
            })
        })
    }

    /// Two mistakes together.
    fn pairs(&self) -> Vec<Fitting<'s>> {
        let top = self.layers() - 1;
        let common = self.common();
        let effort = self.effort() * (common.len() * common.len() / 2) as f64;
        if effort > PAIR_EFFORT {
            return Vec::new();
        }
        let base = self.fits_at_top(&[]);
        let shows = |variant: &Variant| variant.shows_at(self.layers()) == top;
        let alone: Vec<(bool, bool)> = common
            .iter()
            .map(|variant| {
                let shows = shows(variant) || variant.is_nonlinear();
                (shows, if shows { self.fits_at_top(&[variant]) } else { base })
            })
            .collect();
        let mut found = Vec::new();
        for (at, &one) in common.iter().enumerate() {
            for (offset, &other) in common[at + 1..].iter().enumerate() {
                let (a, b) = (alone[at], alone[at + 1 + offset]);
                // One that shows below only leaves the last layer as the other makes it.
                let possible = match (a.0, b.0) {
                    (true, true) => true,
                    (true, false) => a.1,
                    (false, true) => b.1,
                    (false, false) => base,
                };
                if possible && one.goes_with(other) {
                    found.extend(self.fitting_in_any_scale(&[one, other]));
                }
            }
        }
        found
    }

    /// What is left of a pair that fits at the top, together with a third mistake below.
    fn triples(&self) -> Vec<Fitting<'s>> {
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

    /// Multiplications of one pass back.
    fn effort(&self) -> f64 {
        let examples = self.problem.inputs().rows();
        let weights: usize = self.problem.layers().iter().map(|layer| layer.weights.numbers().len()).sum();
        // Where the last layer was handed in, most passes end after a few of its numbers.
        let share = if self.targets.layers[self.layers() - 1].weights.is_some() { 0.1 } else { 2.0 };
        examples as f64 * weights as f64 * share
    }
}

/// Whether an array with a constant without a name goes on: only while all arrays have the same.
fn allows_any(above: &[LayerFit], fit: LayerFit) -> bool {
    let all = above.iter().chain([&fit]).flat_map(|fit| [fit.weights, fit.biases]);
    all.into_iter().try_fold(super::fit::Interval::ANY, super::fit::Interval::and).is_some()
}
