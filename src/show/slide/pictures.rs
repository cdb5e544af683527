//! The pictures and tables of a slide.

use crate::expr::Expr;
use crate::expr::Symbol;
use crate::gradient::scalar;
use crate::gradient::scalar::Listing;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Crossed;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::lesson::Tangent;
use crate::lesson::Words;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Connection;
use crate::page::Curve;
use crate::page::Diagram;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Layer;
use crate::page::Link;
use crate::page::Look;
use crate::page::Mark;
use crate::page::Math;
use crate::page::Network;
use crate::page::Node;
use crate::page::Operator;
use crate::page::Plot;
use crate::page::Role;
use crate::page::Row;
use crate::page::Strand;
use crate::page::Stroke;
use crate::page::Table;
use crate::page::Tree;
use crate::show::factors::marked;
use crate::show::formula::Dress;
use crate::show::formula::formula;
use crate::show::number::digits;
use crate::show::number::six_digits;
use crate::show::paths;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use crate::show::slide::tables;
use crate::show::symbol::symbol_in;
use crate::show::told;
use crate::show::tree;
use crate::show::tree::Labels;

/// A tree or table shows at most so many paths.
const DRAWN: usize = 24;

/// A curve is drawn through so many points on each side of 0, this far out.
const POINTS: i32 = 60;
const REACH: f64 = 6.0;

/// A tangent reaches at most so far to either side.
const TANGENT: f64 = 3.0;

/// What sort of picture something is, for programs; nothing where it is none.
pub fn kind(shown: &Shown) -> Option<&'static str> {
    match shown {
        Shown::Tree { .. } => Some("tree"),
        Shown::Network { .. } => Some("network"),
        Shown::Plot { .. } => Some("plot"),
        Shown::Grid { .. } => Some("grid"),
        Shown::Matrix(_) => Some("matrix"),
        Shown::Product(_) => Some("product"),
        Shown::Compare(_) => Some("compare"),
        Shown::Paths(_) => Some("paths"),
        Shown::Nudge { .. } => Some("nudge"),
        Shown::Line(_)
        | Shown::Question(_)
        | Shown::Redefinition(_)
        | Shown::Contrast { .. }
        | Shown::NotEqual { .. } => None,
    }
}

/// One picture or table.
pub(super) fn blocks(lesson: &Lesson, slide: &Slide, shown: &Shown, view: View<'_>) -> Vec<Block> {
    let scene = &slide.scene;
    let names = view.names;
    match shown {
        Shown::Tree { weight, unlike: None, crossed, examples } => {
            tree_of(lesson, slide, *weight, (*crossed, *examples), view)
                .into_iter()
                .map(Block::Diagram)
                .collect()
        }
        Shown::Tree { weight, unlike: Some(unlike), examples, .. } => {
            beside(lesson, slide, [*weight, *unlike], *examples, view)
        }
        Shown::Network { weights, nodes } => {
            vec![Block::Diagram(network(&scene.shape, weights, nodes, names, &lesson.words))]
        }
        Shown::Plot { function, tangents } => {
            vec![Block::Diagram(plot(function, tangents, names, &lesson.words))]
        }
        Shown::Grid { cells, letters } => vec![Block::Grid(grid(scene, cells, (*letters, 6), names))],
        Shown::Matrix(matrix) => tables::matrix(lesson, scene, matrix, &|_, _| false, names),
        Shown::Product(product) => tables::product(lesson, scene, product, view),
        Shown::Compare(weight) => tables::compare(lesson, scene, *weight, names).into_iter().collect(),
        Shown::Paths(weight) => table_of(lesson, scene, *weight, names).into_iter().collect(),
        Shown::Nudge { weight, by } => vec![nudge(lesson, scene, *weight, *by, names)],
        _ => Vec::new(),
    }
}

fn listing(scene: &Scene, weight: Quantity) -> Option<Listing> {
    scalar::listing(&scene.problem, weight, DRAWN).ok()
}

