//! The fast path sum gives the bits of the textbook walk, however it is cut up.

use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeSet;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::gradient::Gradient;
use gradwalk::gradient::effort;
use gradwalk::gradient::kernel;
use gradwalk::gradient::kernel::Lanes;
use gradwalk::gradient::kernel::Manner;
use gradwalk::gradient::path::Biases;
use gradwalk::gradient::path::Slopes;
use gradwalk::gradient::path::Tree;
use gradwalk::gradient::scalar;
use gradwalk::problem::Grid;
use gradwalk::problem::Layer;
use gradwalk::problem::Problem;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::agreement::Recipe;
use crate::agreement::recipes;
use crate::agreement::recipes_of;
use crate::agreement::runner;

/// The bits of every sum.
fn bits(sums: &Gradient) -> Gradient<u64> {
    sums.map(|sum| sum.to_bits())
}

/// The tree of a random problem and what the textbook walk makes of it; nothing where a sum overflows.
fn walked(recipe: &Recipe) -> Option<(Tree<'static>, Gradient<u64>)> {
    let problem = recipe.problem();
    let tree = scalar::tree(&problem, &scalar::forward(&problem).ok()?).into_owned();
    let sums = scalar::sums(&tree, |_| ());
    problem.shape().parameters().all(|parameter| sums.get(parameter).is_some_and(|sum| sum.is_finite())).then(
        || {
            let bits = bits(&sums);
            (tree, bits)
        },
    )
}

/// Registers of every width, blocks of one row and more than there are, more threads than nodes.
const CUTS: [(usize, usize); 4] = [(256, 1), (1, 2), (7, 3), (33, 1)];
const LANES: [Lanes; 4] = [Lanes::Detected, Lanes::One, Lanes::Four, Lanes::Eight];

fn same_bits(cases: u32, recipes: impl Strategy<Value = Recipe>) {
    let (compared, shapes) = (Cell::new(0), RefCell::new(BTreeSet::new()));
    let checked = runner(cases).run(&recipes, |recipe| {
        let Some((tree, walked)) = walked(&recipe) else { return Ok(()) };
        let shape = recipe.problem().shape();
        for lanes in LANES {
            for (rows, threads) in CUTS {
                let mut heard = 0;
                let fast = kernel::sums(&tree, Manner { lanes, rows, threads }, |terms| heard += terms);
                prop_assert_eq!(&bits(&fast), &walked, "{:?}, {} rows, {} threads", lanes, rows, threads);
                prop_assert_eq!(BigUint::from(heard), effort::count(&shape));
            }
        }
        compared.set(compared.get() + 1);
        shapes.borrow_mut().insert(shape.widths);
        Ok(())
    });
    checked.expect("the same bits");
    assert!(compared.get() * 10 >= cases * 9, "only {} compared", compared.get());
    assert!(shapes.borrow().len() * 10 >= cases as usize * 7, "only {} shapes", shapes.borrow().len());
}

#[test]
fn narrow_layers_give_the_bits_of_the_walk() {
    same_bits(400, recipes(60_000, -3..=3));
}

#[test]
fn wide_layers_give_the_bits_of_the_walk() {
    let widths = prop_oneof![1_usize..=4, 7_usize..=9, 19_usize..=23, 31_usize..=67];
    same_bits(300, recipes_of(prop::collection::vec(widths, 2..=4), 300_000, -1..=1));
}

/// Few enough paths through narrow layers are added without blocks.
#[test]
fn few_paths_give_the_bits_of_the_walk() {
    let widths = prop::collection::vec(1_usize..=8, 2..=5);
    let seen = Cell::new([0; 3]);
    let checked = runner(400).run(&recipes_of(widths, 10_000, -3..=3), |recipe| {
        let Some((tree, walked)) = walked(&recipe) else { return Ok(()) };
        let mut heard = 0;
        let fast = kernel::narrow::sums(&tree, |terms| heard += terms).expect("few and narrow");
        prop_assert_eq!(bits(&fast), walked);
        prop_assert_eq!(BigUint::from(heard), effort::count(&recipe.problem().shape()));
        let whole = tree.layers.iter().any(|layer| matches!(layer.slopes, Slopes::WholeLayer(_)));
        let biased = tree.layers.iter().any(|layer| layer.biases == Biases::Present);
        let [all, softmax, biases] = seen.get();
        seen.set([all + 1, softmax + u32::from(whole), biases + u32::from(biased)]);
        Ok(())
    });
    checked.expect("the same bits");
    assert!(seen.get().iter().zip([300, 40, 40]).all(|(seen, least)| *seen >= least), "only {seen:?}");
}

