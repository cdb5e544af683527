//! What was checked: the lines of a derivation with how each was found right and the first one that is not, or a
//! lesson.

use std::collections::BTreeSet;

use crate::derive::text::Claim;
use crate::derive::text::Report;
use crate::derive::verify::Counterexample;
use crate::derive::verify::Verdict;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::graph::Names;
use crate::lesson::Fault;
use crate::lesson::Lesson;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::printable::printable;
use crate::show::formula::Dress;
use crate::show::formula::formula;
use crate::show::number::grouped;
use crate::show::symbol::symbol_in;

/// Up to this many lines are listed; of more the last ones, where the failure is.
const ROWS: usize = 200;

/// A longer formula than this is quoted and not set in two dimensions: nobody could take it in.
const SET: usize = 400;

/// At most so many names of a point are listed.
const NAMES: usize = 12;

/// The page of a derivation in the file of this name, whose text this is.
///
/// What is quoted stands as it was written; formulas that are set are in `names`.
pub fn page(file: &str, text: &str, report: &Report, names: Names<'_>) -> Page {
    let held: Vec<&Claim> = report.checked.iter().filter(|claim| claim.holds()).collect();
    let mut blocks = Vec::new();
    let left_out = held.len().saturating_sub(ROWS);
    if left_out > 0 {
        blocks.push(prose(format!("{} lines before these hold and are not listed.", grouped(&left_out))));
    }
    if !held.is_empty() {
        blocks.push(Block::Table(table(text, &held[left_out..])));
    }
    match report.failure() {
        None => blocks.push(prose(all_hold(report))),
        Some(claim) => blocks.extend(failure(claim, report, names)),
    }
    Page { title: format!("{}, checked", printable(file)), blocks }
}

/// The page of a lesson whose every step follows, with the number of things that an editor has found in it.
///
/// `demanded` is what it has to hold up to beyond that.
pub fn lesson(file: &str, lesson: &Lesson, demanded: &str, findings: usize) -> Page {
    let (slides, steps) = (lesson.slides.len(), lesson.steps());
    let plural =
        |count: usize, what: &str| format!("{} {what}{}", grouped(&count), if count == 1 { "" } else { "s" });
    let answer = format!(
        "Answer: yes, every step was replayed and checked: {} on {}.",
        plural(steps, "step"),
        plural(slides, "slide")
    );
    let mut blocks = vec![prose(answer)];
    if findings > 0 {
        let found = format!("But NO to {demanded}: {}.", plural(findings, "finding"));
        blocks.push(Block::Prose(vec![Inline::Looking(Role::Strong.into(), vec![found.into()])]));
    }
    Page { title: format!("{}, checked", printable(file)), blocks }
}

/// What stands above the faults of a lesson.
pub fn faults(file: &str, faults: &[Fault]) -> Page {
    let slides: BTreeSet<usize> = faults.iter().filter_map(|fault| fault.slide).collect();
    let slides: Vec<String> = slides.iter().map(usize::to_string).collect();
    let answer = format!("Answer: NO. Slides that do not follow: {}.", slides.join(", "));
    let answer = Inline::Looking(Role::Strong.into(), vec![answer.into()]);
    Page { title: format!("{}, checked", printable(file)), blocks: vec![Block::Prose(vec![answer])] }
}

/// What is wrong with a line, in one sentence, or nothing where it holds.
pub fn says(claim: &Claim) -> Option<String> {
    let sides = || (printable(&claim.left.unicode()), printable(&claim.right.unicode()));
    match &claim.verdict {
        Verdict::Holds(_) => None,
        Verdict::Fails(point) => {
            let (left, right) = sides();
            Some(format!("{left} does not equal {right}: {point}"))
        }
        Verdict::Unknown(reason) => {
            let (left, right) = sides();
            Some(format!("whether {left} equals {right} cannot be decided: {reason}"))
        }
    }
}

pub(super) fn prose(text: impl Into<Inline>) -> Block {
    Block::Prose(vec![text.into()])
}

