//! One slide: its words, what it shows, its question.

use std::sync::Arc;

use super::Field;
use super::Item;
use super::Reader;
use crate::expr::Expr;
use crate::graph::Quantity;
use crate::lesson::Answer;
use crate::lesson::Matrix;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::Source;
use crate::lesson::WordsFor;
use crate::lesson::format::PredictText;
use crate::lesson::format::SlideText;
use crate::lesson::is_english;
use crate::lesson::prose;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::ProseFault;
use crate::lesson::prose::Run;
use crate::lesson::same_value;
use crate::lesson::stage::Reads;
use crate::lesson::stage::Trouble;

impl Reader<'_> {
    /// The slide at this place, with its faults noted.
    pub(super) fn slide(&mut self, place: usize, line: usize, written: &SlideText) -> Slide {
        if written.goal.trim().is_empty() {
            let help = "name the sub-goal that the slide belongs to, in a few words";
            self.say(Some(place), &Trouble::new("goal", "the goal is empty", help));
        }
        if written.source == Some(0) {
            let help = "slides are counted from 1; leave the field out where no slide is retold";
            self.say(Some(place), &Trouble::new("source", "the source has no slide 0", help));
        }
        let (mut shown, mut items) = (Vec::new(), Vec::new());
        for (item, show) in written.shows.iter().enumerate() {
            match self.show(show) {
                Ok(new) => {
                    items.extend(new.iter().map(|_| item));
                    shown.extend(new);
                }
                Err(Trouble::Fault { at, says, help, bytes }) => {
                    self.give_up(show);
                    let at = [vec![Field("shows"), Item(item)], at].concat();
                    self.say(Some(place), &Trouble::Fault { at, says, help, bytes });
                }
                Err(Trouble::Earlier) => self.lose(show),
            }
        }
        if written.allow.values().any(|reason| reason.trim().is_empty()) {
            let help = "say why it is meant so: allow: {\"long-slide\": \"the table is the point\"}";
            self.say(Some(place), &Trouble::new("allow", "something is allowed without a reason", help));
        }
        self.nudges_agree(place, written, &shown);
        // Words speak of what the slide has come to, and so of what is defined on it.
        let happens_to_be_equal =
            shown.iter().any(|shown| matches!(shown, Shown::NotEqual { values, .. } if same_value(*values)));
        // Words that call two numbers different hold for the numbers that they were written for.
        let words_for = if happens_to_be_equal {
            WordsFor::OwnData { names_weight: true }
        } else {
            words_for(written, &self.language)
        };
        let (mut says, mut predict) = match words_for {
            WordsFor::Any => self.words_and_question(place, written),
            WordsFor::OwnWeight | WordsFor::OwnData { .. } => self.words_as_written(place, written),
        };
        if self.numbers == Source::Other && !matches!(words_for, WordsFor::OwnData { .. }) {
            exchange_in_all(&mut says, &mut predict, &self.own_words);
        }
        self.work_derivatives_out(&shown);
        Slide {
            source: written.source,
            goal: written.goal.clone(),
            pace: written.pace,
            words_for,
            explains_names: written.of_these_names,
            says,
            shown,
            items,
            allow: written.allow.clone(),
            predict,
            scene: Arc::clone(self.stage.scene()),
            line,
        }
    }

    /// Where a slide shows a nudge, its words are about the same one.
    fn nudges_agree(&mut self, place: usize, written: &SlideText, shown: &[Shown]) {
        let shown: Vec<(Quantity, f64)> = shown
            .iter()
            .filter_map(|shown| match shown {
                Shown::Nudge { weight, by } => Some((*weight, *by)),
                _ => None,
            })
            .collect();
        let Some(&(own, size)) = shown.first() else { return };
        let shape = &self.stage.scene().shape;
        let texts = std::iter::once((vec![Field("says")], &written.says)).chain(
            written.predict.iter().flat_map(|predict| {
                [("asks", &predict.asks), ("because", &predict.because)]
                    .map(|(field, text)| (vec![Field("predict"), Field(field)], text))
            }),
        );
        let troubles: Vec<Trouble> = texts
            .flat_map(|(at, text)| {
                let shown = &shown;
                let others = prose::nudges(text, &self.stage)
                    .into_iter()
                    .filter(|(_, weight, by)| !shown.contains(&(*weight, *by)));
                others.map(move |(bytes, weight, by)| Trouble::Fault {
                    at: at.clone(),
                    says: format!(
                        "the words nudge {} by {by}, and what is shown nudges {} by {size}",
                        shape.symbol(weight),
                        shape.symbol(own)
                    ),
                    help: "write the same in both".into(),
                    bytes: Some(bytes),
                })
            })
            .collect();
        for trouble in troubles {
            self.say(Some(place), &trouble);
        }
    }

    /// What the derivatives in formulas are worth is found while the lesson is read, so that no drawing waits for it: the
    /// scene keeps it.
    fn work_derivatives_out(&self, shown: &[Shown]) {
        let value = |formula: &Expr| self.stage.scene().value(formula);
        for shown in shown {
            let cells = match shown {
                Shown::Line(line) => {
                    line.equation.right.any(&mut |part| {
                        if matches!(part, Expr::Partial { .. }) {
                            let _ = value(part);
                        }
                        false
                    });
                    continue;
                }
                Shown::Grid { cells, .. } | Shown::Matrix(Matrix { cells, .. }) => cells,
                _ => continue,
            };
            for cell in cells.iter().flatten() {
                let _ = value(cell);
            }
        }
    }

    fn words_and_question(&mut self, place: usize, written: &SlideText) -> (Vec<Paragraph>, Option<Predict>) {
        let says = self.prose(place, &["says"], &written.says);
        (says, written.predict.as_ref().and_then(|predict| self.predict(place, predict)))
    }

    /// The words as they are for the lesson's own weight, if they hold so. Names that the steps have defined stand for
    /// something else with another weight: words about them follow it.
    fn words_as_written(&mut self, place: usize, written: &SlideText) -> (Vec<Paragraph>, Option<Predict>) {
        let faults = self.faults.len();
        self.stage.read(Reads::Written);
        let words = self.words_and_question(place, written);
        self.stage.read(Reads::Exchanged);
        if !self.stage.is_own_weight() && self.faults.len() > faults {
            self.faults.truncate(faults);
            return self.words_and_question(place, written);
        }
        words
    }

    pub(super) fn prose(&mut self, place: usize, fields: &[&'static str], text: &str) -> Vec<Paragraph> {
        match prose::paragraphs(text, &self.stage).map(|paragraphs| self.with_problem(paragraphs)) {
            Ok(paragraphs) if paragraphs.is_empty() => {
                let at = fields.iter().map(|field| Field(field)).collect();
                let help = "say in a sentence or two what is seen and why";
                self.say(Some(place), &Trouble::at(at, "there are no words here", help));
                paragraphs
            }
            Ok(paragraphs) => paragraphs,
            Err(ProseFault { at: bytes, says, help }) => {
                let at = fields.iter().map(|field| Field(field)).collect();
                self.say(Some(place), &Trouble::Fault { at, says, help, bytes: Some(bytes) });
                Vec::new()
            }
        }
    }

    /// Words in which commands speak of the problem whose numbers are shown: what is to be typed with `iris-2` is typed
    /// with the reader's own numbers.
    fn with_problem(&self, mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
        if self.numbers == Source::Other {
            let runs = paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.runs);
            runs.for_each(|run| exchange_problem(run, &self.own_problem, &self.problem_name));
        }
        paragraphs
    }
}

