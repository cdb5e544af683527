//! What the page of a state holds: the slide as far as it is built up, or what lies over it.

use crate::graph::Names;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Row;
use crate::page::Table;
use crate::show::checks;
use crate::show::glossary;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::View;

use super::keys::KEYS;
use super::overlay::Reading;
use super::state::Question;
use super::state::State;
use super::walk::Place;
use super::walk::Stop;

/// What is on the slide at a place.
pub(super) fn slide_blocks(state: &State, place: Place, names: Names<'_>) -> Vec<Block> {
    let lesson = &state.lesson;
    let extent = match place.stop {
        Stop::Question => Extent::Question,
        Stop::Parts(parts) => Extent::Parts(parts),
    };
    let view = View { names, numbers: state.numbers, extent };
    let mut blocks = slide::blocks(lesson, place.slide, view);
    // The cost in force has its own place on the screen.
    blocks.retain(|block| !matches!(block, Block::Badge(_)));
    if place.stop == Stop::Question && state.questions[place.slide] == Question::Shown {
        blocks.extend(slide::answer(lesson, &lesson.slides[place.slide], names));
    }
    blocks
}

/// What is to be read over the slide: its title and what it says.
pub(super) fn reading(state: &State, what: Reading, names: Names<'_>) -> (&'static str, Vec<Block>) {
    let slide = &state.lesson.slides[state.slide()];
    match what {
        Reading::Keys => ("Keys", keys()),
        Reading::Glossary => ("The symbols on this slide", glossary::blocks(slide, names)),
        Reading::Checks => {
            ("How the steps of this slide were checked", checks::blocks(&state.lesson, slide, names))
        }
        Reading::Tree => ("The tree diagram", tree(&state.lesson, state.slide(), names)),
    }
}

/// The trees of the slide, or where it has none, that of the lesson's weight.
fn tree(lesson: &Lesson, place: usize, names: Names<'_>) -> Vec<Block> {
    let slide = &lesson.slides[place];
    let view = View { names, numbers: slide::Numbers::Results, extent: Extent::Whole };
    let only = |shown: Vec<Shown>| {
        let slide = crate::lesson::Slide { shown, says: Vec::new(), predict: None, ..slide.clone() };
        slide::things(lesson, &slide, view)
    };
    let trees =
        only(slide.shown.iter().filter(|shown| matches!(shown, Shown::Tree { .. })).cloned().collect());
    let blocks = if trees.is_empty() {
        let crossed = crate::lesson::Crossed::Absent;
        only(vec![Shown::Tree { weight: lesson.weight, unlike: None, crossed }])
    } else {
        trees
    };
    let words: Vec<Block> = blocks
        .iter()
        .flat_map(Block::diagrams)
        .map(Diagram::words)
        .map(|words| Block::Prose(vec![words.into()]))
        .collect();
    [blocks, words].concat()
}

fn keys() -> Vec<Block> {
    let row = |(keys, does): &(&str, &str)| Row::new([Cell::from(*keys), Cell::from(*does)]);
    let table = |rows: &[(&str, &str)]| {
        Block::Table(Table {
            columns: vec![Column::Name, Column::Left],
            header: Vec::new(),
            rows: rows.iter().map(row).collect(),
        })
    };
    KEYS.iter().flat_map(|(name, rows)| [Block::Heading((*name).into()), table(rows)]).collect()
}
