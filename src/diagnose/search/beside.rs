//! What needs a number to be solved for, alone and beside other mistakes: steps, decay, bounds, weights that move, gradients
//! that grow.

use super::Fitting;
use super::Search;
use super::Solved;
use super::edits_of;
use crate::diagnose::Explanation;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::fit::Targets;
use crate::diagnose::naming::Named;
use crate::diagnose::naming::Naming;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Finish;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Signal;
use crate::diagnose::solve;
use crate::diagnose::variant::Variant;

impl<'s, 'p> Search<'s, 'p> {
    /// Explanations in which the weights after a step were handed in, with the rate of the step.
    pub(in crate::diagnose) fn steps(&self, others: usize) -> Vec<(f64, Explanation)> {
        let Some(targets) = self.targets.as_steps(self.problem) else { return Vec::new() };
        let search = self.meeting(&targets);
        let mut found = Vec::new();
        let mut push = |fitting: &Fitting, fits: &[LayerFit], constants: &[Named]| {
            if let Some(rate) = Naming::rate(fits) {
                found.push((rate, self.explanation(fitting, constants)));
            }
        };
        for variants in self.programs(others) {
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
    pub(in crate::diagnose) fn grown(&self, rate: f64, fits: Vec<LayerFit>) -> Option<Explanation> {
        let variants = vec![self.growing_alone()?];
        let fitting = Fitting { variants, fits, solved: Some(rate), scale: None, inside: 1.0 };
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
        solve: impl Fn(&Recipe) -> Option<Solved>,
    ) -> Vec<(f64, Explanation)> {
        let constants = (others > 0).then(|| (Vec::new(), others));
        let programs = self.programs(others).into_iter().map(|variants| (variants, 0));
        let mut found = Vec::new();
        for (variants, constants) in constants.into_iter().chain(programs) {
            if let Some((number, fits)) = solve(&self.recipe(&variants)) {
                let fitting = Fitting { variants, fits, solved: None, scale: None, inside: 1.0 };
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
    pub(super) fn moving(&self, others: usize, constants: usize) -> Vec<Explanation> {
        let Some(moving) = self.moving_alone() else { return Vec::new() };
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
            if let Some((rate, fits)) = solve::moving(self, &recipe, constants) {
                variants.push(moving);
                let fitting = Fitting { variants, fits, solved: Some(rate), scale: None, inside: 1.0 };
                found.extend(self.named(&[fitting], 0, constants));
            }
        }
        found
    }

    /// Explanations in which a gradient was added to what it was before, with another mistake.
    pub(super) fn growing(&self) -> Vec<Fitting<'s>> {
        let Some(growing) = self.growing_alone() else { return Vec::new() };
        let others = self.seen().iter().filter(|other| other.goes_with(growing));
        others.flat_map(|&other| self.fitting(&[other, growing])).collect()
    }
}
