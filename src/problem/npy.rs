//! One array of `NumPy`'s `.npy` format.
//!
//! ```text
//! "\x93NUMPY"  version (2 bytes)  length (2 or 4 bytes)  {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }  numbers
//! ```
//!
//! Floats of 2, 4 and 8 bytes, whole numbers and truth values become doubles where a double can hold them exactly.
//! Everything else is refused by name; pickled objects above all, since reading them means running them.

use std::io::Read;

use super::literal::Dictionary;
use super::literal::Literal;
use super::literal::LiteralError;
use super::literal::Order;
use crate::printable::printable;

/// What an array is, as its header tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Header {
    pub(super) element: Element,
    pub(super) order: Order,
    pub(super) shape: Vec<usize>,
    /// How many bytes come before the numbers.
    pub(super) length: u64,
}

/// How one number is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    kind: Kind,
    bytes: usize,
    big_endian: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Float,
    Signed,
    Unsigned,
    Truth,
}

/// Why an array cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum NpyError {
    #[error("it does not begin like a .npy array")]
    Magic,
    #[error("its .npy version {major}.{minor} is unknown")]
    Version { major: u8, minor: u8 },
    #[error("its header is {length} bytes long, more than 64 KiB")]
    LongHeader { length: usize },
    #[error("its header cannot be read near {near}")]
    Header { near: String },
    #[error("it holds {what}; only real numbers can be read")]
    Element { what: String },
    #[error("its shape has more numbers than a computer can count")]
    Overflow,
    #[error("its header promises {promised} bytes of data, there are {found}")]
    Length { promised: u64, found: u64 },
    #[error("there is not enough memory for its {numbers} numbers")]
    Memory { numbers: usize },
    #[error("entry [{index}] is {value}, which no double can hold exactly")]
    Inexact { index: String, value: i128 },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<LiteralError> for NpyError {
    fn from(error: LiteralError) -> Self {
        match error {
            LiteralError::Unreadable { near } => NpyError::Header { near },
            LiteralError::Records => {
                NpyError::Element { what: "records with several fields (a structured array)".into() }
            }
            LiteralError::Overflow => NpyError::Overflow,
        }
    }
}

impl NpyError {
    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self {
            NpyError::Element { .. } => "convert it first: numpy.asarray(array, dtype=float)",
            NpyError::Inexact { .. } => {
                "whole numbers are exact up to 2^53; scale them, or store them as float64"
            }
            NpyError::Memory { .. } => "use fewer examples",
            NpyError::Version { .. } => "versions 1, 2 and 3 are read; save it again with numpy.savez",
            _ => "the file seems damaged; save it again with numpy.savez",
        }
    }
}

impl Header {
    /// Reads the header and leaves the reader at the first number.
    pub(super) fn read(source: &mut impl Read) -> Result<Header, NpyError> {
        let mut start = [0; 8];
        source.read_exact(&mut start).map_err(|_| NpyError::Magic)?;
        let [magic @ .., major, minor] = start;
        if magic != *b"\x93NUMPY" {
            return Err(NpyError::Magic);
        }
        let width = match major {
            1 => 2,
            2 | 3 => 4,
            _ => return Err(NpyError::Version { major, minor }),
        };
        let mut length = [0; 4];
        source.read_exact(&mut length[..width])?;
        let length = u32::from_le_bytes(length) as usize;
        if length > 64 << 10 {
            return Err(NpyError::LongHeader { length });
        }
        let mut text = vec![0; length];
        source.read_exact(&mut text)?;
        // Versions 1 and 2 are Latin-1; names of fields could differ, and those are refused anyway.
        let text = String::from_utf8_lossy(&text);
        let Dictionary { element, order, shape } = Literal::new(&text).dictionary()?;
        let length = (start.len() + width + length) as u64;
        Ok(Header { element: Element::named(element)?, order, shape, length })
    }

