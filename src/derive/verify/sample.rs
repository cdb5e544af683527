//! Fixed sequences of sample values: the same name gets the same value at the same point, always and everywhere.

use super::field::Field;
use super::field::Residue;
use crate::derive::givens::Givens;
use crate::expr::Expr;
use crate::expr::Letters;

/// Mixes text and numbers into 64 even bits: FNV-1a, then the finish of `SplitMix64`.
pub(super) fn mixed(text: &str, number: u64) -> u64 {
    let mut hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15), |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Where exact evaluation looks: which samples names get, and modulo which prime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) number: u64,
    pub(super) field: Field,
    /// Whether other claims are tried there too, so that what names are worth can be kept.
    pub(super) is_kept: bool,
}

impl Point {
    pub(super) const fn fixed(number: u64) -> Self {
        Point { number, field: Field::QUICK, is_kept: true }
    }

    /// A point that belongs to one claim.
    pub(super) fn own(seed: u64) -> Self {
        Point { number: mixed("point", seed), field: Field::of(mixed("prime", seed)), is_kept: false }
    }
}

/// A number for a claim and all that it rests on. Other points and another prime follow from every change in it, so
/// that nobody can write down a claim that is true at its own points and nowhere else. It is made of what is printed,
/// which is the same on every system: these points are told where a claim does not hold.
pub(super) fn seed(left: &Expr, right: &Expr, givens: &Givens) -> u64 {
    let given = givens.memory().seed(|| {
        let definitions = givens.definitions().map(|(name, is)| format!("{name} = {is}"));
        let counts = givens.counts().map(|(name, count)| format!("{name} = {count}"));
        definitions.chain(counts).fold(0, |seed, line| mixed(&line, seed))
    });
    mixed(&format!("{left} = {right}"), given)
}

/// A residue that is not 0, for a name at a point.
pub(super) fn residue(name: &str, point: Point) -> Residue {
    residue_of_bits(mixed(name, point.number), point)
}

fn residue_of_bits(bits: u64, point: Point) -> Residue {
    let residue = point.field.residue(bits >> 3);
    if residue.is_zero() { point.field.one() } else { residue }
}

/// A residue that is not 0, for a formula that stands for any number, with these numbers for its letters. Two formulas
/// with one residue would count as equal, so that the hash has to be one for which nobody can write such a pair down.
pub(super) fn residue_of(formula: &Expr, letters: &Letters, point: Point) -> Residue {
    residue_of_bits(mixed("formula", formula.hash_put_in(letters, point.number)), point)
}

/// A residue that is not 0, for the value of a function that is not rational.
pub(super) fn residue_at(function: &str, argument: Residue, point: Point) -> Residue {
    residue_of_bits(mixed(function, point.number ^ argument.number().rotate_left(17)), point)
        .outside(argument.is_outside)
}

/// The point at which every name is 0: the one place where kinks meet that is likely to be written down.
pub(super) const NOWHERE: u64 = u64::MAX;

/// The points of a claim at which doubles are tried. From one to the next the names grow smaller or larger, and at
/// every other point they have both signs.
pub(super) fn doubles_of(seed: u64) -> impl Iterator<Item = u64> {
    (0..).map(move |number: u64| OWN | (mixed("doubles", seed ^ number) & !(OWN | 7)) | (number & 7))
}

/// Marks the points that belong to one claim.
const OWN: u64 = 1 << 63;

/// Whether a point for doubles is the same for every claim.
pub(super) fn is_shared(point: u64) -> bool {
    point & OWN == 0
}

/// A number below the limit that belongs to a name and a claim.
pub(super) fn number(name: &str, seed: u64, limit: u64) -> usize {
    usize::try_from(mixed(name, seed) % limit).unwrap_or_default()
}

/// How far the size of a name at a claim's own point is from 1, in powers of 2: so many down, so many up.
const SCALES: [(u64, u64); 4] = [(0, 0), (3, 3), (0, 6), (8, 8)];

