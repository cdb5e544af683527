//! What stands in rows and columns: tables of numbers and words, and grids of boxes.

use serde::Serialize;

use super::Inline;
use super::Look;
use super::Math;

/// Rows and columns. Rows may be shorter than there are columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// One entry for each column.
    pub columns: Vec<Column>,
    /// The rows on top that name the columns.
    pub header: Vec<Vec<Cell>>,
    /// The rows below.
    pub rows: Vec<Row>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Words: flush left. Such columns at the left edge name the rows, and are repeated where a table is too
    /// wide and goes on below.
    Name,
    /// Words: flush left.
    #[default]
    Left,
    /// Flush right.
    Right,
    /// Numbers with their decimal points under one another.
    Decimal,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Cell>,
    /// How it is set off from the row above.
    pub above: Rule,
}

/// What separates a row from the one above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Nothing.
    #[default]
    None,
    /// A line, as above a sum.
    Line,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell(pub Vec<Inline>);

impl Cell {
    /// The same cell, looking like this.
    #[must_use]
    pub fn looking(self, look: Look) -> Self {
        Cell(vec![Inline::Looking(look, self.0)])
    }
}

impl Row {
    /// A row with nothing above it.
    pub fn new(cells: impl IntoIterator<Item = impl Into<Cell>>) -> Self {
        Row { cells: cells.into_iter().map(Into::into).collect(), above: Rule::None }
    }

    /// The same row under a line.
    #[must_use]
    pub fn under_line(mut self) -> Self {
        self.above = Rule::Line;
        self
    }
}

impl<T: Into<Inline>> From<T> for Cell {
    fn from(content: T) -> Self {
        Cell(vec![content.into()])
    }
}

/// Formulas in boxes, row by row: the squared errors of some examples, or the weights of a layer as their matrix
/// has them.
///
/// Around a matrix stand [`Frame::Brackets`] instead. A box is a formula; its value stands in it as [`Math::under`] puts it. What the whole formula of a box looks
/// like, its frame looks like too.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Grid {
    /// The names of the columns. None if they have no names.
    pub columns: Vec<Cell>,
    /// From top to bottom: what the row is called, which may be nothing, and what is in its boxes.
    pub rows: Vec<(Cell, Vec<Math>)>,
    /// What is around them.
    pub frame: Frame,
}

/// What is around the formulas of a grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// A box around each.
    #[default]
    Boxes,
    /// One pair of square brackets around all, as around a matrix.
    Brackets,
}
