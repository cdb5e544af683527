//! Whole numbers modulo a prime, and their derivatives.
//!
//! Adding, multiplying and dividing here loses nothing, so that two formulas that are equal have equal residues, to
//! the last digit. A [`Jet`] carries a value and its slope, and the rules of its four operations *are* the sum,
//! product and quotient rule: a derivative comes out without any formula for it.
//!
//! Every prime makes some false claim true: modulo 2⁶¹ − 1, the number 2⁶¹ is 1. So each claim also gets a [`Field`]
//! of its own, whose prime follows from the claim: nobody can write the claim down once he knows the prime.

use std::ops::{Add, Mul, Neg};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

const MERSENNE: u64 = (1 << 61) - 1;

/// The whole numbers modulo a prime of at most 61 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    prime: u64,
}

impl Field {
    /// Modulo 2⁶¹ − 1: 2⁶¹ counts as 1 there, which makes multiplying quick.
    pub(super) const QUICK: Field = Field { prime: MERSENNE };

    /// Modulo the first prime of 61 bits that is not below a number made of the seed.
    pub(super) fn of(seed: u64) -> Self {
        let first = (1 << 60) | (seed >> 5) | 1;
        let prime = (first..MERSENNE).step_by(2).find(|&number| is_prime(number));
        Field { prime: prime.unwrap_or(MERSENNE) }
    }

    pub(super) fn zero(self) -> Residue {
        Residue { number: 0, prime: self.prime, is_outside: false }
    }

    pub(super) fn one(self) -> Residue {
        Residue { number: 1, prime: self.prime, is_outside: false }
    }

    pub(super) fn residue(self, number: u64) -> Residue {
        Residue { number: number % self.prime, prime: self.prime, is_outside: false }
    }

    /// What is left of a number of any size that is not negative.
    pub(super) fn residue_of(self, number: &BigInt) -> Residue {
        self.residue((number % self.prime).to_u64().unwrap_or_default())
    }
}

/// Fermat's test to the base 2, after a search for small factors. What passes it at this size and is no prime is so
/// rare that no seed is known to lead there, and a residue that has no inverse is told.
fn is_prime(number: u64) -> bool {
    const SMALL: [u64; 24] =
        [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];
    SMALL.iter().all(|small| !number.is_multiple_of(*small)) && passes_fermat(number)
}

/// Whether 2 to the power of the odd number less 1 leaves 1. Remainders are kept times 2⁶⁴, which spares every division
/// (P. L. Montgomery, 1985).
fn passes_fermat(number: u64) -> bool {
    // Each round doubles the bits in which number·inverse is 1.
    let inverse = (0..5)
        .fold(number, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(number.wrapping_mul(inverse))));
    let square = |of: u64| {
        let square = u128::from(of) * u128::from(of);
        let (high, lowest) = (low64(square >> 64), low64(square));
        let taken = low64((u128::from(lowest.wrapping_mul(inverse)) * u128::from(number)) >> 64);
        if high >= taken { high - taken } else { high + number - taken }
    };
    let one = low64((1_u128 << 64) % u128::from(number));
    let power = (0..u64::BITS - number.leading_zeros()).rev().fold(one, |power, bit| {
        let square = square(power);
        match (number - 1) >> bit & 1 {
            1 if 2 * square >= number => 2 * square - number,
            1 => 2 * square,
            _ => square,
        }
    });
    power == one
}

/// The lowest 64 bits.
fn low64(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).unwrap_or_default()
}

/// A whole number modulo the prime of its field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Residue {
    number: u64,
    prime: u64,
    /// Whether something stands behind it whose laws the samples do not know, such as ln: equal residues are then
    /// still proof, but different ones are not.
    pub(super) is_outside: bool,
}

impl PartialEq for Residue {
    fn eq(&self, other: &Self) -> bool {
        (self.number, self.prime) == (other.number, other.prime)
    }
}

impl Residue {
    pub(super) fn field(self) -> Field {
        Field { prime: self.prime }
    }

    fn with(self, number: u64) -> Self {
        Residue { number, ..self }
    }

    /// The same number, `is_outside` if it was or if this says so.
    pub(super) fn outside(self, is_outside: bool) -> Self {
        Residue { is_outside: self.is_outside || is_outside, ..self }
    }

    pub(super) fn number(self) -> u64 {
        self.number
    }

    pub(super) fn is_zero(self) -> bool {
        self.number == 0
    }

    /// Whether it counts as negative: one of each pair a, −a does.
    pub(super) fn is_upper(self) -> bool {
        self.number > self.prime / 2
    }

    pub(super) fn power(self, exponent: u64) -> Self {
        let (mut result, mut square, mut rest) = (self.with(1), self, exponent);
        while rest > 0 {
            if rest % 2 == 1 {
                result = result * square;
            }
            square = square * square;
            rest /= 2;
        }
        result
    }

    /// 1/self, by Euclid's algorithm.
    pub(super) fn inverse(self) -> Option<Self> {
        let (mut above, mut below) = (self.prime, self.number);
        let (mut times_above, mut times_below) = (0_i128, 1_i128);
        while below != 0 {
            let whole = above / below;
            (above, below) = (below, above % below);
            (times_above, times_below) = (times_below, times_above - i128::from(whole) * times_below);
        }
        let inverse = times_above.rem_euclid(i128::from(self.prime));
        (above == 1).then(|| self.with(u64::try_from(inverse).unwrap_or_default()))
    }

