//! What an editor would say of lessons that are right: each check provoked where it has to point, silenced with a
//! reason, and content with a lesson that is good.

use gradwalk::lesson::library::Library;
use gradwalk::lesson::{Fault, Lesson, Reading};
use gradwalk::problem::Style;
use gradwalk::show::editor::{CHECKS, findings};

use crate::snapshots;

/// A lesson to which an editor has nothing to say.
const GOOD: &str = r#"(
    format: 1,
    title: "The last edge",
    problem: "iris-2",
    weight: "w_211",
    slides: [
        (
            goal: "The net",
            says: "Each node of the network sums what comes in.",
            shows: [
                Network(weights: ["w_211"], nodes: ["o_in_1"]),
            ],
        ),
        (
            goal: "One edge",
            says: "Only one product in $o_in_1^(1)$ holds the weight.",
            shows: [
                Begin(of: "d(o_in_1^(1))/d(w_211)"),
                Step(rule: "definition", at: "o_in_1^(1)"),
                Step(rule: "opposite-element"),
            ],
            predict: (
                asks: "What is left?",
                of: "d(o_in_1^(1))/d(w_211)",
                answer: "h_out_1^(1)",
                because: "It is what the weight is multiplied with.",
            ),
        ),
    ],
)"#;

/// A check, what is changed in the good lesson so that it finds something, and where: at the line with the mark.
const PROVOKED: &[(&str, &str, &str)] = &[
    (
        "two-changes",
        r#"Step(rule: "opposite-element"),"#,
        r#"Step(rule: "sum-rule"),
                Step(rule: "constant-multiple", at: "d(h_out_1^(1)*w_211)/d(w_211)"), // here"#,
    ),
    (
        "question-without-reason",
        r#"because: "It is what the weight is multiplied with.","#,
        r#"because: "Clear.", // here"#,
    ),
    (
        "symbol-before-introduction",
        r#"Begin(of: "d(o_in_1^(1))/d(w_211)"),"#,
        r#"Begin(of: "z*z"),
                Step(rule: "reorder", with: ["z*z"]), // here
                Begin(of: "d(o_in_1^(1))/d(w_211)"),"#,
    ),
    (
        "symbol-in-words",
        r#"says: "Only one product in $o_in_1^(1)$ holds the weight.","#,
        r#"says: "Only one product in $o_in_1^(1)$ holds the weight, as in $a*b$.", // here"#,
    ),
    (
        "picture-without-words",
        r#"Step(rule: "opposite-element"),"#,
        r#"Step(rule: "opposite-element"),
                Nudge(weight: "w_111", by: "0.01"), // here"#,
    ),
    (
        "long-slide",
        "            shows: [
                Begin",
        r#"            shows: [ // here
                Tree(weight: "w_111"),
                Begin"#,
    ),
];

/// A name in a line of its own, after others that have nothing to hide.
#[test]
fn a_formula_in_words_of_several_lines_is_pointed_at_itself() {
    let one_line = r#"says: "Only one product in $o_in_1^(1)$ holds the weight.","#;
    let lines = r#"says: "Only one product in $o_in_1^(1)$ holds the weight.

                   It is none of
                   those in $w_211 + a*b$, and this is *not $c$ either*.","#;
    let text = GOOD.replace(one_line, lines);
    let found: Vec<(usize, String)> = found(&text)
        .iter()
        .map(|fault| (fault.error.line().expect("a line"), fault.error.says.clone()))
        .collect();
    let line = text.lines().position(|line| line.contains("those in")).expect("it is there") + 1;
    let says = "symbol-in-words: a and b are neither on the slide nor introduced";
    assert_eq!(found, [(line, says.to_owned())], "what is named by itself is introduced");
    let lesson = Lesson::read("good.ron", &text, &Reading::default()).expect("it verifies");
    let report = findings(&lesson, "good.ron", &text)[0].error.report(Style::Plain);
    let place =
        text.lines().nth(line - 1).and_then(|line| line.find("w_211 + a*b")).expect("it is there") + 1;
    assert!(report.contains(&format!("good.ron:{line}:{place}")), "{report}");
}

fn found(text: &str) -> Vec<Fault> {
    let lesson = Lesson::read("good.ron", text, &Reading::default());
    let lesson = lesson.unwrap_or_else(|faults| panic!("{}\n{text}", faults[0].error));
    findings(&lesson, "good.ron", text)
}

fn seen(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| fault.error.to_string()).collect()
}

#[test]
fn a_good_lesson_is_left_in_peace() {
    assert_eq!(seen(&found(GOOD)), [""; 0]);
}

/// What comes with gradwalk is held to what it asks of others.
#[test]
fn an_editor_has_nothing_to_say_to_the_lessons() {
    for file in Library::BuiltIn.files().expect("they are embedded") {
        let lesson = Library::BuiltIn.read(&file, Reading::default());
        let lesson = lesson.unwrap_or_else(|faults| panic!("{}", faults[0].error));
        let found = findings(&lesson, &file.name, &file.text);
        let told: Vec<String> = found.iter().map(|fault| fault.error.report(Style::Plain)).collect();
        assert!(told.is_empty(), "{}", told.join("\n\n"));
    }
}

#[test]
fn every_check_finds_what_it_looks_for() {
    for check in CHECKS {
        let (_, from, to) = PROVOKED.iter().find(|(name, ..)| *name == check.name).expect(check.name);
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let text = GOOD.replacen(from, to, 1);
        let faults = found(&text);
        let own: Vec<&Fault> =
            faults.iter().filter(|fault| fault.error.says.starts_with(&format!("{}:", check.name))).collect();
        assert_eq!(own.len(), 1, "{}: {:?}", check.name, seen(&faults));
        let line = text.lines().position(|line| line.contains("// here")).expect("there is a mark") + 1;
        assert_eq!(own[0].error.line(), Some(line), "{}", check.name);
        assert_eq!(own[0].slide, Some(2), "{}", check.name);
        snapshots::assert("strict", check.name, check.says, &own[0].error.report(Style::Plain));

        let allow =
            format!("goal: \"One edge\",\n            allow: {{\"{}\": \"for a test\"}},", check.name);
        let silenced = found(&text.replace("goal: \"One edge\",", &allow));
        assert!(!seen(&silenced).iter().any(|says| says.contains(check.name)), "{}", check.name);
    }
}

#[test]
fn what_is_allowed_has_to_be_there() {
    let allowing =
        |allow: &str| GOOD.replace("goal: \"One edge\",", &format!("goal: \"One edge\", allow: {allow},"));
    let unneeded = seen(&found(&allowing(r#"{"long-slide": "it is long"}"#)));
    assert!(unneeded.len() == 1 && unneeded[0].contains("no `long-slide` is found"), "{unneeded:?}");
    let unknown = found(&allowing(r#"{"long-slides": "it is long"}"#));
    assert!(unknown[0].error.says.contains("no check called `long-slides`"), "{}", unknown[0].error.says);
    assert!(unknown[0].error.help.contains("did you mean `long-slide`"), "{}", unknown[0].error.help);
    let text = allowing(r#"{"long-slide": " "}"#);
    let faults = Lesson::read("good.ron", &text, &Reading::default()).expect_err("no reason");
    assert!(faults[0].error.says.contains("without a reason"), "{}", faults[0].error.says);
}
