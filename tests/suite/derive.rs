//! `gradwalk derive`: what a reader sees of a derivation, in every form, and what the command refuses.

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::derive::weight::WeightDerivation;
use gradwalk::gradient::compare::compare;
use gradwalk::gradient::scope::Scope;
use gradwalk::graph::Names;
use gradwalk::graph::notation::NOTATIONS;
use gradwalk::lesson::agree::Agreement;
use gradwalk::page::Page;
use gradwalk::problem::Problem;
use gradwalk::render::Charset;
use gradwalk::render::Renderer;
use gradwalk::render::Style;
use gradwalk::render::html::Html;
use gradwalk::render::latex::Latex;
use gradwalk::render::speech::Speech;
use gradwalk::render::text::Text;
use gradwalk::show::derivation::page;

use crate::commands::answer;
use crate::commands::gradwalk;
use crate::commands::text;
use crate::snapshots;
use crate::support::built_in;

/// One derivation: of which problem, with which functions and cost in the place of its own, and for which weight.
struct Case {
    name: &'static str,
    problem: &'static str,
    activations: &'static [&'static str],
    cost: Option<&'static str>,
    weight: &'static str,
}

const PLAIN: Case = Case { name: "", problem: "iris-2", activations: &[], cost: None, weight: "w_211" };

const CASES: &[Case] = &[
    Case { name: "output-weight", ..PLAIN },
    Case { name: "hidden-weight", weight: "w_112", ..PLAIN },
    Case { name: "bias", problem: "probe", weight: "b_11", ..PLAIN },
    Case {
        name: "softmax",
        activations: &["tanh", "softmax"],
        cost: Some("categorical-cross-entropy"),
        weight: "w_212",
        ..PLAIN
    },
    Case { name: "cross-entropy", cost: Some("cross-entropy"), ..PLAIN },
    Case { name: "tanh", activations: &["relu", "tanh"], cost: Some("mse"), ..PLAIN },
    Case { name: "identity", activations: &["leaky-relu", "identity"], cost: Some("half-sse"), ..PLAIN },
];

impl Case {
    fn problem(&self) -> Problem {
        let built_in = built_in(self.problem);
        let mut layers = built_in.layers().to_vec();
        for (layer, name) in layers.iter_mut().zip(self.activations) {
            layer.activation = activation::named(name).expect("in the table");
        }
        let cost = self.cost.map_or(built_in.cost(), |name| cost::named(name).expect("in the table"));
        let (inputs, labels) = (built_in.inputs().clone(), built_in.labels().clone());
        Problem::new(built_in.title.clone(), layers, inputs, labels, cost).expect("sound")
    }

    /// What has to be typed to see the same.
    fn command(&self) -> String {
        let activations = match self.activations {
            [] => String::new(),
            names => format!(" --activation {}", names.join(",")),
        };
        let cost = self.cost.map_or(String::new(), |cost| format!(" --cost {cost}"));
        format!("gradwalk derive {} --weight {}{activations}{cost}", self.problem, self.weight)
    }

    fn page(&self, notation: &str) -> Page {
        let problem = self.problem();
        let shape = problem.shape();
        let weight = shape.parameter(self.weight).expect("a weight");
        let notation = NOTATIONS.iter().find(|known| known.name == notation);
        let derivation = WeightDerivation::new(&shape, weight, 2).expect("derived");
        let comparison = compare(&problem, Scope::One(weight), |_| ()).expect("comparable");
        let formula = &derivation.formula().right;
        let agreement = Agreement::new(&problem, formula, &comparison.entries[0]).expect("a value");
        let names = notation.map_or(Names::SERIES, |notation| Names::new(notation, &shape));
        page(&shape, names, &derivation, &agreement)
    }
}

#[test]
fn derivations_in_a_terminal() {
    for case in CASES {
        let page = case.page("");
        for width in [80, 60] {
            let seen = Text.page(&page, &Style { width, ..Style::default() });
            let wide = seen.lines().find(|line| line.chars().count() > width);
            assert_eq!(wide, None, "{} at {width} columns", case.name);
            let name = format!("{}-{width}", case.name);
            let description = format!("{} in {width} columns", case.command());
            snapshots::assert("derive", &name, &description, &seen);
        }
    }
}

#[test]
fn derivations_in_other_forms() {
    for (case, renderers) in [
        (&CASES[0], &[("latex", &Latex as &dyn Renderer), ("html", &Html), ("speech", &Speech)][..]),
        (&CASES[3], &[("latex", &Latex), ("speech", &Speech)]),
    ] {
        for (form, renderer) in renderers {
            let seen = renderer.page(&case.page(""), &Style::default());
            let description = format!("{} --format {form}", case.command());
            snapshots::assert("derive", &format!("{}-{form}", case.name), &description, &seen);
        }
    }
}

