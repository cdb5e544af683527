//! `gradwalk verify`: what it accepts, what it refuses, and what it says.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;

use crate::commands::answer;
use crate::commands::gradwalk;
use crate::commands::text;
use crate::snapshots;

/// The derivations in a folder of `tests/derivations`, by path from the root of the repository.
fn files(folder: &str) -> Vec<String> {
    let folder = format!("tests/derivations/{folder}");
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"));
    let mut files: Vec<String> =
        names.map(|name| format!("{folder}/{name}")).filter(|file| is_text(file)).collect();
    files.sort();
    files
}

fn is_text(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending == "txt")
}

fn stem(file: &str) -> &str {
    file.rsplit('/').next().and_then(|name| name.strip_suffix(".txt")).expect("a .txt file")
}

#[test]
fn good_derivations_are_accepted() {
    for file in files(".") {
        let printed = answer(&["verify", &file]);
        assert!(printed.contains("Answer: yes"), "{file}: {printed}");
    }
    let contract = "tests/derivations/contract.txt";
    snapshots::assert("verify", "good", "gradwalk verify contract.txt", &answer(&["verify", contract]));
    let ascii = answer(&["verify", contract, "--ascii"]);
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn the_first_line_that_does_not_follow_is_shown() {
    for file in files("wrong") {
        let output = gradwalk(&["verify", &file]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert_eq!(text(&output.stderr), "", "{file}");
        let description = stem(&file).replace('-', " ");
        snapshots::assert("verify", stem(&file), &description, &text(&output.stdout));
    }
}

#[test]
fn names_are_written_as_the_course_does() {
    let file = "tests/derivations/wrong/factor-of-two.txt";
    for notation in ["nielsen", "ng"] {
        let output = gradwalk(&["verify", file, "--notation", notation]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), String::new()));
        let name = format!("factor-of-two-{notation}");
        snapshots::assert(
            "verify",
            &name,
            &format!("factor of two --notation {notation}"),
            &text(&output.stdout),
        );
    }
    // A text without a network has names, but nothing says what they are.
    let output = gradwalk(&["verify", "tests/derivations/contract.txt", "--notation", "ng"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("`problem NAME`"), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), answer(&["verify", "tests/derivations/contract.txt"]));
}

