//! The lessons that come with gradwalk: a snapshot of every slide, the published numbers, and a fault in every step
//! that has to be found.

use std::collections::HashSet;
use std::fmt::Write as _;

use gradwalk::expr::Expr;
use gradwalk::graph::Names;
use gradwalk::lesson::library::{LessonFile, Library};
use gradwalk::lesson::transcript::snap::{MARK, TRANSCRIPT};
use gradwalk::lesson::{Lesson, Line, Made, Reading, Shown, Slide};
use gradwalk::page::Block;
use gradwalk::render::text::{Text, one_line};
use gradwalk::render::{Charset, Renderer, Style, html::Html, latex::Latex, speech::Speech};
use gradwalk::show::slide::{self, Extent, Numbers, View};
use gradwalk::show::transcript::{self, Drawn};

use crate::snapshots;
use crate::support::{assert_close, json};

fn files() -> Vec<LessonFile> {
    Library::BuiltIn.files().expect("they are embedded")
}

fn lesson(file: &LessonFile) -> Lesson {
    Library::BuiltIn
        .read(file, Reading::default())
        .unwrap_or_else(|faults| panic!("{}: {}", file.id, faults[0].error))
}

const VIEW: View<'_> = View { names: Names::SERIES, numbers: Numbers::Shown, extent: Extent::Whole };

/// Where the reader's numbers stand, commands are for them, and words about the lesson's own flowers are marked.
#[test]
fn with_other_numbers_commands_and_notes_follow() {
    for file in files() {
        let problem = gradwalk::problem::Problem::built_in("iris-2").expect("built in");
        let reading = Reading { problem: Some(("mine.npz".into(), problem)), ..Reading::default() };
        let lesson =
            Library::BuiltIn.read(&file, reading).unwrap_or_else(|faults| panic!("{}", faults[0].error));
        let slides = (0..lesson.slides.len())
            .map(|place| Text.blocks(&slide::blocks(&lesson, place, VIEW), &Style::default()));
        let text: String = slides.collect();
        assert!(
            text.contains("gradwalk compare mine.npz") && !text.contains("compare iris-2"),
            "{}",
            file.id
        );
        assert!(text.contains("lesson's own data"), "{}", file.id);
    }
}

/// The first sentence of a slide and its rules: what `cargo insta review` shows above the snapshot.
fn description(lesson: &Lesson, slide: &Slide) -> String {
    let style = Style { width: usize::MAX / 2, ..Style::default() };
    let says = slide::says(lesson, slide, Names::SERIES);
    let words: String = says.iter().take(1).map(|block| Text.block(block, &style)).collect();
    let words = words.trim();
    let sentence = words.find(". ").map_or(words, |end| &words[..=end]);
    let rules: Vec<&str> = slide.lines().filter_map(rule).collect();
    if rules.is_empty() { sentence.to_owned() } else { format!("{sentence} [{}]", rules.join(", ")) }
}

fn rule(line: &Line) -> Option<&'static str> {
    match line.made {
        Made::Rule(rule, _) => Some(rule.name),
        _ => None,
    }
}

#[test]
fn every_slide_is_as_it_was() {
    let style = Style::default();
    for file in files() {
        let lesson = lesson(&file);
        let transcript = transcript::of(&lesson, Drawn::Absent);
        for (place, slide) in lesson.slides.iter().enumerate() {
            let page = slide::page(&lesson, place, VIEW).expect("there is such a slide");
            let blocks: &[Block] = &page.blocks;
            let mut all = Text.page(&page, &style);
            for (name, renderer) in [("LaTeX", &Latex as &dyn Renderer), ("speech", &Speech), ("HTML", &Html)]
            {
                let _ = write!(all, "\n{MARK}{name}\n{}", renderer.blocks(blocks, &style));
            }
            let _ = write!(all, "\n{MARK}{TRANSCRIPT}\n{}", transcript.of_slide(place).text());
            let name = format!("{}-{:03}", lesson.id, place + 1);
            snapshots::assert("lessons", &name, &description(&lesson, slide), &all);
        }
    }
}

/// Who takes a formula out of the JSON of a slide can give it back.
#[test]
fn what_json_calls_plain_reads_as_the_same_formula() {
    for file in files() {
        let lesson = lesson(&file);
        let answer = crate::commands::answer(&["show", &lesson.id, "--format", "json"]);
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        for (place, slide) in lesson.slides.iter().enumerate() {
            let equations = answer["slides"][place]["equations"].as_array().expect("a list");
            let plain = |one: &serde_json::Value| one["plain"].as_str().expect("text").to_owned();
            let sides = |one| plain(one).split(" = ").map(str::parse::<Expr>).collect::<Vec<_>>();
            assert!(equations.iter().flat_map(sides).all(|side| side.is_ok()), "{equations:?}");
            let of_steps = equations.iter().filter(|one| one["kind"] == "line");
            let plain: Vec<String> = of_steps.map(plain).collect();
            let lines: Vec<&Line> = slide.lines().collect();
            assert_eq!(plain.len(), lines.len(), "{} {}", lesson.id, place + 1);
            for (plain, line) in plain.iter().zip(lines) {
                let (left, right) = plain.split_once(" = ").expect(plain);
                assert_eq!(left.parse(), Ok(line.equation.left.clone()), "{plain}");
                assert_eq!(right.parse(), Ok(line.equation.right.clone()), "{plain}");
            }
        }
    }
}

