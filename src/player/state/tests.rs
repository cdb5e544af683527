use super::*;
use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Reading as LessonReading;
use crate::player::hide::What;
use crate::player::key::sequence;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::text::Text;

const LESSON: &str = r#"(
    format: 1,
    title: "Two steps",
    problem: "iris-2",
    weight: "w_211",
    slides: [
        (goal: "Begin", says: "Hello."),
        (
            goal: "The last edge",
            says: "Only *one* product holds $w_211$, worth {h_out_1^(1) : 3}.",
            shows: [
                Begin(of: "d(o_in_1^(1))/d(w_211)"),
                Step(rule: "definition", at: "o_in_1^(1)"),
                Step(rule: "opposite-element"),
                Network(weights: ["w_211"]),
            ],
        ),
        (goal: "Pictures", pace: Detail, says: "The tree.", shows: [Tree(weight: "w_211")]),
        (
            goal: "Pictures",
            says: "The curve.",
            shows: [Plot(function: "sigma(x)", tangents: ["0"]), Network(weights: ["w_221"])],
            predict: (asks: "How steep?", of: "sigma(0)*(1 - sigma(0))", answer: "1/4", because: "It is the steepest."),
        ),
    ],
)"#;

pub(in crate::player) fn state() -> State {
    let lesson = Lesson::read("two.ron", LESSON, &LessonReading::default()).expect("every step follows");
    State::new(Arc::new(lesson), 0, Numbers::Results)
}

/// A state after these keys, drawn on a large screen in between.
pub(in crate::player) fn after(keys: &str) -> State {
    let mut state = state();
    for key in sequence(keys) {
        state.press(key);
        state.was_drawn(Window { top: 0, height: 40, lines: 30, hidden_columns: 0 });
    }
    state
}

fn seen(state: &State) -> String {
    let stop = match state.place.stop {
        Stop::Question if state.is_asking() => "?".to_owned(),
        Stop::Question => "!".to_owned(),
        Stop::Parts(parts) => format!(".{parts}"),
    };
    format!("{}{stop}", state.slide() + 1)
}

#[test]
fn keys_lead_to_places() {
    for (keys, place) in [
        ("", "1.0"),
        ("→", "2.1"),
        ("→→→→", "3.1"),
        ("␣␣␣␣", "3.1"),
        ("llll", "3.1"),
        ("⏎⏎⏎⏎", "3.1"),
        ("→→→→→", "4?"),
        ("→→→→→→", "4!"),
        ("→→→→→→→", "4.1"),
        ("→→→→→→→←", "4!"),
        ("→→→→→→→←←", "3.1"),
        ("→→→→←", "2.3"),
        ("→→→→⌫⌫", "2.2"),
        ("→→→→hhh", "2.1"),
        ("→←", "1.0"),
        ("←", "1.0"),
        ("⇟", "2.1"),
        ("⇟⇟⇞", "2.3"),
        ("⇞", "1.0"),
        ("⇲", "4?"),
        ("G→→→→→→", "4.2"),
        ("⇲⇱", "1.0"),
        ("⇲⇟", "4.2"),
        ("3⏎", "3.1"),
        ("2⏎", "2.1"),
        ("4⏎", "4?"),
        ("9⏎", "1.0"),
        ("0⏎", "1.0"),
        ("12⌫⌫→", "2.1"),
        ("33⌫⏎", "3.1"),
        ("3⎋⏎", "2.1"),
        ("3→", "2.1"),
        ("99999999999999999999⏎", "1.0"),
        ("d→→", "4?"),
        ("d→", "2.3"),
        ("dd→", "2.1"),
        ("?→→→⎋→", "2.1"),
        ("?q→", "2.1"),
        ("o⏎", "1.0"),
        ("o↓↓⏎", "3.1"),
        ("o⇲⏎", "4?"),
        ("ojjk⏎", "2.1"),
        ("o⇲⎋", "1.0"),
        ("oo→", "2.1"),
        ("/tree⏎", "3.1"),
        ("/h_out⏎", "2.1"),
        ("/nowhere⏎", "1.0"),
        ("/tree⎋", "1.0"),
        ("/pictures↓⏎", "4?"),
        ("g⎋c⎋t⎋→", "2.1"),
        ("gct?⎋→", "2.1"),
        ("gc⎋o⎋→", "2.1"),
        ("xyz→", "2.1"),
        ("4⏎p1/4⏎", "4!"),
        ("4⏎p0.25⏎", "4!"),
        ("4⏎p⏎", "4!"),
        ("4⏎p⏎→", "4.1"),
        ("4⏎p1/3⏎", "4?"),
        ("4⏎p1/3⏎5⏎", "4!"),
        // The same one again says nothing new.
        ("4⏎p1/3⏎⏎⏎", "4?"),
        ("4⏎p1/3⏎⇱␣⏎⏎", "4?"),
        ("4⏎p1/3⏎⏎5⏎", "4!"),
        ("4⏎p1/(⏎⏎⏎⏎", "4?"),
        ("4⏎p1/3⎋", "4?"),
        ("4⏎p35⌫⌫1/4⇱⌫⏎", "4!"),
        ("4⏎p/4⇱1⏎→", "4.1"),
        ("→→→ph_out_1^(1)⏎→", "3.1"),
        ("→→→p⎋→", "3.1"),
        ("→p⎋←", "1.0"),
        ("p→", "2.1"),
    ] {
        assert_eq!(seen(&after(keys)), place, "{keys}");
    }
}

