//! The page around what is shown, and the pages that say why something is not shown.

use axum::http::StatusCode;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use maud::DOCTYPE;
use maud::Markup;
use maud::PreEscaped;
use maud::html;

use crate::page::Block;
use crate::page::Page;
use crate::problem;
use crate::problem::ReadError;
use crate::render;
use crate::render::Renderer;

/// A whole page.
pub(super) fn page(title: &str, main: &Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – gradwalk" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/assets/style.css";
                link rel="stylesheet" href="/assets/serve.css";
                link rel="stylesheet" href="/assets/faults.css";
                script src="/assets/serve.js" defer {}
            }
            body {
                header.site { nav aria-label="gradwalk" { a href="/" { "gradwalk" } } }
                main { (main) }
            }
        }
    };
    Html(markup.into_string()).into_response()
}

/// A page of the library under the heading that its page has.
pub(super) fn article(page: &Page) -> Markup {
    PreEscaped(render::html::Html.page(page, &render::Style::default()))
}

/// Parts of a page of the library.
pub(super) fn blocks(blocks: &[Block]) -> Markup {
    PreEscaped(render::html::Html.blocks(blocks, &render::Style::default()))
}

/// A fault as it is drawn in a terminal: sentence, file, line, column, excerpt, help.
pub(super) fn fault(error: &ReadError) -> Markup {
    html! { pre.report tabindex="0" { (error.report(problem::Style::Plain)) } }
}

/// What the reader should know about how something was read.
pub(super) fn remarks(remarks: &[String]) -> Markup {
    html! {
        @if !remarks.is_empty() {
            ul.remarks { @for remark in remarks { li { (remark) } } }
        }
    }
}

/// A page that says why there is no other.
pub(super) fn refusal(status: StatusCode, title: &str, says: &Markup) -> Response {
    let main = html! { article { h1 { (title) } (says) p { a href="/" { "Lessons and problems" } } } };
    (status, page(title, &main)).into_response()
}

/// There is nothing at an address.
pub(super) fn nothing_here() -> Response {
    refusal(StatusCode::NOT_FOUND, "There is nothing here", &html! { p { "No page has this address." } })
}
