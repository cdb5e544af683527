//! Numbers that no mistake explains.

use std::sync::Arc;

use crate::students::case::Case;
use crate::students::case::CostIs;
use crate::students::case::Given;
use crate::students::case::Group;
use crate::students::case::Truth;
use crate::students::case::Written;
use crate::students::chance::Chance;
use crate::students::homework::Homework;
use crate::students::world::World;

/// Fewer numbers than this can be explained by many a mistake with a free number in it.
const ENOUGH: usize = 8;

/// Random arrays, right numbers in random places, noise, and the answer to somebody else's task.
pub(super) fn garbage(world: &World) -> Vec<Case> {
    let task = &world.task;
    if task.parameters() < ENOUGH {
        return Vec::new();
    }
    let mut chance = Chance::of(&format!("garbage for {}", task.name));
    let right = Given::all(&world.right);
    let mut cases = Vec::new();
    let mut add = |how: &str, given: Given, written: Written| {
        cases.push(Case {
            name: format!("{}: garbage, {how}", task.name),
            group: Group::Garbage,
            task: Arc::clone(task),
            cost: CostIs::Stated,
            written,
            given: given.saved(written),
            truth: Truth::Garbage,
        });
    };
    for (how, spread) in [("random", 1.0), ("small and random", 0.05)] {
        let random = replaced(&right, |_| chance.number(spread));
        add(how, random.clone(), Written::Double);
        add(&format!("{how}, printed"), random, Written::Decimals(4));
    }
    let mut numbers: Vec<f64> = right.arrays().flatten().collect();
    chance.shuffle(&mut numbers);
    let mut shuffled = numbers.iter();
    add("shuffled", replaced(&right, |_| *shuffled.next().expect("as many")), Written::Double);
    add("5 % of noise", replaced(&right, |g| g * (1.0 + chance.number(0.05))), Written::Double);
    let other = task.of_someone_else();
    let theirs = Homework::right(&other).answer::<f64>(&other).expect("the right program runs");
    add("someone else's", Given::all(&theirs), Written::Double);
    let mut first_random = right.clone();
    if let Some(weights) = &mut first_random.weights[0] {
        weights.iter_mut().flatten().for_each(|number| *number = chance.number(0.3));
    }
    add("W1 random", first_random, Written::Double);
    let mut last_random = right.clone();
    if let Some(Some(weights)) = last_random.weights.last_mut() {
        weights.iter_mut().flatten().for_each(|number| *number = chance.number(0.3));
    }
    add("last W random", last_random, Written::Double);
    cases
}

fn replaced(given: &Given, mut change: impl FnMut(f64) -> f64) -> Given {
    let mut changed = given.clone();
    let weights = changed.weights.iter_mut().flatten().flatten().flatten();
    for number in weights.chain(changed.biases.iter_mut().flatten().flatten()) {
        *number = change(*number);
    }
    changed
}
