//! A slide as an article: what it is built up of, part by part, so that a script can show as much of it as is wanted.

use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Lesson;
use crate::lesson::Pace;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::page::Block;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::html::Html;
use crate::render::xml::escaped;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

/// The slide at a place, counted from 0.
pub(super) fn article(lesson: &Lesson, place: usize, names: Names<'_>) -> String {
    let slide = &lesson.slides[place];
    let number = place + 1;
    let pace = match slide.pace {
        Pace::Main => "main",
        Pace::Detail => "detail",
    };
    let [word, of] = ["slide", "of"].map(|key| escaped(lesson.words.label(key)));
    let parts = [
        blocks(&Vec::from_iter(slide::badge(lesson, place, names))),
        wrapped("written-for", " hidden", &Vec::from_iter(slide::written_for(lesson, slide))),
        blocks(&Vec::from_iter(slide::other_data(lesson, slide))),
        slide.predict.as_ref().map_or_else(String::new, |predict| question(lesson, predict, names)),
        wrapped("says", "", &slide::says(slide, names)),
        things(lesson, slide, names),
        wrapped("answer", "", &slide::answer(lesson, slide, names)),
    ];
    format!(
        "<article class=\"slide {pace}\" id=\"{number}\" tabindex=\"-1\" aria-labelledby=\"goal-{number}\">\n\
         <h2 id=\"goal-{number}\"><span class=\"place\">{word} {number} {of} {}<span class=\"unseen\">: </span></span>{}</h2>\n{}</article>\n",
        lesson.slides.len(),
        escaped(&slide.goal),
        parts.concat()
    )
}

/// The question, with the letter of the right choice.
fn question(lesson: &Lesson, predict: &Predict, names: Names<'_>) -> String {
    let right = match &predict.answer {
        Answer::Choice { right, .. } => ('a'..='z').nth(*right),
        Answer::Formula { .. } => None,
    };
    let right = right.map_or_else(String::new, |letter| format!(" data-right=\"{letter}\""));
    let choices = slide::choices(predict, names);
    format!(
        "<section class=\"question\"{right}>\n<h3>{}</h3>\n{}{}</section>\n",
        escaped(lesson.words.label("question")),
        blocks(&slide::paragraphs(&predict.asks, names)),
        wrapped("choices", "", &choices)
    )
}

/// What the slide shows, each thing with the number of the part in which it comes.
fn things(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> String {
    let view = View { names, numbers: Numbers::Shown, extent: Extent::Whole };
    let thing = |(part, shown): (usize, &Shown)| {
        let attributes = format!(" data-part=\"{}\"", part + 1);
        let class = if follows_numbers(shown) { "thing formulas" } else { "thing" };
        wrapped(class, &attributes, &slide::thing(lesson, slide, shown, view))
    };
    let all = || slide.shown.iter().enumerate();
    if !slide::stands_beside(&slide.shown) {
        return all().map(thing).collect();
    }
    let (pictures, formulas): (Vec<_>, Vec<_>) = all().partition(|(_, shown)| slide::is_picture(shown));
    let side = |things: Vec<(usize, &Shown)>| things.into_iter().map(thing).collect::<String>();
    format!(
        "<div class=\"beside\">\n<div>\n{}</div>\n<div>\n{}</div>\n</div>\n",
        side(pictures),
        side(formulas)
    )
}

/// Whether its numbers can be put out of sight.
fn follows_numbers(shown: &Shown) -> bool {
    matches!(shown, Shown::Line(_) | Shown::Question(_) | Shown::Contrast { .. } | Shown::NotEqual { .. })
}

/// Blocks in an element of their own. No blocks, no element.
fn wrapped(class: &str, attributes: &str, content: &[Block]) -> String {
    if content.is_empty() {
        return String::new();
    }
    format!("<div class=\"{class}\"{attributes}>\n{}</div>\n", blocks(content))
}

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(|block| Html.block(block, &Style::default())).collect()
}
