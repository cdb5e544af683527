//! Tables: numbers under one another at their decimal points, light lines, names at the left.
//!
//! A table that is too wide goes on below in a second band, whose rows begin with the same names; a column of
//! words that is too wide by itself is broken into lines. A row that has nothing to say in a band is left out of it.

use super::cell;
use super::charset::strokes;
use super::prose::wrapped;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::Tile;
use super::tile::blank;
use super::tile::columns;
use super::tile::padded;
use super::tile::stroke;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Rule;
use crate::page::Stroke;
use crate::page::Table;
use crate::render::Charset;

/// Room between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 12;

/// A table measured: every cell has been set once, and only the widths kept, so that a long table takes no more
/// room than its longest row.
struct Layout<'t> {
    table: &'t Table,
    charset: Charset,
    columns: Vec<Measured>,
    names: usize,
}

/// How wide a column is, and what its cells have to be given to stand right in it.
#[derive(Clone, Copy)]
struct Measured {
    column: Column,
    width: usize,
    /// The longest fraction of a number, with its point.
    after_point: usize,
    /// Words wider than this are broken into lines.
    broken_at: usize,
}

/// Hands the lines of a table to `write`, one by one from the top, until it fails.
pub(super) fn set<E>(
    table: &Table,
    width: usize,
    charset: Charset,
    mut write: impl FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    let layout = Layout::new(table, width, charset);
    for (number, band) in layout.bands(width).into_iter().enumerate() {
        if number > 0 {
            write(Line::new())?;
        }
        for row in (0..layout.rows()).filter(|&row| layout.belongs(row, &band)) {
            if layout.rule(row) == Rule::Line || (row > 0 && row == table.header.len()) {
                write(layout.rule_line(&band))?;
            }
            layout.row(row, &band).lines.into_iter().try_for_each(&mut write)?;
        }
    }
    Ok(())
}

impl<'t> Layout<'t> {
    fn new(table: &'t Table, width: usize, charset: Charset) -> Self {
        let cells = |row: usize| cells(table, row).len();
        let count = (0..table.header.len() + table.rows.len()).map(cells).max().unwrap_or(0);
        let mut kinds = table.columns.clone();
        kinds.resize(count.max(kinds.len()), Column::Left);
        let names = kinds.iter().take_while(|&&column| column == Column::Name).count();
        let unmeasured = |column| Measured { column, width: 0, after_point: 0, broken_at: usize::MAX };
        let columns = kinds.into_iter().map(unmeasured).collect();
        let mut layout = Layout { table, charset, columns, names };
        for at in 0..layout.columns.len() {
            layout.measure(at);
        }
        layout.fit(width);
        layout
    }

    fn rows(&self) -> usize {
        self.table.header.len() + self.table.rows.len()
    }

    fn rule(&self, row: usize) -> Rule {
        let below_header = row.checked_sub(self.table.header.len());
        below_header.and_then(|row| self.table.rows.get(row)).map_or(Rule::None, |row| row.above)
    }

    /// A cell as a tile, not yet as wide as its column.
    fn tile(&self, row: usize, at: usize) -> Tile {
        let Some(cell) = cells(self.table, row).get(at) else { return Tile::text("", self.charset) };
        broken(cell::tile(&cell.0, self.charset), self.columns[at].broken_at)
    }

    /// How many columns a number in this cell takes from its point on, where points stand under one another.
    fn after_point(&self, row: usize, at: usize, tile: &Tile) -> Option<usize> {
        let is_number = self.columns[at].column == Column::Decimal && row >= self.table.header.len();
        if is_number { fraction_columns(&tile.lines[tile.baseline]) } else { None }
    }

    fn measure(&mut self, at: usize) {
        let (mut before_point, mut after_point, mut other) = (0, 0, 0);
        for row in 0..self.rows() {
            let tile = self.tile(row, at);
            match self.after_point(row, at, &tile) {
                Some(after) => {
                    before_point = before_point.max(tile.width() - after);
                    after_point = after_point.max(after);
                }
                None => other = other.max(tile.width()),
            }
        }
        self.columns[at] =
            Measured { width: other.max(before_point + after_point), after_point, ..self.columns[at] };
    }

