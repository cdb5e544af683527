//! Pages as fragments of HTML: formulas in `MathML` Core, diagrams as SVG within the page.
//!
//! [`document`] is a whole file. A page of another making that holds such fragments brings [`STYLE`] and [`FONT`]
//! along. Whatever carries a mark has it as `data-mark`, so that a script can let it light up with the others.

mod breaking;
mod document;
mod mathml;

pub use document::FONT;
pub use document::document;
pub use document::font_face;

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use super::sign;
use super::svg;
use super::xml::escaped;
use super::xml::in_charset;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Rule;
use crate::page::Strand;
use crate::page::Table;

/// The renderer for browsers.
#[derive(Clone, Copy, Debug)]
pub struct Html;

/// What the classes look like.
pub const STYLE: &str = include_str!("style.css");

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn heading(&self, level: Level, text: &str, _: &Style) -> String {
        let tag = match level {
            Level::Page => "h1",
            Level::Part => "h2",
        };
        format!("<{tag}>{}</{tag}>\n", escaped(text))
    }

    fn prose(&self, runs: &[Inline], _: &Style) -> String {
        format!("<p>{}</p>\n", inline(runs))
    }

    fn equation(&self, math: &Math, _: &Style) -> String {
        mathml::block(math) + "\n"
    }

    fn aligned(&self, rows: &[Vec<Math>], _: &Style) -> String {
        mathml::aligned(rows) + "\n"
    }

    fn table(&self, table: &Table, _: &Style) -> String {
        let header: String = table.header.iter().map(|cells| header_row(table, cells)).collect();
        let rows = table.rows.iter().zip(cells(table)).map(|(row, cells)| {
            let class = match row.above {
                Rule::None => "",
                Rule::Line => " class=\"line\"",
            };
            format!("<tr{class}>{cells}</tr>\n")
        });
        let rows: String = rows.collect();
        scrolling(&format!("<table>\n<thead>\n{header}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"))
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        in_charset(format!("<figure tabindex=\"0\">\n{}</figure>\n", svg::embedded(diagram)), style.charset)
    }

    fn grid(&self, grid: &Grid, _: &Style) -> String {
        let name = |Cell(runs): &Cell| heading_cell("col", "", runs);
        let names: Vec<String> = grid.columns.iter().map(name).collect();
        let names = names.concat();
        let boxed =
            |math: &Math| format!("<td class=\"box{}\">{}</td>", box_class(math), mathml::boxed(math));
        let row = |(Cell(runs), boxes): &(Cell, Vec<Math>)| {
            let boxes: Vec<String> = boxes.iter().map(boxed).collect();
            format!("<tr>{}{}</tr>\n", heading_cell("row", "", runs), boxes.concat())
        };
        let rows: Vec<String> = grid.rows.iter().map(row).collect();
        let head = if grid.columns.is_empty() {
            String::new()
        } else {
            format!("<thead><tr><td></td>{names}</tr></thead>\n")
        };
        let class = match grid.frame {
            Frame::Boxes => "grid",
            Frame::Brackets => "grid matrix",
        };
        scrolling(&format!("<table class=\"{class}\">\n{head}<tbody>{}</tbody></table>\n", rows.concat()))
    }

    fn badge(&self, runs: &[Inline], _: &Style) -> String {
        format!("<p class=\"badge\">{}</p>\n", inline(runs))
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        let side = |blocks: &[Block]| {
            let blocks: String = blocks.iter().map(|block| self.block(block, style)).collect();
            format!("<div>\n{blocks}</div>\n")
        };
        format!("<div class=\"beside\">\n{}{}</div>\n", side(left), side(right))
    }

    fn page(&self, page: &Page, style: &Style) -> String {
        let title = self.heading(Level::Page, &page.title, style);
        let blocks: String = page.blocks.iter().map(|block| self.block(block, style)).collect();
        format!("<article>\n{title}{blocks}</article>\n")
    }
}

