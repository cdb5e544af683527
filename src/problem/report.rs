//! Draws a fault the way rustc does: the sentence, the place, the line with a mark, the help.
//!
//! ```text
//! error: there is no activation called `sigmod`
//!  --> homework.ron:5:22
//!   |
//! 5 |         (activation: "sigmod", weights: [[1]]),
//!   |                      ^^^^^^^^
//!   |
//!   = help: did you mean `sigmoid`?
//! ```

use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::ReadError;
use super::Where;
use crate::printable::escaped;
use crate::printable::printable;

/// Whether the drawing may use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// More bytes than any line of a report shows.
const MUCH: usize = 4000;

impl ReadError {
    /// The message for a terminal or a log, without a line break at its end.
    pub fn report(&self, style: Style) -> String {
        let (file, says, help) = (printable(&self.file), escaped(&self.says), escaped(&self.help));
        let title = Level::ERROR.primary_title(says.as_str());
        let group = match &self.place {
            Where::File if file.is_empty() => Group::with_title(title),
            Where::File => title.element(Origin::path(file.as_str())),
            Where::Array { name, shape } => {
                let shape =
                    shape.as_deref().map_or(String::new(), |shape| format!(", shape {}", tuple(shape)));
                title.element(Origin::path(format!("{file}, array {name}{shape}")))
            }
            Where::Text { text, span, mark } => excerpt(Group::with_title(title), &file, text, span, mark),
        };
        let help = Level::HELP.message(help.as_str());
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        renderer.render(&[group.element(help)])
    }
}

/// The marked line. The renderer cuts what does not fit; it need not see the rest of a very long line for that.
fn excerpt<'a>(
    group: Group<'a>,
    file: &'a str,
    text: &'a str,
    span: &Range<usize>,
    mark: &'static str,
) -> Group<'a> {
    let start = boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = boundary(text, line_end.min(start + MUCH));
    let line = text[line_start..line_end].trim_end_matches('\r');
    let number = text[..line_start].matches('\n').count() + 1;
    let end = boundary(text, span.end).clamp(start, line_start + line.len().max(start - line_start));
    let marked = start - line_start..end - line_start;
    let annotation = AnnotationKind::Primary.span(marked);
    let annotation = if mark.is_empty() { annotation } else { annotation.label(mark) };
    let snippet = Snippet::source(line).path(file).line_start(number);
    group.element(snippet.annotation(annotation))
}

/// The nearest place at or before a byte where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A shape as `NumPy` prints it: `(3,)`, `(4, 2)`.
pub(super) fn tuple(shape: &[usize]) -> String {
    match shape {
        [only] => format!("({only},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}
