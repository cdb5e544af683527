//! Formulas as LaTeX, without the dollar signs around them.

use super::commands::spelt_out;
use super::escape::escaped;
use super::escape::greek;
use crate::page::Cell;
use crate::page::Fence;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::page::Strand;

/// Names that LaTeX has commands for.
const FUNCTIONS: [&str; 6] = ["exp", "ln", "max", "min", "tanh", "log"];

/// How the commands for looks are written.
#[derive(Clone, Copy)]
pub(super) enum Commands {
    /// By their names, which the preamble defines.
    Named,
    /// By what they stand for, where there is no preamble.
    SpeltOut,
}

/// A formula as LaTeX, without the dollar signs around it.
pub(super) fn written(math: &Math, commands: Commands) -> String {
    let written = |math: &Math| written(math, commands);
    match math {
        Math::Name(text) => name(text),
        Math::Number(digits) => number(&digits.replace('−', "-")),
        Math::Words(text) => format!("\\text{{{}}}", escaped(text)),
        Math::Operator(sign) => operator(*sign).to_owned(),
        Math::Row(pieces) => pieces.iter().map(written).collect(),
        Math::Fraction(over, under) => format!("\\frac{{{}}}{{{}}}", written(over), written(under)),
        Math::Scripts { base, sub, sup } => {
            let base = based(base, written(base));
            base + &script("_", sub.as_deref().map(written)) + &script("^", sup.as_deref().map(written))
        }
        Math::Fenced(fence, inside) => fenced(*fence, inside.is_tall(), &written(inside)),
        Math::Sum { index, from, to, body } => {
            let [index, from, to, body] = [index, from, to, body].map(|piece| written(piece));
            format!("\\sum_{{{index}={from}}}^{{{to}}} {body}")
        }
        Math::Under(piece, note) => format!("\\underset{{{}}}{{{}}}", written(note), written(piece)),
        Math::Braced(piece, name) => format!("\\underbrace{{{}}}_{{{}}}", written(piece), written(name)),
        Math::Looking(look, piece) => looking(*look, &written(piece), commands),
    }
}

fn name(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => letter.to_string(),
        (Some(letter), None) if greek(letter).is_some() => {
            format!("\\{} ", greek(letter).unwrap_or_default())
        }
        _ if FUNCTIONS.contains(&text) => format!("\\{text} "),
        _ => text_in_math(text),
    }
}

/// Digits as they are, and 1e-17 as 1 · 10⁻¹⁷.
fn number(digits: &str) -> String {
    let is_plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c));
    match digits.split_once('e') {
        _ if is_plain(digits) => digits.to_owned(),
        Some((factor, power)) if is_plain(factor) && is_plain(power) => {
            format!("{factor} \\cdot 10^{{{power}}}")
        }
        _ => text_in_math(digits),
    }
}

/// Upright letters.
fn text_in_math(text: &str) -> String {
    let command = if text.chars().all(|c| c.is_ascii_alphanumeric()) { "mathrm" } else { "text" };
    if text.chars().all(|c| c.is_ascii_digit()) {
        text.to_owned()
    } else {
        format!("\\{command}{{{}}}", escaped(text))
    }
}

fn fenced(fence: Fence, is_tall: bool, inside: &str) -> String {
    let (open, close) = match fence {
        Fence::Round => ("(", ")"),
        Fence::Square => ("[", "]"),
    };
    if is_tall { format!("\\left{open}{inside}\\right{close}") } else { format!("{open}{inside}{close}") }
}

/// What scripts may hang on.
fn based(base: &Math, written: String) -> String {
    match base {
        Math::Name(_) | Math::Number(_) | Math::Fenced(..) => written,
        _ => format!("{{{written}}}"),
    }
}

fn script(sign: &str, written: Option<String>) -> String {
    written.map_or(String::new(), |script| format!("{sign}{{{script}}}"))
}

/// The command of a strand, and its sign.
pub(super) fn strand(strand: Strand) -> (&'static str, &'static str) {
    match strand {
        Strand::Cost => ("gwcost", "\\square"),
        Strand::Activation => ("gwactivation", "\\sim"),
        Strand::DotProduct => ("gwdotproduct", "\\bullet"),
    }
}

pub(super) fn looking(look: Look, inside: &str, commands: Commands) -> String {
    let name = match look {
        Look::Role(Role::Changed) => "gwchanged",
        Look::Role(Role::Strong) => "gwstrong",
        Look::Role(Role::Constant | Role::Dimmed) => "gwdimmed",
        Look::Role(Role::Agrees) => "gwagrees",
        Look::Role(Role::Differs | Role::Error) => "gwdiffers",
        Look::Mark(mark) => strand(mark.strand).0,
        Look::Asked(_) => return inside.to_owned(),
    };
    match commands {
        Commands::Named => format!("\\{name}{{{inside}}}"),
        Commands::SpeltOut => spelt_out(name, inside),
    }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => " + ",
        Operator::Minus => " - ",
        Operator::Negative => "{-}",
        Operator::Times => " \\cdot ",
        Operator::Equals => " = ",
        Operator::Approximately => " \\approx ",
        Operator::Differs => " \\neq ",
        Operator::Comma => ", ",
        Operator::Partial => "\\partial ",
        Operator::Prime => "'",
        Operator::Becomes => " \\to ",
        Operator::Dots => "\\dots ",
        Operator::Unknown => "{?}",
    }
}

/// Boxes with the names of their rows and columns.
pub(super) fn grid(grid: &Grid) -> String {
    let name = |Cell(runs): &Cell| {
        if runs.is_empty() { String::new() } else { format!("\\text{{{}}}", super::inline(runs)) }
    };
    let line = |cells: Vec<String>| cells.join(" & ") + " \\\\\n";
    if grid.frame == Frame::Brackets {
        // The words above a matrix say what its rows and columns are.
        let row = |(_, cells): &(Cell, Vec<Math>)| {
            line(cells.iter().map(|math| written(math, Commands::Named)).collect())
        };
        let rows: String = grid.rows.iter().map(row).collect();
        return format!("\\begin{{bmatrix}}\n{rows}\\end{{bmatrix}}\n");
    }
    let head = std::iter::once(String::new()).chain(grid.columns.iter().map(name)).collect();
    let head = if grid.columns.is_empty() { String::new() } else { line(head) };
    let boxed = |math: &Math| format!("\\boxed{{{}}}", written(math, Commands::Named));
    let rows = grid
        .rows
        .iter()
        .map(|(title, boxes)| line(std::iter::once(name(title)).chain(boxes.iter().map(boxed)).collect()));
    let rows: String = rows.collect();
    let count = grid.rows.iter().map(|(_, boxes)| boxes.len()).max().unwrap_or(0).max(grid.columns.len());
    format!("\\begin{{array}}{{l{}}}\n{head}{rows}\\end{{array}}\n", "c".repeat(count))
}
