//! Formulas that are wider than the page, broken into lines.
//!
//! A formula is torn apart where it holds together least: before an equals sign, then before + and −, then before
//! a product, outside brackets before inside. Every line begins with the sign before which it was broken.

use super::formula::Side;
use super::formula::bracket;
use super::formula::depths;
use super::formula::sum_head;
use super::formula::tile;
use super::formula::underlined;
use super::formula::with_notes;
use super::tile::Tile;
use super::tile::blank;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Charset;

/// How much deeper a line stands that continues another.
const INDENT: usize = 2;

/// A piece of a formula that is not broken.
#[derive(Clone)]
struct Piece {
    content: Content,
    /// How well it holds on to what stands before it; nothing where that is not to be torn off.
    hold: Option<usize>,
}

#[derive(Clone)]
enum Content {
    Tile(Tile, Vec<Look>),
    /// Has something under it, which stands on one line with what is under the others.
    Noted(Math, usize, Vec<Look>),
    /// Grows with what stands on its line.
    Bracket(Fence, Side, Vec<Look>),
}

impl Piece {
    fn width(&self) -> usize {
        match &self.content {
            Content::Tile(tile, _) => tile.width(),
            Content::Noted(_, width, _) => *width,
            Content::Bracket(..) => 1,
        }
    }
}

/// A formula on as many lines as it needs.
pub(super) fn lines(math: &Math, width: usize, charset: Charset) -> Vec<Tile> {
    let whole = tile(math, charset);
    if whole.width() <= width {
        return vec![whole];
    }
    // Two thirds of a line stay in one piece; where that is too wide for its place, less does.
    let mut lines = Vec::new();
    for whole in [width * 2 / 3, width / 3, 0] {
        let mut cutter = Cutter { charset, whole, looks: Vec::new(), pieces: Vec::new() };
        cutter.cut(math, 0);
        let mut broken = Vec::new();
        break_into(&cutter.pieces, Margin { first: 0, next: INDENT }, width, &mut broken);
        lines = broken.iter().map(|(indent, line)| assembled(*indent, line, charset)).collect();
        if lines.iter().all(|line: &Tile| line.width() <= width) {
            break;
        }
    }
    lines
}

struct Cutter {
    charset: Charset,
    /// What is no wider than this is not cut.
    whole: usize,
    /// The looks of what is being cut, the innermost last.
    looks: Vec<Look>,
    pieces: Vec<Piece>,
}

impl Cutter {
    fn cut(&mut self, math: &Math, depth: usize) {
        let tile = tile(math, self.charset);
        match math {
            Math::Fenced(..) | Math::Looking(..) | Math::Sum { .. } | Math::Fraction(..)
                if tile.width() <= self.whole =>
            {
                self.push_tile(tile, None);
            }
            Math::Row(pieces) => pieces.iter().for_each(|piece| self.cut(piece, depth)),
            Math::Looking(look, piece) => {
                self.looks.push(*look);
                self.cut(piece, depth);
                self.looks.pop();
            }
            Math::Fenced(fence, inside) => {
                self.push_bracket(*fence, Side::Open);
                self.cut(inside, depth + 1);
                self.push_bracket(*fence, Side::Close);
            }
            Math::Sum { index, from, to, body } => {
                let head = sum_head([index, from, to], self.charset);
                self.push_tile(Tile::beside([head, Tile::line(blank(1))]), None);
                self.cut(body, depth);
            }
            Math::Fraction(over, under) => {
                for (part, after) in [(over, "/"), (under, "")] {
                    self.cut(&Math::Fenced(Fence::Round, part.clone()), depth);
                    self.push_tile(Tile::text(after, self.charset), None);
                }
            }
            Math::Operator(operator) => self.push_tile(tile, hold(*operator, depth)),
            Math::Name(_) | Math::Number(_) | Math::Words(_) | Math::Scripts { .. } => {
                self.push_tile(tile, None);
            }
            Math::Under(..) | Math::Braced(..) => {
                self.push(Content::Noted(math.clone(), tile.width(), self.looks.clone()), None);
            }
        }
    }

    fn push_tile(&mut self, tile: Tile, hold: Option<usize>) {
        self.push(Content::Tile(tile, self.looks.clone()), hold);
    }

    fn push_bracket(&mut self, fence: Fence, side: Side) {
        self.push(Content::Bracket(fence, side, self.looks.clone()), None);
    }

    fn push(&mut self, content: Content, hold: Option<usize>) {
        self.pieces.push(Piece { content, hold });
    }
}

