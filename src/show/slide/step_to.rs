//! How a number of a picture or table comes about: the formula that it is worth.
//!
//! ```text
//! 0.236745 at the edge from o_out,1^(1) to o_in,1^(1):   ∂o_out/∂o_in = o_out·(1 − o_out)
//! ```

use crate::derive::Equation;
use crate::derive::worked_out;
use crate::expr::Expr;
use crate::expr::Symbol;
use crate::gradient::path::Path;
use crate::gradient::scalar;
use crate::graph::Quantity;
use crate::lesson::Matrix;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::show::number::digits;
use crate::show::number::six_digits;

use super::DIGITS;

/// A formula of more parts is no step to look at.
const LARGEST: u64 = 80;

/// At so many paths of a tree or table is looked.
const PATHS: usize = 24;

/// The first formula of the slide's pictures and tables that is worth this number, as it is written there, and what it
/// comes to. Nothing where it is only given, as an input is.
pub(crate) fn step_to(slide: &Slide, number: &str) -> Option<Equation> {
    let fits = |value: f64| six_digits(value) == number || digits(value, DIGITS) == number;
    let is_it = |formula: &Expr| slide.scene.value(formula).is_some_and(fits);
    let mut formulas = slide.shown.iter().flat_map(|shown| formulas(slide, shown));
    formulas.find_map(|left| {
        if is_it(&left) { right_of(slide, &left).map(|right| Equation { left, right }) } else { None }
    })
}

/// What the numbers of a picture or table stand for.
fn formulas(slide: &Slide, shown: &Shown) -> Vec<Expr> {
    match shown {
        Shown::Tree { weight, unlike, .. } => [Some(*weight), *unlike]
            .into_iter()
            .flatten()
            .flat_map(|weight| of_paths(slide, weight))
            .collect(),
        Shown::Paths(weight) => of_paths(slide, *weight),
        Shown::Grid { cells, .. } | Shown::Matrix(Matrix { cells, .. }) => {
            cells.iter().flatten().cloned().collect()
        }
        Shown::Product(product) => {
            let opened = std::iter::once(product.opened.left.clone());
            let matrices = product.factors.iter().chain([&product.is]);
            opened.chain(matrices.flat_map(|matrix| matrix.cells.iter().flatten().cloned())).collect()
        }
        _ => Vec::new(),
    }
}

/// The local derivatives along the paths to a weight; N stands in the first of them or is left out.
fn of_paths(slide: &Slide, weight: Quantity) -> Vec<Expr> {
    let shape = &slide.scene.shape;
    let Ok(listing) = scalar::listing(&slide.scene.problem, weight, PATHS) else { return Vec::new() };
    let slopes = |path: &Path| {
        let slope = |of, by| Expr::partial(shape.symbol(of), shape.symbol(by));
        path.edges().map(|edge| slope(edge.of, edge.by)).collect::<Vec<Expr>>()
    };
    let of_cost = |slope: &Expr| matches!(slope, Expr::Partial { of, .. } if **of == shape.symbol(Quantity::Cost).into());
    let with_n = |slope: Expr| {
        let without = of_cost(&slope).then(|| Expr::Mul(vec![Symbol::new("N").into(), slope.clone()]));
        std::iter::once(slope).chain(without)
    };
    listing.terms.iter().flat_map(|term| slopes(&term.path)).flat_map(with_n).collect()
}

/// What a formula comes to: a derivative worked out, a name by its definition. In a box the formula stands above its
/// number already.
fn right_of(slide: &Slide, formula: &Expr) -> Option<Expr> {
    let givens = &slide.scene.givens;
    let right = match formula {
        Expr::Partial { of, by } => worked_out(givens, (**of).clone(), by).ok()?.now().right.clone(),
        Expr::Mul(factors) => match factors.as_slice() {
            [n, Expr::Partial { of, by }] => {
                let slope = worked_out(givens, (**of).clone(), by).ok()?.now().right.clone();
                Expr::product_of(vec![n.clone(), slope])
            }
            _ => return None,
        },
        Expr::Sym(name) => givens.definition_of(name)?,
        _ => return None,
    };
    let is_left = right.any(&mut |part| matches!(part, Expr::Partial { .. }));
    (!is_left && right.size() <= LARGEST).then_some(right)
}
