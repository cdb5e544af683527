//! Pages as lines that follow one another: formulas on one line, pictures in words, nothing said by position.
//!
//! For pipes, for terminals that can do little and for screen readers that read what is printed.

use super::Colour;
use super::Level;
use super::Renderer;
use super::Style;
use super::text;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Table;

/// The renderer for plain lines.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Renderer for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn heading(&self, level: Level, text: &str, style: &Style) -> String {
        let text = text::written(text, style.charset);
        match level {
            Level::Page => format!("{text}\n"),
            Level::Part => format!("{text}:\n"),
        }
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        text::Text.prose(runs, &Style { colour: Colour::None, ..*style })
    }

    fn equation(&self, math: &Math, style: &Style) -> String {
        let formula = format!("    {}\n", text::one_line(&math.bare(), style.charset));
        let mut numbers = Vec::new();
        below(math, style, &mut numbers);
        if numbers.is_empty() { formula } else { format!("{formula}        {}\n", numbers.join(", ")) }
    }

    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String {
        rows.iter().map(|row| self.equation(&Math::Row(row.clone()), style)).collect()
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        let row = |cells: &[Cell]| {
            let cells: Vec<String> = cells.iter().map(|cell| cell_text(cell, style)).collect();
            format!("    {}\n", cells.join(" | ").trim_end_matches([' ', '|']))
        };
        let header = table.header.iter().map(|cells| row(cells));
        header.chain(table.rows.iter().map(|one| row(&one.cells))).collect()
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        self.prose(&[text::typed(diagram.words()).into()], style)
    }

    fn grid(&self, grid: &Grid, style: &Style) -> String {
        let boxes = grid.rows.iter().flat_map(|(name, boxes)| {
            boxes.iter().enumerate().map(move |(column, math)| (name, grid.columns.get(column), math))
        });
        let line = |(row, column, math): (&Cell, Option<&Cell>, &Math)| {
            let names = [Some(row), column].into_iter().flatten().map(|cell| cell_text(cell, style));
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            format!("    {}: {}\n", names.join(", "), valued(math, style))
        };
        boxes.map(line).collect()
    }

    fn badge(&self, runs: &[Inline], style: &Style) -> String {
        self.prose(runs, style)
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        [left, right].map(|blocks| self.blocks(blocks, style)).join("\n")
    }
}

/// A formula and, where its number stands under it, that it is worth so much: `o_out_1^(1) = 0.615132`.
fn valued(math: &Math, style: &Style) -> String {
    match math {
        Math::Looking(_, piece) => valued(piece, style),
        Math::Under(piece, note) => {
            let [piece, note] = [piece, note].map(|math| text::one_line(math, style.charset));
            format!("{piece} = {note}")
        }
        math => text::one_line(math, style.charset),
    }
}

/// What stands under the symbols of a formula, each once: `N = 6`, `w_211 = 0.002146`.
fn below(math: &Math, style: &Style, numbers: &mut Vec<String>) {
    match math {
        Math::Under(..) => {
            let number = valued(math, style);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Math::Row(pieces) => pieces.iter().for_each(|piece| below(piece, style, numbers)),
        Math::Fraction(over, under) => [over, under].into_iter().for_each(|part| below(part, style, numbers)),
        Math::Scripts { base: piece, .. }
        | Math::Fenced(_, piece)
        | Math::Sum { body: piece, .. }
        | Math::Braced(piece, _)
        | Math::Looking(_, piece) => below(piece, style, numbers),
        Math::Name(_) | Math::Number(_) | Math::Operator(_) | Math::Words(_) => {}
    }
}

fn cell_text(Cell(runs): &Cell, style: &Style) -> String {
    let wide = Style { width: usize::MAX / 2, colour: Colour::None, ..*style };
    text::Text.prose(runs, &wide).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn boxes_have_their_numbers() {
        assert_snapshot!(Plain.grid(&samples::grid(), &Style::default()), @"
        flower 1, node 1: (o_out_1^(1) − y_1^(1))^2 = 0.11
        flower 1, node 2: (o_out_2^(1) − y_2^(1))^2 = 0.21
        flower 1, node 3: (o_out_3^(1) − y_3^(1))^2 = 0.31
        flower 2, node 1: (o_out_1^(2) − y_1^(2))^2 = 0.12
        flower 2, node 2: (o_out_2^(2) − y_2^(2))^2 = 0.22
        flower 2, node 3: (o_out_3^(2) − y_3^(2))^2 = 0.32
        ");
    }

    #[test]
    fn numbers_stand_below_their_formula() {
        assert_snapshot!(Plain.equation(&samples::with_values(), &Style::default()), @"
        σ′(x) = exp(−x)/(1 + exp(−x))^2 = (1 + exp(−x))^(−2)·w_211
            (1 + exp(−x))^(−2) = 0.25, w_211 = −0.004
        ");
    }

    #[test]
    fn pictures_are_words_with_names_as_they_are_typed() {
        let tree = Diagram::Tree(samples::tree());
        assert_snapshot!(Plain.diagram(&tree, &Style::default()), @"A tree with MSE on top and one path to w_211 for each of two examples.");
    }
}
