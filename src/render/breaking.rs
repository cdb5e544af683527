//! Where a formula that is wider than the page is broken into lines, for every renderer that has to do it itself.
//!
//! A formula is torn apart where it holds together least: before an equals sign, then before + and −, then before
//! a product, outside brackets before inside. Every line begins with the sign before which it was broken, and signs
//! of what is added stand under the equals sign, so that the terms of a sum are lined up:
//!
//! ```text
//! left = term
//!      + term
//!      ≈ value
//! ```

use std::ops::Range;

use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;

/// How a renderer measures: in columns, or in whatever is fine enough for it.
pub(super) struct Ruler<'a> {
    /// How wide a formula is.
    pub(super) width: &'a dyn Fn(&Math) -> usize,
    /// How wide a bracket is.
    pub(super) bracket: usize,
    /// How much deeper a line stands that continues another.
    pub(super) indent: usize,
    /// Behind so much a product goes on that would not fit on a line of its own either: a third of a line, or less.
    pub(super) short: usize,
}

/// A piece of a formula that is not broken.
#[derive(Clone)]
pub(super) struct Piece {
    /// What it is.
    pub(super) content: Content,
    /// The looks of what it was cut out of, the innermost last.
    pub(super) looks: Vec<Look>,
    width: usize,
    /// How well it holds on to what stands before it; nothing where that is not to be torn off.
    hold: Option<usize>,
}

impl Piece {
    /// Whether it is a sign between the two sides of an equation.
    pub(super) fn is_equality(&self) -> bool {
        matches!(&self.content, Content::Whole(Math::Operator(operator)) if hold(*operator, 0) == Some(0))
    }
}

/// What a piece is.
#[derive(Clone)]
pub(super) enum Content {
    /// A formula by itself. The head of a Σ is one whose body is empty.
    Whole(Math),
    /// Torn from its partner, it grows with what stands on its line.
    Bracket {
        /// Its shape.
        fence: Fence,
        /// Which of the two it is.
        side: Side,
        /// Whether what stands between the two is tall.
        is_tall: bool,
    },
}

/// Which of a pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The one on the left.
    Open,
    /// The one on the right.
    Close,
}

/// The lines of a formula, each with its indent. What is no wider than `whole` is cut only where it stands in a row.
pub(super) fn lines(math: &Math, ruler: &Ruler<'_>, whole: usize, room: usize) -> Vec<(usize, Vec<Piece>)> {
    let mut cutter = Cutter { ruler, whole, looks: Vec::new(), pieces: Vec::new() };
    cutter.cut(math, 0);
    let mut breaker = Breaker { ruler, room, lines: Vec::new() };
    // Where the left side stands elsewhere, the sign of equality comes first.
    let begins_right_side = cutter.pieces.first().is_some_and(Piece::is_equality);
    let next = if begins_right_side { 0 } else { ruler.indent };
    breaker.break_into(cutter.pieces, Margin { first: 0, next });
    breaker.lines
}

struct Cutter<'a> {
    ruler: &'a Ruler<'a>,
    whole: usize,
    /// The looks of what is being cut, the innermost last.
    looks: Vec<Look>,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn cut(&mut self, math: &Math, depth: usize) {
        if let Math::Fenced(..) | Math::Looking(..) | Math::Sum { .. } | Math::Fraction(..) = math {
            let width = (self.ruler.width)(math);
            if width <= self.whole {
                let width = self.width_in_look(math).unwrap_or(width);
                self.pieces.push(self.piece(Content::Whole(math.clone()), width, None));
                return;
            }
        }
        match math {
            Math::Row(pieces) => pieces.iter().for_each(|piece| self.cut(piece, depth)),
            Math::Looking(look, piece) => {
                self.looks.push(*look);
                self.cut(piece, depth);
                self.looks.pop();
            }
            Math::Fenced(fence, inside) => {
                let is_tall = inside.is_tall();
                self.push_bracket(Content::Bracket { fence: *fence, side: Side::Open, is_tall });
                self.cut(inside, depth + 1);
                self.push_bracket(Content::Bracket { fence: *fence, side: Side::Close, is_tall });
            }
            Math::Sum { index, from, to, body } => {
                let [index, from, to] = [index, from, to].map(|limit| (**limit).clone());
                self.push(Math::sum(index, from, to, Math::row([])), None);
                self.cut(body, depth);
            }
            Math::Fraction(over, under) => {
                self.cut(&Math::Fenced(Fence::Round, over.clone()), depth);
                self.push(Math::name("/"), None);
                self.cut(&Math::Fenced(Fence::Round, under.clone()), depth);
            }
            Math::Operator(operator) => self.push(math.clone(), hold(*operator, depth)),
            Math::Name(_)
            | Math::Number(_)
            | Math::Words(_)
            | Math::Scripts { .. }
            | Math::Under(..)
            | Math::Braced(..) => self.push(math.clone(), None),
        }
    }

    fn push(&mut self, math: Math, hold: Option<usize>) {
        let width = self.width_in_look(&math).unwrap_or_else(|| (self.ruler.width)(&math));
        self.pieces.push(self.piece(Content::Whole(math), width, hold));
    }

    fn push_bracket(&mut self, content: Content) {
        self.pieces.push(self.piece(content, self.ruler.bracket, None));
    }

    fn piece(&self, content: Content, width: usize, hold: Option<usize>) -> Piece {
        Piece { content, looks: self.looks.clone(), width, hold }
    }

    /// How wide a formula is in the look of what it is cut out of, if that has one.
    fn width_in_look(&self, math: &Math) -> Option<usize> {
        self.looks.last().map(|&look| (self.ruler.width)(&math.clone().looking(look)))
    }
}

