//! Fixed sequences of sample values: the same name gets the same value at the same point, always and everywhere.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::field::Residue;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

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

/// A residue that is not 0, for a formula that stands for any number, with these numbers for its letters. Two formulas
/// with one residue would count as equal, so that the hash has to be one for which nobody can write such a pair down.
pub(super) fn residue_of(formula: &Expr, letters: &Letters, point: u64) -> Residue {
    let mut hasher = DefaultHasher::new();
    hash(formula, letters, &mut Vec::new(), &mut hasher);
    residue("formula", point ^ hasher.finish())
}

/// Hashes the formula as it would be with the numbers put in, without making it. `bound` are the letters that a Σ
/// around lets run.
fn hash(formula: &Expr, letters: &Letters, bound: &mut Vec<char>, hasher: &mut DefaultHasher) {
    std::mem::discriminant(formula).hash(hasher);
    match formula {
        Expr::Num(number) => number.hash(hasher),
        Expr::Sym(symbol) => hash_symbol(symbol, letters, bound, hasher),
        Expr::Pow(_, exponent) => exponent.hash(hasher),
        Expr::Call(function, _) => function.hash(hasher),
        Expr::Partial { by, .. } => hash_symbol(by, letters, bound, hasher),
        Expr::Sum { index, from, to, body } => {
            index.hash(hasher);
            hash(from, letters, bound, hasher);
            hash(to, letters, bound, hasher);
            bound.push(*index);
            hash(body, letters, bound, hasher);
            bound.pop();
            return;
        }
        Expr::Neg(_) | Expr::Add(_) | Expr::Mul(_) | Expr::Div(..) => {}
    }
    let parts = formula.parts();
    parts.len().hash(hasher);
    for part in parts {
        hash(part, letters, bound, hasher);
    }
}

fn hash_symbol(symbol: &Symbol, letters: &Letters, bound: &[char], hasher: &mut DefaultHasher) {
    let put = |index: Index| match index {
        Index::Letter(letter) if !bound.contains(&letter) => letters.get(&letter).copied().unwrap_or(index),
        index => index,
    };
    symbol.base.hash(hasher);
    symbol.sub.len().hash(hasher);
    symbol.sub.iter().for_each(|&index| put(index).hash(hasher));
    symbol.example.map(put).hash(hasher);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_has_the_residue_that_it_has_with_its_numbers_put_in() {
        let expr = |text: &str| text.parse::<Expr>().expect(text);
        let letters = Letters::from([('n', Index::At(2)), ('e', Index::At(1))]);
        for text in ["o_out_n^(e)*w_2fn", "sum(n, 1, K, x_n^(e)*a_2) - x_n^(e)", "d(o_out_n^(1))/d(w_2fn)^2"]
        {
            let put = residue_of(&expr(text), &letters, 7);
            assert_eq!(put, residue_of(&expr(text).with_letters(&letters), &Letters::new(), 7), "{text}");
            assert_ne!(put, residue_of(&expr(text), &Letters::new(), 7), "{text}");
        }
        let of = |text: &str| residue_of(&expr(text), &Letters::new(), 7);
        for (a, b) in
            [("a*b", "a + b"), ("a*(b*c)", "a*b*c"), ("a^2", "a^3"), ("-a", "a"), ("exp(a)", "ln(a)")]
        {
            assert_ne!(of(a), of(b), "{a} {b}");
        }
    }
}
