//! Names of files and arguments that a shell lets through: not UTF-8, with escape sequences, endless, or of pipes.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use crate::commands::answer;
use crate::commands::gradwalk;
use crate::commands::text;

#[test]
fn a_file_may_be_called_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let problem = folder.path().join(OsStr::from_bytes(b"\xfcbung\x1b[31m 1.ron"));
    let output = folder.path().join(OsStr::from_bytes(b"l\xf6sung.json"));
    fs::copy("lessons/problems/iris-2.ron", &problem).expect("copied");
    let run = || {
        Command::new(assert_cmd::cargo::cargo_bin("gradwalk"))
            .arg("gradient")
            .arg(&problem)
            .arg("--output")
            .arg(&output)
            .output()
            .expect("it runs")
    };
    let first = run();
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    assert!(fs::read_to_string(&output).expect("written").starts_with('{'));
    let again = run();
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already"));
}

#[test]
fn messages_hold_no_control_characters_and_end() {
    let strange = "a\u{1b}[31mb\nerror: forged";
    let endless = "x".repeat(100_000);
    let with_extension = format!("{strange}.ron");
    for arguments in [
        &["compare", strange][..],
        &["compare", &with_extension],
        &["paths", "iris-2", "--weight", strange],
        &["paths", "iris-2", "--weight", "w_\u{1b}11"],
        &["gradient", "iris-2", "--activation", strange],
        &["gradient", "iris-2", "--cost", strange],
        &["gradient", "iris-2", "--engine", strange],
        &["gradient", "iris-2", "--output", &format!("{strange}/a.npz")],
        &[strange],
        &["compare", &endless],
        &["paths", "iris-2", "--weight", &endless],
        &["paths", "iris-2", "--limit", &endless],
        &["gradient", "iris-2", "--activation", &endless],
        &[&endless],
    ] {
        let output = gradwalk(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        let forged = said.lines().any(|line| line.starts_with("error: forged"));
        assert!(!said.contains('\u{1b}') && !forged, "{said:?}");
        assert!(said.len() < 1500, "{}", &said[..1500]);
    }
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.ron");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("it runs");
    assert!(made.success());
    for (argument, advice) in [
        (pipe.to_str().expect("UTF-8"), "a pipe or a device, not a file"),
        ("-", "not read from standard input"),
        ("/dev/stdin", "not read from standard input"),
    ] {
        let output = gradwalk(&["compare", argument]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(advice), "{}", text(&output.stderr));
    }
    assert!(answer(&["compare", "iris-2"]).contains("Answer: yes"));
}
