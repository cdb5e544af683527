//! A slide of a lesson as a page.
//!
//! ```text
//! Slide 37 of 71: The slope of the dot product          where we are
//! Cost: half-mse …                                      once another cost has been chosen
//! what the slide says                                   its words
//! tree or network   |   rule, formula                   what it shows, part by part
//! ```
//!
//! A slide is built up in parts: first its words alone, then one more thing with every part.

mod equations;
mod pictures;
#[cfg(feature = "tui")]
mod step_to;
mod tables;
mod words;

use crate::expr::Expr;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Answer;
use crate::lesson::Choice;
use crate::lesson::Lesson;
use crate::lesson::Predict;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::Source;
use crate::lesson::WordsFor;
use crate::lesson::prose::Paragraph;
use crate::page::Block;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::glossary;
use crate::show::judgement;
use crate::show::symbol::symbol_in;

#[cfg(feature = "tui")]
pub(crate) use equations::DIGITS;
pub use equations::equation;
#[cfg(feature = "tui")]
pub(crate) use equations::equation_of;
pub use equations::equation_to_ask;
pub use equations::sentence;
#[cfg(feature = "tui")]
pub(crate) use pictures::divides_last;
pub use pictures::kind;
#[cfg(feature = "tui")]
pub(crate) use step_to::step_to;

/// The columns and lines of a terminal that the player takes for itself: an edge at each side; above the slide the title,
/// the goal and a rule, below it a rule and the keys.
pub const FRAME: (u16, u16) = (2, 5);

/// What of a slide is to be seen, and how.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// How names are written.
    pub names: Names<'a>,
    /// Whether numbers stand under the symbols.
    pub numbers: Numbers,
    /// How much of it.
    pub extent: Extent,
}

/// Whether numbers stand under the symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Under each that has one, and behind each formula.
    Shown,
    /// Behind each formula only.
    Results,
    /// Nowhere but in the words.
    Hidden,
}

/// How much of a slide is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Its question alone, before anything gives the answer away.
    Question,
    /// Its words, and so many of the things that it shows.
    Parts(usize),
    /// All of it, the question, what answers it and why.
    Whole,
}

/// How many parts a slide is built up in: its words, and each thing that it shows.
pub fn parts(slide: &Slide) -> usize {
    slide.shown.len()
}

/// The page of one slide, counted from 0.
pub fn page(lesson: &Lesson, place: usize, view: View<'_>) -> Option<Page> {
    let slide = lesson.slides.get(place)?;
    let [word, of] = ["slide", "of"].map(|key| lesson.words.label(key));
    let title = format!("{word} {} {of} {}: {}", place + 1, lesson.slides.len(), slide.goal);
    Some(Page { title, blocks: blocks(lesson, place, view) })
}

/// What is on a slide, without its title.
pub fn blocks(lesson: &Lesson, place: usize, view: View<'_>) -> Vec<Block> {
    let Some(slide) = lesson.slides.get(place) else { return Vec::new() };
    let mut blocks: Vec<Block> = badge(lesson, place, view.names).into_iter().collect();
    blocks.extend(marks(lesson, slide, view.names));
    if view.extent == Extent::Question {
        blocks.extend(question(lesson, slide, view.names));
        return blocks;
    }
    if has_note(lesson, place, view.names) {
        blocks.extend(note(lesson, place, view.names));
    }
    let seen = match view.extent {
        Extent::Parts(parts) => parts.min(slide.shown.len()),
        Extent::Question | Extent::Whole => slide.shown.len(),
    };
    if view.extent == Extent::Whole {
        blocks.extend(question(lesson, slide, view.names));
        blocks.extend(answer(lesson, slide, view.names));
    }
    blocks.extend(says(lesson, slide, view.names));
    blocks.extend(shown(lesson, slide, &slide.shown[..seen], view));
    blocks
}

