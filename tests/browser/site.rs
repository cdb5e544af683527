//! A folder as `gradwalk export` makes it, opened from the disk.

use std::process::Command;
use std::sync::OnceLock;

use gradwalk::lesson::Lesson;
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::demand;
use crate::session::Session;

/// The window of a computer.
pub(crate) const WIDE: [u32; 2] = [1280, 800];

/// A lesson that the folder holds.
pub(crate) fn built_in(id: &str) -> Result<Lesson, Failed> {
    Ok(Lesson::built_in(id).ok_or("it is embedded")?)
}

/// The folder, made once for all tests.
fn folder() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let export = Command::new(env!("CARGO_BIN_EXE_gradwalk"))
            .args(["export", "--to"])
            .arg(folder.path().join("a site"))
            .output()
            .expect("it runs");
        assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
        folder
    })
}

/// The address of the folder.
pub(crate) fn address() -> String {
    format!("file://{}/a%20site/", folder().path().display())
}

/// A window with the page of a lesson, and after `#` what is to be seen.
pub(crate) fn open(lesson: &str, view: &str, [width, height]: [u32; 2]) -> Result<Session, Failed> {
    let session = Session::open(width, height)?;
    session.go(&format!("{}{lesson}/index.html{view}", address()))?;
    Ok(session)
}

/// Demands that the page had nothing to complain of and loaded nothing from elsewhere.
pub(crate) fn demand_quiet(session: &Session) -> Result<(), Failed> {
    let complaints = session.complaints(&address())?;
    demand(complaints.is_empty(), || complaints.join("\n"))
}

/// The number of the slide that is seen.
pub(crate) fn slide(session: &Session) -> Result<String, Failed> {
    session.text("return document.querySelector('.slide.now').id")
}
