//! Sub- and superscripts: on the line where Unicode has small characters for them, else on lines of their own.
//!
//! `o_out_1^(2)` becomes oₒᵤₜ,₁⁽²⁾. There is no small f below the line, so `h_out_f^(e)` takes three lines. Where
//! there is only ASCII, scripts are written as they are typed.

use super::tile::Glyph;
use super::tile::Line;
use super::tile::Place;
use super::tile::Tile;
use super::tile::blank;

/// Each character with its small form behind it.
const BELOW: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ+₊−₋-₋=₌(₍)₎,,";
const ABOVE: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹aᵃbᵇcᶜdᵈeᵉgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻEᴱKᴷNᴺ+⁺−⁻-⁻=⁼(⁽)⁾";

/// A script in small characters, if there is one for each.
fn small(script: &Line, table: &str) -> Option<Line> {
    let small = |&glyph: &Glyph| {
        let mut pairs = table.chars();
        while let (Some(normal), Some(small)) = (pairs.next(), pairs.next()) {
            if normal == glyph.character {
                return Some(Glyph { character: small, ..glyph });
            }
        }
        None
    };
    script.iter().map(small).collect()
}

/// Both scripts in small characters, the lower one first.
pub(super) fn small_scripts(sub: Option<&Line>, sup: Option<&Line>) -> Option<Line> {
    let sub = sub.map_or(Some(Line::new()), |sub| small(sub, BELOW))?;
    let sup = sup.map_or(Some(Line::new()), |sup| small(sup, ABOVE))?;
    Some([sub, sup].concat())
}

/// A base with its scripts: small ones beside it if it has one line, else lifted and lowered.
pub(super) fn scripts(base: Tile, sub: Option<Line>, sup: Option<Line>) -> Tile {
    if base.height() > 1 {
        return at_the_corners(base, sub, sup);
    }
    if let Some(small) = small_scripts(sub.as_ref(), sup.as_ref()) {
        return Tile::beside([base, Tile::line(small)]);
    }
    let above = sup.map(Tile::line);
    let below = sub.map(Tile::line);
    let middle = usize::from(above.is_some());
    let column = above.into_iter().chain([Tile::line(blank(0))]).chain(below).collect();
    Tile::beside([base, Tile::stacked(column, Place::Left, middle)])
}

/// Scripts beside the first and the last line of a tall base.
fn at_the_corners(base: Tile, sub: Option<Line>, sup: Option<Line>) -> Tile {
    let corner = |script: Option<Line>, table| {
        Tile::line(script.map_or(Line::new(), |script| small(&script, table).unwrap_or(script)))
    };
    let between = vec![Tile::line(Line::new()); base.height() - 2];
    let column = [vec![corner(sup, ABOVE)], between, vec![corner(sub, BELOW)]].concat();
    let column = Tile::stacked(column, Place::Left, base.baseline);
    Tile::beside([base, column])
}
