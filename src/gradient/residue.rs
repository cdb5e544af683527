//! Numbers modulo a prime of 62 bits, for exact answers about sums that are too long for exact numbers.
//!
//! Every finite `f64` is m · 2^e and has a residue, because 2 has an inverse. Sums and products of residues are the
//! residues of the sums and products, so equal numbers have equal residues. Unequal ones differ by D · 2^e, and only
//! a prime that divides the integer D can hide that: an integer of b bits has at most b/61 divisors of that size, of
//! which there are 2^55.5 (P. Dusart's bounds on π). For primes drawn at random this gives
//!
//! ```text
//! P(one difference is hidden) ≤ (b / 61) / 2^55.5,  squared for two primes
//! ```
//!
//! Products are P. L. Montgomery's (1985): a residue r stands as r · 2^64, and no division is needed.

use std::ops::Add;
use std::ops::AddAssign;
use std::ops::Mul;
use std::ops::MulAssign;

use num_traits::One;
use num_traits::Zero;

use super::exact::parts;

/// A prime of 62 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prime {
    prime: u64,
    /// −1 / prime modulo 2^64.
    inverse: u64,
}

impl Prime {
    /// The next prime that a sequence comes to: numbers of 62 bits are drawn until one is prime, so that every prime is
    /// as likely as every other.
    pub fn drawn(sequence: &mut Sequence) -> Self {
        loop {
            let candidate = sequence.next() >> 3 | 1 << 61 | 1;
            if is_prime(candidate) {
                return Prime::new(candidate);
            }
        }
    }

    fn new(prime: u64) -> Self {
        // Newton's iteration doubles the number of correct bits; an odd number is its own inverse modulo 8.
        let inverse = (0..5).fold(prime, |x, _| x.wrapping_mul(2_u64.wrapping_sub(prime.wrapping_mul(x))));
        Prime { prime, inverse: inverse.wrapping_neg() }
    }

    /// The residue of a double; `None` for infinities and not-a-number.
    pub fn residue(self, number: f64) -> Option<Residue> {
        let (negative, mantissa, exponent) = parts(number)?;
        let base = self.integer(if exponent < 0 { self.prime.div_ceil(2) } else { 2 });
        let size = self.integer(mantissa) * power(base, exponent.unsigned_abs());
        Some(if negative { self.integer(self.prime - 1) * size } else { size })
    }

    fn integer(self, integer: u64) -> Residue {
        let shifted = (u128::from(integer) << 64) % u128::from(self.prime);
        Residue { value: u64::try_from(shifted).unwrap_or_default(), of: Some(self) }
    }

    /// a · b / 2^64.
    fn product(self, a: u64, b: u64) -> u64 {
        let product = u128::from(a) * u128::from(b);
        // The lowest 64 bits of the sum are 0.
        #[expect(clippy::cast_possible_truncation, reason = "the lowest 64 bits are meant")]
        let multiple = u128::from((product as u64).wrapping_mul(self.inverse)) * u128::from(self.prime);
        let reduced = ((product + multiple) >> 64) as u64;
        self.below(reduced)
    }

    fn below(self, number: u64) -> u64 {
        if number >= self.prime { number - self.prime } else { number }
    }
}

/// Whether an odd number above 40 is prime: the test of Miller and Rabin, which has no exception below 3.3 · 10^24 for
/// these bases (J. Sorenson and J. Webster, 2015).
fn is_prime(number: u64) -> bool {
    let field = Prime::new(number);
    let (one, minus_one) = (field.integer(1), field.integer(number - 1));
    let twos = (number - 1).trailing_zeros();
    [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].into_iter().all(|base| {
        let mut power = power(field.integer(base), (number - 1) >> twos);
        let mut squares = 1;
        while power != one && power != minus_one && squares < twos {
            power *= power;
            squares += 1;
        }
        power == minus_one || power == one && squares == 1
    })
}

