//! Costs that nobody stated, and costs that begin with another error: what is said of numbers that are right for
//! another cost, or one mistake away from it.

use gradwalk::diagnose::Diagnosis;
use gradwalk::diagnose::Elsewhere;
use gradwalk::diagnose::Verdict;

use super::case::Case;
use super::case::CostIs;
use super::case::Given;
use super::case::Group;
use super::case::Ids;
use super::case::Truth;
use super::case::Written;
use super::case::ids;
use super::homework::Homework;
use super::homework::Place;
use super::homework::Signal;
use super::homework::Slope;
use super::nudge;
use super::seam;
use super::slips;
use super::task::Activation;
use super::task::Cost;
use super::task::Task;
use super::task::tasks;

const SQUARES: [Cost; 6] =
    [Cost::HalfMse, Cost::Mse, Cost::HalfMseExamples, Cost::MseExamples, Cost::HalfSse, Cost::Sse];

fn task(name: &str, cost: Cost) -> Task {
    let task = tasks().into_iter().find(|task| task.name == name).expect(name);
    Task { cost, ..task }
}

/// The right program with mistakes in these forms.
fn homework(task: &Task, forms: &[&str]) -> Homework {
    forms.iter().fold(Homework::right(task), |homework, form| {
        let slip = slips::all().find(|slip| slip.form() == *form).expect(form);
        slip.made_in(&homework, task)
    })
}

fn answer(task: &Task, homework: &Homework) -> Given {
    Given::all(&homework.answer::<f64>(task).expect("it runs"))
}

/// What is said where this cost is stated, or taken.
fn said(task: &Task, given: Given, cost: Cost, known: CostIs) -> Diagnosis {
    seam::diagnosis(&Case {
        name: task.name.into(),
        group: Group::Singles,
        task: Task { cost, ..task.clone() }.into(),
        cost: known,
        written: Written::Double,
        given,
        truth: Truth::Right,
    })
}

fn unstated(task: &Task, given: Given) -> Diagnosis {
    said(task, given, Cost::HalfMse, CostIs::Assumed)
}

fn all_ids(diagnosis: &Diagnosis) -> Vec<Ids> {
    let of = |one: &gradwalk::diagnose::Explanation| ids(one.parts.iter().map(|part| part.mistake.id));
    diagnosis.explanations.iter().map(of).collect()
}

fn cost_elsewhere(diagnosis: &Diagnosis) -> Option<&'static str> {
    match diagnosis.elsewhere {
        Some(Elsewhere::Cost(cost)) => Some(cost.name),
        _ => None,
    }
}

#[test]
fn one_mistake_under_another_cost_is_one_mistake() {
    for cost in [Cost::HalfMseExamples, Cost::MseExamples, Cost::Sse, Cost::Mse, Cost::CrossEntropy] {
        let task = task("2-4-3 E5 half-mse", cost);
        for form in [
            "sigmoid-twice (hidden)",
            "raw-error-sent-back (from the output)",
            "h_in-for-h_out",
            "first-path-only",
            "updated-weights (rate 0.1)",
            "derivative-twice (hidden)",
            "bias-summed-over-nodes",
        ] {
            let slip = slips::all().find(|slip| slip.form() == form).expect(form);
            let diagnosis = unstated(&task, answer(&task, &homework(&task, &[form])));
            assert!(
                all_ids(&diagnosis).contains(&ids([slip.id])),
                "{cost:?} {form}: {:?}",
                all_ids(&diagnosis)
            );
            assert_eq!(diagnosis.explanations[0].parts.len(), 1, "{cost:?} {form}");
            let found = diagnosis.cost.map(|cost| cost.name);
            assert_eq!(found, Some(seam::cost_name(cost)), "{cost:?} {form}: {:?}", all_ids(&diagnosis));
        }
    }
}

#[test]
fn two_mistakes_under_another_cost_are_two_mistakes() {
    for cost in [Cost::HalfMseExamples, Cost::Sse] {
        let task = task("2-4-3 E5 half-mse", cost);
        let forms = ["sigmoid-twice (hidden)", "bias-forgotten"];
        let diagnosis = unstated(&task, answer(&task, &homework(&task, &forms)));
        assert_eq!(all_ids(&diagnosis), [ids(["sigmoid-twice", "bias-forgotten"])], "{cost:?}");
        assert_eq!(diagnosis.cost.map(|cost| cost.name), Some(seam::cost_name(cost)));
    }
}

