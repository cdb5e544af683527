//! What these data cannot show: mistakes that would give the right numbers here.

use super::compared::row;
use super::fit::LayerFit;
use super::fit::Right;
use super::fit::Targets;
use super::mistakes::Change;
use super::mistakes::Mistake;
use super::mistakes::Slot;
use super::mistakes::Spread;
use super::mistakes::mistakes;
use super::naming::Naming;
use super::recipe::Edit;
use super::recipe::Finish;
use super::search::Passes;
use super::search::Search;
use super::submission::Array;
use super::submission::LayerGiven;
use super::submission::Submission;
use super::variant::Counts;
use super::variant::Forms;
use super::verdict::Comparison;
use crate::problem::Grid;
use crate::problem::Problem;

/// The mistakes that would not show in the arrays that were handed in.
pub(super) fn spots(comparison: &Comparison) -> Vec<&'static Mistake> {
    let Comparison { problem, submission, right, rounding, .. } = *comparison;
    let forms = comparison.forms();
    let targets = Targets::new(&as_right(submission, right), right, rounding);
    let naming = Naming::new(forms, Counts::of(problem));
    let passes = Passes::new(problem, &forms.variants, |_| true);
    let search = Search::new(problem, &targets, &naming, &passes, &forms.variants, 0.0);
    mistakes().filter(|mistake| is_blind(mistake, problem, forms, &search)).collect()
}

/// The right numbers in the places of those that were handed in.
fn as_right(submission: &Submission, right: &Right) -> Submission {
    let filled = |array: &Option<Array>, ours: &Grid| {
        array.as_ref().map(|array| {
            let mut exact = Array::exact(ours);
            for row in 0..ours.rows() {
                for column in 0..ours.columns() {
                    // Where the array has another shape than ours, nothing was given for this place.
                    let is_inside = row < array.entries.rows() && column < array.entries.columns();
                    if !is_inside || array.entries[(row, column)].is_none() {
                        exact.entries[(row, column)] = None;
                    }
                }
            }
            exact
        })
    };
    let layers = submission.layers.iter().enumerate().map(|(layer, given)| LayerGiven {
        weights: filled(&given.weights, &right.weights[layer]),
        biases: filled(&given.biases, &row(&right.biases[layer])),
        ..LayerGiven::default()
    });
    Submission { layers: layers.collect(), cost: None }
}

/// Whether the mistake has a form here, and none of its forms shows.
fn is_blind<'s>(
    mistake: &'static Mistake,
    problem: &Problem,
    forms: &'s Forms,
    search: &Search<'s, '_>,
) -> bool {
    let one_example = problem.inputs().rows() == 1;
    if mistake.slot == Slot::Bias && problem.layers().iter().all(|layer| layer.biases.is_none()) {
        return false;
    }
    let variants = || forms.variants.iter().filter(|variant| variant.mistake == mistake);
    let constants = || forms.constants.iter().filter(|constant| constant.mistake == mistake);
    let found = |change: &Change| {
        matches!(
            change,
            Change::Constant(_, Spread::Solved(_) | Spread::OneArraySolved)
                | Change::Finish(Finish::NewWeights(_) | Finish::Decayed(_) | Finish::Clipped(_))
        )
    };
    if mistake.changes.iter().any(found) || constants().next().is_some() {
        return false;
    }
    let shows = |variant: &'s super::variant::Variant| match variant.edits[..] {
        [Edit::Finish(Finish::Moving(_)) | Edit::Examples(super::recipe::Examples::Growing(_))] => {
            !one_example
        }
        // The rate is free: it shows unless there is nothing for it to change.
        _ if variant
            .edits
            .iter()
            .any(|edit| matches!(edit, Edit::Through(_, super::recipe::Through::Updated(_)))) =>
        {
            true
        }
        _ => !search.fitting(&[variant]).iter().any(|fitting| fitting.fits.iter().all(is_right)),
    };
    if variants().any(shows) {
        return false;
    }
    let counts = Counts::of(problem).elsewhere(problem.cost());
    // A division that this cost never has cannot be forgotten.
    let is_constant = |change: &Change| matches!(change, Change::Constant(size, _) if size(&counts).iter().any(|c| *c != 1.0));
    let of_examples = one_example && mistake.slot == Slot::Examples && mistake.id != "classes-shifted";
    variants().next().is_some() || mistake.changes.iter().any(is_constant) || of_examples
}

fn is_right(fit: &LayerFit) -> bool {
    fit.weights.holds(1.0) && fit.biases.holds(1.0)
}