/// The tree of so many examples, or of all.
fn tree_of(
    lesson: &Lesson,
    slide: &Slide,
    weight: Quantity,
    (crossed, examples): (Crossed, Option<usize>),
    view: View<'_>,
) -> Option<Diagram> {
    let Slide { scene, .. } = slide;
    let mut listing = listing(scene, weight)?;
    listing.terms.retain(|term| examples.is_none_or(|examples| term.example < examples));
    let mut diagram =
        tree::diagram(&scene.shape, view.names, &lesson.words, &listing, labels(slide, view.numbers));
    if let (Crossed::Dashed, Diagram::Tree(tree)) = (crossed, &mut diagram) {
        cross(tree, scene, weight, view.names, &lesson.words);
    }
    if let (Some(examples), Diagram::Tree(tree)) = (examples, &mut diagram)
        && examples < scene.shape.examples
    {
        let [all, drawn] = [scene.shape.examples, examples].map(|count| count.to_string());
        tree.words.push(lesson.words.filled("tree-examples", &[("all", all), ("drawn", drawn)]).into());
    }
    Some(diagram)
}

/// Whether the trees of the slide leave N out of the numbers at the cost's edges, where it is more than 1.
#[cfg(feature = "tui")]
pub(crate) fn divides_last(slide: &Slide) -> bool {
    labels(slide, Numbers::Results) == Labels::Factors && slide.scene.problem.divisor() > 1.0
}

/// The number at an edge is the one of the factor that belongs to it: where the formula of the slide has 1/N outside of
/// the cost's factor, so has the tree.
fn labels(slide: &Slide, numbers: Numbers) -> Labels {
    if numbers == Numbers::Hidden {
        return Labels::None;
    }
    let Slide { scene, .. } = slide;
    let is_of_cost = |dress: &Dress| matches!(dress.look, Look::Mark(Mark { strand: Strand::Cost, .. }));
    let has_divisor = |part: &Expr| match part {
        Expr::Sym(name) => name.to_string() == "N",
        Expr::Partial { .. } => true,
        _ => false,
    };
    let divides = |line: &Line| {
        let marks = marked(&line.equation, &scene.shape, &scene.givens);
        let mut found = marks.iter().filter(|dress| is_of_cost(dress)).peekable();
        found.peek()?;
        let mut parts = found.flat_map(|dress| {
            let part = line.equation.right.at(&dress.part);
            part.into_iter().flat_map(|part| match dress.run.clone() {
                Some(run) => part.parts().skip(run.start).take(run.len()).collect(),
                None => vec![part],
            })
        });
        Some(parts.any(|part| part.any(&mut |part| has_divisor(part))))
    };
    if slide.lines().find_map(divides).unwrap_or(true) { Labels::Slopes } else { Labels::Factors }
}

/// Draws, dashed, the path that a product of sums would have: the slopes of example 1, the last factor of example 2.
fn cross(tree: &mut Tree, scene: &Scene, weight: Quantity, names: Names<'_>, words: &Words) {
    let Quantity::Weight { layer, from, .. } = weight else { return };
    if scene.shape.examples < 2 {
        return;
    }
    let stranger = scene.shape.symbol(scene.shape.below(layer, from, 1));
    let mut node = &mut tree.root;
    while node.below.first().is_some_and(|(_, next)| !next.below.is_empty()) {
        node = &mut node.below[0].1;
    }
    let label = symbol_in(names, &stranger);
    let link = Link { label: Some(label), stroke: Stroke::Dashed, mark: None };
    let mut leaf = Node::leaf(symbol_in(names, &scene.shape.symbol(weight)));
    leaf.role = Some(Role::Differs);
    node.below.push((link, leaf));
    let factor = vec![symbol_in(names, &stranger.without_example()).into()];
    let [one, other] = ["1", "2"].map(|example| vec![example.into()]);
    tree.words.extend(told(words, "tree-crossed", &[("one", one), ("factor", factor), ("other", other)]));
}

/// Two trees, the edges in which the second differs drawn double.
fn beside(
    lesson: &Lesson,
    slide: &Slide,
    [weight, unlike]: [Quantity; 2],
    examples: Option<usize>,
    view: View<'_>,
) -> Vec<Block> {
    let trees =
        [weight, unlike].map(|weight| tree_of(lesson, slide, weight, (Crossed::Absent, examples), view));
    let [Some(left), Some(Diagram::Tree(mut right))] = trees else { return Vec::new() };
    if let Diagram::Tree(left) = &left {
        double(&left.root, &mut right.root);
    }
    vec![Block::Beside {
        left: vec![Block::Diagram(left)],
        right: vec![Block::Diagram(Diagram::Tree(right))],
    }]
}