/// Shared points from here on are gentle: all names are so small and positive that sums and products of them lie
/// between 0 and 1, where a logarithm of an output and of what is left to 1 has a value.
pub(super) const GENTLE: u64 = 1000;

/// A double for a name at a point: between 0.3 and 1.3, and at a claim's own points of many sizes. At points that are
/// odd, half of the names are negative; at gentle ones all are between 0.05 and 0.2.
pub(super) fn double(name: &str, point: u64) -> f64 {
    if point == NOWHERE {
        return 0.0;
    }
    let bits = mixed(name, point);
    let part = (bits >> 11) as f64 / (1u64 << 53) as f64;
    if is_shared(point) && point >= GENTLE {
        return 0.05 + 0.15 * part;
    }
    let (down, up) = SCALES[if is_shared(point) { 0 } else { (point >> 1) as usize & 3 }];
    let power = (bits >> 1 & 255) % (down + up + 1);
    let scale = (1_u64 << power) as f64 / (1_u64 << down) as f64;
    let size = (0.3 + part) * scale;
    if point % 2 == 1 && bits % 2 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::Index;

    const POINT: Point = Point::fixed(7);

    #[test]
    fn whatever_changes_in_a_claim_or_its_definitions_changes_its_seed() {
        let expr = |text: &str| text.parse::<Expr>().expect(text);
        let with = |is: &str, count: usize| {
            let mut givens = Givens::default();
            givens.define("a".parse().expect("a name"), expr(is)).expect("new");
            givens.count("E", count);
            givens
        };
        let of = |left: &str, right: &str, givens: &Givens| seed(&expr(left), &expr(right), givens);
        let all = [
            of("a*x", "1", &with("2", 3)),
            of("a*x", "2", &with("2", 3)),
            of("1", "a*x", &with("2", 3)),
            of("a*x", "1", &with("3", 3)),
            of("a*x", "1", &with("2", 4)),
        ];
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len(), "{all:?}");
        assert_eq!(all[0], of("a*x", "1", &with("2", 3)));
    }

    #[test]
    fn doubles_have_both_signs_and_many_sizes() {
        let points = || doubles_of(5).take(64);
        for name in ["x", "h_out_1^(2)"] {
            let values: Vec<f64> = points().map(|point| double(name, point)).collect();
            let are = |such: &dyn Fn(f64) -> bool| values.iter().filter(|&&value| such(value)).count();
            assert!(are(&|value| value < 0.0) > 8 && are(&|value| value > 8.0) > 4, "{values:?}");
            assert!(are(&|value| value.abs() < 0.1) > 4 && are(&|value| value == 0.0) == 0, "{values:?}");
        }
        assert!(points().all(|point| point % 2 == 1 || double("x", point) > 0.0));
        assert!((GENTLE..GENTLE + 64).all(|point| (0.05..0.2).contains(&double("x", point))));
    }

    #[test]
    fn a_formula_has_the_residue_that_it_has_with_its_numbers_put_in() {
        let expr = |text: &str| text.parse::<Expr>().expect(text);
        let letters = Letters::from([('n', Index::At(2)), ('e', Index::At(1))]);
        for text in ["o_out_n^(e)*w_2fn", "sum(n, 1, K, x_n^(e)*a_2) - x_n^(e)", "d(o_out_n^(1))/d(w_2fn)^2"]
        {
            let put = residue_of(&expr(text), &letters, POINT);
            assert_eq!(put, residue_of(&expr(text).with_letters(&letters), &Letters::new(), POINT), "{text}");
            assert_ne!(put, residue_of(&expr(text), &Letters::new(), POINT), "{text}");
        }
        let of = |text: &str| residue_of(&expr(text), &Letters::new(), POINT);
        for (a, b) in
            [("a*b", "a + b"), ("a*(b*c)", "a*b*c"), ("a^2", "a^3"), ("-a", "a"), ("exp(a)", "ln(a)")]
        {
            assert_ne!(of(a), of(b), "{a} {b}");
        }
    }
}
