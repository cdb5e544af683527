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

mod descent;
mod pairs;
mod passes;

use std::cell::RefCell;

use super::Explanation;
use super::Part;
use super::facts::Facts;
use super::fit::Interval;
use super::fit::LayerFit;
use super::fit::Targets;
use super::naming::Named;
use super::naming::Naming;
use super::recipe::Edit;
use super::recipe::Examples;
use super::recipe::Finish;
use super::recipe::Recipe;
use super::recipe::Signal;
use super::recipe::Through;
use super::solve;
use super::trail::Program;
use super::variant::Variant;
use crate::problem::Problem;

pub(super) use passes::Passes;

use descent::Descent;

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
    last: RefCell<Descent<'s>>,
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
        let variants = variants.iter().collect();
        Search { problem, targets, naming, passes, variants, lowest, evidence, last: RefCell::default() }
    }

    fn layers(&self) -> usize {
        self.targets.layers.len()
    }

    /// Every explanation by one mistake.
    pub(super) fn simplest(&self) -> Vec<Explanation> {
        // A chance hit among so many hypotheses must be out of the question.
        if self.evidence < 10.0 {
            return Vec::new();
        }
        let mut found = self.named(&self.fitting(&[]), 1, 1);
        found.extend(self.named(&self.fitting_alone(), 0, 0));
        found.extend(solve::whole(self, 0));
        if found.is_empty() {
            found.extend(self.moving(0, 0));
        }
        found
    }

    /// Every mistake that is an edit, as far as it fits up to constants.
    fn fitting_alone(&self) -> Vec<Fitting<'s>> {
        self.variants.iter().flat_map(|&variant| self.fitting_in_any_scale(&[variant])).collect()
    }

    /// Every explanation of the simplest kind, where none is by one mistake.
    pub(super) fn combined(&self) -> Vec<Explanation> {
        if self.evidence < 20.0 {
            return Vec::new();
        }
        let base: Vec<Fitting> = self.fitting(&[]);
        let singles: Vec<Fitting> = self.fitting_alone();
        let mut found = self.named(&singles, 1, 1);
        found.extend(self.named(&base, 2, 2));
        found.extend(solve::whole(self, 1));
        if !found.is_empty() {
            return found;
        }
        let pairs = self.pairs();
        found.extend(self.named(&pairs, 0, 0));
        found.extend(self.moving(0, 1));
        if found.is_empty() && self.affords_rates_beside_mistakes() {
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
        let mut found = self.named(&self.fitting(&[]), 0, 1);
        found.extend(self.named(&self.fitting_alone(), 0, 0));
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
        let edits = edits_of(variants);
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

    /// The right program with these mistakes made in it.
    fn recipe(&self, variants: &[&Variant]) -> Recipe {
        Recipe::right(self.layers()).with(&edits_of(variants))
    }

    /// Runs a recipe as far as anything was handed in.
    pub(super) fn run(&self, recipe: Recipe) -> Option<(Vec<LayerFit>, Option<f64>)> {
        if matches!(recipe.examples, Examples::Growing(rate) if rate.is_nan()) {
            return solve::growing(self, &recipe);
        }
        if self.passes.keeps(recipe.forward, recipe.labels) {
            let facts = self.passes.get(recipe.forward, recipe.labels)?;
            return self.descend(facts, recipe, &mut self.last.borrow_mut());
        }
        // Not worth keeping: one of thousands of orders.
        let facts = self.passes.fresh(recipe.forward, recipe.labels)?;
        self.descend(&facts, recipe, &mut Descent::default())
    }

    fn descend<'f>(
        &self,
        facts: &'f Facts<'f>,
        mut recipe: Recipe,
        last: &mut Descent<'f>,
    ) -> Option<(Vec<LayerFit>, Option<f64>)> {
        let mut fits = vec![LayerFit::ANY; self.layers()];
        let mut solved = None;
        last.turn_to(&recipe);
        for layer in (self.lowest..self.layers()).rev() {
            let (pass, fit) = last.layer(self.layers() - 1 - layer, facts, &recipe, self.targets)?;
            if !self.naming.may_have_name(fit.weights) && !allows_any(&fits, fit) {
                return None;
            }
            fits[layer] = fit;
            if layer > self.lowest && pass.wants_rate() {
                let rate = match solved {
                    Some(rate) => rate,
                    None => solve::rate(self, pass, &recipe, fit)?,
                };
                solved = Some(rate);
                recipe.layers[layer].through = Through::Updated(rate);
                pass.go_on_by(recipe.layers[layer]);
            }
        }
        Some((fits, solved))
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
            last: RefCell::default(),
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

    /// Explanations by a finished step whose one number, a decay or a bound, this solver finds beside the constant that
    /// the gradient has there. The other mistake, if there may be one, is another program or the constant.
    pub(super) fn finished(
        &self,
        others: usize,
        solve: fn(&Search, &Recipe) -> Option<(f64, Interval)>,
    ) -> Vec<(f64, Explanation)> {
        let constants = (others > 0).then(|| (Vec::new(), others));
        let programs = self.programs(others).into_iter().map(|variants| (variants, 0));
        let mut found = Vec::new();
        for (variants, constants) in constants.into_iter().chain(programs) {
            if let Some((number, left)) = solve(self, &self.recipe(&variants)) {
                let fits = vec![LayerFit { weights: left, biases: left }; self.layers()];
                let fitting = Fitting { variants, fits, solved: None, scale: None, inside: 1.0 };
                let explanations = self.named(&[fitting], constants, constants);
                found.extend(explanations.into_iter().map(|explanation| (number, explanation)));
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
            let edits = edits_of(&variants);
            // One example at a time, the others are not there to be chosen from.
            if edits.iter().any(|edit| {
                matches!(
                    edit,
                    Edit::Labels(_)
                        | Edit::Examples(_)
                        | Edit::Signal(Signal::Averaged | Signal::AveragedError)
                )
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
}

/// What a program with these mistakes does otherwise.
fn edits_of(variants: &[&Variant]) -> Vec<Edit> {
    variants.iter().flat_map(|variant| variant.edits.iter().copied()).collect()
}

/// Whether an array with a constant without a name goes on: only while all arrays have the same.
fn allows_any(above: &[LayerFit], fit: LayerFit) -> bool {
    let all = above.iter().chain([&fit]).flat_map(|fit| [fit.weights, fit.biases]);
    all.into_iter().try_fold(super::fit::Interval::ANY, super::fit::Interval::and).is_some()
}
