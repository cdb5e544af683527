//! Straight lines in characters: as dots of braille, eight to a character, or one sign to a character in ASCII.

use super::tile::Line;
use super::tile::Paint;
use crate::page::Stroke;
use crate::render::Charset;

/// A field of characters on which lines are drawn.
pub(super) struct Raster {
    charset: Charset,
    columns: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// Which dots of the braille character are set.
    dots: u8,
    /// The most important stroke that runs through here, and its paint.
    stroke: Option<Stroke>,
    paint: Paint,
    /// A character that covers the lines.
    character: Option<char>,
}

/// The whole part of a number that is not negative. The cast keeps to the ends of the range.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(number: f64) -> usize {
    number as usize
}

/// A place on the field: columns from the left, rows from the top, with fractions.
pub(super) type Spot = (f64, f64);

impl Raster {
    pub(super) fn new(columns: usize, rows: usize, charset: Charset) -> Self {
        Raster { charset, columns, cells: vec![Cell::default(); columns * rows] }
    }

    /// Draws a straight line. What lies beyond the field is not drawn.
    pub(super) fn draw(&mut self, from: Spot, to: Spot, stroke: Stroke, paint: Paint) {
        let steps =
            (2.0 * (to.0 - from.0).abs()).max(4.0 * (to.1 - from.1).abs()).clamp(1.0, 10_000.0).ceil();
        for step in 0..=whole(steps) {
            let is_drawn = match stroke {
                Stroke::Heavy | Stroke::Double => true,
                Stroke::Thin => step % 3 == 0,
                Stroke::Dashed => step % 10 < 4,
            };
            // In ASCII a line has few signs anyway.
            if is_drawn || self.charset == Charset::Ascii {
                let part = step as f64 / steps;
                let spot = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
                self.dot(spot, stroke, paint);
                match stroke {
                    Stroke::Heavy => self.dot((spot.0, spot.1 + 0.25), stroke, paint),
                    Stroke::Double => self.dot((spot.0, spot.1 + 0.5), stroke, paint),
                    Stroke::Thin | Stroke::Dashed => {}
                }
            }
        }
    }

    /// Puts a character over the lines.
    pub(super) fn put(&mut self, (x, y): Spot, character: char, paint: Paint) {
        if let Some(cell) = self.cell((x, y)) {
            cell.character = Some(character);
            cell.paint = paint;
        }
    }

    fn cell(&mut self, (x, y): Spot) -> Option<&mut Cell> {
        let within = x >= 0.0 && y >= 0.0 && x < self.columns as f64;
        if within { self.cells.get_mut(whole(y) * self.columns + whole(x)) } else { None }
    }

    fn dot(&mut self, (x, y): Spot, stroke: Stroke, paint: Paint) {
        // The dots of a braille character, from left to right and top to bottom, by their bits.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        if let Some(cell) = self.cell((x, y)) {
            let (across, down) = (whole(x.fract() * 2.0), whole(y.fract() * 4.0));
            cell.dots |= BITS[down.min(3)][across.min(1)];
            let rank = |stroke| match stroke {
                None => 0,
                Some(Stroke::Thin) => 1,
                Some(Stroke::Dashed) => 2,
                Some(Stroke::Heavy) => 3,
                Some(Stroke::Double) => 4,
            };
            if rank(Some(stroke)) > rank(cell.stroke) {
                cell.stroke = Some(stroke);
                cell.paint = paint;
            }
        }
    }

    pub(super) fn lines(&self) -> Vec<Line> {
        if self.columns == 0 {
            return Vec::new();
        }
        let glyph = |cell: &Cell| super::tile::Glyph { character: self.character(*cell), paint: cell.paint };
        self.cells.chunks(self.columns).map(|row| row.iter().map(glyph).collect()).collect()
    }

    fn character(&self, cell: Cell) -> char {
        match (cell.character, cell.stroke, self.charset) {
            (Some(character), ..) => character,
            (None, None, _) => ' ',
            (None, Some(_), Charset::Unicode) => char::from_u32(0x2800 + u32::from(cell.dots)).unwrap_or(' '),
            (None, Some(Stroke::Double), Charset::Ascii) => '*',
            (None, Some(Stroke::Heavy), Charset::Ascii) => '#',
            (None, Some(Stroke::Dashed), Charset::Ascii) => ':',
            (None, Some(Stroke::Thin), Charset::Ascii) => '.',
        }
    }
}
