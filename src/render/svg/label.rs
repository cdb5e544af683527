//! Formulas as one line of SVG text, and how wide they are at most.
//!
//! Scripts are smaller and moved up or down; a fraction is written with a slash. Which font will be there is not
//! known, so widths are estimated from above: a label may stand a little loose but never touches its neighbour.

use std::fmt::Write as _;

use super::data_mark;
use super::number;
use super::role_class;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Mark;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Charset;
use crate::render::sign;
use crate::render::xml::escaped;

/// The size of normal text.
pub(super) const SIZE: f64 = 17.0;

/// A formula that is ready to be placed.
#[derive(Clone, Default)]
pub(super) struct Label {
    runs: Vec<Run>,
    /// What the whole belongs to.
    mark: Option<Mark>,
}

/// Characters of one size, height and look.
#[derive(Clone)]
struct Run {
    text: String,
    level: Level,
    class: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Base,
    Below,
    Above,
}

impl Level {
    fn size(self) -> f64 {
        if self == Level::Base { SIZE } else { SIZE * 0.72 }
    }

    fn drop(self) -> f64 {
        match self {
            Level::Base => 0.0,
            Level::Below => SIZE * 0.24,
            Level::Above => SIZE * -0.38,
        }
    }
}

impl Label {
    pub(super) fn new(math: &Math) -> Self {
        let mut label = Label::default();
        label.write(math, Level::Base);
        label
    }

    /// The same label, which lights up with everything of this mark.
    pub(super) fn with_mark(self, mark: Mark) -> Self {
        Label { mark: Some(mark), ..self }
    }

    /// The same label with the sign of its strand in front, and in the strand's colour.
    pub(super) fn of_mark(mut self, mark: Mark) -> Self {
        let strand = mark.strand;
        let sign = format!("{}\u{a0}", sign(strand, Charset::Unicode));
        self.mark = Some(mark);
        self.runs.insert(0, Run { text: sign, level: Level::Base, class: Vec::new() });
        self.with_class(&format!("t{}", number(strand)), 0);
        self
    }

    pub(super) fn width(&self) -> f64 {
        self.runs.iter().map(Run::width).sum()
    }

    /// The text, centred on a piece of ground that covers the line behind it.
    pub(super) fn on_ground(&self, x: f64, y: f64) -> String {
        let (width, left) = (self.width(), x - self.width() / 2.0);
        let top = y - SIZE;
        let height = SIZE * 1.4;
        format!(
            "<rect class=\"ground\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\n"
        ) + &self.centred(x, y, "")
    }

