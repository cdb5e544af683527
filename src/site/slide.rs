//! A slide as an article: what it is built up of, part by part, so that a script can show as much of it as is wanted.

use super::table::Table;
use crate::expr::Focus;
use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Lesson;
use crate::lesson::Pace;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::Words;
use crate::lesson::hide;
use crate::lesson::hide::Target;
use crate::lesson::hide::What;
use crate::page::Block;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::html::Html;
use crate::render::speech;
use crate::render::xml::escaped;
use crate::show::checks;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

/// A slide in every version of its lesson, the first of which is the one that is seen without a script.
pub(super) struct Versions<'a> {
    pub(super) lessons: &'a [&'a Lesson],
    pub(super) names: Names<'a>,
    /// The slide, counted from 0.
    pub(super) place: usize,
}

impl Versions<'_> {
    pub(super) fn article(&self, table: &mut Table) -> String {
        let lesson = self.lessons[0];
        let slide = &lesson.slides[self.place];
        article(&lesson.words, self.place, lesson.slides.len(), pace(slide), &slide.goal, &self.inside(table))
    }

    /// All that stands in the article whatever the slide's number.
    pub(super) fn content(&self) -> String {
        let slide = &self.lessons[0].slides[self.place];
        [pace(slide), &slide.goal, &self.inside(&mut Table::default())].join("\n")
    }

    fn inside(&self, table: &mut Table) -> String {
        let (lesson, names) = (self.lessons[0], self.names);
        let slide = &lesson.slides[self.place];
        [
            blocks(&Vec::from_iter(slide::badge(lesson, self.place, names))),
            wrapped(
                "written-for",
                " hidden",
                &blocks(&Vec::from_iter(slide::written_for(lesson, slide, self.names))),
            ),
            blocks(&Vec::from_iter(slide::other_data(lesson, slide))),
            slide.predict.as_ref().map_or_else(String::new, |predict| self.question(predict, table)),
            self.element("says", "", table, |lesson, slide| blocks(&slide::says(lesson, slide, names))),
            self.things(table),
            self.element("answer", "", table, |lesson, slide| blocks(&slide::answer(lesson, slide, names))),
        ]
        .concat()
    }

    /// An element with what every version has in it.
    fn element(
        &self,
        class: &str,
        attributes: &str,
        table: &mut Table,
        content: impl Fn(&Lesson, &Slide) -> String,
    ) -> String {
        let of = |lesson: &&Lesson| content(lesson, &lesson.slides[self.place]);
        let (inside, attribute) = table.numbered(&self.lessons.iter().map(of).collect::<Vec<_>>());
        wrapped(class, &[attributes, &attribute].concat(), &inside)
    }

    /// The question, with the letter of the right choice.
    fn question(&self, predict: &Predict, table: &mut Table) -> String {
        let right = match &predict.answer {
            Answer::Choice { right, .. } => ('a'..='z').nth(*right),
            Answer::Formula { .. } => None,
        };
        let right = right.map_or_else(String::new, |letter| format!(" data-right=\"{letter}\""));
        let heading = format!("<h3>{}</h3>\n", escaped(self.lessons[0].words.label("question")));
        let part = |of: fn(&Predict, Names<'_>) -> Vec<Block>| {
            move |_: &Lesson, slide: &Slide| {
                slide.predict.as_ref().map_or_else(String::new, |predict| blocks(&of(predict, self.names)))
            }
        };
        let asks = |predict: &Predict, names: Names<'_>| slide::paragraphs(&predict.asks, names);
        let asks = self.element("asks", "", table, part(asks));
        let choices = self.element("choices", "", table, part(slide::choices));
        // Each may be said once its choice was not right.
        let mut hints = String::new();
        if let Answer::Choice { choices, right } = &predict.answer {
            for (place, letter) in (0..choices.len()).zip('a'..='z').filter(|(place, _)| place != right) {
                let hint = |_: &Lesson, slide: &Slide| {
                    let hint =
                        slide.predict.as_ref().map(|predict| slide::why_not(predict, place, self.names));
                    hint.map_or_else(String::new, |hint| blocks(&[Block::Prose(hint)]))
                };
                hints += &self.element("hint", &format!(" data-of=\"{letter}\" hidden"), table, hint);
            }
        }
        let is = |_: &Lesson, slide: &Slide| match slide.predict.as_ref().map(|predict| &predict.answer) {
            Some(Answer::Formula { of, is }) => {
                format!("<ul class=\"asked\" hidden>\n<li>{is}</li>\n<li class=\"of\">{of}</li>\n</ul>\n")
            }
            _ => String::new(),
        };
        let is = self.element("is", "", table, is);
        format!("<section class=\"question\"{right}>\n{heading}{asks}{choices}{hints}{is}</section>\n")
    }

    /// One thing that the slide shows.
    fn thing(&self, lesson: &Lesson, slide: &Slide, shown: &Shown) -> String {
        let view = View { names: self.names, numbers: Numbers::Shown, extent: Extent::Whole };
        let targets = match shown {
            Shown::Line(line) => hide::targets(slide, line),
            _ => Vec::new(),
        };
        let parts = targets.iter().zip(0..).filter_map(|(target, at)| Some((at, target.part.clone()?)));
        let parts: Vec<(u16, Focus)> = parts.collect();
        let written = |numbers| match shown {
            Shown::Line(line) => {
                let math =
                    slide::equation_to_ask(lesson, &slide.scene, line, &parts, View { numbers, ..view });
                let sentence = slide::sentence(lesson, line).into_iter();
                blocks(&sentence.chain([Block::Equation(math)]).collect::<Vec<_>>())
            }
            _ => blocks(&slide::thing(lesson, slide, shown, View { numbers, ..view })),
        };
        if !follows_numbers(shown) {
            return written(Numbers::Shown);
        }
        let formula = with_quiet(&written(Numbers::Shown), &written(Numbers::Hidden));
        let Shown::Line(line) = shown else { return formula };
        let quiet = slide::equation_to_ask(
            lesson,
            &slide.scene,
            line,
            &parts,
            View { numbers: Numbers::Hidden, ..view },
        );
        let witness = wrapped("checked", " hidden", &blocks(&checks::witness(lesson, slide, line)));
        formula + &asked(&targets, &quiet) + &witness
    }

    /// What the slide shows, each thing with the number of the part in which it comes.
    fn things(&self, table: &mut Table) -> String {
        let shown = &self.lessons[0].slides[self.place].shown;
        let things = shown.iter().enumerate().map(|(at, shown)| {
            let class = match shown {
                shown if follows_numbers(shown) => "thing formulas",
                Shown::Tree { .. } => "thing tree",
                _ => "thing",
            };
            let thing = self.element(class, &format!(" data-part=\"{}\"", at + 1), table, |lesson, slide| {
                let shown = slide.shown.get(at);
                shown.map_or_else(String::new, |shown| self.thing(lesson, slide, shown))
            });
            (slide::is_picture(shown), thing)
        });
        if !slide::stands_beside(shown) {
            return things.map(|(_, thing)| thing).collect();
        }
        let (pictures, formulas): (Vec<_>, Vec<_>) = things.partition(|(is_picture, _)| *is_picture);
        let side =
            |things: Vec<(bool, String)>| things.into_iter().map(|(_, thing)| thing).collect::<String>();
        let [left, right] = [pictures, formulas].map(side);
        format!("<div class=\"beside\">\n<div>\n{left}</div>\n<div>\n{right}</div>\n</div>\n")
    }
}

