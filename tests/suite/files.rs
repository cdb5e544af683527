//! Files that are read: what is in them arrives, and whatever happens to them on the way, nothing panics.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::path::PathBuf;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::problem;
use gradwalk::problem::Problem;
use gradwalk::problem::Reading;
use gradwalk::problem::Style;
use gradwalk::problem::Syntax;
use proptest::prelude::*;
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(fixture(name)).expect(name)).expect(name)
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().expect("a number")],
    }
}

#[test]
fn every_pytorch_problem_is_read() {
    for expected in json("pytorch/expected.json").as_array().expect("a list") {
        let name = expected["name"].as_str().expect("a name");
        let names = expected["activations"].as_array().expect("a list").iter();
        let reading = Reading {
            activations: names
                .map(|name| activation::named(name.as_str().expect("a name")).expect("known"))
                .collect(),
            cost: cost::named(expected["cost"].as_str().expect("a name")),
            ..Reading::default()
        };
        let read = problem::read(&fixture(&format!("pytorch/{name}.npz")), &reading)
            .unwrap_or_else(|error| panic!("{}", error.report(Style::Plain)));
        assert_eq!(read.remarks, [""; 0], "{name}");
        let shape = read.problem.shape();
        assert_eq!(serde_json::to_value(&shape.widths).expect("a list"), expected["shape"], "{name}");
        assert_eq!(serde_json::to_value(shape.examples).expect("a number"), expected["examples"], "{name}");
        for (layer, &biases) in shape.biases.iter().enumerate() {
            assert_eq!(biases, expected["db"][layer].is_array(), "{name}");
        }
    }
}

#[test]
fn the_built_in_problems_hold_the_numbers_of_their_sources() {
    for name in ["iris-2", "iris-3", "mazur"] {
        let (problem, source) = (Problem::built_in(name).expect(name), json(&format!("{name}.json")));
        let source = &source["problem"];
        assert_eq!(problem.inputs().numbers(), numbers(&source["inputs"]), "{name}");
        assert_eq!(problem.labels().numbers(), numbers(&source["labels"]), "{name}");
        assert_eq!(problem.cost().name, source["cost"].as_str().expect("a name"));
        for (layer, expected) in problem.layers().iter().zip(source["layers"].as_array().expect("a list")) {
            assert_eq!(layer.weights.numbers(), numbers(&expected["weights"]), "{name}");
            assert_eq!(layer.biases.is_some(), expected["biases"].is_array(), "{name}");
        }
    }
    assert!(Problem::built_in("mazur-updated").expect("built in").gradients().is_some());
    assert!(Problem::built_in("iris-4").is_none());
}

const RON: &str = r#"(format: 1, cost: "mse", layers: [(activation: "tanh", weights: [[0.1, 0.7], [1e-3, -2]], biases: [1, 2]),
    (activation: "softmax", weights: [[0.30000000000000004], [3]])], inputs: [[5, 6]], labels: [[1]],
    gradients: [(weights: [[1, 2], [3, 4]]), (weights: Some([[5], [6]]))])"#;

const JSON: &str = r#"{"format": 1, "cost": "mse", "layers": [{"activation": "tanh", "weights": [[0.1, 0.7], [1e-3, -2]], "biases": [1, 2]},
    {"activation": "softmax", "weights": [[0.30000000000000004], [3]]}], "inputs": [[5, 6]], "labels": [[1]],
    "gradients": [{"weights": [[1, 2], [3, 4]]}, {"weights": [[5], [6]]}]}"#;

#[test]
#[cfg(feature = "cli")]
fn ron_and_json_say_the_same() {
    let read = |text: &str, syntax| {
        problem::read_text("a.ron", text, syntax, &Reading::default()).expect("sound").problem
    };
    let (ron, json) = (read(RON, Syntax::Ron), read(JSON, Syntax::Json));
    assert_eq!(format!("{ron:?}"), format!("{json:?}"));
    assert_eq!(format!("{ron:?}"), format!("{:?}", read(&format!("\u{feff}{RON}"), Syntax::Ron)));
}

#[test]
fn a_title_and_gradients_are_kept() {
    let ron = problem::read_text("a.ron", RON, Syntax::Ron, &Reading::default()).expect("sound").problem;
    assert_eq!(ron.title, "a");
    let gradients = ron.gradients().expect("given");
    assert_eq!(gradients[1].weights.as_ref().expect("given").numbers(), [5.0, 6.0]);
}

#[test]
#[cfg(not(feature = "cli"))]
fn a_build_without_json_says_so() {
    let refusal = problem::read_text("a.json", JSON, Syntax::Json, &Reading::default()).expect_err("no JSON");
    assert_eq!(refusal.says, "this build of gradwalk does not read JSON");
}

#[test]
fn what_is_stated_overrules_a_file_with_a_remark() {
    let reading = Reading {
        activations: vec![activation::named("identity").expect("in the table")],
        cost: cost::named("sse"),
        layout: Some(problem::Layout::ToFrom),
        ..Reading::default()
    };
    let read = problem::read_text("a.ron", RON, Syntax::Ron, &reading).expect("sound");
    assert_eq!(read.problem.cost().name, "sse");
    assert_eq!(
        read.remarks,
        [
            "the cost is `sse` as stated, not `mse` as in the file",
            "the activation of layer 1 is `identity` as stated, not `tanh` as in the file",
            "the activation of layer 2 is `identity` as stated, not `softmax` as in the file",
            "layout and orientation are for arrays: the weights of a text file are always from-to and its examples rows",
        ]
    );
}

#[test]
fn the_number_of_activations_must_fit() {
    let reading =
        Reading { activations: activation::ACTIVATIONS[..3].iter().collect(), ..Reading::default() };
    let refusal = problem::find("iris-3", &reading).expect_err("three activations for two layers");
    assert_eq!(refusal.says, "3 activations are stated for a network of 2 layers");
}

#[test]
fn a_text_beyond_measure_is_not_taken_into_memory() {
    let file = tempfile::Builder::new().suffix(".ron").tempfile().expect("a temporary file");
    file.as_file().set_len((64 << 20) + 1).expect("a sparse file");
    let refusal = problem::read(file.path(), &Reading::default()).expect_err("too large");
    assert_eq!(refusal.says, "the file is larger than 64 MiB");
}

fn good_archive() -> Vec<u8> {
    fs::read(fixture("pytorch/g00.npz")).expect("the fixture is there")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = problem::read_npz("a.npz", Cursor::new(&bytes), &Reading::default());
        read_both(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_change_of_an_archive_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = good_archive();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        if let Err(error) = problem::read_npz("a.npz", Cursor::new(&bytes), &Reading::default()) {
            error.report(Style::Plain);
        }
    }

    #[test]
    fn no_change_of_a_text_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\](){},:\"'/*#\\\\ \n0-9a-zσ]{0,3}"), 1..4),
        json in any::<bool>(),
    ) {
        let mut letters: Vec<char> = if json { JSON } else { RON }.chars().collect();
        for (at, replacement) in changes {
            let at = at.index(letters.len());
            letters.splice(at..=at, replacement.chars());
        }
        read_both(&letters.into_iter().collect::<String>());
    }
}

fn read_both(text: &str) {
    for syntax in [Syntax::Ron, Syntax::Json] {
        if let Err(error) = problem::read_text("a", text, syntax, &Reading::default()) {
            error.report(Style::Plain);
        }
    }
}
