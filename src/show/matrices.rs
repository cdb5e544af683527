//! The matrices of the delta rule, layer by layer from the output: error, slopes, delta, and the sums of the weights.

use nalgebra::DMatrix;

use crate::gradient::matrix;
use crate::gradient::matrix::Matrices;
use crate::gradient::matrix::SlopeMatrices;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
use crate::problem::Problem;
use crate::show::number::six_digits;
use crate::show::symbol::symbol_in;

/// The page of the delta rule for a problem.
pub fn page(problem: &Problem, matrices: &Matrices, names: Names<'_>) -> Page {
    let shape = problem.shape();
    let deltas = matrix::deltas(matrices);
    let error = "slope of each term of the cost, by the outputs: error";
    let mut blocks =
        vec![Block::Heading(error.into()), by_example(&shape, names, shape.layers() - 1, &matrices.error)];
    for layer in (0..shape.layers()).rev() {
        let number = layer + 1;
        if let Some(above) = deltas.get(number) {
            let error = above * matrices.layers[number].weights.transpose();
            let heading = format!("Layer {number}: error = delta{} · W{}ᵀ", number + 1, number + 1);
            blocks.extend([Block::Heading(heading), by_example(&shape, names, layer, &error)]);
        }
        let rule = match matrices.layers[layer].slopes {
            SlopeMatrices::Elementwise(_) => "error ⊙ slope",
            SlopeMatrices::Jacobians(_) => "error · slopes, example by example",
        };
        let heading = format!("Layer {number}: delta{number} = {rule}");
        blocks.extend([Block::Heading(heading), by_example(&shape, names, layer, &deltas[layer])]);
        let below = if layer == 0 { "X".to_owned() } else { format!("outputs{layer}") };
        let heading = format!("Layer {number}: dW{number} = 1/N · {below}ᵀ · delta{number}");
        let weights = matrices.layers[layer].below.transpose() * &deltas[layer] / problem.divisor();
        blocks.extend([Block::Heading(heading), by_node_below(&shape, names, layer, &weights)]);
    }
    Page { title: "The same by matrices".into(), blocks }
}

/// A row for each example.
fn by_example(shape: &Shape, names: Names<'_>, layer: usize, matrix: &DMatrix<f64>) -> Block {
    let rows = (0..shape.examples).map(|example| Cell::from((example + 1).to_string()));
    table(shape, names, layer, Cell::from("example"), rows, matrix)
}

/// A row for each node below, as the weights lie.
fn by_node_below(shape: &Shape, names: Names<'_>, layer: usize, matrix: &DMatrix<f64>) -> Block {
    let from = |node| symbol_in(names, &shape.symbol(shape.below(layer, node, 0)).without_example());
    let rows = (0..shape.widths[layer]).map(|node| Cell(vec![Inline::from("from "), from(node).into()]));
    table(shape, names, layer, Cell::default(), rows, matrix)
}

fn table(
    shape: &Shape,
    names: Names<'_>,
    layer: usize,
    corner: Cell,
    rows: impl Iterator<Item = Cell>,
    matrix: &DMatrix<f64>,
) -> Block {
    let width = shape.widths[layer + 1];
    let node = |node| shape.symbol(Quantity::In { layer, node, example: 0 }).without_example();
    let head = (0..width).map(|at| Cell::from(symbol_in(names, &node(at))));
    let row = |(at, name): (usize, Cell)| {
        let numbers = matrix.row(at);
        Row::new(std::iter::once(name).chain(numbers.iter().map(|&number| Cell::from(six_digits(number)))))
    };
    Block::Table(Table {
        columns: [vec![Column::Name], vec![Column::Decimal; width]].concat(),
        header: vec![std::iter::once(corner).chain(head).collect()],
        rows: rows.enumerate().map(row).collect(),
    })
}
