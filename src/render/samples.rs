//! Pages that every renderer is tested with.

use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Connection;
use crate::page::Curve;
use crate::page::Diagram;
use crate::page::Fence;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Layer;
use crate::page::Link;
use crate::page::Mark;
use crate::page::Math;
use crate::page::Network;
use crate::page::Node;
use crate::page::Operator;
use crate::page::Page;
use crate::page::Plot;
use crate::page::Role;
use crate::page::Row;
use crate::page::Strand;
use crate::page::Stroke;
use crate::page::Table;
use crate::page::Tree;

/// `o_out_1^(2)`: a letter, a side, a node and an example.
pub(super) fn value(letter: &str, side: &str, node: &str, example: &str) -> Math {
    let sub = Math::row([Math::name(side), Operator::Comma.into(), Math::name(node)]);
    Math::name(letter).with_sub(sub).with_sup(Math::fenced(Fence::Round, Math::name(example)))
}

/// `w_211`
pub(super) fn weight(indices: &str) -> Math {
    Math::name("w").with_sub(Math::row(indices.chars().map(Math::name)))
}

/// `MSE`
pub(super) fn mse() -> Math {
    Math::name("MSE")
}

pub(super) fn mark(strand: Strand) -> Mark {
    Mark::of_all(strand, 1)
}

fn heavy(strand: Strand, label: &str) -> Link {
    Link { label: Some(Math::number(label)), stroke: Stroke::Heavy, mark: Some(mark(strand)) }
}

/// The two paths from the cost to `w_211` for two examples.
pub(super) fn tree() -> Tree {
    let path = |example: &str, numbers: [&str; 3]| {
        let output = Node::leaf(value("o", "in", "1", example))
            .over(heavy(Strand::DotProduct, numbers[2]), Node::leaf(weight("211")))
            .and_more("… 3 more");
        let node =
            Node::leaf(value("o", "out", "1", example)).over(heavy(Strand::Activation, numbers[1]), output);
        (heavy(Strand::Cost, numbers[0]), node)
    };
    let no_path = Link { label: None, stroke: Stroke::Dashed, mark: None };
    let other = Node { role: Some(Role::Dimmed), ..Node::leaf(value("h", "out", "1", "2")) };
    let root = Node::leaf(mse());
    let (first, second) =
        (path("1", ["-0.3771", "0.2347", "0.7945"]), path("2", ["0.6012", "0.2398", "0.9673"]));
    Tree {
        words: vec![
            "A tree with ".into(),
            mse().into(),
            " on top and one path to ".into(),
            weight("211").into(),
            " for each of two examples.".into(),
        ],
        root: root.over(first.0, first.1).over(second.0, second.1).over(no_path, other).and_more("… 4 more"),
    }
}

/// One row for each path, as the paths of a weight are listed.
pub(super) fn table() -> Table {
    let example = |number: &str| Math::fenced(Fence::Round, Math::name(number));
    let factor = |of: Math, by: Math, strand| Cell::from(Math::partial(of, by).looking(mark(strand)));
    let number = |digits: &str| Cell::from(Math::number(digits));
    let header = vec![
        Cell::from("example"),
        factor(mse(), value("o", "out", "1", "e"), Strand::Cost),
        factor(value("o", "out", "1", "e"), value("o", "in", "1", "e"), Strand::Activation),
        factor(value("o", "in", "1", "e"), weight("211"), Strand::DotProduct),
        Cell::from("product"),
    ];
    Table {
        columns: vec![Column::Name, Column::Decimal, Column::Decimal, Column::Decimal, Column::Decimal],
        header: vec![header],
        rows: vec![
            Row::new([
                example("1").into(),
                number("-0.377103"),
                number("0.2349"),
                number("0.79"),
                number("-0.07"),
            ]),
            Row::new([example("2").into(), number("10.6"), number("0.24"), number("1e-17"), number("0.14")]),
            Row::new([
                Cell::from("sum"),
                "".into(),
                "".into(),
                "".into(),
                number("0.07").looking(Role::Differs.into()),
            ])
            .under_line(),
        ],
    }
}

fn operator(operator: Operator) -> Math {
    operator.into()
}

/// `(o_out_1^(e) - y_1^(e))`
fn difference(node: &str, example: &str) -> Math {
    let label =
        Math::name("y").with_sub(Math::name(node)).with_sup(Math::fenced(Fence::Round, Math::name(example)));
    Math::fenced(
        Fence::Round,
        Math::row([value("o", "out", node, example), operator(Operator::Minus), label]),
    )
}

/// The three factors of one example, each with its mark.
fn product(node: &str, example: &str) -> Math {
    let output = || value("o", "out", node, example);
    let complement = Math::row([Math::number("1"), operator(Operator::Minus), output()]);
    let slope = Math::row([output(), operator(Operator::Times), Math::fenced(Fence::Round, complement)]);
    Math::row([
        difference(node, example).looking(mark(Strand::Cost)),
        operator(Operator::Times),
        slope.looking(mark(Strand::Activation)),
        operator(Operator::Times),
        value("h", "out", "1", example).looking(mark(Strand::DotProduct)),
    ])
}

