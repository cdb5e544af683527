//! Words that are not the author's: in another language, and in another notation.

use std::fmt::Write as _;

use gradwalk::derive::rules;
use gradwalk::graph::Names;
use gradwalk::graph::notation;
use gradwalk::lesson::library::Library;
use gradwalk::lesson::{LABELS, Lesson, Part, Reading, parts};
use gradwalk::render::{Renderer, Style, plain::Plain, text::Text};
use gradwalk::show::slide::{self, Extent, Numbers, View};

const VIEW: View<'_> = View { names: Names::SERIES, numbers: Numbers::Shown, extent: Extent::Whole };

/// A sentence in a language that has one letter; what is put in stays.
fn translated(english: &str) -> String {
    let part = |part: Part<'_>| match part {
        Part::Text(text) => text.replace(char::is_alphabetic, "ж"),
        Part::Hole(name) => format!("{{{name}}}"),
    };
    parts(english).into_iter().map(part).collect()
}

/// The lessons that come with gradwalk, with every rule and label in another language.
fn lessons() -> Vec<Lesson> {
    let quoted = |entries: Vec<(&str, String)>| {
        entries.into_iter().fold(String::new(), |mut all, (key, words)| {
            let _ = write!(all, "{key:?}: {words:?}, ");
            all
        })
    };
    let labels = quoted(LABELS.iter().map(|(key, words)| (*key, translated(words))).collect());
    let rules = quoted(rules().map(|rule| (rule.name, translated(rule.says))).collect());
    let words = format!("rules: {{{rules}}}, labels: {{{labels}}}, slides: [");
    let files = Library::BuiltIn.files().expect("they are embedded");
    let read = |text: &str, name: &str| {
        Lesson::read(name, text, &Reading::default()).unwrap_or_else(|faults| panic!("{}", faults[0].error))
    };
    // What a matrix is called is the author's.
    let text = |text: &str| {
        let text = text.replacen("slides: [", &words, 1).replace("name: \"slopes", "name: \"ж");
        text.replace("name: \"W_2 after", "name: \"W_2 ж")
    };
    files.iter().map(|file| read(&text(&file.text), &file.name)).collect()
}

/// Words of English that a table of its own has are on no slide of a lesson in another language: not under formulas,
/// not in pictures, not in what is said instead of them.
#[test]
fn no_word_of_english_is_left_that_a_lesson_could_override() {
    let english: Vec<&str> = LABELS
        .iter()
        .flat_map(|(_, words)| parts(words))
        .filter_map(|part| if let Part::Text(text) = part { Some(text.trim()) } else { None })
        .filter(|text| text.chars().filter(|letter| letter.is_alphabetic()).count() > 3)
        .collect();
    assert!(english.len() > 30, "{english:?}");
    let mut names: Vec<&str> = rules().map(|rule| rule.name).collect();
    // The longest first: some begin as others do.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let renderers: [&dyn Renderer; 2] = [&Text, &Plain];
    for lesson in lessons() {
        for (place, slide) in lesson.slides.iter().enumerate() {
            let blocks = slide::things(&lesson, slide, VIEW);
            for renderer in renderers {
                let drawn = renderer.blocks(&blocks, &Style { width: usize::MAX / 2, ..Style::default() });
                // A rule has its name in every language.
                let drawn = names.iter().fold(drawn, |drawn, name| drawn.replace(name, ""));
                let left: Vec<&&str> = english.iter().filter(|words| drawn.contains(**words)).collect();
                assert!(left.is_empty(), "{} {} in {}: {left:?}", lesson.id, place + 1, renderer.name());
            }
        }
    }
}

#[test]
fn a_label_takes_only_what_it_is_given() {
    let text = Library::BuiltIn.file("output-weights").expect("it is embedded").text;
    let wrong = text.replacen("slides: [", "labels: {\"points\": \"{number} Punkte\"}, slides: [", 1);
    let faults = Lesson::read("wrong.ron", &wrong, &Reading::default()).expect_err("there is no number");
    let told = faults[0].error.to_string();
    assert!(told.contains("{number}") && faults[0].error.help.contains("{count} points"), "{told}");
}

/// Words that explain how names are built are about these names, whatever else is written in another notation.
#[test]
fn words_about_names_keep_them_and_others_stand_beside() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let lesson = Library::BuiltIn.read(&file, Reading::default()).expect("it is right");
    let explained: Vec<usize> =
        (0..lesson.slides.len()).filter(|&place| lesson.slides[place].explains_names).collect();
    assert_eq!(explained.len(), 1, "{explained:?}");
    for (name, theirs) in [("nielsen", "a_1^(2,3)"), ("ng", "a_1^[2](2)")] {
        let shape = lesson.problem.shape();
        let names = Names::new(notation::named(name).expect(name), &shape);
        let page = slide::page(&lesson, explained[0], View { names, ..VIEW }).expect("there is one");
        let seen = Plain.page(&page, &Style::default());
        assert!(seen.contains("w₂₁₁ has three numbers"), "{seen}");
        assert!(seen.lines().any(|line| line.trim() == format!("oₒᵤₜ,₁⁽²⁾ | {theirs}")), "{seen}");
    }
}