    /// The text, centred, with its baseline at this height.
    pub(super) fn centred(&self, x: f64, y: f64, class: &str) -> String {
        let mark = data_mark(self.mark);
        let mut text = format!("<text{}{mark} x=\"{x:.1}\" y=\"{y:.1}\">", class_attribute(class));
        let mut height = 0.0;
        for run in self.joined() {
            let small = (run.level != Level::Base).then_some("s");
            let class =
                small.into_iter().chain(run.class.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
            let drop = match format!("{:.1}", run.level.drop() - height).as_str() {
                "0.0" | "-0.0" => String::new(),
                drop => format!(" dy=\"{drop}\""),
            };
            let _ = write!(text, "<tspan{}{drop}>{}</tspan>", class_attribute(&class), escaped(&run.text));
            height = run.level.drop();
        }
        text + "</text>\n"
    }

    /// The runs, those that look alike as one. A sign of a strand stays by itself: what follows it may be hidden.
    fn joined(&self) -> Vec<Run> {
        let is_sign = |run: &Run| run.text.starts_with(['▫', '∿', '•']);
        let mut joined: Vec<Run> = Vec::new();
        for run in &self.runs {
            match joined.last_mut() {
                Some(last) if last.level == run.level && last.class == run.class && !is_sign(last) => {
                    last.text += &run.text;
                }
                _ => joined.push(run.clone()),
            }
        }
        joined
    }

    fn push(&mut self, text: &str, level: Level) {
        self.runs.push(Run { text: text.to_owned(), level, class: Vec::new() });
    }

    fn with_class(&mut self, class: &str, from: usize) {
        self.runs[from..].iter_mut().for_each(|run| run.class.push(class.to_owned()));
    }

    fn write(&mut self, math: &Math, level: Level) {
        match math {
            Math::Name(name) => {
                self.push(name, level);
                if name.chars().count() == 1 && name.chars().all(char::is_alphabetic) {
                    self.with_class("i", self.runs.len() - 1);
                }
            }
            Math::Words(text) => self.push(text, level),
            Math::Number(digits) => self.push(&digits.replace('-', "−"), level),
            Math::Operator(operator) => self.push(written(*operator, level), level),
            Math::Row(pieces) => pieces.iter().for_each(|piece| self.write(piece, level)),
            Math::Fraction(over, under) => self.write_all(&[over, under], ["", "/", ""], level),
            Math::Scripts { base, sub, sup } => {
                self.write(base, level);
                if let Some(sub) = sub {
                    self.write(sub, Level::Below);
                }
                if let Some(sup) = sup {
                    self.write(sup, Level::Above);
                }
            }
            Math::Fenced(Fence::Round, inside) => self.write_all(&[inside], ["(", ")", ""], level),
            Math::Fenced(Fence::Square, inside) => self.write_all(&[inside], ["[", "]", ""], level),
            Math::Sum { index, from, to, body } => {
                self.push("Σ", level);
                self.write_all(&[index, from], ["", "=", ""], Level::Below);
                self.write(to, Level::Above);
                self.push(" ", level);
                self.write(body, level);
            }
            Math::Under(piece, note) | Math::Braced(piece, note) => {
                self.write_all(&[piece, note], ["", " = ", ""], level);
            }
            Math::Looking(look, piece) => self.write_looking(*look, piece, level),
        }
    }

    /// Pieces with something before, between and after them.
    fn write_all(&mut self, pieces: &[&Math], around: [&str; 3], level: Level) {
        for (number, text) in around.iter().enumerate() {
            if !text.is_empty() {
                self.push(text, level);
            }
            if let Some(piece) = pieces.get(number) {
                self.write(piece, level);
            }
        }
    }

    fn write_looking(&mut self, look: Look, piece: &Math, level: Level) {
        let from = self.runs.len();
        match look {
            Look::Asked(_) => self.write(piece, level),
            Look::Role(role) => {
                self.write(piece, level);
                self.with_class(role_class(role), from);
            }
            Look::Mark(mark) => {
                self.push(&sign(mark.strand, Charset::Unicode).to_string(), level);
                self.write(piece, level);
                self.with_class(&format!("t{}", number(mark.strand)), from);
            }
        }
    }
}

impl Run {
    fn width(&self) -> f64 {
        self.text.chars().map(em).sum::<f64>() * self.level.size()
    }
}

/// The attribute of a class, if there is any.
fn class_attribute(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") }
}

/// How wide a character is at most, as a part of the size of its font.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '\'' | '′' | '(' | ')' | '[' | ']'
        | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '…' | '∿' => 1.0,
        'A'..='Z' | '+' | '−' | '=' | '≈' | '≠' | '→' | 'Σ' => 0.8,
        character if (character as u32) < 0x2e80 => 0.64,
        _ => 1.1,
    }
}

fn written(operator: Operator, level: Level) -> &'static str {
    match operator {
        Operator::Comma if level != Level::Base => ",",
        Operator::Plus => " + ",
        Operator::Minus => " − ",
        Operator::Negative => "−",
        Operator::Times => " · ",
        Operator::Equals => " = ",
        Operator::Approximately => " ≈ ",
        Operator::Differs => " ≠ ",
        Operator::Comma => ", ",
        Operator::Partial => "∂",
        Operator::Prime => "′",
        Operator::Becomes => " → ",
        Operator::Dots => "…",
        Operator::Unknown => "?",
    }
}
