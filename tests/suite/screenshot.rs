//! A screen of the player as a picture, for people who want to see it before they run it.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The room that one character takes.
const WIDTH: usize = 8;
const HEIGHT: usize = 17;
const MARGIN: usize = 14;

/// The screen as it looks in a dark terminal. Each run of characters in one style is set at its place and to its
/// length, so that columns stay lined up whatever the font.
pub(crate) fn picture(screen: &Buffer, words: &str) -> String {
    let (columns, rows) = (usize::from(screen.area.width), usize::from(screen.area.height));
    let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{words}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181c\"/>\n\
         <g font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"13\">\n"
    );
    for (row, cells) in screen.content.chunks(columns).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(|one, next| look(one) == look(next)) {
            write_run(&mut svg, run, MARGIN + column * WIDTH, MARGIN + row * HEIGHT + 13);
            column += run.len();
        }
    }
    svg + "</g>\n</svg>\n"
}

fn write_run(svg: &mut String, run: &[Cell], x: usize, y: usize) {
    let text: String = run.iter().map(Cell::symbol).collect();
    let before = text.chars().take_while(|letter| *letter == ' ').count();
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let (x, length) = (x + before * WIDTH, text.chars().count() * WIDTH);
    // Ordinary spaces would be drawn as one.
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "\u{a0}");
    let attributes = look(&run[0]);
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\"{attributes}>{text}</text>"
    );
}

/// How a cell is set.
fn look(cell: &Cell) -> String {
    let colour = match cell.fg {
        Color::Indexed(169) => "#f08cc6",
        Color::Indexed(33) => "#6cb8ff",
        Color::Indexed(166) => "#ffa060",
        Color::Reset => "#ececec",
        other => unreachable!("no colour of the player: {other}"),
    };
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let opacity = if cell.modifier.contains(Modifier::DIM) { " opacity=\".6\"" } else { "" };
    format!(" fill=\"{colour}\"{weight}{opacity}")
}
