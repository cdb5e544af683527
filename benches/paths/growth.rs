//! How the number of paths grows with depth and width, and the time with it; beside it the delta rule's.

use gradwalk::gradient::effort;
use gradwalk::gradient::kernel;
use gradwalk::gradient::kernel::Manner;

use crate::clock::median;
use crate::clock::seconds;
use crate::nets;
use crate::peers::Matrices;
use crate::sums;
use crate::terms;
use crate::time;
use crate::tree;

const EXAMPLES: usize = 8;
const ROUNDS: usize = 7;

/// Prints two tables, which README quotes.
pub(crate) fn tables() {
    println!("layers of weights, 8 nodes in each layer, {EXAMPLES} examples");
    table((2..=7).map(|depth| (depth, vec![8; depth + 1])));
    println!("nodes in each layer, 3 layers of weights, {EXAMPLES} examples");
    table([8, 16, 32, 64, 128].map(|width| (width, vec![width; 4])).into_iter());
}

fn table(rows: impl Iterator<Item = (usize, Vec<usize>)>) {
    println!("       path products    predicted     measured | matrix products     measured");
    for (which, widths) in rows {
        let problem = nets::problem(&widths, EXAMPLES);
        let (tree, matrices) = (tree(&problem), Matrices::of(&problem));
        let walk = || seconds(|| sums(&tree));
        let rounds: Vec<[f64; 3]> =
            (0..ROUNDS).map(|_| [pace(), walk(), seconds(|| matrices.gradient())]).collect();
        let of = |figure: usize| median(rounds.iter().map(|round| round[figure]));
        println!(
            "{which:4} {:>15} {:>12} {:>12} | {:>15} {:>12}",
            terms(&problem),
            time(terms(&problem) as f64 * of(0)),
            time(of(1)),
            effort::matrix_multiplications(&problem.shape()),
            time(of(2)),
        );
    }
}

/// Seconds for one product, from the trial that the program makes before it walks.
fn pace() -> f64 {
    let problem = nets::problem(&[64, 32, 32, 8], 4);
    let tree = tree(&problem);
    seconds(|| kernel::sums(&tree, Manner::SINGLE, |_| ())) / terms(&problem) as f64
}
