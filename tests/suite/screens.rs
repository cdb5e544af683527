//! What the player shows: chosen slides as snapshots, every slide for what must never be lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use gradwalk::lesson::library::Library;
use gradwalk::lesson::{Lesson, Reading};
use gradwalk::page::Block;
use gradwalk::player::key::Key;
use gradwalk::player::screen::{self, Writing};
use gradwalk::player::state::State;
use gradwalk::render::{Charset, Colour};
use gradwalk::show::slide::{self, Extent, Numbers, View};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::screenshot;
use crate::snapshots;

pub(crate) const UNICODE: Writing =
    Writing { charset: Charset::Unicode, colour: Colour::Ansi, notation: None };
const ASCII: Writing = Writing { charset: Charset::Ascii, colour: Colour::None, notation: None };

fn lesson(id: &str) -> Arc<Lesson> {
    Arc::new(Lesson::built_in(id).expect(id))
}

pub(crate) fn lessons() -> Vec<Arc<Lesson>> {
    let files = Library::BuiltIn.files().expect("they are embedded");
    let read = |file| Library::BuiltIn.read(file, Reading::default()).expect("it verifies");
    files.iter().map(|file| Arc::new(read(file))).collect()
}

/// The screen of a state, with its colours and stresses, and what was seen of the page.
pub(crate) fn drawn(
    state: &mut State,
    (width, height): (u16, u16),
    writing: Writing,
) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    let draw = |frame: &mut ratatui::Frame| {
        let window = screen::draw(state, writing, frame.area(), frame.buffer_mut());
        state.was_drawn(window);
    };
    terminal.draw(draw).expect("drawn");
    terminal
}

/// A state after these keys, drawn after each.
pub(crate) fn pressed(state: &mut State, size: (u16, u16), keys: &[Key]) {
    drawn(state, size, UNICODE);
    for key in keys {
        state.press(*key);
        drawn(state, size, UNICODE);
    }
}

fn rows(terminal: &Terminal<TestBackend>) -> Vec<String> {
    let buffer = terminal.backend().buffer();
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).map(|y| row(y).trim_end().to_owned()).collect()
}

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (120, 40)];

