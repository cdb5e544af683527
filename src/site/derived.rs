//! The derivations of the weights that a lesson is not about, each a page of its own beside it.

use super::Edition;
use super::document;
use crate::graph::Quantity;
use crate::lesson::agree;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::html::Html;
use crate::render::xml::escaped;
use crate::show;

/// So many examples are written out, as `gradwalk derive` does.
const WRITTEN_OUT: usize = 2;

/// The derivation for one weight. Nothing where it is too long to be made.
pub(super) fn page(edition: &Edition<'_>, weight: Quantity) -> Option<String> {
    let lesson = edition.lesson;
    let shape = lesson.problem.shape();
    let examples = WRITTEN_OUT.min(shape.examples);
    let (derivation, agreement) = agree::derived(&lesson.problem, weight, examples).ok()?;
    let page = show::derivation::page(&shape, edition.names(&shape), &derivation, &agreement);
    let body = format!(
        "<header class=\"top\">\n<a href=\"index.html\" lang=\"{}\">{}</a>\n</header>\n<main>\n{}</main>\n",
        escaped(&lesson.language),
        escaped(&lesson.title),
        Html.page(&page, &Style::default()),
    );
    Some(document("en", &page.title, "../", &[], &body))
}
