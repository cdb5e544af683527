//! The fast path sum gives the bits of the textbook walk, however it is cut up.

use gradwalk::gradient::kernel;
use gradwalk::gradient::kernel::Lanes;
use gradwalk::gradient::kernel::Manner;
use gradwalk::gradient::scalar;

use crate::agreement;

#[test]
fn every_manner_of_cutting_gives_the_bits_of_the_walk() {
    let checked = agreement::runner(400).run(&agreement::recipes(60_000, -3..=3), |recipe| {
        let problem = recipe.problem();
        let Ok(forward) = scalar::forward(&problem) else { return Ok(()) };
        let tree = scalar::tree(&problem, &forward);
        let walked = scalar::sums(&tree, || ()).map(|sum| sum.to_bits());
        for lanes in [Lanes::Detected, Lanes::One, Lanes::Four, Lanes::Eight] {
            for (rows, threads) in [(256, 1), (1, 2), (7, 3), (33, 1)] {
                let manner = Manner { lanes, rows, threads };
                let fast = kernel::sums(&tree, manner, |_| ()).map(|sum| sum.to_bits());
                assert_eq!(walked, fast, "{manner:?}");
            }
        }
        Ok(())
    });
    checked.expect("the same bits");
}