    /// How many numbers there are, where their bytes can be counted at all.
    pub(super) fn numbers(&self) -> Result<usize, NpyError> {
        let numbers = self.shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side));
        let numbers = numbers.ok_or(NpyError::Overflow)?;
        // What follows is counted in the doubles that come of it.
        numbers.checked_mul(8).map(|_| numbers).ok_or(NpyError::Overflow)
    }

    /// Demands that the numbers are as many as the bytes of the whole array (with header) allow.
    pub(super) fn check_length(&self, whole: u64) -> Result<(), NpyError> {
        let (promised, found) =
            (self.numbers()? as u64 * self.element.bytes as u64, whole.saturating_sub(self.length));
        if promised == found { Ok(()) } else { Err(NpyError::Length { promised, found }) }
    }

    /// Reads the numbers behind a header, in the order of the file, each handed to `put` with its place.
    pub(super) fn read_numbers(
        &self,
        source: &mut impl Read,
        mut put: impl FnMut(usize, f64),
    ) -> Result<(), NpyError> {
        let width = self.element.bytes;
        let mut buffer = vec![0; width * (8 << 10)];
        let (mut at, numbers) = (0, self.numbers()?);
        while at < numbers {
            let bytes = &mut buffer[..width * (8 << 10).min(numbers - at)];
            source.read_exact(bytes)?;
            for raw in bytes.chunks_exact(width) {
                let number = self.element.number(raw);
                put(at, number.map_err(|value| NpyError::Inexact { index: self.index(at), value })?);
                at += 1;
            }
        }
        // The end must be there too: only reading it makes the checksum count.
        match source.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(NpyError::Length {
                promised: (numbers * width) as u64,
                found: (numbers * width + 1) as u64,
            }),
        }
    }

    /// The index of the number at a place of the file, as `NumPy` writes it: `2,0`.
    pub(super) fn index(&self, at: usize) -> String {
        let mut rest = at;
        let mut split = |side: &usize| {
            let index = rest % side.max(&1);
            rest /= side.max(&1);
            index.to_string()
        };
        let mut parts: Vec<String> = match self.order {
            Order::Fortran => self.shape.iter().map(&mut split).collect(),
            Order::C => self.shape.iter().rev().map(&mut split).collect(),
        };
        if self.order == Order::C {
            parts.reverse();
        }
        parts.join(",")
    }
}

impl Element {
    /// The element that a `descr` names.
    pub(super) fn named(descr: &str) -> Result<Element, NpyError> {
        let big_endian = descr.starts_with('>');
        let code = descr.trim_start_matches(['<', '>', '=', '|']);
        let (letter, bytes) = code.split_at_checked(1).unwrap_or((code, ""));
        let kind = match (letter, bytes) {
            ("f", "2" | "4" | "8") => Kind::Float,
            ("i", "1" | "2" | "4" | "8") => Kind::Signed,
            ("u", "1" | "2" | "4" | "8") => Kind::Unsigned,
            ("b", "1") => Kind::Truth,
            _ => return Err(NpyError::Element { what: stranger(letter, descr) }),
        };
        let bytes = bytes.parse().map_err(|_| NpyError::Element { what: stranger(letter, descr) })?;
        Ok(Element { kind, bytes, big_endian })
    }

    /// The unit roundoff of numbers that were computed in this type.
    pub(super) fn roundoff(self) -> f64 {
        match (self.kind, self.bytes) {
            (Kind::Float, 2) => 1.0 / 2_048.0,
            (Kind::Float, 4) => f64::from(f32::EPSILON) / 2.0,
            _ => f64::EPSILON / 2.0,
        }
    }

    /// The double of the same value, or the whole number that has none.
    fn number(self, raw: &[u8]) -> Result<f64, i128> {
        let mut little = [0; 8];
        little[..raw.len()].copy_from_slice(raw);
        if self.big_endian {
            little[..raw.len()].reverse();
        }
        let bits = u64::from_le_bytes(little);
        let unused = 64 - 8 * raw.len();
        match self.kind {
            Kind::Float if raw.len() == 8 => Ok(f64::from_bits(bits)),
            Kind::Float if raw.len() == 4 => {
                Ok(f64::from(f32::from_le_bytes([little[0], little[1], little[2], little[3]])))
            }
            Kind::Float => Ok(half(u16::from_le_bytes([little[0], little[1]]))),
            Kind::Truth => Ok(if bits == 0 { 0.0 } else { 1.0 }),
            Kind::Unsigned => whole(i128::from(bits)),
            Kind::Signed => whole(i128::from((bits << unused).cast_signed() >> unused)),
        }
    }
}

/// A whole number of at most 53 bits as a double.
fn whole(value: i128) -> Result<f64, i128> {
    if value.unsigned_abs() <= 1 << 53 { Ok(value as f64) } else { Err(value) }
}

/// The number of half precision with these bits: sign, 5 bits of exponent, 10 of fraction.
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => libm::ldexp(fraction, -24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => libm::ldexp(1024.0 + fraction, exponent - 25),
    }
}

