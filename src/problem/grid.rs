//! A rectangular table of numbers, row after row.
//!
//! Examples are rows (one row an example), and weights are stored from-to: row = the node a weight comes from,
//! column = the node it goes to, so that `H_in = X · W1`.

use std::array;
use std::ops::Index;
use std::ops::IndexMut;

use smallvec::SmallVec;

/// A table with rows of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid<T = f64> {
    rows: usize,
    columns: usize,
    numbers: SmallVec<[T; FEW]>,
}

/// So many numbers need no memory of their own: asking for it takes longer than what is done with them.
const FEW: usize = 8;

impl<T: Clone> Grid<T> {
    /// A table of this shape with the same number everywhere.
    pub fn filled(rows: usize, columns: usize, number: T) -> Self {
        let count = rows * columns;
        let numbers = if count > FEW {
            SmallVec::from_vec(vec![number; count])
        } else {
            // All that there is room for: so many are faster than a number of them that only shows in the end.
            let mut numbers = SmallVec::from_buf(array::from_fn(|_| number.clone()));
            numbers.truncate(count);
            numbers
        };
        Grid { rows, columns, numbers }
    }

    /// The same numbers with rows for columns.
    #[must_use]
    pub fn transposed(&self) -> Grid<T> {
        Grid::from_fn(self.columns, self.rows, |row, column| self[(column, row)].clone())
    }
}

impl<T> Grid<T> {
    /// A table from its numbers, row after row; `None` where they are not `rows` × `columns`.
    pub fn new(rows: usize, columns: usize, numbers: Vec<T>) -> Option<Self> {
        let fits = rows.checked_mul(columns) == Some(numbers.len());
        fits.then(|| Grid { rows, columns, numbers: numbers.into() })
    }

    /// A table whose entry at (row, column) is made by `entry`.
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> T) -> Self {
        let mut numbers = SmallVec::with_capacity(rows * columns);
        for row in 0..rows {
            numbers.extend((0..columns).map(|column| entry(row, column)));
        }
        Grid { rows, columns, numbers }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[T] {
        &self.numbers[row * self.columns..(row + 1) * self.columns]
    }

    /// One column, from the first row.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &T> {
        self.numbers.iter().skip(column).step_by(self.columns.max(1))
    }

    /// One row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [T] {
        &mut self.numbers[row * self.columns..(row + 1) * self.columns]
    }

    /// Every row, from the first.
    pub fn iter_rows(&self) -> impl ExactSizeIterator<Item = &[T]> {
        (0..self.rows).map(|row| self.row(row))
    }

    /// All numbers, row after row.
    pub fn numbers(&self) -> &[T] {
        &self.numbers
    }

    /// All numbers, row after row, to be changed.
    pub fn numbers_mut(&mut self) -> &mut [T] {
        &mut self.numbers
    }

    /// A table of the same shape with every number replaced.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Grid<U> {
        Grid { rows: self.rows, columns: self.columns, numbers: self.numbers.iter().map(change).collect() }
    }

    /// A table of the same shape made of the numbers in the same places of two.
    pub fn map_with<U, V>(&self, other: &Grid<U>, mut make: impl FnMut(&T, &U) -> V) -> Grid<V> {
        let pairs = self.numbers.iter().zip(&other.numbers);
        let numbers = pairs.map(|(one, other)| make(one, other)).collect();
        Grid { rows: self.rows, columns: self.columns, numbers }
    }
}

impl<T> Index<(usize, usize)> for Grid<T> {
    type Output = T;

    fn index(&self, (row, column): (usize, usize)) -> &T {
        &self.row(row)[column]
    }
}

impl<T> IndexMut<(usize, usize)> for Grid<T> {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut T {
        &mut self.row_mut(row)[column]
    }
}
