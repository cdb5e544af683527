//! How near the path sum comes to the limit of the machine: `cargo bench --bench paths`.
//!
//! Everything is measured in the same process, one after the other in every round, and what is printed are medians
//! over the rounds of ratios within a round: the path sum against the peak, which is separate multiplications and
//! additions in registers, and other programs against the path sum. `cargo bench --bench paths -- threads` times more
//! than one of them, `-- growth` how the time grows with depth and width. With `-- answer` it answers `benches/peers.py`, which measures programs in Python beside it.
//! `cargo test --bench paths` measures nothing and demands the same numbers of all.

mod clock;
mod growth;
mod nets;
mod peak;
mod peers;

use std::env;
use std::io;

use gradwalk::gradient::Gradient;
use gradwalk::gradient::effort;
use gradwalk::gradient::kernel;
use gradwalk::gradient::kernel::Manner;
use gradwalk::gradient::kernel::TERMS_FOR_THREADS;
use gradwalk::gradient::matrix;
use gradwalk::gradient::path::Tree;
use gradwalk::gradient::scalar;
use gradwalk::problem::Problem;
use num_traits::ToPrimitive;

use clock::median;
use clock::seconds;
use clock::seconds_on_the_wall;
use nets::NETS;
use nets::Net;
use peers::Matrices;

const ROUNDS: usize = 9;

/// What takes longer than this many path terms by a slow program is given fewer examples, and its time scaled up.
const PATIENCE: u64 = 3_000_000;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let asked = |word: &str| arguments.iter().any(|argument| argument == word);
    if asked("answer") {
        answer();
    } else if asked("growth") {
        growth::tables();
    } else if asked("threads") {
        threads();
    } else if asked("--bench") {
        table();
    } else {
        NETS.iter().for_each(check);
        println!("all programs give the same numbers");
    }
}

fn tree(problem: &Problem) -> Tree<'static> {
    scalar::tree(problem, &scalar::forward(problem).expect("nothing overflows")).into_owned()
}

fn terms(problem: &Problem) -> u64 {
    effort::count(&problem.shape()).to_u64().expect("of such networks they can be counted")
}

/// The same network with so few examples that a program as slow as `slowness` walks can be waited for.
fn shortened(net: &Net, slowness: u64) -> Problem {
    let per_example = terms(&nets::problem(net.widths, 1));
    let affordable = usize::try_from(PATIENCE / slowness / per_example).unwrap_or(usize::MAX);
    nets::problem(net.widths, affordable.clamp(1, net.examples))
}

/// Demands of one network that every program gives the same sums, those in the declared order the same bits.
fn check(net: &Net) {
    let problem = shortened(net, 1);
    let tree = tree(&problem);
    let bits = |sums: &Gradient| sums.map(|sum| sum.to_bits());
    let fast = sums(&tree);
    assert_eq!(bits(&fast), bits(&kernel::sums(&tree, Manner { threads: 2, ..Manner::SINGLE }, |_| ())));
    if terms(&problem) <= PATIENCE {
        assert_eq!(bits(&fast), bits(&scalar::sums(&tree, |_| ())), "{}: walk", net.name);
        assert_eq!(bits(&fast), bits(&peers::enumerated(&tree)), "{}: enumerated", net.name);
    }
    let delta_rule = Matrices::of(&problem).gradient();
    for (layer, matrix) in fast.layers.iter().zip(delta_rule) {
        for (row, sums) in layer.weights.iter_rows().enumerate() {
            for (column, sum) in sums.iter().enumerate() {
                let (ours, theirs) = (sum / problem.divisor(), matrix[(row, column)]);
                assert!((ours - theirs).abs() <= 1e-12, "{}: {ours} {theirs}", net.name);
            }
        }
    }
}

/// The seconds of one round.
struct Round {
    peak: f64,
    sum: f64,
    walk: f64,
    enumerated: f64,
    whole: f64,
    matrices: f64,
    nalgebra: f64,
}

