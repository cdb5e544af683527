//! Path sum beside delta rule: one row for each weight, and what the answer means.

use std::fmt::Write as _;

use num_bigint::BigUint;

use crate::gradient::compare::Comparison;
use crate::gradient::compare::Entry;
use crate::gradient::compare::Nudges;
use crate::gradient::exactness::Exactness;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::Naming;
use crate::show::number::grouped;
use crate::show::number::six_digits;

/// Up to this many rows a table is complete; of more entries it shows those that lie furthest apart.
const ROWS: usize = 400;

/// The page of a comparison of the problem with this name.
pub fn page(problem: &str, comparison: &Comparison, names: Names<'_>, naming: Naming) -> Page {
    let mut blocks = vec![prose(question(comparison, names)), Block::Table(table(comparison, names, naming))];
    blocks.extend(left_out(comparison).map(prose));
    blocks.extend(names.note().map(prose));
    blocks.push(prose(answer(comparison)));
    blocks.push(prose(visible(comparison)));
    blocks.push(prose(match &comparison.nudges {
        Some(nudges) => nudged(comparison, names, nudges),
        None => {
            "The third witness, nudging each weight, was not asked: with so many weights it takes too long."
                .into()
        }
    }));
    blocks.push(prose(effort(comparison)));
    Page { title: format!("{problem}: paths against matrices"), blocks }
}

fn prose(text: String) -> Block {
    Block::Prose(vec![text.into()])
}

fn question(comparison: &Comparison, names: Names<'_>) -> String {
    format!(
        "Asked: for every weight, is the sum of its path products over N the number that the matrices give? \
         {} = {}, {}.",
        names.written(&comparison.shape.symbol(Quantity::Cost)),
        six_digits(comparison.cost),
        counted(comparison.shape.examples, "example", "examples"),
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(&count), if count == 1 { one } else { many })
}

fn table(comparison: &Comparison, names: Names<'_>, naming: Naming) -> Table {
    let columns = [
        ("weight", Column::Name),
        ("paths", Column::Decimal),
        ("matrices", Column::Decimal),
        ("apart (ulp)", Column::Right),
        ("bound", Column::Right),
        ("exactly equal", Column::Left),
    ];
    Table {
        columns: columns.iter().map(|&(_, column)| column).collect(),
        header: vec![columns.iter().map(|&(name, _)| Cell::from(name)).collect()],
        rows: shown(comparison).into_iter().map(|entry| row(comparison, entry, names, naming)).collect(),
    }
}

