//! The page of a lesson: all slides under one another, and what a script needs to show them one by one.

use super::Host;
use super::choice;
use super::derived;
use super::derived::Group;
use super::document;
use super::own_numbers;
use super::reading;
use super::slide::Versions;
use super::table::Table;
use super::worlds::Worlds;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
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

impl<'a> Edition<'a> {
    /// Everything that stands in the folder of the lesson: its page, and pages with the derivations for the weights that
    /// it is not about.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut made: Vec<(Group, String, Table)> = Vec::new();
        for group in derived::groups(self.elsewhere()) {
            let mut table = Table::default();
            if let Some(slides) = derived::slides(self, &group, &mut table) {
                made.push((group, slides, table));
            }
        }
        let title = self.lesson.title.clone();
        let own = Group { file: "index.html".into(), title, weights: self.weights() };
        let addresses = |except: &Group| -> Vec<(Quantity, String)> {
            let groups = std::iter::once(&own).chain(made.iter().map(|(group, ..)| group));
            let others = groups.filter(|group| group.file != except.file);
            others
                .flat_map(|group| group.weights.iter().map(|weight| (*weight, self.address(group, *weight))))
                .collect()
        };
        let page = (own.file.clone(), self.written(&addresses(&own)));
        let derived = made.iter().map(|(group, slides, table)| {
            let derived = addresses(group);
            let inside = Inside { slides, weights: &group.weights, derived: &derived, ..Inside::of(table) };
            (group.file.clone(), self.around("en", &group.title, &inside))
        });
        std::iter::once(page).chain(derived).collect()
    }

    /// The page alone, for a server that makes the derivations when they are asked for.
    pub fn page(&self) -> String {
        let shape = self.lesson.problem.shape();
        let address = |weight| format!("derive/{}", shape.symbol(weight));
        let derived: Vec<_> = self.elsewhere().into_iter().map(|weight| (weight, address(weight))).collect();
        self.written(&derived)
    }

    /// One of its slides alone, counted from 0, for its own weight.
    pub fn slide(&self, place: usize) -> Option<String> {
        self.of_slide(place, |slide| slide.article(&mut Table::default()))
    }

    /// What one of its slides is made of, counted from 0: the same for a slide that has only got another number.
    pub fn content(&self, place: usize) -> Option<String> {
        self.of_slide(place, |slide| slide.content())
    }

    fn of_slide(&self, place: usize, made: impl Fn(Versions<'_>) -> String) -> Option<String> {
        self.lesson.slides.get(place)?;
        let shape = self.lesson.problem.shape();
        Some(made(Versions { lessons: &[self.lesson], names: self.names(&shape), place }))
    }

    /// Where a weight of a group is shown.
    fn address(&self, group: &Group, weight: Quantity) -> String {
        let shape = self.lesson.problem.shape();
        format!("{}#1&weight={}", group.file, self.names(&shape).written(&shape.symbol(weight)))
    }

    /// How names are written.
    pub(super) fn names<'n>(&self, shape: &'n Shape) -> Names<'n> {
        Names::of(self.notation, shape)
    }

    /// The lesson in every version, its own first. The slides of one are those of the others.
    fn versions(&self) -> Vec<&'a Lesson> {
        let is_same = |other: &&Lesson| other.slides.len() == self.lesson.slides.len();
        std::iter::once(self.lesson).chain(self.others.iter().filter(is_same)).collect()
    }

    /// The weights for which the lesson can be shown.
    fn weights(&self) -> Vec<Quantity> {
        self.versions().iter().map(|lesson| lesson.weight).collect()
    }

    /// The weights and biases for which it cannot.
    fn elsewhere(&self) -> Vec<Quantity> {
        let here = self.weights();
        self.lesson.problem.shape().parameters().filter(|weight| !here.contains(weight)).collect()
    }

    /// The page of the lesson, with the addresses of derivations.
    fn written(&self, derived: &[(Quantity, String)]) -> String {
        let (lesson, lessons) = (self.lesson, self.versions());
        let shape = lesson.problem.shape();
        let names = self.names(&shape);
        let mut table = Table::default();
        let article = |place| Versions { lessons: &lessons, names, place }.article(&mut table);
        let slides: String = (0..lesson.slides.len()).map(article).collect();
        let dialogs = reading::dialogs(&lessons, names, &mut table);
        let inside = Inside {
            contents: &contents(lesson),
            slides: &slides,
            weights: &self.weights(),
            derived,
            dialogs: &dialogs,
            worlds: Worlds::new(&lessons),
            ..Inside::of(&table)
        };
        self.around(&lesson.language, &lesson.title, &inside)
    }

    /// A file around slides.
    fn around(&self, language: &str, title: &str, inside: &Inside<'_>) -> String {
        let shape = self.lesson.problem.shape();
        let names = self.names(&shape);
        let numbers = if self.numbers == Numbers::Hidden { " data-numbers=\"off\"" } else { "" };
        let body = format!(
            "<header class=\"top\">\n<a href=\"../index.html\" lang=\"en\">All lessons</a>\n<h1>{}</h1>\n</header>\n\
             {}<main{numbers}>\n{}</main>\n<footer lang=\"en\">\n<p>{}</p>\n</footer>\n{}{}{}",
            escaped(title),
            inside.contents,
            inside.slides,
            own_numbers(self.host),
            choice::dialog(self.lesson, names, inside.weights, inside.derived),
            inside.dialogs,
            choice::data(self.lesson, names, inside),
        );
        let scripts: &[&str] = match self.host {
            Host::Folder => &["player.js"],
            Host::Server => &["player.js", "serve.js"],
        };
        document(language, title, "../", scripts, &body)
    }
}

/// What is on a page.
pub(super) struct Inside<'a> {
    /// Links to parts of it.
    contents: &'a str,
    slides: &'a str,
    /// The weights for which it can be shown, the first of which it is shown for.
    pub(super) weights: &'a [Quantity],
    /// Those that are shown at another address.
    pub(super) derived: &'a [(Quantity, String)],
    pub(super) table: &'a Table,
    /// What can be read over a slide.
    dialogs: &'a str,
    /// What names are worth.
    pub(super) worlds: Worlds,
}

impl<'a> Inside<'a> {
    /// Nothing but the table.
    fn of(table: &'a Table) -> Self {
        Inside {
            contents: "",
            slides: "",
            weights: &[],
            derived: &[],
            table,
            dialogs: "",
            worlds: Worlds::default(),
        }
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
