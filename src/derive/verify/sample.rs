//! Fixed sequences of sample values: the same name gets the same value at the same point, always and everywhere.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::field::Residue;
use crate::expr::Expr;

/// Mixes text and numbers into 64 even bits: FNV-1a, then the finish of `SplitMix64`.
fn mixed(text: &str, number: u64) -> u64 {
    let mut hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15), |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A residue that is not 0, for a name at a point.
pub(super) fn residue(name: &str, point: u64) -> Residue {
    match Residue::new(mixed(name, point) >> 3) {
        Residue::ZERO => Residue::ONE,
        residue => residue,
    }
}

/// A residue that is not 0, for a formula that stands for any number. Two formulas with one residue would count as
/// equal, so that the hash has to be one for which nobody can write such a pair down.
pub(super) fn residue_of(formula: &Expr, point: u64) -> Residue {
    let mut hasher = DefaultHasher::new();
    formula.hash(&mut hasher);
    residue("formula", point ^ hasher.finish())
}

/// A residue that is not 0, for the value of a function that is not rational.
pub(super) fn residue_at(function: &str, argument: Residue, point: u64) -> Residue {
    residue(function, point ^ argument.number().rotate_left(17))
}

/// A double between 0.3 and 1.3 for a name at a point. At every other point half of the names are negative.
pub(super) fn double(name: &str, point: u64) -> f64 {
    let bits = mixed(name, point);
    let size = 0.3 + (bits >> 11) as f64 / (1u64 << 53) as f64;
    if point % 2 == 1 && bits % 2 == 1 { -size } else { size }
}
