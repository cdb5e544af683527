//! A lesson as its transcript.

use std::collections::BTreeMap;

use crate::expr::Expr;
use crate::expr::Focus;
use crate::graph::Names;
use crate::lesson::Answer;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::Matrix;
use crate::lesson::Predict;
use crate::lesson::Product;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::WordsFor;
use crate::lesson::in_file_order;
use crate::lesson::prose::Kind;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::lesson::scene::Scene;
use crate::lesson::transcript::Cell;
use crate::lesson::transcript::FORMAT;
use crate::lesson::transcript::Formula;
use crate::lesson::transcript::Item;
use crate::lesson::transcript::Question;
use crate::lesson::transcript::Record;
use crate::lesson::transcript::Transcript;
use crate::page::Block;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::speech::Speech;
use crate::render::text;
use crate::render::text::Text;
use crate::show::number::exactly;
use crate::show::number::six_digits;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

/// Whether a transcript holds the slides as they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// As text and in words to be spoken.
    Whole,
    /// Not at all.
    Absent,
}

const VIEW: View<'_> = View { names: Names::SERIES, numbers: Numbers::Shown, extent: Extent::Whole };

/// What a lesson shows.
pub fn of(lesson: &Lesson, drawn: Drawn) -> Transcript {
    let records = (0..lesson.slides.len()).map(|place| record(lesson, place, drawn));
    Transcript {
        format: FORMAT,
        lesson: lesson.id.clone(),
        title: lesson.title.clone(),
        problem: lesson.problem_name.clone(),
        weight: lesson.problem.shape().symbol(lesson.weight).to_string(),
        slides: records.collect(),
    }
}

fn record(lesson: &Lesson, place: usize, drawn: Drawn) -> Record {
    let slide = &lesson.slides[place];
    let items = slide.shown.iter().flat_map(|shown| {
        let formulas = formulas(slide, shown).into_iter().map(Item::Formula);
        formulas.chain(picture(lesson, slide, shown))
    });
    let items: Vec<Item> = items.collect();
    Record {
        goal: slide.goal.clone(),
        cost: slide.scene.shape.cost.name.to_owned(),
        pace: slide.pace,
        of_this_data: matches!(slide.words_for, WordsFor::OwnData { .. }),
        of_these_names: slide.explains_names,
        says: words(&slide.says),
        names: names(place.checked_sub(1).map(|before| &*lesson.slides[before].scene), &slide.scene),
        numbers: numbers(slide, &items),
        shows: items,
        question: slide.predict.as_ref().map(question),
        drawings: match drawn {
            Drawn::Whole => drawings(&slide::blocks(lesson, place, VIEW)),
            Drawn::Absent => BTreeMap::new(),
        },
    }
}

fn drawings(blocks: &[Block]) -> BTreeMap<String, String> {
    let style = Style::default();
    let drawn = |renderer: &dyn Renderer| {
        let lines = renderer.blocks(blocks, &style);
        lines.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
    };
    [("text", &Text as &dyn Renderer), ("speech", &Speech)]
        .map(|(name, renderer)| (name.to_owned(), drawn(renderer)))
        .into()
}

/// The names that mean something else than on the slide before.
fn names(before: Option<&Scene>, scene: &Scene) -> BTreeMap<String, String> {
    let own = crate::derive::written_givens(&scene.shape).ok();
    let is_network = |name: &crate::expr::Symbol| {
        own.as_ref().is_some_and(|own| own.definitions().any(|(known, _)| known == name))
    };
    let is_new = |(name, is): &(&crate::expr::Symbol, &Expr)| {
        let known = before.and_then(|before| before.givens.definition_of(name));
        !is_network(name) && known.as_ref() != Some(*is)
    };
    let new = scene.givens.definitions().filter(is_new);
    new.map(|(name, is)| (name.to_string(), is.to_string())).collect()
}

/// The equations that something shows.
fn formulas(slide: &Slide, shown: &Shown) -> Vec<Formula> {
    let worth = |formula: &Expr| slide.scene.value(formula);
    let formula = |left: &Expr, right: &Expr, made: &str| Formula {
        is: format!("{left} = {right}"),
        made: made.to_owned(),
        value: worth(right),
        ..Formula::default()
    };
    match shown {
        Shown::Line(Line { equation, made, point, faded, .. }) => {
            let (made, checked) = origin(made);
            let [point, faded] = [point, faded].map(|places| parts(&equation.right, places));
            vec![Formula { checked, point, faded, ..formula(&equation.left, &equation.right, &made) }]
        }
        Shown::Question(left) => {
            vec![Formula { is: left.to_string(), made: "question".into(), ..Formula::default() }]
        }
        Shown::Redefinition(redefinition) => {
            let (_, equation) = &redefinition.is;
            vec![formula(&equation.left, &equation.right, "redefinition")]
        }
        Shown::Contrast { left, right } => {
            [left, right].map(|one| formula(&one.left, &one.right, "contrast")).into()
        }
        Shown::NotEqual { of, is, values } => {
            let one = |formula: &Expr, value: f64| Formula {
                is: formula.to_string(),
                made: "not equal".into(),
                value: Some(value),
                ..Formula::default()
            };
            vec![one(of, values[0]), one(is, values[1])]
        }
        Shown::Product(product) => {
            vec![formula(&product.opened.left, &product.opened.right, "product of matrices")]
        }
        Shown::Tree { .. }
        | Shown::Matrix(_)
        | Shown::Compare(_)
        | Shown::Network { .. }
        | Shown::Plot { .. }
        | Shown::Grid { .. }
        | Shown::Paths(_)
        | Shown::Nudge { .. } => Vec::new(),
    }
}

