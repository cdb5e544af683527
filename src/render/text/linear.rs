//! A formula on one line, in the notation in which it could be typed.
//!
//! Fractions are written with a slash and with brackets where they need them, scripts as in `o_out_1^(2)`. A
//! piece that belongs to a strand has the strand's sign in front; what has changed stands in square brackets.

use super::charset::operator;
use super::charset::role_signs;
use super::charset::strand_sign;
use super::tile::Line;
use super::tile::glyphs;
use super::tile::paint;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Charset;

/// How tightly a formula holds together beside others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    /// Has an operator that may be torn apart: a + b, or −a.
    Loose,
    /// A product or a quotient.
    Product,
    /// One thing.
    Whole,
}

pub(super) fn line(math: &Math, charset: Charset) -> Line {
    match math {
        Math::Name(text) | Math::Words(text) => glyphs(text, charset),
        Math::Number(digits) => number(digits, charset),
        Math::Operator(sign) => glyphs(operator(*sign, charset), charset),
        Math::Row(pieces) => pieces.iter().flat_map(|piece| line(piece, charset)).collect(),
        Math::Fraction(over, under) => fraction(over, under, charset),
        Math::Scripts { base, sub, sup } => scripts(base, sub.as_deref(), sup.as_deref(), charset),
        Math::Fenced(fence, inside) => fenced(*fence, line(inside, charset), charset),
        Math::Sum { index, from, to, body } => sum([index, from, to], body, charset),
        Math::Under(piece, note) => {
            [line(piece, charset), glyphs("{", charset), line(note, charset), glyphs("}", charset)].concat()
        }
        Math::Looking(look, piece) => signed(*look, line(piece, charset), charset),
    }
}

/// A number with a true minus sign where there is one.
pub(super) fn number(digits: &str, charset: Charset) -> Line {
    match (digits.strip_prefix('-'), charset) {
        (Some(rest), Charset::Unicode) => glyphs(&format!("−{rest}"), charset),
        _ => glyphs(digits, charset),
    }
}

/// A piece of a line with the signs of its look around it.
pub(super) fn signed(look: Look, mut inside: Line, charset: Charset) -> Line {
    let (before, after) = match look {
        Look::Role(role) => {
            let (before, after) = role_signs(role, charset);
            (before.to_owned(), after)
        }
        Look::Mark(mark) => (strand_sign(mark.strand, charset).to_string(), ""),
    };
    inside.splice(0..0, glyphs(&before, charset));
    inside.extend(glyphs(after, charset));
    paint(&mut inside, look);
    inside
}

fn fenced(fence: Fence, inside: Line, charset: Charset) -> Line {
    let (open, close) = match fence {
        Fence::Round => ("(", ")"),
        Fence::Square => ("[", "]"),
    };
    [glyphs(open, charset), inside, glyphs(close, charset)].concat()
}

/// A piece in brackets, unless it holds together well enough without.
fn guarded(math: &Math, at_least: Binding, charset: Charset) -> Line {
    let inside = line(math, charset);
    if binding(math) >= at_least { inside } else { fenced(Fence::Round, inside, charset) }
}

/// `over/under`, and with ASCII `d(MSE)/d(w_211)` for a partial derivative.
fn fraction(over: &Math, under: &Math, charset: Charset) -> Line {
    let slash = glyphs("/", charset);
    match (differential(over), differential(under), charset) {
        (Some(of), Some(by), Charset::Ascii) => {
            let d = |inside| {
                [glyphs("d", charset), fenced(Fence::Round, line(inside, charset), charset)].concat()
            };
            [d(of), slash, d(by)].concat()
        }
        _ => {
            let tight = |math| guarded(math, Binding::Whole, charset);
            [tight(over), slash, tight(under)].concat()
        }
    }
}

/// What ∂ stands before.
fn differential(math: &Math) -> Option<&Math> {
    match math {
        Math::Row(pieces) => match pieces.as_slice() {
            [Math::Operator(Operator::Partial), of] if binding(of) == Binding::Whole => Some(of),
            _ => None,
        },
        _ => None,
    }
}

fn scripts(base: &Math, sub: Option<&Math>, sup: Option<&Math>, charset: Charset) -> Line {
    let mut all = guarded(base, Binding::Whole, charset);
    if let Some(sub) = sub {
        all.extend(glyphs("_", charset));
        all.extend(subscript(sub, charset));
    }
    if let Some(sup) = sup {
        all.extend(glyphs("^", charset));
        all.extend(guarded(sup, Binding::Whole, charset));
    }
    all
}

/// A subscript without spaces: `out_1` after a word, `2,10,3` between numbers.
fn subscript(sub: &Math, charset: Charset) -> Line {
    let pieces = match sub {
        Math::Row(pieces) => pieces.as_slice(),
        piece => std::slice::from_ref(piece),
    };
    let mut all = Line::new();
    let mut after_word = false;
    for piece in pieces {
        match piece {
            Math::Operator(Operator::Comma) => {
                all.extend(glyphs(if after_word { "_" } else { "," }, charset))
            }
            piece => all.extend(guarded(piece, Binding::Product, charset)),
        }
        after_word = matches!(piece, Math::Name(name) | Math::Words(name) if name.chars().count() > 1);
    }
    all
}

/// `Σ(e=1…E) body`, or `sum(e, 1, E, body)` with ASCII.
fn sum(limits: [&Math; 3], body: &Math, charset: Charset) -> Line {
    let [index, from, to] = limits.map(|limit| line(limit, charset));
    let write = |text: &str| glyphs(text, charset);
    match charset {
        Charset::Unicode => {
            let body = guarded(body, Binding::Product, charset);
            [write("Σ("), index, write("="), from, write("…"), to, write(") "), body].concat()
        }
        Charset::Ascii => {
            let body = line(body, charset);
            [write("sum("), index, write(", "), from, write(", "), to, write(", "), body, write(")")].concat()
        }
    }
}

fn binding(math: &Math) -> Binding {
    match math {
        Math::Number(digits) if digits.starts_with(['-', '−']) => Binding::Loose,
        Math::Name(_) | Math::Number(_) | Math::Words(_) | Math::Fenced(..) | Math::Scripts { .. } => {
            Binding::Whole
        }
        Math::Fraction(..) | Math::Sum { .. } => Binding::Product,
        Math::Operator(_) => Binding::Loose,
        Math::Under(piece, _) | Math::Looking(_, piece) => binding(piece),
        Math::Row(pieces) => row_binding(pieces),
    }
}

fn row_binding(pieces: &[Math]) -> Binding {
    if let [piece] = pieces {
        return binding(piece);
    }
    let loosest = pieces.iter().map(|piece| match piece {
        Math::Operator(Operator::Times) => Binding::Product,
        Math::Operator(Operator::Partial | Operator::Prime | Operator::Dots | Operator::Unknown) => {
            Binding::Whole
        }
        piece => binding(piece),
    });
    loosest.min().unwrap_or(Binding::Whole)
}
