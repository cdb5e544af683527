//! Formulas that may be wider than the page.
//!
//! `MathML` does not break lines, so such a formula becomes several that stand in one line of text: the browser
//! puts on the next line what does not fit. Pieces are nested as they hold together, so that a browser breaks
//! before a + sooner than before a product, and outside brackets sooner than inside:
//!
//! ```text
//! lead │ = part part    a lead, then the sides of the equation; a side that does not fit
//!      │   part         goes on below its own beginning
//! ```

use super::mathml::bracket;
use super::mathml::inside;
use super::mathml::looking;
use super::mathml::sum_head;
use super::mathml::written;
use super::role_class;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::render::breaking;
use crate::render::breaking::ems;

/// What is narrower than this fits on a telephone, in the size of the font.
pub(super) const NARROW: f64 = 15.0;

/// A formula in pieces.
#[derive(Clone)]
enum Piece {
    /// What stays together.
    Whole(String),
    /// What may be broken between any two.
    Parts(Vec<Piece>),
    /// Such parts with one look around all of them.
    Boxed(Role, Vec<Piece>),
}

/// One side of an equation.
pub(super) struct Side {
    pub(super) written: String,
    /// Whether it is the value that the others are about.
    pub(super) is_value: bool,
}

/// What stands before the first sign of equality, and every side that follows.
pub(super) fn sides(math: &Math) -> (String, Vec<Side>) {
    let is_value = |side: &Math| match side {
        Math::Row(row) => matches!(row.first(), Some(Math::Operator(Operator::Approximately))),
        _ => false,
    };
    let mut segments = segments(&flat(math), EQUALITY).into_iter();
    let lead = segments.next().map(|segment| broken(&segment)).unwrap_or_default();
    (lead, segments.map(|side| Side { written: broken(&side), is_value: is_value(&side) }).collect())
}

/// A formula as inline elements between which a browser may break.
pub(super) fn broken(math: &Math) -> String {
    elements(&pieces(math))
}

fn elements(piece: &Piece) -> String {
    match piece {
        Piece::Whole(written) => format!("<math>{}</math>", inside(written)),
        Piece::Parts(parts) => within(parts),
        Piece::Boxed(role, parts) => {
            format!("<span class=\"part {}\">{}</span>", role_class(*role), within(parts))
        }
    }
}

fn within(parts: &[Piece]) -> String {
    let part = |part: &Piece| match part {
        Piece::Parts(inner) => format!("<span class=\"part\">{}</span>", within(inner)),
        part => elements(part),
    };
    parts.iter().map(part).collect()
}

/// How well a sign holds on to what stands before it: least of all an equals sign.
fn hold(math: &Math) -> Option<usize> {
    match math {
        Math::Operator(operator) => breaking::hold(*operator, 0),
        _ => None,
    }
}

const EQUALITY: usize = 0;

fn pieces(math: &Math) -> Piece {
    if ems(math) <= NARROW {
        return Piece::Whole(written(math));
    }
    match math {
        Math::Row(_) => row(&flat(math)),
        Math::Looking(look, piece) => wrapped(pieces(piece), *look),
        Math::Fenced(fence, inside) => {
            let [open, close] = bracket(*fence, inside.is_tall());
            enclosed(pieces(inside), &open, &close)
        }
        Math::Sum { index, from, to, body } => enclosed(pieces(body), &sum_head([index, from, to]), ""),
        math => Piece::Whole(written(math)),
    }
}

/// A row, cut where it holds together least.
fn row(row: &[Math]) -> Piece {
    let weakest = row.iter().skip(1).filter_map(hold).min();
    let parts = match weakest {
        Some(weakest) => segments(row, weakest).iter().map(pieces_of_segment).collect(),
        // The sign in front stays with what follows it.
        None => match row {
            [sign @ Math::Operator(_), piece] => return enclosed(pieces(piece), &written(sign), ""),
            row => row.iter().map(pieces).collect(),
        },
    };
    Piece::Parts(parts)
}

fn pieces_of_segment(segment: &Math) -> Piece {
    match segment {
        Math::Row(inner) if ems(segment) > NARROW && inner.len() > 1 => row(inner),
        Math::Row(inner) if inner.len() == 1 => pieces(&inner[0]),
        segment => pieces(segment),
    }
}

/// The row, cut before every sign that holds on no better than this.
fn segments(row: &[Math], weakest: usize) -> Vec<Math> {
    let mut segments: Vec<Vec<Math>> = vec![Vec::new()];
    for (at, piece) in row.iter().enumerate() {
        if at > 0 && hold(piece) == Some(weakest) {
            segments.push(Vec::new());
        }
        segments.last_mut().into_iter().for_each(|segment| segment.push(piece.clone()));
    }
    segments.into_iter().map(Math::Row).collect()
}

fn flat(math: &Math) -> Vec<Math> {
    match math {
        Math::Row(pieces) => pieces.iter().flat_map(flat).collect(),
        piece => vec![piece.clone()],
    }
}

/// Something put before the first and after the last of what stays together.
fn enclosed(piece: Piece, before: &str, after: &str) -> Piece {
    match piece {
        Piece::Whole(inside) => Piece::Whole(format!("<mrow>{before}{inside}{after}</mrow>")),
        Piece::Parts(mut parts) => {
            if let Some(first) = parts.first_mut() {
                *first = enclosed(first.clone(), before, "");
            }
            if let Some(last) = parts.last_mut() {
                *last = enclosed(last.clone(), "", after);
            }
            Piece::Parts(parts)
        }
        // What stands before the box is not in it. A bracket behind it must not be left alone on a line.
        Piece::Boxed(role, parts) if after.is_empty() => match before {
            "" => Piece::Boxed(role, parts),
            before => Piece::Parts(vec![Piece::Whole(before.to_owned()), Piece::Boxed(role, parts)]),
        },
        Piece::Boxed(role, parts) => enclosed(each(parts, Look::Role(role)), before, after),
    }
}

/// A look for what may be broken: one around all of it if it can be, for several pieces that are marked one by one
/// look like several marks.
fn wrapped(piece: Piece, look: Look) -> Piece {
    match (piece, look) {
        (Piece::Whole(inside), look) => Piece::Whole(looking(look, &inside)),
        // These have a sign of their own under each piece.
        (
            Piece::Parts(parts),
            look @ (Look::Mark(_) | Look::Asked(_) | Look::Role(Role::Differs | Role::Error)),
        ) => each(parts, look),
        (Piece::Parts(parts), Look::Role(role)) => Piece::Boxed(role, parts),
        (Piece::Boxed(inner, parts), look) => wrapped(Piece::Parts(vec![Piece::Boxed(inner, parts)]), look),
    }
}

/// The same look for everything that stays together.
fn each(parts: Vec<Piece>, look: Look) -> Piece {
    Piece::Parts(parts.into_iter().map(|part| looked(part, look)).collect())
}

fn looked(piece: Piece, look: Look) -> Piece {
    match piece {
        Piece::Whole(inside) => Piece::Whole(looking(look, &inside)),
        Piece::Parts(parts) => each(parts, look),
        Piece::Boxed(role, parts) => {
            Piece::Boxed(role, parts.into_iter().map(|part| looked(part, look)).collect())
        }
    }
}
