//! Mistakes as a tree, in the order in which the way down the layers meets them.
//!
//! Mistakes that do the same as far down as a layer are one branch until there:
//!
//! ```text
//! last layer         nothing yet ─────────────┬── s′(a) for s′(z) ── …
//! layer below        W for Wᵀ ── mean ── …    nothing more
//! ```
//!
//! Where two or three branches together do not fit at a layer, nothing that grows from them does.

use std::ptr;

use crate::diagnose::recipe::Edit;
use crate::diagnose::variant::Variant;

/// Mistakes that are alike as far down as a layer.
pub(super) struct Branch<'s> {
    /// What shows first at this layer.
    pub(super) edits: Vec<Edit>,
    /// Whether anything shows at this layer or above.
    has_begun: bool,
    /// Whether nothing shows further down that does not here.
    pub(super) is_done: bool,
    /// The mistakes, each with its place in the catalogue.
    pub(super) variants: Vec<(usize, &'s Variant)>,
    /// How they go on.
    below: Vec<Branch<'s>>,
}

impl<'s> Branch<'s> {
    /// The root of a tree of mistakes in a network of so many layers, down to the lowest that matters.
    pub(super) fn root(variants: Vec<(usize, &'s Variant)>, layers: usize, lowest: usize) -> Branch<'s> {
        let mut root =
            Branch { edits: Vec::new(), has_begun: false, is_done: false, variants, below: Vec::new() };
        root.grow(layers, layers, lowest);
        root
    }

    /// Those that do not show at the layer below yet.
    pub(super) fn not_yet(&self) -> Option<&Branch<'s>> {
        self.below.iter().find(|branch| !branch.has_begun)
    }

    /// Whether what shows here can be done in one program.
    fn goes_with(&self, other: &Branch) -> bool {
        let is_taken = |edit: &Edit| other.edits.iter().any(|theirs| theirs.place() == edit.place());
        !self.edits.iter().any(is_taken)
    }

    /// Whether what shows here changes what arrives at the layer, and not only what is formed of that.
    fn arrives_otherwise(&self) -> bool {
        let is_formed = |edit: &Edit| {
            matches!(
                edit,
                Edit::Own(..) | Edit::Operand(..) | Edit::Product(..) | Edit::Bias(..) | Edit::Hand(..)
            )
        };
        !self.edits.iter().all(is_formed)
    }

    /// Divides into branches at the layer below `above`, if that is not too low.
    fn grow(&mut self, above: usize, layers: usize, lowest: usize) {
        let Some(layer) = above.checked_sub(1).filter(|&layer| layer >= lowest) else { return };
        for &(place, variant) in &self.variants {
            let shows_here = |edit: &&Edit| edit.shows_at(layers) == Some(layer);
            let edits: Vec<Edit> = variant.edits.iter().filter(shows_here).copied().collect();
            let is_done =
                variant.edits.iter().all(|edit| edit.shows_at(layers).is_none_or(|shows| shows >= layer));
            match self.below.iter_mut().find(|branch| branch.edits == edits) {
                Some(branch) => {
                    branch.is_done &= is_done;
                    branch.variants.push((place, variant));
                }
                None => self.below.push(Branch {
                    has_begun: self.has_begun || !edits.is_empty(),
                    is_done,
                    edits,
                    variants: vec![(place, variant)],
                    below: Vec::new(),
                }),
            }
        }
        // What arrives is made once, and then everything that can be formed of it.
        self.below.sort_by_key(|branch| !branch.arrives_otherwise());
        self.below.iter_mut().for_each(|branch| branch.grow(layer, layers, lowest));
    }
}

/// Every way in which these branches go on together, each once; three do not all begin at the same layer.
pub(super) fn ways_on<'b, 's>(branches: &[&'b Branch<'s>]) -> Vec<Vec<&'b Branch<'s>>> {
    let mut ways = Vec::new();
    choose(branches, &mut Vec::new(), &mut ways);
    ways
}

fn choose<'b, 's>(
    branches: &[&'b Branch<'s>],
    chosen: &mut Vec<(usize, &'b Branch<'s>)>,
    ways: &mut Vec<Vec<&'b Branch<'s>>>,
) {
    let Some(&branch) = branches.get(chosen.len()) else {
        ways.push(chosen.iter().map(|(_, branch)| *branch).collect());
        return;
    };
    // Two that are still one branch go on in either order.
    let from = same_before(branches, chosen.len()).map_or(0, |same| chosen[same].0);
    let begins = |from: &Branch, to: &Branch| !from.has_begun && to.has_begun;
    for (at, next) in branch.below.iter().enumerate().skip(from) {
        let others = branches.iter().zip(chosen.iter()).filter(|(from, (_, to))| begins(from, to)).count();
        let is_free = chosen.iter().all(|(_, other)| other.goes_with(next));
        if is_free && !(others == 2 && begins(branch, next)) {
            chosen.push((at, next));
            choose(branches, chosen, ways);
            chosen.pop();
        }
    }
}

/// Where the branch at this place stands before, if it does.
fn same_before(branches: &[&Branch], at: usize) -> Option<usize> {
    branches[..at].iter().rposition(|before| ptr::eq(*before, branches[at]))
}

/// The mistakes at the end of these branches that are made together, in the order of the catalogue.
pub(super) fn made_together<'s>(branches: &[&Branch<'s>]) -> Vec<Vec<&'s Variant>> {
    let mut groups: Vec<Vec<(usize, &Variant)>> = vec![Vec::new()];
    for (at, branch) in branches.iter().enumerate() {
        let same = same_before(branches, at);
        let longer = groups.iter().flat_map(|group| {
            let follows = move |(place, variant): &&(usize, &'s Variant)| {
                group.iter().all(|(_, other)| variant.goes_with(other))
                    && same.is_none_or(|same| group[same].0 < *place)
            };
            let longer = move |&next: &(usize, &'s Variant)| [group.as_slice(), &[next]].concat();
            branch.variants.iter().filter(follows).map(longer)
        });
        groups = longer.collect();
    }
    for group in &mut groups {
        group.sort_by_key(|(place, _)| *place);
    }
    groups.into_iter().map(|group| group.into_iter().map(|(_, variant)| variant).collect()).collect()
}
