//! The order of the questions: right? right for something else? which mistake? measured? if nothing, what is seen?

use std::collections::BTreeSet;

use super::Conventions;
use super::Diagnosis;
use super::Elsewhere;
use super::Explanation;
use super::Knowledge;
use super::Parameter;
use super::Part;
use super::Verdict;
use super::blind;
use super::compared::differences;
use super::compared::row;
use super::facts::Facts;
use super::fit::LayerFit;
use super::fit::Right;
use super::fit::Targets;
use super::mistakes;
use super::naming::Naming;
use super::recipe::Forward;
use super::recipe::Labels;
use super::rounding::Rounding;
use super::search::Passes;
use super::search::Search;
use super::submission::Array;
use super::submission::SINGLE;
use super::submission::Submission;
use super::submission::Written;
use super::trail;
use super::trail::Program;
use super::variant::Counts;
use super::variant::Forms;
use crate::cost::COSTS;
use crate::cost::Cost;
use crate::cost::Domain;
use crate::gradient::GradientError;
use crate::gradient::matrix;
use crate::problem::Grid;
use crate::problem::Layout;
use crate::problem::Problem;

/// Measured slopes are right to so much of the sum of absolute path products.
const MEASURED: f64 = 1e-6;

/// Answers for one submission.
pub fn diagnose(
    problem: &Problem,
    submission: &Submission,
    conventions: Conventions,
) -> Result<Diagnosis, GradientError> {
    // Refuses what overflows, with its place.
    matrix::gradient(problem)?;
    let facts = Facts::new(problem, Forward::Given, Labels::Given);
    let right = facts.as_ref().and_then(Right::new);
    let (Some(facts), Some(right)) = (facts, right) else {
        return Err(GradientError::Sum { parameter: "the gradient".into() });
    };
    let rounding = Rounding::new(&facts);
    let submission = &submission.as_computed();
    let comparison = Comparison { problem, submission, facts: &facts, right: &right, rounding: &rounding };
    Ok(comparison.answer(conventions))
}

/// The costs that have this value for a problem.
pub fn costs(problem: &Problem, value: Written) -> Vec<&'static Cost> {
    let fits = |cost: &&'static Cost| {
        let Ok(other) = problem.clone().with_cost(cost) else { return false };
        let Some(facts) = Facts::new(&other, Forward::Given, Labels::Given) else { return false };
        let rounding = Rounding::new(&facts);
        let outputs = facts.outs[facts.layers() - 1].numbers().iter().zip(other.labels().numbers());
        let ours = outputs.map(|(&o, &y)| (cost.term)(o, y)).sum::<f64>() / other.divisor();
        // The precision of one number cannot be told: single precision is allowed.
        (ours - value.value).abs() <= value.half_unit + 2.0 * SINGLE * (rounding.cost + ours.abs())
    };
    COSTS.iter().filter(fits).collect()
}

impl Diagnosis {
    /// The answer where the matrices fitted only with rows for columns.
    #[must_use]
    pub fn turned(mut self, conventions: Conventions) -> Diagnosis {
        let Some(mistake) = mistakes::mistake("transposed-result") else { return self };
        let part = || Part { mistake, at: self.top_array(), detail: None, parameter: None };
        match self.verdict {
            Verdict::Correct if conventions.layout == Knowledge::Assumed => {
                self.explanations = vec![Explanation::of(vec![part()])];
                self.elsewhere = Some(Elsewhere::Layout(Layout::ToFrom));
                self.verdict = Verdict::CorrectElsewhere;
            }
            Verdict::Correct => {
                self.explanations = vec![Explanation::of(vec![part()])];
                self.verdict = Verdict::Mistake;
            }
            _ if conventions.layout == Knowledge::Stated => {
                let parts: Vec<Part> = self.explanations.iter().map(|_| part()).collect();
                for (explanation, part) in self.explanations.iter_mut().zip(parts) {
                    explanation.parts.push(part);
                }
            }
            _ => {}
        }
        self
    }

    fn top_array(&self) -> String {
        let weights = self.arrays.iter().find(|array| array.name.starts_with('W'));
        weights.map_or_else(|| "W1".into(), |array| array.name.clone())
    }
}

/// A submission beside the right numbers.
pub(super) struct Comparison<'c> {
    pub(super) problem: &'c Problem,
    pub(super) submission: &'c Submission,
    pub(super) facts: &'c Facts<'c>,
    pub(super) right: &'c Right,
    pub(super) rounding: &'c Rounding,
}

