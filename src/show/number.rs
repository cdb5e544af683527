//! Numbers as people read them: six significant digits, and a power of ten only where it saves counting zeros.

/// How many significant digits are shown.
const DIGITS: usize = 6;

/// A number with six significant digits: `0.0110339`, `6`, `1.2e-17`.
pub fn six_digits(number: f64) -> String {
    digits(number, DIGITS)
}

/// A number with so many significant digits, zeros at its end among them: `0.640` for three.
pub fn exactly(number: f64, digits: usize) -> String {
    written(number, digits.max(1), |all| all)
}

/// A number with at most so many significant digits, at least one.
pub fn digits(number: f64, digits: usize) -> String {
    written(number, digits.max(1), without_trailing_zeros)
}

fn written(number: f64, digits: usize, end: fn(&str) -> &str) -> String {
    if number == 0.0 {
        return "0".into();
    }
    let scientific = format!("{number:.*e}", digits - 1);
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let Ok(exponent) = exponent.parse::<i32>() else { return scientific };
    if !(-5..9).contains(&exponent) {
        return format!("{}e{exponent}", end(mantissa));
    }
    let decimals = i32::try_from(digits).unwrap_or(i32::MAX).saturating_sub(1 + exponent);
    let decimals = usize::try_from(decimals).unwrap_or(0);
    end(&format!("{number:.decimals$}")).to_owned()
}

fn without_trailing_zeros(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// A count with its thousands apart: `2 057 850 880`.
pub fn grouped(count: &impl ToString) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_significant_digits() {
        for (number, text) in [
            (0.0110339241786482, "0.0110339"),
            (-0.384868405950506, "-0.384868"),
            (6.0, "6"),
            (0.25, "0.25"),
            (1e-17, "1e-17"),
            (1.23456789e-7, "1.23457e-7"),
            (123456789.0, "123456789"),
            (1.5e9, "1.5e9"),
            (-0.0, "0"),
            (99.99999999, "100"),
            (0.00001, "0.00001"),
        ] {
            assert_eq!(six_digits(number), text);
        }
    }

    #[test]
    fn as_many_digits_as_are_asked_for() {
        for (asked, text) in [(1, "0.01"), (3, "0.011"), (4, "0.01103"), (15, "0.0110339241786482")] {
            assert_eq!(digits(0.0110339241786482, asked), text);
        }
        assert_eq!(digits(1234.5, 2), "1234");
        assert_eq!([digits(0.639506, 2), exactly(0.639506, 2), exactly(0.5, 3)], ["0.64", "0.64", "0.500"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(&90), "90");
        assert_eq!(grouped(&1000), "1\u{a0}000");
        assert_eq!(grouped(&2_057_850_880_u64), "2\u{a0}057\u{a0}850\u{a0}880");
    }
}
