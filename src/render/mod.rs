//! Pages made visible or audible.
//!
//! A renderer is one file (or folder) here and one line in [`RENDERERS`]; whatever offers a choice of formats
//! reads its names from that table. Renderers decide how things look and never what is on the page.

mod breaking;
pub mod html;
pub mod latex;
pub mod markdown;
pub mod plain;
pub mod speech;
pub mod svg;
pub mod text;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;
pub(crate) mod xml;

use crate::page::Block;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Page;
use crate::page::Strand;
use crate::page::Table;

/// All renderers.
pub const RENDERERS: &[&dyn Renderer] = &[
    &text::Text,
    &plain::Plain,
    &latex::Latex,
    &markdown::Markdown,
    &html::Html,
    &svg::Svg,
    &speech::Speech,
];

/// The renderer of this name.
pub fn named(name: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|renderer| renderer.name() == name)
}

/// What the reader's side can show. A renderer heeds what concerns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many columns a line may have.
    pub width: usize,
    /// Which characters there are.
    pub charset: Charset,
    /// Whether and how colours are written.
    pub colour: Colour,
}

impl Default for Style {
    fn default() -> Self {
        Style { width: 80, charset: Charset::Unicode, colour: Colour::None }
    }
}

/// Which characters there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// All of them.
    Unicode,
    /// The printable ones below 127.
    Ascii,
}

/// Whether and how colours are written. Nothing is ever said by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// No colours.
    None,
    /// As the escape sequences of terminals.
    Ansi,
}

/// The sign of a strand: a square for the cost, which squares; a curve for an activation; a dot for a product.
/// Where there is only ASCII, three that stand for nothing else in formulas and pictures; NumPy writes `@` for a dot product.
pub fn sign(strand: Strand, charset: Charset) -> char {
    match (strand, charset) {
        (Strand::Cost, Charset::Unicode) => '▫',
        (Strand::Cost, Charset::Ascii) => '%',
        (Strand::Activation, Charset::Unicode) => '∿',
        (Strand::Activation, Charset::Ascii) => '$',
        (Strand::DotProduct, Charset::Unicode) => '•',
        (Strand::DotProduct, Charset::Ascii) => '@',
    }
}

/// One way to show a page. Every function returns whole lines, each with its line feed.
pub trait Renderer: Sync {
    /// The word for it on the command line.
    fn name(&self) -> &'static str;

    /// The name of a page or of a part of it.
    fn heading(&self, level: Level, text: &str, style: &Style) -> String;

    /// A paragraph.
    fn prose(&self, runs: &[Inline], style: &Style) -> String;

    /// A formula on lines of its own.
    fn equation(&self, math: &Math, style: &Style) -> String;

    /// Formulas under one another, lined up at the ends of their odd cells.
    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String;

    /// Rows and columns.
    fn table(&self, table: &Table, style: &Style) -> String;

    /// A picture.
    fn diagram(&self, diagram: &Diagram, style: &Style) -> String;

    /// Formulas in boxes.
    fn grid(&self, grid: &Grid, style: &Style) -> String;

    /// A short line that is set apart.
    fn badge(&self, runs: &[Inline], style: &Style) -> String;

    /// Two things to compare.
    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String;

    /// Any part of a page.
    fn block(&self, block: &Block, style: &Style) -> String {
        match block {
            Block::Heading(text) => self.heading(Level::Part, text, style),
            Block::Prose(runs) => self.prose(runs, style),
            Block::Equation(math) => self.equation(math, style),
            Block::Aligned(rows) => self.aligned(rows, style),
            Block::Table(table) => self.table(table, style),
            Block::Diagram(diagram) => self.diagram(diagram, style),
            Block::Grid(grid) => self.grid(grid, style),
            Block::Badge(runs) => self.badge(runs, style),
            Block::Beside { left, right } => self.beside(left, right, style),
        }
    }

    /// Some parts of a page, with an empty line between them.
    fn blocks(&self, blocks: &[Block], style: &Style) -> String {
        blocks.iter().map(|block| self.block(block, style)).collect::<Vec<_>>().join("\n")
    }

    /// A whole page, with an empty line between its parts.
    fn page(&self, page: &Page, style: &Style) -> String {
        let title = (!page.title.is_empty()).then(|| self.heading(Level::Page, &page.title, style));
        let blocks = (!page.blocks.is_empty()).then(|| self.blocks(&page.blocks, style));
        title.into_iter().chain(blocks).collect::<Vec<_>>().join("\n")
    }
}

/// What a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The whole page.
    Page,
    /// The blocks that follow.
    Part,
}
