//! How long path products will take on this machine, told from a short trial.

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use num_traits::ToPrimitive;

use crate::activation;
use crate::cost;
use crate::gradient::compare::compare;
use crate::gradient::effort;
use crate::gradient::exactness::Exactness;
use crate::gradient::kernel;
use crate::gradient::kernel::Manner;
use crate::gradient::scalar;
use crate::gradient::scope::Scope;
use crate::graph::Quantity;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// The network of the trial: two million paths, which the kernel walks in a tenth of a millisecond.
const WIDTHS: [usize; 4] = [64, 32, 32, 8];
const EXAMPLES: usize = 4;

/// What is to be done with so many path products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// All partial derivatives.
    Gradient,
    /// The same, and compared with the matrices' modulo primes.
    Comparison,
    /// One partial derivative.
    OneWeight,
}

impl Work {
    /// What comparing this much takes.
    pub(super) fn comparing(scope: Scope, exactness: Exactness) -> Self {
        match (scope, exactness) {
            (Scope::One(_), _) => Work::OneWeight,
            (Scope::Everything, Exactness::TooLarge) => Work::Gradient,
            (Scope::Everything, _) => Work::Comparison,
        }
    }
}

/// How long so many products will take.
pub(super) fn predicted(terms: u64, work: Work) -> Option<Duration> {
    let problem = problem()?;
    let shape = problem.shape();
    let first = Quantity::Weight { layer: 0, from: 0, to: 0 };
    let forward = scalar::forward(&problem).ok()?;
    let tree = scalar::tree(&problem, &forward);
    let (tried, passed) = match work {
        Work::Gradient => {
            let passed = time(|| kernel::sums(&tree, Manner::SINGLE, |_| ()));
            let threads = Manner::threads_for(terms);
            (effort::count(&shape).to_u64()?, passed / u32::try_from(threads).ok()?)
        }
        Work::Comparison => {
            let passed = time(|| compare(&problem, Scope::Everything, |_| ()));
            (Scope::Everything.terms(&shape), passed)
        }
        Work::OneWeight => {
            let passed = time(|| {
                let mut sum = 0.0;
                scalar::visit_products(&tree, first, |product| sum += product);
                sum
            });
            (effort::count_to(&shape, first).to_u64()?, passed)
        }
    };
    Some(passed.mul_f64(terms as f64 / tried as f64))
}

/// How long something takes when it is done for the second time.
fn time<T>(work: impl Fn() -> T) -> Duration {
    black_box(work());
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn problem() -> Option<Problem> {
    let grid = |rows: usize, columns: usize| {
        Grid::from_fn(rows, columns, |row, column| ((3 * row + 5 * column) % 7) as f64 / 70.0)
    };
    let activation = activation::named("sigmoid")?;
    let layers =
        WIDTHS.windows(2).map(|pair| Layer { weights: grid(pair[0], pair[1]), biases: None, activation });
    let (inputs, labels) = (grid(EXAMPLES, WIDTHS[0]), grid(EXAMPLES, WIDTHS[3]));
    Problem::new("trial", layers.collect(), inputs, labels, cost::default()).ok()
}