    /// Breaks the widest column of words into lines where the table is too wide for want of it.
    fn fit(&mut self, width: usize) {
        let total: usize = self.columns.iter().map(|column| column.width + GAP).sum();
        let excess = total.saturating_sub(width + GAP);
        let widest_words = (0..self.columns.len())
            .filter(|&at| matches!(self.columns[at].column, Column::Name | Column::Left))
            .max_by_key(|&at| (self.columns[at].width, self.columns.len() - at));
        let Some(at) = widest_words.filter(|_| excess > 0) else { return };
        // Half the width is enough for a column of words; beyond that the table goes on below.
        let enough = self.columns[at].width.saturating_sub(excess);
        self.columns[at].broken_at = enough.max(NARROWEST).max(width / 4).min(width.max(2));
        self.measure(at);
    }

    /// Which columns stand beside one another. Each band begins with the names.
    fn bands(&self, width: usize) -> Vec<Vec<usize>> {
        let names: Vec<usize> = (0..self.names).collect();
        let mut bands = vec![names.clone()];
        for column in self.names..self.columns.len() {
            let last = bands.len() - 1;
            let taken: usize = bands[last].iter().map(|&at| self.columns[at].width + GAP).sum();
            if taken + self.columns[column].width > width && bands[last].len() > names.len() {
                bands.push(names.clone());
            }
            let last = bands.len() - 1;
            bands[last].push(column);
        }
        bands
    }

    /// Whether a row stands in a band: not one that has all it says in other bands.
    fn belongs(&self, row: usize, band: &[usize]) -> bool {
        let cells = cells(self.table, row);
        let is_blank = |run: &Inline| matches!(run, Inline::Text(text) if text.is_empty());
        let says = |&at: &usize| cells.get(at).is_some_and(|cell| !cell.0.iter().all(is_blank));
        let mut elsewhere = self.names..self.columns.len();
        row < self.table.header.len() || band[self.names..].iter().any(says) || !elsewhere.any(|at| says(&at))
    }

    fn row(&self, row: usize, band: &[usize]) -> Tile {
        let spaced = band.iter().enumerate().map(|(place, &at)| {
            let Measured { column, width, after_point, .. } = self.columns[at];
            let tile = self.tile(row, at);
            // Room at the right of a number, so that all points end up under one another.
            let room = self.after_point(row, at, &tile).map_or(0, |after| after_point - after);
            let with_room = tile.width() + room;
            let place_in_column = match column {
                Column::Name | Column::Left => Place::Left,
                Column::Right | Column::Decimal => Place::Right,
            };
            let gap = Tile::line(blank(if place == 0 { 0 } else { GAP }));
            Tile::beside([gap, tile.padded(with_room, Place::Left).padded(width, place_in_column)])
        });
        Tile::beside(spaced)
    }

    fn rule_line(&self, band: &[usize]) -> Line {
        let across = strokes(Stroke::Thin, self.charset).across;
        let dashes = band.iter().map(|&at| stroke(across, self.columns[at].width, Paint::default()));
        dashes
            .enumerate()
            .flat_map(|(place, line)| {
                let width = columns(&line) + if place == 0 { 0 } else { GAP };
                padded(line, width, Place::Right)
            })
            .collect()
    }
}

/// The cells of a row, counted from the first of the header.
fn cells(table: &Table, row: usize) -> &[Cell] {
    match table.header.get(row) {
        Some(cells) => cells,
        None => table.rows.get(row - table.header.len()).map_or(&[], |row| &row.cells),
    }
}

/// How many columns a number takes from its decimal point on, or from the end of its whole part where it has
/// none. Nothing for what is no number.
fn fraction_columns(line: &Line) -> Option<usize> {
    let digit = |at: usize| line.get(at).is_some_and(|glyph| glyph.character.is_ascii_digit());
    let first = (0..line.len()).find(|&at| digit(at))?;
    let end = (first..line.len()).find(|&at| !digit(at)).unwrap_or(line.len());
    let lead = line[..first].iter().all(|glyph| !glyph.character.is_alphabetic());
    lead.then(|| columns(&line[end..]))
}

/// A tile of one line, broken into several where it is too wide.
fn broken(tile: Tile, width: usize) -> Tile {
    match tile.lines.as_slice() {
        [line] if tile.width() > width => {
            let lines = wrapped(line, width).into_iter().map(Tile::line).collect();
            Tile::stacked(lines, Place::Left, 0)
        }
        _ => tile,
    }
}