fn table(text: &str, claims: &[&Claim]) -> Table {
    let rows = claims.iter().map(|claim| {
        let checked = match &claim.verdict {
            Verdict::Holds(evidence) => format!("holds, checked {evidence}"),
            Verdict::Fails(_) | Verdict::Unknown(_) => String::new(),
        };
        Row::new([
            Cell::from(claim.line.to_string()),
            format!("= {}", printable(text.get(claim.at.clone()).unwrap_or_default())).into(),
            Cell::from(checked).looking(Role::Agrees.into()),
        ])
    });
    Table {
        columns: vec![Column::Right, Column::Left, Column::Left],
        header: vec![["line", "claim", ""].map(Cell::from).into()],
        rows: rows.collect(),
    }
}

fn all_hold(report: &Report) -> String {
    match report.claims {
        1 => "Answer: yes, the claim holds.".into(),
        claims => format!("Answer: yes, all {} claims hold.", grouped(&claims)),
    }
}

fn failure(claim: &Claim, report: &Report, names: Names<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let answer = match &claim.verdict {
        Verdict::Unknown(_) => format!("Answer: NO. Line {} cannot be decided.", claim.line),
        _ => format!("Answer: NO. Line {} does not follow.", claim.line),
    };
    blocks.push(Block::Prose(vec![Inline::Looking(Role::Strong.into(), vec![answer.into()])]));
    blocks.push(equation(claim, names));
    match &claim.verdict {
        Verdict::Fails(point) => blocks.extend(differ(point, names)),
        Verdict::Unknown(reason) => blocks.push(prose(format!("It cannot be decided because {reason}."))),
        Verdict::Holds(_) => {}
    }
    let left = report.claims - report.checked.len();
    if left > 0 {
        let words = if left == 1 { "claim after it was" } else { "claims after it were" };
        blocks.push(prose(format!("{} {words} not checked.", grouped(&left))));
    }
    blocks
}

/// Both sides, the one that is wrong marked.
fn equation(claim: &Claim, names: Names<'_>) -> Block {
    let long = |side: &Expr| side.unicode().chars().count() > SET;
    if long(&claim.left) || long(&claim.right) {
        return prose(format!(
            "{} = {}",
            printable(&claim.left.unicode()),
            printable(&claim.right.unicode())
        ));
    }
    let wrong = [Dress::part(Focus::whole(), Role::Differs)];
    let dresses = if matches!(claim.verdict, Verdict::Fails(_)) { &wrong[..] } else { &[] };
    Block::Equation(Math::row([
        formula(&claim.left, names, &[]),
        Operator::Equals.into(),
        formula(&claim.right, names, dresses),
    ]))
}

/// The point at which the sides differ, and both values.
fn differ(point: &Counterexample, names: Names<'_>) -> Vec<Block> {
    let value = |number: f64| Math::number(number.to_string());
    let letters = point.letters.iter().map(|(letter, index)| {
        Row::new([Cell::from(Math::name(letter.to_string())), Math::number(index.to_string()).into()])
    });
    let names = point
        .point
        .iter()
        .map(|(name, at)| Row::new([Cell::from(symbol_in(names, name)), value(*at).into()]));
    let mut rows: Vec<Row> = letters.chain(names).collect();
    let left_out = rows.len().saturating_sub(NAMES);
    rows.truncate(NAMES);
    let side = |name: &str, at: f64| {
        Row::new([Cell::from(name), Cell::from(value(at)).looking(Role::Differs.into())])
    };
    let sides = [side("left side", point.left).under_line(), side("right side", point.right)];
    let intro = if rows.is_empty() { "The two sides:" } else { "The two sides differ, for example here:" };
    let columns = vec![Column::Name, Column::Decimal];
    let mut blocks = vec![prose(intro)];
    blocks.push(Block::Table(Table {
        columns,
        header: Vec::new(),
        rows: rows.into_iter().chain(sides).collect(),
    }));
    if left_out > 0 {
        let names = if left_out == 1 { "name is" } else { "names are" };
        blocks.push(prose(format!("{left_out} more {names} left out of this point.")));
    }
    blocks
}
