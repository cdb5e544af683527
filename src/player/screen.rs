//! State → screen.
//!
//! ```text
//! the lesson                                      slide 37 of 104
//! the sub-goal                                               ●●○      one dot for each thing on the slide
//! ─ ▲ 3 more lines above ───────────────────────────────────────
//! words, formulas, tree                                               scrolls; › where a line is too wide
//! ─ ▼ 12 more lines below ──────────────────────────────────────
//! → next  ← back  o all slides  ? keys            cost half-mse
//! ```

use std::ops::Range;

use crate::lesson::Lesson;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;
use ratatui::widgets::Clear;
use ratatui::widgets::Widget;

use crate::graph::Names;
use crate::graph::notation::Notation;
use crate::page::Block;
use crate::render;
use crate::render::Charset;
use crate::render::Colour;
use crate::render::text;
use crate::render::text::Line;
use crate::show::slide::FRAME;

use super::overlay::List;
use super::overlay::Overlay;
use super::page;
use super::paint;
use super::state::Scroll;
use super::state::State;
use super::state::Window;
use super::status;
use super::walk::Place;
use super::walk::Stop;

/// On less than this nothing can be read.
pub(super) const SMALLEST: (u16, u16) = (60, 20);

/// Words in longer lines than this are hard to read.
const LONGEST_LINE: usize = 92;

/// How things are written.
#[derive(Clone, Copy, Debug)]
pub struct Writing {
    /// Which characters there are.
    pub charset: Charset,
    /// Whether there are colours.
    pub colour: Colour,
    /// Whose notation, if not the series' own.
    pub notation: Option<&'static Notation>,
}

/// Draws the state and tells what of the page is seen.
pub fn draw(state: &State, writing: Writing, area: Rect, to: &mut Buffer) -> Window {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(writing, area, to);
        return state.window;
    }
    let shape = state.lesson.problem.shape();
    let names = Names::of(writing.notation, &shape);
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    let body =
        Rect { x: area.x + 1, y: area.y + 3, width: area.width - FRAME.0, height: area.height - FRAME.1 };
    let sheet = Sheet::of(state, names, writing, usize::from(body.width), usize::from(body.height));
    two_ends(&title(&state.lesson, names), &status::position(state), Modifier::BOLD, writing, row(0), to);
    two_ends(&sheet.title, &status::progress(state, writing.charset), Modifier::empty(), writing, row(1), to);
    let window = sheet.draw(state, writing, body, to);
    rule(&more(window.top, "▲", "above", writing), writing, row(2), to);
    // What stands at the foot has a rule of its own above it, which says what is hidden there.
    let below = window.lines.saturating_sub(window.top + window.height);
    let below = more(below, "▼", "below", writing);
    let foot = u16::try_from(sheet.rows_of_foot()).unwrap_or(body.height);
    if foot > 0 {
        rule("", writing, row(area.height - 2), to);
    }
    rule(&below, writing, row(area.height - 2 - foot), to);
    status::draw(state, window, writing, row(area.height - 1), to);
    if let Some(message) = &state.message {
        say(message, writing, area, to);
    }
    window
}

/// What is in the middle of the screen.
struct Sheet {
    title: String,
    lines: Vec<Line>,
    /// What is seen below them wherever they are scrolled to: what is being typed.
    foot: Vec<Line>,
    /// The first line that is to be seen.
    top: usize,
    /// A line that stands out.
    chosen: Option<usize>,
}

/// So many lines of a slide are seen at least while something is typed.
const LEAST_ABOVE: usize = 5;

