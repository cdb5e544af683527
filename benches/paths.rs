//! How near the path sum comes to the limit of the machine: `cargo bench --bench paths`.
//!
//! Everything is measured in the same process, one after the other in every round, and the medians of nine rounds are
//! printed: first the peak, separate multiplications and additions in registers; then the path sum as a fraction of
//! it; then the textbook walk and the delta rule as multiples of the path sum. On Linux the time is that of the thread
//! on its processor, so that a busy neighbour takes little away.

use std::fs;
use std::hint::black_box;
use std::sync::LazyLock;
use std::thread;
use std::time::Instant;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::gradient::effort;
use gradwalk::gradient::kernel;
use gradwalk::gradient::kernel::Manner;
use gradwalk::gradient::matrix;
use gradwalk::gradient::path::Tree;
use gradwalk::gradient::scalar;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;
use num_traits::ToPrimitive;
use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

const ROUNDS: usize = 9;

/// Widths, examples, and how often a round repeats what takes less than a few milliseconds.
const NETS: [(&str, &[usize], usize, u32); 5] = [
    ("A  4-2-3", &[4, 2, 3], 2, 2_000),
    ("B  4-2-3", &[4, 2, 3], 150, 100),
    ("C  784-30-10", &[784, 30, 10], 100, 4),
    ("D  784-128-64-10", &[784, 128, 64, 10], 32, 1),
    ("E  8-8-8-8-8-8", &[8; 6], 32, 8),
];

fn main() {
    let problems = NETS.map(|(_, widths, examples, _)| problem(widths, examples));
    let trees = problems
        .each_ref()
        .map(|problem| scalar::tree(problem, &scalar::forward(problem).expect("nothing overflows")));
    for (tree, (name, ..)) in trees.iter().zip(NETS) {
        // The walk of D would take half a minute.
        if !name.starts_with('D') {
            let walked = scalar::sums(tree, |_| ());
            assert_eq!(kernel::sums(tree, Manner::SINGLE, |_| ()), walked, "{name}");
        }
    }
    let (mut peaks, mut times) = (Vec::new(), vec![[const { Vec::new() }; 4]; NETS.len()]);
    for _ in 0..ROUNDS {
        peaks.push(PEAK_TERMS / seconds(1, || Arch::new().dispatch(Peak)));
        for (at, (tree, problem)) in trees.iter().zip(&problems).enumerate() {
            measure(&mut times[at], tree, problem, NETS[at]);
        }
    }
    let peak = median(&mut peaks);
    println!("peak of separate multiplications and additions: {:.2} G/s", peak / 1e9);
    println!(
        "{:18} {:>14} {:>10} {:>10} {:>9} {:>14}",
        "net", "terms", "sum", "of peak", "walk/sum", "sum/delta rule"
    );
    for ((name, ..), (problem, times)) in NETS.iter().zip(problems.iter().zip(&mut times)) {
        let terms = effort::count(&problem.shape()).to_f64().unwrap_or(f64::INFINITY);
        let [sum, walk, whole, delta] = times.each_mut().map(|round| median(round));
        println!(
            "{name:18} {terms:>14} {:>7.1} us {:>10.3} {:>9.1} {:>14.2}",
            sum * 1e6,
            terms / sum / peak,
            walk / sum,
            whole / delta
        );
    }
}

/// One round: the path sum, the textbook walk, the whole gradient by paths, and by the delta rule.
fn measure(times: &mut [Vec<f64>; 4], tree: &Tree, problem: &Problem, net: (&str, &[usize], usize, u32)) {
    let (name, _, _, repeat) = net;
    times[0].push(seconds(repeat, || kernel::sums(tree, Manner::SINGLE, |_| ())));
    if !name.starts_with('D') {
        times[1].push(seconds(repeat.div_ceil(8), || scalar::sums(tree, |_| ())));
    }
    times[2].push(seconds(repeat, || scalar::gradient(problem)));
    times[3].push(seconds(repeat, || matrix::gradient(problem)));
}

/// Seconds that one call takes, when it is called so often.
fn seconds<T>(times: u32, mut work: impl FnMut() -> T) -> f64 {
    let start = now();
    for _ in 0..times {
        black_box(work());
    }
    (now() - start) / f64::from(times)
}

/// Seconds of this thread on its processor where the system tells, else on the clock. Yielding brings them up to date.
fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A network with numbers from a fixed sequence.
fn problem(widths: &[usize], examples: usize) -> Problem {
    let mut state = 1_u64;
    let mut number = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut grid = |rows, columns, scale: f64| Grid::from_fn(rows, columns, |_, _| scale * number());
    let sigmoid = activation::named("sigmoid").expect("in the table");
    let layers = widths.windows(2).map(|pair| Layer {
        weights: grid(pair[0], pair[1], 0.25),
        biases: None,
        activation: sigmoid,
    });
    let layers = layers.collect();
    let (inputs, labels) = (grid(examples, widths[0], 1.0), grid(examples, widths[widths.len() - 1], 1.0));
    Problem::new("bench", layers, inputs, labels, cost::default()).expect("sound")
}

/// Multiplications, each followed by an addition, whose operands are all in registers but for one load in eight.
struct Peak;

const PEAK_ROUNDS: usize = 4_000;
const PEAK_TERMS: f64 = (PEAK_ROUNDS * 256 * 8 * 4) as f64;

impl WithSimd for Peak {
    type Output = f64;

    #[expect(
        clippy::inline_always,
        reason = "only what is inlined there is compiled for the machine that was found"
    )]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let prefixes = black_box(vec![[1e-9; 2]; 256]);
        let held = black_box([1.0, 2.0, 3.0, 4.0]).map(|number| simd.splat_f64s(number));
        let mut sums = [[simd.splat_f64s(0.0); 4]; 2];
        // As many terms whatever the width of the registers.
        for _ in 0..PEAK_ROUNDS * 4 / S::F64_LANES {
            for prefixes in &prefixes {
                for (sums, &prefix) in sums.iter_mut().zip(prefixes) {
                    let prefix = simd.splat_f64s(prefix);
                    for (sum, &held) in sums.iter_mut().zip(&held) {
                        *sum = simd.add_f64s(*sum, simd.mul_f64s(prefix, held));
                    }
                }
            }
        }
        sums.iter().flatten().map(|&sum| simd.reduce_sum_f64s(sum)).sum()
    }
}
