//! Formulas in `MathML` Core, each with its words for those who hear it.
//!
//! Three habits of browsers are met here: brackets stretch only where their content is tall, and every bracketed
//! group is a row of its own, so that a tall neighbour does not stretch it; a prime is an operator without room
//! beside it.

use super::attributes;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::render::Charset;
use crate::render::sign;
use crate::render::speech;
use crate::render::xml::escaped;

/// A formula on a line of its own.
pub(super) fn block(math: &Math) -> String {
    let words = escaped(&speech::words(math));
    format!("<math display=\"block\" aria-label=\"{words}\">{}</math>", written(math))
}

/// A formula within a line.
pub(super) fn within_text(math: &Math) -> String {
    format!("<math aria-label=\"{}\">{}</math>", escaped(&speech::words(math)), written(math))
}

/// Formulas under one another, lined up at the ends of their odd cells.
pub(super) fn aligned(rows: &[Vec<Math>]) -> String {
    let words: Vec<String> = rows.iter().map(|cells| speech::words(&Math::Row(cells.clone()))).collect();
    let words = escaped(&words.join(". "));
    let cell = |(number, cell): (usize, &Math)| {
        let side = if number % 2 == 0 { "left" } else { "right" };
        format!("<mtd class=\"{side}\">{}</mtd>", written(cell))
    };
    let row =
        |cells: &Vec<Math>| format!("<mtr>{}</mtr>", cells.iter().enumerate().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<math display=\"block\" aria-label=\"{words}\"><mtable displaystyle=\"true\">{rows}</mtable></math>"
    )
}

/// A formula as one element.
fn written(math: &Math) -> String {
    match math {
        Math::Name(text) => format!("<mi>{}</mi>", escaped(text)),
        Math::Number(digits) => format!("<mn>{}</mn>", escaped(&digits.replace('-', "−"))),
        Math::Words(text) => format!("<mtext>{}</mtext>", escaped(text)),
        Math::Operator(sign) => operator(*sign).to_owned(),
        Math::Row(pieces) => format!("<mrow>{}</mrow>", pieces.iter().map(written).collect::<String>()),
        Math::Fraction(over, under) => format!("<mfrac>{}{}</mfrac>", written(over), written(under)),
        Math::Scripts { base, sub, sup } => match (sub, sup) {
            (Some(sub), Some(sup)) => {
                format!("<msubsup>{}{}{}</msubsup>", written(base), written(sub), written(sup))
            }
            (Some(sub), None) => format!("<msub>{}{}</msub>", written(base), written(sub)),
            (None, Some(sup)) => format!("<msup>{}{}</msup>", written(base), written(sup)),
            (None, None) => written(base),
        },
        Math::Fenced(fence, inside) => fenced(*fence, inside),
        Math::Sum { index, from, to, body } => {
            let [index, from, to, body] = [index, from, to, body].map(|piece| written(piece));
            let sum = "<mo movablelimits=\"false\">∑</mo>";
            let below = format!("<mrow>{index}<mo>=</mo>{from}</mrow>");
            format!("<mrow><munderover>{sum}{below}{to}</munderover>{body}</mrow>")
        }
        Math::Under(piece, note) => format!("<munder>{}{}</munder>", written(piece), written(note)),
        Math::Braced(piece, name) => {
            let braced = format!("<munder>{}<mo stretchy=\"true\">⏟</mo></munder>", written(piece));
            format!("<munder>{braced}{}</munder>", written(name))
        }
        Math::Looking(look, piece) => looking(*look, &written(piece)),
    }
}

fn fenced(fence: Fence, inside: &Math) -> String {
    let (open, close) = match fence {
        Fence::Round => ("(", ")"),
        Fence::Square => ("[", "]"),
    };
    let stretchy = inside.is_tall();
    format!(
        "<mrow><mo stretchy=\"{stretchy}\">{open}</mo>{}<mo stretchy=\"{stretchy}\">{close}</mo></mrow>",
        written(inside)
    )
}

/// A piece in its look; a mark has its sign underneath.
fn looking(look: Look, inside: &str) -> String {
    let attributes = attributes(look);
    match look {
        Look::Mark(mark) => {
            let sign = sign(mark.strand, Charset::Unicode);
            format!("<munder{attributes}>{inside}<mo stretchy=\"false\">{sign}</mo></munder>")
        }
        Look::Role(Role::Differs | Role::Error) => {
            format!("<munder{attributes}>{inside}<mo stretchy=\"false\">✗</mo></munder>")
        }
        Look::Role(_) => format!("<mrow{attributes}>{inside}</mrow>"),
    }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "<mo>+</mo>",
        Operator::Minus => "<mo>−</mo>",
        Operator::Negative => "<mo form=\"prefix\">−</mo>",
        Operator::Times => "<mo>·</mo>",
        Operator::Equals => "<mo>=</mo>",
        Operator::Approximately => "<mo>≈</mo>",
        Operator::Differs => "<mo>≠</mo>",
        Operator::Comma => "<mo separator=\"true\">,</mo>",
        Operator::Partial => "<mo lspace=\"0\" rspace=\"0\">∂</mo>",
        Operator::Prime => "<mo lspace=\"0\" rspace=\"0\">′</mo>",
        Operator::Becomes => "<mo stretchy=\"false\">→</mo>",
        Operator::Dots => "<mo>…</mo>",
        Operator::Unknown => "<mo>?</mo>",
    }
}
