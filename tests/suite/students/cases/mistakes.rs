//! Cases with one or two mistakes, whole, in part, or with the tables on the way.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::students::case::Case;
use crate::students::case::CostIs;
use crate::students::case::Given;
use crate::students::case::Group;
use crate::students::case::Truth;
use crate::students::case::Written;
use crate::students::chance::Chance;
use crate::students::slips::Kind;
use crate::students::world::Candidate;
use crate::students::world::Likeness;
use crate::students::world::World;

/// How many pairs of a task are tried, of all that can be told apart.
const PAIRS_OF_A_TASK: usize = 160;
const CONSTANTS_OF_A_TASK: usize = 40;

/// A case of these numbers, if they are not simply right.
fn case(world: &World, candidate: &Candidate, group: Group, given: Given, written: Written) -> Option<Case> {
    if world.likeness_to_right(&given, written) != Likeness::Apart {
        return None;
    }
    let [same, near] = world.explanations(&given, written);
    let others = |found: BTreeSet<_>| found.into_iter().filter(|ids| *ids != candidate.ids).collect();
    let precision = match written {
        Written::Double => "",
        Written::Single => ", float32",
        Written::Decimals(_) => ", printed",
    };
    Some(Case {
        name: format!("{}{precision}: {}", world.task.name, candidate.how),
        group,
        task: Arc::clone(&world.task),
        cost: CostIs::Stated,
        written,
        given,
        truth: Truth::Mistakes { made: candidate.ids.clone(), ties: others(same), near: others(near) },
    })
}

/// Every single mistake whose numbers are wrong.
pub(super) fn singles(world: &World, written: Written) -> Vec<Case> {
    let cases = world.singles.iter().filter_map(|candidate| {
        let given = world.given(&candidate.homework, written)?;
        let mut case = case(world, candidate, Group::Singles, given, written)?;
        // One explanation of one mistake is not in doubt because two others together give the same numbers.
        if let Truth::Mistakes { ties, near, .. } = &mut case.truth {
            ties.retain(|ids| ids.len() == 1);
            near.retain(|ids| ids.len() == 1);
        }
        Some(case)
    });
    let mut cases: Vec<Case> = cases.collect();
    // Where the cost is not stated a constant may belong to another cost, which the verdict then says.
    for case in cases.iter_mut().skip(1).step_by(4) {
        case.cost = CostIs::Assumed;
        case.name.push_str(", cost assumed");
    }
    cases
}

/// Pairs that nothing else gives: two structural mistakes, or one and a constant.
pub(super) fn pairs(world: &World, group: Group) -> Vec<Case> {
    let wanted = |candidate: &&Candidate| {
        let constant = candidate.kinds.contains(&Kind::Constant);
        constant == (group == Group::WithConstant)
    };
    let mut candidates: Vec<&Candidate> = world.pairs.iter().filter(wanted).collect();
    Chance::of(&format!("{group:?} of {}", world.task.name)).shuffle(&mut candidates);
    let mut tried = BTreeSet::new();
    let number = if group == Group::Pairs { PAIRS_OF_A_TASK } else { CONSTANTS_OF_A_TASK };
    let cases = candidates.into_iter().filter(|candidate| tried.insert(candidate.ids.clone()));
    let cases = cases.filter_map(|candidate| {
        let given = world.given(&candidate.homework, Written::Double)?;
        case(world, candidate, group, given, Written::Double).filter(Case::is_distinct)
    });
    cases.take(number).collect()
}

/// Single mistakes of which only some arrays are handed in.
pub(super) fn parts(world: &World) -> Vec<Case> {
    let depth = world.task.layers.len();
    let mut cases = Vec::new();
    for (place, candidate) in world.singles.iter().enumerate().filter(|(place, _)| place % 5 == 2) {
        let Some(mut given) = world.given(&candidate.homework, Written::Double) else { continue };
        let part = match (place / 5) % 3 {
            0 => {
                given.biases.fill(None);
                "weights only"
            }
            1 => {
                given.weights[..depth - 1].fill(None);
                given.biases[..depth - 1].fill(None);
                "last layer only"
            }
            _ => {
                given.weights[1..].fill(None);
                given.biases.fill(None);
                "W1 only"
            }
        };
        if let Some(mut case) = case(world, candidate, Group::Parts, given, Written::Double) {
            if let Truth::Mistakes { ties, near, .. } = &mut case.truth {
                ties.retain(|ids| ids.len() == 1);
                near.retain(|ids| ids.len() == 1);
            }
            case.name = format!("{}, {part}", case.name);
            cases.push(case);
        }
    }
    cases
}

/// Single mistakes that come with the tables on the way.
pub(super) fn with_between(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for candidate in world.singles.iter().skip(3).step_by(7) {
        let Some(mut given) = world.given(&candidate.homework, Written::Double) else { continue };
        let whole = candidate.answer.between.z[0].len() == world.task.examples();
        given.between = whole.then(|| candidate.answer.between.clone());
        if let Some(mut case) = case(world, candidate, Group::WithBetween, given, Written::Double) {
            case.name.push_str(", with Z, A and D");
            if let Truth::Mistakes { ties, near, .. } = &mut case.truth {
                // The tables on the way can tell apart what the gradient alone cannot.
                near.append(ties);
                near.retain(|ids| ids.len() == 1);
            }
            cases.push(case);
        }
    }
    cases
}