fn pace(slide: &Slide) -> &'static str {
    match slide.pace {
        Pace::Main => "main",
        Pace::Detail => "detail",
    }
}

/// What can be asked for in a formula, and where in its words without numbers a question mark would stand.
fn asked(targets: &[Target], quiet: &Math) -> String {
    let loud = speech::words(quiet);
    let loud: Vec<&str> = loud.split(' ').collect();
    let entry = |(number, target): (u16, &Target)| match &target.what {
        What::Value(value) => format!("<li class=\"worth\">{value}</li>\n"),
        What::Part(part) => {
            let here = Look::Asked(number);
            let question = quiet.replaced(&|piece| match piece {
                Math::Looking(look, _) if *look == here => Some(Operator::Unknown.into()),
                _ => None,
            });
            let question = speech::words(&question);
            let [start, end] = difference(&loud, &question.split(' ').collect::<Vec<_>>());
            format!("<li data-said=\"{start} {end}\">{part}</li>\n")
        }
    };
    let entries: String = (0..).zip(targets).map(entry).collect();
    if entries.is_empty() { entries } else { format!("<ul class=\"asked\" hidden>\n{entries}</ul>\n") }
}

/// From where to where the first words differ from the others.
fn difference(words: &[&str], others: &[&str]) -> [usize; 2] {
    let start = words.iter().zip(others).take_while(|(one, other)| one == other).count();
    let rest = words[start..].iter().rev().zip(others[start..].iter().rev());
    [start, words.len() - rest.take_while(|(one, other)| one == other).count()]
}