#[test]
fn what_lies_below_is_seen_before_it_goes_on() {
    for key in [Key::Right, Key::Char(' '), Key::Enter, Key::Char('l')] {
        for drawn in ["after each key", "at the end"] {
            let mut state = after("→");
            state.was_drawn(Window { top: 0, height: 10, lines: 25, hidden_columns: 0 });
            for top in [9, 15] {
                state.press(key);
                assert_eq!((seen(&state).as_str(), state.scroll), ("2.1", Scroll::At(top)), "{key:?}");
                if drawn == "after each key" {
                    state.was_drawn(Window { top, height: 10, lines: 25, hidden_columns: 0 });
                }
            }
            state.press(key);
            assert_eq!((seen(&state).as_str(), state.scroll), ("2.2", Scroll::Newest), "{key:?}");
            state.press(key);
            assert_eq!(seen(&state), "2.3", "how long the new page is will be known when it is drawn");
        }
    }
}

#[test]
fn only_ending_and_the_terminal_are_for_others() {
    for (key, wish) in [
        (Key::Char('q'), Wish::End),
        (Key::Control('c'), Wish::End),
        (Key::Control('z'), Wish::Suspend),
        (Key::Control('l'), Wish::Repaint),
        (Key::Char('n'), Wish::Draw),
    ] {
        assert_eq!(state().press(key), wish, "{key:?}");
    }
    // What is being read is closed first.
    assert_eq!(after("?").press(Key::Char('q')), Wish::Draw);
    assert_eq!(after("?").press(Key::Control('c')), Wish::End);
}

#[test]
fn another_weight_is_replayed_or_derived() {
    let wish = |keys: &str| {
        let mut state = after(keys);
        state.press(Key::Enter)
    };
    let of = |name: &str| state().lesson.problem.shape().parameter(name).expect(name);
    assert_eq!(wish("ww_223"), Wish::Replay("w_223".into()));
    assert_eq!(wish("w↓"), Wish::Replay("w_221".into()));
    assert_eq!(wish("w"), Wish::Draw);
    assert_eq!(wish("ww_111"), Wish::Derive(of("w_111")));
    assert_eq!(wish("w←"), Wish::Derive(of("w_111")));
    assert_eq!(wish("ww_999"), Wish::Draw);
}