/// What stands at some places of a formula, each once.
fn parts(formula: &Expr, places: &[Focus]) -> Vec<String> {
    let mut parts: Vec<String> =
        places.iter().filter_map(|place| formula.at(place)).map(Expr::to_string).collect();
    parts.dedup();
    parts
}

/// Where an equation comes from, and how it was checked.
fn origin(made: &Made) -> (String, Option<String>) {
    match made {
        Made::Rule(rule, evidence) => (rule.name.into(), Some(evidence.to_string())),
        Made::Definition => ("definition of a name".into(), None),
        Made::Generalisation(members, evidence) => {
            ("generalisation".into(), Some(format!("{evidence}, all {members} members")))
        }
        Made::Again(steps, _) => ("again".into(), Some(format!("{steps} steps, each by itself"))),
        Made::Earlier(_) => ("earlier".into(), None),
    }
}

fn picture(lesson: &Lesson, slide: &Slide, shown: &Shown) -> Option<Item> {
    let kind = slide::kind(shown)?.to_owned();
    let tables = tables(shown);
    if tables.is_empty() {
        let words = picture_in_words(lesson, slide, shown, VIEW);
        return Some(Item::Picture { kind, words, cells: Vec::new() });
    }
    let words: Vec<String> = tables
        .iter()
        .map(|(name, [rows, columns], _)| {
            format!("{name}: rows {rows}, columns {columns}").trim_start_matches(": ").into()
        })
        .collect();
    let formulas = tables.into_iter().flat_map(|(.., cells)| cells.iter().flatten());
    let cells = formulas.map(|formula| Cell(formula.to_string(), slide.scene.value(formula))).collect();
    Some(Item::Picture { kind, words: words.join("; "), cells })
}

/// A table of formulas: what it is called, its letters and its cells.
type Formulas<'a> = (&'a str, [char; 2], &'a [Vec<Expr>]);

/// The tables of formulas in something.
fn tables(shown: &Shown) -> Vec<Formulas<'_>> {
    fn of_matrix(matrix: &Matrix) -> Formulas<'_> {
        (&matrix.name, matrix.letters, &matrix.cells)
    }
    match shown {
        Shown::Grid { cells, letters } => vec![("", *letters, &**cells)],
        Shown::Matrix(matrix) => vec![of_matrix(matrix)],
        Shown::Product(Product { factors: [left, right], is, .. }) => [left, right, is].map(of_matrix).into(),
        _ => Vec::new(),
    }
}

/// What is to be seen on a picture or table.
pub fn picture_in_words(lesson: &Lesson, slide: &Slide, shown: &Shown, view: View<'_>) -> String {
    let only = Slide { shown: vec![shown.clone()], says: Vec::new(), predict: None, ..slide.clone() };
    let blocks = slide::things(lesson, &only, view);
    let words: Vec<String> =
        blocks.iter().flat_map(Block::diagrams).map(|diagram| text::typed(diagram.words())).collect();
    if words.is_empty() {
        Speech.blocks(&blocks, &Style::default()).trim().to_owned()
    } else {
        words.join(" ")
    }
}

/// What every name and derivative in the equations is worth.
fn numbers(slide: &Slide, items: &[Item]) -> BTreeMap<String, f64> {
    let mut numbers = BTreeMap::new();
    for item in items {
        let Item::Formula(formula) = item else { continue };
        for side in formula.is.split(" = ").filter_map(|side| side.parse::<Expr>().ok()) {
            side.any(&mut |part| {
                if matches!(part, Expr::Sym(_) | Expr::Partial { .. })
                    && let Some(value) = slide.scene.value(part)
                {
                    numbers.insert(part.to_string(), value);
                }
                false
            });
        }
    }
    numbers
}

/// A question with what else there is to choose from, in the order of the file.
fn question(predict: &Predict) -> Question {
    let (asks, because) = (words(&predict.asks), words(&predict.because));
    let (mut others, mut why_not) = (Vec::new(), Vec::new());
    let answer = match &predict.answer {
        Answer::Formula { of, is } => format!("${of} = {is}$"),
        Answer::Choice { choices, right } => {
            for choice in in_file_order(choices, *right).skip(1) {
                others.push(line(&choice.says));
                why_not.push(line(&choice.why_not));
            }
            line(&choices[*right].says)
        }
    };
    if why_not.iter().all(String::is_empty) {
        why_not.clear();
    }
    Question { asks, answer, others, why_not, because }
}

/// Words as an author writes them, with numbers worked out.
fn words(paragraphs: &[Paragraph]) -> String {
    let paragraph = |paragraph: &Paragraph| match paragraph.kind {
        Kind::Words => line(&paragraph.runs),
        Kind::Point => format!("- {}", line(&paragraph.runs)),
    };
    paragraphs.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn line(runs: &[Run]) -> String {
    // In code too, so that no sign but that of a formula looks like one.
    let plain = |text: &str| text.replace('\\', r"\\").replace('$', r"\$");
    let run = |run: &Run| match run {
        Run::Text(text) => plain(text),
        Run::Emphasis(inner) => format!("*{}*", line(inner)),
        Run::Strong(inner) => format!("**{}**", line(inner)),
        Run::Code(code) => format!("`{}`", plain(code)),
        Run::Formula(formula) => format!("${formula}$"),
        Run::Equation(left, right) => format!("${left} = {right}$"),
        Run::Value { value, digits } => {
            digits.map_or_else(|| six_digits(*value), |digits| exactly(*value, digits))
        }
    };
    runs.iter().map(run).collect()
}