/// Does [`exchange_words`] in all of a slide's text and its question's.
fn exchange_in_all(says: &mut [Paragraph], question: &mut Option<Predict>, words: &[(String, String)]) {
    let mut lines: Vec<&mut Vec<Run>> = says.iter_mut().map(|paragraph| &mut paragraph.runs).collect();
    if let Some(Predict { asks, answer, because }) = question {
        lines.extend(asks.iter_mut().chain(because).map(|paragraph| &mut paragraph.runs));
        if let Answer::Choice { choices, .. } = answer {
            lines.extend(choices.iter_mut().flat_map(|choice| [&mut choice.says, &mut choice.why_not]));
        }
    }
    while let Some(runs) = lines.pop() {
        for run in runs {
            match run {
                Run::Text(text) => exchange_words(text, words),
                Run::Emphasis(inner) | Run::Strong(inner) => lines.push(inner),
                _ => {}
            }
        }
    }
}

/// Puts other words in the place of those for the lesson's own examples, wherever a word begins with them.
fn exchange_words(text: &mut String, words: &[(String, String)]) {
    for (own, other) in words {
        for (own, other) in [(own.clone(), other.clone()), (capital(own), capital(other))] {
            let mut begin = 0;
            while let Some(at) =
                text.get(begin..).and_then(|rest| rest.find(&own)).filter(|_| !own.is_empty())
            {
                let at = begin + at;
                begin = at + own.len();
                if !text[..at].ends_with(char::is_alphanumeric) {
                    text.replace_range(at..begin, &other);
                    begin = at + other.len();
                }
            }
        }
    }
}

/// The word at the beginning of a sentence.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Puts another problem into a command.
fn exchange_problem(run: &mut Run, own: &str, other: &str) {
    match run {
        Run::Code(code) if code.starts_with("gradwalk ") => {
            let is_plain = |sign: char| sign.is_alphanumeric() || "-_./".contains(sign);
            // A name that a shell would take apart.
            let other = if other.chars().all(is_plain) { other.to_owned() } else { format!("'{other}'") };
            let word = |word: &str| if word == own { other.clone() } else { word.to_owned() };
            *code = code.split(' ').map(word).collect::<Vec<_>>().join(" ");
        }
        Run::Emphasis(inner) | Run::Strong(inner) => {
            for run in inner {
                exchange_problem(run, own, other);
            }
        }
        _ => {}
    }
}

