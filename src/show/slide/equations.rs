//! The formulas of a slide: what a step made, what it changed, which factor belongs to which edge, what it is worth.

use std::ops::Range;

use crate::cost::Cost;
use crate::derive::Equation;
use crate::derive::network_givens;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;
use crate::graph::Edge;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Change;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::Redefinition;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::contrast;
use crate::lesson::same_value;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::page::Row;
use crate::page::Strand;
use crate::page::Table;
use crate::show::factors::marked;
use crate::show::formula::Dress;
use crate::show::formula::formula;
use crate::show::formula::formula_with_notes;
use crate::show::marks::step;
use crate::show::number::digits;
use crate::show::number::six_digits;
use crate::show::slide::Numbers;
use crate::show::slide::View;

/// Under a symbol there is room for so many digits.
pub(crate) const DIGITS: usize = 4;

/// One of the formulas of a slide.
pub(super) fn blocks(lesson: &Lesson, slide: &Slide, shown: &Shown, view: View<'_>) -> Vec<Block> {
    match shown {
        Shown::Line(line) => {
            let mut blocks: Vec<Block> = sentence(lesson, line).into_iter().collect();
            blocks.push(Block::Equation(equation(lesson, &slide.scene, line, view)));
            blocks
        }
        Shown::Question(left) => {
            // A number would be the answer.
            let left = formula(left, view.names, &[]);
            vec![Block::Equation(Math::row([left, Operator::Equals.into(), Operator::Unknown.into()]))]
        }
        Shown::Contrast { left, right } => {
            let [ours, theirs] = contrast(&left.right, &right.right);
            let side = |equation: &Equation, changes: &[Change]| {
                let dresses = dresses(changes, Role::Changed);
                vec![Block::Equation(both(lesson, &slide.scene, equation, &dresses, view))]
            };
            vec![Block::Beside { left: side(left, &ours), right: side(right, &theirs) }]
        }
        Shown::NotEqual { of, is, values } => not_equal(lesson, &slide.scene, [of, is], *values, view),
        Shown::Redefinition(redefinition) => redefined(lesson, slide, redefinition, view),
        _ => Vec::new(),
    }
}

/// An equation of a slide with everything that is to be seen on it.
pub fn equation(lesson: &Lesson, scene: &Scene, line: &Line, view: View<'_>) -> Math {
    equation_to_ask(lesson, scene, line, &[], view)
}

/// The same with a number on each of the parts that a reader may be asked for.
pub fn equation_to_ask(
    lesson: &Lesson,
    scene: &Scene,
    line: &Line,
    asked: &[(u16, Focus)],
    view: View<'_>,
) -> Math {
    let mut dresses = dresses(&line.changed, Role::Changed);
    dresses.extend(line.point.iter().map(|place| Dress::part(place.clone(), Role::Strong)));
    dresses.extend(line.faded.iter().map(|place| Dress::part(place.clone(), Role::Dimmed)));
    let covers = |change: &Dress, mark: &Dress| change.part == mark.part && change.run == mark.run;
    let marks = marked(&line.equation, &scene.shape, &scene.givens);
    // Where a factor is new and belongs to an edge, both are seen: the mark inside, the change around it.
    let (same, other): (Vec<_>, Vec<_>) =
        marks.into_iter().partition(|mark| dresses.iter().any(|change| covers(change, mark)));
    let fits = |mark: &Dress| mark.run.is_none() || dresses.iter().all(|change| !overlap(change, mark));
    let marks = same.into_iter().chain(other.into_iter().filter(fits));
    let asked = asked.iter().map(|(number, part)| Dress::part(part.clone(), Look::Asked(*number)));
    let dresses: Vec<Dress> = marks.chain(dresses.iter().cloned()).chain(asked).collect();
    both(lesson, scene, &line.equation, &dresses, view)
}

/// Whether two runs of one product or sum share a term and neither lies within the other, so that only one of them
/// can be dressed.
fn overlap(one: &Dress, other: &Dress) -> bool {
    match (&one.run, &other.run) {
        (Some(a), Some(b)) => {
            let is_within = |a: &Range<usize>, b: &Range<usize>| b.start <= a.start && a.end <= b.end;
            let meet = a.start < b.end && b.start < a.end;
            one.part == other.part && meet && !is_within(a, b) && !is_within(b, a)
        }
        _ => false,
    }
}