#[test]
fn the_lesson_may_change_under_the_reader() {
    let lesson = |text: &str| {
        Arc::new(Lesson::read("two.ron", text, &LessonReading::default()).expect("every step follows"))
    };
    let mut state = after("→→→");
    state.replace(lesson(LESSON));
    assert_eq!(seen(&state), "2.3");
    let shorter = LESSON.replace("Network(weights: [\"w_211\"]),\n", "");
    state.replace(lesson(&shorter));
    assert_eq!(seen(&state), "2.2");
    state.press(Key::End);
    let begin = LESSON.find("(goal: \"Pictures\", pace").expect("the third slide");
    state.replace(lesson(&format!("{}]))", &LESSON[..begin]).replace("]))", "])")));
    assert_eq!(state.slide(), 1);
}

/// The right choice comes first in a lesson; the question decides where it is shown.
const CHOICE: &str = r#"(
    format: 1,
    title: "A choice",
    problem: "iris-2",
    weight: "w_211",
    slides: [(
        goal: "Choose",
        says: "It was b.",
        predict: (asks: "Which?", choices: ["this", "that", "neither"], because: "It is so. And no other."),
    )],
)"#;

#[test]
fn letters_choose_while_there_is_something_to_choose_from() {
    let lesson = Lesson::read("choice.ron", CHOICE, &LessonReading::default()).expect("it verifies");
    let Some(Answer::Choice { right, .. }) = lesson.slides[0].predict.as_ref().map(|predict| &predict.answer)
    else {
        panic!("a choice");
    };
    let letter = |place: usize| ['a', 'b', 'c'][place % 3];
    let (right, wrong, other) = (letter(*right), letter(right + 1), letter(right + 2));
    let begin = State::new(Arc::new(lesson.clone()), 0, Numbers::Results);
    for (keys, place, said) in [
        (format!("{right}"), "1!", Some(Said::Chosen(right))),
        (format!("{wrong}"), "1?", Some(Said::NotChosen(wrong))),
        (format!("{wrong}{right}"), "1!", Some(Said::Chosen(right))),
        (format!("{wrong}{other}"), "1!", Some(Said::NotChosen(other))),
        // The same one again says nothing new.
        (format!("{wrong}{wrong}{wrong}"), "1?", Some(Said::NotChosen(wrong))),
        (format!("{wrong}{wrong}{other}"), "1!", Some(Said::NotChosen(other))),
        ("p".into(), "1?", None),
        ("d".into(), "1?", None),
        ("→".into(), "1!", None),
        (format!("{right}→"), "1.0", None),
    ] {
        let mut state = begin.clone();
        for key in sequence(&keys) {
            state.press(key);
        }
        assert_eq!((seen(&state).as_str(), &state.said), (place, &said), "{keys}");
    }
    // Once it is answered, the letters are keys again.
    let mut state = begin;
    for key in sequence(&format!("{right}c")) {
        state.press(key);
    }
    assert!(matches!(state.overlay, Some(Overlay::Reading { what: Reading::Checks, .. })));
}

#[test]
fn what_is_hidden_comes_back() {
    let hidden = after("→→→p").hidden.expect("a part of the formula");
    assert!(matches!(hidden.what, What::Value(value) if (value - 0.803098352860211).abs() < 1e-12));
    assert!(after("→→→p0.8031⏎").hidden.is_none());
    assert!(after("→→→p0.9⏎").hidden.is_some());
    assert!(after("→→→p0.9⏎9⏎").hidden.is_none());
    assert!(after("→→→p⎋").hidden.is_none());
    assert_ne!(after("→→→p⇥").hidden.map(|hidden| hidden.number), Some(0));
}

