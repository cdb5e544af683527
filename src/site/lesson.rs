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
use crate::lesson::Shown;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::html::Html;
use crate::render::html::inline;
use crate::render::xml::escaped;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use crate::show::symbol::symbol_in;

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
            "<header class=\"top\">\n<a href=\"../index.html\" lang=\"en\">All lessons</a>\n<h1>{}</h1>\n</header>\n\
             {}<main{numbers}>\n{}</main>\n<footer lang=\"en\">\n<p>{}</p>\n</footer>\n{}{}",
            escaped(&lesson.title),
            contents(lesson),
            slides.concat(),
            self.own_numbers(),
            choice(&lessons, names),
            data(&lessons, names, &table),
        );
        let scripts: &[&str] = match self.host {
            Host::Folder => &["player.js"],
            Host::Server => &["player.js", "serve.js"],
        };
        document(&lesson.language, &lesson.title, "../", scripts, &body)
    }

    /// How a reader gets to numbers of their own.
    fn own_numbers(&self) -> &'static str {
        match self.host {
            Host::Folder => {
                "Made with gradwalk. To put in your own numbers, or to have homework checked, install it and run \
                 <code>gradwalk serve --open</code>."
            }
            Host::Server => "Made with gradwalk.",
        }
    }
}

/// The network and the weights between which the reader can choose, for the script to open.
fn choice(lessons: &[&Lesson], names: Names<'_>) -> String {
    let (lesson, slide) = (lessons[0], &lessons[0].slides[0]);
    let view = View { names, numbers: Numbers::Hidden, extent: Extent::Whole };
    let network = Shown::Network { weights: Vec::new(), nodes: Vec::new() };
    let network = slide::thing(lesson, slide, &network, view);
    let network: String = network.iter().map(|block| Html.block(block, &Style::default())).collect();
    let shape = lesson.problem.shape();
    let entry = |lesson: &&Lesson| {
        let name = inline(&[symbol_in(names, &shape.symbol(lesson.weight)).into()]);
        format!("<li>{name}</li>\n")
    };
    let entries: String = lessons.iter().map(entry).collect();
    format!(
        "<dialog id=\"weight\" lang=\"en\" aria-labelledby=\"weight-title\">\n\
         <h2 id=\"weight-title\">Which weight?</h2>\n{network}<ul class=\"weights\">\n{entries}</ul>\n</dialog>\n"
    )
}

/// What the script reads.
#[derive(Serialize)]
struct Data<'a> {
    format: u32,
    /// The weight that the words were written for.
    written_for: String,
    /// The weights that can be chosen, that of the page first: their names, and layer, from and to, one-based.
    weights: Vec<(String, [usize; 3])>,
    #[serde(flatten)]
    table: &'a Table,
}

fn data(lessons: &[&Lesson], names: Names<'_>, table: &Table) -> String {
    let shape = lessons[0].problem.shape();
    let name = |weight: Quantity| names.written(&shape.symbol(weight)).to_string();
    let ends = |weight: Quantity| match weight {
        Quantity::Weight { layer, from, to } => [layer + 1, from + 1, to + 1],
        _ => [0; 3],
    };
    let weights = lessons.iter().map(|lesson| (name(lesson.weight), ends(lesson.weight))).collect();
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
