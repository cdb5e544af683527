//! Five networks, from one that fits on a slide to one with two thousand million paths, and numbers for them.

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;

/// A network without biases, and how many examples it is shown.
pub(crate) struct Net {
    pub(crate) name: &'static str,
    pub(crate) widths: &'static [usize],
    pub(crate) examples: usize,
}

pub(crate) const NETS: [Net; 5] = [
    Net { name: "A", widths: &[4, 2, 3], examples: 2 },
    Net { name: "B", widths: &[4, 2, 3], examples: 150 },
    Net { name: "C", widths: &[784, 30, 10], examples: 100 },
    Net { name: "D", widths: &[784, 128, 64, 10], examples: 32 },
    Net { name: "E", widths: &[8; 6], examples: 32 },
];

impl Net {
    /// As it is written: 4-2-3.
    pub(crate) fn written(&self) -> String {
        self.widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-")
    }

    pub(crate) fn problem(&self) -> Problem {
        problem(self.widths, self.examples)
    }
}

/// A network of these widths with numbers from a fixed sequence, which `benches/peers.py` repeats.
pub(crate) fn problem(widths: &[usize], examples: usize) -> Problem {
    let mut state = 1_u64;
    let mut number = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut grid = |rows, columns, scale: f64| Grid::from_fn(rows, columns, |_, _| scale * number());
    let sigmoid = activation::named("sigmoid").expect("in the table");
    let layers = widths.windows(2).map(|pair| Layer {
        weights: grid(pair[0], pair[1], 0.25),
        biases: None,
        activation: sigmoid,
    });
    let layers = layers.collect();
    let (inputs, labels) = (grid(examples, widths[0], 1.0), grid(examples, widths[widths.len() - 1], 1.0));
    Problem::new("bench", layers, inputs, labels, cost::default()).expect("sound")
}
