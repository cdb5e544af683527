//! Mistakes in programs that begin with o − y.
//!
//! For a cross-entropy with the activation that belongs to it, delta is o − y, and that is where most programs begin:
//!
//! ```text
//! cross-entropy after a sigmoid, categorical cross-entropy after softmax        δ_L = o − y
//! ```
//!
//! What is done to the error then has no derivative behind it, and a derivative that is written there is one too many.
//! A softmax that is put where the cost expects another function gets this delta as well.

use super::Expansion;
use crate::cost::Domain;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Forward;
use crate::diagnose::recipe::Signal;
use crate::diagnose::recipe::Slope;

impl Expansion<'_> {
    /// The same mistake in a program that begins with o − y, where that is another program.
    pub(super) fn begun_with_error(&self, edits: &[Edit]) -> Option<Vec<Edit>> {
        let last = self.layers - 1;
        let with = |more: &[Edit]| Some([edits, more].concat());
        let forward = edits.iter().find_map(|edit| match edit {
            Edit::Forward(forward) => Some(*forward),
            _ => None,
        });
        match forward {
            Some(Forward::SoftmaxOutput | Forward::SoftmaxDiagonal) if !self.begins_with_error() => {
                return with(&[Edit::Signal(Signal::Error)]);
            }
            Some(Forward::LinearOutput) if self.cancels() => return with(&[Edit::Signal(Signal::Error)]),
            _ if !self.cancels() => return None,
            _ => {}
        }
        if let Some(place) = edits.iter().position(|edit| matches!(edit, Edit::Signal(_))) {
            let mut edits = edits.to_vec();
            edits[place] = Edit::Signal(of_error(&edits[place])?);
            edits.extend([Edit::Own(last, Slope::One), Edit::Sent(last, Slope::One)]);
            return Some(edits);
        }
        let slope = edits.iter().find_map(|edit| match edit {
            Edit::Own(layer, slope) if *layer == last => Some(*slope),
            _ => None,
        })?;
        let is_both = edits.contains(&Edit::Sent(last, slope));
        // Nothing is wrong without any; s(1 − s) is the mistake of softmax itself.
        let is_other = slope != Slope::One
            && !(slope == Slope::SigmoidForm && self.problem.output_activation().name == "softmax");
        (is_both && is_other).then(|| with(&[Edit::Signal(Signal::Error)]))?
    }

    /// What softmax gives where it is multiplied with s(1 − s), as if it had a slope at each node: the slope of the
    /// cost, or o − y.
    pub(super) fn softmax_slopes(&self) -> Vec<Vec<Edit>> {
        if self.problem.output_activation().name != "softmax" {
            return Vec::new();
        }
        let last = self.layers - 1;
        let slopes = vec![Edit::Own(last, Slope::SigmoidForm), Edit::Sent(last, Slope::SigmoidForm)];
        let of_error = self.cancels().then(|| [&[Edit::Signal(Signal::Error)], &slopes[..]].concat());
        of_error.into_iter().chain([slopes]).collect()
    }

    fn begins_with_error(&self) -> bool {
        let cost = self.problem.cost();
        cost.domain == Domain::All && cost.slope(1.0, 0.0) == 1.0
    }

    /// Whether delta is o − y at the output.
    fn cancels(&self) -> bool {
        matches!(
            (self.problem.cost().domain, self.problem.output_activation().name),
            (Domain::OpenUnitInterval, "sigmoid") | (Domain::PositiveWhereLabelled, "softmax")
        )
    }
}

fn of_error(edit: &Edit) -> Option<Signal> {
    match edit {
        Edit::Signal(Signal::Squared) => Some(Signal::Squared),
        Edit::Signal(Signal::Absolute) => Some(Signal::AbsoluteError),
        Edit::Signal(Signal::TimesOutput) => Some(Signal::ErrorTimesOutput),
        Edit::Signal(Signal::Averaged) => Some(Signal::AveragedError),
        _ => None,
    }
}
