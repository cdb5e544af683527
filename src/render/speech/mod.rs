//! Pages as words that can be read aloud, formulas and pictures included.
//!
//! Nothing is said by position: the end of a fraction, of a sum and of a bracket is spoken, and each number of a
//! table comes with the names of its row and column.

mod math;
mod written;

use super::Level;
use super::Renderer;
use super::Style;
use super::text;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Role;
use crate::page::Rule;
use crate::page::Table;

/// The renderer for what is heard.
#[derive(Clone, Copy, Debug)]
pub struct Speech;

/// Words with what is written among them in words too, on one line.
pub fn prose(runs: &[Inline]) -> String {
    one_line(&inline(runs))
}

/// A formula in words.
pub fn words(math: &Math) -> String {
    math::spoken(math)
}

impl Renderer for Speech {
    fn name(&self) -> &'static str {
        "speech"
    }

    fn heading(&self, _: Level, text: &str, style: &Style) -> String {
        sentence(&written::said(&one_line(text)), style)
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        text::written(inline(runs).trim(), style.charset) + "\n"
    }

    fn equation(&self, math: &Math, style: &Style) -> String {
        sentence(&math::spoken(math), style)
    }

    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String {
        rows.iter().map(|cells| self.equation(&Math::Row(cells.clone()), style)).collect()
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        let names = table.columns.iter().take_while(|&&column| column == Column::Name).count();
        let total = table.rows.iter().position(|row| row.above == Rule::Line).unwrap_or(table.rows.len());
        let (rows, totals) = table.rows.split_at(total);
        let rows = rows.iter().map(|row| spoken_row(table, &row.cells, names));
        let totals = totals.iter().map(|row| spoken_total(table, &row.cells, names));
        rows.chain(totals).map(|words| sentence(&words, style)).collect()
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        sentence(&prose(diagram.words()), style)
    }

    fn grid(&self, grid: &Grid, style: &Style) -> String {
        let rows = grid.rows.iter().flat_map(|(name, boxes)| {
            boxes.iter().enumerate().map(move |(at, math)| ([Some(name), grid.columns.get(at)], math))
        });
        let spoken = rows.map(|(names, math)| {
            let names = names.into_iter().flatten().map(spoken_cell);
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            let parts = [names.join(", "), math::spoken(math)];
            sentence(&joined(parts), style)
        });
        spoken.collect()
    }

    fn badge(&self, runs: &[Inline], style: &Style) -> String {
        sentence(inline(runs).trim(), style)
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        let side = |name: &str, blocks: &[Block]| format!("{name}:\n{}", self.blocks(blocks, style));
        [side("On the left", left), side("On the right", right)].join("\n")
    }
}

/// What stands under a line is no row like the others, and one number no column: `sum: 0.1.`
fn spoken_total(table: &Table, cells: &[Cell], names: usize) -> String {
    let is_said = |cell: &&Cell| !spoken_cell(cell).is_empty();
    let (name, values) = cells.split_at(names.min(cells.len()));
    match (values.iter().filter(is_said).collect::<Vec<_>>().as_slice(), name) {
        ([value], [name, rest @ ..]) if !rest.iter().any(|cell| is_said(&cell)) => {
            format!("{}: {}", spoken_cell(name), spoken_cell(value))
        }
        _ => spoken_row(table, cells, names),
    }
}

/// `Example 1: product, minus 0.07; sum, 0.1.`
fn spoken_row(table: &Table, cells: &[Cell], names: usize) -> String {
    let named = |(column, cell): (usize, &Cell)| {
        let heads = table.header.iter().filter_map(|row| row.get(column)).map(spoken_cell);
        let head = heads.filter(|head| !head.is_empty()).collect::<Vec<_>>().join(" ");
        match spoken_cell(cell) {
            cell if cell.is_empty() => None,
            cell if head.is_empty() => Some(cell),
            cell if column < names => Some(format!("{head} {cell}")),
            cell => Some(format!("{head}, {cell}")),
        }
    };
    let spoken: Vec<String> = cells.iter().enumerate().filter_map(named).collect();
    let (name, values) = spoken.split_at(names.min(spoken.len()));
    joined([name.join(", "), values.join("; ")])
}

