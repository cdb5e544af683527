//! A derivation as a page: every step with its rule, the formula that it leads to, and how it was checked.

use crate::derive::Equation;
use crate::derive::Step;
use crate::derive::verify::Evidence;
use crate::derive::weight::Goal;
use crate::derive::weight::Part;
use crate::derive::weight::WeightDerivation;
use crate::expr::Expr;
use crate::graph::Names;
use crate::graph::Shape;
use crate::lesson::agree::Agreement;
use crate::lesson::agree::PathSum;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Mark;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Strand;
use crate::page::Table;
use crate::show::factors::Marker;
use crate::show::factors::marked;
use crate::show::formula::Dress;
use crate::show::formula::formula;
use crate::show::number::grouped;
use crate::show::number::six_digits;

/// The page for the derivation of one weight or bias, with its value on the problem's data.
pub fn page(shape: &Shape, names: Names<'_>, derivation: &WeightDerivation, agreement: &Agreement) -> Page {
    let mut page = down_to_the_formula(shape, names, derivation, "The numbers");
    page.blocks.extend(numbers(agreement));
    page
}

/// The same page down to the formula, which is true of any data.
pub fn page_without_numbers(shape: &Shape, names: Names<'_>, derivation: &WeightDerivation) -> Page {
    down_to_the_formula(shape, names, derivation, "The formula")
}

/// A part for each goal, and the last one under its own heading.
fn down_to_the_formula(shape: &Shape, names: Names<'_>, derivation: &WeightDerivation, last: &str) -> Page {
    let mut blocks: Vec<Block> =
        names.note().map(|note| Block::Prose(vec![note.into()])).into_iter().collect();
    let mut left_out = left_out(shape, derivation).map(|words| Block::Prose(vec![words.into()]));
    for (place, part) in derivation.parts().iter().enumerate() {
        blocks.push(Block::Heading(format!("{}. {}", place + 1, title(&part.goal))));
        blocks.extend(left_out.take());
        blocks.extend(steps(shape, names, part));
    }
    blocks.push(Block::Heading(format!("{}. {last}", derivation.parts().len() + 1)));
    blocks.extend(result(shape, names, derivation));
    let left = formula(&derivation.formula().left, names, &[]);
    Page {
        title: format!("{}, derived", crate::render::text::one_line(&left, crate::render::Charset::Unicode)),
        blocks,
    }
}

/// How many examples are written out.
pub fn written_out(derivation: &WeightDerivation) -> Option<usize> {
    derivation.parts().first()?.derivation.givens().count_of("E")
}

/// What has to be said before the first equation, where it is true of some of the examples only.
pub fn left_out(shape: &Shape, derivation: &WeightDerivation) -> Option<String> {
    let (written, all) = (written_out(derivation)?, shape.examples);
    let these = if written == 1 {
        "Example 1 is written out, as if there were no others".to_owned()
    } else {
        format!("Examples 1 to {written} are written out, as if there were no others")
    };
    let end = "At the end the sum runs over all of them";
    (written < all).then(|| format!("The data have {all} examples. {these}. {end}."))
}

/// What a part of a derivation is about, as a heading.
pub fn title(goal: &Goal) -> &'static str {
    match goal {
        Goal::Paths => "The paths from the cost to the weight",
        Goal::Cost => "The slope of the cost",
        Goal::Sigmoid => "The slope of σ",
        Goal::Tanh => "The slope of tanh",
        Goal::Activation => "The slope of the activation function",
        Goal::DotProduct => "The slope of the dot product",
        Goal::Together => "Everything put in",
        Goal::Cancelled => "What cancels",
    }
}

fn steps(shape: &Shape, names: Names<'_>, part: &Part) -> Vec<Block> {
    let begin = part.derivation.begin();
    let marker = matches!(part.goal, Goal::Together | Goal::Cancelled)
        .then(|| Marker::beginning_with(begin, shape, part.derivation.givens()));
    let marks =
        |equation: &Equation| marker.as_ref().map_or_else(Vec::new, |marker| marker.marked(&equation.right));
    let mut blocks = Vec::new();
    if part.derivation.steps().is_empty() || begin.left != begin.right {
        blocks.push(Block::Equation(equation(begin, names, &marks(begin))));
    }
    for (place, step) in part.derivation.steps().iter().enumerate() {
        blocks.push(Block::Prose(sentence(step)));
        let changed = Dress::part(step.at().clone(), Role::Changed);
        let mut dresses = if step.at().0.is_empty() { vec![] } else { vec![changed] };
        dresses.extend(marks(step.after()));
        blocks.push(Block::Equation(match place {
            0 => equation(step.after(), names, &dresses),
            _ => Math::row([Operator::Equals.into(), formula(&step.after().right, names, &dresses)]),
        }));
    }
    blocks.extend(checked(part.derivation.steps()));
    blocks
}

/// The rule of a step and what it says.
fn sentence(step: &Step) -> Vec<Inline> {
    let name = Inline::Looking(Look::Role(Role::Strong), vec![step.rule().name.into()]);
    vec![name, format!(": {}", step.rule().says).into()]
}

