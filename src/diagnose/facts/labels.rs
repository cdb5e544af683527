//! The labels as a program may read them: shifted, backwards, or in any other order.

use std::borrow::Cow;

use crate::diagnose::recipe::Labels;
use crate::problem::Grid;

/// Orders of up to so many examples are all tried: 7! = 5040.
pub(in crate::diagnose) const MOST_ORDERED: usize = 7;

/// The labels as a program reads them; `None` where that changes nothing.
pub(super) fn arranged(labels: &Grid, way: Labels) -> Option<Cow<'_, Grid>> {
    let (rows, columns) = (labels.rows(), labels.columns());
    let from = |row: &dyn Fn(usize) -> usize, column: &dyn Fn(usize) -> usize| {
        Grid::from_fn(rows, columns, |e, n| labels[(row(e), column(n))])
    };
    let other = match way {
        Labels::Given => return Some(Cow::Borrowed(labels)),
        Labels::RowsRolled(by) => from(&|e| (e + rows - by % rows) % rows, &|n| n),
        Labels::RowsReversed => from(&|e| rows - 1 - e, &|n| n),
        Labels::RowsOrdered(number) => {
            let order = order(rows, number)?;
            from(&|e| order[e], &|n| n)
        }
        Labels::ColumnsRolled(by) => from(&|e| e, &|n| (n + columns - by % columns) % columns),
    };
    (other != *labels).then_some(Cow::Owned(other))
}

/// The n-th order of so many things, in the order of a dictionary; `None` beyond the last.
pub(in crate::diagnose) fn order(things: usize, mut number: usize) -> Option<Vec<usize>> {
    let orders = (1..=things).try_fold(1_usize, usize::checked_mul)?;
    if things > MOST_ORDERED || number >= orders {
        return None;
    }
    let mut left: Vec<usize> = (0..things).collect();
    let mut order = Vec::with_capacity(things);
    let mut rest = orders;
    while !left.is_empty() {
        rest /= left.len();
        order.push(left.remove(number / rest));
        number %= rest;
    }
    Some(order)
}

/// The numbers of the orders that only swap two things.
pub(in crate::diagnose) fn swaps(things: usize) -> Vec<usize> {
    let pairs = || (0..things).flat_map(|one| (one + 1..things).map(move |other| (one, other)));
    let number = |(one, other): (usize, usize)| {
        let mut order: Vec<usize> = (0..things).collect();
        order.swap(one, other);
        let smaller = |at: usize| order[at + 1..].iter().filter(|&&later| later < order[at]).count();
        (0..things).fold(0, |number, at| number * (things - at) + smaller(at))
    };
    if things > MOST_ORDERED { Vec::new() } else { pairs().map(number).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_all_different_and_end() {
        let orders: Vec<_> = (0..).map_while(|number| order(4, number)).collect();
        assert_eq!(orders.len(), 24);
        assert_eq!((&orders[0], &orders[23]), (&vec![0, 1, 2, 3], &vec![3, 2, 1, 0]));
        assert!(orders.is_sorted());
        assert_eq!(order(8, 0), None);
    }

    #[test]
    fn swaps_are_the_orders_with_two_things_in_other_places() {
        let moved =
            |order: Vec<usize>| order.iter().enumerate().filter(|(place, thing)| place != *thing).count();
        let mut swaps = swaps(5);
        swaps.sort_unstable();
        let all: Vec<usize> = (0..120).filter(|&number| order(5, number).map(moved) == Some(2)).collect();
        assert_eq!(swaps, all);
    }
}
