//! Tables. One that is too wide goes on below in a second one, whose rows begin with the same names.

use super::inline;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Row;
use crate::page::Rule;
use crate::page::Table;
use crate::render::breaking::ems;

/// The room between two columns, in the size of the font.
const GAP: f64 = 1.2;

/// A table for a line so wide, in hundredths of the size of the font.
pub(super) fn written(table: &Table, room: usize) -> String {
    let bands = bands(table, room as f64 / 100.0);
    bands.iter().map(|band| tabular(table, band)).collect::<Vec<_>>().join("\n")
}

fn rows(table: &Table) -> impl Iterator<Item = &[Cell]> {
    table.header.iter().map(Vec::as_slice).chain(table.rows.iter().map(|row| row.cells.as_slice()))
}

/// Which columns stand beside one another.
fn bands(table: &Table, room: f64) -> Vec<Vec<usize>> {
    let count = rows(table).map(<[Cell]>::len).max().unwrap_or(0).max(table.columns.len()).max(1);
    let names: Vec<usize> =
        (0..table.columns.iter().take_while(|&&column| column == Column::Name).count().min(count)).collect();
    let cell = |at: usize| rows(table).filter_map(move |cells| cells.get(at)).map(width).fold(0.0, f64::max);
    let widths: Vec<f64> = (0..count).map(|at| cell(at) + GAP).collect();
    let mut bands = vec![names.clone()];
    for column in names.len()..count {
        let last = bands.len() - 1;
        let taken: f64 = bands[last].iter().map(|&at| widths[at]).sum();
        if taken + widths[column] > room && bands[last].len() > names.len() {
            bands.push(names.clone());
        }
        let last = bands.len() - 1;
        bands[last].push(column);
    }
    bands
}

/// How wide a cell is, about.
fn width(Cell(runs): &Cell) -> f64 {
    fn of(run: &Inline) -> f64 {
        match run {
            Inline::Text(text) | Inline::Code(text) => ems(&Math::Words(text.clone())),
            Inline::Math(math) => ems(math),
            Inline::Looking(_, runs) => runs.iter().map(of).sum(),
        }
    }
    runs.iter().map(of).sum()
}

fn tabular(table: &Table, band: &[usize]) -> String {
    let spec: String = band
        .iter()
        .map(|&at| match table.columns.get(at) {
            Some(Column::Right | Column::Decimal) => 'r',
            Some(Column::Name | Column::Left) | None => 'l',
        })
        .collect();
    let header: String = table.header.iter().map(|cells| line(cells, band)).collect();
    let rule = if table.header.is_empty() { "" } else { "\\hline\n" };
    let row = |row: &Row| {
        let above = match row.above {
            Rule::None => "",
            Rule::Line => "\\hline\n",
        };
        above.to_owned() + &line(&row.cells, band)
    };
    let rows: String = table.rows.iter().map(row).collect();
    format!("\\begin{{tabular}}{{{spec}}}\n{header}{rule}{rows}\\end{{tabular}}\n")
}

fn line(cells: &[Cell], band: &[usize]) -> String {
    // A bracket at the start of a row would be taken for the distance to the row above.
    let cell = |&at: &usize| cells.get(at).map(|Cell(runs)| format!("{{{}}}", inline(runs)));
    let last = band.iter().rposition(|&at| at < cells.len()).map_or(0, |last| last + 1);
    let cells: Vec<String> = band[..last].iter().map(|at| cell(at).unwrap_or_default()).collect();
    cells.join(" & ") + " \\\\\n"
}
