//! Formulas in `MathML` Core, each with its words for those who hear it.
//!
//! Three habits of browsers are met here: brackets stretch only where their content is tall, and every bracketed
//! group is a row of its own, so that a tall neighbour does not stretch it; a prime is an operator without room
//! beside it.

use super::attributes;
use super::breaking;
use super::breaking::Side;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::render::Charset;
use crate::render::breaking::ems;
use crate::render::sign;
use crate::render::speech;
use crate::render::xml::escaped;

/// A formula on a line of its own, or on several.
pub(super) fn block(math: &Math) -> String {
    let words = escaped(&speech::words(math));
    if ems(math) <= breaking::NARROW {
        return format!("<math display=\"block\" aria-label=\"{words}\">{}</math>", inside(&written(math)));
    }
    let (lead, sides) = breaking::sides(math);
    let side = |side: &Side| {
        let class = if side.is_value { "side result" } else { "side" };
        format!("<div class=\"{class}\">{}</div>", side.written)
    };
    let sides: Vec<String> = sides.iter().map(side).collect();
    let content = if sides.is_empty() {
        format!("<div class=\"side\">{lead}</div>")
    } else {
        format!("<div class=\"lead\">{lead}</div><div class=\"sides\">{}</div>", sides.concat())
    };
    format!("<div class=\"formula\" role=\"math\" aria-label=\"{words}\" tabindex=\"0\">{content}</div>")
}

/// A formula within a line.
pub(super) fn within_text(math: &Math) -> String {
    format!("<math aria-label=\"{}\">{}</math>", escaped(&speech::words(math)), inside(&written(math)))
}

/// A formula in a box, whose frame already says if all of it has changed.
pub(super) fn boxed(math: &Math) -> String {
    match math {
        Math::Looking(Look::Role(Role::Changed | Role::Constant), all) => within_text(all),
        math => within_text(math),
    }
}

