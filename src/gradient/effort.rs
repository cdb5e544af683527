//! How many path products there are, how many multiplications they and the matrices take, and how long that is.
//!
//! A path may run through any node of each layer after its weight, so that their number is a product of widths:
//!
//! ```text
//! paths to a weight of layer l = examples · n_(l+1) · … · n_L        (with softmax, n_L once more)
//! ```
//!
//! These counts outgrow every machine number long before anyone would wait for the walk.

use num_bigint::BigUint;

use super::GradientError;
use crate::activation::Reach;
use crate::graph::Quantity;
use crate::graph::Shape;

/// Paths of one example to each node, layer by layer: `paths[l]` of them reach the sum of any node of layer l.
fn paths_to_node(shape: &Shape) -> Vec<BigUint> {
    let mut paths = Vec::with_capacity(shape.layers());
    let mut to_output = BigUint::from(1_u8);
    for layer in (0..shape.layers()).rev() {
        let to_sum = match shape.activations[layer].reach {
            Reach::OwnNode { .. } => to_output,
            Reach::WholeLayer { .. } => to_output * shape.widths[layer + 1],
        };
        to_output = &to_sum * shape.widths[layer + 1];
        paths.push(to_sum);
    }
    paths.reverse();
    paths
}

/// How many products the whole gradient takes: one for each weight and bias, example and path.
pub fn count(shape: &Shape) -> BigUint {
    let ends = |layer: usize| {
        BigUint::from(shape.widths[layer] + usize::from(shape.biases[layer])) * shape.widths[layer + 1]
    };
    let per_example: BigUint =
        paths_to_node(shape).into_iter().enumerate().map(|(layer, paths)| paths * ends(layer)).sum();
    per_example * shape.examples
}

/// How many products one weight or bias takes: one for each example and path.
pub fn count_to(shape: &Shape, parameter: Quantity) -> BigUint {
    match parameter {
        Quantity::Weight { layer, .. } | Quantity::Bias { layer, .. } => {
            &paths_to_node(shape)[layer] * shape.examples
        }
        _ => BigUint::ZERO,
    }
}

/// Up to this many path products are compared in prime fields, at some ten million a second.
pub const MODULAR_TERMS: u64 = 300_000_000;

/// What path products are formed for. This decides how long they take and what else would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The partial derivatives of every weight, all in one walk.
    Gradient,
    /// The same, to be compared with matrices.
    Comparison,
    /// The partial derivative of one weight.
    OneWeight,
}

impl Purpose {
    /// Path products in a second on one core of a usual machine: the order of magnitude. A walk to every weight forms
    /// many at each node; a walk to one goes all the way down for each, and prime fields are slower still.
    fn per_second(self, terms: &BigUint) -> u64 {
        match self {
            Purpose::Comparison if *terms <= BigUint::from(MODULAR_TERMS) => 20_000_000,
            Purpose::Gradient | Purpose::Comparison => 5_000_000_000,
            Purpose::OneWeight => 20_000_000,
        }
    }

    /// What else would do, after the words "take a smaller network, fewer examples,".
    fn instead(self) -> &'static str {
        match self {
            Purpose::Gradient => "or --engine matrix, which needs no paths",
            Purpose::Comparison => "or one weight with --weight",
            Purpose::OneWeight => "or the value alone from `gradwalk gradient --engine matrix`",
        }
    }
}

/// Refuses more path products than `limit`, with their number and the time they would take.
pub fn admit(terms: &BigUint, limit: u64, purpose: Purpose) -> Result<(), GradientError> {
    if *terms <= BigUint::from(limit) {
        return Ok(());
    }
    let take = format!("take a smaller network, fewer examples, {}", purpose.instead());
    let advice = match u64::try_from(terms) {
        Ok(terms) => format!("allow it with --max-paths {terms}, or {take}"),
        Err(_) => take,
    };
    let time = duration(terms, purpose.per_second(terms));
    Err(GradientError::TooManyPaths { terms: terms.clone(), limit, time, advice })
}

