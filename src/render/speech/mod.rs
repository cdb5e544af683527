//! Pages as words that can be read aloud, formulas and pictures included.
//!
//! Nothing is said by position: the end of a fraction, of a sum and of a bracket is spoken, and each number of a
//! table comes with the names of its row and column.

mod math;
mod written;

use super::Level;
use super::Renderer;
use super::Style;
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

    fn heading(&self, _: Level, text: &str, _: &Style) -> String {
        sentence(&written::said(&one_line(text)))
    }

    fn prose(&self, runs: &[Inline], _: &Style) -> String {
        inline(runs).trim().to_owned() + "\n"
    }

    fn equation(&self, math: &Math, _: &Style) -> String {
        sentence(&math::spoken(math))
    }

    fn aligned(&self, rows: &[Vec<Math>], _: &Style) -> String {
        let row = |cells: &Vec<Math>| sentence(&math::spoken(&Math::Row(cells.clone())));
        rows.iter().map(row).collect()
    }

    fn table(&self, table: &Table, _: &Style) -> String {
        let names = table.columns.iter().take_while(|&&column| column == Column::Name).count();
        let total = table.rows.iter().position(|row| row.above == Rule::Line).unwrap_or(table.rows.len());
        let (rows, totals) = table.rows.split_at(total);
        let rows = rows.iter().map(|row| spoken_row(table, &row.cells, names));
        rows.chain(totals.iter().map(|row| spoken_total(table, &row.cells, names))).collect()
    }

    fn diagram(&self, diagram: &Diagram, _: &Style) -> String {
        sentence(&prose(diagram.words()))
    }

    fn grid(&self, grid: &Grid, _: &Style) -> String {
        let rows = grid.rows.iter().flat_map(|(name, boxes)| {
            boxes.iter().enumerate().map(move |(at, math)| ([Some(name), grid.columns.get(at)], math))
        });
        let spoken = rows.map(|(names, math)| {
            let names = names.into_iter().flatten().map(spoken_cell);
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            let parts = [names.join(", "), math::spoken(math)];
            sentence(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "))
        });
        spoken.collect()
    }

    fn badge(&self, runs: &[Inline], _: &Style) -> String {
        sentence(inline(runs).trim())
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
            sentence(&format!("{}: {}", spoken_cell(name), spoken_cell(value)))
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
    let parts = [name.join(", "), values.join("; ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    sentence(&parts.join(": "))
}

fn spoken_cell(Cell(runs): &Cell) -> String {
    inline(runs).trim().to_owned()
}

/// A line that ends as a sentence does.
fn sentence(words: &str) -> String {
    match words.trim() {
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
}
