//! Where a learner is in a lesson, kept from one time to the next.
//!
//! ```text
//! $XDG_DATA_HOME/gradwalk/progress/output-weights.ron:   (format: 1, at: 37, furthest: 40, answered: [9, 11])
//! ```
//!
//! A file is written beside its place and then moved there, so that it is whole at any moment. Whoever writes reads
//! first what others have written: of two players at once each keeps where it is itself, and neither takes back what
//! the other has reached or answered. A file that cannot be read, or is of a newer version, is left alone.

use std::collections::BTreeSet;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use etcetera::BaseStrategy;
use serde::Deserialize;
use serde::Serialize;

use super::fingerprint::fingerprint;
use super::library::Book;
use crate::printable::printable;

/// The version of the file.
const FORMAT: u32 = 1;

/// How far a learner has come. Slides are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    format: u32,
    /// The slide on which they are.
    pub at: usize,
    /// The last slide that they have seen.
    pub furthest: usize,
    /// The slides whose questions they have answered.
    #[serde(default)]
    pub answered: BTreeSet<usize>,
}

impl Default for Progress {
    fn default() -> Self {
        Progress { format: FORMAT, at: 1, furthest: 1, answered: BTreeSet::new() }
    }
}

/// Why progress is not kept.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// The user has no folder for data.
    #[error("where you are is not remembered: no home folder is known. Set XDG_DATA_HOME to a folder")]
    NoFolder,
    /// It was written by a newer gradwalk.
    #[error(
        "where you are is not remembered: {} is of version {format} and this gradwalk knows {FORMAT}. It is left as \
         it is", printable(&path.to_string_lossy())
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        format: u32,
    },
    /// It is no such file.
    #[error(
        "where you are is not remembered: {} cannot be understood ({reason}). Remove it to begin anew",
        printable(&path.to_string_lossy())
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It cannot be written: the disk is full, or the folder is not ours.
    #[error(
        "where you are is not remembered yet: {} cannot be written ({})",
        printable(&path.to_string_lossy()), source.kind()
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
}

/// The folder in which this user's progress is kept.
pub fn folder() -> Result<PathBuf, ProgressError> {
    let strategy = etcetera::base_strategy::choose_native_strategy().map_err(|_| ProgressError::NoFolder)?;
    Ok(strategy.data_dir().join("gradwalk").join("progress"))
}

/// The name under which the progress in a lesson is kept. Lessons of another place than the program have their own,
/// even if they are called the same.
pub fn name(id: &str, place: Option<&Path>) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    let stem: String = id.chars().take(60).map(plain).collect();
    let Some(place) = place else { return format!("{stem}.ron") };
    let place = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    format!("{stem}-{:016x}.ron", fingerprint(&place.to_string_lossy()))
}

/// The progress in one lesson, and the file in which it is kept.
#[derive(Debug)]
pub struct Bookmark {
    path: PathBuf,
    kept: Progress,
    /// What is wrong, as long as it is.
    trouble: Option<ProgressError>,
}

impl Bookmark {
    /// What a file holds; the beginning of the lesson where there is none.
    pub fn open(path: PathBuf) -> Self {
        match read(&path) {
            Ok(progress) => Bookmark { path, kept: progress.unwrap_or_default(), trouble: None },
            Err(trouble) => Bookmark { path, kept: Progress::default(), trouble: Some(trouble) },
        }
    }

    /// The bookmark of a book, where this user's are kept.
    pub fn of(book: &Book) -> Self {
        match folder() {
            Ok(folder) => Bookmark::open(folder.join(name(&book.file.id, book.path.as_deref()))),
            Err(trouble) => {
                Bookmark { path: PathBuf::new(), kept: Progress::default(), trouble: Some(trouble) }
            }
        }
    }

    /// When it was last moved. Nothing where the lesson has not been begun.
    pub fn moved(&self) -> Option<SystemTime> {
        self.path.metadata().and_then(|data| data.modified()).ok()
    }

    /// How far the learner had come.
    pub fn progress(&self) -> &Progress {
        &self.kept
    }

    /// Why it is not being kept, if it is not.
    pub fn trouble(&self) -> Option<&ProgressError> {
        self.trouble.as_ref()
    }

