//! The lessons that come with gradwalk: a snapshot of every slide, the published numbers, and a fault in every step
//! that has to be found.

use std::collections::HashSet;
use std::fmt::Write as _;

use gradwalk::expr::{Expr, Symbol};
use gradwalk::graph::Names;
use gradwalk::lesson::library::{LessonFile, Library};
use gradwalk::lesson::prose::Run;
use gradwalk::lesson::transcript::snap::{MARK, TRANSCRIPT};
use gradwalk::lesson::{Answer, Choice, Lesson, Line, Made, Pace, Reading, Shown, Slide};
use gradwalk::page::Block;
use gradwalk::problem::{Grid, Problem};
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
        for place in 0..lesson.slides.len() {
            let slide = Text.blocks(&slide::blocks(&lesson, place, VIEW), &Style::default());
            let is_marked = slide.contains("lesson's own data");
            assert!(is_marked || !slide.to_lowercase().contains("flower"), "{}: {slide}", file.id);
            let question = View { extent: Extent::Question, ..VIEW };
            let question = Text.blocks(&slide::blocks(&lesson, place, question), &Style::default());
            assert_eq!(question.contains("lesson's own data"), is_marked, "{}: {question}", file.id);
        }
        assert_eq!(text.contains("lesson's own data"), file.id == "output-weights", "{}", file.id);
        assert!(text.to_lowercase().contains("example 1"), "{}", file.id);
    }
}

/// A slide whose words name nodes is marked for the reader of another weight, and so is its question; words that follow
/// the weight are not.
#[test]
fn words_for_one_weight_only_are_marked_for_another() {
    let mut marked = 0;
    for file in files() {
        let weight = if file.id == "hidden-weights" { "w_142" } else { "w_223" };
        let reading = Reading { weight: Some(weight.into()), ..Reading::default() };
        let lesson =
            Library::BuiltIn.read(&file, reading).unwrap_or_else(|faults| panic!("{}", faults[0].error));
        for place in 0..lesson.slides.len() {
            let seen = |extent| {
                let blocks = slide::blocks(&lesson, place, View { extent, ..VIEW });
                Text.blocks(&blocks, &Style { width: 400, ..Style::default() })
            };
            let (whole, question) = (seen(Extent::Whole), seen(Extent::Question));
            let is_marked = |text: &str| text.contains("were written for");
            assert_eq!(is_marked(&whole), is_marked(&question), "{}: {whole}", file.id);
            marked += usize::from(is_marked(&whole));
            let names_a_row = ["row 2", "column 3", "hidden node 2", "output node 3"];
            let says = slide::says(&lesson, &lesson.slides[place], Names::SERIES);
            let says = Text.blocks(&says, &Style { width: 400, ..Style::default() });
            let names_a_row = names_a_row.iter().any(|words| says.to_lowercase().contains(words));
            assert!(is_marked(&whole) || !names_a_row, "{}: {whole}", file.id);
        }
    }
    // A mark on every other slide would be read by nobody.
    assert!((5..20).contains(&marked), "{marked}");
}

/// What is said of a wrong choice of our own lessons is written for it.
#[test]
fn every_wrong_choice_has_a_reason_of_its_own() {
    let mut questions = 0;
    for file in files() {
        let lesson = lesson(&file);
        for predict in lesson.slides.iter().filter_map(|slide| slide.predict.as_ref()) {
            let Answer::Choice { choices, right } = &predict.answer else { continue };
            questions += 1;
            for (place, choice) in choices.iter().enumerate() {
                let words = |choice: &Choice| format!("{:?}", choice.why_not);
                assert_eq!(choice.why_not.is_empty(), place == *right, "{}: {choice:?}", file.id);
                let same = choices.iter().filter(|other| words(other) == words(choice)).count();
                assert_eq!(same, 1, "{}: {choice:?}", file.id);
            }
        }
    }
    assert!(questions > 10, "{questions}");
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
    assert!(again["checked"].as_str().is_some_and(|how| how.contains("without rounding at")), "{again}");
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
    let scene = &lesson.slides[lesson.slides.len() - 1].scene;
    let worth = |formula: &str| scene.value(&formula.parse().expect(formula)).expect(formula);
    for (formula, published) in [
        ("o_out_1^(1) - y_1^(1)", -0.384868405950506),
        ("o_out_1^(2) - y_1^(2)", 0.600816042639725),
        ("o_out_1^(2)*(1 - o_out_1^(2))", 0.239836125546465),
        ("d(o_out_1^(2))/d(o_in_1^(2))", 0.239836125546465),
        ("d(o_in_1^(2))/d(w_211)", 0.967250695149795),
        ("s_1*h_out_1^(1)", -0.0731747573477282),
        ("s_2*h_out_1^(2)", 0.139378302419617),
        ("N*d(MSE)/d(w_211)", 0.0662035450718891),
    ] {
        assert_close(worth(formula), published, 1e-12, formula);
    }
    let cost = scene.value(&"MSE".parse().expect("a name"));
    assert_close(cost.expect("a number"), 0.153030839882187, 1e-12, "MSE");
}