fn power(mut base: Residue, mut exponent: u64) -> Residue {
    let mut power = Residue::one();
    while exponent > 0 {
        if exponent & 1 == 1 {
            power *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    power
}

/// Numbers that are fixed by a problem's numbers and look drawn at random (S. Vigna's splitmix64).
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequence(u64);

impl Sequence {
    /// The numbers that follow a first one.
    pub(crate) fn after(first: u64) -> Sequence {
        Sequence(first)
    }

    /// Lets what follows depend on a number, too.
    pub fn stir(&mut self, number: f64) {
        self.0 ^= number.to_bits();
        self.0 = self.next();
    }

    /// The next one.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// A number modulo a prime, times 2^64. Zero and one are known before the prime is: they stand as they are.
#[derive(Clone, Copy, Debug)]
pub struct Residue {
    value: u64,
    of: Option<Prime>,
}

impl Residue {
    fn modulo(self, prime: Prime) -> u64 {
        if self.of.is_some() { self.value } else { prime.integer(self.value).value }
    }
}

impl PartialEq for Residue {
    fn eq(&self, other: &Self) -> bool {
        match self.of.or(other.of) {
            Some(prime) => self.modulo(prime) == other.modulo(prime),
            None => self.value == other.value,
        }
    }
}

impl Add for Residue {
    type Output = Residue;

    fn add(self, other: Residue) -> Residue {
        match self.of.or(other.of) {
            Some(prime) => {
                Residue { value: prime.below(self.modulo(prime) + other.modulo(prime)), of: Some(prime) }
            }
            None => Residue { value: self.value + other.value, of: None },
        }
    }
}

impl AddAssign for Residue {
    fn add_assign(&mut self, other: Residue) {
        *self = *self + other;
    }
}

impl Mul for Residue {
    type Output = Residue;

    fn mul(self, other: Residue) -> Residue {
        match self.of.or(other.of) {
            Some(prime) => {
                Residue { value: prime.product(self.modulo(prime), other.modulo(prime)), of: Some(prime) }
            }
            None => Residue { value: self.value * other.value, of: None },
        }
    }
}

impl MulAssign for Residue {
    fn mul_assign(&mut self, other: Residue) {
        *self = *self * other;
    }
}

impl Zero for Residue {
    fn zero() -> Self {
        Residue { value: 0, of: None }
    }

    fn is_zero(&self) -> bool {
        self.value == 0
    }
}

impl One for Residue {
    fn one() -> Self {
        Residue { value: 1, of: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient::exact::Dyadic;

    #[test]
    fn primes_are_told_from_other_numbers() {
        let slowly = |number: u64| (2..=number.isqrt()).all(|d| !number.is_multiple_of(d));
        for number in (41..20_000).step_by(2) {
            assert_eq!(is_prime(number), slowly(number), "{number}");
        }
        // 2^61 − 1; the square of a prime; a number that nine bases alone take for a prime.
        assert!(is_prime((1 << 61) - 1));
        assert!(!is_prime(2_147_483_647 * 2_147_483_647));
        assert!(!is_prime(3_825_123_056_546_413_051));
    }

    #[test]
    fn primes_have_62_bits_and_differ_from_problem_to_problem() {
        let mut sequence = Sequence::default();
        let mut primes: Vec<u64> = (0..50).map(|_| Prime::drawn(&mut sequence).prime).collect();
        sequence.stir(1.0);
        primes.push(Prime::drawn(&mut sequence).prime);
        assert!(primes.iter().all(|prime| prime >> 61 == 1 && is_prime(*prime)));
        primes.sort_unstable();
        primes.dedup();
        assert_eq!(primes.len(), 51);
    }

    /// Sums and products of doubles have the residues that their exact values have.
    #[test]
    fn residues_follow_exact_numbers() {
        let prime = Prime::drawn(&mut Sequence::default());
        let numbers = [0.1, -2.75, 1e300, -1e-300, f64::from_bits(1), 3.0, -0.0, 1.0];
        let both = numbers.map(|x| (prime.residue(x).expect("finite"), Dyadic::of(x).expect("finite")));
        for (a, exact_a) in &both {
            for (b, exact_b) in &both {
                assert_eq!(a == b, exact_a == exact_b);
                for (c, exact_c) in &both {
                    let product = exact_a.clone() * exact_b.clone();
                    for (d, exact_d) in &both {
                        let same = product.clone() + exact_c.clone() == exact_d.clone();
                        assert_eq!(*a * *b + *c == *d, same);
                    }
                }
            }
        }
        assert_eq!(both[0].0 * Residue::one() + Residue::zero(), both[0].0);
        assert!(prime.residue(f64::NAN).is_none());
    }

    #[test]
    fn one_unit_in_the_last_place_shows() {
        let prime = Prime::drawn(&mut Sequence::default());
        let residue = |x: f64| prime.residue(x).expect("finite");
        for x in [0.1_f64, -7e40, 1e-310] {
            assert_ne!(residue(x), residue(x.next_up()));
        }
    }
}
