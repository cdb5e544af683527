//! Networks: a column for each layer, from the inputs at the left to the outputs at the right.
//!
//! A connection says which it is, `data-edge="2 1 1"`: from layer and node to node, one-based as in `w_211`, so that a
//! script can make it a choice.

use std::fmt::Write as _;

use super::Picture;
use super::label::Label;
use super::label::SIZE;
use super::named_line;
use crate::page::Layer;
use crate::page::Math;
use crate::page::Network;

/// From one node to the next below.
const STEP: f64 = 64.0;
/// From the edge of a node to the edge of one in the next layer.
const REACH: f64 = 150.0;
/// A node is at least so large.
const RADIUS: f64 = 21.0;
/// Room above the nodes for the names of the layers.
const NAMES: f64 = 36.0;

/// A layer with its place in the picture.
struct Column {
    name: Label,
    labels: Vec<Label>,
    /// How many of the labels stand in circles; the rest stand for nodes that are not drawn.
    nodes: usize,
    x: f64,
    width: f64,
}

pub(super) fn picture(network: &Network) -> Picture {
    let mut columns = Vec::new();
    let mut left = 0.0;
    for layer in &network.layers {
        let column = column(layer, left);
        left += column.width + REACH;
        columns.push(column);
    }
    let tallest = columns.iter().map(|column| column.labels.len()).max().unwrap_or(0);
    let height = NAMES + tallest as f64 * STEP;
    let mut body = connections(network, &columns, height);
    for column in &columns {
        body.push_str(&column.name.centred(column.x, SIZE, "dim"));
        for (number, label) in column.labels.iter().enumerate() {
            let (x, y) = (column.x, column.height_of(number, height));
            if number < column.nodes {
                let radius = RADIUS.max(label.width() / 2.0 + 6.0);
                let _ = writeln!(
                    body,
                    "<rect class=\"n\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{RADIUS}\"/>",
                    x - radius,
                    y - RADIUS,
                    2.0 * radius,
                    2.0 * RADIUS
                );
            }
            body.push_str(&label.centred(x, y + SIZE * 0.3, ""));
        }
    }
    Picture { width: (left - REACH).max(0.0), height, body }
}

fn column(layer: &Layer, left: f64) -> Column {
    let name = Label::new(&Math::Words(layer.name.clone()));
    let more = layer.more.as_ref().map(|more| Label::new(&Math::Words(more.clone())));
    let labels: Vec<Label> = layer.nodes.iter().map(Label::new).chain(more).collect();
    let widest = labels.iter().map(|label| label.width() + 12.0).fold(2.0 * RADIUS, f64::max);
    let width = widest.max(name.width());
    Column { name, labels, nodes: layer.nodes.len(), x: left + width / 2.0, width }
}

impl Column {
    /// Every column is centred.
    fn height_of(&self, node: usize, height: f64) -> f64 {
        let middle = NAMES + (height - NAMES) / 2.0;
        middle + (node as f64 - (self.labels.len() as f64 - 1.0) / 2.0) * STEP
    }
}

/// Where along its line a label may stand: best nearer to the node where the line begins, for there the lines of one
/// node have spread least; elsewhere where another label stands there already.
const PARTS: [f64; 6] = [0.4, 0.25, 0.55, 0.68, 0.33, 0.48];

/// Where the middle of a label is.
struct Place {
    x: f64,
    y: f64,
    width: f64,
}

impl Place {
    fn touches(&self, other: &Place) -> bool {
        (self.x - other.x).abs() < f64::midpoint(self.width, other.width)
            && (self.y - other.y).abs() < SIZE * 1.4
    }
}

/// The lines, the heavy ones over the others, then their labels.
fn connections(network: &Network, columns: &[Column], height: f64) -> String {
    let (mut thin, mut heavy, mut labels) = (String::new(), String::new(), String::new());
    let mut taken: Vec<Place> = Vec::new();
    for connection in &network.connections {
        let ends = (columns.get(connection.layer), columns.get(connection.layer.saturating_add(1)));
        let (Some(left), Some(right)) = ends else { continue };
        if connection.from >= left.nodes || connection.to >= right.nodes {
            continue;
        }
        let (y1, y2) = (left.height_of(connection.from, height), right.height_of(connection.to, height));
        let (x1, x2) = (left.x, right.x);
        let path = format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
        let [layer, from, to] = [connection.layer, connection.from, connection.to].map(|at| at + 1);
        let edge = format!(" data-edge=\"{layer} {from} {to}\"");
        let line = named_line(&edge, connection.link.stroke, connection.link.mark, &path);
        let is_thin = connection.link.stroke == crate::page::Stroke::Thin;
        if is_thin { &mut thin } else { &mut heavy }.push_str(&line);
        if let Some(label) = &connection.link.label {
            let label = Label::new(label);
            let label = connection.link.mark.map_or(label.clone(), |mark| label.of_mark(mark));
            let at = |part: f64| Place {
                x: x1 + part * (x2 - x1),
                y: y1 + part * (y2 - y1),
                width: label.width(),
            };
            let is_free = |place: &Place| !taken.iter().any(|other| place.touches(other));
            let place = PARTS.into_iter().map(at).find(is_free).unwrap_or_else(|| at(PARTS[0]));
            labels.push_str(&label.on_ground(place.x, place.y + SIZE * 0.3));
            taken.push(place);
        }
    }
    thin + &heavy + &labels
}
