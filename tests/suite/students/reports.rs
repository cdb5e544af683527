//! What students read: the text of `gradwalk check` for homework of every kind, as it is printed.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use super::chance::Chance;
use super::homework::Answer;
use super::homework::Homework;
use super::seam::activation_name;
use super::seam::cost_name;
use super::slips;
use super::task::Activation;
use super::task::Cost;
use super::task::Layer;
use super::task::Task;
use super::task::tasks;
use crate::snapshots;

/// A homework, by its task and the forms of mistakes that are made in it, and what is typed.
struct Asked {
    name: &'static str,
    task: &'static str,
    slips: &'static [&'static str],
    options: &'static [&'static str],
}

const ASKED: &[Asked] = &[
    Asked { name: "right", task: "2-4-3 E5 half-mse", slips: &[], options: &[] },
    Asked { name: "right-but-little-can-be-seen", task: "2-2-1 E1", slips: &[], options: &[] },
    Asked {
        name: "raw-error-sent-back",
        task: "2-4-3 E5 half-mse",
        slips: &["raw-error-sent-back (from the output)"],
        options: &[],
    },
    Asked {
        name: "raw-error-sent-back-told",
        task: "2-4-3 E5 half-mse",
        slips: &["raw-error-sent-back (from the output)"],
        options: &["--tell"],
    },
    Asked { name: "sigmoid-twice", task: "2-3-1 E4 xor", slips: &["sigmoid-twice (hidden)"], options: &[] },
    Asked {
        name: "no-output-derivative-told",
        task: "4-2-3 E3",
        slips: &["no-output-derivative"],
        options: &["--tell"],
    },
    Asked {
        name: "updated-weights",
        task: "2-2-2 E1 mazur",
        slips: &["updated-weights (rate 0.5)"],
        options: &[],
    },
    Asked { name: "no-mean", task: "2-4-3 E5", slips: &["no-mean (no 1/N)"], options: &["--tell"] },
    Asked { name: "tie", task: "4-2-3 E2", slips: &["last-example-only (over N)"], options: &["--tell"] },
    Asked {
        name: "two-mistakes",
        task: "3-4-2-5 E6",
        slips: &["h_in-for-h_out", "bias-forgotten"],
        options: &[],
    },
    Asked {
        name: "sum-before-multiply",
        task: "4-2-3 E3",
        slips: &["sum-before-multiply (means)"],
        options: &[],
    },
    Asked {
        name: "softmax-slopes",
        task: "2-4-3 E3 softmax half-mse",
        slips: &["weights-left-out"],
        options: &[],
    },
    Asked {
        name: "in-ascii",
        task: "2-3-1 E4 xor",
        slips: &["examples-misaligned (rolled)"],
        options: &["--ascii"],
    },
];

fn task(name: &str) -> Task {
    tasks().into_iter().find(|task| task.name == name).expect(name)
}

fn homework(task: &Task, forms: &[&str]) -> Homework {
    forms.iter().fold(Homework::right(task), |homework, form| {
        let slip = slips::all().find(|slip| slip.form() == *form).expect(form);
        slip.made_in(&homework, task)
    })
}

/// A file with the network, the data and the student's gradient.
fn file(task: &Task, answer: &Answer) -> Value {
    let layers = task.layers.iter().map(|layer| match &layer.biases {
        Some(biases) => json!({
            "activation": activation_name(layer.activation), "weights": layer.weights, "biases": biases,
        }),
        None => json!({ "activation": activation_name(layer.activation), "weights": layer.weights }),
    });
    let gradients = answer.weights.iter().zip(&answer.biases).map(|(weights, biases)| match biases {
        Some(biases) => json!({ "weights": weights, "biases": biases }),
        None => json!({ "weights": weights }),
    });
    json!({
        "format": 1,
        "title": "Homework",
        "cost": cost_name(task.cost),
        "layers": layers.collect::<Vec<_>>(),
        "inputs": task.x,
        "labels": task.y,
        "gradients": gradients.collect::<Vec<_>>(),
    })
}

fn save(folder: &Path, name: &str, task: &Task, answer: &Answer) {
    fs::write(folder.join(name), file(task, answer).to_string()).expect("it can be written");
}

/// What is printed, and the exit code.
fn checked(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::cargo_bin("gradwalk").expect("the binary");
    let output = command.arg("check").args(arguments).current_dir(folder).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout) + &text(output.stderr), output.status.code())
}

#[test]
fn what_students_read() {
    let folder = TempDir::new().expect("a folder");
    for Asked { name, task: of, slips, options } in ASKED {
        let task = task(of);
        let answer = homework(&task, slips).answer::<f64>(&task).expect("it runs");
        save(folder.path(), "homework.json", &task, &answer);
        let arguments = [&["homework.json"], *options].concat();
        let (text, code) = checked(folder.path(), &arguments);
        assert_eq!(code, Some(i32::from(!slips.is_empty())), "{name}: {text}");
        let made = if slips.is_empty() { "nothing wrong".to_owned() } else { slips.join(", ") };
        let description = format!("gradwalk check {} ({of}: {made})", arguments.join(" "));
        snapshots::assert("check", name, &description, &text);
        assert_eq!(checked(folder.path(), &arguments).0, text, "{name}: not twice the same");
    }
}

