//! A whole gradient as tables, one for each layer, laid out like the weights: row = from, column = to.

use crate::gradient::Gradient;
use crate::gradient::LayerGradient;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
use crate::show::number::six_digits;

/// The page of a gradient. `engine` says in a few words how it was computed.
pub fn page(shape: &Shape, gradient: &Gradient, cost: f64, engine: &str) -> Page {
    let symbol = shape.cost.symbol;
    let mut blocks = vec![Block::Prose(vec![
        format!("{symbol} = {} ({}). Computed {engine}.", six_digits(cost), shape.cost.name).into(),
    ])];
    for (layer, numbers) in gradient.layers.iter().enumerate() {
        blocks.push(Block::Heading(format!("Layer {}", layer + 1)));
        blocks.push(Block::Table(table(shape, layer, numbers)));
    }
    Page { title: format!("The partial derivatives of {symbol}"), blocks }
}

fn table(shape: &Shape, layer: usize, gradient: &LayerGradient) -> Table {
    let width = gradient.weights.columns();
    let below = |node| match shape.below(layer, node, 0) {
        Quantity::Input { .. } => format!("x_{}", node + 1),
        quantity => shape.symbol(quantity).to_string().trim_end_matches("^(1)").to_owned(),
    };
    let numbers =
        |numbers: &[f64]| numbers.iter().map(|&number| Cell::from(six_digits(number))).collect::<Vec<_>>();
    let row = |name: String, cells: Vec<Cell>| Row::new([Cell::from(name)].into_iter().chain(cells));
    let mut rows: Vec<Row> = gradient
        .weights
        .iter_rows()
        .enumerate()
        .map(|(from, weights)| row(format!("from {}", below(from)), numbers(weights)))
        .collect();
    rows.extend(gradient.biases.iter().map(|biases| row("bias".into(), numbers(biases)).under_line()));
    let heads = (0..width).map(|node| {
        let name = shape.symbol(Quantity::In { layer, node, example: 0 }).to_string();
        Cell::from(format!("to {}", name.trim_end_matches("^(1)")))
    });
    Table {
        columns: std::iter::once(Column::Name).chain(std::iter::repeat_n(Column::Decimal, width)).collect(),
        header: vec![std::iter::once(Cell::default()).chain(heads).collect()],
        rows,
    }
}