/// ∂MSE/∂`w_211`
fn gradient() -> Math {
    Math::partial(mse(), weight("211"))
}

/// One over N, then the sum for two examples in brackets: wider than most pages.
pub(super) fn written_out() -> Math {
    let sum = Math::row([product("1", "1"), operator(Operator::Plus), product("1", "2")]);
    Math::row([
        gradient(),
        operator(Operator::Equals),
        Math::fraction(Math::number("1"), Math::name("N")),
        operator(Operator::Times),
        Math::fenced(Fence::Square, sum),
    ])
}

/// The general formula for a weight of the last layer, with f and n and a sum over the examples.
pub(super) fn general() -> Math {
    Math::row([
        Math::partial(mse(), weight("2fn")),
        operator(Operator::Equals),
        Math::fraction(Math::number("1"), Math::name("N")).looking(Role::Changed),
        operator(Operator::Times),
        Math::sum(Math::name("e"), Math::number("1"), Math::name("E"), product("n", "e")),
    ])
}

/// Values under symbols, a power and a negative number.
pub(super) fn with_values() -> Math {
    let exp = Math::row([
        Math::name("exp"),
        Math::fenced(Fence::Round, Math::row([operator(Operator::Negative), Math::name("x")])),
    ]);
    let slope =
        Math::row([Math::name("σ"), operator(Operator::Prime), Math::fenced(Fence::Round, Math::name("x"))]);
    let under =
        Math::fenced(Fence::Round, Math::row([Math::number("1"), operator(Operator::Plus), exp.clone()]));
    let power = Math::row([operator(Operator::Negative), Math::number("2")]);
    Math::row([
        slope,
        operator(Operator::Equals),
        Math::fraction(exp, under.clone().with_sup(Math::number("2"))),
        operator(Operator::Equals),
        under.with_sup(power).under(Math::number("0.25")),
        operator(Operator::Times),
        weight("211").under(Math::number("-0.004")),
    ])
}

/// One row for each example.
pub(super) fn rows() -> Vec<Vec<Math>> {
    let row =
        |left: Math, example| vec![left, Math::row([operator(Operator::Equals), product("1", example)])];
    vec![row(value("t", "long", "1", "1"), "1"), row(Math::name("t"), "2")]
}

/// A 4-2-3 network with the connection `w_211` and those that lead there.
pub(super) fn network() -> Network {
    let layer = |name: &str, letter: &str, nodes: usize, more: Option<&str>| Layer {
        name: name.into(),
        nodes: (1..=nodes).map(|node| Math::name(letter).with_sub(Math::number(node.to_string()))).collect(),
        more: more.map(str::to_owned),
    };
    let connections = [(4, 2), (2, 3)].into_iter().enumerate().flat_map(|(layer, (from, to))| {
        (0..from * to).map(move |number| {
            let (from, to) = (number / to, number % to);
            let link = match (layer, from, to) {
                (1, 0, 0) => Link { label: Some(weight("211")), ..heavy(Strand::DotProduct, "") },
                (1, 1, 0) => Link { stroke: Stroke::Dashed, ..Link::default() },
                _ => Link::default(),
            };
            Connection { layer, from, to, link }
        })
    });
    Network {
        words: vec![
            "Four inputs, two hidden nodes, three outputs; w 2 1 1 leads from hidden node 1 to output 1."
                .into(),
        ],
        layers: vec![
            layer("inputs", "x", 4, None),
            layer("hidden", "h", 2, None),
            layer("outputs", "o", 3, Some("… 7 more")),
        ],
        connections: connections.collect(),
    }
}

/// A bent curve, its tangent and the point where they touch.
pub(super) fn plot() -> Plot {
    let curve = |points: Vec<(f64, f64)>, stroke, label: &str, mark| Curve {
        label: Some(Math::name(label)),
        points,
        stroke,
        mark,
    };
    let bent = (-16..=16).map(|step| {
        let x = f64::from(step) / 4.0;
        (x, 0.5 + x / (2.0 + 2.0 * x.abs()))
    });
    Plot {
        words: vec!["A curve that rises from 0.1 to 0.9, steepest at 0, and its tangent there.".into()],
        axes: [Math::name("x"), Math::row([Math::name("σ"), Math::fenced(Fence::Round, Math::name("x"))])],
        curves: vec![
            curve(bent.collect(), Stroke::Heavy, "σ", Some(mark(Strand::Activation))),
            curve(vec![(-1.0, 0.0), (1.0, 1.0)], Stroke::Thin, "tangent", None),
            curve(vec![(0.0, 0.5)], Stroke::Thin, "here", None),
        ],
    }
}