/// The same without a word about the cost.
fn save_without_cost(folder: &Path, name: &str, task: &Task, answer: &Answer) {
    let mut file = file(task, answer);
    file.as_object_mut().expect("an object").remove("cost");
    fs::write(folder.join(name), file.to_string()).expect("it can be written");
}

#[test]
fn a_cost_that_was_not_stated_is_asked_for() {
    let folder = TempDir::new().expect("a folder");
    let said = |cost: Cost, slips: &[&str], more: &[&str]| {
        let task = Task { cost, ..task("2-4-3 E5 half-mse") };
        let answer = homework(&task, slips).answer::<f64>(&task).expect("it runs");
        save_without_cost(folder.path(), "homework.json", &task, &answer);
        let text = checked(folder.path(), &[&["homework.json"], more].concat()).0;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let right = said(Cost::HalfMse, &[], &[]);
    assert!(right.contains("of the cost `half-mse`, which was taken because none was stated,"), "{right}");
    let three_times = said(Cost::HalfMseExamples, &[], &[]);
    let asked = "no cost was stated, they are not: they are 3 times what belongs there. State yours with";
    assert!(three_times.contains(asked), "{three_times}");
    let other = said(Cost::MseExamples, &["sigmoid-twice (all)"], &[]);
    assert!(other.contains("Is your cost `mse-examples`? It is taken for that"), "{other}");
    let json = said(Cost::MseExamples, &["sigmoid-twice (all)"], &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["cost"], json!({ "name": "mse-examples", "stated": false }));
    assert_eq!((&json["verdict"], &json["mistakes"][0]["id"]), (&json!("mistake"), &json!("sigmoid-twice")));
    let entropy = said(Cost::CrossEntropy, &[], &[]);
    assert!(
        entropy.contains("Is your cost `cross-entropy`? For it all 27 of your numbers are right"),
        "{entropy}"
    );
}

#[test]
fn a_tree_is_drawn_where_its_factors_matter() {
    let folder = TempDir::new().expect("a folder");
    let task = task("2-4-3 E5 half-mse");
    for (slip, is_drawn) in
        [("sign-flip (y - o)", false), ("bias-summed-over-nodes", false), ("no-hidden-derivative", true)]
    {
        let answer = homework(&task, &[slip]).answer::<f64>(&task).expect("it runs");
        save(folder.path(), "homework.json", &task, &answer);
        let (text, _) = checked(folder.path(), &["homework.json"]);
        assert_eq!(text.contains("A path from the cost"), is_drawn, "{slip}: {text}");
        assert_eq!(text.contains("The factors on the paths from the cost"), !is_drawn, "{slip}: {text}");
    }
}

/// A minute's search would not be waited for: what of it is left out is said.
#[test]
fn two_mistakes_at_the_bottom_of_a_large_network_are_not_searched_for() {
    let mut chance = Chance::of("garbage at the bottom");
    let layers = (0..9).map(|_| Layer {
        weights: chance.matrix(5, 5, 1.0),
        biases: None,
        activation: Activation::Sigmoid,
    });
    let layers = layers.collect();
    let (x, y) = (chance.matrix(50, 5, 1.0), chance.matrix(50, 5, 1.0));
    let task = Task { name: "9 layers", layers, x, y, cost: Cost::HalfMse };
    let garbage = chance.matrix(5, 5, 1.0);
    let right = homework(&task, &[]).answer::<f64>(&task).expect("it runs");
    let mut problem = file(&task, &right);
    problem.as_object_mut().expect("an object").remove("gradients");
    let rows = garbage.iter().enumerate().flat_map(|(from, row)| {
        row.iter().enumerate().map(move |(to, number)| format!("w_1{}{},{number}\n", from + 1, to + 1))
    });
    let folder = TempDir::new().expect("a folder");
    let save =
        |name: &str, text: String| fs::write(folder.path().join(name), text).expect("it can be written");
    save("deep.json", problem.to_string());
    save("garbage.csv", rows.collect());
    let (said, code) = checked(folder.path(), &["deep.json", "--gradients", "garbage.csv"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Two mistakes at once I tried only in part"), "{said}");
    assert!(!said.contains("together with another one"), "{said}");
    assert_eq!(code, Some(1), "{said}");
}

#[test]
fn the_name_is_only_told_to_who_asks() {
    let folder = TempDir::new().expect("a folder");
    let task = task("2-4-3 E5 half-mse");
    for slip in ["sigmoid-twice (hidden)", "raw-error-sent-back (from the output)", "weights-left-out"] {
        let answer = homework(&task, &[slip]).answer::<f64>(&task).expect("it runs");
        save(folder.path(), "my homework.json", &task, &answer);
        let (asked, _) = checked(folder.path(), &["my homework.json"]);
        let id = slip.split(' ').next().expect("an id");
        let command = asked.lines().last().expect("a line").trim();
        assert_eq!(command, "gradwalk check 'my homework.json' --tell");
        assert!(!asked.contains(id), "{asked}");
        let (told, _) = checked(folder.path(), &["my homework.json", "--tell"]);
        assert!(told.contains(&format!("What it is: {id}")) && !told.contains("--tell"), "{told}");
        assert!(told.contains("I get all 27 of your numbers to the last digit"), "{told}");
    }
}

#[test]
fn a_class_at_once() {
    let folder = TempDir::new().expect("a folder");
    let task = task("2-4-3 E5 half-mse");
    for (name, slips) in [
        ("anna.json", &["raw-error-sent-back (from the output)"][..]),
        ("ben.json", &[]),
        ("chris.json", &["raw-error-sent-back (from the output)", "bias-forgotten"]),
        ("dora.json", &["bias-forgotten"]),
        ("emil.json", &["no-mean (no 1/N)"]),
    ] {
        let answer = homework(&task, slips).answer::<f64>(&task).expect("it runs");
        save(folder.path(), name, &task, &answer);
    }
    fs::write(folder.path().join("finn.json"), "not homework").expect("it can be written");
    let files = ["anna.json", "ben.json", "chris.json", "dora.json", "emil.json", "finn.json", "gone.csv"];
    let class = [&["ben.json", "--gradients"], &files[..]].concat();
    let (text, code) = checked(folder.path(), &class);
    assert_eq!(code, Some(1), "{text}");
    snapshots::assert("check", "class", "gradwalk check ben.json --gradients …", &text);
    for format in ["csv", "markdown", "json"] {
        let (text, code) = checked(folder.path(), &[&class[..], &["--format", format]].concat());
        assert_eq!(code, Some(1), "{text}");
        snapshots::assert("check", &format!("class-{format}"), "the same in another format", &text);
    }
    let right = ["ben.json", "--gradients", "ben.json", "ben.json"];
    assert_eq!(checked(folder.path(), &right).1, Some(0));
    let typed = ["ben.json", "--gradient", "w_111=0.1", "--gradients", "ben.json", "anna.json"];
    assert_eq!(checked(folder.path(), &typed).1, Some(2));
}

#[test]
fn the_cost_after_one_step_of_mazurs_example() {
    let folder = TempDir::new().expect("a folder");
    let step =
        |step, more: &[&str]| checked(folder.path(), &[&["mazur", "--cost-after-step", step], more].concat());
    let (text, code) = step("0.5=0.291027924", &["--tell"]);
    assert_eq!(code, Some(1));
    snapshots::assert(
        "check",
        "mazur-after-step",
        "gradwalk check mazur --cost-after-step 0.5=0.291027924",
        &text,
    );
    let (text, code) = step("0.5=0.291027774", &[]);
    assert_eq!(code, Some(0));
    assert!(text.contains("Right: one step"), "{text}");
    let (text, code) = step("0.5=0.3", &[]);
    assert_eq!(code, Some(1));
    assert!(text.contains("With so few digits nothing can be told"), "{text}");
    let (json, _) = step("0.5=0.291027924", &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&json["verdict"], &json["mistakes"][0]["id"]),
        (&json!("mistake"), &json!("updated-weights"))
    );
    for wrong in ["0.5", "0.5=", "=1", "x=1", "0.5=0.29=1"] {
        assert_eq!(step(wrong, &[]).1, Some(2), "{wrong}");
    }
}

#[test]
fn a_probe_can_be_run_and_tells_more() {
    let folder = TempDir::new().expect("a folder");
    let task = task("2-2-2 E1 mazur");
    let answer = homework(&task, &["updated-weights (rate 0.5)"]).answer::<f64>(&task).expect("it runs");
    save(folder.path(), "homework.json", &task, &answer);
    let (text, code) = checked(folder.path(), &["homework.json", "--probe", "probe.npz"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("a network 2-4-3 with 5 examples. It can show every mistake"), "{text}");
    let last = text.lines().last().expect("a line").trim();
    let options = "--activation sigmoid,sigmoid --cost half-sse";
    assert_eq!(last, format!("gradwalk check probe.npz --gradients probe-gradient.npz {options}"));
    let options: Vec<&str> = options.split(' ').collect();
    let mut gradient = Command::cargo_bin("gradwalk").expect("the binary");
    let gradient = gradient.args(["gradient", "probe.npz", "--output", "probe-gradient.npz"]).args(&options);
    gradient.current_dir(folder.path()).assert().success();
    let asked = [&["probe.npz", "--gradients", "probe-gradient.npz"], &options[..]].concat();
    let (text, code) = checked(folder.path(), &asked);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("cannot show"), "{text}");
    // Nothing is written over, and nothing is written but an archive.
    assert_eq!(checked(folder.path(), &["homework.json", "--probe", "probe.npz"]).1, Some(2));
    assert_eq!(checked(folder.path(), &["homework.json", "--probe", "probe.txt"]).1, Some(2));
}
