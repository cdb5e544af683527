//! Numbers without rounding.
//!
//! Every finite `f64` is an integer times a power of two, and so is every sum and product of such numbers. Given
//! the local derivatives, weights and activations, a gradient before its division by N is made of sums and products
//! only: evaluated in [`Dyadic`] numbers, two routes to it are equal or they are not.

use std::ops::Add;
use std::ops::AddAssign;
use std::ops::Mul;
use std::ops::MulAssign;

use num_bigint::BigInt;
use num_traits::One;
use num_traits::Zero;

/// An integer times a power of two: `mantissa` · 2^`exponent`.
#[derive(Clone, Debug)]
pub struct Dyadic {
    mantissa: BigInt,
    exponent: i64,
}

/// Whether a double is negative, and the integer and the power of two that it is the product of; `None` for infinities
/// and not-a-number.
pub(super) fn parts(number: f64) -> Option<(bool, u64, i64)> {
    if !number.is_finite() {
        return None;
    }
    let bits = number.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    // The field is at most 2047 wide.
    let biased = i64::try_from((bits >> 52) & 0x7ff).unwrap_or_default();
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    Some((number.is_sign_negative(), mantissa, exponent))
}

impl Dyadic {
    /// The exact value of a double; `None` for infinities and not-a-number.
    pub fn of(number: f64) -> Option<Self> {
        let (negative, mantissa, exponent) = parts(number)?;
        let mantissa = if negative { -BigInt::from(mantissa) } else { BigInt::from(mantissa) };
        Some(Dyadic { mantissa, exponent })
    }

    /// The mantissa that goes with a smaller exponent.
    fn mantissa_at(&self, exponent: i64) -> BigInt {
        &self.mantissa << u64::try_from(self.exponent - exponent).unwrap_or_default()
    }
}

impl PartialEq for Dyadic {
    fn eq(&self, other: &Self) -> bool {
        let exponent = self.exponent.min(other.exponent);
        self.mantissa_at(exponent) == other.mantissa_at(exponent)
    }
}

impl Add for Dyadic {
    type Output = Dyadic;

    fn add(mut self, other: Dyadic) -> Dyadic {
        self += other;
        self
    }
}

impl AddAssign for Dyadic {
    fn add_assign(&mut self, other: Dyadic) {
        if self.mantissa.is_zero() {
            *self = other;
        } else if self.exponent <= other.exponent {
            self.mantissa += other.mantissa_at(self.exponent);
        } else if !other.mantissa.is_zero() {
            self.mantissa = self.mantissa_at(other.exponent) + other.mantissa;
            self.exponent = other.exponent;
        }
    }
}

impl Mul for Dyadic {
    type Output = Dyadic;

    fn mul(self, other: Dyadic) -> Dyadic {
        Dyadic { mantissa: self.mantissa * other.mantissa, exponent: self.exponent + other.exponent }
    }
}

impl MulAssign for Dyadic {
    fn mul_assign(&mut self, other: Dyadic) {
        self.mantissa *= other.mantissa;
        self.exponent += other.exponent;
    }
}

impl Zero for Dyadic {
    fn zero() -> Self {
        Dyadic { mantissa: BigInt::ZERO, exponent: 0 }
    }

    fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }
}

impl One for Dyadic {
    fn one() -> Self {
        Dyadic { mantissa: BigInt::one(), exponent: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(number: f64) -> Dyadic {
        Dyadic::of(number).expect("finite")
    }

    #[test]
    fn sums_do_not_round() {
        let tiny = f64::from_bits(1);
        assert_ne!(exact(1.0) + exact(tiny), exact(1.0));
        assert_eq!(exact(1.0) + exact(tiny) + exact(-1.0), exact(tiny));
        assert_ne!(exact(0.1) + exact(0.2), exact(0.1 + 0.2));
        assert_eq!(exact(0.5) + exact(0.25), exact(0.75));
        assert_eq!(exact(-0.0), Dyadic::zero());
    }

    #[test]
    fn products_do_not_round() {
        assert_eq!(exact(1.5) * exact(-2.5), exact(-3.75));
        assert_ne!(exact(0.1) * exact(0.1), exact(0.1 * 0.1));
        assert!((exact(0.0) * exact(1e300)).is_zero());
        assert_ne!(exact(1e-200) * exact(1e-200), Dyadic::zero());
    }

    #[test]
    fn what_is_no_number_has_no_exact_value() {
        assert!(Dyadic::of(f64::INFINITY).is_none());
        assert!(Dyadic::of(f64::NAN).is_none());
    }
}
