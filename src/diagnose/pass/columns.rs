//! Numbers of the examples at the nodes of a layer, made node by node.
//!
//! Most hypotheses die at the first number of a layer, which needs the signal at one node only.

use std::cell::OnceCell;
use std::ops::Index;

use crate::problem::Grid;

/// A grid of examples × nodes whose columns are made when they are first asked for.
pub(in crate::diagnose) struct Columns<'f> {
    rows: usize,
    make: Box<dyn Fn(usize) -> Vec<f64> + 'f>,
    made: Vec<OnceCell<Vec<f64>>>,
}

impl<'f> Columns<'f> {
    pub(super) fn new(rows: usize, columns: usize, make: impl Fn(usize) -> Vec<f64> + 'f) -> Columns<'f> {
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
