//! The two kinds of numbers that students compute with: `float32` and `float64`.
//!
//! A program is written once and run in either, so that a gradient in single precision carries the rounding errors of
//! a whole computation in single precision, not only those of saving it.

use std::fmt::Debug;
use std::iter::Sum;
use std::ops::Add;
use std::ops::Div;
use std::ops::Mul;
use std::ops::Neg;
use std::ops::Sub;

/// A table of numbers, row by row, as in any first program.
pub(crate) type Matrix<R = f64> = Vec<Vec<R>>;

/// `f32` or `f64`.
pub(crate) trait Real:
    Copy
    + Debug
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Sum<Self>
{
    /// The nearest number of this kind.
    fn of(value: f64) -> Self;
    /// The same number as an `f64`, exactly.
    fn widened(self) -> f64;
    /// e to the power of this number.
    fn exp(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
}

impl Real for f64 {
    fn of(value: f64) -> f64 {
        value
    }

    fn widened(self) -> f64 {
        self
    }

    fn exp(self) -> f64 {
        libm::exp(self)
    }

    fn tanh(self) -> f64 {
        libm::tanh(self)
    }
}

impl Real for f32 {
    #[allow(clippy::cast_possible_truncation)] // That is what single precision is.
    fn of(value: f64) -> f32 {
        value as f32
    }

    fn widened(self) -> f64 {
        f64::from(self)
    }

    fn exp(self) -> f32 {
        libm::expf(self)
    }

    fn tanh(self) -> f32 {
        libm::tanhf(self)
    }
}

/// A table of this many rows and columns, filled place by place.
pub(crate) fn table<R>(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> R) -> Matrix<R> {
    (0..rows).map(|row| (0..columns).map(|column| entry(row, column)).collect()).collect()
}

/// Every number of a table replaced.
pub(crate) fn mapped<R: Copy, S>(matrix: &[Vec<R>], change: impl Fn(R) -> S) -> Matrix<S> {
    matrix.iter().map(|row| row.iter().map(|&number| change(number)).collect()).collect()
}

/// Two tables of one shape, number by number.
pub(crate) fn combined<R: Copy>(left: &[Vec<R>], right: &[Vec<R>], with: impl Fn(R, R) -> R) -> Matrix<R> {
    let rows = left.iter().zip(right);
    rows.map(|(left, right)| left.iter().zip(right).map(|(&l, &r)| with(l, r)).collect()).collect()
}

/// Rows for columns.
pub(crate) fn transposed<R: Copy>(matrix: &[Vec<R>]) -> Matrix<R> {
    table(matrix[0].len(), matrix.len(), |row, column| matrix[column][row])
}