/// What a type of element that is not read is called.
fn stranger(letter: &str, descr: &str) -> String {
    match letter {
        "O" => "pickled Python objects".into(),
        "c" => "complex numbers".into(),
        "U" | "S" | "a" | "T" => "texts".into(),
        "V" => "raw bytes or records".into(),
        "M" | "m" => "dates or times".into(),
        "f" => {
            format!("floating-point numbers of a size that differs between machines (`{}`)", printable(descr))
        }
        _ => format!("elements of type `{}`", printable(descr)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(dictionary: &str, data: &[u8]) -> Result<Vec<f64>, NpyError> {
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend(u16::try_from(dictionary.len()).expect("short").to_le_bytes());
        file.extend(dictionary.as_bytes());
        file.extend(data);
        let mut source = file.as_slice();
        let header = Header::read(&mut source)?;
        header.check_length(file.len() as u64)?;
        let mut numbers = vec![f64::NAN; header.numbers()?];
        header.read_numbers(&mut source, |at, number| numbers[at] = number)?;
        Ok(numbers)
    }

    fn of_type(descr: &str, data: &[u8]) -> Vec<f64> {
        let dictionary = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}  \n");
        numbers(&dictionary, data).expect(descr)
    }

    #[test]
    fn every_type_is_read_exactly() {
        let float = [1.5_f64.to_le_bytes(), (-0.1_f64).to_le_bytes()].concat();
        assert_eq!(of_type("<f8", &float), [1.5, -0.1]);
        assert_eq!(
            of_type(">f4", &[0.1_f32.to_be_bytes(), 3_f32.to_be_bytes()].concat()),
            [f64::from(0.1_f32), 3.0]
        );
        assert_eq!(of_type("<f2", &[0x00, 0x3c, 0x01, 0x80]), [1.0, -5.960464477539063e-8]);
        assert_eq!(of_type(">f2", &[0x7b, 0xff, 0x35, 0x55]), [65504.0, 0.333251953125]);
        assert_eq!(of_type("|i1", &[0xff, 0x7f]), [-1.0, 127.0]);
        assert_eq!(of_type(">i2", &[0xff, 0xfe, 0x01, 0x00]), [-2.0, 256.0]);
        assert_eq!(of_type("|b1", &[0, 1]), [0.0, 1.0]);
        assert_eq!(
            of_type("<u8", &[(1_u64 << 53).to_le_bytes(), 7_u64.to_le_bytes()].concat()),
            [9007199254740992.0, 7.0]
        );
    }

    #[test]
    fn whole_numbers_beyond_a_double_are_refused_with_their_index() {
        let data = [7_i64.to_le_bytes(), (-(1_i64 << 53) - 1).to_le_bytes()].concat();
        let error =
            numbers("{'descr': '<i8', 'fortran_order': True, 'shape': (1, 2)}", &data).expect_err("inexact");
        assert_eq!(error.to_string(), "entry [0,1] is -9007199254740993, which no double can hold exactly");
    }

    #[test]
    fn headers_that_lie_are_refused_before_anything_is_reserved() {
        for (dictionary, words) in [
            ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999)}", "count"),
            ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999,)}", "count"),
            (
                "{'descr': '<f8', 'fortran_order': False, 'shape': (125000000000,)}",
                "promises 1000000000000 bytes",
            ),
            ("{'descr': '<f8', 'fortran_order': False, 'shape': (3}", "near `}`"),
            ("{'descr': '<f8', 'fortran_order': False}", "near its end"),
            ("{'descr': '<f8', 'descr': '<f4'}", "near `'<f4'}`"),
            ("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}", "pickled"),
            ("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3,)}", "several fields"),
            ("{'descr': '<c16', 'fortran_order': False, 'shape': (3,)}", "complex"),
            ("{'descr': '', 'fortran_order': False, 'shape': (3,)}", "type ``"),
        ] {
            let error = numbers(dictionary, &[0; 8]).expect_err(dictionary).to_string();
            assert!(error.contains(words), "{dictionary}: {error}");
        }
    }

    #[test]
    fn an_index_follows_the_order_of_the_file() {
        let header = |order| Header {
            element: Element { kind: Kind::Float, bytes: 8, big_endian: false },
            order,
            shape: vec![2, 3],
            length: 0,
        };
        assert_eq!(header(Order::C).index(4), "1,1");
        assert_eq!(header(Order::Fortran).index(4), "0,2");
    }
}
