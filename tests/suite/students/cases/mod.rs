//! All cases, made the same in every run.

mod garbage;
mod mistakes;
mod right;

use super::case::Case;
use super::case::Group;
use super::case::Written;
use super::task::tasks;
use super::world::Depth;
use super::world::World;

/// The tasks on which pairs of mistakes are tried; on others too many of them give the same numbers.
const WITH_PAIRS: &[&str] = &[
    "2-4-3 E5",
    "2-4-3 E5 half-mse",
    "4-2-3 E3",
    "3-3-3 E3",
    "2-3-2-2 E5 tanh",
    "3-4-2-5 E6",
    "3-3-3-3 E7 square",
    "3-5-4-2 E7 relu",
];

/// The tasks on which all single mistakes are also tried in single precision, and in printed decimals.
const IN_SINGLE: &[&str] =
    &["2-4-3 E5", "2-3-2-2 E5 tanh", "3-5-4-2 E7 relu", "4-2-3 E2", "3-3-3 E3", "6-10-5 E50"];
const PRINTED: &[(&str, usize)] =
    &[("2-4-3 E5 half-mse", 4), ("3-4-2-5 E6", 6), ("3-3-3 E3", 4), ("2-3-1 E4 xor", 5), ("3-2 E7", 3)];

/// Every case that is made of the catalogue, of right gradients and of garbage.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for task in tasks() {
        let name = task.name;
        let depth = if WITH_PAIRS.contains(&name) { Depth::Pairs } else { Depth::Singles };
        let single = task.clone().in_single();
        let world = World::of(task, depth);
        cases.extend(mistakes::singles(&world, Written::Double));
        cases.extend(mistakes::pairs(&world, Group::Pairs));
        cases.extend(mistakes::pairs(&world, Group::WithConstant));
        cases.extend(mistakes::parts(&world));
        cases.extend(mistakes::with_between(&world));
        cases.extend(right::right(&world));
        cases.extend(right::elsewhere(&world));
        cases.extend(garbage::garbage(&world));
        for &(_, digits) in PRINTED.iter().filter(|(printed, _)| *printed == name) {
            cases.extend(mistakes::singles(&world, Written::Decimals(digits)));
        }
        if IN_SINGLE.contains(&name) {
            let world = World::of(single, Depth::Singles);
            cases.extend(mistakes::singles(&world, Written::Single));
        }
    }
    cases
}