/// Nothing that a slide shows or asks is missing from its JSON, and a formula that was derived says how it was checked.
#[test]
fn json_has_every_formula_and_question_of_a_slide() {
    let answer = crate::commands::answer(&["show", "output-weights", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let file = files().into_iter().find(|file| file.id == "output-weights").expect("embedded");
    let lesson = lesson(&file);
    for (place, slide) in lesson.slides.iter().enumerate() {
        let seen = &answer["slides"][place];
        let formulas = slide.shown.iter().map(|shown| match shown {
            Shown::Line(_) | Shown::Question(_) => 1,
            Shown::Contrast { .. } | Shown::NotEqual { .. } | Shown::Redefinition(_) => 2,
            _ => 0,
        });
        let equations = seen["equations"].as_array().expect("a list");
        assert_eq!(equations.len(), formulas.sum::<usize>(), "{seen}");
        assert_eq!(seen["question"].is_null(), slide.predict.is_none(), "{seen}");
        let lines = equations.iter().filter(|one| one["kind"] == "line");
        for (equation, line) in lines.zip(slide.lines()) {
            let is_checked = !matches!(line.made, Made::Definition | Made::Earlier(None));
            assert_eq!(equation["checked"].is_string() && equation["rule"].is_string(), is_checked, "{seen}");
        }
    }
    let again = &answer["slides"][91]["equations"][0];
    assert_eq!(again["rule"], "again");
    assert!(
        again["checked"].as_str().is_some_and(|how| how.contains("steps, without rounding at")),
        "{again}"
    );
    let question =
        answer["slides"].as_array().expect("a list").iter().find_map(|slide| slide["question"].as_object());
    let question = question.expect("a lesson asks");
    assert!(
        ["asks", "answer", "because"]
            .iter()
            .all(|key| question[*key].as_str().is_some_and(|it| !it.is_empty()))
    );
}

/// What stands on one line on a screen or in a file can be typed off, in whichever characters.
#[test]
fn what_is_printed_on_one_line_reads_as_the_same_formula() {
    let lessons: Vec<Lesson> = files().iter().map(lesson).collect();
    let lines = lessons.iter().flat_map(|lesson| &lesson.slides).flat_map(Slide::lines);
    let formulas: HashSet<&Expr> =
        lines.flat_map(|line| [&line.equation.left, &line.equation.right]).collect();
    assert!(formulas.len() > 150, "{}", formulas.len());
    let mut misread = Vec::new();
    for formula in formulas {
        let math = gradwalk::show::formula::formula(formula, Names::SERIES, &[]);
        for charset in [Charset::Unicode, Charset::Ascii] {
            let style = Style { width: usize::MAX / 2, charset, ..Style::default() };
            let within_text = Text.prose(&[math.clone().into()], &style);
            for printed in [within_text.trim(), &one_line(&math, charset)] {
                let read = printed.parse::<Expr>();
                if read.as_ref() != Ok(formula) {
                    misread.push(format!("{formula}\n  {printed}\n  {read:?}"));
                }
            }
        }
    }
    misread.sort_unstable();
    assert!(misread.is_empty(), "{}\n{}", misread.len(), misread.join("\n"));
}

/// Section 10.1 of the series' figures, recomputed with fifty digits: three factors, both products, six slopes.
#[test]
fn the_numbers_of_the_first_lesson_are_the_published_ones() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let lesson = lesson(&file);
    let value_of = |left: &str| {
        let lines = lesson.slides.iter().flat_map(|slide| slide.lines().map(move |line| (slide, line)));
        let (slide, line) = lines
            .filter(|(_, line)| line.equation.left.to_string() == left)
            .last()
            .unwrap_or_else(|| panic!("no slide shows {left}"));
        slide.scene.value(&line.equation.right).unwrap_or_else(|| panic!("{left} has no number"))
    };
    let slopes = &json("iris-2.json")["expected"]["W2_update"];
    for (from, row) in slopes.as_array().expect("rows").iter().enumerate() {
        for (to, slope) in row.as_array().expect("numbers").iter().enumerate() {
            let left = format!("d(MSE)/d(w_2{}{})", from + 1, to + 1);
            assert_close(value_of(&left), slope.as_f64().expect("a number"), 1e-12, &left);
        }
    }
    for (left, published) in [
        ("d(MSE)/d(o_out_1^(1))", -0.384868405950506 / 6.0),
        ("d(o_out_1^(1))/d(o_in_1^(1))", 0.236744716051623),
        ("d(o_in_1^(1))/d(w_211)", 0.803098352860211),
    ] {
        assert_close(value_of(left), published, 1e-12, left);
    }
    let cost = lesson.slides[lesson.slides.len() - 1].scene.value(&"MSE".parse().expect("a name"));
    assert_close(cost.expect("a number"), 0.153030839882187, 1e-12, "MSE");
}

#[test]
fn the_first_lesson_retells_every_slide_of_the_post_in_order() {
    let lesson = lesson(&Library::BuiltIn.file("output-weights").expect("it is embedded"));
    let mut sources: Vec<u32> = lesson.slides.iter().filter_map(|slide| slide.source).collect();
    assert!(sources.is_sorted(), "{sources:?}");
    sources.dedup();
    assert_eq!(sources, (1..=56).collect::<Vec<u32>>());
    assert!(lesson.slides[0].source.is_none(), "numbers come first");
}

/// Another weight of the layer: every step is checked again, and what is found is the slope that the paths have.
#[test]
fn lessons_can_be_told_of_every_weight_of_their_layer() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    for name in ["w_221", "w_212", "w_223"] {
        let reading = Reading { weight: Some(name.into()), ..Reading::default() };
        let lesson =
            Library::BuiltIn.read(&file, reading).unwrap_or_else(|faults| panic!("{}", faults[0].error));
        let left = format!("d(MSE)/d({name})");
        let slide = &lesson.slides[lesson.slides.len() - 1];
        let slope = slide.scene.value(&left.parse().expect("a formula")).expect("a number");
        let shown = lesson.slides.iter().flat_map(Slide::lines);
        let shown = shown.filter(|line| line.equation.left.to_string() == left).last().expect("it is shown");
        assert_close(slide.scene.value(&shown.equation.right).expect("a number"), slope, 1e-12, &left);
    }
    let other = Reading { weight: Some("w_111".into()), ..Reading::default() };
    let faults = Library::BuiltIn.read(&file, other).expect_err("another layer");
    assert!(
        faults[0].error.help.contains("gradwalk derive iris-2 --weight w_111"),
        "{}",
        faults[0].error.help
    );
}

