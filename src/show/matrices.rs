//! The matrices of the delta rule, from the output down: error, delta, and what each layer's weights get.
//!
//! ```text
//! delta2 = error2 ⊙ slope        dW2 = 1/N · outputs1ᵀ · delta2
//! error1 = delta2 · W2ᵀ          and so on, down to dW1 = 1/N · Xᵀ · delta1
//! ```

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
use crate::page::Math;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
use crate::problem::Problem;
use crate::show::Naming;
use crate::show::gradient;
use crate::show::number::six_digits;
use crate::show::symbol::symbol_in;

/// The page of the delta rule for a problem.
pub fn page(problem: &Problem, matrices: &Matrices, names: Names<'_>) -> Page {
    let shape = problem.shape();
    let deltas = matrix::deltas(matrices);
    let gradient = matrix::sums(matrices).map(|sum| sum / problem.divisor());
    let ins = |layer| (0..shape.widths[layer + 1]).map(move |node| Quantity::In { layer, node, example: 0 });
    let outs =
        |layer| (0..shape.widths[layer + 1]).map(move |node| Quantity::Out { layer, node, example: 0 });
    let mut blocks = Vec::new();
    for (layer, delta) in deltas.iter().enumerate().rev() {
        let (number, next) = (layer + 1, layer + 2);
        let (error, words) = match deltas.get(number) {
            Some(above) => {
                (above * matrices.layers[number].weights.transpose(), format!("delta{next} · W{next}ᵀ"))
            }
            None => (matrices.error.clone(), "the slope of each term of the cost, by the outputs".into()),
        };
        blocks.push(Block::Heading(format!("error{number} = {words}")));
        blocks.push(by_example(&shape, names, outs(layer), &error));
        let slopes = match matrices.layers[layer].slopes {
            SlopeMatrices::Elementwise(_) => "⊙ slope",
            SlopeMatrices::Jacobians(_) => "· slopes, example by example",
        };
        blocks.push(Block::Heading(format!("delta{number} = error{number} {slopes}")));
        blocks.push(by_example(&shape, names, ins(layer), delta));
        let below = if layer == 0 { "X".to_owned() } else { format!("outputs{layer}") };
        blocks.push(Block::Heading(format!("dW{number} = 1/N · {below}ᵀ · delta{number}")));
        let table = gradient::table(&shape, names, Naming::Symbols, layer, &gradient.layers[layer]);
        blocks.push(Block::Table(table));
    }
    Page { title: "The same by matrices".into(), blocks }
}

/// A row for each example, a column for each node.
fn by_example(
    shape: &Shape,
    names: Names<'_>,
    nodes: impl ExactSizeIterator<Item = Quantity>,
    matrix: &DMatrix<f64>,
) -> Block {
    let columns = [vec![Column::Name], vec![Column::Decimal; nodes.len()]].concat();
    let head = nodes.map(|node| Cell::from(symbol_in(names, &shape.symbol(node).without_example())));
    let row = |example: usize| {
        let name = Cell::from((example + 1).to_string());
        let numbers = matrix.row(example);
        Row::new(
            std::iter::once(name)
                .chain(numbers.iter().map(|&number| Math::number(six_digits(number)).into())),
        )
    };
    Block::Table(Table {
        columns,
        header: vec![std::iter::once(Cell::from("example")).chain(head).collect()],
        rows: (0..shape.examples).map(row).collect(),
    })
}