#[test]
fn the_first_lesson_retells_every_slide_of_the_post_in_order() {
    let lesson = lesson(&Library::BuiltIn.file("output-weights").expect("it is embedded"));
    let sources: Vec<u32> = lesson.slides.iter().filter_map(|slide| slide.source).collect();
    assert_eq!(sources, (1..=56).collect::<Vec<u32>>());
    assert!(lesson.slides[0].source.is_none(), "numbers come first");
}

/// What is said of the nudge at the end adds up, whichever weight is chosen: products, their sum, what divides it.
#[test]
fn the_numbers_in_the_last_words_are_those_of_the_weight_that_is_chosen() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    for weight in ["w_211", "w_221", "w_212", "w_222", "w_213", "w_223"] {
        let reading = Reading { weight: Some(weight.into()), ..Reading::default() };
        let lesson =
            Library::BuiltIn.read(&file, reading).unwrap_or_else(|faults| panic!("{}", faults[0].error));
        let slide = lesson.slides.last().expect("slides");
        let values: Vec<f64> = slide.says[0]
            .runs
            .iter()
            .filter_map(|run| if let Run::Value { value, .. } = run { Some(*value) } else { None })
            .collect();
        let [slope, first, second, divisor] = values[..] else { panic!("{values:?}") };
        assert_close((first + second) / divisor, slope, 1e-12, weight);
        // Words that hold as they are written stay with the weight that they were written for.
        let slopes = [weight, "w_211"].map(|name| {
            let own = format!("d(MSE)/d({name})").parse().expect("a derivative");
            slide.scene.value(&own).expect("a number")
        });
        assert!(slopes.iter().any(|own| (own - slope).abs() <= 1e-12 * own.abs()), "{weight}: {slope}");
    }
}

/// In the notations of other courses nothing is called h or o, and a weight has its target first.
#[test]
fn words_hold_in_every_notation() {
    for file in files() {
        let lesson = lesson(&file);
        for (place, slide) in lesson.slides.iter().enumerate().filter(|(_, slide)| !slide.explains_names) {
            for text in texts(slide) {
                let word = |word: &&str| ["h", "o", "y", "w", "i"].contains(word);
                let found = text.split(|sign: char| !sign.is_alphanumeric()).find(word);
                assert_eq!(found, None, "{} {}: {text}", lesson.id, place + 1);
                let counts = ["first number after", "number after the layer"]
                    .iter()
                    .find(|words| text.contains(**words));
                assert_eq!(counts, None, "{} {}: {text}", lesson.id, place + 1);
            }
        }
    }
}

