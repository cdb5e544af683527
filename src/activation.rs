//! Activation functions: what a node makes of its weighted sum.
//!
//! Each is one literal in [`ACTIVATIONS`] and says everything about itself: how to compute it, how steep it is,
//! how both are written, and which nodes it reaches. The sigmoid
//!
//! ```text
//! σ(x) = 1 / (1 + exp(−x))        σ′(x) = σ(x)·(1 − σ(x))
//! ```
//!
//! reaches its own node only; a softmax output depends on every sum of its layer.

mod sigmoids;

use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;

/// One activation function.
#[derive(Debug)]
pub struct Activation {
    /// The word in a problem file.
    pub name: &'static str,
    /// Which outputs one weighted sum changes, with the functions that say how.
    pub reach: Reach,
    /// Where the slope jumps. A nudge across this point measures no slope.
    pub kink: Option<f64>,
    /// The function in formula notation, of the sum `x`. For softmax: output `n` of the sums `x_1 … x_K`.
    /// What the functions themselves are made of stands in [`crate::expr::FUNCTIONS`].
    pub definition: &'static str,
    /// The slope in formula notation, of the output `a` and the sum `x`; of a whole layer's outputs, for the sum of
    /// the same node (see [`Activation::slope_of`]).
    written: &'static str,
}

/// Which outputs of its layer one weighted sum reaches.
#[derive(Clone, Copy, Debug)]
pub enum Reach {
    /// Only the output of the same node: one edge of the tree.
    OwnNode {
        /// The output for the sum `z`.
        value: fn(z: f64) -> f64,
        /// The slope at the sum `z` with output `a`.
        slope: fn(z: f64, a: f64) -> f64,
        /// The outputs for many sums: the same values, faster.
        values: fn(z: &[f64], a: &mut [f64]),
        /// The slopes at many sums.
        slopes: fn(z: &[f64], a: &[f64], slopes: &mut [f64]),
    },
    /// Every output of the layer: one edge to each of them.
    WholeLayer {
        /// The outputs for the sums of one example.
        values: fn(z: &[f64]) -> Vec<f64>,
        /// How fast output `of` changes with sum `by`, given all outputs.
        slope: fn(a: &[f64], of: usize, by: usize) -> f64,
    },
}

impl Activation {
    /// The outputs of one layer for the sums of one example.
    pub fn values(&self, z: &[f64]) -> Vec<f64> {
        match self.reach {
            Reach::OwnNode { value, .. } => z.iter().map(|&z| value(z)).collect(),
            Reach::WholeLayer { values, .. } => values(z),
        }
    }

    /// The local derivative ∂`of`/∂`by` as a formula, `of` being an output and `by` a sum of the layer.
    pub fn slope_of(&self, of: &Symbol, by: &Symbol) -> Expr {
        let a = Expr::Sym(of.clone());
        let other = Expr::Sym(Symbol { base: of.base.clone(), ..by.clone() });
        let letter = |symbol: &Symbol| symbol.sub.iter().any(|index| matches!(index, Index::Letter(_)));
        match (self.reach, of.sub.as_slice(), by.sub.as_slice()) {
            // Kronecker's δ is 1 for the node's own sum and 0 for every other.
            (Reach::WholeLayer { .. }, &[k], &[n]) if k != n && (letter(of) || letter(by)) => {
                let delta = Symbol::new("delta").below([k, n]);
                Expr::Mul(vec![a, Expr::Add(vec![delta.into(), other.negated()])])
            }
            (Reach::WholeLayer { .. }, k, n) if k != n => Expr::Mul(vec![a, other]).negated(),
            _ => {
                let slope: Expr =
                    self.written.parse().unwrap_or_else(|error| unreachable!("{}: {error}", self.written));
                slope.with_symbol(&Symbol::new("a"), &a).with_symbol(&Symbol::new("x"), &by.clone().into())
            }
        }
    }
}