/// What is new in a formula; where all of it is, nothing stands out.
fn dresses(changes: &[Change], role: Role) -> Vec<Dress> {
    let is_part = |change: &&Change| !change.within.0.is_empty() || change.run.is_some();
    changes
        .iter()
        .filter(is_part)
        .map(|change| Dress { part: change.within.clone(), run: change.run.clone(), look: role.into() })
        .collect()
}

/// An equation that belongs to a slide without standing on it.
#[cfg(feature = "tui")]
pub(crate) fn equation_of(lesson: &Lesson, slide: &Slide, equation: &Equation, view: View<'_>) -> Math {
    both(lesson, &slide.scene, equation, &marked(equation, &slide.scene.shape, &slide.scene.givens), view)
}

/// Both sides, and what they are worth.
pub(super) fn both(
    lesson: &Lesson,
    scene: &Scene,
    equation: &Equation,
    dresses: &[Dress],
    view: View<'_>,
) -> Math {
    let left = formula(&equation.left, view.names, &[]);
    let mut pieces = vec![left, Operator::Equals.into(), set(lesson, scene, &equation.right, dresses, view)];
    if view.numbers != Numbers::Hidden
        && !says_itself(&equation.right, view.numbers)
        && let Some(value) = scene.value(&equation.right)
    {
        let digits = six_digits(value);
        let sign = if is_exact(&digits, value) { Operator::Equals } else { Operator::Approximately };
        pieces.extend([sign.into(), Math::number(digits)]);
    }
    Math::Row(pieces)
}

/// Whether the digits are all that there are: 0.25, and not 0.236745.
fn is_exact(digits: &str, value: f64) -> bool {
    digits.replace('−', "-").parse() == Ok(value)
}

/// Whether the value of a formula is there to be seen already: it is a number, or a name with its number under it.
fn says_itself(formula: &Expr, numbers: Numbers) -> bool {
    match formula {
        Expr::Num(_) => true,
        Expr::Neg(size) => says_itself(size, Numbers::Results),
        Expr::Sym(_) | Expr::Partial { .. } => numbers == Numbers::Shown,
        _ => false,
    }
}

/// A formula with a number under each of its names, and under the factors of an untouched chain their sort.
fn set(lesson: &Lesson, scene: &Scene, expr: &Expr, dresses: &[Dress], view: View<'_>) -> Math {
    let is_chain = is_chain(expr);
    formula_with_notes(expr, view.names, dresses, &|part, math| {
        let numbered = match (view.numbers, part) {
            (Numbers::Shown, Expr::Sym(name)) if scene.givens.count_of_symbol(name).is_some() => math,
            // What is differentiated may be as wide as the page; a number under it would hold it together.
            (Numbers::Shown, Expr::Partial { of, .. }) if !matches!(**of, Expr::Sym(_)) => math,
            (Numbers::Shown, _) => match scene.value(part) {
                Some(value) => math.under(Math::number(digits(value, DIGITS))),
                None => math,
            },
            (Numbers::Results | Numbers::Hidden, _) => math,
        };
        match sort(scene, part).filter(|_| is_chain) {
            Some(sort) => numbered.braced(Math::Words(lesson.words.label(sort).to_owned())),
            None => numbered,
        }
    })
}

/// Whether nothing is left to see but derivatives, multiplied and added.
fn is_chain(expr: &Expr) -> bool {
    match expr {
        Expr::Add(all) | Expr::Mul(all) => all.iter().all(is_chain),
        Expr::Partial { of, .. } => matches!(**of, Expr::Sym(_)),
        _ => false,
    }
}

/// The word for which of the three sorts of local derivative this is.
fn sort(scene: &Scene, part: &Expr) -> Option<&'static str> {
    let Expr::Partial { of, by } = part else { return None };
    let Expr::Sym(of) = &**of else { return None };
    let quantity = |name: &Symbol| scene.shape.quantity(name).ok();
    let edge = Edge { of: quantity(of)?, by: quantity(by)? };
    let is_edge = match (edge.of, edge.by) {
        (Quantity::Cost, Quantity::Out { layer, .. }) => layer + 1 == scene.shape.layers(),
        (Quantity::Out { layer, .. }, Quantity::In { layer: below, .. }) => layer == below,
        (Quantity::In { layer, .. }, Quantity::Out { layer: below, .. }) => layer == below + 1,
        (
            Quantity::In { layer, .. },
            Quantity::Weight { layer: own, .. } | Quantity::Bias { layer: own, .. },
        ) => layer == own,
        _ => false,
    };
    is_edge.then(|| match step(&scene.shape, edge).strand {
        Strand::Cost => "cost-factor",
        Strand::Activation => "activation-factor",
        Strand::DotProduct => "dot-product-factor",
    })
}

