//! Tree diagrams in characters: the root on top, each node under the middle of its line.
//!
//! ```text
//!               MSE
//!        ┏━━━━━━━┻━━━━━━━┓
//!    o_out_1^(1)     o_out_1^(2)    … 4 more
//! ```
//!
//! A tree that is too wide for that is drawn as a list with indented lines instead, which fits anything.

use super::charset::junction;
use super::charset::strokes;
use super::linear;
use super::linear::Notation;
use super::prose::wrapped;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::blank;
use super::tile::columns;
use super::tile::glyphs;
use super::tile::padded;
use super::tile::stroke;
use crate::page::Link;
use crate::page::Look;
use crate::page::Node;
use crate::page::Stroke;
use crate::page::Tree;
use crate::render::Charset;

/// Room between two subtrees.
const GAP: usize = 3;

/// A part of the picture, and the column in which the line from above arrives.
struct Part {
    lines: Vec<Line>,
    width: usize,
    anchor: usize,
    stroke: Stroke,
    paint: Paint,
}

pub(super) fn lines(tree: &Tree, width: usize, charset: Charset) -> Vec<Line> {
    if let Some(upright) = upright(&tree.root, width, charset) {
        return upright.lines;
    }
    let mut lines = vec![label(&tree.root, charset)];
    list_below(&tree.root, &Line::new(), charset, &mut lines);
    lines
        .into_iter()
        .flat_map(|line| if columns(&line) <= width { vec![line] } else { wrapped(&line, width) })
        .collect()
}

/// A node's symbol and value on one line.
fn label(node: &Node, charset: Charset) -> Line {
    let mut line = linear::line(&node.label, Notation::within_text(charset));
    if let Some(value) = &node.value {
        line.extend(glyphs(" = ", charset));
        line.extend(linear::line(value, Notation::within_text(charset)));
    }
    match node.role {
        Some(role) => linear::signed(Look::Role(role), line, charset),
        None => line,
    }
}

/// What stands beside an edge: its sign and what is written there.
fn note(link: &Link, charset: Charset) -> Line {
    let line =
        link.label.as_ref().map_or(Line::new(), |label| linear::line(label, Notation::within_text(charset)));
    match link.mark {
        Some(mark) => linear::signed(Look::Mark(mark), line, charset),
        None => line,
    }
}

fn paint_of(link: &Link) -> Paint {
    Paint { role: None, mark: link.mark }
}

/// A node over what is below it; `None` where that is wider than the room.
fn upright(node: &Node, room: usize, charset: Charset) -> Option<Part> {
    let label = label(node, charset);
    let below =
        node.below.iter().map(|(link, node)| Some(below_stem(link, upright(node, room, charset)?, charset)));
    let more = node.more.as_ref().map(|more| Some(part_of_line(glyphs(more, charset))));
    let parts: Vec<Part> = below.chain(more).collect::<Option<_>>()?;
    let part = if parts.is_empty() { part_of_line(label) } else { joined(label, &parts, charset) };
    (part.width <= room).then_some(part)
}

fn part_of_line(line: Line) -> Part {
    let width = columns(&line);
    Part { lines: vec![line], width, anchor: width / 2, stroke: Stroke::Thin, paint: Paint::default() }
}

/// A part with the lower piece of its edge on top, and beside that what the edge says.
fn below_stem(link: &Link, part: Part, charset: Charset) -> Part {
    let stem = stroke(strokes(link.stroke, charset).down, 1, paint_of(link));
    let note = note(link, charset);
    let line = [blank(part.anchor), stem, blank(usize::from(!note.is_empty())), note].concat();
    let width = part.width.max(columns(&line));
    let lines = std::iter::once(line).chain(part.lines).map(|line| padded(line, width, Place::Left));
    Part { lines: lines.collect(), width, anchor: part.anchor, stroke: link.stroke, paint: paint_of(link) }
}

