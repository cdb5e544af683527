//! What the page of a state holds: the slide as far as it is built up, or what lies over it.

use crate::expr::Expr;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Exchange;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::answers::Judgement;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::checks;
use crate::show::formula::formula;
use crate::show::glossary;
use crate::show::judgement;
use crate::show::number::six_digits;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

use super::hide::Hidden;
use super::hide::Revealed;
use super::hide::Step;
use super::hide::What;
use super::hide::Worked;
use super::keys::KEYS;
use super::numbers;
use super::overlay::Reading;
use super::prompt::Said;
use super::state::Question;
use super::state::State;
use super::walk::Place;
use super::walk::Stop;
use super::weight::Choice;
use super::weight::End;

/// What is on the screen at a place: the slide, what is predicted about it, and the answer.
pub(super) fn slide_blocks(state: &State, place: Place, names: Names<'_>) -> Vec<Block> {
    let mut blocks = seen(state, state.hidden.as_ref(), place, names);
    blocks.extend(prediction(state, names));
    let slide = &state.lesson.slides[place.slide];
    if place.stop == Stop::Question && state.questions[place.slide] == Question::Shown {
        blocks.extend(slide::answer(&state.lesson, slide, names));
    }
    blocks
}

/// The slide alone, as far as it is built up, with what is hidden left out.
pub(super) fn seen(state: &State, hidden: Option<&Hidden>, place: Place, names: Names<'_>) -> Vec<Block> {
    let lesson = hidden.map_or(&state.lesson, |hidden| &hidden.lesson);
    let extent = match place.stop {
        Stop::Question => Extent::Question,
        Stop::Parts(parts) => Extent::Parts(parts),
    };
    let hides_value = hidden.is_some_and(|hidden| matches!(hidden.what, What::Value(_)));
    let numbers = if hides_value { Numbers::Hidden } else { state.numbers };
    let view = View { names, numbers, extent };
    let mut blocks = slide::blocks(lesson, place.slide, view);
    if let Some(What::Number(number)) = hidden.map(|hidden| &hidden.what) {
        blocks = numbers::without(blocks, number);
    }
    // The cost in force has its own place on the screen.
    blocks.retain(|block| !matches!(block, Block::Badge(_)));
    blocks
}

/// How what is seen is typed.
const SPELLING: &str = "A number, or a formula as in 1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))*w_211^2). Enter alone shows the answer.";

/// What is being typed, what it looks like as a formula, and what was said about the last answer.
pub(super) fn prediction(state: &State, names: Names<'_>) -> Vec<Block> {
    let slide = &state.lesson.slides[state.slide()];
    let mut blocks = Vec::new();
    if let Some(hidden) = &state.hidden {
        blocks.push(asked(hidden, slide, names));
    }
    match &state.said {
        Some(Said::Typed(typed, judgement)) => {
            blocks.extend(judgement::blocks(typed, judgement, &slide.scene, names));
        }
        Some(Said::NotChosen(letter)) => {
            let place = ('a'..='z').position(|own| own == *letter);
            let told = slide.predict.as_ref().zip(place);
            blocks.extend(
                told.into_iter().flat_map(|(predict, place)| judgement::not_chosen(place, predict, names)),
            );
        }
        Some(Said::Chosen(letter)) => {
            blocks.extend(judgement::blocks(&letter.to_string(), &Judgement::Right, &slide.scene, names));
        }
        None => {}
    }
    blocks.extend(state.revealed.iter().flat_map(|revealed| answer(&state.lesson, slide, revealed, names)));
    if let Some(prompt) = &state.prompt {
        let (before, after) = prompt.text.split_at(prompt.cursor);
        let strong = Inline::Looking(Look::Role(Role::Strong), vec!["Your answer: ".into()]);
        blocks.push(Block::Prose(vec![strong, tied(&format!("{before}▏{after}")).into()]));
        if prompt.text.is_empty() {
            let dimmed = Inline::Looking(Look::Role(Role::Dimmed), vec![SPELLING.into()]);
            blocks.push(Block::Prose(vec![dimmed]));
        }
        if let Ok(typed) = prompt.text.parse::<Expr>() {
            blocks.push(Block::Equation(formula(&typed, names, &[])));
        }
    }
    blocks
}

/// What is asked about what is hidden. Formulas may stand below one another, so that one is told by its left side.
fn asked(hidden: &Hidden, slide: &Slide, names: Names<'_>) -> Block {
    let left = match &hidden.step {
        Step::OfSlide(shown) => match &slide.shown[*shown] {
            Shown::Line(line) => formula(&line.equation.left, names, &[]),
            _ => Operator::Unknown.into(),
        },
        Step::Number(_) => Operator::Unknown.into(),
    };
    match hidden.what {
        What::Part(_) => Block::Heading("What stands in the place of the question mark?".into()),
        What::Number(_) => Block::Heading("Which number stands in the place of the question mark?".into()),
        What::Value(_) => {
            let words = vec!["What is ".into(), left.into(), " worth?".into()];
            Block::Prose(vec![Inline::Looking(Look::Role(Role::Strong), words)])
        }
    }
}

