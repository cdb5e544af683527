//! What a slope makes of the signal.
//!
//! Nearly everything that a program may take for the slope at a node is known after the forward pass, and is the same
//! whatever arrives there; so it is formed once and not for each hypothesis.

use std::cell::OnceCell;
use std::rc::Rc;

use super::columns::Columns;
use super::columns::Made;
use super::columns::put;
use crate::diagnose::facts::Facts;
use crate::diagnose::facts::sigmoid_slope;
use crate::diagnose::recipe::Slope;
use crate::problem::Grid;

/// What is taken for the slope at each node in all examples, once that was asked for: layer by layer, and there node by
/// node.
#[derive(Debug, Default)]
pub(in crate::diagnose) struct Slopes {
    layers: OnceCell<Vec<Vec<AtNode>>>,
}

/// In the order of [`Slope`].
type AtNode = [OnceCell<Vec<f64>>; WAYS];

const WAYS: usize = Slope::LAST as usize + 1;

impl Slopes {
    fn of(&self, facts: &Facts, way: Slope, [layer, node]: [usize; 2]) -> &[f64] {
        let empty = |layer: usize| vec![[const { OnceCell::new() }; WAYS]; facts.width(layer)];
        let layers = self.layers.get_or_init(|| (0..facts.layers()).map(empty).collect());
        let slopes = || (0..facts.labels.rows()).map(|e| slope(facts, way, [layer, node], e)).collect();
        layers[layer][node][way as usize].get_or_init(slopes)
    }
}

/// The signal on the other side of an activation function; `None` where a slope of another layer does not fit there.
pub(super) fn through_slope<'f>(
    facts: &'f Facts<'f>,
    layer: usize,
    way: Slope,
    signal: &Rc<Columns<'f>>,
    made: Made,
) -> Option<Columns<'f>> {
    let (rows, columns) = (signal.rows(), signal.columns());
    let fits = match way {
        Slope::OfLayerAbove => is_as_wide(facts.slopes.get(layer + 1)?, columns),
        Slope::OfLayerBelow => is_as_wide(facts.below(layer), columns),
        _ => true,
    };
    let signal = Rc::clone(signal);
    let fill = move |node: usize, numbers: &mut [f64]| at_node(facts, layer, way, &signal, node, numbers);
    fits.then(|| Columns::new(rows, columns, made, fill))
}

/// Whether an array can be multiplied node by node with one of so many columns.
fn is_as_wide(grid: &Grid, columns: usize) -> bool {
    grid.columns() == columns || grid.columns() == 1
}

/// The signal at one node, in all examples.
fn at_node(facts: &Facts, layer: usize, way: Slope, signal: &Columns, node: usize, numbers: &mut [f64]) {
    let function = facts.functions[layer];
    let arrived = signal.column(node);
    let mut of_signal = |entry: &dyn Fn(f64) -> f64| put(numbers, arrived.iter().map(|&x| entry(x)));
    let slopes = match way {
        Slope::Given if facts.mixes(layer) => return mixed(&facts.outs[layer], signal, node, numbers),
        Slope::One => return numbers.copy_from_slice(arrived),
        Slope::OfSignalAlone => return of_signal(&|x| (function.slope)(x, x)),
        Slope::AtSignal => return of_signal(&|x| x * (function.slope)(x, function.at(x))),
        Slope::OutputFormOfSignal => return of_signal(&|x| x * (function.slope)(x, x)),
        Slope::Given => facts.slopes[layer].column(node),
        // Of a single example, which weights that move meet once, there is nothing to keep.
        _ if arrived.len() == 1 => &[slope(facts, way, [layer, node], 0)],
        _ => facts.other_slopes.of(facts, way, [layer, node]),
    };
    put(numbers, arrived.iter().zip(slopes).map(|(x, slope)| x * slope));
}

/// What is taken for the slope at a node in one example, where that has nothing to do with the signal.
fn slope(facts: &Facts, way: Slope, [layer, node]: [usize; 2], example: usize) -> f64 {
    let [z, a, own] = [&facts.ins, &facts.outs, &facts.slopes].map(|layers| layers[layer][(example, node)]);
    let slope = facts.functions[layer].slope;
    let stretched = |grid: &Grid| grid[(example, if grid.columns() == 1 { 0 } else { node })];
    match way {
        Slope::One => 1.0,
        Slope::AtOutput => slope(a, facts.functions[layer].at(a)),
        Slope::OutputFormOfSum => slope(z, z),
        Slope::OfLayerAbove => stretched(&facts.slopes[layer + 1]),
        Slope::OfLayerBelow => {
            let below = stretched(facts.below(layer));
            slope(below, below)
        }
        Slope::TimesSum => own * z,
        Slope::TanhForm => (1.0 - a) * (1.0 + a),
        Slope::Tanh => {
            let t = libm::tanh(z);
            (1.0 - t) * (1.0 + t)
        }
        Slope::StepOfOutput => f64::from(u8::from(a > 0.0)),
        Slope::Step => f64::from(u8::from(z > 0.0)),
        Slope::SigmoidForm => a * (1.0 - a),
        Slope::Sigmoid => sigmoid_slope(z, 0.0),
        Slope::Squared => own * own,
        Slope::OneMinusOutput => 1.0 - a,
        Slope::Output => a,
        Slope::Given | Slope::OfSignalAlone | Slope::AtSignal | Slope::OutputFormOfSignal => own,
    }
}

/// The signal at one node of a layer in which every output depends on every sum.
fn mixed(outputs: &Grid, signal: &Columns, by: usize, numbers: &mut [f64]) {
    let at = |e: usize| {
        let a = outputs.row(e);
        let rest = |of: usize| if of == by { 1.0 - a[by] } else { -a[by] };
        signal.row(e).enumerate().map(|(of, x)| x * a[of] * rest(of)).sum()
    };
    put(numbers, (0..signal.rows()).map(at));
}
