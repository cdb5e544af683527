//! The numbers of pictures and tables, which can be hidden: beside the edges of a tree, in cells, below what stands in a
//! box.
//!
//! ```text
//! o_out_1                 o_out_1
//!   │ 0.2367                │ ?           wherever the number stands but in words
//! o_in_1                  o_in_1
//! ```

use crate::lesson::answers::is_number;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Diagram;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Node;
use crate::page::Operator;
use crate::show::number::digits;
use crate::show::slide;

/// Where a formula or number stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// In a formula on lines of its own.
    Formula,
    /// In a picture or table.
    Picture,
}

/// The numbers in the pictures and tables of these blocks, each once. Counts and indices are none.
pub(super) fn numbers(mut blocks: Vec<Block>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    each_number(&mut blocks, &mut |stand, math| {
        if let Math::Number(digits) = math
            && stand == Stand::Picture
            && digits.contains('.')
            && !found.contains(digits)
        {
            found.push(digits.clone());
        }
    });
    found
}

/// The blocks with a question mark in the place of this number, also where fewer of its digits are written.
pub(super) fn without(mut blocks: Vec<Block>, number: &str) -> Vec<Block> {
    let short = number.parse().map_or_else(|_| number.to_owned(), |value| digits(value, slide::DIGITS));
    each_number(&mut blocks, &mut |_, math| {
        if matches!(math, Math::Number(digits) if digits == number || *digits == short) {
            *math = Operator::Unknown.into();
        }
    });
    blocks
}

/// The numbers that words tell, as formulas or in plain text.
pub(super) fn in_words(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        if let Block::Prose(runs) = block {
            numbers_of(runs, &mut found);
        }
    }
    found
}

fn numbers_of(runs: &[Inline], found: &mut Vec<String>) {
    for run in runs {
        match run {
            Inline::Math(math) => in_math(&mut math.clone(), &mut |math| {
                if let Math::Number(digits) = math {
                    found.push(digits.clone());
                }
            }),
            Inline::Looking(_, inner) => numbers_of(inner, found),
            Inline::Text(text) => {
                let words = text.split_whitespace().map(|word| word.trim_matches(is_beside_a_number));
                found.extend(words.filter(|word| is_number(word)).map(str::to_owned));
            }
            Inline::Code(_) => {}
        }
    }
}

/// What may stand before or behind a number in a sentence.
fn is_beside_a_number(sign: char) -> bool {
    !sign.is_ascii_digit() && !matches!(sign, '-' | '−')
}

type Visit<'v> = dyn FnMut(Stand, &mut Math) + 'v;

fn each_number(blocks: &mut [Block], visit: &mut Visit<'_>) {
    for block in blocks {
        match block {
            Block::Equation(math) => in_math(math, &mut |math| visit(Stand::Formula, math)),
            Block::Aligned(rows) => {
                rows.iter_mut()
                    .flatten()
                    .for_each(|math| in_math(math, &mut |math| visit(Stand::Formula, math)));
            }
            Block::Beside { left, right } => {
                each_number(left, visit);
                each_number(right, visit);
            }
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|Cell(runs)| in_runs(runs, &mut |math| visit(Stand::Picture, math)));
            }
            Block::Grid(grid) => {
                let boxes = grid.rows.iter_mut().flat_map(|(_, boxes)| boxes);
                boxes.for_each(|math| in_math(math, &mut |math| visit(Stand::Picture, math)));
            }
            Block::Diagram(diagram) => in_diagram(diagram, &mut |math| visit(Stand::Picture, math)),
            Block::Heading(_) | Block::Prose(_) | Block::Badge(_) => {}
        }
    }
}

fn in_diagram(diagram: &mut Diagram, visit: &mut dyn FnMut(&mut Math)) {
    match diagram {
        Diagram::Tree(tree) => in_node(&mut tree.root, visit),
        Diagram::Plot(plot) => {
            let labels = plot.curves.iter_mut().filter_map(|curve| curve.label.as_mut());
            labels.for_each(|label| in_math(label, visit));
        }
        // Nodes and connections have names only.
        Diagram::Network(_) => {}
    }
}

fn in_node(node: &mut Node, visit: &mut dyn FnMut(&mut Math)) {
    node.value.iter_mut().for_each(|value| in_math(value, visit));
    for (link, below) in &mut node.below {
        link.label.iter_mut().for_each(|label| in_math(label, visit));
        in_node(below, visit);
    }
}

fn in_runs(runs: &mut [Inline], visit: &mut dyn FnMut(&mut Math)) {
    for run in runs {
        match run {
            Inline::Math(math) => in_math(math, visit),
            Inline::Looking(_, inner) => in_runs(inner, visit),
            Inline::Text(_) | Inline::Code(_) => {}
        }
    }
}

fn in_math(math: &mut Math, visit: &mut dyn FnMut(&mut Math)) {
    match math {
        Math::Number(_) => visit(math),
        Math::Name(_) | Math::Operator(_) | Math::Words(_) => {}
        Math::Row(pieces) => pieces.iter_mut().for_each(|piece| in_math(piece, visit)),
        Math::Fraction(one, other) | Math::Under(one, other) | Math::Braced(one, other) => {
            in_math(one, visit);
            in_math(other, visit);
        }
        Math::Scripts { base, sub, sup } => {
            in_math(base, visit);
            sub.iter_mut().chain(sup).for_each(|script| in_math(script, visit));
        }
        Math::Fenced(_, inside) | Math::Looking(_, inside) => in_math(inside, visit),
        Math::Sum { index, from, to, body } => {
            for piece in [index, from, to, body] {
                in_math(piece, visit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Link;
    use crate::page::Row;
    use crate::page::Table;
    use crate::page::Tree;

    #[test]
    fn numbers_are_found_in_pictures_and_hidden_everywhere() {
        let number = |digits: &str| Math::number(digits);
        let name = || Math::name("w").with_sub(number("211"));
        let link = Link { label: Some(number("0.234567")), ..Link::default() };
        let root = Node::leaf(Math::name("MSE")).over(link, Node::leaf(name()));
        let table = Table { rows: vec![Row::new([name(), number("1"), number("-0.5")])], ..Table::default() };
        let formula = Math::row([name(), Operator::Approximately.into(), number("0.2346"), number("0.75")]);
        let blocks = vec![
            Block::Beside {
                left: vec![Block::Diagram(Diagram::Tree(Tree { words: Vec::new(), root }))],
                right: vec![Block::Equation(formula)],
            },
            Block::Table(table),
        ];
        assert_eq!(numbers(blocks.clone()), ["0.234567", "-0.5"]);
        let hidden = without(blocks, "0.234567");
        assert_eq!(numbers(hidden.clone()), ["-0.5"]);
        let Block::Beside { right, .. } = &hidden[0] else { panic!("{hidden:?}") };
        let unknown =
            Math::row([name(), Operator::Approximately.into(), Operator::Unknown.into(), number("0.75")]);
        assert_eq!(right, &[Block::Equation(unknown)]);
    }
}
