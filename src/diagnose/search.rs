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

mod alone;
mod beside;
mod branch;
mod descent;
mod effort;
mod first;
mod hypothesis;
mod orders;
mod pairs;
mod passes;
mod sizes;

use std::cell::OnceCell;
use std::cell::RefCell;

use super::Explanation;
use super::Part;
use super::fit::LayerFit;
use super::fit::LayerTargets;
use super::fit::Targets;
use super::mistakes::Free;
use super::naming::Named;
use super::naming::Names;
use super::naming::Naming;
use super::naming::Scale;
use super::pass::LayerPass;
use super::recipe::Edit;
use super::recipe::Recipe;
use super::solve;
use super::trail::Program;
use super::variant::Variant;
use crate::problem::Problem;

pub(super) use beside::Finished;
pub(super) use effort::Effort;
pub(super) use effort::Stage;
pub(super) use effort::products;
pub(super) use hypothesis::Hypothesis;
pub(super) use passes::Passes;

use beside::AtTop;
use descent::Descent;
use first::FirstShown;
use pairs::Trees;

/// So many bits of evidence are needed for one mistake, and for two.
const FOR_ONE: f64 = 10.0;
const FOR_TWO: f64 = 20.0;

/// The search for one submission.
pub(super) struct Search<'s, 'p> {
    pub(super) problem: &'s Problem,
    pub(super) targets: &'s Targets,
    pub(super) naming: &'s Naming<'s>,
    pub(super) passes: &'s Passes<'p>,
    variants: &'s [Variant],
    /// Those that are worth trying together with others and change a number, and the same as trees.
    seen: OnceCell<Vec<&'s Variant>>,
    trees: OnceCell<Trees<'s>>,
    /// Those that fit alone, and those that do beside a constant inside which is a mistake itself.
    alone: OnceCell<Vec<Fitting<'s>>>,
    alone_beside_constants: OnceCell<Vec<Fitting<'s>>>,
    /// The lowest layer of which anything was handed in, and the next such below each.
    pub(super) lowest: usize,
    told_below: Vec<usize>,
    /// Whether the numbers are enough for so many bits.
    evidence: f64,
    /// Whether one mistake may fit under any other squared cost.
    fits_elsewhere: OnceCell<bool>,
    /// What more than one mistake may take.
    pub(super) effort: Effort,
    last: RefCell<Descent<'s>>,
    /// Where each form first meets what was handed in.
    firsts: Vec<OnceCell<Option<FirstShown<'s>>>>,
    /// The right program, layer by layer.
    right: OnceCell<Option<Vec<LayerPass<'s>>>>,
    /// From each layer of it to the next below of which anything was handed in.
    right_below: Vec<OnceCell<Option<LayerPass<'s>>>>,
    /// What was solved for where the last layer is right, as in most programs it is.
    pub(super) of_right: AtTop,
}

/// A number that was solved for, and what it leaves for constants in each layer.
pub(super) type Solved = (f64, Vec<LayerFit>);

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

impl<'s> Fitting<'s> {
    fn new(variants: Vec<&'s Variant>, hypothesis: &Hypothesis, scale: Option<&Scale>) -> Fitting<'s> {
        let (inside, outside) = scale.map_or((1.0, 1.0), |scale| (scale.inside, scale.outside));
        let rest = |fit: &LayerFit| LayerFit {
            weights: fit.weights.over(outside),
            biases: fit.biases.over(outside),
        };
        Fitting {
            variants,
            fits: hypothesis.fits.iter().map(rest).collect(),
            solved: hypothesis.solved,
            scale: scale.and_then(|scale| scale.named.clone()),
            inside,
        }
    }
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
        let lowest = targets.layers.iter().position(LayerTargets::is_any).unwrap_or(0);
        let told_below =
            |layer: usize| targets.layers[..layer].iter().rposition(LayerTargets::is_any).unwrap_or(0);
        Search {
            problem,
            targets,
            naming,
            passes,
            variants,
            seen: OnceCell::new(),
            trees: OnceCell::new(),
            alone: OnceCell::new(),
            alone_beside_constants: OnceCell::new(),
            lowest,
            told_below: (0..targets.layers.len()).map(told_below).collect(),
            evidence,
            fits_elsewhere: OnceCell::new(),
            effort: Effort::of(problem),
            last: RefCell::default(),
            firsts: variants.iter().map(|_| OnceCell::new()).collect(),
            right: OnceCell::new(),
            right_below: vec![OnceCell::new(); targets.layers.len()],
            of_right: AtTop::default(),
        }
    }

