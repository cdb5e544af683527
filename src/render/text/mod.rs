//! Pages for a terminal: formulas in two dimensions, tables, pictures in characters.
//!
//! Everything becomes [`Line`]s of painted characters first. [`Text`] writes them out, with colours where the
//! style asks for them; a full-screen player can put the same lines on its screen. Whatever a colour says is also
//! said by a sign.

mod ansi;
mod cell;
mod charset;
mod linear;
mod prose;
mod table;
mod tile;
mod tree;

pub use tile::{Glyph, Line, Paint};

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use crate::page::Block;
use crate::page::Diagram;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Role;
use crate::page::Strand;
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
        ansi::written(equation(math, style), style.colour)
    }

    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String {
        ansi::written(aligned(rows, style), style.colour)
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        ansi::written(table::lines(table, style.width, style.charset), style.colour)
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        ansi::written(picture(diagram, style), style.colour)
    }
}

/// The lines of a block, for those who put them on a screen themselves.
pub fn lines(block: &Block, style: &Style) -> Vec<Line> {
    match block {
        Block::Heading(text) => heading(Level::Part, text, style),
        Block::Prose(runs) => prose::paragraph(runs, style.width, style.charset),
        Block::Equation(math) => equation(math, style),
        Block::Aligned(rows) => aligned(rows, style),
        Block::Table(table) => table::lines(table, style.width, style.charset),
        Block::Diagram(diagram) => picture(diagram, style),
    }
}

/// A formula on one line, without colours.
pub fn one_line(math: &Math, charset: Charset) -> String {
    ansi::written(vec![linear::line(math, charset)], super::Colour::None).trim_end().to_owned()
}

/// The sign of a strand, for a legend.
pub fn sign(strand: Strand, charset: Charset) -> char {
    charset::strand_sign(strand, charset)
}

fn heading(level: Level, text: &str, style: &Style) -> Vec<Line> {
    let mut lines = prose::wrapped(&tile::glyphs(text, style.charset), style.width);
    let widest = lines.iter().map(|line| tile::columns(line)).max().unwrap_or(0);
    lines.iter_mut().for_each(|line| tile::paint(line, Role::Strong.into()));
    if level == Level::Page {
        let across = charset::strokes(Stroke::Heavy, style.charset).across;
        lines.push(tile::stroke(across, widest, Paint::default()));
    }
    lines
}

fn equation(math: &Math, style: &Style) -> Vec<Line> {
    vec![linear::line(math, style.charset)]
}

fn aligned(rows: &[Vec<Math>], style: &Style) -> Vec<Line> {
    rows.iter().map(|row| row.iter().flat_map(|cell| linear::line(cell, style.charset)).collect()).collect()
}

fn picture(diagram: &Diagram, style: &Style) -> Vec<Line> {
    match diagram {
        Diagram::Tree(tree) => tree::lines(tree, style.width, style.charset),
        Diagram::Network(_) | Diagram::Plot(_) => {
            prose::paragraph(&[diagram.words().into()], style.width, style.charset)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn a_page_on_a_narrow_terminal() {
        let style = Style { width: 44, ..Style::default() };
        assert_snapshot!(Text.page(&samples::page(), &style), @"
        Paths to w_211
        ━━━━━━━━━━━━━━

        The cost depends on w_211 along two paths,
        one for each example; multiply first, then
        add & divide by 6 (100 %). Try `gradwalk
        paths iris-2 --weight w_211`.

        Numbers

        example  ▫∂MSE/∂o_out_1^(e)
        ───────  ──────────────────
        (1)               −0.377103
        (2)               10.6
        ───────  ──────────────────
        sum

        example  ∿∂o_out_1^(e)/∂o_in_1^(e)
        ───────  ─────────────────────────
        (1)                         0.2349
        (2)                         0.24
        ───────  ─────────────────────────
        sum

        example  •∂o_in_1^(e)/∂w_211  product
        ───────  ───────────────────  ───────
        (1)                    0.79     −0.07
        (2)                    1e-17     0.14
        ───────  ───────────────────  ───────
        sum                             ✗0.07

        MSE
        ┣━ o_out_1^(1)  ▫−0.3771
        │  ┗━ o_in_1^(1)  ∿0.2347
        │     ┣━ w_211  •0.7945
        │     └ … 3 more
        ┣━ o_out_1^(2)  ▫0.6012
        │  ┗━ o_in_1^(2)  ∿0.2398
        │     ┣━ w_211  •0.9673
        │     └ … 3 more
        ├╌ h_out_1^(2)
        └ … 4 more
        ");
    }

    #[test]
    fn a_tree_stands_upright_where_there_is_room() {
        let tree = Diagram::Tree(samples::tree());
        assert_snapshot!(Text.diagram(&tree, &Style::default()), @"
                                              MSE
                  ┏━━━━━━━━━━━━━━━━━━━━━━━━┳━━━┻───────────────┬────────────┐
                  ┃ ▫−0.3771               ┃ ▫0.6012           ╎        … 4 more
             o_out_1^(1)              o_out_1^(2)         h_out_1^(2)
                  ┃                        ┃
                  ┃ ∿0.2347                ┃ ∿0.2398
             o_in_1^(1)               o_in_1^(2)
          ┏━━━━━━━┻───────┐        ┏━━━━━━━┻───────┐
          ┃ •0.7945   … 3 more     ┃ •0.9673   … 3 more
        w_211                    w_211
        ");
        let ascii = Style { charset: Charset::Ascii, ..Style::default() };
        assert_snapshot!(Text.diagram(&tree, &ascii), @"
                                                MSE
                  #==========================#===#-----------------+-------------+
                  # #-0.3771                 # #0.6012             :        ... 4 more
             o_out_1^(1)                o_out_1^(2)           h_out_1^(2)
                  #                          #
                  # ~0.2347                  # ~0.2398
             o_in_1^(1)                 o_in_1^(2)
          #=======#--------+         #=======#--------+
          # .0.7945   ... 3 more     # .0.9673   ... 3 more
        w_211                      w_211
        ");
    }
}
