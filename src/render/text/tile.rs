//! Rectangles of characters with a baseline: the boxes that formulas, tables and pictures are put together from.
//!
//! All lines of a tile are equally wide. Tiles are set beside one another on a common baseline, so that the bar
//! of a fraction stands at the height of an equals sign, or below one another.

use unicode_width::UnicodeWidthChar;

use super::charset::written;
use crate::page::Look;
use crate::page::Mark;
use crate::page::Role;
use crate::render::Charset;

/// Why a character looks different from its surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// What it means.
    pub role: Option<Role>,
    /// What it belongs to.
    pub mark: Option<Mark>,
}

/// A character with its paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub character: char,
    /// How it looks.
    pub paint: Paint,
}

/// One line of characters.
pub type Line = Vec<Glyph>;

/// Where a smaller thing stands in a larger room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Left,
    Middle,
    Right,
}

/// A rectangle of characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tile {
    pub(super) lines: Vec<Line>,
    /// The line that stands at the height of the text around it.
    pub(super) baseline: usize,
    /// How many of the last lines only underline what stands above them: brackets need not reach there.
    pub(super) foot: usize,
}

pub(super) fn columns(line: &[Glyph]) -> usize {
    line.iter().map(|glyph| glyph.character.width().unwrap_or(0)).sum()
}

/// A text as glyphs that carry no paint yet, without anything that would control a terminal.
pub(super) fn glyphs(text: &str, charset: Charset) -> Line {
    let visible = |character: char| if character.is_control() { ' ' } else { character };
    written(text, charset)
        .chars()
        .map(|character| Glyph { character: visible(character), paint: Paint::default() })
        .collect()
}

/// As many copies of a character.
pub(super) fn stroke(character: char, columns: usize, paint: Paint) -> Line {
    vec![Glyph { character, paint }; columns]
}

pub(super) fn blank(columns: usize) -> Line {
    stroke(' ', columns, Paint::default())
}

/// A line made wider.
pub(super) fn padded(mut line: Line, width: usize, place: Place) -> Line {
    let room = width.saturating_sub(columns(&line));
    let left = match place {
        Place::Left => 0,
        Place::Middle => room / 2,
        Place::Right => room,
    };
    line.extend(blank(room - left));
    line.splice(0..0, blank(left));
    line
}

/// Gives a look to whatever has none of this kind yet: what stands further inside decides.
pub(super) fn paint(line: &mut [Glyph], look: Look) {
    for glyph in line {
        match look {
            Look::Role(role) => glyph.paint.role = glyph.paint.role.or(Some(role)),
            Look::Mark(mark) => glyph.paint.mark = glyph.paint.mark.or(Some(mark)),
            Look::Asked(_) => {}
        }
    }
}

impl Tile {
    pub(super) fn text(text: &str, charset: Charset) -> Self {
        Tile::line(glyphs(text, charset))
    }

    pub(super) fn line(line: Line) -> Self {
        Tile { lines: vec![line], baseline: 0, foot: 0 }
    }

    pub(super) fn width(&self) -> usize {
        self.lines.first().map_or(0, |line| columns(line))
    }

    pub(super) fn height(&self) -> usize {
        self.lines.len()
    }

    /// How many lines stand below the baseline.
    pub(super) fn depth(&self) -> usize {
        self.height().saturating_sub(self.baseline + 1)
    }

    /// How many lines there are for brackets to embrace below the baseline.
    pub(super) fn embraced(&self) -> usize {
        self.depth().saturating_sub(self.foot)
    }

    pub(super) fn painted(mut self, look: Look) -> Self {
        self.lines.iter_mut().for_each(|line| paint(line, look));
        self
    }

    pub(super) fn padded(mut self, width: usize, place: Place) -> Self {
        self.lines = self.lines.into_iter().map(|line| padded(line, width, place)).collect();
        self
    }

    /// With so many more empty lines.
    pub(super) fn with_room(mut self, above: usize, below: usize) -> Self {
        let empty = blank(self.width());
        self.lines.splice(0..0, vec![empty.clone(); above]);
        self.lines.extend(vec![empty; below]);
        self.baseline += above;
        self.foot += below;
        self
    }

    /// Tiles from left to right, their baselines at one height.
    pub(super) fn beside(tiles: impl IntoIterator<Item = Tile>) -> Self {
        let tiles: Vec<Tile> = tiles.into_iter().filter(|tile| !tile.lines.is_empty()).collect();
        let above = tiles.iter().map(|tile| tile.baseline).max().unwrap_or(0);
        let below = tiles.iter().map(Tile::depth).max().unwrap_or(0);
        let embraced = tiles.iter().map(Tile::embraced).max().unwrap_or(0);
        let mut lines = vec![Line::new(); above + 1 + below];
        for tile in tiles {
            let (up, down) = (above - tile.baseline, below - tile.depth());
            for (line, piece) in lines.iter_mut().zip(tile.with_room(up, down).lines) {
                line.extend(piece);
            }
        }
        Tile { lines, baseline: above, foot: below - embraced }
    }

    /// Tiles from top to bottom, with the baseline of one of them.
    pub(super) fn stacked(tiles: Vec<Tile>, place: Place, baseline_of: usize) -> Self {
        let width = tiles.iter().map(Tile::width).max().unwrap_or(0);
        let baseline = tiles.iter().take(baseline_of).map(Tile::height).sum::<usize>()
            + tiles.get(baseline_of).map_or(0, |tile| tile.baseline);
        let foot = tiles.last().map_or(0, |tile| tile.foot);
        let lines = tiles.into_iter().flat_map(|tile| tile.padded(width, place).lines).collect();
        Tile { lines, baseline, foot }
    }
}
