//! The words of a slide as blocks.

use crate::graph::Names;
use crate::lesson::prose::Kind;
use crate::lesson::prose::Paragraph;
use crate::lesson::prose::Run;
use crate::page::Block;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::show::formula::formula;
use crate::show::number::exactly;
use crate::show::number::six_digits;

/// Paragraph by paragraph; points have a dot before them.
pub(super) fn blocks(paragraphs: &[Paragraph], names: Names<'_>) -> Vec<Block> {
    let block = |paragraph: &Paragraph| {
        let mut runs = inlines(&paragraph.runs, names);
        if paragraph.kind == Kind::Point {
            runs.insert(0, "• ".into());
        }
        Block::Prose(runs)
    };
    paragraphs.iter().map(block).collect()
}

/// One line.
pub(super) fn inlines(runs: &[Run], names: Names<'_>) -> Vec<Inline> {
    let inline = |run: &Run| match run {
        Run::Text(text) => text.as_str().into(),
        // Terminals and screen readers know one kind of stress.
        Run::Emphasis(inner) | Run::Strong(inner) => {
            Inline::Looking(Look::Role(Role::Strong), inlines(inner, names))
        }
        Run::Code(code) => Inline::Code(code.clone()),
        Run::Formula(expr) => formula(expr, names, &[]).into(),
        Run::Equation(left, right) => {
            Math::row([formula(left, names, &[]), Operator::Equals.into(), formula(right, names, &[])]).into()
        }
        Run::Value { value, digits } => {
            Math::number(digits.map_or_else(|| six_digits(*value), |digits| exactly(*value, digits))).into()
        }
    };
    runs.iter().map(inline).collect()
}
