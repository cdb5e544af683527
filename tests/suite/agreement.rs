//! Random networks: paths, matrices without and with rounding, and nudged weights all tell the same.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeSet;

use gradwalk::activation::ACTIVATIONS;
use gradwalk::activation::Activation;
use gradwalk::activation::Reach;
use gradwalk::cost::COSTS;
use gradwalk::cost::Cost;
use gradwalk::cost::Domain;
use gradwalk::gradient::GradientError;
use gradwalk::gradient::compare::Comparison;
use gradwalk::gradient::compare::compare;
use gradwalk::gradient::effort;
use gradwalk::gradient::exactness::Exactness;
use gradwalk::gradient::matrix;
use gradwalk::gradient::scalar;
use gradwalk::gradient::scope::Scope;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

use crate::support::built_in;

/// What a random problem is made of.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    widths: Vec<usize>,
    examples: usize,
    activations: Vec<usize>,
    biases: Vec<bool>,
    cost: usize,
    /// Factors by which layers are scaled, as powers of ten.
    scales: Vec<i32>,
    seed: u64,
}

/// Numbers from a fixed sequence (splitmix64), between −1 and 1.
struct Sequence(u64);

impl Sequence {
    fn number(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn grid(&mut self, rows: usize, columns: usize, scale: f64) -> Grid {
        Grid::from_fn(rows, columns, |_, _| scale * self.number())
    }
}

impl Recipe {
    fn last(&self) -> &'static Activation {
        &ACTIVATIONS[self.activations[self.activations.len() - 1] % ACTIVATIONS.len()]
    }

    /// The cost asked for, unless the outputs may lie where it has no value.
    fn cost(&self) -> &'static Cost {
        let cost = &COSTS[self.cost % COSTS.len()];
        let bounded = matches!(self.last().name, "sigmoid" | "softmax");
        if cost.domain == Domain::All || bounded { cost } else { &COSTS[self.cost % 6] }
    }

    pub(crate) fn problem(&self) -> Problem {
        let mut sequence = Sequence(self.seed);
        let own_node = |at: usize| {
            let elementwise: Vec<_> =
                ACTIVATIONS.iter().filter(|a| matches!(a.reach, Reach::OwnNode { .. })).collect();
            elementwise[at % elementwise.len()]
        };
        let count = self.widths.len() - 1;
        let layers = (0..count).map(|at| {
            let (from, to) = (self.widths[at], self.widths[at + 1]);
            let scale = libm::exp10(f64::from(self.scales[at % self.scales.len()]));
            Layer {
                weights: sequence.grid(from, to, 2.0 * scale),
                biases: self.biases[at].then(|| (0..to).map(|_| scale * sequence.number()).collect()),
                activation: if at + 1 == count { self.last() } else { own_node(self.activations[at]) },
            }
        });
        let layers = layers.collect();
        let inputs = sequence.grid(self.examples, self.widths[0], 1.5);
        let labels = Grid::from_fn(self.examples, self.widths[count], |_, _| sequence.number().abs());
        Problem::new("random", layers, inputs, labels, self.cost()).expect("sound")
    }
}

