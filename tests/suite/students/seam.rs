//! The one place where the students meet the library: a case as it would be read from files, and the verdict on it.

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::diagnose::Conventions;
use gradwalk::diagnose::Diagnosis;
use gradwalk::diagnose::Explanation;
use gradwalk::diagnose::Knowledge;
use gradwalk::diagnose::submission::Array;
use gradwalk::diagnose::submission::DOUBLE;
use gradwalk::diagnose::submission::LayerGiven;
use gradwalk::diagnose::submission::SINGLE;
use gradwalk::diagnose::submission::Submission;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;

use super::case::Case;
use super::case::CostIs;
use super::case::Ids;
use super::case::Written;
use super::case::ids;
use super::score::Verdict;
use super::score::Word;
use super::task::Activation;
use super::task::Cost;
use super::task::Task;

/// What the library says about a case, as it says it.
pub(crate) fn diagnosis(case: &Case) -> Diagnosis {
    let conventions = Conventions {
        cost: if case.cost == CostIs::Stated { Knowledge::Stated } else { Knowledge::Assumed },
        layout: Knowledge::Assumed,
    };
    let diagnosis = gradwalk::diagnose::diagnose(&problem(&case.task), &submission(case), conventions);
    diagnosis.unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

/// The same in the words of the score.
pub(crate) fn diagnose(case: &Case) -> Verdict {
    let diagnosis = diagnosis(case);
    let word = match diagnosis.verdict {
        gradwalk::diagnose::Verdict::Correct => Word::Correct,
        gradwalk::diagnose::Verdict::CorrectElsewhere => Word::CorrectElsewhere,
        gradwalk::diagnose::Verdict::Mistake => Word::Mistake,
        gradwalk::diagnose::Verdict::Ambiguous => Word::Ambiguous,
        gradwalk::diagnose::Verdict::Unknown => Word::Unknown,
    };
    let mut explanations = diagnosis.explanations.iter().map(names);
    Verdict { word, ids: explanations.next().unwrap_or_default(), alternatives: explanations.collect() }
}

fn names(explanation: &Explanation) -> Ids {
    ids(explanation.parts.iter().map(|part| part.mistake.id))
}

fn problem(task: &Task) -> Problem {
    let layers = task.layers.iter().map(|layer| Layer {
        weights: grid(&layer.weights),
        biases: layer.biases.clone(),
        activation: activation::named(activation_name(layer.activation)).expect("in the table"),
    });
    let cost = cost::named(cost_name(task.cost)).expect("in the table");
    Problem::new(task.name, layers.collect(), grid(&task.x), grid(&task.y), cost).expect("sound")
}

pub(super) fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Sigmoid => "sigmoid",
        Activation::Tanh => "tanh",
        Activation::Relu => "relu",
        Activation::Identity => "identity",
        Activation::Softmax => "softmax",
        Activation::SigmoidOfMinusZ => unreachable!("nobody is asked for it"),
    }
}

pub(super) fn cost_name(cost: Cost) -> &'static str {
    match cost {
        Cost::HalfMse => "half-mse",
        Cost::Mse => "mse",
        Cost::HalfMseExamples => "half-mse-examples",
        Cost::MseExamples => "mse-examples",
        Cost::HalfSse => "half-sse",
        Cost::Sse => "sse",
        Cost::CrossEntropy => "cross-entropy",
        Cost::CategoricalCrossEntropy => "categorical-cross-entropy",
    }
}

fn submission(case: &Case) -> Submission {
    let given = &case.given;
    let written = |value: f64| gradwalk::diagnose::submission::Written {
        value,
        half_unit: match case.written {
            Written::Decimals(digits) => 0.5 * libm::pow(10.0, -(digits as f64)),
            Written::Double | Written::Single => 0.0,
        },
    };
    let array = |matrix: &[Vec<f64>]| Array {
        entries: Grid::from_fn(matrix.len(), matrix[0].len(), |row, column| {
            Some(written(matrix[row][column]))
        }),
        roundoff: if case.written == Written::Single { SINGLE } else { DOUBLE },
    };
    let layers = (0..case.task.layers.len()).map(|layer| LayerGiven {
        weights: given.weights[layer].as_deref().map(array),
        biases: given.biases[layer].as_ref().map(|biases| array(std::slice::from_ref(biases))),
        ins: given.between.as_ref().map(|between| array(&between.z[layer])),
        outs: given.between.as_ref().map(|between| array(&between.a[layer])),
        deltas: given.between.as_ref().map(|between| array(&between.deltas[layer])),
    });
    Submission { layers: layers.collect(), cost: given.cost.map(written) }
}

fn grid(matrix: &[Vec<f64>]) -> Grid {
    Grid::from_fn(matrix.len(), matrix[0].len(), |row, column| matrix[row][column])
}
