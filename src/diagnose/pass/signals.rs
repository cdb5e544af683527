//! The signal at the outputs, its weight in each example, and what a slope makes of it.

use crate::diagnose::facts::Facts;
use crate::diagnose::facts::sigmoid_slope;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Signal;
use crate::diagnose::recipe::Slope;
use crate::problem::Grid;

/// What arrives at the outputs, before examples are weighed.
pub(super) fn signal(facts: &Facts, way: Signal, examples: Examples) -> Option<Grid> {
    let (outputs, labels) = (&facts.outs[facts.layers() - 1], &*facts.labels);
    let (rows, columns) = (outputs.rows(), outputs.columns());
    let slope = facts.problem.cost().slope;
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
        Signal::Slope => each(&slope),
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

/// Multiplies each example's signal with its weight.
pub(super) fn weigh(signal: &mut Grid, examples: Examples) {
    let rows = signal.rows();
    let place = |end| if end == End::First { 0 } else { rows - 1 };
    let mut growing = 1.0;
    for e in (0..rows).rev() {
        let weight = match examples {
            Examples::All => return,
            Examples::Only(end) => f64::from(u8::from(e == place(end))),
            Examples::Without(end) => f64::from(u8::from(e != place(end))),
            Examples::Growing(_) => growing,
        };
        if let Examples::Growing(rate) = examples {
            growing *= 1.0 + rate;
        }
        signal.row_mut(e).iter_mut().for_each(|x| *x *= weight);
    }
}

/// The signal on the other side of an activation function.
pub(super) fn through_slope(facts: &Facts, layer: usize, way: Slope, signal: &Grid) -> Option<Grid> {
    let (z, a, slopes) = (&facts.ins[layer], &facts.outs[layer], &facts.slopes[layer]);
    let function = facts.functions[layer];
    let (rows, columns) = (signal.rows(), signal.columns());
    let each = |entry: &dyn Fn(usize, usize) -> f64| {
        Some(Grid::from_fn(rows, columns, |e, n| signal[(e, n)] * entry(e, n)))
    };
    let of_signal = |entry: &dyn Fn(f64) -> f64| Some(signal.map(|&x| entry(x)));
    let other = |grid: &Grid| {
        let fits = grid.columns() == columns || grid.columns() == 1;
        fits.then(|| each(&|e, n| grid[(e, if grid.columns() == 1 { 0 } else { n })]))?
    };
    match way {
        Slope::Given if facts.mixes(layer) => {
            let row = |e: usize, by: usize| {
                let of = |of: usize| if of == by { 1.0 - a[(e, by)] } else { -a[(e, by)] };
                (0..columns).map(|n| signal[(e, n)] * a[(e, n)] * of(n)).sum::<f64>()
            };
            Some(Grid::from_fn(rows, columns, row))
        }
        Slope::Given => each(&|e, n| slopes[(e, n)]),
        Slope::One => Some(signal.clone()),
        Slope::AtOutput => each(&|e, n| (function.slope)(a[(e, n)], function.at(a[(e, n)]))),
        Slope::OutputFormOfSum => each(&|e, n| (function.slope)(z[(e, n)], z[(e, n)])),
        Slope::OfLayerAbove => other(facts.slopes.get(layer + 1)?),
        Slope::OfLayerBelow => {
            let below = facts.below(layer);
            other(&below.map(|&a| (function.slope)(a, a)))
        }
        Slope::OfSignalAlone => of_signal(&|x| (function.slope)(x, x)),
        Slope::AtSignal => of_signal(&|x| x * (function.slope)(x, function.at(x))),
        Slope::OutputFormOfSignal => of_signal(&|x| x * (function.slope)(x, x)),
        Slope::TimesSum => each(&|e, n| slopes[(e, n)] * z[(e, n)]),
        Slope::TanhForm => each(&|e, n| (1.0 - a[(e, n)]) * (1.0 + a[(e, n)])),
        Slope::Tanh => each(&|e, n| {
            let t = libm::tanh(z[(e, n)]);
            (1.0 - t) * (1.0 + t)
        }),
        Slope::StepOfOutput => each(&|e, n| f64::from(u8::from(a[(e, n)] > 0.0))),
        Slope::Step => each(&|e, n| f64::from(u8::from(z[(e, n)] > 0.0))),
        Slope::SigmoidForm => each(&|e, n| a[(e, n)] * (1.0 - a[(e, n)])),
        Slope::Sigmoid => each(&|e, n| sigmoid_slope(z[(e, n)], 0.0)),
        Slope::Squared => each(&|e, n| slopes[(e, n)] * slopes[(e, n)]),
        Slope::OneMinusOutput => each(&|e, n| 1.0 - a[(e, n)]),
        Slope::Output => each(&|e, n| a[(e, n)]),
    }
}
