//! The weighted sums of a layer for many nodes at a time.
//!
//! ```text
//! o_in_n = ((h_out_1 · w_1n + h_out_2 · w_2n) + h_out_3 · w_3n) + … + b_n
//! ```
//!
//! Neighbours in a register are neighbouring nodes. Each sum grows from left to right, as it is written, and so the
//! bits are the same whatever the width of the registers.

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

use crate::problem::Grid;
use crate::problem::Layer;

/// What goes into each node: examples × nodes.
pub(in crate::gradient) fn weighted_sums(below: &Grid, layer: &Layer, sums: &mut Grid) {
    Arch::new().dispatch(WeightedSums { below, layer, sums });
}

struct WeightedSums<'a> {
    below: &'a Grid,
    layer: &'a Layer,
    sums: &'a mut Grid,
}

impl WithSimd for WeightedSums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        match self.layer.weights.columns() {
            1 => self.few::<1>(),
            2 => self.few::<2>(),
            3 => self.few::<3>(),
            4 => self.few::<4>(),
            5 => self.few::<5>(),
            6 => self.few::<6>(),
            7 => self.few::<7>(),
            8 => self.few::<8>(),
            _ => self.many(),
        }
    }
}

impl WeightedSums<'_> {
    /// The sums of N nodes stay in registers.
    #[inline(always)]
    fn few<const N: usize>(self) {
        let (weights, _) = self.layer.weights.numbers().as_chunks::<N>();
        let (sums, _) = self.sums.numbers_mut().as_chunks_mut::<N>();
        let biases = self.layer.biases.as_deref().and_then(|biases| biases.first_chunk::<N>());
        let mut products = weights.iter();
        let first = products.next().copied().unwrap_or([0.0; N]);
        let below = self.below.numbers().chunks_exact(self.below.columns().max(1));
        for (below, into) in below.zip(sums) {
            let mut below = below.iter();
            let start = below.next().copied().unwrap_or(0.0);
            let mut sums = first.map(|weight| start * weight);
            for (value, weights) in below.zip(products.clone()) {
                for node in 0..N {
                    sums[node] += value * weights[node];
                }
            }
            for (sum, bias) in sums.iter_mut().zip(biases.into_iter().flatten()) {
                *sum += bias;
            }
            *into = sums;
        }
    }

    /// Four activations at a time, so that the sums of a whole row are fetched and put back less often.
    #[inline(always)]
    fn many(self) {
        let (weights, nodes) = (&self.layer.weights, self.layer.weights.columns());
        for example in 0..self.below.rows() {
            let (below, sums) = (self.below.row(example), self.sums.row_mut(example));
            let Some((first, rest)) = below.split_first() else { continue };
            for (sum, weight) in sums.iter_mut().zip(weights.row(0)) {
                *sum = first * weight;
            }
            let (fours, last) = rest.as_chunks::<4>();
            for (at, four) in fours.iter().enumerate() {
                let [a, b, c, d] = [1, 2, 3, 4].map(|row| &weights.row(4 * at + row)[..nodes]);
                for (node, sum) in sums[..nodes].iter_mut().enumerate() {
                    *sum =
                        *sum + four[0] * a[node] + four[1] * b[node] + four[2] * c[node] + four[3] * d[node];
                }
            }
            for (at, value) in last.iter().enumerate() {
                for (sum, weight) in sums.iter_mut().zip(weights.row(1 + 4 * fours.len() + at)) {
                    *sum += value * weight;
                }
            }
            for (sum, bias) in sums.iter_mut().zip(self.layer.biases.iter().flatten()) {
                *sum += bias;
            }
        }
    }
}
