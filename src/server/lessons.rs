//! Lessons, read once for every edit of their folder. The last one that was right stays when its file is not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;

use axum::http::StatusCode;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use maud::Markup;
use maud::PreEscaped;
use maud::html;

use crate::graph::notation::Notation;
use crate::lesson::Fault;
use crate::lesson::Lesson;
use crate::lesson::library::Book;
use crate::lesson::library::LessonFile;
use crate::lesson::library::Library;
use crate::problem::Problem;
use crate::problem::ReadError;
use crate::show::slide::Numbers;
use crate::site;
use crate::site::Host;

use super::Site;
use super::derived;
use super::frame;

/// All lessons of a library.
#[derive(Debug)]
pub(super) struct Shelf {
    library: Library,
    /// Another problem for all of them, with its name.
    pub(super) problem: Option<(String, Problem)>,
    /// How names are written.
    pub(super) notation: Option<&'static Notation>,
    /// What was read of each lesson, and after how many edits.
    editions: Mutex<BTreeMap<String, Arc<Mutex<Option<Read>>>>>,
    /// All lessons, likewise.
    entries: Mutex<Option<(u64, Arc<Vec<Entry>>)>>,
}

type Read = (u64, Arc<Edition>);

/// A lesson as it is after an edit.
#[derive(Debug)]
pub(super) struct Edition {
    /// The last one that was right.
    pub(super) good: Option<Arc<Good>>,
    /// What is wrong with the file now.
    faults: Vec<ReadError>,
    /// Another one for everything that shows differently.
    pub(super) stamp: String,
    /// The first slide, from 0, that is not as it was before.
    pub(super) changed: Option<usize>,
}

/// A lesson that is right, from which its page can be made.
#[derive(Debug)]
pub(super) struct Good {
    book: Book,
    lesson: Lesson,
    notation: Option<&'static Notation>,
    /// What each slide is made of, by which an edit finds the slide that it changed.
    contents: Vec<String>,
    /// The page that can be had at once, without the other weights.
    at_once: OnceLock<String>,
    /// The page on which other weights can be chosen: every step is made again for each of them, which takes a while.
    whole: OnceLock<String>,
}

impl Good {
    fn new(book: Book, lesson: Lesson, notation: Option<&'static Notation>) -> Self {
        let [at_once, whole] = [OnceLock::new(), OnceLock::new()];
        let mut good = Good { book, lesson, notation, contents: Vec::new(), at_once, whole };
        good.contents = (0..).map_while(|place| good.edition(&[]).content(place)).collect();
        good
    }

    /// The page with all weights.
    fn whole(&self) -> &str {
        self.whole.get_or_init(|| self.page(&self.book.other_weights(&self.lesson)))
    }

    /// The page without the other weights.
    fn own(&self) -> &str {
        self.at_once.get_or_init(|| self.page(&[]))
    }

    /// The page that can be had at once, and whether the other weights are still to come.
    fn at_once(&self) -> (&str, Others) {
        self.whole.get().map_or_else(|| (self.own(), Others::ToCome), |whole| (whole, Others::There))
    }

    /// Whether its page is the same. That is looked at last, for a page takes longer than its slides.
    fn is_shown_as(&self, other: &Good) -> bool {
        self.contents == other.contents && self.own() == other.own()
    }

    fn page(&self, others: &[Lesson]) -> String {
        self.edition(others).page()
    }

    fn edition<'a>(&'a self, others: &'a [Lesson]) -> site::Edition<'a> {
        let (lesson, notation) = (&self.lesson, self.notation);
        site::Edition { lesson, others, notation, numbers: Numbers::Shown, host: Host::Server }
    }
}

/// Whether the other weights can be chosen on a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    There,
    ToCome,
}

/// A lesson among others.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// How many slides it has, if it is right.
    pub(super) slides: Option<usize>,
}

impl Shelf {
    pub(super) fn new(
        library: Library,
        problem: Option<(String, Problem)>,
        notation: Option<&'static Notation>,
    ) -> Self {
        Shelf { library, problem, notation, editions: Mutex::default(), entries: Mutex::default() }
    }

    /// All lessons, in the order of their course.
    pub(super) fn entries(&self, edits: u64) -> Result<Arc<Vec<Entry>>, ReadError> {
        let mut known = locked(&self.entries);
        if let Some((seen, entries)) = &*known
            && *seen == edits
        {
            return Ok(Arc::clone(entries));
        }
        let entry = |(file, lesson): (LessonFile, Option<Lesson>)| {
            let title = lesson.as_ref().map_or_else(|| file.id.clone(), |lesson| lesson.title.clone());
            Entry { id: file.id, title, slides: lesson.map(|lesson| lesson.slides.len()) }
        };
        let entries = Arc::new(self.library.in_order()?.into_iter().map(entry).collect());
        *known = Some((edits, Arc::clone(&entries)));
        Ok(entries)
    }

    /// The lesson of this id after so many edits; nothing where there is none and was none.
    pub(super) fn edition(&self, id: &str, edits: u64) -> Option<Arc<Edition>> {
        let own = {
            let mut editions = locked(&self.editions);
            if !editions.contains_key(id) && !self.has(id) {
                return None;
            }
            Arc::clone(editions.entry(id.to_owned()).or_default())
        };
        // Who asks for another lesson does not wait for this one.
        let mut known = locked(&own);
        if let Some((seen, edition)) = &*known
            && *seen == edits
        {
            return Some(Arc::clone(edition));
        }
        let before = known.as_ref().map(|(_, edition)| &**edition);
        let edition = Arc::new(next(before, self.read(id), edits));
        *known = Some((edits, Arc::clone(&edition)));
        Some(edition)
    }

