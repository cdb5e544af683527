//! Formulas on lines of their own, alone or lined up under one another.

use super::breaking;
use super::formula::tile;
use super::tile::Line;
use super::tile::Place;
use super::tile::Tile;
use super::tile::blank;
use crate::page::Math;
use crate::render::Charset;
use crate::render::Style;

/// How far formulas stand from the left edge.
const INDENT: usize = 2;

pub(super) fn equation(math: &Math, style: &Style) -> Vec<Line> {
    under_one_another(breaking::lines(math, room(style), style.charset), INDENT)
}

fn room(style: &Style) -> usize {
    style.width.saturating_sub(INDENT)
}

/// The lines of formulas, set apart where some are more than one line high.
pub(super) fn under_one_another(tiles: Vec<Tile>, indent: usize) -> Vec<Line> {
    let is_tall = tiles.iter().any(|tile| tile.height() > 1);
    let mut lines = Vec::new();
    for tile in tiles {
        if is_tall && !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(tile.lines.into_iter().map(|line| [blank(indent), line].concat()));
    }
    lines
}

/// Rows with their cells lined up. Where they are too wide, each is broken beside its first cell.
pub(super) fn aligned(rows: &[Vec<Math>], style: &Style) -> Vec<Line> {
    let cells: Vec<Vec<Tile>> =
        rows.iter().map(|row| row.iter().map(|cell| tile(cell, style.charset)).collect()).collect();
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| cells.iter().filter_map(|row| row.get(column)).map(Tile::width).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    if widths.iter().sum::<usize>() <= room(style) {
        return under_one_another(cells.into_iter().map(|row| lined_up(row, &widths)).collect(), INDENT);
    }
    let left = widths.first().copied().unwrap_or(0);
    let broken = rows.iter().flat_map(|row| broken(row, left, room(style), style.charset));
    under_one_another(broken.collect(), INDENT)
}

fn lined_up(row: Vec<Tile>, widths: &[usize]) -> Tile {
    let cells = row.into_iter().zip(widths).enumerate().map(|(column, (cell, &width))| {
        cell.padded(width, if column % 2 == 0 { Place::Right } else { Place::Left })
    });
    Tile::beside(cells)
}

/// A row whose first cell keeps its place, with the rest broken into lines beside it.
fn broken(row: &[Math], left: usize, width: usize, charset: Charset) -> Vec<Tile> {
    match row {
        [first, rest @ ..] if left <= width / 3 && !rest.is_empty() => {
            let rest = breaking::lines(&Math::Row(rest.to_vec()), width - left, charset);
            let first = tile(first, charset).padded(left, Place::Right);
            let leads = std::iter::once(first).chain(std::iter::repeat(Tile::line(blank(left))));
            leads.zip(rest).map(|(lead, line)| Tile::beside([lead, line])).collect()
        }
        row => breaking::lines(&Math::Row(row.to_vec()), width, charset),
    }
}