/// What something is called, if it is called anything, and what it is.
fn joined(parts: [String; 2]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

fn spoken_cell(Cell(runs): &Cell) -> String {
    inline(runs).trim().to_owned()
}

/// A line that ends as a sentence does, in the characters that there are.
fn sentence(words: &str, style: &Style) -> String {
    match text::written(words.trim(), style.charset).as_str() {
        "" => String::new(),
        words if words.ends_with(['.', '?', '!', ':']) => format!("{words}\n"),
        words => format!("{words}.\n"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn inline(runs: &[Inline]) -> String {
    runs.iter()
        .map(|run| match run {
            Inline::Text(text) => written::said(text),
            Inline::Code(text) => text.chars().map(visible).collect(),
            Inline::Math(math) => math::spoken(math),
            Inline::Looking(look, runs) => looking(*look, inline(runs)),
        })
        .collect()
}

fn visible(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

fn looking(look: Look, inside: String) -> String {
    match look {
        Look::Role(Role::Changed) => format!("changed: {inside}"),
        Look::Role(Role::Differs) => format!("{inside}, which differs"),
        Look::Role(Role::Error) => format!("error: {inside}"),
        Look::Role(Role::Constant | Role::Dimmed | Role::Strong | Role::Agrees) | Look::Asked(_) => inside,
        Look::Mark(mark) => format!("{} factor {inside}", mark.strand.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Fence;
    use crate::page::Operator;
    use crate::render::Charset;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn formulas() {
        assert_snapshot!(words(&samples::general()), @"the partial derivative of M S E with respect to w 2 f n equals changed to 1 over capital N end of change times the sum over e from 1 to capital E of cost factor open bracket o out n upper e minus y n upper e close bracket times activation factor o out n upper e times open bracket 1 minus o out n upper e close bracket end factor times dot product factor h out 1 upper e end sum");
        assert_snapshot!(words(&samples::with_values()), @"sigma prime of x equals fraction exp of open bracket minus x close bracket over open bracket 1 plus exp of open bracket minus x close bracket close bracket squared end fraction equals open bracket 1 plus exp of open bracket minus x close bracket close bracket to the power minus 2 end power, with 0.25 under it, times w 2 1 1, with minus 0.004 under it");
    }

    #[test]
    fn a_page() {
        assert_snapshot!(Speech.page(&samples::page(), &Style::default()), @"
        Paths to w 2 1 1.

        The cost depends on w 2 1 1 along two paths, one for each example; multiply first, then add & divide by 6 (100 %). Try gradwalk paths iris-2 --weight w_211.

        Numbers.

        example open bracket 1 close bracket: cost factor the partial derivative of M S E with respect to o out 1 upper e end factor, minus 0.377103; activation factor the partial derivative of o out 1 upper e with respect to o in 1 upper e end factor, 0.2349; dot product factor the partial derivative of o in 1 upper e with respect to w 2 1 1 end factor, 0.79; product, minus 0.07.
        example open bracket 2 close bracket: cost factor the partial derivative of M S E with respect to o out 1 upper e end factor, 10.6; activation factor the partial derivative of o out 1 upper e with respect to o in 1 upper e end factor, 0.24; dot product factor the partial derivative of o in 1 upper e with respect to w 2 1 1 end factor, 1e-17; product, 0.14.
        sum: 0.07, which differs.

        the partial derivative of M S E with respect to w 2 1 1 equals 1 over capital N times open square bracket cost factor open bracket o out 1 upper 1 minus y 1 upper 1 close bracket times activation factor o out 1 upper 1 times open bracket 1 minus o out 1 upper 1 close bracket end factor times dot product factor h out 1 upper 1 plus cost factor open bracket o out 1 upper 2 minus y 1 upper 2 close bracket times activation factor o out 1 upper 2 times open bracket 1 minus o out 1 upper 2 close bracket end factor times dot product factor h out 1 upper 2 close square bracket.

        the partial derivative of M S E with respect to w 2 f n equals changed to 1 over capital N end of change times the sum over e from 1 to capital E of cost factor open bracket o out n upper e minus y n upper e close bracket times activation factor o out n upper e times open bracket 1 minus o out n upper e close bracket end factor times dot product factor h out 1 upper e end sum.

        sigma prime of x equals fraction exp of open bracket minus x close bracket over open bracket 1 plus exp of open bracket minus x close bracket close bracket squared end fraction equals open bracket 1 plus exp of open bracket minus x close bracket close bracket to the power minus 2 end power, with 0.25 under it, times w 2 1 1, with minus 0.004 under it.

        t long 1 upper 1 equals cost factor open bracket o out 1 upper 1 minus y 1 upper 1 close bracket times activation factor o out 1 upper 1 times open bracket 1 minus o out 1 upper 1 close bracket end factor times dot product factor h out 1 upper 1.
        t equals cost factor open bracket o out 1 upper 2 minus y 1 upper 2 close bracket times activation factor o out 1 upper 2 times open bracket 1 minus o out 1 upper 2 close bracket end factor times dot product factor h out 1 upper 2.

        Cost in force: M S E, halved.

        the partial derivative of M S E with respect to w 2 1 1 equals cost factor the partial derivative of M S E with respect to o out 1 upper 1 end factor, which is slope of the cost, times activation factor the partial derivative of o out 1 upper 1 with respect to o in 1 upper 1 end factor, which is slope of the activation, times dot product factor the partial derivative of o in 1 upper 1 with respect to w 2 1 1 end factor, which is slope of the dot product.

        a equals minus 0.3771 times 0.2347 times 0.7945.
        b equals 0.6 times 0.24 times 0.97.

        flower 1, node 1: open bracket o out 1 upper 1 minus y 1 upper 1 close bracket squared, with 0.11 under it.
        flower 1, node 2: open bracket o out 2 upper 1 minus y 2 upper 1 close bracket squared, with 0.21 under it.
        flower 1, node 3: open bracket o out 3 upper 1 minus y 3 upper 1 close bracket squared, with 0.31 under it.
        flower 2, node 1: open bracket o out 1 upper 2 minus y 1 upper 2 close bracket squared, with 0.12 under it.
        flower 2, node 2: open bracket o out 2 upper 2 minus y 2 upper 2 close bracket squared, with 0.22 under it.
        flower 2, node 3: open bracket o out 3 upper 2 minus y 3 upper 2 close bracket squared, with 0.32 under it.

        On the left:
        One path from MSE to 211.

        the partial derivative of M S E with respect to w 2 1 1 equals open bracket o out 1 upper 1 minus y 1 upper 1 close bracket times h out 1 upper 1.

        On the right:
        One path from MSE to 221.

        fraction partial M S E over partial changed to w 2 2 1 end of change end fraction equals open bracket o out 1 upper 1 minus y 1 upper 1 close bracket times changed to h out 2 upper 1 end of change.

        A tree with M S E on top and one path to w 2 1 1 for each of two examples.

        Four inputs, two hidden nodes, three outputs; w 2 1 1 leads from hidden node 1 to output 1.

        A curve that rises from 0.1 to 0.9, steepest at 0, and its tangent there.
        ");
    }

    #[test]
    fn indices_above_are_no_powers() {
        let raised = |above: Math| Math::name("w").with_sub(Math::row([Math::number("1")])).with_sup(above);
        let comma = || Math::from(Operator::Comma);
        let number = |digits: &str| Math::number(digits);
        for (above, heard) in [
            (Math::row([number("3")]), "w 1 upper 3"),
            (Math::row([number("2"), comma(), number("3")]), "w 1 upper 2 3"),
            (Math::fenced(Fence::Square, number("2")), "w 1 upper 2"),
            (
                Math::row([Fence::Square, Fence::Round].map(|fence| Math::fenced(fence, number("2")))),
                "w 1 upper 2 2",
            ),
            (number("3"), "w 1 to the power 3 end power"),
            (Math::row([Operator::Negative.into(), number("3")]), "w 1 to the power minus 3 end power"),
        ] {
            assert_eq!(words(&raised(above)), heard);
        }
        let slope = Math::partial(Math::name("C"), raised(Math::row([number("3")])));
        assert_eq!(words(&slope), "the partial derivative of capital C with respect to w 1 upper 3");
    }

    #[test]
    fn ascii_is_all_that_there_is_where_that_was_asked_for() {
        let style = Style { charset: Charset::Ascii, ..Style::default() };
        let runs = ["• the power −1, 2.718…, a — b, ".into(), Inline::Code("σ".into())];
        assert_eq!(Speech.prose(&runs, &style), "- the power minus 1, 2.718..., a -- b, sigma\n");
        let page = Speech.page(&samples::page(), &style);
        assert!(page.is_ascii(), "{page}");
    }
}