/// Where the slide itself does not say what a formula is worth, nothing else would.
#[test]
fn the_answer_to_what_was_hidden_is_told() {
    let said = |keys: &str| {
        let state = after(keys);
        let blocks = crate::player::page::slide_blocks(&state, state.place, Names::SERIES);
        Text.blocks(&blocks, &Style::default())
    };
    for keys in ["→→→p⏎", "→→→p0.9⏎9⏎", "→→→nnp⏎", "→→→nnp0.9⏎9⏎", "→→→p0.803⏎"]
    {
        assert!(said(keys).contains("Answer: 0.803098"), "{keys}: {}", said(keys));
    }
    // What comes next can be deleted as well as what came before.
    assert_eq!(after("→→→p0.8⇱⌦⌦").prompt.map(|prompt| prompt.text), Some("8".into()));
    for keys in ["→→→p", "→→→p0.9⏎", "→→→p⎋", "→→→p⏎→"] {
        assert!(!said(keys).contains("Answer: "), "{keys}: {}", said(keys));
    }
    // A number of a picture.
    let mut tree = after("3⏎p");
    assert!(matches!(&tree.hidden, Some(Hidden { what: What::Number(digits), .. }) if digits.contains('.')));
    tree.press(Key::Enter);
    assert!(matches!(&tree.revealed, Some(Revealed { what: What::Number(_), .. })));
}

#[test]
fn something_can_be_predicted_where_something_can_be_hidden() {
    for (keys, expected) in
        [("", false), ("→", true), ("3⏎", true), ("3⏎nn", false), ("4⏎", false), ("4⏎→", true)]
    {
        assert_eq!(after(keys).can_predict(), expected, "{keys}");
    }
}

/// A key that looks closer at the slide does not show what is still to be predicted, or has not come yet.
#[test]
fn what_is_read_over_the_slide_gives_nothing_away() {
    let read = |keys: &str, what: Reading| {
        let state = after(keys);
        let (_, blocks) = crate::player::page::reading(&state, what, Names::SERIES);
        Text.blocks(&blocks, &Style::default())
    };
    let all = [Reading::Checks, Reading::Glossary, Reading::Tree];
    // Of the names, those that are asked about are told.
    let glossary = read("4⏎", Reading::Glossary);
    assert!(glossary.contains("no symbols in this question"), "{glossary}");
    for what in [Reading::Checks, Reading::Tree] {
        assert!(read("4⏎", what).contains("answer the question first"), "{what:?}");
    }
    for what in all {
        assert!(!read("4⏎→", what).contains("answer the question first"), "{what:?}");
        assert!(!read("2⏎", what).contains("answer the question first"), "{what:?}");
    }
    assert!(read("2⏎", Reading::Checks).contains("definition"));
    assert!(!read("2⏎", Reading::Checks).contains("opposite-element"));
    assert!(read("2⏎→", Reading::Checks).contains("opposite-element"));
    assert!(read("4⏎→→", Reading::Checks).contains("no formula on this slide that was derived"));
    assert!(read("1⏎", Reading::Checks).contains("no formula on this slide that was derived"));
}

/// The number at the same edge is another one where N is left out of it, and then that is said.
#[test]
fn a_tree_says_where_n_divides_last() {
    let lesson = Arc::new(Lesson::built_in("output-weights").expect("it is embedded"));
    let mut told = [0, 0];
    for place in 1..lesson.slides.len() {
        let mut state = State::new(Arc::clone(&lesson), place, Numbers::Results);
        state.press(Key::PageUp);
        let read = |what| {
            let (_, blocks) = crate::player::page::reading(&state, what, Names::SERIES);
            Text.blocks(&blocks, &Style::default()).replace('\n', " ")
        };
        let tree = read(Reading::Tree);
        let says = tree.contains("leave N out: it divides last");
        // The slope of one term of the cost, with N and without it.
        let has = |digits: &str| tree.contains(digits);
        if has("0.384868") || has("0.0641447") {
            assert_eq!(says, !has("0.0641447"), "slide {place}: {tree}");
            told[usize::from(says)] += 1;
        }
    }
    assert!(told.iter().all(|&count| count > 1), "{told:?}");
}

#[test]
fn numbers_turn_through_all_three() {
    let all = ["", "n", "nn", "nnn"].map(|keys| after(keys).numbers);
    assert_eq!(all, [Numbers::Results, Numbers::Shown, Numbers::Hidden, Numbers::Results]);
}
