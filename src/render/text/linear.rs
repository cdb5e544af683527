//! A formula on one line, in the notation in which it could be typed.
//!
//! Fractions are written with a slash and with brackets where they need them, scripts as in `o_out_1^(2)`. A
//! piece that belongs to a strand has the strand's sign in front; what has changed stands in square brackets.

use super::charset::operator;
use super::charset::role_signs;
use super::scripts::small_scripts;
use super::tile::Line;
use super::tile::glyphs;
use super::tile::paint;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Charset;
use crate::render::sign;

/// How names and scripts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// As they are typed, in ASCII.
    Ascii,
    /// As they are typed, with the signs of mathematics.
    Typed,
    /// With small characters where there are any: w₂₁₁.
    Small,
}

impl Notation {
    /// The notation within lines of text.
    pub(super) fn within_text(charset: Charset) -> Self {
        match charset {
            Charset::Ascii => Notation::Ascii,
            Charset::Unicode => Notation::Small,
        }
    }

    fn charset(self) -> Charset {
        match self {
            Notation::Ascii => Charset::Ascii,
            Notation::Typed | Notation::Small => Charset::Unicode,
        }
    }
}

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

pub(super) fn line(math: &Math, notation: Notation) -> Line {
    match math {
        Math::Name(text) | Math::Words(text) => glyphs(text, notation.charset()),
        Math::Number(digits) => number(digits, notation.charset()),
        Math::Operator(sign) => glyphs(operator(*sign, notation.charset()), notation.charset()),
        Math::Row(pieces) => row(pieces, notation),
        Math::Fraction(over, under) => fraction(over, under, notation),
        Math::Scripts { base, sub, sup } => scripts(base, sub.as_deref(), sup.as_deref(), notation),
        Math::Fenced(fence, inside) => fenced(*fence, line(inside, notation), notation),
        Math::Sum { index, from, to, body } => sum([index, from, to], body, notation),
        Math::Under(piece, note) | Math::Braced(piece, note) => [
            line(piece, notation),
            glyphs("{", notation.charset()),
            line(note, notation),
            glyphs("}", notation.charset()),
        ]
        .concat(),
        Math::Looking(look, piece) => signed(*look, line(piece, notation), notation.charset()),
    }
}

/// Pieces side by side. A quotient that is multiplied or has a minus before it stands in brackets, since there is no
/// bar to hold it together.
fn row(pieces: &[Math], notation: Notation) -> Line {
    let mut all = Line::new();
    let mut after_sign = false;
    let mut pieces = pieces.iter();
    while let Some(piece) = pieces.next() {
        all.extend(match (differentiation(piece), notation) {
            (Some(by), Notation::Ascii) => {
                pieces.next().map_or_else(Line::new, |of| typed_derivative(of, by))
            }
            _ if after_sign && is_quotient(piece) => fenced(Fence::Round, line(piece, notation), notation),
            _ => line(piece, notation),
        });
        after_sign = matches!(piece, Math::Operator(Operator::Times | Operator::Negative));
    }
    all
}

fn is_quotient(math: &Math) -> bool {
    match math {
        Math::Fraction(over, _) => differential(over).is_none() && differentiation(math).is_none(),
        Math::Under(piece, _) | Math::Braced(piece, _) | Math::Looking(_, piece) => is_quotient(piece),
        _ => false,
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
        Look::Mark(mark) => (sign(mark.strand, charset).to_string(), ""),
        Look::Asked(_) => (String::new(), ""),
    };
    inside.splice(0..0, glyphs(&before, charset));
    inside.extend(glyphs(after, charset));
    paint(&mut inside, look);
    inside
}

fn fenced(fence: Fence, inside: Line, notation: Notation) -> Line {
    let (open, close) = match fence {
        Fence::Round => ("(", ")"),
        Fence::Square => ("[", "]"),
    };
    [glyphs(open, notation.charset()), inside, glyphs(close, notation.charset())].concat()
}

