//! Several layers down at once, where a program does nothing otherwise on the way.
//!
//! What arrives at a node far below is a sum over all paths to it from a layer above, and what a path multiplies with
//! is the same in every program that runs forward in the same way:
//!
//! ```text
//! x_j[m] = Σ_n v_k[n]·x_k[n]        v_j[n] = 1 if n is m, else 0        v_(k+1)[n] = s_(k+1)[n] · Σ_i v_k[i]·w_(k+1)[i][n]
//! ```

use std::cell::OnceCell;
use std::rc::Rc;

use super::LayerPass;
use super::columns::Columns;
use super::columns::Made;
use crate::diagnose::facts::Facts;
use crate::diagnose::recipe::Recipe;

/// What each node gets of the signal above, once that was asked for: layer by layer, and there node by node.
#[derive(Debug, Default)]
pub(in crate::diagnose) struct FromAbove {
    layers: OnceCell<Vec<Vec<OnceCell<OfNode>>>>,
}

/// What a node gets of the signal at each node of its own layer and of each layer above, but the last: the numbers of
/// all examples, node by node.
type OfNode = Vec<Vec<f64>>;

impl FromAbove {
    /// What a node gets of each node of a layer at or above its own.
    fn of(&self, facts: &Facts, [layer, node]: [usize; 2], above: usize) -> &[f64] {
        let empty = |layer: usize| vec![OnceCell::new(); facts.width(layer)];
        let layers = self.layers.get_or_init(|| (0..facts.layers()).map(empty).collect());
        &layers[layer][node].get_or_init(|| from_above(facts, [layer, node]))[above - layer]
    }
}

fn from_above(facts: &Facts, [layer, node]: [usize; 2]) -> OfNode {
    let examples = facts.labels.rows();
    let mut own = vec![0.0; facts.width(layer) * examples];
    own[node * examples..][..examples].fill(1.0);
    let mut all = vec![own];
    for above in layer + 1..facts.layers() - 1 {
        let (weights, slopes) = (facts.weights(above), &facts.slopes[above]);
        let mut next = vec![0.0; facts.width(above) * examples];
        for (to, sums) in next.chunks_exact_mut(examples).enumerate() {
            for (from, v) in all[above - layer - 1].chunks_exact(examples).enumerate() {
                let weight = weights[(from, to)];
                sums.iter_mut().zip(v).for_each(|(sum, v)| *sum += v * weight);
            }
            sums.iter_mut().zip(slopes.column(to)).for_each(|(sum, slope)| *sum *= slope);
        }
        all.push(next);
    }
    all
}

impl<'f> LayerPass<'f> {
    /// The next layer on the way down to one of which something was handed in: that itself, where nothing is done
    /// otherwise on the way.
    pub(in crate::diagnose) fn towards(&self, recipe: &Recipe, layer: usize) -> Option<LayerPass<'f>> {
        let below = self.layer.checked_sub(1)?;
        if layer >= below || !recipe.is_right_in(layer..self.layer) {
            return self.below(recipe, Made::of_layer(layer >= below));
        }
        let (facts, signal) = (self.facts, self.signal_below(Made::AtOnce)?);
        let rows = signal.rows();
        let far = Columns::new(rows, facts.width(layer), Made::WhenAsked, move |node, sums| {
            let from_above = facts.from_above.of(facts, [layer, node], below);
            for (above, v) in from_above.chunks_exact(rows).enumerate() {
                let terms = v.iter().zip(signal.column(above));
                sums.iter_mut().zip(terms).for_each(|(sum, (v, x))| *sum += v * x);
            }
        });
        LayerPass::at(facts, recipe, layer, Rc::new(far), Some(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;
    use crate::diagnose::recipe::Edit;
    use crate::diagnose::recipe::Forwards;
    use crate::diagnose::recipe::Labels;
    use crate::diagnose::recipe::Through;
    use crate::problem::Grid;
    use crate::problem::Layer;
    use crate::problem::Problem;

    #[test]
    fn several_layers_at_once_lead_where_each_of_them_does_and_only_where_nothing_is_done_otherwise() {
        let grid = |rows: usize, columns: usize| {
            Grid::from_fn(rows, columns, |row, column| libm::sin((7 * row + 3 * column + 1) as f64))
        };
        let layer = |widths: &[usize]| Layer {
            weights: grid(widths[0], widths[1]),
            biases: None,
            activation: activation::named("tanh").expect("built in"),
        };
        let layers = [3, 2, 4, 3, 2].windows(2).map(layer).collect();
        let cost = cost::named("half-mse").expect("built in");
        let problem = Problem::new("", layers, grid(5, 3), grid(5, 2), cost).expect("a problem");
        let facts = Facts::new(&problem, Forwards::default(), Labels::Given).expect("finite");
        let bottom = |edits: &[Edit], at_once: bool| {
            let recipe = Recipe::right(4).with(edits);
            let (mut pass, mut steps) =
                (LayerPass::last(&facts, &recipe, Made::WhenAsked).expect("finite"), 0);
            while pass.layer > 0 {
                let next =
                    if at_once { pass.towards(&recipe, 0) } else { pass.below(&recipe, Made::WhenAsked) };
                (pass, steps) = (next.expect("it has this shape"), steps + 1);
            }
            (steps, pass.weights())
        };
        let last = [Edit::Own(3, crate::diagnose::recipe::Slope::One)];
        let between = [Edit::Through(2, Through::Ones)];
        for (edits, steps) in [(&[][..], 1), (&last, 1), (&between, 2)] {
            let ((taken, at_once), (_, one_by_one)) = (bottom(edits, true), bottom(edits, false));
            assert_eq!(taken, steps, "{edits:?}");
            let apart = at_once.map_with(&one_by_one, |one, other| (one - other).abs());
            assert!(apart.numbers().iter().all(|apart| *apart < 1e-15), "{apart:?}");
        }
    }
}
