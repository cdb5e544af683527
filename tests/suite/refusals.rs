//! Every file in `tests/refusals` has one fault, which its name tells. Its message is a snapshot.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use gradwalk::problem;
use gradwalk::problem::ReadError;
use gradwalk::problem::Reading;
use gradwalk::problem::Style;
use gradwalk::problem::Syntax;

use crate::snapshots;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals")
}

/// The files of the folder by name, without the script that writes some of them and what this build does not read.
fn bad_files() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"));
    let unread = if cfg!(feature = "cli") { "py" } else { "py json" };
    let kind = |name: &str| name.rsplit_once('.').map_or(String::new(), |(_, kind)| kind.to_owned());
    let mut names: Vec<String> = names.filter(|name| !unread.contains(&kind(name))).collect();
    names.sort();
    names
}

/// The refusal of a file, named as it is in its folder.
fn refusal(name: &str) -> ReadError {
    let path = folder().join(name);
    let Err(refusal) = problem::read(&path, &Reading::default()) else {
        panic!("{name} is read although it is broken")
    };
    assert_eq!(refusal.file, path.to_string_lossy());
    ReadError { file: name.into(), ..refusal }
}

fn snapshot(name: &str, refusal: &ReadError) {
    let what_is_wrong = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('-', " ");
    snapshots::assert("refusals", name, &what_is_wrong, &refusal.report(Style::Plain));
}

#[test]
fn every_fault_has_its_message() {
    let names = bad_files();
    assert!(names.len() >= 40, "only {} files", names.len());
    for name in names {
        snapshot(&name, &refusal(&name));
    }
}

#[test]
fn every_message_says_what_to_do() {
    for name in bad_files() {
        let refusal = refusal(&name);
        assert!(!refusal.help.is_empty(), "{name}: {}", refusal.says);
        let widest = refusal.report(Style::Plain).lines().map(|line| line.chars().count()).max();
        assert!(widest < Some(300), "{name}: {widest:?}");
    }
}

#[test]
fn colour_changes_no_word() {
    for name in bad_files() {
        let refusal = refusal(&name);
        let coloured = refusal.report(Style::Coloured);
        assert!(coloured.contains("\u{1b}["), "{name}");
        let mut parts = coloured.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        let letters =
            parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest));
        assert_eq!(letters, refusal.report(Style::Plain), "{name}");
    }
}

#[test]
fn names_of_nothing_are_answered() {
    for (argument, name) in [
        ("iris3", "misspelt-built-in"),
        ("mazur.ron", "built-in-with-an-extension"),
        ("homework.npz", "missing-file"),
        ("tests", "folder"),
        ("", "no-name"),
    ] {
        let refusal = problem::find(argument, &Reading::default()).expect_err(argument);
        assert_eq!(refusal.file, argument);
        snapshot(name, &refusal);
    }
}

#[test]
fn ten_thousand_brackets_end_quickly() {
    for (open, close, syntax) in [("[", "]", Syntax::Ron), ("(", ")", Syntax::Ron), ("[", "]", Syntax::Json)]
    {
        for text in [
            format!("{}{}", open.repeat(10_000), close.repeat(10_000)),
            format!("(format: 1, inputs: {}", open.repeat(10_000)),
            format!("(format: 1, layers: [(weights: {}{}", open.repeat(10_000), close.repeat(9_999)),
        ] {
            problem::read_text("deep", &text, syntax, &Reading::default()).expect_err("not a problem");
        }
    }
}