/// Whether its numbers can be put out of sight.
fn follows_numbers(shown: &Shown) -> bool {
    matches!(shown, Shown::Line(_) | Shown::Question(_) | Shown::Contrast { .. } | Shown::NotEqual { .. })
}

/// The first, and beside every formula that is spoken otherwise without numbers how that is.
fn with_quiet(loud: &str, quiet: &str) -> String {
    const SPOKEN: &str = " aria-label=\"";
    let label = |piece: &str| piece.split('"').next().unwrap_or_default().to_owned();
    let mut quiet = quiet.split(SPOKEN).skip(1).map(label);
    let mut pieces = loud.split(SPOKEN);
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let other = quiet.next().filter(|other| *other != label(piece));
        let other = other.map_or_else(String::new, |other| {
            format!(" data-quiet=\"{}\"", left_out(&label(piece), &other).unwrap_or(other))
        });
        written.extend([other.as_str(), SPOKEN, piece]);
    }
    written
}

/// Which words of what is spoken a script has to leave out beside the numbers, counted from 0, so that this is left.
/// Nothing where that does not lead there.
fn left_out(loud: &str, quiet: &str) -> Option<String> {
    let loud = without_numbers(loud);
    let mut left = quiet.split(' ').peekable();
    let is_gone = |(_, word): &(usize, &str)| left.next_if_eq(word).is_none();
    let gone: Vec<String> =
        loud.split(' ').enumerate().filter(is_gone).map(|(at, _)| at.to_string()).collect();
    left.peek().is_none().then(|| gone.join(" "))
}

/// What is spoken without the numbers under symbols and without the value at the end.
fn without_numbers(loud: &str) -> String {
    let (begin, end) = (", with ", " under it");
    let mut pieces = loud.split(begin);
    let mut words = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(end).filter(|(number, _)| !number.contains(',')) {
            Some((_, rest)) => words += rest.strip_prefix(',').unwrap_or(rest),
            None => words.extend([begin, piece]),
        }
    }
    match words.rfind(" is about ") {
        Some(at) => words[..at].strip_suffix(',').unwrap_or(&words[..at]).to_owned(),
        None => words,
    }
}

/// One of so many slides, counted from 0.
pub(super) fn article(
    words: &Words,
    place: usize,
    count: usize,
    pace: &str,
    goal: &str,
    inside: &str,
) -> String {
    let [word, of] = ["slide", "of"].map(|key| escaped(words.label(key)));
    let (number, goal) = (place + 1, escaped(goal));
    format!(
        "<article class=\"slide {pace}\" id=\"{number}\" tabindex=\"-1\" aria-labelledby=\"goal-{number}\">\n\
         <h2 id=\"goal-{number}\"><span class=\"place\">{word} {number} {of} {count}\
         <span class=\"unseen\">: </span></span>{goal}</h2>\n{inside}</article>\n"
    )
}

/// Some content in an element of its own. No content, no element.
pub(super) fn wrapped(class: &str, attributes: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    format!("<div class=\"{class}\"{attributes}>\n{inside}</div>\n")
}

pub(super) fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(|block| Html.block(block, &Style::default())).collect()
}