/// The words of a slide. Where they explain names, these are those that they explain, and what is seen elsewhere
/// stands beside them.
pub fn says(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Vec<Block> {
    if !slide.explains_names || names.are_those_of_the_series() {
        return words::blocks(&slide.says, names);
    }
    let mut blocks = words::blocks(&slide.says, Names::SERIES);
    blocks.push(dimmed(lesson.words.label("other-names").to_owned()));
    let row = |symbol: &Symbol| Row::new([symbol_in(Names::SERIES, symbol), symbol_in(names, symbol)]);
    let mut symbols = glossary::in_words(slide);
    // The words call the cost by its name on other slides too, where it is no formula.
    let cost = slide.scene.shape.symbol(Quantity::Cost);
    if !symbols.contains(&cost) {
        symbols.push(cost);
    }
    let rows = symbols.iter().map(row).collect();
    let columns = vec![Column::Name, Column::Left];
    blocks.push(Block::Table(Table { columns, header: Vec::new(), rows }));
    blocks
}

/// How to read another notation, and where its course would have another cost than the one in force.
pub fn note(lesson: &Lesson, place: usize, names: Names<'_>) -> Option<Block> {
    let slide = lesson.slides.get(place)?;
    names.note_for(&slide.scene.shape).map(dimmed)
}

/// Whether that stands on a slide: on the first one, and on every other where it is no longer the same.
pub fn has_note(lesson: &Lesson, place: usize, names: Names<'_>) -> bool {
    place.checked_sub(1).is_none_or(|before| note(lesson, before, names) != note(lesson, place, names))
}

/// Some words of a lesson.
pub fn paragraphs(paragraphs: &[Paragraph], names: Names<'_>) -> Vec<Block> {
    words::blocks(paragraphs, names)
}

/// One of the sentences that a question lets a reader choose from.
pub fn sentence_of(choice: &Choice, names: Names<'_>) -> Block {
    Block::Prose(words::inlines(&choice.says, names))
}

/// What is said of a choice that is not the right one: why it is not, or what there is to think of.
pub fn why_not(predict: &Predict, choice: usize, names: Names<'_>) -> Vec<Inline> {
    let Answer::Choice { choices, .. } = &predict.answer else { return Vec::new() };
    match choices.get(choice).map(|choice| choice.why_not.as_slice()) {
        None | Some([]) => judgement::hint(predict, names),
        Some(reason) => words::inlines(reason, names),
    }
}

/// Everything that a slide shows, without its words.
pub fn things(lesson: &Lesson, slide: &Slide, view: View<'_>) -> Vec<Block> {
    shown(lesson, slide, &slide.shown, view)
}

/// The cost in force, once a slide has chosen another than the one before.
pub fn badge(lesson: &Lesson, place: usize, names: Names<'_>) -> Option<Block> {
    let is_choice = |slide: &Slide| slide.shown.iter().any(|shown| matches!(shown, Shown::Redefinition(_)));
    lesson.slides[..=place].iter().any(is_choice).then(|| {
        let cost = lesson.slides[place].scene.shape.cost;
        let definition = equations::definition(&lesson.slides[place].scene.shape, names);
        Block::Badge(vec![
            format!("{}: ", lesson.words.label("cost")).into(),
            Inline::Code(cost.name.into()),
            ", ".into(),
            definition.into(),
        ])
    })
}

/// What has to be known before the words of this slide and its question are read: that they were written for another
/// weight, or speak of other numbers than those that are shown.
pub fn marks(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let of_weight = written_for(lesson, slide, names).filter(|_| lesson.weight != lesson.written_for);
    of_weight.into_iter().chain(other_data(lesson, slide)).collect()
}

/// What the reader of another weight has to know about words that name the one they were written for.
pub fn written_for(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Option<Block> {
    let name = slide.scene.shape.symbol(lesson.written_for);
    let name = names.written(&name);
    matches!(slide.words_for, WordsFor::OwnWeight | WordsFor::OwnData { names_weight: true })
        .then(|| dimmed(format!("{} {name}.", lesson.words.label("written-for"))))
}

/// What the reader of other numbers has to know about words that speak of the lesson's own.
pub fn other_data(lesson: &Lesson, slide: &Slide) -> Option<Block> {
    let speaks_of_own =
        lesson.numbers == Source::Other && matches!(slide.words_for, WordsFor::OwnData { .. });
    speaks_of_own.then(|| dimmed(lesson.words.label("other-data").to_owned()))
}

fn dimmed(text: String) -> Block {
    Block::Prose(vec![Inline::Looking(Look::Role(Role::Dimmed), vec![text.into()])])
}

/// Formulas, and beside them the picture that they are about.
fn shown(lesson: &Lesson, slide: &Slide, shown: &[Shown], view: View<'_>) -> Vec<Block> {
    let set = |shown: &Shown| thing(lesson, slide, shown, view);
    if stands_beside(shown) {
        let left = shown.iter().filter(|shown| is_picture(shown)).flat_map(set).collect();
        let right = shown.iter().filter(|shown| !is_picture(shown)).flat_map(set).collect();
        return vec![Block::Beside { left, right }];
    }
    shown.iter().flat_map(set).collect()
}

/// One of the things that a slide shows.
pub fn thing(lesson: &Lesson, slide: &Slide, shown: &Shown, view: View<'_>) -> Vec<Block> {
    match shown {
        Shown::Line(_)
        | Shown::Question(_)
        | Shown::Redefinition(_)
        | Shown::Contrast { .. }
        | Shown::NotEqual { .. } => equations::blocks(lesson, slide, shown, view),
        _ => pictures::blocks(lesson, slide, shown, view),
    }
}

/// Whether these are one picture and the formulas that it is about, so that they stand side by side.
pub fn stands_beside(shown: &[Shown]) -> bool {
    let is_formula = |shown: &Shown| matches!(shown, Shown::Line(_) | Shown::Question(_));
    let pictures = shown.iter().filter(|shown| is_picture(shown)).count();
    pictures == 1 && shown.len() > 1 && shown.iter().all(|one| is_picture(one) || is_formula(one))
}

/// Whether a formula may stand beside it.
pub fn is_picture(shown: &Shown) -> bool {
    matches!(shown, Shown::Tree { unlike: None, .. } | Shown::Network { .. } | Shown::Plot { .. })
}

/// The question of a slide, with what there is to choose from. The answer is not told here.
fn question(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let Some(predict) = &slide.predict else { return Vec::new() };
    let mut blocks = vec![Block::Heading(lesson.words.label("question").to_owned())];
    blocks.extend(words::blocks(&predict.asks, names));
    blocks.extend(choices(predict, names));
    blocks
}

/// What there is to choose from, each after its letter.
pub fn choices(predict: &Predict, names: Names<'_>) -> Vec<Block> {
    let Answer::Choice { choices, .. } = &predict.answer else { return Vec::new() };
    let choice = |(letter, choice): (char, &Choice)| {
        let runs = std::iter::once(format!("{letter}) ").into()).chain(words::inlines(&choice.says, names));
        Block::Prose(runs.collect())
    };
    ('a'..='z').zip(choices).map(choice).collect()
}

/// The answer to the question of a slide, and why.
pub fn answer(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let Some(predict) = &slide.predict else { return Vec::new() };
    let is_name = |part: &Expr| matches!(part, Expr::Num(_) | Expr::Sym(_));
    let set = |formula: &Expr| crate::show::formula::formula(formula, names, &[]);
    // A formula has a line of its own, with what was asked for before it.
    let (right, formula) = match &predict.answer {
        Answer::Formula { is, .. } if is_name(is) => (vec![set(is).into()], None),
        Answer::Formula { of, is } => {
            (Vec::new(), Some(Block::Equation(Math::row([set(of), Operator::Equals.into(), set(is)]))))
        }
        Answer::Choice { choices, right } => (words::inlines(&choices[*right].says, names), None),
    };
    let label =
        Inline::Looking(Look::Role(Role::Strong), vec![format!("{}: ", lesson.words.label("answer")).into()]);
    let mut blocks = vec![Block::Prose([vec![label], right].concat())];
    blocks.extend(formula);
    if predict.because.is_empty() {
        return blocks;
    }
    let because = Inline::Looking(
        Look::Role(Role::Strong),
        vec![format!("{}: ", lesson.words.label("because")).into()],
    );
    let mut why = words::blocks(&predict.because, names);
    match why.first_mut() {
        Some(Block::Prose(runs)) => runs.insert(0, because),
        _ => why.insert(0, Block::Prose(vec![because])),
    }
    blocks.extend(why);
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Reading;
    use crate::render::Renderer;
    use crate::render::Style;
    use crate::render::text::Text;

    const LESSON: &str = r#"(
        format: 1,
        title: "Two steps",
        problem: "iris-2",
        weight: "w_211",
        labels: {"checked": "Geprüft"},
        slides: [
            (
                goal: "The last edge",
                says: "Only *one* product holds $w_211$, worth {h_out_1^(1) : 3}.",
                shows: [
                    Begin(of: "d(o_in_1^(1))/d(w_211)"),
                    Step(rule: "definition", at: "o_in_1^(1)"),
                    Step(rule: "opposite-element"),
                ],
                predict: (asks: "Which?", choices: ["$h_out_1^(1)$", "$w_221$"], because: "It is the opposite."),
            ),
            (goal: "Both", says: "The tree.", shows: [Tree(weight: "w_211", unlike: "w_221")]),
            (goal: "Both", says: "The net.", shows: [Network(weights: ["w_221"], nodes: ["h_out_2"])]),
            (goal: "Both", says: "The boxes.", shows: [Grid(of: "(o_out_n^(e) - y_n^(e))^2", rows: 'e', columns: 'n')]),
            (goal: "Both", says: "The curve.", shows: [Plot(function: "sigma(x)", tangents: ["0", "h_in_1^(2)"])]),
            (goal: "Both", says: "The sum.", shows: [Paths(weight: "w_211"), Nudge(weight: "w_211", by: "0.01")]),
        ],
    )"#;

    fn seen(place: usize, numbers: Numbers, extent: Extent) -> String {
        seen_with(&Text, place, numbers, extent)
    }

    fn seen_with(renderer: &dyn Renderer, place: usize, numbers: Numbers, extent: Extent) -> String {
        let lesson = Lesson::read("two.ron", LESSON, &Reading::default()).expect("every step follows");
        let view = View { names: Names::SERIES, numbers, extent };
        renderer.page(&page(&lesson, place, view).expect("there is a slide"), &Style::default())
    }

    #[test]
    fn a_slide_is_built_up_in_parts() {
        let words = seen(0, Numbers::Hidden, Extent::Parts(0));
        assert!(words.contains("worth 0.803") && !words.contains("opposite-element"), "{words}");
        let first = seen(0, Numbers::Hidden, Extent::Parts(1));
        assert!(first.contains("definition") && !first.contains("opposite-element"), "{first}");
        let whole = seen(0, Numbers::Shown, Extent::Whole);
        assert!(whole.contains("opposite-element") && whole.contains("Geprüft"), "{whole}");
        assert!(
            whole.contains("0.8031") && !first.contains("0.8031"),
            "numbers stand where they are asked for: {whole}"
        );
        assert!(
            whole.contains("a) ") && whole.contains("b) ") && whole.contains("It is the opposite."),
            "{whole}"
        );
        let question = seen(0, Numbers::Shown, Extent::Question);
        assert!(question.contains("Which?") && !question.contains("worth"), "{question}");
    }

    #[test]
    fn every_picture_has_its_words_and_numbers() {
        for (place, expected) in [(1, "w₂₂₁"), (2, "hidden"), (3, "0.148"), (4, "0.25"), (5, "0.153142")]
        {
            let page = seen(place, Numbers::Shown, Extent::Whole);
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }

    #[test]
    fn a_tangent_stays_within_the_frame_of_its_curve() {
        let page = seen(4, Numbers::Shown, Extent::Whole);
        assert!(page.contains("x = 0, slope 0.25"), "{page}");
        let ends = ["1 ", "0 "].map(|end| page.lines().filter(|line| line.starts_with(end)).count());
        assert_eq!(ends, [1, 1], "{page}");
        assert!(page.lines().any(|line| line.contains("−6") && line.contains(" 0 ")), "{page}");
    }

    #[test]
    fn trees_and_boxes_have_their_numbers_in_words_too_unless_they_are_hidden() {
        use crate::render::plain::Plain;
        use crate::render::speech::Speech;
        for (renderer, tree, a_box) in [
            (
                &Plain as &dyn Renderer,
                "to w_211, at its edges −0.0641447, 0.236745 and",
                "(o_out_1^(1) − y_1^(1))^2 = 0.148",
            ),
            (&Speech, "to w 2 1 1, at its edges minus 0.0641447, 0.236745 and", ", with 0."),
        ] {
            let words = seen_with(renderer, 1, Numbers::Shown, Extent::Whole).replace('\n', " ");
            assert!(words.contains(tree), "{words}");
            let words = seen_with(renderer, 1, Numbers::Hidden, Extent::Whole);
            assert!(words.contains("Tree diagram") && !words.contains("edges"), "{words}");
            let words = seen_with(renderer, 3, Numbers::Shown, Extent::Whole);
            assert!(words.contains(a_box), "{words}");
        }
    }
}