fn double(left: &Node, right: &mut Node) {
    for ((_, left), (link, right)) in left.below.iter().zip(&mut right.below) {
        if left.label != right.label {
            link.stroke = Stroke::Double;
        }
        double(left, right);
    }
}

/// The network with the connections of these weights heavy and these nodes strong.
fn network(
    shape: &Shape,
    weights: &[Quantity],
    nodes: &[Quantity],
    names: Names<'_>,
    words: &Words,
) -> Diagram {
    let name = |quantity: Quantity| symbol_in(names, &shape.symbol(quantity).without_example());
    let is_marked = |layer: usize, node: usize| {
        nodes.iter().any(|marked| match *marked {
            Quantity::Input { node: own, .. } => layer == 0 && own == node,
            Quantity::In { layer: own, node: at, .. } | Quantity::Out { layer: own, node: at, .. } => {
                own + 1 == layer && at == node
            }
            _ => false,
        })
    };
    let layers = shape.widths.iter().enumerate().map(|(layer, &width)| {
        let node = |node: usize| {
            let symbol = match layer.checked_sub(1) {
                None => name(Quantity::Input { node, example: 0 }),
                // What goes into a node has no place of its own; where it is meant, it stands for the node.
                Some(layer) if nodes.iter().any(|marked| is_in(marked, layer, node)) => {
                    name(Quantity::In { layer, node, example: 0 })
                }
                Some(layer) => name(Quantity::Out { layer, node, example: 0 }),
            };
            if is_marked(layer, node) { symbol.looking(Role::Strong) } else { symbol }
        };
        let called = match layer {
            0 => "inputs",
            _ if layer == shape.layers() => "outputs",
            _ => "hidden",
        };
        let name = words.label(called).to_owned();
        Layer { name, nodes: (0..width).map(node).collect(), more: None }
    });
    let connections = shape.parameters().filter_map(|parameter| {
        let Quantity::Weight { layer, from, to } = parameter else { return None };
        let is_meant = weights.contains(&parameter);
        let link = Link {
            label: is_meant.then(|| name(parameter)),
            stroke: if is_meant { Stroke::Heavy } else { Stroke::Thin },
            mark: None,
        };
        Some(Connection { layer, from, to, link })
    });
    let widths: Vec<String> = shape.widths.iter().map(usize::to_string).collect();
    let listed = |what: &[Quantity]| {
        tree::listed(what.iter().copied().map(name).map(Inline::from).collect(), ", ", ", ")
    };
    let widths = vec![widths.join(", ").into()];
    let mut said = told(words, "network", &[("widths", widths)]);
    for (key, hole, meant) in [("network-heavy", "weights", weights), ("network-marked", "nodes", nodes)] {
        if !meant.is_empty() {
            said.extend(told(words, key, &[(hole, listed(meant))]));
        }
    }
    Diagram::Network(Network { words: said, layers: layers.collect(), connections: connections.collect() })
}

fn is_in(quantity: &Quantity, layer: usize, node: usize) -> bool {
    matches!(*quantity, Quantity::In { layer: own, node: at, .. } if own == layer && at == node)
}