/// Formulas under one another, lined up at the ends of their odd cells.
pub(super) fn aligned(rows: &[Vec<Math>]) -> String {
    let words: Vec<String> = rows.iter().map(|cells| speech::words(&Math::Row(cells.clone()))).collect();
    let words = escaped(&words.join(". "));
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(ems).fold(0.0, f64::max);
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width: f64 = (0..count).map(widest).sum();
    if width > breaking::NARROW {
        return system(rows, &words, width);
    }
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

/// Rows that are too wide for a telephone, and stand one by one where there is no room for them lined up.
fn system(rows: &[Vec<Math>], words: &str, width: f64) -> String {
    let class = match width {
        width if width <= 23.0 => "w28",
        width if width <= 35.0 => "w42",
        _ => "w56",
    };
    let cell = |(number, cell): (usize, &Math)| {
        let side = if number % 2 == 0 { "left" } else { "right" };
        format!("<span class=\"{side}\">{}</span>", breaking::broken(cell))
    };
    let row = |cells: &Vec<Math>| {
        let cells: Vec<String> = cells.iter().enumerate().map(cell).collect();
        format!("<div>{}</div>", cells.concat())
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("<div class=\"system {class}\" role=\"math\" aria-label=\"{words}\">{}</div>", rows.concat())
}

/// A formula as one element.
pub(super) fn written(math: &Math) -> String {
    match math {
        Math::Name(text) => format!("<mi>{}</mi>", escaped(text)),
        Math::Number(digits) => format!("<mn>{}</mn>", escaped(&digits.replace('-', "−"))),
        Math::Words(text) => format!("<mtext>{}</mtext>", escaped(text)),
        Math::Operator(sign) => operator(*sign).to_owned(),
        Math::Row(pieces) => row(pieces),
        Math::Fraction(over, under) => format!("<mfrac>{}{}</mfrac>", written(over), written(under)),
        Math::Scripts { base, sub, sup } => match (sub, sup) {
            (Some(sub), Some(sup)) => {
                format!("<msubsup>{}{}{}</msubsup>", written(base), script(sub), script(sup))
            }
            (Some(sub), None) => format!("<msub>{}{}</msub>", written(base), script(sub)),
            (None, Some(sup)) => format!("<msup>{}{}</msup>", written(base), script(sup)),
            (None, None) => written(base),
        },
        Math::Fenced(fence, inside) => fenced(*fence, inside),
        Math::Sum { index, from, to, body } => {
            format!("<mrow>{}{}</mrow>", sum_head([index, from, to]), written(body))
        }
        Math::Under(piece, note) => format!("<munder>{}{}</munder>", written(piece), written(note)),
        Math::Braced(piece, name) => {
            let braced = format!("<munder>{}<mo stretchy=\"true\">⏟</mo></munder>", written(piece));
            format!("<munder>{braced}{}</munder>", written(name))
        }
        Math::Looking(look, piece) => looking(*look, &written(piece)),
    }
}

/// Pieces beside one another.
fn row(pieces: &[Math]) -> String {
    let last = pieces.len().saturating_sub(1);
    let piece = |(at, piece): (usize, &Math)| match piece {
        // Between two others a sign is infix anyway.
        Math::Operator(sign) if at > 0 && at < last => operator(*sign).replace(" form=\"infix\"", ""),
        piece => written(piece),
    };
    match pieces {
        [piece] => written(piece),
        pieces => format!("<mrow>{}</mrow>", pieces.iter().enumerate().map(piece).collect::<String>()),
    }
}

/// What stands in a `math` element, which is a row by itself.
pub(super) fn inside(written: &str) -> &str {
    let Some(pieces) = written.strip_prefix("<mrow>").and_then(|rest| rest.strip_suffix("</mrow>")) else {
        return written;
    };
    // The first row may end before the last does.
    let mut open = 0_i32;
    let ends_within = pieces.split('<').any(|tag| {
        open += i32::from(tag.starts_with("mrow")) - i32::from(tag.starts_with("/mrow"));
        open < 0
    });
    if ends_within { written } else { pieces }
}

/// A script. One of several signs that are all upright is a text: `out,1`, `211`, `(2)`.
fn script(math: &Math) -> String {
    let text = if matches!(math, Math::Row(_) | Math::Fenced(..)) { upright(math) } else { None };
    text.map_or_else(|| written(math), |text| format!("<mtext>{}</mtext>", escaped(&text)))
}

fn upright(math: &Math) -> Option<String> {
    match math {
        Math::Name(text) if text.chars().count() > 1 => Some(text.clone()),
        Math::Number(digits) if digits.bytes().all(|sign| sign.is_ascii_digit()) => Some(digits.clone()),
        Math::Operator(Operator::Comma) => Some(",".to_owned()),
        Math::Row(pieces) => pieces.iter().map(upright).collect(),
        Math::Fenced(Fence::Round, inside) => Some(format!("({})", upright(inside)?)),
        _ => None,
    }
}

fn fenced(fence: Fence, inside: &Math) -> String {
    let [open, close] = bracket(fence, inside.is_tall());
    format!("<mrow>{open}{}{close}</mrow>", written(inside))
}

/// A pair of brackets, which grow if what they embrace is tall.
pub(super) fn bracket(fence: Fence, stretchy: bool) -> [String; 2] {
    let pair = match fence {
        Fence::Round => ["(", ")"],
        Fence::Square => ["[", "]"],
    };
    pair.map(|bracket| format!("<mo stretchy=\"{stretchy}\">{bracket}</mo>"))
}

/// Σ with its limits.
pub(super) fn sum_head([index, from, to]: [&Math; 3]) -> String {
    let [index, from, to] = [index, from, to].map(written);
    let sum = "<mo movablelimits=\"false\">∑</mo>";
    format!("<munderover>{sum}<mrow>{index}<mo>=</mo>{from}</mrow>{to}</munderover>")
}

/// A piece in its look; a mark has its sign underneath.
pub(super) fn looking(look: Look, inside: &str) -> String {
    let attributes = attributes(look);
    match look {
        Look::Mark(mark) => {
            let sign = sign(mark.strand, Charset::Unicode);
            format!("<munder{attributes}>{inside}<mo>{sign}</mo></munder>")
        }
        Look::Role(Role::Differs | Role::Error) => {
            format!("<munder{attributes}>{inside}<mo>✗</mo></munder>")
        }
        Look::Role(_) | Look::Asked(_) => format!("<mrow{attributes}>{inside}</mrow>"),
    }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "<mo form=\"infix\">+</mo>",
        Operator::Minus => "<mo form=\"infix\">−</mo>",
        Operator::Negative => "<mo form=\"prefix\">−</mo>",
        Operator::Times => "<mo form=\"infix\">·</mo>",
        Operator::Equals => "<mo form=\"infix\">=</mo>",
        Operator::Approximately => "<mo form=\"infix\" class=\"about\">≈</mo>",
        Operator::Differs => "<mo form=\"infix\">≠</mo>",
        Operator::Comma => "<mo separator=\"true\">,</mo>",
        Operator::Partial => "<mo lspace=\"0\" rspace=\"0\">∂</mo>",
        Operator::Prime => "<mo lspace=\"0\" rspace=\"0\">′</mo>",
        Operator::Becomes => "<mo stretchy=\"false\">→</mo>",
        Operator::Dots => "<mo>…</mo>",
        Operator::Unknown => "<mo>?</mo>",
    }
}
