//! What stands in a cell: words and formulas on one baseline.

use super::prose;
use super::tile::Tile;
use crate::page::Inline;
use crate::render::Charset;

pub(super) fn tile(runs: &[Inline], charset: Charset) -> Tile {
    Tile::line(prose::line(runs, charset))
}
