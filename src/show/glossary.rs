//! What the names on a slide mean, and what each is worth.
//!
//! ```text
//! w₂₁₁          the weight from hidden node 1 to output node 1       0.002
//! o_out,1^(e)   what comes out of output node 1, for any example e
//! ```

use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Answer;
use crate::lesson::Matrix;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::prose::Run;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Row;
use crate::page::Table;
use crate::show::formula::formula;
use crate::show::number::six_digits;
use crate::show::symbol::symbol_in;

/// Every name of a slide, in the order in which a reader meets it.
pub fn blocks(slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let rows = rows(slide, names);
    if rows.is_empty() {
        return vec![Block::Prose(vec!["There are no symbols on this slide.".into()])];
    }
    vec![Block::Table(table(rows))]
}

/// The names in the question of a slide and in the choices that it offers. What they are worth may be what is asked for,
/// as may be what the name means that is asked for.
pub fn of_question(slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let mut found = Vec::new();
    if let Some(predict) = &slide.predict {
        predict.asks.iter().for_each(|paragraph| in_runs(&paragraph.runs, &mut found));
        match &predict.answer {
            Answer::Choice { choices, .. } => {
                for choice in choices {
                    in_runs(&choice.says, &mut found);
                }
            }
            Answer::Formula { of, .. } => found.retain(|name| *of != Expr::Sym(name.clone())),
        }
    }
    let row =
        |symbol: &Symbol| Row::new([symbol_in(names, symbol).into(), Cell(meaning(slide, symbol, names))]);
    match found.as_slice() {
        [] => vec![Block::Prose(vec!["There are no symbols in this question.".into()])],
        found => vec![Block::Table(Table {
            columns: vec![Column::Name, Column::Left],
            header: Vec::new(),
            rows: found.iter().map(row).collect(),
        })],
    }
}

/// Such rows under one another.
pub fn table(rows: Vec<Row>) -> Table {
    Table { columns: vec![Column::Name, Column::Left, Column::Decimal], header: Vec::new(), rows }
}

/// For each name of a slide the name, what it means, and what it is worth.
pub fn rows(slide: &Slide, names: Names<'_>) -> Vec<Row> {
    let row = |symbol: &Symbol| {
        let value = slide.scene.value(&symbol.clone().into()).map(|value| Math::number(six_digits(value)));
        let value = value.map_or_else(Cell::default, Cell::from);
        Row::new([symbol_in(names, symbol).into(), Cell(meaning(slide, symbol, names)), value])
    };
    symbols(slide).iter().map(row).collect()
}

/// The names in the words and formulas of a slide, each once.
fn symbols(slide: &Slide) -> Vec<Symbol> {
    let mut found = in_words(slide);
    for shown in &slide.shown {
        match shown {
            Shown::Line(line) => in_formulas([&line.equation.left, &line.equation.right], &mut found),
            Shown::Question(of) => in_formulas([of], &mut found),
            Shown::Redefinition(to) => in_formulas([&to.is.1.left, &to.is.1.right], &mut found),
            Shown::Contrast { left, right } => {
                in_formulas([&left.left, &left.right, &right.left, &right.right], &mut found);
            }
            Shown::NotEqual { of, is, .. } => in_formulas([of, is], &mut found),
            Shown::Plot { function, .. } => in_formulas([function], &mut found),
            Shown::Grid { cells, .. } | Shown::Matrix(Matrix { cells, .. }) => {
                in_formulas(cells.iter().flatten(), &mut found);
            }
            Shown::Product(product) => {
                in_formulas([&product.opened.left, &product.opened.right], &mut found);
            }
            Shown::Tree { weight, .. }
            | Shown::Paths(weight)
            | Shown::Compare(weight)
            | Shown::Nudge { weight, .. } => {
                note(slide.scene.shape.symbol(*weight), &mut found);
            }
            Shown::Network { weights, .. } => {
                for weight in weights {
                    note(slide.scene.shape.symbol(*weight), &mut found);
                }
            }
        }
    }
    found
}

