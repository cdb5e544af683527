//! How long a verdict takes on networks of up to 50 nodes with 50 examples: `cargo bench --bench check`.
//!
//! Right gradients, mistakes, two of them, garbage in some arrays or in all, and hand-ins of a part. Each verdict is
//! checked too, because a wrong one may be quick.

use std::time::Instant;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::diagnose::Conventions;
use gradwalk::diagnose::Diagnosis;
use gradwalk::diagnose::Verdict;
use gradwalk::diagnose::diagnose;
use gradwalk::diagnose::submission::LayerGiven;
use gradwalk::diagnose::submission::Submission;
use gradwalk::gradient::Gradient;
use gradwalk::gradient::matrix;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;

const EXAMPLES: usize = 50;

/// Numbers between −1 and 1, the same at every run (the generator of Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn grid(&mut self, rows: usize, columns: usize, spread: f64) -> Grid {
        Grid::from_fn(rows, columns, |_, _| spread * self.next())
    }
}

fn problem(widths: &[usize], activation: &str, numbers: &mut Numbers) -> Problem {
    let layer = |pair: &[usize]| Layer {
        weights: numbers.grid(pair[0], pair[1], 2.6 / (pair[0] as f64).sqrt()),
        biases: Some(numbers.grid(1, pair[1], 0.8).numbers().to_vec()),
        activation: activation::named(activation).expect("in the table"),
    };
    let layers: Vec<Layer> = widths.windows(2).map(layer).collect();
    let (inputs, outputs) = (numbers.grid(EXAMPLES, widths[0], 1.7), widths[widths.len() - 1]);
    let labels = numbers.grid(EXAMPLES, outputs, 0.5).map(|label| label + 0.5);
    Problem::new("", layers, inputs, labels, cost::default()).expect("a problem")
}

/// The gradient for labels that belong to the example before.
fn misaligned(problem: &Problem) -> Gradient {
    let labels = problem.labels();
    let rolled = Grid::from_fn(EXAMPLES, labels.columns(), |e, n| labels[((e + EXAMPLES - 1) % EXAMPLES, n)]);
    let other = Problem::new("", problem.layers().to_vec(), problem.inputs().clone(), rolled, problem.cost());
    matrix::gradient(&other.expect("a problem")).expect("finite")
}

type HandIn = (&'static str, Submission, fn(&Diagnosis) -> bool);

fn names(diagnosis: &Diagnosis, ids: &[&str]) -> bool {
    let is_it = |parts: Vec<&str>| parts.len() == ids.len() && ids.iter().all(|id| parts.contains(id));
    let explanations = diagnosis.explanations.iter();
    explanations.map(|one| one.parts.iter().map(|part| part.mistake.id).collect()).any(is_it)
}

fn hand_ins(problem: &Problem, numbers: &mut Numbers) -> Vec<HandIn> {
    let is_unknown: fn(&Diagnosis) -> bool = |diagnosis| diagnosis.verdict == Verdict::Unknown;
    let is_misaligned: fn(&Diagnosis) -> bool = |diagnosis| names(diagnosis, &["examples-misaligned"]);
    let right = matrix::gradient(problem).expect("finite");
    let wrong = misaligned(problem);
    let mut twice = wrong.clone();
    let biases = twice.layers.iter_mut().flat_map(|layer| layer.biases.iter_mut().flatten());
    biases.for_each(|bias| *bias *= problem.divisor());
    let mut garbage = |layers: &[usize]| {
        let mut gradient = right.clone();
        for &layer in layers {
            let weights = &mut gradient.layers[layer].weights;
            *weights = numbers.grid(weights.rows(), weights.columns(), 0.2);
            gradient.layers[layer].biases = Some(numbers.grid(1, weights.columns(), 0.2).numbers().to_vec());
        }
        Submission::all(gradient.layers)
    };
    let layers: Vec<usize> = (0..problem.layers().len()).collect();
    let (first, last) = ([0], [layers.len() - 1]);
    let first_weights = |mut all: Submission| {
        all.layers.iter_mut().skip(1).for_each(|layer| *layer = LayerGiven::default());
        all.layers[0].biases = None;
        all
    };
    let only_biases = |mut all: Submission| {
        all.layers.iter_mut().for_each(|layer| layer.weights = None);
        all
    };
    vec![
        ("right", Submission::all(right.layers.clone()), |diagnosis| diagnosis.verdict == Verdict::Correct),
        ("one mistake", Submission::all(wrong.layers.clone()), is_misaligned),
        ("one, W1 alone", first_weights(Submission::all(wrong.layers)), is_misaligned),
        ("two mistakes", Submission::all(twice.layers), |diagnosis| {
            names(diagnosis, &["examples-misaligned", "bias-summed-not-averaged"])
        }),
        ("garbage", garbage(&layers), is_unknown),
        ("garbage below", garbage(&first), is_unknown),
        ("garbage on top", garbage(&last), is_unknown),
        ("garbage, W1 alone", first_weights(garbage(&layers)), is_unknown),
        ("garbage, biases alone", only_biases(garbage(&layers)), is_unknown),
    ]
}

fn main() {
    // Under `cargo test` only what is computed counts.
    let is_test = !std::env::args().any(|argument| argument == "--bench");
    let networks: [&[usize]; 9] = [
        &[5, 5, 3],
        &[20, 20, 10],
        &[1, 48, 1],
        &[3, 5, 4, 2],
        &[4, 25, 18, 3],
        &[10; 5],
        &[7; 7],
        &[5; 10],
        &[2; 25],
    ];
    let mut all: Vec<(f64, String)> = Vec::new();
    for widths in networks.iter().take(if is_test { 2 } else { networks.len() }) {
        let mut times = Vec::new();
        for activation in ["sigmoid", "tanh"] {
            let mut numbers = Numbers(widths.len() as u64);
            let problem = problem(widths, activation, &mut numbers);
            for (what, submission, is_right) in hand_ins(&problem, &mut numbers) {
                let ask = || {
                    let start = Instant::now();
                    let diagnosis = diagnose(&problem, &submission, Conventions::default()).expect("finite");
                    (start.elapsed().as_secs_f64() * 1e3, diagnosis)
                };
                let (mut time, diagnosis) = ask();
                assert!(is_right(&diagnosis), "{widths:?}, {activation}, {what}: {diagnosis:?}");
                for _ in 0..if is_test { 0 } else { 4 } {
                    time = time.min(ask().0);
                }
                times.push((time, format!("{widths:?}, {activation}, {what}")));
            }
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!(
            "{:?}: median {:.0} ms, slowest {:.0} ms",
            widths,
            times[times.len() / 2].0,
            times[times.len() - 1].0
        );
        all.extend(times);
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let over = all.iter().filter(|(time, _)| *time > 100.0).count();
    let (slowest, what) = &all[all.len() - 1];
    println!(
        "{} verdicts, the best of five each: median {:.0} ms, {over} over 100 ms, slowest {slowest:.0} ms ({what})",
        all.len(),
        all[all.len() / 2].0
    );
}
