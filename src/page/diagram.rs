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
    /// What stands for more nodes below that are not drawn: `… 4 more`.
    pub more: Option<String>,
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
    /// What stands for more nodes that are not drawn.
    pub more: Option<String>,
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
    /// A frame around all curves that ends at short numbers: left, right, bottom, top. Nothing if there is no room
    /// within.
    pub fn frame(&self) -> Option<[f64; 4]> {
        let points = || self.curves.iter().flat_map(|curve| &curve.points);
        if !points().all(|(x, y)| x.is_finite() && y.is_finite()) {
            return None;
        }
        let least = |side: fn(&(f64, f64)) -> f64| points().map(side).fold(f64::INFINITY, f64::min);
        let (left, right) = (least(|point| point.0), -least(|point| -point.0));
        let (bottom, top) = (least(|point| point.1), -least(|point| -point.1));
        let has_room =
            left < right && bottom < top && (right - left).is_finite() && (top - bottom).is_finite();
        let ([left, right], [bottom, top]) = (round([left, right]), round([bottom, top]));
        has_room.then_some([left, right, bottom, top])
    }

    /// The numbers at an axis: its ends and, where it lies between them, 0.
    pub fn ticks([low, high]: [f64; 2]) -> Vec<f64> {
        let zero = (low < 0.0 && high > 0.0).then_some(0.0);
        [Some(low), zero, Some(high)].into_iter().flatten().collect()
    }

    /// A number at an axis, short.
    pub fn tick(value: f64) -> String {
        let digits = if value.abs() < 1e6 { format!("{value:.3}") } else { return format!("{value:e}") };
        let short = digits.trim_end_matches('0').trim_end_matches('.');
        if short == "-0" { "0".to_owned() } else { short.to_owned() }
    }
}

/// The same range, reaching out to numbers of two digits.
fn round([low, high]: [f64; 2]) -> [f64; 2] {
    let range = high - low;
    let mut step = 1.0_f64;
    while range / step >= 100.0 {
        step *= 10.0;
    }
    while range / step < 10.0 && step > f64::MIN_POSITIVE {
        step /= 10.0;
    }
    let rounded = [(low / step).floor() * step, (high / step).ceil() * step];
    if rounded.iter().all(|end| end.is_finite()) { rounded } else { [low, high] }
}

impl Node {
    /// A node with nothing below it.
    pub fn leaf(label: Math) -> Self {
        Node { label, value: None, role: None, below: Vec::new(), more: None }
    }

    /// The same node with one more below it.
    #[must_use]
    pub fn over(mut self, link: Link, node: Node) -> Self {
        self.below.push((link, node));
        self
    }

    /// The same node with more below it that are not drawn, for which this stands.
    #[must_use]
    pub fn and_more(mut self, more: impl Into<String>) -> Self {
        self.more = Some(more.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_ends_at_short_numbers_and_its_axis_has_its_zero() {
        let curve = |points: &[(f64, f64)]| Plot {
            words: Vec::new(),
            axes: [Math::name("x"), Math::name("y")],
            curves: vec![Curve { label: None, points: points.to_vec(), stroke: Stroke::Thin, mark: None }],
        };
        assert_eq!(curve(&[(-6.0, 0.00247), (6.0, 0.99753)]).frame(), Some([-6.0, 6.0, 0.0, 1.0]));
        assert_eq!(curve(&[(-1.0, -0.76), (1.0, 0.76)]).frame().map(|frame| frame[2]), Some(-0.8));
        assert_eq!(curve(&[(1.0, 2.0), (1.0, 3.0)]).frame(), None);
        assert_eq!(curve(&[(-1e308, 0.0), (1e308, 1.0)]).frame(), None);
        assert_eq!(Plot::ticks([-6.0, 6.0]), [-6.0, 0.0, 6.0]);
        assert_eq!(Plot::ticks([0.0, 1.0]), [0.0, 1.0]);
    }
}
