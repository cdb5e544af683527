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

    fn heading(&self, level: Level, text: &str, _: &Style) -> String {
        match level {
            Level::Page => format!("{text}\n"),
            Level::Part => format!("{text}:\n"),
        }
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        text::Text.prose(runs, &Style { colour: Colour::None, ..*style })
    }

    fn equation(&self, math: &Math, style: &Style) -> String {
        format!("    {}\n", text::one_line(&math.bare(), style.charset))
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
        self.prose(&[diagram.words().into()], style)
    }

    fn grid(&self, grid: &Grid, style: &Style) -> String {
        let boxes = grid.rows.iter().flat_map(|(name, boxes)| {
            boxes.iter().enumerate().map(move |(column, math)| (name, grid.columns.get(column), math))
        });
        let line = |(row, column, math): (&Cell, Option<&Cell>, &Math)| {
            let names = [Some(row), column].into_iter().flatten().map(|cell| cell_text(cell, style));
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            format!("    {}: {}\n", names.join(", "), text::one_line(math, style.charset))
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

fn cell_text(Cell(runs): &Cell, style: &Style) -> String {
    let wide = Style { width: usize::MAX / 2, colour: Colour::None, ..*style };
    text::Text.prose(runs, &wide).trim().to_owned()
}
