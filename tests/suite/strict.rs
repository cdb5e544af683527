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
        .filter(|fault| fault.error.says.starts_with("symbol-in-words"))
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

/// What stands in the good lesson, what stands there instead, and what is found then.
type Changed<'a> = (&'a str, &'a str, &'a str);

#[track_caller]
fn finds(check: &str, changed: &[Changed<'_>]) {
    for (from, to, says) in changed {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let seen = seen(&found(&GOOD.replacen(from, to, 1)));
        let own: Vec<&String> = seen.iter().filter(|line| line.contains(&format!("{check}:"))).collect();
        let is_found =
            own.len() == usize::from(!says.is_empty()) && own.iter().all(|line| line.contains(says));
        assert!(is_found, "{to}: {seen:?}");
    }
}

/// One idea on a slide: whatever changes something counts, and each time that it does.
#[test]
fn whatever_changes_something_is_a_change() {
    let last = r#"Step(rule: "opposite-element"),"#;
    let behind = |more: &str| format!("{last} {more}");
    let other = r#"Begin(of: "d(o_in_1^(1))/d(w_221)"), Step(rule: "definition", at: "o_in_1^(1)"), Step(rule: "opposite-element"),"#;
    finds(
        "two-changes",
        &[
            (last, &behind(other), "opposite-element changes something twice"),
            (
                last,
                &behind(r#"Define(name: "f", is: "2*h_out_1^(1)"),"#),
                "opposite-element changes something, and so does the definition of f",
            ),
            (last, &behind(r#"Redefine(cost: "mse"),"#), "so does another cost"),
            (
                last,
                &behind(r#"Again(of: "d(o_in_1^(1))/d(w_211)", weight: "w_221"),"#),
                "so does what is made again for ∂o_in_1^(1)/∂w_221",
            ),
            (last, &behind(r#"Recall(of: "d(o_in_1^(1))/d(w_211)"),"#), ""),
            (last, r#"Define(name: "f", is: "2*h_out_1^(1)"),"#, ""),
            (
                last,
                r#"Define(name: "f", is: "2*h_out_1^(1)"), Define(name: "g", is: "3*f"),"#,
                "the definition of f changes something, and so does the definition of g",
            ),
        ],
    );
}

#[test]
fn choices_and_answers_are_read_too() {
    let formula = r#"of: "d(o_in_1^(1))/d(w_211)",
                answer: "h_out_1^(1)","#;
    finds(
        "symbol-in-words",
        &[
            (formula, r#"choices: ["it is $q*r$", "no"],"#, "q and r are neither"),
            (formula, r#"choices: ["it is so", "no, $q$"],"#, "q is neither"),
            (formula, r#"choices: ["it is $h_out_1^(1)$", "no, $w_211$"],"#, ""),
            (formula, r#"of: "p*q", answer: "q*p","#, "p and q are neither"),
            (formula, r#"choices: ["so", "no"], why_not: ["That were $q*r$."],"#, "q and r are neither"),
            (formula, r#"choices: ["so", "no"], why_not: ["That were $h_out_1^(1)*w_211$."],"#, ""),
        ],
    );
}

/// Choices are mixed for the reader; a finding is in the file.
#[test]
fn a_formula_in_a_choice_is_pointed_at_where_it_stands() {
    let formula = r#"of: "d(o_in_1^(1))/d(w_211)",
                answer: "h_out_1^(1)","#;
    let question = r#"choices: [
                    "it is so",
                    "no",
                    "never",
                ],
                why_not: [
                    "It is.",
                    "It can be.",
                ],"#;
    for said in ["it is so", "no", "never", "It is.", "It can be."] {
        for asks in ["What is left?", "What is it?", "Which one?", "What then?"] {
            let own = question.replacen(&format!("\"{said}\""), &format!("\"{said} $q*r$\""), 1);
            let text = GOOD.replacen(formula, &own, 1).replacen("What is left?", asks, 1);
            let line = text.lines().position(|line| line.contains("$q*r$")).expect("it is there") + 1;
            let found = found(&text);
            let lines: Vec<Option<usize>> = found.iter().map(|fault| fault.error.line()).collect();
            assert_eq!(lines, [Some(line)], "{said}: {:?}", seen(&found));
        }
    }
}

/// A question is as long as it is once it has been answered, rightly or wrongly.
#[test]
fn a_question_may_be_too_long_too() {
    let long = "This goes on and on, and says why it is so, over many lines. ".repeat(20);
    let formula = r#"of: "d(o_in_1^(1))/d(w_211)",
                answer: "h_out_1^(1)","#;
    let because = r#"because: "It is what the weight is multiplied with.","#;
    let asks = r#"asks: "What is left?","#;
    let why_not = format!(r#"choices: ["so", "no", "never"], why_not: ["", "{long}"],"#);
    let is_long = "lines once it is answered, and the player shows 19 at once";
    finds(
        "long-slide",
        &[
            (because, &format!(r#"because: "{long}","#), is_long),
            (asks, &format!(r#"asks: "{long}","#), is_long),
            (formula, &why_not, is_long),
            (formula, &why_not.replace(&long, "It is so."), ""),
        ],
    );
    let text = GOOD.replacen(because, &format!(r#"because: "{long}","#), 1);
    let line = text.lines().position(|line| line.contains("predict: (")).expect("it is there") + 1;
    let found = found(&text);
    assert_eq!(found.iter().map(|fault| fault.error.line()).collect::<Vec<_>>(), [Some(line)]);
    assert_eq!(found[0].check, Some("long-slide"));
}

/// "a thing" does not say what a is; "$a$" does.
#[test]
fn an_article_is_no_name() {
    let says = "Only one product in $o_in_1^(1)$ holds the weight.";
    let begin = r#"Begin(of: "d(o_in_1^(1))/d(w_211)"),"#;
    for (words, is_missed) in [("This is a thing.", true), ("We call it $a$.", false)] {
        let text = GOOD.replacen(says, &format!("{says} {words}"), 1);
        let more = format!(r#"Begin(of: "a*2"), Step(rule: "reorder", with: ["2*a"]), {begin}"#);
        let seen = seen(&found(&text.replacen(begin, &more, 1)));
        assert_eq!(
            seen.iter().any(|line| line.contains("nothing has said yet what a is")),
            is_missed,
            "{seen:?}"
        );
    }
}

#[test]
fn pictures_are_called_by_what_they_are() {
    for (picture, called) in [("Compare", "the comparison"), ("Paths", "the table of paths")] {
        let text = GOOD.replacen("Each node of the network sums what comes in.", "Look at this.", 1);
        let shows = r#"Network(weights: ["w_211"], nodes: ["o_in_1"])"#;
        let seen = seen(&found(&text.replacen(shows, &format!("{picture}(weight: \"w_111\")"), 1)));
        let says = format!("the words say nothing of {called}");
        assert!(seen.iter().any(|line| line.ends_with(&says)), "{seen:?}");
    }
}

#[test]
fn a_picture_is_told_by_whole_words_in_every_english() {
    let lesson = |language: &str, shows: &str, says: &str| {
        let text = GOOD.replacen("Each node of the network sums what comes in.", says, 1);
        let text = text.replacen(r#"Network(weights: ["w_211"], nodes: ["o_in_1"]),"#, shows, 1);
        let text = text.replacen("title:", &format!("language: \"{language}\",\n    title:"), 1);
        seen(&found(&text)).iter().any(|line| line.contains("picture-without-words"))
    };
    let (tree, nudge) = (r#"Tree(weight: "w_211"),"#, r#"Nudge(weight: "w_211", by: "0.01"),"#);
    for (language, shows, says, is_found) in [
        ("en", tree, "That is always so.", true),
        ("en-GB", tree, "That is always so.", true),
        ("EN-us", tree, "Both ways lead there.", false),
        ("de", tree, "Das ist immer so.", false),
        ("en", nudge, "That is my address.", true),
        ("en", nudge, "It is pushed a little.", false),
        ("en", nudge, "Something is added.", false),
    ] {
        assert_eq!(lesson(language, shows, says), is_found, "{language}: {says}");
    }
}

#[test]
fn an_answer_with_a_full_stop_is_no_reason() {
    let formula = r#"of: "d(o_in_1^(1))/d(w_211)",
                answer: "h_out_1^(1)",
                because: "It is what the weight is multiplied with.","#;
    let question = |because: &str| format!(r#"choices: ["It is so and so", "no"], because: "{because}","#);
    finds(
        "question-without-reason",
        &[
            (formula, &question("It is so and so"), "the answer itself"),
            (formula, &question("it is so and so."), "the answer itself"),
            (formula, &question("It is so and so, since that is what was put in."), ""),
        ],
    );
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
    let tree = r#"shows: [ Tree(weight: "w_111"), Begin"#;
    let long = allowing(r#"{"long-slide": "x"}"#).replacen("shows: [\n                Begin", tree, 1);
    let hardly = seen(&found(&long));
    assert!(hardly.len() == 1 && hardly[0].contains("hardly a reason why `long-slide`"), "{hardly:?}");
    let text = allowing(r#"{"long-slide": " "}"#);
    let faults = Lesson::read("good.ron", &text, &Reading::default()).expect_err("no reason");
    assert!(faults[0].error.says.contains("without a reason"), "{}", faults[0].error.says);
}
