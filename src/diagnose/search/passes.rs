//! The forward passes that hypotheses start from, each run once.

use std::cell::OnceCell;

use crate::diagnose::facts::Facts;
use crate::diagnose::facts::swaps;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Forward;
use crate::diagnose::recipe::Forwards;
use crate::diagnose::recipe::Labels;
use crate::diagnose::variant::Variant;
use crate::problem::Problem;

/// Forward passes, run when they are first asked for.
pub(in crate::diagnose) struct Passes<'s> {
    problem: &'s Problem,
    fits: Box<dyn Fn(&Facts) -> bool + 's>,
    /// The orders that only swap two examples.
    swaps: Vec<usize>,
    kept: Vec<(Forwards, Labels, OnceCell<Option<Facts<'s>>>)>,
}

impl<'s> Passes<'s> {
    pub(in crate::diagnose) fn new(
        problem: &'s Problem,
        variants: &[Variant],
        fits: impl Fn(&Facts) -> bool + 's,
    ) -> Passes<'s> {
        let edits = || variants.iter().flat_map(|variant| &variant.edits);
        let forwards =
            edits().filter_map(|edit| if let Edit::Forward(forward) = edit { Some(*forward) } else { None });
        let rows = problem.inputs().rows();
        let swaps = swaps(rows);
        let labels = edits().filter_map(|edit| match edit {
            Edit::Labels(Labels::RowsOrdered(number)) if !swaps.contains(number) => None,
            Edit::Labels(labels) => Some(*labels),
            _ => None,
        });
        let labels: Vec<Labels> = [Labels::Given].into_iter().chain(labels).collect();
        let [once, twice] = ways(&forwards.collect::<Vec<_>>());
        let with_labels = once.iter().flat_map(|&way| labels.iter().map(move |&labels| (way, labels)));
        let twice = twice.iter().map(|&ways| (ways, Labels::Given));
        let kept = with_labels.chain(twice).map(|(way, labels)| (way, labels, OnceCell::new()));
        Passes { problem, fits: Box::new(fits), swaps, kept: kept.collect() }
    }

    pub(in crate::diagnose) fn get(&self, forward: Forwards, labels: Labels) -> Option<&Facts<'s>> {
        self.kept(forward, labels)?.get_or_init(|| self.fresh(forward, labels)).as_ref()
    }

    /// Whether a mistake is worth trying together with others.
    pub(super) fn is_common(&self, variant: &Variant) -> bool {
        let examples = self.problem.inputs().rows();
        variant.edits.iter().all(|edit| match edit {
            Edit::Labels(Labels::RowsOrdered(number)) => self.swaps.contains(number),
            Edit::Finish(_) | Edit::Examples(Examples::Growing(_)) => false,
            Edit::Labels(Labels::RowsRolled(by)) => *by == 1 || by + 1 == examples,
            _ => true,
        })
    }

    pub(super) fn keeps(&self, forward: Forwards, labels: Labels) -> bool {
        self.kept(forward, labels).is_some()
    }

    fn kept(&self, forward: Forwards, labels: Labels) -> Option<&OnceCell<Option<Facts<'s>>>> {
        self.kept.iter().find(|(f, l, _)| (*f, *l) == (forward, labels)).map(|(.., cell)| cell)
    }

    pub(super) fn fresh(&self, forward: Forwards, labels: Labels) -> Option<Facts<'s>> {
        match labels {
            Labels::Given => Facts::new(self.problem, forward, labels).filter(|facts| (self.fits)(facts)),
            _ => self.get(forward, Labels::Given)?.with_labels(labels),
        }
    }
}

/// The ways forward with at most one choice, and those with two in different places.
fn ways(forwards: &[Forward]) -> [Vec<Forwards>; 2] {
    let one = |forward: &Forward| Forwards::default().with(*forward);
    let pairs = forwards.iter().enumerate().flat_map(|(place, first)| {
        let others = forwards[place + 1..].iter().filter(|other| other.whereabouts() != first.whereabouts());
        others.map(|other| one(first).with(*other))
    });
    let single = [Forwards::default()].into_iter().chain(forwards.iter().map(one));
    [single.collect(), pairs.collect()]
}
