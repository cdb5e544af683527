//! Numbers of the examples at the nodes of a layer, made node by node.
//!
//! Most hypotheses die at the first number of a layer, which needs the signal at one node only.

use std::cell::OnceCell;
use std::ops::Deref;
use std::ops::DerefMut;
use std::ops::Index;

use crate::problem::Grid;

/// The numbers of the examples at one node. Weights that move in a batch meet one example after the other, and a single
/// number needs no place of its own.
#[derive(Clone)]
pub(in crate::diagnose) enum Column {
    One([f64; 1]),
    Several(Vec<f64>),
}

impl Column {
    /// So many zeros.
    pub(super) fn zeros(rows: usize) -> Column {
        if rows == 1 { Column::One([0.0]) } else { Column::Several(vec![0.0; rows]) }
    }
}

impl FromIterator<f64> for Column {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Column {
        let mut numbers = numbers.into_iter();
        if numbers.size_hint() == (1, Some(1))
            && let Some(only) = numbers.next()
        {
            return Column::One([only]);
        }
        Column::Several(numbers.collect())
    }
}

impl Deref for Column {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        match self {
            Column::One(number) => number,
            Column::Several(numbers) => numbers,
        }
    }
}

impl DerefMut for Column {
    fn deref_mut(&mut self) -> &mut [f64] {
        match self {
            Column::One(number) => number,
            Column::Several(numbers) => numbers,
        }
    }
}

/// A grid of examples × nodes whose columns are made when they are first asked for.
pub(in crate::diagnose) struct Columns<'f> {
    rows: usize,
    make: Box<dyn Fn(usize) -> Column + 'f>,
    made: Vec<OnceCell<Column>>,
}

impl<'f> Columns<'f> {
    pub(super) fn new(rows: usize, columns: usize, make: impl Fn(usize) -> Column + 'f) -> Columns<'f> {
        Columns { rows, make: Box::new(make), made: vec![OnceCell::new(); columns] }
    }

    pub(super) fn of(grid: Grid) -> Columns<'f> {
        Columns::new(grid.rows(), grid.columns(), move |column| grid.column(column).copied().collect())
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.made.len()
    }

    pub(super) fn column(&self, column: usize) -> &[f64] {
        self.made[column].get_or_init(|| (self.make)(column))
    }

    /// One example at all nodes.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f64> {
        (0..self.columns()).map(move |column| self[(row, column)])
    }

    /// All of it.
    pub(in crate::diagnose) fn to_grid(&self) -> Grid {
        Grid::from_fn(self.rows, self.columns(), |row, column| self[(row, column)])
    }
}

impl Index<(usize, usize)> for Columns<'_> {
    type Output = f64;

    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.column(column)[row]
    }
}