    fn layers(&self) -> usize {
        self.targets.layers.len()
    }

    /// The next layer below of which anything was handed in.
    pub(super) fn told_below(&self, layer: usize) -> usize {
        self.told_below[layer]
    }

    /// Every explanation by one mistake.
    pub(super) fn simplest(&self) -> Vec<Explanation> {
        // A chance hit among so many hypotheses must be out of the question.
        if self.evidence < FOR_ONE {
            return Vec::new();
        }
        let mut found = self.named(&self.fitting(&[]), 1, 1);
        found.extend(self.named(self.fitting_alone(), 0, 0));
        found.extend(solve::whole(self, 0));
        if found.is_empty() {
            found.extend(self.moving(0));
        }
        found
    }

    /// Every explanation of the simplest kind, where none is by one mistake.
    pub(super) fn combined(&self) -> Vec<Explanation> {
        if self.evidence < FOR_TWO {
            return Vec::new();
        }
        let base: Vec<Fitting> = self.fitting(&[]);
        let singles = &self.fitting_alone_with_constants();
        let mut found = self.named(singles, 1, 1);
        found.extend(self.named(&base, 2, 2));
        found.extend(solve::whole(self, 1));
        if !found.iter().all(Explanation::is_constant) {
            // Of two mistakes one may have another name beside a constant.
            let other_names = self.named(&self.pairs().fittings, 0, 0);
            let is_other_name = |pair: &Explanation| found.iter().any(|one| one.shares(pair));
            let other_names: Vec<Explanation> = other_names.into_iter().filter(is_other_name).collect();
            found.extend(other_names);
        }
        if !found.is_empty() {
            return found;
        }
        let pairs = self.pairs();
        found.extend(self.named(&pairs.fittings, 0, 0));
        found.extend(self.moving(1));
        if found.is_empty() {
            found.extend(self.growing_beside());
        }
        if found.is_empty() {
            found.extend(self.moving_beside());
        }
        if !found.is_empty() {
            return found;
        }
        found.extend(self.named(&pairs.fittings, 1, 1));
        found.extend(self.named(singles, 2, 2));
        if !found.is_empty() || self.evidence < 60.0 {
            return found;
        }
        let triples = self.triples(&pairs);
        found.extend(self.named(&triples, 0, 1));
        if found.is_empty() {
            found.extend(self.with_any_factor(&base));
        }
        if found.is_empty() {
            found.extend(self.with_any_factor(singles));
        }
        if found.is_empty() && self.evidence > 100.0 {
            found.extend(self.named(&pairs.fittings, 2, 2));
        }
        found
    }

