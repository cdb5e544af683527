//! Painted lines as one text, with the escape sequences of terminals where colours are asked for.
//!
//! The three strands have colours of middle lightness, which can be read on black and on white.

use super::tile::Line;
use super::tile::Paint;
use crate::page::Role;
use crate::page::Strand;
use crate::render::Colour;

/// Lines without spaces at their ends, each with its line feed.
pub(super) fn written(lines: Vec<Line>, colour: Colour) -> String {
    let mut text = String::new();
    for mut line in lines {
        while line.last().is_some_and(|glyph| glyph.character == ' ') {
            line.pop();
        }
        match colour {
            Colour::None => text.extend(line.iter().map(|glyph| glyph.character)),
            Colour::Ansi => text.push_str(&coloured(&line)),
        }
        text.push('\n');
    }
    text
}

fn coloured(line: &Line) -> String {
    let runs = line.chunk_by(|left, right| left.paint == right.paint);
    runs.map(|run| {
        let text: String = run.iter().map(|glyph| glyph.character).collect();
        match codes(run[0].paint) {
            codes if codes.is_empty() => text,
            codes => format!("\x1b[{codes}m{text}\x1b[0m"),
        }
    })
    .collect()
}

/// What to write between `ESC [` and `m`.
fn codes(paint: Paint) -> String {
    let strand = paint.mark.map(|mark| match mark.strand {
        Strand::Cost => "38;5;169",
        Strand::Activation => "38;5;33",
        Strand::DotProduct => "38;5;166",
    });
    let role = paint.role.map(|role| match role {
        Role::Changed | Role::Strong => "1",
        Role::Constant | Role::Dimmed => "2",
        Role::Agrees => "32",
        Role::Differs | Role::Error => "1;31",
    });
    role.into_iter().chain(strand).collect::<Vec<_>>().join(";")
}