impl Sheet {
    fn of(state: &State, names: Names<'_>, writing: Writing, width: usize, height: usize) -> Self {
        match &state.overlay {
            None if state.prompt.is_some() => Sheet::of_prompt(state, names, writing, width, height),
            None => {
                let lines = |place: Place| laid_out(&page::slide_blocks(state, place, names), width, writing);
                let all = lines(state.place);
                let top = match state.scroll {
                    Scroll::At(top) => top,
                    // Whoever types an answer sees it, and whoever has given one what is said about it.
                    Scroll::Newest if state.is_predicting() => usize::MAX,
                    Scroll::Newest => newest(state.place, &all, height, lines),
                };
                let goal = state.lesson.slides[state.slide()].goal.clone();
                Sheet { title: goal, lines: all, top, chosen: None, foot: Vec::new() }
            }
            Some(Overlay::Reading { what, scroll }) => {
                let (title, blocks) = page::reading(state, *what, names);
                let top = if let Scroll::At(top) = scroll { *top } else { 0 };
                Sheet {
                    title: title.into(),
                    lines: laid_out(&blocks, width, writing),
                    top,
                    chosen: None,
                    foot: Vec::new(),
                }
            }
            Some(Overlay::Weight(choice)) => {
                let (title, blocks) = page::choice(state, choice, names);
                Sheet {
                    title,
                    lines: laid_out(&blocks, width, writing),
                    top: 0,
                    chosen: None,
                    foot: Vec::new(),
                }
            }
            Some(Overlay::Derivation { derived, scroll }) => {
                let lines = laid_out(&derived.page.blocks, width, writing);
                let top = match scroll {
                    Scroll::At(top) => *top,
                    Scroll::Newest if derived.begin == 0 => 0,
                    Scroll::Newest => {
                        laid_out(&derived.page.blocks[..derived.begin], width, writing).len() + 1
                    }
                };
                Sheet { title: derived.page.title.clone(), lines, top, chosen: None, foot: Vec::new() }
            }
            Some(Overlay::List(list)) => Sheet::of_list(list, width, height, writing),
        }
    }

    /// The slide, and below it what is being typed. Where there is no room for all of it, the slide scrolls alone, and
    /// what is asked for is seen first.
    fn of_prompt(state: &State, names: Names<'_>, writing: Writing, width: usize, height: usize) -> Self {
        let title = state.lesson.slides[state.slide()].goal.clone();
        let seen = |hidden| laid_out(&page::seen(state, hidden, state.place, names), width, writing);
        let lines = seen(state.hidden.as_ref());
        let foot = laid_out(&page::prediction(state, names), width, writing);
        // A rule stands between them, or an empty line.
        let room = height.saturating_sub(foot.len() + 1);
        if lines.len() <= room || room < LEAST_ABOVE {
            let lines = [lines, foot].join(&Line::new());
            let top = if let Scroll::At(top) = state.scroll { top } else { usize::MAX };
            return Sheet { title, lines, foot: Vec::new(), top, chosen: None };
        }
        let top = match state.scroll {
            Scroll::At(top) => top,
            Scroll::Newest => asked_for(&lines, &seen(None), room),
        };
        Sheet { title, lines, foot, top, chosen: None }
    }

    /// How many rows what stands below takes, with the rule above it.
    fn rows_of_foot(&self) -> usize {
        if self.foot.is_empty() { 0 } else { self.foot.len() + 1 }
    }

    fn of_list(list: &List, width: usize, height: usize, writing: Writing) -> Self {
        let title = match &list.text {
            Some(text) => format!("Slides that say: {text}▏"),
            None => "All slides".into(),
        };
        let mut lines = Vec::new();
        let mut chosen = 0;
        let mut goal = "";
        for (place, entry) in list.entries.iter().enumerate() {
            if entry.goal != goal {
                goal = &entry.goal;
                let mut heading = laid_out(&[Block::Heading(goal.into())], width, writing);
                lines.append(&mut heading);
            }
            if place == list.cursor {
                chosen = lines.len();
            }
            // Spaces at the beginning of words would be lost.
            let number = format!("{:>4}  ", entry.slide + 1).replace(' ', "\u{a0}");
            let words = format!("{number}{}", entry.line);
            lines.push(paint::cut(paint::line(&words, writing.charset), width, writing.charset));
        }
        if list.entries.is_empty() {
            lines.push(paint::line("No slide says that.", writing.charset));
        }
        // The chosen one stands in the middle as far as the ends of the list allow it.
        let top = chosen.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
        let chosen = (!list.entries.is_empty()).then_some(chosen);
        Sheet { title, lines, foot: Vec::new(), top, chosen }
    }

