//! Whole numbers modulo the prime 2⁶¹ − 1, and their derivatives.
//!
//! Adding, multiplying and dividing here loses nothing, so that two formulas that are equal have equal residues, to
//! the last digit. A [`Jet`] carries a value and its slope, and the rules of its four operations *are* the sum,
//! product and quotient rule: a derivative comes out without any formula for it.

use std::ops::{Add, Mul, Neg};

const PRIME: u64 = (1 << 61) - 1;

/// A whole number modulo 2⁶¹ − 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Residue(u64);

impl Residue {
    pub(super) const ZERO: Residue = Residue(0);
    pub(super) const ONE: Residue = Residue(1);

    pub(super) fn new(number: u64) -> Self {
        Residue::folded(u128::from(number))
    }

    /// 2⁶¹ counts as 1 here, so that what stands above the lowest 61 bits is added to them instead of divided.
    fn folded(number: u128) -> Self {
        const LOW: u128 = PRIME as u128;
        let folded = (number & LOW) + (number >> 61);
        let folded = u64::try_from((folded & LOW) + (folded >> 61)).unwrap_or_default();
        Residue(if folded >= PRIME { folded - PRIME } else { folded })
    }

    pub(super) fn number(self) -> u64 {
        self.0
    }

    /// Whether it counts as negative: one of each pair a, −a does.
    pub(super) fn is_upper(self) -> bool {
        self.0 > PRIME / 2
    }

    pub(super) fn power(self, exponent: u64) -> Self {
        let (mut result, mut square, mut rest) = (Residue::ONE, self, exponent);
        while rest > 0 {
            if rest % 2 == 1 {
                result = result * square;
            }
            square = square * square;
            rest /= 2;
        }
        result
    }

    /// 1/self, by Fermat's little theorem.
    pub(super) fn inverse(self) -> Option<Self> {
        (self != Residue::ZERO).then(|| self.power(PRIME - 2))
    }

    /// A power whose exponent may be negative. Exponents count modulo 2⁶¹ − 2.
    pub(super) fn whole_power(self, exponent: i64) -> Option<Self> {
        let size = self.power(exponent.unsigned_abs() % (PRIME - 1));
        if exponent < 0 { size.inverse() } else { Some(size) }
    }
}

impl Add for Residue {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        Residue(if sum >= PRIME { sum - PRIME } else { sum })
    }
}

impl Neg for Residue {
    type Output = Self;
    fn neg(self) -> Self {
        Residue(if self.0 == 0 { 0 } else { PRIME - self.0 })
    }
}

impl Mul for Residue {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Residue::folded(u128::from(self.0) * u128::from(other.0))
    }
}

/// A value and how fast it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Jet {
    pub(super) value: Residue,
    pub(super) slope: Residue,
}

impl Jet {
    pub(super) fn constant(value: Residue) -> Self {
        Jet { value, slope: Residue::ZERO }
    }

    pub(super) fn inverse(self) -> Option<Self> {
        let value = self.value.inverse()?;
        Some(Jet { value, slope: -(self.slope * value * value) })
    }

    pub(super) fn power(self, exponent: i32) -> Option<Self> {
        let size = (0..exponent.unsigned_abs()).fold(Jet::constant(Residue::ONE), |power, _| power * self);
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
        for number in [1, 2, 3, 1 << 40, PRIME - 1, PRIME - 2] {
            let residue = Residue::new(number);
            assert_eq!(residue.inverse().map(|inverse| inverse * residue), Some(Residue::ONE));
            assert_eq!(residue + -residue, Residue::ZERO);
            assert_ne!(residue.is_upper(), (-residue).is_upper());
            let wide = u128::from(number) * u128::from(PRIME - 5) % u128::from(PRIME);
            assert_eq!(u128::from((residue * Residue::new(PRIME - 5)).number()), wide);
        }
        for number in [PRIME, PRIME + 1, 2 * PRIME, u64::MAX] {
            assert_eq!(Residue::new(number).number(), number % PRIME);
        }
        assert_eq!(Residue::ZERO.inverse(), None);
    }

    #[test]
    fn jets_know_the_quotient_rule() {
        // d(x²/(1 + x))/dx = (2x(1 + x) − x²)/(1 + x)² = 8/9 at x = 2
        let x = Jet { value: Residue::new(2), slope: Residue::ONE };
        let under = x + Jet::constant(Residue::ONE);
        let quotient = x.power(2).and_then(|square| Some(square * under.inverse()?)).expect("no pole");
        assert_eq!(quotient.slope * Residue::new(9), Residue::new(8));
        assert_eq!(quotient.value * Residue::new(3), Residue::new(4));
    }
}