/// A function of the node's own sum, given its value and its slope; its values, too, where there is a faster way.
macro_rules! own_node {
    ($value:expr, $slope:expr) => {
        own_node!($value, $slope, |z, a| each(z, a, $value))
    };
    ($value:expr, $slope:expr, $values:expr) => {
        Reach::OwnNode {
            value: $value,
            slope: $slope,
            values: $values,
            slopes: |z, a, slopes| {
                let slope: fn(f64, f64) -> f64 = $slope;
                for ((of, &z), &a) in slopes.iter_mut().zip(z).zip(a) {
                    *of = slope(z, a);
                }
            },
        }
    };
}

fn each(z: &[f64], a: &mut [f64], value: impl Fn(f64) -> f64) {
    for (a, &z) in a.iter_mut().zip(z) {
        *a = value(z);
    }
}

/// Every activation function there is. A new one is one more literal.
pub static ACTIVATIONS: &[Activation] = &[
    Activation {
        name: "sigmoid",
        reach: own_node!(sigmoid, |_, a| a * (1.0 - a), sigmoids::sigmoids),
        kink: None,
        definition: "sigma(x)",
        written: "a*(1 - a)",
    },
    Activation {
        name: "tanh",
        // 1 − a² loses half its digits where a is near 1; the product does not.
        reach: own_node!(libm::tanh, |_, a| (1.0 - a) * (1.0 + a)),
        kink: None,
        definition: "tanh(x)",
        written: "(1 - a)*(1 + a)",
    },
    Activation {
        name: "relu",
        reach: own_node!(|z| if z > 0.0 { z } else { 0.0 }, |z, _| if z > 0.0 { 1.0 } else { 0.0 }),
        kink: Some(0.0),
        definition: "relu(x)",
        written: "step(x)",
    },
    Activation {
        name: "leaky-relu",
        reach: own_node!(|z| if z > 0.0 { z } else { 0.01 * z }, |z, _| if z > 0.0 { 1.0 } else { 0.01 }),
        kink: Some(0.0),
        definition: "lrelu(x)",
        written: "0.01 + 0.99*step(x)",
    },
    Activation {
        name: "identity",
        reach: own_node!(|z| z, |_, _| 1.0),
        kink: None,
        definition: "x",
        written: "1",
    },
    Activation {
        name: "softmax",
        reach: Reach::WholeLayer {
            values: softmax,
            slope: |a, of, by| if of == by { a[of] * (1.0 - a[of]) } else { -a[of] * a[by] },
        },
        kink: None,
        definition: "exp(x_n)/sum(j, 1, K, exp(x_j))",
        written: "a*(1 - a)",
    },
];

/// The activation function of this name.
pub fn named(name: &str) -> Option<&'static Activation> {
    ACTIVATIONS.iter().find(|activation| activation.name == name)
}

/// 1 / (1 + exp(−z)); exp overflows to infinity below −709, and the quotient is then 0, as it should be.
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

