//! What is said of a change that a lesson's author makes, where it is easily taken for a smaller one.

use gradwalk::lesson::transcript::Transcript;
use gradwalk::lesson::transcript::class::rank;
use gradwalk::lesson::transcript::compare::{differences, worst};
use gradwalk::lesson::{Lesson, Reading};
use gradwalk::problem::Problem;
use gradwalk::show::transcript::{self, Drawn};

const W: &str = "We look at the slope of the cost by the weight.";

/// A slide that says and shows this, with more fields behind.
fn slide(says: &str, shows: &str, more: &str) -> String {
    format!("(goal: \"G\", says: \"{W} {says}\", shows: [{shows}], {more})")
}

fn transcript(slides: &str) -> Transcript {
    let text =
        format!("(format: 1, title: \"T\", problem: \"iris-2\", weight: \"w_211\", slides: [{slides}])");
    let lesson = Lesson::read("l.ron", &text, &Reading::default());
    transcript::of(&lesson.unwrap_or_else(|faults| panic!("{}\n{text}", faults[0].error)), Drawn::Whole)
}

/// What differs, as class and words, the gravest first.
fn told(was: &str, is: &str) -> Vec<(&'static str, String)> {
    let [was, is] = [was, is].map(transcript);
    let mut found = differences(Some(&was), Some(&is), Problem::built_in("iris-2").as_ref());
    found.sort_by_key(|one| rank(one.class));
    found.into_iter().map(|one| (one.class.name, one.says)).collect()
}

#[track_caller]
fn assert_told(was: &str, is: &str, expected: &[(&str, &str)]) {
    let found = told(was, is);
    let is_expected = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|((class, says), (name, part))| class == name && says.contains(part));
    assert!(is_expected, "{was}\n{is}\n{found:#?}");
}

#[test]
fn a_number_is_a_number_whatever_it_touches() {
    for (was, is) in [
        ("It is {MSE : 3}/{h_out_1^(1) : 3}.", "It is {MSE : 3}/{h_out_2^(1) : 3}."),
        ("So MSE={MSE : 3} here.", "So MSE={MSE @ w_211 + 0.1 : 3} here."),
        ("It grows {h_out_1^(1) : 3}-fold.", "It grows {h_out_2^(1) : 3}-fold."),
        ("It grows x{h_out_1^(1) : 3}.", "It grows x{h_out_2^(1) : 3}."),
        ("It is {MSE : 3}-{h_out_1^(1) : 3}.", "It is {MSE : 3}-{h_out_2^(1) : 3}."),
        ("The point ({MSE : 3},{h_out_1^(1) : 3}).", "The point ({MSE : 3},{h_out_2^(1) : 3})."),
    ] {
        assert_told(&slide(was, "", ""), &slide(is, "", ""), &[("value", "in the words, the number ")]);
    }
}

#[test]
fn another_order_on_a_slide_is_no_drawing() {
    let [two, three] = ["2", "3"].map(|factor| {
        format!("Begin(of: \"{factor}*w_211\"), Step(rule: \"reorder\", with: [\"w_211*{factor}\"])")
    });
    let steps = |one: &str, other: &str| slide("", &format!("{one}, {other}"), "");
    let order = [("order", "the slide shows the same in another order")];
    assert_told(&steps(&two, &three), &steps(&three, &two), &order);
    let contrast = |left: &str, right: &str| {
        let sides = format!("Contrast(left: \"{left}*w_211\", right: \"{right}*w_211\")");
        [steps(&two, &three), slide("Both.", &sides, "")].join(", ")
    };
    assert_told(&contrast("2", "3"), &contrast("3", "2"), &order);
    let tree = "Tree(weight: \"w_211\")";
    assert_told(&steps(tree, &two), &steps(&two, tree), &order);
    let other = "Tree(weight: \"w_221\")";
    assert_told(&steps(tree, other), &steps(other, tree), &order);
}

