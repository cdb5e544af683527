//! Every file in `tests/broken-lessons` is a lesson with one fault, which its name tells. Its message is a snapshot, and
//! points at the line that says `// the fault`.

use std::fs;
use std::path::Path;

use gradwalk::lesson::library::Library;
use gradwalk::lesson::{Fault, Lesson, Reading};
use gradwalk::problem::Style;

use crate::snapshots;

const MARK: &str = "// the fault";

/// The name and text of each file.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken-lessons");
    let entries =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path());
    let mut files: Vec<(String, String)> = entries
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
            (name, fs::read_to_string(&path).expect("text"))
        })
        .collect();
    files.sort();
    files
}

fn faults(name: &str, text: &str) -> Vec<Fault> {
    let read = Lesson::read(name, text, &Reading::default());
    read.err().unwrap_or_else(|| panic!("{name} is read although it is broken"))
}

#[test]
fn every_fault_is_told_on_its_line() {
    let files = files();
    assert!(files.len() >= 60, "only {} files", files.len());
    let mut elsewhere = Vec::new();
    for (name, text) in &files {
        let faults = faults(name, text);
        let marked: Vec<usize> =
            text.lines().enumerate().filter(|(_, line)| line.contains(MARK)).map(|(at, _)| at + 1).collect();
        assert_eq!(marked.len(), 1, "{name} has one mark");
        let error = &faults[0].error;
        if error.line() != Some(marked[0]) {
            elsewhere.push(format!("{name}, line {}: {:?}: {error}", marked[0], error.line()));
        }
        assert!(!error.help.is_empty(), "{name}: {}", error.says);
        let what_is_wrong = name.trim_end_matches(".ron").replace('-', " ");
        let reports: Vec<String> = faults.iter().map(|fault| fault.error.report(Style::Plain)).collect();
        snapshots::assert("broken-lessons", name, &what_is_wrong, &reports.join("\n\n"));
    }
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
}

/// What follows from a fault is not told as another one.
#[test]
fn one_fault_is_told_once() {
    for (name, text) in files() {
        let faults = faults(&name, &text);
        let told: Vec<String> = faults.iter().map(|fault| fault.error.to_string()).collect();
        assert_eq!(told.len(), 1, "{name}: {told:#?}");
    }
}

/// In a long lesson much hangs on each step: on one of another cost, of another weight, of all weights.
#[test]
fn a_misspelt_rule_of_a_long_lesson_is_told_once() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let rules: Vec<usize> = file.text.match_indices("rule: \"").map(|(at, found)| at + found.len()).collect();
    assert!(rules.len() > 80, "{}", rules.len());
    for &at in rules.iter().step_by(6) {
        let text = [&file.text[..at], "x-", &file.text[at..]].concat();
        let faults = faults("output-weights.ron", &text);
        let told: Vec<String> = faults.iter().map(|fault| fault.error.to_string()).collect();
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(faults[0].error.line(), Some(text[..at].matches('\n').count() + 1), "{}", told[0]);
    }
}

/// Without its fault each of them is a lesson: it is the fault that is refused and nothing else.
#[test]
fn lessons_without_a_fault_are_read() {
    let whole = include_str!("../broken-lesson-mended.ron");
    assert!(Lesson::read("mended.ron", whole, &Reading::default()).is_ok());
    for (name, text) in files() {
        let different = text.lines().filter(|line| !whole.lines().any(|other| other == *line)).count();
        assert!(different <= 2, "{name} differs in {different} lines from the lesson that is right");
    }
}
