//! Which names a reader has met: in words, in a picture, or as a definition.
//!
//! ```text
//! The boxes are counted by $N$.          a name by itself in the words, or before an equals sign
//! Define(name: "f", is: …)               a definition
//! Tree(…), Network(…), Nudge(…)          what is drawn
//! ```

use std::collections::BTreeSet;

use crate::expr::Expr;
use crate::graph::Quantity;
use crate::lesson::Made;
use crate::lesson::Matrix;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;

use super::checks::formulas_in_words;

/// Adds what a slide introduces.
pub(super) fn introduced(slide: &Slide, known: &mut BTreeSet<String>) {
    for paragraph in words(slide) {
        in_runs(&paragraph.runs, known);
    }
    for shown in &slide.shown {
        match shown {
            Shown::Line(line) if matches!(line.made, Made::Definition) => {
                of_formula(&line.equation.left, known);
            }
            _ => drawn(slide, shown, known),
        }
    }
}

/// Adds every name that stands on a slide.
pub(super) fn met(slide: &Slide, known: &mut BTreeSet<String>) {
    let said = formulas_in_words(slide).into_iter().flat_map(|(.., sides)| sides);
    said.for_each(|side| of_formula(side, known));
    slide.shown.iter().flat_map(formulas).for_each(|formula| of_formula(formula, known));
}

/// Adds the names in all formulas of some words.
pub(super) fn in_words(runs: &[Run], used: &mut BTreeSet<String>) {
    formulas_of(runs).into_iter().flatten().for_each(|formula| of_formula(formula, used));
}

/// The formulas in some words, in their order. An equation has two sides.
pub(super) fn formulas_of(runs: &[Run]) -> Vec<Vec<&Expr>> {
    let formulas = runs.iter().flat_map(|run| match run {
        Run::Formula(formula) => vec![vec![formula]],
        Run::Equation(left, right) => vec![vec![left, right]],
        Run::Emphasis(inner) | Run::Strong(inner) => formulas_of(inner),
        Run::Text(_) | Run::Code(_) | Run::Value { .. } => Vec::new(),
    });
    formulas.collect()
}

/// All words of a slide.
pub(super) fn words(slide: &Slide) -> impl Iterator<Item = &Paragraph> {
    let predict = slide.predict.iter();
    slide.says.iter().chain(predict.flat_map(|predict| predict.asks.iter().chain(&predict.because)))
}

/// Names that the words introduce.
fn in_runs(runs: &[Run], known: &mut BTreeSet<String>) {
    for run in runs {
        match run {
            Run::Formula(name @ Expr::Sym(_)) | Run::Equation(name @ Expr::Sym(_), _) => {
                of_formula(name, known);
            }
            Run::Emphasis(inner) | Run::Strong(inner) => in_runs(inner, known),
            Run::Text(text) => {
                // A letter among words is a word, as in "a node".
                let pieces = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
                known.extend(pieces.filter(|piece| piece.chars().count() > 1).map(str::to_owned));
            }
            Run::Formula(_) | Run::Equation(..) | Run::Code(_) | Run::Value { .. } => {}
        }
    }
}

/// Names that a picture shows.
pub(super) fn drawn(slide: &Slide, shown: &Shown, known: &mut BTreeSet<String>) {
    let shape = &slide.scene.shape;
    let mut note = |quantity: Quantity| {
        known.insert(shape.symbol(quantity).base.as_str().to_owned());
    };
    match shown {
        Shown::Compare(weight) => note(*weight),
        Shown::Tree { weight, .. } | Shown::Paths(weight) => {
            note(Quantity::Cost);
            note(*weight);
            let (Quantity::Weight { layer, .. } | Quantity::Bias { layer, .. }) = *weight else { return };
            for layer in layer..shape.layers() {
                note(Quantity::In { layer, node: 0, example: 0 });
                note(Quantity::Out { layer, node: 0, example: 0 });
            }
            note(shape.below(layer, 0, 0));
        }
        Shown::Network { weights, nodes } => {
            note(Quantity::Input { node: 0, example: 0 });
            (0..shape.layers()).for_each(|layer| note(Quantity::Out { layer, node: 0, example: 0 }));
            weights.iter().chain(nodes).for_each(|quantity| note(*quantity));
        }
        Shown::Nudge { weight, .. } => {
            note(Quantity::Cost);
            note(*weight);
        }
        Shown::Plot { .. } => {
            known.insert("x".into());
        }
        Shown::Line(_)
        | Shown::Question(_)
        | Shown::Redefinition(_)
        | Shown::Contrast { .. }
        | Shown::NotEqual { .. }
        | Shown::Matrix(_)
        | Shown::Product(_)
        | Shown::Grid { .. } => {}
    }
}

/// The formulas that something shows.
pub(super) fn formulas(shown: &Shown) -> Vec<&Expr> {
    match shown {
        Shown::Line(line) => vec![&line.equation.left, &line.equation.right],
        Shown::Question(of) => vec![of],
        Shown::Redefinition(to) => vec![&to.is.1.left, &to.is.1.right],
        Shown::Contrast { left, right } => vec![&left.left, &left.right, &right.left, &right.right],
        Shown::NotEqual { of, is, .. } => vec![of, is],
        Shown::Grid { cells, .. } | Shown::Matrix(Matrix { cells, .. }) => cells.iter().flatten().collect(),
        Shown::Product(product) => vec![&product.opened.left, &product.opened.right],
        Shown::Tree { .. }
        | Shown::Network { .. }
        | Shown::Plot { .. }
        | Shown::Paths(_)
        | Shown::Compare(_)
        | Shown::Nudge { .. } => Vec::new(),
    }
}

/// The names in a formula, and the letters in it that stand for any number.
pub(super) fn of_formula(formula: &Expr, names: &mut BTreeSet<String>) {
    formula.any(&mut |part| {
        if let Expr::Sym(symbol) | Expr::Partial { by: symbol, .. } = part {
            names.insert(symbol.base.as_str().to_owned());
        }
        false
    });
    names.extend(formula.free_letters().into_iter().map(String::from));
}
