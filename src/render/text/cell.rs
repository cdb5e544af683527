//! What stands in a cell: words and formulas on one baseline.
//!
//! A formula that is one line high stands as in running text; a fraction or a sum is built up.

use super::formula;
use super::linear;
use super::prose;
use super::tile::Tile;
use crate::page::Inline;
use crate::page::Math;
use crate::render::Charset;

pub(super) fn tile(runs: &[Inline], charset: Charset) -> Tile {
    Tile::beside(runs.iter().map(|run| piece(run, charset)))
}

fn piece(run: &Inline, charset: Charset) -> Tile {
    match run {
        Inline::Math(math) if is_tall(math) => formula::tile(math, charset),
        Inline::Looking(look, runs) => {
            let inside = tile(runs, charset);
            match inside.lines.as_slice() {
                [line] => Tile::line(linear::signed(*look, line.clone(), charset)),
                _ => formula::underlined(inside, *look, charset),
            }
        }
        Inline::Math(_) | Inline::Text(_) | Inline::Code(_) => {
            Tile::line(prose::line(std::slice::from_ref(run), charset))
        }
    }
}

/// Whether a formula takes more than one line.
fn is_tall(math: &Math) -> bool {
    match math {
        Math::Fraction(..) | Math::Sum { .. } | Math::Under(..) | Math::Braced(..) => true,
        Math::Row(pieces) => pieces.iter().any(is_tall),
        Math::Fenced(_, piece) | Math::Looking(_, piece) => is_tall(piece),
        Math::Scripts { base, .. } => is_tall(base),
        Math::Name(_) | Math::Number(_) | Math::Operator(_) | Math::Words(_) => false,
    }
}
