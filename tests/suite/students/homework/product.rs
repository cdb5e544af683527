//! The last product and its sum over the examples: `gW_l = a_{l-1}^T delta_l / N`, `gb_l = Σ delta_l / N`.

use super::Batch;
use super::Homework;
use super::Net;
use super::Over;
use super::Pass;
use super::stretched;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::table;
use crate::students::task::Task;

/// What is multiplied with what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operand {
    /// `a_{l-1}` and `delta_l`: right.
    Below,
    /// `z_{l-1}` for `a_{l-1}`.
    BelowIn,
    Inputs,
    OwnOutput,
    OwnWeight,
    /// `a_{l-1}[n]` for `a_{l-1}[f]`.
    ToIndex,
    DeltaAbove,
    DeltaOfOutput,
    /// `np.dot` of two vectors for `np.outer`.
    Dot,
    /// `a^T * delta` for `a^T @ delta`.
    Elementwise,
}

/// How the deltas become the gradient of the biases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BiasSum {
    Right,
    Forgotten,
    FirstExample(Over),
    LastExample(Over),
    /// The right sum times this.
    Times(f64),
    /// `np.sum` without an axis.
    OverNodes,
    TimesValue,
    /// `axis=1` for `axis=0`.
    WrongAxis,
}

impl Homework {
    /// The gradient of the weights of a layer; its delta is the last one that `pass` has.
    pub(super) fn weight_sums<R: Real>(
        &self,
        task: &Task,
        net: &Net<R>,
        layer: usize,
        pass: &Pass<R>,
    ) -> Option<Matrix<R>> {
        let weights = &net.weights[layer];
        let (below, width) = (weights.len(), weights[0].len());
        let deltas = &pass.deltas;
        let own = deltas.last()?;
        let divisor = R::of(self.divisor(task)) / R::of(self.sum_factor * self.weight_factor);
        let product = |left: &Matrix<R>, right: &Matrix<R>| {
            let left: Option<Matrix<R>> = left.iter().map(|row| stretched(row, below)).collect();
            let right: Option<Matrix<R>> = right.iter().map(|row| stretched(row, width)).collect();
            Some(self.over_examples(task, &left?, &right?, divisor))
        };
        let a = &pass.a[layer];
        // Whatever stands beside delta, the loop is over the same examples.
        let sum = |term: &dyn Fn(usize) -> R| {
            let examples = own.len();
            (0..examples).map(|e| R::of(self.weight_of_example(e, examples)) * term(e)).sum::<R>() / divisor
        };
        match self.operands[layer] {
            Operand::Below => product(a, own),
            Operand::BelowIn => product(if layer > 0 { &pass.z[layer - 1] } else { a }, own),
            Operand::Inputs => product(&pass.a[0], own),
            Operand::OwnOutput => product(&pass.a[layer + 1], own),
            Operand::OwnWeight => {
                Some(table(below, width, |from, to| weights[from][to] * sum(&|e| own[e][to])))
            }
            Operand::ToIndex if width <= below => {
                Some(table(below, width, |_, to| sum(&|e| a[e][to] * own[e][to])))
            }
            Operand::DeltaAbove => product(a, deltas.get(deltas.len().wrapping_sub(2)).unwrap_or(own)),
            Operand::DeltaOfOutput => product(a, &deltas[0]),
            Operand::Dot if below == width => {
                let sum = sum(&|e| dot(&a[e], &own[e]));
                Some(table(below, width, |_, _| sum))
            }
            Operand::Elementwise if below == width && own.len() == width => {
                Some(table(below, width, |from, to| a[to][from] * own[from][to] / divisor))
            }
            Operand::ToIndex | Operand::Dot | Operand::Elementwise => None,
        }
    }

    fn over_examples<R: Real>(
        &self,
        task: &Task,
        left: &Matrix<R>,
        delta: &Matrix<R>,
        divisor: R,
    ) -> Matrix<R> {
        let examples = left.len();
        let total = |matrix: &Matrix<R>, node: usize| matrix.iter().map(|row| row[node]).sum::<R>();
        table(left[0].len(), delta[0].len(), |from, to| match self.batch {
            Batch::SumFirst => total(left, from) * total(delta, to) / divisor,
            Batch::MeanFirst => {
                total(left, from) * total(delta, to) / R::of(task.examples() as f64) / divisor
            }
            _ => {
                let weighted = |example: usize| R::of(self.weight_of_example(example, examples));
                let products = (0..examples).map(|e| weighted(e) * left[e][from] * delta[e][to]);
                products.sum::<R>() / divisor
            }
        })
    }

    /// The gradient of the biases of a layer, as one row.
    pub(super) fn bias_sums<R: Real>(
        &self,
        task: &Task,
        layer: usize,
        values: &[R],
        delta: &Matrix<R>,
    ) -> Option<Matrix<R>> {
        let factor = R::of(self.sum_factor);
        let divisor = R::of(self.divisor(task)) / factor;
        let one_over = |over: Over| R::of(over.divisor(task)) / factor;
        let examples = delta.len();
        let sum = |node: usize| {
            let weighted = |example: usize| R::of(self.weight_of_example(example, examples));
            (0..examples).map(|e| weighted(e) * delta[e][node]).sum::<R>()
        };
        let everything = || delta.iter().flatten().copied().sum::<R>();
        let nodes = 0..values.len();
        let sums: Vec<R> = match self.bias_sums[layer] {
            BiasSum::Right => nodes.map(|node| sum(node) / divisor).collect(),
            BiasSum::Forgotten => nodes.map(|_| R::of(0.0)).collect(),
            BiasSum::FirstExample(over) => nodes.map(|node| delta[0][node] / one_over(over)).collect(),
            BiasSum::LastExample(over) => {
                nodes.map(|node| delta[examples - 1][node] / one_over(over)).collect()
            }
            BiasSum::Times(factor) => nodes.map(|node| R::of(factor) * sum(node) / divisor).collect(),
            BiasSum::OverNodes => nodes.map(|_| everything() / divisor).collect(),
            BiasSum::TimesValue => nodes.map(|node| values[node] * sum(node) / divisor).collect(),
            BiasSum::WrongAxis if examples == values.len() => {
                delta.iter().map(|delta| delta.iter().copied().sum::<R>() / divisor).collect()
            }
            BiasSum::WrongAxis => return None,
        };
        Some(vec![sums])
    }
}

fn dot<R: Real>(left: &[R], right: &[R]) -> R {
    left.iter().zip(right).map(|(&l, &r)| l * r).sum()
}