/// Prints for every network the path sum against the peak, and others against the path sum.
fn table() {
    let problems = NETS.each_ref().map(Net::problem);
    let mut rounds = NETS.each_ref().map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (net, (problem, rounds)) in NETS.iter().zip(problems.iter().zip(&mut rounds)) {
            rounds.push(round(net, problem));
        }
    }
    let peak = median(rounds.iter().flatten().map(|round| round.peak));
    println!("peak of separate multiplications and additions: {:.2} G/s", peak / 1e9);
    println!("{}; medians of {ROUNDS} rounds, one thread\n", env!("CARGO_PKG_NAME"));
    println!(
        "                          | path sum alone                              | whole gradient, forward pass included"
    );
    println!(
        "net                 terms |       time  of peak  walk/sum enumerator/sum |       time  / delta rule  / matrix.rs"
    );
    for (net, (problem, rounds)) in NETS.iter().zip(problems.iter().zip(&rounds)) {
        let of = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
        let fraction = median(rounds.iter().map(|round| terms(problem) as f64 / round.sum / round.peak));
        println!(
            "{} {:16} {:>10} | {:>10} {fraction:>8.3} {:>9.1} {:>14.0} | {:>10} {:>13.2} {:>12.2}",
            net.name,
            net.written(),
            terms(problem),
            time(of(|round| round.sum)),
            of(|round| round.walk / round.sum),
            of(|round| round.enumerated / round.sum),
            time(of(|round| round.whole)),
            of(|round| round.whole / round.nalgebra),
            of(|round| round.whole / round.matrices),
        );
    }
}

fn round(net: &Net, problem: &Problem) -> Round {
    let (walked, enumerated) = (shortened(net, 1), shortened(net, 30));
    let scaled = |shorter: &Problem, seconds: f64| seconds * terms(problem) as f64 / terms(shorter) as f64;
    let (tree, walked_tree, enumerated_tree) = (tree(problem), tree(&walked), tree(&enumerated));
    let (matrices, whole) = (Matrices::of(problem), whole(problem));
    Round {
        peak: peak::per_second(),
        sum: seconds(|| sums(&tree)),
        walk: scaled(&walked, seconds(|| scalar::sums(&walked_tree, |_| ()))),
        enumerated: scaled(
            &enumerated,
            if terms(&enumerated) > PATIENCE {
                f64::NAN
            } else {
                seconds(|| peers::enumerated(&enumerated_tree))
            },
        ),
        whole: seconds(|| whole(problem)),
        matrices: seconds(|| matrix::gradient(problem)),
        nalgebra: seconds(|| matrices.gradient()),
    }
}

/// The gradient as the library gives it; where that takes more than one thread, its parts but for the division by N.
fn whole(problem: &Problem) -> fn(&Problem) -> Gradient {
    if terms(problem) < TERMS_FOR_THREADS {
        |problem| scalar::gradient(problem).expect("nothing overflows")
    } else {
        |problem| sums(&scalar::tree(problem, &scalar::forward(problem).expect("nothing overflows")))
    }
}

/// The path sum as the library forms it, but with one thread.
fn sums(tree: &Tree) -> Gradient {
    kernel::narrow::sums(tree, |_| ()).unwrap_or_else(|| kernel::sums(tree, Manner::SINGLE, |_| ()))
}

fn time(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-3 => format!("{:.2} us", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

/// Net D on the wall with one, two and more threads, as many as there are processors.
fn threads() {
    let problem = NETS[3].problem();
    let tree = tree(&problem);
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let walk = |threads| {
            seconds_on_the_wall(|| kernel::sums(&tree, Manner { threads, ..Manner::SINGLE }, |_| ()))
        };
        rounds.push((1..=processors).map(walk).collect::<Vec<f64>>());
    }
    for threads in 1..=processors {
        let times = rounds.iter().map(|round| round[threads - 1]);
        let gain = median(rounds.iter().map(|round| round[0] / round[threads - 1]));
        println!("D with {threads} threads: {}, {gain:.2} times as fast as with one", time(median(times)));
    }
}

/// Answers lines from standard input: `time A` with seconds for a whole gradient, `gradient A` with its entries.
fn answer() {
    for line in io::stdin().lines() {
        let line = line.expect("readable");
        let Some((what, net)) = line.split_once(' ') else { panic!("not a question: {line}") };
        let net = NETS.iter().find(|known| known.name == net).expect("a net");
        let problem = net.problem();
        if what == "time" {
            let whole = whole(&problem);
            println!("{:e}", seconds(|| whole(&problem)));
            continue;
        }
        let gradient = scalar::gradient(&problem).expect("nothing overflows");
        let entries = gradient.layers.iter().flat_map(|layer| layer.weights.numbers());
        println!("{}", entries.map(|entry| format!("{entry:e}")).collect::<Vec<_>>().join(" "));
    }
}
