//! The lines around the page: where one is, and which keys matter now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::lesson::Answer;
use crate::render::Charset;

use super::overlay::List;
use super::overlay::Overlay;
use super::paint;
use super::screen::Writing;
use super::state::State;
use super::state::Window;
use super::walk::Stop;
use super::walk::Tempo;

/// Which slide of how many.
pub(super) fn position(state: &State) -> String {
    let tempo = if state.tempo == Tempo::MainSteps { "main steps, " } else { "" };
    format!("{tempo}slide {} of {}", state.slide() + 1, state.way.slides())
}

/// A dot for each thing on the slide, full for those that are there.
pub(super) fn progress(state: &State, charset: Charset) -> String {
    let parts = state.way.parts(state.slide());
    let (there, to_come) = match charset {
        Charset::Unicode => ("●", "○"),
        Charset::Ascii => ("*", "-"),
    };
    match state.place.stop {
        _ if state.overlay.is_some() => String::new(),
        Stop::Question => "question".into(),
        Stop::Parts(_) if parts < 2 => String::new(),
        Stop::Parts(seen) => there.repeat(seen) + &to_come.repeat(parts - seen.min(parts)),
    }
}

/// A key and what it does.
type Hint = (&'static str, &'static str);

/// The keys that matter now, the most important first.
fn hints(state: &State, window: Window) -> Vec<Hint> {
    match &state.overlay {
        Some(Overlay::Weight(_)) => {
            vec![("Enter", "show it"), ("Esc", "back"), ("↓↑", "move"), ("Tab", "other end"), ("→←", "layer")]
        }
        Some(Overlay::Reading { .. } | Overlay::Derivation { .. }) => {
            let scroll = (window.lines > window.height).then_some(("↓↑", "scroll"));
            std::iter::once(("Esc", "back to the slide")).chain(scroll).collect()
        }
        Some(Overlay::List(List { text, .. })) => {
            let find = if text.is_none() { ("/", "search") } else { ("type", "to search") };
            vec![("Enter", "go there"), ("Esc", "back"), ("↓↑", "choose"), find]
        }
        None if state.prompt.is_some() => {
            let other = state.hidden.is_some().then_some(("Tab", "hide something else"));
            [("Enter", "check"), ("Esc", "never mind")].into_iter().chain(other).collect()
        }
        None => {
            let mut hints = choices(state);
            hints.push(match (window.is_at_end(), state.is_asking()) {
                (false, _) => ("→", "more below"),
                (true, true) => ("→", "show the answer"),
                (true, false) => ("→", "next"),
            });
            if window.hidden_columns > 0 {
                hints.push((">", "more at the right"));
            }
            hints.extend([("←", "back"), ("?", "keys"), ("o", "all slides")]);
            hints.extend(state.can_predict().then_some(("p", "predict")));
            hints.extend([
                ("n", "numbers"),
                ("w", "weight"),
                ("t", "tree"),
                ("c", "check"),
                ("g", "symbols"),
                ("/", "search"),
                ("d", "main steps"),
                ("q", "end"),
            ]);
            hints
        }
    }
}

/// How the question that is open is answered.
fn choices(state: &State) -> Vec<Hint> {
    let predict = state.lesson.slides[state.slide()].predict.as_ref().filter(|_| state.is_asking());
    match predict.map(|predict| &predict.answer) {
        Some(Answer::Choice { choices, .. }) => match choices.len() {
            2 => vec![("a b", "choose")],
            3 => vec![("a b c", "choose")],
            _ => vec![("a b c …", "choose")],
        },
        Some(Answer::Formula { .. }) => vec![("p", "answer")],
        None => Vec::new(),
    }
}

/// The last line of the screen.
pub(super) fn draw(state: &State, window: Window, writing: Writing, row: Rect, to: &mut Buffer) {
    let cost = format!("cost {}", state.lesson.slides[state.slide()].scene.shape.cost.name);
    let taken = u16::try_from(cost.len()).unwrap_or(row.width);
    let inner = Rect { x: row.x + 1, width: row.width - 2, ..row };
    let at = inner.right().saturating_sub(taken);
    paint::put(&paint::line(&cost, writing.charset), 0, writing.colour, Rect { x: at, ..inner }, to);
    let room = Rect { width: (at - inner.x).saturating_sub(2), ..inner };
    let say = |words: &str, to: &mut Buffer| {
        let line = paint::line(words, writing.charset);
        let line = paint::cut(line, usize::from(room.width), writing.charset);
        paint::put(&line, 0, writing.colour, room, to);
        to.set_style(room, Modifier::BOLD);
    };
    match state.number.as_str() {
        "" => keys(&hints(state, window), writing, room, to),
        number => say(&format!("to slide {number}▏ Enter goes there, Esc stays"), to),
    }
}

/// As many hints as there is room for.
fn keys(hints: &[Hint], writing: Writing, room: Rect, to: &mut Buffer) {
    let mut x = room.x;
    for (key, does) in hints {
        let [key, does] = [*key, *does].map(|text| paint::line(text, writing.charset));
        let width = |line| u16::try_from(paint::columns(line)).unwrap_or(room.width);
        let end = x.saturating_add(width(&key)).saturating_add(1).saturating_add(width(&does));
        if end > room.right() {
            return;
        }
        let at = |x: u16| Rect { x, width: room.right() - x, ..room };
        paint::put(&key, 0, writing.colour, at(x), to);
        let bold = Style::default().add_modifier(Modifier::BOLD);
        to.set_style(Rect { x, width: width(&key), ..room }, bold);
        paint::put(&does, 0, writing.colour, at(x + width(&key) + 1), to);
        x = end + 2;
    }
}
