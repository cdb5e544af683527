//! Formulas that are wider than the page, broken into lines of characters.

use unicode_width::UnicodeWidthChar;

use super::formula::bracket;
use super::formula::depths;
use super::formula::tile;
use super::formula::underlined;
use super::formula::with_notes;
use super::tile::Tile;
use super::tile::blank;
use crate::page::Look;
use crate::page::Math;
use crate::render::Charset;
use crate::render::breaking;
use crate::render::breaking::Content;
use crate::render::breaking::Piece;
use crate::render::breaking::Ruler;
use crate::render::breaking::total;

/// How much deeper a line stands that continues another.
const INDENT: usize = 2;

/// A formula on as many lines as it needs.
pub(super) fn lines(math: &Math, width: usize, charset: Charset) -> Vec<Tile> {
    if left_of(width, math).is_some() {
        let one = tile(math, charset);
        if one.width() <= width {
            return vec![one];
        }
    }
    // What is wider than a line has not to be drawn to know it, and by how much it is wider makes no difference.
    let measured = |math: &Math| match left_of(width, math) {
        Some(_) => tile(math, charset).width(),
        None => width + 1,
    };
    // Two thirds of a line stay in one piece. Where that is too wide for its place, less does, or a product goes on below
    // its first factor; a fraction of a few columns is torn only where nothing else helps.
    let third = width / 3;
    let tries = [(width * 2 / 3, third), (third, third)].into_iter();
    let below = [width * 2 / 3, third, width / 4, width / 6, width / 12].map(|whole| (whole, width / 6));
    let mut lines = Vec::new();
    for (whole, short) in tries.chain(below).chain([(0, third)]) {
        let ruler = Ruler { width: &measured, bracket: 1, indent: INDENT, short };
        let broken = breaking::lines(math, &ruler, whole, width);
        let is_last = whole == 0;
        if !is_last && broken.iter().any(|(indent, line)| indent + total(line) > width) {
            continue;
        }
        lines = broken.iter().map(|(indent, line)| assembled(*indent, line, charset)).collect();
        if lines.iter().all(|line: &Tile| line.width() <= width) {
            break;
        }
    }
    lines
}

/// What is left of so many columns beside a formula, at most: each sign takes one. Nothing where they are not enough, which
/// shows after as many signs, however long the formula is.
fn left_of(room: usize, math: &Math) -> Option<usize> {
    match math {
        Math::Name(text) | Math::Number(text) | Math::Words(text) => room.checked_sub(signs(text)),
        Math::Operator(_) => room.checked_sub(1),
        Math::Row(pieces) => pieces.iter().try_fold(room, left_of),
        Math::Fraction(over, under) => Some(left_of(room, over)?.min(left_of(room, under)?)),
        Math::Scripts { base, sub, sup } => {
            let beside = left_of(room, base)?;
            [sub, sup]
                .into_iter()
                .flatten()
                .try_fold(beside, |least, script| Some(least.min(left_of(beside, script)?)))
        }
        Math::Fenced(_, inside) => left_of(room.checked_sub(2)?, inside),
        Math::Sum { body, .. } => left_of(room.checked_sub(2)?, body),
        Math::Under(piece, _) | Math::Braced(piece, _) | Math::Looking(_, piece) => left_of(room, piece),
    }
}

/// How many characters of a text take room in any case. Without Unicode those of two columns take one, and scripts are
/// written without spaces.
fn signs(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace() && character.width() > Some(0)).count()
}

/// The pieces of one line beside one another, brackets as tall as what stands there.
fn assembled(indent: usize, pieces: &[Piece], charset: Charset) -> Tile {
    let wholes = pieces.iter().filter_map(|piece| match &piece.content {
        Content::Whole(math) => Some(math),
        Content::Bracket { .. } => None,
    });
    let depths = depths(wholes, charset);
    let tiles: Vec<Option<Tile>> = pieces
        .iter()
        .map(|piece| match &piece.content {
            Content::Whole(math) => Some(with_notes(math, depths, charset)),
            Content::Bracket { .. } => None,
        })
        .collect();
    let above = tiles.iter().flatten().map(|tile| tile.baseline).max().unwrap_or(0);
    let below = tiles.iter().flatten().map(Tile::embraced).max().unwrap_or(0);
    let set = tiles.into_iter().zip(pieces).map(|(tile, piece)| match piece.content {
        Content::Bracket { fence, side, .. } => {
            (bracket(fence, side, above, below, charset), piece.looks.as_slice())
        }
        Content::Whole(_) => (tile.unwrap_or_default(), piece.looks.as_slice()),
    });
    let set: Vec<(Tile, &[Look])> = set.collect();
    Tile::beside([Tile::line(blank(indent)), looking(&set, 0, charset)])
}

/// Pieces beside one another. What has one look is underlined as one piece, below the deepest of what stands there.
fn looking(pieces: &[(Tile, &[Look])], depth: usize, charset: Charset) -> Tile {
    let runs = pieces.chunk_by(|(_, one), (_, other)| one.get(depth) == other.get(depth));
    Tile::beside(runs.map(|run| match run[0].1.get(depth) {
        Some(&look) => underlined(looking(run, depth + 1, charset), look, charset),
        None => Tile::beside(run.iter().map(|(tile, _)| tile.clone())),
    }))
}