/// The first slide with something that is so, from 0.
fn slide_with(lesson: &Lesson, is_it: impl Fn(&slide::View<'_>, &[Block]) -> bool) -> usize {
    let view =
        View { names: gradwalk::graph::Names::SERIES, numbers: Numbers::Results, extent: Extent::Whole };
    let found = |place: &usize| is_it(&view, &slide::blocks(lesson, *place, view));
    (0..lesson.slides.len()).find(found).expect("there is such a slide")
}

#[test]
fn chosen_slides_look_as_they_did() {
    let lesson = lesson("output-weights");
    let tree = slide_with(&lesson, |_, blocks| blocks.iter().any(|b| matches!(b, Block::Beside { .. })));
    let question = lesson.slides.iter().position(|slide| slide.predict.is_some()).expect("a question");
    let general = lesson.slides.len() - 2;
    for (what, place, keys) in [
        ("tree-beside-formula", tree, vec![Key::Right; 3]),
        ("question", question, vec![]),
        ("answer", question, vec![Key::Right]),
        ("general-formula", general, vec![Key::Char('n')]),
        ("all-slides", general, vec![Key::Char('o')]),
        ("weight", general, vec![Key::Char('w'), Key::Down]),
    ] {
        for (size, writing, name) in SIZES
            .map(|size| (size, UNICODE, format!("{what}-{}x{}", size.0, size.1)))
            .into_iter()
            .chain([((80, 24), ASCII, format!("{what}-80x24-ascii"))])
        {
            let mut state = State::new(Arc::clone(&lesson), place, Numbers::Results);
            state.writing = writing;
            pressed(&mut state, size, &keys);
            let text = rows(&drawn(&mut state, size, writing)).join("\n");
            snapshots::assert("screens", &name, what, &text);
            if writing.charset == Charset::Ascii {
                assert!(text.is_ascii(), "{name}: {text}");
            }
        }
    }
}

#[test]
fn the_picture_in_the_readme() {
    let lesson = lesson("output-weights");
    let mut state = State::new(Arc::clone(&lesson), 6, Numbers::Results);
    let size = (118, 33);
    pressed(&mut state, size, &[Key::Right]);
    let terminal = drawn(&mut state, size, UNICODE);
    let words = "The player: the words of a slide, the tree diagram with its numbers, and the formula, each factor with \
                 the sign of its edge";
    let picture = screenshot::picture(terminal.backend().buffer(), words);
    let description = "gradwalk step --slide 7";
    snapshots::assert_file("screens", "tree-beside-formula.svg", description, picture);
}

#[test]
fn without_colour_nothing_has_one() {
    use ratatui::style::Color;
    let lesson = lesson("output-weights");
    let colours = |writing| {
        let mut found = 0;
        for place in 0..lesson.slides.len() {
            let mut state = State::new(Arc::clone(&lesson), place, Numbers::Shown);
            pressed(&mut state, (80, 24), &[Key::Right; 3]);
            let terminal = drawn(&mut state, (80, 24), writing);
            let cells = &terminal.backend().buffer().content;
            found += cells.iter().filter(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset).count();
            assert!(cells.iter().all(|cell| cell.bg == Color::Reset), "the reader's own background stays");
        }
        found
    };
    assert_eq!(colours(ASCII), 0);
    assert!(colours(UNICODE) > 1000);
}

#[test]
fn too_small_a_window_says_so() {
    for (size, words) in [((59, 24), "59×24 of 60×20"), ((80, 19), "80×19 of 60×20"), ((5, 2), "too s")] {
        let mut state = State::new(lesson("output-weights"), 0, Numbers::Results);
        let rows = rows(&drawn(&mut state, size, UNICODE)).join("\n");
        assert!(rows.contains(words), "{rows}");
    }
    let mut state = State::new(lesson("output-weights"), 0, Numbers::Results);
    drawn(&mut state, (1, 1), UNICODE);
    assert!(rows(&drawn(&mut state, (60, 20), UNICODE)).join("\n").contains("slide 1 of"));
}

/// The rows of the page itself, and whether the marks say that there is more.
pub(crate) fn page(terminal: &Terminal<TestBackend>) -> (Vec<String>, [bool; 2]) {
    let rows = rows(terminal);
    let last = rows.len() - 2;
    // While something is typed, it has a rule of its own above it.
    let is_below = |row: &String| row.starts_with("─ ▼");
    (rows[3..last].to_vec(), [rows[2].contains('▲'), rows[3..=last].iter().any(is_below)])
}

/// Scrolls a page from its beginning to its end and gathers every row once.
fn scrolled_through(state: &mut State, size: (u16, u16), what: &str) -> Vec<String> {
    let height = usize::from(size.1) - 5;
    while page(&drawn(state, size, UNICODE)).1[0] {
        state.press(Key::Control('b'));
    }
    let mut all = Vec::new();
    loop {
        let terminal = drawn(state, size, UNICODE);
        let (seen, [above, below]) = page(&terminal);
        assert_eq!(above, !all.is_empty(), "{what}: a mark says that there is more above\n{seen:?}");
        if all.is_empty() {
            all.extend(seen);
        } else {
            all.push(seen[height - 1].clone());
        }
        if !below {
            return all;
        }
        state.press(Key::Down);
    }
}

#[test]
fn every_slide_can_be_read_to_its_end() {
    for lesson in lessons() {
        for place in 0..lesson.slides.len() {
            let what = format!("{}, slide {}", lesson.id, place + 1);
            // Whoever comes from behind finds the slide finished.
            let mut state = State::new(Arc::clone(&lesson), place + 1, Numbers::Shown);
            let is_last = place + 1 == lesson.slides.len();
            pressed(&mut state, (80, 24), &[if is_last { Key::PageDown } else { Key::PageUp }]);
            let small = scrolled_through(&mut state, (80, 24), &what);
            // On a screen of any height the same rows stand under one another.
            let (tall, [above, below]) = page(&drawn(&mut state, (80, 400), UNICODE));
            assert!(!above && !below && state.slide() == place, "{what}");
            let trimmed = |rows: &[String]| rows.join("\n").trim_end().to_owned();
            assert_eq!(trimmed(&small), trimmed(&tall), "{what}");
        }
    }
}

/// What an editor calls too long is what a learner has to scroll, and nothing else.
#[test]
fn a_long_slide_is_one_that_has_to_be_scrolled() {
    for lesson in lessons() {
        let last = lesson.slides.len() - 1;
        for (place, slide) in lesson.slides.iter().enumerate() {
            let mut state = State::new(Arc::clone(&lesson), (place + 1).min(last), Numbers::Shown);
            state.press(if place == last { Key::PageDown } else { Key::PageUp });
            let (_, marks) = page(&drawn(&mut state, (80, 24), UNICODE));
            let is_long = slide.allow.contains_key("long-slide");
            assert_eq!(marks.contains(&true), is_long, "{}, slide {}", lesson.id, place + 1);
        }
    }
}

/// Letters, digits and their small forms, each as often as it is seen: what a page may not lose.
fn signs(rows: &[String]) -> BTreeMap<char, usize> {
    let mut signs = BTreeMap::new();
    let is_sign = |c: &char| c.is_alphanumeric() || "ΣΠσ∂₀₁₂₃+−·=≈≠√".contains(*c);
    for sign in rows.iter().flat_map(|row| row.chars()).filter(is_sign) {
        *signs.entry(sign).or_default() += 1;
    }
    signs
}

/// A slide with all that it shows: whoever comes from behind finds it finished.
fn finished_state(lesson: &Arc<Lesson>, place: usize, numbers: Numbers) -> State {
    let is_last = place + 1 == lesson.slides.len();
    let mut state = State::new(Arc::clone(lesson), place + usize::from(!is_last), numbers);
    state.press(if is_last { Key::PageDown } else { Key::PageUp });
    assert_eq!(state.slide(), place);
    state
}

/// What is seen of a finished slide on a screen of this size, and how many columns have no room there.
fn finished(lesson: &Arc<Lesson>, place: usize, numbers: Numbers, size: (u16, u16)) -> (Vec<String>, usize) {
    let state = finished_state(lesson, place, numbers);
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
    let window = screen::draw(&state, UNICODE, buffer.area, &mut buffer);
    assert!(window.top == 0 && window.lines <= window.height, "all of it fits: {window:?}");
    let row = |y| (0..size.0).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    ((3..size.1 - 2).map(row).collect(), window.hidden_columns)
}

/// The whole page as it is drawn: words, formulas, matrices, tables, trees. What is wider than the screen has a mark
/// where it goes on; that happens nowhere in our lessons.
#[test]
fn no_slide_loses_a_sign_at_eighty_columns() {
    let mut broken = 0;
    for lesson in lessons() {
        for place in 0..lesson.slides.len() {
            for numbers in [Numbers::Shown, Numbers::Results, Numbers::Hidden] {
                let what = format!("{}, slide {}, {numbers:?}", lesson.id, place + 1);
                let (narrow, lost) = finished(&lesson, place, numbers, (80, 200));
                let (wide, none) = finished(&lesson, place, numbers, (320, 160));
                assert_eq!((lost, none), (0, 0), "{what}\n{}", narrow.join("\n"));
                // A table that goes on below names its rows again.
                let (narrow, wide) = (signs(&narrow), signs(&wide));
                for (sign, count) in &wide {
                    let seen = narrow.get(sign).copied().unwrap_or(0);
                    assert!(seen >= *count, "{what}: {sign} {seen} times, not {count}");
                }
                broken += usize::from(narrow != wide);
            }
        }
    }
    assert!(broken > 0, "some tables are wider than that");
}

/// A fraction that fits on a line keeps its bar, however narrow the column is in which it stands.
#[test]
fn small_fractions_are_not_torn() {
    for lesson in lessons() {
        for place in 0..lesson.slides.len() {
            for (columns, writing) in [(60, UNICODE), (80, UNICODE), (80, ASCII)] {
                let mut state = finished_state(&lesson, place, Numbers::Results);
                let seen = rows(&drawn(&mut state, (columns, 200), writing));
                let torn = seen.iter().find(|row| row.contains("(1)/("));
                assert_eq!(torn, None, "{}, slide {}: {}", lesson.id, place + 1, seen.join("\n"));
            }
        }
    }
}

/// A key that does nothing is not offered, and one that does is.
#[test]
fn predicting_is_offered_where_it_can_be_done() {
    let mut offered = [0, 0, 0];
    for lesson in lessons() {
        for place in 0..lesson.slides.len() {
            for keys in [vec![], vec![Key::Right; 2]] {
                let mut state = State::new(Arc::clone(&lesson), place, Numbers::Results);
                pressed(&mut state, (220, 60), &keys);
                // What is said at the end of the lesson stands where the keys are.
                state.press(Key::Escape);
                let keys = rows(&drawn(&mut state, (220, 60), UNICODE)).pop().expect("a last row");
                let offers = ["p answer", "p predict"].map(|key| keys.contains(key));
                state.press(Key::Char('p'));
                let after = rows(&drawn(&mut state, (220, 60), UNICODE)).join("\n");
                let what = format!("{}, slide {}: {keys}\n{after}", lesson.id, place + 1);
                let asks = keys.contains("choose");
                let asks_now = after.contains("Your answer") || after.contains("→ to see the answer");
                assert_eq!(asks_now, offers.contains(&true) || asks, "{what}");
                assert_eq!(after.contains("nothing to hide here"), !asks_now, "{what}");
                assert_ne!(offers, [true, true], "{what}");
                let kind = if offers[0] {
                    0
                } else if offers[1] {
                    1
                } else {
                    2
                };
                offered[kind] += 1;
            }
        }
    }
    assert!(offered.iter().all(|&count| count > 5), "{offered:?}");
}

/// The question mark itself, and not only the words that ask for it; and all else can be scrolled to.
#[test]
fn what_is_hidden_is_seen_while_it_is_asked_for() {
    let mut scrolled = 0;
    for lesson in lessons() {
        for place in 0..lesson.slides.len() {
            for size in [(60, 20), (80, 24)] {
                let mut state = State::new(Arc::clone(&lesson), place, Numbers::Results);
                pressed(&mut state, size, &[Key::PageDown, Key::PageUp, Key::Char('p')]);
                if state.slide() != place {
                    continue;
                }
                for number in 0..2 {
                    let (seen, [above, below]) = page(&drawn(&mut state, size, UNICODE));
                    let what =
                        format!("{}, slide {}, hidden {number}:\n{}", lesson.id, place + 1, seen.join("\n"));
                    let asks = |row: &String| row.contains("in the place of the question");
                    if let Some(at) = seen.iter().position(asks) {
                        assert!(seen[..at].iter().any(|row| row.contains('?')), "{what}");
                        assert!(seen[at..].iter().any(|row| row.contains("Your answer")), "{what}");
                        scrolled += usize::from(above || below);
                        for _ in 0..60 {
                            state.press(Key::Up);
                        }
                        assert!(!page(&drawn(&mut state, size, UNICODE)).1[0], "{what}");
                        for _ in 0..20 {
                            state.press(Key::PageDown);
                        }
                        assert!(!page(&drawn(&mut state, size, UNICODE)).1[1], "{what}");
                    }
                    state.press(Key::Tab);
                }
            }
        }
    }
    assert!(scrolled > 50, "{scrolled}");
}

/// A formula in a box is not broken.
const WIDE: &str = r#"(
    format: 1,
    title: "Wide",
    problem: "iris-2",
    weight: "w_211",
    slides: [(
        goal: "A box",
        says: "It is wide.",
        shows: [Grid(of: "(o_out_n^(e) - y_n^(e))*(o_out_n^(e) - y_n^(e))*(o_out_n^(e) - y_n^(e))*(1 - o_out_n^(e))", rows: 'e', columns: 'n')],
    )],
)"#;

/// What is wider than the screen has a mark, and can be pushed until its end is seen.
#[test]
fn what_is_too_wide_can_be_pushed_aside() {
    let lesson = Arc::new(Lesson::read("wide.ron", WIDE, &Reading::default()).expect("it verifies"));
    let mut state = State::new(lesson, 0, Numbers::Results);
    let seen = |state: &mut State| rows(&drawn(state, (60, 40), UNICODE)).join("\n");
    let before = seen(&mut state);
    assert!(before.contains('›') && !before.contains('‹'), "{before}");
    assert!(!before.contains("1 − oₒᵤₜ"), "{before}");
    for _ in 0..20 {
        state.press(Key::Char('>'));
        drawn(&mut state, (60, 40), UNICODE);
    }
    let after = seen(&mut state);
    assert!(after.contains('‹') && !after.contains('›') && after.contains("1 − oₒᵤₜ"), "{after}");
    for _ in 0..20 {
        state.press(Key::Char('<'));
    }
    assert_eq!(seen(&mut state), before);
}
