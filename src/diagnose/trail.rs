//! One path of the tree diagram with the factors of two programs side by side: the student's and the right one.
//!
//! ```text
//! cost ── signal ── o_out ── slope ── o_in ── way down ── h_out ── slope ── h_in ── operand ── w
//! ```
//!
//! A mistake that is made in one factor shows in the first pair that differs, from the cost downwards; one that is
//! made in the sum over the products, or with the finished numbers, shows in none.

use std::rc::Rc;

use super::facts::Facts;
use super::mistakes::Use;
use super::pass::Columns;
use super::pass::LayerPass;
use super::pass::Made;
use super::recipe::Edit;
use super::recipe::Forwards;
use super::recipe::Labels;
use super::recipe::Recipe;
use super::search::Passes;
use crate::graph::Edge;
use crate::graph::Quantity;
use crate::problem::Grid;

/// So many paths are looked at for one on which a factor differs.
const MOST: usize = 1024;

/// A path with the factors of both programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// Counted from zero.
    pub example: usize,
    /// From the cost downwards.
    pub factors: Vec<Pair>,
}

/// The factor of one edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Where it belongs.
    pub edge: Edge,
    /// The student's.
    pub yours: f64,
    /// The right one.
    pub expected: f64,
}

impl Pair {
    /// Whether the two are different numbers, and not one that was rounded twice.
    pub fn differs(&self) -> bool {
        let apart = (self.yours - self.expected).abs();
        // Not equal, rather than greater: a factor may be no number.
        !matches!(
            apart.partial_cmp(&(1e-12 * self.expected.abs().max(self.yours.abs()))),
            Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)
        )
    }
}

impl Trail {
    fn is_different(&self) -> bool {
        let product = |factor: fn(&Pair) -> f64| self.factors.iter().map(factor).product::<f64>();
        let products = [product(|pair| pair.yours), product(|pair| pair.expected)];
        self.first_wrong().is_some() && products[0].to_bits() != products[1].to_bits()
    }

    /// The first factor that is not the right one.
    pub fn first_wrong(&self) -> Option<&Pair> {
        self.factors.iter().find(|pair| pair.differs())
    }
}

/// What a student's program does, as far as an explanation tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Program {
    pub(super) edits: Vec<Edit>,
    /// The constant on the signal.
    pub(super) scale: f64,
}

impl Default for Program {
    fn default() -> Program {
        Program { edits: Vec::new(), scale: 1.0 }
    }
}

/// The first path to a weight or bias on which the two programs differ, or the first of all.
pub(super) fn trail(passes: &Passes, program: &Program, parameter: Quantity) -> Option<Trail> {
    let (Quantity::Weight { layer: goal, to, .. } | Quantity::Bias { layer: goal, to }) = parameter else {
        return None;
    };
    let given = passes.get(Forwards::default(), Labels::Given)?;
    let right = Recipe::right(given.layers());
    let wrong = Recipe { scale: program.scale, ..right.clone().with(&program.edits) };
    let fresh = Facts::new(given.problem, wrong.forward, wrong.labels)?;
    let yours = way_back(&fresh, &wrong, goal)?;
    let expected = way_back(given, &right, goal)?;
    let (examples, hops) = (given.problem.inputs().rows(), hops(given, goal, to));
    let all = (0..examples).flat_map(|example| hops.iter().map(move |hops| (example, hops)));
    let mut trails = all.take(MOST).map(|(example, hops)| {
        let factors = pairs(given, [&yours, &expected], parameter, example, hops);
        Trail { example, factors }
    });
    let first = trails.next()?;
    if first.is_different() {
        return Some(first);
    }
    trails.find(Trail::is_different).or(Some(first))
}

/// A layer of a pass back, with what it hands on.
struct Level<'f> {
    pass: LayerPass<'f>,
    sent: Rc<Columns<'f>>,
    /// What stands in the place of the weights below.
    way: Grid,
}

/// The layers of a pass, from the last to the goal.
fn way_back<'f>(facts: &'f Facts<'f>, recipe: &Recipe, goal: usize) -> Option<Vec<Level<'f>>> {
    let mut levels = Vec::new();
    let mut pass = LayerPass::last(facts, recipe, Made::AtOnce)?;
    while pass.layer() > goal {
        let below = pass.below(recipe, Made::AtOnce)?;
        let (sent, way) = (pass.sent()?, pass.way_down()?.into_owned());
        levels.push(Level { pass, sent, way });
        pass = below;
    }
    // Nothing goes on from there.
    let (sent, way) = (Rc::clone(&pass.delta), Grid::filled(0, 0, 0.0));
    levels.push(Level { pass, sent, way });
    Some(levels)
}

