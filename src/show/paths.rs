//! The path terms of one weight as a table: a column for each factor, a row for each example and path.
//!
//! Where the paths differ only in which node they run through, the head of the column has a letter for that node,
//! and every row says which it is.

use crate::activation::Reach;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::gradient::path::PathTerm;
use crate::gradient::scalar::Listing;
use crate::graph::Edge;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::lesson::Words;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::Naming;
use crate::show::formula::formula;
use crate::show::marks::step;
use crate::show::number::grouped;
use crate::show::number::six_digits;
use crate::show::symbol::symbol_in;
use crate::show::tree;
use crate::show::tree::Labels;
use crate::show::tree::listed;

/// Letters for nodes that differ from path to path, from the cost downwards, before the Greek alphabet is used.
const LETTERS: [char; 10] = ['n', 'm', 'k', 'j', 'i', 'p', 'q', 'r', 's', 't'];

/// Up to this many terms are also drawn as a tree.
const DRAWN: usize = 12;

/// The page for one weight or bias. `matrix` is what the delta rule has for it.
pub fn page(shape: &Shape, names: Names<'_>, listing: &Listing, matrix: f64, naming: Naming) -> Page {
    let mut blocks = vec![
        Block::Prose(vec![
            format!(
                "Multiply along each path, then add over paths and examples, then divide by N = {}. ",
                six_digits(listing.divide_by)
            )
            .into(),
            paths_in_words(shape, names, listing, naming).into(),
        ]),
        Block::Table(table(shape, names, &Words::default(), listing, Some(matrix))),
    ];
    blocks.extend(names.note().map(|note| Block::Prose(vec![note.into()])));
    if listing.terms.len() <= DRAWN && listing.count == listing.terms.len() as u64 {
        blocks.push(Block::Diagram(tree::diagram(shape, names, &Words::default(), listing, Labels::Factors)));
    }
    Page { title: title(shape, names, listing), blocks }
}

/// The tree diagram of the listed terms alone.
pub fn picture(shape: &Shape, names: Names<'_>, listing: &Listing) -> Page {
    Page {
        title: title(shape, names, listing),
        blocks: vec![Block::Diagram(tree::diagram(
            shape,
            names,
            &Words::default(),
            listing,
            Labels::Factors,
        ))],
    }
}

/// How many products of paths there are: `18 path products`.
pub fn count(listing: &Listing) -> String {
    format!("{} path {}", grouped(&listing.count), if listing.count == 1 { "product" } else { "products" })
}

fn title(shape: &Shape, names: Names<'_>, listing: &Listing) -> String {
    let [cost, weight] =
        [Quantity::Cost, listing.parameter].map(|quantity| names.written(&shape.symbol(quantity)));
    format!("∂{cost}/∂{weight}: {}", count(listing))
}

fn paths_in_words(shape: &Shape, names: Names<'_>, listing: &Listing, naming: Naming) -> String {
    let per_example = listing.count / shape.examples.max(1) as u64;
    let (paths, lead) = if per_example == 1 { ("path", "leads") } else { ("paths", "lead") };
    let weight = naming.name(shape, names, listing.parameter);
    format!("In each example {} {paths} {lead} to {weight}.", grouped(&per_example))
}

/// A row for each term, then what they come to. Last, if it is given, what the delta rule has for the weight.
pub(super) fn table(
    shape: &Shape,
    names: Names<'_>,
    words: &Words,
    listing: &Listing,
    matrix: Option<f64>,
) -> Table {
    let generic = generic_nodes(shape, listing.parameter);
    let varies = generic.iter().any(is_generic);
    let row_names: Vec<Cell> =
        ["example"].into_iter().chain(varies.then_some("path")).map(|key| words.label(key).into()).collect();
    let factors = generic.len().saturating_sub(1);
    let blank = |count: usize| std::iter::repeat_n(Cell::default(), count);
    let mut rows: Vec<Row> =
        listing.terms.iter().map(|term| term_row(shape, names, &generic, term)).collect();
    let unlisted = listing.count.saturating_sub(listing.terms.len() as u64);
    if unlisted > 0 {
        let more = words.filled("more", &[("count", grouped(&unlisted))]);
        rows.push(Row::new([Cell::from(more).looking(Role::Dimmed.into())]));
    }
    let result = |label: String, value: f64| {
        let last = Cell::from(Math::number(six_digits(value))).looking(Role::Strong.into());
        Row::new([Cell::from(label)].into_iter().chain(blank(row_names.len() - 1 + factors)).chain([last]))
    };
    rows.push(result(words.label("sum").into(), listing.sum).under_line());
    rows.push(result(words.filled("sum-by-N", &[("N", six_digits(listing.divide_by))]), listing.value));
    rows.extend(matrix.map(|matrix| result(words.label("matrices").into(), matrix)));
    let head = |cells: Vec<Math>, last: &str| {
        row_names.iter().cloned().chain(cells.into_iter().map(Cell::from)).chain([Cell::from(last)]).collect()
    };
    let second = |cells: Vec<Math>| {
        let marked = cells
            .into_iter()
            .zip(edges_down_to(shape, listing.parameter))
            .map(|(cell, edge)| Cell::from(cell).looking(step(shape, edge).into()));
        blank(row_names.len()).chain(marked).chain([Cell::default()]).collect()
    };
    Table {
        columns: std::iter::repeat_n(Column::Name, row_names.len())
            .chain(std::iter::repeat_n(Column::Decimal, factors + 1))
            .collect(),
        header: vec![
            head(edges(shape, names, &generic), words.label("product")),
            second(local_derivatives(shape, names, &generic)),
        ],
        rows,
    }
}

