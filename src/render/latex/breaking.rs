//! Formulas on several lines, for a page on which nothing may stick out at the right.
//!
//! ```text
//! \begin{aligned}
//! {}left & = term \\
//!  & + term \\
//!  & \approx value
//! \end{aligned}
//! ```

use super::math::Commands;
use super::math::looking;
use super::math::written;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::render::breaking;
use crate::render::breaking::Content;
use crate::render::breaking::Piece;
use crate::render::breaking::Ruler;
use crate::render::breaking::Side;
use crate::render::breaking::ems;
use crate::render::breaking::total;

/// A bracket, and how much deeper a line stands that continues another, in hundredths of the size of the font.
const BRACKET: usize = 60;
const INDENT: usize = 150;

/// How wide a formula is, in hundredths of the size of the font.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // no width is below 0
fn hundredths(math: &Math) -> usize {
    (ems(math) * 100.0).round() as usize
}

/// A formula on as many lines as it needs.
pub(super) fn broken(math: &Math, room: usize, commands: Commands) -> String {
    if hundredths(math) <= room {
        return written(math, commands);
    }
    let ruler = Ruler { width: &hundredths, bracket: BRACKET, indent: INDENT, short: room / 3 };
    let mut lines = Vec::new();
    for whole in [room * 2 / 3, room / 3, 0] {
        lines = breaking::lines(math, &ruler, whole, room);
        if lines.iter().all(|(indent, line)| indent + total(line) <= room) {
            break;
        }
    }
    if lines.len() < 2 {
        return written(math, commands);
    }
    // Where a line begins below the first sign of equality, all are lined up there.
    let left = lines[0].1.iter().position(Piece::is_equality).filter(|&equals| {
        let beside = lines[0].0 + total(&lines[0].1[..equals]);
        lines[1..].iter().any(|(indent, _)| *indent == beside)
    });
    let (left, right) = lines[0].1.split_at(left.unwrap_or(0));
    let edge = if left.is_empty() { 0 } else { lines[0].0 + total(left) };
    let first = format!("{{}}{} & {}", set(left, commands), set(right, commands));
    let next = lines[1..].iter().map(|(indent, line)| {
        let deeper = *indent as f64 - edge as f64;
        let space = if deeper == 0.0 { String::new() } else { format!("\\hspace{{{}em}} ", deeper / 100.0) };
        format!(" & {space}{}", set(line, commands))
    });
    let lines: Vec<String> = std::iter::once(first).chain(next).collect();
    format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", lines.join(" \\\\\n"))
}

/// Formulas under one another, their cells lined up; where they are too wide for that, each by itself.
pub(super) fn aligned(rows: &[Vec<Math>], room: usize, commands: Commands) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(hundredths).max().unwrap_or(0);
    // The braces keep a bracket at the start of a row from being taken for the distance to the row above.
    if (0..count).map(widest).sum::<usize>() > room {
        let row = |cells: &Vec<Math>| format!("{{}}{}", broken(&Math::Row(cells.clone()), room, commands));
        let rows: Vec<String> = rows.iter().map(row).collect();
        return format!("\\begin{{gathered}}\n{}\n\\end{{gathered}}", rows.join(" \\\\\n"));
    }
    let row = |cells: &Vec<Math>| {
        let cells: Vec<String> = cells.iter().map(|cell| written(cell, commands)).collect();
        format!("{{}}{}", cells.join(" & "))
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    // Unlike `aligned`, `alignedat` puts no room between one pair of columns and the next.
    let pairs = count.div_ceil(2).max(1);
    format!("\\begin{{alignedat}}{{{pairs}}}\n{}\n\\end{{alignedat}}", rows.join(" \\\\\n"))
}

/// The pieces of one line. What has one look is set as one piece.
fn set(pieces: &[Piece], commands: Commands) -> String {
    alike(pieces, 0, commands)
}

fn alike(pieces: &[Piece], depth: usize, commands: Commands) -> String {
    let look = |piece: &Piece| piece.looks.get(depth).copied();
    let runs = pieces.chunk_by(|one, other| look(one) == look(other));
    let set = |run: &[Piece]| match look(&run[0]) {
        Some(look) => dressed(look, run, depth, commands),
        None => run.iter().map(|piece| one(piece, commands)).collect(),
    };
    runs.map(set).collect()
}

/// A sign at the beginning or the end of a group has its room outside.
fn dressed(look: Look, run: &[Piece], depth: usize, commands: Commands) -> String {
    let first = usize::from(is_sign(&run[0]));
    let (sign, rest) = run.split_at(first);
    let sign: String = sign.iter().map(|piece| one(piece, commands)).collect();
    if rest.is_empty() {
        return sign;
    }
    sign + &looking(look, &alike(rest, depth + 1, commands), commands)
}

fn is_sign(piece: &Piece) -> bool {
    matches!(&piece.content, Content::Whole(Math::Operator(operator)) if operator.joins())
}

fn one(piece: &Piece, commands: Commands) -> String {
    match &piece.content {
        Content::Whole(math) => written(math, commands),
        Content::Bracket { fence, side, is_tall } => bracket(*fence, *side, *is_tall).to_owned(),
    }
}

/// A bracket without its partner, which cannot grow by itself.
fn bracket(fence: Fence, side: Side, is_tall: bool) -> &'static str {
    match (fence, side, is_tall) {
        (Fence::Round, Side::Open, false) => "(",
        (Fence::Round, Side::Close, false) => ")",
        (Fence::Square, Side::Open, false) => "[",
        (Fence::Square, Side::Close, false) => "]",
        (Fence::Round, Side::Open, true) => "\\biggl(",
        (Fence::Round, Side::Close, true) => "\\biggr)",
        (Fence::Square, Side::Open, true) => "\\biggl[",
        (Fence::Square, Side::Close, true) => "\\biggr]",
    }
}