/// The names in the words of a slide, each once.
pub(super) fn in_words(slide: &Slide) -> Vec<Symbol> {
    let mut found = Vec::new();
    slide.says.iter().for_each(|paragraph| in_runs(&paragraph.runs, &mut found));
    found
}

fn in_runs(runs: &[Run], found: &mut Vec<Symbol>) {
    for run in runs {
        match run {
            Run::Formula(formula) => in_formulas([formula], found),
            Run::Equation(left, right) => in_formulas([left, right], found),
            Run::Emphasis(inner) | Run::Strong(inner) => in_runs(inner, found),
            Run::Text(_) | Run::Code(_) | Run::Value { .. } => {}
        }
    }
}

fn in_formulas<'e>(formulas: impl IntoIterator<Item = &'e Expr>, found: &mut Vec<Symbol>) {
    for formula in formulas {
        formula.any(&mut |part| {
            match part {
                Expr::Sym(symbol) => note(symbol.clone(), found),
                Expr::Partial { by, .. } => note(by.clone(), found),
                _ => {}
            }
            false
        });
    }
}

fn note(symbol: Symbol, found: &mut Vec<Symbol>) {
    if !found.contains(&symbol) {
        found.push(symbol);
    }
}

/// What a name stands for, in words.
fn meaning(slide: &Slide, symbol: &Symbol, names: Names<'_>) -> Vec<Inline> {
    let scene = &slide.scene;
    let shape = &scene.shape;
    if let Some(words) = of_network(shape, symbol) {
        return vec![words.into()];
    }
    if let Some(counted) = counted(shape, symbol) {
        return vec![counted.into()];
    }
    match scene.givens.definition_of(symbol) {
        Some(definition) => {
            let is = [Operator::Equals.into(), formula(&definition, names, &[])];
            vec!["short for this:".into(), Math::row(is).into()]
        }
        None => vec![counted_by(slide, symbol).unwrap_or("any number").into()],
    }
}

/// What a letter counts that stands alone in words and is an index in the names of the slide.
fn counted_by(slide: &Slide, letter: &Symbol) -> Option<&'static str> {
    let text = letter.to_string();
    let is_letter = |index: &Index| matches!(index, Index::Letter(_)) && index.to_string() == text;
    let symbols = symbols(slide);
    if symbols.iter().any(|symbol| symbol.example.as_ref().is_some_and(is_letter)) {
        return Some("the number of an example");
    }
    let of_name = symbols.iter().find(|symbol| symbol.sub.iter().any(is_letter))?;
    // The first index of a weight is its layer.
    let place = of_name.sub.iter().position(is_letter)?;
    let is_layer = place == 0 && matches!(of_name.base.as_str(), "w" | "b");
    Some(if is_layer { "the number of a layer" } else { "the number of a node" })
}

/// A count that the cost or a Σ speaks of.
fn counted(shape: &Shape, symbol: &Symbol) -> Option<&'static str> {
    use crate::cost::DivideBy;
    match (symbol.to_string().as_str(), shape.cost.divide_by) {
        ("E", _) => Some("how many examples there are"),
        ("K", _) => Some("how many output nodes there are"),
        ("N", DivideBy::Labels) => Some("what the cost divides by: examples times output nodes"),
        ("N", DivideBy::Examples) => Some("what the cost divides by: the examples"),
        ("N", DivideBy::One) => Some("what the cost divides by: nothing"),
        _ => None,
    }
}

