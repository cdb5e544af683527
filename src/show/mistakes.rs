//! The catalogue of mistakes: what each does, its wrong formula beside the right one, and what to ask.

use crate::diagnose::Mistake;
use crate::diagnose::mistakes::Formulas;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;

/// A page of these mistakes, each under its name.
pub fn page(mistakes: &[&'static Mistake]) -> Page {
    let title = match mistakes {
        [one] => format!("The mistake {}", one.id),
        _ => "Mistakes in backpropagation by hand".into(),
    };
    let each = |mistake: &&'static Mistake| {
        let heading = (mistakes.len() > 1).then(|| Block::Heading(mistake.id.into()));
        heading.into_iter().chain(blocks(mistake))
    };
    Page { title, blocks: mistakes.iter().flat_map(each).collect() }
}

/// What one mistake is.
fn blocks(mistake: &'static Mistake) -> Vec<Block> {
    let prose = |text: String| Block::Prose(vec![text.into()]);
    let mut blocks = vec![prose(format!("You {} ({}).", mistake.says, mistake.slot.edge()))];
    blocks.extend(mistake.formula.map(|both| Block::Table(formulas(both))));
    blocks.push(prose(format!("Ask: {}", mistake.asks)));
    blocks.push(prose(format!("Seen: {}", mistake.source)));
    blocks
}

/// The wrong formula beside the right one.
pub(super) fn formulas(formulas: Formulas) -> Table {
    let row = |name: &str, formula: &str| Row::new([Cell::from(name), Cell::from(formula)]);
    Table {
        columns: vec![Column::Name, Column::Left],
        header: Vec::new(),
        rows: vec![row("wrong", formulas.wrong), row("right", formulas.right)],
    }
}