/// One fault in the text of a lesson.
struct Mutant {
    what: &'static str,
    line: usize,
    text: String,
}

/// Every place of the file where a rule is named, a part, an index or a number: one wrong thing in each.
fn mutants(text: &str) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (field, what) in
        [("rule: \"", "rule"), ("at: \"", "place"), ("with: [\"", "index"), ("gives: \"", "number")]
    {
        for (at, _) in text.match_indices(field) {
            let start = at + field.len();
            let Some(length) = text[start..].find('"') else { continue };
            let value = &text[start..start + length];
            let wrong = match what {
                "rule" if value == "cancel" => "split-square".to_owned(),
                "rule" => "cancel".to_owned(),
                _ => match changed(value) {
                    Some(wrong) => wrong,
                    None => continue,
                },
            };
            let text = [&text[..start], &wrong, &text[start + length..]].concat();
            all.push(Mutant { what, line: text[..start].matches('\n').count() + 1, text });
        }
    }
    all
}

/// The formula with its first digit another one, or nothing where it has none.
fn changed(formula: &str) -> Option<String> {
    let at = formula.find(|letter: char| letter.is_ascii_digit())?;
    let other = if &formula[at..=at] == "2" { "1" } else { "2" };
    Some([&formula[..at], other, &formula[at + 1..]].concat())
}

/// So that the whole takes seconds, one mutant in so many is tried.
const EVERY: usize = 7;

#[test]
fn a_fault_in_any_step_is_found_where_it_is() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let mutants = mutants(&file.text);
    assert!(mutants.len() > 150, "{}", mutants.len());
    for Mutant { what, line, text } in mutants.into_iter().step_by(EVERY) {
        let Err(faults) = Lesson::read("output-weights.ron", &text, &Reading::default()) else {
            let written = text.lines().nth(line - 1).unwrap_or_default();
            panic!("a wrong {what} on line {line} is not found: {written}");
        };
        let found = faults[0].error.line().expect("it is in the text");
        // A refusal points at the rule, which may stand a few lines above; and a step may be right and lead elsewhere
        // than the next one needs: then that one is refused, soon after.
        assert!(
            (line.saturating_sub(4)..=line + 12).contains(&found),
            "a wrong {what} on line {line} is found on {found}: {}",
            faults[0].error
        );
    }
}

/// What authors are shown to copy has to work.
#[test]
fn the_examples_of_the_page_for_authors_verify() {
    let page = include_str!("../../lessons/README.md");
    let blocks = page.split("```ron\n").skip(1).filter_map(|rest| rest.split("```").next());
    let whole: Vec<&str> = blocks.filter(|block| block.contains("format: 1")).collect();
    assert!(!whole.is_empty(), "there is a whole lesson on the page");
    for text in whole {
        let read = Lesson::read("example.ron", text, &Reading::default());
        assert!(read.is_ok_and(|lesson| lesson.steps() > 0), "{text}");
    }
}
