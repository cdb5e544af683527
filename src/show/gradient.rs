//! A whole gradient as tables, one for each layer, laid out like the weights: row = from, column = to.
//!
//! Of a layer with very many weights the page says only how large they are and where to get them all.

use crate::gradient::Gradient;
use crate::gradient::LayerGradient;
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
use crate::show::Naming;
use crate::show::number::grouped;
use crate::show::number::six_digits;

/// Up to this many numbers a layer is set as a table.
const SET: usize = 10_000;

/// The page of a gradient. `engine` says in a few words how it was computed.
pub fn page(
    shape: &Shape,
    names: Names<'_>,
    naming: Naming,
    gradient: &Gradient,
    cost: f64,
    engine: &str,
) -> Page {
    let symbol = names.written(&shape.symbol(Quantity::Cost));
    let mut blocks = vec![Block::Prose(vec![
        format!("{symbol} = {} ({}). Computed {engine}.", six_digits(cost), shape.cost.name).into(),
    ])];
    blocks.extend(names.note().map(|note| Block::Prose(vec![note.into()])));
    for (layer, numbers) in gradient.layers.iter().enumerate() {
        blocks.push(Block::Heading(format!("Layer {}", layer + 1)));
        blocks.push(match numbers.weights.numbers().len() {
            0..=SET => Block::Table(table(shape, names, naming, layer, numbers)),
            _ => Block::Prose(vec![summary(shape, names, naming, layer, numbers).into()]),
        });
    }
    Page { title: format!("The partial derivatives of {symbol}"), blocks }
}

/// What a layer too large for a table comes to.
fn summary(
    shape: &Shape,
    names: Names<'_>,
    naming: Naming,
    layer: usize,
    gradient: &LayerGradient,
) -> String {
    let width = gradient.weights.columns();
    let weights = gradient.weights.numbers().iter().enumerate();
    let weights =
        weights.map(|(at, number)| (Quantity::Weight { layer, from: at / width, to: at % width }, *number));
    let biases = gradient.biases.iter().flatten().enumerate();
    let all = weights.chain(biases.map(|(to, number)| (Quantity::Bias { layer, to }, *number)));
    let zeros = all.clone().filter(|(_, number)| *number == 0.0).count();
    let steepest = all.max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()));
    let steepest = steepest.map_or(String::new(), |(parameter, number)| {
        let zero = if zeros > 0 { format!("; {} are exactly 0", grouped(&zeros)) } else { String::new() };
        format!(" The steepest is {} for {}{zero}.", six_digits(number), naming.name(shape, names, parameter))
    });
    format!(
        "{} × {} weights are too many for a table.{steepest} --format json prints every number, and --format npz \
         with --output FILE.npz saves them as arrays.",
        grouped(&gradient.weights.rows()),
        grouped(&width)
    )
}

/// One layer. Who has arrays also reads which row of which array each line is.
pub(super) fn table(
    shape: &Shape,
    names: Names<'_>,
    naming: Naming,
    layer: usize,
    gradient: &LayerGradient,
) -> Table {
    let width = gradient.weights.columns();
    let name = |quantity| names.written(&shape.symbol(quantity).without_example()).to_string();
    let below = |node| name(shape.below(layer, node, 0));
    let array = |row: String| match naming {
        Naming::Symbols => String::new(),
        Naming::SymbolsAndArrays => format!(" = {row}"),
    };
    let (weights, biases) = (format!("W{}", layer + 1), format!("b{}", layer + 1));
    let numbers = |numbers: &[f64]| {
        numbers.iter().map(|&number| Cell::from(Math::number(six_digits(number)))).collect::<Vec<_>>()
    };
    let row = |name: String, cells: Vec<Cell>| Row::new([Cell::from(name)].into_iter().chain(cells));
    let mut rows: Vec<Row> = gradient
        .weights
        .iter_rows()
        .enumerate()
        .map(|(from, row_of)| {
            let array = array(format!("{weights}[{from},:]"));
            row(format!("from {}{array}", below(from)), numbers(row_of))
        })
        .collect();
    rows.extend(
        gradient
            .biases
            .iter()
            .map(|row_of| row(format!("bias{}", array(biases.clone())), numbers(row_of)).under_line()),
    );
    let heads =
        (0..width).map(|node| Cell::from(format!("to {}", name(Quantity::In { layer, node, example: 0 }))));
    Table {
        columns: std::iter::once(Column::Name).chain(std::iter::repeat_n(Column::Decimal, width)).collect(),
        header: vec![std::iter::once(Cell::default()).chain(heads).collect()],
        rows,
    }
}
