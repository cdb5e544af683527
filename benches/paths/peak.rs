//! The peak of the machine for separate multiplications and additions, which no sum of products can pass.

use std::hint::black_box;

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

use crate::clock::seconds;

/// Multiplications, each followed by an addition, in a second.
pub(crate) fn per_second() -> f64 {
    TERMS / seconds(|| Arch::new().dispatch(Peak))
}

/// All operands are in registers but for one load in eight.
struct Peak;

const ROUNDS: usize = 400;
const TERMS: f64 = (ROUNDS * 256 * 8 * 4) as f64;

impl WithSimd for Peak {
    type Output = f64;

    #[expect(
        clippy::inline_always,
        reason = "only what is inlined there is compiled for the machine that was found"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let prefixes = black_box(vec![[1e-9; 2]; 256]);
        let held = black_box([1.0, 2.0, 3.0, 4.0]).map(|number| simd.splat_f64s(number));
        let mut sums = [[simd.splat_f64s(0.0); 4]; 2];
        // As many terms whatever the width of the registers.
        for _ in 0..ROUNDS * 4 / S::F64_LANES {
            for prefixes in &prefixes {
                for (sums, &prefix) in sums.iter_mut().zip(prefixes) {
                    let prefix = simd.splat_f64s(prefix);
                    for (sum, &held) in sums.iter_mut().zip(&held) {
                        *sum = simd.add_f64s(*sum, simd.mul_f64s(prefix, held));
                    }
                }
            }
        }
        sums.iter().flatten().map(|&sum| simd.reduce_sum_f64s(sum)).sum()
    }
}
