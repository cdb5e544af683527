//! Constants that come with a mistake and are no mistake of their own.

use crate::diagnose::mistakes::Free;
use crate::diagnose::variant::Counts;

/// What these mistakes together may multiply weights and biases with.
pub(in crate::diagnose) fn together(frees: &[Free], counts: &Counts) -> Vec<(f64, f64)> {
    let mut all = vec![(1.0, 1.0)];
    for &free in frees {
        let spread = |size: f64| match free {
            Free::Weights => (size, 1.0),
            Free::Biases => (1.0, size),
            Free::None | Free::Everything | Free::Fewer | Free::Slopes => (size, size),
        };
        let spreads: Vec<(f64, f64)> = sizes(free, counts).into_iter().map(spread).collect();
        all = all.iter().flat_map(|(w, b)| spreads.iter().map(move |(x, y)| (w * x, b * y))).collect();
    }
    all
}

/// What one of them may multiply something with, each size once.
pub(super) fn sizes(free: Free, counts: &Counts) -> Vec<f64> {
    let Counts { examples: e, outputs: k, divisor: n, slope, .. } = *counts;
    let mut sizes = match free {
        Free::None => vec![1.0],
        Free::Everything | Free::Biases => vec![1.0, n, e, k],
        Free::Fewer => vec![1.0, e / (e - 1.0)],
        Free::Slopes => vec![1.0, slope, slope * slope],
        Free::Weights => vec![1.0, n, e, k, e * n, 1.0 / e, 1.0 / n],
    };
    let mut kept: Vec<f64> = Vec::new();
    sizes.retain(|size| {
        let is_new = size.is_finite() && !kept.contains(size);
        kept.push(*size);
        is_new
    });
    sizes
}