/// Why a line is there: its rule with the sentence and the check, or where it comes from.
pub fn sentence(lesson: &Lesson, line: &Line) -> Option<Block> {
    let words = &lesson.words;
    let strong = |text: &str| Inline::Looking(Look::Role(Role::Strong), vec![text.into()]);
    let checked = |evidence: crate::derive::verify::Evidence| {
        let text = format!(" {} {}.", words.label("checked"), words.evidence(evidence));
        Inline::Looking(Look::Role(Role::Dimmed), vec![text.into()])
    };
    Some(Block::Prose(match &line.made {
        Made::Rule(rule, evidence) => {
            vec![strong(rule.name), format!(": {}", words.sentence(rule)).into(), checked(*evidence)]
        }
        Made::Definition => vec![strong(words.label("definition"))],
        Made::Generalisation(_, evidence) => {
            vec![strong(words.label("generalisation")), checked(*evidence)]
        }
        Made::Again(..) => vec![words.label("again").into()],
        Made::Earlier(_) => return None,
    }))
}

fn not_equal(
    lesson: &Lesson,
    scene: &Scene,
    sides: [&Expr; 2],
    values: [f64; 2],
    view: View<'_>,
) -> Vec<Block> {
    let [of, is] = sides.map(|side| set(lesson, scene, side, &[], view));
    let [first, second] = values.map(|value| Math::number(six_digits(value)));
    if same_value(values) {
        let happens =
            Inline::Looking(Look::Role(Role::Dimmed), vec![lesson.words.label("equal-here").into()]);
        let equals =
            |left: Math, right: Math| Block::Equation(Math::row([left, Operator::Equals.into(), right]));
        return vec![Block::Prose(vec![happens]), equals(of, is), equals(first, second)];
    }
    let differs = |left: Math, right: Math| {
        Block::Equation(Math::row([left, Operator::Differs.into(), right.looking(Role::Differs)]))
    };
    vec![differs(of, is), differs(first, second)]
}

fn redefined(lesson: &Lesson, slide: &Slide, redefinition: &Redefinition, view: View<'_>) -> Vec<Block> {
    let words = &lesson.words;
    let quiet = View { numbers: Numbers::Hidden, ..view };
    let [ours, theirs] = contrast(&redefinition.was.1.right, &redefinition.is.1.right);
    let side = |label: &'static str, (cost, is): &(&'static Cost, Equation), changes: &[Change]| {
        let name = vec![format!("{}: ", words.label(label)).into(), Inline::Code(cost.name.into())];
        let equation = both(lesson, &slide.scene, is, &dresses(changes, Role::Changed), quiet);
        vec![Block::Prose(name), Block::Equation(equation)]
    };
    let cost = formula(&redefinition.is.1.left, view.names, &[]);
    let weight = slide.scene.shape.symbol(lesson.weight);
    let slope = Expr::Partial { of: Box::new(redefinition.is.1.left.clone()), by: weight };
    let row = |name: Math, values: [f64; 2]| {
        let numbers = values.map(|value| Cell::from(Math::number(six_digits(value))));
        Row::new([Cell::from(name)].into_iter().chain(numbers))
    };
    let table = Table {
        columns: vec![Column::Name, Column::Decimal, Column::Decimal],
        header: vec![vec![Cell::default(), words.label("was").into(), words.label("is").into()]],
        rows: vec![
            row(cost, redefinition.values),
            row(formula(&slope, view.names, &[]), redefinition.slopes),
        ],
    };
    vec![
        Block::Beside {
            left: side("was", &redefinition.was, &ours),
            right: side("is", &redefinition.is, &theirs),
        },
        Block::Table(table),
    ]
}

/// The cost of a network in one line: `MSE = 1/(2·N)·Σ Σ (o_out_n^(e) − y_n^(e))²`.
pub(super) fn definition(shape: &Shape, names: Names<'_>) -> Math {
    let cost = shape.symbol(Quantity::Cost);
    let is = network_givens(shape).ok().and_then(|givens| givens.definition_of(&cost));
    let left = formula(&cost.into(), names, &[]);
    let Some(is) = is else { return left };
    Math::row([left, Operator::Equals.into(), formula(&is, names, &[])])
}