/// A piece in brackets, unless it holds together well enough without.
fn guarded(math: &Math, at_least: Binding, notation: Notation) -> Line {
    let inside = line(math, notation);
    if binding(math) >= at_least { inside } else { fenced(Fence::Round, inside, notation) }
}

/// `over/under`, and with ASCII `d(MSE)/d(w_211)` for a partial derivative.
fn fraction(over: &Math, under: &Math, notation: Notation) -> Line {
    if let (Some(of), Some(by), Notation::Ascii) = (differential(over), differential(under), notation) {
        return typed_derivative(of, by);
    }
    let tight = |math| guarded(math, Binding::Whole, notation);
    [tight(over), glyphs("/", notation.charset()), tight(under)].concat()
}

/// `d(MSE)/d(w_211)`
fn typed_derivative(of: &Math, by: &Math) -> Line {
    let inside = |math: &Math| match math {
        Math::Fenced(_, inside) => line(inside, Notation::Ascii),
        math => line(math, Notation::Ascii),
    };
    let write = |text| glyphs(text, Charset::Ascii);
    [write("d("), inside(of), write(")/d("), inside(by), write(")")].concat()
}

/// The variable of ∂/∂x, which stands before what is differentiated.
fn differentiation(math: &Math) -> Option<&Math> {
    match math {
        Math::Fraction(over, under) if **over == Math::Operator(Operator::Partial) => differential(under),
        _ => None,
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

fn scripts(base: &Math, sub: Option<&Math>, sup: Option<&Math>, notation: Notation) -> Line {
    let mut all = guarded(base, Binding::Whole, notation);
    if notation == Notation::Small
        && let Some(small) = small_scripts(sub.map(dense).as_ref(), sup.map(dense).as_ref())
    {
        all.extend(small);
        return all;
    }
    if let Some(sub) = sub {
        all.extend(glyphs("_", notation.charset()));
        all.extend(subscript(sub, notation));
    }
    if let Some(sup) = sup {
        all.extend(glyphs("^", notation.charset()));
        let raised = guarded(sup, Binding::Whole, notation);
        all.extend(raised.into_iter().filter(|glyph| glyph.character != ' '));
    }
    all
}

/// A script without spaces.
pub(super) fn dense(script: &Math) -> Line {
    let mut line = line(script, Notation::Typed);
    line.retain(|glyph| glyph.character != ' ');
    line
}

/// A subscript without spaces: `out_1` after a word, `2,10,3` between numbers.
fn subscript(sub: &Math, notation: Notation) -> Line {
    let pieces = match sub {
        Math::Row(pieces) => pieces.as_slice(),
        piece => std::slice::from_ref(piece),
    };
    let mut all = Line::new();
    let mut after_word = false;
    for piece in pieces {
        match piece {
            Math::Operator(Operator::Comma) => {
                all.extend(glyphs(if after_word { "_" } else { "," }, notation.charset()));
            }
            piece => all.extend(guarded(piece, Binding::Product, notation)),
        }
        after_word = matches!(piece, Math::Name(name) | Math::Words(name) if name.chars().count() > 1);
    }
    all
}

/// `Σ(e=1…E) body`, or `sum(e, 1, E, body)` as it is typed.
fn sum(limits: [&Math; 3], body: &Math, notation: Notation) -> Line {
    let [index, from, to] = limits.map(|limit| line(limit, notation));
    let write = |text: &str| glyphs(text, notation.charset());
    match notation {
        Notation::Small => {
            let body = guarded(body, Binding::Product, notation);
            [write("Σ("), index, write("="), from, write("…"), to, write(") "), body].concat()
        }
        Notation::Ascii | Notation::Typed => {
            let body = line(body, notation);
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
        Math::Operator(Operator::Partial) => Binding::Whole,
        Math::Fraction(..) | Math::Sum { .. } => Binding::Product,
        Math::Operator(_) => Binding::Loose,
        Math::Under(piece, _) | Math::Braced(piece, _) | Math::Looking(_, piece) => binding(piece),
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