#[test]
fn a_question_is_more_than_words() {
    let asks = |first: &str, second: &str| {
        let choices = format!("choices: [\"{first}\", \"{second}\"]");
        slide("", "", &format!("predict: (asks: \"What?\", {choices}, because: \"so it is indeed\")"))
    };
    let none = slide("", "", "");
    assert_told(&asks("yes", "no"), &none, &[("removed", "the question is gone")]);
    assert_told(&none, &asks("yes", "no"), &[("added", "the question is new")]);
    assert_told(
        &asks("yes", "no"),
        &asks("no", "yes"),
        &[("value", "another answer of the question is right")],
    );
    assert_told(&asks("yes", "no"), &asks("yes", "never"), &[("wording", "in the choices")]);
}

#[test]
fn formulas_that_are_no_equations_are_read_like_others() {
    let unequal = |is: &str| slide("", &format!("NotEqual(of: \"d(MSE)/d(w_211)\", is: \"{is}\")"), "");
    let two = unequal("2*h_out_1^(1)*w_211");
    assert_told(&two, &unequal("h_out_1^(1)*2*w_211"), &[("order", "factors in another order")]);
    assert_told(
        &two,
        &unequal("3*h_out_1^(1)*w_211"),
        &[("value", "the first factor: 2 became 3, value differs")],
    );
    let asked = |weight: &str| slide("", &format!("Ask(of: \"d(MSE)/d({weight})\")"), "");
    assert_told(&asked("w_211"), &asked("w_221"), &[("value", "value differs")]);
}

#[test]
fn cells_of_tables_are_read_as_formulas() {
    for (picture, of) in [("Matrix(name: \"O\", ", "matrix"), ("Grid(", "grid")] {
        let table = |of: &str| slide("", &format!("{picture}of: \"{of}\", rows: 'e', columns: 'n')"), "");
        let (was, flipped) = (table("o_out_n^(e) - y_n^(e)"), table("y_n^(e) - o_out_n^(e)"));
        let says = format!("in 6 of 6 cells of the {of}, sign flipped, value differs");
        assert_told(&was, &flipped, &[("value", &says)]);
        let (was, turned) = (table("o_out_n^(e)*2"), table("2*o_out_n^(e)"));
        let says = format!("in 6 of 6 cells of the {of}, same value");
        assert_told(&was, &turned, &[("order", &says)]);
    }
    let named = |name: &str| {
        slide("", &format!("Matrix(name: \"{name}\", of: \"2*o_out_n^(e)\", rows: 'e', columns: 'n')"), "")
    };
    assert_told(&named("O"), &named("P"), &[("picture", "the matrix shows something else")]);
}

/// A renderer that speaks of tables in another way changes no table.
#[test]
fn how_a_table_is_spoken_is_a_drawing() {
    let text = slide("", "Matrix(name: \"O\", of: \"2*o_out_n^(e)\", rows: 'e', columns: 'n')", "");
    let was = transcript(&text);
    let mut is = was.clone();
    is.slides[0].drawings.insert("speech".into(), "O: two times o out one".into());
    let found = differences(Some(&was), Some(&is), None);
    assert_eq!(worst(&found).map(|worst| worst.name), Some("drawing"));
    let before = &was.slides[0].drawings["speech"];
    let spoken = before.lines().find(|line| line.contains("o out")).expect("cells are spoken");
    assert!(!was.slides[0].shows.iter().any(|item| format!("{item:?}").contains(spoken)), "{spoken}");
}

#[test]
fn what_a_name_means_is_a_formula() {
    let defined = |is: &str| slide("", &format!("Define(name: \"f\", is: \"{is}\")"), "");
    assert_told(&defined("p*q"), &defined("q*p"), &[("order", "same value")]);
    assert_told(&defined("p*q"), &defined("p + q"), &[("value", "p·q became p + q, value differs")]);
}