/// How long so many path products take, in the largest unit of which there are at least two.
fn duration(terms: &BigUint, per_second: u64) -> String {
    const UNITS: [(&str, u64); 5] =
        [("years", 31_557_600), ("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)];
    let seconds = terms / per_second;
    match UNITS.iter().find(|(_, length)| seconds >= BigUint::from(2 * length)) {
        Some((unit, length)) => format!("about {} {unit}", seconds / length),
        None => "at most two seconds".into(),
    }
}

/// How many multiplications the products to one weight or bias take: one fewer than each has factors. The last
/// factor of a bias is 1 and takes none.
pub fn multiplications_to(shape: &Shape, parameter: Quantity) -> BigUint {
    let to_node = |layer: usize| 1 + 2 * (shape.layers() - 1 - layer);
    match parameter {
        Quantity::Weight { layer, .. } => count_to(shape, parameter) * (to_node(layer) + 1),
        Quantity::Bias { layer, .. } => count_to(shape, parameter) * to_node(layer),
        _ => BigUint::ZERO,
    }
}

/// How many multiplications all these products take when each is formed from its factors alone.
pub fn multiplications(shape: &Shape) -> BigUint {
    (0..shape.layers())
        .map(|layer| {
            let weight = multiplications_to(shape, Quantity::Weight { layer, from: 0, to: 0 });
            let bias = multiplications_to(shape, Quantity::Bias { layer, to: 0 });
            let biases = if shape.biases[layer] { bias } else { BigUint::ZERO };
            (weight * shape.widths[layer] + biases) * shape.widths[layer + 1]
        })
        .sum()
}

/// How many nodes the tree diagram has on each level: the cost, the outputs, then for each layer the sums and
/// what they depend on (the activations below, the weights and the biases).
pub fn levels(shape: &Shape) -> Vec<BigUint> {
    let mut levels = vec![BigUint::from(1_u8), BigUint::from(shape.examples) * shape.outputs()];
    for (layer, paths) in paths_to_node(shape).into_iter().enumerate().rev() {
        let sums = paths * shape.widths[layer + 1] * shape.examples;
        levels.extend([sums.clone(), sums * (2 * shape.widths[layer] + usize::from(shape.biases[layer]))]);
    }
    levels
}

/// How many multiplications the delta rule takes: matrix products, and one for each entry multiplied by a slope.
pub fn matrix_multiplications(shape: &Shape) -> BigUint {
    let per_example: BigUint = (0..shape.layers())
        .map(|layer| {
            let (from, to) = (BigUint::from(shape.widths[layer]), BigUint::from(shape.widths[layer + 1]));
            let slopes = match shape.activations[layer].reach {
                Reach::OwnNode { .. } => to.clone(),
                Reach::WholeLayer { .. } => &to * &to,
            };
            let sent_back = if layer == 0 { BigUint::ZERO } else { &from * &to };
            from * to + sent_back + slopes
        })
        .sum();
    per_example * shape.examples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;

    fn shape(widths: &[usize], last: &str, examples: usize) -> Shape {
        let layers = widths.len() - 1;
        let mut activations = vec![activation::named("sigmoid").expect("in the table"); layers];
        activations[layers - 1] = activation::named(last).expect("in the table");
        Shape {
            widths: widths.to_vec(),
            activations,
            biases: vec![false; layers],
            examples,
            cost: cost::default(),
        }
    }

    fn small(numbers: &[BigUint]) -> Vec<u64> {
        numbers.iter().map(|n| u64::try_from(n).expect("small")).collect()
    }

    #[test]
    fn the_tree_of_two_flowers() {
        let shape = shape(&[4, 2, 3], "sigmoid", 2);
        assert_eq!(small(&levels(&shape)), [1, 6, 6, 24, 12, 96]);
        let to = |layer| count_to(&shape, Quantity::Weight { layer, from: 0, to: 0 });
        assert_eq!(small(&[to(1), to(0), count(&shape)]), [2, 6, 60]);
        // 12 products of 3 factors and 48 of 5.
        assert_eq!(small(&[multiplications(&shape)]), [12 * 2 + 48 * 4]);
    }

    #[test]
    fn softmax_gives_one_path_for_each_output() {
        let shape = shape(&[4, 2, 3], "softmax", 1);
        let to = |layer| count_to(&shape, Quantity::Weight { layer, from: 0, to: 0 });
        assert_eq!(small(&[to(1), to(0)]), [3, 9]);
    }

    #[test]
    fn counts_of_large_networks_do_not_overflow() {
        // Net D of 32 examples, and a tree with more paths than there are atoms.
        assert_eq!(small(&[count(&shape(&[784, 128, 64, 10], "sigmoid", 32))]), [2_057_850_880]);
        let huge = count(&shape(&[1000; 101], "sigmoid", 1));
        assert_eq!(huge.to_string().len(), 304);
    }

    #[test]
    fn a_refusal_says_how_long_it_would_take() {
        let time = |terms: u64, purpose| {
            admit(&BigUint::from(terms), 1, purpose).expect_err("more than one").to_string()
        };
        assert!(time(270_000_000, Purpose::Comparison).contains("about 13 seconds"));
        assert!(time(300_000_001, Purpose::Comparison).contains("at most two seconds"));
        assert!(time(43_000_000, Purpose::OneWeight).contains("about 2 seconds"));
        assert!(time(36_000_000_000_000, Purpose::Gradient).contains("about 2 hours"));
    }
}
