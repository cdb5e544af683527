//! σ of many numbers at a time, with the bits of one at a time.
//!
//! ```text
//! x = k · ln 2 + r,  |r| ≤ ½ ln 2        exp(x) = 2^k · (1 + r + r·c / (2 − c)),  c = r − r²·P(r²)
//! ```
//!
//! This is the method of FDLIBM's `e_exp.c` (Sun Microsystems, 1993), which `libm::exp` follows too, without its
//! branches: the same operations in the same order, so that several numbers can go through them side by side.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined there is compiled for the machine that was found"
)]

use std::ops::Range;

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

use super::sigmoid;

/// 1 / (1 + exp(−z)) for each z.
pub(super) fn sigmoids(z: &[f64], outs: &mut [f64]) {
    Arch::new().dispatch(Sigmoids { z, outs });
}

struct Sigmoids<'a> {
    z: &'a [f64],
    outs: &'a mut [f64],
}

impl WithSimd for Sigmoids<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (eights, rest) = self.z.as_chunks::<LINE>();
        let (outs, last) = self.outs.as_chunks_mut::<LINE>();
        for (z, outs) in eights.iter().zip(outs) {
            *outs = line(z);
        }
        // Filled up, since one at a time takes as long as a whole line.
        let mut filled = [1.0; LINE];
        for (filled, &z) in filled.iter_mut().zip(rest) {
            *filled = z;
        }
        if !rest.is_empty() {
            for (out, filled) in last.iter_mut().zip(line(&filled)) {
                *out = filled;
            }
        }
    }
}

/// So many go through side by side.
const LINE: usize = 8;

#[inline(always)]
fn line(z: &[f64; LINE]) -> [f64; LINE] {
    let mut outs = [0.0; LINE];
    let mut ordinary = true;
    for (out, &z) in outs.iter_mut().zip(z) {
        *out = 1.0 / (1.0 + exp(-z));
        ordinary &= ORDINARY.start <= z.abs() && z.abs() < ORDINARY.end;
    }
    if ordinary { outs } else { z.map(sigmoid) }
}

/// Beyond these 2^k or the result is no ordinary number, or `libm::exp` takes a shorter way.
const ORDINARY: Range<f64> = 1e-8..708.0;

/// 1 / ln 2, and ln 2 in two parts, of which the first times k is exact.
const PER_LN_2: f64 = f64::from_bits(0x3ff71547_652b82fe);
const LN_2: [f64; 2] = [f64::from_bits(0x3fe62e42_fee00000), f64::from_bits(0x3dea39ef_35793c76)];

/// The coefficients of P, the lowest first.
const P: [f64; 5] = [
    f64::from_bits(0x3fc55555_5555553e),
    f64::from_bits(0xbf66c16c_16bebd93),
    f64::from_bits(0x3f11566a_af25de2c),
    f64::from_bits(0xbebbbd41_c5d26bf1),
    f64::from_bits(0x3e663769_72bea4d0),
];

/// Above this k is not 0: the double next to ½ ln 2 whose lower half is 0.
const REDUCED: f64 = f64::from_bits(0x3fd62e43 << 32);

#[inline(always)]
fn exp(x: f64) -> f64 {
    // 1.5 · 2^52: what is added to it stands as an integer in the lowest bits.
    const SHIFT: f64 = 6755399441055744.0;
    let nearest = (PER_LN_2 * x + 0.5_f64.copysign(x)).trunc();
    let k = if x.abs() >= REDUCED { nearest } else { 0.0 };
    let high = x - k * LN_2[0];
    let low = k * LN_2[1];
    let r = high - low;
    let square = r * r;
    let c = r - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    let power = f64::from_bits((k + SHIFT).to_bits().wrapping_add(1023) << 52);
    y * power
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every exponent, both signs, the ends of every range, and a sequence through the middle.
    fn arguments() -> Vec<f64> {
        let mut state = 1_u64;
        let middle = (0..200_000).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            80.0 * ((state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0)
        });
        let edges =
            [REDUCED, ORDINARY.start, ORDINARY.end, 1.0397207708399179, 709.782712893384, 745.1332191019412];
        let edges = edges.into_iter().flat_map(|edge| [edge.next_down(), edge, edge.next_up()]);
        let exponents = (0..=0x7ff_u64).map(|exponent| f64::from_bits(exponent << 52 | 0x5_1234_5678_9abc));
        let all: Vec<f64> =
            middle.chain(edges).chain(exponents).chain([0.0, f64::INFINITY, f64::NAN]).collect();
        all.iter().flat_map(|&z| [z, -z]).collect()
    }

    #[test]
    fn many_at_a_time_have_the_bits_of_one_at_a_time() {
        let z = arguments();
        // In pieces that are no multiple of a register, some with numbers out of the ordinary and most without.
        for z in z.chunks(7) {
            let mut outs = [0.0; 7];
            sigmoids(z, &mut outs);
            for (&z, out) in z.iter().zip(outs) {
                assert_eq!(out.to_bits(), sigmoid(z).to_bits(), "{z:?}");
            }
        }
    }

    #[test]
    fn the_exponential_has_the_bits_of_the_library() {
        for x in arguments().into_iter().filter(|x| ORDINARY.contains(&x.abs())) {
            assert_eq!(exp(x).to_bits(), libm::exp(x).to_bits(), "{x:?}");
        }
    }
}
