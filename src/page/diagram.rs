//! Pictures as data, each with the words that stand for it where it cannot be seen.

use serde::Serialize;

use super::Inline;
use super::Mark;
use super::Math;
use super::Role;

/// A picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Diagram {
    /// A tree diagram: what depends on what.
    Tree(Tree),
    /// Layers of nodes and the connections between them.
    Network(Network),
    /// Curves over an axis.
    Plot(Plot),
}

impl Diagram {
    /// What a screen reader says instead of the picture.
    pub fn words(&self) -> &[Inline] {
        match self {
            Diagram::Tree(tree) => &tree.words,
            Diagram::Network(network) => &network.words,
            Diagram::Plot(plot) => &plot.words,
        }
    }
}

/// A tree diagram with its root on top. All nodes that are equally far from the root stand on one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tree {
    /// What a screen reader says instead of the picture.
    pub words: Vec<Inline>,
    /// The node on top.
    pub root: Node,
}

/// A node of a tree with everything below it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// Its symbol.
    pub label: Math,
    /// Its value, under the symbol.
    pub value: Option<Math>,
    /// What it means here.
    pub role: Option<Role>,
    /// The nodes below, from left to right, each with the edge that leads there.
    pub below: Vec<(Link, Node)>,
    /// How many more nodes there are below that are not drawn.
    pub more: usize,
}

/// An edge of a tree or a connection of a network.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Link {
    /// What stands beside it.
    pub label: Option<Math>,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What it belongs together with.
    pub mark: Option<Mark>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stroke {
    /// It exists.
    #[default]
    Thin,
    /// It is on the path that this is about.
    Heavy,
    /// There is no such path.
    Dashed,
    /// It is on the path that this is about, and not so in the picture to compare with.
    Double,
}

/// A network: layers from the inputs at the left to the outputs at the right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Network {
    /// What a screen reader says instead of the picture.
    pub words: Vec<Inline>,
    /// From the inputs to the outputs.
    pub layers: Vec<Layer>,
    /// The connections that are drawn.
    pub connections: Vec<Connection>,
}

/// One layer of a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// What it is called.
    pub name: String,
    /// The symbols of its nodes.
    pub nodes: Vec<Math>,
    /// How many more nodes there are that are not drawn.
    pub more: usize,
}

/// A connection from a node of one layer to a node of the next. All counting begins at zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Connection {
    /// The layer that it leaves; it arrives in the one after.
    pub layer: usize,
    /// The node that it leaves.
    pub from: usize,
    /// The node where it arrives.
    pub to: usize,
    /// How it is drawn.
    pub link: Link,
}

/// Curves over an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plot {
    /// What a screen reader says instead of the picture.
    pub words: Vec<Inline>,
    /// What is measured to the right, and what upwards.
    pub axes: [Math; 2],
    /// What is drawn, in the order in which it is drawn.
    pub curves: Vec<Curve>,
}

/// A curve or, where it has one point only, a dot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// What stands beside its end.
    pub label: Option<Math>,
    /// Where it runs.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What it belongs together with.
    pub mark: Option<Mark>,
}

impl Plot {
    /// The smallest frame around all curves: left, right, bottom, top. Nothing if there is no room within.
    pub fn frame(&self) -> Option<[f64; 4]> {
        let points = || self.curves.iter().flat_map(|curve| &curve.points);
        if !points().all(|(x, y)| x.is_finite() && y.is_finite()) {
            return None;
        }
        let least = |side: fn(&(f64, f64)) -> f64| points().map(side).fold(f64::INFINITY, f64::min);
        let (left, right) = (least(|point| point.0), -least(|point| -point.0));
        let (bottom, top) = (least(|point| point.1), -least(|point| -point.1));
        (left < right && bottom < top && (right - left).is_finite() && (top - bottom).is_finite())
            .then_some([left, right, bottom, top])
    }

    /// The number at the end of an axis, short.
    pub fn tick(value: f64) -> String {
        let digits = if value.abs() < 1e6 { format!("{value:.3}") } else { return format!("{value:e}") };
        let short = digits.trim_end_matches('0').trim_end_matches('.');
        if short == "-0" { "0".to_owned() } else { short.to_owned() }
    }
}

impl Node {
    /// A node with nothing below it.
    pub fn leaf(label: Math) -> Self {
        Node { label, value: None, role: None, below: Vec::new(), more: 0 }
    }

    /// The same node with one more below it.
    #[must_use]
    pub fn over(mut self, link: Link, node: Node) -> Self {
        self.below.push((link, node));
        self
    }

    /// The same node with so many more below it that are not drawn.
    #[must_use]
    pub fn and_more(mut self, more: usize) -> Self {
        self.more = more;
        self
    }
}
