//! What needs a number to be solved for, alone and beside other mistakes: steps, decay, bounds, weights that move, gradients
//! that grow.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::Fitting;
use super::Search;
use super::Solved;
use super::Stage;
use super::edits_of;
use super::products;
use crate::diagnose::Explanation;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::fit::Targets;
use crate::diagnose::naming::Named;
use crate::diagnose::naming::Naming;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Finish;
use crate::diagnose::recipe::LayerRecipe;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Signal;
use crate::diagnose::solve;
use crate::diagnose::variant::Variant;

/// Multiplications, nearly, that finding the rate takes at which a given gradient grew, and going down one layer.
const GROWING: f64 = 1e4;
const GOING_DOWN: f64 = 2e3;

/// At so many rates a program is run that sends what grew down through gradients.
const RATES: f64 = 50.0;

/// What was handed in is not taken for weights after a step, with something else wrong too, where it is less like the
/// weights before: such a step is nearly four times as long as they are, or turns them round.
const LIKE_WEIGHTS: f64 = 0.25;

/// What was done to a finished gradient: a decay or a bound.
pub(in crate::diagnose) struct Finished {
    pub(in crate::diagnose) number: f64,
    /// What is left for constants.
    pub(in crate::diagnose) fits: Vec<LayerFit>,
    /// The rate by which weights were changed too early, where they were.
    pub(in crate::diagnose) rate: Option<f64>,
}

/// What the last layer leaves, solved for once for all programs in which it is right.
#[derive(Default)]
pub(in crate::diagnose) struct AtTop {
    beside_decay: OnceCell<Option<f64>>,
    growing: OnceCell<Vec<f64>>,
}

impl AtTop {
    /// The constant of the gradient beside weight decay.
    pub(in crate::diagnose) fn beside_decay(&self, solve: impl FnOnce() -> Option<f64>) -> Option<f64> {
        *self.beside_decay.get_or_init(solve)
    }

    /// The rates at which the gradient may have grown.
    pub(in crate::diagnose) fn growing(&self, solve: impl FnOnce() -> Vec<f64>) -> &[f64] {
        self.growing.get_or_init(solve)
    }
}

