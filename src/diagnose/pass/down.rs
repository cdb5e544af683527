//! From a layer to the one below: what stands in the place of the weights.

use std::borrow::Cow;
use std::rc::Rc;

use super::LayerPass;
use super::columns::Columns;
use super::columns::Made;
use super::columns::put;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Through;
use crate::problem::Grid;

impl<'f> LayerPass<'f> {
    /// What arrives at the activations of the layer below, added up node by node.
    pub(super) fn sent_down(&self, sent: Rc<Columns<'f>>, made: Made) -> Option<Columns<'f>> {
        let (rows, below) = (sent.rows(), self.below_width());
        if self.recipe.through == Through::Output {
            let outputs = self.facts.below(self.layer);
            let totals: Vec<f64> = (0..rows).map(|e| sent.row(e).sum()).collect();
            return Some(Columns::new(rows, below, made, move |from, signal| {
                put(signal, outputs.column(from).iter().zip(&totals).map(|(output, total)| output * total));
            }));
        }
        if self.recipe.through == Through::Elementwise {
            let weights = self.facts.weights(self.layer);
            let has_shape = rows == below && below == weights.columns();
            return has_shape.then(|| {
                Columns::new(rows, below, made, move |from, signal| {
                    put(signal, sent.column(from).iter().zip(weights.row(from)).map(|(x, w)| x * w));
                })
            });
        }
        let way = self.way_down()?;
        Some(Columns::new(rows, below, made, move |from, sums| {
            for (to, w) in way.row(from).iter().enumerate() {
                sums.iter_mut().zip(sent.column(to)).for_each(|(sum, x)| *sum += x * w);
            }
        }))
    }

    /// The factor of the edge from a sum of this layer to the output of a node below.
    pub(in crate::diagnose) fn factor_down(&self, way: &Grid, example: usize, [from, to]: [usize; 2]) -> f64 {
        match self.recipe.through {
            Through::Output => self.facts.below(self.layer)[(example, from)],
            Through::Elementwise if from == to => way[(from, example)],
            Through::Elementwise => 0.0,
            _ => way[(from, to)],
        }
    }

    /// What stands in the place of the weights on the way down; the weights, where each example has its own.
    pub(in crate::diagnose) fn way_down(&self) -> Option<Cow<'f, Grid>> {
        let (layer, weights) = (self.layer, self.facts.weights(self.layer));
        let (below, width) = (weights.rows(), weights.columns());
        let entries =
            |entry: &dyn Fn(usize, usize) -> f64| Some(Cow::Owned(Grid::from_fn(below, width, entry)));
        match self.recipe.through {
            Through::Weights | Through::Output | Through::Elementwise => Some(Cow::Borrowed(weights)),
            Through::Updated(rate) => {
                let step = rate / self.facts.problem.divisor();
                let sums = self.sums();
                entries(&|f, n| weights[(f, n)] - step * sums[(f, n)]).filter(|_| rate.is_finite())
            }
            Through::Transposed => (below == width).then(|| entries(&|f, n| weights[(n, f)]))?,
            Through::Ones => entries(&|_, _| 1.0),
            Through::Path(End::First) => entries(&|f, n| if n == 0 { weights[(f, n)] } else { 0.0 }),
            Through::Path(End::Last) => entries(&|f, n| if n == width - 1 { weights[(f, n)] } else { 0.0 }),
            Through::OwnIndex => entries(&|f, n| if n == f { weights[(f, n)] } else { 0.0 }),
            Through::Mean => entries(&|f, n| weights[(f, n)] / width as f64),
            Through::BiasRow(end) => {
                let biases = self.facts.biases(layer)?;
                entries(&|f, n| match end {
                    // [W; b] without its first row, or [b; W] without its last.
                    End::Last if f + 1 == below => biases[n],
                    End::Last => weights[(f + 1, n)],
                    End::First if f == 0 => biases[n],
                    End::First => weights[(f - 1, n)],
                })
            }
            Through::Shares => {
                let total = |n| (0..below).map(|f| weights[(f, n)]).sum::<f64>();
                let totals: Vec<f64> = (0..width).map(total).collect();
                totals.iter().all(|&t| t != 0.0).then(|| entries(&|f, n| weights[(f, n)] / totals[n]))?
            }
            Through::Gradient => {
                let divisor = self.facts.problem.divisor();
                Some(Cow::Owned(self.sums().map(|sum| sum / divisor)))
            }
            Through::OfLayerBelow => {
                let other = self.facts.weights(layer.checked_sub(1)?);
                (other.rows() == below && other.columns() == width).then_some(Cow::Borrowed(other))
            }
        }
    }
}
