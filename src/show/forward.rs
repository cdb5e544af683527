//! The forward pass as tables, one for each layer: a row for each example, what goes into each node, what comes out.

use crate::gradient::Forward;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Math;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
use crate::problem::Problem;
use crate::show::number::six_digits;
use crate::show::symbol::symbol_in;

/// The page of a forward pass.
pub fn page(problem: &Problem, forward: &Forward, names: Names<'_>) -> Page {
    let shape = problem.shape();
    let layers = (0..shape.layers()).flat_map(|layer| {
        let width = shape.widths[layer + 1];
        let nodes: Vec<fn(usize, usize, usize) -> Quantity> =
            vec![|layer, node, example| Quantity::In { layer, node, example }, |layer, node, example| {
                Quantity::Out { layer, node, example }
            }];
        let nodes = |example: usize| {
            nodes.iter().flat_map(move |of| (0..width).map(move |node| of(layer, node, example)))
        };
        let head = nodes(0).map(|node| symbol_in(names, &shape.symbol(node).without_example()).into());
        let row = |example: usize| {
            let values = nodes(example).map(|node| forward.get(node).unwrap_or(f64::NAN));
            let name = std::iter::once(Cell::from((example + 1).to_string()));
            Row::new(name.chain(values.map(|value| Math::number(six_digits(value)).into())))
        };
        let table = Table {
            columns: [vec![Column::Name], vec![Column::Decimal; 2 * width]].concat(),
            header: vec![std::iter::once(Cell::from("example")).chain(head).collect()],
            rows: (0..shape.examples).map(row).collect(),
        };
        let heading = format!("Layer {}: {}", layer + 1, shape.activations[layer].name);
        [Block::Heading(heading), Block::Table(table)]
    });
    Page { title: "The forward pass".into(), blocks: layers.collect() }
}