/// How well a sign holds on to what stands before it, in so many brackets.
pub(super) fn hold(operator: Operator, depth: usize) -> Option<usize> {
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

/// How wide some pieces are beside one another.
pub(super) fn total(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.width).sum()
}

/// Where the lines of a formula begin.
#[derive(Clone, Copy)]
struct Margin {
    /// The first line.
    first: usize,
    /// The lines that continue it.
    next: usize,
}

struct Breaker<'a> {
    ruler: &'a Ruler<'a>,
    room: usize,
    lines: Vec<(usize, Vec<Piece>)>,
}

impl Breaker<'_> {
    /// Adds the lines of some pieces.
    fn break_into(&mut self, pieces: Vec<Piece>, margin: Margin) {
        let weakest = pieces.iter().skip(1).filter_map(|piece| piece.hold).min();
        let Some(weakest) = weakest.filter(|_| margin.first + total(&pieces) > self.room) else {
            // Rather less of an indent than a line that is too long.
            self.lines.push((margin.first.min(self.room.saturating_sub(total(&pieces))), pieces));
            return;
        };
        let rows = self.rows(&pieces, weakest, margin);
        let stronger = |piece: Piece| Piece { hold: piece.hold.filter(|&hold| hold > weakest), ..piece };
        let mut rest = pieces.into_iter().map(stronger);
        for Row { margin, run } in rows {
            let own = rest.by_ref().take(run.len()).collect();
            self.break_into(own, margin);
        }
    }

    /// The rows of some pieces, torn apart where they hold together least.
    fn rows(&self, pieces: &[Piece], weakest: usize, margin: Margin) -> Vec<Row> {
        let room = self.room;
        let wide = |run: &Range<usize>| total(&pieces[run.clone()]);
        let segments = segments(pieces, weakest);
        let left = wide(&segments[0]);
        // Equals signs stand under one another where the left side is short, and the right side begins beside it.
        let beside_left = weakest == 0 && left <= room / 3;
        let next = if beside_left { margin.first + left } else { margin.next };
        let deeper = (next + if weakest == 0 { 0 } else { self.ruler.indent }).min(room / 2);
        let mut rows: Vec<Row> = Vec::new();
        for (number, segment) in segments.into_iter().enumerate() {
            let width = wide(&segment);
            let Some(row) = rows.last_mut() else {
                rows.push(Row { margin: Margin { first: margin.first, next: deeper }, run: segment });
                continue;
            };
            let taken = row.margin.first + wide(&row.run);
            // It fits behind what is there, or would not fit on a line of its own either.
            let has_room = taken + width <= room || (next + width > room && taken <= self.ruler.short);
            if number == 1 && beside_left {
                // The right side begins beside the left one, and its terms go on below the sign of equality.
                row.run.end = segment.end;
            } else if has_room {
                let within = self.within(taken, &pieces[segment.clone()]).min(room / 3);
                row.margin.next = row.margin.next.max(deeper).max(within);
                row.run.end = segment.end;
            } else {
                rows.push(Row { margin: Margin { first: next, next: deeper }, run: segment });
            }
        }
        rows
    }

    /// Where lines begin that continue a segment put behind so much of a row: where it begins with a bracket, so far to
    /// the right that terms within stand under one another.
    fn within(&self, taken: usize, segment: &[Piece]) -> usize {
        match segment {
            [sign, Piece { content: Content::Bracket { side: Side::Open, .. }, width, .. }, ..]
                if sign.hold.is_some() =>
            {
                (taken + sign.width + width).saturating_sub((self.ruler.width)(&Operator::Plus.into()))
            }
            _ => taken + self.ruler.indent,
        }
    }
}

/// A line, or a line that is yet to be broken further: where it begins, and its pieces by their places.
struct Row {
    margin: Margin,
    run: Range<usize>,
}

/// The places of the pieces, cut before everything that holds on no better than this.
fn segments(pieces: &[Piece], weakest: usize) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate().skip(1) {
        if piece.hold == Some(weakest) {
            segments.push(start..at);
            start = at;
        }
    }
    segments.push(start..pieces.len());
    segments
}

/// How wide a formula is, about, in the size of its font.
pub(super) fn ems(math: &Math) -> f64 {
    const SMALL: f64 = 0.71;
    let letters = |text: &str| text.chars().count() as f64 * 0.54;
    let widest = |one: &Math, other: f64| ems(one).max(other);
    match math {
        Math::Name(text) | Math::Number(text) | Math::Words(text) => letters(text),
        Math::Operator(Operator::Times | Operator::Comma) => 0.75,
        Math::Operator(operator) if operator.joins() => 1.35,
        Math::Operator(_) => 0.6,
        Math::Row(pieces) => pieces.iter().map(ems).sum(),
        Math::Fraction(over, under) => widest(over, ems(under)) + 0.3,
        Math::Scripts { base, sub, sup } => {
            let script = |script: &Option<Box<Math>>| script.as_deref().map_or(0.0, ems) * SMALL;
            ems(base) + script(sub).max(script(sup))
        }
        Math::Fenced(_, inside) => ems(inside) + 0.75,
        Math::Sum { index, from, to, body } => {
            let below = (ems(index) + ems(from) + 1.0) * SMALL;
            below.max(ems(to) * SMALL).max(1.3) + 0.2 + ems(body)
        }
        Math::Under(piece, note) | Math::Braced(piece, note) => widest(piece, ems(note) * SMALL),
        // In bold letters.
        Math::Looking(Look::Role(Role::Changed | Role::Strong), piece) => ems(piece) * 1.15,
        Math::Looking(_, piece) => ems(piece),
    }
}
