//! The order of the questions: right? right for something else? which mistake? measured? if nothing, what is seen?

mod likely;

use std::cell::OnceCell;

use super::Beginning;
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
use super::meant::Other;
use super::mistakes;
use super::naming::Naming;
use super::recipe::Forwards;
use super::recipe::Labels;
use super::rounding::Rounding;
use super::search::Passes;
use super::search::Search;
use super::submission::Array;
use super::submission::Submission;
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
    let submission = &submission.as_computed();
    let answer = Comparison::ask(problem, submission, |comparison| comparison.answer(conventions));
    answer.ok_or_else(|| GradientError::Sum { parameter: "the gradient".into() })
}

impl Diagnosis {
    /// The answer where the matrices fitted only with rows for columns.
    #[must_use]
    pub fn turned(mut self, conventions: Conventions) -> Diagnosis {
        let Some(mistake) = mistakes::mistake("transposed-result") else { return self };
        let part = || Part::of(mistake, self.top_array());
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
    forms: OnceCell<Forms>,
}

impl Comparison<'_> {
    /// What is answered to a question about a submission; `None` where the right numbers overflow.
    pub(super) fn ask<T>(
        problem: &Problem,
        submission: &Submission,
        question: impl FnOnce(&Comparison) -> T,
    ) -> Option<T> {
        let facts = Facts::new(problem, Forwards::default(), Labels::Given)?;
        let right = Right::new(&facts)?;
        let rounding = Rounding::new(&facts);
        let (facts, right, rounding) = (&facts, &right, &rounding);
        Some(question(&Comparison { problem, submission, facts, right, rounding, forms: OnceCell::new() }))
    }