/// A table that scrolls by itself where it is wider than the page.
fn scrolling(table: &str) -> String {
    format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\">\n{table}</div>\n")
}

/// A cell that names a row or a column, unless it says nothing.
fn heading_cell(scope: &str, class: &str, runs: &[Inline]) -> String {
    match inline(runs) {
        words if words.is_empty() => format!("<td{class}></td>"),
        words => format!("<th scope=\"{scope}\"{class}>{words}</th>"),
    }
}

/// The frame of a box looks like the whole of what is in it.
fn box_class(math: &Math) -> String {
    match math {
        Math::Looking(Look::Role(role), _) => format!(" {}", role_class(*role)),
        Math::Looking(Look::Mark(_), _) => " mark".to_owned(),
        _ => String::new(),
    }
}

fn header_row(table: &Table, cells: &[Cell]) -> String {
    let cell = |(number, Cell(runs)): (usize, &Cell)| heading_cell("col", column_class(table, number), runs);
    format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>())
}

/// The cells of each row. In a column of numbers each is followed by as much room as lines up the decimal points:
/// `data-pad` holds what a style sheet puts there unseen.
pub fn cells(table: &Table) -> Vec<String> {
    let fraction = |cell: &Cell| decimals(cell).map_or(0, |decimals| decimals.chars().count());
    let longest = |number: usize| {
        table.rows.iter().filter_map(|row| row.cells.get(number)).map(fraction).max().unwrap_or(0)
    };
    let longest: Vec<usize> = (0..table.columns.len()).map(longest).collect();
    let cell = |(number, cell): (usize, &Cell)| match table.columns.get(number) {
        Some(Column::Name) => heading_cell("row", "", &cell.0),
        Some(Column::Decimal) if decimals(cell).is_some() => {
            let missing = longest[number] - fraction(cell);
            // The point belongs to what is missing.
            let pad = if missing == longest[number] { ".0" } else { "0" };
            let pad = format!("{pad}{}", "0".repeat(missing)).chars().take(missing).collect::<String>();
            format!("<td class=\"decimal\" data-pad=\"{pad}\">{}</td>", inline(&cell.0))
        }
        _ => format!("<td{}>{}</td>", column_class(table, number), inline(&cell.0)),
    };
    table.rows.iter().map(|row| row.cells.iter().enumerate().map(cell).collect()).collect()
}

/// What stands behind the whole part of the number in a cell, with its point or its power of ten; nothing where the
/// cell does not end in a number.
fn decimals(Cell(runs): &Cell) -> Option<&str> {
    match runs.last()? {
        Inline::Math(math) => decimals_of(math),
        Inline::Looking(_, inner) => match inner.last()? {
            Inline::Math(math) => decimals_of(math),
            _ => None,
        },
        _ => None,
    }
}

fn decimals_of(math: &Math) -> Option<&str> {
    match math {
        Math::Number(digits) => Some(digits.find(['.', 'e']).map_or("", |point| &digits[point..])),
        Math::Looking(_, inner) => decimals_of(inner),
        _ => None,
    }
}

fn column_class(table: &Table, number: usize) -> &'static str {
    match table.columns.get(number) {
        Some(Column::Right) => " class=\"right\"",
        Some(Column::Decimal) => " class=\"decimal\"",
        Some(Column::Name | Column::Left) | None => "",
    }
}

