//! The signal at the outputs, and its weight in each example.

use std::rc::Rc;

use super::LayerPass;
use super::columns::Columns;
use super::columns::Made;
use super::columns::put;
use crate::diagnose::facts::Facts;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Signal;
use crate::problem::Grid;

impl<'f> LayerPass<'f> {
    /// What arrives at the activations of the last layer.
    pub(in crate::diagnose) fn first_signal(
        facts: &Facts,
        recipe: &Recipe,
        made: Made,
    ) -> Option<Columns<'f>> {
        let mut signal = signal(facts, recipe.signal, recipe.examples)?;
        if recipe.scale != 1.0 {
            signal = signal.map(|x| recipe.scale * x);
        }
        weigh(&mut signal, recipe.examples);
        let (rows, columns) = (signal.rows(), signal.columns());
        Some(Columns::new(rows, columns, made, move |node, numbers| {
            put(numbers, signal.column(node).copied());
        }))
    }
}

/// What arrives at the outputs, before examples are weighed.
fn signal(facts: &Facts, way: Signal, examples: Examples) -> Option<Grid> {
    let (outputs, labels) = (&facts.outs[facts.layers() - 1], &*facts.labels);
    let (rows, columns) = (outputs.rows(), outputs.columns());
    let slope = |output: f64, label: f64| facts.problem.cost().slope(output, label);
    // An average is taken before one example is chosen, but after one was left out.
    let counted = match examples {
        Examples::Without(_) => examples.met(rows),
        _ => 0..rows,
    };
    let each = |entry: &dyn Fn(f64, f64) -> f64| {
        Some(Grid::from_fn(rows, columns, |e, n| entry(outputs[(e, n)], labels[(e, n)])))
    };
    let averaged = |entry: &dyn Fn(f64, f64) -> f64| {
        let sum = |n| counted.clone().map(|e| entry(outputs[(e, n)], labels[(e, n)])).sum::<f64>();
        let means: Vec<f64> = (0..columns).map(|n| sum(n) / counted.len() as f64).collect();
        Some(Grid::from_fn(rows, columns, |_, n| means[n]))
    };
    let signal = match way {
        Signal::Slope => Some(facts.steepness().clone()),
        Signal::Squared => each(&|o, y| (o - y) * (o - y)),
        Signal::Term => each(&facts.problem.cost().term),
        Signal::Absolute => each(&|o, y| slope(o, y).abs()),
        Signal::TimesOutput => each(&|o, y| slope(o, y) * o),
        Signal::AgainstMeanLabel if columns != 1 => None,
        Signal::AgainstMeanLabel => {
            let mean = counted.clone().map(|e| labels[(e, 0)]).sum::<f64>() / counted.len() as f64;
            each(&|o, _| slope(o, mean))
        }
        Signal::Averaged => averaged(&slope),
        Signal::Error => each(&|o, y| o - y),
        Signal::AbsoluteError => each(&|o, y| (o - y).abs()),
        Signal::ErrorTimesOutput => each(&|o, y| (o - y) * o),
        Signal::AveragedError => averaged(&|o, y| o - y),
    }?;
    signal.numbers().iter().all(|x| x.is_finite()).then_some(signal)
}

/// Leaves nothing of the signal of examples that are not met.
fn weigh(signal: &mut Grid, examples: Examples) {
    let met = examples.met(signal.rows());
    for e in (0..signal.rows()).filter(|e| !met.contains(e)) {
        signal.row_mut(e).fill(0.0);
    }
}

/// The delta with the weights that examples have in a gradient which grows from one to the next.
pub(super) fn grown<'f>(delta: &Rc<Columns<'f>>, examples: Examples) -> Rc<Columns<'f>> {
    let Examples::Growing(rate) = examples else { return Rc::clone(delta) };
    let rows = delta.rows();
    let mut weights = vec![1.0; rows];
    for e in (1..rows).rev() {
        weights[e - 1] = weights[e] * (1.0 + rate);
    }
    let delta = Rc::clone(delta);
    Rc::new(Columns::new(rows, delta.columns(), delta.made(), move |node, grown| {
        put(grown, delta.column(node).iter().zip(&weights).map(|(x, weight)| x * weight));
    }))
}