/// `exp(z_n) / Σ_k exp(z_k)`, with the largest sum taken off every exponent so that none overflows.
fn softmax(z: &[f64]) -> Vec<f64> {
    let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = z.iter().map(|&z| libm::exp(z - largest)).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slope of output `of` against sum `by` by a difference quotient that knows no derivative.
    fn measured(activation: &Activation, z: &[f64], of: usize, by: usize) -> f64 {
        let step = 1e-5;
        let at = |nudge: f64| {
            let mut nudged = z.to_vec();
            nudged[by] += nudge;
            activation.values(&nudged)[of]
        };
        (at(step) - at(-step)) / (2.0 * step)
    }

    fn slope(activation: &Activation, z: &[f64], of: usize, by: usize) -> f64 {
        let a = activation.values(z);
        match activation.reach {
            Reach::OwnNode { slope, .. } if of == by => slope(z[of], a[of]),
            Reach::OwnNode { .. } => 0.0,
            Reach::WholeLayer { slope, .. } => slope(&a, of, by),
        }
    }

    /// The slope as it is written, with and without a letter for the output.
    fn written_slope(activation: &Activation, z: &[f64], of: usize, by: usize) -> f64 {
        let a = activation.values(z);
        if of != by && matches!(activation.reach, Reach::OwnNode { .. }) {
            return 0.0;
        }
        let known = |symbol: &Symbol| match (symbol.kronecker(), symbol.sub.as_slice()) {
            (Some(equal), _) => Some(f64::from(u8::from(equal))),
            (None, [Index::At(node)]) if symbol.base == "o_out" => Some(a[node - 1]),
            (None, [Index::At(node)]) => Some(z[node - 1]),
            _ => None,
        };
        let name = |base: &str, node: Index| Symbol::new(base).below([node]);
        let sum = name("o_in", Index::At(by + 1));
        let value = |slope: Expr| slope.value(&known).expect("a value");
        let numbered = value(activation.slope_of(&name("o_out", Index::At(of + 1)), &sum));
        if matches!(activation.reach, Reach::WholeLayer { .. }) {
            let general = activation.slope_of(&name("o_out", Index::Letter('k')), &sum);
            assert!(
                (value(general.with_letters(&[('k', Index::At(of + 1))].into())) - numbered).abs() < 1e-15
            );
        }
        numbered
    }

    #[test]
    fn every_slope_is_the_slope_of_its_function() {
        let z = [-2.3, -0.4, 0.7, 1.9];
        for activation in ACTIVATIONS {
            for (of, by) in (0..4).flat_map(|of| (0..4).map(move |by| (of, by))) {
                let (ours, theirs) = (slope(activation, &z, of, by), measured(activation, &z, of, by));
                assert!((ours - theirs).abs() < 1e-9, "{} {of} {by}: {ours} {theirs}", activation.name);
                let written = written_slope(activation, &z, of, by);
                assert!((ours - written).abs() < 1e-14, "{} {of} {by}: {ours} {written}", activation.name);
            }
        }
    }

    #[test]
    fn every_definition_has_the_values_of_its_function() {
        let z = [-2.3, -0.4, 0.7, 1.9];
        for activation in ACTIVATIONS {
            let definition: Expr = activation.definition.parse().expect("a formula");
            for (node, a) in activation.values(&z).into_iter().enumerate() {
                let known = |symbol: &Symbol| match (symbol.base.as_str(), symbol.sub.as_slice()) {
                    ("K", []) => Some(4.0),
                    ("x", []) => Some(z[node]),
                    ("x", [Index::At(k)]) => Some(z[k - 1]),
                    _ => None,
                };
                let definition = definition.with_letters(&[('n', Index::At(node + 1))].into());
                let value = definition.value(&known).expect("a value");
                assert!((value - a).abs() < 1e-15, "{}: {value} {a}", activation.name);
            }
        }
    }

    #[test]
    fn published_values_of_the_sigmoid() {
        // The tangents that the lesson draws; series of posts, part 10, slides 28 to 30.
        assert!((sigmoid(0.0) - 0.5).abs() < 1e-15);
        for (z, value, steep) in [
            (1.0, 0.731058578630005, 0.196611933241482),
            (2.0, 0.880797077977882, 0.104993585403507),
            (4.0, 0.982013790037908, 0.017662706213291),
        ] {
            assert!((sigmoid(z) - value).abs() < 1e-15);
            assert!((sigmoid(z) * (1.0 - sigmoid(z)) - steep).abs() < 1e-15);
        }
    }

    #[test]
    fn kinks_have_slope_zero_on_the_flat_side() {
        for name in ["relu", "leaky-relu"] {
            let Some(Reach::OwnNode { slope, .. }) = named(name).map(|activation| activation.reach) else {
                panic!("{name} reaches its own node")
            };
            assert_eq!(slope(0.0, 0.0).to_bits(), slope(-1.0, 0.0).to_bits());
        }
    }

    #[test]
    fn extreme_sums_stay_finite() {
        for activation in ACTIVATIONS {
            for z in [[-1e308, 1e308], [800.0, -800.0], [0.0, -0.0]] {
                assert!(activation.values(&z).iter().all(|a| a.is_finite()), "{} {z:?}", activation.name);
            }
        }
    }
}
