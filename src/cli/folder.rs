//! Folders that the user asked for. A new one appears whole or not at all; in one that is there already, only files of
//! our own making are replaced or taken away.
//!
//! What is ours is written in a file of the folder itself, [`MARKER`]. A folder without it that holds anything belongs
//! to somebody else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::output::Failure;
use super::save::Destination;
use super::save::Existing;
use super::save::folder_of;

/// The file that says which files are ours.
pub(super) const MARKER: &str = "gradwalk-site.json";

const FORMAT: u32 = 1;

#[derive(Deserialize, Serialize)]
struct Marker {
    format: u32,
    files: BTreeSet<String>,
}

/// Where files go, made sure of before the work that leads to them.
#[derive(Debug)]
pub(super) enum Folder {
    /// There is nothing of this name yet, or an empty folder.
    New(PathBuf),
    /// A folder that is there, which of its files are ours, and whether others of their names may be replaced.
    There { path: PathBuf, ours: BTreeSet<String>, existing: Existing },
}

impl Folder {
    /// What this name leads to.
    pub(super) fn find(path: &Path, existing: Existing) -> Result<Self, Failure> {
        let failed = |source| Failure::Write { path: path.into(), source };
        match path.metadata() {
            Ok(there) if !there.is_dir() => return Err(Failure::NotAFolder { path: path.into() }),
            Ok(_) => {}
            Err(_) if path.is_symlink() => return Err(Failure::LeadsNowhere { path: path.into() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let above = folder_of(path);
                if above.is_dir() {
                    return Ok(Folder::New(path.into()));
                }
                return Err(Failure::NoFolder { path: path.into(), folder: above.into() });
            }
            Err(error) => return Err(failed(error)),
        }
        if fs::read_dir(path).map_err(failed)?.next().is_none() {
            return Ok(Folder::New(path.canonicalize().map_err(failed)?));
        }
        let ours = match fs::read(path.join(MARKER)) {
            Ok(text) => marked(&text).ok_or_else(|| Failure::NotOurMarker { path: path.join(MARKER) })?,
            Err(_) if existing == Existing::Replace => BTreeSet::new(),
            Err(_) => return Err(Failure::NotOurs { path: path.into() }),
        };
        Ok(Folder::There { path: path.into(), ours, existing })
    }

    /// Writes these files, each under its name with `/` between folders. Returns which of ours were taken away, for
    /// they are not among these.
    pub(super) fn write(self, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<String>, Failure> {
        match self {
            Folder::New(path) => match write_new(&path, files) {
                Ok(()) => Ok(Vec::new()),
                Err(source) => Err(Failure::Write { path, source }),
            },
            Folder::There { path, ours, existing } => replace(&path, &ours, existing, files),
        }
    }
}

/// The files that a marker names. Nothing where it is none of ours; no name leads out of the folder.
fn marked(text: &[u8]) -> Option<BTreeSet<String>> {
    let marker: Marker = serde_json::from_slice(text).ok()?;
    let is_within = |file: &String| {
        let mut parts = Path::new(file).components().peekable();
        parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
    };
    (marker.format == FORMAT && marker.files.iter().all(is_within)).then_some(marker.files)
}

fn marker(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let marker = Marker { format: FORMAT, files: files.keys().cloned().collect() };
    let mut text = serde_json::to_vec_pretty(&marker).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Everything is written into a folder beside the place, which then gets its name.
fn write_new(path: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let folder = builder.tempdir_in(folder_of(path)).map_err(|error| error.kind())?;
    for (name, bytes) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(folder_of(&file))?;
        fs::write(file, bytes)?;
    }
    fs::write(folder.path().join(MARKER), marker(files))?;
    // An empty folder gives way, a full one does not.
    if path.is_dir() {
        fs::remove_dir(path)?;
    }
    fs::rename(folder.path(), path)?;
    let _ = folder.keep();
    Ok(())
}

fn replace(
    path: &Path,
    ours: &BTreeSet<String>,
    existing: Existing,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<String>, Failure> {
    let failed = |file: &Path, source| Failure::Write { path: file.into(), source };
    for name in files.keys() {
        let file = path.join(name);
        if existing == Existing::Keep && !ours.contains(name) && fs::symlink_metadata(&file).is_ok() {
            return Err(Failure::Exists { path: file });
        }
        let folder = folder_of(&file);
        if folder != path && folder.is_symlink() {
            return Err(Failure::IsLink { path: folder.into() });
        }
    }
    for (name, bytes) in files {
        let file = path.join(name);
        fs::create_dir_all(folder_of(&file)).map_err(|source| failed(&file, source))?;
        write_itself(&file, bytes)?;
    }
    let mut gone = Vec::new();
    for name in ours.iter().filter(|name| !files.contains_key(*name)) {
        let file = path.join(name);
        // What has been taken away already is away.
        if fs::remove_file(&file).is_ok() {
            gone.push(name.clone());
        }
        if folder_of(&file) != path {
            // It stays where somebody has put something else into it.
            let _ = fs::remove_dir(folder_of(&file));
        }
    }
    write_itself(&path.join(MARKER), &marker(files))?;
    Ok(gone)
}

/// Writes a file of exactly this name: a link gives way, and what it leads to stays as it is.
fn write_itself(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if file.is_symlink() {
        fs::remove_file(file).map_err(|source| Failure::Write { path: file.into(), source })?;
    }
    Destination::find(file, Existing::Replace, None)?.write(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> BTreeMap<String, Vec<u8>> {
        names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect()
    }

    fn seen(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(path).expect("it is there").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                names.extend(seen(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
            } else {
                names.push(name);
            }
        }
        names.sort();
        names
    }

    #[test]
    fn a_folder_of_ours_is_renewed_and_keeps_what_others_put_there() {
        let above = tempfile::tempdir().expect("a folder");
        let path = above.path().join("site");
        let write = |names: &[&str]| Folder::find(&path, Existing::Keep)?.write(&files(names));
        write(&["index.html", "one/index.html", "two/index.html"]).expect("it is new");
        assert_eq!(seen(above.path()).len(), 4, "nothing but the site is left");
        fs::write(path.join("CNAME"), "example.org").expect("a file");
        fs::write(path.join("two/notes.txt"), "mine").expect("a file");
        write(&["index.html", "one/index.html", "three/index.html"]).expect("it is ours");
        let expected = ["CNAME", MARKER, "index.html", "one/index.html", "three/index.html", "two/notes.txt"];
        assert_eq!(seen(&path), expected);
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::MetadataExt as _;
        let above = tempfile::tempdir().expect("a folder");
        let (path, other) = (above.path().join("site"), above.path().join("thesis.tex"));
        let write = || Folder::find(&path, Existing::Keep)?.write(&files(&["index.html"]));
        write().expect("it is new");
        for name in ["index.html", MARKER] {
            // The marker is read through the link, so what the link leads to has to say the same.
            let text = fs::read(path.join(name)).expect("it is there");
            fs::rename(path.join(name), &other).expect("it moves");
            std::os::unix::fs::symlink(&other, path.join(name)).expect("a link");
            let before = fs::metadata(&other).expect("it is there").ino();
            write().expect("it is ours");
            assert!(!path.join(name).is_symlink(), "{name} is a file of its own again");
            assert_eq!(fs::read(&other).expect("it is there"), text);
            assert_eq!(
                fs::metadata(&other).expect("it is there").ino(),
                before,
                "{name} was not written through"
            );
        }
    }

    #[test]
    fn a_folder_of_others_is_left_alone_unless_told() {
        let above = tempfile::tempdir().expect("a folder");
        let path = above.path();
        fs::write(path.join("index.html"), "mine").expect("a file");
        assert!(matches!(Folder::find(path, Existing::Keep), Err(Failure::NotOurs { .. })));
        let told = Folder::find(path, Existing::Replace).expect("we were told");
        told.write(&files(&["index.html"])).expect("it can be written");
        assert_eq!(fs::read(path.join("index.html")).expect("it is there"), b"index.html");
    }

    #[test]
    fn a_file_that_is_not_ours_is_left_alone_in_a_folder_of_ours() {
        let above = tempfile::tempdir().expect("a folder");
        let path = above.path().join("site");
        Folder::find(&path, Existing::Keep).expect("new").write(&files(&["index.html"])).expect("new");
        fs::create_dir(path.join("one")).expect("a folder");
        fs::write(path.join("one/index.html"), "mine").expect("a file");
        let again = Folder::find(&path, Existing::Keep).expect("ours").write(&files(&["one/index.html"]));
        assert!(matches!(again, Err(Failure::Exists { .. })), "{again:?}");
        assert_eq!(seen(&path), [MARKER, "index.html", "one/index.html"]);
    }

    #[test]
    fn a_marker_cannot_lead_out_of_its_folder() {
        for (text, ours) in [
            (r#"{"format": 1, "files": ["index.html", "one/index.html"]}"#, true),
            (r#"{"format": 2, "files": ["index.html"]}"#, false),
            (r#"{"format": 1, "files": ["../index.html"]}"#, false),
            (r#"{"format": 1, "files": ["one/../../index.html"]}"#, false),
            (r#"{"format": 1, "files": ["/etc/passwd"]}"#, false),
            (r#"{"format": 1, "files": [""]}"#, false),
            ("index.html", false),
        ] {
            assert_eq!(marked(text.as_bytes()).is_some(), ours, "{text}");
        }
    }
}
