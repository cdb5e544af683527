//! How lessons have changed, told as mathematics: every class of difference, provoked by a change of a lesson, of what
//! the engine makes of it, or of a renderer.

use gradwalk::graph::Names;
use gradwalk::lesson::transcript::class::{CLASSES, class};
use gradwalk::lesson::transcript::compare::{Difference, differences, worst};
use gradwalk::lesson::transcript::merge::merged;
use gradwalk::lesson::transcript::snap::{MARK, TRANSCRIPT};
use gradwalk::lesson::transcript::{Formula, Item, Transcript};
use gradwalk::lesson::{Lesson, Reading};
use gradwalk::render::{Charset, Renderer, Style, text::Text};
use gradwalk::show::slide::{self, Extent, Numbers, View};
use gradwalk::show::transcript::{self, Drawn};

const LESSON: &str = r#"(
    format: 1,
    title: "Error and slope",
    problem: "iris-2",
    weight: "w_211",
    slides: [
        (
            goal: "What we look for",
            says: "The output node answers to its input. Its slope is {d(o_out_1^(1))/d(o_in_1^(1)) : 3}.",
            shows: [Network(weights: ["w_211"], nodes: ["o_out_1"])],
        ),
        (
            goal: "The error",
            says: "We call the error $f$. It is what comes out less what should: $o_out_1^(1) - y_1^(1)$.",
            shows: [Define(name: "f", is: "o_out_1^(1) - y_1^(1)")],
        ),
        (
            goal: "A product",
            says: "Factors may stand in any order.",
            shows: [Begin(of: "2*f*h_out_1^(1)"), Step(rule: "reorder", with: ["h_out_1^(1)*2*f"])],
            predict: (asks: "How many factors are there?", of: "3", answer: "3", because: "Three are multiplied."),
        ),
        (
            goal: "A name",
            says: "A name may be put away again.",
            shows: [Begin(of: "4*f*h_out_2^(1)"), Step(rule: "definition", at: "f")],
        ),
        (
            goal: "One edge of the tree",
            says: "Only one product holds the weight, and what stands beside it there is left.",
            shows: [
                Begin(of: "d(o_in_1^(1))/d(w_211)"),
                Step(rule: "definition", at: "o_in_1^(1)"),
                Step(rule: "opposite-element", gives: "h_out_1^(1)"),
            ],
        ),
        (goal: "The whole tree", says: "Here is that edge once more.", shows: [Tree(weight: "w_211")]),
    ],
)"#;

fn lesson(text: &str) -> Lesson {
    Lesson::read("mine.ron", text, &Reading::default()).unwrap_or_else(|faults| panic!("{}", faults[0].error))
}

fn transcript(text: &str) -> Transcript {
    transcript::of(&lesson(text), Drawn::Whole)
}

fn told(was: &Transcript, is: &Transcript) -> Vec<Difference> {
    differences(Some(was), Some(is), Some(&lesson(LESSON).problem))
}

/// What is changed.
enum Change {
    /// The text of the lesson.
    Text(&'static str, &'static str),
    /// What the engine makes of a formula: the slide, the formula there, and the change.
    Engine(usize, usize, fn(&mut Formula)),
}

/// The number that a slide had and that it has.
type Slides = (Option<usize>, Option<usize>);

