//! Answers that are long take time, not memory; what cannot be read anyway is refused or summed up.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use crate::commands::gradwalk;
use crate::commands::text;

/// Runs the program with so many megabytes of memory and no more.
fn within(megabytes: usize, arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", &format!("ulimit -v {}; exec \"$0\" \"$@\"", megabytes * 1024)])
        .arg(assert_cmd::cargo::cargo_bin("gradwalk"))
        .args(arguments)
        .output()
        .expect("it runs")
}

/// A problem with layers of these widths, one example and weights that are all alike.
fn problem(folder: &tempfile::TempDir, widths: &[usize]) -> PathBuf {
    let row = |width: usize| format!("[{}]", vec!["0.5"; width].join(","));
    let rows = |rows: usize, width: usize| format!("[{}]", vec![row(width); rows].join(","));
    let layers = widths
        .windows(2)
        .map(|pair| format!("(activation: \"tanh\", weights: {})", rows(pair[0], pair[1])))
        .collect::<Vec<_>>()
        .join(",");
    let (inputs, labels) = (rows(1, widths[0]), rows(1, widths[widths.len() - 1]));
    let text = format!("(format: 1, layers: [{layers}], inputs: {inputs}, labels: {labels})");
    let path = folder.path().join("problem.ron");
    fs::write(&path, text).expect("written");
    path
}

/// 531 441 paths lead to a weight of the first layer.
const DEEP: [usize; 14] = [3; 14];

#[test]
fn a_long_table_is_not_kept_in_characters() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = problem(&folder, &DEEP);
    let arguments = ["paths", path.to_str().expect("UTF-8"), "--weight", "w_111", "--limit", "1500"];
    let output = within(150, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn terms_in_json_are_written_as_they_are_walked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = problem(&folder, &DEEP);
    let arguments = ["paths", path.to_str().expect("UTF-8"), "--weight", "w_111", "--limit"];
    let json = within(60, &[&arguments[..], &["15000", "--format", "json"]].concat());
    assert_eq!(json.status.code(), Some(0), "{}", text(&json.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(answer["terms"].as_array().map(Vec::len), Some(15_000));
    assert_eq!(answer["count"], 531_441);
    let table = gradwalk(&[&arguments[..], &["500000"]].concat());
    assert_eq!(table.status.code(), Some(2));
    assert!(text(&table.stderr).contains("--format json"), "{}", text(&table.stderr));
}

#[test]
fn a_wide_layer_is_summed_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = problem(&folder, &[200, 60, 2]);
    let output = gradwalk(&["gradient", path.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let page = text(&output.stdout);
    assert!(page.contains("200 × 60 weights are too many for a table"), "{page}");
    assert!(page.contains("--format npz"), "{page}");
    assert!(page.contains("from h_out_60"), "the other layer is there: {page}");
    let compared = gradwalk(&["compare", path.to_str().expect("UTF-8")]);
    let says =
        "11\u{a0}720 weights more are left out, none of them further apart; --format json lists every one";
    assert!(
        text(&compared.stdout).replace('\n', " ").contains(&says.replace('\u{a0}', " ")),
        "{}",
        text(&compared.stdout)
    );
}