/// What the words of a slide and of its question hold for.
fn words_for(written: &SlideText, language: &str) -> WordsFor {
    let question =
        written.predict.iter().flat_map(|PredictText { asks, because, choices, why_not, .. }| {
            [asks, because].into_iter().chain(choices).chain(why_not)
        });
    let words: Vec<&String> = std::iter::once(&written.says).chain(question).collect();
    let names_weight = words.iter().any(|text| names_its_own(text, language));
    match written.of_this_data {
        // Their formulas stay as they are written, whatever the weight.
        true => WordsFor::OwnData {
            names_weight: names_weight || words.iter().any(|text| text.contains(['$', '{'])),
        },
        false if names_weight => WordsFor::OwnWeight,
        false => WordsFor::Any,
    }
}

/// What is counted by numbers that another weight of the layer exchanges, in English.
const EXCHANGED: [&str; 5] = ["node", "row", "column", "input", "output"];

/// Whether a text names a weight, or a node by its number, outside of formulas, inserted values and code, which can
/// follow another weight: `row 2, column 3`. Examples keep their numbers, and how many there are of something is the
/// same. In a language whose nouns are not known here, any number counts.
fn names_its_own(text: &str, language: &str) -> bool {
    let (mut until, mut is_escaped) = (None, false);
    let words: String = text
        .chars()
        .filter(|&letter| {
            if let Some(end) = until {
                until = (letter != end).then_some(end);
                return false;
            }
            if is_escaped || letter == '\\' {
                is_escaped = !is_escaped;
                return !is_escaped;
            }
            until = ['$', '{', '`'].contains(&letter).then_some(if letter == '{' { '}' } else { letter });
            until.is_none()
        })
        .collect();
    if words.contains("w_") {
        return true;
    }
    if !is_english(language) {
        return words.contains(|letter: char| letter.is_ascii_digit());
    }
    let pieces: Vec<&str> = words.split_whitespace().collect();
    pieces.windows(2).any(|pair| is_exchanged(pair[0]) && is_index(pair[1]))
}

fn is_exchanged(word: &str) -> bool {
    let word = word.trim_matches(|sign: char| "*(\"“".contains(sign)).to_lowercase();
    EXCHANGED.contains(&word.strip_suffix('s').unwrap_or(&word))
}

/// Whether a piece of a sentence is a number that something has: `2,`, and neither `0.5` nor `0`.
fn is_index(piece: &str) -> bool {
    let piece = piece.trim_start_matches(['*', '(']);
    let digits = piece.chars().take_while(char::is_ascii_digit).count();
    let is_decimal =
        piece[digits..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    digits > 0 && !piece.starts_with('0') && !is_decimal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_speak_of_the_problem_that_is_shown() {
        for (code, other, expected) in [
            ("gradwalk compare iris-2", "mine.npz", "gradwalk compare mine.npz"),
            ("gradwalk derive iris-2 --weight w_211", "a b.npz", "gradwalk derive 'a b.npz' --weight w_211"),
            ("gradwalk compare iris-3", "mine.npz", "gradwalk compare iris-3"),
            ("iris-2", "mine.npz", "iris-2"),
        ] {
            let mut run = Run::Strong(vec![Run::Code(code.into())]);
            exchange_problem(&mut run, "iris-2", other);
            assert_eq!(run, Run::Strong(vec![Run::Code(expected.into())]));
        }
    }

    #[test]
    fn words_that_count_nodes_are_told_apart() {
        for (text, is_own) in [
            ("The error of $o_out_1^(2)$ is {o_out_1^(1) : 3}; see `w_211`.", false),
            ("Open the box in row 2.", true),
            ("The path to w_211 has *three* edges.", true),
            (r"A \$ sign, then w_211 and a \$.", true),
            (r"A \{ and $w_211$.", false),
            ("From hidden node 1 to *output node* 3.", true),
            ("Columns 2 and 3 stay.", true),
            // How many there are, and which example, is the same for every weight.
            ("$w_211$ has 3 indices.", false),
            ("What goes into node *2*?", true),
            ("Flower 1 is $x_1^(1)$, and flower 2 comes later.", false),
            ("A 2 above, a 2 below: they cancel.", false),
            ("It has 100 rows and 2 columns.", false),
            ("The output 0.5 is no output 0.", false),
        ] {
            assert_eq!(names_its_own(text, "en"), is_own, "{text}");
        }
        assert!(names_its_own("Zeile 2", "de") && !names_its_own("Zeile $n$", "de"));
        assert!(names_its_own("Row 2", "en-GB") && !names_its_own("Flower 2", "en-GB"));
    }

    #[test]
    fn other_examples_have_other_words() {
        let words = [("a flower", "an example"), ("flower", "example")];
        let words = words.map(|(own, other)| (own.to_owned(), other.to_owned()));
        for (own, other) in [
            ("Flowers, a flower and flower 1", "Examples, an example and example 1"),
            ("A flower is no sunflower.", "An example is no sunflower."),
            ("No word of it.", "No word of it."),
        ] {
            let mut text = own.to_owned();
            exchange_words(&mut text, &words);
            assert_eq!(text, other);
        }
    }
}