/// The curve of a function of x with its tangents.
fn plot(function: &Expr, tangents: &[Tangent], names: Names<'_>, words: &Words) -> Diagram {
    let x = Symbol::new("x");
    let at =
        |value: f64| function.value(&|symbol: &Symbol| (*symbol == x).then_some(value)).unwrap_or(f64::NAN);
    let reach = tangents.iter().map(|tangent| tangent.x.abs() + 1.0).fold(REACH, f64::max);
    let points = (-POINTS..=POINTS).map(|step| f64::from(step) / f64::from(POINTS) * reach);
    let points: Vec<(f64, f64)> = points.map(|x| (x, at(x))).filter(|(_, y)| y.is_finite()).collect();
    let heights = || points.iter().map(|&(_, y)| y);
    let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    let mut curves = vec![Curve { label: None, points: points.clone(), stroke: Stroke::Heavy, mark: None }];
    let mut said = told(words, "plot", &[("function", vec![formula(function, names, &[]).into()])]);
    for &Tangent { ref point, x: value, height, slope } in tangents {
        // The frame is the curve's: a tangent ends where it would leave it.
        let ends = [-TANGENT, TANGENT].map(|by| {
            let end = (height + slope * by).max(low).min(high);
            (value + if slope == 0.0 { by } else { (end - height) / slope }, end)
        });
        curves.push(Curve { label: None, points: ends.to_vec(), stroke: Stroke::Thin, mark: None });
        let mut at = vec![Math::name("x"), Operator::Equals.into(), formula(point, names, &[])];
        if !matches!(point, Expr::Num(_) | Expr::Neg(_)) {
            at.extend([Operator::Equals.into(), Math::number(six_digits(value))]);
        }
        let called = Math::Words(format!("{} ", words.label("slope")));
        let label = [Operator::Comma.into(), called, Math::number(six_digits(slope))];
        let label = Math::row(at.iter().cloned().chain(label));
        let points = vec![(value, height)];
        curves.push(Curve { label: Some(label), points, stroke: Stroke::Heavy, mark: None });
        let [height, slope] = [height, slope].map(|number| vec![Math::number(six_digits(number)).into()]);
        let at = vec![Math::Row(at).into()];
        said.extend(told(words, "plot-point", &[("point", at), ("height", height), ("slope", slope)]));
    }
    Diagram::Plot(Plot { words: said, axes: [Math::name("x"), formula(function, names, &[])], curves })
}

/// A formula in each box, its number under it with at most so many digits.
pub(super) fn grid(
    scene: &Scene,
    cells: &[Vec<Expr>],
    (letters, figures): ([char; 2], usize),
    names: Names<'_>,
) -> Grid {
    let head = |letter: char, count: usize| {
        let count = Math::number(count.to_string());
        Cell::from(Math::row([Math::name(letter.to_string()), Operator::Equals.into(), count]))
    };
    let one = |cell: &Expr| {
        let math = formula(cell, names, &[]);
        match scene.value(cell) {
            Some(value) => math.under(Math::number(digits(value, figures))),
            None => math,
        }
    };
    let rows = cells.iter().enumerate();
    Grid {
        columns: (1..=cells.first().map_or(0, Vec::len)).map(|count| head(letters[1], count)).collect(),
        rows: rows.map(|(row, cells)| (head(letters[0], row + 1), cells.iter().map(one).collect())).collect(),
        frame: Frame::Boxes,
    }
}

/// The table of factors. What matrices give is not told here: they come later.
fn table_of(lesson: &Lesson, scene: &Scene, weight: Quantity, names: Names<'_>) -> Option<Block> {
    let listing = listing(scene, weight)?;
    Some(Block::Table(paths::table(&scene.shape, names, &lesson.words, &listing, None)))
}

/// The cost before and after, and what that says of the slope.
fn nudge(lesson: &Lesson, scene: &Scene, weight: Quantity, by: f64, names: Names<'_>) -> Block {
    let cost: Expr = scene.shape.symbol(Quantity::Cost).into();
    let before = scene.nudged(&cost, weight, 0.0).unwrap_or(f64::NAN);
    let after = scene.nudged(&cost, weight, by).unwrap_or(f64::NAN);
    let number = |value: f64| Cell::from(Math::number(six_digits(value)));
    let name = scene.shape.symbol(weight);
    let value = scene.value(&name.clone().into()).unwrap_or(f64::NAN);
    let row = |label: &'static str, weight: f64, cost: f64| {
        Row::new([Cell::from(lesson.words.label(label)), number(weight), number(cost)])
    };
    let slope =
        Row::new([Cell::from(lesson.words.label("slope")), Cell::default(), number((after - before) / by)]);
    Block::Table(Table {
        columns: vec![Column::Name, Column::Decimal, Column::Decimal],
        header: vec![vec![
            Cell::default(),
            symbol_in(names, &name).into(),
            formula(&cost, names, &[]).into(),
        ]],
        rows: vec![row("before", value, before), row("after", value + by, after), slope.under_line()],
    })
}