/// The class of each, on which slides, and what is said.
const CHANGES: &[(Change, &str, Slides, &str)] = &[
    (
        Change::Engine(4, 1, |formula| {
            formula.is = formula.is.replace("= h_out_1^(1)", "= -h_out_1^(1)");
            formula.value = formula.value.map(|value| -value);
        }),
        "value",
        (Some(5), Some(5)),
        "sign flipped, value differs",
    ),
    (
        Change::Engine(3, 0, |formula| {
            formula.is = formula.is.replace("(o_out_1^(1) - y_1^(1))", "(y_1^(1) - o_out_1^(1))");
            formula.value = formula.value.map(|value| -value);
        }),
        "value",
        (Some(4), Some(4)),
        "sign of the second factor flipped, value differs",
    ),
    // Where the numbers happen to agree, the formulas are asked.
    (
        Change::Engine(3, 0, |formula| formula.is = formula.is.replace("4*(", "4.0001*(")),
        "value",
        (Some(4), Some(4)),
        "the same number on these data, but not on others",
    ),
    (
        Change::Engine(4, 1, |formula| formula.value = Some(0.5)),
        "value",
        (Some(5), Some(5)),
        "its number differs",
    ),
    (
        Change::Text("{d(o_out_1^(1))/d(o_in_1^(1)) : 3}", "{o_out_1^(1) : 3}"),
        "value",
        (Some(1), Some(1)),
        "the number 0.237 became 0.",
    ),
    (
        Change::Text(": 3}.", ": 2}."),
        "form",
        (Some(1), Some(1)),
        "in the words, 0.237 is written with other digits: 0.24",
    ),
    (
        Change::Text("$o_out_1^(1) - y_1^(1)$", "$y_1^(1) - o_out_1^(1)$"),
        "value",
        (Some(2), Some(2)),
        "in the words, o_out_1^(1) - y_1^(1) became y_1^(1) - o_out_1^(1)",
    ),
    (
        Change::Text(
            r#"        (goal: "The whole tree", says: "Here is that edge once more.", shows: [Tree(weight: "w_211")]),"#,
            "",
        ),
        "removed",
        (Some(6), None),
        "“The whole tree” is gone",
    ),
    (
        Change::Text(
            r#"at: "f")],"#,
            r#"at: "f"), Step(of: "2*f*h_out_1^(1)", rule: "definition", at: "f")],"#,
        ),
        "formula",
        (Some(4), Some(4)),
        "a formula is new",
    ),
    (
        Change::Engine(2, 0, |formula| formula.made = "drop-brackets".into()),
        "rule",
        (Some(3), Some(3)),
        "rule changed from reorder to drop-brackets, formula the same",
    ),
    (
        Change::Text(r#"rule: "definition", at: "f")"#, r#"rule: "definition", at: "h_out_2^(1)")"#),
        "form",
        (Some(4), Some(4)),
        "same value, written in another way",
    ),
    (
        Change::Text("h_out_1^(1)*2*f", "f*2*h_out_1^(1)"),
        "order",
        (Some(3), Some(3)),
        "same value, terms or factors in another order",
    ),
    (
        Change::Text(
            r#"Begin(of: "2*f*h_out_1^(1)"), Step(rule: "reorder", with: ["h_out_1^(1)*2*f"])"#,
            r#"Begin(of: "f*2*h_out_1^(1)"), Step(rule: "reorder", with: ["h_out_1^(1)*2*f"])"#,
        ),
        "order",
        (Some(3), Some(3)),
        "same value, terms or factors in another order",
    ),
    (
        Change::Engine(2, 0, |formula| formula.checked = Some("numerically at 3 points".into())),
        "check",
        (Some(3), Some(3)),
        "check changed from",
    ),
    (
        Change::Text(r#"[Tree(weight: "w_211")]"#, r#"[Tree(weight: "w_221")]"#),
        "picture",
        (Some(6), Some(6)),
        "the tree shows",
    ),
    (
        Change::Text(
            r#"        (
            goal: "A name""#,
            r#"        (goal: "Between", says: "Something quite other stands here.", shows: [Nudge(weight: "w_211", by: "0.01")]),
        (
            goal: "A name""#,
        ),
        "added",
        (None, Some(4)),
        "“Between” is new",
    ),
    (
        Change::Text(r#"goal: "A name","#, r#"goal: "A name", pace: Detail,"#),
        "readers",
        (Some(4), Some(4)),
        "the slide was for every reader and is a detail that a quick reader may skip",
    ),
    (
        Change::Text(r#"goal: "A name","#, r#"goal: "A name", of_this_data: true, of_these_names: true,"#),
        "readers",
        (Some(4), Some(4)),
        "is for the lesson's own numbers only, about names as the series writes them",
    ),
    (
        Change::Text("any order.", "any order you like."),
        "wording",
        (Some(3), Some(3)),
        "wording only, in the words",
    ),
    (
        Change::Text("Three are multiplied", "They are multiplied"),
        "wording",
        (Some(3), Some(3)),
        "in the reason",
    ),
    (Change::Text("Error and slope", "Slope and error"), "wording", (None, None), "in the title"),
];

fn changed(change: &Change) -> Transcript {
    match change {
        Change::Text(from, to) => {
            assert_eq!(LESSON.matches(from).count(), 1, "{from}");
            transcript(&LESSON.replace(from, to))
        }
        Change::Engine(slide, formula, change) => {
            let mut transcript = transcript(LESSON);
            let before = transcript.clone();
            let items = transcript.slides[*slide].shows.iter_mut();
            let mut formulas =
                items.filter_map(|item| if let Item::Formula(formula) = item { Some(formula) } else { None });
            change(formulas.nth(*formula).expect("there is such a formula"));
            assert_ne!(transcript, before, "nothing was changed on slide {slide}");
            transcript
        }
    }
}

#[test]
fn every_change_is_told_in_its_class() {
    let was = transcript(LESSON);
    assert!(told(&was, &was).is_empty());
    for (change, class, slides, says) in CHANGES {
        let found = told(&was, &changed(change));
        let seen: Vec<String> =
            found.iter().map(|one| format!("{} {:?}: {}", one.class.name, one.is, one.says)).collect();
        let expected = found.iter().find(|one| one.class.name == *class && one.says.contains(says));
        let expected = expected.unwrap_or_else(|| panic!("{class}, {says}: {seen:#?}"));
        assert_eq!((expected.was, expected.is), *slides, "{says}: {seen:#?}");
        assert_eq!(worst(&found).map(|worst| worst.name), Some(*class), "{says}: {seen:#?}");
    }
}

#[test]
fn every_class_is_provoked() {
    // Those that need more than one change of a text have tests of their own below.
    let provoked: Vec<&str> = CHANGES.iter().map(|change| change.1).chain(["moved", "drawing"]).collect();
    for class in CLASSES {
        assert!(provoked.contains(&class.name), "{}", class.name);
    }
}

#[test]
fn a_slide_that_moved_is_found_again() {
    let was = transcript(LESSON);
    let mut is = was.clone();
    let last = is.slides.remove(5);
    is.slides.insert(1, last);
    let found = told(&was, &is);
    let seen: Vec<_> = found.iter().map(|one| (one.class.name, one.was, one.is)).collect();
    assert_eq!(seen, [("moved", Some(6), Some(2))]);
}

/// A renderer that draws with other signs changes every slide, and nothing else.
#[test]
fn a_changed_renderer_changes_drawings_only() {
    let was = transcript(LESSON);
    let mut is = was.clone();
    let lesson = lesson(LESSON);
    let style = Style { charset: Charset::Ascii, ..Style::default() };
    let view = View { names: Names::SERIES, numbers: Numbers::Shown, extent: Extent::Whole };
    for (place, record) in is.slides.iter_mut().enumerate() {
        let drawn = Text.blocks(&slide::blocks(&lesson, place, view), &style);
        record.drawings.insert("text".into(), drawn);
    }
    let found = told(&was, &is);
    assert_eq!(found.len(), was.slides.len());
    for one in &found {
        assert_eq!((one.class.name, one.says.as_str()), ("drawing", "drawing only: text"));
        assert_ne!(one.before, one.after);
    }
}

/// Some of it can be taken over: the drawings now, the changed value only after a hard look.
#[test]
fn what_is_taken_over_is_what_was_chosen() {
    let was = transcript(LESSON);
    let mut is = was.clone();
    is.slides[0].drawings.insert("text".into(), "another drawing".into());
    is.slides[4] = changed(&CHANGES[0].0).slides[4].clone();
    is.slides.remove(3);
    let found = told(&was, &is);
    let seen: Vec<&str> = found.iter().map(|one| one.class.name).collect();
    assert_eq!(seen, ["drawing", "removed", "value"]);
    let take = |name: &str| merged(&was, &is, &found, &[class(name).expect(name)]);
    let drawings = take("drawing");
    assert_eq!(drawings.slides[0], is.slides[0]);
    assert_eq!(drawings.slides[1..], was.slides[1..]);
    let shorter = take("removed");
    assert_eq!(shorter.slides.len(), 5);
    assert_eq!((&shorter.slides[0], &shorter.slides[3]), (&was.slides[0], &was.slides[4]));
    let all: Vec<_> = CLASSES.iter().collect();
    assert_eq!(merged(&was, &is, &found, &all), is);
    let mut moved = was.clone();
    moved.slides.swap(0, 5);
    let found = told(&was, &moved);
    assert_eq!(merged(&was, &moved, &found, &[]), was);
    assert_eq!(merged(&was, &moved, &found, &all), moved);
}

#[test]
fn a_transcript_reads_back_as_it_was_written() {
    for id in ["output-weights", "matrices", "hidden-weights"] {
        let whole = transcript::of(&Lesson::built_in(id).expect(id), Drawn::Whole);
        let text = whole.text();
        assert_eq!(Transcript::read("t.ron", &text).expect("it is one"), whole);
        let unknown = text.replacen("format: 1", "format: 2", 1);
        let refusal = Transcript::read("t.ron", &unknown).expect_err("another format");
        assert!(refusal.says.contains("format 2 is unknown"), "{}", refusal.says);
    }
}

#[test]
fn snapshots_hold_transcripts_of_their_slides() {
    let whole = transcript::of(&Lesson::built_in("matrices").expect("built in"), Drawn::Absent);
    let snapshot = |place: usize, drawn: &str| {
        let one = whole.of_slide(place).text();
        let text = format!(
            "---\nsource: x\n---\nSlide 1 of 2: x\n━━━━\n\n{drawn}\n\n{MARK}LaTeX\n\\[x\\]\n\n{MARK}{TRANSCRIPT}\n{one}"
        );
        Transcript::of_snapshot("s.snap", &text).expect("it holds one")
    };
    let all = |drawn: &str| {
        let mut lessons = Transcript::gathered((0..whole.slides.len()).map(|place| snapshot(place, drawn)));
        assert_eq!(lessons.len(), 1);
        lessons.remove(0)
    };
    let was = all("a drawing");
    assert_eq!(was.slides[0].drawings["text"], "a drawing");
    assert_eq!(was.slides[0].drawings["LaTeX"], "\\[x\\]");
    let found = differences(Some(&was), Some(&all("another")), None);
    assert!(found.len() == whole.slides.len() && found.iter().all(|one| one.class.name == "drawing"));
    let refusal =
        Transcript::of_snapshot("s.snap", "---\na: b\n---\nSlide 1 of 2\n").expect_err("there is none");
    assert!(refusal.says.contains("no transcript"), "{}", refusal.says);
}
