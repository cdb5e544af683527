//! The page of a lesson: all slides under one another, and what a script needs to show them one by one.

use super::Host;
use super::document;
use super::slide::article;
use crate::graph::Names;
use crate::lesson::Lesson;
use crate::render::xml::escaped;

/// The page of a lesson, which stands in a folder of its own below the root of the site.
pub fn lesson(lesson: &Lesson, names: Names<'_>, host: Host) -> String {
    let slides: Vec<String> = (0..lesson.slides.len()).map(|place| article(lesson, place, names)).collect();
    let body = format!(
        "<header class=\"top\" lang=\"en\">\n<a href=\"../index.html\">All lessons</a>\n</header>\n\
         <main>\n<h1>{}</h1>\n{}{}</main>\n",
        escaped(&lesson.title),
        contents(lesson),
        slides.concat(),
    );
    let scripts: &[&str] = match host {
        Host::Folder => &["player.js"],
        Host::Server => &["player.js", "serve.js"],
    };
    document(&lesson.language, &lesson.title, "../", scripts, &body)
}

/// The sub-goals, each with the slides that belong to it.
fn contents(lesson: &Lesson) -> String {
    let mut list = String::new();
    let mut goal = None;
    for (place, slide) in lesson.slides.iter().enumerate() {
        if goal == Some(&slide.goal) {
            continue;
        }
        goal = Some(&slide.goal);
        list +=
            &format!("<li value=\"{0}\"><a href=\"#{0}\">{1}</a></li>\n", place + 1, escaped(&slide.goal));
    }
    format!("<nav class=\"contents\" aria-label=\"{}\">\n<ol>\n{list}</ol>\n</nav>\n", escaped(&lesson.title))
}