/// How the steps of a part were checked, said once for all that were checked alike.
fn checked(steps: &[Step]) -> Option<Block> {
    let mut kinds: Vec<(Evidence, usize)> = Vec::new();
    for evidence in steps.iter().map(Step::evidence) {
        match kinds.iter_mut().find(|(kind, _)| *kind == evidence) {
            Some((_, count)) => *count += 1,
            None => kinds.push((evidence, 1)),
        }
    }
    let words = match kinds.as_slice() {
        [] => return None,
        [(evidence, 1)] => format!("This step was checked {evidence}."),
        [(evidence, count)] => format!("Each of these {count} steps was checked {evidence}."),
        kinds => {
            let words: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            format!("Of these {} steps were checked: {}.", steps.len(), words.join("; "))
        }
    };
    Some(Block::Prose(vec![Inline::Looking(Look::Role(Role::Dimmed), vec![words.into()])]))
}

/// Both sides of an equation. The dresses are for the right side.
pub fn equation(equation: &Equation, names: Names<'_>, dresses: &[Dress]) -> Math {
    Math::row([
        formula(&equation.left, names, &[]),
        Operator::Equals.into(),
        formula(&equation.right, names, dresses),
    ])
}

/// The formula once more, each factor with the mark of its edge, and what the marks mean.
fn result(shape: &Shape, names: Names<'_>, derivation: &WeightDerivation) -> Vec<Block> {
    let givens = derivation.parts()[derivation.parts().len() - 1].derivation.givens();
    let with_marks =
        |formula: &Equation| Block::Equation(equation(formula, names, &marked(formula, shape, givens)));
    let mut words: Vec<Inline> = vec!["Σ over e now runs over all ".into()];
    words.push(Math::number(shape.examples.to_string()).into());
    words.push(" examples. Each factor is one edge of the tree diagram: ".into());
    for (place, strand) in Strand::ALL.into_iter().enumerate() {
        let id = u32::try_from(place).unwrap_or_default();
        let slope = Inline::from(format!("the slope of the {}", strand.name()));
        words.push(Inline::Looking(Look::Mark(Mark::of_all(strand, id)), vec![slope]));
        words.push(if place < 2 { ", " } else { "." }.into());
    }
    let mut blocks = vec![Block::Prose(words), with_marks(derivation.paths_formula())];
    let ones: Vec<Inline> =
        slopes_of_one(derivation).map(|slope| formula(slope, names, &[]).into()).collect();
    if !ones.is_empty() {
        let mut words: Vec<Inline> = vec!["A slope that is 1 leaves no factor: ".into()];
        for (place, slope) in ones.into_iter().enumerate() {
            words.extend((place > 0).then(|| ", ".into()));
            words.push(slope);
        }
        words.push(".".into());
        blocks.push(Block::Prose(words));
    }
    if derivation.formula() != derivation.paths_formula() {
        let words = "With what cancels, a factor that is left of two edges has the marks of both:";
        blocks.push(Block::Prose(vec![words.into()]));
        blocks.push(with_marks(derivation.formula()));
    }
    blocks
}

/// The local derivatives on the paths that are 1, such as that of a sum by its bias.
fn slopes_of_one(derivation: &WeightDerivation) -> impl Iterator<Item = &Expr> {
    let local = |part: &&Part| matches!(part.goal, Goal::Activation | Goal::DotProduct);
    let equations = derivation.parts().iter().filter(local).map(|part| part.derivation.now());
    equations.filter(|equation| equation.right.as_integer() == Some(1)).map(|equation| &equation.left)
}

fn numbers(agreement: &Agreement) -> Vec<Block> {
    let row =
        |(what, value): (&str, f64)| Row::new([Cell::from(what), Math::number(six_digits(value)).into()]);
    let walked = agreement.paths.value().map(|sum| ("the sum over the paths", sum));
    let values = [("the formula, evaluated on all data", agreement.derived)]
        .into_iter()
        .chain(walked)
        .chain([("the matrix entry", agreement.matrix)]);
    let table = Table {
        columns: vec![Column::Name, Column::Decimal],
        header: Vec::new(),
        rows: values.map(row).collect(),
    };
    let (all, others) = if walked.is_some() { ("three", "the others") } else { ("two", "the other") };
    let (verdict, role) =
        if agreement.holds() { ("agree", Role::Agrees) } else { ("do not agree", Role::Differs) };
    let words = format!(
        ": the formula is at most {} away from {others}, and rounding explains up to {}.",
        six_digits(agreement.distance()),
        six_digits(agreement.bound)
    );
    let verdict = Inline::Looking(Look::Role(role), vec![format!("The {all} {verdict}").into()]);
    let mut blocks = vec![Block::Table(table), Block::Prose(vec![verdict, words.into()])];
    blocks.extend(not_walked(&agreement.paths));
    blocks
}

/// Why the sum over the paths is missing, where it is.
fn not_walked(paths: &PathSum) -> Option<Block> {
    let PathSum::TooMany(count) = paths else { return None };
    let words = format!("{} paths lead there, too many to be walked in passing: ", grouped(count));
    Some(Block::Prose(vec![words.into(), Inline::Code("gradwalk paths".into()), " forms their sum.".into()]))
}
