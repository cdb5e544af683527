//! What can be read over a slide: the glossary of the lesson, of which the script shows what is on the screen, and the
//! tree diagram of its weight.

use std::collections::BTreeSet;

use super::slide::blocks;
use super::table::Table;
use crate::graph::Names;
use crate::lesson::Crossed;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::page::Row;
use crate::render::html::cells;
use crate::show::glossary;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

/// Both, for the script to open.
pub(super) fn dialogs(lessons: &[&Lesson], names: Names<'_>, table: &mut Table) -> String {
    format!(
        "<dialog id=\"glossary\" lang=\"en\" aria-labelledby=\"glossary-title\">\n\
         <h2 id=\"glossary-title\">The symbols on this slide</h2>\n<table>\n<tbody>\n{}</tbody>\n</table>\n</dialog>\n\
         <dialog id=\"tree\" lang=\"en\" aria-labelledby=\"tree-title\">\n\
         <h2 id=\"tree-title\">The tree diagram</h2>\n{}</dialog>\n",
        glossary(lessons, names),
        tree(lessons, names, table),
    )
}

/// Every symbol of every slide and weight once for each meaning and value, with the weights and slides, from 0, for
/// which it has them.
fn glossary(lessons: &[&Lesson], names: Names<'_>) -> String {
    let mut rows: Vec<(Row, BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for (weight, lesson) in lessons.iter().enumerate() {
        for (place, slide) in lesson.slides.iter().enumerate() {
            for row in glossary::rows(slide, names) {
                match rows.iter_mut().find(|(other, ..)| *other == row) {
                    Some((_, weights, places)) => {
                        weights.insert(weight);
                        places.insert(place);
                    }
                    None => rows.push((row, BTreeSet::from([weight]), BTreeSet::from([place]))),
                }
            }
        }
    }
    let attribute = |name: &str, numbers: &BTreeSet<usize>, all: usize| {
        let listed: Vec<String> = numbers.iter().map(usize::to_string).collect();
        if numbers.len() == all { String::new() } else { format!(" data-{name}=\"{}\"", listed.join(" ")) }
    };
    let slides = lessons.first().map_or(0, |lesson| lesson.slides.len());
    let cells = cells(&glossary::table(rows.iter().map(|(row, ..)| row.clone()).collect()));
    let row = |(cells, (_, weights, places)): (&String, &(Row, BTreeSet<usize>, BTreeSet<usize>))| {
        let weights = attribute("weights", weights, lessons.len());
        format!("<tr{weights}{}>{cells}</tr>\n", attribute("slides", places, slides))
    };
    cells.iter().zip(&rows).map(row).collect()
}

/// The tree diagram of each weight.
fn tree(lessons: &[&Lesson], names: Names<'_>, table: &mut Table) -> String {
    let view = View { names, numbers: Numbers::Shown, extent: Extent::Whole };
    let of = |lesson: &&Lesson| {
        let weight = lesson.weight;
        let tree = Shown::Tree { weight, unlike: None, crossed: Crossed::Absent, examples: None };
        lesson
            .slides
            .last()
            .map_or_else(String::new, |slide| blocks(&slide::thing(lesson, slide, &tree, view)))
    };
    let (inside, attribute) = table.numbered(&lessons.iter().map(of).collect::<Vec<_>>());
    format!("<div class=\"whole\"{attribute}>\n{inside}</div>\n")
}
