//! Painted characters on the cells of a screen.
//!
//! The colours are those of printed text: of middle lightness, to be read on black and on white. Nothing is set behind
//! the characters, so the reader's own background stays. Whatever a colour says is also said by a sign.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;
use unicode_width::UnicodeWidthChar;

use crate::page::Block;
use crate::page::Inline;
use crate::page::Role;
use crate::page::Strand;
use crate::render;
use crate::render::Charset;
use crate::render::Colour;
use crate::render::text;
use crate::render::text::Glyph;
use crate::render::text::Line;
use crate::render::text::Paint;

/// How a character looks on the screen.
pub(super) fn style(paint: Paint, colour: Colour) -> Style {
    let mut style = Style::default();
    let mut add = |modifier: Option<Modifier>, hue: Option<Color>| {
        style = modifier.map_or(style, |modifier| style.add_modifier(modifier));
        style = hue.filter(|_| colour == Colour::Ansi).map_or(style, |hue| style.fg(hue));
    };
    match paint.role {
        Some(Role::Changed | Role::Strong) => add(Some(Modifier::BOLD), None),
        Some(Role::Constant | Role::Dimmed) => add(Some(Modifier::DIM), None),
        Some(Role::Agrees) => add(None, Some(Color::Green)),
        Some(Role::Differs | Role::Error) => add(Some(Modifier::BOLD), Some(Color::Red)),
        None => {}
    }
    match paint.mark.map(|mark| mark.strand) {
        Some(Strand::Cost) => add(None, Some(Color::Indexed(169))),
        Some(Strand::Activation) => add(None, Some(Color::Indexed(33))),
        Some(Strand::DotProduct) => add(None, Some(Color::Indexed(166))),
        None => {}
    }
    style
}

/// Puts the columns of a line from `skipped` on at a place, as far as there is room.
pub(super) fn put(line: &Line, skipped: usize, colour: Colour, area: Rect, to: &mut Buffer) {
    let mut column = 0;
    for glyph in line {
        let width = glyph.character.width().unwrap_or(0);
        let begin = column;
        column += width;
        let Some(place) = begin.checked_sub(skipped) else { continue };
        if width == 0 || place + width > usize::from(area.width) {
            continue;
        }
        let x = area.x.saturating_add(u16::try_from(place).unwrap_or(u16::MAX));
        if let Some(cell) = to.cell_mut((x, area.y)) {
            cell.set_char(glyph.character).set_style(style(glyph.paint, colour));
        }
    }
}

/// How many columns a line takes.
pub(super) fn columns(line: &Line) -> usize {
    line.iter().map(|glyph| glyph.character.width().unwrap_or(0)).sum()
}

/// A text on one line, in the characters that there are.
pub(super) fn line(words: &str, charset: Charset) -> Line {
    whole(&Block::Prose(vec![Inline::from(words)]), charset)
}

/// Words and formulas on one line, as they are seen.
pub(super) fn text_of(block: &Block, charset: Charset) -> String {
    whole(block, charset).iter().map(|glyph| glyph.character).collect()
}

fn whole(block: &Block, charset: Charset) -> Line {
    let style = render::Style { width: usize::MAX / 4, charset, colour: Colour::None };
    text::lines(block, &style).concat()
}

/// A line cut off where the room ends, with a sign for what is missing.
pub(super) fn cut(mut line: Line, room: usize, charset: Charset) -> Line {
    if columns(&line) <= room {
        return line;
    }
    let dots = self::line("…", charset);
    let mut left = room.saturating_sub(columns(&dots));
    let fits = |glyph: &&Glyph| {
        let width = glyph.character.width().unwrap_or(0);
        let fits = width <= left;
        left -= width.min(left);
        fits
    };
    line.truncate(line.iter().take_while(fits).count());
    line.extend(dots);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str, skipped: usize, room: u16) -> String {
        let area = Rect::new(0, 0, room, 1);
        let mut buffer = Buffer::empty(area);
        put(&line(words, Charset::Unicode), skipped, Colour::None, area, &mut buffer);
        (0..room).map(|x| buffer[(x, 0)].symbol().to_owned()).collect()
    }

    #[test]
    fn a_line_is_cut_at_both_ends() {
        assert_eq!(shown("abcdef", 0, 4), "abcd");
        assert_eq!(shown("abcdef", 2, 3), "cde");
        assert_eq!(shown("ab", 0, 4), "ab  ");
        assert_eq!(shown("ab", 9, 2), "  ");
        // A wide character is shown whole or not at all.
        assert_eq!(shown("a字b", 0, 2), "a ");
    }

    #[test]
    fn what_is_missing_has_a_sign() {
        let cut = |room, charset| -> String {
            super::cut(line("a long title", charset), room, charset)
                .iter()
                .map(|glyph| glyph.character)
                .collect()
        };
        assert_eq!(cut(7, Charset::Unicode), "a long…");
        assert_eq!(cut(7, Charset::Ascii), "a lo...");
        assert_eq!(cut(12, Charset::Ascii), "a long title");
    }

    #[test]
    fn without_colour_there_is_none() {
        let mark = crate::page::Mark::of_all(Strand::Cost, 0);
        let paint = Paint { role: Some(Role::Differs), mark: Some(mark) };
        assert_eq!(style(paint, Colour::None).fg, None);
        assert!(style(paint, Colour::None).add_modifier.contains(Modifier::BOLD));
        assert_eq!(style(paint, Colour::Ansi).fg, Some(Color::Indexed(169)));
    }
}