/// Three squared errors of each of two examples, the one that the lesson is about to be looked at.
pub(super) fn grid() -> Grid {
    let error = |node: usize, example: usize| {
        let [node, example] = [node, example].map(|number| number.to_string());
        let squared = difference(&node, &example).with_sup(Math::number("2"));
        squared.under(Math::number(format!("0.{node}{example}")))
    };
    let row = |example: usize| (1..=3).map(|node| error(node, example)).collect::<Vec<_>>();
    let mut rows: Vec<(Cell, Vec<Math>)> =
        (1..=2).map(|example| (format!("flower {example}").into(), row(example))).collect();
    rows[0].1[0] = rows[0].1[0].clone().looking(Role::Strong);
    rows[1].1[2] = rows[1].1[2].clone().looking(Role::Constant);
    Grid { columns: (1..=3).map(|node| format!("node {node}").into()).collect(), rows, frame: Frame::Boxes }
}

/// A matrix of two rows, one cell of it to be looked at.
pub(super) fn matrix() -> Grid {
    let cell = |row: usize, column: usize| {
        let weight = Math::name("w").with_sub(Math::number(format!("2{row}{column}")));
        weight.under(Math::number(format!("0.{row}{column}")))
    };
    let mut rows: Vec<(Cell, Vec<Math>)> = (1..=2)
        .map(|row| (format!("f = {row}").into(), (1..=3).map(|column| cell(row, column)).collect()))
        .collect();
    rows[1].1[2] = rows[1].1[2].clone().looking(Role::Strong);
    Grid {
        columns: (1..=3).map(|column| format!("n = {column}").into()).collect(),
        rows,
        frame: Frame::Brackets,
    }
}

/// Words under factors, each with a brace.
pub(super) fn with_words() -> Math {
    let factor = |of: Math, by: Math, strand, name: &str| {
        Math::partial(of, by).looking(mark(strand)).braced(Math::Words(name.into()))
    };
    let (out, sum) = (|| value("o", "out", "1", "1"), || value("o", "in", "1", "1"));
    Math::row([
        gradient(),
        operator(Operator::Equals),
        factor(mse(), out(), Strand::Cost, "slope of the cost"),
        operator(Operator::Times),
        factor(out(), sum(), Strand::Activation, "slope of the activation"),
        operator(Operator::Times),
        factor(sum(), weight("211"), Strand::DotProduct, "slope of the dot product"),
    ])
}

/// One row for each example, lined up at every sign.
pub(super) fn system() -> Vec<Vec<Math>> {
    let row = |left: &str, factors: [&str; 3]| {
        let [first, rest @ ..] = factors.map(Math::number);
        let times = rest.into_iter().flat_map(|factor| [operator(Operator::Times), factor]);
        let right = std::iter::once(first).chain(times);
        Math::row([Math::name(left), operator(Operator::Equals), Math::row(right)]).cells()
    };
    vec![row("a", ["-0.3771", "0.2347", "0.7945"]), row("b", ["0.6", "0.24", "0.97"])]
}

/// The tree of one weight beside that of another.
pub(super) fn comparison() -> Block {
    let path = |goal: &str, number: &str| Tree {
        words: vec![format!("One path from MSE to {goal}.").into()],
        root: Node::leaf(mse()).over(
            heavy(Strand::Cost, "0.6"),
            Node::leaf(value("o", "out", "1", "1"))
                .over(heavy(Strand::DotProduct, number), Node::leaf(weight(goal)))
                .and_more("… 1 more"),
        ),
    };
    let [old, new] = [path("211", "0.79"), path("221", "0.2")];
    let formula = |goal: &str, from: &str| {
        let right = [difference("1", "1"), operator(Operator::Times), value("h", "out", from, "1")];
        Math::row([Math::partial(mse(), weight(goal)), operator(Operator::Equals), Math::row(right)])
    };
    let [old_formula, new_formula] = [formula("211", "1"), formula("221", "2")];
    let marked =
        [Block::Diagram(Diagram::Tree(new.unlike(&old))), Block::Equation(new_formula.unlike(&old_formula))];
    Block::Beside {
        left: vec![Block::Diagram(Diagram::Tree(old)), Block::Equation(old_formula)],
        right: marked.into(),
    }
}

/// A page with every kind of block.
pub(super) fn page() -> Page {
    let prose = vec![
        "The cost depends on ".into(),
        Inline::Math(weight("211")),
        " along two paths, one for each example; ".into(),
        Inline::Looking(Role::Strong.into(), vec!["multiply first".into()]),
        ", then add & divide by 6 (100 %). Try ".into(),
        Inline::Code("gradwalk paths iris-2 --weight w_211".into()),
        ".".into(),
    ];
    Page {
        title: "Paths to w_211".into(),
        blocks: vec![
            Block::Prose(prose),
            Block::Heading("Numbers".into()),
            Block::Table(table()),
            Block::Equation(written_out()),
            Block::Equation(general()),
            Block::Equation(with_values()),
            Block::Aligned(rows()),
            Block::Badge(vec!["Cost in force: ".into(), Inline::Math(mse()), ", halved.".into()]),
            Block::Equation(with_words()),
            Block::Aligned(system()),
            Block::Grid(grid()),
            comparison(),
            Block::Diagram(Diagram::Tree(tree())),
            Block::Diagram(Diagram::Network(network())),
            Block::Diagram(Diagram::Plot(plot())),
        ],
    }
}
