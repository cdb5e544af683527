//! What holds for every page: no renderer fails, and nothing that can be broken is wider than the page.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::Charset;
use super::Colour;
use super::RENDERERS;
use super::Renderer;
use super::Style;
use super::text::Text;
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
use crate::page::Look;
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

fn look() -> impl Strategy<Value = Look> {
    let marks = Strand::ALL.map(|strand| Look::Mark(Mark::of_all(strand, 1)));
    let roles =
        [Role::Changed, Role::Constant, Role::Dimmed, Role::Strong, Role::Agrees, Role::Differs, Role::Error];
    let looks = marks.into_iter().chain(roles.map(Look::Role)).chain([Look::Asked(1)]);
    prop::sample::select(looks.collect::<Vec<_>>())
}

fn operator() -> impl Strategy<Value = Operator> {
    prop::sample::select(vec![
        Operator::Plus,
        Operator::Minus,
        Operator::Negative,
        Operator::Times,
        Operator::Equals,
        Operator::Approximately,
        Operator::Differs,
        Operator::Comma,
        Operator::Partial,
        Operator::Prime,
        Operator::Becomes,
        Operator::Dots,
        Operator::Unknown,
    ])
}

fn math() -> impl Strategy<Value = Math> {
    let leaf = prop_oneof![
        "\\PC{0,5}".prop_map(Math::Name),
        "-?[0-9]{1,4}(\\.[0-9]{0,3})?".prop_map(Math::Number),
        ".{0,8}".prop_map(Math::Words),
        operator().prop_map(Math::Operator),
    ];
    leaf.prop_recursive(4, 24, 5, |piece| {
        let pair = (piece.clone(), piece.clone());
        prop_oneof![
            prop::collection::vec(piece.clone(), 0..5).prop_map(Math::Row),
            pair.clone().prop_map(|(over, under)| Math::fraction(over, under)),
            pair.clone().prop_map(|(base, sub)| base.with_sub(sub)),
            pair.clone().prop_map(|(base, sup)| base.with_sup(sup)),
            pair.clone().prop_map(|(piece, note)| piece.under(note)),
            pair.clone().prop_map(|(piece, name)| piece.braced(name)),
            pair.prop_map(|(limit, body)| Math::sum(limit.clone(), limit.clone(), limit, body)),
            piece.clone().prop_map(|inside| Math::fenced(Fence::Round, inside)),
            piece.clone().prop_map(|inside| Math::fenced(Fence::Square, inside)),
            (look(), piece).prop_map(|(look, piece)| piece.looking(look)),
        ]
    })
}

fn runs() -> impl Strategy<Value = Vec<Inline>> {
    let run = prop_oneof![
        ".{0,30}".prop_map(Inline::Text),
        ".{0,10}".prop_map(Inline::Code),
        math().prop_map(Inline::Math),
        (look(), ".{0,10}").prop_map(|(look, text)| Inline::Looking(look, vec![text.into()])),
    ];
    prop::collection::vec(run, 0..5)
}

fn link() -> impl Strategy<Value = Link> {
    let stroke = prop::sample::select(vec![Stroke::Thin, Stroke::Heavy, Stroke::Dashed, Stroke::Double]);
    let mark = prop::option::of(prop::sample::select(Strand::ALL.to_vec()));
    (prop::option::of(math()), stroke, mark).prop_map(|(label, stroke, mark)| Link {
        label,
        stroke,
        mark: mark.map(|strand| Mark::of_all(strand, 1)),
    })
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = (math(), prop::option::of(math()), prop::option::of(".{0,8}"))
        .prop_map(|(label, value, more)| Node { value, more, ..Node::leaf(label) });
    leaf.prop_recursive(4, 20, 4, |node| {
        (math(), prop::collection::vec((link(), node), 0..4))
            .prop_map(|(label, below)| Node { below, ..Node::leaf(label) })
    })
}

fn diagram() -> impl Strategy<Value = Diagram> {
    let connection = (0..3usize, 0..4usize, 0..4usize, link())
        .prop_map(|(layer, from, to, link)| Connection { layer, from, to, link });
    let layer = (".{0,8}", prop::collection::vec(math(), 0..4), prop::option::of(".{0,8}"))
        .prop_map(|(name, nodes, more)| Layer { name, nodes, more });
    let network = (prop::collection::vec(layer, 0..4), prop::collection::vec(connection, 0..6))
        .prop_map(|(layers, connections)| Network { words: vec!["A network.".into()], layers, connections });
    let curve = (prop::option::of(math()), prop::collection::vec((any::<f64>(), -9.0..9.0), 0..4), link())
        .prop_map(|(label, points, Link { stroke, mark, .. })| Curve { label, points, stroke, mark });
    let plot = (math(), math(), prop::collection::vec(curve, 0..3)).prop_map(|(across, up, curves)| Plot {
        words: vec!["A plot.".into()],
        axes: [across, up],
        curves,
    });
    prop_oneof![
        node().prop_map(|root| Diagram::Tree(Tree { words: vec!["A tree.".into()], root })),
        network.prop_map(Diagram::Network),
        plot.prop_map(Diagram::Plot),
    ]
}

fn table() -> impl Strategy<Value = Table> {
    let column = prop::sample::select(vec![Column::Name, Column::Left, Column::Right, Column::Decimal]);
    let cells = || prop::collection::vec(runs().prop_map(Cell), 0..5);
    let row = (cells(), any::<bool>()).prop_map(|(cells, line)| {
        let row = Row::new(cells);
        if line { row.under_line() } else { row }
    });
    let columns = prop::collection::vec(column, 0..4);
    (columns, prop::collection::vec(cells(), 0..2), prop::collection::vec(row, 0..4))
        .prop_map(|(columns, header, rows)| Table { columns, header, rows })
}