/// Whatever differs is told, even where it is nearly nothing.
#[test]
fn files_that_differ_are_told_to_differ() {
    let step = "Begin(of: \"2*w_211\"), Step(rule: \"reorder\", with: [\"w_211*2\"])";
    let was = transcript(&slide("", &format!("Define(name: \"f\", is: \"2*w_211\"), {step}"), ""));
    let change = |change: &dyn Fn(&mut Transcript)| {
        let mut is = was.clone();
        change(&mut is);
        assert_ne!(was, is);
        let found = differences(Some(&was), Some(&is), Problem::built_in("iris-2").as_ref());
        found.into_iter().map(|one| (one.class.name, one.says)).collect::<Vec<_>>()
    };
    let numbers = change(&|is| is.slides[0].numbers.clear());
    assert!(
        numbers.iter().all(|(class, says)| *class == "value" && says.contains("no number any more")),
        "{numbers:?}"
    );
    assert!(!numbers.is_empty());
    assert_eq!(change(&|is| is.slides[0].names.clear()), [("formula", "a formula is gone".to_owned())]);
    assert_eq!(
        change(&|is| is.slides[0].drawings.clear()),
        [("drawing", "drawing only: speech, text".to_owned())]
    );
    let digits = change(&|is| *is.slides[0].numbers.get_mut("w_211").expect("it is there") *= 1.0 + 1e-13);
    assert_eq!(digits.len(), 1);
    assert!(digits[0].0 == "drawing" && digits[0].1.contains("last digits"), "{digits:?}");
    // A number that changed does not hide behind words that did.
    let both = change(&|is| {
        is.slides[0].says.push('!');
        *is.slides[0].numbers.get_mut("w_211").expect("it is there") += 1.0;
    });
    assert!(both.contains(&("value", "w_211 is another number".to_owned())), "{both:?}");
}

/// A slide that shows a formula again, and asks.
const ASKED: &str = r#"(
    goal: "A product",
    says: "See `a$b`: factors may stand in any order.",
    shows: [Begin(of: "2*w_211 + w_221"), Step(rule: "reorder", with: ["w_221 + 2*w_211"]), Recall()],
    predict: (
        asks: "What may change?",
        choices: ["the order", "the value", "the names", "nothing"],
        why_not: ["It is {MSE : 3} before and after.", "They stay."],
        because: "A product knows no order.",
    ),
)"#;

/// Every text that a learner may come to see is compared, and what a learner is to look at.
#[test]
fn reasons_against_choices_and_what_is_pointed_at_are_compared() {
    let against = "in the reason against a choice";
    for (from, to, class, says) in [
        ("before and after.", "at all times.", "wording", against),
        ("{MSE : 3}", "{MSE @ w_211 + 1 : 3}", "value", "in the reason against a choice, the number 0."),
        (r#""It is {MSE : 3} before and after.", "#, r#""", "#, "formula", against),
        (r#", "They stay.""#, "", "wording", against),
        ("the names", "their names", "wording", "wording only, in the choices"),
        ("Recall()", r#"Recall(point: ["w_221"])"#, "picture", "points at was no part of it and is w_221"),
        ("Recall()", r#"Recall(keep: ["w_221"])"#, "picture", "and is all but 2*w_211"),
        ("stand in any order", "be turned round", "wording", "wording only, in the words"),
    ] {
        assert_eq!(ASKED.matches(from).count(), 1, "{from}");
        assert_told(ASKED, &ASKED.replace(from, to), &[(class, says)]);
    }
    // The order of wrong choices says nothing, with or without their reasons.
    let turned = ASKED.replace(r#""the value", "the names""#, r#""the names", "the value""#);
    let reasons = r#""It is {MSE : 3} before and after.", "They stay.""#;
    let turned = turned.replace(reasons, r#""They stay.", "It is {MSE : 3} before and after.""#);
    assert!(told(ASKED, &turned).iter().all(|(class, _)| *class == "drawing"));
}

/// Of what a transcript has come to record, one that was written before says nothing.
#[test]
fn a_transcript_without_reasons_against_choices_is_read() {
    let is = transcript(ASKED);
    let text = is.text();
    let begin = text.find("                why_not:").expect("it is recorded");
    let end = begin + text[begin..].find("],\n").expect("a list") + 3;
    let was = Transcript::read("old.ron", &format!("{}{}", &text[..begin], &text[end..])).expect("it is one");
    let found = differences(Some(&was), Some(&is), None);
    assert!(!found.is_empty() && found.iter().all(|one| one.says.contains("reason against a choice")));
}