/// What was hidden, and for whoever has not found it the step that leads there, with its numbers.
fn answer(
    lesson: &Lesson,
    slide: &Slide,
    Revealed { what, worked }: &Revealed,
    names: Names<'_>,
) -> Vec<Block> {
    let label = format!("{}: ", lesson.words.label("answer")).into();
    let is = match what {
        What::Part(part) => formula(part, names, &[]),
        What::Value(value) => Math::number(six_digits(*value)),
        What::Number(digits) => Math::number(digits.clone()),
    };
    let mut blocks =
        vec![Block::Prose(vec![Inline::Looking(Look::Role(Role::Strong), vec![label]), is.into()])];
    let view = View { names, numbers: Numbers::Shown, extent: Extent::Whole };
    blocks.extend(match worked {
        Some(Worked::OfSlide(shown)) => slide::thing(lesson, slide, &slide.shown[*shown], view),
        Some(Worked::Equation(equation)) => {
            vec![Block::Equation(slide::equation_of(lesson, slide, equation, view))]
        }
        None => Vec::new(),
    });
    blocks
}

/// The spaces of what is typed are kept as they are.
fn tied(typed: &str) -> String {
    typed.replace(' ', "\u{a0}")
}

/// What is to be read over the slide: its title and what it says.
pub(super) fn reading(state: &State, what: Reading, names: Names<'_>) -> (&'static str, Vec<Block>) {
    let (title, blocks): (_, fn(&State, Names<'_>) -> Vec<Block>) = match what {
        Reading::Keys => return ("Keys", keys()),
        Reading::Glossary => {
            ("The symbols on this slide", |state, names| glossary::blocks(&so_far(state), names))
        }
        Reading::Checks => ("How the steps of this slide were checked", |state, names| {
            checks::blocks(&state.lesson, &so_far(state), names)
        }),
        Reading::Tree => ("The tree diagram", tree),
    };
    if state.is_asking() && what == Reading::Glossary {
        let slide = &state.lesson.slides[state.slide()];
        return ("The symbols in this question", glossary::of_question(slide, names));
    }
    if state.is_asking() {
        let not_yet = "This would tell the answer: answer the question first, or skip it with →.";
        return (title, vec![Block::Prose(vec![not_yet.into()])]);
    }
    (title, blocks(state, names))
}

/// The slide with what is on the screen of it.
fn so_far(state: &State) -> Slide {
    let mut slide = state.lesson.slides[state.slide()].clone();
    slide.shown.truncate(state.seen().parts);
    slide
}

/// The trees that are on the screen, or where there are none, that of the lesson's weight.
fn tree(state: &State, names: Names<'_>) -> Vec<Block> {
    let (lesson, slide) = (&*state.lesson, &state.lesson.slides[state.slide()]);
    let view = View { names, numbers: Numbers::Results, extent: Extent::Whole };
    let seen = slide.shown.iter().take(state.seen().parts);
    let trees = seen.filter(|shown| matches!(shown, Shown::Tree { .. }));
    let mut blocks: Vec<Block> = trees.flat_map(|tree| slide::thing(lesson, slide, tree, view)).collect();
    if blocks.is_empty() {
        let crossed = crate::lesson::Crossed::Absent;
        let tree = Shown::Tree { weight: lesson.weight, unlike: None, crossed, examples: None };
        blocks = slide::thing(lesson, slide, &tree, view);
    }
    let words: Vec<Block> = blocks
        .iter()
        .flat_map(Block::diagrams)
        .map(Diagram::words)
        .map(|words| Block::Prose(words.to_vec()))
        .collect();
    // Other slides have N in the number at the same edge.
    let last = slide::divides_last(slide).then(|| {
        let cost = formula(&slide.scene.shape.symbol(Quantity::Cost).into(), names, &[]);
        Block::Prose(vec![
            "The numbers next to ".into(),
            cost.into(),
            " leave N out: it divides last.".into(),
        ])
    });
    [blocks, words].concat().into_iter().chain(last).collect()
}

/// The network with the weight that is about to be chosen, and what choosing it will do.
pub(super) fn choice(state: &State, choice: &Choice, names: Names<'_>) -> (String, Vec<Block>) {
    let lesson = &state.lesson;
    let shape = lesson.problem.shape();
    let name = names.written(&shape.symbol(choice.weight)).to_string();
    let does = match choice.weight {
        weight if weight == lesson.weight => "This is the weight that you are looking at.".to_owned(),
        weight if Exchange::new(&shape, lesson.written_for, weight).is_some() => {
            format!("Enter replays the steps of this lesson for {name} and checks each again.")
        }
        Quantity::Weight { .. } => format!("{name} is of another layer: Enter opens its derivation."),
        _ => format!("{name} is a bias: Enter opens its derivation."),
    };
    let moves = match choice.end {
        End::From => "↓ ↑ move where it comes from, Tab takes the other end",
        End::To => "↓ ↑ move where it goes to, Tab takes the other end",
    };
    let network = Shown::Network { weights: vec![choice.weight], nodes: Vec::new() };
    let view = View { names, numbers: Numbers::Results, extent: Extent::Whole };
    let mut blocks = slide::thing(lesson, &lesson.slides[state.slide()], &network, view);
    blocks.push(Block::Prose(vec![does.into()]));
    if let Some(trouble) = &choice.trouble {
        let trouble = Inline::Looking(Look::Role(Role::Error), vec![trouble.clone().into()]);
        blocks.push(Block::Prose(vec![trouble]));
    }
    blocks.push(Block::Prose(vec![format!("{moves}; → ← take the next layer; or type a name.").into()]));
    let typed = if choice.text.is_empty() { name } else { format!("{}▏", choice.text) };
    (format!("Another weight: {typed}"), blocks)
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
