//! Running text, broken into lines at its spaces.

use super::linear;
use super::linear::Notation;
use super::tile::Line;
use super::tile::columns;
use super::tile::glyphs;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Role;
use crate::render::Charset;

/// Stands for a space at which a line is not broken.
const TIED: char = '\u{a0}';

/// All on one line.
pub(super) fn line(runs: &[Inline], charset: Charset) -> Line {
    runs.iter().flat_map(|run| piece(run, charset)).collect()
}

fn piece(run: &Inline, charset: Charset) -> Line {
    match run {
        Inline::Text(text) => glyphs(text, charset),
        Inline::Code(text) => glyphs(&format!("`{text}`"), charset),
        Inline::Math(math) => linear::line(math, Notation::within_text(charset)),
        Inline::Looking(look, runs) => {
            let mut inside = line(runs, charset);
            // A sign before a word stands apart from it, as a word would.
            if stands_before_words(*look)
                && inside.first().is_some_and(|first| first.character.is_alphabetic())
            {
                inside.splice(0..0, glyphs(" ", charset));
            }
            linear::signed(*look, inside, charset)
        }
    }
}

fn stands_before_words(look: Look) -> bool {
    matches!(look, Look::Role(Role::Differs | Role::Error))
}

/// Lines of at most so many columns. Short formulas stay in one piece.
pub(super) fn paragraph(runs: &[Inline], width: usize, charset: Charset) -> Vec<Line> {
    let tied = runs.iter().flat_map(|run| {
        let mut piece = piece(run, charset);
        if matches!(run, Inline::Math(_)) && columns(&piece) * 2 <= width {
            piece.iter_mut().filter(|glyph| glyph.character == ' ').for_each(|glyph| glyph.character = TIED);
        }
        piece
    });
    wrapped(&tied.collect::<Line>(), width)
}

/// A paragraph behind a bar that sets it apart.
pub(super) fn badge(runs: &[Inline], width: usize, charset: Charset) -> Vec<Line> {
    let bar = match charset {
        Charset::Unicode => "▌ ",
        Charset::Ascii => "> ",
    };
    let bar = glyphs(bar, charset);
    let lines = paragraph(runs, width.saturating_sub(bar.len()), charset);
    lines.into_iter().map(|line| [bar.clone(), line].concat()).collect()
}

/// A line broken at its spaces, and within a word only where that is wider than a line.
pub(super) fn wrapped(text: &[super::tile::Glyph], width: usize) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    for word in text.split(|glyph| glyph.character == ' ').filter(|word| !word.is_empty()) {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.is_empty() {
            line.extend(word);
        } else if columns(line) + 1 + columns(word) <= width {
            let mut space = glyphs(" ", Charset::Ascii);
            // A space between two pieces of one look has that look too, as an underline would show.
            space[0].paint =
                if line[line.len() - 1].paint == word[0].paint { word[0].paint } else { space[0].paint };
            line.extend(space);
            line.extend(word);
        } else {
            lines.push(word.to_vec());
        }
        split_last(&mut lines, width.max(2));
    }
    for glyph in lines.iter_mut().flatten().filter(|glyph| glyph.character == TIED) {
        glyph.character = ' ';
    }
    lines
}

/// Cuts the last line into pieces that are not too wide.
fn split_last(lines: &mut Vec<Line>, width: usize) {
    while let Some(line) = lines.last_mut().filter(|line| columns(line) > width) {
        let fitting = (1..=line.len()).take_while(|&end| columns(&line[..end]) <= width).last().unwrap_or(1);
        let rest = line.split_off(fitting);
        lines.push(rest);
    }
}
