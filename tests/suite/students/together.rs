//! Mistakes in one program, on networks where that is hard to see.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::case::Case;
use super::case::CostIs;
use super::case::Given;
use super::case::Group;
use super::case::Ids;
use super::case::Truth;
use super::case::Written;
use super::case::ids;
use super::homework::Batch;
use super::homework::Homework;
use super::score::Verdict;
use super::score::Word;
use super::seam;
use super::slips;
use super::task::Task;
use super::task::large_task;
use super::task::tasks;

fn task(name: &str) -> Task {
    tasks().into_iter().find(|task| task.name == name).expect("a task of the table")
}

/// The program with these mistakes, each by its id and form.
fn program(task: &Task, forms: &[(&str, &str)]) -> Homework {
    forms.iter().fold(Homework::right(task), |homework, (id, how)| {
        let slip = slips::all().find(|slip| slip.id == *id && slip.how == *how).expect("a form of the table");
        slip.made_in(&homework, task)
    })
}

fn verdict(task: Task, homework: &Homework, written: Written) -> Verdict {
    let answer = match written {
        Written::Single => homework.answer::<f32>(&task),
        _ => homework.answer::<f64>(&task),
    };
    let given = Given::all(&answer.expect("the program runs")).saved(written);
    let name = task.name.to_owned();
    let (group, truth) = (Group::Pairs, Truth::Garbage);
    seam::diagnose(&Case { name, group, task: Arc::new(task), cost: CostIs::Stated, written, given, truth })
}

fn all(verdict: &Verdict) -> BTreeSet<Ids> {
    verdict.alternatives.iter().chain([&verdict.ids]).cloned().collect()
}

#[test]
fn two_mistakes_are_named_on_a_network_of_fifty_nodes() {
    for [one, other] in [
        [("derivative-twice", "hidden"), ("h_in-for-h_out", "")],
        [("one-example-skipped", "last"), ("bias-summed-over-nodes", "")],
    ] {
        let task = large_task();
        let homework = program(&task, &[one, other]);
        let verdict = verdict(task, &homework, Written::Double);
        assert_eq!((verdict.word, &verdict.ids), (Word::Mistake, &ids([one.0, other.0])), "{verdict:?}");
    }
}

#[test]
fn a_mistake_has_its_other_name_beside_another_mistake_too() {
    let task = task("4-2-3 E3");
    let homework = program(&task, &[("mean-over-paths", ""), ("own-weight-for-input", "")]);
    let said = all(&verdict(task, &homework, Written::Double));
    for name in ["mean-over-paths", "mean-twice"] {
        assert!(said.contains(&ids([name, "own-weight-for-input"])), "{said:?}");
    }
}

#[test]
fn weights_that_move_inside_the_batch_are_found_at_any_rate() {
    for name in ["4-2-3 E3", "3-2 E7", "2-4-3 E5", "6-10-5 E50"] {
        for rate in [0.003, 0.1, 0.5, 1.0] {
            for written in [Written::Double, Written::Single, Written::Decimals(7)] {
                let task = task(name);
                let homework = Homework { batch: Batch::Moving { rate }, ..Homework::right(&task) };
                let said = all(&verdict(task, &homework, written));
                assert!(
                    said.contains(&ids(["weights-move-inside-the-batch"])),
                    "{name}, {rate}, {written:?}: {said:?}"
                );
            }
        }
    }
}

#[test]
fn what_needs_a_number_to_be_found_is_found_beside_another_mistake() {
    let programs = [
        ("2-4-3 E5", [("the-new-weights", "rate 0.1"), ("weights-move-inside-the-batch", "rate 0.5")]),
        ("2-4-3 E5", [("the-new-weights", "rate 0.1"), ("bias-summed-not-averaged", "no 1/N")]),
        ("3-3-3 E3", [("the-update", "rate 0.1"), ("not-zeroed", "dW += g + 0.1 dW")]),
        ("3-3-3 E3", [("weight-decay-added", "0.01"), ("not-zeroed", "dW += g + 0.01 dW")]),
        ("3-3-3 E3", [("layers-reversed", ""), ("sigmoid-twice", "in what goes back")]),
        ("4-2-3 E3", [("clipped", "at half of the largest"), ("derivative-negative", "hidden")]),
        ("2-4-3 E5", [("weights-move-inside-the-batch", "rate 0.1"), ("classes-shifted", "by K - 1")]),
        ("6-10-5 E50", [("weights-move-inside-the-batch", "rate 0.01"), ("bias-summed-over-nodes", "")]),
        ("2-3-1 E50", [("weights-move-inside-the-batch", "rate 0.1"), ("sign-flip", "y - o")]),
        ("3-3-3 E3", [("weights-move-inside-the-batch", "rate 0.1"), ("weight-decay-added", "0.01")]),
        ("3-5-4-2 E7 relu", [("weights-move-inside-the-batch", "rate 0.1"), ("bias-times-its-value", "")]),
        ("2-3-2-2 E5 tanh", [("updated-weights", "rate 0.5"), ("weight-decay-added", "0.01")]),
        ("3-4-2-5 E6", [("updated-weights", "rate 0.5"), ("clipped", "at a fifth of the largest")]),
        ("2-4-3 E5", [("own-weight-for-input", ""), ("not-zeroed", "dW += g + 0.01 dW")]),
        ("4-2-3 E3", [("h_n-for-h_f", "hidden"), ("not-zeroed", "dW += g + 0.01 dW")]),
    ];
    let is_missed = |&(name, [one, other]): &(&str, [(&str, &str); 2])| {
        let task = task(name);
        let homework = program(&task, &[one, other]);
        !all(&verdict(task, &homework, Written::Double)).contains(&ids([one.0, other.0]))
    };
    assert_eq!(programs.into_iter().filter(is_missed).collect::<Vec<_>>(), []);
}

#[test]
fn other_functions_in_the_hidden_layers_and_at_the_output_are_both_named() {
    for [one, other] in [
        [("tanh-hidden", ""), ("softmax-output", "s - y")],
        [("hidden-not-activated", "still s'(z)"), ("linear-output", "")],
    ] {
        let task = task("4-2-3 E3");
        let homework = program(&task, &[one, other]);
        let said = all(&verdict(task, &homework, Written::Double));
        assert_eq!(said, BTreeSet::from([ids([one.0, other.0])]));
    }
}