/// A step through a layer: the output that the signal comes from, and the sum that it goes to.
type Hop = [usize; 2];

/// The paths from the cost to a node, each with its steps from the last layer downwards.
fn hops(facts: &Facts, goal: usize, to: usize) -> Vec<Vec<Hop>> {
    let mut paths: Vec<Vec<Hop>> = vec![Vec::new()];
    for layer in (goal..facts.layers()).rev() {
        let width = facts.width(layer);
        let hops: Vec<Hop> = (0..width)
            .flat_map(|of| (0..width).map(move |by| [of, by]))
            .filter(|&[of, by]| (of == by || facts.mixes(layer)) && (layer != goal || by == to))
            .collect();
        let longer =
            paths.iter().flat_map(|path| hops.iter().map(move |&hop| [path.as_slice(), &[hop]].concat()));
        paths = longer.take(MOST).collect();
    }
    paths
}

fn pairs(
    facts: &Facts,
    [yours, expected]: [&[Level]; 2],
    parameter: Quantity,
    example: usize,
    hops: &[Hop],
) -> Vec<Pair> {
    let mut of = Quantity::Cost;
    let mut pairs = Vec::new();
    let mut push = |by: Quantity, factor: &dyn Fn(&[Level]) -> f64| {
        pairs.push(Pair { edge: Edge { of, by }, yours: factor(yours), expected: factor(expected) });
        of = by;
    };
    let last = hops.len() - 1;
    for (step, &[from, to]) in hops.iter().enumerate() {
        let layer = facts.layers() - 1 - step;
        push(Quantity::Out { layer, node: from, example }, &|levels| match step.checked_sub(1) {
            None => levels[0].pass.arrived()[(example, from)],
            Some(above) => {
                let Level { pass, way, .. } = &levels[above];
                pass.factor_down(way, example, [from, hops[above][1]])
            }
        });
        push(Quantity::In { layer, node: to, example }, &|levels| {
            let Level { pass, sent, .. } = &levels[step];
            let (way, delta) = if step == last { (Use::Own, &pass.delta) } else { (Use::Sent, sent) };
            pass.slope(way, delta, example, [from, to])
        });
    }
    push(parameter, &|levels| match parameter {
        Quantity::Weight { from, to, .. } => levels[last].pass.operand(example, from, to),
        _ => levels[last].pass.bias_operand(hops[last][1]),
    });
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::recipe::Slope;
    use crate::gradient::scalar;
    use crate::problem::Problem;

    fn trails(edits: &[Edit]) -> Vec<(Quantity, Trail)> {
        let problem = Problem::built_in("probe").expect("built in");
        let passes = Passes::new(&problem, &[], |_| true);
        let program = Program { edits: edits.to_vec(), scale: 1.0 };
        let shape = problem.shape();
        shape
            .parameters()
            .map(|parameter| (parameter, trail(&passes, &program, parameter).expect("a path")))
            .collect()
    }

    #[test]
    fn the_right_factors_are_those_of_the_walk() {
        let problem = Problem::built_in("probe").expect("built in");
        for (parameter, trail) in trails(&[]) {
            let listing = scalar::listing(&problem, parameter, 1).expect("finite");
            let walked: Vec<f64> = listing.terms[0].factors.iter().map(|factor| factor.value).collect();
            let ours: Vec<f64> = trail.factors.iter().map(|pair| pair.expected).collect();
            assert_eq!(ours, walked, "{parameter:?}");
            assert_eq!(trail.first_wrong(), None);
        }
    }

    #[test]
    fn a_raw_error_shows_where_it_goes_down_and_only_there() {
        let problem = Problem::built_in("probe").expect("built in");
        let last = problem.layers().len() - 1;
        for (parameter, trail) in trails(&[Edit::Sent(last, Slope::One)]) {
            let (Quantity::Weight { layer, .. } | Quantity::Bias { layer, .. }) = parameter else { continue };
            let wrong = trail.first_wrong().map(|pair| (pair.edge.of, pair.yours));
            let out = Quantity::Out { layer: last, node: 0, example: 0 };
            assert_eq!(wrong, (layer < last).then_some((out, 1.0)), "{parameter:?}");
        }
    }
}
