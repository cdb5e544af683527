//! The derivation of one weight, as `gradwalk derive` prints it.

use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;
use maud::html;

use crate::lesson::agree;
use crate::problem::Problem;
use crate::show;

use super::Site;
use super::form::Form;
use super::frame;
use super::numbers;
use super::sent::Sent;

/// The derivation for a problem that has a name here.
pub(super) fn built_in(site: &Site, name: &str, weight: &str) -> Response {
    match numbers::named(site, name) {
        Some(problem) => {
            let back = html! { p { a href={ "/problem/" (name) } { (problem.title) } } };
            page(site, &problem, weight, &back)
        }
        None => numbers::built_in(site, name),
    }
}

/// The derivation for the numbers of a form.
pub(super) fn own(site: &Site, sent: &Sent) -> Response {
    match Form::sent(sent) {
        Ok(mut form) => match form.problem() {
            Some(problem) => page(site, &problem, sent.text("weight"), &html! {}),
            None => numbers::page(site, form, sent.text("weight"), None),
        },
        Err(says) => frame::refusal(StatusCode::BAD_REQUEST, "This cannot be read", &html! { p { (says) } }),
    }
}

/// The derivation of a weight or bias of this problem. `above` leads back to it.
pub(super) fn page(site: &Site, problem: &Problem, weight: &str, above: &Markup) -> Response {
    let shape = problem.shape();
    let names = site.names(&shape);
    let refused = |status, says: String| {
        let says = html! { p { (says) } };
        frame::refusal(status, "This cannot be derived", &says)
    };
    let weight = match shape.parameter(weight) {
        Ok(weight) => weight,
        Err(error) => return refused(StatusCode::NOT_FOUND, error.to_string()),
    };
    match agree::derived(problem, weight, None, agree::IN_A_MOMENT) {
        Ok((derivation, agreement)) => {
            let page = show::derivation::page(&shape, names, &derivation, &agreement);
            frame::page(&page.title, &html! { (above) (frame::article(&page)) })
        }
        Err(error) => refused(StatusCode::OK, error.to_string()),
    }
}
