//! Symbols as formulas: base, subscript, example.

use crate::expr::Index;
use crate::expr::Symbol;
use crate::page::Fence;
use crate::page::Math;

/// `o_out_1^(2)` set as o with "out, 1" below and (2) above.
pub fn symbol(symbol: &Symbol) -> Math {
    let (letter, side) = match symbol.base.split_once('_') {
        Some((letter, side)) => (letter, Some(side)),
        None => (symbol.base.as_str(), None),
    };
    let separator = if symbol.sub.iter().any(|index| matches!(index, Index::At(10..))) { "," } else { "" };
    let indices: Vec<String> = symbol.sub.iter().map(Index::to_string).collect();
    let indices = (!indices.is_empty()).then(|| Math::number(indices.join(separator)));
    let below = match (side, indices) {
        (Some(side), Some(indices)) => Some(Math::row([Math::Words(format!("{side},")), indices])),
        (Some(side), None) => Some(Math::Words(side.into())),
        (None, indices) => indices,
    };
    let mut math = Math::name(letter);
    if let Some(below) = below {
        math = math.with_sub(below);
    }
    match symbol.example {
        Some(example) => math.with_sup(Math::fenced(Fence::Round, Math::name(example.to_string()))),
        None => math,
    }
}
