//! The first page: the lessons, the problems, and a place to drop a file.

use axum::response::Response;
use maud::html;

use crate::problem;
use crate::problem::Problem;

use super::Site;
use super::file;
use super::frame;
use super::lessons;

/// What there is.
pub(super) fn page(site: &Site) -> Response {
    let own = site.shelf.problem.iter().map(|(name, problem)| (name.clone(), problem.clone()));
    let built_in =
        problem::built_in_names().filter_map(|name| Some((name.to_owned(), Problem::built_in(name)?)));
    let problems: Vec<(String, Problem)> = own.chain(built_in).collect();
    let shelf = site.shelf.entries(site.edits.count());
    let main = html! {
        h1 { "Backpropagation by hand" }
        p.lead { "Every partial derivative as a sum of products over the paths of a tree diagram." }
        section {
            h2 { "Lessons" }
            @match &shelf {
                Err(error) => { (frame::fault(error)) }
                Ok(lessons) => {
                    ul.cards { @for lesson in lessons.iter() {
                        li { a href=(lessons::address(&lesson.id)) { (lesson.title) }
                            p { @match lesson.slides {
                                Some(slides) => { (slides) " slides, every step checked" },
                                None => { "This lesson does not verify: open it to see why." },
                            } }
                        }
                    } }
                    @if lessons.is_empty() { p { "There are no lessons here. " code { "gradwalk new first.ron" } " writes one." } }
                }
            }
        }
        section {
            h2 { "Your own numbers" }
            p { "Change any input, label or weight of a problem, and see what follows." }
            ul.cards { @for (name, problem) in &problems {
                li { a href={ "/problem/" (name) } { (name) } p { (problem.title) } }
            } }
        }
        section {
            h2 { "Homework" }
            form method="post" action="/file" enctype="multipart/form-data" { (file::chooser(&problems)) }
        }
    };
    frame::page("Lessons and problems", &main)
}
