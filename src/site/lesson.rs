//! The page of a lesson: all slides under one another, and what a script needs to show them one by one.

use super::Host;
use super::document;
use super::slide::Versions;
use super::table::Table;
use serde::Serialize;

use crate::graph::Names;
use crate::graph::Quantity;
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
        // The slides of one weight are those of another.
        let is_same = |other: &&Lesson| other.slides.len() == lesson.slides.len();
        let lessons: Vec<&Lesson> =
            std::iter::once(lesson).chain(self.others.iter().filter(is_same)).collect();
        let mut table = Table::default();
        let article = |place| Versions { lessons: &lessons, names, place }.article(&mut table);
        let slides: Vec<String> = (0..lesson.slides.len()).map(article).collect();
        let numbers = if self.numbers == Numbers::Hidden { " data-numbers=\"off\"" } else { "" };
        let body = format!(
            "<header class=\"top\" lang=\"en\">\n<a href=\"../index.html\">All lessons</a>\n</header>\n\
             <main{numbers}>\n<h1>{}</h1>\n{}{}</main>\n{}",
            escaped(&lesson.title),
            contents(lesson),
            slides.concat(),
            data(&lessons, names, &table),
        );
        let scripts: &[&str] = match self.host {
            Host::Folder => &["player.js"],
            Host::Server => &["player.js", "serve.js"],
        };
        document(&lesson.language, &lesson.title, "../", scripts, &body)
    }
}

/// What the script reads.
#[derive(Serialize)]
struct Data<'a> {
    format: u32,
    /// The weight that the words were written for.
    written_for: String,
    /// The weights that can be chosen, that of the page first.
    weights: Vec<String>,
    #[serde(flatten)]
    table: &'a Table,
}

fn data(lessons: &[&Lesson], names: Names<'_>, table: &Table) -> String {
    let shape = lessons[0].problem.shape();
    let name = |weight: Quantity| names.written(&shape.symbol(weight)).to_string();
    let weights = lessons.iter().map(|lesson| name(lesson.weight)).collect();
    let data = Data { format: 1, written_for: name(lessons[0].written_for), weights, table };
    // Within a script element nothing is escaped, so nothing may end it.
    let data = serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c");
    format!("<script type=\"application/json\" id=\"data\">{data}</script>\n")
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
