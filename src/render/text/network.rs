//! Networks in characters: a column for each layer, lines between them, heavy where a path runs.

use super::linear;
use super::linear::Notation;
use super::prose;
use super::raster::Raster;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::blank;
use super::tile::columns;
use super::tile::glyphs;
use super::tile::padded;
use super::tile::paint;
use crate::page::Connection;
use crate::page::Layer;
use crate::page::Network;
use crate::page::Role;
use crate::render::Charset;

/// Room for the lines between two layers.
const NARROWEST: usize = 6;
const WIDEST: usize = 18;
/// Lines from one node to the next.
const STEP: usize = 2;

pub(super) fn lines(network: &Network, width: usize, charset: Charset) -> Vec<Line> {
    let layers: Vec<Vec<Line>> = network.layers.iter().map(|layer| nodes(layer, charset)).collect();
    let tallest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = layers
        .iter()
        .zip(&network.layers)
        .map(|(nodes, layer)| {
            let name = columns(&glyphs(&layer.name, charset));
            nodes.iter().map(|node| columns(node)).max().unwrap_or(0).max(name)
        })
        .collect();
    let gaps = layers.len().saturating_sub(1).max(1);
    let gap = (width.saturating_sub(widths.iter().sum()) / gaps).min(WIDEST);
    if tallest == 0 || gap < NARROWEST {
        return prose::paragraph(&network.words, width, charset);
    }
    let rows = (tallest - 1) * STEP + 1;
    let mut lines = vec![Line::new(); rows + 2];
    for (number, (layer, nodes)) in network.layers.iter().zip(&layers).enumerate() {
        if number > 0 {
            let between = between(network, number - 1, [&layers[number - 1], nodes], gap, rows, charset);
            append(&mut lines, [blank(gap), blank(gap)].into_iter().chain(between));
        }
        let mut name = glyphs(&layer.name, charset);
        paint(&mut name, Role::Dimmed.into());
        let column = [name, Line::new()].into_iter().chain(column(nodes, rows));
        append(&mut lines, column.map(|line| padded(line, widths[number], Place::Middle)));
    }
    lines.extend(legend(network, charset).into_iter().flat_map(|line| prose::wrapped(&line, width)));
    lines
}

fn append(lines: &mut [Line], pieces: impl Iterator<Item = Line>) {
    for (line, piece) in lines.iter_mut().zip(pieces) {
        line.extend(piece);
    }
}

/// The symbols of a layer, with one for those that are not drawn.
fn nodes(layer: &Layer, charset: Charset) -> Vec<Line> {
    let nodes = layer.nodes.iter().map(|node| linear::line(node, Notation::within_text(charset)));
    let more = layer.more.as_ref().map(|more| glyphs(more, charset));
    nodes.chain(more).collect()
}

/// The row in which a node stands: each layer is centred.
fn row_of(node: usize, count: usize, rows: usize) -> usize {
    node * STEP + (rows + STEP - 1).saturating_sub(count * STEP) / 2
}

fn column(nodes: &[Line], rows: usize) -> Vec<Line> {
    let mut lines = vec![Line::new(); rows];
    for (number, node) in nodes.iter().enumerate() {
        lines[row_of(number, nodes.len(), rows)].clone_from(node);
    }
    lines
}

/// The lines between a layer and the next.
fn between(
    network: &Network,
    layer: usize,
    nodes: [&Vec<Line>; 2],
    gap: usize,
    rows: usize,
    charset: Charset,
) -> Vec<Line> {
    let mut raster = Raster::new(gap, rows, charset);
    for connection in network.connections.iter().filter(|connection| connection.layer == layer) {
        if connection.from >= nodes[0].len() || connection.to >= nodes[1].len() {
            continue;
        }
        let height = |node: usize, side: usize| row_of(node, nodes[side].len(), rows) as f64 + 0.5;
        let (from, to) = (height(connection.from, 0), height(connection.to, 1));
        let paint = Paint { role: None, mark: connection.link.mark };
        raster.draw((1.0, from), (gap as f64 - 1.5, to), connection.link.stroke, paint);
    }
    raster.lines()
}

/// What stands beside the connections: `h_out_1 → o_in_1: •w_211`.
fn legend(network: &Network, charset: Charset) -> Vec<Line> {
    let entry = |connection: &Connection| {
        let Connection { layer, from, to, link } = connection;
        let node = |layer: usize, node: usize| network.layers.get(layer)?.nodes.get(node);
        let (from, to) = (node(*layer, *from)?, node(layer.checked_add(1)?, *to)?);
        let mut label = linear::line(link.label.as_ref()?, Notation::within_text(charset));
        if let Some(mark) = link.mark {
            label = linear::signed(mark.into(), label, charset);
        }
        let [from, to] = [from, to].map(|node| linear::line(node, Notation::within_text(charset)));
        Some([from, glyphs(" → ", charset), to, glyphs(": ", charset), label].concat())
    };
    network.connections.iter().filter_map(entry).collect()
}