    fn draw(&self, state: &State, writing: Writing, body: Rect, to: &mut Buffer) -> Window {
        let (width, height) = (usize::from(body.width), usize::from(body.height) - self.rows_of_foot());
        let widest = self.lines.iter().chain(&self.foot).map(paint::columns).max().unwrap_or(0);
        let hidden_columns = widest.saturating_sub(width);
        let aside = state.aside.min(hidden_columns);
        let top = self.top.min(self.lines.len().saturating_sub(height));
        let seen = self.lines.iter().enumerate().skip(top).take(height).map(|(at, line)| (Some(at), line));
        let rows = (body.y..).zip(seen);
        // Below the rule.
        let below = body.bottom() - u16::try_from(self.foot.len()).unwrap_or(body.height);
        let foot = self.foot.iter().map(|line| (None, line));
        for (y, (number, line)) in rows.chain((below..).zip(foot)) {
            let row = Rect { y, height: 1, ..body };
            paint::put(line, aside, writing.colour, row, to);
            let [left, right] = match writing.charset {
                Charset::Unicode => ['‹', '›'],
                Charset::Ascii => ['<', '>'],
            };
            let ends = [(aside > 0 && !line.is_empty(), body.x - 1, left)];
            let ends = ends.into_iter().chain([(paint::columns(line) > aside + width, body.right(), right)]);
            for (_, x, sign) in ends.filter(|(is_cut, ..)| *is_cut) {
                to[(x, y)].set_char(sign).set_style(Style::default().add_modifier(Modifier::BOLD));
            }
            if number.is_some() && self.chosen == number {
                to.set_style(row, Style::default().add_modifier(Modifier::REVERSED));
            }
        }
        Window { top, height, lines: self.lines.len(), hidden_columns }
    }
}

/// Blocks under one another, with an empty line between them.
fn laid_out(blocks: &[Block], width: usize, writing: Writing) -> Vec<Line> {
    let lines = |block: &Block| {
        let width = if matches!(block, Block::Prose(_)) { width.min(LONGEST_LINE) } else { width };
        let style = render::Style { width, charset: writing.charset, colour: writing.colour };
        text::lines(block, &style)
    };
    blocks.iter().map(lines).collect::<Vec<_>>().join(&Line::new())
}

/// The first line from which the thing that came last is seen, and as much before it as there is room for.
fn newest(place: Place, all: &[Line], height: usize, lines: impl Fn(Place) -> Vec<Line>) -> usize {
    let before = match place.stop {
        Stop::Parts(parts) if parts > 1 && all.len() > height => {
            lines(Place { stop: Stop::Parts(parts - 1), ..place })
        }
        _ => return 0,
    };
    let Range { start, end } = changed(all, &before);
    end.saturating_sub(height).min(start)
}

/// The lines that differ: those between what is the same at the beginning and what is the same at the end.
fn changed(now: &[Line], was: &[Line]) -> Range<usize> {
    let same = |pair: &(&Line, &Line)| pair.0 == pair.1;
    let start = now.iter().zip(was).take_while(same).count();
    let tail = now.iter().rev().zip(was.iter().rev()).take_while(same).count();
    start..now.len() - tail.min(now.len() - start)
}