    /// A power whose exponent may be negative. Exponents count modulo the prime less 1.
    pub(super) fn whole_power(self, exponent: i64) -> Option<Self> {
        let size = self.power(exponent.unsigned_abs() % (self.prime - 1));
        if exponent < 0 { size.inverse() } else { Some(size) }
    }
}

impl Add for Residue {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let sum = self.number + other.number;
        self.with(if sum >= self.prime { sum - self.prime } else { sum }).outside(other.is_outside)
    }
}

impl Neg for Residue {
    type Output = Self;
    fn neg(self) -> Self {
        self.with(if self.number == 0 { 0 } else { self.prime - self.number })
    }
}

impl Mul for Residue {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let product = u128::from(self.number) * u128::from(other.number);
        let left = if self.prime == MERSENNE { folded(product) } else { product % u128::from(self.prime) };
        let number = low64(left);
        // Nothing times anything is nothing.
        let is_nothing = |residue: Self| residue.number == 0 && !residue.is_outside;
        let is_outside = (self.is_outside || other.is_outside) && !is_nothing(self) && !is_nothing(other);
        Residue { number, prime: self.prime, is_outside }
    }
}

/// Modulo 2⁶¹ − 1, what stands above the lowest 61 bits is added to them instead of divided.
fn folded(number: u128) -> u128 {
    const LOW: u128 = MERSENNE as u128;
    let folded = (number & LOW) + (number >> 61);
    let folded = (folded & LOW) + (folded >> 61);
    if folded >= LOW { folded - LOW } else { folded }
}

/// A value and how fast it changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Jet {
    pub(super) value: Residue,
    pub(super) slope: Residue,
}

impl Jet {
    pub(super) fn constant(value: Residue) -> Self {
        Jet { value, slope: value.field().zero() }
    }

    pub(super) fn inverse(self) -> Option<Self> {
        let value = self.value.inverse()?;
        Some(Jet { value, slope: -(self.slope * value * value) })
    }

    pub(super) fn power(self, exponent: i32) -> Option<Self> {
        let one = Jet::constant(self.value.field().one());
        let size = (0..exponent.unsigned_abs()).fold(one, |power, _| power * self);
        if exponent < 0 { size.inverse() } else { Some(size) }
    }
}

impl Add for Jet {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Jet { value: self.value + other.value, slope: self.slope + other.slope }
    }
}

impl Neg for Jet {
    type Output = Self;
    fn neg(self) -> Self {
        Jet { value: -self.value, slope: -self.slope }
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Jet { value: self.value * other.value, slope: self.slope * other.value + self.value * other.slope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_a_field() {
        for field in [Field::QUICK, Field::of(0), Field::of(17), Field::of(u64::MAX)] {
            let prime = field.prime;
            for number in [1, 2, 3, 1 << 40, prime - 1, prime - 2] {
                let residue = field.residue(number);
                assert_eq!(residue.inverse().map(|inverse| inverse * residue), Some(field.one()));
                assert_eq!(residue + -residue, field.zero());
                assert_ne!(residue.is_upper(), (-residue).is_upper());
                let wide = u128::from(number) * u128::from(prime - 5) % u128::from(prime);
                assert_eq!(u128::from((residue * field.residue(prime - 5)).number()), wide);
                assert_eq!(residue.power(prime - 1), field.one());
            }
            for number in [prime, prime + 1, 2 * prime, u64::MAX] {
                assert_eq!(field.residue(number).number(), number % prime);
                assert_eq!(field.residue_of(&number.into()), field.residue(number));
            }
            assert_eq!(field.zero().inverse(), None);
        }
    }

    #[test]
    fn every_seed_has_a_prime_of_its_own() {
        let primes: std::collections::BTreeSet<u64> =
            (0..50_u64).map(|seed| Field::of(seed << 40).prime).collect();
        assert_eq!(primes.len(), 50);
        assert!(primes.iter().all(|prime| prime % 2 == 1 && prime >> 60 == 1));
        assert!(is_prime(MERSENNE) && is_prime((1 << 61) - 31) && !is_prime((1 << 61) - 3));
    }

    #[test]
    fn what_is_outside_stays_outside_unless_it_is_multiplied_by_nothing() {
        let (one, zero) = (Field::QUICK.one(), Field::QUICK.zero());
        let outside = one.outside(true);
        assert!((outside + one).is_outside && (one * outside).is_outside && (-outside).is_outside);
        assert!(!(zero * outside).is_outside && (zero.outside(true) * outside).is_outside);
    }

    #[test]
    fn jets_know_the_quotient_rule() {
        // d(x²/(1 + x))/dx = (2x(1 + x) − x²)/(1 + x)² = 8/9 at x = 2
        let number = |number| Field::QUICK.residue(number);
        let x = Jet { value: number(2), slope: number(1) };
        let under = x + Jet::constant(number(1));
        let quotient = x.power(2).and_then(|square| Some(square * under.inverse()?)).expect("no pole");
        assert_eq!(quotient.slope * number(9), number(8));
        assert_eq!(quotient.value * number(3), number(4));
    }
}