impl<'s, 'p> Search<'s, 'p> {
    /// Explanations in which the weights after a step were handed in, with the rate of the step.
    pub(in crate::diagnose) fn steps(&self, others: usize) -> Vec<(f64, Explanation)> {
        let Some(targets) = self.targets.as_steps(self.problem) else { return Vec::new() };
        if others > 0 && self.targets.likeness_to(self.problem) < LIKE_WEIGHTS {
            return Vec::new();
        }
        let search = self.meeting(&targets);
        let mut found = Vec::new();
        let mut push = |fitting: &Fitting, fits: &[LayerFit], constants: &[Named]| {
            if let Some(rate) = Naming::rate(fits) {
                found.push((rate, self.explanation(fitting, constants)));
            }
        };
        let may_fit = |variants: &Vec<&'s Variant>| match variants[..] {
            [variant] => self.may_fit(&targets, variant),
            _ => true,
        };
        for variants in self.programs(others).into_iter().filter(may_fit) {
            search.fitting(&variants).iter().for_each(|fitting| push(fitting, &fitting.fits, &[]));
        }
        if others > 0 {
            for fitting in search.fitting(&[]) {
                self.naming.uneven(&fitting.fits).for_each(|(named, rest)| push(&fitting, &rest, &[named]));
            }
            let growing = self.growing_alone().map(|growing| search.fitting(&[growing]));
            growing.iter().flatten().for_each(|fitting| push(fitting, &fitting.fits, &[]));
            let moved = solve::moving(&search, &Recipe::right(self.layers()), 1);
            if let Some(((rate, fits), moving)) = moved.zip(self.moving_alone()) {
                let fitting =
                    Fitting { variants: vec![moving], fits, solved: Some(rate), scale: None, inside: 1.0 };
                push(&fitting, &fitting.fits, &[]);
            }
        }
        found
    }

    /// The explanation by a gradient that grows by this rate, where constants have nothing left to say.
    pub(in crate::diagnose) fn grown(&self, (rate, fits): Solved) -> Option<Explanation> {
        self.solved(self.growing_alone()?, rate, fits)
    }

    /// The same by weights that moved.
    pub(in crate::diagnose) fn moved(&self, (rate, fits): Solved) -> Option<Explanation> {
        self.solved(self.moving_alone()?, rate, fits)
    }

    fn solved(&self, variant: &'s Variant, rate: f64, fits: Vec<LayerFit>) -> Option<Explanation> {
        let fitting = Fitting { variants: vec![variant], fits, solved: Some(rate), scale: None, inside: 1.0 };
        self.named(&[fitting], 0, 0).pop()
    }

    /// The same search for other numbers.
    pub(in crate::diagnose) fn meeting<'t>(&'t self, targets: &'t Targets) -> Search<'t, 'p> {
        Search::new(self.problem, targets, self.naming, self.passes, &[], self.evidence)
    }

    /// Explanations by a finished step whose one number, a decay or a bound, this solver finds beside the constants that
    /// the gradient has there. The other mistake, if there may be one, is another program or the constant.
    pub(in crate::diagnose) fn finished(
        &self,
        others: usize,
        solve: impl Fn(&[&'s Variant], &Recipe) -> Option<Finished>,
    ) -> Vec<(f64, Explanation)> {
        let constants = (others > 0).then(|| (Vec::new(), others));
        let programs = self.programs(others).into_iter().map(|variants| (variants, 0));
        let mut found = Vec::new();
        for (variants, constants) in constants.into_iter().chain(programs) {
            if let Some(Finished { number, fits, rate }) = solve(&variants, &self.recipe(&variants)) {
                let fitting = Fitting { variants, fits, solved: rate, scale: None, inside: 1.0 };
                let explanations = self.named(&[fitting], constants, constants);
                found.extend(explanations.into_iter().map(|explanation| (number, explanation)));
            }
        }
        found
    }

    /// The form in which gradients grow.
    fn growing_alone(&self) -> Option<&'s Variant> {
        self.variants.iter().find(|v| matches!(v.edits[..], [Edit::Examples(Examples::Growing(_))]))
    }

    /// The form in which weights move after every example.
    fn moving_alone(&self) -> Option<&'s Variant> {
        self.variants.iter().find(|v| matches!(v.edits[..], [Edit::Finish(Finish::Moving(_))]))
    }

    /// Explanations in which the weights changed after every example.
    pub(super) fn moving(&self, constants: usize) -> Vec<Explanation> {
        self.moving_in(Vec::new(), constants)
    }

    /// The same with another mistake.
    pub(super) fn moving_beside(&self) -> Vec<Explanation> {
        let effort = solve::effort_of_moving(self.problem);
        self.beside_each(|_| effort, |other| self.moving_in(vec![other], 0))
    }

    fn moving_in(&self, mut variants: Vec<&'s Variant>, constants: usize) -> Vec<Explanation> {
        let Some(moving) = self.moving_alone() else { return Vec::new() };
        let edits = edits_of(&variants);
        // One example at a time, the others are not there to be chosen from.
        let chooses = |edit: &Edit| {
            matches!(edit, Edit::Examples(_) | Edit::Signal(Signal::Averaged | Signal::AveragedError))
        };
        let right = Recipe::right(self.layers());
        let recipe = right.clone().with(&edits).one_at_a_time();
        if edits.iter().any(chooses) || !edits.is_empty() && recipe == right {
            return Vec::new();
        }
        let Some((rate, fits)) = solve::moving(self, &recipe, constants) else { return Vec::new() };
        variants.push(moving);
        let fitting = Fitting { variants, fits, solved: Some(rate), scale: None, inside: 1.0 };
        self.named(&[fitting], 0, constants)
    }

    /// Explanations in which a gradient was added to what it was before, with another mistake.
    pub(super) fn growing_beside(&self) -> Vec<Explanation> {
        let Some(growing) = self.growing_alone() else { return Vec::new() };
        let going_down = GOING_DOWN * self.untold() as f64 + 2.0 * products(self.problem);
        let first = self.layers() - self.untold();
        let effort = |other: &Variant| {
            let recipe = self.recipe(&[other]);
            match &recipe.layers[first..] {
                _ if self.is_known_at_top(&recipe) => 0.0,
                above if above.iter().any(LayerRecipe::sends_through_gradient) => {
                    GROWING + RATES * going_down
                }
                _ => GROWING + going_down,
            }
        };
        self.beside_each(effort, |other| {
            let is_tried = other.goes_with(growing) && self.effort.spend(Stage::Rates, effort(other));
            if is_tried { self.named(&self.fitting(&[other, growing]), 0, 0) } else { Vec::new() }
        })
    }

    /// Whether the rates at which the gradient of a program may have grown are those of the right one, because they are
    /// told by the last layer and that is right.
    pub(in crate::diagnose) fn is_known_at_top(&self, still: &Recipe) -> bool {
        self.untold() == 0 && still.is_right_at_top()
    }

    /// Of how many layers, from the last downwards, nothing was handed in.
    fn untold(&self) -> usize {
        self.targets.first().map_or(0, |(layer, ..)| self.layers() - 1 - layer)
    }

    /// What is found beside each other mistake, in the order of the catalogue, where each takes so many
    /// multiplications. The first forms of all mistakes are tried before the second of any, for there may be too many.
    fn beside_each(
        &self,
        effort: impl Fn(&Variant) -> f64,
        find: impl Fn(&'s Variant) -> Vec<Explanation>,
    ) -> Vec<Explanation> {
        if !self.effort.is_worth(Stage::Rates, self.seen().iter().map(|other| effort(other)).sum()) {
            return Vec::new();
        }
        let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
        let ranked = self.seen().iter().enumerate().map(|(place, &other)| {
            let form = forms.entry(other.mistake.id).or_default();
            *form += 1;
            (*form, place, other)
        });
        let mut others: Vec<(usize, usize, &Variant)> = ranked.collect();
        others.sort_by_key(|(form, ..)| *form);
        let others = others.into_iter().map(|(_, place, other)| (place, find(other)));
        let mut found: Vec<(usize, Vec<Explanation>)> = others.collect();
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().flat_map(|(_, found)| found).collect()
    }
}