/// The words on a slide outside of formulas, run by run.
fn texts(slide: &Slide) -> Vec<String> {
    fn gather(runs: &[Run], found: &mut Vec<String>) {
        for run in runs {
            match run {
                Run::Text(text) => found.push(text.clone()),
                Run::Emphasis(inner) | Run::Strong(inner) => gather(inner, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    let question = slide.predict.iter();
    slide.says.iter().for_each(|paragraph| gather(&paragraph.runs, &mut found));
    for predict in question {
        predict.asks.iter().chain(&predict.because).for_each(|paragraph| gather(&paragraph.runs, &mut found));
        if let Answer::Choice { choices, .. } = &predict.answer {
            for choice in choices {
                gather(&choice.says, &mut found);
                gather(&choice.why_not, &mut found);
            }
        }
    }
    found
}

/// Who goes through the main steps alone meets no name that a detail has introduced.
#[test]
fn main_steps_use_no_name_of_a_detail() {
    for file in files() {
        let lesson = lesson(&file);
        let mut of_details: Vec<Symbol> = Vec::new();
        for (place, slide) in lesson.slides.iter().enumerate() {
            let defined = slide.lines().filter(|line| matches!(line.made, Made::Definition));
            let names = defined.filter_map(|line| match &line.equation.left {
                Expr::Sym(name) => Some(name.clone()),
                _ => None,
            });
            match slide.pace {
                Pace::Detail => of_details.extend(names),
                Pace::Main => {
                    let words = slide.says.iter().flat_map(|paragraph| &paragraph.runs);
                    let in_words = words.filter_map(|run| match run {
                        Run::Formula(formula) | Run::Equation(formula, _) => Some(formula),
                        _ => None,
                    });
                    let shown = slide.shown.iter().flat_map(|shown| match shown {
                        Shown::Line(line) => vec![&line.equation.left, &line.equation.right],
                        Shown::NotEqual { of, is, .. } => vec![of, is],
                        Shown::Question(of) => vec![of],
                        _ => Vec::new(),
                    });
                    for formula in in_words.chain(shown) {
                        let unknown = formula
                            .any(&mut |part| matches!(part, Expr::Sym(name) if of_details.contains(name)));
                        assert!(!unknown, "{} {}: {formula}", lesson.id, place + 1);
                    }
                }
            }
        }
    }
}

/// Other numbers of the same shape may be special: then two things that differ in general happen to be the same.
#[test]
fn lessons_are_read_with_special_numbers_of_others() {
    let own = gradwalk::problem::Problem::built_in("iris-2").expect("built in");
    let rows = |rows: [Vec<f64>; 2]| Grid::from_fn(2, rows[0].len(), |row, column| rows[row][column]);
    let same = |row: &[f64]| rows([row.to_vec(), row.to_vec()]);
    let (twice, dark) = (same(&[4.9, 3.0, 1.4, 0.2]), same(&[0.0; 4]));
    let far = rows([vec![4900.0, 3.0, 1.4, 0.2], vec![-6400.0, 3.2, 4.5, 1.5]]);
    for (name, inputs) in [("twice", twice), ("dark", dark), ("far", far)] {
        let labels = if name == "twice" { same(&[1.0, 0.0, 0.0]) } else { own.labels().clone() };
        let problem =
            Problem::new("Special", own.layers().to_vec(), inputs, labels, own.cost()).expect("sound");
        for file in files() {
            let reading = Reading { problem: Some((name.into(), problem.clone())), ..Reading::default() };
            let lesson = Library::BuiltIn
                .read(&file, reading)
                .unwrap_or_else(|faults| panic!("{name}, {}: {}", file.id, faults[0].error));
            let pages = (0..lesson.slides.len())
                .map(|place| Text.blocks(&slide::blocks(&lesson, place, VIEW), &Style::default()));
            let text: String = pages.collect();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{name}, {}", file.id);
            if name == "twice" && file.id == "output-weights" {
                assert!(text.contains("happen to be the same"), "{}", file.id);
            }
        }
    }
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
    for (field, end, what) in [
        ("rule: \"", '"', "rule"),
        (" at: \"", '"', "place"),
        ("with: [\"", '"', "index"),
        ("gives: \"", '"', "number"),
        ("Begin(of: \"", '"', "beginning"),
        ("Step(of: \"", '"', "left side"),
        ("Step(\n                    of: \"", '"', "left side"),
        (" nth: ", ',', "time"),
        (" place: [", ']', "way"),
    ] {
        for (at, _) in text.match_indices(field) {
            let start = at + field.len();
            let Some(length) = text[start..].find(end) else { continue };
            let value = &text[start..start + length];
            let wrong = match what {
                "rule" if value == "cancel" => "split-square".to_owned(),
                "rule" => "cancel".to_owned(),
                _ => match changed(value, all.len()) {
                    Some(wrong) => wrong,
                    None => continue,
                },
            };
            all.push(Mutant::new(what, text, start..start + length, &wrong));
        }
    }
    all
}

/// The formula with one of its digits another one, or nothing where it has none.
fn changed(formula: &str, which: usize) -> Option<String> {
    let digits: Vec<usize> =
        formula.match_indices(|letter: char| letter.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = *digits.get(which.checked_rem(digits.len())?)?;
    let other = if &formula[at..=at] == "2" { "1" } else { "2" };
    Some([&formula[..at], other, &formula[at + 1..]].concat())
}

/// Things that may be told apart from what is meant without following a step: each is refused on its own line.
fn slips(text: &str) -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut slip = |what, at: usize, until: char, wrong: &str| {
        let length = text[at..].find(until).expect("it ends");
        all.push(Mutant::new(what, text, at..at + length, wrong));
    };
    let after = |field: &'static str| text.match_indices(field).map(|(at, _)| at + field.len());
    let header = text.find("weight: \"").expect("a weight") + "weight: \"".len();
    slip("weight of the lesson", header, '"', "w_213");
    slip("weight of the lesson", header, '"', "w_111");
    after("unlike: \"").for_each(|at| slip("weight beside", at, '"', "w_211"));
    for at in after("Contrast(left: \"") {
        let left = text[at..].split('"').next().expect("a formula");
        let right = at + text[at..].find("right: \"").expect("a right side") + "right: \"".len();
        slip("right side", right, '"', left);
    }
    for at in after("Again(of: \"d(MSE)/d(w_211)\", weight: \"") {
        slip("weight to do it again for", at, '"', "w_211");
    }
    let nudge = after("Nudge(weight: \"w_211\", by: \"").next().expect("a nudge");
    slip("nudge", nudge, '"', "0.31");
    slip("nudge", nudge, '"', "0.0000000000000000001");
    for at in after("rule: ") {
        let step = &text[at..at + text[at..].find("gives: ").expect("every step gives something")];
        if !step.contains("with: ") {
            slip("thing told", at + step.find(',').expect("a comma"), ' ', ", with: [\"7\"],");
        }
    }
    all
}

impl Mutant {
    fn new(what: &'static str, text: &str, at: std::ops::Range<usize>, wrong: &str) -> Self {
        let line = text[..at.start].matches('\n').count() + 1;
        Mutant { what, line, text: [&text[..at.start], wrong, &text[at.end..]].concat() }
    }

    /// The line on which the first fault is found.
    #[track_caller]
    fn found(&self) -> usize {
        let Mutant { what, line, text } = self;
        let Err(faults) = Lesson::read("output-weights.ron", text, &Reading::default()) else {
            let written = text.lines().nth(line - 1).unwrap_or_default();
            panic!("a wrong {what} on line {line} is not found: {written}");
        };
        faults[0].error.line().expect("it is in the text")
    }
}

/// So that the whole takes seconds, one mutant in so many is tried.
const EVERY: usize = 7;

#[test]
fn a_fault_in_any_step_is_found_where_it_is() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let mutants = mutants(&file.text);
    assert!(mutants.len() > 220, "{}", mutants.len());
    let few = |mutant: &Mutant| ["time", "way"].contains(&mutant.what);
    let (few, many): (Vec<Mutant>, Vec<Mutant>) = mutants.into_iter().partition(few);
    assert!(!few.is_empty());
    for mutant in many.into_iter().step_by(EVERY).chain(few) {
        let (line, found) = (mutant.line, mutant.found());
        // A refusal points at the rule, which may stand a few lines above; and a step may be right and lead elsewhere
        // than the next one needs: then that one is refused, soon after.
        assert!(
            (line.saturating_sub(4)..=line + 12).contains(&found),
            "a wrong {} on line {line} is found on {found}",
            mutant.what
        );
    }
}

#[test]
fn what_follows_from_no_step_is_refused_on_its_line_all_the_same() {
    let file = Library::BuiltIn.file("output-weights").expect("it is embedded");
    let slips = slips(&file.text);
    assert!(slips.len() > 60, "{}", slips.len());
    let is_told = |mutant: &Mutant| mutant.what == "thing told";
    let (told, other): (Vec<Mutant>, Vec<Mutant>) = slips.into_iter().partition(is_told);
    for mutant in other.into_iter().chain(told.into_iter().step_by(5)) {
        let (line, found) = (mutant.line, mutant.found());
        // The words about a nudge stand above it, and so does the left side of what a rule works on.
        assert!(line.abs_diff(found) <= 7, "a wrong {} on line {line} is found on {found}", mutant.what);
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