/// Shapes with at most so many path terms.
pub(crate) fn recipes(largest: u64, scales: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Recipe> {
    recipes_of(prop::collection::vec(1_usize..=13, 2..=6), largest, scales)
}

/// The same for layers of given widths.
pub(crate) fn recipes_of(
    widths: impl Strategy<Value = Vec<usize>>,
    largest: u64,
    scales: std::ops::RangeInclusive<i32>,
) -> impl Strategy<Value = Recipe> {
    (widths, 1_usize..=9, any::<u64>(), any::<usize>())
        .prop_flat_map(move |(widths, examples, seed, cost)| {
            let layers = widths.len() - 1;
            let activations = prop::collection::vec(0_usize..60, layers);
            let biases = prop::collection::vec(any::<bool>(), layers);
            let scales = prop::collection::vec(scales.clone(), layers);
            (activations, biases, scales).prop_map(move |(activations, biases, scales)| Recipe {
                widths: widths.clone(),
                examples,
                activations,
                biases,
                cost: cost % 1_000,
                scales,
                seed,
            })
        })
        .prop_filter("too many paths", move |recipe| {
            effort::count(&recipe.problem().shape()) <= BigUint::from(largest)
        })
}

/// Always the same cases, so that a failure stays one.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        max_global_rejects: 100_000,
        max_local_rejects: 1_000_000,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// The comparison, or nothing where the forward pass leaves the numbers or the cost's domain.
fn compared(problem: &Problem) -> Option<Comparison> {
    match compare(problem, Scope::Everything, |_| ()) {
        Ok(comparison) => Some(comparison),
        Err(
            GradientError::Overflow { .. }
            | GradientError::Domain { .. }
            | GradientError::Steep { .. }
            | GradientError::Sum { .. }
            | GradientError::NotComparable { .. },
        ) => None,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn under_20_000_terms_both_sums_are_the_same_number_and_nudges_agree() {
    let (compared_count, measured, skipped) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let (hidden, met) = (Cell::new(0), RefCell::new(BTreeSet::new()));
    let cases = 400;
    let checked = runner(cases).run(&recipes(20_000, 0..=0), |recipe| {
        let problem = recipe.problem();
        let Some(comparison) = compared(&problem) else { return Ok(()) };
        compared_count.set(compared_count.get() + 1);
        met.borrow_mut().insert(problem.cost().name);
        met.borrow_mut().extend(problem.layers().iter().map(|layer| layer.activation.name));
        prop_assert_eq!(comparison.exactness, Exactness::Integers);
        for entry in &comparison.entries {
            prop_assert_eq!(entry.exactly_equal, Some(true), "{:?}", entry);
            prop_assert!(entry.difference().abs() <= entry.bound, "{:?}", entry);
        }
        let nudges = comparison.nudges.expect("small enough");
        prop_assert!(nudges.contradicted.is_empty(), "{:?}", nudges);
        measured.set(measured.get() + nudges.agree);
        skipped.set(skipped.get() + nudges.skipped);
        hidden.set(hidden.get() + nudges.hidden);
        Ok(())
    });
    checked.expect("every random network agrees");
    println!(
        "{} networks; {} slopes measured, {} hidden by rounding, {} skipped at a kink",
        compared_count.get(),
        measured.get(),
        hidden.get(),
        skipped.get()
    );
    assert!(compared_count.get() >= cases * 9 / 10, "too few: {}", compared_count.get());
    let unmeasured = skipped.get() + hidden.get();
    assert!(unmeasured * 20 <= measured.get() + unmeasured, "more than 5 % skipped");
    assert!(hidden.get() * 500 <= measured.get(), "rounding explains too much: {}", hidden.get());
    let tables = COSTS.iter().map(|cost| cost.name).chain(ACTIVATIONS.iter().map(|one| one.name));
    assert_eq!(*met.borrow(), tables.collect(), "every cost and every activation is among them");
}

#[test]
fn under_a_million_terms_the_difference_is_within_the_bound() {
    let large = Cell::new(0);
    let checked = runner(60).run(&recipes(1_000_000, 0..=0), |recipe| {
        let problem = recipe.problem();
        let Some(comparison) = compared(&problem) else { return Ok(()) };
        prop_assert!(comparison.entries.iter().all(|entry| entry.difference().abs() <= entry.bound));
        if comparison.path_terms > BigUint::from(20_000_u32) {
            large.set(large.get() + 1);
        }
        Ok(())
    });
    checked.expect("every random network agrees");
    assert!(large.get() >= 10, "too few large networks: {}", large.get());
}

#[test]
fn badly_scaled_networks_stay_within_the_bound() {
    for (scales, cases) in [(-8..=8, 150), (-110..=-60, 60), (-150..=40, 60)] {
        let compared_count = Cell::new(0);
        let checked = runner(cases).run(&recipes(3_000, scales.clone()), |recipe| {
            let Some(comparison) = compared(&recipe.problem()) else { return Ok(()) };
            compared_count.set(compared_count.get() + 1);
            for entry in &comparison.entries {
                prop_assert_eq!(entry.exactly_equal, Some(true), "{:?}", entry);
                prop_assert!(entry.difference().abs() <= entry.bound, "{:?}", entry);
            }
            Ok(())
        });
        checked.expect("every badly scaled network agrees");
        assert!(compared_count.get() * 3 >= cases, "{scales:?}: only {} compared", compared_count.get());
    }
}

#[test]
fn listing_and_summing_are_the_same_walk_bit_for_bit() {
    let checked = runner(60).run(&recipes(3_000, 0..=0), |recipe| {
        let problem = recipe.problem();
        let Ok(gradient) = scalar::gradient(&problem) else { return Ok(()) };
        for parameter in problem.shape().parameters() {
            let forward = scalar::forward(&problem).expect("finite");
            let tree = scalar::tree(&problem, &forward);
            let mut heard = 0;
            let listing =
                scalar::listing_in(&tree, &problem, parameter, usize::MAX, || heard += 1).expect("finite");
            prop_assert_eq!(listing.count, heard);
            let summed = gradient.get(parameter).expect("an entry");
            prop_assert_eq!(listing.value.to_bits(), summed.to_bits());
            prop_assert_eq!(BigUint::from(listing.count), effort::count_to(&problem.shape(), parameter));
            let multiplied = listing.terms.iter().map(|term| {
                term.factors.iter().map(|factor| factor.value).reduce(|product, factor| product * factor)
            });
            let added = multiplied.fold(0.0, |sum, product| sum + product.expect("at least two factors"));
            prop_assert_eq!((added / listing.divide_by).to_bits(), summed.to_bits());
        }
        Ok(())
    });
    checked.expect("every term of every weight");
}

/// A relative error of 10⁻¹⁰ on the largest path product is beyond every bound.
#[test]
fn a_planted_error_is_refused() {
    for name in ["iris-3", "mazur", "probe"] {
        let problem = built_in(name);
        let comparison = compared(&problem).expect("comparable");
        assert!(comparison.agrees());
        let mut largest = (0.0, 0);
        for (at, entry) in comparison.entries.iter().enumerate() {
            let listing = scalar::listing(&problem, entry.parameter, usize::MAX).expect("finite");
            for term in &listing.terms {
                if term.product.abs() > f64::abs(largest.0) {
                    largest = (term.product, at);
                }
            }
        }
        let mut wrong = comparison.clone();
        wrong.entries[largest.1].paths += 1e-10 * largest.0 / problem.divisor();
        assert!(!wrong.entries[largest.1].agrees(), "{name}: {:?}", wrong.entries[largest.1]);
        assert!(!wrong.agrees(), "{name}");
        let mut unequal = comparison;
        unequal.entries[0].exactly_equal = Some(false);
        assert!(!unequal.agrees(), "sums that differ as integers are refused whatever the bound says");
    }
}

/// One path product left out of the exact sum is seen, even where doubles could not show it.
#[test]
fn a_dropped_path_is_seen_without_rounding() {
    use gradwalk::gradient::exact::Dyadic;
    let problem = built_in("probe");
    let forward = scalar::forward(&problem).expect("finite");
    let tree = scalar::tree(&problem, &forward);
    let exact = |number: f64| Dyadic::of(number).expect("finite");
    let right = matrix::sums(&matrix::forward(&problem).expect("finite").1.map(exact));
    for parameter in problem.shape().parameters() {
        let mut products = Vec::new();
        scalar::visit_products(&tree.map(|&number| exact(number)), parameter, |product| {
            products.push(product);
        });
        let sum = |products: &[Dyadic]| products.iter().cloned().reduce(|sum, product| sum + product);
        assert_eq!(sum(&products).as_ref(), right.get(parameter));
        for dropped in 0..products.len() {
            let mut fewer = products.clone();
            fewer.remove(dropped);
            assert_ne!(sum(&fewer).as_ref(), right.get(parameter));
        }
    }
}