    fn read(&self, id: &str) -> Result<Arc<Good>, Vec<ReadError>> {
        let book = Book::of_library(&self.library, id).map_err(|error| vec![error])?;
        let book = Book { problem: self.problem.clone(), ..book };
        let error = |fault: Fault| fault.error;
        let lesson = book.read(None);
        let lesson = lesson.map_err(|faults| faults.into_iter().map(error).collect::<Vec<_>>())?;
        Ok(Arc::new(Good::new(book, lesson, self.notation)))
    }

    fn has(&self, id: &str) -> bool {
        self.library.files().is_ok_and(|files| files.iter().any(|file| file.id == id))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is shown after what was shown before, and after so many edits.
fn next(before: Option<&Edition>, read: Result<Arc<Good>, Vec<ReadError>>, edits: u64) -> Edition {
    let shown = before.and_then(|before| before.good.as_ref());
    let (good, faults) = match read {
        Ok(good) => (Some(good), Vec::new()),
        Err(faults) => (shown.cloned(), faults),
    };
    let (is_same_page, changed) = match (&good, shown) {
        (Some(good), Some(shown)) => {
            (good.is_shown_as(shown), first_difference(&shown.contents, &good.contents))
        }
        (good, shown) => (good.is_none() && shown.is_none(), None),
    };
    let is_as_before = |before: &Edition| is_same_page && before.faults == faults;
    // A page that an earlier server has made shows something else.
    let stamp = match before.filter(|before| is_as_before(before)) {
        Some(before) => before.stamp.clone(),
        None => format!("{}-{edits}", std::process::id()),
    };
    Edition { good, faults, stamp, changed }
}

/// The first slide that is another. Its number is not looked at, for that changes with every slide that is put before.
fn first_difference(before: &[String], now: &[String]) -> Option<usize> {
    let place = (0..now.len()).find(|&place| before.get(place) != now.get(place));
    place.or_else(|| (now.len() < before.len()).then(|| now.len().saturating_sub(1)))
}

/// Where a lesson is.
pub(super) fn address(id: &str) -> String {
    format!("/lesson/{}/", site::address(id))
}

/// The derivation of any weight of a lesson's network.
pub(super) fn derived(site: &Site, id: &str, weight: &str) -> Response {
    let edition = site.shelf.edition(id, site.edits.count());
    match edition.as_ref().and_then(|edition| edition.good.as_ref()) {
        Some(good) => {
            let back = html! { p { a href=(address(id)) { (good.lesson.title) } } };
            derived::page(site, &good.lesson.problem, weight, &back)
        }
        None => frame::nothing_here(),
    }
}

/// How much of a page is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What can be had at once. Its script asks for the rest.
    AtOnce,
    /// All weights.
    Whole,
}

/// The page of a lesson.
pub(super) fn page(site: &Site, id: &str, wanted: Wanted) -> Response {
    let Some(edition) = site.shelf.edition(id, site.edits.count()) else {
        let says = html! { p { "There is no lesson " code { (id) } "." } };
        return frame::refusal(StatusCode::NOT_FOUND, "No such lesson", &says);
    };
    let page = edition.good.as_ref().map(|good| match wanted {
        Wanted::Whole => (good.whole(), Others::There),
        Wanted::AtOnce => good.at_once(),
    });
    let others = page.as_ref().map_or(Others::There, |(_, others)| *others);
    let notice = html! {
        div #notice {
            @if site.edits.are_told() {
                div #live hidden data-events={ "/live/" (site::address(id)) "?stamp=" (edition.stamp) } {}
            }
            @if others == Others::ToCome { div #others hidden data-whole={ (address(id)) "whole" } {} }
            (faults(&edition))
        }
    };
    match page {
        // The notice stands before the lesson. Text is escaped, so no other `<main` comes first.
        Some((page, _)) => Html(page.replacen("<main", &(notice.into_string() + "<main"), 1)).into_response(),
        None => frame::page(id, &notice),
    }
}

/// One slide of a lesson, counted from 1, and how many there are.
pub(super) fn slide(site: &Site, id: &str, number: usize) -> Response {
    let edition = site.shelf.edition(id, site.edits.count());
    let good = edition.as_ref().and_then(|edition| edition.good.as_ref());
    let slide = good.and_then(|good| Some((good, good.edition(&[]).slide(number.checked_sub(1)?)?)));
    match slide {
        Some((good, slide)) => {
            let count = good.lesson.slides.len();
            Html(html! { div data-slides=(count) { (PreEscaped(slide)) } }.into_string()).into_response()
        }
        None => frame::nothing_here(),
    }
}

fn faults(edition: &Edition) -> Markup {
    let below = if edition.good.is_some() { "; the last lesson that was right is below" } else { "" };
    html! {
        @if !edition.faults.is_empty() {
            link rel="stylesheet" href="/assets/faults.css";
            div.faults role="alert" {
                p { strong { "The file is not right" (below) "." } }
                @for fault in &edition.faults { (frame::fault(fault)) }
            }
        }
    }
}
