//! Pages for a terminal: formulas in two dimensions, tables, pictures in characters.
//!
//! Everything becomes [`Line`]s of painted characters first. [`Text`] writes them out, with colours where the
//! style asks for them; a full-screen player can put the same lines on its screen. Whatever a colour says is also
//! said by a sign.

mod ansi;
mod beside;
mod breaking;
mod cell;
mod charset;
mod display;
mod formula;
mod grid;
mod linear;
mod network;
mod plot;
mod prose;
mod raster;
mod scripts;
mod table;
mod tile;
mod tree;

use std::convert::Infallible;
use std::io;
use std::io::Write;

use linear::Notation;
pub use tile::{Glyph, Line, Paint};

pub(super) use charset::written;

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use crate::page::Block;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Stroke;
use crate::page::Table;

/// The renderer for terminals.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Renderer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn heading(&self, level: Level, text: &str, style: &Style) -> String {
        ansi::written(heading(level, text, style), style.colour)
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        ansi::written(prose::paragraph(runs, style.width, style.charset), style.colour)
    }

    fn equation(&self, math: &Math, style: &Style) -> String {
        ansi::written(display::equation(math, style), style.colour)
    }

    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String {
        ansi::written(display::aligned(rows, style), style.colour)
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        ansi::written(table_lines(table, style), style.colour)
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        ansi::written(picture(diagram, style), style.colour)
    }

    fn grid(&self, grid: &Grid, style: &Style) -> String {
        ansi::written(grid::lines(grid, style), style.colour)
    }

    fn badge(&self, runs: &[Inline], style: &Style) -> String {
        ansi::written(prose::badge(runs, style.width, style.charset), style.colour)
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        ansi::written(beside::lines(left, right, style), style.colour)
    }
}

/// Writes what [`Renderer::page`] returns. A long table is written line by line and never kept whole.
pub fn write(page: &Page, style: &Style, to: &mut dyn Write) -> io::Result<()> {
    let mut gap = "";
    if !page.title.is_empty() {
        to.write_all(Text.heading(Level::Page, &page.title, style).as_bytes())?;
        gap = "\n";
    }
    for block in &page.blocks {
        to.write_all(std::mem::replace(&mut gap, "\n").as_bytes())?;
        match block {
            Block::Table(table) => table::set(table, style.width, style.charset, |line| {
                to.write_all(ansi::written(vec![line], style.colour).as_bytes())
            })?,
            block => to.write_all(Text.block(block, style).as_bytes())?,
        }
    }
    Ok(())
}

/// The lines of a block, for those who put them on a screen themselves.
pub fn lines(block: &Block, style: &Style) -> Vec<Line> {
    match block {
        Block::Heading(text) => heading(Level::Part, text, style),
        Block::Prose(runs) => prose::paragraph(runs, style.width, style.charset),
        Block::Equation(math) => display::equation(math, style),
        Block::Aligned(rows) => display::aligned(rows, style),
        Block::Table(table) => table_lines(table, style),
        Block::Diagram(diagram) => picture(diagram, style),
        Block::Grid(grid) => grid::lines(grid, style),
        Block::Badge(runs) => prose::badge(runs, style.width, style.charset),
        Block::Beside { left, right } => beside::lines(left, right, style),
    }
}

fn table_lines(table: &Table, style: &Style) -> Vec<Line> {
    let mut lines = Vec::new();
    let Ok(()) = table::set(table, style.width, style.charset, |line| {
        lines.push(line);
        Ok::<(), Infallible>(())
    });
    lines
}

/// A formula on one line as it could be typed, without looks and notes.
pub fn one_line(math: &Math, charset: Charset) -> String {
    let notation = match charset {
        Charset::Unicode => Notation::Typed,
        Charset::Ascii => Notation::Ascii,
    };
    linear::line(&math.bare(), notation).into_iter().map(|glyph| glyph.character).collect()
}

/// Words on one line, what is written among them as it could be typed.
pub fn typed(runs: &[Inline]) -> String {
    let run = |run: &Inline| match run {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Math(math) => one_line(math, Charset::Unicode),
        Inline::Looking(_, inner) => typed(inner),
    };
    runs.iter().map(run).collect()
}

fn heading(level: Level, text: &str, style: &Style) -> Vec<Line> {
    let mut lines = prose::wrapped(&tile::glyphs(text, style.charset), style.width);
    let widest = lines.iter().map(|line| tile::columns(line)).max().unwrap_or(0);
    for line in &mut lines {
        tile::paint(line, Role::Strong.into());
    }
    if level == Level::Page {
        let across = charset::strokes(Stroke::Heavy, style.charset).across;
        lines.push(tile::stroke(across, widest, Paint::default()));
    }
    lines
}

fn picture(diagram: &Diagram, style: &Style) -> Vec<Line> {
    match diagram {
        Diagram::Tree(tree) => tree::lines(tree, style.width, style.charset),
        Diagram::Network(network) => network::lines(network, style.width, style.charset),
        Diagram::Plot(plot) => plot::lines(plot, style.width, style.charset),
    }
}

#[cfg(test)]
mod tests;
