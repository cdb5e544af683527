//! Right gradients, in every way in which people get one.

use std::sync::Arc;

use crate::students::case::Case;
use crate::students::case::CostIs;
use crate::students::case::Given;
use crate::students::case::Group;
use crate::students::case::Truth;
use crate::students::case::Written;
use crate::students::homework::HandIn;
use crate::students::homework::Homework;
use crate::students::homework::Place;
use crate::students::nudge;
use crate::students::task::Cost;
use crate::students::task::Task;
use crate::students::world::Likeness;
use crate::students::world::World;

fn case(task: &Arc<Task>, how: &str, written: Written, given: Given) -> Case {
    Case {
        name: format!("{}: right, {how}", task.name),
        group: Group::Right,
        task: Arc::clone(task),
        cost: CostIs::Stated,
        written,
        given: given.saved(written),
        truth: Truth::Right,
    }
}

/// Computed in double and single precision, printed, measured, and by programs whose mistake does not show.
pub(super) fn right(world: &World) -> Vec<Case> {
    let task = &world.task;
    let program = Homework::right(task);
    let exact = Given::all(&world.right);
    let single = || Given::all(&program.answer::<f32>(task).expect("the right program runs"));
    let mut cases = vec![
        case(task, "float64", Written::Double, exact.clone()),
        case(task, "float32 of float64 data", Written::Single, single()),
        case(task, "float32 widened to float64", Written::Double, single()),
    ];
    let in_single = Arc::new(Task::clone(task).in_single());
    let all_single = Given::all(&program.answer::<f32>(&in_single).expect("the right program runs"));
    cases.push(case(&in_single, "float32", Written::Single, all_single));
    for digits in [2, 4, 8] {
        let how = format!("{digits} decimals");
        cases.push(case(task, &how, Written::Decimals(digits), exact.clone()));
    }
    for step in [1e-4, 1e-5, 1e-6] {
        let how = format!("central differences with step {step:e}");
        cases.push(case(task, &how, Written::Double, nudge::measured(task, step)));
    }
    let unseen = world.singles.iter().filter_map(|candidate| {
        let given = world.given(&candidate.homework, Written::Double)?;
        let hidden = world.likeness_to_right(&given, Written::Double) == Likeness::Same;
        hidden.then(|| case(task, &format!("although {}", candidate.how), Written::Double, given))
    });
    cases.extend(unseen);
    let mut with_tables = exact;
    with_tables.between = Some(world.right.between.clone());
    cases.push(case(task, "with Z, A and D", Written::Double, with_tables));
    for case in cases.iter_mut().skip(1).step_by(2) {
        case.cost = CostIs::Assumed;
    }
    cases
}

/// Right for another cost, to-from, or as the step that is subtracted: none of it is wrong until the cost is stated.
pub(super) fn elsewhere(world: &World) -> Vec<Case> {
    let task = &world.task;
    let mut cases = Vec::new();
    let mut add = |how: String, given: Given| {
        if world.likeness_to_right(&given, Written::Double) == Likeness::Apart {
            let case = case(task, &how, Written::Double, given);
            let (group, cost, truth) = (Group::Elsewhere, CostIs::Assumed, Truth::RightElsewhere);
            cases.push(Case { group, cost, truth, ..case });
        }
    };
    let squared =
        [Cost::HalfMse, Cost::Mse, Cost::HalfMseExamples, Cost::MseExamples, Cost::HalfSse, Cost::Sse];
    if task.cost.is_squared() {
        for cost in squared {
            let other = Task { cost, ..Task::clone(task) };
            let answer = Homework::right(&other).answer::<f64>(&other).expect("the right program runs");
            add(format!("but for {cost:?}"), Given::all(&answer));
        }
    }
    let mut turned = Homework::right(task);
    turned.hand_in = HandIn::Transposed(Place::All);
    // Of other shape than the weights it is turned while it is read.
    if let Some(given) = world.given(&turned, Written::Double) {
        add("but to-from".into(), given);
    }
    let mut update = Homework::right(task);
    update.hand_in = HandIn::Times(-0.1);
    add("but times -0.1".into(), world.given(&update, Written::Double).expect("it runs"));
    cases
}
