//! What people type by mistake, paste back or leave empty, and what they are told.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

use crate::commands::{answer, gradwalk, text};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A network of the shape of iris-2.
const PROBLEM: &str = r#"{
    "format": 1,
    "layers": [
        {"activation": "sigmoid", "weights": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]]},
        {"activation": "sigmoid", "weights": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]}
    ],
    "inputs": [[1, 2, 3, 4], [4, 3, 2, 1]],
    "labels": [[1, 0, 0], [0, 1, 0]]
}"#;

/// A folder with one file of each sort in it.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let copies = [("lesson.ron", "lessons/matrices.ron"), ("problem.ron", "lessons/problems/iris-2.ron")];
    for (name, from) in copies {
        fs::copy(Path::new(ROOT).join(from), folder.path().join(name)).expect("copied");
    }
    fs::write(folder.path().join("problem.json"), PROBLEM).expect("written");
    fs::write(folder.path().join("derivation.txt"), "a + b = b + a\n").expect("written");
    fs::write(folder.path().join("gradients.csv"), "weight,value\nw_211,0.0110339\n").expect("written");
    folder
}

fn run_in(folder: &Path, line: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::cargo_bin("gradwalk").expect("the binary");
    command.args(line.split(' ')).current_dir(folder).env_remove("NO_COLOR");
    for (name, value) in environment {
        command.env(name, value);
    }
    command.output().expect("it runs")
}

#[track_caller]
fn told(folder: &Path, line: &str, code: i32) -> String {
    let output = run_in(folder, line, &[]);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{line}: {said}");
    said
}

#[test]
fn a_right_file_at_the_wrong_command_is_told_the_right_one() {
    let desk = desk();
    told(desk.path(), "snapshot lesson.ron --to transcripts", 0);
    for (line, right) in [
        ("check lesson.ron", "gradwalk verify lesson.ron"),
        ("gradient lesson.ron", "gradwalk step lesson.ron"),
        ("compare derivation.txt", "gradwalk verify derivation.txt"),
        ("check derivation.txt", "gradwalk verify derivation.txt"),
        ("check iris-2 --gradients derivation.txt", "gradwalk verify derivation.txt"),
        ("check iris-2 --gradients lesson.ron", "gradwalk verify lesson.ron"),
        ("show problem.json", "gradwalk compare problem.json"),
        ("show problem.ron", "gradwalk compare problem.ron"),
        ("step gradients.csv", "gradwalk check PROBLEM --gradients gradients.csv"),
        ("step iris-2", "gradwalk compare iris-2"),
        ("show derivation.txt", "gradwalk verify derivation.txt"),
        ("paths output-weights --weight w_211", "gradwalk step output-weights"),
        ("verify problem.ron", "gradwalk compare problem.ron"),
        ("verify transcripts/lesson.ron", "gradwalk snapshot LESSON"),
        ("step transcripts/lesson.ron", "gradwalk snapshot LESSON"),
        ("show output-weights --problem lesson.ron", "gradwalk verify lesson.ron"),
    ] {
        let said = told(desk.path(), line, 2);
        assert!(said.contains(right), "{line}: {said}");
    }
    assert!(told(desk.path(), "verify matrices", 0).contains("Answer: yes"));
    assert!(told(desk.path(), "verify matrixes", 2).contains("did you mean `matrices`?"));
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    let run = |environment: &[(&str, &str)]| run_in(Path::new(ROOT), "lessons", environment);
    assert_eq!(run(&[("GRADWALK_LESSONS", "")]).stdout, run(&[]).stdout);
    let absent = run(&[("GRADWALK_LESSONS", "nowhere")]);
    assert!(text(&absent.stderr).contains("there is no such folder"), "{}", text(&absent.stderr));
    let step = |plain: &str| run_in(Path::new(ROOT), "step matrices --slide 2", &[("GRADWALK_PLAIN", plain)]);
    let usual = step("1");
    assert_eq!((usual.status.code(), step("").stdout), (Some(0), usual.stdout));
    let refused = step("2");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("GRADWALK_PLAIN"), "{}", text(&refused.stderr));
}

