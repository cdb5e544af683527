//! Two things to compare, on either side of a line, or under one another where a page is too narrow for both.
//!
//! Both are set as wide as they like first. Where that is too much, the narrower one keeps its width and the other
//! is broken into lines beside it, as long as it has enough room left for that. Two wide ones have the same room, so
//! that what is alike on both sides is broken alike.

use super::charset::strokes;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::blank;
use super::tile::columns;
use super::tile::padded;
use super::tile::stroke;
use crate::page::Block;
use crate::page::Stroke;
use crate::render::Charset;
use crate::render::Style;

/// The line between both, with the room around it.
const GAP: usize = 5;
/// Formulas and pictures in less room than this are hard to read.
const NARROWEST: usize = 34;
/// Side by side they may be longer by so many lines than under one another.
const SLACK: usize = 4;

pub(super) fn lines(left: &[Block], right: &[Block], style: &Style) -> Vec<Line> {
    let alone = [left, right].map(|blocks| under_one_another(blocks, style));
    let room = style.width.saturating_sub(GAP);
    let widths = [widest(&alone[0]), widest(&alone[1])];
    if widths[0] + widths[1] <= room {
        return joined(alone, widths[0], GAP, style.charset);
    }
    let shares = shares(widths, room);
    let narrower = [(left, shares[0]), (right, shares[1])]
        .map(|(blocks, width)| under_one_another(blocks, &Style { width, ..*style }));
    let fits = narrower.iter().zip(shares).all(|(lines, share)| widest(lines) <= share);
    let is_enough = widths.iter().zip(shares).all(|(&width, share)| share >= width.min(NARROWEST));
    // Formulas that have been broken into many lines to stand beside something are better read under it.
    let is_shorter = narrower.iter().all(|lines| lines.len() <= alone[0].len() + alone[1].len() + SLACK);
    if fits && is_enough && is_shorter {
        // A column that is left over comes out of the gap.
        let gap = style.width.saturating_sub(shares[0] + shares[1]).min(GAP);
        return joined(narrower, shares[0], gap, style.charset);
    }
    let [left, right] = alone;
    [left, vec![Line::new()], right].concat()
}

/// How many columns each side gets.
fn shares(widths: [usize; 2], room: usize) -> [usize; 2] {
    let (half, wide_half) = (room / 2, room.div_ceil(2));
    match widths {
        [left, _] if left <= half => [left, room - left],
        [_, right] if right <= half => [room - right, right],
        _ => [wide_half, wide_half],
    }
}

fn under_one_another(blocks: &[Block], style: &Style) -> Vec<Line> {
    let parts: Vec<Vec<Line>> = blocks.iter().map(|block| super::lines(block, style)).collect();
    parts.join(&Line::new())
}

fn widest(lines: &[Line]) -> usize {
    lines.iter().map(|line| columns(line)).max().unwrap_or(0)
}

fn joined([left, right]: [Vec<Line>; 2], width: usize, gap: usize, charset: Charset) -> Vec<Line> {
    let height = left.len().max(right.len());
    let down = strokes(Stroke::Thin, charset).down;
    let before = GAP / 2;
    let between =
        [blank(before), stroke(down, 1, Paint::default()), blank(gap.saturating_sub(before + 1))].concat();
    let line = |at: usize| {
        let [left, right] = [&left, &right].map(|side| side.get(at).cloned().unwrap_or_default());
        [padded(left, width, Place::Left), between.clone(), right].concat()
    };
    (0..height).map(line).collect()
}