/// How well a sign holds on to what stands before it.
fn hold(operator: Operator, depth: usize) -> Option<usize> {
    let hold = match operator {
        Operator::Equals | Operator::Approximately | Operator::Differs | Operator::Becomes => 0,
        Operator::Plus | Operator::Minus => 1,
        Operator::Times => 2,
        Operator::Negative
        | Operator::Comma
        | Operator::Partial
        | Operator::Prime
        | Operator::Dots
        | Operator::Unknown => return None,
    };
    Some(3 * depth + hold)
}

fn total(pieces: &[Piece]) -> usize {
    pieces.iter().map(Piece::width).sum()
}

/// Where the lines of a formula begin.
#[derive(Clone, Copy)]
struct Margin {
    /// The first line.
    first: usize,
    /// The lines that continue it.
    next: usize,
}

/// Adds the lines of a formula, each with its indent.
fn break_into(pieces: &[Piece], margin: Margin, width: usize, lines: &mut Vec<(usize, Vec<Piece>)>) {
    let weakest = pieces.iter().skip(1).filter_map(|piece| piece.hold).min();
    let Some(weakest) = weakest.filter(|_| margin.first + total(pieces) > width) else {
        // Rather less of an indent than a line that is too long.
        lines.push((margin.first.min(width.saturating_sub(total(pieces))), pieces.to_vec()));
        return;
    };
    let segments = segments(pieces, weakest);
    let left = total(segments[0]);
    // Equals signs stand under one another where the left side is short, and the right side begins beside it.
    let beside_left = weakest == 0 && left <= width / 3;
    let next = if beside_left { margin.first + left } else { margin.next };
    let deeper = (next + if weakest == 0 { 3 } else { INDENT }).min(width / 2);
    let mut rows: Vec<Row> = Vec::new();
    for (number, segment) in segments.into_iter().enumerate() {
        match rows.last_mut() {
            Some(row) if (number == 1 && beside_left) || row.has_room_for(segment, next, width) => {
                row.next = row.next.max(deeper).max((row.first + total(&row.pieces) + INDENT).min(width / 3));
                row.pieces.extend_from_slice(segment);
            }
            Some(_) => rows.push(Row { first: next, next: deeper, pieces: segment.to_vec() }),
            None => rows.push(Row { first: margin.first, next: deeper, pieces: segment.to_vec() }),
        }
    }
    for Row { first, next, pieces } in rows {
        let stronger = |piece: Piece| Piece { hold: piece.hold.filter(|&hold| hold > weakest), ..piece };
        let pieces: Vec<Piece> = pieces.into_iter().map(stronger).collect();
        break_into(&pieces, Margin { first, next }, width, lines);
    }
}

/// A line, or a line that is yet to be broken further.
struct Row {
    first: usize,
    next: usize,
    pieces: Vec<Piece>,
}

impl Row {
    /// Whether a segment fits behind what is there, or would not fit on a line of its own either.
    fn has_room_for(&self, segment: &[Piece], next: usize, width: usize) -> bool {
        let taken = self.first + total(&self.pieces);
        taken + total(segment) <= width || (next + total(segment) > width && taken <= width / 3)
    }
}

/// The pieces, cut before everything that holds on no better than this.
fn segments(pieces: &[Piece], weakest: usize) -> Vec<&[Piece]> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate().skip(1) {
        if piece.hold == Some(weakest) {
            segments.push(&pieces[start..at]);
            start = at;
        }
    }
    segments.push(&pieces[start..]);
    segments
}

/// The pieces of one line beside one another, brackets as tall as what stands there.
fn assembled(indent: usize, pieces: &[Piece], charset: Charset) -> Tile {
    let noted = pieces.iter().filter_map(|piece| match &piece.content {
        Content::Noted(math, ..) => Some(math),
        Content::Tile(..) | Content::Bracket(..) => None,
    });
    let depths = depths(noted, charset);
    let tiles: Vec<Option<Tile>> = pieces
        .iter()
        .map(|piece| match &piece.content {
            Content::Tile(tile, _) => Some(tile.clone()),
            Content::Noted(math, ..) => Some(with_notes(math, depths, charset)),
            Content::Bracket(..) => None,
        })
        .collect();
    let above = tiles.iter().flatten().map(|tile| tile.baseline).max().unwrap_or(0);
    let below = tiles.iter().flatten().map(Tile::embraced).max().unwrap_or(0);
    let set = tiles.into_iter().zip(pieces).map(|(tile, piece)| match (&piece.content, tile) {
        (Content::Bracket(fence, side, looks), _) => {
            (bracket(*fence, *side, above, below, charset), looks.as_slice())
        }
        (Content::Tile(_, looks) | Content::Noted(_, _, looks), tile) => {
            (tile.unwrap_or_default(), looks.as_slice())
        }
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
