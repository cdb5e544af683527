//! Formulas that are wider than the page, broken into lines of characters.

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

/// How much deeper a line stands that continues another.
const INDENT: usize = 2;

/// A formula on as many lines as it needs.
pub(super) fn lines(math: &Math, width: usize, charset: Charset) -> Vec<Tile> {
    if at_least(math) <= width {
        let one = tile(math, charset);
        if one.width() <= width {
            return vec![one];
        }
    }
    // What is wider than a line has not to be drawn to know it.
    let measured = |math: &Math| match at_least(math) {
        least if least > width => least,
        _ => tile(math, charset).width(),
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
        lines = broken.iter().map(|(indent, line)| assembled(*indent, line, charset)).collect();
        if lines.iter().all(|line: &Tile| line.width() <= width) {
            break;
        }
    }
    lines
}

/// So many columns a formula takes in any case: one for each sign that stands beside the others.
fn at_least(math: &Math) -> usize {
    match math {
        Math::Name(text) | Math::Number(text) | Math::Words(text) => usize::from(!text.is_empty()),
        Math::Operator(_) => 1,
        Math::Row(pieces) => pieces.iter().map(at_least).sum(),
        Math::Fraction(over, under) => at_least(over).max(at_least(under)),
        Math::Fenced(_, inside) => at_least(inside) + 2,
        Math::Sum { body, .. } => at_least(body) + 2,
        Math::Scripts { base: piece, .. }
        | Math::Under(piece, _)
        | Math::Braced(piece, _)
        | Math::Looking(_, piece) => at_least(piece),
    }
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
