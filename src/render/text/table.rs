//! Tables: numbers under one another at their decimal points, light lines, names at the left.
//!
//! A table that is too wide goes on below in a second band, whose rows begin with the same names; a column of
//! words that is too wide by itself is broken into lines.

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
use crate::page::Row;
use crate::page::Rule;
use crate::page::Stroke;
use crate::page::Table;
use crate::render::Charset;

/// Room between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 12;

/// The cells as tiles, all those of a column equally wide.
struct Grid {
    widths: Vec<usize>,
    rows: Vec<Vec<Tile>>,
    rules: Vec<Rule>,
    header: usize,
    names: usize,
}

pub(super) fn lines(table: &Table, width: usize, charset: Charset) -> Vec<Line> {
    let grid = grid(table, width, charset);
    let mut lines = Vec::new();
    for (number, band) in bands(&grid, width).into_iter().enumerate() {
        if number > 0 {
            lines.push(Line::new());
        }
        lines.extend(band_lines(&grid, &band, charset));
    }
    lines
}

fn grid(table: &Table, width: usize, charset: Charset) -> Grid {
    let rows: Vec<&[Cell]> = (table.header.iter().map(Vec::as_slice))
        .chain(table.rows.iter().map(|row: &Row| row.cells.as_slice()))
        .collect();
    let cell_count = rows.iter().map(|cells| cells.len()).max().unwrap_or(0);
    let mut columns: Vec<Column> = table.columns.clone();
    columns.resize(cell_count.max(columns.len()), Column::Left);
    let set: Vec<Vec<Tile>> = (columns.iter().enumerate())
        .map(|(number, &column)| {
            let tiles = rows.iter().map(|cells| {
                cells.get(number).map_or_else(|| Tile::text("", charset), |cell| cell::tile(&cell.0, charset))
            });
            aligned(tiles.collect(), column, table.header.len())
        })
        .collect();
    let set = fitted(set, &columns, width);
    Grid {
        widths: set.iter().map(|column| width_of(column)).collect(),
        rows: (0..rows.len()).map(|row| set.iter().map(|column| column[row].clone()).collect()).collect(),
        rules: (table.header.iter().map(|_| Rule::None))
            .chain(table.rows.iter().map(|row| row.above))
            .collect(),
        header: table.header.len(),
        names: columns.iter().take_while(|&&column| column == Column::Name).count(),
    }
}

fn width_of(column: &[Tile]) -> usize {
    column.iter().map(Tile::width).max().unwrap_or(0)
}

/// The tiles of a column, made equally wide.
fn aligned(tiles: Vec<Tile>, column: Column, header: usize) -> Vec<Tile> {
    let tiles = if column == Column::Decimal { with_points_aligned(tiles, header) } else { tiles };
    let place = match column {
        Column::Name | Column::Left => Place::Left,
        Column::Right | Column::Decimal => Place::Right,
    };
    let width = width_of(&tiles);
    tiles.into_iter().map(|tile| tile.padded(width, place)).collect()
}

/// Room at the right of each number, so that all decimal points end up under one another.
fn with_points_aligned(tiles: Vec<Tile>, header: usize) -> Vec<Tile> {
    let after_point = |tile: &Tile| fraction_columns(&tile.lines[tile.baseline]);
    let longest = tiles.iter().skip(header).filter_map(after_point).max().unwrap_or(0);
    let room = |tile: &Tile| after_point(tile).map_or(0, |after| longest - after);
    (tiles.into_iter().enumerate())
        .map(|(row, tile)| {
            let width = tile.width() + if row < header { 0 } else { room(&tile) };
            tile.padded(width, Place::Left)
        })
        .collect()
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

/// The columns, with those of words broken into lines where the table is too wide for want of it.
fn fitted(mut set: Vec<Vec<Tile>>, columns: &[Column], width: usize) -> Vec<Vec<Tile>> {
    let total = |set: &[Vec<Tile>]| set.iter().map(|column| width_of(column) + GAP).sum::<usize>();
    let excess = (total(&set)).saturating_sub(width + GAP);
    let widest_words = (0..set.len())
        .filter(|&at| matches!(columns[at], Column::Name | Column::Left))
        .max_by_key(|&at| (width_of(&set[at]), set.len() - at));
    let Some(at) = widest_words.filter(|_| excess > 0) else { return set };
    // Half the width is enough for a column of words; beyond that the table goes on below.
    let enough = width_of(&set[at]).saturating_sub(excess).max(NARROWEST).max(width / 4).min(width.max(2));
    let column = std::mem::take(&mut set[at]);
    let broken: Vec<Tile> = column.into_iter().map(|tile| broken(tile, enough)).collect();
    let widest = width_of(&broken);
    set[at] = broken.into_iter().map(|tile| tile.padded(widest, Place::Left)).collect();
    set
}

/// A tile of one line, broken into several.
fn broken(tile: Tile, width: usize) -> Tile {
    match tile.lines.as_slice() {
        [line] if tile.width() > width => {
            let lines = wrapped(line, width).into_iter().map(Tile::line).collect();
            Tile::stacked(lines, Place::Left, 0)
        }
        _ => tile,
    }
}

/// Which columns stand beside one another. Each band begins with the names.
fn bands(grid: &Grid, width: usize) -> Vec<Vec<usize>> {
    let names: Vec<usize> = (0..grid.names).collect();
    let mut bands = vec![names.clone()];
    for column in grid.names..grid.widths.len() {
        let last = bands.len() - 1;
        let taken: usize = bands[last].iter().map(|&at| grid.widths[at] + GAP).sum();
        if taken + grid.widths[column] > width && bands[last].len() > names.len() {
            bands.push(names.clone());
        }
        let last = bands.len() - 1;
        bands[last].push(column);
    }
    bands
}

fn band_lines(grid: &Grid, band: &[usize], charset: Charset) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, (row, rule)) in grid.rows.iter().zip(&grid.rules).enumerate() {
        if *rule == Rule::Line || (number > 0 && number == grid.header) {
            lines.push(rule_line(grid, band, charset));
        }
        let spaced = band.iter().enumerate().map(|(place, &at)| {
            let tile = Tile::line(blank(if place == 0 { 0 } else { GAP }));
            // A short tile is padded by `beside`, which needs to know its width.
            Tile::beside([tile, row[at].clone()])
        });
        lines.extend(Tile::beside(spaced).lines);
    }
    lines
}

fn rule_line(grid: &Grid, band: &[usize], charset: Charset) -> Line {
    let across = strokes(Stroke::Thin, charset).across;
    let dashes = band.iter().map(|&at| stroke(across, grid.widths[at], Paint::default()));
    dashes
        .enumerate()
        .flat_map(|(place, line)| {
            let width = columns(&line) + if place == 0 { 0 } else { GAP };
            padded(line, width, Place::Right)
        })
        .collect()
}