#[test]
fn what_was_measured_is_right_for_the_cost_that_was_measured() {
    for cost in SQUARES.into_iter().skip(1).chain([Cost::CrossEntropy]) {
        let task = task("2-4-3 E5 half-mse", cost);
        let diagnosis = unstated(&task, nudge::measured(&task, 1e-5));
        assert_eq!(diagnosis.verdict, Verdict::CorrectElsewhere, "{cost:?}: {:?}", all_ids(&diagnosis));
        assert_eq!((cost_elsewhere(&diagnosis), diagnosis.numeric), (Some(seam::cost_name(cost)), true));
    }
}

#[test]
fn a_right_gradient_of_a_cross_entropy_needs_no_second_mistake() {
    let softmax = task("3-4-3 E7 tanh softmax", Cost::CategoricalCrossEntropy);
    let diagnosis = unstated(&softmax, answer(&softmax, &Homework::right(&softmax)));
    assert_eq!(diagnosis.verdict, Verdict::CorrectElsewhere, "{:?}", all_ids(&diagnosis));
    assert_eq!(cost_elsewhere(&diagnosis), Some("categorical-cross-entropy"));
    let says = |name, cost, known| {
        let task = task(name, Cost::CrossEntropy);
        let diagnosis = said(&task, answer(&task, &Homework::right(&task)), cost, known);
        assert_eq!(all_ids(&diagnosis)[0], ids(["no-output-derivative"]), "{name}");
        assert!(diagnosis.explanations.iter().all(|one| one.parts.len() == 1), "{name}");
        (diagnosis.verdict, diagnosis.explanations[0].parts[0].says())
    };
    for name in ["2-4-3 E5 half-mse", "2-3-1 E50"] {
        let (verdict, says) = says(name, Cost::HalfMse, CostIs::Assumed);
        assert_ne!(verdict, Verdict::CorrectElsewhere, "{name}: {says}");
        assert!(says.starts_with("These are the numbers of cross-entropy with a sigmoid"), "{says}");
    }
    // Divided by K as well these are not the numbers of cross-entropy, but the derivative is missing for that reason.
    let task = task("2-4-3 E5 half-mse", Cost::HalfMse);
    let given = answer(&task, &homework(&task, &["no-output-derivative"]));
    let diagnosis = said(&task, given, Cost::HalfMse, CostIs::Stated);
    let says = diagnosis.explanations[0].parts[0].says();
    assert!(says.starts_with("For cross-entropy with a sigmoid this derivative cancels"), "{says}");
}

#[test]
fn a_sign_is_no_rate_above_one() {
    let student = task("2-4-3 E5 half-mse", Cost::HalfMseExamples);
    let both = ["raw-error-sent-back (from the output)", "sign-flip (y - o)"];
    let diagnosis = unstated(&student, answer(&student, &homework(&student, &both)));
    assert!(
        all_ids(&diagnosis).contains(&ids(["raw-error-sent-back", "sign-flip"])),
        "{:?}",
        all_ids(&diagnosis)
    );
    for cost in [Cost::HalfMseExamples, Cost::Mse, Cost::Sse] {
        let task = task("2-4-3 E5 half-mse", cost);
        let diagnosis = unstated(&task, answer(&task, &homework(&task, &["sign-flip (y - o)"])));
        assert!(all_ids(&diagnosis).contains(&ids(["sign-flip"])), "{cost:?}: {:?}", all_ids(&diagnosis));
        assert!(matches!(diagnosis.elsewhere, Some(Elsewhere::Rate(1.0))), "{:?}", diagnosis.elsewhere);
        assert_eq!(diagnosis.cost.map(|cost| cost.name), Some(seam::cost_name(cost)));
    }
}