/// The first line from which what is hidden is seen: its question mark, or where there is none the last line that it
/// has changed. What is not hidden at all is a question, which is read from its end.
fn asked_for(hidden: &[Line], shown: &[Line], height: usize) -> usize {
    let Range { start, end } = changed(hidden, shown);
    if start == end {
        return usize::MAX;
    }
    let is_mark = |line: &Line| line.iter().any(|glyph| glyph.character == '?');
    let at = hidden[start..end].iter().position(is_mark).map_or(end - 1, |at| start + at);
    let top = end.saturating_sub(height).min(start);
    if (top..top + height).contains(&at) { top } else { at.saturating_sub(height / 2) }
}

/// A rule with words in it.
fn rule(words: &str, writing: Writing, row: Rect, to: &mut Buffer) {
    let across = if writing.charset == Charset::Unicode { "─" } else { "-" };
    let dim = Style::default().add_modifier(Modifier::DIM);
    to.set_string(row.x, row.y, across.repeat(usize::from(row.width)), dim);
    if !words.is_empty() {
        to.set_string(row.x + 1, row.y, format!(" {words} "), Style::default());
    }
}

fn more(lines: usize, sign: &str, where_: &str, writing: Writing) -> String {
    let sign = match (writing.charset, where_) {
        (Charset::Unicode, _) => sign,
        (Charset::Ascii, "above") => "^",
        (Charset::Ascii, _) => "v",
    };
    match lines {
        0 => String::new(),
        1 => format!("{sign} 1 more line {where_}"),
        _ => format!("{sign} {lines} more lines {where_}"),
    }
}

/// Words at the bottom of the screen, over as many rows as they need.
pub(super) fn say(message: &str, writing: Writing, area: Rect, to: &mut Buffer) {
    let width = usize::from(area.width) - 2;
    let mut lines = laid_out(&[Block::Prose(vec![message.into()])], width, writing);
    lines.truncate(usize::from(area.height) / 2);
    let top = area.bottom() - u16::try_from(lines.len()).unwrap_or(1);
    for (y, line) in (top..).zip(&lines) {
        let row = Rect { y, height: 1, ..area };
        Clear.render(row, to);
        paint::put(line, 0, writing.colour, Rect { x: area.x + 1, width: area.width - 2, ..row }, to);
        to.set_style(row, Style::default().add_modifier(Modifier::BOLD));
    }
}

/// The title of a lesson, and for which weight it is told where that is not its own.
fn title(lesson: &Lesson, names: Names<'_>) -> String {
    if lesson.weight == lesson.written_for {
        return lesson.title.clone();
    }
    let weight = lesson.problem.shape().symbol(lesson.weight);
    format!("for {}: {}", names.written(&weight), lesson.title)
}

/// One text at the left end of a row, another at its right.
fn two_ends(left: &str, right: &str, look: Modifier, writing: Writing, row: Rect, to: &mut Buffer) {
    let inner = Rect { x: row.x + 1, width: row.width - 2, ..row };
    let right = paint::line(right, writing.charset);
    let taken = paint::columns(&right);
    let room = usize::from(inner.width).saturating_sub(taken + 2);
    let left = paint::cut(paint::line(left, writing.charset), room, writing.charset);
    paint::put(&left, 0, writing.colour, inner, to);
    to.set_style(Rect { width: u16::try_from(room).unwrap_or(inner.width), ..inner }, look);
    let at = inner.right().saturating_sub(u16::try_from(taken).unwrap_or(inner.width));
    paint::put(&right, 0, writing.colour, Rect { x: at, width: inner.right() - at, ..inner }, to);
}

pub(super) fn too_small(writing: Writing, area: Rect, to: &mut Buffer) {
    let (width, height) = SMALLEST;
    let sign = if writing.charset == Charset::Unicode { '×' } else { 'x' };
    let words = [
        "too small".to_owned(),
        format!("{}{sign}{} of {width}{sign}{height}", area.width, area.height),
        "q ends".into(),
    ];
    for (y, words) in (area.y..area.bottom()).zip(words) {
        let words: String = words.chars().take(usize::from(area.width)).collect();
        to.set_string(area.x, y, words, Style::default());
    }
}