#[test]
fn what_cannot_be_read_has_its_message() {
    let files = files("unreadable");
    assert!(files.len() >= 25, "only {} files", files.len());
    for file in files {
        let output = gradwalk(&["verify", &file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert_eq!(text(&output.stdout), "", "{file}");
        let message = text(&output.stderr);
        assert!(message.contains("help: "), "{file}: {message}");
        let description = stem(&file).replace('-', " ");
        snapshots::assert("verify", &format!("unreadable-{}", stem(&file)), &description, &message);
    }
}

#[test]
fn what_is_no_derivation_is_told_where_it_belongs() {
    for (name, file) in [
        ("folder", "tests"),
        ("missing-file", "derivation.txt"),
        ("arrays", "tests/fixtures/pytorch/g05.npz"),
        ("json", "tests/fixtures/iris-2.json"),
        ("lesson", "tests/refusals/only-a-comment.ron"),
        ("other-kind", "README.md"),
    ] {
        let output = gradwalk(&["verify", file]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{name}");
        let message = text(&output.stderr);
        snapshots::assert("verify", &format!("not-a-derivation-{name}"), "gradwalk verify", &message);
    }
}

#[test]
fn several_files_are_one_answer() {
    let (good, wrong) = ("tests/derivations/contract.txt", "tests/derivations/wrong/factor-of-two.txt");
    let output = gradwalk(&["verify", good, wrong, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["format"], 1);
    assert_eq!(json["files"][0], serde_json::json!({"file": good, "ok": true, "steps": 3, "failures": []}));
    let failure = &json["files"][1]["failures"][0];
    assert_eq!((&failure["slide"], &failure["line"]), (&Value::Null, &Value::from(5)));
    assert!(failure["says"].as_str().is_some_and(|says| says.contains("does not equal")), "{failure}");
    assert_eq!((&failure["help"], &failure["check"]), (&Value::Null, &Value::Null));
    assert!(failure["column"].as_u64().is_some_and(|column| column > 1), "{failure}");
    // A file that cannot be read hides no answer on the others.
    let output = gradwalk(&["verify", "missing.txt", good, "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("contract.txt"), "{}", text(&output.stderr));
}

/// What a person reads of a failure, an editor can jump to.
#[test]
fn a_failure_of_a_lesson_names_place_and_help() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.ron");
    let name = file.to_str().expect("UTF-8");
    assert!(gradwalk(&["new", name]).status.success());
    let lesson = std::fs::read_to_string(&file).expect("a lesson");
    let failure = |from: &str, to: &str| {
        let text = lesson.replacen(from, to, 1);
        std::fs::write(&file, &text).expect("written");
        let output = gradwalk(&["verify", "--strict", name, "--format", "json"]);
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let failures = json["files"][0]["failures"].as_array().expect("a list").clone();
        assert_eq!(failures.len(), 1, "{json}");
        let (line, row) = text.lines().enumerate().find(|(_, row)| row.contains(to)).expect("it is there");
        let column = row[..row.find(to).expect("it is there")].chars().count() + 1;
        assert_eq!(
            (&failures[0]["line"], &failures[0]["column"]),
            (&(line + 1).into(), &column.into()),
            "{json}"
        );
        failures[0].clone()
    };
    let grid = "Grid(of: \"h_out_f^(e)\", rows: 'e', columns: 'f')";
    let found = failure("Tree(weight: \"w_211\")", grid);
    assert_eq!((&found["slide"], &found["check"]), (&3.into(), &"picture-without-words".into()));
    assert!(found["help"].as_str().is_some_and(|help| help.contains("allow: {")), "{found}");
    let wrong = failure("\"opposite-element\"", "\"oposite-element\"");
    assert_eq!((&wrong["slide"], &wrong["check"]), (&2.into(), &Value::Null));
    assert!(wrong["help"].as_str().is_some_and(|help| help.contains("opposite-element")), "{wrong}");
    let unread = failure("goal: \"The question\"", "gaol: \"The question\"");
    assert_eq!(unread["slide"], Value::Null);
    assert!(unread["help"].as_str().is_some_and(|help| help.contains("goal")), "{unread}");
}

/// Runs the command on a file with these bytes. Nothing may go on for ever, even unoptimised on a busy machine, and nothing
/// may panic.
fn hostile(name: &str, bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile.txt");
    fs::write(&file, bytes).expect("written");
    let begin = Instant::now();
    let output = gradwalk(&["verify", file.to_str().expect("UTF-8")]);
    println!("{name}: {:.2?}", begin.elapsed());
    assert!(begin.elapsed() < Duration::from_mins(10), "{name}: {:?}", begin.elapsed());
    let (answers, messages) = (text(&output.stdout), text(&output.stderr));
    assert!(matches!(output.status.code(), Some(1 | 2)), "{name}: {:?} {messages}", output.status);
    assert!(answers.len() + messages.len() < 100_000, "{name}: {}", answers.len());
    assert!(!messages.contains("panicked"), "{name}: {messages}");
    output
}

#[test]
fn hostile_files_end_with_a_message() {
    let heavy = "sum(a, 1, 300, sum(b, 1, 300, x_a^(b) + y_b^(a))) = sum(b, 1, 300, sum(a, 1, 300, y_b^(a) + x_a^(b)))\n";
    for (name, text) in [
        ("brackets", "(".repeat(500_000)),
        ("one line without end", "x + ".repeat(250_000) + "x = 0"),
        ("one chain without end", "x = ".repeat(250_000) + "y"),
        ("a hundred thousand claims", "x = x\n".repeat(100_000) + "x = y\n"),
        ("exponents of exponents", "(".repeat(150) + "x" + &")^64".repeat(150) + " = 1"),
        (
            "a long body under a sum",
            format!("sum(a, 1, 9999, sum(b, 1, 1, {}x)) = y", "x + ".repeat(200_000)),
        ),
        (
            "a long body in functions",
            format!("{}{}x{} = y", "tanh(".repeat(150), "x + ".repeat(200_000), ")".repeat(150)),
        ),
        ("measured only", "ln(exp(x)) = ln(exp(x)*1)\n".repeat(20_000) + "x = y\n"),
        ("larger than a file may be", "x = x\n".repeat(200_000)),
        ("NULs", "\0".repeat(100_000)),
        ("a long name", "x".repeat(900_000) + " = 1"),
        ("a long number", "1".repeat(900_000) + " = 1"),
    ] {
        hostile(name, text.as_bytes());
    }
    let spent = text(&hostile("sums", heavy.repeat(9_000).as_bytes()).stdout);
    assert!(spent.contains("has used up the"), "{spent}");
    hostile("no UTF-8", &[0xff; 1000]);
}