/// Layers and sums that are too much for that are left to the blocks.
#[test]
fn wide_layers_and_many_paths_need_blocks() {
    let narrow = |widths: &[usize]| {
        let layers = widths.windows(2).map(|pair| Layer {
            weights: Grid::filled(pair[0], pair[1], 0.5),
            biases: None,
            activation: activation::named("sigmoid").expect("in the table"),
        });
        let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
        let (inputs, labels) = (Grid::filled(1, inputs, 0.5), Grid::filled(1, outputs, 0.5));
        let problem =
            Problem::new("halves", layers.collect(), inputs, labels, cost::default()).expect("sound");
        let forward = scalar::forward(&problem).expect("finite");
        kernel::narrow::sums(&scalar::tree(&problem, &forward), |_| ()).is_some()
    };
    assert!(narrow(&[30, 8, 8]));
    assert!(!narrow(&[30, 9, 8]) && !narrow(&[2, 8, 8, 8, 8, 8]));
}

/// Subnormal numbers round in their own way, and zeros have signs.
#[test]
fn the_smallest_numbers_give_the_bits_of_the_walk() {
    same_bits(100, recipes(20_000, -110..=-60));
}

/// A sum in another order has other bits somewhere: the comparison above would see it.
#[test]
fn another_order_has_other_bits() {
    let seen = Cell::new(0);
    let checked = runner(20).run(&recipes(20_000, 0..=0), |recipe| {
        let Some((mut tree, walked)) = walked(&recipe) else { return Ok(()) };
        let last = tree.cost.rows() - 1;
        let reversed = |grid: &Grid| {
            Grid::from_fn(grid.rows(), grid.columns(), |row, column| grid[(last - row, column)])
        };
        tree.cost = reversed(&tree.cost);
        for layer in &mut tree.layers {
            layer.below = Cow::Owned(reversed(&layer.below));
            layer.slopes = match &layer.slopes {
                Slopes::OwnNode(slopes) => Slopes::OwnNode(reversed(slopes)),
                Slopes::WholeLayer(slopes) => Slopes::WholeLayer(slopes.iter().rev().cloned().collect()),
            };
        }
        let fast = kernel::sums(&tree, Manner::SINGLE, |_| ());
        seen.set(seen.get() + u32::from(bits(&fast) != walked));
        Ok(())
    });
    checked.expect("no assertion inside");
    assert!(seen.get() >= 10, "only {} of 20 sums show the order of their terms", seen.get());
}

/// The weighted sums are added from left to right, whatever the number of nodes side by side.
#[test]
fn wide_layers_have_the_sums_that_are_written() {
    let widths = prop::collection::vec(prop_oneof![1_usize..=10, 15_usize..=17, 31_usize..=67], 2..=3);
    let checked = runner(300).run(&recipes_of(widths, u64::MAX, -1..=1), |recipe| {
        let problem = recipe.problem();
        let Ok(forward) = scalar::forward(&problem) else { return Ok(()) };
        let mut below = problem.inputs();
        for (layer, (ins, outs)) in problem.layers().iter().zip(forward.ins.iter().zip(&forward.outs)) {
            let written = Grid::from_fn(below.rows(), layer.weights.columns(), |example, node| {
                let mut sum = below[(example, 0)] * layer.weights[(0, node)];
                for from in 1..below.columns() {
                    sum += below[(example, from)] * layer.weights[(from, node)];
                }
                layer.biases.as_ref().map_or(sum, |biases| sum + biases[node])
            });
            prop_assert_eq!(written.map(|sum| sum.to_bits()), ins.map(|sum| sum.to_bits()));
            for (ins, outs) in ins.iter_rows().zip(outs.iter_rows()) {
                let values = layer.activation.values(ins);
                prop_assert!(values.iter().zip(outs).all(|(value, out)| value.to_bits() == out.to_bits()));
            }
            below = outs;
        }
        Ok(())
    });
    checked.expect("the same bits");
}
