//! Students' programs, and how often the diagnosis understands them.
//!
//! Everything here but `seam.rs` is written with plain loops and takes nothing from the library: another forward pass,
//! another way back, another idea of what each mistake looks like. [`slips`] makes each of the 82 mistakes in the forms
//! in which people make them, [`world`] finds out which of them give the same numbers, [`cases`] saves the numbers as
//! students save them, and [`score`] says what a diagnosis made of it. Misses are printed, never removed.

mod case;
mod cases;
mod chance;
mod costs;
mod homework;
mod nudge;
mod real;
#[cfg(feature = "cli")]
mod reports;
mod score;
mod seam;
mod slips;
mod task;
mod together;
mod world;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use case::Case;
use case::Group;
use case::Truth;
use case::Written;
use case::ids;
use homework::Homework;
use score::Mark;
use score::Score;
use score::Verdict;
use score::Word;
use world::Likeness;
use world::likeness;

/// The cases are made once for all tests here.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(cases::all);

const WITH_MISTAKES: [Group; 5] =
    [Group::Singles, Group::WithConstant, Group::Pairs, Group::Parts, Group::WithBetween];

/// What somebody who knows how each case was made would say.
fn knows_everything(case: &Case) -> Verdict {
    let word = |word| Verdict { word, ids: ids([]), alternatives: Vec::new() };
    match &case.truth {
        Truth::Right => word(Word::Correct),
        Truth::RightElsewhere => word(Word::CorrectElsewhere),
        Truth::Garbage => word(Word::Unknown),
        Truth::Mistakes { made, ties, .. } => Verdict {
            word: if ties.is_empty() { Word::Mistake } else { Word::Ambiguous },
            ids: made.clone(),
            alternatives: ties.iter().cloned().collect(),
        },
    }
}

#[test]
fn who_knows_everything_finds_everything() {
    let score = Score::of(&CASES, knows_everything);
    for group in WITH_MISTAKES.into_iter().chain([Group::Right, Group::Elsewhere, Group::Garbage]) {
        let (found, all) = score.count(group, &[Mark::Found]);
        assert_eq!(found, all, "{group:?}");
        assert!(all >= 100, "{all} cases of {group:?} are few");
    }
}

#[test]
fn who_says_that_all_is_right_finds_no_mistake() {
    let says_correct = |_: &Case| Verdict { word: Word::Correct, ids: ids([]), alternatives: Vec::new() };
    let score = Score::of(&CASES, says_correct);
    for group in WITH_MISTAKES.into_iter().chain([Group::Elsewhere, Group::Garbage]) {
        assert_eq!(score.count(group, &[Mark::Missed]).0, score.count(group, &[]).1, "{group:?}");
    }
}

#[test]
fn who_always_names_one_mistake_finds_little_else() {
    let says_one =
        |_: &Case| Verdict { word: Word::Mistake, ids: ids(["sigmoid-twice"]), alternatives: Vec::new() };
    let score = Score::of(&CASES, says_one);
    assert!(score.count(Group::Singles, &[Mark::Found]).0 > 0);
    assert!(score.share(Group::Singles) < 0.05);
    for group in [Group::WithConstant, Group::Pairs, Group::Right, Group::Elsewhere, Group::Garbage] {
        assert_eq!(score.count(group, &[Mark::Found]).0, 0, "{group:?}");
    }
}

#[test]
fn who_lists_all_mistakes_has_found_none() {
    let every: BTreeSet<_> = slips::all().map(|slip| ids([slip.id])).collect();
    let lists_all = |_: &Case| Verdict {
        word: Word::Ambiguous,
        ids: ids(["sigmoid-twice"]),
        alternatives: every.iter().cloned().collect(),
    };
    let score = Score::of(&CASES, lists_all);
    for group in WITH_MISTAKES.into_iter().chain([Group::Right, Group::Elsewhere, Group::Garbage]) {
        assert_eq!(score.count(group, &[Mark::Found]).0, 0, "{group:?}");
    }
}

#[test]
fn who_forgets_the_ties_is_told() {
    let forgets = |case: &Case| Verdict { alternatives: Vec::new(), ..knows_everything(case) };
    let score = Score::of(&CASES, forgets);
    let (partly, all) = score.count(Group::Singles, &[Mark::TieIncomplete]);
    assert!(partly > 100 && partly < all, "{partly} of {all}");
}

#[test]
fn every_mistake_is_told_apart_somewhere() {
    let distinct = |id: &str| {
        let own = ids([id]);
        CASES.iter().any(|case| {
            case.group == Group::Singles
                && case.is_distinct()
                && matches!(&case.truth, Truth::Mistakes { made, .. } if *made == own)
        })
    };
    let never: BTreeSet<&str> = slips::all().map(|slip| slip.id).filter(|id| !distinct(id)).collect();
    // -1, 2 and 1/2 in front of everything always have other names too.
    assert_eq!(never, BTreeSet::from(["factor-two", "half-kept", "sign-flip"]));
}

#[test]
fn the_numbers_of_a_mistake_are_not_those_of_the_cost() {
    for case in CASES.iter().filter(|case| WITH_MISTAKES.contains(&case.group)) {
        let right = Homework::right(&case.task).answer::<f64>(&case.task).expect("the right program runs");
        assert_eq!(likeness(&case.given, &right, case.written), Likeness::Apart, "{}", case.name);
    }
}

#[test]
fn right_numbers_are_those_of_the_cost() {
    for case in CASES.iter().filter(|case| case.group == Group::Right) {
        let measured: Vec<f64> = nudge::measured(&case.task, 1e-5).arrays().flatten().collect();
        let given: Vec<f64> = case.given.arrays().flatten().collect();
        let largest = measured.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
        let unit =
            if let Written::Decimals(digits) = case.written { libm::pow(0.1, digits as f64) } else { 0.0 };
        for (given, measured) in given.iter().zip(&measured) {
            let apart = (given - measured).abs();
            assert!(apart <= 1e-5 * largest + unit, "{}: {given} is not {measured}", case.name);
        }
    }
}

/// All cases take minutes, so one in so many is judged unless `GRADWALK_ALL_CASES` asks for all of them.
const EVERY: usize = 13;

/// How often the library's diagnosis understands the students; `cargo test students::score -- --nocapture` prints it.
/// The floors are what it reached when they were set, over all cases, less what a sample may differ.
#[test]
fn score() {
    let every = if std::env::var_os("GRADWALK_ALL_CASES").is_some() { 1 } else { EVERY };
    let cases: Vec<Case> = CASES.iter().step_by(every).cloned().collect();
    let score = Score::of(&cases, seam::diagnose);
    print!("{score}");
    assert!(score.share(Group::Garbage) >= 1.0, "a cause was invented");
    assert!(score.share(Group::Elsewhere) >= 1.0, "a right gradient was called wrong");
    assert!(score.share(Group::Right) >= 0.96, "a right gradient was called wrong");
    assert!(score.share(Group::Singles) >= 0.82);
    let (named, all) = score.count(Group::Singles, &[Mark::Found, Mark::SaidMore]);
    assert!(named * 10 >= all * 9, "{named} of {all}");
    assert!(score.share(Group::Pairs) >= 0.65);
}
