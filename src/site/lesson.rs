//! The page of a lesson: all slides under one another, and what a script needs to show them one by one.

use super::Host;
use super::document;
use super::slide::article;
use crate::graph::Names;
use crate::graph::notation::Notation;
use crate::lesson::Lesson;
use crate::render::xml::escaped;
use crate::show::slide::Numbers;

/// A lesson as it is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// The same lesson for other weights, between which the reader can choose.
    pub others: &'a [Lesson],
    /// How names are written, if not as in the series.
    pub notation: Option<&'static Notation>,
    /// Whether numbers are to be seen at first.
    pub numbers: Numbers,
    /// Where the page lives.
    pub host: Host,
}

impl Edition<'_> {
    /// The page, which stands in a folder of its own below the root of the site.
    pub fn page(&self) -> String {
        let lesson = self.lesson;
        let shape = lesson.problem.shape();
        let names = self.notation.map_or(Names::SERIES, |notation| Names::new(notation, &shape));
        let slides: Vec<String> =
            (0..lesson.slides.len()).map(|place| article(lesson, place, names)).collect();
        let numbers = if self.numbers == Numbers::Hidden { " data-numbers=\"off\"" } else { "" };
        let body = format!(
            "<header class=\"top\" lang=\"en\">\n<a href=\"../index.html\">All lessons</a>\n</header>\n\
             <main{numbers}>\n<h1>{}</h1>\n{}{}</main>\n",
            escaped(&lesson.title),
            contents(lesson),
            slides.concat(),
        );
        let scripts: &[&str] = match self.host {
            Host::Folder => &["player.js"],
            Host::Server => &["player.js", "serve.js"],
        };
        document(&lesson.language, &lesson.title, "../", scripts, &body)
    }
}

/// The sub-goals, each with the slides that belong to it.
fn contents(lesson: &Lesson) -> String {
    let begins = |place: &usize| *place == 0 || lesson.slides[place - 1].goal != lesson.slides[*place].goal;
    let entry = |place: usize| {
        let (number, goal) = (place + 1, escaped(&lesson.slides[place].goal));
        format!("<li value=\"{number}\"><a href=\"#{number}\">{goal}</a></li>\n")
    };
    let list: String = (0..lesson.slides.len()).filter(begins).map(entry).collect();
    format!("<nav class=\"contents\" aria-label=\"{}\">\n<ol>\n{list}</ol>\n</nav>\n", escaped(&lesson.title))
}
