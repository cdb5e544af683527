//! Formulas in two dimensions: built-up fractions, Σ with its limits, brackets that grow.
//!
//! What belongs to a strand or has changed is underlined with its sign, right below the piece, so that it can be
//! told without colours. Values stand under their symbols, all on one line.

use super::charset::operator;
use super::charset::role_line;
use super::charset::strokes;
use super::linear;
use super::linear::Notation;
use super::prose::wrapped;
use super::scripts::scripts;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::Tile;
use super::tile::blank;
use super::tile::glyphs;
use super::tile::stroke;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Stroke;
use crate::render::Charset;
use crate::render::breaking::Side;
use crate::render::sign;

/// Words under a piece are not made narrower than this.
const NARROW: usize = 12;

pub(super) fn tile(math: &Math, charset: Charset) -> Tile {
    match math {
        Math::Name(text) | Math::Words(text) => Tile::text(text, charset),
        Math::Number(digits) => Tile::line(linear::number(digits, charset)),
        Math::Operator(sign) => Tile::text(spaced(*sign, charset), charset),
        Math::Row(pieces) => row(pieces, charset),
        Math::Fraction(over, under) => fraction(tile(over, charset), tile(under, charset), charset),
        Math::Scripts { base, sub, sup } => match charset {
            Charset::Ascii => Tile::line(linear::line(math, Notation::Ascii)),
            Charset::Unicode => scripts(
                tile(base, charset),
                sub.as_deref().map(linear::dense),
                sup.as_deref().map(linear::dense),
            ),
        },
        Math::Fenced(fence, inside) => fenced(*fence, tile(inside, charset), charset),
        Math::Sum { index, from, to, body } => {
            let head = sum_head([index, from, to], charset);
            Tile::beside([head, Tile::line(blank(1)), tile(body, charset)])
        }
        Math::Under(..) | Math::Braced(..) => with_notes(math, Depths::default(), charset),
        Math::Looking(look, piece) => underlined(tile(piece, charset), *look, charset),
    }
}

/// Between pieces that may be tall, a product needs room.
fn spaced(sign: Operator, charset: Charset) -> &'static str {
    match (sign, charset) {
        (Operator::Times, Charset::Unicode) => " · ",
        (Operator::Times, Charset::Ascii) => " * ",
        (Operator::Partial, Charset::Ascii) => "d ",
        _ => operator(sign, charset),
    }
}

fn row(pieces: &[Math], charset: Charset) -> Tile {
    let depths = depths(pieces, charset);
    let mut tiles = Vec::new();
    let mut after_fraction = false;
    for piece in pieces {
        let is_fraction = matches!(piece, Math::Fraction(..));
        if after_fraction && is_fraction {
            tiles.push(Tile::line(blank(1)));
        }
        after_fraction = is_fraction;
        tiles.push(with_notes(piece, depths, charset));
    }
    Tile::beside(tiles)
}

/// How many lines below the baseline the numbers and the braces of a line begin: below whatever underlines some of
/// the pieces.
#[derive(Clone, Copy, Default)]
pub(super) struct Depths {
    numbers: usize,
    braces: usize,
}

/// How far down it is free under all the pieces that have something under them.
pub(super) fn depths<'a>(pieces: impl IntoIterator<Item = &'a Math>, charset: Charset) -> Depths {
    let noted: Vec<Noted<'_>> = pieces.into_iter().filter_map(Noted::of).collect();
    let numbers = noted.iter().map(|noted| tile(noted.body, charset).depth()).max().unwrap_or(0);
    let above = Depths { numbers, braces: 0 };
    let braced = noted.iter().filter(|noted| noted.name.is_some());
    let braces = braced.map(|noted| noted.with_number(above, charset).depth()).max().unwrap_or(0);
    Depths { braces, ..above }
}

/// A piece and, so far down, what stands under it.
pub(super) fn with_notes(math: &Math, depths: Depths, charset: Charset) -> Tile {
    let Some(noted) = Noted::of(math) else { return tile(math, charset) };
    let numbered = noted.with_number(depths, charset);
    match noted.name {
        Some(name) => with_brace(numbered, name, depths.braces, charset),
        None => numbered,
    }
}

/// A piece with a number under it, or a brace with a name, or both.
struct Noted<'a> {
    body: &'a Math,
    number: Option<&'a Math>,
    name: Option<&'a Math>,
}

impl<'a> Noted<'a> {
    fn of(math: &'a Math) -> Option<Self> {
        match math {
            Math::Under(body, number) => Some(Noted { body, number: Some(number), name: None }),
            Math::Braced(body, name) => Some(match &**body {
                Math::Under(body, number) => Noted { body, number: Some(number), name: Some(name) },
                body => Noted { body, number: None, name: Some(name) },
            }),
            _ => None,
        }
    }

    fn with_number(&self, depths: Depths, charset: Charset) -> Tile {
        let body = tile(self.body, charset);
        match self.number {
            Some(number) => with_note(body, number, depths.numbers, charset),
            None => body,
        }
    }
}

fn fraction(over: Tile, under: Tile, charset: Charset) -> Tile {
    // The bar of a fraction within a fraction is shorter than the one around it.
    let is_tall = |tile: &Tile| tile.height() - tile.foot > 1;
    let overhang = if is_tall(&over) || is_tall(&under) { 2 } else { 0 };
    let width = over.width().max(under.width()) + overhang;
    let paint = common_paint(&over).filter(|paint| common_paint(&under) == Some(*paint)).unwrap_or_default();
    let bar = Tile::line(stroke(strokes(Stroke::Thin, charset).across, width, paint));
    let height = over.height();
    let mut tile = Tile::stacked(vec![over, bar, under], Place::Middle, 1);
    tile.baseline = height;
    tile
}