impl Comparison<'_> {
    fn answer(&self, conventions: Conventions) -> Diagnosis {
        let arrays = self.arrays();
        let mut diagnosis = Diagnosis {
            verdict: Verdict::Correct,
            explanations: Vec::new(),
            elsewhere: None,
            numeric: false,
            first_difference: self.first_difference(),
            arrays,
            blind_spots: Vec::new(),
            patterns: Vec::new(),
        };
        let forms = Forms::of(self.problem);
        diagnosis.blind_spots = blind::spots(self.problem, self.submission, &forms);
        if diagnosis.first_difference.is_none() {
            return diagnosis;
        }
        let naming = Naming::new(&forms, Counts::of(self.problem));
        let targets = Targets::new(self.submission, self.right, self.rounding);
        let passes = Passes::new(self.problem, &forms.variants, |facts| self.forward_fits(facts));
        let search =
            Search::new(self.problem, &targets, &naming, &passes, &forms.variants, self.evidence(&targets));
        let numeric = self.is_measured();
        let mut explanations = if numeric { search.singles() } else { search.explanations() };
        explanations.sort_by_key(Explanation::unlikeliness);
        let explanations = without_doubles(self.without_catch_alls(explanations));
        diagnosis.elsewhere = self.elsewhere(&search, &explanations, conventions);
        diagnosis.verdict = match (diagnosis.elsewhere, explanations.len()) {
            (Some(_), _) => Verdict::CorrectElsewhere,
            (None, 0) if numeric => Verdict::Correct,
            (None, 0) => Verdict::Unknown,
            (None, 1) => Verdict::Mistake,
            (None, _) => Verdict::Ambiguous,
        };
        diagnosis.numeric = diagnosis.verdict == Verdict::Correct;
        if diagnosis.numeric {
            diagnosis.first_difference = None;
        }
        if let Some(difference) = &mut diagnosis.first_difference {
            let nothing = Program::default();
            let program = explanations.first().map_or(&nothing, |explanation| &explanation.program);
            difference.trail = trail::trail(&passes, program, difference.quantity);
        }
        diagnosis.explanations = explanations;
        diagnosis
    }

    /// Leaves out that one array was multiplied with E, K or N where something with a name of its own says why.
    fn without_catch_alls(&self, explanations: Vec<Explanation>) -> Vec<Explanation> {
        let counts =
            [self.problem.inputs().rows(), self.problem.labels().columns()].map(|count| count as f64);
        let is_count = |factor: f64| {
            let is = |count: f64| count > 2.0 && (factor.abs() == count || factor.abs() == 1.0 / count);
            counts.into_iter().chain([self.problem.divisor()]).any(is)
        };
        let is_catch_all = |part: &Part| {
            part.mistake.id == "one-array-scaled"
                && matches!(part.parameter, Some(Parameter::Factor(factor)) if is_count(factor))
        };
        let (catch_alls, named): (Vec<_>, Vec<_>) =
            explanations.into_iter().partition(|explanation| explanation.parts.iter().any(is_catch_all));
        if named.is_empty() { catch_alls } else { named }
    }

    /// Whether a forward pass gives the values of nodes that were handed in.
    fn forward_fits(&self, facts: &Facts) -> bool {
        let fits = |array: &Option<Array>, ours: &Grid, rounding: &Grid| {
            array.as_ref().is_none_or(|array| {
                array.given().all(|(e, n, written)| {
                    let allowed = written.half_unit
                        + 16.0 * array.roundoff * (rounding[(e, n)] + written.value.abs() + 1.0);
                    (written.value - ours[(e, n)]).abs() <= allowed
                })
            })
        };
        self.submission.layers.iter().enumerate().all(|(layer, given)| {
            fits(&given.ins, &facts.ins[layer], &self.rounding.ins[layer])
                && fits(&given.outs, &facts.outs[layer], &self.rounding.outs[layer])
        })
    }

    /// How surprising it would be to meet all numbers that are not right by chance, in bits.
    fn evidence(&self, targets: &Targets) -> f64 {
        let layers = targets.layers.iter().enumerate().map(|(layer, targets)| {
            let (weights, biases) = (&self.right.weights[layer], &self.right.biases[layer]);
            let of_weights = targets.weights.as_ref();
            let of_biases = targets.biases.as_ref();
            of_weights.map_or(0.0, |target| target.bits(|entry| weights[(entry.row, entry.column)]))
                + of_biases.map_or(0.0, |target| target.bits(|entry| biases[entry.column]))
        });
        layers.sum()
    }

    /// Whether everything is as near to the right numbers as measured slopes are.
    fn is_measured(&self) -> bool {
        self.submission.layers.iter().enumerate().all(|(layer, given)| {
            let (weights, biases) = &self.rounding.absolute[layer];
            let near = |array: &Option<Array>, ours: &Grid, absolute: &Grid| {
                array.as_ref().is_none_or(|array| {
                    array.given().all(|(r, c, written)| {
                        let allowed = written.half_unit + MEASURED * absolute[(r, c)];
                        (written.value - ours[(r, c)]).abs() <= allowed
                    })
                })
            };
            near(&given.weights, &self.right.weights[layer], weights)
                && near(&given.biases, &row(&self.right.biases[layer]), &row(biases))
        }) && self.submission.count() > 0
    }

    /// What else the numbers are right for, of what was only assumed.
    fn elsewhere(
        &self,
        search: &Search,
        explanations: &[Explanation],
        conventions: Conventions,
    ) -> Option<Elsewhere> {
        let has = |id: &str| {
            explanations
                .iter()
                .any(|explanation| explanation.parts.len() == 1 && explanation.parts[0].mistake.id == id)
        };
        if conventions.layout == Knowledge::Assumed && self.is_transposed() && has("transposed-result") {
            return Some(Elsewhere::Layout(Layout::ToFrom));
        }
        if conventions.cost == Knowledge::Stated {
            return None;
        }
        let fits = search.fitting(&[]).into_iter().next()?.fits;
        let is = |c: f64| fits.iter().all(|fit: &LayerFit| fit.weights.holds(c) && fit.biases.holds(c));
        let (examples, outputs) = (self.problem.inputs().rows(), self.problem.labels().columns());
        let size = |cost: &Cost| (cost.slope)(1.0, 0.0) / cost.divisor(examples, outputs);
        let own = self.problem.cost();
        if own.domain == Domain::All {
            let others = COSTS.iter().filter(|cost| cost.domain == Domain::All && cost.name != own.name);
            if let Some(cost) = others.into_iter().find(|cost| is(size(cost) / size(own))) {
                return Some(Elsewhere::Cost(cost));
            }
        }
        let rate = Naming::update(&fits)?;
        Some(Elsewhere::Rate(rate))
    }

    /// Whether every matrix is the transposed right one.
    fn is_transposed(&self) -> bool {
        self.submission.layers.iter().enumerate().all(|(layer, given)| {
            let (right, rounding) = (&self.right.weights[layer], &self.rounding.weights[layer]);
            let biases = (&row(&self.right.biases[layer]), &row(&self.rounding.biases[layer]));
            given.weights.as_ref().is_none_or(|array| {
                right.rows() == right.columns()
                    && differences(array, &right.transposed(), &rounding.transposed()).next().is_none()
            }) && given
                .biases
                .as_ref()
                .is_none_or(|array| differences(array, biases.0, biases.1).next().is_none())
        })
    }
}