#[test]
fn a_count_of_one_is_a_count() {
    let one = task("2-3-1 E4 xor", Cost::HalfMseExamples);
    let given = answer(&one, &homework(&one, &["no-mean (no 1/N)"]));
    let diagnosis = said(&one, given, Cost::HalfMseExamples, CostIs::Stated);
    assert!(all_ids(&diagnosis).contains(&ids(["wrong-count"])), "{:?}", all_ids(&diagnosis));
    let three = task("4-2-3 E3", Cost::HalfMse);
    let divided = |by: f64| {
        let mut homework = Homework::right(&three);
        homework.sum_factor = 9.0 / by;
        all_ids(&said(&three, answer(&three, &homework), Cost::HalfMse, CostIs::Stated))
    };
    assert!(divided(12.0).contains(&ids(["wrong-count"])), "divided by D·K");
    assert!(divided(13.5).contains(&ids(["mean-over-outputs"])), "2/K more");
}

#[test]
fn the_count_that_is_left_out_is_named() {
    let task = task("2-4-3 E5 half-mse", Cost::HalfMse);
    let given = answer(&task, &homework(&task, &["no-mean (no 1/E, but 1/K)"]));
    let diagnosis = said(&task, given, Cost::HalfMse, CostIs::Stated);
    let says: Vec<String> = diagnosis.explanations.iter().map(|one| one.parts[0].says()).collect();
    let expected = "You leave out the division by N (of N = E·K only the E), here a factor of 5.";
    assert!(says.iter().any(|says| says == expected), "{says:?}");
}

/// A program that begins with o − y, which is delta at the output if nothing is done to it.
fn from_the_error(task: &Task, slope: Slope, signal: Signal) -> Given {
    let task = Task { cost: Cost::HalfMseExamples, ..task.clone() };
    let mut homework = Homework { signal, ..Homework::right(&task) };
    homework.set_slopes(Place::Output, slope);
    answer(&task, &homework)
}

#[test]
fn softmax_with_its_own_cost_has_mistakes_too() {
    let task = task("3-4-3 E7 tanh softmax", Cost::CategoricalCrossEntropy);
    let judged = |given| said(&task, given, Cost::CategoricalCrossEntropy, CostIs::Stated);
    let right = judged(from_the_error(&task, Slope::Missing, Signal::Right));
    assert_eq!(right.verdict, Verdict::Correct);
    for (slope, signal, id) in [
        (Slope::Diagonal, Signal::Right, "softmax-output"),
        (Slope::Missing, Signal::Absolute, "absolute-error"),
        (Slope::Missing, Signal::TimesOutput, "error-times-output"),
        (Slope::Missing, Signal::Squared, "loss-as-signal"),
    ] {
        let diagnosis = judged(from_the_error(&task, slope, signal));
        assert!(all_ids(&diagnosis).contains(&ids([id])), "{id}: {:?}", all_ids(&diagnosis));
        let words = |one: &gradwalk::diagnose::Explanation| one.parts[0].says();
        let softmax = diagnosis.explanations.iter().map(words).find(|says| says.contains("softmax"));
        assert!(softmax.is_none_or(|says| !says.contains("has another function")), "{id}");
    }
    let student = Task { cost: Cost::HalfMseExamples, ..task.clone() };
    let mut averaged = homework(&student, &["error-averaged-first (each)"]);
    averaged.set_slopes(Place::Output, Slope::Missing);
    assert_eq!(all_ids(&judged(answer(&student, &averaged))), [ids(["error-averaged-first"])]);
}

#[test]
fn softmax_where_none_is_wanted_has_the_error_as_it_stands() {
    for cost in [Cost::Mse, Cost::MseExamples, Cost::Sse, Cost::CrossEntropy] {
        let task = task("2-4-3 E5 half-mse", cost);
        let half = match cost {
            Cost::Mse => Cost::HalfMse,
            Cost::Sse => Cost::HalfSse,
            _ => Cost::HalfMseExamples,
        };
        let student = Task { cost: half, ..task.clone() };
        let mut homework = Homework::right(&student);
        homework.set_slopes(Place::Output, Slope::Missing);
        *homework.activations.last_mut().expect("a layer") = Activation::Softmax;
        let diagnosis = said(&task, answer(&student, &homework), cost, CostIs::Stated);
        assert!(
            all_ids(&diagnosis).contains(&ids(["softmax-output"])),
            "{cost:?}: {:?}",
            all_ids(&diagnosis)
        );
    }
}