    /// The same submission beside other right numbers of the same forward pass.
    pub(super) fn with<'o>(
        &'o self,
        problem: &'o Problem,
        right: &'o Right,
        rounding: &'o Rounding,
    ) -> Comparison<'o> {
        let Comparison { submission, facts, .. } = *self;
        Comparison { problem, submission, facts, right, rounding, forms: OnceCell::new() }
    }

    fn answer(&self, conventions: Conventions) -> Diagnosis {
        if self.first_difference().is_none() {
            return self.diagnosis(Verdict::Correct);
        }
        let numeric = self.is_measured();
        self.searching(|search, passes| {
            let simplest = self.told(if numeric { search.singles() } else { search.simplest() });
            let elsewhere = self.elsewhere(search, &simplest, conventions);
            let may_be_other = conventions.cost == Knowledge::Assumed && !numeric;
            match may_be_other.then(|| self.other(search, &simplest, elsewhere, conventions)).flatten() {
                Some(Other::Right { cost, numeric }) => {
                    self.told_as(simplest, Some(Elsewhere::Cost(cost)), numeric, passes)
                }
                Some(Other::Mistaken(diagnosis)) => *diagnosis,
                None if numeric || !simplest.is_empty() => self.told_as(simplest, elsewhere, numeric, passes),
                None => {
                    let combined = self.told(search.combined());
                    let other = may_be_other.then(|| self.without_the_constant(&combined, conventions));
                    other.flatten().unwrap_or_else(|| {
                        let mut diagnosis = self.told_as(combined, elsewhere, numeric, passes);
                        diagnosis.not_tried = match diagnosis.verdict {
                            Verdict::Unknown => search.not_tried(),
                            _ => search.may_have_others(),
                        };
                        diagnosis
                    })
                }
            }
        })
    }

    /// The answer where one mistake explains the numbers, of which it is not asked whether the cost is another.
    pub(super) fn with_one_mistake(&self, conventions: Conventions) -> Option<Diagnosis> {
        self.first_difference()?;
        let numeric = self.is_measured();
        self.explained(conventions, |search| {
            self.told(if numeric { search.singles() } else { search.simplest() })
        })
    }

    /// The answer where at most so many mistakes explain the numbers together.
    pub(super) fn with_several_mistakes(&self, conventions: Conventions, most: usize) -> Option<Diagnosis> {
        self.explained(conventions, |search| {
            let mut combined = self.told(search.combined());
            combined.retain(|explanation| explanation.parts.len() <= most);
            combined
        })
    }

    /// The answer by what is found, if anything is.
    fn explained(
        &self,
        conventions: Conventions,
        find: impl FnOnce(&Search) -> Vec<Explanation>,
    ) -> Option<Diagnosis> {
        self.searching(|search, passes| {
            let explanations = find(search);
            if explanations.is_empty() {
                return None;
            }
            let elsewhere = self.elsewhere(search, &explanations, conventions);
            Some(self.told_as(explanations, elsewhere, false, passes))
        })
    }

    /// The forms of all mistakes here.
    pub(super) fn forms(&self) -> &Forms {
        self.forms.get_or_init(|| Forms::of(self.problem))
    }

    pub(super) fn searching<T>(&self, ask: impl FnOnce(&Search, &Passes) -> T) -> T {
        let forms = self.forms();
        let naming = Naming::new(forms, Counts::of(self.problem));
        let targets = Targets::new(self.submission, self.right, self.rounding);
        let passes = Passes::new(self.problem, &forms.variants, |facts| self.forward_fits(facts));
        let search =
            Search::new(self.problem, &targets, &naming, &passes, &forms.variants, self.evidence(&targets));
        ask(&search, &passes)
    }

    /// The likeliest explanations first, each once.
    fn told(&self, mut explanations: Vec<Explanation>) -> Vec<Explanation> {
        explanations.sort_by_key(Explanation::unlikeliness);
        let mut told = without_doubles(self.without_catch_alls(explanations));
        for explanation in &mut told {
            let alone = explanation.parts.len() == 1;
            for part in &mut explanation.parts {
                part.begins = Beginning::of(part.mistake, self.problem, alone);
            }
        }
        told
    }

    /// An answer in one word.
    fn diagnosis(&self, verdict: Verdict) -> Diagnosis {
        Diagnosis {
            verdict,
            explanations: Vec::new(),
            elsewhere: None,
            numeric: false,
            cost: None,
            first_difference: self.first_difference(),
            arrays: self.arrays(),
            blind_spots: blind::spots(self),
            patterns: Vec::new(),
            not_tried: None,
        }
    }

    fn told_as(
        &self,
        explanations: Vec<Explanation>,
        elsewhere: Option<Elsewhere>,
        numeric: bool,
        passes: &Passes,
    ) -> Diagnosis {
        let verdict = match (elsewhere, explanations.len()) {
            (Some(_), _) => Verdict::CorrectElsewhere,
            (None, 0) if numeric => Verdict::Correct,
            (None, 0) => Verdict::Unknown,
            (None, 1) => Verdict::Mistake,
            (None, _) => Verdict::Ambiguous,
        };
        let mut diagnosis = self.diagnosis(verdict);
        diagnosis.elsewhere = elsewhere;
        diagnosis.numeric = numeric && matches!(verdict, Verdict::Correct | Verdict::CorrectElsewhere);
        if verdict == Verdict::Correct {
            diagnosis.first_difference = None;
        }
        if let Some(difference) = &mut diagnosis.first_difference {
            let nothing = Program::default();
            let program = explanations.first().map_or(&nothing, |explanation| &explanation.program);
            difference.trail = trail::trail(passes, program, difference.quantity);
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
    pub(super) fn is_measured(&self) -> bool {
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
        let has = |id: &str| explanations.iter().any(|one| one.is_alone(id));
        if conventions.layout == Knowledge::Assumed && self.is_transposed() && has("transposed-result") {
            return Some(Elsewhere::Layout(Layout::ToFrom));
        }
        if conventions.cost == Knowledge::Stated {
            return None;
        }
        let fits = search.fitting(&[]).into_iter().next()?.fits;
        let is = |c: f64| fits.iter().all(|fit: &LayerFit| fit.weights.holds(c) && fit.biases.holds(c));
        let size = |cost: &Cost| self.problem.square_slope(cost);
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
