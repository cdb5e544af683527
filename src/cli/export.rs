//! The command that makes a web site of lessons.

use std::collections::BTreeMap;

use crate::lesson::Lesson;
use crate::printable::printable;
use crate::show::slide::Numbers;
use crate::site;
use crate::site::Edition;
use crate::site::Host;

use super::Answer;
use super::arguments;
use super::compute::notation;
use super::folder::Folder;
use super::lessons::book;
use super::lessons::library_of;
use super::lessons::numbers;
use super::output::Failure;
use super::output::Output;
use super::save::Existing;

/// `gradwalk export`
pub(super) fn export(arguments: &arguments::Export, output: &Output) -> Result<Answer, Failure> {
    let existing = if arguments.replace { Existing::Replace } else { Existing::Keep };
    let folder = Folder::find(&arguments.to, existing)?;
    let notation = notation(&arguments.slides.filling.writing)?;
    let numbers = numbers(&arguments.slides, Numbers::Shown);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut lessons: Vec<Lesson> = Vec::new();
    for name in wanted(arguments)? {
        let book = book(&name, &arguments.slides, output)?;
        let lesson = book.read(arguments.slides.weight.clone()).map_err(Failure::Lesson)?;
        let others = book.other_weights(&lesson);
        let edition = Edition { lesson: &lesson, others: &others, notation, numbers, host: Host::Folder };
        let folder = folder_of(&lesson.id)?;
        for (name, page) in edition.files() {
            if files.insert(format!("{folder}/{name}"), page.into_bytes()).is_some() {
                return Err(Failure::SameName { id: lesson.id });
            }
        }
        lessons.push(lesson);
    }
    files.insert("index.html".into(), site::index(&lessons.iter().collect::<Vec<_>>()).into_bytes());
    for asset in site::ASSETS {
        files.insert(format!("{}/{}", site::FOLDER, asset.name), asset.content().into_owned());
    }
    let gone = folder.write(&files)?;
    if !gone.is_empty() {
        output.remark(&format!(
            "taken away, since an earlier export wrote it and this one does not: {}. To keep several lessons, name all \
             of them, or give each a folder",
            gone.join(", ")
        ));
    }
    let first = arguments.to.join("index.html");
    output.print(&format!(
        "Wrote {} of {} to {}. Open this in a browser, or put the folder on any web space:\n\n    {}\n",
        counted(lessons.len(), "lesson"),
        counted(lessons.iter().map(|lesson| lesson.slides.len()).sum(), "slide"),
        printable(&arguments.to.to_string_lossy()),
        printable(&first.to_string_lossy()),
    ))?;
    Ok(Answer::Yes)
}

/// The lessons that were named, or all of the library.
fn wanted(arguments: &arguments::Export) -> Result<Vec<String>, Failure> {
    if !arguments.names.is_empty() {
        return Ok(arguments.names.clone());
    }
    let library = library_of(&arguments.slides.filling.shelf);
    Ok(library.in_order().map_err(Box::new)?.into_iter().map(|(file, _)| file.id).collect())
}

/// The folder of a lesson. It cannot be called like something else in the site.
fn folder_of(id: &str) -> Result<&str, Failure> {
    let is_taken = id.eq_ignore_ascii_case(site::FOLDER) || id.eq_ignore_ascii_case("index.html");
    if id.is_empty() || id.starts_with('.') || id.contains(['/', '\\', ':']) || is_taken {
        return Err(Failure::NoFolderName { id: id.to_owned() });
    }
    Ok(id)
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