/// A node over its parts.
fn joined(label: Line, parts: &[Part], charset: Charset) -> Part {
    let mut starts = Vec::new();
    let mut width = 0;
    for part in parts {
        starts.push(width);
        width += part.width + GAP;
    }
    let arrivals: Vec<usize> = starts.iter().zip(parts).map(|(start, part)| start + part.anchor).collect();
    let middle = arrivals[0].midpoint(arrivals[arrivals.len() - 1]);
    // A label that is wider than what is below it moves everything to the right.
    let shift = (columns(&label) / 2).saturating_sub(middle);
    let anchor = middle + shift;
    let label = [blank(anchor - columns(&label) / 2), label].concat();
    let bar = [blank(shift), bar(&arrivals, middle, parts, charset)].concat();
    let width = (shift + width - GAP).max(columns(&label));
    let height = parts.iter().map(|part| part.lines.len()).max().unwrap_or(0);
    let mut lines = vec![label, bar];
    for at in 0..height {
        let mut line = blank(shift);
        for (part, start) in parts.iter().zip(&starts) {
            line = padded(line, shift + start, Place::Left);
            line.extend(part.lines.get(at).cloned().unwrap_or_default());
        }
        lines.push(line);
    }
    let lines = lines.into_iter().map(|line| padded(line, width, Place::Left)).collect();
    Part { lines, width, anchor, stroke: Stroke::Thin, paint: Paint::default() }
}

/// The line across, from which the edges hang. A piece of it is as heavy as the heaviest edge that it leads to.
fn bar(arrivals: &[usize], middle: usize, parts: &[Part], charset: Charset) -> Line {
    let weight = |stroke| match stroke {
        Stroke::Dashed => 0,
        Stroke::Thin => 1,
        Stroke::Heavy => 2,
        Stroke::Double => 3,
    };
    // The heaviest part that the piece between two neighbouring columns leads to.
    let between = |left: usize| {
        let leads = |arrival: usize| arrival.min(middle) <= left && left < arrival.max(middle);
        let over = arrivals.iter().zip(parts).filter(|(arrival, _)| leads(**arrival)).map(|(_, part)| part);
        over.max_by_key(|part| weight(part.stroke))
    };
    let last = arrivals[arrivals.len() - 1];
    let glyph = |column: usize| {
        let left = column.checked_sub(1).and_then(between);
        let right = between(column);
        let down = arrivals.iter().position(|&arrival| arrival == column).map(|at| &parts[at]);
        let all = [left, right, down].into_iter().flatten();
        let heaviest = all.max_by_key(|part| weight(part.stroke))?;
        let arms = [column == middle, down.is_some(), left.is_some(), right.is_some()];
        // The paint belongs to one edge alone, so only what leads nowhere else has it.
        let paint = if arrivals.len() == 1 { heaviest.paint } else { Paint::default() };
        Some(stroke(junction(arms, heaviest.stroke, charset), 1, paint))
    };
    (0..=last.max(middle)).flat_map(|column| glyph(column).unwrap_or_else(|| blank(1))).collect()
}

/// The nodes below one node, each on a line of its own.
fn list_below(node: &Node, indent: &Line, charset: Charset, lines: &mut Vec<Line>) {
    for (number, (link, child)) in node.below.iter().enumerate() {
        let is_last = number + 1 == node.below.len() && node.more.is_none();
        let arms = [true, !is_last, false, true];
        let across = strokes(link.stroke, charset).across;
        let corner = stroke(junction(arms, link.stroke, charset), 1, paint_of(link));
        let mut line = [indent.clone(), corner, stroke(across, 1, paint_of(link)), blank(1)].concat();
        line.extend(label(child, charset));
        let note = note(link, charset);
        line.extend(blank(if note.is_empty() { 0 } else { 2 }));
        line.extend(note);
        lines.push(line);
        let below = if is_last { ' ' } else { strokes(Stroke::Thin, charset).down };
        let deeper = [indent.clone(), stroke(below, 1, Paint::default()), blank(2)].concat();
        list_below(child, &deeper, charset, lines);
    }
    if let Some(more) = &node.more {
        let corner = stroke(junction([true, false, false, true], Stroke::Thin, charset), 1, Paint::default());
        lines.push([indent.clone(), corner, blank(1), glyphs(more, charset)].concat());
    }
}