#[test]
fn derivations_in_other_names_and_signs() {
    let case = &CASES[1];
    for notation in ["nielsen", "ng"] {
        let seen = Text.page(&case.page(notation), &Style { width: 80, ..Style::default() });
        let description = format!("{} --notation {notation}", case.command());
        snapshots::assert("derive", &format!("{}-{notation}", case.name), &description, &seen);
    }
    let ascii = Style { width: 80, charset: Charset::Ascii, ..Style::default() };
    let seen = Text.page(&case.page(""), &ascii);
    assert!(seen.is_ascii());
    snapshots::assert(
        "derive",
        &format!("{}-ascii", case.name),
        &format!("{} --ascii", case.command()),
        &seen,
    );
}

#[test]
fn a_derivation_for_programs() {
    let arguments = ["derive", "iris-2", "--weight", "w_211", "--format", "json"];
    let seen = answer(&arguments);
    let value: serde_json::Value = serde_json::from_str(&seen).expect("JSON");
    let slides = value["slides"].as_array().expect("slides");
    for (place, slide) in slides.iter().enumerate() {
        assert_eq!(slide["slide"], place + 1);
        let equation = &slide["equations"][0];
        assert!(
            ["plain", "latex", "speech", "rule", "checked"].iter().all(|form| equation[form].is_string())
        );
    }
    // What it prints in one line reads back in as the same formula, and is where the steps ended.
    let last = &slides[slides.len() - 1]["equations"][0]["plain"];
    assert_eq!(*last, value["formula"]["plain"]);
    let pretty = serde_json::to_string_pretty(&value).expect("JSON");
    snapshots::assert("derive", "output-weight-json", &format!("gradwalk {}", arguments.join(" ")), &pretty);
}

/// An equation with two of three examples is not true of three: so that is said before it stands there.
#[test]
fn what_is_left_out_is_said_before_the_first_equation() {
    let of = |more: &[&str]| answer(&[&["derive", "iris-3", "--weight", "w_211"], more].concat());
    let note = "The data have 3 examples. Examples 1 to 2 are written out";
    let seen = of(&[]);
    let place = |words: &str| seen.find(words).unwrap_or_else(|| panic!("{words}: {seen}"));
    assert!(place(note) < place("chain-rule-paths"), "{seen}");
    assert!(of(&["--examples", "1"]).contains("Example 1 is written out"));
    assert!(!of(&["--examples", "3"]).contains("written out"));
    let json = |more: &[&str]| -> serde_json::Value {
        serde_json::from_str(&of(&[&["--format", "json"], more].concat())).expect("JSON")
    };
    let two = json(&[]);
    assert_eq!((&two["examples"], &two["written_out"]), (&3.into(), &2.into()));
    assert!(two["note"].as_str().is_some_and(|words| words.starts_with(note)), "{}", two["note"]);
    assert!(json(&["--examples", "3"])["note"].is_null());
}

#[test]
fn numbers_can_be_left_away() {
    let of = |more: &[&str]| answer(&[&["derive", "iris-2", "--weight", "w_211"], more].concat());
    let (with, without) = (of(&["--numbers"]), of(&["--no-numbers"]));
    assert_eq!(with, of(&[]));
    assert!(with.contains("the matrix entry") && !without.contains("the matrix entry"), "{without}");
    let shorter = without.replace("The formula", "The numbers");
    assert!(with.starts_with(shorter.trim_end()), "{without}");
}

/// Without a problem it is the series' own network.
#[test]
fn a_weight_alone_is_enough() {
    let of = |arguments: &[&str]| answer(&[&["derive", "--weight", "w_211"], arguments].concat());
    assert_eq!(of(&[]), of(&["iris-2"]));
}

#[test]
fn the_command_prints_what_the_library_draws() {
    for case in CASES {
        let command = case.command();
        let typed: Vec<&str> = command.split(' ').skip(1).collect();
        let output = gradwalk(&typed);
        assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
        let style = Style { width: 100, ..Style::default() };
        assert_eq!(text(&output.stdout), Text.page(&case.page(""), &style), "{command}");
    }
}

#[test]
fn derivations_that_are_refused() {
    for (name, arguments) in [
        ("unknown-weight", &["derive", "iris-2", "--weight", "w_311"][..]),
        ("input", &["derive", "iris-2", "--weight", "x_1^(1)"]),
        ("no-weight", &["derive", "iris-2"]),
        ("no-examples", &["derive", "iris-2", "--weight", "w_211", "--examples", "0"]),
        ("more-examples-than-there-are", &["derive", "mazur", "--weight", "w_211", "--examples", "2"]),
        ("more-examples-than-are-written-out", &["derive", "probe", "--weight", "w_211", "--examples", "5"]),
        ("half-an-example", &["derive", "iris-2", "--weight", "w_211", "--examples", "1.5"]),
        ("lesson-for-a-problem", &["derive", "output-weights", "--weight", "w_211"]),
        ("too-many-paths", &["derive", "iris-2", "--weight", "w_211", "--max-paths", "1"]),
        ("notation", &["derive", "iris-2", "--weight", "w_211", "--notation", "nelsen"]),
    ] {
        let output = gradwalk(arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert_eq!(text(&output.stdout), "", "{name}");
        let command = format!("gradwalk {}", arguments.join(" "));
        snapshots::assert("derive", &format!("refused-{name}"), &command, &text(&output.stderr));
    }
}