#[test]
fn slides_are_named_by_open_ranges_too() {
    let count = |range: &str| {
        let said = answer(&["show", "matrices", "--slide", range, "--format", "json"]);
        let said: Value = serde_json::from_str(&said).expect("JSON");
        said["slides"].as_array().expect("a list").len()
    };
    assert_eq!([count("..2"), count("40.."), count("3")], [2, 2, 1]);
    let said = text(&gradwalk(&["show", "matrices", "--slide", "abc"]).stderr);
    assert!(said.contains("`abc` is no number of a slide"), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_has_its_entry_in_json() {
    let desk = desk();
    let output = run_in(desk.path(), "verify missing.ron derivation.txt --format json", &[]);
    assert_eq!(output.status.code(), Some(2));
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let [missing, right] = [&said["files"][0], &said["files"][1]];
    assert_eq!((&missing["file"], &missing["ok"]), (&"missing.ron".into(), &false.into()));
    assert_eq!(missing["failures"][0]["says"], "there is no such file");
    assert_eq!(right["ok"], true);
}

/// What is wrong in the problem of a lesson is shown where it is, and where the lesson asks for it.
#[test]
fn a_fault_in_the_problem_of_a_lesson_is_shown_in_both_files() {
    let desk = desk();
    let edit = |name: &str, from: &str, to: &str| {
        let path = desk.path().join(name);
        let text = fs::read_to_string(&path).expect("text");
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    };
    edit("lesson.ron", "problem: \"iris-2\"", "problem: \"problem.ron\"");
    told(desk.path(), "verify lesson.ron", 0);
    edit("problem.ron", "\"sigmoid\"", "\"sigmod\"");
    for line in ["verify lesson.ron", "show lesson.ron"] {
        let said = told(desk.path(), line, 2);
        assert!(said.contains("problem.ron:") && said.contains("`sigmod`"), "{said}");
        assert!(said.contains("lesson.ron:") && said.contains("of this lesson cannot be read"), "{said}");
    }
    let said = told(desk.path(), "verify lesson.ron --format json", 2);
    assert!(said.contains("problem.ron:") && said.contains("\"ok\":false"), "{said}");
}

/// A name that nobody has given to a check is a slip, also where no editor is asked for.
#[test]
fn a_check_that_does_not_exist_cannot_be_allowed() {
    let desk = desk();
    let path = desk.path().join("lesson.ron");
    let lesson = fs::read_to_string(&path).expect("text");
    let goal = "goal: \"A column with a column\",";
    let allowed = format!("{goal} allow: {{\"long-slied\": \"it is meant so\"}},");
    fs::write(path, lesson.replacen(goal, &allowed, 1)).expect("written");
    let said = told(desk.path(), "verify lesson.ron", 1);
    assert!(said.contains("there is no check called `long-slied`"), "{said}");
    assert!(said.contains("did you mean `long-slide`?"), "{said}");
}

#[test]
fn one_thing_is_typed_once_and_numbers_read_as_they_are_printed() {
    let check = |first: &str, second: &str| {
        text(&gradwalk(&["check", "iris-2", "--gradient", first, "--gradient", second]).stderr)
    };
    let said = check("w_211=0.5", "W2[0,0]=0.6");
    assert!(said.contains("`w_211` and `W2[0,0]` are two names for one thing"), "{said}");
    let said = check("w_211=0.5", "w_211=0.6");
    assert!(said.contains("`w_211` is given twice"), "{said}");
    let right = answer(&["check", "iris-2", "--gradient", "w_212=\u{2212}0.0107949"]);
    assert!(right.contains("Right"), "{right}");
}

/// Names in the report of a check, in its sentences, its table and its tree, are those of the notation.
#[test]
fn a_check_speaks_in_the_notation_that_was_asked_for() {
    for (notation, weight, cost) in [("nielsen", "w³", "C"), ("ng", "W⁽²⁾", "J")] {
        let output = gradwalk(&["check", "iris-2", "--gradient", "w_211=0.02", "--notation", notation]);
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(!said.contains("w₂₁₁") && !said.contains("w_211 ") && !said.contains("MSE"), "{said}");
        assert!(said.contains(&format!(" {cost} ")), "{weight}: {said}");
    }
    let said = text(&gradwalk(&["mistakes", "no-mean", "--notation", "ng"]).stderr);
    assert!(said.contains("whatever the notation"), "{said}");
}

/// Words that call the cost MSE are translated once, where names are explained.
#[test]
fn the_table_of_names_has_the_cost() {
    let said = answer(&["show", "output-weights", "--slide", "3", "--notation", "nielsen"]);
    let row = said.lines().find(|line| line.trim_start().starts_with("MSE"));
    assert!(row.is_some_and(|row| row.trim_end().ends_with('C')), "{said}");
}

#[test]
fn the_mark_before_utf_8_is_no_part_of_a_file() {
    let desk = desk();
    for name in ["lesson.ron", "problem.ron", "problem.json", "derivation.txt", "gradients.csv"] {
        let path = desk.path().join(name);
        let text = fs::read_to_string(&path).expect("text");
        fs::write(path, format!("\u{feff}{text}")).expect("written");
    }
    for line in [
        "verify lesson.ron derivation.txt",
        "compare problem.ron",
        "compare problem.json",
        "check iris-2 --gradients gradients.csv",
        "show lesson.ron --problem problem.json --slide 1",
    ] {
        told(desk.path(), line, 0);
    }
}

#[test]
fn a_long_table_of_names_is_not_a_message() {
    for (line, near) in [
        ("rules chian", "did you mean `chain-rule`? (`gradwalk rules` lists them all)"),
        ("mistakes sigmoid-twise", "did you mean `sigmoid-twice`? (`gradwalk mistakes` lists them all)"),
    ] {
        let said = told(Path::new(ROOT), line, 2);
        assert!(said.contains(near) && said.len() < 200, "{said}");
    }
}
