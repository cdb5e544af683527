//! Where lessons are found: those that come with gradwalk, or those of a folder.
//!
//! The files of `lessons/*.ron` are embedded by the build script, so a new lesson is a new file and no new code.

use std::path::Path;
use std::path::PathBuf;

use super::Exchange;
use super::Fault;
use super::Lesson;
use super::Reading;
use crate::graph::Quantity;
use crate::problem::Problem;
use crate::problem::ReadError;
use crate::problem::advice;
use crate::problem::has_field;

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// A set of lessons.
#[derive(Clone, Debug, Default)]
pub enum Library {
    /// Those that come with gradwalk.
    #[default]
    BuiltIn,
    /// The `.ron` files of a folder that are no problems and no transcripts.
    Folder(PathBuf),
}

/// The text of a lesson and what it is called.
#[derive(Clone, Debug)]
pub struct LessonFile {
    /// The stem of its file.
    pub id: String,
    /// What messages call it.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

impl Library {
    /// The lessons, sorted by id.
    pub fn files(&self) -> Result<Vec<LessonFile>, ReadError> {
        match self {
            Library::BuiltIn => Ok(LESSONS
                .iter()
                .map(|(id, text)| LessonFile {
                    id: (*id).to_owned(),
                    name: format!("{id}.ron"),
                    text: (*text).to_owned(),
                })
                .collect()),
            Library::Folder(folder) => files_of(folder),
        }
    }

    /// The lesson of this id.
    pub fn file(&self, id: &str) -> Result<LessonFile, ReadError> {
        let files = self.files()?;
        files.iter().find(|file| file.id == id).cloned().ok_or_else(|| {
            let help = match files.len() {
                0 => "there are no lessons here: `gradwalk new first.ron` writes one".to_owned(),
                _ => advice(id, "the lessons are", files.iter().map(|file| file.id.as_str())),
            };
            ReadError::of_file(id, "there is no lesson of this name", help)
        })
    }

    /// The lessons in the order of their course, those without a course last, as far as they verify.
    pub fn in_order(&self) -> Result<Vec<(LessonFile, Option<Lesson>)>, ReadError> {
        let read = |file: LessonFile| {
            let lesson = self.read(&file, Reading::default()).ok();
            (file, lesson)
        };
        let mut lessons: Vec<_> = self.files()?.into_iter().map(read).collect();
        let part = |lesson: &Lesson| lesson.course.as_ref().map(|course| course.part);
        lessons.sort_by_key(|(_, lesson)| lesson.as_ref().and_then(part).unwrap_or(u32::MAX));
        Ok(lessons)
    }

    /// Reads a lesson of this library. Its problem may be a file beside it.
    pub fn read(&self, file: &LessonFile, reading: Reading) -> Result<Lesson, Vec<Fault>> {
        let folder = match self {
            Library::BuiltIn => None,
            Library::Folder(folder) => Some(folder.clone()),
        };
        Lesson::read(&file.name, &file.text, &Reading { folder, ..reading })
    }
}

/// A lesson that can be read again: for another weight, or after its file has changed.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its text.
    pub file: LessonFile,
    /// Where it comes from; nothing for a lesson that comes with gradwalk.
    pub path: Option<PathBuf>,
    /// Another problem of the same shape, with its name.
    pub problem: Option<(String, Problem)>,
}

impl Book {
    /// The lesson of this id in a library.
    pub fn of_library(library: &Library, id: &str) -> Result<Self, ReadError> {
        let path = match library {
            Library::BuiltIn => None,
            Library::Folder(folder) => Some(folder.join(format!("{id}.ron"))),
        };
        Ok(Book { file: library.file(id)?, path, problem: None })
    }

    /// The lesson in a file anywhere.
    pub fn of_file(path: &Path) -> Result<Self, ReadError> {
        Ok(Book { file: file_at(path)?, path: Some(path.to_path_buf()), problem: None })
    }

    /// The lesson, for another weight where one is named.
    pub fn read(&self, weight: Option<String>) -> Result<Lesson, Vec<Fault>> {
        let folder = self.path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
        let reading = Reading { weight, problem: self.problem.clone(), folder };
        Lesson::read(&self.file.name, &self.file.text, &reading)
    }

    /// The lesson for every other weight of the layer that it is about, each step checked again. A weight for which
    /// the steps do not hold is not among them.
    pub fn other_weights(&self, lesson: &Lesson) -> Vec<Lesson> {
        let shape = lesson.problem.shape();
        let is_other = |weight: &Quantity| {
            *weight != lesson.weight && Exchange::new(&shape, lesson.weight, *weight).is_some()
        };
        let others = shape.parameters().filter(is_other);
        others.filter_map(|weight| self.read(Some(shape.symbol(weight).to_string())).ok()).collect()
    }

    /// The same book with what its file holds now.
    pub fn opened_again(&self) -> Result<Self, ReadError> {
        let file = match &self.path {
            None => self.file.clone(),
            Some(path) => LessonFile { name: self.file.name.clone(), ..file_at(path)? },
        };
        Ok(Book { file, ..self.clone() })
    }
}

/// Reads a lesson from a file anywhere.
pub fn file_at(path: &Path) -> Result<LessonFile, ReadError> {
    let name = path.to_string_lossy().into_owned();
    if !path.exists() {
        let help =
            "name a lesson's file, or a lesson that comes with gradwalk: `gradwalk lessons` lists them";
        return Err(ReadError::of_file(&name, "there is no such file", help));
    }
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let text = crate::problem::text_of(path, &name)?;
    Ok(LessonFile { id, name, text })
}

/// Whether a text in RON is the problem of a lesson, gradients or a transcript, by the fields that only these have. What
/// cannot be read is a lesson: its author is to hear of it.
fn is_something_else(text: &str) -> bool {
    let has = |field| has_field(text, field);
    if has("slides") { has("lesson") } else { has("layers") || has("gradients") }
}

fn files_of(folder: &Path) -> Result<Vec<LessonFile>, ReadError> {
    let name = folder.to_string_lossy();
    let unreadable = |error: std::io::Error| {
        let says = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            std::io::ErrorKind::NotADirectory => "this is a file, not a folder of lessons".to_owned(),
            kind => format!("the folder of lessons cannot be read: {kind}"),
        };
        ReadError::of_file(&name, says, "name a folder that holds lessons as .ron files")
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "ron") && path.is_file() {
            let file = file_at(&path)?;
            if !is_something_else(&file.text) {
                files.push(file);
            }
        }
    }
    files.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(files)
}

impl Lesson {
    /// The built-in lesson of this id, as it was written.
    pub fn built_in(id: &str) -> Option<Lesson> {
        let (id, text) = LESSONS.iter().find(|(stem, _)| *stem == id)?;
        Lesson::read(&format!("{id}.ron"), text, &Reading::default()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_lesson_is_right() {
        for file in Library::BuiltIn.files().expect("embedded") {
            if let Err(faults) = Library::BuiltIn.read(&file, Reading::default()) {
                panic!("{}", faults[0].error.report(crate::problem::Style::Plain));
            }
        }
    }
}