    /// What was not tried although it may be, where nothing was found.
    pub(super) fn not_tried(&self) -> Option<&'static str> {
        if self.evidence < FOR_ONE {
            return Some(
                "The numbers that are not right are too few, or are written with too few digits, to tell any mistake by.",
            );
        }
        if self.evidence < FOR_TWO {
            return Some(
                "These numbers are too few, or are written with too few digits, to tell two mistakes at once; I tried \
                 each alone.",
            );
        }
        self.effort.ended().map(|stage| match stage {
            Stage::Pairs if self.has_last_layer() => {
                "Two mistakes at once I tried only in part: on a network of this size all take too long."
            }
            Stage::Pairs => {
                "Two mistakes at once I tried only in part, because without the gradient of the last layer all take \
                 too long on a network of this size. Hand that in too, and I will try more of them."
            }
            Stage::Rates => {
                "One thing I tried only in part, because it takes too long on a network of this size: another mistake \
                 in a program whose weights or gradients change inside the batch."
            }
        })
    }

    /// That more than what was found may give these numbers, where not everything was tried.
    pub(super) fn may_have_others(&self) -> Option<&'static str> {
        self.effort.ended().map(|_| {
            "Other mistakes together may give these numbers too: on a network of this size I did not try all of them."
        })
    }

    /// Only the mistakes that are one edit or one constant: for blind spots and ties.
    pub(super) fn singles(&self) -> Vec<Explanation> {
        let mut found = self.named(&self.fitting(&[]), 0, 1);
        found.extend(self.named(self.fitting_alone(), 0, 0));
        found
    }

    /// The hypothesis that these mistakes are made together, if it fits up to constants.
    pub(super) fn fitting(&self, variants: &[&'s Variant]) -> Vec<Fitting<'s>> {
        self.fitting_scaled(variants, None).into_iter().collect()
    }

    fn fitting_scaled(&self, variants: &[&'s Variant], scale: Option<&Scale>) -> Option<Fitting<'s>> {
        let edits = edits_of(variants);
        if edits.iter().any(|edit| matches!(edit, Edit::Finish(_))) {
            return None;
        }
        let inside = scale.map_or(1.0, |scale| scale.inside);
        let recipe = Recipe { scale: inside, ..Recipe::right(self.layers()).with(&edits) };
        let hypothesis = self.run(recipe)?;
        Some(Fitting::new(variants.to_vec(), &hypothesis, scale))
    }

    /// The right program with these mistakes made in it.
    pub(super) fn recipe(&self, variants: &[&Variant]) -> Recipe {
        Recipe::right(self.layers()).with(&edits_of(variants))
    }

    /// Names what is left of these hypotheses, with at least and at most so many constants.
    fn named(&self, fittings: &[Fitting<'s>], least: usize, most: usize) -> Vec<Explanation> {
        let mut found: Vec<Explanation> = Vec::new();
        for fitting in fittings {
            let extra = usize::from(fitting.scale.is_some());
            let Some(most) = most.checked_sub(extra) else { continue };
            for constants in self.names(fitting, most) {
                let parts = fitting.variants.len() + extra + constants.len();
                if constants.len() + extra >= least && (parts < 3 || constants.iter().all(is_believable)) {
                    found.push(self.explanation(fitting, &constants));
                }
            }
        }
        found
    }

    /// Names for what is left. The constant of a mistake that does not show in what was handed in does not either.
    fn names(&self, fitting: &Fitting<'s>, most: usize) -> Names {
        let has_free = |variant: &&&Variant| variant.free != Free::None;
        let with: Vec<&Variant> = fitting.variants.iter().filter(has_free).copied().collect();
        let names = |with: &[&Variant]| {
            let frees: Vec<Free> = with.iter().map(|variant| variant.free).collect();
            self.naming.names(&fitting.fits, &frees, most)
        };
        let all = names(&with);
        if with.is_empty() || all.is_empty() {
            return all;
        }
        let seen: Vec<&Variant> = with.iter().copied().filter(|variant| self.shows(variant)).collect();
        if seen.len() == with.len() { all } else { names(&seen) }
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
        self.variants.iter()
    }

    /// Mistakes that are worth trying together with others and change any number that was handed in.
    fn seen(&self) -> &[&'s Variant] {
        let is_seen = |variant: &&'s Variant| self.passes.is_common(variant) && self.shows(variant);
        self.seen.get_or_init(|| self.variants().filter(is_seen).collect())
    }

    fn trees(&self) -> &Trees<'s> {
        self.trees.get_or_init(|| Trees::of(self.seen(), self.layers(), self.lowest))
    }

    /// The right program and those with one mistake.
    fn programs(&self, others: usize) -> Vec<Vec<&'s Variant>> {
        match others {
            0 => vec![Vec::new()],
            _ => self.seen().iter().map(|&variant| vec![variant]).collect(),
        }
    }
}

/// Whether a constant is worth being told as one of many: among so many hypotheses some meet any number in one array.
fn is_believable(constant: &Named) -> bool {
    !constant.found || constant.only.is_none()
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
