//! A problem to try numbers on: the form, and under it everything that follows from it.

use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;
use maud::html;

use crate::graph::Quantity;
use crate::problem;
use crate::problem::Problem;

use super::Site;
use super::file;
use super::form;
use super::form::Form;
use super::frame;
use super::results;
use super::sent::Sent;

/// The page of a problem that has a name here.
pub(super) fn built_in(site: &Site, name: &str) -> Response {
    let Some(problem) = named(site, name) else {
        let nearest = problem::nearest(name, problem::built_in_names());
        let says = html! {
            p { "There is no problem " code { (name) } "."
                @if let Some(name) = nearest { " Did you mean " a href={ "/problem/" (name) } { (name) } "?" }
            }
        };
        return frame::refusal(StatusCode::NOT_FOUND, "No such problem", &says);
    };
    Form::of(&problem).map_or_else(too_large, |form| page(site, form, "", None))
}

/// The problem of this name: the one that was brought along, or a built-in one.
pub(super) fn named(site: &Site, name: &str) -> Option<Problem> {
    let own = site.shelf.problem.as_ref().filter(|(own, _)| own == name);
    own.map(|(_, problem)| problem.clone()).or_else(|| Problem::built_in(name))
}

/// The page for the numbers of a form.
pub(super) fn own(site: &Site, sent: &Sent) -> Response {
    match Form::sent(sent) {
        Ok(form) => page(site, form, sent.text("weight"), None),
        Err(says) => frame::refusal(StatusCode::BAD_REQUEST, "This cannot be read", &html! { p { (says) } }),
    }
}

/// A form with what follows from it. `above` is what is said before.
pub(super) fn page(site: &Site, mut form: Form, weight: &str, above: Option<&Markup>) -> Response {
    let problem = form.problem();
    let shape = form.shape.clone();
    let names = site.names(&shape);
    let weight = shape.parameter(weight).ok().or_else(|| shape.parameters().next());
    let weight = weight.unwrap_or(Quantity::Cost);
    let results = match &problem {
        None => faults(&form),
        Some(problem) => results::results(problem, weight, names).unwrap_or_else(|error| {
            html! { div.faults role="alert" { p { (error.to_string()) } } }
        }),
    };
    let parameters: Vec<String> = shape.parameters().map(|one| form::name(&shape, one)).collect();
    let chosen = form::name(&shape, weight);
    let main = html! {
        @match above {
            Some(above) => { (above) h2 { (form.title) } }
            None => { h1 { (form.title) } }
        }
        p.lead {
            "Change any number: everything below follows. Nothing is kept; the numbers are only on this page."
        }
        div.workbench {
            form #numbers method="post" action="/problem" enctype="multipart/form-data" {
                (form.fields(names))
                div.choices {
                    label { "Paths to " (form::choice("weight", &chosen, parameters.iter().map(String::as_str))) }
                    button { "Compute" }
                    button formaction="/derive" { "Derive this weight" }
                    button.quiet type="reset" { "Back to where it began" }
                }
                (file::chooser(&[]))
            }
            div #results { (results) }
        }
    };
    frame::page(&form.title, &main)
}

fn faults(form: &Form) -> Markup {
    html! {
        div.faults role="alert" {
            h2 { "There is no gradient of this yet" }
            ul { @for (name, says) in form.faults() {
                li id=(form::fault_id(name)) { @if !name.is_empty() { code { (name) } ": " } (says) }
            } }
        }
    }
}

/// A problem that nobody edits by hand.
pub(super) fn too_large() -> Response {
    let says = html! {
        p { "A form holds at most " (form::MOST) " numbers. In a terminal, " code { "gradwalk compare FILE" }
            " and " code { "gradwalk check FILE" } " take problems of any size." }
    };
    frame::refusal(StatusCode::PAYLOAD_TOO_LARGE, "This problem is too large for a page", &says)
}