/// The first of those that have the same names.
fn without_doubles(explanations: Vec<Explanation>) -> Vec<Explanation> {
    let mut kept: Vec<Explanation> = Vec::new();
    for explanation in explanations {
        if !kept.iter().any(|other| other.ids() == explanation.ids()) {
            kept.push(explanation);
        }
    }
    kept
}

impl Explanation {
    /// The names of its mistakes, whatever their order.
    fn ids(&self) -> BTreeSet<&'static str> {
        self.parts.iter().map(|part| part.mistake.id).collect()
    }

    /// The place of its mistakes in the catalogue of how often they are seen, and how many they are.
    fn unlikeliness(&self) -> (usize, usize) {
        let place = |id: &str| {
            let often = OFTEN.iter().position(|often| *often == id);
            let all = || mistakes::mistakes().position(|mistake| mistake.id == id).unwrap_or(0);
            often.unwrap_or_else(|| OFTEN.len() + all())
        };
        let worst = self.parts.iter().map(|part| place(part.mistake.id)).max().unwrap_or(0);
        (self.parts.len(), worst)
    }
}

/// What is seen most often, from most to least; what is a catch-all comes last.
const OFTEN: [&str; 28] = [
    "sigmoid-twice",
    "updated-weights",
    "no-output-derivative",
    "raw-error-sent-back",
    "sign-flip",
    "no-mean",
    "factor-two",
    "bias-summed-not-averaged",
    "bias-averaged-twice",
    "bias-summed-over-nodes",
    "bias-forgotten",
    "mean-twice",
    "wrong-count",
    "mean-over-outputs",
    "half-kept",
    "elementwise-for-matrix-product",
    "x-for-h",
    "own-output-for-input",
    "own-weight-for-input",
    "delta-of-other-layer",
    "transposed-result",
    "not-zeroed",
    "derivative-of-the-error",
    "z-in-output-form",
    "examples-misaligned",
    "times-learning-rate",
    "the-update",
    "sum-before-multiply",
];
