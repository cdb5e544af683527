//! The program as a user runs it: what it prints, where, and the exit code.

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

use crate::snapshots;
use crate::support::numbers;

pub(crate) fn gradwalk(arguments: &[&str]) -> Output {
    Command::cargo_bin("gradwalk")
        .expect("the binary")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .output()
        .expect("it runs")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Standard output of a command that must succeed without remarks.
#[track_caller]
pub(crate) fn answer(arguments: &[&str]) -> String {
    let output = gradwalk(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "", "{arguments:?}");
    text(&output.stdout)
}

#[track_caller]
pub(crate) fn json(arguments: &[&str]) -> Value {
    let answer = answer(arguments);
    assert!(answer.ends_with('\n'));
    serde_json::from_str(&answer).expect("JSON")
}

#[test]
fn what_the_commands_print() {
    for (name, arguments) in [
        ("paths-iris-2-w_211", &["paths", "iris-2", "--weight", "w_211"][..]),
        ("paths-iris-2-w_111", &["paths", "iris-2", "--weight", "w_111"]),
        ("paths-iris-2-w_111-ascii", &["paths", "iris-2", "--weight", "w_111", "--ascii"]),
        ("paths-iris-2-w_211-in-colour", &["paths", "iris-2", "--weight", "w_211", "--color", "always"]),
        ("paths-probe-b_12-limited", &["paths", "probe", "--weight", "b_12", "--limit", "2"]),
        ("paths-probe-b_12-first", &["paths", "probe", "--weight", "b_12", "--limit", "1"]),
        (
            "paths-softmax",
            &[
                "paths",
                "iris-3",
                "--activation",
                "tanh,softmax",
                "--cost",
                "categorical-cross-entropy",
                "-w",
                "w_211",
            ],
        ),
        ("compare-iris-3", &["compare", "iris-3"]),
        ("compare-iris-3-w_211", &["compare", "iris-3", "--weight", "w_211"]),
        (
            "compare-arrays",
            &[
                "compare",
                "tests/fixtures/pytorch/g05.npz",
                "--activation",
                "identity,softmax",
                "--cost",
                "categorical-cross-entropy",
            ],
        ),
        (
            "gradient-arrays",
            &["gradient", "tests/fixtures/pytorch/g05.npz", "--activation", "identity,sigmoid"],
        ),
        ("gradient-probe", &["gradient", "probe"]),
        ("gradient-mazur-by-matrices", &["gradient", "mazur", "--engine", "matrix"]),
        ("paths-iris-2-w_211-nielsen", &["paths", "iris-2", "--weight", "w_211", "--notation", "nielsen"]),
        ("paths-iris-2-w_211-ng", &["paths", "iris-2", "--weight", "w_211", "--notation", "ng"]),
        ("compare-iris-3-w_211-nielsen", &["compare", "iris-3", "-w", "w_211", "--notation", "nielsen"]),
        ("gradient-iris-2-ng", &["gradient", "iris-2", "--notation", "ng"]),
        ("rules", &["rules"]),
        ("rules-chain-rule", &["rules", "chain-rule"]),
        ("rules-collect-sum-json", &["rules", "collect-sum", "--format", "json"]),
        ("help", &["--help"]),
        ("help-compare", &["compare", "--help"]),
    ] {
        let output = gradwalk(arguments);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        let printed = text(&output.stdout) + &text(&output.stderr);
        snapshots::assert("commands", name, &format!("gradwalk {}", arguments.join(" ")), &printed);
    }
}

/// What README shows of a command is what the command prints.
#[test]
fn readme_quotes_the_program() {
    let readme = include_str!("../../README.md");
    let quoted: Vec<&str> = readme.split("```text\n$ gradwalk ").skip(1).collect();
    assert_eq!(quoted.len(), 2);
    for quoted in quoted {
        let (command, rest) = quoted.split_once('\n').expect("its answer");
        let (excerpt, _) = rest.split_once("```").expect("the end of the quotation");
        let printed = text(&gradwalk(&command.split(' ').collect::<Vec<_>>()).stdout);
        assert!(printed.contains(excerpt), "README shows\n{excerpt}and the program prints\n{printed}");
    }
}

/// The picture that README shows, and what surrounds it in the file.
#[test]
fn the_tree_as_a_picture() {
    let picture = answer(&["paths", "iris-2", "--weight", "w_211", "--format", "svg"]);
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    snapshots::assert_file(
        "commands",
        "tree-of-w_211.svg",
        "gradwalk paths iris-2 --weight w_211 --format svg",
        picture,
    );
    // However many paths there are, a picture stays one that can be looked at.
    let limited = answer(&["paths", "probe", "--weight", "w_111", "--format", "svg"]);
    assert!(limited.len() < 200_000);
}

#[test]
fn questions_that_cannot_be_asked() {
    for (name, arguments) in [
        ("unknown-command", &["compute", "iris-3"][..]),
        ("unknown-problem", &["compare", "irsi-3"]),
        ("unknown-weight", &["paths", "iris-3", "--weight", "w_311"]),
        ("weight-with-two-indices", &["paths", "iris-3", "--weight", "w_21"]),
        ("bias-of-a-layer-without", &["paths", "iris-3", "--weight", "b_11"]),
        ("unknown-activation", &["gradient", "iris-3", "--activation", "sigmod"]),
        ("unknown-cost", &["gradient", "iris-3", "--cost", "half-mes"]),
        ("activations-of-another-count", &["gradient", "iris-3", "--activation", "tanh,tanh,tanh"]),
        ("too-many-paths", &["gradient", "iris-3", "--max-paths", "89"]),
        ("too-many-paths-to-compare", &["compare", "iris-3", "--max-paths", "89"]),
        ("too-many-paths-to-one-weight", &["paths", "mazur", "-w", "w_211", "--max-paths", "0"]),
        (
            "outputs-outside-the-cost",
            &["compare", "iris-3", "--activation", "identity", "--cost", "cross-entropy"],
        ),
        ("missing-file", &["compare", "homework.npz"]),
        ("no-weight", &["paths", "iris-3"]),
        ("negative-limit", &["paths", "iris-3", "-w", "w_111", "--limit", "-1"]),
        ("limit-that-is-not-whole", &["paths", "iris-3", "-w", "w_111", "--limit", "1.5e1"]),
        ("gradient-of-one-weight", &["gradient", "iris-3", "--weight", "w_211"]),
        ("weight-in-latex", &["paths", "iris-3", "--weight", "w_{211}"]),
        ("unknown-notation", &["paths", "iris-2", "-w", "w_211", "--notation", "nelsen"]),
        ("unknown-rule", &["rules", "chain-rle"]),
        ("array-counted-from-zero", &["compare", "iris-3", "--weight", "W0[0,0]"]),
    ] {
        let output = gradwalk(arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert_eq!(text(&output.stdout), "", "{name}");
        snapshots::assert(
            "questions",
            name,
            &format!("gradwalk {}", arguments.join(" ")),
            &text(&output.stderr),
        );
    }
}

#[test]
fn compare_in_json_is_as_promised() {
    let answer = json(&["compare", "iris-3", "--format", "json"]);
    assert_eq!(answer["format"], 1);
    assert_eq!(answer["problem"], "iris-3");
    assert!((answer["cost"].as_f64().expect("cost") - 0.138311268008314).abs() < 1e-15);
    assert_eq!((&answer["examples"], &answer["path_terms"]), (&Value::from(3), &Value::from(90)));
    assert_eq!((&answer["agree"], &answer["exact"]), (&Value::from(true), &Value::from("integers")));
    let entries = answer["entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 14);
    assert_eq!(entries[0]["weight"], "w_111");
    for entry in entries {
        let difference = entry["paths"].as_f64().expect("paths") - entry["matrix"].as_f64().expect("matrix");
        assert_eq!(entry["difference"].as_f64(), Some(difference));
        assert!(difference.abs() <= entry["bound"].as_f64().expect("bound"));
        assert_eq!(entry["exactly_equal"], true);
    }
}

#[test]
fn paths_in_json_are_as_promised() {
    let answer = json(&["paths", "iris-2", "--weight", "w_211", "--format", "json"]);
    assert_eq!((&answer["weight"], &answer["divide_by"]), (&Value::from("w_211"), &Value::from(6)));
    let terms = answer["terms"].as_array().expect("terms");
    assert_eq!(terms.len(), 2);
    assert_eq!(terms[1]["example"], 2);
    assert_eq!(terms[0]["path"], serde_json::json!(["MSE", "o_out_1", "o_in_1", "w_211"]));
    for term in terms {
        let product = numbers(&term["factors"]).into_iter().reduce(|product, factor| product * factor);
        assert_eq!(term["product"].as_f64(), product);
    }
    let sum: f64 = terms.iter().map(|term| term["product"].as_f64().expect("a product")).sum();
    assert_eq!(answer["sum"].as_f64(), Some(sum));
    assert_eq!(answer["value"].as_f64(), Some(sum / 6.0));
}

#[test]
fn gradient_in_json_is_as_promised() {
    let answer = json(&["gradient", "probe", "--format", "json"]);
    let layers = answer["gradients"].as_array().expect("layers");
    assert_eq!(layers[0]["weights"].as_array().map(Vec::len), Some(2));
    assert_eq!(numbers(&layers[1]["biases"]).len(), 3);
    let without = json(&["gradient", "iris-3", "--format", "json"]);
    assert_eq!(without["gradients"][0].get("biases"), None);
}

#[test]
fn rules_in_json_are_as_promised() {
    let answer = json(&["rules", "--format", "json"]);
    assert_eq!(answer["format"], 1);
    let rules = answer["rules"].as_array().expect("rules");
    for rule in rules {
        for formula in [&rule["example"]["before"], &rule["example"]["after"], &rule["refuses"]["before"]] {
            assert!(["plain", "latex", "speech"].iter().all(|form| formula[form].is_string()), "{rule}");
        }
        assert!(rule["says"].is_string() && rule["refuses"]["because"].is_string(), "{rule}");
    }
    let names: Vec<&Value> = rules.iter().map(|rule| &rule["name"]).collect();
    assert!(names.contains(&&Value::from("chain-rule")) && names.len() > 30);
}

#[test]
fn what_can_be_written_in_two_ways_means_the_same() {
    let same = |one: &[&str], other: &[&str]| {
        let (one, other) = (gradwalk(one), gradwalk(other));
        assert_eq!((one.status.code(), text(&one.stdout)), (Some(0), text(&other.stdout)));
    };
    let limited = |limit| ["paths", "probe", "-w", "w_111", "--limit", limit];
    same(&limited("1e1"), &limited("10"));
    let activated = |names| ["gradient", "iris-3", "--activation", names];
    same(&activated("tanh, identity "), &activated("tanh,identity"));
    same(&["paths", "iris-2", "-w", " w₂₁₁"], &["paths", "iris-2", "-w", "w_211"]);
}

#[test]
fn ascii_is_for_everything() {
    for arguments in [
        &["paths", "iris-2", "-w", "w_111", "--format", "svg", "--ascii"][..],
        &["paths", "probe", "-w", "w_111", "--ascii"],
        &["compare", "iris-2", "--ascii"],
        &["gradient", "iris-2", "--ascii"],
        &["rules", "--ascii"],
        &["step", "output-weights", "--plain", "--ascii"],
        &["show", "matrices", "--format", "markdown", "--ascii"],
        &["--help"],
        &["paths", "--help"],
        &["gradient", "--help"],
        &["compare", "--help"],
    ] {
        let answer = answer(arguments);
        let strange = answer.chars().find(|character| !character.is_ascii());
        assert_eq!(strange, None, "{arguments:?}");
    }
}

#[test]
fn the_same_bytes_from_run_to_run() {
    for arguments in [
        &["compare", "probe"][..],
        &["paths", "probe", "-w", "w_111"],
        &["gradient", "probe", "--format", "npz"],
    ] {
        assert_eq!(gradwalk(arguments).stdout, gradwalk(arguments).stdout);
    }
}

#[test]
fn without_a_command_there_is_help() {
    let output = gradwalk(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("Usage: gradwalk"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    use std::process::Stdio;
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("gradwalk"))
        .args(["paths", "iris-3", "--weight", "w_111", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn shells_and_manual_know_every_command() {
    let commands = ["paths", "gradient", "compare", "check", "verify", "step", "completions"];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = answer(&["completions", shell]);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let manual = answer(&["man"]);
    assert!(commands.iter().all(|command| manual.contains(&format!("gradwalk {command}"))), "{manual}");
}

/// A script can pass the common options to every command.
#[test]
fn common_options_stop_no_command() {
    let common = ["--lessons", "lessons", "--max-paths", "1e6", "--numbers", "--no-numbers"];
    for command in [
        &["paths", "iris-2", "--weight", "w_211"][..],
        &["gradient", "iris-2"],
        &["compare", "iris-2", "--format", "json"],
        &["derive", "iris-2", "--weight", "w_211", "--no-numbers"],
        &["rules"],
        &["mistakes", "--format", "json"],
        &["completions", "bash"],
        &["man"],
    ] {
        assert_eq!(answer(&[command, &common].concat()), answer(command), "{command:?}");
    }
    // The letters of mistakes are their own, which is said.
    let mistakes = gradwalk(&["mistakes", "--notation", "ng"]);
    assert_eq!(text(&mistakes.stdout), answer(&["mistakes"]));
    assert!(text(&mistakes.stderr).contains("whatever the notation"), "{}", text(&mistakes.stderr));
    let unknown = gradwalk(&["mistakes", "--notation", "no-such"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("nielsen"), "{}", text(&unknown.stderr));
}

/// A script may put them before the command too.
#[test]
fn options_of_commands_may_stand_before_them() {
    let slide = ["show", "output-weights", "--slide", "42"];
    let behind = answer(&[&slide[..], &["--notation", "nielsen", "--no-numbers"]].concat());
    assert_eq!(answer(&[&["--notation", "nielsen", "--no-numbers"], &slide[..]].concat()), behind);
    assert_eq!(
        answer(&[&["--color", "never", "--notation=nielsen", "--no-numbers"], &slide[..]].concat()),
        behind
    );
}

#[test]
fn a_page_of_a_lesson_says_its_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let lesson =
        include_str!("../broken-lesson-mended.ron").replacen("title", "language: \"de\",\n    title", 1);
    std::fs::write(folder.path().join("kante.ron"), lesson).expect("written");
    let folder = folder.path().to_str().expect("UTF-8");
    let page = answer(&["show", "kante", "--lessons", folder, "--format", "html"]);
    assert!(page.contains("<html lang=\"de\""), "{}", &page[..200]);
    let english = answer(&["show", "output-weights", "--slide", "1", "--format", "html"]);
    assert!(english.contains("<html lang=\"en\""), "{}", &english[..200]);
}

#[test]
fn a_folder_without_lessons_is_told_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().to_str().expect("UTF-8");
    let said = answer(&["lessons", "--lessons", folder]);
    assert!(said.contains("no lessons") && said.contains("gradwalk new"), "{said}");
    assert!(answer(&["lessons", "--lessons", folder, "--format", "json"]).contains("\"lessons\":[]"));
}