    /// Keeps where the learner is, if the file does not say so already.
    pub fn keep(&mut self, at: usize, answered: impl IntoIterator<Item = usize>) {
        let mut now = self.kept.clone();
        now.at = at;
        now.furthest = now.furthest.max(at);
        now.answered.extend(answered);
        let is_stuck = matches!(
            self.trouble,
            Some(ProgressError::Newer { .. } | ProgressError::Unreadable { .. } | ProgressError::NoFolder)
        );
        // What stands in the file may be another player's by now.
        let stands = || matches!(read(&self.path), Ok(Some(kept)) if kept == now);
        if is_stuck || (now == self.kept && self.trouble.is_none() && stands()) {
            return;
        }
        self.trouble = None;
        match self.write(now) {
            Ok(kept) => self.kept = kept,
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    fn write(&self, mut now: Progress) -> Result<Progress, ProgressError> {
        if let Some(theirs) = read(&self.path)? {
            now.furthest = now.furthest.max(theirs.furthest);
            now.answered.extend(theirs.answered);
        }
        let failed = |source| ProgressError::Unwritable { path: self.path.clone(), source };
        let text = ron::to_string(&now).map_err(io::Error::other).map_err(failed)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let write = || {
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.write_all(b"\n")?;
            file.persist(&self.path).map(drop).map_err(|error| error.error)
        };
        write().map_err(failed)?;
        Ok(now)
    }
}

/// What a file holds. Nothing where there is none.
fn read(path: &Path) -> Result<Option<Progress>, ProgressError> {
    /// What every version has.
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    let unreadable = |reason: String| ProgressError::Unreadable { path: path.into(), reason };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(error.kind().to_string())),
    };
    let Version { format } = ron::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    if format != FORMAT {
        return Err(ProgressError::Newer { path: path.into(), format });
    }
    ron::from_str(&text).map(Some).map_err(|error| unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gradwalk").join("progress").join("lesson.ron");
        (folder, path)
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let (_folder, path) = place();
        let mut mark = Bookmark::open(path.clone());
        assert_eq!(mark.progress(), &Progress::default());
        mark.keep(7, [3]);
        mark.keep(5, [3, 4]);
        assert!(mark.trouble().is_none(), "{:?}", mark.trouble());
        let found = Bookmark::open(path.clone());
        assert_eq!((found.progress().at, found.progress().furthest), (5, 7));
        assert_eq!(found.progress().answered, BTreeSet::from([3, 4]));
        let files = std::fs::read_dir(path.parent().expect("its folder")).expect("it is there").count();
        assert_eq!(files, 1, "nothing else is left behind");
    }

    #[test]
    fn two_players_do_not_take_back_what_the_other_has_reached() {
        let (_folder, path) = place();
        let (mut one, mut other) = (Bookmark::open(path.clone()), Bookmark::open(path.clone()));
        one.keep(30, [9]);
        other.keep(2, [1]);
        let found = Bookmark::open(path).progress().clone();
        assert_eq!((found.at, found.furthest), (2, 30));
        assert_eq!(found.answered, BTreeSet::from([1, 9]));
    }

    #[test]
    fn who_ends_last_is_found_where_they_were() {
        let (_folder, path) = place();
        let (mut one, mut other) = (Bookmark::open(path.clone()), Bookmark::open(path.clone()));
        one.keep(12, []);
        other.keep(40, []);
        // The one has not moved, but it is the one that ends now.
        one.keep(12, []);
        let found = Bookmark::open(path).progress().clone();
        assert_eq!((found.at, found.furthest), (12, 40));
    }

    #[test]
    fn what_is_not_ours_to_read_is_left_alone() {
        for text in ["(format: 2, at: 9, pages: [1])", "not at all", "(format: 1)", ""] {
            let (_folder, path) = place();
            std::fs::create_dir_all(path.parent().expect("its folder")).expect("made");
            std::fs::write(&path, text).expect("written");
            let mut mark = Bookmark::open(path.clone());
            mark.keep(5, []);
            assert!(mark.trouble().is_some(), "{text}");
            assert_eq!(std::fs::read_to_string(&path).expect("it is there"), text);
        }
    }

    #[test]
    fn a_disk_that_is_full_is_told_and_tried_again() {
        let (_folder, path) = place();
        // A file where the folder should be stands for whatever keeps us from writing.
        let obstacle = path.parent().expect("its folder").parent().expect("and its").to_path_buf();
        std::fs::write(&obstacle, "in the way").expect("written");
        let mut mark = Bookmark::open(path.clone());
        mark.keep(5, []);
        assert!(mark.trouble().is_some());
        std::fs::remove_file(&obstacle).expect("removed");
        mark.keep(5, []);
        assert!(mark.trouble().is_none(), "{:?}", mark.trouble());
        assert_eq!(Bookmark::open(path).progress().at, 5);
    }

    #[test]
    fn lessons_of_other_places_have_their_own_files() {
        assert_eq!(name("output-weights", None), "output-weights.ron");
        let here = name("output-weights", Some(Path::new("/somewhere")));
        assert_ne!(here, name("output-weights", Some(Path::new("/elsewhere"))));
        assert!(here.starts_with("output-weights-") && Path::new(&here).extension().is_some());
        assert_eq!(name("../../etc/passwd", None), "______etc_passwd.ron");
    }
}
