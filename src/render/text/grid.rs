//! Formulas in boxes of one height per row and one width per column, with the names of both.
//!
//! A matrix has one pair of brackets around all of them instead.
//!
//! A grid that is too wide is drawn with less room in the boxes first; then with fewer columns, the others in
//! bands below; and a formula that is wider than a page by itself is broken within its box.

use super::breaking;
use super::cell;
use super::charset::junction;
use super::charset::strokes;
use super::display::under_one_another;
use super::formula;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::Tile;
use super::tile::columns;
use super::tile::padded;
use super::tile::stroke;
use crate::page::Fence;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Look;
use crate::page::Math;
use crate::page::Role;
use crate::page::Stroke;
use crate::render::Charset;
use crate::render::Style;
use crate::render::breaking::Side;

/// Room within a frame, at either side.
const ROOMS: [usize; 2] = [1, 0];

/// Everything measured: each tile is set once.
struct Layout {
    rows: Vec<Measured>,
    heads: Vec<Tile>,
    /// The widths of what is in the boxes of each column.
    widths: Vec<usize>,
    names: usize,
    frame: Frame,
    charset: Charset,
}

/// The name of a row and its boxes.
struct Measured {
    name: Tile,
    boxes: Vec<(Tile, Option<Look>)>,
}

pub(super) fn lines(grid: &Grid, style: &Style) -> Vec<Line> {
    let layout = Layout::new(grid, style);
    let count = layout.widths.len();
    let fits = |&(beside, room): &(usize, usize)| layout.widest(beside, room) <= style.width;
    let choices = (1..=count).rev().flat_map(|beside| ROOMS.map(|room| (beside, room)));
    let (beside, room) = choices.into_iter().find(fits).unwrap_or((1, 0));
    let bands = (0..count).step_by(beside.max(1)).map(|from| layout.band(from, beside, room).lines);
    bands.collect::<Vec<_>>().join(&Line::new())
}

impl Layout {
    fn new(grid: &Grid, style: &Style) -> Self {
        let charset = style.charset;
        let names: Vec<Tile> = grid.rows.iter().map(|(name, _)| cell::tile(&name.0, charset)).collect();
        let heads: Vec<Tile> = grid.columns.iter().map(|cell| cell::tile(&cell.0, charset)).collect();
        let names_width = match names.iter().map(Tile::width).max().unwrap_or(0) {
            0 => 0,
            width => width + 2,
        };
        let room = style.width.saturating_sub(names_width + 2);
        let inside = |math| match grid.frame {
            Frame::Boxes => inside(math, room, charset),
            Frame::Brackets => (formula::tile(math, charset), None),
        };
        let boxes = grid.rows.iter().map(|(_, boxes)| boxes.iter().map(inside));
        let rows: Vec<Measured> = names
            .into_iter()
            .zip(boxes)
            .map(|(name, boxes)| Measured { name, boxes: boxes.collect() })
            .collect();
        let count = rows.iter().map(|row| row.boxes.len()).max().unwrap_or(0).max(heads.len());
        let widest = |at: usize| {
            let boxes = rows.iter().filter_map(|row| row.boxes.get(at)).map(|(tile, _)| tile.width());
            boxes.chain(heads.get(at).map(Tile::width)).max().unwrap_or(0)
        };
        let widths = (0..count).map(widest).collect();
        Layout { rows, heads, widths, names: names_width, frame: grid.frame, charset }
    }

    /// How wide the widest band is with so many boxes beside one another.
    fn widest(&self, beside: usize, room: usize) -> usize {
        let band = |widths: &[usize]| {
            self.names + widths.iter().map(|width| self.column(*width, room)).sum::<usize>().saturating_sub(1)
        };
        self.widths.chunks(beside).map(band).max().unwrap_or(0)
    }

    /// How wide a column is, with what stands around this much.
    fn column(&self, width: usize, room: usize) -> usize {
        match self.frame {
            Frame::Boxes => width + 2 * room + 3,
            Frame::Brackets => width + 2,
        }
    }