/// The paint of all that is visible in a tile, if it is one.
fn common_paint(tile: &Tile) -> Option<Paint> {
    let mut paints =
        tile.lines.iter().flatten().filter(|glyph| glyph.character != ' ').map(|glyph| glyph.paint);
    let first = paints.next()?;
    paints.all(|paint| paint == first).then_some(first)
}

fn fenced(fence: Fence, inside: Tile, charset: Charset) -> Tile {
    let (above, below) = (inside.baseline, inside.embraced());
    let side = |side| bracket(fence, side, above, below, charset);
    Tile::beside([side(Side::Open), inside, side(Side::Close)])
}

/// A bracket that reaches so many lines above and below the baseline.
pub(super) fn bracket(fence: Fence, side: Side, above: usize, below: usize, charset: Charset) -> Tile {
    let (alone, grown) = match (fence, side, charset) {
        (Fence::Round, Side::Open, Charset::Unicode) => ('(', ['⎛', '⎜', '⎝']),
        (Fence::Round, Side::Close, Charset::Unicode) => (')', ['⎞', '⎟', '⎠']),
        (Fence::Square, Side::Open, Charset::Unicode) => ('[', ['⎡', '⎢', '⎣']),
        (Fence::Square, Side::Close, Charset::Unicode) => (']', ['⎤', '⎥', '⎦']),
        (Fence::Round, Side::Open, Charset::Ascii) => ('(', ['/', '|', '\\']),
        (Fence::Round, Side::Close, Charset::Ascii) => (')', ['\\', '|', '/']),
        (Fence::Square, Side::Open, Charset::Ascii) => ('[', ['[', '[', '[']),
        (Fence::Square, Side::Close, Charset::Ascii) => (']', [']', ']', ']']),
    };
    let last = above + below;
    let character = |at: usize| match at {
        _ if last == 0 => alone,
        0 => grown[0],
        _ if at == last => grown[2],
        _ => grown[1],
    };
    let lines = (0..=last).map(|at| stroke(character(at), 1, Paint::default())).collect();
    Tile { lines, baseline: above, foot: 0 }
}

/// Σ with its limits above and below.
fn sum_head(limits: [&Math; 3], charset: Charset) -> Tile {
    let [index, from, to] = limits.map(|limit| linear::line(limit, Notation::within_text(charset)));
    let equals = Tile::text("=", charset);
    let below = Tile::beside([Tile::line(index), equals, Tile::line(from)]);
    Tile::stacked(vec![Tile::line(to), Tile::text("Σ", charset), below], Place::Middle, 1)
}

/// A piece with a note under it, on the line below so many lines.
fn with_note(piece: Tile, note: &Math, depth: usize, charset: Charset) -> Tile {
    let note = note_for(&piece, note, charset);
    below(piece, vec![note], depth)
}

/// A piece with a brace under it, on the line below so many lines, and its name under that.
fn with_brace(piece: Tile, name: &Math, depth: usize, charset: Charset) -> Tile {
    let name = note_for(&piece, name, charset);
    let brace = Tile::line(brace(piece.width(), charset));
    below(piece, vec![brace, name], depth)
}

/// What stands under a piece. Words go on below rather than push the pieces apart.
fn note_for(piece: &Tile, note: &Math, charset: Charset) -> Tile {
    let note = match note {
        Math::Words(words) => {
            let lines = wrapped(&glyphs(words, charset), piece.width().max(NARROW));
            Tile::stacked(lines.into_iter().map(Tile::line).collect(), Place::Middle, 0)
        }
        note => tile(note, charset),
    };
    let widened = if note.width() >= piece.width() { note.width() + 2 } else { note.width() };
    note.padded(widened, Place::Middle)
}

/// Notes under a piece, for which brackets around it need not grow.
fn below(piece: Tile, notes: Vec<Tile>, depth: usize) -> Tile {
    let room = depth.saturating_sub(piece.depth());
    let foot = piece.foot + room + notes.iter().map(Tile::height).sum::<usize>();
    let tiles = std::iter::once(piece.with_room(0, room)).chain(notes).collect();
    Tile { foot, ..Tile::stacked(tiles, Place::Middle, 0) }
}

/// A brace that lies under something so wide.
fn brace(width: usize, charset: Charset) -> Line {
    let [left, across, tip, right] = match charset {
        Charset::Unicode => ['╰', '─', '┬', '╯'],
        Charset::Ascii => ['\\', '-', '+', '/'],
    };
    let arms = width.saturating_sub(3);
    let line = |character, columns| stroke(character, columns, Paint::default());
    [line(left, 1), line(across, arms / 2), line(tip, 1), line(across, arms - arms / 2), line(right, 1)]
        .concat()
}

/// A piece in its look, underlined with the sign for it.
pub(super) fn underlined(piece: Tile, look: Look, charset: Charset) -> Tile {
    let underline = match look {
        Look::Role(role) => role_line(role, charset),
        Look::Mark(mark) => Some(sign(mark.strand, charset)),
        Look::Asked(_) => None,
    };
    let foot = piece.foot;
    let Some(underline) = underline else { return piece.painted(look) };
    let line = Tile::line(stroke(underline, piece.width(), Paint::default()));
    Tile { foot: foot + 1, ..Tile::stacked(vec![piece, line], Place::Left, 0).painted(look) }
}