/// A run of words and formulas within a line. Brackets and full stops stay on the line of the formula that they touch.
pub fn inline(runs: &[Inline]) -> String {
    let cuts: Vec<[&str; 3]> = (0..runs.len()).map(|at| cut(runs, at)).collect();
    let cut_of = |at: Option<usize>, side: usize| at.and_then(|at| cuts.get(at)).map_or("", |cut| cut[side]);
    let written = |(at, run): (usize, &Inline)| match run {
        Inline::Text(_) => escaped(cuts[at][1]),
        Inline::Math(math) => {
            let (before, after) = (cut_of(at.checked_sub(1), 2), cut_of(Some(at + 1), 0));
            let formula = mathml::within_text(math);
            match (before, after) {
                ("", "") => formula,
                (before, after) => {
                    format!("<span class=\"kept\">{}{formula}{}</span>", escaped(before), escaped(after))
                }
            }
        }
        Inline::Code(text) => format!("<code>{}</code>", escaped(text)),
        Inline::Looking(look, runs) => {
            let sign = match look {
                Look::Mark(mark) => sign(mark.strand, Charset::Unicode).to_string(),
                Look::Role(Role::Differs | Role::Error) => "✗".to_owned(),
                Look::Role(_) | Look::Asked(_) => String::new(),
            };
            format!("<span{}>{sign}{}</span>", attributes(*look), inline(runs))
        }
    };
    runs.iter().enumerate().map(written).collect()
}

/// A text in three pieces: what closes the formula before it, the rest, and what opens the one behind it.
fn cut(runs: &[Inline], at: usize) -> [&str; 3] {
    let is_formula =
        |at: Option<usize>| at.and_then(|at| runs.get(at)).is_some_and(|run| matches!(run, Inline::Math(_)));
    let Inline::Text(text) = &runs[at] else { return [""; 3] };
    let closes = |sign: char| ".,;:!?)]’”".contains(sign);
    let rest = if is_formula(at.checked_sub(1)) { text.trim_start_matches(closes) } else { text };
    let middle = if is_formula(Some(at + 1)) { rest.trim_end_matches(['(', '[', '“']) } else { rest };
    [&text[..text.len() - rest.len()], middle, &rest[middle.len()..]]
}

/// The attributes that show a look.
fn attributes(look: Look) -> String {
    match look {
        Look::Role(role) => format!(" class=\"{}\"", role_class(role)),
        Look::Mark(mark) => format!(" class=\"{}\" data-mark=\"{mark}\"", strand_class(mark.strand)),
        Look::Asked(number) => format!(" data-asked=\"{number}\""),
    }
}

fn role_class(role: Role) -> &'static str {
    match role {
        Role::Changed => "changed",
        Role::Constant => "constant",
        Role::Dimmed => "dimmed",
        Role::Strong => "strong",
        Role::Agrees => "agrees",
        Role::Differs => "differs",
        Role::Error => "error",
    }
}