fn term_row(shape: &Shape, names: Names<'_>, generic: &[Symbol], term: &PathTerm) -> Row {
    // Where a letter stands twice, the first place says which node it is.
    let says = |at: usize| is_generic(&generic[at]) && generic[at].sub != generic[at - 1].sub;
    let through = (1..generic.len())
        .filter(|&at| says(at))
        .map(|at| symbol_in(names, &shape.symbol(term.path.nodes[at]).without_example()).into());
    let varies = generic.iter().any(is_generic);
    let path = varies.then(|| Cell(listed(through.collect(), " → ", " → ")));
    let row_name = [Cell::from((term.example + 1).to_string())].into_iter().chain(path);
    let numbers = term.factors.iter().map(|factor| factor.value).chain([term.product]);
    let numbers = numbers.map(|number| Cell::from(Math::number(six_digits(number))));
    Row::new(row_name.chain(numbers))
}

fn is_generic(symbol: &Symbol) -> bool {
    symbol.sub.iter().any(|index| matches!(index, Index::Letter(_)))
}

/// The nodes of every path to a weight or bias in one row of symbols, with a letter for what differs from path to path.
fn generic_nodes(shape: &Shape, parameter: Quantity) -> Vec<Symbol> {
    let mut letters = LETTERS.into_iter().chain('α'..='ω').chain(std::iter::repeat('·'));
    let (Quantity::Weight { layer: goal, to, .. } | Quantity::Bias { layer: goal, to }) = parameter else {
        return Vec::new();
    };
    let mut symbols = vec![shape.symbol(Quantity::Cost)];
    for layer in (goal..shape.layers()).rev() {
        let own_node = matches!(shape.activations[layer].reach, Reach::OwnNode { .. });
        let mut any_node = || match shape.widths[layer + 1] {
            1 => Index::At(1),
            _ => letters.next().map_or(Index::Letter('·'), Index::Letter),
        };
        let goal_node = (layer == goal).then_some(Index::At(to + 1));
        let out = goal_node.filter(|_| own_node).unwrap_or_else(&mut any_node);
        // A sum below the output of its own node has that node's letter; only softmax needs another.
        let sum = if own_node { out } else { goal_node.unwrap_or_else(&mut any_node) };
        let at = |quantity, index| shape.symbol(quantity).without_example().below([index]);
        symbols.push(at(Quantity::Out { layer, node: 0, example: 0 }, out));
        symbols.push(at(Quantity::In { layer, node: 0, example: 0 }, sum));
    }
    symbols.push(shape.symbol(parameter));
    symbols
}

/// The edges of a path to a weight or bias, the first node standing for all.
fn edges_down_to(shape: &Shape, parameter: Quantity) -> Vec<Edge> {
    let (Quantity::Weight { layer: goal, .. } | Quantity::Bias { layer: goal, .. }) = parameter else {
        return Vec::new();
    };
    let through = (goal..shape.layers()).rev().flat_map(|layer| {
        [Quantity::Out { layer, node: 0, example: 0 }, Quantity::In { layer, node: 0, example: 0 }]
    });
    let nodes: Vec<Quantity> = [Quantity::Cost].into_iter().chain(through).chain([parameter]).collect();
    nodes.windows(2).map(|pair| Edge { of: pair[0], by: pair[1] }).collect()
}

/// The head of each column: the local derivative of its edge.
fn edges(shape: &Shape, names: Names<'_>, generic: &[Symbol]) -> Vec<Math> {
    let edge = |pair: &[Symbol]| {
        let slope = Expr::partial(pair[0].clone(), pair[1].clone());
        let is_cost = pair[0].base == shape.cost.symbol;
        let scaled = if is_cost { Expr::Mul(vec![Symbol::new("N").into(), slope]) } else { slope };
        formula(&scaled, names, &[])
    };
    generic.windows(2).map(edge).collect()
}

/// What the local derivatives are, in symbols.
fn local_derivatives(shape: &Shape, names: Names<'_>, generic: &[Symbol]) -> Vec<Math> {
    generic
        .windows(2)
        .enumerate()
        .map(|(at, pair)| local_derivative(shape, generic.len() - 1, at, [&pair[0], &pair[1]]))
        .map(|slope| formula(&slope, names, &[]))
        .collect()
}

fn local_derivative(shape: &Shape, edges: usize, at: usize, [of, by]: [&Symbol; 2]) -> Expr {
    let layers_passed = at.saturating_sub(1) / 2;
    let layer = shape.layers() - 1 - layers_passed;
    let index = |symbol: &Symbol| symbol.sub.first().copied().unwrap_or(Index::At(1));
    match at {
        0 => shape.cost.slope_of(by, &Symbol { base: "y".into(), ..by.clone() }),
        _ if at % 2 == 1 => shape.activations[layer].slope_of(of, by),
        _ if at == edges - 1 && by.base == "w" => {
            // The opposite, corresponding element: the activation that this weight is multiplied with.
            let from = by.sub.get(1).copied().unwrap_or(Index::At(1));
            Symbol { sub: vec![from], ..shape.symbol(shape.below(layer, 0, 0)).without_example() }.into()
        }
        _ if at == edges - 1 => Expr::integer(1),
        _ => Symbol::new("w").below([Index::At(layer + 1), index(by), index(of)]).into(),
    }
}