    /// Some columns with all their rows.
    fn band(&self, from: usize, beside: usize, room: usize) -> Tile {
        let shown = from..(from + beside).min(self.widths.len());
        let named = |name: Tile| std::iter::once(name.padded(self.names, Place::Left));
        let bracket = usize::from(self.frame == Frame::Brackets);
        let heads = shown.clone().filter_map(|at| {
            let width = self.column(self.widths[at], room);
            self.heads.get(at).map(|head| head.clone().padded(width, Place::Middle))
        });
        let before = Tile::line(Line::new()).padded(self.names + bracket, Place::Left);
        let head = Tile::beside(std::iter::once(before).chain(heads));
        let head = if self.heads.is_empty() { None } else { Some(head) };
        if self.frame == Frame::Brackets {
            let matrix = Tile::beside([self.row_names(), self.bracketed(shown)]);
            return Tile::stacked(head.into_iter().chain([matrix]).collect(), Place::Left, 0);
        }
        let rows = self.rows.iter().map(|row| {
            let above = row.boxes.iter().map(|(tile, _)| tile.baseline).max().unwrap_or(0);
            let below = row.boxes.iter().map(|(tile, _)| tile.depth()).max().unwrap_or(0);
            let boxes = shown.clone().filter_map(|at| row.boxes.get(at).map(|inside| (at, inside)));
            let boxes = boxes.map(|(at, (tile, look))| {
                let (up, down) = (above - tile.baseline, below - tile.depth());
                let tile = tile.clone().with_room(up, down).padded(self.widths[at] + 2 * room, Place::Middle);
                let framed = framed(&tile, *look, self.charset);
                let width = framed.width() + 1;
                framed.padded(width, Place::Left)
            });
            Tile::beside(named(row.name.clone()).chain(boxes))
        });
        Tile::stacked(head.into_iter().chain(rows).collect(), Place::Left, 0)
    }
}

impl Layout {
    /// The height of a row above and below its baseline.
    fn measure(row: &Measured) -> (usize, usize) {
        let above = row.boxes.iter().map(|(tile, _)| tile.baseline).max().unwrap_or(0);
        (above, row.boxes.iter().map(|(tile, _)| tile.depth()).max().unwrap_or(0))
    }

    /// The names of all rows beside a matrix.
    fn row_names(&self) -> Tile {
        let name = |row: &Measured| {
            let (above, below) = Self::measure(row);
            let (up, down) = (above - row.name.baseline.min(above), below - row.name.depth().min(below));
            row.name.clone().with_room(up, down).padded(self.names, Place::Left)
        };
        Tile::stacked(self.rows.iter().map(name).collect(), Place::Left, 0)
    }

    /// Some columns of a matrix between brackets.
    fn bracketed(&self, shown: std::ops::Range<usize>) -> Tile {
        let row = |row: &Measured| {
            let (above, below) = Self::measure(row);
            let cells = shown.clone().filter_map(|at| row.boxes.get(at).map(|(tile, _)| (at, tile)));
            Tile::beside(cells.map(|(at, tile)| {
                let (up, down) = (above - tile.baseline, below - tile.depth());
                tile.clone().with_room(up, down).padded(self.column(self.widths[at], 0), Place::Middle)
            }))
        };
        let inside = Tile::stacked(self.rows.iter().map(row).collect(), Place::Left, 0);
        let (above, below) = (inside.baseline, inside.depth());
        let side = |side| formula::bracket(Fence::Square, side, above, below, self.charset);
        Tile::beside([side(Side::Open), inside, side(Side::Close)])
    }
}

/// What is in a box, and the look of the whole. Where all of it is new, meant or faded, the frame says so and
/// nothing is underlined.
fn inside(math: &Math, width: usize, charset: Charset) -> (Tile, Option<Look>) {
    let (look, shown) = match math {
        Math::Looking(look @ Look::Role(Role::Changed | Role::Strong | Role::Dimmed), all) => {
            (Some(*look), &**all)
        }
        Math::Looking(look, _) => (Some(*look), math),
        math => (None, math),
    };
    let whole = formula::tile(shown, charset);
    if whole.width() <= width {
        return (whole, look);
    }
    let lines = under_one_another(breaking::lines(shown, width, charset), 0);
    let width = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let lines = lines.into_iter().map(|line| padded(line, width, Place::Left)).collect();
    (Tile { lines, ..Tile::default() }, look)
}

/// A tile in a frame, heavy where it is to be looked at.
fn framed(tile: &Tile, look: Option<Look>, charset: Charset) -> Tile {
    let weight = match look {
        Some(Look::Role(Role::Strong | Role::Changed | Role::Differs | Role::Error) | Look::Mark(_)) => {
            Stroke::Heavy
        }
        Some(Look::Role(Role::Constant | Role::Dimmed)) => Stroke::Dashed,
        Some(Look::Role(Role::Agrees) | Look::Asked(_)) | None => Stroke::Thin,
    };
    let lines = strokes(weight, charset);
    let one = |character| stroke(character, 1, Paint::default());
    let edge = |up: bool| {
        let corner = |left: bool| one(junction([!up, up, left, !left], weight, charset));
        let across = stroke(lines.across, tile.width(), Paint::default());
        [corner(false), across, corner(true)].concat()
    };
    let [top, bottom] = [true, false].map(edge);
    let within = tile.lines.iter().map(|line| [one(lines.down), line.clone(), one(lines.down)].concat());
    let framed = std::iter::once(top).chain(within).chain([bottom]).collect();
    let framed = Tile { lines: framed, baseline: tile.baseline + 1, foot: 0 };
    match look {
        Some(look) => framed.painted(look),
        None => framed,
    }
}