fn grid() -> impl Strategy<Value = Grid> {
    let cells = || prop::collection::vec(runs().prop_map(Cell), 0..3);
    let row = (runs().prop_map(Cell), prop::collection::vec(math(), 0..4));
    (cells(), prop::collection::vec(row, 0..3)).prop_map(|(columns, rows)| Grid {
        columns,
        rows,
        frame: Frame::Boxes,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let block = prop_oneof![
        ".{0,30}".prop_map(Block::Heading),
        runs().prop_map(Block::Prose),
        math().prop_map(Block::Equation),
        prop::collection::vec(prop::collection::vec(math(), 0..3), 0..3).prop_map(Block::Aligned),
        table().prop_map(Block::Table),
        diagram().prop_map(Block::Diagram),
        grid().prop_map(Block::Grid),
        runs().prop_map(Block::Badge),
    ];
    block.prop_recursive(1, 4, 2, |block| {
        let blocks = || prop::collection::vec(block.clone(), 0..3);
        (blocks(), blocks()).prop_map(|(left, right)| Block::Beside { left, right })
    })
}

fn style() -> impl Strategy<Value = Style> {
    let charset = prop::sample::select(vec![Charset::Unicode, Charset::Ascii]);
    let colour = prop::sample::select(vec![Colour::None, Colour::Ansi]);
    (0..100usize, charset, colour).prop_map(|(width, charset, colour)| Style { width, charset, colour })
}

/// A formula that can be broken everywhere: short names with signs between them, in brackets or not.
fn breakable() -> impl Strategy<Value = Math> {
    let sign =
        || prop::sample::select(vec![Operator::Plus, Operator::Minus, Operator::Times, Operator::Equals]);
    let name = "[a-z]{1,5}".prop_map(Math::Name);
    name.prop_recursive(3, 40, 6, move |piece| {
        let row = (piece.clone(), prop::collection::vec((sign(), piece), 0..6)).prop_map(|(first, rest)| {
            let rest = rest.into_iter().flat_map(|(sign, piece)| [sign.into(), piece]);
            Math::row(std::iter::once(first).chain(rest))
        });
        (row, prop::option::of(look())).prop_map(|(row, look)| {
            let fenced = Math::fenced(Fence::Round, row);
            look.map_or(fenced.clone(), |look| fenced.looking(look))
        })
    })
}

fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_renderer_fails(title in ".{0,30}", blocks in prop::collection::vec(block(), 0..4), style in style()) {
        let page = Page { title, blocks };
        for renderer in RENDERERS {
            let text = renderer.page(&page, &style);
            prop_assert!(text.is_empty() || text.ends_with('\n'), "{}: {text:?}", renderer.name());
        }
    }

    #[test]
    fn ascii_is_ascii(block in block(), width in 20..90usize) {
        let text = Text.block(&block, &Style { width, charset: Charset::Ascii, colour: Colour::None });
        prop_assert!(text.chars().all(|c| matches!(c, ' '..='~' | '\n')), "{text}");
    }

    #[test]
    fn formulas_stay_within_the_page(math in breakable(), width in 36..90usize) {
        let text = Text.equation(&math, &Style { width, ..Style::default() });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }

    #[test]
    fn boxes_stay_within_the_page(
        boxes in prop::collection::vec(prop::collection::vec(breakable(), 0..4), 0..3),
        width in 44..90usize,
    ) {
        let rows = boxes.into_iter().map(|boxes| ("flower 1".into(), boxes)).collect();
        let grid = Grid { columns: vec!["node 1".into(), "node 2".into()], rows, frame: Frame::Boxes };
        let text = Text.grid(&grid, &Style { width, ..Style::default() });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }

    #[test]
    fn what_is_compared_stays_within_the_page(left in breakable(), right in breakable(), width in 36..120usize) {
        let [left, right] = [left, right].map(|math| vec![Block::Equation(math)]);
        let text = Text.beside(&left, &right, &Style { width, ..Style::default() });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }

    #[test]
    fn a_formula_differs_from_itself_in_nothing(math in math()) {
        prop_assert_eq!(math.unlike(&math), math);
    }

    #[test]
    fn words_stay_within_the_page(text in "[ -~]{0,200}", width in 2..60usize) {
        let text = Text.prose(&[Inline::Text(text)], &Style { width, ..Style::default() });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }

    #[test]
    fn pictures_stay_within_the_page(root in node(), width in 40..100usize) {
        let tree = Diagram::Tree(Tree { words: Vec::new(), root });
        let text = Text.diagram(&tree, &Style { width, charset: Charset::Ascii, colour: Colour::None });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }

    #[test]
    fn tables_stay_within_the_page(
        cells in prop::collection::vec(prop::collection::vec("[a-z0-9.]{0,9}", 1..12), 1..5),
        width in 24..90usize,
    ) {
        let columns = vec![Column::Name, Column::Right, Column::Decimal, Column::Left];
        let table = Table { columns, header: Vec::new(), rows: cells.into_iter().map(Row::new).collect() };
        let text = Text.table(&table, &Style { width, ..Style::default() });
        prop_assert!(widest(&text) <= width, "{width}:\n{text}");
    }
}
