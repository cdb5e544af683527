//! The signal at the outputs, its weight in each example, and what a slope makes of it.

use std::rc::Rc;

use super::LayerPass;
use super::columns::Column;
use super::columns::Columns;
use crate::diagnose::facts::Facts;
use crate::diagnose::facts::sigmoid_slope;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Signal;
use crate::diagnose::recipe::Slope;
use crate::problem::Grid;

impl<'f> LayerPass<'f> {
    /// What arrives at the activations of the last layer.
    pub(in crate::diagnose) fn first_signal(facts: &Facts, recipe: &Recipe) -> Option<Columns<'f>> {
        let mut signal = signal(facts, recipe.signal, recipe.examples)?;
        if recipe.scale != 1.0 {
            signal = signal.map(|x| recipe.scale * x);
        }
        weigh(&mut signal, recipe.examples);
        Some(Columns::of(signal))
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
    Rc::new(Columns::new(rows, delta.columns(), move |node| {
        delta.column(node).iter().zip(&weights).map(|(x, weight)| x * weight).collect()
    }))
}

/// The signal on the other side of an activation function; `None` where a slope of another layer does not fit there.
pub(super) fn through_slope<'f>(
    facts: &'f Facts<'f>,
    layer: usize,
    way: Slope,
    signal: &Rc<Columns<'f>>,
) -> Option<Columns<'f>> {
    let (rows, columns) = (signal.rows(), signal.columns());
    let fits = match way {
        Slope::OfLayerAbove => is_as_wide(facts.slopes.get(layer + 1)?, columns),
        Slope::OfLayerBelow => is_as_wide(facts.below(layer), columns),
        _ => true,
    };
    let signal = Rc::clone(signal);
    fits.then(|| Columns::new(rows, columns, move |node| at_node(facts, layer, way, &signal, node)))
}

/// Whether an array can be multiplied node by node with one of so many columns.
fn is_as_wide(grid: &Grid, columns: usize) -> bool {
    grid.columns() == columns || grid.columns() == 1
}

/// The signal at one node, in all examples.
fn at_node(facts: &Facts, layer: usize, way: Slope, signal: &Columns, node: usize) -> Column {
    let slopes = facts.slopes[layer].column(node);
    let [z, a, own] = [facts.ins[layer].column(node), facts.outs[layer].column(node), slopes]
        .map(|column| move |e: usize| column[e]);
    let function = facts.functions[layer];
    let each = |factor: &dyn Fn(usize) -> f64| -> Column {
        signal.column(node).iter().enumerate().map(|(e, x)| x * factor(e)).collect()
    };
    let of_signal = |entry: &dyn Fn(f64) -> f64| signal.column(node).iter().map(|&x| entry(x)).collect();
    let stretched = |grid: &Grid, e: usize| grid[(e, if grid.columns() == 1 { 0 } else { node })];
    match way {
        Slope::Given if facts.mixes(layer) => mixed(&facts.outs[layer], signal, node),
        Slope::Given => signal.column(node).iter().zip(slopes).map(|(x, slope)| x * slope).collect(),
        Slope::One => of_signal(&|x| x),
        Slope::AtOutput => each(&|e| (function.slope)(a(e), function.at(a(e)))),
        Slope::OutputFormOfSum => each(&|e| (function.slope)(z(e), z(e))),
        Slope::OfLayerAbove => each(&|e| stretched(&facts.slopes[layer + 1], e)),
        Slope::OfLayerBelow => each(&|e| {
            let below = stretched(facts.below(layer), e);
            (function.slope)(below, below)
        }),
        Slope::OfSignalAlone => of_signal(&|x| (function.slope)(x, x)),
        Slope::AtSignal => of_signal(&|x| x * (function.slope)(x, function.at(x))),
        Slope::OutputFormOfSignal => of_signal(&|x| x * (function.slope)(x, x)),
        Slope::TimesSum => each(&|e| own(e) * z(e)),
        Slope::TanhForm => each(&|e| (1.0 - a(e)) * (1.0 + a(e))),
        Slope::Tanh => each(&|e| {
            let t = libm::tanh(z(e));
            (1.0 - t) * (1.0 + t)
        }),
        Slope::StepOfOutput => each(&|e| f64::from(u8::from(a(e) > 0.0))),
        Slope::Step => each(&|e| f64::from(u8::from(z(e) > 0.0))),
        Slope::SigmoidForm => each(&|e| a(e) * (1.0 - a(e))),
        Slope::Sigmoid => each(&|e| sigmoid_slope(z(e), 0.0)),
        Slope::Squared => each(&|e| own(e) * own(e)),
        Slope::OneMinusOutput => each(&|e| 1.0 - a(e)),
        Slope::Output => each(&a),
    }
}

/// The signal at one node of a layer in which every output depends on every sum.
fn mixed(outputs: &Grid, signal: &Columns, by: usize) -> Column {
    let at = |e: usize| {
        let a = outputs.row(e);
        let rest = |of: usize| if of == by { 1.0 - a[by] } else { -a[by] };
        signal.row(e).enumerate().map(|(of, x)| x * a[of] * rest(of)).sum()
    };
    (0..signal.rows()).map(at).collect()
}
