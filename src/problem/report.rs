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

/// Whether the drawing may use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// What is shown of a long line: this many characters before the mark, and as many after its beginning.
const AROUND: usize = 60;

impl ReadError {
    /// The message for a terminal or a log, without a line break at its end.
    pub fn report(&self, style: Style) -> String {
        let title = Level::ERROR.primary_title(self.says.as_str());
        let group = match &self.place {
            Where::File => title.element(Origin::path(self.file.as_str())),
            Where::Array { name, shape } => {
                let shape =
                    shape.as_deref().map_or(String::new(), |shape| format!(", shape {}", tuple(shape)));
                title.element(Origin::path(format!("{}, array {name}{shape}", self.file)))
            }
            Where::Text { text, span, mark } => self.excerpt(Group::with_title(title), text, span, mark),
        };
        let help = self.help.as_deref().map(|help| Level::HELP.message(help));
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        renderer.render(&[group.elements(help)])
    }

    /// The marked line, or as much of it as fits.
    fn excerpt<'a>(
        &'a self,
        group: Group<'a>,
        text: &'a str,
        span: &Range<usize>,
        mark: &'static str,
    ) -> Group<'a> {
        let start = boundary(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[..line_start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let from = text[line_start..start]
            .char_indices()
            .rev()
            .nth(AROUND - 1)
            .map_or(line_start, |(at, _)| line_start + at);
        let to = text[start..line_end].char_indices().nth(AROUND).map_or(line_end, |(at, _)| start + at);
        let before = if from > line_start { "..." } else { "" };
        let after = if to < line_end { "..." } else { "" };
        let shown = format!("{before}{}{after}", text[from..to].trim_end_matches('\r'));
        let end = boundary(text, span.end).clamp(start, to);
        let marked = before.len() + start - from..before.len() + end - from;
        let annotation = AnnotationKind::Primary.span(marked);
        let annotation = if mark.is_empty() { annotation } else { annotation.label(mark) };
        group
            .element(Origin::path(self.file.as_str()).line(line).char_column(column))
            .element(Snippet::source(shown).line_start(line).annotation(annotation))
    }
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