/// All entries, or of very many those that disagree and those that lie furthest apart.
fn shown(comparison: &Comparison) -> Vec<&Entry> {
    let mut entries: Vec<(usize, &Entry)> = comparison.entries.iter().enumerate().collect();
    if entries.len() > ROWS {
        let apart = |entry: &Entry| if entry.agrees() { entry.units_in_last_place() } else { f64::INFINITY };
        entries.sort_by(|(_, a), (_, b)| apart(b).total_cmp(&apart(a)));
        entries.truncate(ROWS);
        entries.sort_by_key(|&(at, _)| at);
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn row(comparison: &Comparison, entry: &Entry, names: Names<'_>, naming: Naming) -> Row {
    let (word, role) = match (entry.agrees(), entry.exactly_equal) {
        (false, Some(false)) => ("NO, they differ", Role::Differs),
        (false, _) => ("beyond the bound", Role::Differs),
        (true, Some(_)) => ("yes", Role::Agrees),
        (true, None) => ("not asked", Role::Dimmed),
    };
    Row::new([
        Cell::from(naming.name(&comparison.shape, names, entry.parameter)),
        Math::number(six_digits(entry.paths)).into(),
        Math::number(six_digits(entry.matrix)).into(),
        six_digits(entry.units_in_last_place()).into(),
        format!("{:.1e}", entry.bound).into(),
        Cell::from(word).looking(role.into()),
    ])
}

fn left_out(comparison: &Comparison) -> Option<String> {
    let more = comparison.entries.len().saturating_sub(ROWS);
    (more > 0).then(|| {
        format!(
            "{} more are left out, none of them further apart; --format json lists every one.",
            counted(more, "weight", "weights")
        )
    })
}

fn answer(comparison: &Comparison) -> String {
    let all = comparison.entries.len();
    let agree = comparison.entries.iter().filter(|entry| entry.agrees()).count();
    let exactly = match comparison.exactness {
        Exactness::Integers => {
            "and without any rounding, as integers times powers of two, both sums are the same number"
                .to_owned()
        }
        Exactness::Modular => format!(
            "and modulo two primes of 62 bits, where nothing is rounded, both sums leave the same remainders: that different \
             sums do has, for primes drawn at random, a probability below {:.0e}",
            comparison.error_probability.unwrap_or(1.0)
        ),
        Exactness::TooLarge => "and the differences are within the rounding bound. The exact sums were not \
                                compared: with so many products and factors that takes too long"
            .to_owned(),
    };
    if agree == all && !comparison.agrees() {
        return "Answer: NO. Paths and matrices agree, but nudging the weights tells another slope: a derivative in the \
                tables is wrong."
            .into();
    }
    if agree == all {
        let all = grouped(&all);
        format!("Answer: yes, for {all} of {all}. The forward passes agree bit for bit, {exactly}.")
    } else {
        format!("Answer: NO. {} of {all} disagree: one of the two computations is wrong.", all - agree)
    }
}

fn visible(comparison: &Comparison) -> String {
    let finite = comparison.entries.iter().map(Entry::smallest_visible).filter(|error| error.is_finite());
    let (least, most) = finite.fold((f64::INFINITY, 0.0_f64), |(low, high), e| (low.min(e), high.max(e)));
    if most == 0.0 {
        let why = match comparison.underflowed {
            0 => String::new(),
            _ => " (underflow: the products are smaller than any double)".into(),
        };
        return format!("Every value is 0{why}, so no relative error could have been seen.");
    }
    let weights = if least < most { " for the worst weight and {least} for the best" } else { "" };
    format!(
        "What this could have seen: rounding explains differences up to the bound, so a relative error above \
         {most:.0e}{} would have shown{}.",
        weights.replace("{least}", &format!("{least:.0e}")),
        match comparison.exactness {
            Exactness::Integers => ", and in the exact sums any error at all",
            Exactness::Modular => ", and in the remainders any error at all, but for that probability",
            Exactness::TooLarge => "",
        }
    )
}

fn nudged(comparison: &Comparison, names: Names<'_>, nudges: &Nudges) -> String {
    let mut text = format!(
        "A third witness needs no derivative: nudging each weight and measuring {} gives the same slope for {} of {}",
        names.written(&comparison.shape.symbol(Quantity::Cost)),
        nudges.agree,
        comparison.entries.len()
    );
    if nudges.skipped > 0 {
        let _ =
            write!(text, " ({} skipped: a nudge crosses a kink or leaves the cost's domain)", nudges.skipped);
    }
    if nudges.hidden > 0 {
        let _ = write!(text, " ({} hidden: rounding moves the cost further than the nudge)", nudges.hidden);
    }
    for &(parameter, slope) in &nudges.contradicted {
        let name = names.written(&comparison.shape.symbol(parameter));
        let _ = write!(text, "; for {name} it measures {}", six_digits(slope));
    }
    text + "."
}

fn effort(comparison: &Comparison) -> String {
    let (paths, matrices) = (&comparison.path_multiplications, &comparison.matrix_multiplications);
    let is_one_of_many = comparison.entries.len() < comparison.shape.parameters().count();
    let mut text = format!(
        "The tree diagram needs {} path {}, {} {}; the matrices need {}{}.",
        grouped(&comparison.path_terms),
        if comparison.path_terms == BigUint::from(1_u8) { "product" } else { "products" },
        grouped(paths),
        if *paths == BigUint::from(1_u8) { "multiplication" } else { "multiplications" },
        grouped(matrices),
        if is_one_of_many { " and have every weight" } else { "" },
    );
    if matrices < paths {
        text += " That is the point of backpropagation: it adds up what arrives at a node before it goes on.";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient::compare::compare;
    use crate::gradient::scope::Scope;
    use crate::problem::Problem;

    fn iris() -> Comparison {
        let problem = Problem::built_in("iris-3").expect("built in");
        compare(&problem, Scope::Everything, |_| ()).expect("comparable")
    }

    #[test]
    fn a_no_says_how_many_disagree() {
        let mut wrong = iris();
        assert!(answer(&wrong).starts_with("Answer: yes, for 14 of 14."));
        wrong.entries[3].paths *= 1.0 + 1e-9;
        assert!(answer(&wrong).starts_with("Answer: NO. 1 of 14 disagree"));
        let mut unequal = iris();
        unequal.entries[3].exactly_equal = Some(false);
        assert!(answer(&unequal).starts_with("Answer: NO. 1 of 14 disagree"));
    }

    #[test]
    fn a_nudge_that_tells_another_slope_is_a_no() {
        let mut contradicted = iris();
        let nudges = contradicted.nudges.as_mut().expect("few weights");
        nudges.contradicted.push((contradicted.entries[3].parameter, 0.5));
        assert!(answer(&contradicted).starts_with("Answer: NO. Paths and matrices agree"));
    }

    #[test]
    fn the_point_is_made_only_where_matrices_need_fewer_multiplications() {
        let mut comparison = iris();
        assert!(effort(&comparison).contains("324 multiplications; the matrices need 75. That is the point"));
        comparison.path_multiplications = comparison.matrix_multiplications.clone();
        assert!(effort(&comparison).ends_with("the matrices need 75."));
        comparison.entries.truncate(1);
        assert!(effort(&comparison).ends_with("the matrices need 75 and have every weight."));
    }
}