/// A quantity of the network. Letters among its indices stand for any.
pub(super) fn of_network(shape: &Shape, symbol: &Symbol) -> Option<String> {
    let member = symbol.first_member();
    // A name in words may leave the example open.
    let of_one = || Symbol { example: Some(Index::At(1)), ..member.clone() };
    let quantity = shape.quantity(&member).or_else(|_| shape.quantity(&of_one())).ok()?;
    let index = |place: usize| symbol.sub.get(place).map(Index::to_string).unwrap_or_default();
    let example = match symbol.example {
        Some(Index::At(number)) => format!(", for example {number}"),
        Some(Index::Letter(letter)) => format!(", for any example {letter}"),
        None => String::new(),
    };
    let layer = |number: usize| match number {
        0 => "input".to_owned(),
        _ if number == shape.layers() => "output node".into(),
        _ if shape.layers() == 2 => "hidden node".into(),
        _ => format!("node of hidden layer {number},"),
    };
    Some(match quantity {
        Quantity::Cost => format!("the cost: how far the outputs are from the labels ({})", shape.cost.name),
        Quantity::Input { .. } => format!("input {}{example}", index(0)),
        Quantity::Label { .. } => format!("what output node {} should give{example}", index(0)),
        Quantity::Weight { layer: own, .. } => {
            let (from, to) = (layer(own), layer(own + 1));
            format!("the weight from {from} {} to {to} {}", index(1), index(2))
        }
        Quantity::Bias { layer: own, .. } => format!("the bias of {} {}", layer(own + 1), index(1)),
        Quantity::In { layer: own, .. } => {
            format!("what goes into {} {}: the weighted sum{example}", layer(own + 1), index(0))
        }
        Quantity::Out { layer: own, .. } => {
            format!("what comes out of {} {}{example}", layer(own + 1), index(0))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Lesson;
    use crate::render::Renderer;
    use crate::render::Style;
    use crate::render::text::Text;

    fn means(name: &str) -> String {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        let slide = lesson.slides.iter().find(|slide| in_words(slide).contains(&Symbol::new('f')));
        let runs = meaning(slide.expect("one speaks of f"), &name.parse().expect(name), Names::SERIES);
        crate::render::text::lines(&Block::Prose(runs), &crate::render::Style::default())
            .concat()
            .iter()
            .map(|glyph| glyph.character)
            .collect()
    }

    #[test]
    fn every_sort_of_name_is_told() {
        for (name, words) in [
            ("w_211", "the weight from hidden node 1 to output node 1"),
            ("w_2fn", "the weight from hidden node f to output node n"),
            ("w_142", "the weight from input 4 to hidden node 2"),
            ("x_4^(2)", "input 4, for example 2"),
            ("y_n^(e)", "what output node n should give, for any example e"),
            ("h_out_1^(e)", "what comes out of hidden node 1, for any example e"),
            ("o_in_3", "what goes into output node 3: the weighted sum"),
            ("MSE", "the cost: how far the outputs are from the labels (half-mse)"),
            ("N", "what the cost divides by: examples times output nodes"),
            ("E", "how many examples there are"),
            ("f", "the number of a node"),
            ("n", "the number of a node"),
            ("e", "the number of an example"),
            ("q", "any number"),
        ] {
            assert_eq!(means(name), words, "{name}");
        }
    }

    #[test]
    fn every_name_of_every_slide_is_listed_once() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        for slide in &lesson.slides {
            let symbols = symbols(slide);
            let mut sorted = symbols.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted.len(), symbols.len(), "{symbols:?}");
        }
        assert!(lesson.slides.iter().any(|slide| symbols(slide).len() > 4));
    }

    /// Neither what is asked for nor what anything is worth is told before the answer.
    #[test]
    fn of_an_open_question_the_names_are_told() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        let told = |of: &str| {
            let of: Expr = of.parse().expect(of);
            let asks = |slide: &&Slide| match slide.predict.as_ref().map(|predict| &predict.answer) {
                Some(Answer::Formula { of: asked, .. }) => *asked == of,
                _ => false,
            };
            let slide = lesson.slides.iter().find(asks).expect("one asks for it");
            Text.blocks(&of_question(slide, Names::SERIES), &Style::default())
        };
        assert_eq!(told("N"), "There are no symbols in this question.\n");
        let weight = told("d(MSE)/d(w_212)");
        assert!(weight.contains("the weight from hidden node 1 to output node 2"), "{weight}");
        assert!(!weight.contains("0.") && !weight.contains('Σ'), "{weight}");
    }
}