fn strand_class(strand: Strand) -> &'static str {
    match strand {
        Strand::Cost => "cost",
        Strand::Activation => "activation",
        Strand::DotProduct => "dot-product",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn formulas() {
        let style = Style::default();
        assert_snapshot!(Html.equation(&samples::general(), &style), @r#"<div class="formula" role="math" aria-label="the partial derivative of M S E with respect to w 2 f n equals changed to 1 over capital N end of change times the sum over e from 1 to capital E of cost factor open bracket o out n upper e minus y n upper e close bracket times activation factor o out n upper e times open bracket 1 minus o out n upper e close bracket end factor times dot product factor h out 1 upper e end sum" tabindex="0"><div class="lead"><math><mfrac><mrow><mo lspace="0" rspace="0">∂</mo><mi>MSE</mi></mrow><mrow><mo lspace="0" rspace="0">∂</mo><msub><mi>w</mi><mrow><mi>2</mi><mi>f</mi><mi>n</mi></mrow></msub></mrow></mfrac></math></div><div class="sides"><div class="side"><math><mo form="infix">=</mo><mrow class="changed"><mfrac><mn>1</mn><mi>N</mi></mfrac></mrow></math><span class="part"><math><mo form="infix">·</mo><mrow><munderover><mo movablelimits="false">∑</mo><mrow><mi>e</mi><mo>=</mo><mn>1</mn></mrow><mi>E</mi></munderover><munder class="cost" data-mark="1"><mrow><mo stretchy="false">(</mo><mrow><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>n</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>−</mo><msubsup><mi>y</mi><mi>n</mi><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mo stretchy="false">)</mo></mrow><mo>▫</mo></munder></mrow></math><math><mo form="infix">·</mo><munder class="activation" data-mark="1"><mrow><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>n</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>·</mo><mrow><mo stretchy="false">(</mo><mrow><mn>1</mn><mo>−</mo><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>n</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mo stretchy="false">)</mo></mrow></mrow><mo>∿</mo></munder></math><math><mrow><mrow><mo form="infix">·</mo><munder class="dot-product" data-mark="1"><msubsup><mi>h</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>•</mo></munder></mrow></mrow></math></span></div></div></div>"#);
        assert_snapshot!(Html.equation(&samples::with_values(), &style), @r#"<div class="formula" role="math" aria-label="sigma prime of x equals fraction exp of open bracket minus x close bracket over open bracket 1 plus exp of open bracket minus x close bracket close bracket squared end fraction equals open bracket 1 plus exp of open bracket minus x close bracket close bracket to the power minus 2 end power, with 0.25 under it, times w 2 1 1, with minus 0.004 under it" tabindex="0"><div class="lead"><math><mi>σ</mi><mo lspace="0" rspace="0">′</mo><mrow><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></mrow></math></div><div class="sides"><div class="side"><math><mo form="infix">=</mo><mfrac><mrow><mi>exp</mi><mrow><mo stretchy="false">(</mo><mrow><mo form="prefix">−</mo><mi>x</mi></mrow><mo stretchy="false">)</mo></mrow></mrow><msup><mrow><mo stretchy="false">(</mo><mrow><mn>1</mn><mo>+</mo><mrow><mi>exp</mi><mrow><mo stretchy="false">(</mo><mrow><mo form="prefix">−</mo><mi>x</mi></mrow><mo stretchy="false">)</mo></mrow></mrow></mrow><mo stretchy="false">)</mo></mrow><mn>2</mn></msup></mfrac></math></div><div class="side"><math><mo form="infix">=</mo><munder><msup><mrow><mo stretchy="false">(</mo><mrow><mn>1</mn><mo>+</mo><mrow><mi>exp</mi><mrow><mo stretchy="false">(</mo><mrow><mo form="prefix">−</mo><mi>x</mi></mrow><mo stretchy="false">)</mo></mrow></mrow></mrow><mo stretchy="false">)</mo></mrow><mrow><mo form="prefix">−</mo><mn>2</mn></mrow></msup><mn>0.25</mn></munder><mo>·</mo><munder><msub><mi>w</mi><mrow><mi>2</mi><mi>1</mi><mi>1</mi></mrow></msub><mn>−0.004</mn></munder></math></div></div></div>"#);
        assert_snapshot!(Html.aligned(&samples::rows()[1..], &style), @r#"<div class="system w28" role="math" aria-label="t equals cost factor open bracket o out 1 upper 2 minus y 1 upper 2 close bracket times activation factor o out 1 upper 2 times open bracket 1 minus o out 1 upper 2 close bracket end factor times dot product factor h out 1 upper 2"><div><span class="left"><math><mi>t</mi></math></span><span class="right"><math><mo form="infix">=</mo><munder class="cost" data-mark="1"><mrow><mo stretchy="false">(</mo><mrow><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>−</mo><msubsup><mi>y</mi><mi>1</mi><mrow><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mo stretchy="false">)</mo></mrow><mo>▫</mo></munder></math><math><mo form="infix">·</mo><munder class="activation" data-mark="1"><mrow><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>·</mo><mrow><mo stretchy="false">(</mo><mrow><mn>1</mn><mo>−</mo><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mo stretchy="false">)</mo></mrow></mrow><mo>∿</mo></munder></math><math><mo form="infix">·</mo><munder class="dot-product" data-mark="1"><msubsup><mi>h</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></mrow></msubsup><mo>•</mo></munder></math></span></div></div>"#);
    }

    #[test]
    fn what_changed_is_in_one_box_however_long_it_is() {
        let term = |at: usize| {
            Math::Fraction(Box::new(Math::number("1234")), Box::new(Math::number(format!("56{at}"))))
        };
        let plus = Math::Operator(crate::page::Operator::Plus);
        let sum: Vec<Math> = (0..20).flat_map(|at| [plus.clone(), term(at)]).skip(1).collect();
        let changed = Math::Looking(Look::Role(Role::Changed), Box::new(Math::Row(sum)));
        let equals = Math::Operator(crate::page::Operator::Equals);
        let written =
            Html.equation(&Math::Row(vec![Math::Name("x".into()), equals, changed]), &Style::default());
        assert_eq!(written.matches("changed\"").count(), 1, "{written}");
        assert!(written.contains("<span class=\"part changed\">"), "{written}");
    }

    #[test]
    fn a_table() {
        assert_snapshot!(Html.table(&samples::table(), &Style::default()), @r#"
        <div class="scroll" tabindex="0" role="group">
        <table>
        <thead>
        <tr><th scope="col">example</th><th scope="col" class="decimal"><math aria-label="cost factor the partial derivative of M S E with respect to o out 1 upper e end factor"><munder class="cost" data-mark="1"><mfrac><mrow><mo lspace="0" rspace="0">∂</mo><mi>MSE</mi></mrow><mrow><mo lspace="0" rspace="0">∂</mo><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow></mfrac><mo>▫</mo></munder></math></th><th scope="col" class="decimal"><math aria-label="activation factor the partial derivative of o out 1 upper e with respect to o in 1 upper e end factor"><munder class="activation" data-mark="1"><mfrac><mrow><mo lspace="0" rspace="0">∂</mo><msubsup><mi>o</mi><mrow><mi>out</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mrow><mo lspace="0" rspace="0">∂</mo><msubsup><mi>o</mi><mrow><mi>in</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow></mfrac><mo>∿</mo></munder></math></th><th scope="col" class="decimal"><math aria-label="dot product factor the partial derivative of o in 1 upper e with respect to w 2 1 1 end factor"><munder class="dot-product" data-mark="1"><mfrac><mrow><mo lspace="0" rspace="0">∂</mo><msubsup><mi>o</mi><mrow><mi>in</mi><mo separator="true">,</mo><mi>1</mi></mrow><mrow><mo stretchy="false">(</mo><mi>e</mi><mo stretchy="false">)</mo></mrow></msubsup></mrow><mrow><mo lspace="0" rspace="0">∂</mo><msub><mi>w</mi><mrow><mi>2</mi><mi>1</mi><mi>1</mi></mrow></msub></mrow></mfrac><mo>•</mo></munder></math></th><th scope="col" class="decimal">product</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row"><math aria-label="open bracket 1 close bracket"><mo stretchy="false">(</mo><mi>1</mi><mo stretchy="false">)</mo></math></th><td class="decimal" data-pad=""><math aria-label="minus 0.377103"><mn>−0.377103</mn></math></td><td class="decimal" data-pad=""><math aria-label="0.2349"><mn>0.2349</mn></math></td><td class="decimal" data-pad="0"><math aria-label="0.79"><mn>0.79</mn></math></td><td class="decimal" data-pad=""><math aria-label="minus 0.07"><mn>−0.07</mn></math></td></tr>
        <tr><th scope="row"><math aria-label="open bracket 2 close bracket"><mo stretchy="false">(</mo><mi>2</mi><mo stretchy="false">)</mo></math></th><td class="decimal" data-pad="00000"><math aria-label="10.6"><mn>10.6</mn></math></td><td class="decimal" data-pad="00"><math aria-label="0.24"><mn>0.24</mn></math></td><td class="decimal" data-pad=""><math aria-label="1e-17"><mn>1e−17</mn></math></td><td class="decimal" data-pad=""><math aria-label="0.14"><mn>0.14</mn></math></td></tr>
        <tr class="line"><th scope="row">sum</th><td class="decimal"></td><td class="decimal"></td><td class="decimal"></td><td class="decimal" data-pad=""><span class="differs">✗<math aria-label="0.07"><mn>0.07</mn></math></span></td></tr>
        </tbody>
        </table>
        </div>
        "#);
    }
}
